package status

import (
	"cmp"
	"strconv"
	"strings"
)

// Meaning is the canonical meaning of a code of an outside system. One code may set several fields: a lot status
// "cancelled by the buyer" is an item state, a reason and a party. A zero field is unset.
type Meaning struct {
	Order    OrderState    `json:"order,omitzero"`
	Item     ItemState     `json:"item,omitzero"`
	Shipment ShipmentState `json:"shipment,omitzero"`
	Custody  ReturnCustody `json:"custody,omitzero"`
	Money    ReturnMoney   `json:"money,omitzero"`
	Payment  PaymentState  `json:"payment,omitzero"`
	Reason   Reason        `json:"reason,omitzero"`
	Party    Party         `json:"party,omitzero"`
	Attempts uint8         `json:"attempts,omitzero"` // failed attempts to reach the buyer, with OrderInWork
}

// IsZero reports whether no field is set.
func (m Meaning) IsZero() bool { return m == Meaning{} }

// With returns the meaning with the fields that are set in more replaced, as a sub-status refines its status.
func (m Meaning) With(more Meaning) Meaning {
	return Meaning{
		Order:    cmp.Or(more.Order, m.Order),
		Item:     cmp.Or(more.Item, m.Item),
		Shipment: cmp.Or(more.Shipment, m.Shipment),
		Custody:  cmp.Or(more.Custody, m.Custody),
		Money:    cmp.Or(more.Money, m.Money),
		Payment:  cmp.Or(more.Payment, m.Payment),
		Reason:   cmp.Or(more.Reason, m.Reason),
		Party:    cmp.Or(more.Party, m.Party),
		Attempts: cmp.Or(more.Attempts, m.Attempts),
	}
}

// String returns the meaning as "item cancelled, reason buyer-cancelled, party buyer", or "" for the zero value.
func (m Meaning) String() string {
	var parts []string
	say := func(what, code string) {
		if code != "" {
			parts = append(parts, what+" "+code)
		}
	}
	say("order", m.Order.String())
	say("item", m.Item.String())
	say("shipment", m.Shipment.String())
	say("custody", m.Custody.String())
	say("money", m.Money.String())
	say("payment", m.Payment.String())
	say("reason", string(m.Reason))
	say("party", m.Party.String())
	if m.Attempts > 0 {
		say("attempts", strconv.Itoa(int(m.Attempts)))
	}
	return strings.Join(parts, ", ")
}
