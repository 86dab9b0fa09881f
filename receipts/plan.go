package receipts

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Reason is why a receipt is owed.
type Reason string

// The reasons.
const (
	ForPayment Reason = "payment" // money came before the goods
	ForGoods   Reason = "goods"   // the goods are with the buyer, and paid for
	ForBlock   Reason = "block"   // the money of a return block is back
	ForReturn  Reason = "return"  // a gateway paid back what nobody ordered
)

// PlannedReceipt is a receipt that an order owes.
type PlannedReceipt struct {
	Reason Reason
	Event  int       // number of the event that it follows from
	At     time.Time // of that event
	// Payment is the payment, ForPayment and ForReturn; "" for what is more than the goods cost that it came with.
	Payment string
	// Shipment it settles, where shipments are settled one by one; 0 for the order.
	Shipment int
	Block    int // the return block, ForBlock
	// Receipt is what to register, under its Key. It was made without a look at Check: what the order does not know is
	// found there, by Registrar.Register at the latest.
	Receipt Receipt
}

// Plan tells which receipts an order owes up to now, in the order in which they are to be registered:
//
//   - for each payment that comes before the goods are with the buyer, an advance of exactly its sum, or with
//     Settings.Prepaid the goods, paid for in full or in part;
//   - when every unit that was neither cancelled nor returned is with the buyer and paid for, one full settlement of those
//     units, with the advance offset; with Settings.PerShipment, one for each shipment as soon as all of it is with the
//     buyer and either the order is paid for or what came by Settings.AtHandOver, with the advance, covers the shipment;
//   - for each return block whose money is back, a refund: of units that were settled, a refund of these units at the price
//     they were sold for; of others, a refund of so much of the advance. A block of both kinds owes both. A block of gifts,
//     for which no money goes back, owes a refund of their marking codes when they are back.
//
// A receipt with more positions than there may be becomes several, whose keys end in /2, /3 and so on.
//
// Every receipt is settled by the event that it follows from: a longer log of the same order begins with the same receipts
// under the same keys, whatever happened since. Only a marking code may come later. A receipt of a unit that was handed out
// without one does not pass Check, so it cannot have been registered; the first good code that is put on the unit after
// that (order.Marked) completes it, under its key, and the refund that may have followed. A receipt that passes never
// changes.
//
// Money that came by Settings.AtHandOver is receipted with the goods, or before it goes back. What is paid in parts after
// the hand-over is receipted when all of it is there.
//
// Nothing is owed for payments that came with their receipt attached, nor for the goods of one that came so at the
// hand-over: the courier's register has settled them. Nor is anything owed for what an order had behind it when it was
// imported with goods handed out: that was receipted where it happened. Goods that were not paid for by then are
// settled when they are.
//
// Money that a gateway paid back and nobody ordered undoes so much of the advance. What of it was settled already is taken
// for the refund of a block that owes just as much for settled goods, as people pay back in a gateway's own cabinet, too;
// else it waits until a person splits the units off that it was for, and their refund is owed then.
//
// Orders whose money a marketplace takes and pays back are no matter of this plan; neither are corrections, which follow
// from a mistake and not from an event: see Receipt.Correct and Receipt.Reverse.
//
// The error is a *RuleError about the settings or the order's currency, or an amount.ErrOverflow.
func Plan(o *order.Order, s Settings) ([]PlannedReceipt, error) {
	b, err := read(o, s)
	if err != nil {
		return nil, err
	}
	return b.owing, nil
}

// read goes through an order's log.
func read(o *order.Order, s Settings) (*book, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	b := &book{
		Settings: s.complete(), index: map[string]*line{}, payments: map[string]payment{}, atHand: map[Form]int64{}, stray: map[Form]int64{}, used: map[string]int{},
		coded: map[string]coded{}, lacking: map[unit][]*draft{}, method: Advance,
	}
	if cur := o.Total().Currency(); cur != "RUB" {
		return nil, &RuleError{What: "plan", Key: o.ID(), Problems: []Problem{{Field: "Total", Position: -1, Rule: fmt.Sprintf("the order is in %q; fiscal receipts are in roubles", cur)}}}
	}
	for e := range o.Events(order.Filter{}) {
		if err := b.take(e); err != nil {
			return nil, err
		}
	}
	b.completed()
	return b, nil
}

// take takes up an event, and makes the receipts that it leads to.
func (b *book) take(e order.Event) error {
	b.event = e
	b.reckon(e)
	if err := b.settleMoney(e); err != nil {
		return err
	}
	if m, ok := e.Body.(order.Marked); ok {
		b.complete(b.index[m.Line], m.Unit, m.Code)
	}
	if !b.stirs(e) {
		return nil
	}
	return b.settle()
}

// stirs tells whether an event may lead to a settlement: it moves units or sums. What was settled elsewhere before an
// import is no matter of the import.
func (b *book) stirs(e order.Event) bool {
	switch e.Body.(type) {
	case order.Imported:
		return false
	case order.LineAdded, order.LineExtended, order.Repriced, order.Cancelled, order.Delivered, order.Returned, order.ReturnChanged,
		order.SurplusOwed, order.RefundSettled, order.PaymentChanged:
		return true
	}
	return len(e.Moves()) > 0
}

// reckon takes up what an event says of lines, units and sums.
func (b *book) reckon(e order.Event) {
	switch x := e.Body.(type) {
	case order.Placed:
		b.place(x)
		return
	case order.Imported:
		b.place(x.Placed)
		return
	case order.LineAdded:
		b.addLine(x.Line)
		b.total = x.Total.Minor()
		return
	case order.LineExtended:
		l := b.index[x.Line]
		l.put(order.Portion{From: l.Quantity, To: x.Quantity, State: x.State})
		l.Quantity, l.Net, l.Tax = x.Quantity, x.Net, x.Tax
		b.total = x.Total.Minor()
	case order.Repriced:
		for _, p := range x.Lines {
			l := b.index[p.Line]
			l.Net, l.Tax = p.Net, p.Tax
		}
		b.total = x.Total.Minor()
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
	case order.RefundOrdered:
		k := &b.blocks[x.Block-1]
		k.From, k.Money = x.From, status.MoneySent
	}
	for _, m := range e.Moves() {
		b.index[m.Line].put(m.Portion)
	}
}

// settleMoney makes the receipts of money that came or went back.
func (b *book) settleMoney(e order.Event) error {
	switch x := e.Body.(type) {
	case order.Imported:
		return b.imported(x)
	case order.PaymentChanged:
		return b.payment(x)
	case order.RefundSettled:
		return b.refundSettled(x)
	case order.Returned:
		return b.returnedFor(x.Block)
	case order.ReturnReceived:
		return b.giftsBack(b.blocks[x.Block-1])
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

// setMark puts a code on a unit. A code is on one unit only, but what was sold keeps its own.
func (b *book) setMark(id string, unit int, code string) {
	if w, ok := b.coded[code]; ok && w.line.codes[w.unit] == code {
		delete(w.line.codes, w.unit)
	}
	l := b.index[id]
	if l.codes == nil {
		l.codes = map[int]string{}
	}
	l.codes[unit], b.coded[code] = code, coded{l, unit}
}

func (b *book) addBlock(k *order.Block) {
	if k != nil {
		b.blocks = append(b.blocks, *k)
		b.owed += k.Owed.Minor()
	}
}
