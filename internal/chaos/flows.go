package chaos

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Records is a system in memory that has records: people change them there, a source tells them and a sink takes them.
type Records struct {
	Name  string
	Kinds []exchange.Kind
	// Refuses says for good why a record is not taken; nil takes it.
	Refuses func(exchange.Record) error
	// During is called before a record is told, and after a page was taken, before that is answered. Its error is that
	// of the call.
	During func(what string) error
	// Forgets makes it know no cursor from before.
	Forgets bool
	// Complete says that what it does not tell, when it tells everything, is gone.
	Complete bool

	mu    sync.Mutex
	down  error
	log   []exchange.Record // as it happened; a cursor is how many of it were read
	since int               // cursors from before are not known
	kept  map[exchange.Kind]map[string][]byte
	made  map[string]int // how often a record was made anew, by kind and key
	Told  []int          // how many records each call of the sink had
}

// Put changes a record, as people do; without data it is removed.
func (r *Records) Put(kind exchange.Kind, key string, data any) {
	rec := exchange.Record{Kind: kind, Key: key, Gone: true}
	if err, is := data.(error); is {
		rec = exchange.Record{Kind: kind, Key: key, Problem: err}
	} else if data != nil {
		rec = exchange.NewRecord(kind, key, data)
	}
	rec.Ref = order.Ref{System: r.Name, Kind: "thing", ID: key}
	r.PutRecord(rec)
}

// PutRecord adds a record as it is.
func (r *Records) PutRecord(rec exchange.Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, rec)
}

// Good puts a good with a name.
func (r *Records) Good(sku, name string) {
	r.Put(exchange.Goods, sku, exchange.Good{SKU: sku, Name: name})
}

// Has returns what it has of a kind, by key.
func (r *Records) Has(kind exchange.Kind) map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[string]string{}
	for key, data := range r.kept[kind] {
		out[key] = string(data)
	}
	return out
}

// Made returns how often records were made anew.
func (r *Records) Made() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.made)
}

// System implements exchange.Source and exchange.Sink.
func (r *Records) System() string { return r.Name }

// Whole implements exchange.Whole.
func (r *Records) Whole(exchange.Kind) bool { return r.Complete }

// Can implements exchange.Sink.
func (r *Records) Can(kind exchange.Kind) bool { return slices.Contains(r.Kinds, kind) }

// Down makes it answer nothing but an error from now on; nil ends that.
func (r *Records) Down(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down = err
}

func (r *Records) refuse(ctx context.Context, kind exchange.Kind) error {
	r.mu.Lock()
	down := r.down
	r.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case down != nil:
		return down
	case !r.Can(kind):
		return &ordo.Error{System: r.Name, Op: string(kind), Class: ordo.Unsupported}
	}
	return nil
}

func (r *Records) during(what string) error {
	if r.During == nil {
		return nil
	}
	return r.During(what)
}

