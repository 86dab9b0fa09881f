package cdektest

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"time"
)

// names are CDEK's names of the statuses that the server sets without a call, and the old numbers that webhooks carry.
var (
	// names are CDEK's names of the statuses that the fake sets, and numbers the old numbers in webhooks.
	names = map[string]string{
		"ACCEPTED": "Принят", "CREATED": "Создан", "INVALID": "Некорректный заказ", "REMOVED": "Удален",
		"RECEIVED_AT_SHIPMENT_WAREHOUSE": "Принят на склад отправителя", "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY": "Сдан перевозчику в г. отправителе",
		"ACCEPTED_IN_RECIPIENT_CITY": "Встречен в г. получателе", "ACCEPTED_AT_PICK_UP_POINT": "Принят на склад до востребования",
		"POSTOMAT_POSTED": "Заложен в постамат", "TAKEN_BY_COURIER": "Выдан на доставку", "DELIVERED": "Вручен", "NOT_DELIVERED": "Не вручен",
	}
	numbers = map[string]int{
		"CREATED": 1, "REMOVED": 2, "RECEIVED_AT_SHIPMENT_WAREHOUSE": 3, "DELIVERED": 4, "NOT_DELIVERED": 5,
		"TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY": 7, "ACCEPTED_IN_RECIPIENT_CITY": 9, "TAKEN_BY_COURIER": 11,
		"ACCEPTED_AT_PICK_UP_POINT": 12,
	}
	final = map[string]bool{"INVALID": true, "REMOVED": true, "DELIVERED": true, "NOT_DELIVERED": true}
)

// on calls f with an order; it panics if there is none, because the test is wrong then.
func (s *Server) on(key string, f func(o *order)) {
	s.do(func() {
		o := s.order(key)
		if o == nil {
			panic(fmt.Sprintf("cdektest: no order %q", key))
		}
		f(o)
	})
}

// move adds a status and queues its webhook. Statuses of one order are at least a second apart.
func (s *Server) move(o *order, st Step) {
	if st.At.IsZero() {
		st.At = s.settings.Now()
	}
	if n := len(o.statuses); n > 0 && st.At.Sub(o.statuses[n-1].At) < time.Second {
		st.At = o.statuses[n-1].At.Add(time.Second)
	}
	o.statuses = append(o.statuses, st)
	if st.Code != "INVALID" {
		s.tell(o, st)
	}
	if st.Code == "NOT_DELIVERED" && o.kind["is_return"] != true {
		s.goBack(o)
	}
}

// goBack creates the return order of one that was not delivered in full.
func (s *Server) goBack(o *order) {
	back := s.backwards(o, num(o.body, "tariff_code"), "is_return", "return_order", "direct_order")
	s.spent++
	back.cdek = strconv.Itoa(1600000000 + s.spent)
	o.related[len(o.related)-1]["cdek_number"] = back.cdek
	s.move(back, Step{Code: "CREATED"})
}

// Advance sets any status of an order, also one that the vendor does not have. key is a number of the shop, a uuid or a
// number of CDEK. It panics if there is no such order.
func (s *Server) Advance(key string, st Step) {
	s.on(key, func(o *order) { s.settle(o); s.move(o, st) })
}

// TakeIn hands the goods in at the office of departure.
func (s *Server) TakeIn(key string) {
	s.Advance(key, Step{Code: "RECEIVED_AT_SHIPMENT_WAREHOUSE", City: "Москва"})
}

// Ship sends the goods to the city of the recipient.
func (s *Server) Ship(key string) {
	s.Advance(key, Step{Code: "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", City: "Москва"})
}

// Arrive brings the goods to the office or locker of delivery, or to the courier.
func (s *Server) Arrive(key string) {
	s.on(key, func(o *order) {
		s.settle(o)
		code := map[int]string{1: "TAKEN_BY_COURIER", 3: "TAKEN_BY_COURIER", 6: "POSTOMAT_POSTED", 7: "POSTOMAT_POSTED"}[s.mode(o)]
		if code == "" {
			code = "ACCEPTED_AT_PICK_UP_POINT"
		}
		s.move(o, Step{Code: code})
	})
}

// Deliver hands over all goods.
func (s *Server) Deliver(key string) { s.Advance(key, Step{Code: "DELIVERED"}) }

// DeliverPart hands over the first pieces of an order, and returns the rest.
func (s *Server) DeliverPart(key string, pieces int) {
	s.on(key, func(o *order) {
		s.settle(o)
		o.taken = &pieces
		s.move(o, Step{Code: "DELIVERED", Reason: "20"})
		s.goBack(o)
	})
}

// Return sends the goods back: NOT_DELIVERED with a reason, such as "23" for the end of storage, and a return order.
func (s *Server) Return(key, reason string) {
	s.Advance(key, Step{Code: "NOT_DELIVERED", Reason: reason})
}

// TakeBack withdraws the newest final status of an order and queues its webhook.
func (s *Server) TakeBack(key string) {
	s.on(key, func(o *order) {
		for i, st := range slices.Backward(o.statuses) {
			if !st.Deleted && final[st.Code] {
				o.statuses[i].Deleted = true
				s.tell(o, o.statuses[i])
				return
			}
		}
	})
}

// handed returns the packages with the pieces that were handed over.
func (o *order) handed(pieces int) []any {
	var packages []any
	for _, p := range list(object{"packages": o.packages()}, "packages") {
		var items []any
		for _, i := range list(p, "items") {
			one := maps.Clone(i)
			n := min(pieces, num(i, "amount"))
			pieces -= n
			one["delivery_amount"] = n
			items = append(items, one)
		}
		same := maps.Clone(p)
		same["items"] = items
		packages = append(packages, same)
	}
	return packages
}

// paid returns what the recipient paid: for the first pieces, and for their delivery.
func (o *order) paid(pieces int) *big.Rat {
	sum := new(big.Rat)
	for _, p := range list(o.body, "packages") {
		for _, i := range list(p, "items") {
			n := min(pieces, num(i, "amount"))
			pieces -= n
			sum.Add(sum, new(big.Rat).Mul(dec(obj(i, "payment"), "value"), big.NewRat(int64(n), 1)))
		}
	}
	fee := dec(obj(o.body, "delivery_recipient_cost"), "value")
	steps := list(o.body, "delivery_recipient_cost_adv")
	slices.SortFunc(steps, func(a, b object) int { return num(b, "threshold") - num(a, "threshold") })
	for _, step := range steps { // the lowest step that is not below what was bought
		if sum.Cmp(dec(step, "threshold")) <= 0 {
			fee = dec(step, "sum")
		}
	}
	return sum.Add(sum, fee)
}
