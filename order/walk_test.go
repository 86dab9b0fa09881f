package order

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// cabinet is a gateway as it really is: what an order says of its money is held against it.
type cabinet struct {
	*rapid.T
	o        *Order
	scheme   Scheme
	at       time.Time
	captured map[string]int64
	held     map[string]int64
	back     map[string]int64
	form     map[string]PaymentForm
	ids      []string
	reports  []late
	refunds  map[int]*paying // the last order to refund of each block
	holds    map[string]*holding
	trace    []string
}

type late struct {
	p  Payment
	at time.Time
}

type paying struct {
	e    RefundOrdered
	done map[string]bool // shares that really went back
}

type holding struct {
	capture bool
	sum     int64
	attempt int
	decided bool
	done    bool
}

func (c *cabinet) say(format string, args ...any) {
	c.trace = append(c.trace, fmt.Sprintf(format, args...))
}

func (c *cabinet) fail(format string, args ...any) {
	for _, s := range c.trace {
		c.Logf("%s", s)
	}
	v := c.o.View()
	c.Logf("%s: total %s paid %s refunded %s to refund %s withheld %s due %s held %s", v.State, v.Total, v.Paid, v.Refunded, v.ToRefund, v.Withheld, v.Due, v.Held)
	for _, p := range v.Payments {
		c.Logf("  %s %s %s refunded %s said %s held %+v", p.ID, p.State, p.Amount, p.Refunded, p.Reported, p.Held)
	}
	for _, b := range v.Blocks {
		c.Logf("  R%d %s %s sum %s owed %s (%s) refunded %s withheld %v from %v done %v %v", b.N, b.Kind, b.Money, b.Sum, c.o.blocks[b.N-1].Owed, b.Owed, b.Refunded, b.Withheld, b.From, b.Done, b.Custody)
	}
	c.Logf("  captured %v back %v held %v", c.captured, c.back, c.held)
	c.Fatalf(format, args...)
}

func (c *cabinet) tick() time.Time { c.at = c.at.Add(time.Minute); return c.at }

func (c *cabinet) now(id string) Payment {
	p := Payment{ID: id, Form: c.form[id]}
	switch {
	case c.captured[id] > 0:
		p.State, p.Amount = status.PaymentPaid, amount.RUB(c.captured[id])
		if b := c.back[id]; b > 0 {
			p.State, p.Refunded = status.PaymentPartlyRefunded, amount.RUB(b)
			if b == c.captured[id] {
				p.State = status.PaymentRefunded
			}
		}
	case c.held[id] > 0:
		p.State, p.Amount = status.PaymentAuthorized, amount.RUB(c.held[id])
	}
	return p
}

func (c *cabinet) report(id string) {
	if p := c.now(id); p.State != 0 {
		c.reports = append(c.reports, late{p, c.tick()})
	}
}

func (c *cabinet) hear(i int, times int) {
	r := c.reports[i]
	if times == 0 {
		c.reports = slices.Delete(c.reports, i, i+1)
	}
	by := By{Actor: Actor{Role: RoleGateway, System: "yk"}, At: c.tick(), Occurred: r.at}
	if rapid.IntRange(0, 3).Draw(c.T, "no time") == 0 {
		by.Occurred = time.Time{}
	}
	c.observe(PaymentReport{r.p}, by)
}

func (c *cabinet) observe(x Observation, by By) {
	before := c.o.Clone()
	evs, err := c.o.Observe(x, by)
	c.say("%s: %+v -> %v %s", by.Actor.Role, x, err, kindsOf(evs))
	c.check(before, evs, err)
}

func kindsOf(evs []Event) (s []string) {
	for _, e := range evs {
		s = append(s, e.Body.Kind())
	}
	return s
}

func (c *cabinet) do(x Command, role Role) bool {
	before := c.o.Clone()
	by := By{Actor: Actor{Role: role, System: string(role)}, At: c.tick()}
	evs, err := c.o.Do(x, by)
	if err == nil {
		c.say("%s: %T%+v -> %s", role, x, x, kindsOf(evs))
	}
	if err == nil && role == RoleOperator {
		for _, p := range before.Allowed(by) {
			if r, ok := x.(Refund); ok && r.Withhold != nil {
				continue // a part of what is owed, or goods instead
			}
			if p.Kind == x.Kind() && p.Why != nil {
				switch x.Kind() {
				case KindReducePrice, KindRefund, KindCapture, KindReleaseHold, KindCancel, KindComplete:
					c.fail("%s was done, but Allowed said: %v", x.Kind(), p.Why)
				}
			}
		}
	}
	c.check(before, evs, err)
	return err == nil
}

