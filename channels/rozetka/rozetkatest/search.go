package rozetkatest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// matcher reports whether an order is meant by a filter.
type matcher = func(*Order) bool

// filter makes a matcher of the value of a parameter.
type filter func(name, value string) (matcher, error)

// filters are the parameters of orders/search that choose orders. Those of what the fake has not (complaints, reviews,
// refunds, reserves that end) are applied to orders that have none.
var filters = map[string]filter{
	"id": numbers(1, func(o *Order) int64 { return o.ID }),
	"item_id": text(func(o *Order) (all []string) {
		for _, l := range o.Lines {
			if l.Status != 0 {
				all = append(all, strconv.FormatInt(l.ItemID, 10), l.Name)
			}
		}
		return all
	}),
	"status":                 numbers(1, func(o *Order) int64 { return int64(o.Status) }),
	"type":                   choice(3, func(o *Order) int { return o.group() }),
	"types":                  ofCategory,
	"created_from":           from(func(o *Order) time.Time { return o.Created }),
	"created_to":             until(func(o *Order) time.Time { return o.Created }),
	"changed_from":           from(func(o *Order) time.Time { return o.Changed }),
	"changed_to":             until(func(o *Order) time.Time { return o.Changed }),
	"status_updated_from":    from((*Order).since),
	"status_updated_to":      until((*Order).since),
	"delivery_id":            numbers(1, func(o *Order) int64 { return int64(o.Delivery.ServiceID) }),
	"deliveries":             numbers(0, func(o *Order) int64 { return int64(o.Delivery.ServiceID) }),
	"localities":             numbers(0, func(o *Order) int64 { return int64(o.Delivery.CityID) }),
	"payment_methods":        numbers(0, func(o *Order) int64 { return int64(o.Payment.MethodID) }),
	"status_payment_id":      numbers(1, func(o *Order) int64 { return int64(paymentStatusOf(o.Payment.Status).id) }),
	"userName":               text(func(o *Order) []string { return []string{o.Recipient.fullName()} }),
	"user_phone":             text(func(o *Order) []string { return []string{o.Buyer.Phone} }),
	"seller_comment":         text((*Order).texts),
	"amountFrom":             sum(func(amount, limit int64) bool { return amount >= limit }),
	"amountTo":               sum(func(amount, limit int64) bool { return amount <= limit }),
	"ttn":                    ofWaybill,
	"user_feedback":          choose(map[string]matcher{"0": never, "1": always}),
	"is_viewed":              yesNo(func(o *Order) bool { return o.Viewed }),
	"is_fulfillment":         yesNo(func(o *Order) bool { return o.Fulfilment }),
	"is_promo":               yesNo(func(o *Order) bool { return o.Promo }),
	"prro_receipt_status":    yesNo(func(o *Order) bool { return o.Receipt }),
	"has_market_review":      yesNo(never),
	"is_reserve_ending":      yesNo(never),
	"has_kit":                yesNo((*Order).hasKit),
	"has_refund":             yesNo(never),
	"is_review_request_send": choose(map[string]matcher{"0": always, "1": never, "2": never}),
	"refund_status":          choose(map[string]matcher{"1": never, "2": never}),
	"is_smart":               choose(map[string]matcher{"1": func(o *Order) bool { return o.Smart }, "2": func(o *Order) bool { return !o.Smart }}),
	"group_id":               numbers(1, func(o *Order) int64 { return o.GroupID }),
	"carrier_inner_id": choose(map[string]matcher{
		"1": func(o *Order) bool { return o.TTN != "" && o.Delivery.ServiceID == rozetkaDelivery }, "4": never,
	}),
}

