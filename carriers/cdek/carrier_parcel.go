package cdek

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// atShop is the state of goods that CDEK will not carry.
const atShop = status.ShipmentAssembling

// parcel converts an order.
func (k *Carrier) parcel(o *Order) carriers.Parcel {
	s := o.Current()
	if s.Code == "" { // the order was just sent
		s.Code = "ACCEPTED"
	}
	w := o.way()
	m := meaningOf(s)
	p := carriers.Parcel{
		Key: o.Number, Ref: k.ref(o.UUID), State: o.parcelState(), Number: o.CDEKNumber, Direction: w,
		Shipment: onTheWayBack(m.Shipment, w), Reason: m.Reason, Party: m.Party, Code: s.Code, Text: s.text(), Occurred: s.At.Time,
		Point: o.DeliveryPoint, Planned: string(o.PlannedOn), KeptUntil: o.KeepFreeUntil.Time,
		Goods: o.goods(), Problems: append(o.warnings(), o.readProblems()...),
	}
	if p.State == carriers.ParcelRefused {
		p.Shipment = onTheWayBack(atShop, w)
		p.CanRetry = slices.ContainsFunc(p.Problems, func(x carriers.Problem) bool { return x.Code == codeDuplicateNumber })
	}
	for _, r := range o.Related {
		switch {
		case r.UUID == "":
		case r.Type == DirectOrder, r.Type == ClientDirectOrder:
			p.ReturnOf = k.ref(r.UUID)
		case r.Type == ReturnOrder, r.Type == ClientReturnOrder, r.Type == ReverseOrder:
			p.Returns = append(p.Returns, k.ref(r.UUID))
		}
	}
	o.fillSums(&p)
	return p
}

// meaningOf returns the meaning of a status and its reason, for an outward order.
func meaningOf(s Status) status.Meaning {
	m, _ := status.CDEK().Read(status.AxisShipment, s.Code)
	if s.Reason != "" && StatusOf(s.Code).Final { // only final statuses have reasons
		why, _ := status.CDEK().Read(status.AxisSubStatus, strings.TrimSpace(s.Reason))
		m = m.With(why)
	}
	return m
}

// parcelState returns the state of the order at CDEK.
func (o *Order) parcelState() carriers.ParcelState {
	switch StatusOf(o.Current().Code).Phase {
	case PhaseInvalid:
		return carriers.ParcelRefused
	case PhaseCancelled:
		return carriers.ParcelCancelled
	}
	switch {
	case o.numberFree():
		return carriers.ParcelRefused
	case o.CDEKNumber == "" || o.Current().Code == "ACCEPTED":
		return carriers.ParcelWaiting
	}
	return carriers.ParcelAccepted
}

// way returns the direction of the order.
func (o *Order) way() carriers.Direction {
	switch {
	case o.ClientReturn, o.IsReverse:
		return carriers.DirectionFromBuyer
	case o.IsReturn:
		return carriers.DirectionBack
	}
	return carriers.DirectionToBuyer
}

// onTheWayBack returns the state of goods that travel to the shop. The table of statuses is for outward orders.
func onTheWayBack(s status.ShipmentState, w carriers.Direction) status.ShipmentState {
	if w == carriers.DirectionToBuyer {
		return s
	}
	switch s {
	case status.ShipmentHandedOut, status.ShipmentPartlyHandedOut:
		return status.ShipmentCameBack
	case status.ShipmentRequested:
		if w == carriers.DirectionFromBuyer {
			return s // the client has the goods
		}
		return status.ShipmentComingBack
	case status.ShipmentSent, status.ShipmentArrived, status.ShipmentComingBack:
		return status.ShipmentComingBack
	}
	return s
}

// text returns a status for people, in CDEK's words.
func (s Status) text() string {
	name := cmp.Or(s.Name, StatusOf(s.Code).Name, s.Code)
	if why := ReasonOf(s.Reason); why.Name != "" {
		name += ": " + why.Name
	}
	if s.City != "" {
		name += " (" + s.City + ")"
	}
	return name
}

// goods returns the contents of the packages, and how many pieces were handed over.
func (o *Order) goods() []carriers.Goods {
	var out []carriers.Goods
	all := StatusOf(o.Current().Code).Phase == PhaseDelivered && !o.Partial()
	for _, p := range o.Packages {
		for _, i := range p.Items {
			g := carriers.Goods{Box: p.Number, Article: i.WareKey, Pieces: i.Amount, HandedOut: i.Handed}
			if all {
				g.HandedOut = i.Amount
			}
			out = append(out, g)
		}
	}
	return out
}

// warnings returns why the order was refused. For any other order it returns CDEK's warnings, the errors of the last
// change, and the newest problem of the delivery.
func (o *Order) warnings() []carriers.Problem {
	var out []carriers.Problem
	if o.numberFree() {
		if r := newest(o.Requests, func(r Request) bool { return r.State == Invalid }); r != nil {
			out = problems(r.Errors)
		}
		if len(out) == 0 {
			out = problems([]Problem{{Code: o.Current().Code}})
		}
		return out
	}
	for _, r := range o.Requests {
		out = append(out, problems(r.Warnings)...)
	}
	if last := newest(o.Requests, func(Request) bool { return true }); last != nil && last.State == Invalid {
		out = append(out, problems(last.Errors)...)
	}
	if n := len(o.Problems); n > 0 {
		t := slices.MaxFunc(o.Problems, func(a, b Trouble) int { return a.At.Compare(b.At.Time) })
		if !t.At.Before(o.Current().At.Time) {
			out = append(out, carriers.Problem{Code: t.Code, Rule: cmp.Or(TroubleOf(t.Code).Name, t.Code)})
		}
	}
	return out
}

// readProblems returns what could not be read in CDEK's answer.
func (o *Order) readProblems() []carriers.Problem {
	all := []error{o.Problem}
	for _, r := range o.Requests {
		all = append(all, r.Problem)
	}
	for _, r := range o.Related {
		all = append(all, r.Problem)
	}
	if err := errors.Join(all...); err != nil {
		return []carriers.Problem{{Code: carriers.CodeType, Rule: "CDEK's answer: " + rest.Clip(err.Error())}}
	}
	return nil
}

// fillSums sets what the delivery cost and what was paid at the door. Sums that cannot be read are problems.
func (o *Order) fillSums(p *carriers.Parcel) {
	if o.Detail == nil {
		return
	}
	for _, m := range []struct {
		name string
		sum  wire.Sum
		into *amount.Money
	}{
		{"delivery_detail.total_sum", o.Detail.TotalSum, &p.Price},
		{"delivery_detail.payment_sum", o.Detail.PaymentSum, &p.Collected},
	} {
		var err error
		if *m.into, err = m.sum.Money(); err != nil {
			p.Problems = append(p.Problems, carriers.Problem{Field: m.name, Code: carriers.CodeType, Rule: err.Error()})
		}
	}
}
