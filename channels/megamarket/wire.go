package megamarket

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order"
)

// moscow is the zone of Megamarket. It has known no other offset since 2014.
var moscow = time.FixedZone("MSK", 3*60*60)

// stamp writes a time as Megamarket does: Moscow time with its offset, no fraction.
func stamp(t time.Time) string { return t.In(moscow).Format(time.RFC3339) }

// moment is a time as Megamarket sends it. A time without a zone is Moscow's; null and "" are zero.
type moment struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (m *moment) UnmarshalJSON(b []byte) error {
	var s lax.Text
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	m.Time = time.Time{}
	if s == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999", time.DateOnly} {
		t, err := time.ParseInLocation(layout, string(s), moscow)
		if y := t.UTC().Year(); err == nil && y >= 1 && y <= 9999 { // what JSON can hold in every zone
			m.Time = t
			return nil
		}
	}
	return fmt.Errorf("%.40q is not a time such as 2025-03-04T17:00:00+03:00", string(s))
}

// roubles is a sum as Megamarket sends it: a decimal number. null is the unset sum.
type roubles struct{ order.Money }

// UnmarshalJSON implements json.Unmarshaler.
func (r *roubles) UnmarshalJSON(b []byte) error {
	var d lax.Decimal
	if err := json.Unmarshal(b, &d); err != nil {
		return err
	}
	r.Money = order.Money{}
	if d == "" {
		return nil
	}
	var err error
	r.Money, err = order.ParseMoney(string(d), "RUB")
	return err
}

// object is a JSON object of form T with whatever else is in it. null and PHP's empty array are no object.
type object[T any] struct {
	is    T
	extra map[string]json.RawMessage
	there bool
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *object[T]) UnmarshalJSON(b []byte) error {
	*o = object[T]{}
	if b = bytes.TrimSpace(b); string(b) == "null" || string(b) == "[]" {
		return nil
	}
	extra, err := lax.Split(b, &o.is)
	o.extra, o.there = extra, err == nil
	return err
}

// wireShipment is a shipment in the answer of order/get.
type wireShipment struct {
	ShipmentID            lax.Text                  `json:"shipmentId"`
	OrderCode             lax.Text                  `json:"orderCode"`
	Status                lax.Text                  `json:"status"`
	ServiceScheme         lax.Text                  `json:"serviceScheme"`
	CreationDate          moment                    `json:"creationDate"`
	ConfirmedTimeLimit    moment                    `json:"confirmedTimeLimit"`
	PackingTimeLimit      moment                    `json:"packingTimeLimit"`
	ShippingTimeLimit     moment                    `json:"shippingTimeLimit"`
	ReserveExpirationDate moment                    `json:"reserveExpirationDate"`
	ShipmentDateFrom      moment                    `json:"shipmentDateFrom"`
	ShipmentDateTo        moment                    `json:"shipmentDateTo"`
	ShippingDate          moment                    `json:"shippingDate"`
	PackingDate           moment                    `json:"packingDate"`
	DeliveryDate          moment                    `json:"deliveryDate"`
	DeliveryDateFrom      moment                    `json:"deliveryDateFrom"`
	DeliveryDateTo        moment                    `json:"deliveryDateTo"`
	ShipmentDateShift     lax.Bool                  `json:"shipmentDateShift"`
	ShipmentIsChangeable  lax.Bool                  `json:"shipmentIsChangeable"`
	DeliveryID            lax.Text                  `json:"deliveryId"`
	DeliveryMethodID      lax.Text                  `json:"deliveryMethodId"`
	ShippingPoint         lax.Text                  `json:"shippingPoint"`
	CustomerFullName      lax.Text                  `json:"customerFullName"`
	CustomerAddress       lax.Text                  `json:"customerAddress"`
	Customer              object[wireContact]       `json:"customer"`
	DepositedAmount       roubles                   `json:"depositedAmount"`
	Items                 lax.List[object[wireLot]] `json:"items"`
}

type wireContact struct {
	Email   lax.Text `json:"email"`
	Phone   lax.Text `json:"phone"`
	Comment lax.Text `json:"comment"`
}

