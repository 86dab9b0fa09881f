package erptest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// bookedTransfer is which goods of a transfer moved so far.
type bookedTransfer struct {
	n          int // its number in the order
	left, came []order.Units
}

// The kinds of documents of a transfer, and the states of the transfer itself besides order.DocumentPosted.
const (
	transferOrder = "transfer-order"
	transferDoc   = "transfer"

	transferRequested = "requested"
	transferSent      = "sent"
	transferReceived  = "received"
)

// requestedAt is what orders of transfer keep at a shelf: what has not left yet.
func (o *BookedOrder) requestedAt(at shelf) (n int64) {
	for _, d := range o.Documents {
		if d.Kind != transferOrder || d.State == order.DocumentVoid || d.From != at.warehouse {
			continue
		}
		for _, u := range unitsWithout(d.Units, o.moved(d.Transfer).left) {
			if o.articles[u.Line] == at.article {
				n += u.To.Milli() - u.From.Milli()
			}
		}
	}
	return n
}

func (o *BookedOrder) moved(n int) bookedTransfer {
	for _, m := range o.transfers {
		if m.n == n {
			return m
		}
	}
	return bookedTransfer{n: n}
}

// unitsWithout takes units out of others.
func unitsWithout(us, out []order.Units) []order.Units {
	for _, x := range out {
		var rest []order.Units
		for _, u := range us {
			if u.Line != x.Line || u.To.Cmp(x.From) <= 0 || x.To.Cmp(u.From) <= 0 {
				rest = append(rest, u)
				continue
			}
			if u.From.Cmp(x.From) < 0 {
				rest = append(rest, order.Units{Line: u.Line, From: u.From, To: x.From})
			}
			if x.To.Cmp(u.To) < 0 {
				rest = append(rest, order.Units{Line: u.Line, From: x.To, To: u.To})
			}
		}
		us = rest
	}
	return us
}

// document finds the document of a kind of a transfer that counts.
func (o *BookedOrder) document(kind string, transfer int) (order.Document, bool) {
	i := slices.IndexFunc(o.Documents, func(d order.Document) bool {
		return d.Kind == kind && d.Transfer == transfer && d.State != order.DocumentVoid
	})
	if i < 0 {
		return order.Document{}, false
	}
	return o.Documents[i], true
}

// transfer brings the documents of a transfer to its state in the order.
func (b *Books) transfer(t order.Task, o *BookedOrder) (order.Outcome, error) {
	if t.Transfer < 1 || t.Transfer > len(t.Order.Transfers) {
		return refused("order %s has no transfer %d", o.ID, t.Transfer)
	}
	x := t.Order.Transfers[t.Transfer-1]
	for _, code := range []string{x.From, x.To} {
		if _, known := b.warehouse(code); !known {
			return refused("there is no warehouse %q", code)
		}
	}
	asked, isAsked := o.document(transferOrder, x.N)
	doc, isDoc := o.document(transferDoc, x.N)
	moved := o.moved(x.N)
	if x.State == status.TransferDropped {
		return b.dropTransfer(o, asked, doc, isAsked, isDoc, len(moved.left) > 0)
	}
	now := moved
	arrived := slices.Concat(x.Received, x.Damaged, x.Lost)
	if now.left = arrived; x.State == status.TransferPosted || x.State == status.TransferReceived {
		now.left = x.Units
	}
	now.came = x.Received
	if !isAsked {
		asked = order.Document{Kind: transferOrder, Transfer: x.N, State: transferRequested, Posted: true, From: x.From, To: x.To, Number: b.number("T")}
		asked.Ref = b.ref(transferOrder, asked.Number)
	}
	asked.Units = x.Units
	if lacks := b.lacksFor(o, x, asked); len(lacks) > 0 {
		return order.Outcome{Kind: order.Rejected, Code: "less-stock", Text: b.lackText(o, lacks), Lacks: lacks}, nil
	}
	to := *o
	to.put(asked)
	if x.State != status.TransferRequested {
		if !isDoc {
			doc = order.Document{Kind: transferDoc, Transfer: x.N, From: x.From, To: x.To, Basis: asked.Number, Number: b.number("M")}
			doc.Ref = b.ref(transferDoc, doc.Number)
		}
		doc.Units = x.Units
		doc.State = map[status.TransferState]string{
			status.TransferSent: transferSent, status.TransferPosted: order.DocumentPosted, status.TransferReceived: transferReceived,
		}[x.State]
		doc.Posted = x.State != status.TransferSent
		to.put(doc)
		isDoc = true
	}
	out := order.Outcome{Kind: order.Applied, Documents: []order.Document{asked}}
	if isDoc {
		out.Documents = append(out.Documents, doc)
	}
	if isAsked && slices.EqualFunc(to.Documents, o.Documents, sameDocument) && sameUnits(now.left, moved.left) && sameUnits(now.came, moved.came) {
		out.Kind = order.AlreadySo
		return out, nil
	}
	return b.write(out, func() {
		*o = to
		b.move(o, x.From, x.To, moved, now)
	})
}

