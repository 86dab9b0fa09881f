package receipts

import (
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order/amount"
)

// settle plans the receipts of goods that the buyer has and has paid for.
func (b *book) settle() error {
	paid := b.paid-b.owed >= b.total
	if !paid && (!b.PerShipment || b.handOverSum() == 0) {
		return nil
	}
	if !b.PerShipment && b.toCome() {
		return nil
	}
	open, toCome, by := b.unsettled()
	if len(open) == 0 {
		return nil
	}
	if !b.PerShipment {
		return b.settleUnits(open, 0, paid, true)
	}
	var shipments []int
	for _, u := range open {
		if u.shipment != 0 && !by[u.shipment] && !slices.Contains(shipments, u.shipment) {
			shipments = append(shipments, u.shipment)
		}
	}
	slices.Sort(shipments)
	// Units without a shipment, such as the delivery itself, are settled with the last one.
	if !toCome && len(shipments) == 0 {
		shipments = []int{0}
	}
	for i, n := range shipments {
		last := !toCome && i == len(shipments)-1
		var us []units
		for _, u := range open {
			if u.shipment == n || u.shipment == 0 && last {
				us = append(us, u)
			}
		}
		if err := b.settleUnits(us, n, paid, last); err != nil {
			return err
		}
	}
	return nil
}

// settleUnits plans the settlement of units if they are paid for: with the whole order, or at the hand-over of their
// shipment.
func (b *book) settleUnits(us []units, shipment int, paid, last bool) error {
	cost := sum(us)
	if b.advance+b.creditSum()+b.handOverSum() < cost || !paid && b.handOverSum() == 0 {
		return nil // the rest is not paid yet, or was paid back without an order
	}
	ps, err := b.positions(us, FullPayment)
	if err != nil {
		return err
	}
	elsewhere := b.external > 0 && b.advance+b.creditSum()+b.external >= cost
	for _, u := range us {
		u.external = elsewhere
		u.sell(u.sale)
	}
	with := b.payWith(cost, paid || elsewhere)
	if !elsewhere {
		key := []string{"goods"}
		if shipment != 0 {
			key = append(key, "S"+strconv.Itoa(shipment))
		}
		if err := b.add(PlannedReceipt{Reason: ForGoods, Shipment: shipment}, Sell, ps, with, key...); err != nil {
			return err
		}
	}
	if !paid || !last {
		return nil
	}
	return b.receiptHandOver(b.handOverSum(), nil) // more than the price of the goods: it is due back to the buyer
}

// payWith takes the price of goods from what was paid before first, gift cards and bonus points before the advance, or
// for one of several shipments from the money paid with it.
func (b *book) payWith(cost int64, advanceFirst bool) []Payment {
	var with []Payment
	take := func(f Form, from int64) int64 {
		some := min(cost, from)
		if some > 0 {
			with, cost = merge(with, []Payment{{f, amount.RUB(some)}}), cost-some
		}
		return from - some
	}
	elsewhere := b.external > 0
	if elsewhere { // it has a receipt, like an advance
		some := min(cost, b.external)
		b.external, b.advance = b.external-some, b.advance+some
	}
	credits := func() {
		for _, f := range []Form{Offset, Consideration} {
			b.credits[f] = take(f, b.credits[f])
		}
	}
	receipted := func() {
		if !elsewhere {
			credits()
		}
		left := take(Consideration, b.inKind)
		b.advance, b.inKind = b.advance-(b.inKind-left), left
		b.advance = b.inKind + take(Offset, b.advance-b.inKind)
		credits()
	}
	if advanceFirst {
		receipted()
	}
	for _, f := range []Form{Electronic, Cash} {
		b.atHandOver[f] = take(f, b.atHandOver[f])
	}
	receipted()
	return with
}
