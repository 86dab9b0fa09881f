package receipts

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/status"
)

// Reason is why a receipt is planned.
type Reason string

// The reasons.
const (
	ForPayment Reason = "payment" // money was paid before the goods
	ForGoods   Reason = "goods"   // the buyer has the goods and has paid for them; a refund undoes their sale to make it anew
	ForBlock   Reason = "block"   // the money of a return block was paid back
	ForReturn  Reason = "return"  // the gateway paid money back without an order
)

// PlannedReceipt is a receipt that an order requires.
type PlannedReceipt struct {
	Reason Reason
	Event  int       // number of the event that caused it
	At     time.Time // time of that event
	// Payment is the id of the payment, set for ForPayment and ForReturn. It is "" for money paid at the hand-over in
	// excess of the price of the goods.
	Payment string
	// Shipment is the shipment that it settles, with Settings.PerShipment; 0 is the whole order.
	Shipment int
	Block    int // the return block, set for ForBlock
	// Receipt is the receipt to register under its Key. It may not pass Check if the order lacks data;
	// Registrar.Register then returns the *RuleError.
	Receipt Receipt
}

// Plan returns the receipts that an order requires so far, in the order in which to register them:
//
//   - for each payment made before the hand-over, an advance of exactly its sum, or with Settings.Prepaid a full or partial
//     prepayment of the goods;
//   - when the buyer has every unit that was neither cancelled nor returned, and has paid for them, one full settlement of
//     these units with the advance offset. With Settings.PerShipment there is one for each shipment, as soon as the buyer
//     has all of it and either the order is paid or money paid by Settings.AtHandOver, with the advance, covers it;
//   - for each return block whose money was paid back, a refund: settled units at the price they were sold for, other units
//     as an undone part of the advance. A block with both kinds of units requires two receipts. A block of settled units that owes
//     nothing requires a refund when the units are back: of gifts because of their marking codes, of goods because they
//     were exchanged (order.Edit). What they cost then pays for the rest of the order, see exchange.go.
//
// A refund receipt is of exactly the money that goes back. Of a price reduction it has the units that got cheaper at
// what they were reduced by, without their marking codes, as the goods stay with the buyer; of a block of which a sum
// is withheld it has the units at their price less that sum, which stays revenue. What pays for goods of another order
// goes back as a consideration (1217). 54-ФЗ has a receipt for money that is paid back (a refund of a sale: art. 1.1,
// 4.7), with the goods, their price and the rate of VAT. How it is written when less than the price goes back, the law
// does not say, nor a letter that we know of: positions of the money, at the rate and by the method of the sale, are a
// guess, and so is what is withheld as revenue, and how a lost discount is receipted.
//
// A discount that is lost because units come back (order.Return) moves money between units. Those that are settled go
// back at the prices that they have then, so that a refund is of the money, and all refunds together are the sale. If
// that would change what was sold at a rate of VAT, or what is settled, then the sale of what stays is undone and made
// anew at its new price, without money; what the returned goods cost more than they pay back pays for it, once they are
// refunded.
//
// A receipt with more positions than allowed is split into several; the keys of the further ones end in /2, /3 and so
// on.
//
// Each receipt depends only on the log up to its event: a longer log of the same order begins with the same receipts
// under the same keys. The one exception is a marking code that comes late. A receipt of a unit handed out without its
// code does not pass Check, so it cannot have been registered. The first valid code set on the unit afterwards
// (order.Marked) completes this receipt under its key, and the refund that may have followed. A receipt that passes
// Check never changes.
//
// A gift card (order.FormGiftCard) was receipted when it was sold, so what it pays needs no receipt before the goods,
// whose settlement names it as an offset. Bonus points and goods in exchange are named as consideration. Both are used
// before the money paid in advance, as a refund pays money back first; in the refund of settled goods each form is
// named that goes back. A settlement has the rate of VAT that the units had when they left, and a refund the rate of
// what it undoes, whatever the line's rate is by then: that of the sale, or that of the advance.
//
// Money paid by Settings.AtHandOver is receipted with the goods, or before it is paid back. Money paid in parts after
// the hand-over is receipted when the full sum is there.
//
// No receipt is planned for a payment that has its receipt attached, nor for goods paid at the hand-over in that way:
// the courier's cash register has settled them. Nor is one planned for what happened before an order was imported with
// goods handed out: the earlier system receipted it. Goods that were not paid for by then are settled when they are
// paid.
//
// Money that the gateway paid back without an order undoes the same sum of the advance. If that sum was settled
// already, it counts as the refund of a block that is due exactly this sum for settled goods, because people also pay
// refunds in the gateway's own dashboard. Otherwise it waits until a person splits the returned units off; their refund
// is planned then.
//
// Orders that a marketplace bills and refunds are outside this plan. So are corrections, which follow from a mistake
// and not from an event: see Receipt.Correct and Receipt.Reverse.
//
// The error is a *RuleError for the settings or the currency of the order, or an amount.ErrOverflow.
func Plan(o *order.Order, s Settings) ([]PlannedReceipt, error) {
	b, err := read(o, s)
	if err != nil {
		return nil, err
	}
	return b.planned, nil
}

