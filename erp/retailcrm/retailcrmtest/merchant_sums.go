package retailcrmtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// What people do by hand with lines, prices, payments and the buyer's details.

// SetQuantity sets how many units a line has, such as "2" or "0.350".
func (s *Server) SetQuantity(id, item int64, quantity string) {
	s.editItem(id, item, "quantity", json.Number(quantity))
}

// SetPrice sets what a unit of a line costs before discounts.
func (s *Server) SetPrice(id, item int64, price string) {
	s.editItem(id, item, "initialPrice", json.Number(price))
}

// SetItemDiscount sets the discount of each unit of a line.
func (s *Server) SetItemDiscount(id, item int64, amount string) {
	s.editItem(id, item, "discountManualAmount", json.Number(amount))
}

// AddProduct adds a line of the catalogue's offer with this article, or, if there is none, of a product that has only
// the name. It returns the line's id.
func (s *Server) AddProduct(id int64, article, quantity, price string) int64 {
	s.edit(id, func(o *order) object {
		line := object{"quantity": json.Number(quantity), "initialPrice": json.Number(price)}
		if s.sells(article) {
			line["offer"] = object{"externalId": article}
		} else {
			line["productName"] = article
		}
		return clone(object{"items": append(kept(o, 0), line)})
	})
	items := s.ordered(id).Items
	return items[len(items)-1].ID
}

// RemoveItem removes a line.
func (s *Server) RemoveItem(id, item int64) {
	s.edit(id, func(o *order) object { return clone(object{"items": kept(o, item)}) })
}

// kept are the lines of an edit that changes none of them, but for one that is left out.
func kept(o *order, without int64) []any {
	lines := []any{}
	for _, it := range o.items {
		if num(it["id"]) != without {
			lines = append(lines, object{"id": it["id"]})
		}
	}
	return lines
}

// ordered is an order by its id.
func (s *Server) ordered(id int64) Order {
	all := s.Orders()
	i := slices.IndexFunc(all, func(o Order) bool { return o.ID == id })
	if i < 0 {
		panic(fmt.Sprintf("retailcrmtest: there is no order with id %d", id))
	}
	return all[i]
}

// SetDiscount sets the discount of a whole order: an amount, and a percentage; "" leaves one alone.
func (s *Server) SetDiscount(id int64, amount, percent string) {
	s.edit(id, func(*order) object {
		p := object{}
		if amount != "" {
			p["discountManualAmount"] = json.Number(amount)
		}
		if percent != "" {
			p["discountManualPercent"] = json.Number(percent)
		}
		return p
	})
}

// SetDeliveryCost sets what shipping costs the buyer.
func (s *Server) SetDeliveryCost(id int64, cost string) {
	s.edit(id, func(*order) object { return object{"delivery": object{"cost": json.Number(cost)}} })
}

// AddPayment records a payment and returns its id.
func (s *Server) AddPayment(id int64, kind, status, amount string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.byID(id)
	p := object{"type": kind, "status": status, "amount": json.Number(amount)}
	if wrong := s.checkPayment(p, ""); o == nil || len(wrong) > 0 {
		panic(fmt.Sprintf("retailcrmtest: payment of order %d: %v", id, wrong))
	}
	made := s.addPayment(o, p)
	s.paid(o, s.byHand())
	s.log(o, s.byHand(), object{
		"field": "payments", "oldValue": nil, "newValue": object{"id": made["id"], "type": made["type"]},
		"payment": pick(made, "id", "status", "type", "amount", "externalId"),
	})
	return num(made["id"])
}

// SetPayment changes a payment: its status and its amount; "" leaves one alone.
func (s *Server) SetPayment(payment int64, status, amount string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, o := s.paymentByID(payment)
	for _, change := range []struct {
		name string
		to   any
	}{{"status", status}, {"amount", json.Number(amount)}} {
		if str(change.to) == "" || same(p[change.name], change.to) {
			continue
		}
		was := p[change.name]
		p[change.name] = change.to
		s.differ(o, s.byHand(), "payments."+change.name, was, change.to, object{"payment": pick(p, "id", "type", "externalId")})
	}
	s.paid(o, s.byHand())
}

// RemovePayment removes a payment.
func (s *Server) RemovePayment(payment int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, o := s.paymentByID(payment)
	o.payments = slices.DeleteFunc(o.payments, func(x object) bool { return num(x["id"]) == payment })
	s.paid(o, s.byHand())
	s.log(o, s.byHand(), object{"field": "payments", "oldValue": pick(p, "id", "type"), "newValue": nil})
}

func (s *Server) paymentByID(id int64) (object, *order) {
	for _, o := range s.orders {
		for _, p := range o.payments {
			if num(p["id"]) == id {
				return p, o
			}
		}
	}
	panic(fmt.Sprintf("retailcrmtest: there is no payment with id %d", id))
}

// SetField sets a field of an order to a text, by its name or path in the API, such as "firstName" or
// "delivery.address.city".
func (s *Server) SetField(id int64, path, value string) {
	s.edit(id, func(*order) object { return nested(path, value) })
}

// nested is an object that has a value at a path.
func nested(path string, value any) object {
	names := strings.Split(path, ".")
	for _, name := range slices.Backward(names[1:]) {
		value = object{name: value}
	}
	return object{names[0]: value}
}
