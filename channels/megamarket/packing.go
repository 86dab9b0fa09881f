package megamarket

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Box is a parcel of a shipment.
type Box struct {
	Index    int    // from 1, over the whole shipment
	Code     string // what is on its label: see NewBox
	Oversize bool   // isKgt; seen in one client
}

// NewBox makes the box with the code that Megamarket asks for: <merchantId>*<orderCode>*<boxIndex>. The merchant's id
// comes with order/new. Test and production accounts have different ones. An error says which part is wrong.
func NewBox(merchantID int64, orderCode string, index int) (Box, error) {
	b := Box{Index: index, Code: fmt.Sprintf("%d*%s*%d", merchantID, orderCode, index)}
	return b, b.check(orderCode)
}

// check returns what is wrong with a box of an order.
func (b Box) check(orderCode string) error {
	if err := checkOrderCode(orderCode, true); err != nil {
		return err
	}
	if b.Index < 1 {
		return fmt.Errorf("box index %d must be 1 or more", b.Index)
	}
	merchant, ok := strings.CutSuffix(b.Code, fmt.Sprintf("*%s*%d", orderCode, b.Index))
	if id, err := strconv.ParseUint(merchant, 10, 63); !ok || err != nil || id == 0 {
		return fmt.Errorf("the code of box %d is %s, it must be <merchantId>*%s*%d", b.Index, quote(b.Code), orderCode, b.Index)
	}
	return nil
}

// PackedLot is a lot that is packed.
type PackedLot struct {
	Lot   int
	Boxes []Box  // that it lies in: several lots may share a box, a large lot may have several; none in merchant delivery
	Mark  string // its marking code, where the goods need one
}

// Packing names the lots that are packed. Lots may be packed in several calls, each with those packed since the last;
// lots that never will be are rejected.
type Packing struct {
	ShipmentID string
	OrderCode  string // see Confirmation; needed here
	Lots       []PackedLot

	marked bool // lots that need a marking code and have none are not sent
}

// Pack reports lots as packed, by order/packing. In the standard scheme every lot has boxes; in merchant delivery
// none has.
//
// How it decides: a lot that is PENDING_PACKING, PACKED or further is packed; its boxes are not compared. A cancelled
// one is an error of class Conflict with a *LotsError, and nothing is sent: leave it out and pack the rest.
func (c *Client) Pack(ctx context.Context, p Packing) error {
	const op = "order/packing"
	if err := p.check(); err != nil {
		return c.invalid(op, err)
	}
	lots := make([]int, 0, len(p.Lots))
	for _, l := range p.Lots {
		lots = append(lots, l.Lot)
	}
	return c.ensure(ctx, write{
		op: op, id: p.ShipmentID, lots: lots,
		where: func(l Lot) progress { return forward(l, atPacked) },
		data:  p.data,
	})
}

// check returns what is wrong with p, as far as it shows without the shipment.
func (p Packing) check() error {
	if err := checkOrderCode(p.OrderCode, true); err != nil {
		return err
	}
	if len(p.Lots) == 0 {
		return errors.New("no lots")
	}
	codes := map[int]Box{}
	for _, l := range p.Lots {
		if (len(l.Boxes) == 0) != (len(p.Lots[0].Boxes) == 0) {
			return errors.New("some lots have boxes and some have none: all have them in the standard scheme, none in merchant delivery")
		}
		for _, b := range l.Boxes {
			if err := b.check(p.OrderCode); err != nil {
				return fmt.Errorf("lot %d: %w", l.Lot, err)
			}
			if other, has := codes[b.Index]; has && other != b {
				return fmt.Errorf("lot %d: box %d is not the same as with another lot", l.Lot, b.Index)
			}
			codes[b.Index] = b
		}
	}
	return nil
}

// data is what is sent for the lots that are not packed yet.
func (p Packing) data(s *Shipment, open []Lot) (any, error) {
	out := toShipment{ShipmentID: s.ID, OrderCode: p.OrderCode}
	for _, l := range open {
		if l.IsDelivery() {
			return nil, fmt.Errorf("lot %d is the fee for delivery, it is not packed", l.Index)
		}
		for _, packed := range p.Lots {
			if packed.Lot != l.Index {
				continue
			}
			if s.Scheme == MerchantDelivery && len(packed.Boxes) > 0 {
				return nil, fmt.Errorf("lot %d has boxes, but in merchant delivery there are none", l.Index)
			}
			if p.marked && l.MarkRequired && packed.Mark == "" {
				return nil, fmt.Errorf("lot %d (%s) needs a marking code before it is packed", l.Index, l.OfferID)
			}
			out.Items = append(out.Items, packed.data())
		}
	}
	return only(out), nil
}

func (l PackedLot) data() toLot {
	out := toLot{ItemIndex: l.Lot, Boxes: toBoxes(l.Boxes), DigitalMark: l.Mark}
	if len(l.Boxes) == 0 {
		out.Quantity = 1
	}
	for i, b := range l.Boxes {
		if b.Oversize {
			out.Boxes[i].Params = []map[string]bool{{"isKgt": true}}
		}
	}
	return out
}
