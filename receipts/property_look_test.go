package receipts

import (
	"reflect"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sums are what receipts come to, in kopecks.
type sums struct {
	money   int64 // changed hands
	advance int64 // was taken before the goods, and is not used up
	goods   int64 // were settled, and did not come back
	vat     int64 // of them
}

// add counts a receipt.
func (s *sums) add(r Receipt) {
	sign := int64(1)
	if r.Kind == SellRefund {
		sign = -1
	}
	for _, p := range r.Payments {
		if p.Form.IsMoney() {
			s.money += sign * p.Sum.Minor()
		} else {
			s.advance -= sign * p.Sum.Minor()
		}
	}
	for _, p := range r.Positions {
		if p.Method.BeforeGoods() {
			s.advance += sign * p.Sum.Minor()
		} else {
			s.goods += sign * p.Sum.Minor()
			s.vat += sign * p.VATSum.Minor()
		}
	}
}

func receipted(owed []PlannedReceipt) sums {
	var s sums
	for _, x := range owed {
		s.add(x.Receipt)
	}
	return s
}

// stands is what the receipts would have to come to as the order stands, had all of them been made here.
func (k *till) stands(b *book) sums {
	kind := k.inKind()
	s := sums{
		money:   moved(k.o.View()) - b.atHandOver[Electronic] - b.atHandOver[Cash] + b.unplanned[Electronic] + b.unplanned[Cash] - kind,
		advance: b.advance + b.creditSum() - kind + receiptedInKind(b) - b.unplanned[Offset] - b.unplanned[Consideration],
	}
	for _, l := range b.lines {
		for _, x := range l.sold {
			s.goods += sum([]units{{l, x, 0}})
			rate := b.rate(x.vat)
			tax, err := x.net.VAT(rate)
			require.NoError(k, err)
			m, err := tax.Of(x.from, x.to)
			require.NoError(k, err)
			s.vat += m.Minor()
		}
	}
	return s
}

// receiptedInKind is what other orders got of refunds.
func receiptedInKind(b *book) (n int64) {
	for _, some := range b.paidInKind {
		n += some
	}
	return n
}

// less is what both differ in.
func (s sums) less(o sums) sums {
	return sums{s.money - o.money, s.advance - o.advance, s.goods - o.goods, s.vat - o.vat}
}

// open looks at the order for the first time: what was receipted elsewhere is not looked for.
func (k *till) open() {
	b, err := read(k.o, k.s)
	require.NoError(k, err)
	k.base = k.stands(b).less(receipted(b.planned))
	k.before = map[string][]order.Units{}
	for _, l := range b.lines {
		for _, s := range l.sold {
			k.before[l.ID] = append(k.before[l.ID], order.Units{Line: l.ID, From: s.from, To: s.to})
		}
	}
	k.imported = len(k.o.View().Payments)
	k.look()
}

// look makes the plan anew: it begins with what was owed before, all receipts pass, and their sums are the money moved.
func (k *till) look() {
	b, err := read(k.o, k.s)
	require.NoError(k, err)
	k.knows(b)
	owed := b.planned
	require.GreaterOrEqual(k, len(owed), len(k.owed))
	for i, was := range k.owed {
		if !reflect.DeepEqual(was, owed[i]) && !completed(was, owed[i]) {
			k.Fatalf("what was owed before is another now:\n%+v\n%+v", was, owed[i])
		}
	}
	for i, x := range owed {
		if i >= len(k.owed) || !reflect.DeepEqual(x, k.owed[i]) {
			k.passes(x.Receipt)
		}
	}
	keys := map[string]bool{}
	for _, x := range owed {
		require.False(k, keys[x.Receipt.Key], "the key %s twice", x.Receipt.Key)
		keys[x.Receipt.Key] = true
	}
	k.owed = owed
	if !k.reduces { // a refund of a part of the price leaves units sold, or names gifts beside them
		k.unitsOnce()
	}
	all, base := receipted(owed), k.base
	for _, p := range k.o.View().Payments[k.imported:] {
		if p.Receipt != nil && isReceived(p) && p.Form == "" { // receipted elsewhere
			base.money += p.Amount.Minor()
			base.advance += p.Amount.Minor()
		}
	}
	require.GreaterOrEqual(k, b.advance, int64(0), "no more is offset or paid back than was taken in advance")
	require.GreaterOrEqual(k, min(b.unplanned[Cash], b.unplanned[Electronic]), int64(0))
	require.GreaterOrEqual(k, min(b.atHandOver[Cash], b.atHandOver[Electronic]), int64(0))
	k.drawers(b)
	if k.reduces {
		return // what is settled changes before its receipts
	}
	require.Equal(k, k.stands(b).less(base), all, "the receipts are the money moved, the advance that is left, and the goods that are settled")
}

// inKind is what was paid with no money and did not go back.
func (k *till) inKind() (minor int64) {
	for _, p := range k.o.View().Payments {
		if p.Form != "" && isReceived(p) {
			minor += k.kept(p)
		}
	}
	return minor
}

// kept is what of a payment did not go back yet.
func (k *till) kept(p order.Payment) int64 {
	came := p.Amount.Minor() - p.Refunded.Minor() // what was ordered to go back included
	for _, x := range k.o.View().Blocks {
		for _, f := range x.From {
			if f.Payment == p.ID && (x.Money == status.MoneySent || x.Money == status.MoneyInDoubt) {
				came += f.Amount.Minor()
			}
		}
		for _, f := range x.Done {
			if f.Payment == p.ID && x.Money != status.MoneyRefunded {
				came += f.Amount.Minor()
			}
		}
	}
	return came
}

// drawers checks that the money is receipted in the form in which it came and went.
func (k *till) drawers(b *book) {
	if k.imported > 0 {
		return // it was receipted elsewhere
	}
	v := k.o.View()
	want, is := map[Form]int64{}, map[Form]int64{}
	for _, p := range v.Payments {
		if !isReceived(p) {
			continue
		}
		came := k.kept(p)
		if p.Receipt != nil {
			came -= p.Amount.Minor()
		}
		want[k.s.complete().form(p)] += came
	}
	for _, x := range k.owed {
		for _, p := range x.Receipt.Payments {
			if sign := int64(1); p.Form.IsMoney() {
				if x.Receipt.Kind == SellRefund {
					sign = -1
				}
				is[p.Form] += sign * p.Sum.Minor()
			}
		}
	}
	for _, f := range []Form{Electronic, Cash} {
		require.Equal(k, want[f]-b.atHandOver[f]+b.unplanned[f], is[f], "%s", f)
	}
}

// knows checks that the plan's picture of the order is the order.
func (k *till) knows(b *book) {
	v := k.o.View()
	require.Equal(k, []int64{v.Total.Minor(), v.Paid.Minor(), v.Refunded.Minor() + v.ToRefund.Minor() + v.Withheld.Minor()}, []int64{b.total, b.paid, b.owed})
	require.Len(k, b.lines, len(v.Lines))
	for i, l := range v.Lines {
		at := amount.Quantity{}
		for _, p := range b.lines[i].Portions { // finer than the order's
			require.Equal(k, at, p.From)
			at = p.To
		}
		require.Equal(k, l.Quantity, at)
		for _, want := range l.Portions {
			for _, p := range b.lines[i].Portions {
				if f, t := overlap(p.From, p.To, want.From, want.To); f.Cmp(t) < 0 {
					p.From, p.To = want.From, want.To
					require.Equal(k, want.Portion, p)
				}
			}
		}
		codes := map[int]string{}
		for _, m := range l.Marks {
			if m.Rejected == "" {
				codes[m.Unit] = m.Code
			}
		}
		require.Equal(k, len(codes), len(b.lines[i].codes))
		for u, code := range codes {
			require.Equal(k, code, b.lines[i].codes[u])
		}
	}
}

// passes checks a receipt. Nothing but the code of a marked unit may be missing.
func (k *till) passes(r Receipt) {
	err := r.Check()
	broken := 0
	for _, p := range r.Positions {
		marked := p.Marked && p.Method.WithGoods()
		if marked {
			require.Equal(k, amount.Pcs(1), p.Quantity, "marked units stand alone")
			require.Len(k, p.Units, 1)
		}
		if marked && p.Mark == "" {
			broken++
		}
	}
	if broken == 0 {
		require.NoError(k, err)
		return
	}
	rule, ok := err.(*RuleError) //nolint:errorlint // it is made by Check itself
	require.True(k, ok, "%v", err)
	for _, p := range rule.Problems {
		require.Equal(k, 1163, p.Tag, "%v", err)
	}
}

// completed tells whether a receipt is another one with nothing but marking codes that it lacked.
func completed(was, is PlannedReceipt) bool {
	if was.Receipt.Check() == nil || len(was.Receipt.Positions) != len(is.Receipt.Positions) {
		return false
	}
	was.Receipt = was.Receipt.Clone()
	for i := range was.Receipt.Positions {
		if p := &was.Receipt.Positions[i]; p.Marked && p.Mark == "" {
			p.Mark = is.Receipt.Positions[i].Mark
		}
	}
	return reflect.DeepEqual(was.Receipt.Positions, is.Receipt.Positions) && is.Receipt.Key == was.Receipt.Key &&
		is.Receipt.Total == was.Receipt.Total && is.Event == was.Event && is.At.Equal(was.At) && reflect.DeepEqual(is.Receipt.Payments, was.Receipt.Payments)
}

// unitsOnce checks that each unit is settled at most once and paid back at most once, and so is each marking code.
func (k *till) unitsOnce() {
	sold := map[string][]order.Units{}
	for l, us := range k.before {
		sold[l] = append([]order.Units(nil), us...)
	}
	type code struct{ line, mark string }
	codes := map[code]int{}
	known := map[code]bool{}
	for i, x := range k.owed {
		moves := map[order.Units]bool{}
		for _, p := range x.Receipt.Positions {
			if !p.Method.WithGoods() {
				continue
			}
			for _, u := range p.Units {
				moves[u] = moves[u] || !shared(k.owed[:i], x, u)
			}
			if p.Mark == "" {
				continue
			}
			c := code{p.Line, p.Mark}
			if !known[c] && x.Receipt.Kind == SellRefund && len(k.before[p.Line]) > 0 {
				codes[c] = 1 // sold elsewhere
			}
			known[c] = true
			if x.Receipt.Kind == Sell {
				codes[c]++
				require.Equal(k, 1, codes[c], "%s is sold while it is sold", p.Mark)
			} else {
				codes[c]--
				require.Zero(k, codes[c], "%s is paid back and was not sold", p.Mark)
			}
		}
		for u, first := range moves {
			if !first {
				continue
			}
			if x.Receipt.Kind == Sell {
				for _, s := range sold[u.Line] {
					f, t := overlap(s.From, s.To, u.From, u.To)
					require.True(k, f.Cmp(t) >= 0, "%v of %s is settled twice", u, x.Receipt.Key)
				}
				sold[u.Line] = append(sold[u.Line], u)
				continue
			}
			sold[u.Line] = k.without(sold[u.Line], u)
		}
	}
}

// shared tells whether units are in a receipt before that is of the same settlement: two positions may share a range,
// in two receipts.
func shared(before []PlannedReceipt, x PlannedReceipt, u order.Units) bool {
	for _, b := range slices.Backward(before) {
		if b.Event != x.Event || b.Reason != x.Reason || b.Shipment != x.Shipment || b.Receipt.Kind != x.Receipt.Kind {
			return false
		}
		for _, p := range b.Receipt.Positions {
			if slices.Contains(p.Units, u) {
				return true
			}
		}
	}
	return false
}

// without takes units out of those that are settled, all of which must be among them.
func (k *till) without(sold []order.Units, u order.Units) []order.Units {
	var out []order.Units
	found := int64(0)
	for _, s := range sold {
		f, t := overlap(s.From, s.To, u.From, u.To)
		if f.Cmp(t) >= 0 {
			out = append(out, s)
			continue
		}
		found += t.Milli() - f.Milli()
		if s.From.Cmp(f) < 0 {
			out = append(out, order.Units{Line: s.Line, From: s.From, To: f})
		}
		if t.Cmp(s.To) < 0 {
			out = append(out, order.Units{Line: s.Line, From: t, To: s.To})
		}
	}
	require.Equal(k, u.To.Milli()-u.From.Milli(), found, "%v is paid back and was not settled", u)
	return out
}

// moved is what came in less what went back by refunds that are settled and by what nobody ordered.
func moved(v order.View) int64 {
	n := v.Paid.Minor() - v.Refunded.Minor()
	for _, k := range v.Blocks {
		if k.Money != status.MoneyRefunded {
			n += k.Refunded.Minor() // by a refund that was refused in part: its receipt comes with the rest
		}
	}
	return n
}
