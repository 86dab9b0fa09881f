package chaos

import (
	"cmp"
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

// RandomMoney sells n orders in a shop; they are paid, sent, handed out and returned piece by piece, while the gateway,
// the register and the process fail as the dice fall. When it is quiet again each advance, settlement and refund receipt
// is there exactly once, no payment went back beyond what it was, and all sums are equal to the kopeck.
func RandomMoney(t *testing.T, stores Stores, n int) {
	n = cmp.Or(*chaosOrders, n)
	Sell(t, stores, func(s *Shop) {
		began := time.Now()
		f := &Till{Shop: s, Dice: rand.New(rand.NewPCG(*chaosSeed, 7))}
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("seed %d, %d orders: -chaos.seed=%d -chaos.orders=%d", *chaosSeed, n, *chaosSeed, n)
			}
		})
		f.Troubles()
		for len(f.deals) < n || f.open() {
			if len(f.deals) < n && len(f.deals) < 10+int(time.Since(began)/(time.Hour/40)) {
				f.sell()
				continue
			}
			f.tick()
			require.Less(t, time.Since(began), 6*24*time.Hour+time.Duration(n)*time.Hour/40, "it does not end: %v", f.stuck())
		}
		f.QuietDown()
		f.compare()
		t.Logf("%d orders, %d blocks in %s of their time; the process ended %d times; %d calls of YooKassa's, %d of ATOL's; %d refunds (%d refused), %d receipts (%d failed); %d retries, %d decided by a person",
			n, f.blocks, time.Since(began).Round(time.Hour), f.deaths, s.YK.Calls("*"), s.Kassa.Calls("*"), len(s.YK.Refunds()), f.refused, len(s.Kassa.Receipts()), f.failed,
			len(s.Journal(bridge.JournalFilter{What: "retry"})), f.decided)
	}, func(s *Shop) {
		s.YKSettings.SlowRefunds = true
		s.Market.Route = bridge.Route{Channel: "mm-1"} // nobody sells there today
	})
}

// Till is a shop with many orders.
type Till struct {
	*Shop
	Dice                             *rand.Rand
	deals                            []*bargain
	deaths, decided, refused, failed int
	blocks                           int
}

// chance is true in so many of a hundred cases.
func (f *Till) chance(percent int) bool { return f.Dice.IntN(100) < percent }

// bargain is one order, with what its buyer has in mind.
type bargain struct {
	*Sale
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

// Troubles makes the gateway and the register unreliable, and lets the process end now and then.
func (f *Till) Troubles() {
	s := *chaosSeed
	f.YK.Faults().Random("*", 0.12, s+12, fake.Status(500), fake.BadGateway(), yookassatest.TooMany(2*time.Second), yookassatest.Processing(time.Second),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(502), fake.Cut(20), fake.Slow(3*time.Second), fake.Unreachable())
	f.Kassa.Faults().Random("*", 0.12, s+13, fake.Status(502), atoltest.ServerError(), fake.TooMany(2*time.Second),
		fake.ResetBefore(), fake.ResetAfter(), fake.StatusAfter(500), fake.Cut(20), fake.Slow(3*time.Second), fake.Unreachable())
	next := rand.New(rand.NewPCG(s, 15))
	heir := func() End { f.deaths++; return mortal(next) }
	f.calls = []ordo.Option{ordo.WithMaxAttempts(2)} // so that the bridge, too, has something to repeat
	f.process = &Process{End: mortal(next), heir: heir}
	f.Market.Open()
}

// sell lets a buyer order.
func (f *Till) sell() {
	b := &bargain{at: time.Now(), before: max(0, f.Dice.IntN(4)-2), after: f.Dice.IntN(4)}
	d := order.Draft{Scheme: order.ByCarrier, Buyer: order.Buyer{Email: fmt.Sprintf("buyer%d@example.ru", len(f.deals))}}
	for i := range 1 + f.Dice.IntN(3) {
		l := order.Line{ID: fmt.Sprint(i + 1), Name: "Товар", Quantity: amount.Pcs(1 + f.Dice.IntN(5)), VAT: []amount.VAT{amount.VAT22, amount.VAT10, amount.VATNone}[f.Dice.IntN(3)]}
		l.Total = amount.RUB(1000 + f.Dice.Int64N(1_000_000))
		d.Lines = append(d.Lines, l)
		b.lines = append(b.lines, l.ID)
	}
	if f.chance(60) {
		d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22})
	}
	if f.chance(30) {
		d.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: "AUTUMN", Amount: amount.RUB(1 + f.Dice.Int64N(900))}}
	}
	if b.cash = f.chance(20); b.cash {
		d.Scheme = order.OwnPickup
	}
	b.Sale = f.places(d)
	f.deals = append(f.deals, b)
}