func filterNames() string {
	var names []string
	for name := range filters {
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// searchOrders serves GET /orders/search. Without a type or types it finds orders in process only.
func searchOrders(c *call) (any, error) {
	expand, err := c.expand()
	if err != nil {
		return nil, err
	}
	number, err := c.page()
	if err != nil {
		return nil, err
	}
	if c.settings.IgnorePage {
		number = 1
	}
	found, err := c.matching()
	if err != nil {
		if c.validates() {
			return nil, err
		}
		found = nil
	}
	if err := sorted(c, found, "-id", map[string]func(a, b *Order) int{
		"id":      func(a, b *Order) int { return cmp.Compare(a.ID, b.ID) },
		"created": func(a, b *Order) int { return a.Created.Compare(b.Created) },
		"changed": func(a, b *Order) int { return a.Changed.Compare(b.Changed) },
		"status":  func(a, b *Order) int { return cmp.Compare(a.Status, b.Status) },
	}); err != nil {
		return nil, err
	}
	part, meta := page(found, number)
	out := []object{}
	for _, o := range part {
		out = append(out, c.view(o, expand))
	}
	var amount, discounted, delivery int64
	for _, o := range found {
		a, d, _ := o.sums()
		amount, discounted, delivery = amount+a, discounted+d, delivery+o.Delivery.Cost
	}
	return object{"orders": out, "_meta": meta, "totalFields": object{
		"amount": money(amount), "amount_with_discount": money(discounted),
		"cost": money(amount + delivery), "cost_with_discount": money(discounted + delivery),
	}}, nil
}

// matching returns the orders that all filters of the call mean.
func (c *call) matching() ([]*Order, error) {
	if c.query.Has("type") && c.query.Has("types") {
		return nil, invalid("types", "Параметр «types» замінює «type»")
	}
	var all []matcher
	if !c.query.Has("type") && !c.query.Has("types") {
		all = append(all, func(o *Order) bool { return o.group() == 1 })
	}
	for name, filter := range filters {
		if !c.query.Has(name) {
			continue
		}
		m, err := filter(name, c.query.Get(name))
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	var found []*Order
	for _, o := range c.orders {
		if !slices.ContainsFunc(all, func(m matcher) bool { return !m(o) }) {
			found = append(found, o)
		}
	}
	return found, nil
}

func always(*Order) bool { return true }
func never(*Order) bool  { return false }

// numbers is a number, or a list of any length for 0.
func numbers(limit int, of func(*Order) int64) filter {
	return func(name, value string) (matcher, error) {
		var want []int64
		for part := range strings.SplitSeq(value, ",") {
			n, err := strconv.ParseInt(part, 10, 64)
			if err != nil || n < 0 {
				return nil, invalid(name, "Значення «%s» має бути цілим числом", name)
			}
			want = append(want, n)
		}
		if limit > 0 && len(want) > limit {
			return nil, invalid(name, "Значення «%s» має бути цілим числом", name)
		}
		return func(o *Order) bool { return slices.Contains(want, of(o)) }, nil
	}
}

// choice is a number from 1 to last.
func choice(last int, of func(*Order) int) filter {
	return func(name, value string) (matcher, error) {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > last {
			return nil, invalid(name, "Значення «%s» має бути від 1 до %d", name, last)
		}
		return func(o *Order) bool { return of(o) == n }, nil
	}
}

// choose is one of a few values.
func choose(values map[string]matcher) filter {
	return func(name, value string) (matcher, error) {
		m := values[value]
		if m == nil {
			return nil, invalid(name, "Значення «%s» невірне", name)
		}
		return m, nil
	}
}

// yesNo is 1 or 0.
func yesNo(is matcher) filter {
	return choose(map[string]matcher{"1": is, "0": func(o *Order) bool { return !is(o) }})
}

// ofCategory is the parameter types: 1 all orders, or those of a category.
func ofCategory(name, value string) (matcher, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > int(unsuccessful) {
		return nil, invalid(name, "Значення «%s» має бути від 1 до 6", name)
	}
	return func(o *Order) bool {
		st := statusOf(o.Status)
		return n == 1 || int(st.category) == n
	}, nil
}

// text is a part of one of the texts of an order.
func text(of func(*Order) []string) filter {
	return func(name, value string) (matcher, error) {
		want := strings.ToLower(strings.TrimSpace(value))
		if want == "" {
			return nil, invalid(name, "Значення «%s» порожнє", name)
		}
		return func(o *Order) bool {
			return slices.ContainsFunc(of(o), func(s string) bool { return strings.Contains(strings.ToLower(s), want) })
		}, nil
	}
}

func (o *Order) texts() (all []string) {
	for _, one := range o.Comments {
		all = append(all, one.Text)
	}
	return all
}

// sum compares the sum of the goods with a limit.
func sum(ok func(amount, limit int64) bool) filter {
	return func(name, value string) (matcher, error) {
		limit, good := kopecks([]byte(value))
		if !good {
			return nil, invalid(name, "Значення «%s» має бути числом", name)
		}
		return func(o *Order) bool {
			amount, _, _ := o.sums()
			return ok(amount, limit)
		}, nil
	}
}

// ofWaybill is the parameter ttn: 0 without one, 1 with one, or a part of its number. Less than 4 characters find
// nothing.
func ofWaybill(name, value string) (matcher, error) {
	switch {
	case value == "0":
		return func(o *Order) bool { return o.TTN == "" }, nil
	case value == "1":
		return func(o *Order) bool { return o.TTN != "" }, nil
	case strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }):
		return nil, invalid(name, "Дозволені символи: літери, цифри")
	case len(value) < 4:
		return never, nil
	}
	return func(o *Order) bool { return strings.Contains(o.TTN, value) }, nil
}

// moment reads a date, or a date and a time, of Kyiv. The day of a date alone is whole.
func moment(name, value string, last bool) (time.Time, error) {
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, value, kyiv); err == nil {
			return t, nil
		}
	}
	t, err := time.ParseInLocation(time.DateOnly, value, kyiv)
	if err != nil {
		return t, invalid(name, "Формат «%s» невірний", name)
	}
	if last {
		t = t.AddDate(0, 0, 1).Add(-time.Second)
	}
	return t, nil
}

// from is a time that is not later than that of an order.
func from(of func(*Order) time.Time) filter {
	return func(name, value string) (matcher, error) {
		t, err := moment(name, value, false)
		return func(o *Order) bool { return !of(o).Before(t) }, err
	}
}

// until is a time that is not earlier than that of an order.
func until(of func(*Order) time.Time) filter {
	return func(name, value string) (matcher, error) {
		t, err := moment(name, value, true)
		return func(o *Order) bool { return !of(o).After(t) }, err
	}
}
