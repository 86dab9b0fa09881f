package bridge_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// TestRandomChaosOfMoney are paid, sent, handed out and returned piece by piece, while the gateway, the register and
// the process fail as the dice fall. When it is quiet again each advance, settlement and refund receipt is there
// exactly once, no payment went back beyond what it was, and all sums are equal to the kopeck.
func TestRandomChaosOfMoney(t *testing.T) {
	t.Parallel()
	n := *chaosOrders
	if n == 0 {
		n = 60
	}
	sells(t, func(s *shop) {
		began := time.Now()
		f := &till{shop: s, dice: rand.New(rand.NewPCG(*chaosSeed, 7))}
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("seed %d, %d orders: -chaos.seed=%d -chaos.orders=%d", *chaosSeed, n, *chaosSeed, n)
			}
		})
		f.troubles()
		for len(f.deals) < n || f.open() {
			if len(f.deals) < n && len(f.deals) < 10+int(time.Since(began)/(time.Hour/40)) {
				f.sell()
				continue
			}
			f.tick()
			require.Less(t, time.Since(began), 6*24*time.Hour+time.Duration(n)*time.Hour/40, "it does not end: %v", f.stuck())
		}
		f.quietDown()
		f.compare()
		t.Logf("%d orders, %d blocks in %s of their time; the process ended %d times; %d calls of YooKassa's, %d of ATOL's; %d refunds (%d refused), %d receipts (%d failed); %d retries, %d decided by a person",
			n, f.blocks, time.Since(began).Round(time.Hour), f.deaths, s.yk.Calls("*"), s.kassa.Calls("*"), len(s.yk.Refunds()), f.refused, len(s.kassa.Receipts()), f.failed,
			len(s.journal(bridge.JournalFilter{What: "retry"})), f.decided)
	}, func(s *shop) {
		s.ykSet.SlowRefunds = true
		s.market.route = bridge.Route{Channel: "mm-1"} // nobody sells there today
	})
}

// till is a shop with many orders.
type till struct {
	*shop
	dice                             *rand.Rand
	deals                            []*bargain
	deaths, decided, refused, failed int
	blocks                           int
}

// chance is true in so many of a hundred cases.
func (f *till) chance(percent int) bool { return f.dice.IntN(100) < percent }

// bargain is one order, with what its buyer has in mind.
type bargain struct {
	*sale
	at            time.Time
	stage         int
	billed        bool
	bills         []string // of the gateway, to be paid
	cash          bool     // the rest is paid at the door
	before, after int      // returns before and after the goods are handed out
	lines         []string
	done          bool
}

// The stages of a bargain.
const (
	paying = iota
	preparing
	travelling
	returning
)

func (f *till) troubles() {
	s := *chaosSeed
	f.yk.Faults().Random("*", 0.12, s+12, fake.Status(500), fake.BadGateway(), yookassatest.TooMany(2*time.Second), yookassatest.Processing(time.Second),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(502), fake.Cut(20), fake.Slow(3*time.Second), fake.Unreachable())
	f.kassa.Faults().Random("*", 0.12, s+13, fake.Status(502), atoltest.ServerError(), fake.TooMany(2*time.Second),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(500), fake.Cut(20), fake.Slow(3*time.Second), fake.Unreachable())
	next := rand.New(rand.NewPCG(s, 15))
	heir := func() death { f.deaths++; return mortal(next) }
	f.calls = []ordo.Option{ordo.WithMaxAttempts(2)} // so that the bridge, too, has something to repeat
	f.life = &life{end: mortal(next), heir: heir}
	f.market.open()
}