// tick is what happens in a few minutes.
func (f *Till) tick() {
	now := time.Now()
	for _, b := range f.deals {
		if !b.done && !now.Before(b.at) {
			f.works(b)
			b.at = now.Add(time.Duration(10+f.Dice.IntN(60)) * time.Minute)
		}
	}
	if f.chance(10) {
		f.YK.RefuseRefunds("insufficient_funds")
	} else {
		f.YK.RefuseRefunds("")
	}
	if f.chance(10) {
		f.Kassa.FailReceipt("", []atoltest.Fault{atoltest.QueueTimeout, atoltest.ShiftTooLong, atoltest.ForeignCompany}[f.Dice.IntN(3)])
	} else {
		f.Kassa.HealReceipts()
	}
	f.bank()
	if f.chance(60) {
		f.Shop.Rings()
	}
	if f.chance(2) {
		f.YK.Outbox.Repeat()
		f.Kassa.Outbox.Repeat()
	}
	f.Sync()
	f.person()
	time.Sleep(time.Duration(60+f.Dice.IntN(240)) * time.Second)
}

// bank decides on refunds that wait, when it pleases.
func (f *Till) bank() {
	for _, r := range f.YK.Refunds() {
		switch {
		case r.Status != "pending" || f.chance(50):
		case f.chance(15):
			require.NoError(f, f.YK.RefuseRefund(r.ID, "rejected_by_payee"))
		default:
			require.NoError(f, f.YK.SettleRefund(r.ID))
		}
	}
}

// person looks at what waits for one: cash is paid back by hand, and the rest is tried again.
func (f *Till) person() {
	for w, err := range f.Store.Effects(f.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}) {
		require.NoError(f, err)
		if w.Kind == order.EffectRefund && strings.Contains(w.Problem, "by hand") {
			err = f.Bridge.Resolve(f.Context(), w.Key, order.Outcome{Kind: order.Applied, Text: "paid at the till"}, Clerk)
		} else {
			err = f.Bridge.Retry(f.Context(), w.Key, Clerk)
		}
		if err == nil {
			f.decided++
		} else if !errors.Is(err, errEnded) {
			require.NoError(f, err)
		}
		f.reborn()
	}
}

