package page

import (
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// place is where something that a peer's model says about a return stands in ours. A zero place has no counterpart, and
// why says why not.
type place struct {
	item    status.ItemState
	custody status.ReturnCustody
	money   status.ReturnMoney
	why     string
}

// The two machines of a return item in Solidus: where it is, and whether it is accepted.
var (
	solidusReceptions = []string{
		"awaiting", "in_transit", "received", "lost_in_transit", "shipped_wrong_item",
		"short_shipped", "given_to_customer", "cancelled", "expired", "unexchanged",
	}
	solidusAcceptances = []string{"pending", "accepted", "rejected", "manual_intervention_required"}
)

// solidusReception is where each reception state stands before anything is decided.
var solidusReception = map[string]place{
	"awaiting":           {item: status.ItemReturning, custody: status.CustodyRequested, money: status.MoneyOwed},
	"in_transit":         {item: status.ItemReturning, custody: status.CustodyInTransit, money: status.MoneyOwed},
	"received":           {item: status.ItemReturned, custody: status.CustodyReceived, money: status.MoneyOwed},
	"lost_in_transit":    {item: status.ItemLost, custody: status.CustodyLost, money: status.MoneyOwed},
	"shipped_wrong_item": {item: status.ItemReturning, custody: status.CustodyWrongItem, money: status.MoneyOwed, why: "the right goods may still follow"},
	"short_shipped":      {item: status.ItemLost, custody: status.CustodyLost, money: status.MoneyOwed, why: "the parcel came without the unit: lost until it turns up"},
	"given_to_customer":  {item: status.ItemHandedOut, custody: status.CustodyWithdrawn, money: status.MoneyOwed, why: "the buyer keeps the goods; that money is paid all the same is said on the money side"},
	"cancelled":          {item: status.ItemHandedOut, custody: status.CustodyWithdrawn, money: status.MoneyNothingOwed},
	"expired":            {item: status.ItemHandedOut, custody: status.CustodyWithdrawn, money: status.MoneyNothingOwed, why: "withdrawn by a passed deadline; the log says so"},
	"unexchanged":        {item: status.ItemHandedOut, custody: status.CustodyWithdrawn, money: status.MoneyNothingOwed, why: "the goods of an exchange never came; what was sent for them is sold as a line of its own"},
}

// solidus returns the place of a return item in both states of Solidus.
func solidus(reception, acceptance string) place {
	p := solidusReception[reception]
	switch acceptance {
	case "accepted":
		if p.custody == status.CustodyReceived {
			p.custody = status.CustodyAccepted
		}
	case "rejected":
		p.money = status.MoneyNothingOwed
		if p.custody == status.CustodyReceived {
			p.custody = status.CustodyRejected
		}
	case "manual_intervention_required":
		if p.why != "" {
			p.why += "; "
		}
		p.why += "a hold on the order, not a state: a person decides"
	}
	return p
}

// medusaAction is a change action of an order in Medusa with the place in which it leaves the units it names.
type medusaAction struct {
	name string
	place
}

const linesNotStates = "changes what is ordered, not where it stands"

var medusaActions = []medusaAction{
	{"RETURN_ITEM", place{item: status.ItemReturning, custody: status.CustodyRequested, money: status.MoneyOwed}},
	{"CANCEL_RETURN_ITEM", place{item: status.ItemHandedOut, custody: status.CustodyWithdrawn, money: status.MoneyNothingOwed}},
	{"RECEIVE_RETURN_ITEM", place{item: status.ItemReturned, custody: status.CustodyAccepted, money: status.MoneyOwed}},
	{"RECEIVE_DAMAGED_RETURN_ITEM", place{item: status.ItemReturned, custody: status.CustodyDamaged, money: status.MoneyOwed}},
	{"WRITE_OFF_ITEM", place{item: status.ItemLost, custody: status.CustodyLost, money: status.MoneyOwed}},
	{"REINSTATE_ITEM", place{item: status.ItemReturned, custody: status.CustodyReceived, money: status.MoneyOwed, why: "what was written off has turned up"}},
	{"FULFILL_ITEM", place{item: status.ItemPacked}},
	{"CANCEL_ITEM_FULFILLMENT", place{item: status.ItemConfirmed}},
	{"SHIP_ITEM", place{item: status.ItemSent}},
	{"DELIVER_ITEM", place{item: status.ItemHandedOut}},
	{"ITEM_ADD", place{item: status.ItemNew}},
	{"ITEM_REMOVE", place{item: status.ItemCancelled}},
	{"ITEM_UPDATE", place{why: linesNotStates}},
	{"SHIPPING_ADD", place{why: "delivery is a line like any other"}},
	{"SHIPPING_REMOVE", place{why: "delivery is a line like any other"}},
	{"SHIPPING_UPDATE", place{why: "delivery is a line like any other"}},
	{"PROMOTION_ADD", place{why: linesNotStates}},
	{"PROMOTION_REMOVE", place{why: linesNotStates}},
	{"ITEM_ADJUSTMENTS_REPLACE", place{why: linesNotStates}},
	{"SHIPPING_ADJUSTMENTS_REPLACE", place{why: linesNotStates}},
	{"CREDIT_LINE_ADD", place{why: "a payment or a refund, each with its own state"}},
	{"TRANSFER_CUSTOMER", place{why: "says whose order it is"}},
	{"UPDATE_ORDER_PROPERTIES", place{why: "does not concern goods or money"}},
}

// peers writes where the return states of two commerce engines stand in ours.
func peers(d *document) {
	d.heading(2, "Peers' return states")
	d.paragraph("For users of other engines: how their states map to these, or why they do not.")

	d.heading(3, "Solidus")
	d.paragraph("A return item there has two machines, reception and acceptance. Rows that differ from the first of their " +
		"reception state only by a hold are left to the rule: *manual_intervention_required* stands where *pending* stands, " +
		"with a hold on the order until a person decides.")
	var rows [][]string
	for _, reception := range solidusReceptions {
		for _, acceptance := range solidusAcceptances[:3] {
			rows = append(rows, slices.Concat([]string{code(reception), code(acceptance)}, solidus(reception, acceptance).cells()))
		}
	}
	d.table([]string{"Reception", "Acceptance", "Item", "Custody", "Money", "Remark"}, rows)

	d.heading(3, "Medusa")
	d.paragraph("An order there is changed by actions. The place is where an action leaves the units that it names.")
	rows = nil
	for _, a := range medusaActions {
		rows = append(rows, append([]string{code(a.name)}, a.cells()...))
	}
	d.table([]string{"Action", "Item", "Custody", "Money", "Remark"}, rows)
}

// cells writes a place.
func (p place) cells() []string {
	cell := func(s string) string {
		if s == "" {
			return ""
		}
		return code(s)
	}
	return []string{cell(p.item.String()), cell(p.custody.String()), cell(p.money.String()), plain(p.why)}
}
