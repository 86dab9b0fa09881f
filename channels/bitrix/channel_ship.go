package bitrix

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// ship shows the shipments that have left: each with its goods, its tracking number and its status, and the status of
// the order. Whether a shipment is deducted, and so taken from the shop's own stock, stays as it is there: the stock is
// the books', and the shop refuses goods with marking codes, which cannot be sent by REST.
func (w *work) ship(ctx context.Context) (order.Outcome, error) {
	if w.t.Kind == order.EffectShip {
		if err := w.living(); err != nil {
			return order.Outcome{}, err
		}
	} else if w.o.Canceled {
		return order.Outcome{}, w.gone("order %d is cancelled in the shop", w.o.ID)
	}
	for _, s := range w.t.Order.Shipments {
		if s.State < status.ShipmentSent || s.State == status.ShipmentCancelled {
			continue
		}
		if err := w.shipment(ctx, s); err != nil {
			return order.Outcome{}, err
		}
	}
	return w.status(ctx)
}

// shipment shows one shipment.
func (w *work) shipment(ctx context.Context, s order.Shipment) error {
	code := w.ch.code(s.State)
	x, err := w.shipmentOf(ctx, s, code)
	if err != nil || x == nil {
		return err
	}
	f := x.Fields()
	f.AllowDelivery, f.StatusID = true, cmp.Or(code, f.StatusID)
	switch {
	case f.XMLID == madeFor(s.N): // the shop asks for its delivery once more, whatever price it is sent when it is made
		f.Price, f.BasePrice = free(f.Price), free(f.BasePrice)
	case isOwn(f.XMLID):
		f.XMLID = mine + strconv.Itoa(s.N)
	}
	if s.Waybill != "" {
		f.TrackingNumber = s.Waybill
	}
	return w.updateShipment(ctx, x, f)
}

// shipmentOf is the shop's shipment for a shipment: the one that is linked, or the one that is there for all goods that
// are left, or a new one into which its goods are moved. It is nil if the shop has none and there is nothing to ship.
func (w *work) shipmentOf(ctx context.Context, s order.Shipment, code string) (*Shipment, error) {
	var open *Shipment
	var linked *Shipment
	for i := range w.o.Shipments {
		switch x := &w.o.Shipments[i]; {
		case x.System || x.Canceled:
		case isOf(x, s):
			linked = x
		case open == nil && !w.isLinked(x):
			open = x
		}
	}
	goods := w.goodsOf(s.N)
	if linked == nil && open != nil && w.holdsNoMore(open, goods) {
		return open, nil
	}
	if linked == nil {
		f := ShipmentFields{OrderID: w.o.ID, StatusID: code, AllowDelivery: true, TrackingNumber: s.Waybill, XMLID: madeFor(s.N)}
		if open != nil {
			f.DeliveryID = open.DeliveryID
		} else if first := w.o.shipment(); first != nil {
			f.DeliveryID = first.DeliveryID
		} else {
			return nil, nil
		}
		var err error
		if linked, err = w.client.CreateShipment(ctx, f); err != nil {
			return nil, err
		}
		w.wrote = true
	}
	return linked, w.move(ctx, open, linked, goods)
}

// madeFor is the XML_ID of a shipment that was made in the shop for goods that leave apart from the others.
func madeFor(n int) string { return mine + strconv.Itoa(n) + "/part" }

// free is a price of 0, as it is written where it is another one.
func free(price wire.Sum) wire.Sum {
	if r, ok := new(big.Rat).SetString(string(price.Decimal)); ok && r.Sign() == 0 {
		return price
	}
	return wire.Sum{Decimal: "0", Currency: price.Currency}
}

// isOf reports whether a shipment of the shop is a shipment of the order: by its link, or by its tracking number where
// it has a link to another system.
func isOf(x *Shipment, s order.Shipment) bool {
	return x.XMLID == mine+strconv.Itoa(s.N) || x.XMLID == madeFor(s.N) || s.Waybill != "" && x.TrackingNumber == s.Waybill
}

// isLinked reports whether a shipment of the shop is one of the order's.
func (w *work) isLinked(x *Shipment) bool {
	return slices.ContainsFunc(w.t.Order.Shipments, func(s order.Shipment) bool { return isOf(x, s) })
}

// goodsOf is what is in a shipment, by item of the basket, in thousandths. The units of a line that are left lie behind
// each other in its items.
func (w *work) goodsOf(n int) map[int64]int64 {
	all := map[int64]int64{}
	for _, l := range w.t.Order.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		var at int64
		for _, p := range l.Portions {
			if p.State == status.ItemCancelled || p.State == status.ItemReturned || p.State == status.ItemLost {
				continue
			}
			from, to := at, at+p.To.Milli()-p.From.Milli()
			if at = to; p.Shipment != n {
				continue
			}
			var begin int64
			for _, b := range w.o.BasketItems {
				if lineOf(b) != l.ID || b.isPart() {
					continue
				}
				end := begin + milli(b.Quantity)
				if q := min(to, end) - max(from, begin); q > 0 {
					all[b.ID] += q
				}
				begin = end
			}
		}
	}
	return all
}

// holdsNoMore reports whether everything in a shipment of the shop is in goods too.
func (w *work) holdsNoMore(x *Shipment, goods map[int64]int64) bool {
	return !slices.ContainsFunc(x.Items, func(i ShipmentItem) bool { return milli(i.Quantity) > goods[i.BasketID] })
}

// move puts goods into a shipment, and takes them out of the one that holds what has not left.
func (w *work) move(ctx context.Context, from, to *Shipment, goods map[int64]int64) error {
	for _, b := range w.o.BasketItems {
		want := goods[b.ID]
		var have *ShipmentItem
		for i := range to.Items {
			if to.Items[i].BasketID == b.ID {
				have = &to.Items[i]
			}
		}
		if want == 0 || have != nil && milli(have.Quantity) >= want {
			continue
		}
		if from != nil {
			if err := w.takeOut(ctx, from, to, b, want); err != nil {
				return err
			}
		}
		q := wire.Decimal(amount.Milli(want).String())
		var err error
		if have != nil {
			err = w.client.UpdateShipmentItem(ctx, have.ID, q)
		} else {
			_, err = w.client.CreateShipmentItem(ctx, to.ID, b.ID, q)
		}
		if err != nil {
			return err
		}
		w.wrote = true
	}
	return nil
}

// takeOut leaves no more of an item in a shipment than is in no other one, so that the others may have theirs.
func (w *work) takeOut(ctx context.Context, from, to *Shipment, b BasketItem, want int64) error {
	left := milli(b.Quantity) - want
	for i := range w.o.Shipments {
		if x := &w.o.Shipments[i]; x.ID != from.ID && x.ID != to.ID && !x.System && !x.Canceled && w.isLinked(x) {
			for _, y := range x.Items {
				if y.BasketID == b.ID {
					left -= milli(y.Quantity)
				}
			}
		}
	}
	for i, y := range from.Items {
		if y.BasketID != b.ID || milli(y.Quantity) <= max(left, 0) {
			continue
		}
		q := wire.Decimal(amount.Milli(max(left, 0)).String())
		if err := w.client.UpdateShipmentItem(ctx, y.ID, q); err != nil {
			return err
		}
		from.Items[i].Quantity, w.wrote = q, true
	}
	return nil
}

// milli is a quantity in thousandths; 0 for what is none.
func milli(d wire.Decimal) int64 {
	q, err := amount.ParseQuantity(string(d))
	if err != nil {
		return 0
	}
	return q.Milli()
}
