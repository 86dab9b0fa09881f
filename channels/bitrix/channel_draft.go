package bitrix

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// draft is the part of a snapshot that does not change, and what is to be said of it.
func (ch *Channel) draft(o *Order) (order.Draft, []string, error) {
	if err := odd(o.Extra, "statusId", "canceled", "currency", "basketItems", "shipments", "payments", "propertyValues"); err != nil {
		return order.Draft{}, nil, err
	}
	id := strconv.FormatInt(o.ID, 10)
	d := order.Draft{
		Ref: order.Ref{System: Name, Kind: kindOrder, ID: id}, Number: cmp.Or(o.AccountNumber, id), Scheme: ch.scheme(o), Currency: o.Currency,
		Placed: utc(o.DateInsert), Buyer: ch.buyer(o), Delivery: ch.deliveryOf(o), Method: ch.methodOf(o), Comment: o.BuyerComment,
	}
	var warnings []string
	var err error
	if d.Lines, d.Adjustments, warnings, err = ch.lines(o); err != nil {
		return d, nil, err
	}
	if o.Marked {
		warnings = append(warnings, "the shop marks the order: "+cmp.Or(o.MarkedReason, "it does not say why"))
	}
	return d, warnings, d.Check()
}

// scheme is by the way of delivery.
func (ch *Channel) scheme(o *Order) order.SchemeCode {
	if s := o.shipment(); s != nil && slices.Contains(ch.set.Pickup, s.DeliveryID) {
		return order.OwnPickup
	}
	return ch.set.Scheme
}

// shipment is the first shipment that counts; nil if there is none.
func (o *Order) shipment() *Shipment {
	for i, s := range o.Shipments {
		if !s.System && !s.Canceled {
			return &o.Shipments[i]
		}
	}
	return nil
}

func (ch *Channel) buyer(o *Order) order.Buyer {
	p := ch.set.Properties
	b := order.Buyer{
		Name: o.value(p.Name), Phone: o.value(p.Phone), Email: o.value(p.Email), Login: o.value(p.Login), Loyalty: o.value(p.Loyalty),
	}
	if o.UserID != 0 {
		b.Ref = order.Ref{System: Name, Kind: "user", ID: strconv.FormatInt(o.UserID, 10)}
	}
	return b
}

func (ch *Channel) deliveryOf(o *Order) order.Delivery {
	p := ch.set.Properties
	d := order.Delivery{
		Recipient: o.value(p.Recipient), Phone: o.value(p.RecipientPhone), Region: o.value(p.Region), City: o.value(p.City),
		PostalCode: o.value(p.ZIP), Address: o.value(p.Address), Street: o.value(p.Street), House: o.value(p.House), Flat: o.value(p.Flat),
		Point: o.value(p.Point), Term: o.value(p.Term),
	}
	if s := o.shipment(); s != nil {
		d.Service = s.DeliveryName
	}
	d.Window = ch.day(o)
	return d
}

// day is the window of the day of delivery, which is on the calendar of the server.
func (ch *Channel) day(o *Order) order.Window {
	for _, layout := range []string{"02.01.2006", time.DateOnly} {
		text := o.value(ch.set.Properties.Day)
		if len(text) > len(layout) {
			text = text[:len(layout)]
		}
		if t, err := time.ParseInLocation(layout, text, ch.client.rest.Zone()); err == nil {
			return order.Window{From: utc(t), To: utc(t.AddDate(0, 0, 1))}
		}
	}
	return order.Window{}
}

// methodOf is how the buyer pays: by the first payment that is not the buyer's account in the shop.
func (ch *Channel) methodOf(o *Order) string {
	for _, p := range o.Payments {
		if m := ch.method(p.PaySystemID, p.PaySystemName); m != "" {
			return m
		}
	}
	return ""
}

// labels say where the buyer came from.
func (ch *Channel) labels(o *Order) map[string]string {
	all := map[string]string{}
	for key, code := range map[string]string{
		order.LabelSource: ch.set.Properties.Source, order.LabelMedium: ch.set.Properties.Medium, order.LabelCampaign: ch.set.Properties.Campaign,
	} {
		if text := o.value(code); text != "" {
			all[key] = text
		}
	}
	return all
}

// payments are those that are paid. What of an order that is cancelled is paid, the gateway alone says: then it is a
// warning, unless the gateway can be asked by the payment's name.
func (ch *Channel) payments(o *Order) (all []order.Payment, warnings []string, err error) {
	for _, p := range o.Payments {
		if err := odd(p.Extra, "id", "sum", "paid"); err != nil {
			return nil, nil, fmt.Errorf("payment %d: %w", p.ID, err)
		}
		x := ch.payment(p)
		switch {
		case !p.Paid && !p.DatePaid.IsZero():
			warnings = append(warnings, fmt.Sprintf("payment %d of %s is marked as not paid since %s: compare it with the gateway", p.ID, p.Sum.Decimal, p.DatePaid.Format(time.DateTime)))
			continue
		case !p.Paid:
			continue
		case o.Canceled && x.Ref.System == Name:
			warnings = append(warnings, fmt.Sprintf("payment %d of %s is paid, and the order is cancelled in the shop: compare it with the gateway", p.ID, p.Sum.Decimal))
			continue
		case p.IsReturn != "" && p.IsReturn != ReturnNone:
			warnings = append(warnings, fmt.Sprintf("payment %d of %s was paid back in the shop (isReturn %s): compare it with the gateway", p.ID, p.Sum.Decimal, p.IsReturn))
		}
		sum := p.Sum
		sum.Currency = cmp.Or(p.Currency, o.Currency)
		if x.Amount, err = sum.Money(); err != nil {
			return nil, nil, fmt.Errorf("payment %d: %w", p.ID, err)
		}
		if x.Amount.Sign() > 0 {
			all = append(all, x)
		}
	}
	return all, warnings, nil
}

// payment names a payment: by its id here if it was made here, by that of the gateway if that is known, or else by the
// shop's own.
func (ch *Channel) payment(p Payment) order.Payment {
	id := strconv.FormatInt(p.ID, 10)
	x := order.Payment{ID: id, Method: ch.method(p.PaySystemID, p.PaySystemName), Ref: order.Ref{System: Name, Kind: kindPayment, ID: id}}
	if here, is := strings.CutPrefix(p.XMLID, mine); is && here != "" {
		x.ID = here
	}
	if gateway := ch.set.PaySystems[p.PaySystemID].Gateway; gateway != "" && p.GatewayID != "" {
		x.Ref = order.Ref{System: gateway, Kind: kindPayment, ID: p.GatewayID}
	}
	return x
}

// utc is the time as the log of an order holds it.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
