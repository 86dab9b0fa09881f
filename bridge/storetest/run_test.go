package storetest

import (
	"context"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// forgetful loses the last of several messages that come together.
type forgetful struct{ bridge.Store }

func (s forgetful) Receive(ctx context.Context, m bridge.Mail) error {
	if n := len(m.Messages); n > 1 {
		m.Messages = m.Messages[:n-1]
	}
	return s.Store.Receive(ctx, m)
}

// sleepy lets an order sleep through messages that came after it was loaded.
type sleepy struct{ bridge.Store }

func (s sleepy) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	d, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	for _, m := range d.Messages {
		if !slices.Contains(b.Done, m.N) && !slices.ContainsFunc(b.Failed, func(f bridge.Message) bool { return f.N == m.N }) {
			b.Failed = append(b.Failed, m)
		}
	}
	return s.Store.Save(ctx, id, rev, b)
}

// careless saves whatever the revision is.
type careless struct{ bridge.Store }

func (s careless) Save(ctx context.Context, id string, _ int, b bridge.Batch) error {
	d, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	return s.Store.Save(ctx, id, d.Rev, b)
}

// sharing hands out the same dossier until its order is saved again.
type sharing struct {
	bridge.Store
	mu    sync.Mutex
	given map[string]bridge.Dossier
}

func (s *sharing) Load(ctx context.Context, id string) (bridge.Dossier, error) {
	d, err := s.Store.Load(ctx, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if g, ok := s.given[id]; ok && g.Rev == d.Rev && len(g.Messages) == len(d.Messages) && g.Wake.Equal(d.Wake) {
		return g, err
	}
	s.given[id] = d
	return d, err
}

// keeping goes on using the effects and messages that it was given.
type keeping struct {
	bridge.Store
	owed []bridge.Owed
}

func (s *keeping) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	s.owed = b.Owed
	return s.Store.Save(ctx, id, rev, b)
}

func (s *keeping) Load(ctx context.Context, id string) (bridge.Dossier, error) {
	d, err := s.Store.Load(ctx, id)
	if len(s.owed) > 0 {
		d.Owed = s.owed
	}
	return d, err
}

// generous lets several claim the same order.
type generous struct{ bridge.Store }

func (s generous) Claim(ctx context.Context, now, until time.Time, n int) ([]string, error) {
	ids, err := s.Store.Claim(ctx, now, until, n)
	for _, id := range ids {
		if err := s.Release(ctx, id); err != nil {
			return nil, err
		}
	}
	return ids, err
}

// clinging never gives a claim up by itself.
type clinging struct{ bridge.Store }

func (s clinging) Claim(ctx context.Context, now, _ time.Time, n int) ([]string, error) {
	return s.Store.Claim(ctx, now, now.AddDate(1, 0, 0), n)
}

// unfair claims the order that became due last first.
type unfair struct{ bridge.Store }

func (s unfair) Claim(ctx context.Context, now, until time.Time, n int) ([]string, error) {
	ids, err := s.Store.Claim(ctx, now, until, n)
	slices.Reverse(ids)
	return ids, err
}

// halved writes the journal of a batch that it refuses.
type halved struct{ bridge.Store }

func (s halved) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if err := s.Write(ctx, b.Journal...); err != nil {
		return err
	}
	b.Journal = nil
	return s.Store.Save(ctx, id, rev, b)
}

// lax moves a cursor from wherever it is.
type lax struct{ bridge.Store }

func (s lax) Receive(ctx context.Context, m bridge.Mail) error {
	at, err := s.Cursor(ctx, m.Account, m.Stream)
	if err != nil {
		return err
	}
	m.From = at
	return s.Store.Receive(ctx, m)
}

// vague does not say which name is taken, and by whom.
type vague struct{ bridge.Store }

func (s vague) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if err := s.Store.Save(ctx, id, rev, b); err != nil {
		return bridge.ErrConflict
	}
	return nil
}

// tidy throws effects away when they are settled.
type tidy struct{ bridge.Store }

func (s tidy) Owed(ctx context.Context, f bridge.OwedFilter) iter.Seq2[bridge.Owed, error] {
	return func(yield func(bridge.Owed, error) bool) {
		for o, err := range s.Store.Owed(ctx, f) {
			if (err != nil || o.Phase.Open()) && !yield(o, err) {
				return
			}
		}
	}
}

// deaf does not look at contexts.
type deaf struct{ bridge.Store }

