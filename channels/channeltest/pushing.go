package channeltest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// pushes reports whether the channel sends its orders and cannot be asked for them.
func (b *bench) pushes() bool {
	_, is := b.Port.(channels.Pusher)
	return is
}

// sent places an order and returns the news that announces it.
func (b *bench) sent() (channels.News, error) {
	w, is := b.Port.(channels.Webhooker)
	if !is {
		return channels.News{}, fmt.Errorf("%T is a channels.Pusher and no channels.Webhooker: nothing can be sent", b.Port)
	}
	r, body := b.Call(b.scheme)
	news, err := b.take(w, r, body)
	if err != nil {
		return channels.News{}, err
	}
	i := slices.IndexFunc(news, func(n channels.News) bool { return n.Placed != nil })
	if i < 0 {
		return channels.News{}, errors.New("the call of a new order does not contain it: it cannot be read, so News.Placed is needed")
	}
	return news[i], nil
}

// takeNew places an order and takes it as it is sent.
func (b *bench) takeNew() (*order.Order, error) {
	n, err := b.sent()
	if err != nil {
		return nil, err
	}
	d := *n.Placed
	d.ID, d.Ref.Account, d.Authority = "order-"+n.ID, account, b.Authority
	if d.Scheme == "" {
		d.Scheme = b.scheme
	}
	o, _, err := order.New(d, b.by(order.RoleChannel), b.Options...)
	if err != nil {
		return nil, fmt.Errorf("the draft of order %s is refused: %w", n.ID, err)
	}
	return o, nil
}

func cannotBeAsked(b *bench) error {
	n, err := b.sent()
	if err != nil {
		return err
	}
	if err := suite.List(b.Port.Orders(b.ctx, n.ID)); ordo.ClassOf(err) != ordo.Unsupported {
		return fmt.Errorf("Orders(%q): %w, want one error of class %s", n.ID, suite.OrNone(err), ordo.Unsupported)
	}
	if err := suite.List(b.Port.Changed(b.ctx, b.window(true))); ordo.ClassOf(err) != ordo.Unsupported {
		return fmt.Errorf("Changed: %w, want one error of class %s", suite.OrNone(err), ordo.Unsupported)
	}
	return nil
}

func newOrderIsWhole(b *bench) error {
	n, err := b.sent()
	if err != nil {
		return err
	}
	switch d := *n.Placed; {
	case d.ID != "" || d.Authority != 0 || d.Ref.Account != "":
		return fmt.Errorf("the draft has ID %q, Authority %d, Ref.Account %q: they must be empty", d.ID, d.Authority, d.Ref.Account)
	case d.Ref.ID != n.ID || d.Ref.System != b.Port.System() || d.Ref.Kind != "order":
		return fmt.Errorf("the draft's Ref is %s, want system %s, kind order and id %s", d.Ref, b.Port.System(), n.ID)
	case d.Scheme != "" && d.Scheme != b.scheme:
		return fmt.Errorf("the draft's scheme is %q, want %q", d.Scheme, b.scheme)
	}
	_, err = b.place()
	return err
}

func changeIsWeighed(b *bench) error {
	n, err := b.sent()
	if err != nil {
		return err
	}
	keys := map[string]bool{n.Key: true}
	w, _ := b.Port.(channels.Webhooker)
	for range 2 {
		r, body := b.ChangeCall(n.ID)
		news, err := b.take(w, r, body)
		switch {
		case err != nil:
			return fmt.Errorf("a change: %w", err)
		case len(news) != 1:
			return fmt.Errorf("a change brought %d news, want 1", len(news))
		}
		switch c := news[0]; {
		case c.ID != n.ID || c.Changed == nil:
			return fmt.Errorf("a change of order %s brought news about order %q, Changed %+v", n.ID, c.ID, c.Changed)
		case c.Occurred.IsZero():
			return errors.New("a change has no Occurred: it cannot be told from an older one")
		case c.Key == "" || keys[c.Key]:
			return fmt.Errorf("a change has the key %q, as other news has", c.Key)
		default:
			keys[c.Key] = true
			if err := stored(c); err != nil {
				return err
			}
		}
	}
	return nil
}

func newsIsCompleted(b *bench) error {
	n, err := b.sent()
	if err != nil {
		return err
	}
	p, _ := b.Port.(channels.Pusher)
	again, err := p.Complete(n)
	switch {
	case err != nil:
		return fmt.Errorf("Complete refuses the news of a call: %w", err)
	case !reflect.DeepEqual(again, n):
		return fmt.Errorf("Complete returns %+v for the news %+v of a call", again, n)
	}
	bad := *n.Placed
	bad.Lines = nil
	for what, x := range map[string]channels.News{
		"without ID":             {Cancelled: &order.CancelReport{}},
		"that says nothing":      {ID: n.ID},
		"of an order of nothing": {ID: n.ID, Placed: &bad},
		"of a change at no time": {ID: n.ID, Changed: &channels.Change{Details: &order.DetailsReport{Method: "cash"}}},
	} {
		_, err := p.Complete(x)
		var refused *order.Refused
		if ordo.ClassOf(err) != ordo.Invalid && !errors.As(err, &refused) {
			return fmt.Errorf("Complete of news %s: %w, want an *order.Refused or class %s", what, suite.OrNone(err), ordo.Invalid)
		}
	}
	return nil
}
