package bridge_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// clients is the merchant's directory. It searches as many programs do: by what a phone ends with or a name begins
// with.
type clients struct {
	mu      sync.Mutex
	all     []erp.Party
	asked   []string
	created int
	lag     int                      // the newest so many are not found yet
	fault   func(created bool) error // of a creation, before and after it
}

func (c *clients) System() string { return "clients" }

func (c *clients) Parties(_ context.Context, key erp.PartyKey, value string) (out []erp.Party, _ error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, string(key)+" "+value)
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
	}
	for _, p := range c.all[:len(c.all)-c.lag] {
		switch key {
		case erp.PartyPhone:
			if slices.ContainsFunc(p.Phones, func(x string) bool { return strings.HasSuffix(digits(value), digits(x)[3:]) }) {
				out = append(out, p)
			}
		case erp.PartyName:
			if strings.HasPrefix(strings.ToLower(p.Name), string([]rune(value)[:3])) {
				out = append(out, p)
			}
		case erp.PartyEmail:
			if p.Email == value {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func (c *clients) CreateParty(_ context.Context, key string, p erp.Party) (order.Ref, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fault != nil {
		if err := c.fault(false); err != nil {
			return order.Ref{}, err
		}
	}
	c.created++
	p.Ref = order.Ref{System: "clients", Kind: "party", ID: strconv.Itoa(len(c.all) + 1)}
	c.all = append(c.all, p)
	if c.fault != nil {
		if err := c.fault(true); err != nil {
			return order.Ref{}, err
		}
	}
	return p.Ref, nil
}

// add adds a client that the merchant has.
func (c *clients) add(name string, phones ...string) string {
	id := strconv.Itoa(len(c.all) + 1)
	c.all = append(c.all, erp.Party{Ref: order.Ref{ID: id}, Name: name, Phones: phones})
	return id
}

// was returns what the directory was asked since it was asked last.
func (c *clients) was() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.asked
	c.asked = nil
	return was
}

var (
	olena = order.Buyer{Name: "Олена Коваль", Phone: "067 123 45 67"}
	who   = bridge.Parties{Directory: "clients-1", Keys: []erp.PartyKey{erp.PartyPhone, erp.PartyName, erp.PartyEmail}, Create: true, Region: "UA", Fields: map[string]string{"group": "ROZETKA"}}
)

// partyTown is a market whose buyers are clients.
func partyTown(t *testing.T, c *clients, p bridge.Parties, opts ...bridge.Option) *passWorld {
	t.Helper()
	m := newMarket()
	route := rozetkaRoute
	route.Parties = p
	return passTownAt(t, m.cabinet, m, append([]bridge.Option{bridge.Account("clients-1", c), route}, opts...)...)
}

// buys places an order of a buyer.
func (w *passWorld) buys(b order.Buyer) *row {
	r := w.cabinet.place("processing", monday)
	r.buyer = b
	return r
}

func (w *passWorld) party(r *row) string {
	w.Helper()
	return w.order(r).View().Labels[bridge.PartyLabel]
}

func (w *passWorld) partyNotes(r *row) (texts []string) {
	w.Helper()
	for _, e := range w.journalOf(r) {
		if e.What == "party" {
			texts = append(texts, string(e.Level)+": "+e.Text)
		}
	}
	return texts
}

// One hit is linked. The keys are tried in order; a phone is compared as a number, a name as a whole; what a search
// finds besides does not count. A buyer without an e-mail address, as all of ROZETKA's, is never searched by one.
//
// part of: RZ-15
func TestTheBuyerIsFoundAmongTheClients(t *testing.T) {
	c := &clients{}
	c.add("Ольга", "0501234567")
	byPhone := c.add("Коваль О.", "+38 (067) 123-45-67")
	c.add("Дмитро Ковальчук-Мельник", "0631112233")
	byName := c.add("дмитро  ковальчук", "0671112233")
	sameEnd := c.add("Хтось", "501234567")
	w := partyTown(t, c, who)
	a, b := w.buys(olena), w.buys(order.Buyer{Name: "Дмитро Ковальчук", Phone: "0990000001"})
	w.pass()
	require.Equal(t, byPhone, w.party(a))
	require.Equal(t, byName, w.party(b))
	require.ElementsMatch(t, []string{"phone +380671234567", "phone +380990000001", "name дмитро ковальчук"}, c.was())
	require.Equal(t, []string{"info: the buyer is client " + byPhone + " there"}, w.partyNotes(a))

	w.cabinet.edit(a, func(r *row) { r.pieces = 1 })
	w.clock.pass(time.Hour)
	w.pass()
	require.Empty(t, c.was(), "asked once")
	require.Zero(t, c.created)
	require.NotEmpty(t, sameEnd)
}

// Nobody found: created once, with what the account says, for all orders of the buyer, in one pass and in parallel
// ones.
//
// part of: RZ-15
func TestANewBuyerIsCreatedOnceAlsoByParallelPasses(t *testing.T) {
	for round := range 5 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			c := &clients{}
			w := partyTown(t, c, who)
			other := partyTownOn(t, w, c, who)
			var all []*row
			for range 12 {
				all = append(all, w.buys(olena))
			}
			all = append(all, w.buys(order.Buyer{Name: "Олена  КОВАЛЬ", Phone: "+380671234567"}))
			for range 40 {
				var passes sync.WaitGroup
				for _, b := range []*bridge.Bridge{w.b, other} {
					passes.Go(func() {
						if _, err := b.Sync(t.Context()); err != nil {
							t.Error(err)
						}
					})
				}
				passes.Wait()
				w.clock.pass(time.Minute)
				if !slices.ContainsFunc(all, func(r *row) bool { return w.party(r) == "" }) {
					break
				}
			}
			require.Equal(t, 1, c.created)
			for _, r := range all {
				require.Equal(t, "1", w.party(r))
			}
			require.Equal(t, erp.Party{
				Ref: c.all[0].Ref, Name: c.all[0].Name, Phones: []string{"+380671234567"}, Fields: map[string]string{"group": "ROZETKA"},
			}, c.all[0])
		})
	}
}

