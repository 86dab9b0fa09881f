package receipts

import (
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
)

// settle makes the receipts of goods that are with the buyer.
func (b *book) settle() error {
	if b.paid-b.owed < b.total {
		return nil // what is handed out is not paid for yet
	}
	open, toCome, by := b.standing()
	if len(open) == 0 || toCome && !b.PerShipment {
		return nil
	}
	if !b.PerShipment {
		return b.settleUnits(open, 0, toCome)
	}
	var shipments []int
	for _, u := range open {
		if u.shipment != 0 && !by[u.shipment] && !slices.Contains(shipments, u.shipment) {
			shipments = append(shipments, u.shipment)
		}
	}
	slices.Sort(shipments)
	// What is in no shipment, such as the delivery itself, goes with the last one.
	if !toCome && slices.ContainsFunc(open, func(u units) bool { return u.shipment == 0 }) && len(shipments) == 0 {
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
		if err := b.settleUnits(us, n, !last); err != nil {
			return err
		}
	}
	return nil
}

// settleUnits makes the receipt of some goods, if the money for them is there.
func (b *book) settleUnits(us []units, shipment int, more bool) error {
	cost := sum(us)
	if b.advance+b.atHand[Electronic]+b.atHand[Cash] < cost {
		return nil // went back unasked; a person has to look
	}
	var paid []Payment
	take := func(f Form, from *int64) {
		if some := min(cost, *from); some > 0 {
			paid = append(paid, Payment{f, order.RUB(some)})
			*from -= some
			cost -= some
		}
	}
	electronic, cash := b.atHand[Electronic], b.atHand[Cash]
	take(Offset, &b.advance)
	take(Electronic, &electronic)
	take(Cash, &cash)
	b.atHand[Electronic], b.atHand[Cash] = electronic, cash
	ps, err := b.positions(us, FullPayment)
	if err != nil {
		return err
	}
	for _, u := range us {
		u.sell(u.sale)
	}
	key := []string{"goods"}
	if shipment != 0 {
		key = append(key, "S"+strconv.Itoa(shipment))
	}
	if err := b.owe(Owed{Reason: ForGoods, Shipment: shipment}, Sell, ps, paid, key...); err != nil || more {
		return err
	}
	return b.receiveRest()
}

// receiveRest makes the receipt of money that came with the goods and is more than they cost, so that what is paid back of
// it can be shown.
func (b *book) receiveRest() error {
	for _, f := range []Form{Electronic, Cash} {
		rest := b.atHand[f]
		if rest == 0 {
			continue
		}
		b.atHand[f] = 0
		if err := b.prepayFor(nil, rest, f, Owed{Reason: ForPayment}, "rest", f.String()); err != nil {
			return err
		}
	}
	return nil
}