// lacksFor returns what of a new order of transfer is not free at its source.
func (b *Books) lacksFor(o *BookedOrder, x order.Transfer, asked order.Document) (lacks []order.Reserved) {
	left := o.moved(x.N).left
	need := map[shelf]int64{}
	for _, u := range unitsWithout(asked.Units, left) {
		need[shelf{x.From, o.articles[u.Line]}] += u.To.Milli() - u.From.Milli()
	}
	was, _ := o.document(transferOrder, x.N)
	for _, u := range unitsWithout(was.Units, left) {
		need[shelf{x.From, o.articles[u.Line]}] -= u.To.Milli() - u.From.Milli()
	}
	for at, n := range need {
		if missing := n - max(0, b.free(at)); n > 0 && missing > 0 {
			for _, u := range asked.Units {
				if o.articles[u.Line] == at.article && missing > 0 {
					q := min(missing, u.To.Milli()-u.From.Milli())
					missing -= q
					lacks = plusReserved(lacks, order.Reserved{Line: u.Line, Warehouse: x.From, Quantity: amount.Milli(q)})
				}
			}
		}
	}
	slices.SortFunc(lacks, func(a, c order.Reserved) int { return cmp.Compare(a.Line, c.Line) })
	return lacks
}

// dropTransfer takes back the documents of a transfer that did not leave.
func (b *Books) dropTransfer(o *BookedOrder, asked, doc order.Document, isAsked, isDoc, hasLeft bool) (order.Outcome, error) {
	switch {
	case hasLeft:
		return refused("the goods of %s %s have left", doc.Kind, doc.Number)
	case !isAsked && !isDoc:
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	return b.write(order.Outcome{Kind: order.Applied}, func() {
		for _, d := range []order.Document{asked, doc} {
			if d.Number != "" {
				d.Posted, d.State, d.Voided = false, order.DocumentVoid, "the transfer was dropped"
				o.put(d)
			}
		}
	})
}

// move moves the stock of a transfer from what had moved to what has.
func (b *Books) move(o *BookedOrder, from, to string, was, now bookedTransfer) {
	for _, u := range unitsWithout(now.left, was.left) {
		b.onHand[shelf{from, o.articles[u.Line]}] -= u.To.Milli() - u.From.Milli()
	}
	for _, u := range unitsWithout(now.came, was.came) {
		b.onHand[shelf{to, o.articles[u.Line]}] += u.To.Milli() - u.From.Milli()
	}
	o.transfers = append(slices.DeleteFunc(slices.Clone(o.transfers), func(m bookedTransfer) bool { return m.n == now.n }), now)
}

func sameUnits(a, b []order.Units) bool {
	return len(unitsWithout(a, b)) == 0 && len(unitsWithout(b, a)) == 0
}

func sameDocument(a, b order.Document) bool {
	return a.Number == b.Number && a.State == b.State && a.Posted == b.Posted && sameUnits(a.Units, b.Units)
}

// isDraft reports whether a document is only to be made.
func isDraft(t order.Task) bool {
	b, is := t.Cause.Body.(order.DocumentRequested)
	return is && b.State == order.DocumentDraft
}

// ---- what people do with transfers ----------------------------------------------------------------------------------

// ShopSends lets the people of the source send what an order of transfer asks for: it makes the transfer, which is not
// posted. It returns the number of the transfer.
func (b *Books) ShopSends(by, number string) (transfer string, err error) {
	err = b.acts(by, number, func(o *BookedOrder, d order.Document) error {
		if _, sent := o.document(transferDoc, d.Transfer); d.Kind != transferOrder || sent || d.State == order.DocumentVoid {
			return fmt.Errorf("%s %s cannot be sent", d.Kind, d.Number)
		}
		doc := order.Document{
			Kind: transferDoc, Transfer: d.Transfer, From: d.From, To: d.To, Basis: d.Number, Number: b.number("M"),
			State: transferSent, Units: d.Units,
		}
		doc.Ref = b.ref(transferDoc, doc.Number)
		transfer = doc.Number
		o.put(doc)
		return nil
	})
	return transfer, err
}

// postTransfer posts a transfer: the goods leave, and are at a shop at once.
func (b *Books) postTransfer(o *BookedOrder, d order.Document) error {
	was := o.moved(d.Transfer)
	now := was
	now.left = d.Units
	d.Posted, d.State = true, order.DocumentPosted
	if w, _ := b.warehouse(d.To); !w.Central {
		d.State, now.came = transferReceived, d.Units
	}
	for _, u := range unitsWithout(d.Units, was.left) {
		if at := (shelf{d.From, o.articles[u.Line]}); b.onHand[at] < u.To.Milli()-u.From.Milli() {
			return fmt.Errorf("%s has only %s of %s", d.From, amount.Milli(b.onHand[at]), at.article)
		}
	}
	o.put(d)
	b.move(o, d.From, d.To, was, now)
	return nil
}

// ReceiveTransfer lets the central warehouse receive a posted transfer.
func (b *Books) ReceiveTransfer(by, number string) error {
	return b.acts(by, number, func(o *BookedOrder, d order.Document) error {
		if d.Kind != transferDoc || d.State != order.DocumentPosted {
			return fmt.Errorf("%s %s is %s", d.Kind, d.Number, d.State)
		}
		was := o.moved(d.Transfer)
		now := was
		now.came = d.Units
		d.State = transferReceived
		o.put(d)
		b.move(o, d.From, d.To, was, now)
		return nil
	})
}
