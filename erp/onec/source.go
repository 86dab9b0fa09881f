package onec

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

var _ exchange.Whole = (*System)(nil)

// sourceKinds are the kinds of records that a System yields.
var sourceKinds = []exchange.Kind{
	exchange.Goods, exchange.Prices, exchange.Stocks, exchange.Warehouses, exchange.Parties, exchange.Cards, exchange.Discounts,
}

// Has reports whether a System yields records of a kind.
func (*System) Has(kind exchange.Kind) bool { return slices.Contains(sourceKinds, kind) }

// Whole implements exchange.Whole: all that 1C has is told.
func (*System) Whole(exchange.Kind) bool { return true }

// Records implements exchange.Source for goods, prices, stock and warehouses, for partners that are customers, loyalty
// cards and discounts. The Party of a card is the key of the partner's record.
//
// 1C does not say what changed, so that everything is read each time, and compared with what this System read before. A
// cursor of another one, such as that of the process before a restart, says nothing: the error wraps
// exchange.ErrCursor, and everything is to be read. What is marked for deletion is gone; so is what this System saw
// before and sees no more.
func (s *System) Records(ctx context.Context, kind exchange.Kind, cursor string) iter.Seq2[exchange.Record, error] {
	return func(yield func(exchange.Record, error) bool) {
		rs, err := s.records(ctx, kind, cursor)
		if err != nil {
			yield(exchange.Record{}, err)
			return
		}
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (s *System) records(ctx context.Context, kind exchange.Kind, cursor string) ([]exchange.Record, error) {
	if !slices.Contains(sourceKinds, kind) {
		return nil, s.client.rest.Fail("records", ordo.Unsupported, fmt.Sprintf("1C yields %v, not %s", sourceKinds, kind), nil)
	}
	if err := s.fit(); err != nil {
		return nil, err
	}
	f := s.feed(kind)
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.knows(cursor) {
		return nil, s.client.rest.Fail("records", ordo.Invalid, fmt.Sprintf("the cursor %.100q is from before a restart", cursor), exchange.ErrCursor)
	}
	now, err := s.all(ctx, kind)
	if err != nil {
		return nil, err
	}
	f.learn(now)
	return f.since(kind, now, cursor), nil
}

// feed returns what was read of a kind.
func (s *System) feed(kind exchange.Kind) *feed {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.feeds[kind] == nil {
		s.feeds[kind] = &feed{epoch: rand.Text()[:8], known: map[string]*fed{}}
	}
	return s.feeds[kind]
}

// feed remembers what was read, and in which turn it was seen to change.
type feed struct {
	mu    sync.Mutex
	epoch string // cursors of another one say nothing
	turn  int
	known map[string]*fed
}

// knows reports whether a cursor is one of this feed.
func (f *feed) knows(cursor string) bool {
	epoch, turn, is := strings.Cut(cursor, ":")
	n, err := strconv.Atoi(turn)
	return cursor == "" || is && epoch == f.epoch && err == nil && n <= f.turn
}

// fed is one record: its digest, and the turn of its last change.
type fed struct {
	digest [sha256.Size]byte
	turn   int
	ref    order.Ref
	gone   bool
}

// learn compares what was read with what was known. Nothing of an object is gone while a record of it cannot be read.
func (f *feed) learn(now []exchange.Record) {
	seen, odd := map[string]bool{}, map[string]bool{}
	for _, r := range now {
		seen[r.Key] = true
		if r.Problem != nil {
			odd[r.Ref.ID] = true
		}
		d := digest(r)
		if old := f.known[r.Key]; old == nil || old.digest != d || old.gone != r.Gone {
			f.turn++
			f.known[r.Key] = &fed{d, f.turn, r.Ref, r.Gone}
		}
	}
	var lost []string
	for key, old := range f.known {
		if !seen[key] && !old.gone && !odd[old.ref.ID] {
			lost = append(lost, key)
		}
	}
	slices.Sort(lost)
	for _, key := range lost {
		f.turn++
		old := f.known[key]
		f.known[key] = &fed{turn: f.turn, ref: old.ref, gone: true}
	}
}

func digest(r exchange.Record) [sha256.Size]byte {
	if r.Problem != nil {
		return sha256.Sum256([]byte("problem: " + r.Problem.Error()))
	}
	return sha256.Sum256(bytes.Join([][]byte{[]byte(strconv.FormatBool(r.Gone)), r.Data}, []byte{0}))
}

// since returns the records that changed behind a cursor, in the order of their turns.
func (f *feed) since(kind exchange.Kind, now []exchange.Record, cursor string) []exchange.Record {
	_, turn, _ := strings.Cut(cursor, ":")
	behind, _ := strconv.Atoi(turn) // 0 for an empty one
	by := map[string]exchange.Record{}
	for _, r := range now {
		by[r.Key] = r
	}
	var out []exchange.Record
	for key, x := range f.known {
		if x.turn <= behind || x.gone && behind == 0 {
			continue
		}
		r, has := by[key]
		if !has {
			if !x.gone {
				continue
			}
			r = exchange.Record{Key: key, Ref: x.ref, Gone: true}
		}
		r.Kind, r.Cursor = kind, f.epoch+":"+strconv.Itoa(x.turn)
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b exchange.Record) int { return cmp.Compare(f.known[a.Key].turn, f.known[b.Key].turn) })
	return out
}

// all reads everything of a kind.
func (s *System) all(ctx context.Context, kind exchange.Kind) ([]exchange.Record, error) {
	switch kind {
	case exchange.Warehouses:
		return s.warehouseRecords(ctx)
	case exchange.Parties:
		return s.partyRecords(ctx)
	case exchange.Cards:
		return s.cardRecords(ctx)
	case exchange.Discounts:
		return s.discountRecords(ctx)
	}
	g, err := s.readGoods(ctx, kind == exchange.Goods)
	if err != nil {
		return nil, err
	}
	switch kind {
	case exchange.Prices:
		return s.priceRecords(ctx, g)
	case exchange.Stocks:
		return s.stockRecords(ctx, g)
	}
	return g.records(), nil
}

// goneRecord is a record of what is marked for deletion.
func goneRecord(kind exchange.Kind, key string, ref order.Ref) exchange.Record {
	return exchange.Record{Kind: kind, Key: key, Ref: ref, Gone: true}
}