// works is the merchant, who does the next thing.
func (f *Till) works(b *bargain) {
	if !f.known(b) {
		return
	}
	v := b.Order().View()
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

func (f *Till) known(b *bargain) bool {
	d, err := f.Store.Load(f.Context(), "shop-1/"+b.ID)
	return err == nil && len(d.Events) > 0
}

// wants gives a command that nothing speaks against.
func (b *bargain) wants(c order.Command) {
	b.Helper()
	require.NoError(b, b.Tries(c), "%s", b.ID)
}

// pays is the buyer, who pays with one card or two, or partly at the door.
func (f *Till) pays(b *bargain, v order.View) {
	switch {
	case !b.billed:
		b.billed = true
		sum := v.Total.Minor()
		shares := []int64{sum}
		if sum > 2 && (b.cash || f.chance(25)) {
			part := 1 + f.Dice.Int64N(sum-1)
			shares = []int64{part, sum - part}
		}
		if b.cash && len(shares) == 2 {
			shares = shares[:1]
		}
		for i, m := range shares {
			b.bills = append(b.bills, b.Bill(fmt.Sprint("p", i+1), amount.RUB(m)))
		}
	case len(b.bills) > 0:
		require.NoError(f, f.YK.Pay(b.bills[0]))
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
func (f *Till) prepares(b *bargain, v order.View) {
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
		b.wants(order.HandOver{Waybill: "W" + b.ID})
		b.stage = travelling
	}
}

// takesBack returns some that were handed out.
func (f *Till) takesBack(b *bargain, v order.View) {
	if b.after > 0 {
		b.after--
		f.splits(b)
		return
	}
	b.done = f.moneyBack(b, v)
}

// splits returns some units of a line, if it has any.
func (f *Till) splits(b *bargain) {
	line := b.lines[f.Dice.IntN(len(b.lines))]
	l, _ := b.Order().Line(line)
	living := int(l.Living.Milli() / 1000)
	if living == 0 {
		return
	}
	b.Returns(order.Pick(line, amount.Pcs(1+f.Dice.IntN(living))))
	f.blocks++
}

// moneyBack orders the money of blocks back, and again what was refused. It is true when all is done.
func (f *Till) moneyBack(b *bargain, v order.View) bool {
	all := true
	for _, k := range v.Blocks {
		if k.Money == status.MoneyOwed || k.Money == status.MoneyRefused {
			_ = b.Tries(order.Refund{Block: k.N}) // it may have been settled meanwhile
		}
		all = all && k.Returned
	}
	return all
}

func (f *Till) open() bool {
	return slices.ContainsFunc(f.deals, func(b *bargain) bool { return !b.done })
}

func (f *Till) stuck() []string {
	var out []string
	for _, b := range f.deals {
		if !b.done {
			out = append(out, fmt.Sprint(b.ID, " stage ", b.stage, " owes ", b.Owes()))
		}
	}
	return append(out[:min(len(out), 10)], f.Tail()...)
}

// QuietDown ends the troubles, and waits until nothing is on its way.
func (f *Till) QuietDown() {
	f.YK.Faults().Clear()
	f.Kassa.Faults().Clear()
	f.Kassa.HealReceipts()
	f.YK.RefuseRefunds("")
	f.process.spare()
	for range 3 {
		f.person()
		f.Settle()
		time.Sleep(65 * time.Minute)
	}
}

// compare tells whether everybody has the same money.
func (f *Till) compare() {
	var wrong []string
	made := map[string][]atoltest.Receipt{} // by key, without the attempt
	for _, r := range f.Kassa.Receipts() {
		key, _, _ := strings.Cut(r.ExternalID, "~")
		made[key] = append(made[key], r)
	}
	for _, b := range f.deals {
		ws := f.differences(b, made)
		for _, w := range ws {
			wrong = append(wrong, b.ID+": "+w)
		}
		if len(ws) > 0 && len(wrong) < 6 {
			for _, e := range f.Journal(bridge.JournalFilter{Order: "shop-1/" + b.ID}) {
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
func (f *Till) differences(b *bargain, made map[string][]atoltest.Receipt) []string {
	var out []string
	differ := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	o := b.Order()
	v := o.View()
	plan, err := receipts.Plan(o, f.Way.Fiscal)
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
	for _, r := range f.YK.Refunds() {
		if !strings.HasPrefix(r.Metadata["refund_key"], "shop-1%2F"+b.ID+"/") {
			continue
		}
		if r.Status != "succeeded" {
			f.refused++
			continue
		}
		atGateway += Minor(f, r.Amount)
	}
	if atGateway != back-cashBack {
		differ("YooKassa paid %d back, %d is due", atGateway, back-cashBack)
	}
	for _, p := range v.Payments {
		for _, there := range f.YK.Payments() {
			if p.Ref.ID == there.ID && (p.Refunded.String() != there.Refunded || p.Refunded.Minor() > p.Amount.Minor()) {
				differ("payment %s: %s went back here, %s there, of %s", p.ID, p.Refunded, there.Refunded, p.Amount)
			}
		}
		if p.Receipt == nil && p.ID != "till" {
			differ("payment %s has no receipt", p.ID)
		}
	}
	for _, w := range b.Owes() {
		differ("%s is still %s: %s", w.Kind, w.Phase, w.Problem)
	}
	return out
}

// Minor reads a sum such as "350.00 RUB".
func Minor(t require.TestingT, s string) int64 {
	m, err := amount.ParseMoney(strings.TrimSuffix(s, " RUB"), "RUB")
	require.NoError(t, err)
	return m.Minor()
}
