package bridge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/status"
)

// markedUnit is a unit of a marked line as it is now.
type markedUnit struct {
	line string
	n    int // from 0
	at   order.PortionView
	mark order.Mark
}

func (u markedUnit) units() order.Units {
	return order.Units{Line: u.line, From: amount.Pcs(u.n), To: amount.Pcs(u.n + 1)}
}

// unitSum is a unit with its code and what the buyer pays for it, as it is stored.
type unitSum struct {
	Line  string       `json:"line"`
	Unit  int          `json:"unit"`
	Code  string       `json:"code"`
	Price amount.Money `json:"price"`
}

// reportedCodes is the data of an effect that reports codes. The report stays as it was checked, whatever the order
// becomes.
type reportedCodes struct {
	Receipt string    `json:"receipt,omitzero"` // the receipt that reports them; empty: a document of ours
	Attempt int       `json:"attempt,omitzero"` // a report that was refused is made again under another key
	Checked bool      `json:"checked,omitzero"` // Codes are those that the registry takes
	Codes   []unitSum `json:"codes,omitzero"`
	// Document and Paid are what the report rests on.
	Document marking.Primary `json:"document,omitzero"`
	Paid     bool            `json:"paid,omitzero"`
	Sent     time.Time       `json:"sent,omitzero"`  // when it was last sent
	Tried    time.Time       `json:"tried,omitzero"` // and before that, without an answer
}

// cis returns the identity of the code.
func (u unitSum) cis() string {
	c, err := marking.Parse(u.Code)
	if err != nil {
		return u.Code
	}
	return c.CIS()
}

// dataOf reads the data of an effect.
func dataOf[T any](w PendingEffect) (d T, ok bool) {
	return d, json.Unmarshal(w.Data, &d) == nil
}

// unitsTouched returns the units of marked lines that an event is about: those that it moves, that get a code, whose
// code is reported, or, of a receipt, all.
func (j *job) unitsTouched(e order.Event) []markedUnit {
	switch b := e.Body.(type) {
	case order.Marked:
		return j.unitsOf([]order.Units{{Line: b.Line, From: amount.Pcs(b.Unit), To: amount.Pcs(b.Unit + 1)}})
	case order.MarksReported:
		var us []order.Units
		for _, u := range b.Units {
			us = append(us, order.Units{Line: u.Line, From: amount.Pcs(u.Unit), To: amount.Pcs(u.Unit + 1)})
		}
		return j.unitsOf(us)
	}
	if isReceipt(e) {
		return j.unitsOnReceipt(e)
	}
	return j.unitsOf(ranges(e.Moves()))
}

// unitsOnReceipt returns the units that a receipt may be about: those of its shipment or block, or all.
func (j *job) unitsOnReceipt(e order.Event) []markedUnit {
	shipment, block := 0, 0
	switch b := e.Body.(type) {
	case order.ReceiptAttached:
		block = b.Block
	case order.DocumentAttached:
		shipment, block = b.Document.Shipment, b.Document.Block
	}
	var us []order.Units
	for _, l := range j.view().Lines {
		us = append(us, order.Units{Line: l.ID, To: l.Quantity})
	}
	return slices.DeleteFunc(j.unitsOf(us), func(u markedUnit) bool {
		return shipment != 0 && u.at.Shipment != shipment || block != 0 && u.at.Block != block
	})
}

// isReceipt reports whether an event attaches a fiscal receipt.
func isReceipt(e order.Event) bool {
	switch b := e.Body.(type) {
	case order.ReceiptAttached:
		return b.Block != 0 // that of a payment settles no goods
	case order.DocumentAttached:
		return b.Document.Kind == documentOfReceipt
	}
	return false
}

// unitsOf returns the units of marked lines among others, one by one.
func (j *job) unitsOf(us []order.Units) (out []markedUnit) {
	for _, u := range us {
		i := slices.IndexFunc(j.view().Lines, func(l order.LineView) bool { return l.ID == u.Line && l.Marked })
		if i < 0 {
			continue
		}
		l := j.view().Lines[i]
		for n := int(u.From.Milli() / 1000); amount.Pcs(n).Cmp(u.To) < 0; n++ {
			x := markedUnit{line: u.Line, n: n, mark: order.Mark{Unit: n}}
			for _, p := range l.Portions {
				if p.From.Cmp(amount.Pcs(n)) <= 0 && amount.Pcs(n).Cmp(p.To) < 0 {
					x.at = p
				}
			}
			for _, m := range l.Marks {
				if m.Unit == n {
					x.mark = m
				}
			}
			out = append(out, x)
		}
	}
	return out
}

// isSold reports whether a unit has left for the buyer, or stays there after all.
func isSold(p order.PortionView) bool {
	return away.Has(p.State) || p.Custody == status.CustodyGivenBack || p.Custody == status.CustodyWithdrawn
}

// isRefund reports whether an event attaches the receipt of a refund.
func isRefund(e order.Event) bool {
	switch b := e.Body.(type) {
	case order.ReceiptAttached:
		return b.Block != 0
	case order.DocumentAttached:
		return b.Document.Block != 0
	}
	return false
}

// isBackAgain reports whether the seller has a unit that had left.
func isBackAgain(p order.PortionView) bool {
	switch p.State {
	case status.ItemNew, status.ItemConfirmed, status.ItemAssembling, status.ItemPacked, status.ItemCancelled:
		return true
	}
	switch p.Custody {
	case status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged:
		return true
	}
	return false
}

// receiptOf returns the number of the receipt that an event attaches; empty for another event.
func receiptOf(e order.Event) string {
	switch b := e.Body.(type) {
	case order.ReceiptAttached:
		return b.Receipt.Number
	case order.DocumentAttached:
		if b.Document.Kind == documentOfReceipt {
			return b.Document.Number
		}
	}
	return ""
}

