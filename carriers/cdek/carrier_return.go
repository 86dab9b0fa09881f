package cdek

import (
	"context"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// SendBack implements carriers.Returner. CDEK processes it afterwards: until then the state of the parcel does not
// change, and Read returns the result.
func (k *Carrier) SendBack(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	const op = "POST /v2/orders/{uuid}/refusal"
	uuid, err := k.uuidOf(op, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	p, err := k.readOne(ctx, ref)
	if err != nil {
		return p, err
	}
	switch StatusOf(p.Code).Phase {
	case PhaseNew, PhaseInvalid, PhaseCancelled:
		return p, k.client.rest.Fail(op, ordo.Conflict, "CDEK does not have the goods yet ("+p.Code+"): cancel the order instead", nil)
	case PhaseDelivered:
		return p, k.client.rest.Fail(op, ordo.Conflict, "the order is handed out ("+p.Code+")", nil)
	case PhaseFailed:
		return p, nil
	}
	if _, err := k.client.RefuseOrder(ctx, uuid); err != nil {
		return p, err
	}
	return k.read(ctx, uuid)
}

// Return implements carriers.Returner. All goods of a parcel come back by CDEK's return of a whole order, some of them
// by a separate order, from the address of delivery to the origin of the parcel. The field tariff_code of r.Values is
// the tariff; without it the tariff of the same service in the opposite direction is used. For some goods r.Values may
// also have shipment_point or from_location.*, and delivery_point or to_location.*.
func (k *Carrier) Return(ctx context.Context, r carriers.ReturnRequest) (carriers.Parcel, error) {
	const op = "POST /v2/orders/{uuid}/clientReturn"
	uuid, err := k.uuidOf(op, r.Parcel)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.client.GetOrder(ctx, uuid)
	if err != nil {
		return carriers.Parcel{}, err
	}
	if s := o.Current(); StatusOf(s.Code).Phase != PhaseDelivered {
		return carriers.Parcel{}, k.client.rest.Fail(op, ordo.Conflict, "the order is not handed out ("+s.Code+")", nil)
	}
	tariff := integer(r.Values["tariff_code"])
	if tariff == 0 {
		tariff = reverseTariff(o.Tariff)
	}
	if tariff == 0 {
		return carriers.Parcel{}, carriers.Refuse(r.Key, []carriers.Problem{
			broken("tariff_code", carriers.CodeRequired, "is empty, and tariff %d has no tariff in the opposite direction", o.Tariff),
		})
	}
	if len(r.Goods) > 0 {
		return k.returnSome(ctx, o, r, tariff)
	}
	a, err := k.client.CreateClientReturn(ctx, uuid, tariff)
	var p carriers.Parcel
	if why := refusalProblems(err); len(why) > 0 {
		p, err = k.refused(r.Key, why), nil
	} else if err != nil {
		return p, err
	} else if p, err = k.read(ctx, a.UUID); ordo.ClassOf(err) == ordo.Retry { // CDEK does not show it yet
		p, err = carriers.Parcel{Ref: k.ref(a.UUID), State: carriers.ParcelWaiting}, nil
	}
	p.Direction, p.ReturnOf = carriers.DirectionFromBuyer, k.ref(uuid)
	return p, err
}

// reverseTariff returns the tariff of the same service in the opposite direction. If the service does not start in a
// locker, it starts in an office.
func reverseTariff(tariff int) int {
	t := TariffOf(tariff)
	back := map[Mode][]Mode{
		DoorDoor: {DoorDoor}, DoorWarehouse: {WarehouseDoor, WarehouseWarehouse}, WarehouseDoor: {DoorWarehouse},
		WarehouseWarehouse: {WarehouseWarehouse}, DoorLocker: {LockerDoor, WarehouseDoor}, WarehouseLocker: {LockerWarehouse, WarehouseWarehouse},
		LockerDoor: {DoorWarehouse}, LockerWarehouse: {WarehouseWarehouse}, LockerLocker: {WarehouseWarehouse},
	}
	for _, m := range back[t.Mode] {
		if code := t.sibling(m); code != 0 {
			return code
		}
	}
	return 0
}

// returnSome creates an order for some returned goods.
func (k *Carrier) returnSome(ctx context.Context, o *Order, r carriers.ReturnRequest, tariff int) (carriers.Parcel, error) {
	packages, problems := partialPackages(o, r.Goods)
	problems = append(carriers.Request{Key: r.Key}.CheckKey(), problems...)
	d := Draft{
		Number: r.Key, Tariff: tariff, ClientReturn: true, Sender: &o.Draft.Recipient, Packages: packages, Seller: o.Seller,
		Recipient: returnTo(o, k.sender),
	}
	if d.Recipient.Name == "" || len(d.Recipient.Phones) == 0 {
		problems = append(problems, broken("recipient.name", carriers.CodeRequired,
			"is empty: neither the order nor WithSender has who receives the goods at the shop"))
	}
	setFields(k.endFields(), r.Values, "", &d)
	mode := TariffOf(tariff).Mode
	if d.ShipmentPoint == "" && d.From == nil {
		d.ShipmentPoint, d.From = end(!mode.FromDoor(), o.DeliveryPoint, o.Draft.To)
	}
	if d.DeliveryPoint == "" && d.To == nil {
		d.DeliveryPoint, d.To = end(!mode.ToDoor(), o.ShipmentPoint, o.Draft.From)
	}
	if err := carriers.Refuse(r.Key, problems); err != nil {
		return carriers.Parcel{}, err
	}
	back, err := k.client.CreateOrder(ctx, d)
	var p carriers.Parcel
	if why := refusalProblems(err); len(why) > 0 {
		p = k.refused(r.Key, why)
	} else if err != nil {
		return p, reclassNotFound(err, ordo.Auth)
	} else {
		p = k.parcel(back)
	}
	p.Key, p.Direction, p.ReturnOf = r.Key, carriers.DirectionFromBuyer, k.ref(o.UUID)
	return p, nil
}

// end returns an office, or an address if the tariff requires one.
func end(office bool, code string, l *Location) (string, *Location) {
	if office {
		return code, nil
	}
	return "", l
}

// returnTo returns who receives returned goods at the shop.
func returnTo(o *Order, sender *Contact) Contact {
	switch {
	case o.Sender != nil && o.Sender.Name != "":
		return o.Sender.Contact
	case sender != nil:
		return *sender
	}
	return Contact{}
}

// partialPackages returns the packages of an order with only some of the goods, prepaid.
func partialPackages(o *Order, goods []carriers.Goods) ([]Package, []carriers.Problem) {
	var out []Package
	var wrong []carriers.Problem
	left := slices.Clone(goods)
	for _, p := range o.Packages {
		var items []Item
		grams := 0
		for _, i := range p.Items {
			n := slices.IndexFunc(left, func(g carriers.Goods) bool { return g.Box == p.Number && g.Article == i.WareKey })
			if n < 0 {
				continue
			}
			handed := i.Handed
			if !o.Partial() {
				handed = i.Amount
			}
			if left[n].Pieces < 1 || left[n].Pieces > handed {
				wrong = append(wrong, broken("goods", carriers.CodeMax,
					"is %d {1:piece|pieces} of article %q, but %d were handed out", left[n].Pieces, i.WareKey, handed))
			}
			back := i.sendable()
			back.Amount, back.Payment = left[n].Pieces, Prepaid()
			items, grams = append(items, back), grams+back.Weight*back.Amount
			left = slices.Delete(left, n, n+1)
		}
		if len(items) > 0 {
			back := p.sendable()
			back.ID, back.Items, back.Weight = "", items, max(grams, 1)
			out = append(out, back)
		}
	}
	for _, g := range left {
		wrong = append(wrong, broken("goods", carriers.CodeUnknown, "the order has no article %q in package %q", g.Article, g.Box))
	}
	return out, wrong
}
