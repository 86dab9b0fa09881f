package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// Erasure is a log from which the personal data of the buyer were erased, and what still holds them elsewhere: it is
// for the host to follow that up.
type Erasure struct {
	Events []Event // the whole log, in place of the one that is stored
	Refs   []Ref   // things in other systems: the order there, payments, parcels, documents
	Files  []File  // statements and files of notices; a statement has only a Name
}

// Erase erases the personal data of an order's buyer: names, addresses, the words of people, and references to files.
// Units, money, states, numbers, times and keys stay, and the order that is rebuilt has the same sums and allows the
// same commands. A key that was used counts as used from then on, whatever it stood for. It is the one exception to the
// rule that events do not change. Erasing twice is erasing once.
//
// It is refused while the order is open, a return or a refund is under way, or a request to cancel waits for its
// answer. How long receipts and documents of a sale must be kept is for the host to know.
func Erase(events []Event, by By) (Erasure, error) {
	o, err := Replay(events)
	if err != nil {
		return Erasure{}, err
	}
	if by, err = o.checkBy(by); err == nil {
		err = o.checkErase()
	}
	if err != nil {
		return Erasure{}, withKind("erase", err)
	}
	e := Erasure{Events: make([]Event, len(events), len(events)+1), Refs: o.heldOutside(), Files: o.files()}
	some := o.erased.IsZero()
	for i := range events {
		var had bool
		e.Events[i], had = events[i].withoutPerson()
		some = some || had
	}
	if some {
		e.Events = append(e.Events, Event{N: len(events) + 1, At: by.At, Occurred: by.Occurred, By: by.Actor.withoutPerson(), Body: PersonErased{}})
	}
	return e, nil
}

// checkErase returns an error if the personal data are still needed.
func (o *Order) checkErase() error {
	if !o.ended() {
		return refuse(ErrNotNow, "order", "it is %s: personal data can be erased once it has ended", o.state)
	}
	if err := o.refundsSettled(); err != nil {
		return err
	}
	for _, b := range o.blocks {
		for _, m := range o.unitsOfBlock(b) {
			if !goodsSettled(m.Custody) && m.Custody != status.CustodyGivenBack && m.Custody != status.CustodyWithdrawn {
				return refuse(ErrNotNow, b.what(), "the return of line %s is %s: finish it first", m.Line, m.Custody)
			}
		}
	}
	for _, q := range o.requests {
		if !q.Answered {
			return refuse(ErrNotNow, Textf("request %d", q.N), "answer it first")
		}
	}
	return nil
}

// heldOutside returns the things in other systems that may hold the buyer's personal data.
func (o *Order) heldOutside() []Ref {
	var refs []Ref
	add := func(rs ...Ref) {
		for _, r := range rs {
			if r.ID != "" && !slices.Contains(refs, r) {
				refs = append(refs, r)
			}
		}
	}
	receipt := func(d *Document) {
		if d != nil {
			add(d.Ref)
		}
	}
	add(o.ref, o.buyer.Ref)
	for _, p := range o.payments {
		add(p.Ref)
		receipt(p.Receipt)
	}
	for _, s := range o.shipments {
		add(s.Parcel)
	}
	for _, b := range o.blocks {
		add(b.Refund)
		receipt(b.Receipt)
	}
	for _, d := range o.documents {
		add(d.Ref)
	}
	for _, c := range o.contacts {
		add(c.Ref)
	}
	for _, m := range o.messages {
		add(m.Ref)
	}
	return refs
}

// files returns the files that the order refers to.
func (o *Order) files() []File {
	var fs []File
	for _, b := range o.blocks {
		if b.Statement != "" {
			fs = append(fs, File{Name: b.Statement})
		}
	}
	for _, n := range o.notices {
		for _, f := range slices.Concat(n.Files, n.Reply) {
			if f != (File{Type: f.Type}) {
				fs = append(fs, f)
			}
		}
	}
	return fs
}

// PersonErased records that the personal data of the buyer were erased, see Erase.
type PersonErased struct{}

// Kind implements Body.
func (PersonErased) Kind() string { return "person-erased" }

func (PersonErased) check(*Order) error { return nil }

func (PersonErased) apply(o *Order, e *Event) { o.erased = e.At }
