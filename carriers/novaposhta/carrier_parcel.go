package novaposhta

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

// atSeller is the state of goods that Nova Poshta will not carry.
const atSeller = status.ShipmentAssembling

// received are the codes with which the recipient has the parcel.
var received = []string{"9", "10", "11"}

// parcel converts a waybill. last is the one under which it travels now.
func (k *Carrier) parcel(t, last Tracking) carriers.Parcel {
	way, sure := t.way()
	m, _ := status.NovaPoshta().Read(status.AxisShipment, last.StatusCode)
	p := carriers.Parcel{
		Key: t.Key, Ref: k.ref(t.Number), State: carriers.ParcelAccepted, Number: t.Number, Direction: way,
		Shipment: onTheWayBack(m.Shipment, way), Reason: m.Reason, Party: m.Party,
		Code: last.StatusCode, Text: last.text(), Occurred: last.occurred(),
		Point: last.WarehouseRecipientRef, Planned: string(DateOf(last.ScheduledDeliveryDate.Time)), KeptUntil: last.DateReturnCargo.Time,
		Problems: warnings(last.Warnings),
	}
	warn := func(field, format string, args ...any) {
		p.Problems = append(p.Problems, broken(field, carriers.CodeUnknown, format, args...))
	}
	if last.Number != t.Number {
		p.Text += " (ТТН " + last.Number + ")"
		warn("IntDocNumber", "the parcel was redirected and travels on as waybill %s", last.Number)
	}
	if last.StatusCode == statusDeleted {
		p.State, p.Shipment = carriers.ParcelCancelled, atSeller
	}
	if !sure {
		p.Shipment = 0
		warn("OwnerDocumentType", "the waybill was made from waybill %s, and it is not clear whether the goods go back (%s)", t.OwnerDocumentNumber, t.OwnerDocumentType)
	}
	if way == carriers.DirectionBack {
		p.ReturnOf = k.ref(strings.TrimSpace(t.OwnerDocumentNumber))
	}
	if n := last.returned(); n != "" {
		p.Returns = append(p.Returns, k.ref(n))
	}
	fill := func(name string, s wire.Sum, into *amount.Money) {
		var err error
		if *into, err = s.Money(); err != nil {
			p.Problems = append(p.Problems, carriers.Problem{Field: name, Code: carriers.CodeType, Rule: err.Error()})
		}
	}
	fill("DocumentCost", last.DocumentCost, &p.Price)
	if way == carriers.DirectionToBuyer && slices.Contains(received, last.StatusCode) {
		collected(last, fill, &p, warn)
	}
	if err := errors.Join(t.Problem, last.Problem); err != nil {
		p.Problems = append(p.Problems, carriers.Problem{Code: carriers.CodeType, Rule: rest.Clip(err.Error())})
	}
	return p
}

// collected sets what the recipient paid for the goods. What was not told is unknown, and never nothing.
func collected(t Tracking, fill func(string, wire.Sum, *amount.Money), p *carriers.Parcel, warn func(string, string, ...any)) {
	control, err := t.AfterpaymentOnGoodsCost.Money()
	switch {
	case err == nil && control.Sign() > 0:
		p.Collected = control
	case t.Redelivery == nil:
		warn("Redelivery", "it is not told whether the recipient paid for the goods: only the sender's own key shows it")
	case *t.Redelivery && t.RedeliverySum.IsZero() && !t.LastAmountTransferGM.IsZero():
		fill("LastAmountTransferGM", t.LastAmountTransferGM, &p.Collected) // what is on its way to the seller
	case *t.Redelivery && t.RedeliverySum.IsZero():
		warn("RedeliverySum", "the recipient paid for the goods, and it is not told how much: only the sender's own key and phone show it")
	case *t.Redelivery:
		fill("RedeliverySum", t.RedeliverySum, &p.Collected)
	}
}

