package rozetkatest

import (
	"slices"
	"time"
)

// The values of delivery_type.
const (
	external = 0 // a delivery service
	own      = 1 // the shop delivers
)

// How a seller cancels an order in work: today, and in addition then.
var (
	cancels     = []int{42, 43, 28, 33, 40, 49, 20, 29, 17, 37, 38}
	cancelsThen = []int{16, 24, 25, 32, 34, 35, 36, 39, 41}
)

// follows returns the statuses that a seller may set, from one to the next, whatever the order. Those of 7, 27, 55 and
// 70 and the cancellations from 2 and 55 are guessed.
func (s *Server) follows(from int) []int {
	refusals := cancels
	if s.settings.Profile == Then {
		refusals = slices.Concat(cancels, cancelsThen)
	}
	switch from {
	case 1:
		return []int{26, 40, 49}
	case 26:
		return slices.Concat([]int{55, 47, 2, 61, 18}, refusals)
	case 2:
		return slices.Concat([]int{26, 61, 4, 3, 6}, refusals)
	case 55:
		return slices.Concat([]int{26, 2, 50}, refusals)
	case 47:
		if s.settings.Profile == Then {
			return []int{26, 18, 48}
		}
		return []int{26, 18}
	case 48:
		return []int{26, 18}
	case 7, 15, 27, 61, 70:
		return []int{26}
	case 3:
		return []int{5, 6}
	case 4:
		return []int{5, 6, 12}
	case 5:
		return []int{6, 3, 11, 12}
	}
	return nil
}

// retry is how long after an attempt to reach the buyer the seller may give up.
const retry = time.Hour

// open returns the statuses that the seller may set now: 18 only an hour after 47, and 26 not with a waybill of ROZETKA
// Delivery.
func (s *Server) open(o *Order, now time.Time) []int {
	return slices.DeleteFunc(s.follows(o.Status), func(to int) bool {
		switch to {
		case 18:
			return !slices.ContainsFunc(o.History, func(h Step) bool { return h.Status == 47 && now.Sub(h.At) >= retry })
		case 26:
			return o.TTN != "" && o.Delivery.ServiceID == rozetkaDelivery
		}
		return false
	})
}

// step is one row of the table of steps. Both kinds of delivery have the same rows here.
func step(from, to, delivery int) object {
	return object{
		"id": from*1000 + to*2 + delivery, "parent_id": from, "child_id": to, "delivery_type": delivery, "market_group": 0,
	}
}

func (s *Server) steps(from, delivery int) []object { return rows(from, s.follows(from), delivery) }

func rows(from int, to []int, delivery int) []object {
	out := []object{}
	for _, id := range to {
		out = append(out, step(from, id, delivery))
	}
	return out
}

// searchSteps serves GET /status-availables/search.
func searchSteps(c *call) (any, error) {
	var want [3]int64
	for i, name := range []string{"parent_id", "child_id", "delivery_type"} {
		n, err := c.number(name, -1)
		if err != nil {
			return nil, err
		}
		want[i] = n
	}
	var found []object
	for _, st := range statuses {
		for _, delivery := range []int{external, own} {
			for _, to := range c.follows(st.id) {
				if fits(want[0], st.id) && fits(want[1], to) && fits(want[2], delivery) {
					found = append(found, step(st.id, to, delivery))
				}
			}
		}
	}
	number, err := c.page()
	if err != nil {
		return nil, err
	}
	if err := sorted(c, found, "id", map[string]func(a, b object) int{
		"id": func(a, b object) int { return a["id"].(int) - b["id"].(int) },
	}); err != nil {
		return nil, err
	}
	part, meta := page(found, number)
	return object{"statusAvailables": append([]object{}, part...), "_meta": meta}, nil
}

// fits reports whether a value is the wanted one; -1 wants any.
func fits(want int64, value int) bool { return want == -1 || want == int64(value) }
