package channeltest

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
)

func goodsAreListed(b *bench) error {
	shelf, err := suite.As[channels.Shelf](b.Port)
	if err != nil {
		return err
	}
	want := map[string]int{b.Lists(): 0, b.Lists(): 0}
	if len(want) != 2 {
		return errors.New("the fixture's Lists put one article on sale twice; it must be another each time")
	}
	ids := map[string]bool{}
	for l, err := range shelf.Listed(b.ctx) {
		switch {
		case err != nil:
			return fmt.Errorf("Listed: %w", err)
		case l.Problem != nil:
			return fmt.Errorf("Listed: %q cannot be read: %w", l.ID, l.Problem)
		case l.ID == "" || l.Name == "":
			return fmt.Errorf("Listed: a good has the id %q and the name %q; both are needed", l.ID, l.Name)
		case ids[l.ID]:
			return fmt.Errorf("Listed: the good %q is listed twice", l.ID)
		}
		ids[l.ID] = true
		if _, placed := want[l.Article]; placed {
			want[l.Article]++
		}
	}
	for article, n := range want {
		if n != 1 {
			return fmt.Errorf("Listed: the article %q is listed %d times, want once", article, n)
		}
	}
	return suite.StopsEarly("Listed", shelf.Listed(b.ctx))
}

func methodsAreKnown(b *bench) error {
	port, err := suite.As[channels.PaymentMethods](b.Port)
	if err != nil {
		return err
	}
	ms, err := port.PaymentMethods(b.ctx)
	if err != nil {
		return fmt.Errorf("PaymentMethods: %w", err)
	}
	codes := map[string]bool{}
	for _, m := range ms {
		if m.Code == "" || m.Name == "" || codes[m.Code] {
			return fmt.Errorf("PaymentMethods: code %q, name %q: both are needed, and each code once", m.Code, m.Name)
		}
		codes[m.Code] = true
	}
	again, err := port.PaymentMethods(b.ctx)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(ms) {
		return fmt.Errorf("PaymentMethods returned %v and then %v, %w", ms, again, suite.OrNone(err))
	}
	r, err := b.read(b.Places(b.scheme))
	if err != nil {
		return err
	}
	if m := r.Snapshot.Method; m != "" && !codes[m] {
		return fmt.Errorf("an order is paid by %q, which is none of the payment methods %v", m, ms)
	}
	return nil
}
