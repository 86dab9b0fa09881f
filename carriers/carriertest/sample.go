package carriertest

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// mark is a marking code in full, with the separators that scanners keep.
const mark = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// consignment returns a shipment of a marked pair of shoes and three pairs of socks. 5100.00, including delivery, is
// paid on delivery.
func (b bench) consignment() (carriers.Consignment, error) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	by := func() order.By {
		at = at.Add(time.Minute)
		return order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}
	}
	scheme, _ := order.ByCarrier.Rules()
	scheme.Code, scheme.Prepaid, scheme.AssemblingOnPayment = "at-the-door", false, false
	o, _, err := order.New(order.Draft{
		ID: "A-1042", Number: "A-1042", Scheme: scheme.Code, Authority: order.OwnShop, Delivery: b.Delivery,
		Buyer: order.Buyer{Name: "Иванова Анна", Phone: "+79010000002", Email: "ivanova@shop.example"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "NORDA-42", Name: "Кроссовки Norda 42", Quantity: amount.Pcs(1), Total: amount.RUB(450000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "socks", SKU: "SOCK-G", Name: "Носки хлопок", Quantity: amount.Pcs(3), Total: amount.RUB(30000), VAT: amount.VAT10},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT22},
		},
	}, by(), order.WithScheme(scheme))
	for _, c := range []order.Command{
		order.SetMark{Line: "shoes", Code: mark},
		order.Pack{Boxes: []order.Box{{Picks: order.PickAll("shoes", "socks"), Weight: 1200, Length: 300, Width: 200, Height: 150}}},
		order.CreateShipment{},
	} {
		if err == nil {
			_, err = o.Do(c, by())
		}
	}
	if err != nil {
		return carriers.Consignment{}, fmt.Errorf("the sample order: %w", err)
	}
	return carriers.Consignment{Order: o.View(), Shipment: 1, Weights: map[string]int{"shoes": 800, "socks": 50}}, nil
}

// form returns the form of the sample and its completed values.
func (b bench) form() (carriers.Form, carriers.Values, error) {
	if b.Delivery == (order.Delivery{}) {
		return carriers.Form{}, nil, suite.Skip("Fixture.Delivery is not set")
	}
	c, err := b.consignment()
	if err != nil {
		return carriers.Form{}, nil, err
	}
	f, err := b.Port.Form(b.ctx, c)
	if err != nil {
		return f, nil, fmt.Errorf("Form: %w", err)
	}
	v := f.Values.Clone()
	if v == nil {
		v = carriers.Values{}
	}
	if b.Fill != nil {
		b.Fill(v)
	}
	return f, v, nil
}

// request returns a valid request.
func (b bench) request(key string) (carriers.Request, error) {
	_, v, err := b.form()
	return carriers.Request{Key: key, Values: v}, err
}

// create sends a request and checks the parcel.
func (b bench) create(r carriers.Request) (carriers.Parcel, error) {
	p, err := b.Port.Create(b.ctx, r)
	if err != nil {
		return p, fmt.Errorf("create %s: %w", r.Key, err)
	}
	return p, b.checkParcel(p, r.Key)
}

// checkParcel checks a parcel of the carrier.
func (b bench) checkParcel(p carriers.Parcel, key string) error {
	switch {
	case p.Problem != nil:
		return fmt.Errorf("parcel %s cannot be read: %w", key, p.Problem)
	case p.Key != "" && p.Key != key:
		return fmt.Errorf("parcel %s is reported as %q", key, p.Key)
	case p.State == carriers.ParcelRefused:
		if len(p.Problems) == 0 {
			return fmt.Errorf("parcel %s is refused without a problem", key)
		}
		return nil
	case p.State != carriers.ParcelWaiting && p.State != carriers.ParcelAccepted && p.State != carriers.ParcelCancelled:
		return fmt.Errorf("parcel %s is in state %q", key, p.State)
	case p.Ref.ID == "":
		return fmt.Errorf("parcel %s has no reference", key)
	case p.Ref.System != b.Port.System() || p.Ref.System == "":
		return fmt.Errorf("the system of the reference is %q, want %q", p.Ref.System, b.Port.System())
	case p.State == carriers.ParcelAccepted && p.Number == "":
		return fmt.Errorf("parcel %s is accepted and has no number", key)
	case p.Shipment == 0:
		return fmt.Errorf("parcel %s has no shipment state", key)
	}
	return nil
}

// accepted creates a parcel and has it accepted.
func (b bench) accepted(key string) (carriers.Parcel, carriers.Request, error) {
	r, err := b.request(key)
	if err != nil {
		return carriers.Parcel{}, r, err
	}
	p, err := b.create(r)
	if err != nil {
		return p, r, err
	}
	if p, err = b.settled(p.Ref, key); err != nil {
		return p, r, err
	}
	if p.State != carriers.ParcelAccepted {
		return p, r, fmt.Errorf("parcel %s is %s, want accepted: %v", key, p.State, p.Problems)
	}
	return p, r, nil
}

// settled lets the carrier process its requests and reads the parcel.
func (b bench) settled(ref order.Ref, key string) (carriers.Parcel, error) {
	if b.Process != nil {
		b.Process()
	}
	return b.read(ref, key)
}

// read reads one parcel.
func (b bench) read(ref order.Ref, key string) (carriers.Parcel, error) {
	var all []carriers.Parcel
	for p, err := range b.Port.Read(b.ctx, ref) {
		if err != nil {
			return p, fmt.Errorf("read %s: %w", ref, err)
		}
		all = append(all, p)
	}
	if len(all) != 1 {
		return carriers.Parcel{}, fmt.Errorf("read %s: %d parcels are yielded, want 1", ref, len(all))
	}
	return all[0], b.checkParcel(all[0], key)
}

func (b bench) count(want int) error {
	if n := b.Count(); n != want {
		return fmt.Errorf("the carrier has %d parcels to carry, want %d", n, want)
	}
	return nil
}