// codesOf returns the units of an effect that are still to be reported, with their codes and prices.
func (j *job) codesOf(w PendingEffect) (out []unitSum) {
	for _, u := range j.unitsOf(w.Units) {
		switch {
		case u.mark.Code == "":
		case w.Kind == order.EffectWithdraw && (!isSold(u.at) || u.mark.Out != ""):
		case w.Kind == order.EffectReinstate && u.mark.Out == "":
		default:
			out = append(out, unitSum{Line: u.line, Unit: u.n, Code: u.mark.Code, Price: priceOf(u)})
		}
	}
	return out
}

// priceOf returns what the buyer pays for one unit: its share of the portion, to the kopeck.
func priceOf(u markedUnit) amount.Money {
	from, to := int(u.at.From.Milli()/1000), int(u.at.To.Milli()/1000)
	if u.n < from || u.n >= to {
		return u.at.Sum
	}
	weights := make([]int64, to-from)
	for i := range weights {
		weights[i] = 1
	}
	shares, err := amount.Allocate(u.at.Sum, weights)
	if err != nil {
		return u.at.Sum
	}
	return shares[u.n-from]
}

// split tells the codes that a registry has taken from those that it refused.
func (d reportedCodes) split(ps []marking.ReportProblem) (good, refused []unitSum) {
	for _, u := range d.Codes {
		if slices.ContainsFunc(ps, func(p marking.ReportProblem) bool { return p.Code.CIS() == u.cis() }) {
			refused = append(refused, u)
			continue
		}
		good = append(good, u)
	}
	return good, refused
}

// problemsOf is what a registry says against a report.
func problemsOf(r marking.Report) string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, strings.TrimSpace(strings.Join([]string{p.Code.CIS(), p.Vendor, p.Text}, " ")))
	}
	return strings.Join(out, "; ")
}

// reportKey is the key of a report, which is its number at the registry: that of the order, and what tells it from
// others.
func (j *job) reportKey(w PendingEffect, d reportedCodes) string {
	key := clip(j.view().Number, 40) + "-" + w.Key[:min(8, len(w.Key))]
	if d.Attempt > 1 {
		key += fmt.Sprintf("-%d", d.Attempt)
	}
	return key
}

// reportOf is the report of an effect.
func (j *job) reportOf(w PendingEffect, d reportedCodes) marking.Report {
	r := marking.Report{Key: j.reportKey(w, d), Direction: marking.Withdraw, Date: w.Since, Tried: d.Tried, Document: d.Document, Paid: d.Paid}
	for _, u := range d.Codes {
		if c, err := marking.Parse(u.Code); err == nil {
			r.Units = append(r.Units, marking.ReportUnit{Code: c, Price: u.Price})
		}
	}
	if w.Kind == order.EffectReinstate {
		r.Direction = marking.Reinstate
	}
	return r
}

// basisOfSale returns the document on which a sale rests: that of the books, a receipt of a payment, or the order.
func (j *job) basisOfSale(shipment int, at time.Time) marking.Primary {
	v := j.view()
	for _, d := range v.Documents {
		if d.Kind == documentOfSale && !isDraftSale(d) && d.Voided == "" && (d.Shipment == shipment || d.Shipment == 0) {
			return marking.Primary{Kind: marking.PrimaryConsignmentNote, Number: d.Number, Date: dayOf(d, at)}
		}
	}
	for _, p := range v.Payments {
		if p.Receipt != nil {
			return marking.Primary{Kind: marking.PrimaryReceipt, Number: p.Receipt.Number, Date: dayOf(*p.Receipt, at)}
		}
	}
	return marking.Primary{Kind: marking.PrimaryOther, Name: "Заказ", Number: v.Number, Date: v.Placed}
}

// basisOfReturn returns the document on which a return rests, and whether the buyer had paid.
func (j *job) basisOfReturn(block int) (marking.Primary, bool) {
	v := j.view()
	if block == 0 || block > len(v.Blocks) || !hasBeenPaid(v.Blocks[block-1]) {
		return marking.Primary{}, false
	}
	b := v.Blocks[block-1]
	if b.Receipt != nil {
		return marking.Primary{Kind: marking.PrimaryReceipt, Number: b.Receipt.Number, Date: dayOf(*b.Receipt, b.At)}, true
	}
	return marking.Primary{Kind: marking.PrimaryOther, Name: "Возврат", Number: fmt.Sprintf("%s-R%d", v.Number, block), Date: b.At}, true
}

// hasBeenPaid reports whether the buyer had paid for what a block returns.
func hasBeenPaid(b order.BlockView) bool {
	return b.Owed.Sign() > 0 || b.Refunded.Sign() > 0 || b.Receipt != nil
}

// waitsForRefundReceipt reports whether the receipt of a block's refund is still to come.
func (j *job) waitsForRefundReceipt(block int) bool {
	v := j.view()
	return j.route.Receipts != "" && block > 0 && block <= len(v.Blocks) && hasBeenPaid(v.Blocks[block-1]) && v.Blocks[block-1].Receipt == nil
}

// dayOf returns the date of a document, or the time if it has none.
func dayOf(d order.Document, at time.Time) time.Time {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(form, d.Date); err == nil {
			return t
		}
	}
	return at
}

// joined returns ranges of units put together where they touch.
func joined(us []order.Units) (out []order.Units) {
	for _, u := range us {
		if n := len(out); n > 0 && out[n-1].Line == u.Line && out[n-1].To == u.From {
			out[n-1].To = u.To
			continue
		}
		out = append(out, u)
	}
	return out
}
