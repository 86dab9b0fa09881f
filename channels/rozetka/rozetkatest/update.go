package rozetkatest

import (
	"slices"
	"strconv"
	"time"
)

// updateData is the body of PUT /orders/{id}: a status, or purchases.
type updateData struct {
	Status           *integer
	TTN              *string  `json:"ttn"`
	SellerComment    *string  `json:"seller_comment"`
	DuplicateOrderID *integer `json:"duplicate_order_id"`
	Purchases        *[]purchaseData
}

// updateOrder serves PUT /orders/{id}.
func updateOrder(c *call) (any, error) {
	o, err := c.order(c.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	expand, err := c.expand()
	if err != nil {
		return nil, err
	}
	var in updateData
	if err := c.read(&in); err != nil {
		return nil, err
	}
	changed := false
	switch {
	case in.Purchases != nil && (in.Status != nil || in.TTN != nil || in.SellerComment != nil || in.DuplicateOrderID != nil):
		return nil, invalid("purchases", "Список товарів змінюється окремо від статусу")
	case in.Purchases != nil:
		changed, err = true, c.editPurchases(o, *in.Purchases)
	case in.Status != nil:
		change := Change{Status: int(*in.Status)}
		if in.TTN != nil {
			change.TTN = *in.TTN
		}
		if in.SellerComment != nil {
			change.Comment = *in.SellerComment
		}
		if in.DuplicateOrderID != nil {
			change.DuplicateOrderID = int64(*in.DuplicateOrderID)
		}
		changed, err = c.change(o, change, c.at)
	}
	if err != nil {
		return nil, err
	}
	if changed {
		c.commit()
	}
	return c.one(o, expand), nil // without a status nothing is changed, and nothing is said
}

// order returns the order with a number.
func (s *Server) order(id string) (*Order, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, noMethod
	}
	if o := s.find(n); o != nil {
		return o, nil
	}
	return nil, notFound
}

// Change is what a seller does to an order: a status, with what belongs to it.
type Change struct {
	Status           int
	TTN              string
	Comment          string
	DuplicateOrderID int64
}

// change applies a seller's change, and reports whether there was anything to change.
func (s *Server) change(o *Order, in Change, at time.Time) (changed bool, err error) {
	if in.Status == o.Status {
		return s.repeat(o, in, at), nil
	}
	if err := s.allowed(o, in, at); err != nil {
		return false, err
	}
	status := in.Status
	if status == 61 || status == 2 && in.TTN != "" {
		status = o.booked()
	}
	o.set(status, at)
	if in.TTN != "" {
		o.TTN = in.TTN
	}
	if in.Status == 49 {
		o.DuplicateOrderID = in.DuplicateOrderID
	}
	if in.Comment != "" {
		o.comment(in.Comment, at)
	}
	o.Viewed = true
	return true, nil
}

// repeat is a change to the status that the order has: it succeeds and leaves a waybill as it is. The first waybill of
// an order in 2 is taken.
func (s *Server) repeat(o *Order, in Change, at time.Time) (changed bool) {
	if in.Status == 2 && in.TTN != "" && o.TTN == "" {
		o.set(o.booked(), at)
		o.TTN, changed = in.TTN, true
	}
	if in.Comment != "" && !s.settings.LoseLoneComments {
		o.comment(in.Comment, at)
		changed = true
	}
	return changed
}

// booked is the status of an order that has got its waybill.
func (o *Order) booked() int {
	if o.Delivery.ServiceID == rozetkaDelivery {
		return 80
	}
	return 61
}

// allowed reports why a seller may not make a change. A missing waybill was seen to be named before a forbidden step,
// and the two texts of a forbidden step as they are here: 61 from 1, but 5, 6 and 13 from 26.
func (s *Server) allowed(o *Order, in Change, at time.Time) error {
	switch follows := slices.Contains(s.open(o, at), in.Status); {
	case (in.Status == 3 || in.Status == 61) && in.TTN == "" && o.TTN == "":
		return invalid("ttn", "Необхідно заповнити Номер ТТН.")
	case !follows && slices.Contains([]int{2, 3, 4, 26, 47, 55, 61}, in.Status):
		return invalid("status", "Неможливо змінити статус. З %d на %d. Наступний статус недоступний.", o.Status, in.Status)
	case !follows:
		return invalid("status", "Перехід в цей статус неможливий")
	case in.TTN != "" && !slices.Contains([]int{2, 3, 61}, in.Status):
		return invalid("ttn", "ТТН не можна додати в статусі %d", in.Status)
	case in.Status == 49 && in.DuplicateOrderID == 0:
		return invalid("duplicate_order_id", "Необхідно заповнити «ID дубля замовлення»")
	case in.Status == 49 && (in.DuplicateOrderID == o.ID || s.find(in.DuplicateOrderID) == nil):
		return invalid("duplicate_order_id", "Замовлення %d не знайдено", in.DuplicateOrderID)
	case in.Status != 49 && in.DuplicateOrderID != 0:
		return invalid("duplicate_order_id", "ID дубля замовлення вказується лише зі статусом 49")
	}
	return nil
}