// partyTownOn returns another process over the store of a partyTown.
func partyTownOn(t *testing.T, w *passWorld, c *clients, p bridge.Parties) *bridge.Bridge {
	t.Helper()
	route := rozetkaRoute
	route.Parties = p
	b, err := bridge.New(w.store, bridge.Account("rz-1", &market{cabinet: w.cabinet}), bridge.Account("clients-1", c), route,
		bridge.WithClock(w.clock), bridge.WithRefreshEvery(-1))
	require.NoError(t, err)
	return b
}

// A process that starts again finds what was created, and so does a directory that finds new clients later.
//
// part of: RZ-15
func TestANewBuyerIsCreatedOnceThoughTheAnswerIsLost(t *testing.T) {
	c := &clients{fault: func(created bool) error {
		if created {
			return &ordo.Error{System: "clients", Class: ordo.InDoubt, Text: "the answer was lost"}
		}
		return nil
	}}
	w := partyTown(t, c, who)
	a := w.buys(olena)
	w.pass()
	require.Empty(t, w.party(a))
	c.fault = nil
	b := w.buys(olena)
	w.b = partyTownOn(t, w, c, who)
	w.rests(a, b)
	require.Equal(t, 1, c.created)
	require.Equal(t, []string{"1", "1"}, []string{w.party(a), w.party(b)})

	c.lag = 1
	late := w.buys(olena)
	w.rests(late)
	require.Equal(t, 1, c.created, "the store knows what was created just now")
	require.Equal(t, "1", w.party(late))

	c.all, c.lag = nil, 0
	gone := w.buys(olena)
	w.clock.pass(2 * time.Hour)
	w.rests(gone)
	require.Equal(t, 2, c.created, "deleted there by people: the directory is right")
}

// rests makes passes until the buyers of orders are known.
func (w *passWorld) rests(rs ...*row) {
	w.Helper()
	for range 30 {
		_, err := w.b.Sync(w.Context())
		require.NoError(w, err)
		if !slices.ContainsFunc(rs, func(r *row) bool { return w.party(r) == "" }) {
			return
		}
		w.clock.pass(2 * time.Minute)
	}
	w.Fatal("the buyers are not found")
}

// An order that was stopped while it created a client keeps the others waiting for a while, and not for ever.
func TestAClaimThatNobodyEndsIsTakenOver(t *testing.T) {
	c := &clients{fault: func(bool) error { return &ordo.Error{System: "clients", Class: ordo.InDoubt, Text: "no answer"} }}
	w := partyTown(t, c, who)
	stopped := w.buys(olena)
	w.pass()
	w.does(stopped, order.Forget{Why: "loaded by mistake"})
	c.fault = nil
	b := w.buys(olena)
	w.pass()
	w.clock.pass(5 * time.Minute)
	w.pass()
	require.Empty(t, w.party(b), "the other one may still be creating it")
	w.clock.pass(time.Hour)
	w.rests(b)
	require.Equal(t, 1, c.created)
}

// What the directory refuses waits for a person, and keeps no other order of the buyer from trying.
func TestAClientThatIsRefused(t *testing.T) {
	refusals := 1
	c := &clients{fault: func(bool) error {
		if refusals--; refusals >= 0 {
			return &ordo.Error{System: "clients", Class: ordo.Invalid, Text: "the name is too long"}
		}
		return nil
	}}
	w := partyTown(t, c, who)
	a := w.buys(olena)
	w.pass()
	parked := slices.Collect(func(yield func(bridge.PendingEffect) bool) {
		for e, err := range w.store.Effects(t.Context(), bridge.EffectFilter{Kind: order.EffectParty, Phases: []bridge.Phase{bridge.PhaseParked}}) {
			require.NoError(t, err)
			yield(e)
		}
	})
	require.Len(t, parked, 1)
	b := w.buys(olena)
	w.rests(b)
	require.NoError(t, w.b.Retry(t.Context(), parked[0].Key, anna.Actor))
	w.rests(a)
	require.Equal(t, 1, c.created)
	require.Equal(t, w.party(a), w.party(b))
}

