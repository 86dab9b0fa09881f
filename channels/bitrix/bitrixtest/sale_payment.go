package bitrixtest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// paymentTable is sale.payment.
func (s *Server) paymentTable() table {
	return table{
		entity: payments, name: "sale.payment", scope: "sale", missing: refuse(200640400001, "payment is not exists"),
		rows: s.flat(func(o *order) []row { return rowsOf(o.payments, func(p *payment) row { return p.row }) }),
		add: func(c *bxserver.Call, given row) (row, error) {
			o := s.order(id(given["orderId"]))
			if o == nil {
				return nil, refuse(0, "Unable to load order")
			}
			p := s.newPayment(o)
			o.payments = append(o.payments, p)
			if err := s.writePayment(c, o, p, given); err != nil && o.row["marked"] != "Y" {
				o.payments = slices.DeleteFunc(o.payments, func(one *payment) bool { return one == p })
				return nil, err
			}
			return p.row, nil
		},
		update: func(c *bxserver.Call, r, given row) error {
			o, p := s.paymentOf(id(r["id"]))
			return s.writePayment(c, o, p, given)
		},
		remove: func(c *bxserver.Call, r row) error {
			o, p := s.paymentOf(id(r["id"]))
			if p.paid() {
				return refuse("SALE_PAYMENT_DELETE_EXIST_PAID", "Нельзя удалить оплаченную оплату")
			}
			o.payments = slices.DeleteFunc(o.payments, func(one *payment) bool { return one == p })
			c.Raise("OnPaymentDeleted", row{"ID": p.id()})
			return s.save(c, o, change{})
		},
	}
}

func (s *Server) paymentOf(id int) (*order, *payment) {
	for _, o := range s.orders {
		if p := o.payment(id); p != nil {
			return o, p
		}
	}
	return nil, nil
}

func (s *Server) newPayment(o *order) *payment {
	n := s.next("payment", 54)
	return &payment{row: row{
		"id": n, "orderId": o.id(), "accountNumber": fmt.Sprintf("%d/%d", o.id(), len(o.payments)+1), "paid": "N", "isReturn": "N", "sum": new(big.Rat),
		"currency": o.row["currency"], "dateBill": s.Now(), "externalPayment": "N", "marked": "N", "priceCod": "0", "updated1c": "N", "xmlId": s.xmlID(),
		"responsibleId": o.row["responsibleId"], "companyId": 0,
	}}
}

// writePayment writes a payment: money that was taken has rules.
func (s *Server) writePayment(c *bxserver.Call, o *order, p *payment, given row) error {
	ps := s.pays(id(given["paySystemId"]))
	if ps == nil {
		return refuse("SALE_PAYMENT_WRONG_PAYMENT_SERVICE", "Платежная система не найдена")
	}
	sum, hasSum := given["sum"]
	newSum := hasSum && rat(sum).Cmp(rat(p.row["sum"])) != 0
	pays, hasPaid := given["paid"]
	turned := hasPaid && flag(pays == "Y") != p.row["paid"]
	back := text(given["isReturn"])
	switch {
	case newSum && p.paid():
		return refuse("SALE_PAYMENT_NOT_ALLOWED_CHANGE_SUM", "Нельзя изменить сумму оплаченной оплаты")
	case o.cancelled() && (newSum || turned):
		return refuse("SALE_ORDER_PAID_ORDER_CANCELED", "Нельзя изменить оплату отменённого заказа")
	case back == "P" && p.row["isReturn"] == "N":
		return refuse("SALE_ORDER_PAYMENT_RETURN_NO_SUPPORTED", "Платежная система не поддерживает возврат")
	case back != "" && back != "N" && back != "Y" && back != "P":
		return refuse("BX_INVALID_VALUE", "Значение isReturn не верно")
	}
	_, sync := given["updated1c"]
	given = maps.Clone(given)
	delete(given, "paid")
	delete(given, "orderId")
	maps.Copy(p.row, given)
	p.row["paySystemName"], p.row["paySystemXmlId"], p.row["paySystemIsCash"] = ps["NAME"], ps["XML_ID"], ps["IS_CASH"]
	if back == "Y" { // to the buyer's account in the shop: the money leaves the payment
		p.row["paid"], p.row["empReturnId"] = "N", 1
	}
	if turned {
		p.row["paid"] = flag(pays == "Y")
		if p.paid() {
			if _, ok := given["datePaid"]; !ok {
				p.row["datePaid"] = s.Now()
			}
			p.row["empPaidId"], p.row["isReturn"] = 1, "N"
		}
	}
	c.Raise("OnPaymentEntitySaved", row{"ID": p.id()})
	return s.save(c, o, change{sync: sync})
}