func (c *cabinet) check(before *Order, evs []Event, err error) {
	if err != nil {
		var r *Refused
		if !errors.As(err, &r) {
			c.fail("not a refusal: %v", err)
		}
		if !same(before, c.o) {
			c.fail("refused and changed: %v", err)
		}
		return
	}
	for _, e := range evs {
		switch b := e.Body.(type) {
		case RefundOrdered:
			if e.By.Role != RoleGateway {
				c.refunds[b.Block] = &paying{e: b, done: map[string]bool{}}
			}
		case CaptureOrdered:
			c.holds[b.Payment] = &holding{capture: true, sum: b.Amount.Minor(), attempt: b.Attempt}
		case ReleaseOrdered:
			c.holds[b.Payment] = &holding{attempt: b.Attempt}
		}
	}
	c.sound()
}

// failing lets sound report with the trace.
type failing struct{ c *cabinet }

func (f failing) Fatalf(format string, args ...any) { f.c.fail(format, args...) }

func (c *cabinet) sound() {
	balanced(failing{c}, c.o)
}

// stored checks that the log gives the same order again.
func (c *cabinet) stored() {
	stored, err := json.Marshal(c.o.log)
	if err != nil {
		c.fail("%v", err)
	}
	events, err := ReadLog(bytes.NewReader(stored))
	if err != nil {
		c.fail("%v", err)
	}
	again, err := Replay(events, WithScheme(c.scheme))
	if err != nil {
		c.fail("replay: %v", err)
	}
	if a, b := picture(c.o), picture(again); a != b {
		c.fail("replayed otherwise:\n%s\n%s", a, b)
	}
}

// balanced checks the sums that every view must keep.
func balanced(t interface{ Fatalf(string, ...any) }, o *Order) {
	v := o.View()
	shares := int64(0)
	for _, l := range v.Lines {
		ls := int64(0)
		for _, s := range l.Shares {
			ls += s.Amount.Minor()
		}
		if l.Gross.Minor()+ls-l.Reduced.Minor() != l.Total.Minor() {
			t.Fatalf("line %s: gross %s shares %d reduced %s total %s", l.ID, l.Gross, ls, l.Reduced, l.Total)
		}
		if l.Reduced.Sign() < 0 || l.Total.Sign() < 0 || l.VAT.Sign() < 0 {
			t.Fatalf("line %s: negative reduced %s total %s vat %s", l.ID, l.Reduced, l.Total, l.VAT)
		}
		shares += ls
	}
	if v.Gross.Minor()+shares-v.Reduced.Minor() != v.Total.Minor() {
		t.Fatalf("gross %s shares %d reduced %s total %s", v.Gross, shares, v.Reduced, v.Total)
	}
	refunded, toRefund, withheld := int64(0), int64(0), int64(0)
	for _, b := range v.Blocks {
		refunded += b.Refunded.Minor()
		toRefund += b.Owed.Minor()
		for _, w := range b.Withheld {
			withheld += w.Amount.Minor()
		}
		if b.Owed.Sign() < 0 || b.Refunded.Sign() < 0 {
			t.Fatalf("R%d owes %s refunded %s", b.N, b.Owed, b.Refunded)
		}
		if b.Money == status.MoneyRefunded && !b.Owed.IsZero() {
			t.Fatalf("R%d is refunded and owes %s", b.N, b.Owed)
		}
		if b.Money == status.MoneyNothingOwed && !b.Owed.IsZero() {
			t.Fatalf("R%d owes nothing and owes %s", b.N, b.Owed)
		}
		if (b.Money == status.MoneyOwed || b.Money == status.MoneySent || b.Money == status.MoneyRefused) && b.Owed.Sign() <= 0 {
			t.Fatalf("R%d is %s and owes %s", b.N, b.Money, b.Owed)
		}
		if len(b.Parts) > 0 && b.Owed.Minor()+b.Refunded.Minor()+sumWithheld(b) > b.Sum.Minor() {
			t.Fatalf("R%d: owed %s refunded %s withheld %d of %s", b.N, b.Owed, b.Refunded, sumWithheld(b), b.Sum)
		}
		for _, p := range b.Parts {
			if p.VAT.Sign() < 0 || p.VAT.Minor() > p.Sum.Minor()+1 { // both are rounded
				t.Fatalf("R%d: VAT %s of %s", b.N, p.VAT, p.Sum)
			}
		}
	}
	if toRefund != v.ToRefund.Minor() || withheld != v.Withheld.Minor() || refunded > v.Refunded.Minor() {
		t.Fatalf("sums of blocks: %d %d %d", refunded, toRefund, withheld)
	}
	if v.Paid.Minor()-v.Refunded.Minor() != v.Total.Minor()-v.Due.Minor()+v.Withheld.Minor()+v.ToRefund.Minor() {
		t.Fatalf("kept %d, but total %s due %s withheld %s to refund %s", v.Paid.Minor()-v.Refunded.Minor(), v.Total, v.Due, v.Withheld, v.ToRefund)
	}
	if !o.rules.scheme.ChannelRefunds && v.Due.Sign() < 0 {
		t.Fatalf("%s are owed in no block", v.Due)
	}
	for _, p := range v.Payments {
		if p.counts() && greater(p.Refunded, p.Amount) {
			t.Fatalf("payment %s: %s of %s", p.ID, p.Refunded, p.Amount)
		}
	}
}

