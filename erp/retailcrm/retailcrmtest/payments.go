package retailcrmtest

import (
	"fmt"
	"slices"
	"time"
)

// checkPayment returns what is wrong with a payment.
func (s *Server) checkPayment(p object, prefix string) map[string]string {
	wrong := map[string]string{}
	for field, name := range map[string]string{"type": "payment-types", "status": "payment-statuses"} {
		if v, set := p[field].(string); set && !s.books[name].has(v) {
			wrong[prefix+field] = fmt.Sprintf("Value %q does not exist.", v)
		}
	}
	if rat(p["amount"]).Sign() < 0 { // that the CRM refuses it is not documented
		wrong[prefix+"amount"] = "This value should be greater than or equal to 0."
	}
	if v := str(p["paidAt"]); v != "" {
		if _, err := time.Parse(dateTime, v); err != nil {
			wrong[prefix+"paidAt"] = "This value is not valid."
		}
	}
	return wrong
}

// addPayment adds a payment to an order.
func (s *Server) addPayment(o *order, p object) object {
	p = clone(p)
	delete(p, "order")
	p["id"] = s.next("payment")
	if p["status"] == nil {
		p["status"] = "not-paid"
	}
	o.payments = append(o.payments, p)
	return p
}

// paid computes the sums of an order anew, and tells when all is paid or no longer so.
func (s *Server) paid(o *order, by actor) {
	before := o.data["fullPaidAt"]
	s.total(o)
	s.differ(o, by, "full_paid_at", before, o.data["fullPaidAt"], nil)
}

// payment returns a payment and its order.
func (c *call) payment(name, by string) (object, *order) {
	for _, o := range c.orders {
		for _, p := range o.payments {
			if (by == "id" && str(p["id"]) == name) || (by != "id" && str(p["externalId"]) == name && name != "") {
				return p, o
			}
		}
	}
	return nil, nil
}

func createPayment(c *call) (int, object, *refusal) {
	p := c.data
	name, by := str(at(p, "order.externalId")), "externalId"
	if id := str(at(p, "order.id")); id != "" {
		name, by = id, "id"
	}
	o, refused := c.find(name, by, c.param("site"))
	if number := str(at(p, "order.number")); refused != nil && number != "" {
		o, refused = c.numbered(number, c.param("site"))
	}
	if refused != nil {
		return 0, nil, entityError(object{"order": "Order not found."})
	}
	if str(p["type"]) == "" {
		return 0, nil, entityError(object{"type": "This value should not be blank."})
	}
	if refused := refuseData(c.checkPayment(p, "")); refused != nil {
		return 0, nil, refused
	}
	made := c.addPayment(o, p)
	as := actor{source: "api", key: c.key}
	c.paid(o, as)
	c.log(o, as, object{
		"field": "payments", "oldValue": nil, "newValue": object{"id": made["id"], "type": made["type"]},
		"payment": pick(made, "id", "status", "type", "amount", "externalId"),
	})
	c.commit()
	return 201, object{"id": made["id"]}, nil
}

func editPayment(c *call) (int, object, *refusal) {
	patch := c.data
	p, o := c.payment(c.r.PathValue("id"), c.param("by"))
	if p == nil {
		return 0, nil, &refusal{404, "Payment not found", nil}
	}
	if refused := refuseData(c.checkPayment(patch, "")); refused != nil {
		return 0, nil, refused
	}
	by := actor{source: "api", key: c.key}
	var told []func()
	for _, name := range []string{"status", "type", "amount", "paidAt", "comment", "externalId"} {
		if v, set := patch[name]; set && !same(v, p[name]) {
			field := map[string]string{"paidAt": "paid_at", "externalId": "external_id"}[name]
			if field == "" {
				field = name
			}
			was := p[name]
			p[name] = v
			told = append(told, func() {
				c.differ(o, by, "payments."+field, was, v, object{"payment": pick(p, "id", "type", "externalId")})
			})
		}
	}
	c.paid(o, by)
	for _, tell := range told {
		tell()
	}
	c.commit()
	return 200, object{"id": p["id"]}, nil
}

func deletePayment(c *call) (int, object, *refusal) {
	p, o := c.payment(c.r.PathValue("id"), "id")
	if p == nil {
		return 0, nil, &refusal{404, "Payment not found", nil}
	}
	o.payments = slices.DeleteFunc(o.payments, func(x object) bool { return str(x["id"]) == str(p["id"]) })
	by := actor{source: "api", key: c.key}
	c.paid(o, by)
	c.log(o, by, object{"field": "payments", "oldValue": pick(p, "id", "type"), "newValue": nil})
	c.commit()
	return 200, object{}, nil
}
