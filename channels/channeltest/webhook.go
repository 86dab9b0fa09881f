package channeltest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// take passes a call of the system to the port.
func (b *bench) take(w channels.Webhooker, r *http.Request, body []byte) ([]channels.News, error) {
	r = r.Clone(b.ctx)
	r.Body = io.NopCloser(bytes.NewReader(body))
	was := b.Commits()
	call, err := ordo.TakeCall(w, b.Port.System(), r, ordo.MaxCall)
	if err != nil {
		return nil, err
	}
	return call.News, b.unchanged(was, "Receive changing nothing")
}

func callIsTaken(b *bench) error {
	w, err := suite.As[channels.Webhooker](b.Port)
	if err != nil {
		return err
	}
	r, body := b.Call(b.scheme)
	first, err := b.take(w, r, body)
	if err != nil {
		return err
	}
	again, err := b.take(w, r, body)
	switch {
	case err != nil:
		return fmt.Errorf("delivered again: %w", err)
	case len(first) == 0 || len(first) != len(again):
		return fmt.Errorf("the same call brought %d news, then %d", len(first), len(again))
	}
	for i, n := range first {
		if n.Key == "" || n.ID == "" {
			return fmt.Errorf("news with key %q about order %q: both are needed", n.Key, n.ID)
		}
		if n.Warning != "" {
			return fmt.Errorf("news %q of an ordinary order has a warning: %s", n.Key, n.Warning)
		}
		if again[i].Key != n.Key {
			return fmt.Errorf("the key is %q, and %q when delivered again", n.Key, again[i].Key)
		}
		if err := stored(n); err != nil {
			return err
		}
	}
	r, body = b.Call(b.scheme)
	other, err := b.take(w, r, body)
	if err != nil {
		return err
	}
	for _, n := range other {
		if slices.ContainsFunc(first, func(f channels.News) bool { return f.Key == n.Key }) {
			return fmt.Errorf("another order's news has the same key %q", n.Key)
		}
	}
	return nil
}

// stored checks that news survives JSON.
func stored(n channels.News) error {
	b, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("news %q cannot be stored: %w", n.Key, err)
	}
	var back channels.News
	if err := json.Unmarshal(b, &back); err != nil {
		return fmt.Errorf("news %q cannot be read back: %w", n.Key, err)
	}
	if !reflect.DeepEqual(n, back) {
		return fmt.Errorf("news %q is not the same after JSON: %s (are its times in UTC?)", n.Key, b)
	}
	return nil
}

func toldAndReadAgree(b *bench) error {
	w, err := suite.As[channels.Webhooker](b.Port)
	if err != nil {
		return err
	}
	r, body := b.Call(b.scheme)
	news, err := b.take(w, r, body)
	if err != nil {
		return err
	}
	some := false
	for _, n := range news {
		if n.Placed == nil {
			continue
		}
		some = true
		if err := b.sameOrder(n); err != nil {
			return fmt.Errorf("order %s: %w", n.ID, err)
		}
	}
	if !some {
		return suite.Skip("the calls of the system do not contain new orders")
	}
	return nil
}

// sameOrder compares an order in a call with the same order as read.
func (b *bench) sameOrder(n channels.News) error {
	d := *n.Placed
	if d.ID != "" || d.Authority != 0 || d.Ref.Account != "" {
		return fmt.Errorf("the draft has ID %q, Authority %d, Ref.Account %q: they must be empty", d.ID, d.Authority, d.Ref.Account)
	}
	read, err := b.read(n.ID)
	if err != nil {
		return err
	}
	s := read.Snapshot
	if d.Ref != s.Ref || d.Number != s.Number || d.Scheme != s.Scheme || !d.Placed.Equal(s.Placed) {
		return fmt.Errorf("it is %s %q %s of %s in the call, and %s %q %s of %s as read", d.Ref, d.Number, d.Scheme, d.Placed, s.Ref, s.Number, s.Scheme, s.Placed)
	}
	if len(d.Lines) != len(s.Lines) {
		return fmt.Errorf("it has %d lines in the call, and %d as read", len(d.Lines), len(s.Lines))
	}
	for i, l := range d.Lines {
		m := s.Lines[i]
		if l.ID != m.ID || l.Kind != m.Kind || l.SKU != m.SKU || l.Ref != m.Ref || l.Quantity != m.Quantity || l.Total != m.Total || l.MarkRequired != m.MarkRequired {
			return fmt.Errorf("a line is %+v in the call, and %+v as read", l, m)
		}
	}
	d.ID, d.Ref.Account, d.Authority = "order-"+n.ID, account, b.Authority
	o, _, err := order.New(d, b.by(order.RoleChannel), b.Options...)
	if err != nil {
		return fmt.Errorf("the draft is refused: %w", err)
	}
	return b.agree(o, "the call")
}

func callsAreGenuine(b *bench) error {
	w, err := suite.As[channels.Webhooker](b.Port)
	if err != nil {
		return err
	}
	r, body := b.Call(b.scheme)
	return suite.Webhook[channels.News]{
		Port: w, Keyless: true, Call: func() (*http.Request, []byte) { return r, body }, Forged: suite.Bind(b.Forged, b.scheme),
	}.Check()
}
