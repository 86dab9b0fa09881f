package novaposhtatest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
)

// waybill is a waybill and its parcel.
type waybill struct {
	ref, number string
	body        object // as it was sent, with what the vendor has changed
	made        time.Time
	steps       []Step // oldest first; those to come last
	deleted     bool
	printed     time.Time
	sheet       *sheet
	cost        *big.Rat
	due         time.Time // the day of delivery in Kyiv
	stranger    bool      // of another cabinet
	basis       *waybill  // from which it was made
	kind        string    // what it was made as, such as "CargoReturn"
	last        *made     // the newest document that was made from it
}

// made is a document that was made from a waybill.
type made struct {
	kind, number, payer string
	at                  time.Time
	paid                time.Time // money was paid out
}

// The kinds of documents made from a waybill. The last is a guess, as are the kinds beside the basis.
const (
	cargoReturn = "CargoReturn"
	redirecting = "Redirecting"
	moneyBack   = "RedeliveryGM"
	goingBack   = "Redelivery"
)

// Step is one status of a parcel.
type Step struct {
	Code   string
	At     time.Time // zero: now; it may lie in the future
	Text   string    // empty: the vendor's
	Reason string    // why it was not handed out
}

// Waybill is the state of a waybill.
type Waybill struct {
	Ref, Number string
	Status      string // the code of now
	Steps       []Step // those that have come
	Deleted     bool
	Basis       string         // the number of the waybill that it was made from
	Kind        string         // what it was made as, such as "CargoReturn"
	Properties  map[string]any // as they were sent, with what the vendor has changed
}

// Waybills returns all waybills of the cabinet, oldest first, including those that were deleted.
func (s *Server) Waybills() (out []Waybill) {
	s.do(func() {
		for _, w := range s.waybills {
			if !w.stranger {
				out = append(out, s.view(w))
			}
		}
	})
	return out
}

// Waybill returns the waybill with a number, a reference or the shop's own number; ok is false if there is none. Of
// several with the same own number it is the newest that was not deleted.
func (s *Server) Waybill(key string) (w Waybill, ok bool) {
	s.do(func() {
		if found := s.find(key); found != nil {
			w, ok = s.view(found), true
		}
	})
	return w, ok
}

func (s *Server) view(w *waybill) Waybill {
	v := Waybill{
		Ref: w.ref, Number: w.number, Status: s.now(w).Code, Steps: slices.Clone(s.past(w)), Deleted: w.deleted, Kind: w.kind,
		Properties: maps.Clone(w.body),
	}
	if w.basis != nil {
		v.Basis = w.basis.number
	}
	return v
}

// find finds a waybill by any of its numbers; nil if there is none.
func (s *Server) find(key string) (found *waybill) {
	for _, w := range slices.Backward(s.waybills) {
		switch {
		case w.number == key, strings.EqualFold(w.ref, key):
			return w
		case key == "" || !slices.Contains(texts(w.body, "InfoRegClientBarcodes"), key):
		case !w.deleted:
			return w
		case found == nil:
			found = w
		}
	}
	return found
}

// owned finds a waybill of the cabinet by reference or number that is no longer too new.
func (s *Server) owned(key string) *waybill {
	for _, w := range s.waybills {
		if (w.number == key || strings.EqualFold(w.ref, key)) && !w.stranger && !s.hidden(w) {
			return w
		}
	}
	return nil
}

// hidden reports whether a waybill is too new.
func (s *Server) hidden(w *waybill) bool {
	return s.settings.Now().Before(w.made.Add(s.settings.HideFor))
}

// past is the steps that have come.
func (s *Server) past(w *waybill) []Step {
	n := len(w.steps)
	for n > 1 && w.steps[n-1].At.After(s.settings.Now()) {
		n--
	}
	return w.steps[:n]
}

// now is the newest step.
func (s *Server) now(w *waybill) Step {
	past := s.past(w)
	return past[len(past)-1]
}

// reached returns the newest step with one of the codes.
func (s *Server) reached(w *waybill, codes ...string) (Step, bool) {
	for _, st := range slices.Backward(s.past(w)) {
		if slices.Contains(codes, st.Code) {
			return st, true
		}
	}
	return Step{}, false
}