func sumWithheld(b BlockView) (n int64) {
	for _, w := range b.Withheld {
		n += w.Amount.Minor()
	}
	return n
}

func (c *cabinet) pay(sum int64, hold bool) {
	if sum <= 0 {
		return
	}
	id := fmt.Sprint("p", len(c.ids)+1)
	c.ids = append(c.ids, id)
	c.form[id] = rapid.SampledFrom([]PaymentForm{"", "", "", FormGiftCard, FormBonus, FormExchange}).Draw(c.T, "form")
	if hold {
		c.form[id] = ""
		c.held[id] = sum
	} else {
		c.captured[id] = sum
	}
	c.say("the buyer pays %s %d held %v", id, sum, hold)
	c.report(id)
	if rapid.Bool().Draw(c.T, "at once") {
		p := c.now(id)
		if !c.do(Pay{Payment: p}, RoleGateway) {
			c.hear(len(c.reports)-1, 1)
		}
	}
}

// pays lets the gateway do one share of a refund.
func (c *cabinet) pays(b int, f PaymentShare) bool {
	q := c.refunds[b]
	if q.done[f.Payment] {
		return true
	}
	if c.captured[f.Payment]-c.back[f.Payment] < f.Amount.Minor() {
		return false
	}
	c.back[f.Payment] += f.Amount.Minor()
	q.done[f.Payment] = true
	c.say("the gateway pays %s of %s back for R%d", f.Amount, f.Payment, b)
	if rapid.Bool().Draw(c.T, "reported") {
		c.report(f.Payment)
	}
	return true
}

// answer lets the gateway decide upon a refund that is under way.
func (c *cabinet) answer(n int) {
	q, b := c.refunds[n], c.o.blocks[n-1]
	if q == nil || b.Money != status.MoneySent && b.Money != status.MoneyInDoubt || q.e.Attempt != b.Attempts {
		return
	}
	how := rapid.IntRange(0, 5).Draw(c.T, "how")
	all := true
	if b.Money == status.MoneyInDoubt {
		how = 2
	}
	var done []PaymentShare
	for _, f := range q.e.From {
		if how == 1 || how == 2 && len(done) == 0 && b.Money == status.MoneySent && rapid.Bool().Draw(c.T, "not this") {
			all = all && q.done[f.Payment]
		} else if !c.pays(n, f) {
			all = false
		}
		if q.done[f.Payment] {
			done = append(done, f)
		}
	}
	kind := Applied
	if !all {
		kind = Rejected
	}
	if how >= 4 {
		c.do(SettleRefund{Block: n, Attempt: q.e.Attempt, Outcome: Outcome{Kind: InDoubt}}, RoleGateway)
		return
	}
	s := SettleRefund{Block: n, Attempt: q.e.Attempt, Outcome: Outcome{Kind: kind, Ref: Ref{System: "yk", ID: fmt.Sprint("r", n, "-", q.e.Attempt)}}}
	if kind == Rejected {
		s.Done = done
	}
	c.do(s, RoleGateway)
	if rapid.IntRange(0, 3).Draw(c.T, "twice") == 0 {
		c.do(s, RoleGateway)
	}
}

