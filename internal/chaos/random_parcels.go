package chaos

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// RandomParcels sends n orders by CDEK; parcels are asked for, refused, asked for again, moved and handed out, while
// CDEK, its webhooks and the process fail as the dice fall. When it is quiet again there is one parcel at CDEK for each
// shipment, and each is here where it is there.
func RandomParcels(t *testing.T, stores Stores, n int) {
	n = cmp.Or(*chaosOrders, n)
	Sell(t, stores, func(s *Shop) {
		began := time.Now()
		f := &depot{Shop: s, dice: rand.New(rand.NewPCG(*chaosSeed, 21))}
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("seed %d, %d orders: -chaos.seed=%d -chaos.orders=%d", *chaosSeed, n, *chaosSeed, n)
			}
		})
		f.troubles()
		for len(f.loads) < n || f.open() {
			if len(f.loads) < n && len(f.loads) < 10+int(time.Since(began)/(time.Hour/40)) {
				f.loads = append(f.loads, &load{Sale: f.places(f.goods()), at: time.Now(), refuse: f.chance(20)})
				continue
			}
			f.tick()
			require.Less(t, time.Since(began), 9*24*time.Hour+time.Duration(n)*time.Hour/40, "it does not end: %v", f.stuck())
		}
		f.quietDown()
		f.compare()
		t.Logf("%d orders, %d parcels in %s of their time; the process ended %d times; %d calls of CDEK's; %d retries, %d decided by a person",
			n, f.sent, time.Since(began).Round(time.Hour), f.deaths, s.CDEK.Calls("*"), len(s.Journal(bridge.JournalFilter{What: "retry"})), f.decided)
	}, WithCDEK, func(s *Shop) {
		s.Market.Route = bridge.Route{Channel: "mm-1"}
		s.Way.Gateway, s.Way.Receipts, s.Way.Fiscal = "", "", receipts.Settings{} // the money is another story
	})
}

// depot is a shop with many parcels.
type depot struct {
	*Shop
	dice                  *rand.Rand
	loads                 []*load
	deaths, decided, sent int
}

func (f *depot) chance(percent int) bool { return f.dice.IntN(100) < percent }

// load is one order on its way.
type load struct {
	*Sale
	at     time.Time
	stage  int
	refuse bool // CDEK refuses the first request
	done   bool
}

func (f *depot) goods() order.Draft {
	d := ToAPoint()
	d.Scheme, d.Lines = order.OwnPickup, d.Lines[1:2]
	d.Lines[0].Quantity = amount.Pcs(2 + f.dice.IntN(3))
	return d
}

func (f *depot) troubles() {
	s := *chaosSeed
	f.CDEK.Faults().Random("*", 0.1, s+32, fake.Status(500), fake.BadGateway(), fake.TooMany(2*time.Second), fake.ResetBefore(),
		fake.ResetAfter(), fake.StatusAfter(502), fake.Cut(20), fake.Slow(3*time.Second), fake.Unreachable())
	f.CDEK.Hooks().Random("*", 0.3, s+33, fake.Twice(), fake.Late(), fake.Lose())
	next := rand.New(rand.NewPCG(s, 35))
	heir := func() End { f.deaths++; return mortal(next) }
	f.calls = []ordo.Option{ordo.WithMaxAttempts(2)}
	f.process = &Process{End: mortal(next), heir: heir}
	f.Market.Open()
}

// tick is what happens in a few minutes.
func (f *depot) tick() {
	now := time.Now()
	for _, l := range f.loads {
		if !l.done && !now.Before(l.at) {
			f.works(l)
			l.at = now.Add(time.Duration(10+f.dice.IntN(120)) * time.Minute)
		}
	}
	if f.chance(60) {
		f.Shop.Rings()
	}
	f.Sync()
	f.person()
	time.Sleep(time.Duration(60+f.dice.IntN(600)) * time.Second)
}

// person lets be tried again what waits for one: it is ensured by its number.
func (f *depot) person() {
	for w, err := range f.Store.Effects(f.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}) {
		require.NoError(f, err)
		if f.Bridge.Retry(f.Context(), w.Key, Clerk) == nil {
			f.decided++
		}
		f.reborn()
	}
}

