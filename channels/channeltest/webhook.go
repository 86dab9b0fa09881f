package channeltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// untouchable is a body that must not be read.
type untouchable struct{ read bool }

// Read implements io.Reader.
func (u *untouchable) Read([]byte) (int, error) {
	u.read = true
	return 0, errors.New("r.Body is not to be read")
}

// Close implements io.Closer.
func (*untouchable) Close() error { return nil }

// webhook is what the webhook checks need.
func (b *bench) webhook() (channels.Webhooker, error) {
	w, ok := b.Channel.(channels.Webhooker)
	switch {
	case !ok:
		return nil, skipped("the channel is no channels.Webhooker")
	case b.Callback == nil:
		return nil, skipped("Fixture.Callback is not set")
	}
	return w, nil
}

// receive makes a call of the system; r.Body must stay untouched.
func (b *bench) receive(w channels.Webhooker, r *http.Request, body []byte) (channels.Post, error, error) {
	r = r.Clone(b.ctx)
	trap := &untouchable{}
	r.Body = trap
	was := b.Commits()
	post, refusal := w.Receive(r, slices.Clone(body))
	if trap.read {
		return post, refusal, errors.New("Receive read r.Body; the body is given to it")
	}
	return post, refusal, b.unchanged(was, "Receive changing nothing")
}

func callIsTaken(b *bench) error {
	w, err := b.webhook()
	if err != nil {
		return err
	}
	r, body := b.Callback(b.scheme)
	first, refusal, err := b.receive(w, r, body)
	if err = errors.Join(refusal, err); err != nil {
		return err
	}
	again, refusal, err := b.receive(w, r, body)
	if err = errors.Join(refusal, err); err != nil {
		return fmt.Errorf("delivered again: %w", err)
	}
	switch {
	case len(first.News) == 0:
		return errors.New("a valid call brought no news")
	case first.Answer.Status < 200 || first.Answer.Status > 299:
		return fmt.Errorf("a valid call is answered with status %d", first.Answer.Status)
	case first.Again.Status == 0 || reflect.DeepEqual(first.Again, first.Answer):
		return fmt.Errorf("news that could not be stored are answered with status %d, by Again, as if they were stored", first.Again.Status)
	case len(again.News) != len(first.News):
		return fmt.Errorf("the same call brought %d news, and then %d", len(first.News), len(again.News))
	}
	for i, n := range first.News {
		if n.Key == "" || n.ID == "" {
			return fmt.Errorf("news with key %q about order %q: both are needed", n.Key, n.ID)
		}
		if again.News[i].Key != n.Key {
			return fmt.Errorf("the key is %q, and %q when delivered again", n.Key, again.News[i].Key)
		}
		if err := stored(n); err != nil {
			return err
		}
	}
	r, body = b.Callback(b.scheme)
	other, refusal, err := b.receive(w, r, body)
	if err = errors.Join(refusal, err); err != nil {
		return err
	}
	for _, n := range other.News {
		if slices.ContainsFunc(first.News, func(f channels.News) bool { return f.Key == n.Key }) {
			return fmt.Errorf("another order's news has the same key %q", n.Key)
		}
	}
	return nil
}

// stored checks that news are the same after they were stored.
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
	w, err := b.webhook()
	if err != nil {
		return err
	}
	r, body := b.Callback(b.scheme)
	post, refusal, err := b.receive(w, r, body)
	if err = errors.Join(refusal, err); err != nil {
		return err
	}
	some := false
	for _, n := range post.News {
		if n.Placed == nil {
			continue
		}
		some = true
		if err := b.sameOrder(n); err != nil {
			return fmt.Errorf("order %s: %w", n.ID, err)
		}
	}
	if !some {
		return skipped("the system does not tell new orders whole")
	}
	return nil
}

// sameOrder compares an order as it was told with how it is read.
func (b *bench) sameOrder(n channels.News) error {
	d := *n.Placed
	if d.ID != "" || d.Authority != 0 || d.Ref.Account != "" {
		return fmt.Errorf("the draft has ID %q, Authority %d, Ref.Account %q: they are the host's", d.ID, d.Authority, d.Ref.Account)
	}
	read, err := b.read(n.ID)
	if err != nil {
		return err
	}
	s := read.Snapshot
	if d.Ref != s.Ref || d.Number != s.Number || d.Scheme != s.Scheme || !d.Placed.Equal(s.Placed) {
		return fmt.Errorf("it is %s %q %s of %s as told, and %s %q %s of %s as read", d.Ref, d.Number, d.Scheme, d.Placed, s.Ref, s.Number, s.Scheme, s.Placed)
	}
	if len(d.Lines) != len(s.Lines) {
		return fmt.Errorf("it has %d lines as told, and %d as read", len(d.Lines), len(s.Lines))
	}
	for i, l := range d.Lines {
		m := s.Lines[i]
		if l.ID != m.ID || l.Kind != m.Kind || l.SKU != m.SKU || l.Ref != m.Ref || l.Quantity != m.Quantity || l.Total != m.Total || l.MarkRequired != m.MarkRequired {
			return fmt.Errorf("a line is %+v as told, and %+v as read", l, m)
		}
	}
	d.ID, d.Ref.Account, d.Authority = "order-"+n.ID, account, b.Authority
	o, _, err := order.New(d, b.by(order.RoleChannel), b.Options...)
	if err != nil {
		return fmt.Errorf("the draft is refused: %w", err)
	}
	return b.agree(o, "it was told")
}

// refused checks that a call is refused.
func (b *bench) refused(w channels.Webhooker, r *http.Request, body []byte) error {
	post, refusal, err := b.receive(w, r, body)
	switch {
	case err != nil:
		return err
	case refusal == nil:
		return errors.New("it was taken")
	case len(post.News) > 0:
		return fmt.Errorf("it was refused (%w), but brought %d news", refusal, len(post.News))
	case post.Answer.Status < 400:
		return fmt.Errorf("it was refused (%w), but is answered with status %d, want 400 or more", refusal, post.Answer.Status)
	}
	return nil
}

func forgedCallIsRefused(b *bench) error {
	w, err := b.webhook()
	if err != nil {
		return err
	}
	r, body := b.Callback(b.scheme)
	if b.Forge != nil {
		r, body = b.Forge(r, body)
	} else {
		r = r.Clone(b.ctx)
		r.Header = http.Header{}
	}
	return b.refused(w, r, body)
}

func garbageIsRefused(b *bench) error {
	w, err := b.webhook()
	if err != nil {
		return err
	}
	r, _ := b.Callback(b.scheme)
	for _, body := range []string{"", "garbage", "[]", "\x00\xff"} {
		if err := b.refused(w, r, []byte(body)); err != nil {
			return fmt.Errorf("the body %q: %w", body, err)
		}
	}
	return nil
}
