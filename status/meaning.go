package status

// Meaning is what a code of an outside system says in canonical terms. One code may speak on several axes: a lot status
// "cancelled by the buyer" says an item state, a reason and a party. A field left at its zero value says nothing.
type Meaning struct {
	Order    OrderState    `json:"order,omitzero"`
	Item     ItemState     `json:"item,omitzero"`
	Shipment ShipmentState `json:"shipment,omitzero"`
	Custody  ReturnCustody `json:"custody,omitzero"`
	Money    ReturnMoney   `json:"money,omitzero"`
	Payment  PaymentState  `json:"payment,omitzero"`
	Reason   Reason        `json:"reason,omitzero"`
	Party    Party         `json:"party,omitzero"`
	Attempts uint8         `json:"attempts,omitzero"` // failed attempts to reach the buyer, beside OrderInWork
}

// IsZero tells whether the meaning says nothing at all.
func (m Meaning) IsZero() bool { return m == Meaning{} }
