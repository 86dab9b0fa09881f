package bitrixtest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// orderTable is sale.order.
func (s *Server) orderTable() table {
	return table{
		entity: orders, name: "sale.order", scope: "sale", missing: refuse(200540400001, "order is not exists"),
		rows: func() []row { return rowsOf(s.orders, func(o *order) row { return o.row }) },
		show: func(r row) row { return s.showOrder(s.order(id(r["id"]))) },
		add: func(c *bxserver.Call, given row) (row, error) {
			if err := s.checkOrder(given); err != nil {
				return nil, err
			}
			o := s.newOrder(row{})
			err := s.writeOrder(c, o, given)
			return o.row, err
		},
		update: func(c *bxserver.Call, r, given row) error {
			if err := s.checkOrder(given); err != nil {
				return err
			}
			return s.writeOrder(c, s.order(id(r["id"])), given)
		},
		remove: func(c *bxserver.Call, r row) error {
			o := s.order(id(r["id"]))
			for _, p := range o.payments {
				if p.paid() {
					return refuse("SALE_PAYMENT_DELETE_EXIST_PAID", "Нельзя удалить оплаченную оплату")
				}
			}
			for _, h := range o.shipments {
				if h.deducted() {
					return refuse("SALE_SHIPMENT_EXIST_SHIPPED", "Нельзя удалить отгрузку, которая отгружена")
				}
			}
			s.orders = slices.DeleteFunc(s.orders, func(one *order) bool { return one == o })
			c.Raise("OnSaleBeforeOrderDelete", row{"ID": o.id(), "XML_ID": o.row["xmlId"], "ACTION": "delete"})
			return nil
		},
	}
}

// checkOrder refuses what cannot be written into an order.
func (s *Server) checkOrder(given row) error {
	if status, ok := given["statusId"]; ok {
		if err := s.checkStatus(text(status), "O"); err != nil {
			return err
		}
	}
	if v, ok := given["personTypeId"]; ok && !slices.ContainsFunc(s.tables["personType"], func(p row) bool { return p["id"] == v }) {
		return refuse(200740400001, "person type is not exists")
	}
	return nil
}

// checkStatus refuses a status that the shop does not have. In which words it does is not known.
func (s *Server) checkStatus(status, kind string) error {
	if slices.ContainsFunc(s.tables["status"], func(r row) bool { return r["id"] == status && r["type"] == kind }) {
		return nil
	}
	return refuse(0, "Status \""+status+"\" is not found")
}

// writeOrder writes the fields of an order: its flags have rules, the others have none.
func (s *Server) writeOrder(c *bxserver.Call, o *order, given row) error {
	given = maps.Clone(given)
	if v, ok := given["canceled"]; ok {
		if err := s.cancel(o, v == "Y"); err != nil {
			return err
		}
		delete(given, "canceled")
	}
	if v, ok := given["statusId"]; ok {
		s.setStatus(o, text(v))
		delete(given, "statusId")
	}
	if v := given["marked"]; v == "Y" && o.row["marked"] != "Y" {
		o.row["dateMarked"] = s.Now()
	}
	if v, ok := given["price"]; ok { // taken as it is, until the basket changes
		old := rat(o.row["price"])
		o.row["price"] = rat(v)
		s.follow(o, old)
	}
	_, sync := given["updated1c"]
	maps.Copy(o.row, given)
	return s.save(c, o, change{sync: sync})
}

// showOrder is an order as get, add and update answer: what it has none of is not there, and ids within lines are
// texts.
func (s *Server) showOrder(o *order) row {
	out := orders.show(o.row)
	if len(o.lines) > 0 {
		out["basketItems"] = rowsOf(o.lines, func(l *line) row {
			r := showLine(l)
			r["id"], r["orderId"] = fmt.Sprint(l.id()), fmt.Sprint(o.id())
			for _, name := range []string{"discountCoupon", "discountName", "discountValue", "recommendation"} {
				r[name] = ""
			}
			r["notes"], r["subscribe"], r["dateRefresh"] = "BASE", "N", nil
			return r
		})
	}
	if len(o.payments) > 0 {
		out["payments"] = rowsOf(o.payments, func(p *payment) row { return payments.show(p.row) })
	}
	if len(o.shipments) > 0 {
		out["shipments"] = rowsOf(o.shipments, showShipment)
	}
	if len(o.values) > 0 {
		out["propertyValues"] = rowsOf(o.values, showValue)
	}
	if len(o.bindings) > 0 {
		out["tradeBindings"] = o.bindings
	}
	return out
}

// showValue is a value of a property within an order.
func showValue(v row) row {
	out := propertyValues.show(v)
	delete(out, "orderId")
	out["orderPropsXmlId"] = nil
	return out
}

func rowsOf[T any](list []T, f func(T) row) []row {
	out := make([]row, len(list))
	for i, e := range list {
		out[i] = f(e)
	}
	return out
}

// flat collects rows of all orders.
func (s *Server) flat(of func(*order) []row) func() []row {
	return func() (all []row) {
		for _, o := range s.orders {
			all = append(all, of(o)...)
		}
		return all
	}
}