// handedOver reports whether Nova Poshta has, or had, the parcel.
func (s *Server) handedOver(w *waybill) bool { return s.now(w).Code != "1" && !w.deleted }

// over reports whether the parcel is no longer carried.
func (s *Server) over(w *waybill) bool {
	return slices.Contains([]string{"2", "9", "10", "11", "102", "106", "124"}, s.now(w).Code)
}

// add makes a waybill.
func (s *Server) add(body object, now time.Time) *waybill {
	w := &waybill{ref: s.id(), number: s.number("2045", 10), body: body, made: now, steps: []Step{{Code: "1", At: now}}}
	s.waybills = append(s.waybills, w)
	return w
}

// backwards makes a waybill from another: the goods, or what goes back, travel from the recipient to the sender.
func (s *Server) backwards(w *waybill, kind string) *waybill {
	body := maps.Clone(w.body)
	for a, b := range map[string]string{
		"CitySender": "CityRecipient", "Sender": "Recipient", "SenderAddress": "RecipientAddress", "ContactSender": "ContactRecipient",
		"SendersPhone": "RecipientsPhone",
	} {
		body[a], body[b] = w.body[b], w.body[a]
	}
	return s.from(w, body, kind)
}

// from makes a waybill on the basis of another.
func (s *Server) from(w *waybill, body object, kind string) *waybill {
	delete(body, "BackwardDeliveryData")
	delete(body, "AfterpaymentOnGoodsCost")
	delete(body, "InfoRegClientBarcodes")
	now := s.settings.Now()
	b := s.add(body, now)
	b.stranger, b.basis, b.kind, b.cost = w.stranger, w, kind, s.rate(body)
	b.due = s.today().AddDate(0, 0, days(body))
	b.steps = append(b.steps, Step{Code: "5", At: now})
	w.last = &made{kind: kind, number: b.number, payer: "Sender", at: now}
	return b
}

// backward returns what is to go back of a kind; nil if nothing is.
func (w *waybill) backward(kinds ...string) object {
	all, _ := list(w.body, "BackwardDeliveryData")
	for _, b := range all {
		if slices.Contains(kinds, str(b, "CargoType")) {
			return b
		}
	}
	return nil
}

// MakeWaybill makes a waybill in the cabinet, as people do beside the API, and returns its number. The properties
// replace those of a parcel of one kilogram from BranchKyiv to BranchLviv.
func (s *Server) MakeWaybill(properties map[string]any) (number string) {
	s.do(func() { number = s.made(properties, false).number })
	return number
}

// MakeForeignWaybill is MakeWaybill in the cabinet of somebody else: only tracking knows it.
func (s *Server) MakeForeignWaybill(properties map[string]any) (number string) {
	s.do(func() { number = s.made(properties, true).number })
	return number
}

func (s *Server) made(properties object, stranger bool) *waybill {
	who, _ := s.know(s.private(), person{first: "Олена", middle: "Петрівна", last: "Приклад", phone: "380670000002"})
	body := object{
		"PayerType": "Recipient", "PaymentMethod": "Cash", "DateTime": s.today().Format(dotted), "CargoType": "Parcel", "Weight": "1",
		"VolumeGeneral": "0.0004", "ServiceType": "WarehouseWarehouse", "SeatsAmount": "1", "Description": "Товар", "Cost": "500",
		"CitySender": CityKyiv, "Sender": Sender, "SenderAddress": BranchKyiv, "ContactSender": SenderContact, "SendersPhone": SenderPhone,
		"CityRecipient": CityLviv, "Recipient": s.private().ref, "RecipientAddress": BranchLviv, "ContactRecipient": who.ref,
		"RecipientsPhone": who.phone,
	}
	maps.Copy(body, properties)
	w := s.add(body, s.settings.Now())
	w.stranger = stranger
	s.estimate(w)
	return w
}

// estimate sets what the delivery costs and when it is due.
func (s *Server) estimate(w *waybill) {
	from, ok := day(str(w.body, "DateTime"))
	if !ok {
		panic(fmt.Sprintf("novaposhtatest: DateTime %q is no day such as 02.03.2026", str(w.body, "DateTime")))
	}
	w.cost, w.due = s.rate(w.body), from.AddDate(0, 0, days(w.body))
}
