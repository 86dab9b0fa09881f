package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

// A source that has forgotten what it told, as after a restart, cannot say what is gone meanwhile. Where everything
// that it tells is all there is (exchange.Whole), the flow finds that out: it keeps the keys that it told, and after
// everything was read again those that did not come are gone.

// toldBucket has these keys, in lists by accounts, kind, generation and number. Reading everything begins a generation.
const toldBucket = "flow-told"

// toldLists are the lists of a generation.
type toldLists struct {
	Of    int `json:"of"` // the generation
	Lists int `json:"lists"`
}

// toldRecord is an entry of a list: what was told, or the thing of a record that could not be read, without a key.
type toldRecord struct {
	Key string    `json:"key,omitzero"`
	Ref order.Ref `json:"ref,omitzero"`
}

// toldKeys are what is in the lists of one generation, as digests.
type toldKeys struct {
	toldLists
	keys   map[uint64]bool
	unread map[uint64]bool // ids of things of which a record could not be read
	blind  bool            // it is not known of which things records could not be read
}

func digest64(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // it cannot fail
	return h.Sum64()
}

func (t *toldKeys) add(rs []toldRecord) {
	for _, r := range rs {
		switch {
		case r.Key != "":
			t.keys[digest64(r.Key)] = true
		case r.Ref.ID != "":
			t.unread[digest64(r.Ref.ID)] = true
		default:
			t.blind = true
		}
	}
}

// missed reports whether it is noted that a record of a thing could not be read.
func (t *toldKeys) missed(thing order.Ref) bool {
	if thing.ID == "" {
		return t.blind
	}
	return t.unread[digest64(thing.ID)]
}

// isWhole reports whether what the source does not tell, when it tells everything, is gone.
func (x *flowKind) isWhole() bool {
	w, can := x.from.source.(exchange.Whole)
	return can && w.Whole(x.kind)
}

func (x *flowKind) listKey(of, n int) string {
	return joinKey(x.From, x.To, string(x.kind), strconv.Itoa(of), strconv.Itoa(n))
}

// keyList reads a list; nil if there is none.
func (x *flowKind) keyList(ctx context.Context, of, n int) (rs []toldRecord, kept []byte, err error) {
	key := x.listKey(of, n)
	all, err := x.store.Values(ctx, toldBucket, key)
	if err != nil || all[key] == nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(all[key], &rs); err != nil {
		return nil, nil, fmt.Errorf("what of the %s of %s %s was told: %w", x.kind, x.From, x.To, err)
	}
	return rs, all[key], nil
}

// knownKeys returns what was told in the generation that is going on. It is read once, and what others add after that.
func (x *flowKind) knownKeys(ctx context.Context) (*toldKeys, error) {
	now := x.sofar().Told
	kept, _ := x.tellings.LoadOrStore(x.key(), &toldKeys{})
	t := kept.(*toldKeys) // only the process that has the exchange uses it
	if t.Of != now.Of || t.Lists > now.Lists || t.keys == nil {
		*t = toldKeys{toldLists: toldLists{Of: now.Of}, keys: map[uint64]bool{}, unread: map[uint64]bool{}}
	}
	for ; t.Lists < now.Lists; t.Lists++ {
		rs, _, err := x.keyList(ctx, t.Of, t.Lists)
		if err != nil {
			return nil, err
		}
		t.add(rs)
	}
	return t, nil
}

// remember adds to the lists what of a page is new in them. It counts with the cursor that is kept next.
func (x *flowKind) remember(ctx context.Context, page []exchange.Record) error {
	if !x.isWhole() {
		return nil
	}
	t, err := x.knownKeys(ctx)
	if err != nil {
		return err
	}
	var rs []toldRecord
	for _, r := range page {
		switch {
		case r.Problem == nil && !t.keys[digest64(r.Key)]:
			rs = append(rs, toldRecord{r.Key, r.Ref})
		case r.Problem != nil && x.sofar().All && !t.missed(r.Ref):
			rs = append(rs, toldRecord{Ref: r.Ref})
		}
	}
	if len(rs) == 0 {
		return nil
	}
	b, err := json.Marshal(rs)
	if err != nil {
		return err
	}
	_, was, err := x.keyList(ctx, t.Of, t.Lists) // of an exchange that was stopped before it counted
	if err == nil {
		err = x.store.Swap(ctx, toldBucket, x.listKey(t.Of, t.Lists), was, b)
	}
	if errors.Is(err, ErrConflict) {
		return errBusy
	}
	if err != nil {
		return err
	}
	if err := x.set(ctx, func(s *flowState) { s.Told.Lists = t.Lists + 1 }); err != nil {
		return err
	}
	t.add(rs)
	t.Lists++
	return nil
}

// sweep tells the sink what is gone, once everything was read, and gives up the lists from before.
func (x *flowKind) sweep(ctx context.Context) error {
	s := x.sofar()
	if !s.All {
		return nil
	}
	t, err := x.knownKeys(ctx)
	if err != nil {
		return err
	}
	switch {
	case len(s.Before) == 0:
	case t.blind:
		return nil // who knows what could not be read
	case len(t.keys) == 0 && x.kind != exchange.Stocks: // everything may be sold out
		text := x.say(x.To, "%s tells none of its records (%s) any more; what it told before is not taken for gone", x.From, x.kind)
		x.journal(ctx, Entry{Level: LevelWarning, Account: x.To, What: "cursor", Text: text, Key: joinKey("none", x.key(), strconv.Itoa(t.Of))})
		return nil
	}
	for _, before := range s.Before {
		for n := range before.Lists {
			if err := x.sweepList(ctx, t, before.Of, n); err != nil {
				return err
			}
		}
	}
	return x.set(ctx, func(s *flowState) { s.All, s.Before = false, nil })
}

func (x *flowKind) sweepList(ctx context.Context, t *toldKeys, of, n int) error {
	rs, kept, err := x.keyList(ctx, of, n)
	if err != nil || kept == nil {
		return err
	}
	var gone []exchange.Record
	for _, r := range rs {
		if r.Key != "" && !t.keys[digest64(r.Key)] && !t.unread[digest64(r.Ref.ID)] {
			gone = append(gone, exchange.Record{Kind: x.kind, Key: r.Key, Ref: r.Ref, Gone: true})
		}
	}
	if len(gone) > 0 {
		if err := x.settle(ctx, gone, &x.n.Gone); err != nil {
			return err
		}
	}
	if err := x.store.Swap(ctx, toldBucket, x.listKey(of, n), kept, nil); err != nil {
		if errors.Is(err, ErrConflict) {
			return errBusy
		}
		return err
	}
	return nil
}
