package rozetkatest

import (
	"errors"
	"slices"
	"time"
)

var errLocked = errors.New("it can only be edited in status 26")

// SetInCabinet is the seller who changes the status in the cabinet, by the rules of the API.
func (s *Server) SetInCabinet(id int64, change Change) error {
	return s.each(id, "set in the cabinet", func(o *Order, at time.Time) error {
		_, err := s.change(o, change, at)
		return err
	})
}

// EditLines is the seller who edits the goods of an order in the cabinet. edit gets the rows that are not removed and
// returns those wanted, a new one without an ID. Other prices are taken too: ROZETKA can change them.
func (s *Server) EditLines(id int64, edit func([]Line) []Line) error {
	return s.each(id, "lines edited", func(o *Order, at time.Time) error {
		if !o.editable() {
			return errLocked
		}
		lines := edit(slices.DeleteFunc(slices.Clone(o.Lines), func(l Line) bool { return l.Status == 0 }))
		if !slices.ContainsFunc(lines, func(l Line) bool { return !l.Additional }) {
			return errors.New("one good must remain")
		}
		s.replace(o, s.fill(lines))
		o.Changed = at
		return nil
	})
}

// EditDelivery is the seller who edits the delivery of an order in the cabinet.
func (s *Server) EditDelivery(id int64, edit func(*Delivery)) error {
	return s.edit(id, "delivery edited", func(o *Order) { edit(&o.Delivery) })
}

// EditRecipient is the seller who names another recipient in the cabinet.
func (s *Server) EditRecipient(id int64, to Person) error {
	return s.edit(id, "recipient edited", func(o *Order) { o.Recipient = to })
}

// EditPayment is the seller who chooses another method of payment in the cabinet.
func (s *Server) EditPayment(id int64, method int) error {
	return s.edit(id, "payment edited", func(o *Order) { o.pay(method, s.now()) })
}

func (s *Server) edit(id int64, what string, edit func(*Order)) error {
	return s.each(id, what, func(o *Order, at time.Time) error {
		if !o.receiverEditable() {
			return errLocked
		}
		edit(o)
		o.Changed = at
		return nil
	})
}

// pay gives an order a method of payment.
func (o *Order) pay(method int, at time.Time) {
	o.Payment = Payment{MethodID: method}
	if method != cash {
		o.Payment.Status, o.Payment.At = "unpaid", at
	}
}

// updateReceiver serves POST /orders/update-receiver.
func updateReceiver(c *call) (any, error) {
	var in struct {
		OrderID        integer `json:"order_id"`
		RecipientTitle string  `json:"recipient_title"`
		RecipientPhone string  `json:"recipient_phone"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	o, err := c.toEdit(in.OrderID)
	if err != nil {
		return nil, err
	}
	to := person(in.RecipientTitle)
	if to.LastName == "" {
		return nil, invalid("recipient_title", "Необхідно заповнити «ПІБ одержувача»")
	}
	if to.Phone = in.RecipientPhone; to.Phone == "" {
		to.Phone = o.Recipient.Phone
	}
	o.Recipient, o.Changed = to, c.at
	c.commit()
	return o.delivery(), nil
}

// toEdit returns an order whose recipient, delivery or payment is to be edited.
func (c *call) toEdit(id integer) (*Order, error) {
	o := c.find(int64(id))
	switch {
	case o == nil:
		return nil, notFound
	case !o.receiverEditable():
		return nil, invalid("order_id", "Редагування замовлення неможливе в статусі %d", o.Status)
	}
	return o, nil
}

// updatePayment serves PUT /orders/update-payment.
func updatePayment(c *call) (any, error) {
	var in struct {
		OrderID         integer `json:"order_id"`
		PaymentMethodID integer `json:"payment_method_id"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	expand, err := c.expand()
	if err != nil {
		return nil, err
	}
	o, err := c.toEdit(in.OrderID)
	switch {
	case err != nil:
		return nil, err
	case !slices.Contains([]string{"", "unpaid", "expired", "cancelled", "returned"}, o.Payment.Status):
		return nil, invalid("payment_method_id", "Замовлення має статус оплати %s", o.Payment.Status)
	case methodOf(int(in.PaymentMethodID)).id == 0:
		return nil, invalid("payment_method_id", "Спосіб оплати %d не знайдено", in.PaymentMethodID)
	}
	o.pay(int(in.PaymentMethodID), c.at)
	o.Changed = c.at
	c.commit()
	return c.one(o, expand), nil
}
