package receipts

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
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

// Owed is a receipt that an order owes.
type Owed struct {
	Reason  Reason
	Event   int       // number of the event that it follows from
	At      time.Time // of that event
	Payment string    // the payment, ForPayment and ForReturn
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
//     buyer and the order is paid for;
//   - for each return block whose money is back, a refund: of units that were settled, a refund of these units at the price
//     they were sold for; of others, a refund of so much of the advance. A block of both kinds owes both.
//
// A receipt with more positions than there may be becomes several, whose keys end in /2, /3 and so on.
//
// Every receipt is settled by the event that it follows from: a longer log of the same order begins with the same receipts
// under the same keys, whatever happened since. Nothing is owed for payments that came with their receipt attached, nor for
// what an order had behind it when it was imported with goods handed out: that was receipted where it happened.
//
// Money that a gateway paid back and nobody ordered undoes so much of the advance. What of it was settled already waits
// until a person splits the units off that it was for; their refund is owed then.
//
// Orders whose money a marketplace takes and pays back are no matter of this plan; neither are corrections, which follow
// from a mistake and not from an event: see Receipt.Correct and Receipt.Reverse.
//
// The error is a *RuleError about the settings or the order's currency, or an order.ErrOverflow.
func Plan(o *order.Order, s Settings) ([]Owed, error) {
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
		Settings: s.complete(), index: map[string]*line{}, payments: map[string]payment{}, atHand: map[Form]int64{}, used: map[string]int{}, coded: map[string]coded{}, method: Advance,
	}
	if cur := o.Total().Currency(); cur != "RUB" {
		return nil, &RuleError{What: "plan", Key: o.ID(), Problems: []Problem{{Field: "Total", Position: -1, Rule: fmt.Sprintf("the order is in %q; fiscal receipts are in roubles", cur)}}}
	}
	for e := range o.Events(order.Filter{}) {
		if err := b.take(e); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// take takes up an event, and then makes the receipts that it leads to.
func (b *book) take(e order.Event) error {
	b.event = e
	switch x := e.Body.(type) {
	case order.Placed:
		b.place(x)
	case order.Imported:
		return b.imported(x)
	case order.LineAdded:
		b.addLine(x.Line)
		b.total = x.Total.Minor()
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
		b.move(e)
	case order.MarkRejected:
		delete(b.index[x.Line].codes, x.Unit)
		b.move(e)
	case order.Cancelled:
		b.total = x.Total.Minor()
		b.move(e)
	case order.Delivered:
		b.total = x.Total.Minor()
		b.addBlock(x.Block)
		b.move(e)
	case order.Returned:
		b.total = x.Total.Minor()
		b.addBlock(&x.Block)
		b.move(e)
		if x.Block.Owed.IsZero() && b.stray > 0 {
			return b.returnedFor(x.Block)
		}
	case order.ReturnChanged:
		k := &b.blocks[x.Block-1]
		b.owed += x.Owed.Minor() - k.Owed.Minor()
		k.Parts, k.Sum, k.Owed = x.Parts, x.Sum, x.Owed
		b.total = x.Total.Minor()
		b.move(e)
	case order.SurplusOwed:
		for _, r := range x.Raised {
			k := &b.blocks[r.N-1]
			b.owed += r.Owed.Minor() - k.Owed.Minor()
			k.Owed = r.Owed
		}
		b.addBlock(x.Block)
	case order.RefundOrdered:
		b.blocks[x.Block-1].From = x.From
	case order.RefundSettled:
		return b.refundSettled(x)
	case order.PaymentChanged:
		if err := b.payment(x); err != nil {
			return err
		}
	default:
		if len(e.Moves()) == 0 {
			return nil
		}
		b.move(e)
	}
	return b.settle()
}

func (b *book) place(x order.Placed) {
	b.id, b.number, b.total = x.ID, x.Number, x.Total.Minor()
	if b.number == "" {
		b.number = x.ID
	}
	b.buyer = b.Buyer
	if x.Buyer.Email != "" || x.Buyer.Phone != "" {
		b.buyer.Email, b.buyer.Phone = x.Buyer.Email, phone(x.Buyer.Phone)
	}
	for _, l := range x.Lines {
		b.addLine(l)
	}
}

// phone leaves of a phone number what a receipt may have: digits, and a leading plus.
func phone(s string) string {
	var out []rune
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9' || r == '+' && len(out) == 0:
			out = append(out, r)
		case r == ' ' || r == '-' || r == '(' || r == ')' || r == '.' || r == '\u00a0':
		default:
			return s // it is no phone number, and Check says so
		}
	}
	return string(out)
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

func (b *book) move(e order.Event) {
	for _, m := range e.Moves() {
		b.index[m.Line].put(m.Portion)
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
