package rozetkatest

import (
	"fmt"
	"slices"
	"time"
)

// restoreOrder serves POST /orders/restore. The answer does not tell the number of the new order.
func restoreOrder(c *call) (any, error) {
	var in struct {
		ID        integer
		Purchases []purchaseData
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	o := c.find(int64(in.ID))
	switch {
	case o == nil:
		return nil, notFound
	case !o.copyable():
		return nil, invalid("id", "Замовлення в статусі %d не можна відновити", o.Status)
	}
	lines, err := c.lines(o.Lines, in.Purchases)
	if err != nil {
		return nil, err
	}
	c.restore(o, lines, 1, c.at)
	c.commit()
	return object{"status": "ok"}, nil
}

// restore makes a new order of a cancelled one.
func (s *Server) restore(o *Order, lines []Line, createdType int, at time.Time) int64 {
	again := o.clone()
	again.ID, again.Created, again.createdType = s.id(910_000_000), at, createdType
	again.TTN, again.ttnErased, again.Comments, again.History, again.DuplicateOrderID = "", false, nil, nil, 0
	again.Receipt = false
	again.Lines = slices.Clone(lines)
	for i := range again.Lines {
		again.Lines[i].ID = s.id(770_000_000)
	}
	again.set(26, at)
	s.orders = append(s.orders, &again)
	o.set(31, at)
	o.DuplicateOrderID = again.ID
	o.comment(fmt.Sprintf("Номер відновленого замовлення: %d", again.ID), at)
	return again.ID
}

// Restore is the seller who restores a cancelled order in the cabinet. It returns the number of the new order.
func (s *Server) Restore(id int64) (again int64, err error) {
	err = s.each(id, "restored", func(o *Order, at time.Time) error {
		if !o.copyable() {
			return errDone
		}
		lines := slices.DeleteFunc(slices.Clone(o.Lines), func(l Line) bool { return l.Status != 1 })
		again = s.restore(o, lines, 3, at)
		return nil
	})
	return again, err
}