// read builds the book from an order's log.
func read(o *order.Order, s Settings) (*book, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	b := &book{
		Settings: s.complete(), index: map[string]*line{}, payments: map[string]payment{}, atHandOver: map[Form]int64{}, unplanned: map[Form]int64{}, credits: map[Form]int64{}, used: map[string]int{}, paidInKind: map[int]int64{},
		coded: map[string]coded{}, lacking: map[unit][]*draft{}, reduced: map[int][]reduction{}, method: Advance,
	}
	if cur := o.Total().Currency(); cur != "RUB" {
		c := &rules{position: -1}
		c.must(false, 0, "Total", "the currency %s: fiscal receipts are in roubles (RUB)", is(cur))
		return nil, c.err("plan", o.ID())
	}
	for e := range o.Events(order.Filter{}) {
		if err := b.apply(e); err != nil {
			return nil, err
		}
	}
	b.completeDrafts()
	return b, nil
}

// apply applies an event and plans the receipts that follow from it.
func (b *book) apply(e order.Event) error {
	b.event = e
	b.update(e)
	if err := b.planMoney(e); err != nil {
		return err
	}
	if m, ok := e.Body.(order.Marked); ok {
		b.addLateMark(b.index[m.Line], m.Unit, m.Code)
	}
	if !b.maySettle(e) {
		return nil
	}
	return b.settle()
}

// maySettle reports whether an event may require a settlement, because it moves units or money. An import does not: the
// earlier system made the settlements.
func (b *book) maySettle(e order.Event) bool {
	switch e.Body.(type) {
	case order.Imported:
		return false
	case order.LineAdded, order.LineExtended, order.Repriced, order.Cancelled, order.Delivered, order.Returned, order.ReturnChanged,
		order.SurplusOwed, order.PriceReduced, order.RefundSettled, order.RefundBooked, order.RefundWaived, order.PaymentChanged:
		return true
	}
	return len(e.Moves()) > 0
}

// update updates lines, units and sums from an event.
func (b *book) update(e order.Event) {
	switch x := e.Body.(type) {
	case order.Placed:
		b.place(x)
		return
	case order.Imported:
		b.place(x.Placed)
		return
	case order.LineAdded:
		b.addLine(x.Line)
		b.addTo(x.Total.Minor())
		return
	case order.LineExtended:
		l := b.index[x.Line]
		l.put(order.Portion{From: l.Quantity, To: x.Quantity, State: x.State})
		l.Quantity, l.Net, l.Tax = x.Quantity, x.Net, x.Tax
		b.addTo(x.Total.Minor())
	case order.Repriced:
		b.total = x.Total.Minor() // planMoney needs the prices before
	case order.LineChanged:
		b.changeLine(x)
	case order.Marked:
		b.setMark(x.Line, x.Unit, x.Code)
	case order.MarkRejected:
		delete(b.index[x.Line].codes, x.Unit)
	case order.Cancelled:
		b.total = x.Total.Minor()
	case order.Delivered:
		b.total = x.Total.Minor()
		b.addBlock(x.Block)
	case order.Returned:
		b.total = x.Total.Minor()
		b.addBlock(&x.Block)
	case order.ReturnChanged:
		k := &b.blocks[x.Block-1]
		b.owed += x.Owed.Minor() - k.Owed.Minor()
		k.Parts, k.Sum, k.Owed, k.Money = x.Parts, x.Sum, x.Owed, x.Money
		b.total = x.Total.Minor()
	case order.SurplusOwed:
		for _, r := range x.Raised {
			k := &b.blocks[r.N-1]
			b.owed += r.Owed.Minor() - k.Owed.Minor()
			k.Owed, k.Money = r.Owed, r.Money
		}
		b.addBlock(x.Block)
	case order.PriceReduced:
		for _, p := range x.Lines {
			l := b.index[p.Line]
			l.Net, l.Tax = p.Net, p.Tax
		}
		b.total = x.Total.Minor()
		b.addBlock(&x.Block)
	case order.RefundOrdered:
		k := &b.blocks[x.Block-1]
		k.From, k.Money = x.From, status.MoneySent
		withhold(k, x.Withheld, x.Owed)
	case order.RefundBooked:
		k := &b.blocks[x.Block-1]
		k.From, k.Money = x.From, status.MoneyRefunded
		withhold(k, x.Withheld, x.Owed)
		b.owed -= x.Amount.Minor()
	case order.RefundWaived:
		k := &b.blocks[x.Block-1]
		k.Money = x.Money
		withhold(k, &x.Withheld, x.Owed)
	}
	for _, m := range e.Moves() {
		b.index[m.Line].put(m.Portion)
	}
}

