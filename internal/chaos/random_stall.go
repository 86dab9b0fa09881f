package chaos

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// RandomStall leads n orders through a stall on ROZETKA; buyers, cabinet, carrier, manager, faults and the end of the
// process come as the dice fall. When it is quiet again both sides agree on every order, and no status was set twice.
func RandomStall(t *testing.T, stores Stores, n int) {
	n = cmp.Or(*chaosOrders, n)
	TradeOnROZETKA(t, stores, func(s *Stall) {
		b := &bazaar{Stall: s, dice: rand.New(rand.NewPCG(*chaosSeed, 31))}
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("seed %d, %d orders: -chaos.seed=%d -chaos.orders=%d", *chaosSeed, n, *chaosSeed, n)
			}
		})
		b.troubles()
		for began := time.Now(); len(b.deals) < n || b.open(); b.tick() {
			for range 1 + n/100 {
				if len(b.deals) < n {
					b.places()
				}
			}
			require.Less(s, time.Since(began), 40*24*time.Hour, "it does not end")
		}
		b.quietDown()
		b.compare()
		s.Logf("%d orders; the process ended %d times; %d calls of ROZETKA's", n, b.deaths, s.RZ.Calls("*"))
	}, TodayOnROZETKA)
}

// bazaar is a stall with many orders.
type bazaar struct {
	*Stall
	dice   *rand.Rand
	deals  []*haggle
	deaths int
}

// haggle is one order, with what those around it have in mind.
type haggle struct {
	*Deal
	ttn   string // empty: the own courier takes it
	edits bool   // in the cabinet
	skips bool   // straight to received
	ends  string // "", "buyer", "admin", "cabinet", "here": who cancels it
	at    time.Time
	step  int
}

func (b *bazaar) chance(percent int) bool { return b.dice.IntN(100) < percent }

// troubles makes ROZETKA unreliable, and lets the process end now and then.
func (b *bazaar) troubles() {
	b.RZ.Faults().Random("*", 0.10, *chaosSeed+7, fake.Status(500), fake.BadGateway(), fake.TooMany(2*time.Second),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(502), fake.Cut(20), fake.Slow(3*time.Second))
	next := rand.New(rand.NewPCG(*chaosSeed, 32))
	b.calls = []ordo.Option{ordo.WithMaxAttempts(2)}
	b.process = &Process{End: mortal(next), heir: func() End {
		b.deaths++
		return mortal(next)
	}}
	b.Open()
}

// places lets a buyer order.
func (b *bazaar) places() {
	o := Kettles()
	o.Lines[0].Quantity = 1 + b.dice.IntN(3)
	if b.chance(30) {
		o.Lines = o.Lines[:1]
	}
	if b.chance(20) {
		o.Delivery.Cost = 80_00
	}
	h := &haggle{Deal: b.Found(o), edits: b.chance(25), skips: b.chance(10), at: b.later()}
	if b.chance(75) {
		h.ttn = "2045" + strconv.Itoa(1_000_000_000+len(b.deals))
	}
	if b.chance(25) {
		h.ends = []string{"buyer", "admin", "cabinet", "here"}[b.dice.IntN(4)]
	}
	b.deals = append(b.deals, h)
}

// later is in some minutes.
func (b *bazaar) later() time.Time {
	return time.Now().Add(time.Duration(2+b.dice.IntN(60)) * time.Minute)
}

// tick is what happens in a few minutes.
func (b *bazaar) tick() {
	for _, h := range b.deals {
		if h.step < ended && !time.Now().Before(h.at) {
			b.acts(h)
			h.at = b.later()
		}
	}
	b.Sync()
	for w, err := range b.Store.Effects(b.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}) {
		require.NoError(b, err)
		_ = b.Bridge.Retry(b.Context(), w.Key, b.Manager) // the process may end just now
		b.reborn()
	}
	time.Sleep(time.Duration(60+b.dice.IntN(600)) * time.Second)
}