func (s deaf) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.Logged, error] {
	return s.Store.Log(context.WithoutCancel(ctx), f)
}

func (s deaf) Next(ctx context.Context) (time.Time, error) {
	return s.Store.Next(context.WithoutCancel(ctx))
}

// blind overlooks articles.
type blind struct{ bridge.Store }

func (s blind) Log(ctx context.Context, f bridge.LogFilter) iter.Seq2[bridge.Logged, error] {
	f.SKU = ""
	return s.Store.Log(ctx, f)
}

// repetitive forgets which entries it has written.
type repetitive struct{ bridge.Store }

func (s repetitive) Write(ctx context.Context, es ...bridge.Entry) error {
	es = slices.Clone(es)
	for i := range es {
		es[i].Key = ""
	}
	return s.Store.Write(ctx, es...)
}

// imprecise keeps times to the second.
type imprecise struct{ bridge.Store }

func (s imprecise) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	b.Looked = b.Looked.Truncate(time.Second)
	return s.Store.Save(ctx, id, rev, b)
}

// broken are stores with one fault each, and a check that must find it.
var broken = map[string]struct {
	open func() bridge.Store
	by   string
	walk bool // comparing with the model finds it as well
}{
	"forgetful":  {func() bridge.Store { return forgetful{bridge.NewMemory()} }, "messages are kept as they came, in the order in which they came, with growing numbers", true},
	"sleepy":     {func() bridge.Store { return sleepy{bridge.NewMemory()} }, "a message that came after the load is not slept through", true},
	"careless":   {func() bridge.Store { return careless{bridge.NewMemory()} }, "a save at another revision is a conflict and writes nothing", true},
	"sharing":    {func() bridge.Store { return &sharing{Store: bridge.NewMemory(), given: map[string]bridge.Dossier{}} }, "what is loaded is the caller's own", false},
	"keeping":    {func() bridge.Store { return &keeping{Store: bridge.NewMemory()} }, "what was given is the caller's own still", true},
	"generous":   {func() bridge.Store { return generous{bridge.NewMemory()} }, "no order is held by two", true},
	"clinging":   {func() bridge.Store { return clinging{bridge.NewMemory()} }, "a claim is over at its time, and the longest due is first again", true},
	"unfair":     {func() bridge.Store { return unfair{bridge.NewMemory()} }, "orders that are due are claimed, the longest due first, and not more than asked for", true},
	"halved":     {func() bridge.Store { return halved{bridge.NewMemory()} }, "a name that another order has is a conflict that says whose it is, and nothing is written", true},
	"lax":        {func() bridge.Store { return lax{bridge.NewMemory()} }, "a cursor that is elsewhere is a conflict and nothing is written", true},
	"vague":      {func() bridge.Store { return vague{bridge.NewMemory()} }, "a name that another order has is a conflict that says whose it is, and nothing is written", false},
	"tidy":       {func() bridge.Store { return tidy{bridge.NewMemory()} }, "only effects that are settled leave the dossier", true},
	"deaf":       {func() bridge.Store { return deaf{bridge.NewMemory()} }, "a list with a context that is over yields the error once and nothing else", false},
	"blind":      {func() bridge.Store { return blind{bridge.NewMemory()} }, "an article is that of the line in its own order", false},
	"repetitive": {func() bridge.Store { return repetitive{bridge.NewMemory()} }, "an entry with a key is written once, even in the same call", true},
	"imprecise":  {func() bridge.Store { return imprecise{bridge.NewMemory()} }, "what was saved is loaded", true},
}

// A suite that finds nothing proves nothing.
func TestEveryFaultIsFound(t *testing.T) {
	for name, b := range broken {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(checks(), func(c check) bool { return c.name == b.by })
			if i < 0 {
				t.Fatalf("there is no check %q", b.by)
			}
			err := checks()[i].try(b.open())
			if err == nil {
				t.Fatalf("not found by %q", b.by)
			}
			t.Log(err)
		})
	}
}

func TestTheModelFindsFaults(t *testing.T) {
	for name, b := range broken {
		if !b.walk {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(200) {
				if err := walk(b.open(), rand.New(rand.NewPCG(seed, 1)).IntN, 40); err != nil {
					t.Logf("seed %d: %v", seed, err)
					return
				}
			}
			t.Error("not found in 200 walks")
		})
	}
}

func TestChecksHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range checks() {
		if seen[c.name] {
			t.Errorf("%q is there twice", c.name)
		}
		seen[c.name] = true
	}
}