// way returns the direction of a waybill; sure is false if it was made from another one in a way that is not known.
func (t *Tracking) way() (way carriers.Direction, sure bool) {
	switch {
	case t.OwnerDocumentNumber == "", isKind(t.OwnerDocumentType, kindRedirect):
		return carriers.DirectionToBuyer, true
	case isKind(t.OwnerDocumentType, kindReturn):
		return carriers.DirectionBack, true
	}
	return carriers.DirectionToBuyer, false
}

// onTheWayBack returns the state of goods that travel to the seller. The table of statuses is for waybills to buyers.
func onTheWayBack(s status.ShipmentState, w carriers.Direction) status.ShipmentState {
	if w == carriers.DirectionToBuyer {
		return s
	}
	switch s {
	case status.ShipmentHandedOut:
		return status.ShipmentCameBack
	case status.ShipmentRequested, status.ShipmentSent, status.ShipmentArrived:
		return status.ShipmentComingBack
	}
	return s
}

// text returns the status for people, in the vendor's words.
func (t *Tracking) text() string {
	s := cmp.Or(t.Status, statusName(t.StatusCode))
	why := slices.DeleteFunc(append(slices.Clone(t.UndeliveryReasons), t.UndeliveryReasonsSubtypeDescription), func(w string) bool { return strings.TrimSpace(w) == "" })
	if len(why) > 0 {
		s += ": " + strings.Join(slices.Compact(why), ", ")
	}
	return rest.Clip(s)
}

// statusName returns the vendor's name of a status.
func statusName(code string) string {
	r, _ := status.NovaPoshta().Row(status.AxisShipment, code)
	return cmp.Or(r.Names.UK, r.Names.EN, code)
}

// occurred returns when the status was set: the latest of the times that have passed, so that it never goes back. Times
// of the service differ by hours from each other.
func (t *Tracking) occurred() time.Time {
	all := []Time{t.DateCreated, t.TrackingUpdateDate, t.DateScan, t.RecipientDateTime}
	m, _ := status.NovaPoshta().Read(status.AxisShipment, t.StatusCode)
	if m.Shipment == status.ShipmentArrived || slices.Contains(received, t.StatusCode) {
		all = append(all, t.ActualDeliveryDate)
	}
	return slices.MaxFunc(all, func(a, b Time) int { return a.Compare(b.Time) }).Time
}

// accepted converts a waybill that was just made or found.
func (k *Carrier) accepted(w *Created, point string) carriers.Parcel {
	code, text, at := statusCreated, statusName(statusCreated), time.Time{}
	if w.Found != nil && w.Found.StateID != "" {
		code, text = w.Found.StateID, cmp.Or(w.Found.StateName, statusName(w.Found.StateID))
		at = slices.MaxFunc([]Time{w.Found.CreateTime, w.Found.DateLastUpdatedStatus}, func(a, b Time) int { return a.Compare(b.Time) }).Time
		point = cmp.Or(w.Found.RecipientAddress, point)
	}
	m, _ := status.NovaPoshta().Read(status.AxisShipment, code)
	p := carriers.Parcel{
		Ref: k.ref(w.Number), State: carriers.ParcelAccepted, Number: w.Number, Direction: carriers.DirectionToBuyer,
		Shipment: m.Shipment, Reason: m.Reason, Party: m.Party, Code: code, Text: rest.Clip(text), Occurred: at,
		Point: point, Planned: string(DateOf(w.EstimatedDeliveryDate.Time)), Problems: warnings(w.Warnings),
	}
	var err error
	if p.Price, err = w.CostOnSite.Money(); err != nil {
		p.Problems = append(p.Problems, carriers.Problem{Field: "CostOnSite", Code: carriers.CodeType, Rule: err.Error()})
	}
	if len(w.Others) > 0 {
		p.Problems = append(p.Problems, broken("IntDocNumber", carriers.CodeMax, "there are more waybills with the same number of ours: delete %s", strings.Join(w.Others, ", ")))
	}
	return p
}