// sell lets a buyer order.
func (f *till) sell() {
	b := &bargain{at: time.Now(), before: max(0, f.dice.IntN(4)-2), after: f.dice.IntN(4)}
	d := order.Draft{Scheme: order.ByCarrier, Buyer: order.Buyer{Email: fmt.Sprintf("buyer%d@example.ru", len(f.deals))}}
	for i := range 1 + f.dice.IntN(3) {
		l := order.Line{ID: fmt.Sprint(i + 1), Name: "Товар", Quantity: amount.Pcs(1 + f.dice.IntN(5)), VAT: []amount.VAT{amount.VAT22, amount.VAT10, amount.VATNone}[f.dice.IntN(3)]}
		l.Total = amount.RUB(1000 + f.dice.Int64N(1_000_000))
		d.Lines = append(d.Lines, l)
		b.lines = append(b.lines, l.ID)
	}
	if f.chance(60) {
		d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22})
	}
	if f.chance(30) {
		d.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: "AUTUMN", Amount: amount.RUB(1 + f.dice.Int64N(900))}}
	}
	if b.cash = f.chance(20); b.cash {
		d.Scheme = order.OwnPickup
	}
	b.sale = f.places(d)
	f.deals = append(f.deals, b)
}

// tick is what happens in a few minutes.
func (f *till) tick() {
	now := time.Now()
	for _, b := range f.deals {
		if !b.done && !now.Before(b.at) {
			f.works(b)
			b.at = now.Add(time.Duration(10+f.dice.IntN(60)) * time.Minute)
		}
	}
	if f.chance(10) {
		f.yk.RefuseRefunds("insufficient_funds")
	} else {
		f.yk.RefuseRefunds("")
	}
	if f.chance(10) {
		f.kassa.FailReceipt("", []atoltest.Fault{atoltest.QueueTimeout, atoltest.ShiftTooLong, atoltest.ForeignCompany}[f.dice.IntN(3)])
	} else {
		f.kassa.HealReceipts()
	}
	f.bank()
	if f.chance(60) {
		f.shop.rings()
	}
	if f.chance(2) {
		f.yk.Outbox.Repeat()
		f.kassa.Outbox.Repeat()
	}
	f.sync()
	f.person()
	time.Sleep(time.Duration(60+f.dice.IntN(240)) * time.Second)
}

// bank decides on refunds that wait, when it pleases.
func (f *till) bank() {
	for _, r := range f.yk.Refunds() {
		switch {
		case r.Status != "pending" || f.chance(50):
		case f.chance(15):
			require.NoError(f, f.yk.RefuseRefund(r.ID, "rejected_by_payee"))
		default:
			require.NoError(f, f.yk.SettleRefund(r.ID))
		}
	}
}

// person looks at what waits for one: cash is paid back by hand, and the rest is tried again.
func (f *till) person() {
	for w, err := range f.store.Effects(f.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}) {
		require.NoError(f, err)
		if w.Kind == order.EffectRefund && strings.Contains(w.Problem, "by hand") {
			err = f.b.Resolve(f.Context(), w.Key, order.Outcome{Kind: order.Applied, Text: "paid at the till"}, clerk)
		} else {
			err = f.b.Retry(f.Context(), w.Key, clerk)
		}
		if err == nil {
			f.decided++
		} else if !errors.Is(err, errDead) {
			require.NoError(f, err)
		}
		f.reborn()
	}
}

// works is the merchant, who does the next thing.
func (f *till) works(b *bargain) {
	if !f.known(b) {
		return
	}
	v := b.order().View()
	switch b.stage {
	case paying:
		f.pays(b, v)
	case preparing:
		f.prepares(b, v)
	case travelling:
		b.wants(order.Deliver{})
		b.stage = returning
	case returning:
		f.takesBack(b, v)
	}
}

func (f *till) known(b *bargain) bool {
	d, err := f.store.Load(f.Context(), "shop-1/"+b.id)
	return err == nil && len(d.Events) > 0
}

// wants gives a command that nothing speaks against.
func (b *bargain) wants(c order.Command) {
	b.Helper()
	require.NoError(b, b.tries(c), "%s", b.id)
}