func (c *cabinet) holdAnswer(id string, sure bool) {
	h := c.holds[id]
	if h == nil {
		return
	}
	if !h.decided {
		h.decided = true
		if h.done = rapid.IntRange(0, 3).Draw(c.T, "hold done") > 0 && c.held[id] > 0; h.done {
			if h.capture {
				c.captured[id] = h.sum
			}
			c.held[id] = 0
			c.say("the gateway did capture=%v %s", h.capture, id)
			if h.capture {
				c.report(id)
			}
		}
	}
	k := Rejected
	if h.done {
		k = Applied
	}
	if !sure && rapid.IntRange(0, 3).Draw(c.T, "doubt") == 0 {
		k = InDoubt
	} else {
		delete(c.holds, id)
	}
	c.do(SettleHold{Payment: id, Attempt: h.attempt, Outcome: Outcome{Kind: k}}, RoleGateway)
}

func (c *cabinet) byHand() {
	if len(c.ids) == 0 {
		return
	}
	id := rapid.SampledFrom(c.ids).Draw(c.T, "cabinet")
	free := c.captured[id] - c.back[id]
	if free <= 0 {
		return
	}
	sum := rapid.Int64Range(1, free).Draw(c.T, "by hand")
	var owing []int64
	for _, b := range c.o.View().Blocks {
		if b.Owed.Sign() > 0 && b.Owed.Minor() <= free {
			owing = append(owing, b.Owed.Minor())
		}
	}
	if len(owing) > 0 && rapid.Bool().Draw(c.T, "what is owed") {
		sum = rapid.SampledFrom(owing).Draw(c.T, "owing")
	}
	c.back[id] += sum
	c.say("a person pays %d of %s back in the cabinet", sum, id)
	c.report(id)
}

func (c *cabinet) block() int { return rapid.IntRange(1, max(len(c.o.blocks), 1)).Draw(c.T, "block") }

func (c *cabinet) withhold() *Withholding {
	if rapid.IntRange(0, 2).Draw(c.T, "withholds") > 0 || len(c.o.blocks) == 0 {
		return nil
	}
	b := c.o.View().Blocks[c.block()-1]
	if b.Owed.Sign() <= 0 {
		return nil
	}
	sum := b.Owed.Minor()
	if rapid.Bool().Draw(c.T, "some") {
		sum = rapid.Int64Range(1, sum).Draw(c.T, "withheld")
	}
	return &Withholding{Amount: amount.RUB(sum), For: rapid.SampledFrom([]WithholdReason{WithholdWayBack, WithholdLostDiscount, WithholdReplacement, WithholdExchange, WithholdOther}).Draw(c.T, "for"), Text: "t", Order: "o-2"}
}