// paymentItemTable is sale.paymentitembasket.
func (s *Server) paymentItemTable() table {
	return table{
		entity: paymentItems, name: "sale.paymentitembasket", scope: "sale", missing: refuse(201240400001, "payment item is not exists"),
		rows: s.flat(func(o *order) (all []row) {
			for _, p := range o.payments {
				all = append(all, p.items...)
			}
			return all
		}),
		add: func(c *bxserver.Call, given row) (row, error) {
			o, l := s.lineOf(id(given["basketId"]))
			if l == nil {
				return nil, refuse(201240400003, "basket item not exists")
			}
			p := o.payment(id(given["paymentId"]))
			switch {
			case p == nil:
				return nil, refuse(201240400002, "payment not exists")
			case slices.ContainsFunc(p.items, func(it row) bool { return id(it["basketId"]) == l.id() }):
				return nil, refuse(201250000001, "Duplicate entry for key [basketId, paymentId]")
			}
			it := row{"id": s.next("paymentItem", 1185), "dateInsert": s.Now(), "xmlId": s.xmlID()}
			maps.Copy(it, given)
			p.items = append(p.items, it)
			return it, s.save(c, o, change{})
		},
		update: func(c *bxserver.Call, r, given row) error {
			maps.Copy(r, given)
			o, _ := s.paymentOf(id(r["paymentId"]))
			return s.save(c, o, change{})
		},
		remove: func(c *bxserver.Call, r row) error {
			o, p := s.paymentOf(id(r["paymentId"]))
			p.items = slices.DeleteFunc(p.items, func(it row) bool { return it["id"] == r["id"] })
			return s.save(c, o, change{})
		},
	}
}

// paymentShipmentTable is sale.paymentItemShipment.
func (s *Server) paymentShipmentTable() table {
	return table{
		entity: paymentShipments, name: "sale.paymentItemShipment", scope: "sale", missing: refuse(201240400001, "payment item is not exists"),
		rows: s.flat(func(o *order) (all []row) {
			for _, p := range o.payments {
				all = append(all, p.shipments...)
			}
			return all
		}),
		add: func(c *bxserver.Call, given row) (row, error) {
			o, h := s.shipmentOf(id(given["shipmentId"]))
			if h == nil {
				return nil, refuse(201240400003, "shipment not exists")
			}
			p := o.payment(id(given["paymentId"]))
			switch {
			case p == nil:
				return nil, refuse(201240400002, "payment not exists")
			case slices.ContainsFunc(p.shipments, func(it row) bool { return id(it["shipmentId"]) == h.id() }):
				return nil, refuse(201250000001, "Duplicate entry for key [shipmentId, paymentId]")
			}
			it := row{"id": s.next("paymentItem", 1185), "dateInsert": s.Now(), "xmlId": s.xmlID()}
			maps.Copy(it, given)
			p.shipments = append(p.shipments, it)
			return it, s.save(c, o, change{})
		},
		update: func(c *bxserver.Call, r, given row) error {
			maps.Copy(r, given)
			o, _ := s.paymentOf(id(r["paymentId"]))
			return s.save(c, o, change{})
		},
		remove: func(c *bxserver.Call, r row) error {
			o, p := s.paymentOf(id(r["paymentId"]))
			p.shipments = slices.DeleteFunc(p.shipments, func(it row) bool { return it["id"] == r["id"] })
			return s.save(c, o, change{})
		},
	}
}
