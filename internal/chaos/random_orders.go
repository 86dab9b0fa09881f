package chaos

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

var (
	chaosOrders = flag.Int("chaos.orders", 0, "how many orders each random chaos leads through; 0: a number that suits")
	chaosSeed   = flag.Uint64("chaos.seed", 2026, "the seed of the random chaos")
	chaosStride = flag.Int("chaos.stride", 0, "the process ends at every so many-th place; 0: a number that suits")
)

// RandomOrders leads n orders through a market; merchants, buyers, faults and the end of the process come as the dice
// fall. When it is quiet again everybody agrees on every order, and every effect was there once.
func RandomOrders(t *testing.T, stores Stores, n int) {
	n = cmp.Or(*chaosOrders, n)
	Trade(t, stores, func(m *Market) {
		began := time.Now()
		f := &fair{Market: m, dice: rand.New(rand.NewPCG(*chaosSeed, 1))}
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("seed %d, %d orders: -chaos.seed=%d -chaos.orders=%d", *chaosSeed, n, *chaosSeed, n)
			}
		})
		f.troubles()
		for len(f.deals) < n || f.open() {
			if len(f.deals) < n && len(f.deals) < 10+int(time.Since(began)/(time.Hour/40)) {
				f.deal()
			} else {
				f.tick()
				if time.Since(began) > 3*24*time.Hour+time.Duration(n)*time.Hour/40 {
					m.Fatalf("it does not end: %v", f.stuck())
				}
			}
		}
		f.quietDown()
		f.compare()
		m.Logf("%d orders in %s of their time; the process ended %d times; %d calls of Megamarket's, %d of RetailCRM's; %d retries, %d in doubt",
			n, time.Since(began).Round(time.Hour), len(f.deaths), m.MM.Calls("*"), m.CRM.Calls("*"), len(m.Journal(bridge.JournalFilter{What: "retry"})), f.doubts)
	})
}

// fair is a market with many orders.
type fair struct {
	*Market
	dice   *rand.Rand
	deals  []*deal
	deaths []time.Time
	doubts int                            // effects that a person let go on
	cards  map[string]retailcrmtest.Order // as the merchant sees them now
	edits  map[string]int                 // by the CRM's id of the order
	lost   map[string]int                 // edits whose answer was lost
}

// chance is true in so many of a hundred cases.
func (f *fair) chance(percent int) bool { return f.dice.IntN(100) < percent }

// troubles makes both sides unreliable, and lets the process end now and then.
func (f *fair) troubles() {
	s := *chaosSeed
	f.MM.Faults().Random("*", 0.12, s+2, fake.Status(500), fake.BadGateway(), fake.TooMany(2*time.Second),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(502), fake.Cut(20), fake.Slow(3*time.Second))
	f.CRM.Faults().Random("*", 0.12, s+3, fake.Status(500), fake.Status(502), retailcrmtest.RateLimit(),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(500), fake.Cut(30), fake.Slow(3*time.Second),
		fake.Unreachable())
	f.CRM.Hooks().Random("save", 0.15, s+4, fake.Twice(), fake.Lose())
	next := rand.New(rand.NewPCG(s, 5))
	heir := func() End {
		f.deaths = append(f.deaths, time.Now())
		return mortal(next)
	}
	f.calls = []ordo.Option{ordo.WithMaxAttempts(2)} // so that the bridge, too, has something to repeat
	f.zone = Moscow                                  // who waits for another's question about it does not stand still in virtual time
	f.process = &Process{End: mortal(next), heir: heir}
	f.Market.Open()
}

// mortal is when a process ends, by the dice.
func mortal(dice *rand.Rand) End {
	n := 50 + dice.IntN(400)
	switch dice.IntN(3) {
	case 0:
		return End{exchange: n}
	case 1:
		return End{BeforeWrite: n / 2}
	}
	return End{AfterWrite: n / 2}
}

// deal is one order, with what its buyer and the merchant have in mind.
type deal struct {
	*Purchase
	own     bool // the merchant delivers
	lots    int
	at      time.Time // when the merchant looks at it again
	buyer   time.Time // when the buyer cancels; zero if never
	takes   int       // which lot; 0: all
	cut     int       // the lot that the merchant has not; 0: none
	ends    string    // "", "before", "after": when the merchant cancels it
	dates   int       // how often the date moves
	refuse  int       // lots refused at the door
	stage   stage
	packed  string
	noticed time.Time
	done    bool
}

// stage is how far the merchant is.
type stage uint8

const (
	waiting stage = iota
	confirmed
	packing
	onTheWay
	closed
)