func (c *cabinet) step() {
	o := c.o
	switch rapid.IntRange(0, 25).Draw(c.T, "step") {
	case 0, 1:
		sum := o.View().Due.Minor()
		if rapid.IntRange(0, 3).Draw(c.T, "other sum") == 0 {
			sum = rapid.Int64Range(1, 50_000).Draw(c.T, "sum")
		}
		c.pay(sum, rapid.IntRange(0, 3).Draw(c.T, "hold") == 0)
	case 2, 3:
		if len(c.reports) > 0 {
			c.hear(rapid.IntRange(0, len(c.reports)-1).Draw(c.T, "which report"), rapid.IntRange(0, 2).Draw(c.T, "again"))
		}
	case 4:
		c.byHand()
	case 5, 6:
		r := Refund{Block: c.block(), Withhold: c.withhold()}
		if len(c.ids) > 0 && rapid.IntRange(0, 4).Draw(c.T, "booked") == 0 {
			r.Payment = rapid.SampledFrom(c.ids).Draw(c.T, "book")
		}
		c.do(r, RoleOperator)
	case 7, 8, 9:
		if len(o.blocks) > 0 {
			c.answer(c.block())
		}
	case 10, 11, 12:
		ps := drawPicks(c.T)
		if len(ps) == 0 {
			ps = PickAll("L1")
		}
		r := ReducePrice{Picks: ps, Amount: amount.RUB(rapid.Int64Range(1, 10_000).Draw(c.T, "reduced by")), Reason: status.ReasonDefect}
		if len(c.ids) > 0 && rapid.IntRange(0, 4).Draw(c.T, "booked") == 0 {
			r.Payment = rapid.SampledFrom(c.ids).Draw(c.T, "book")
			if i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == r.Payment && p.counts() }); i >= 0 && o.unbooked(o.payments[i]).Sign() > 0 {
				r.Amount = o.unbooked(o.payments[i])
			}
		}
		c.do(r, RoleOperator)
	case 13, 14:
		r := Return{Picks: drawPicks(c.T), Reason: drawReason(c.T)}
		if rapid.IntRange(0, 2).Draw(c.T, "loses a discount") == 0 {
			p := Reprice{}
			if rapid.Bool().Draw(c.T, "new price") {
				l := fmt.Sprintf("L%d", rapid.IntRange(1, 4).Draw(c.T, "dearer"))
				if v, ok := o.Line(l); ok {
					p.Prices = []NewPrice{{Line: l, Total: amount.RUB(v.Gross.Minor() + rapid.Int64Range(0, 1000).Draw(c.T, "more"))}}
				}
			}
			if rapid.Bool().Draw(c.T, "other discount") {
				p.Adjustments = []Adjustment{{Kind: AdjustPromo, On: drawBase(c.T), Amount: amount.RUB(rapid.Int64Range(0, 5000).Draw(c.T, "promo"))}}
			}
			r.Reprice = &p
		}
		c.do(r, RoleOperator)
	case 15, 16:
		c.do(Receive{Block: c.block(), Picks: drawPicks(c.T), Custody: rapid.SampledFrom([]status.ReturnCustody{
			status.CustodyInTransit, status.CustodyReceived, status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged, status.CustodyLost,
			status.CustodyRejected, status.CustodyGivenBack, status.CustodyWithdrawn, status.CustodyWrongItem,
		}).Draw(c.T, "custody")}, RoleOperator)
	case 17:
		e := Edit{Remove: drawPicks(c.T)}
		if rapid.Bool().Draw(c.T, "adds") {
			e.Add = []Line{{ID: fmt.Sprintf("L%d", len(o.lines)+1), Quantity: amount.Pcs(2), Price: drawMoney(c.T, "price"), VAT: amount.VAT20}}
		}
		if rapid.Bool().Draw(c.T, "extends") {
			e.Extend = []Extension{{Line: "L1", By: amount.Pcs(1), Total: drawMoney(c.T, "more")}}
		}
		c.do(e, RoleOperator)
	case 18:
		d := Deliver{Shipment: rapid.IntRange(0, len(o.shipments)).Draw(c.T, "shipment")}
		if ps := drawPicks(c.T); len(ps) > 0 {
			d.Refused = []Refusal{{ps, drawReason(c.T)}}
		}
		c.do(d, RoleOperator)
	case 19:
		if len(c.ids) > 0 {
			id := rapid.SampledFrom(c.ids).Draw(c.T, "held")
			switch rapid.IntRange(0, 3).Draw(c.T, "of held money") {
			case 0, 1:
				c.do(Capture{Payment: id}, RoleOperator)
			case 2:
				c.do(ReleaseHold{Payment: id}, RoleSystem)
			}
			c.holdAnswer(id, false)
		}
	case 20, 21:
		c.do(rapid.SampledFrom([]Command{Confirm{}, Assemble{Warehouse: "A"}, Pack{}, HandOver{Courier: true}, HandOver{Waybill: "W"}, Deliver{}, Deliver{}, Complete{}}).Draw(c.T, "onward"), RoleOperator)
	case 22, 23:
		x := drawCommand(c.T, o)
		switch x.Kind() {
		case KindPay, KindForget, KindSettleRefund, KindSettleHold, KindCapture, KindReleaseHold:
			return
		}
		c.do(x, RoleOperator)
	default:
		x := drawObservation(c.T, o)
		if _, ok := x.(PaymentReport); ok {
			return
		}
		by := drawBy(c.T, c.tick(), RoleChannel, RoleChannel, RoleERP, RoleCarrier)
		c.observe(x, by)
	}
}

// quiet lets everything that is late arrive.
func (c *cabinet) quiet() {
	for id := range c.holds {
		c.holdAnswer(id, true)
	}
	for range 3 {
		for n := range c.o.blocks {
			b := c.o.blocks[n]
			q := c.refunds[n+1]
			if b.Money != status.MoneySent && b.Money != status.MoneyInDoubt {
				continue
			}
			if q == nil {
				c.fail("R%d is under way, and nobody ordered it", n+1)
			}
			all, done := true, []PaymentShare(nil)
			for _, f := range q.e.From {
				if c.pays(n+1, f) {
					done = append(done, f)
				} else {
					all = false
				}
			}
			s := SettleRefund{Block: n + 1, Attempt: q.e.Attempt, Outcome: Outcome{Kind: Applied}}
			if !all {
				s.Outcome.Kind, s.Done = Rejected, done
			}
			if !c.do(s, RoleGateway) {
				c.fail("R%d cannot be settled", n+1)
			}
		}
		c.reports = nil
		for _, id := range c.ids {
			p := c.now(id)
			if p.State == 0 {
				continue
			}
			by := By{Actor: Actor{Role: RoleGateway, System: "yk"}, At: c.tick(), Occurred: c.at}
			c.observe(PaymentReport{p}, by)
		}
	}
}