// How far the manager is with an order.
const (
	loaded = iota
	invoiced
	shipped
	ended
)

// acts is whoever does the next thing with an order. What is refused, as another was faster, is tried again later.
func (b *bazaar) acts(h *haggle) {
	known, err := b.Bridge.Order(b.Context(), h.Key())
	if b.reborn() || err != nil {
		return
	}
	if s := known.State(); s == status.OrderCancelled || s == status.OrderRefused || s == status.OrderCompleted {
		h.step = ended
		return
	}
	there := h.There().Status
	switch {
	case h.edits && there == 26:
		h.edits = false
		require.NoError(b, b.RZ.EditLines(h.ID, func(ls []rozetkatest.Line) []rozetkatest.Line {
			ls[0].Quantity = 1 + b.dice.IntN(3)
			return ls
		}))
	case h.ends == "buyer":
		_ = b.RZ.CancelByBuyer(h.ID)
	case h.ends == "admin":
		_ = b.RZ.CancelByAdmin(h.ID)
	case h.ends == "cabinet":
		_ = b.RZ.SetInCabinet(h.ID, rozetkatest.Change{Status: 42})
	case h.ends == "here":
		_ = h.Does(order.Cancel{Code: "42", Reason: status.ReasonOutOfStock, Told: "phone"})
	case h.skips:
		if h.Waybill("received", "") == nil {
			h.step = ended
		}
	case h.step == loaded:
		if h.Invoice() == nil {
			h.step = invoiced
		}
	case h.step == invoiced:
		if h.Waybill("sent", h.ttn) == nil {
			h.step = shipped
		}
	case h.ttn != "":
		_ = b.RZ.Track(h.ID, []int{3, 64, 5}[b.dice.IntN(3)])
		if b.chance(50) && b.RZ.Track(h.ID, 6) == nil {
			h.step = ended
		}
	default:
		if h.Waybill([]string{"delivered", "received"}[b.dice.IntN(2)], "") == nil && h.Here().State() == status.OrderCompleted {
			h.step = ended
		}
	}
}

// open tells whether somebody still has something to do.
func (b *bazaar) open() bool {
	return slices.ContainsFunc(b.deals, func(h *haggle) bool { return h.step < ended })
}

// quietDown ends the troubles, and waits until nothing is on its way.
func (b *bazaar) quietDown() {
	b.RZ.Faults().Clear()
	b.process.spare()
	for range 3 { // whatever was missed is found when the orders are read again
		b.tick()
		time.Sleep(65 * time.Minute)
	}
	b.Settle()
}

// compare tells that both sides agree on every order.
func (b *bazaar) compare() {
	table := status.Rozetka()
	for _, h := range b.deals {
		there, here := h.There(), h.Here().View()
		m, known := table.Read(status.AxisOrder, strconv.Itoa(there.Status))
		require.True(b, known)
		require.Equal(b, m.Order.String(), here.State.String(), "order %d is %d there; %v", h.ID, there.Status, h.Says(""))
		if here.State == status.OrderCompleted {
			sum := there.Delivery.Cost
			for _, l := range there.Lines {
				if l.Status == 1 {
					sum += (l.Price - l.Discount) * int64(max(l.Quantity, 1))
				}
			}
			require.Equal(b, sum, here.Total.Minor(), "what order %d costs; %v", h.ID, h.Says(""))
		}
		been := map[int]int{}
		for _, step := range there.History {
			been[step.Status]++
		}
		for _, code := range []int{26, 2, 61, 6, 42} {
			require.LessOrEqual(b, been[code], 1, "order %d was set to %d again; %v", h.ID, code, there.History)
		}
	}
	for w, err := range b.Store.Effects(b.Context(), bridge.EffectFilter{}) {
		require.NoError(b, err)
		require.False(b, w.Phase.Open(), "%s of %s is %s: %s", w.Kind, w.Order, w.Phase, w.Problem)
	}
}
