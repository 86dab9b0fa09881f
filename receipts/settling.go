package receipts

import (
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order/amount"
)

// settle makes the receipts of goods that are with the buyer and paid for.
func (b *book) settle() error {
	paid := b.paid-b.owed >= b.total
	if !paid && (!b.PerShipment || b.hand() == 0) {
		return nil
	}
	if !b.PerShipment && b.toCome() {
		return nil
	}
	open, toCome, by := b.standing()
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
	// What is in no shipment, such as the delivery itself, goes with the last one.
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

// settleUnits makes the receipt of some goods, if the money for them is there: the whole order's, or what came at the
// hand-over of this shipment.
func (b *book) settleUnits(us []units, shipment int, paid, last bool) error {
	cost := sum(us)
	if b.advance+b.hand() < cost || !paid && b.hand() == 0 {
		return nil // went back unasked, and a person has to look; or is to come
	}
	ps, err := b.positions(us, FullPayment)
	if err != nil {
		return err
	}
	elsewhere := b.elsewhere > 0 && b.advance+b.elsewhere >= cost
	for _, u := range us {
		u.elsewhere = elsewhere
		u.sell(u.sale)
	}
	with := b.payWith(cost, paid || elsewhere)
	if !elsewhere {
		key := []string{"goods"}
		if shipment != 0 {
			key = append(key, "S"+strconv.Itoa(shipment))
		}
		if err := b.owe(PlannedReceipt{Reason: ForGoods, Shipment: shipment}, Sell, ps, with, key...); err != nil {
			return err
		}
	}
	if !paid || !last {
		return nil
	}
	return b.receive(b.hand(), nil) // more than the goods cost: it is to be paid back
}

// payWith uses up what goods cost: the advance first, or for one of several shipments what came with it.
func (b *book) payWith(cost int64, advanceFirst bool) []Payment {
	var with []Payment
	take := func(f Form, from int64) int64 {
		some := min(cost, from)
		if some > 0 {
			with, cost = append(with, Payment{f, amount.RUB(some)}), cost-some
		}
		return from - some
	}
	if b.elsewhere > 0 { // its receipt is there, as that of an advance is
		some := min(cost, b.elsewhere)
		b.elsewhere, b.advance = b.elsewhere-some, b.advance+some
	}
	if advanceFirst {
		b.advance = take(Offset, b.advance)
	}
	for _, f := range []Form{Electronic, Cash} {
		b.atHand[f] = take(f, b.atHand[f])
	}
	b.advance = take(Offset, b.advance)
	return with
}