// pays is the buyer, who pays with one card or two, or partly at the door.
func (f *till) pays(b *bargain, v order.View) {
	switch {
	case !b.billed:
		b.billed = true
		sum := v.Total.Minor()
		shares := []int64{sum}
		if sum > 2 && (b.cash || f.chance(25)) {
			part := 1 + f.dice.Int64N(sum-1)
			shares = []int64{part, sum - part}
		}
		if b.cash && len(shares) == 2 {
			shares = shares[:1]
		}
		for i, m := range shares {
			b.bills = append(b.bills, b.bill(fmt.Sprint("p", i+1), amount.RUB(m)))
		}
	case len(b.bills) > 0:
		require.NoError(f, f.yk.Pay(b.bills[0]))
		b.bills = b.bills[1:]
	case v.Payment == status.PaymentPaid || b.cash && v.Payment == status.PaymentPartlyPaid:
		if b.cash {
			b.wants(order.Confirm{})
			b.wants(order.Pay{Payment: order.Payment{ID: "till", Amount: v.Due, Method: "cash"}})
		}
		b.stage = preparing
	}
}

// prepares returns some before it is sent, and sends the rest.
func (f *till) prepares(b *bargain, v order.View) {
	if b.before > 0 {
		b.before--
		f.splits(b)
		return
	}
	if !f.moneyBack(b, v) {
		return
	}
	switch {
	case v.State == status.OrderCancelled || v.State == status.OrderReturned:
		b.done = true
	case b.cash:
		b.stage = travelling
	default:
		b.wants(order.HandOver{Waybill: "W" + b.id})
		b.stage = travelling
	}
}

// takesBack returns some that were handed out.
func (f *till) takesBack(b *bargain, v order.View) {
	if b.after > 0 {
		b.after--
		f.splits(b)
		return
	}
	b.done = f.moneyBack(b, v)
}

// splits returns some units of a line, if it has any.
func (f *till) splits(b *bargain) {
	line := b.lines[f.dice.IntN(len(b.lines))]
	l, _ := b.order().Line(line)
	living := int(l.Living.Milli() / 1000)
	if living == 0 {
		return
	}
	b.returns(order.Pick(line, amount.Pcs(1+f.dice.IntN(living))))
	f.blocks++
}

// moneyBack orders the money of blocks back, and again what was refused. It is true when all is done.
func (f *till) moneyBack(b *bargain, v order.View) bool {
	all := true
	for _, k := range v.Blocks {
		if k.Money == status.MoneyOwed || k.Money == status.MoneyRefused {
			_ = b.tries(order.Refund{Block: k.N}) // it may have been settled meanwhile
		}
		all = all && k.Returned
	}
	return all
}

func (f *till) open() bool {
	return slices.ContainsFunc(f.deals, func(b *bargain) bool { return !b.done })
}

func (f *till) stuck() []string {
	var out []string
	for _, b := range f.deals {
		if !b.done {
			out = append(out, fmt.Sprint(b.id, " stage ", b.stage, " owes ", b.owes()))
		}
	}
	return append(out[:min(len(out), 10)], f.tail()...)
}

// quietDown ends the troubles, and waits until nothing is on its way.
func (f *till) quietDown() {
	f.yk.Faults().Clear()
	f.kassa.Faults().Clear()
	f.kassa.HealReceipts()
	f.yk.RefuseRefunds("")
	f.life.mu.Lock()
	f.life.end, f.life.heir = death{}, nil
	f.life.mu.Unlock()
	for range 3 {
		f.person()
		f.settle()
		time.Sleep(65 * time.Minute)
	}
}