func openCabinet(t *rapid.T) *cabinet {
	d := drawDraft(t)
	code := rapid.SampledFrom([]SchemeCode{OwnPickup, ByCarrier, ByCarrier, MerchantDelivery, Standard}).Draw(t, "kind of scheme")
	v := variant(t, code)
	d.Scheme, d.Authority = v.Code, rapid.SampledFrom([]Authority{0, 0, OwnShop, Marketplace}).Draw(t, "who decides")
	d.Confirmations = nil
	c := &cabinet{T: t, scheme: v, at: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC), captured: map[string]int64{}, held: map[string]int64{}, back: map[string]int64{}, form: map[string]PaymentForm{}, refunds: map[int]*paying{}, holds: map[string]*holding{}}
	var err error
	c.o, _, err = New(d, By{Actor: Actor{Role: RoleChannel, System: "channel-1"}, At: c.at}, WithScheme(v))
	if err != nil {
		t.Skip(err)
	}
	return c
}

func TestWhateverHappensTheOrderKnowsTheMoney(t *testing.T) {
	told, knew := 0, 0
	defer func() { t.Logf("told %d, knew %d", told, knew) }()
	rapid.Check(t, func(t *rapid.T) {
		c := openCabinet(t)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			c.step()
		}
		c.stored()
		c.quiet()
		c.stored()
		v := c.o.View()
		captured, back := int64(0), int64(0)
		for _, id := range c.ids {
			captured += c.captured[id]
			back += c.back[id]
		}
		asked := c.o.Held() || len(v.Notes) > 0 // people are told
		if asked {
			told++
		} else {
			knew++
		}
		if !asked && (v.Paid.Minor() != captured || v.Refunded.Minor() != back) {
			c.fail("the gateway took %d and gave back %d, the order says %s and %s", captured, back, v.Paid, v.Refunded)
		}
		for _, p := range v.Payments {
			if p.counts() && p.Reported.Minor() != p.Refunded.Minor() && !asked {
				c.fail("payment %s: %s were paid back, the gateway says %s", p.ID, p.Refunded, p.Reported)
			}
		}
		c.end()
	})
}

// end brings the order to its end as sensible people would: all goods back, all money that is owed paid back.
func (c *cabinet) end() {
	if c.o.forgotten != nil || c.scheme.ChannelRefunds {
		return
	}
	for _, p := range c.o.payments {
		c.do(ReleaseHold{Payment: p.ID}, RoleOperator)
		c.do(SettleHold{Payment: p.ID, Outcome: Outcome{Kind: Applied}}, RoleGateway)
	}
	for range 4 {
		for n := range c.o.requests {
			c.do(AnswerCancelRequest{Request: n + 1, Verdict: VerdictAccept}, RoleOperator)
		}
		for n := range c.o.blocks {
			c.do(Receive{Block: n + 1, Custody: status.CustodyGivenBack}, RoleOperator)
		}
		c.do(Cancel{Reason: status.ReasonOther, Told: "by phone"}, RoleOperator)
		c.do(Deliver{}, RoleOperator)
		c.do(Return{Reason: status.ReasonOther}, RoleOperator)
	}
	if !c.o.total.IsZero() {
		return // goods that cannot come back in this scheme
	}
	for n := range c.o.blocks {
		c.do(Receive{Block: n + 1, Custody: status.CustodyReceived}, RoleOperator)
		for range 2 {
			if b := c.o.blocks[n]; b.Money == status.MoneyOwed || b.Money == status.MoneyRefused {
				c.do(Refund{Block: n + 1}, RoleOperator)
				c.quiet()
			}
		}
	}
	v := c.o.View()
	free := c.o.zero()
	for _, p := range c.o.payments {
		if p.counts() {
			free = addOr(free, c.o.unbooked(p))
		}
	}
	if v.Due.Sign() > 0 && v.Due.Minor() > free.Minor() {
		c.fail("due %s, unbooked %s", v.Due, free)
	}
	if v.Due.IsZero() && !v.ToRefund.IsZero() && free.IsZero() {
		c.fail("%s can never be paid back", v.ToRefund)
	}
}