// works is the merchant, and then CDEK, who do the next thing.
func (f *depot) works(l *load) {
	if d, err := f.Store.Load(f.Context(), "shop-1/"+l.ID); err != nil || len(d.Events) == 0 {
		return
	}
	switch key := l.ID + "-S1"; l.stage {
	case 0:
		l.Does(order.Confirm{}, order.CreateShipment{})
		if l.refuse {
			f.CDEK.Fail(key, "ve_package_weight_too_large", "Вес места слишком велик")
		}
		l.stage++
	case 1:
		f.asksFor(l)
	case 2:
		f.CDEK.Ship(key)
		l.stage++
	case 3:
		f.CDEK.Arrive(key)
		l.stage++
	default:
		if f.chance(25) {
			f.CDEK.DeliverPart(key, 1)
		} else {
			f.CDEK.Deliver(key)
		}
		l.done = true
	}
}

// asksFor asks CDEK for the shipment until it has a number.
func (f *depot) asksFor(l *load) {
	switch sh := l.Parcel(1); {
	case sh.Waybill != "":
		f.sent++
		l.stage++
	case sh.State == status.ShipmentAssembling:
		_ = l.Asks(1, carriers.Values{"packages.1.weight": fmt.Sprint(500 + f.dice.IntN(500))}) // CDEK may not answer just now
	}
}

func (f *depot) open() bool {
	return slices.ContainsFunc(f.loads, func(l *load) bool { return !l.done })
}

func (f *depot) stuck() []string {
	var out []string
	for _, l := range f.loads {
		if !l.done {
			out = append(out, fmt.Sprint(l.ID, " stage ", l.stage, " owes ", l.Owes()))
		}
	}
	return append(out[:min(len(out), 10)], f.Tail()...)
}

// quietDown ends the troubles, and waits until everything overdue was asked for.
func (f *depot) quietDown() {
	f.CDEK.Faults().Clear()
	f.CDEK.Hooks().Clear()
	f.process.spare()
	for range 3 {
		f.person()
		f.Settle()
		time.Sleep(13 * time.Hour)
	}
	f.Settle()
}

// compare tells whether each parcel is here where it is at CDEK.
func (f *depot) compare() {
	var wrong []string
	there := map[string][]cdektest.Order{}
	for _, o := range f.CDEK.Orders() {
		if o.Valid() && o.Number != "" && !o.IsReturn {
			there[o.Number] = append(there[o.Number], o)
		}
	}
	for _, l := range f.loads {
		sh, os := l.Parcel(1), there[l.ID+"-S1"]
		v := l.Order().View()
		want := status.ShipmentHandedOut
		if v.State == status.OrderPartlyDelivered {
			want = status.ShipmentComingBack // what was not taken goes back by another parcel
		}
		switch {
		case len(os) != 1:
			wrong = append(wrong, fmt.Sprintf("%s: %d parcels at CDEK", l.ID, len(os)))
		case os[0].CDEKNumber != sh.Waybill:
			wrong = append(wrong, fmt.Sprintf("%s: number %s here, %s there", l.ID, sh.Waybill, os[0].CDEKNumber))
		case os[0].Status != "DELIVERED" || sh.State != want:
			wrong = append(wrong, fmt.Sprintf("%s: %s here, %s there", l.ID, sh.State, os[0].Status))
		case v.State != status.OrderDelivered && v.State != status.OrderPartlyDelivered || l.Order().Held():
			wrong = append(wrong, fmt.Sprintf("%s: the order is %s, held: %v", l.ID, v.State, v.Holds))
		}
		for _, w := range l.Owes() {
			if w.Kind != order.EffectTrack {
				wrong = append(wrong, fmt.Sprintf("%s: %s is still %s: %s", l.ID, w.Kind, w.Phase, w.Problem))
			}
		}
		if len(wrong) > 0 && len(wrong) < 4 {
			for _, e := range f.Journal(bridge.JournalFilter{Order: "shop-1/" + l.ID}) {
				wrong = append(wrong, fmt.Sprintf("    %s %s %s %s: %s", e.At.Format("02 15:04:05"), e.Level, e.Account, e.What, e.Text))
			}
		}
	}
	require.Empty(f, wrong, "%s", strings.Join(wrong[:min(len(wrong), 60)], "\n"))
}
