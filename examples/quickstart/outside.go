package main

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// outside is what the status tables say of the systems around.
type outside struct {
	megaMarket *status.Table
	retailCRM  *status.Table
}

// matching is a merchant's setting: what the statuses mean that this RetailCRM account has beside the usual ones.
const matching = `{
  "system": "retailcrm",
  "rows": [
    {"axis": "order", "code": "in-talks", "names": {"ru": "Звоним клиенту"}, "means": {"order": "in-work"}, "preferred": true},
    {"axis": "order", "code": "wait-payment", "names": {"ru": "Ждём оплату"}, "means": {"order": "awaiting-payment"}, "preferred": true},
    {"axis": "payment", "code": "part-returned", "names": {"ru": "Часть возвращена"}, "means": {"payment": "partly-refunded"}, "preferred": true}
  ]
}`

func newOutside() (outside, error) {
	crm, err := status.RetailCRM().Override([]byte(matching))
	return outside{megaMarket: status.MegaMarket(), retailCRM: crm}, err
}

// column is what one outside system would show of an order.
type column struct {
	title string
	width int
	show  func(*order.Order) string
}

// marketplace are the columns of a MegaMarket order that is worked on in RetailCRM.
func (x outside) marketplace() []column {
	return []column{{"MegaMarket lots", 19, x.lots}, {"RetailCRM order", 22, x.crmOrder}}
}

// shop are the columns of an order of the seller's own shop.
func (x outside) shop() []column {
	return []column{{"RetailCRM order", 15, x.crmOrder}, {"RetailCRM payment", 17, x.crmPayment}}
}

// none stands where a system has no code for a state, and goes on showing what it showed.
const none = "-"

// crmOrder is the status of the order in RetailCRM.
func (x outside) crmOrder(o *order.Order) string {
	code, err := x.retailCRM.Write(o.State(), status.Hints{})
	if err != nil {
		return none
	}
	return code
}

// crmPayment is the status of the payment in RetailCRM.
func (x outside) crmPayment(o *order.Order) string {
	code, err := x.retailCRM.Write(o.View().Payment, status.Hints{})
	if err != nil {
		return none
	}
	return code
}

// lots counts the lots of an order in MegaMarket by their status. A lot is one unit of goods.
func (x outside) lots(o *order.Order) string {
	gone := whyGone(o)
	count := map[string]int{}
	var codes []string
	for _, l := range o.View().Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		code := x.lot(o, l.Portions[0].State, gone[l.ID])
		if count[code] == 0 {
			codes = append(codes, code)
		}
		count[code]++
	}
	for i, code := range codes {
		codes[i] = fmt.Sprintf("%d %s", count[code], code)
	}
	return strings.Join(codes, "\n")
}

// lot is the status of one lot: what a call of ours leads to or, where MegaMarket alone sets the status, what it reports.
func (x outside) lot(o *order.Order, s status.ItemState, why status.Hints) string {
	why.Scheme = string(o.View().Scheme)
	switch {
	case s == status.ItemRefused: // there a lot that is refused at the door is cancelled
		s = status.ItemCancelled
	case s == status.ItemSent && why.Scheme == string(order.MerchantDelivery): // the merchant's courier is not its business
		s = status.ItemPacked
	}
	if code, err := x.megaMarket.Write(s, why); err == nil {
		return code
	}
	for r := range x.megaMarket.Rows() {
		if r.Axis == status.AxisItem && r.Means.Item == s && !r.Transient {
			return r.Code
		}
	}
	return none
}

// told is what MegaMarket is told about a lot, by which of its calls.
func (x outside) told(o *order.Order, s status.ItemState, why status.Hints) string {
	why.Scheme = string(o.View().Scheme)
	switch s {
	case status.ItemCancelled:
		code, err := x.megaMarket.WriteReason(status.AxisRefuseReason, why.Reason, why)
		if err != nil {
			return none
		}
		return "order/reject: " + code
	case status.ItemRefused:
		code, err := x.megaMarket.WriteReason(status.AxisCloseReason, why.Reason, why)
		if err != nil {
			return none
		}
		return "order/close: false, " + code
	case status.ItemHandedOut:
		if why.Scheme == string(order.MerchantDelivery) {
			return "order/close: true"
		}
		return "order/confirm, packing, shipping"
	}
	return none
}

// whyGone tells for each line why its units were cancelled or refused, and on whose side the reason lies.
func whyGone(o *order.Order) map[string]status.Hints {
	why := map[string]status.Hints{}
	for e := range o.Events(order.Filter{}) {
		switch b := e.Body.(type) {
		case order.Cancelled:
			for _, m := range b.Moves {
				why[m.Line] = status.Hints{Reason: b.Reason, Party: b.Party}
			}
		case order.Delivered:
			for i, p := range b.Refused {
				why[p.Line] = status.Hints{Reason: b.Reasons[i], Party: status.PartyBuyer}
			}
		}
	}
	return why
}

// crmStatus is what somebody wants who sets the status of an order in RetailCRM.
func (s *story) crmStatus(code string) order.Command {
	says, _ := s.outside.retailCRM.Read(status.AxisOrder, code)
	switch says.Order {
	case status.OrderConfirmed:
		return order.Confirm{}
	case status.OrderCompleted:
		return order.Deliver{}
	}
	s.fail(fmt.Errorf("status %q of RetailCRM asks for nothing here: it says %q", code, says))
	return nil
}

// crmLot is what somebody wants who sets the status of order lines in RetailCRM.
func (s *story) crmLot(code string, lines ...string) order.Command {
	says, _ := s.outside.retailCRM.Read(status.AxisItem, code)
	if says.Item != status.ItemCancelled {
		s.fail(fmt.Errorf("line status %q of RetailCRM asks for nothing here: it says %q", code, says))
	}
	return order.Cancel{Picks: order.PickAll(lines...), Reason: says.Reason}
}
