package status

type (
	// OrderMachine is the type of Orders.
	OrderMachine = Machine[OrderState, Trigger]
	// ItemMachine is the type of Items.
	ItemMachine = Machine[ItemState, Trigger]
	// ShipmentMachine is the type of Shipments.
	ShipmentMachine = Machine[ShipmentState, Trigger]
	// TransferMachine is the type of Transfers.
	TransferMachine = Machine[TransferState, Trigger]
	// CustodyMachine is the type of Custody.
	CustodyMachine = Machine[ReturnCustody, Trigger]
	// MoneyMachine is the type of Money.
	MoneyMachine = Machine[ReturnMoney, Trigger]
	// PaymentMachine is the type of Payments.
	PaymentMachine = Machine[PaymentState, Trigger]
)

// states is a list of states of one axis, so that a graph reads as sentences: from these, on that, to there.
type states[S Dense] []S

// and returns the list with more behind it.
func (from states[S]) and(more ...S) states[S] {
	return append(from[:len(from):len(from)], more...)
}

// on returns one transition for each state of the list; to itself leads none.
func (from states[S]) on(t Trigger, to S) (ts []Transition[S, Trigger]) {
	for _, s := range from {
		if s != to {
			ts = append(ts, Transition[S, Trigger]{From: s, On: t, To: to})
		}
	}
	return ts
}

// numbered returns the states 1 to last: all that an enumeration of this package has.
func numbered[S Dense](last S) (all []S) {
	for s := S(1); s <= last; s++ {
		all = append(all, s)
	}
	return all
}
