package rozetkatest

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Call is a request of a buyer to the seller.
type Call struct {
	ID       int64
	OrderID  int64
	Type     int // 1 please contact, 2 delivery, 3 cancellation, 4 complaint, 5 return, 6 correct the site, 7 payment
	Message  string
	Status   int // 1 new, 2 in work, 3 not decided, 4 decided, 5 closed
	Answer   string
	Created  time.Time
	Answered time.Time
}

var callTypes = []string{
	"", "Прохання зв'язатися", "Уточнення по доставці", "Скасування замовлення", "Скарга", "Повернення",
	"Виправлення інформації на сайті", "Питання по оплаті",
}

// Ask is a buyer who asks something of the seller about an order. It returns the id of the request.
func (s *Server) Ask(orderID int64, kind int, message string) (id int64, err error) {
	err = s.each(orderID, "the buyer asks", func(o *Order, at time.Time) error {
		if kind < 1 || kind >= len(callTypes) {
			return fmt.Errorf("%d is no kind of request", kind)
		}
		id = s.id(260)
		s.calls = append(s.calls, &Call{ID: id, OrderID: o.ID, Type: kind, Message: message, Status: 1, Created: at})
		return nil
	})
	return id, err
}

// Call returns a request of a buyer; false means that there is none.
func (s *Server) Call(id int64) (found Call, ok bool) {
	s.do(func() {
		for _, one := range s.calls {
			if one.ID == id {
				found, ok = *one, true
			}
		}
	})
	return found, ok
}

// callFilters are the parameters that choose requests.
const callFilters = "code_id order_id request_type status_id created_from created_to"

// searchCalls serves GET /calls/search.
func searchCalls(c *call) (any, error) {
	found, err := c.callsFound()
	if err != nil {
		if c.validates() {
			return nil, err
		}
		found = nil
	}
	number, err := c.page()
	if err != nil {
		return nil, err
	}
	if err := sorted(c, found, "-id", map[string]func(a, b *Call) int{
		"id": func(a, b *Call) int { return cmp.Compare(a.ID, b.ID) },
	}); err != nil {
		return nil, err
	}
	part, meta := page(found, number)
	out := []object{}
	for _, one := range part {
		out = append(out, c.readCall(one))
	}
	return object{"calls": out, "_meta": meta}, nil
}

// callsFound returns the requests that all filters of the call mean. None is about a good.
func (c *call) callsFound() ([]*Call, error) {
	var want [4]int64
	for i, name := range []string{"order_id", "request_type", "status_id", "code_id"} {
		n, err := c.number(name, -1)
		if err != nil {
			return nil, err
		}
		want[i] = n
	}
	first, last := time.Time{}, c.at
	for name, to := range map[string]*time.Time{"created_from": &first, "created_to": &last} {
		if c.query.Has(name) {
			t, err := moment(name, c.query.Get(name), name == "created_to")
			if err != nil {
				return nil, err
			}
			*to = t
		}
	}
	return slices.DeleteFunc(slices.Clone(c.calls), func(one *Call) bool {
		return !fits(want[0], int(one.OrderID)) || !fits(want[1], one.Type) || !fits(want[2], one.Status) ||
			want[3] != -1 || one.Created.Before(first) || one.Created.After(last)
	}), nil
}

// getCall serves GET /calls/{id}.
func getCall(c *call) (any, error) {
	for _, one := range c.calls {
		if fmt.Sprint(one.ID) == c.r.PathValue("id") {
			return c.readCall(one), nil
		}
	}
	return nil, notFound
}

// changeCall serves PUT /calls/change-status.
func changeCall(c *call) (any, error) {
	var in struct {
		RequestID     integer `json:"request_id"`
		Status        string
		StatusComment string `json:"status_comment"`
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	status, ok := map[string]int{"decided": 4, "not_decided": 3}[in.Status]
	switch {
	case !ok:
		return nil, invalid("status", "Значення «status» невірне")
	case utf8.RuneCountInString(in.StatusComment) > 300:
		return nil, invalid("status_comment", "Коментар має містити не більше 300 символів")
	}
	for _, one := range c.calls {
		if one.ID == int64(in.RequestID) {
			one.Status, one.Answer, one.Answered = status, in.StatusComment, c.at
			c.commit()
			return c.readCall(one), nil
		}
	}
	return nil, notFound
}

// readCall is a request as it is answered.
func (s *Server) readCall(one *Call) object {
	out := object{
		"id": one.ID, "request_type": one.Type, "request_type_name": callTypes[one.Type], "message": one.Message,
		"status_group": 1, "code_id": nil, "comment": "", "date_call": stamp(one.Created), "order_id": one.OrderID,
		"sending_type": nil, "status_id": one.Status, "user_login": "", "user_phone": "", "status_comment": one.Answer,
	}
	if o := s.find(one.OrderID); o != nil {
		out["status_group"], out["user_login"], out["user_phone"] = o.group(), o.Buyer.FirstName, o.Buyer.Phone
	}
	if !one.Answered.IsZero() {
		out["seller_comment_info"] = object{"seller_fio": sellerName, "date": stamp(one.Answered)}
	}
	return out
}
