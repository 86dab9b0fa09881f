package rozetkatest

import (
	"cmp"
	"fmt"
)

// deliveryData is the body of POST /orders/update-delivery. The documentation names its fields "order.order_id" and so
// on; whether they stand in an object "order" is not known, so both are taken.
type deliveryData struct {
	Order    *deliveryData
	OrderID  integer `json:"order_id"`
	Delivery struct {
		MethodID    integer `json:"delivery_method_id"`
		ServiceID   integer `json:"delivery_service_id"`
		City        struct{ ID integer }
		PlaceID     *integer `json:"place_id"`
		StreetID    *integer `json:"street_id"`
		PlaceStreet string   `json:"place_street"`
		PlaceHouse  string   `json:"place_house"`
		PlaceFlat   string   `json:"place_flat"`
	}
}

// updateDelivery serves POST /orders/update-delivery. What the new place is called is made up.
func updateDelivery(c *call) (any, error) {
	var in deliveryData
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if in.Order != nil {
		in = *in.Order
	}
	o, err := c.toEdit(in.OrderID)
	if err != nil {
		return nil, err
	}
	to := in.Delivery
	d := Delivery{
		ServiceID: int(to.ServiceID), MethodID: int(to.MethodID), CityID: int(to.City.ID), City: fmt.Sprintf("Місто %d", to.City.ID),
		Street: to.PlaceStreet, House: to.PlaceHouse, Flat: to.PlaceFlat, Cost: o.Delivery.Cost, Free: o.Delivery.Free,
	}
	if d.CityID == o.Delivery.CityID {
		d.City, d.CityRef = o.Delivery.City, o.Delivery.CityRef
	}
	switch {
	case o.Payment.MethodID != cash:
		return nil, invalid("order_id", "Доставка редагується лише при оплаті готівкою")
	case serviceOf(d.ServiceID).name == "":
		return nil, invalid("delivery_service_id", "Службу доставки %d не знайдено", d.ServiceID)
	case d.CityID == 0:
		return nil, invalid("city", "Необхідно заповнити «Місто доставки»")
	case d.MethodID == 1 && to.PlaceID == nil:
		return nil, invalid("place_id", "Необхідно заповнити «Номер відділення доставки»")
	case d.MethodID == 2 && (to.StreetID == nil || d.Street == "" || d.House == ""):
		return nil, invalid("street_id", "Необхідно заповнити адресу доставки")
	case d.MethodID != 1 && d.MethodID != 2:
		return nil, invalid("delivery_method_id", "Спосіб доставки %d невідомий", d.MethodID)
	}
	if to.PlaceID != nil {
		d.PlaceID, d.Branch = int64(*to.PlaceID), fmt.Sprint(*to.PlaceID)
		d.Ref = fmt.Sprintf("aaaaaaaa-bbbb-cccc-dddd-%012d", *to.PlaceID)
	}
	o.Delivery, o.Changed = d, c.at
	c.commit()
	return o.delivery(), nil
}

// availableDeliveries serves GET /orders/available-deliveries: the same for all goods.
func availableDeliveries(c *call) (any, error) {
	for _, name := range []string{"sla_rz_id", "payment_method_id"} {
		if n, err := c.number(name, 0); err != nil || n == 0 {
			return nil, cmp.Or(err, error(invalid(name, "Необхідно заповнити «%s»", name)))
		}
	}
	couriers, pickups := []object{}, []object{}
	for _, s := range services {
		one := object{"id": s.id, "mdm_id": fmt.Sprintf("bdbbcc43-c4c5-4557-bf19-%012d", s.id), "name": s.name}
		if s.id != ownCourier {
			pickups = append(pickups, one)
		}
		if s.id != rozetkaDelivery {
			couriers = append(couriers, one)
		}
	}
	return object{
		"delivery_methods":          []object{{"id": 2, "name": "Кур'єр"}, {"id": 1, "name": "Самовивіз"}},
		"delivery_service_couriers": couriers, "delivery_service_pickups": pickups, "delivery_service_virtual": []object{},
	}, nil
}
