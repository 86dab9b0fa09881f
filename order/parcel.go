package order

import (
	"fmt"
	"maps"

	"github.com/ordo-sdk/ordo/status"
)

// RequestParcel asks a carrier to take a shipment, with the carrier's form filled in. The shipment is requested until
// the carrier has answered. A request that was refused may be made again.
type RequestParcel struct {
	Shipment int
	Carrier  Ref               // the carrier's account; where it is zero, the one that the shipment was made for
	Key      string            // our own number of the parcel, which identifies it at the carrier
	Values   map[string]string // the form, as it was filled in
}

// Kind implements Command.
func (RequestParcel) Kind() Kind { return KindRequestParcel }

func (c RequestParcel) decide(o *Order, _ By) ([]Body, error) {
	s, err := o.shipment(c.Shipment)
	if err != nil {
		return nil, err
	}
	switch s.State {
	case status.ShipmentAssembling:
	case status.ShipmentRequested:
		return nil, refuse(ErrAlready, s.what(), "carrier %s was asked for it", s.Carrier)
	default:
		return nil, refuse(ErrNotNow, s.what(), "it is %s; a carrier is asked for what has not left", s.State)
	}
	if !c.Carrier.IsZero() {
		s.Carrier = c.Carrier
	}
	if s.Carrier.IsZero() || s.Courier {
		return nil, refuse(ErrInvalid, s.what(), "the carrier that is to take it is not set")
	}
	if c.Key == "" {
		return nil, refuse(ErrInvalid, s.what(), "the request has no key: a lost answer would make a second parcel")
	}
	if err := o.checkLeaves(s); err != nil {
		return nil, err
	}
	s.State, s.CarrierCode, s.CarrierText = status.ShipmentRequested, "", ""
	return []Body{ParcelRequested{s, c.Key, maps.Clone(c.Values)}}, nil
}

// checkLeaves returns an error if a shipment could not be handed over to a carrier now.
func (o *Order) checkLeaves(s Shipment) error {
	st, _ := o.rules.scheme.step(KindHandOver)
	ms, err := o.pick(nil, "sent", nil, func(_ *line, p Portion) bool { return p.Shipment == s.N && st.From.Has(p.State) })
	if err != nil {
		return err
	}
	if len(ms) == 0 {
		return refuse(ErrNotNow, s.what(), "there is nothing in it that may leave: units would have to be %s", st.From.List())
	}
	if o.rules.scheme.Prepaid && !o.isSecured(KindRequestParcel) {
		return refuse(ErrNotNow, "order", "no carrier is asked before it is paid")
	}
	return o.checkMarked(KindHandOver, ms)
}

// ParcelRequested records that a carrier is asked to take a shipment.
type ParcelRequested struct {
	Shipment Shipment          `json:"shipment"`
	Key      string            `json:"key"`
	Values   map[string]string `json:"values,omitzero"`
}

// Kind implements Body.
func (ParcelRequested) Kind() string { return "parcel-requested" }

func (b ParcelRequested) check(o *Order) error { return o.checkShipment(b.Shipment.N) }

func (b ParcelRequested) apply(o *Order, _ *Event) { o.shipments[b.Shipment.N-1] = b.Shipment }

// SettleParcel records the carrier's answer to a request: accepted, with the tracking number, or refused with a
// reason. An accepted parcel may still be refused later, as long as the shipment has not left.
type SettleParcel struct {
	Shipment int
	Outcome  Outcome // Ref is the carrier's parcel
	Waybill  string  // the tracking number
}

// Kind implements Command.
func (SettleParcel) Kind() Kind { return KindSettleParcel }

func (c SettleParcel) decide(o *Order, _ By) ([]Body, error) {
	s, err := o.shipment(c.Shipment)
	if err != nil {
		return nil, err
	}
	if s.State != status.ShipmentRequested {
		return nil, refuse(ErrNotNow, s.what(), "it is %s; no carrier is asked for it", s.State)
	}
	b := ParcelSettled{Shipment: s, Accepted: c.Outcome.Done()}
	switch c.Outcome.Kind {
	case Applied, AlreadySo:
		if c.Waybill == "" {
			return nil, refuse(ErrInvalid, s.what(), "carrier %s accepted it without a tracking number", s.Carrier)
		}
		if s.Waybill == c.Waybill {
			return nil, refuse(ErrAlready, s.what(), "it is accepted as %s", s.Waybill)
		}
		b.Shipment.Waybill, b.Shipment.Parcel = c.Waybill, c.Outcome.Ref
	case Rejected, Unsupported:
		b.Shipment.State, b.Shipment.Waybill, b.Shipment.Parcel = status.ShipmentAssembling, "", Ref{}
		b.Shipment.CarrierCode, b.Shipment.CarrierText = c.Outcome.Code, c.Outcome.Text
	default:
		return nil, refuse(ErrInvalid, s.what(), "the outcome must be one of %v", []OutcomeKind{Applied, AlreadySo, Unsupported, Rejected})
	}
	return []Body{b}, nil
}

// ParcelSettled records the carrier's answer.
type ParcelSettled struct {
	Shipment Shipment `json:"shipment"`
	Accepted bool     `json:"accepted,omitzero"`
}

// Kind implements Body.
func (ParcelSettled) Kind() string { return "parcel-settled" }

func (b ParcelSettled) check(o *Order) error { return o.checkShipment(b.Shipment.N) }

func (b ParcelSettled) apply(o *Order, _ *Event) { o.shipments[b.Shipment.N-1] = b.Shipment }

// DropParcel cancels a request before the carrier has come: the goods stay, and another request may be made. A
// shipment without goods is cancelled with it.
type DropParcel struct {
	Shipment int
}

// Kind implements Command.
func (DropParcel) Kind() Kind { return KindDropParcel }

func (c DropParcel) decide(o *Order, _ By) ([]Body, error) {
	s, err := o.shipment(c.Shipment)
	if err != nil {
		return nil, err
	}
	if s.State != status.ShipmentRequested || s.Waybill == "" {
		return nil, refuse(ErrNotNow, s.what(), "it is %s; there is no accepted request to cancel", s.State)
	}
	b := ParcelDropped{Shipment: s, Parcel: s.Parcel, Waybill: s.Waybill}
	b.Shipment.State, b.Shipment.Waybill, b.Shipment.Parcel = status.ShipmentAssembling, "", Ref{}
	b.Shipment.CarrierCode, b.Shipment.CarrierText = "", ""
	if o.isEmpty(s.N) {
		b.Shipment.State = status.ShipmentCancelled
	}
	return []Body{b}, nil
}

// ParcelDropped records that a request was cancelled.
type ParcelDropped struct {
	Shipment Shipment `json:"shipment"`
	Parcel   Ref      `json:"parcel,omitzero"` // that the carrier is not to carry
	Waybill  string   `json:"waybill,omitzero"`
}

// Kind implements Body.
func (ParcelDropped) Kind() string { return "parcel-dropped" }

func (b ParcelDropped) check(o *Order) error {
	if err := o.checkShipment(b.Shipment.N); err != nil {
		return err
	}
	if b.Shipment.State != status.ShipmentAssembling && b.Shipment.State != status.ShipmentCancelled {
		return fmt.Errorf("shipment state %q", b.Shipment.State)
	}
	return nil
}

func (b ParcelDropped) apply(o *Order, _ *Event) { o.shipments[b.Shipment.N-1] = b.Shipment }
