package order

import (
	"maps"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// View is an order for screens and other programs. It is output only: an order is rebuilt from its log, never from a
// view. Nothing in it is shared with the order.
type View struct {
	ID        string                `json:"id"`
	Ref       Ref                   `json:"ref,omitzero"`
	Number    string                `json:"number,omitzero"`
	Scheme    SchemeCode            `json:"scheme"`
	State     status.OrderState     `json:"state"`
	Payment   status.PaymentState   `json:"payment"`
	Open      []status.Confirmation `json:"open,omitzero"` // confirmations that are still awaited
	Version   int                   `json:"version"`
	Placed    time.Time             `json:"placed,omitzero"`
	Updated   time.Time             `json:"updated"`
	Buyer     Buyer                 `json:"buyer,omitzero"`
	Delivery  Delivery              `json:"delivery,omitzero"`
	Method    string                `json:"method,omitzero"`    // how the buyer pays, as the shop names it
	Deadlines []Deadline            `json:"deadlines,omitzero"` // those that are not met yet, see Due

	Lines       []LineView   `json:"lines"`
	Adjustments []Adjustment `json:"adjustments,omitzero"`
	Gross       amount.Money `json:"gross"`   // price of the living units before adjustments
	Reduced     amount.Money `json:"reduced"` // what their price was reduced by after payment, see ReducePrice
	Total       amount.Money `json:"total"`   // what they cost
	VAT         amount.Money `json:"vat"`     // contained in Total
	Paid        amount.Money `json:"paid"`    // received payments
	// Refunded is what of Paid went back, ToRefund what is owed back and has not gone yet, Withheld what the seller keeps
	// of it for good. What is left of Paid pays for the living units: Due is Total less that.
	Refunded amount.Money `json:"refunded"`
	ToRefund amount.Money `json:"toRefund"`
	Withheld amount.Money `json:"withheld"`
	Held     amount.Money `json:"held"` // on the buyer's account, not taken; it is no part of Paid
	Due      amount.Money `json:"due"`  // what is still to be paid; negative when too much was

	Payments  []Payment         `json:"payments,omitzero"`
	Transfers []Transfer        `json:"transfers,omitzero"`
	Shipments []Shipment        `json:"shipments,omitzero"`
	Packages  []Package         `json:"packages,omitzero"`
	Blocks    []BlockView       `json:"blocks,omitzero"`
	Documents []Document        `json:"documents,omitzero"`
	Holds     []Hold            `json:"holds,omitzero"`
	Requests  []CancelRequest   `json:"requests,omitzero"`
	Notes     []Note            `json:"notes,omitzero"`
	Contacts  []Contact         `json:"contacts,omitzero"`
	Comments  []Comment         `json:"comments,omitzero"`
	Notices   []Notice          `json:"notices,omitzero"`
	Messages  []Message         `json:"messages,omitzero"` // to the buyer and others outside, with what came of them
	Expenses  []Expense         `json:"expenses,omitzero"` // of the seller; no part of the sums above
	Labels    map[string]string `json:"labels,omitzero"`
	Links     []Link            `json:"links,omitzero"` // other orders that it belongs to
	// Forgotten is why, by whom and when the order was forgotten here; nil while it is kept.
	Forgotten *Comment `json:"forgotten,omitzero"`
	// PersonErased is when the personal data of the buyer were erased; zero for never.
	PersonErased time.Time `json:"personErased,omitzero"`
}

// LineView is a line for screens.
type LineView struct {
	ID       string          `json:"id"`
	Kind     LineKind        `json:"kind"`
	SKU      string          `json:"sku,omitzero"`
	GTIN     string          `json:"gtin,omitzero"`
	Name     string          `json:"name,omitzero"`
	Ref      Ref             `json:"ref,omitzero"`
	Quantity amount.Quantity `json:"quantity"`      // ever ordered
	Step     amount.Quantity `json:"step,omitzero"` // the smallest quantity; zero for one piece
	Living   amount.Quantity `json:"living"`        // neither cancelled nor returned
	Gross    amount.Money    `json:"gross"`         // of the living units, before the order's adjustments
	Reduced  amount.Money    `json:"reduced"`       // what their price was reduced by after payment
	Total    amount.Money    `json:"total"`         // of the living units
	VATRate  amount.VAT      `json:"vatRate,omitzero"`
	// Rates are the units that have another rate than VATRate: they left before it changed.
	Rates []VATRange   `json:"rates,omitzero"`
	VAT   amount.Money `json:"vat"` // contained in Total
	// Shares are what the order's adjustments take from the living units, or add to them: Gross and Shares together are
	// Total, but for what a reduction took since. Each share is the part of the line's for these units, rounded half away
	// from zero; what the rounding leaves is in the largest.
	Shares   []Share       `json:"shares,omitzero"`
	Portions []PortionView `json:"portions"`
	Marked   bool          `json:"marked,omitzero"` // each unit needs a marking code
	Marks    []Mark        `json:"marks,omitzero"`
}

// PortionView is a portion with its price, whether it is still to be paid for or not.
type PortionView struct {
	Portion
	Sum amount.Money `json:"sum"`
	VAT amount.Money `json:"vat"` // contained in Sum
	// Reason and Party are why, and on whose side, units were cancelled or refused at the door, if that is known; also
	// while refused units are on their way back in a return block.
	Reason status.Reason `json:"reason,omitzero"`
	Party  status.Party  `json:"party,omitzero"`
}

// BlockView is a block for screens. Its Owed is what has not gone back yet: none once all of it was refunded.
type BlockView struct {
	Block
	Refunded amount.Money           `json:"refunded"`         // what went back
	Custody  []status.ReturnCustody `json:"custody,omitzero"` // where its goods are, without repetition
	// Returned is set once the block is closed: its goods are back, or need not come back, its money is settled, and the
	// receipt is attached where the scheme has receipts.
	Returned bool `json:"returned,omitzero"`
}

// View returns the order as it is now.
func (o *Order) View() View {
	c := o.Clone()
	zero := o.zero()
	v := View{
		ID: o.id, Ref: o.ref, Number: o.number, Scheme: o.scheme, State: o.state, Payment: o.paymentState(), Open: o.open.List(),
		Version: len(o.log), Placed: o.placed, Buyer: o.buyer, Delivery: o.delivery, Method: o.method, Deadlines: o.Due(),
		Adjustments: c.adjustments, Gross: zero, Reduced: zero, Total: o.total, VAT: zero, Paid: o.paid, Refunded: zero, ToRefund: zero, Withheld: zero, Held: o.heldTotal(),
		Payments: c.payments, Shipments: c.shipments, Documents: cloneDocuments(c.documents), Holds: c.holds, Requests: c.requests,
		Notes: c.notes, Contacts: c.contacts, Comments: c.comments, Labels: maps.Clone(o.labels),
		Links: c.links, PersonErased: o.erased, Notices: cloneNotices(o.notices), Messages: c.messages, Expenses: c.expenses,
		Transfers: cloneTransfers(o.transfers),
	}
	if o.forgotten != nil {
		was := *o.forgotten
		v.Forgotten = &was
	}
	if n := len(o.log); n > 0 {
		v.Updated = o.log[n-1].At
	}
	for i := range v.Payments {
		v.Payments[i].Receipt = cloneDocument(v.Payments[i].Receipt)
	}
	for i := range v.Holds {
		v.Holds[i].Units = slices.Clone(v.Holds[i].Units)
	}
	for i := range v.Requests {
		q := &v.Requests[i]
		q.Units, q.Accepted, q.Declined = slices.Clone(q.Units), slices.Clone(q.Accepted), slices.Clone(q.Declined)
	}
	ends := o.endings()
	for _, l := range c.lines {
		lv := l.view(zero, ends[l.id])
		v.Lines = append(v.Lines, lv)
		v.Gross = addOr(v.Gross, lv.Gross)
		v.VAT, v.Reduced = addOr(v.VAT, lv.VAT), addOr(v.Reduced, lv.Reduced)
	}
	for _, p := range c.packages {
		p.Units = slices.Clone(p.Units)
		v.Packages = append(v.Packages, p)
	}
	for _, b := range c.blocks {
		bv := o.viewBlock(b)
		v.Blocks = append(v.Blocks, bv)
		v.Refunded, v.ToRefund, v.Withheld = addOr(v.Refunded, bv.Refunded), addOr(v.ToRefund, bv.Owed), addOr(v.Withheld, b.withheld())
	}
	for _, p := range o.payments {
		if p.counts() {
			v.Refunded = addOr(v.Refunded, o.unbooked(p))
		}
	}
	if kept, err := o.paid.Sub(o.owed); err == nil {
		if due, err := o.total.Sub(kept); err == nil {
			v.Due = due
		}
	}
	return v
}

// Line returns one line as it is now, and whether there is one.
func (o *Order) Line(id string) (LineView, bool) {
	i, ok := o.index[id]
	if !ok {
		return LineView{}, false
	}
	return o.lines[i].view(o.zero(), o.endings()[id]), true
}

// Block returns one block as it is now, and whether there is one.
func (o *Order) Block(n int) (BlockView, bool) {
	b, err := o.block(n)
	if err != nil {
		return BlockView{}, false
	}
	return o.viewBlock(b), true
}

func (l *line) view(zero amount.Money, ends []ending) LineView {
	v := LineView{
		ID: l.id, Kind: l.kind, SKU: l.sku, GTIN: l.gtin, Name: l.name, Ref: l.ref, Quantity: l.quantity, Living: l.living(), VATRate: l.vat, Rates: slices.Clone(l.rates),
		Gross: zero, Reduced: zero, Total: zero, VAT: zero, Shares: l.livingShares(zero), Marked: l.marked, Marks: slices.Clone(l.marks),
	}
	if l.step != amount.Pcs(1) {
		v.Step = l.step
	}
	for _, p := range l.portions {
		part, err := l.part(p.From, p.To)
		if err != nil {
			part = Part{Sum: zero, VAT: zero} // only in a damaged log
		}
		for _, x := range splitByEnding(p, ends) {
			if x.From != p.From || x.To != p.To {
				if some, err := l.part(x.From, x.To); err == nil {
					x.Sum, x.VAT = some.Sum, some.VAT
				}
			} else {
				x.Sum, x.VAT = part.Sum, part.VAT
			}
			v.Portions = append(v.Portions, x)
		}
		if !p.sold() {
			continue
		}
		if g, err := l.gross.Of(p.From, p.To); err == nil {
			v.Gross = addOr(v.Gross, g)
		}
		v.Total, v.VAT, v.Reduced = addOr(v.Total, part.Sum), addOr(v.VAT, part.VAT), addOr(v.Reduced, l.reduction(p.From, p.To))
	}
	return v
}

func (o *Order) viewBlock(b Block) BlockView {
	b.Done, b.Withheld = slices.Clone(b.Done), slices.Clone(b.Withheld)
	b.Parts, b.Kept, b.From, b.Receipt = slices.Clone(b.Parts), slices.Clone(b.Kept), slices.Clone(b.From), cloneDocument(b.Receipt)
	v := BlockView{Block: b, Refunded: addOr(o.zero(), b.wentBack())}
	if owed, err := b.Owed.Sub(v.Refunded); err == nil {
		v.Owed = owed
	}
	settled := true
	for _, m := range o.unitsOfBlock(b) {
		if !slices.Contains(v.Custody, m.Custody) {
			v.Custody = append(v.Custody, m.Custody)
		}
		settled = settled && (goodsSettled(m.Custody) || m.Custody == status.CustodyRejected)
	}
	receipt := b.Receipt != nil || o.rules.scheme == nil || !o.rules.scheme.Receipts
	v.Returned = settled && (b.Money == status.MoneyNothingOwed || b.Money == status.MoneyRefunded && receipt)
	return v
}

// splitByEnding splits a portion of cancelled or refused units, wherever they are now, by their reasons.
func splitByEnding(p Portion, ends []ending) []PortionView {
	out := []PortionView{{Portion: p}}
	switch p.State {
	case status.ItemCancelled, status.ItemRefused, status.ItemReturning, status.ItemReturned, status.ItemLost:
	default:
		return out
	}
	for _, e := range ends {
		var next []PortionView
		for _, x := range out {
			from, to := e.From, e.To
			if from.Cmp(x.From) < 0 {
				from = x.From
			}
			if to.Cmp(x.To) > 0 {
				to = x.To
			}
			if from.Cmp(to) >= 0 || x.Reason == e.reason && x.Party == e.party {
				next = append(next, x)
				continue
			}
			if before := x; x.From != from {
				before.To = from
				next = append(next, before)
			}
			why := x
			why.From, why.To, why.Reason, why.Party = from, to, e.reason, e.party
			next = append(next, why)
			if after := x; x.To != to {
				after.From = to
				next = append(next, after)
			}
		}
		out = next
	}
	return joinViews(out)
}

// joinViews joins neighbours that differ only in their range.
func joinViews(vs []PortionView) []PortionView {
	out := vs[:1]
	for _, v := range vs[1:] {
		if last := &out[len(out)-1]; last.Reason == v.Reason && last.Party == v.Party {
			last.To = v.To
			continue
		}
		out = append(out, v)
	}
	return out
}