// Records implements exchange.Source.
func (r *Records) Records(ctx context.Context, kind exchange.Kind, cursor string) iter.Seq2[exchange.Record, error] {
	return func(yield func(exchange.Record, error) bool) {
		err := r.refuse(ctx, kind)
		from, _ := strconv.Atoi(cursor)
		r.mu.Lock()
		if r.Forgets {
			r.Forgets, r.since = false, len(r.log)
		}
		if from > 0 && from < r.since {
			err = &ordo.Error{System: r.Name, Op: string(kind), Class: ordo.Invalid, Err: exchange.ErrCursor}
		}
		news := r.news(kind, from)
		r.mu.Unlock()
		if err != nil {
			yield(exchange.Record{}, err)
			return
		}
		for _, rec := range news {
			if err := cmp.Or(ctx.Err(), r.during("tells")); err != nil {
				yield(exchange.Record{}, err)
				return
			}
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// news returns the newest record of each key behind a place in the log.
func (r *Records) news(kind exchange.Kind, from int) (out []exchange.Record) {
	seen := map[string]bool{}
	for i, rec := range slices.Backward(r.log) {
		if rec.Kind != kind || seen[rec.Key] {
			continue
		}
		seen[rec.Key] = true
		if i >= from && !(rec.Gone && from == 0) {
			rec.Cursor = strconv.Itoa(i + 1)
			out = append(out, rec)
		}
	}
	slices.Reverse(out)
	return out
}

// Keep implements exchange.Sink.
func (r *Records) Keep(ctx context.Context, kind exchange.Kind, rs []exchange.Record) iter.Seq2[exchange.Kept, error] {
	return func(yield func(exchange.Kept, error) bool) {
		if err := r.refuse(ctx, kind); err != nil {
			yield(exchange.Kept{}, err)
			return
		}
		r.mu.Lock()
		r.Told = append(r.Told, len(rs))
		out := make([]exchange.Kept, len(rs))
		for i, rec := range rs {
			out[i] = r.keep(rec)
		}
		r.mu.Unlock()
		if err := r.during("takes"); err != nil {
			yield(exchange.Kept{}, err)
			return
		}
		for _, k := range out {
			if !yield(k, nil) {
				return
			}
		}
	}
}

func (r *Records) keep(rec exchange.Record) exchange.Kept {
	k := exchange.Kept{Key: rec.Key}
	if r.kept == nil {
		r.kept, r.made = map[exchange.Kind]map[string][]byte{}, map[string]int{}
	}
	if r.kept[rec.Kind] == nil {
		r.kept[rec.Kind] = map[string][]byte{}
	}
	if r.Refuses != nil {
		if k.Problem = r.Refuses(rec); k.Problem != nil {
			return k
		}
	}
	was, there := r.kept[rec.Kind][rec.Key]
	switch {
	case rec.Gone && there:
		delete(r.kept[rec.Kind], rec.Key)
		k.Changed = true
	case !rec.Gone && !bytes.Equal(was, rec.Data):
		if !there {
			r.made[string(rec.Kind)+" "+rec.Key]++
		}
		r.kept[rec.Kind][rec.Key] = rec.Data
		k.Changed = true
	}
	return k
}

// flowStory is what a merchant's books tell a shop in a week, over processes that end where it is said: once after so
// many writes, or once within so many calls.
func flowStory(t *testing.T, store func() bridge.Store, end End) (has map[string]string, made map[string]int, left []string, writes, calls int) {
	t.Helper()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	books := &Records{Name: "books", Kinds: []exchange.Kind{exchange.Goods, exchange.Stocks}, Complete: true}
	shop := &Records{Name: "shop", Kinds: books.Kinds}
	full := errors.New("the category is full")
	shop.Refuses = func(r exchange.Record) error {
		if r.Key == "G-7" || r.Key == "G-60" {
			return full
		}
		return nil
	}
	l := &Process{End: end}
	call := func(string) error {
		calls++
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.dead = l.dead || calls == l.End.exchange; l.dead {
			return errEnded
		}
		return nil
	}
	books.During, shop.During = call, call
	open := func() *bridge.Bridge {
		b, err := bridge.New(l.Keeping(store()), bridge.Account("books-1", books), bridge.Account("shop-1", shop),
			bridge.Flow{From: "books-1", To: "shop-1", Kinds: books.Kinds}, bridge.WithClock(clockAt(func() time.Time { return now })))
		require.NoError(t, err)
		return b
	}
	b := open()
	exchanges := func(all bool) {
		for {
			run, err := b.Exchange(t.Context(), "books-1", "shop-1", all)
			if !l.Over() {
				require.NoError(t, err)
				require.Empty(t, run.Problem)
				return
			}
			writes += l.Writes
			l = &Process{}
			now = now.Add(10 * time.Minute) // the claim of the process that ended is over
			b = open()
		}
	}
	for i := range 120 {
		books.Good(fmt.Sprintf("G-%d", i), "Кеди")
		if i%10 == 0 {
			books.Put(exchange.Stocks, fmt.Sprintf("G-%d", i), exchange.Stock{SKU: fmt.Sprintf("G-%d", i), Quantity: amount.Pcs(i)})
		}
	}
	books.Put(exchange.Goods, "row 121", errors.New("it has no article"))
	exchanges(false)
	books.Good("G-1", "Кеди білі")
	books.Put(exchange.Goods, "G-2", nil)
	books.Good("G-60", "Кеди чорні") // in place of the one that was refused
	books.Put(exchange.Stocks, "G-0", exchange.Stock{SKU: "G-0", Quantity: amount.Pcs(9)})
	exchanges(false)
	full = nil
	now = now.Add(time.Hour)
	exchanges(false)
	books.Forgets = true // and so nobody tells the shop what is gone since
	books.Put(exchange.Goods, "G-3", nil)
	books.Put(exchange.Goods, "G-4", errors.New("its name is missing"))
	books.Put(exchange.Stocks, "G-110", nil)
	exchanges(false)
	books.Good("G-4", "Кеди 4")
	exchanges(true)
	for r, err := range b.Refused(t.Context(), "books-1", "shop-1") {
		require.NoError(t, err)
		left = append(left, fmt.Sprint(r.Key, ": ", r.Problem))
	}
	has = shop.Has(exchange.Goods)
	for sku, data := range shop.Has(exchange.Stocks) {
		has["stock of "+sku] = data
	}
	return has, shop.Made(), left, writes + l.Writes, calls
}

// clockAt is a clock that a function reads.
type clockAt func() time.Time

// Now implements ordo.Clock.
func (c clockAt) Now() time.Time { return c() }

// Flows lives through an exchange of records again and again. The process ends before or after every stride-th write,
// or within every stride-th call, and the next one goes on: both systems end as without, and nothing is made twice.
func Flows(t *testing.T, stores Stores, stride int) {
	stride = cmp.Or(*chaosStride, stride)
	want, made, left, writes, calls := flowStory(t, stores(t), End{})
	require.Len(t, want, 118+11)
	require.NotContains(t, want, "G-3")
	require.NotContains(t, want, "stock of G-110")
	require.JSONEq(t, `{"sku":"G-4","name":"Кеди 4"}`, want["G-4"])
	require.JSONEq(t, `{"sku":"G-60","name":"Кеди чорні"}`, want["G-60"])
	require.JSONEq(t, `{"sku":"G-1","name":"Кеди білі"}`, want["G-1"])
	require.NotContains(t, want, "G-2")
	require.Equal(t, []string{"row 121: it has no article"}, left)
	require.Len(t, made, 120+12)
	for key, n := range made {
		require.Equal(t, 1, n, key)
	}
	t.Logf("%d writes, %d calls", writes, calls)
	lives := func(end End) {
		have, again, still, _, _ := flowStory(t, stores(t), end)
		require.Equal(t, want, have, "%+v", end)
		require.Equal(t, made, again, "%+v", end)
		require.Equal(t, left, still, "%+v", end)
	}
	for n := 1; n <= writes; n += stride {
		lives(End{BeforeWrite: n})
		lives(End{AfterWrite: n})
	}
	for n := 1; n <= calls; n += stride {
		lives(End{exchange: n})
	}
}