// wireLot is a lot, in order/get and in callbacks.
type wireLot struct {
	ItemIndex             lax.Int                        `json:"itemIndex"`
	Status                lax.Text                       `json:"status"`
	SubStatus             lax.Text                       `json:"subStatus"`
	OfferID               lax.Text                       `json:"offerId"`
	GoodsID               lax.Text                       `json:"goodsId"`
	ItemID                lax.Text                       `json:"itemId"`
	ItemName              lax.Text                       `json:"itemName"`
	Quantity              lax.Int                        `json:"quantity"`
	Price                 roubles                        `json:"price"`
	FinalPrice            roubles                        `json:"finalPrice"`
	Discounts             lax.List[object[wireDiscount]] `json:"discounts"`
	TaxRate               lax.Text                       `json:"taxRate"`
	IsDigitalMarkRequired lax.Bool                       `json:"isDigitalMarkRequired"`
	ReservationPerformed  lax.Bool                       `json:"reservationPerformed"`
	GoodsData             object[wireGoods]              `json:"goodsData"`
	BoxIndex              lax.List[lax.Int]              `json:"boxIndex"`
	Events                lax.List[object[wireEvent]]    `json:"events"`
}

type wireGoods struct {
	Name                  lax.Text `json:"name"`
	CategoryName          lax.Text `json:"categoryName"`
	IsDelivery            lax.Bool `json:"isDelivery"`
	IsDigitalMarkRequired lax.Bool `json:"isDigitalMarkRequired"`
}

type wireDiscount struct {
	DiscountType        lax.Text `json:"discountType"`
	DiscountDescription lax.Text `json:"discountDescription"`
	DiscountAmount      roubles  `json:"discountAmount"`
}

type wireEvent struct {
	EventDate  moment   `json:"eventDate"`
	EventName  lax.Text `json:"eventName"`
	EventValue lax.Text `json:"eventValue"`
}

// shipment is the public form.
func shipment(o object[wireShipment]) Shipment {
	w := o.is
	return Shipment{
		ID: string(w.ShipmentID), OrderCode: string(w.OrderCode), Status: string(w.Status), Scheme: Scheme(w.ServiceScheme),
		Created: w.CreationDate.Time, ConfirmBy: w.ConfirmedTimeLimit.Time, PackBy: w.PackingTimeLimit.Time,
		ShipBy: w.ShippingTimeLimit.Time, ReserveUntil: w.ReserveExpirationDate.Time,
		HandOverFrom: w.ShipmentDateFrom.Time, HandOverTo: w.ShipmentDateTo.Time, ShippingDate: w.ShippingDate.Time,
		PackingDate: w.PackingDate.Time, DeliveryDate: w.DeliveryDate.Time, DeliveryFrom: w.DeliveryDateFrom.Time,
		DeliveryTo: w.DeliveryDateTo.Time, DateMoved: bool(w.ShipmentDateShift), Changeable: bool(w.ShipmentIsChangeable),
		DeliveryID: string(w.DeliveryID), DeliveryMethodID: string(w.DeliveryMethodID), ShippingPoint: string(w.ShippingPoint),
		CustomerName: string(w.CustomerFullName), CustomerAddress: string(w.CustomerAddress), Customer: contact(w.Customer),
		Deposited: w.DepositedAmount.Money, Lots: lots(w.Items), Extra: o.extra,
	}
}

func contact(o object[wireContact]) *Contact {
	if !o.there {
		return nil
	}
	return &Contact{Email: string(o.is.Email), Phone: string(o.is.Phone), Comment: string(o.is.Comment), Extra: o.extra}
}

func lots(in []object[wireLot]) []Lot {
	var out []Lot
	for _, o := range in {
		out = append(out, lot(o))
	}
	return out
}

func lot(o object[wireLot]) Lot {
	w := o.is
	l := Lot{
		Index: int(w.ItemIndex), Status: string(w.Status), SubStatus: string(w.SubStatus), OfferID: string(w.OfferID),
		GoodsID: string(w.GoodsID), ItemID: string(w.ItemID), Name: string(w.ItemName),
		Category: string(w.GoodsData.is.CategoryName), Quantity: int(w.Quantity), Price: w.Price.Money,
		FinalPrice: w.FinalPrice.Money, TaxRate: string(w.TaxRate),
		MarkRequired: bool(w.IsDigitalMarkRequired || w.GoodsData.is.IsDigitalMarkRequired),
		Reserved:     bool(w.ReservationPerformed), DeliveryFee: bool(w.GoodsData.is.IsDelivery), Extra: o.extra,
	}
	if l.Name == "" {
		l.Name = string(w.GoodsData.is.Name)
	}
	for _, d := range w.Discounts {
		l.Discounts = append(l.Discounts, Discount{
			Type: string(d.is.DiscountType), Description: string(d.is.DiscountDescription), Amount: d.is.DiscountAmount.Money,
			Extra: d.extra,
		})
	}
	for _, n := range w.BoxIndex {
		l.Boxes = append(l.Boxes, int(n))
	}
	for _, e := range w.Events {
		l.Events = append(l.Events, LotEvent{
			At: e.is.EventDate.Time, Name: string(e.is.EventName), Value: string(e.is.EventValue), Extra: e.extra,
		})
	}
	return l
}