// Several hits: the first that was created, and a warning.
//
// part of: RZ-15
func TestSeveralClientsMayBeTheBuyer(t *testing.T) {
	c := &clients{}
	first := c.add("Коваль О.", "0671234567")
	second := c.add("Олена Коваль", "380671234567")
	w := partyTown(t, c, who)
	a := w.buys(olena)
	w.pass()
	require.Equal(t, first, w.party(a))
	require.Equal(t, []string{fmt.Sprintf("warning: 2 clients there may be the buyer: %s, %s; %s was taken, as it was created first", first, second, first)}, w.partyNotes(a))
}

// Where clients are only searched, people are told of those who are not there.
//
// part of: RZ-15
func TestClientsThatAreOnlySearched(t *testing.T) {
	c := &clients{}
	p := who
	p.Create, p.Fields = false, nil
	w := partyTown(t, c, p)
	a, nobody := w.buys(olena), w.buys(order.Buyer{Phone: "немає"})
	w.pass()
	for _, r := range []*row{a, nobody} {
		require.Empty(t, w.party(r))
		require.Equal(t, []string{`warning: the buyer is no client there: create one, and set the label "buyer/party" of the order to its id`}, w.partyNotes(r))
	}
	require.Len(t, c.was(), 2, "by phone and by name; the other order tells nothing")
	require.Zero(t, c.created)
	w.does(a, order.Label{Key: bridge.PartyLabel, Text: "77"})
	require.Equal(t, "77", w.party(a))
}

// The client is the buyer; the recipient stays with the delivery. Once the buyer's details are corrected, nobody found
// becomes another search.
func TestABuyerWhoseDetailsAreCorrectedIsSearchedAgain(t *testing.T) {
	c := &clients{}
	id := c.add("Олена Коваль", "0671234567")
	p := who
	p.Create, p.Fields = false, nil
	m := newMarket()
	m.scheme = order.OwnPickup
	w := passTownAt(t, m.cabinet, m, bridge.Account("clients-1", c), bridge.Route{Channel: "rz-1", Authority: order.OwnShop, Tills: rozetkaRoute.Tills, Parties: p})
	a := w.buys(order.Buyer{Name: "Олена", Phone: "0671234560"})
	w.pass()
	require.Empty(t, w.party(a))
	w.does(a, order.ChangeDetails{Delivery: order.Delivery{Recipient: "Іван", Phone: "0500000000"}})
	w.pass()
	require.Empty(t, w.party(a), "the recipient is not the buyer")
	w.does(a, order.ChangeDetails{Buyer: order.Buyer{Phone: "0671234567"}})
	w.pass()
	require.Equal(t, id, w.party(a))
}

// An apostrophe is typed in many ways.
func TestNamesAreComparedWhateverTheApostrophe(t *testing.T) {
	c := &clients{}
	c.add("Дарина Коваль")
	id := c.add("Дар’я Лук’яненко")
	w := partyTown(t, c, bridge.Parties{Directory: "clients-1", Keys: []erp.PartyKey{erp.PartyName}})
	a := w.buys(order.Buyer{Name: "Дар'я  Лук`яненко"})
	w.pass()
	require.Equal(t, id, w.party(a))
}

// Wherever the store fails, before a write or after it, one client is created for all orders of the buyer.
//
// part of: RZ-15
func TestANewBuyerIsCreatedOnceThoughTheStoreFails(t *testing.T) {
	for seed := range uint64(20) {
		c := &clients{}
		w := partyTown(t, c, who)
		f := &frail{Store: w.store, dice: rand.New(rand.NewPCG(seed, 1)), faults: map[string]frailty{"Save": {15, 15}, "Swap": {20, 20}, "Values": {10, 10}}}
		route := rozetkaRoute
		route.Parties = who
		b, err := bridge.New(f, bridge.Account("rz-1", &market{cabinet: w.cabinet}), bridge.Account("clients-1", c), route,
			bridge.WithClock(w.clock), bridge.WithRefreshEvery(-1))
		require.NoError(t, err)
		var all []*row
		for range 6 {
			all = append(all, w.buys(olena))
		}
		for i := range 200 {
			if i == 100 {
				f.mu.Lock()
				f.faults = nil
				f.mu.Unlock()
			}
			if _, err := b.Sync(t.Context()); err != nil {
				require.ErrorIs(t, err, errDisk)
			}
			w.clock.pass(3 * time.Minute)
			if !slices.ContainsFunc(all, func(r *row) bool {
				o, err := w.b.Order(t.Context(), "rz-1/"+r.id)
				return err != nil || o.View().Labels[bridge.PartyLabel] == ""
			}) {
				break
			}
		}
		require.Equal(t, 1, c.created, "seed %d", seed)
		for _, r := range all {
			require.Equal(t, "1", w.party(r), "seed %d", seed)
		}
	}
}
