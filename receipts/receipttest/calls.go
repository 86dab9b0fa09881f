package receipttest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// authenticates checks how calls about one thing are taken.
func authenticates(
	hook receipts.Webhooker, ref order.Ref, call, forged func(order.Ref) (*http.Request, []byte), told func(receipts.Post) []order.Ref,
) error {
	r, body := forged(ref)
	post, err := hook.Receive(r, body)
	switch {
	case err == nil:
		return errors.New("a forged call is taken")
	case len(post.Documents)+len(post.Payments)+len(post.Refunds) > 0:
		return errors.New("a forged call brings something")
	case post.Answer.Status < 400:
		return fmt.Errorf("a forged call is answered %d", post.Answer.Status)
	}
	key := ""
	for range 2 {
		r, body = call(ref)
		post, err = hook.Receive(r, body)
		switch {
		case err != nil:
			return fmt.Errorf("a genuine call is refused: %w", err)
		case post.Answer.Status < 200 || post.Answer.Status > 299:
			return fmt.Errorf("a genuine call is answered %d", post.Answer.Status)
		case post.Again.Status < 400:
			return fmt.Errorf("a call that could not be stored is answered %d: the service would not call again", post.Again.Status)
		case post.Key == "":
			return errors.New("a genuine call has no key")
		case key != "" && post.Key != key:
			return fmt.Errorf("the same call has the keys %q and %q", key, post.Key)
		case !slices.ContainsFunc(told(post), func(x order.Ref) bool { return x.ID == ref.ID }):
			return fmt.Errorf("a genuine call about %s tells of %v", ref, told(post))
		}
		key = post.Key
	}
	return nil
}
