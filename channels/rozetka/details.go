package rozetka

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Receiver is the person who is to get an order.
type Receiver struct {
	Name  string // all of it
	Phone string // left as it is without
}

// UpdateReceiver changes the recipient of an order that has StatusInWork, StatusCallAgain or StatusCallAgain2, and
// returns its delivery. Doing it twice is the same as doing it once.
func (c *Client) UpdateReceiver(ctx context.Context, id int64, r Receiver) (*Delivery, error) {
	const op = "POST /orders/update-receiver"
	if id <= 0 || r.Name == "" {
		return nil, c.invalid(op, "the order's id and the recipient's name are needed")
	}
	body := struct {
		ID    int64  `json:"order_id"`
		Name  string `json:"recipient_title"`
		Phone string `json:"recipient_phone,omitempty"`
	}{id, r.Name, r.Phone}
	var out Delivery
	check := func() error { return rest.Same("recipient", r.Name, out.Recipient) }
	if err := c.send(ctx, http.MethodPost, op, "/orders/update-receiver", nil, body, rest.Idempotent(), check, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// DeliveryUpdate is another delivery of an order: to a pick-up point, by PlaceID, or to a street, by StreetID, Street
// and House.
type DeliveryUpdate struct {
	MethodID  int    // MethodPickup or MethodCourier
	ServiceID int64  // see Client.ListDeliveryServices
	CityID    int64  // of ROZETKA
	PlaceID   int64  // of a pick-up point
	StreetID  int64  // of a street
	Street    string // its name
	House     string
	Flat      string
}

// UpdateDelivery changes the delivery of an order that has StatusInWork, StatusCallAgain or StatusCallAgain2, and is
// paid for on receipt. It returns the new one. Doing it twice is the same as doing it once.
//
// The documentation names the fields of the body with a prefix, as "order.order_id"; whether they stand in an object
// "order" is not known. They are sent without: this is the one place to change.
func (c *Client) UpdateDelivery(ctx context.Context, id int64, u DeliveryUpdate) (*Delivery, error) {
	const op = "POST /orders/update-delivery"
	switch {
	case id <= 0 || u.ServiceID == 0 || u.CityID == 0:
		return nil, c.invalid(op, "the order's id, the delivery service and the city are needed")
	case u.MethodID == MethodPickup && u.PlaceID == 0:
		return nil, c.invalid(op, "a pick-up needs the place")
	case u.MethodID == MethodCourier && (u.StreetID == 0 || u.Street == "" || u.House == ""):
		return nil, c.invalid(op, "a courier needs the street, by id and name, and the house")
	case u.MethodID != MethodPickup && u.MethodID != MethodCourier:
		return nil, c.invalid(op, fmt.Sprintf("the method is %d, it must be 1 (pick-up) or 2 (courier)", u.MethodID))
	}
	type city struct {
		ID int64 `json:"id"`
	}
	type delivery struct {
		Method  int    `json:"delivery_method_id"`
		Service int64  `json:"delivery_service_id"`
		City    city   `json:"city"`
		Place   int64  `json:"place_id,omitempty"`
		Street  int64  `json:"street_id,omitempty"`
		Name    string `json:"place_street,omitempty"`
		House   string `json:"place_house,omitempty"`
		Flat    string `json:"place_flat,omitempty"`
	}
	body := struct {
		ID       int64    `json:"order_id"`
		Delivery delivery `json:"delivery"`
	}{id, delivery{u.MethodID, u.ServiceID, city{u.CityID}, u.PlaceID, u.StreetID, u.Street, u.House, u.Flat}}
	var out Delivery
	check := func() error { return rest.Same("delivery service", u.ServiceID, out.ServiceID) }
	if err := c.send(ctx, http.MethodPost, op, "/orders/update-delivery", nil, body, rest.Idempotent(), check, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// UpdatePayment changes the payment method of an order that has StatusInWork, StatusCallAgain or StatusCallAgain2, and
// that is not paid. Doing it twice is the same as doing it once.
func (c *Client) UpdatePayment(ctx context.Context, id, method int64, parts ...Expand) (*Order, error) {
	const op = "PUT /orders/update-payment"
	if id <= 0 || method <= 0 {
		return nil, c.invalid(op, "the order's id and the payment method are needed")
	}
	body := map[string]int64{"order_id": id, "payment_method_id": method}
	var a orderAnswer
	err := c.send(ctx, http.MethodPut, op, "/orders/update-payment", expand(parts), body, rest.Idempotent(), a.of(id), &a)
	if err != nil {
		return nil, err
	}
	return &a.order, nil
}

// Option is something that may be chosen.
type Option struct {
	ID    int64      `json:"id"`
	MDM   string     `json:"mdm_id"` // of delivery services
	Name  string     `json:"name"`
	Extra wire.Extra `json:"-"`

	Problem error `json:"-"`
}

func (o *Option) keep() (*wire.Extra, *error) { return &o.Extra, &o.Problem }

// DeliveryOptions are the deliveries that may be chosen.
type DeliveryOptions struct {
	Methods  []Option   `json:"delivery_methods"` // MethodPickup, MethodCourier
	Couriers []Option   `json:"delivery_service_couriers"`
	Pickups  []Option   `json:"delivery_service_pickups"`
	Virtual  []Option   `json:"delivery_service_virtual"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"`
}

// GetDeliveryOptions reads the deliveries that may be chosen for goods of a delivery set (Item.SLARZ) with a payment
// method.
func (c *Client) GetDeliveryOptions(ctx context.Context, sla, paymentMethod int64) (*DeliveryOptions, error) {
	const path = "/orders/available-deliveries"
	q := url.Values{"sla_rz_id": {strconv.FormatInt(sla, 10)}, "payment_method_id": {strconv.FormatInt(paymentMethod, 10)}}
	var out DeliveryOptions
	if err := c.get(ctx, "GET "+path, path, q, nil, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// ListPaymentOptions reads the payment methods that an order may be given; none where its status does not allow it.
func (c *Client) ListPaymentOptions(ctx context.Context, id int64) ([]Option, error) {
	const path = "/orders/available-payments"
	return all[Option](ctx, c, path, url.Values{"order_id": {strconv.FormatInt(id, 10)}}, "payments")
}