// compare tells whether everybody has the same money.
func (f *till) compare() {
	var wrong []string
	made := map[string][]atoltest.Receipt{} // by key, without the attempt
	for _, r := range f.kassa.Receipts() {
		key, _, _ := strings.Cut(r.ExternalID, "~")
		made[key] = append(made[key], r)
	}
	for _, b := range f.deals {
		ws := f.differences(b, made)
		for _, w := range ws {
			wrong = append(wrong, b.id+": "+w)
		}
		if len(ws) > 0 && len(wrong) < 6 {
			for _, e := range f.journal(bridge.JournalFilter{Order: "shop-1/" + b.id}) {
				wrong = append(wrong, fmt.Sprintf("    %s %s %s %s: %s", e.At.Format("02 15:04:05"), e.Level, e.Account, e.What, e.Text))
			}
		}
	}
	for key := range made {
		wrong = append(wrong, "nobody owes the receipt "+key)
	}
	require.Empty(f, wrong, "%s", strings.Join(wrong[:min(len(wrong), 80)], "\n"))
}

// differences takes an order's receipts out of those that were made, and says what is wrong with them and with its
// money.
func (f *till) differences(b *bargain, made map[string][]atoltest.Receipt) []string {
	var out []string
	differ := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	o := b.order()
	v := o.View()
	plan, err := receipts.Plan(o, f.way.Fiscal)
	require.NoError(f, err)
	income := int64(0) // by the receipts: money that came less money that went
	for _, p := range plan {
		done := 0
		for _, r := range made[p.Receipt.Key] {
			switch {
			case r.Status == "fail":
				f.failed++
			case r.Status != "done" || r.Total != p.Receipt.Total.Text() || strings.ReplaceAll(r.Operation, "_", "-") != string(p.Receipt.Kind):
				differ("%s is %s of %s and %s at the register, %s of %s here", r.ExternalID, r.Operation, r.Total, r.Status, p.Receipt.Kind, p.Receipt.Total)
			default:
				done++
			}
		}
		if done != 1 {
			differ("receipt %s is there %d times", p.Receipt.Key, done)
		}
		delete(made, p.Receipt.Key)
		for _, m := range p.Receipt.Payments {
			switch {
			case !m.Form.IsMoney():
			case p.Receipt.Kind.Refunds():
				income -= m.Sum.Minor()
			default:
				income += m.Sum.Minor()
			}
		}
	}
	back, cashBack := int64(0), int64(0)
	for _, k := range v.Blocks {
		if !k.Returned || k.Refunded.Sign() > 0 && k.Receipt == nil {
			differ("R%d is %s, returned %t, receipt %t", k.N, k.Money, k.Returned, k.Receipt != nil)
		}
		back += k.Refunded.Minor()
		for _, s := range slices.Concat(k.From, k.Done) {
			if s.Payment == "till" {
				cashBack += s.Amount.Minor()
			}
		}
	}
	if income != v.Paid.Minor()-back {
		differ("the receipts come to %d, %s was paid and %d went back", income, v.Paid, back)
	}
	atGateway := int64(0)
	for _, r := range f.yk.Refunds() {
		if !strings.HasPrefix(r.Metadata["refund_key"], "shop-1%2F"+b.id+"/") {
			continue
		}
		if r.Status != "succeeded" {
			f.refused++
			continue
		}
		atGateway += minor(f, r.Amount)
	}
	if atGateway != back-cashBack {
		differ("YooKassa paid %d back, %d is due", atGateway, back-cashBack)
	}
	for _, p := range v.Payments {
		for _, there := range f.yk.Payments() {
			if p.Ref.ID == there.ID && (p.Refunded.String() != there.Refunded || p.Refunded.Minor() > p.Amount.Minor()) {
				differ("payment %s: %s went back here, %s there, of %s", p.ID, p.Refunded, there.Refunded, p.Amount)
			}
		}
		if p.Receipt == nil && p.ID != "till" {
			differ("payment %s has no receipt", p.ID)
		}
	}
	for _, w := range b.owes() {
		differ("%s is still %s: %s", w.Kind, w.Phase, w.Problem)
	}
	return out
}

// minor reads a sum such as "350.00 RUB".
func minor(t require.TestingT, s string) int64 {
	m, err := amount.ParseMoney(strings.TrimSuffix(s, " RUB"), "RUB")
	require.NoError(t, err)
	return m.Minor()
}
