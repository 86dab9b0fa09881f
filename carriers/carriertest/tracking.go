package carriertest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

const sent = status.ShipmentSent

func whereItIs(b bench) error {
	for i, way := range [][]status.ShipmentState{
		{status.ShipmentSent, status.ShipmentArrived, status.ShipmentHandedOut}, {status.ShipmentSent, status.ShipmentComingBack}, {status.ShipmentSent, status.ShipmentLost},
	} {
		key := fmt.Sprint("A-1042-S", i+1)
		p, _, err := b.accepted(key)
		if err != nil {
			return err
		}
		if p.Shipment != status.ShipmentRequested {
			return fmt.Errorf("accepted, the goods are %s, they would have to be requested: the carrier does not have them", p.Shipment)
		}
		for _, to := range way {
			b.Moves(key, to)
			if p, err = b.read(p.Ref, key); err != nil {
				return err
			}
			switch {
			case p.Shipment != to:
				return fmt.Errorf("a parcel in state %s is reported as %s [%s] %s", to, p.Shipment, p.Code, p.Text)
			case p.Code == "" || p.Text == "":
				return fmt.Errorf("a parcel in state %s has the carrier's code %q and text %q", to, p.Code, p.Text)
			case p.State != carriers.ParcelAccepted:
				return fmt.Errorf("the request of a parcel in state %s is %s", to, p.State)
			case p.Occurred.IsZero():
				return fmt.Errorf("the time of the state %s is missing", to)
			case p.Direction != carriers.DirectionToBuyer:
				return fmt.Errorf("the direction of a parcel to the buyer is %q", p.Direction)
			}
		}
	}
	return nil
}

func takenInPart(b bench) error {
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	b.HandsOut(r.Key, 2)
	if p, err = b.read(p.Ref, r.Key); err != nil {
		return err
	}
	if p.Shipment != status.ShipmentPartlyHandedOut {
		return fmt.Errorf("a parcel taken in part is %s", p.Shipment)
	}
	taken, left, err := r.Values.HandedOut(p)
	if err != nil {
		return fmt.Errorf("HandedOut: %w", err)
	}
	if n, m := pieces(taken), pieces(left); n != 2 || m != 2 {
		return fmt.Errorf("2 of 4 pieces were taken, but HandedOut returns %d taken (%v) and %d left (%v)", n, taken, m, left)
	}
	return nil
}

// pieces counts those of units.
func pieces(us []order.Units) (n int64) {
	for _, u := range us {
		n += (u.To.Milli() - u.From.Milli()) / 1000
	}
	return n
}

// calls are those of a carrier.
func calls(port carriers.Carrier, r carriers.Request, ref order.Ref) suite.Calls {
	return suite.Calls{
		"Create": suite.Call(port.Create, r), "Cancel": suite.Call(port.Cancel, ref),
		"Read": func(ctx context.Context) error { return suite.List(port.Read(ctx, ref, ref)) },
	}
}

func keepsToContext(b bench) error {
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	r.Key = "A-1042-S2"
	if err := calls(b.Port, r, p.Ref).Ended(b.ctx); err != nil {
		return err
	}
	return b.count(1)
}

func strangerIsRefused(b bench) error {
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	r.Key = "A-1042-S2"
	if err := calls(b.BadCredentials, r, p.Ref).Refused(b.ctx); err != nil {
		return err
	}
	return b.count(1)
}

func sentBack(b bench) error {
	k, err := suite.As[carriers.Returner](b.Port)
	if err != nil {
		return err
	}
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	if _, err := k.SendBack(b.ctx, p.Ref); ordo.ClassOf(err) != ordo.Conflict {
		return fmt.Errorf("SendBack of a parcel that the carrier does not have: the error is not of class conflict: %w", suite.OrNone(err))
	}
	b.Moves(r.Key, sent)
	for range 2 {
		err := suite.Retry(func() error {
			_, err := k.SendBack(b.ctx, p.Ref)
			return err
		})
		if err != nil {
			return fmt.Errorf("send back: %w", err)
		}
	}
	if p, err = b.settled(p.Ref, r.Key); err != nil {
		return err
	}
	if p.Shipment != status.ShipmentComingBack {
		return fmt.Errorf("the goods of a parcel sent back are %s", p.Shipment)
	}
	if len(p.Returns) > 1 {
		return fmt.Errorf("SendBack was called twice, and %d parcels return the goods", len(p.Returns))
	}
	return b.links(p, carriers.DirectionBack)
}

// links checks the parcels that return goods of another parcel.
func (b bench) links(p carriers.Parcel, way carriers.Direction) error {
	for _, ref := range p.Returns {
		for back, err := range b.Port.Read(b.ctx, ref) {
			switch {
			case err != nil || back.Problem != nil:
				return fmt.Errorf("the returning parcel cannot be read: %w", errors.Join(err, back.Problem))
			case back.Direction != way || back.ReturnOf.ID != p.Ref.ID:
				return fmt.Errorf("the parcel that returns %s has the direction %q and the original %s", p.Ref, back.Direction, back.ReturnOf)
			case back.Shipment == status.ShipmentHandedOut:
				return fmt.Errorf("the parcel that returns %s counts as handed out to the buyer", p.Ref)
			}
		}
	}
	return nil
}

func returnedByBuyer(b bench) error {
	k, err := suite.As[carriers.Returner](b.Port)
	if err != nil {
		return err
	}
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	ask := carriers.ReturnRequest{Key: "A-1042-R1", Parcel: p.Ref}
	if _, err := k.Return(b.ctx, ask); ordo.ClassOf(err) != ordo.Conflict {
		return fmt.Errorf("Return of a parcel that was not handed out: the error is not of class conflict: %w", suite.OrNone(err))
	}
	b.Moves(r.Key, sent)
	b.Moves(r.Key, status.ShipmentHandedOut)
	var ids []string
	for range 2 {
		err := suite.Retry(func() error {
			back, err := k.Return(b.ctx, ask)
			if err == nil && (back.Direction != carriers.DirectionFromBuyer || back.ReturnOf.ID != p.Ref.ID || back.Ref.ID == p.Ref.ID) {
				return fmt.Errorf("the return is %s with the direction %q and the original %s", back.Ref, back.Direction, back.ReturnOf)
			}
			if err == nil && back.State == carriers.ParcelRefused {
				return fmt.Errorf("the return is refused: %v", back.Problems)
			}
			if back.Ref.ID != "" && !slices.Contains(ids, back.Ref.ID) {
				ids = append(ids, back.Ref.ID)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("return: %w", err)
		}
	}
	if len(ids) != 1 {
		return fmt.Errorf("Return was called twice, and there are the returns %v", ids)
	}
	if p, err = b.settled(p.Ref, r.Key); err != nil {
		return err
	}
	if p.Shipment != status.ShipmentHandedOut {
		return fmt.Errorf("after Return the goods that the buyer has are %s", p.Shipment)
	}
	return b.links(p, carriers.DirectionFromBuyer)
}
