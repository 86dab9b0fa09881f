package rozetkatest

import (
	"cmp"
	"errors"
	"time"
)

// Place is a buyer who orders. What is left open gets a value; without a Recipient it is the buyer. It returns the
// number of the order. A Status places it there, without a way that led to it.
func (s *Server) Place(o Order) (id int64) {
	s.do(func() {
		at := s.now()
		if !o.Created.IsZero() {
			at = o.Created.Truncate(time.Second)
		}
		o.ID = cmp.Or(o.ID, s.id(910_000_000))
		o.Created, o.Changed = at, at
		o.Buyer = cmp.Or(o.Buyer, Person{LastName: "Зразкова", FirstName: "Олена", Phone: "380670000002"})
		o.Recipient = cmp.Or(o.Recipient, o.Buyer)
		d := &o.Delivery
		d.ServiceID, d.MethodID = cmp.Or(d.ServiceID, novaPoshta), cmp.Or(d.MethodID, 1)
		if d.CityID == 0 && d.City == "" {
			d.CityID, d.City, d.CityRef = 1, "Київ", "11111111-2222-3333-4444-555555555555"
		}
		if d.ServiceID == novaPoshta && d.MethodID == 1 && d.Ref == "" {
			d.PlaceID, d.Branch, d.Ref = 15643, "76", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
			d.Street, d.House = "вул. Прикладна", "8" // of the branch
		}
		o.Payment.MethodID = cmp.Or(o.Payment.MethodID, cash)
		if o.Payment.MethodID != cash {
			o.Payment.Status, o.Payment.At = cmp.Or(o.Payment.Status, "unpaid"), at
		}
		o.Lines = s.fill(o.Lines)
		o.createdType = 4
		o.History = nil
		o.set(cmp.Or(o.Status, 1), at)
		s.orders = append(s.orders, &o)
		id = o.ID
	})
	return id
}

var errDone = errors.New("it has ended")

// CancelByBuyer is a buyer who cancels on the site: 45.
func (s *Server) CancelByBuyer(id int64) error { return s.cancel(id, "the buyer cancels", 45) }

// CancelByAdmin is ROZETKA's administration that cancels: 13.
func (s *Server) CancelByAdmin(id int64) error { return s.cancel(id, "an administrator cancels", 13) }

// CancelByCallCentre is ROZETKA's call centre that cancels: 75.
func (s *Server) CancelByCallCentre(id int64) error {
	return s.cancel(id, "the call centre cancels", 75)
}

func (s *Server) cancel(id int64, what string, status int) error {
	return s.each(id, what, func(o *Order, at time.Time) error {
		if o.group() != 1 {
			return errDone
		}
		o.set(status, at)
		return nil
	})
}

// Pay gives the payment of an order another status, such as "paid"; see the list of payment statuses.
func (s *Server) Pay(id int64, status string) error {
	return s.each(id, "payment "+status, func(o *Order, at time.Time) error {
		switch {
		case o.Payment.MethodID == cash:
			return errors.New("cash has no payment status")
		case paymentStatusOf(status).id == 0:
			return errors.New("no such payment status")
		}
		o.Payment.Status, o.Payment.At, o.Changed = status, at, at
		return nil
	})
}

// ClaimReturn is a buyer who wants to return a done order: 86.
func (s *Server) ClaimReturn(id int64) error {
	return s.each(id, "a return is claimed", func(o *Order, at time.Time) error {
		if o.group() != 2 {
			return errors.New("only a done order is returned")
		}
		o.set(86, at)
		return nil
	})
}

// SetStatus puts an order into any status, for what the other methods do not reach.
func (s *Server) SetStatus(id int64, status int) error {
	return s.each(id, "set", func(o *Order, at time.Time) error {
		o.set(status, at)
		return nil
	})
}
