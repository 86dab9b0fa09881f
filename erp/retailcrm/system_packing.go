package retailcrm

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// unpacked reports whether units are confirmed and not packed yet.
func unpacked(s status.ItemState) bool {
	return s == status.ItemConfirmed || s == status.ItemRequested || s == status.ItemAssembling || s == status.ItemSentToCentral || s == status.ItemRemarking
}

// packing asks for the goods to be packed once the order is unlocked, in the boxes that are there. What was refused is
// not tried again until boxes, lock, goods or marking codes are others.
func (w *intents) packing(ctx context.Context) error {
	if w.there.Delivery == nil || w.there.Delivery.Data == nil || w.cancels || w.mixed {
		return nil // no module keeps anything with the order, so it cannot have been unlocked; or it is not to be shipped
	}
	data := w.there.Delivery.Data
	if data.Locked != (w.mapping.Packing.Fires == firesLocked) {
		return nil
	}
	ready := w.ready()
	if len(ready) == 0 {
		return nil
	}
	boxes, err := w.boxes(ctx)
	if err != nil {
		return err
	}
	var marks []string
	for _, it := range w.there.Items {
		marks = append(marks, it.MarkingCodes...)
	}
	sum, err := json.Marshal(struct {
		Boxes        []order.Box
		Locked       bool
		Ready, Marks []string
	}{boxes, data.Locked, ready, marks})
	if err != nil {
		return w.client.invalid("orders/get", "the packages cannot be matched to the lines", err)
	}
	if code := "packing:" + short(string(sum)); !w.declined(code) {
		w.packed = true
		w.want(code, order.Pack{Boxes: boxes})
	}
	return nil
}

// ready lists the goods that may be packed, those included that are confirmed in the same save.
func (w *intents) ready() []string {
	var lines []string
	for _, l := range w.o.Lines {
		if l.Kind == order.LineGoods && slices.ContainsFunc(l.Portions, func(p order.PortionView) bool {
			return unpacked(p.State) || (w.confirms && p.State == status.ItemNew)
		}) {
			lines = append(lines, l.ID)
		}
	}
	return lines
}

// boxes are the merchant's packages, or packs, with our lines in them.
func (w *intents) boxes(ctx context.Context) ([]order.Box, error) {
	if w.mapping.Packing.Source == fromPacks {
		return w.packs(ctx)
	}
	var boxes []order.Box
	for _, p := range w.there.Delivery.Data.Packages {
		b := order.Box{Ref: p.PackageID, Weight: grams(p.Weight), Length: int(p.Length), Width: int(p.Width), Height: int(p.Height)}
		for _, it := range p.Items {
			b.Picks = append(b.Picks, w.pick(it.OrderProduct, it.Quantity)...)
		}
		if len(b.Picks) > 0 || len(p.Items) == 0 { // what holds only things of the merchant's own is none of ours
			boxes = append(boxes, b)
		}
	}
	return boxes, nil
}

// packs are the order's packs as boxes, one each.
func (w *intents) packs(ctx context.Context) ([]order.Box, error) {
	var boxes []order.Box
	for r, err := range w.client.ListPacks(ctx, PackFilter{OrderID: w.there.ID}) {
		switch {
		case err != nil:
			return nil, err
		case r.Problem != nil:
			return nil, r.Problem
		}
		b := order.Box{Ref: strconv.FormatInt(r.Value.ID, 10)}
		if it := r.Value.Item; it != nil {
			b.Picks = w.pick(ItemKey{ID: it.ID, ExternalIDs: it.ExternalIDs}, r.Value.Quantity)
		}
		boxes = append(boxes, b)
	}
	return boxes, nil
}

// pick names units of our line by the CRM's. Lines that are none of ours, such as a gift, are left out, and so is what
// is packed already; what was cancelled is not: it must not be in a box, and the refusal says so.
func (w *intents) pick(key ItemKey, q Quantity) order.Picks {
	for i := range w.there.Items {
		it := &w.there.Items[i]
		same := it.ID == key.ID || slices.ContainsFunc(key.ExternalIDs, it.ExternalIDs.has)
		l, ours := lineOf(it, w.o)
		if !same || !ours {
			continue
		}
		open := func(p order.PortionView) bool { return unpacked(p.State) || p.State == status.ItemNew }
		if !l.Living.IsZero() && !slices.ContainsFunc(l.Portions, open) {
			return nil
		}
		if q.Sign() <= 0 {
			return order.PickAll(l.ID)
		}
		return order.Pick(l.ID, q.Quantity)
	}
	return nil
}

// grams is a weight in whole grams, rounded up; 0 if it is none.
func grams(d wire.Decimal) int {
	q, err := amount.ParseQuantity(string(d))
	if err != nil {
		return 0
	}
	return int((q.Milli() + 999) / 1000)
}