// planMoney plans the receipts of money received or paid back.
func (b *book) planMoney(e order.Event) error {
	switch x := e.Body.(type) {
	case order.Imported:
		return b.imported(x)
	case order.PaymentChanged:
		return b.paymentChanged(x)
	case order.RefundSettled:
		return b.refundSettled(x)
	case order.Repriced:
		return b.repriced(x)
	case order.PriceReduced:
		return b.priceReduced(x.Block)
	case order.RefundBooked:
		return b.refundBooked(x)
	case order.RefundWaived:
		return b.refundWaived(b.blocks[x.Block-1])
	case order.Returned:
		if err := b.refundedBefore(x.Block); err != nil {
			return err
		}
		return b.backWithoutMoney(x.Block) // what was rendered does not come back
	case order.ReturnReceived:
		return b.backWithoutMoney(b.blocks[x.Block-1])
	case order.ReturnChanged:
		return b.backWithoutMoney(b.blocks[x.Block-1])
	}
	return nil
}

func (b *book) place(x order.Placed) {
	b.id, b.number, b.total = x.ID, x.Number, x.Total.Minor()
	if b.number == "" {
		b.number = x.ID
	}
	b.buyer = b.contact(x.Buyer)
	for _, l := range x.Lines {
		b.addLine(l)
	}
}

// changeLine applies other facts of a line. Units that are settled keep theirs.
func (b *book) changeLine(x order.LineChanged) {
	l := b.index[x.Line]
	if l.VAT != x.VAT || !slices.Equal(l.rates, x.Rates) {
		l.was = append(l.was, rating{b.rerated, l.VAT, l.rates})
		b.rerated++
	}
	l.Name, l.SKU, l.GTIN, l.VAT, l.Marked, l.rates, l.Tax = x.Name, x.SKU, x.GTIN, x.VAT, x.Marked, x.Rates, x.Tax
}

func (b *book) addLine(d order.LineData) {
	l := &line{LineData: d}
	l.Portions = append([]order.Portion(nil), d.Portions...)
	b.lines = append(b.lines, l)
	b.index[d.ID] = l
	for _, m := range d.Marks {
		if m.Rejected == "" {
			b.setMark(d.ID, m.Unit, m.Code)
		}
	}
}

// setMark sets the code of a unit. A code is on one unit only; settled units keep theirs.
func (b *book) setMark(id string, unit int, code string) {
	if c, err := marking.Parse(code); err == nil {
		code = c.String() // as it is on the label; what is no code is refused by Check
	}
	if w, ok := b.coded[code]; ok && w.line.codes[w.unit] == code {
		delete(w.line.codes, w.unit)
	}
	l := b.index[id]
	if l.codes == nil {
		l.codes = map[int]string{}
	}
	l.codes[unit], b.coded[code] = code, coded{l, unit}
}

// withhold keeps a part of what a block owed.
func withhold(k *order.Block, w *order.Withholding, owed amount.Money) {
	if w != nil {
		k.Withheld, k.Owed = append(slices.Clone(k.Withheld), *w), owed
	}
}

func (b *book) addBlock(k *order.Block) {
	if k != nil {
		b.blocks = append(b.blocks, *k)
		b.owed += k.Owed.Minor()
	}
}
