package rozetkatest

import "strings"

// cash is the method of payment on receipt.
const cash = 1

// method is a method of payment.
type method struct {
	id                int
	kind, name, title string
}

var methods = []method{
	{cash, "cash", "Оплата під час отримання товару", "Готівкова"},
	{2, "no cash", "Безготівковими для фізичних осіб", "Безготівкова"},
	{4524, "card", "Оплата карткою Visa/MasterCard", "Карткою"},
	{4682, "no cash", "Безготівковий для юридичних та фізичних осіб", "Безготівкова"},
	{5307, "google_pay", "Google Pay", "Google Pay"},
	{5405, "apple_pay", "Apple Pay", "Apple Pay"},
}

// methodOf returns a method of payment, the zero one if there is none.
func methodOf(id int) method {
	for _, m := range methods {
		if m.id == id {
			return m
		}
	}
	return method{}
}

// listPaymentMethods serves GET /market-payment-methods/list.
func listPaymentMethods(c *call) (any, error) {
	id, err := c.number("id", -1)
	if err != nil {
		return nil, err
	}
	status, err := c.number("status", -1)
	if err != nil {
		return nil, err
	}
	out := []object{}
	for _, m := range methods {
		if fits(id, m.id) && fits(status, 1) {
			var legal any
			if m.kind == "no cash" {
				legal = object{"id": 1, "full_name": "ФОП Зразкова", "status": "activated", "status_title": "Активний"}
			}
			out = append(out, object{
				"id": m.id, "name": m.name, "description": nil, "must_has_keys": m.id == 4524, "has_keys": m.id == 4524,
				"is_auto_hold": false, "status": 1, "legal_person": legal, "has_active_dc": true,
			})
		}
	}
	return object{"payment_methods": out}, nil
}

// availablePayments serves GET /orders/available-payments: an empty list where the order cannot be edited.
func availablePayments(c *call) (any, error) {
	o, err := c.order(c.query.Get("order_id"))
	if err != nil {
		return nil, err
	}
	out := []object{}
	for _, m := range methods {
		if o.receiverEditable() {
			out = append(out, object{"id": m.id, "name": m.name})
		}
	}
	return object{"payments": out}, nil
}

// counts serves GET /orders/counts-new: how many orders each category has.
func counts(c *call) (any, error) {
	n := map[category]int{}
	unviewed := 0
	for _, o := range c.orders {
		n[statusOf(o.Status).category]++
		if !o.Viewed {
			unviewed++
		}
	}
	return object{
		"all": len(c.orders), "new": n[fresh], "inProgress": n[processing], "delivering": n[delivering], "inDone": n[successful],
		"inNotDone": n[unsuccessful], "unwatched": unviewed,
	}, nil
}

// paymentStatus is a status of a payment through ROZETKA.
type paymentStatus struct {
	id          int
	name, title string
}

// value is the older number of a status, which nobody should use.
func (p paymentStatus) value() int { return p.id - 1 }

var paymentStatuses = []paymentStatus{
	{1, "cancelled", "Скасовано"},
	{2, "paid", "Оплачено"},
	{3, "unpaid", "Очікує оплати"},
	{4, "unapproved", "Перевіряється"},
	{5, "part-paid", "Частково оплачено"},
	{6, "expired", "Термін дії закінчився"},
	{7, "hold", "Суму утримано"},
	{8, "returned", "Повернено"},
	{9, "part-returned", "Оплачено (з частковим поверненням)"},
	{10, "ready_for_return", "Очікує повернення"},
}

// paymentStatusOf returns a status by its name, the zero one if there is none.
func paymentStatusOf(name string) paymentStatus {
	for _, p := range paymentStatuses {
		if p.name == name {
			return p
		}
	}
	return paymentStatus{}
}

// listPaymentStatuses serves GET /payments/payment-statuses.
func listPaymentStatuses(*call) (any, error) {
	out := []object{}
	for _, p := range paymentStatuses {
		out = append(out, object{"id": p.id, "name": p.name, "title": p.title, "value": p.value()})
	}
	return object{"payment_statuses": out}, nil
}

// statusPayment serves GET /orders/status-payment/{id}.
func statusPayment(c *call) (any, error) {
	o, err := c.order(c.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return o.statusPayment(), nil
}

// The services of delivery that have rules of their own.
const (
	rozetkaDelivery = 1
	novaPoshta      = 5
	ownCourier      = 10
)

// service is a service of delivery.
type service struct {
	id         int
	name, logo string
}

var services = []service{
	{rozetkaDelivery, "Видача у ROZETKA", "octopus"},
	{4, "Meest ПОШТА", "meest"},
	{novaPoshta, "Нова Пошта", "nova-pochta"},
	{ownCourier, "За вашою адресою", ""},
	{2024, "Укрпошта", "ukrposhta"},
}

// serviceOf returns a service, without a name if there is none.
func serviceOf(id int) service {
	for _, s := range services {
		if s.id == id {
			return s
		}
	}
	return service{id: id}
}

func (s service) read() object {
	return object{"id": s.id, "name": s.name, "type": flag(s.id == ownCourier), "status": 1, "can_edit": false, "can_use": true}
}

// searchServices serves GET /delivery-services/search.
func searchServices(c *call) (any, error) {
	id, err := c.number("id", -1)
	if err != nil {
		return nil, err
	}
	var found []service
	for _, s := range services {
		if fits(id, s.id) {
			found = append(found, s)
		}
	}
	number, err := c.page()
	if err != nil {
		return nil, err
	}
	if err := sorted(c, found, "id", map[string]func(a, b service) int{
		"id": func(a, b service) int { return a.id - b.id },
	}); err != nil {
		return nil, err
	}
	part, meta := page(found, number)
	out := []object{}
	for _, s := range part {
		out = append(out, s.read())
	}
	return object{"deliveryServices": out, "_meta": meta}, nil
}

// person reads a full name: last name, first name, second name.
func person(title string) (p Person) {
	parts := append(strings.Fields(title), "", "", "")
	p.LastName, p.FirstName, p.SecondName = parts[0], parts[1], strings.Join(strings.Fields(strings.Join(parts[2:], " ")), " ")
	return p
}
