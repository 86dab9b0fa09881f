package megamarket

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// mostBoxes is how many boxes a shipment may have; a number beyond it is damage.
const mostBoxes = 10_000

// packages are the boxes that order/get shows. A package's number is the box index. Megamarket does not show the codes:
// they follow from the merchant's number, where it is set.
func (ch *Channel) packages(s *Shipment) ([]order.Package, error) {
	held := map[int][]order.Units{}
	most := 0
	for _, l := range s.Lots {
		for _, n := range l.Boxes {
			if n < 1 || n > mostBoxes {
				return nil, fmt.Errorf("lot %d lies in box %d; boxes are numbered 1 to %d", l.Index, n, mostBoxes)
			}
			if most = max(most, n); !l.Cancelled() {
				held[n] = append(held[n], order.Units{Line: lineOf(l.Index), To: amount.Pcs(1)})
			}
		}
	}
	var out []order.Package
	for n := 1; n <= most; n++ {
		p := order.Package{N: n, Units: held[n]}
		if b, err := NewBox(ch.merchant, s.OrderCode, n); err == nil {
			p.Ref = b.Code
		}
		out = append(out, p)
	}
	return out, nil
}

// orderCode is the merchant's number of an order in all calls: what people call it, or the shipment's id where
// Megamarket would not take that.
func orderCode(v order.View) string {
	if checkOrderCode(v.Number, true) == nil {
		return v.Number
	}
	return v.Ref.ID
}

// box is a package as a parcel. Its number is the box index, so that it stays the same whatever else is packed or
// cancelled. Its own code is kept if it is of Megamarket's form.
func (ch *Channel) box(v order.View, p order.Package) (Box, error) {
	code := orderCode(v)
	own := Box{Index: p.N, Code: p.Ref, Oversize: p.Oversize}
	if own.check(code) == nil {
		return own, nil
	}
	if ch.merchant <= 0 {
		return Box{}, errors.New("the code of a box begins with the merchant's number: set it with WithMerchant")
	}
	b, err := NewBox(ch.merchant, code, p.N)
	b.Oversize = p.Oversize
	return b, err
}

// boxes are the parcels that some packages make; those that hold nothing any more are left out.
func (ch *Channel) boxes(v order.View, ps []order.Package) ([]Box, error) {
	var out []Box
	for _, p := range ps {
		if len(p.Units) == 0 {
			continue
		}
		b, err := ch.box(v, p)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// boxed puts lots into the boxes that hold them.
func (ch *Channel) boxed(v order.View, ps []order.Package, lots []int) ([]PackedLot, error) {
	var out []PackedLot
	for _, lot := range lots {
		in := slices.DeleteFunc(slices.Clone(ps), func(p order.Package) bool { return !holds(p, lot) })
		boxes, err := ch.boxes(v, in)
		if err != nil {
			return nil, err
		}
		if len(boxes) == 0 {
			return nil, fmt.Errorf("lot %d lies in no package", lot)
		}
		out = append(out, PackedLot{Lot: lot, Boxes: boxes})
	}
	return out, nil
}

// holds reports whether a lot lies in a package.
func holds(p order.Package, lot int) bool {
	return slices.ContainsFunc(p.Units, func(u order.Units) bool { return u.Line == lineOf(lot) })
}

// shipmentID is the shipment that an effect goes to.
func shipmentID(t order.Task) string { return cmp.Or(t.Target.ID, t.Order.Ref.ID) }
