package order

import (
	"errors"

	"github.com/ordo-sdk/ordo/order/amount"
)

// ChangeDetails changes who buys, who gets the goods, where and how, and how the buyer pays. Only what is set changes.
// The delivery window is moved by MoveDate.
type ChangeDetails struct {
	Buyer    Buyer
	Delivery Delivery
	Method   string // of payment, as the host names it
}

// Kind implements Command.
func (ChangeDetails) Kind() Kind { return KindChangeDetails }

func (c ChangeDetails) decide(o *Order, by By) ([]Body, error) {
	if owner := o.authority.owner(factLines); owner != "" && owner != by.Actor.Role {
		return nil, o.ownedElsewhere(Textf("details"), owner)
	}
	if o.ended() {
		return nil, refuse(ErrNotNow, "order", "it has ended")
	}
	b := o.detailed(c)
	if len(b.Changes) == 0 {
		return nil, refuse(ErrAlready, "details", "they are as given")
	}
	if st, out := o.outside(withSeller); out {
		return nil, refuse(ErrNotNow, "details", "there are units %s", st)
	}
	if b.Method != o.method && o.paid.Sign() > 0 {
		return nil, refuse(ErrNotNow, "payment", "%s is paid; the method stays", o.paid)
	}
	return []Body{b}, nil
}

// DetailsReport is who buys, who gets the goods, where and how, and how the buyer pays, in an outside system: what is
// neither lines nor prices nor dates. What is absent is left alone; the delivery window is reported by DateReport. It
// belongs to who owns the lines.
type DetailsReport struct {
	Buyer    Buyer
	Delivery Delivery
	Method   string // of payment, as that system names it
}

func (DetailsReport) name() string { return "details" }

// aboutDetails is what a report of details is about, to tell which of two is older.
const aboutDetails = "details"

func (r DetailsReport) observe(o *Order, by By) error {
	if !o.authority.owns(by.Actor.Role, factLines) {
		return Intent{Commands: []Command{ChangeDetails(r)}}.observe(o, by)
	}
	if o.stale(by, factLines, aboutDetails) || !o.erased.IsZero() { // what was erased does not come back
		return nil
	}
	if b := o.detailed(ChangeDetails(r)); len(b.Changes) > 0 {
		o.commitReported(by, b)
	}
	return nil
}

// detailed returns the details with what is set in c.
func (o *Order) detailed(c ChangeDetails) DetailsChanged {
	b := DetailsChanged{Buyer: o.buyer, Delivery: o.delivery, Method: o.method}
	set := func(field string, have *string, said string) {
		if said != "" && said != *have {
			b.Changes = append(b.Changes, DetailChange{field, *have, said})
			*have = said
		}
	}
	set("buyer.name", &b.Buyer.Name, c.Buyer.Name)
	set("buyer.phone", &b.Buyer.Phone, c.Buyer.Phone)
	set("buyer.email", &b.Buyer.Email, c.Buyer.Email)
	set("buyer.login", &b.Buyer.Login, c.Buyer.Login)
	set("buyer.loyalty", &b.Buyer.Loyalty, c.Buyer.Loyalty)
	if m := c.Buyer.Bonus; !m.IsUnset() && m != b.Buyer.Bonus {
		b.Changes = append(b.Changes, DetailChange{"buyer.bonus", moneyOrNone(b.Buyer.Bonus), m.String()})
		b.Buyer.Bonus = m
	}
	if r := c.Buyer.Ref; !r.IsZero() && r != b.Buyer.Ref {
		b.Changes = append(b.Changes, DetailChange{"buyer.ref", b.Buyer.Ref.String(), r.String()})
		b.Buyer.Ref = r
	}
	set("delivery.service", &b.Delivery.Service, c.Delivery.Service)
	set("delivery.recipient", &b.Delivery.Recipient, c.Delivery.Recipient)
	set("delivery.phone", &b.Delivery.Phone, c.Delivery.Phone)
	set("delivery.region", &b.Delivery.Region, c.Delivery.Region)
	set("delivery.city", &b.Delivery.City, c.Delivery.City)
	set("delivery.address", &b.Delivery.Address, c.Delivery.Address)
	set("delivery.postal-code", &b.Delivery.PostalCode, c.Delivery.PostalCode)
	set("delivery.street", &b.Delivery.Street, c.Delivery.Street)
	set("delivery.house", &b.Delivery.House, c.Delivery.House)
	set("delivery.flat", &b.Delivery.Flat, c.Delivery.Flat)
	set("delivery.entrance", &b.Delivery.Entrance, c.Delivery.Entrance)
	set("delivery.floor", &b.Delivery.Floor, c.Delivery.Floor)
	set("delivery.intercom", &b.Delivery.Intercom, c.Delivery.Intercom)
	set("delivery.comment", &b.Delivery.Comment, c.Delivery.Comment)
	set("delivery.point", &b.Delivery.Point, c.Delivery.Point)
	set("delivery.term", &b.Delivery.Term, c.Delivery.Term)
	set("payment.method", &b.Method, c.Method)
	return b
}

func moneyOrNone(m amount.Money) string {
	if m.IsUnset() {
		return ""
	}
	return m.String()
}

// DetailsChanged records other details of an order, and what of them changed.
type DetailsChanged struct {
	Buyer    Buyer          `json:"buyer,omitzero"`
	Delivery Delivery       `json:"delivery,omitzero"`
	Method   string         `json:"method,omitzero"`
	Changes  []DetailChange `json:"changes"`
}

// DetailChange is a changed detail, such as "delivery.address".
type DetailChange struct {
	Field string `json:"field"`
	Was   string `json:"was,omitzero"`
	Now   string `json:"now"`
}

// Kind implements Body.
func (DetailsChanged) Kind() string { return "details-changed" }

func (b DetailsChanged) check(*Order) error {
	if len(b.Changes) == 0 {
		return errors.New("details that did not change")
	}
	return checkTimes(b.Delivery.Window.From, b.Delivery.Window.To)
}

func (b DetailsChanged) apply(o *Order, e *Event) {
	window := o.delivery.Window
	o.buyer, o.delivery, o.method = b.Buyer, b.Delivery, b.Method
	o.delivery.Window = window
	o.markSeen(e, factLines, aboutDetails)
}
