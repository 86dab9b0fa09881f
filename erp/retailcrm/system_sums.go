package retailcrm

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// sums is what the CRM shows of an order, with the lines named as in o; nil if its sums cannot be read. The order's
// own discount is spread over the lines by the CRM, as it likes: where there is one, only the total can be compared.
func (s *System) sums(there *Order, o order.View) *order.Sums {
	total, err := there.TotalSumm.Money()
	if err != nil || total.IsUnset() {
		return nil
	}
	sums := &order.Sums{Total: total}
	spread := !isNought(there.DiscountManualAmount.Decimal) || !isNought(there.DiscountManualPercent)
	seen := map[string]bool{}
	for i := range there.Items {
		it := &there.Items[i]
		if it.IsCanceled || s.mapping.lotCancelled(it.Status) {
			continue
		}
		row := order.LineSum{Name: it.ProductName, Quantity: it.Quantity.Quantity}
		if l, ours := lineOf(it, o); ours && !seen[l.ID] {
			row.Line, seen[l.ID] = l.ID, true
		}
		if row.Name == "" && it.Offer != nil {
			row.Name = it.Offer.Name
		}
		if sum, err := it.sum(); err == nil && !spread {
			row.Total = sum
		}
		sums.Lines = append(sums.Lines, row)
	}
	if l, is := deliveryLine(o); is && there.Delivery != nil {
		left := sharesOf(o)[l.ID].left
		if cost, err := there.Delivery.Cost.Money(); err == nil && !left.IsZero() {
			sums.Lines = append(sums.Lines, order.LineSum{Line: l.ID, Name: l.Name, Quantity: left, Total: cost})
		}
	}
	if s.mapping.Payment != nil {
		sums.Paid = s.paidThere(there, total.Currency())
	}
	return sums
}

// deliveryLine is the one line that stands for the delivery; false if there is none, or several.
func deliveryLine(o order.View) (line order.LineView, only bool) {
	for _, l := range o.Lines {
		if l.Kind != order.LineDelivery {
			continue
		}
		if only {
			return order.LineView{}, false
		}
		line, only = l, true
	}
	return line, only
}

// paidThere is what the CRM counts as received: its own sum of it, or else the payments in the status of received
// money; unset if neither can be read.
func (s *System) paidThere(there *Order, currency string) amount.Money {
	if paid, err := there.PrepaySum.Money(); err == nil && !paid.IsUnset() {
		return paid
	}
	sum, err := amount.NewMoney(0, currency)
	for _, p := range there.Payments {
		if p.Status != s.mapping.Payment.Paid || err != nil {
			continue
		}
		var m amount.Money
		if m, err = p.Amount.Money(); err == nil && !m.IsUnset() {
			sum, err = sum.Add(m)
		}
	}
	if err != nil {
		return amount.Money{}
	}
	return sum
}

// sum is what a line costs after all discounts.
func (it *Item) sum() (sum amount.Money, err error) {
	if len(it.Prices) == 0 {
		unit, err := it.ownPrice()
		if err != nil || unit.IsUnset() {
			return unit, err
		}
		return unit.Times(it.Quantity.Quantity)
	}
	for _, p := range it.Prices {
		part, err := p.Price.Money()
		if err == nil && !part.IsUnset() {
			part, err = part.Times(p.Quantity.Quantity)
		}
		if err != nil {
			return sum, err
		}
		if sum.IsUnset() {
			sum = part
		} else if sum, err = sum.Add(part); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