// deal lets a buyer order.
func (f *fair) deal() {
	d := &deal{own: f.chance(50), at: time.Now()}
	o := megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Discount: 100, Count: 1 + f.dice.IntN(2)}}}
	if f.chance(60) {
		o.Goods = append(o.Goods, megamarkettest.Goods{OfferID: "TEAPOT", Name: "Чайник", Price: 2500})
	}
	for _, g := range o.Goods {
		d.lots += g.Count
		if g.Count == 0 {
			d.lots++
		}
	}
	if d.own {
		o.Scheme, o.Prepaid = megamarkettest.MerchantDelivery, f.chance(30)
		if f.chance(70) {
			o.DeliveryFee = 800
		}
		d.dates = max(0, f.dice.IntN(5)-2)
		d.refuse = f.dice.IntN(1 + d.lots)
		if f.chance(50) {
			d.refuse = 0
		}
	}
	if f.chance(20) {
		d.buyer = time.Now().Add(time.Duration(f.dice.IntN(10*60)) * time.Minute)
		if d.lots > 1 && f.chance(50) {
			d.takes = 1 + f.dice.IntN(d.lots)
		}
	}
	switch {
	case f.chance(10):
		d.ends = "before"
	case f.chance(6):
		d.ends = "after"
	case d.lots > 1 && f.chance(25):
		d.cut = 1 + f.dice.IntN(d.lots)
	}
	for range f.dice.IntN(3) { // what happens to its callbacks
		fault := []fake.Fault{fake.Twice(), fake.Late(), fake.Lose()}[f.dice.IntN(3)]
		f.MM.Hooks().Next([]string{"order/new", "order/cancel"}[f.dice.IntN(2)], fault)
	}
	d.Purchase = f.Market.Places(o)
	f.deals = append(f.deals, d)
}

// tick is what happens in a few minutes.
func (f *fair) tick() {
	now := time.Now()
	due := func(d *deal) bool { return !d.done && !now.Before(d.at) }
	if slices.ContainsFunc(f.deals, due) {
		f.cards = f.read()
	}
	for _, d := range f.deals {
		if !d.buyer.IsZero() && now.After(d.buyer) {
			d.buyer = time.Time{}
			f.leaves(d)
		}
		if due(d) {
			f.works(d)
			d.at = now.Add(time.Duration(3+f.dice.IntN(25)) * time.Minute)
		}
	}
	if f.chance(60) {
		f.MM.SendHooks(f.Context())
	}
	if f.chance(2) {
		f.MM.Outbox.Repeat()
	}
	f.Sync()
	f.person()
	time.Sleep(time.Duration(60+f.dice.IntN(240)) * time.Second)
}

// person is somebody who looks at what is in doubt, and lets it be tried again: it says what shall be, so that no
// harm is done if it was.
func (f *fair) person() {
	f.Helper()
	for w, err := range f.Store.Effects(f.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt}}) {
		require.NoError(f, err)
		if f.Bridge.Retry(f.Context(), w.Key, order.Actor{ID: "anna", Role: order.RoleOperator}) == nil { // the process may end just now
			f.doubts++
		}
	}
}

// leaves is the buyer who cancels, as far as Megamarket lets him. What may be on its way already in the standard
// scheme is left alone: the order is held then, and a person has to act.
func (f *fair) leaves(d *deal) {
	if d.stage >= packing && !d.own {
		return
	}
	if d.takes > 0 {
		_ = f.MM.CancelByBuyer(d.ID, d.takes) // it may be gone already
		return
	}
	_ = f.MM.CancelByBuyer(d.ID)
}

// read is the merchant who looks at all orders.
func (f *fair) read() map[string]retailcrmtest.Order {
	cards := map[string]retailcrmtest.Order{}
	for _, o := range f.CRM.Orders() {
		cards[o.ExternalID] = o
	}
	return cards
}

// open tells whether somebody still has something to do.
func (f *fair) open() bool {
	for _, d := range f.deals {
		if !d.done {
			return true
		}
	}
	return false
}

// stuck names the orders that do not end.
func (f *fair) stuck() []string {
	var out []string
	for _, d := range f.deals {
		if !d.done {
			c := f.cards[d.ID]
			for _, e := range f.Journal(bridge.JournalFilter{Order: "mm-1/" + d.ID}) {
				out = append(out, fmt.Sprintf("%s %s %s: %s\n", e.At.Format(time.TimeOnly), e.Account, e.What, e.Text))
			}
			out = append(out, fmt.Sprint(d.ID, " own:", d.own, " stage ", d.stage, " ", c.Status, " ", f.MM.Statuses(d.ID), " ", c.Field("managerComment")))
		}
	}
	return out[:min(len(out), 30)]
}

// quietDown ends the troubles, and waits until nothing is on its way.
func (f *fair) quietDown() {
	f.MM.Faults().Clear()
	f.MM.Hooks().Clear()
	f.CRM.Faults().Clear()
	f.CRM.Hooks().Clear()
	f.process.spare()
	for range 3 { // whatever was missed is found at the looks
		f.person()
		f.Settle()
		time.Sleep(65 * time.Minute)
	}
	f.Settle()
}
