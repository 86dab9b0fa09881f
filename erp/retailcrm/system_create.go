package retailcrm

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// longestEmail is how many characters of an e-mail address the CRM takes.
const longestEmail = 100

// create puts an order into the shop. An article that the catalogue does not have is no reason to lose the order: its
// line then comes without an offer, and a note says so.
func (s *System) create(ctx context.Context, t order.Task) (order.Outcome, error) {
	zone, err := s.client.GetZone(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	f, err := s.fields(t, zone)
	if err != nil {
		return order.Outcome{}, err
	}
	var strange []int
	for {
		made, err := s.client.CreateOrder(ctx, f)
		if err != nil {
			more := unknownOffers(err, f.Items)
			if len(more) == 0 {
				return order.Outcome{}, err
			}
			for _, i := range more {
				f.Items[i] = withoutOffer(f.Items[i])
			}
			strange = append(strange, more...)
			s.noteStrange(&f, t, strange, zone)
			continue
		}
		out := order.Outcome{
			Kind: order.Applied, Code: made.Order.Status,
			Ref:  order.Ref{System: Name, Kind: RefOrderID, ID: strconv.FormatInt(made.Order.ID, 10)},
			Sums: s.sums(made.Order, t.Order),
		}
		if made.Existed {
			out.Kind = order.AlreadySo
			if why := differs(made.Order, f); why != "" {
				return order.Outcome{Kind: order.Rejected, Text: fmt.Sprintf(
					"the shop has another order %d with the externalId %s (%s): change or delete that one, or give this channel a prefix of its own", made.Order.ID, f.ExternalID, why)}, nil
			}
		}
		return out, nil
	}
}

// fields is a new order as it is written.
func (s *System) fields(t order.Task, zone *time.Location) (OrderFields, error) {
	o, m := t.Order, &s.mapping
	e := endingOf(o, t.Cause)
	f := OrderFields{
		ExternalID: s.Ref(o).ID, Number: o.Number, OrderMethod: m.OrderMethod, OrderType: m.OrderType,
		Status: s.shows(o, e), Marketplace: &Marketplace{Code: o.Ref.System, OrderID: o.Ref.ID}, CreatedAt: At(o.Placed),
		Currency: o.Total.Currency(), Phone: firstOf(o.Buyer.Phone, o.Delivery.Phone),
	}
	if f.ExternalID == "" {
		return f, s.client.invalid("orders/create", "the order has no number of its channel: without an externalId it could come twice", nil)
	}
	if f.Number == "" {
		f.Number = o.Ref.ID
	}
	f.Email, f.AdditionalPhone, f.CustomerComment = emailOf(o), recipientsPhone(o), firstOf(customerComment(o))
	f.LastName, f.FirstName, f.Patronymic = person(o)
	rest, shares := amount.Money{}, sharesOf(o)
	for _, l := range o.Lines {
		if l.Kind == order.LineDelivery {
			continue
		}
		it, over, err := s.line(shares[l.ID], o.Ref.System)
		if err == nil {
			rest, err = rest.Add(over)
		}
		if err != nil {
			return f, s.client.invalid("orders/create", "line "+l.ID+" cannot be priced", err)
		}
		f.Items = append(f.Items, it)
	}
	if !rest.IsZero() {
		f.DiscountManualAmount = wire.SumOf(rest)
	}
	var err error
	if f.Delivery, err = s.delivery(o, zone); err != nil {
		return f, s.client.invalid("orders/create", "the delivery cannot be priced", err)
	}
	f.Payments = s.payments(o)
	f.CustomFields = s.customFields(o, zone)
	return f, nil
}

// firstOf is the first text that says something; nil if none does.
func firstOf(texts ...string) *string {
	for _, text := range texts {
		if text != "" {
			return &text
		}
	}
	return nil
}

// person splits a full name, which marketplaces give as "Фамилия Имя Отчество".
func person(o order.View) (last, first, patronymic *string) {
	name := o.Buyer.Name
	if name == "" {
		name = o.Delivery.Recipient
	}
	switch w := strings.Fields(name); len(w) {
	case 0:
		return nil, nil, nil
	case 1:
		return nil, &w[0], nil
	case 2:
		return &w[0], &w[1], nil
	default:
		rest := strings.Join(w[2:], " ")
		return &w[0], &w[1], &rest
	}
}

// delivery is the delivery block of a new order. The order is locked, so that nothing goes to the module before the
// merchant is ready.
func (s *System) delivery(o order.View, zone *time.Location) (*DeliveryFields, error) {
	d := &DeliveryFields{Code: s.mapping.Delivery, Data: &DeliveryDataFields{Locked: Ptr(s.mapping.Packing.Fires != firesLocked)}}
	cost, ours, err := deliveryCost(o)
	if err != nil {
		return nil, err
	}
	if ours {
		d.Cost = wire.SumOf(cost)
	}
	d.Date, d.Time = dateOf(o.Delivery.Window, zone)
	a := s.addressOver(Address{Notes: s.courierNotes(o)}, o)
	if !reflect.DeepEqual(a, Address{}) {
		d.Address = &a
	}
	return d, nil
}

// customFields are the module's own fields: the courier's, not fired yet, and the deadlines.
func (s *System) customFields(o order.View, zone *time.Location) CustomFields {
	f := CustomFields{}
	if c := s.mapping.Courier; c.Field != "" {
		f[c.Field] = c.Fires == firesUnset
	}
	for _, d := range o.Deadlines {
		if field := s.mapping.Deadlines[d.Kind]; field != "" && f[field] == nil {
			f[field] = d.At.In(zone).Format("2006-01-02 15:04")
		}
	}
	return f
}

// differs returns how an order that was there already is another than the one to be written; "" if it is the same.
func differs(there *Order, f OrderFields) string {
	if m := there.Marketplace; m != nil && (m.Code != f.Marketplace.Code || m.OrderID != f.Marketplace.OrderID) {
		return fmt.Sprintf("it is %s's order %s", m.Code, m.OrderID)
	}
	for _, it := range f.Items {
		if id := it.ExternalIDs[0]; there.Item(id.Code, id.Value) == nil && there.Marketplace == nil {
			return "none of its lines is lot " + id.Value
		}
	}
	return ""
}
