package carriertest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

func callsAreGenuine(b bench) error {
	hook, can := b.Carrier.(carriers.Webhooker)
	if !can || b.Call == nil || b.Forged == nil {
		return skipped("Call or Forged, or its Carrier is no Webhooker")
	}
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	call, body := b.Forged(r.Key)
	post, err := hook.Receive(call, body)
	switch {
	case err == nil:
		return errors.New("a forged call is taken")
	case len(post.Parcels) > 0:
		return errors.New("a forged call brings something")
	case post.Answer.Status < 400:
		return fmt.Errorf("a forged call is answered %d", post.Answer.Status)
	}
	key := ""
	for range 2 {
		call, body = b.Call(r.Key)
		post, err = hook.Receive(call, body)
		switch {
		case err != nil:
			return fmt.Errorf("a genuine call is refused: %w", err)
		case post.Answer.Status < 200 || post.Answer.Status > 299:
			return fmt.Errorf("a genuine call is answered %d", post.Answer.Status)
		case post.Again.Status < 400 && post.Again.Status != post.Answer.Status:
			return fmt.Errorf("a call that could not be stored is answered %d", post.Again.Status)
		case post.Key == "":
			return errors.New("a genuine call has no key")
		case key != "" && post.Key != key:
			return fmt.Errorf("the same call has the keys %q and %q", key, post.Key)
		case !slices.ContainsFunc(post.Parcels, func(x order.Ref) bool { return x.ID == p.Ref.ID && x.System == p.Ref.System }):
			return fmt.Errorf("a genuine call about %s tells of %v", p.Ref, post.Parcels)
		}
		key = post.Key
	}
	for _, ref := range post.Parcels {
		for q, err := range b.Carrier.Read(b.ctx, ref) {
			if err != nil || q.Problem != nil {
				return fmt.Errorf("what a call tells of cannot be read: %w", errors.Join(err, q.Problem))
			}
		}
	}
	return b.count(1)
}

func subscribedOnce(b bench) error {
	k, can := b.Carrier.(carriers.Subscriber)
	if !can || b.Subscriptions == nil {
		return skipped("Subscriptions, or its Carrier is no Subscriber")
	}
	for range 3 {
		if err := k.Subscribe(b.ctx); err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
	}
	if n := b.Subscriptions(); n != 1 {
		return fmt.Errorf("subscribed three times, there are %d subscriptions, it would have to be 1", n)
	}
	return nil
}
