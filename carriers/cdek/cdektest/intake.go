package cdektest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// intake is a pick-up by a courier.
type intake struct {
	uuid, number string
	order        *order
	body         object
	statuses     []object
	gone         bool
}

// orderIntake is POST /v2/intakes.
func orderIntake(c *call) (int, any, *refusal) {
	b := c.body
	var o *order
	if key := cmp.Or(str(b, "order_uuid"), str(b, "cdek_number")); key != "" {
		if o = c.order(key); o == nil || o.gone {
			return 0, nil, refuse("v2_order_not_found", "Order is not found by cdek_number "+key)
		}
		if o.cdek == "" {
			return 0, nil, refuse("v2_entity_not_ready", "Entity "+key+" is not ready")
		}
		for _, i := range c.intakes {
			if i.order == o && !i.final() {
				return 0, nil, refuse("v2_intake_exists_by_order", "Intake already exists for order "+key)
			}
		}
		if mode := c.mode(o); mode != 1 && mode != 2 && mode != 6 {
			return 0, nil, refuse("ve_tariff_mode_not_from_door", "Тариф заказа не от двери")
		}
	} else if obj(b, "from_location") == nil {
		return 0, nil, refuse("v2_field_is_empty", "[from_location] is empty")
	}
	today := c.settings.Now()
	day, err := time.ParseInLocation(time.DateOnly, str(b, "intake_date"), today.Location())
	from, to := str(b, "intake_time_from"), str(b, "intake_time_to")
	switch {
	case err != nil || from == "" || to == "":
		return 0, nil, refuse("v2_field_is_empty", "[intake_date] is empty")
	case day.Before(today.AddDate(0, 0, -1)):
		return 0, nil, refuse("ve_ci_pickup_date_expired", "Дата забора уже прошла")
	case day.After(today.AddDate(0, 0, 31)):
		return 0, nil, refuse("ve_ci_pickup_date_too_large", "Дата забора слишком далеко")
	case to <= from:
		return 0, nil, refuse("ve_ci_pickup_time_to_before_from", "Время окончания раньше времени начала")
	case from < "09:00":
		return 0, nil, refuse("ve_ci_pickup_time_too_small", "Слишком рано")
	case to > "22:00":
		return 0, nil, refuse("ve_ci_pickup_time_too_large", "Слишком поздно")
	}
	i := &intake{uuid: c.id(), order: o, body: b}
	i.number = strconv.Itoa(700000 + c.spent)
	i.statuses = []object{intakeStatus("ACCEPTED", today), intakeStatus("CREATED", today)}
	c.intakes = append(c.intakes, i)
	c.commit()
	requests := c.done("CREATE")
	if day.Format(time.DateOnly) == today.Format(time.DateOnly) && today.Hour() >= 15 {
		requests[0]["warnings"] = []object{problem("v2_late_intake", "Intake is created after 15:00")}
	}
	return http.StatusAccepted, object{"entity": object{"uuid": i.uuid}, "requests": requests}, nil
}

// final reports whether the pick-up is over.
func (i *intake) final() bool {
	return i.gone || str(i.statuses[len(i.statuses)-1], "code") == "DONE"
}

// intakeStatus is a status of a pick-up with its name.
func intakeStatus(code string, at time.Time) object {
	return object{"code": code, "name": intakeNames[code], "date_time": stamp(at)}
}

var intakeNames = map[string]string{
	"ACCEPTED": "Принят", "CREATED": "Создан", "READY_FOR_APPOINTMENT": "Готова к назначению", "APPOINTED_COURIER": "Назначен курьер",
	"PROBLEM_DETECTED": "Выявлена проблема", "PROCESSING_REQUIRED": "Требует обработки", "DONE": "Выполнена", "REMOVED": "Отменена",
	"INVALID": "Некорректная заявка",
}

// pickUp returns a pick-up; missing fields are those of its order.
func (s *Server) pickUp(i *intake) object {
	e := object{}
	if i.order != nil {
		o := s.entity(i.order)
		e["order_uuid"], e["cdek_number"] = i.order.uuid, i.order.cdek
		e["sender"], e["from_location"], e["to_location"] = o["sender"], o["from_location"], o["to_location"]
		var packages []object
		for _, p := range list(o, "packages") {
			one := object{}
			for _, k := range []string{"package_id", "weight", "length", "width", "height"} {
				if v, has := p[k]; has {
					one[k] = v
				}
			}
			packages = append(packages, one)
		}
		e["packages"] = packages
	}
	maps.Copy(e, i.body)
	e["uuid"], e["intake_number"], e["statuses"] = i.uuid, i.number, i.statuses
	return e
}

func (c *call) intake(uuid string) (*intake, *refusal) {
	k := slices.IndexFunc(c.intakes, func(i *intake) bool { return i.uuid == uuid })
	if k < 0 {
		return nil, refuse("v2_entity_not_found", "Entity is not found by uuid "+uuid)
	}
	return c.intakes[k], nil
}

// readIntake is GET /v2/intakes/{uuid}.
func readIntake(c *call) (int, any, *refusal) {
	i, no := c.intake(c.r.PathValue("uuid"))
	if no != nil {
		return 0, nil, no
	}
	return http.StatusOK, object{"entity": c.pickUp(i), "requests": c.done("CREATE")}, nil
}

// intakesOf is GET /v2/orders/{uuid}/intakes.
func intakesOf(c *call) (int, any, *refusal) {
	out := []object{}
	for _, i := range c.intakes {
		if i.order != nil && i.order.uuid == c.r.PathValue("uuid") {
			out = append(out, c.pickUp(i))
		}
	}
	return http.StatusOK, out, nil
}

// changeIntake is PATCH /v2/intakes.
func changeIntake(c *call) (int, any, *refusal) {
	i, no := c.intake(str(c.body, "uuid"))
	if no != nil {
		return 0, nil, no
	}
	status := obj(c.body, "status")
	for k, served := range map[string]string{"code": "PROCESSING_REQUIRED", "add_status": "CALL_REQUIRED DOC_REQUIRED"} {
		if v := str(status, k); !slices.Contains(strings.Fields(served), v) {
			return 0, nil, refuse("v2_invalid_format", "Invalid value ["+v+"] in [status."+k+"] parameter")
		}
	}
	last := str(i.statuses[len(i.statuses)-1], "code")
	if !slices.Contains([]string{"PROCESSING_REQUIRED", "READY_FOR_APPOINTMENT", "APPOINTED_COURIER"}, last) {
		return 0, nil, refuse("ve_ci_status_for_change_date_incorrect", "Статус заявки не позволяет изменение")
	}
	i.statuses = append(i.statuses, intakeStatus(str(status, "code"), c.settings.Now()))
	return c.took(http.StatusOK, i.uuid, c.done("UPDATE"))
}

// cancelIntake is DELETE /v2/intakes/{uuid}.
func cancelIntake(c *call) (int, any, *refusal) {
	i, no := c.intake(c.r.PathValue("uuid"))
	if no != nil {
		return 0, nil, no
	}
	if i.final() {
		return 0, nil, refuse("v2_entity_has_final_status", "Entity has final status")
	}
	i.gone = true
	i.statuses = append(i.statuses, intakeStatus("REMOVED", c.settings.Now()))
	return c.took(http.StatusOK, i.uuid, c.done("DELETE"))
}

// MoveIntake sets a status of a pick-up, such as APPOINTED_COURIER or DONE.
func (s *Server) MoveIntake(uuid, code string) {
	s.do(func() {
		for _, i := range s.intakes {
			if i.uuid == uuid {
				i.statuses = append(i.statuses, intakeStatus(code, s.settings.Now()))
			}
		}
	})
}

// intakeDays is POST /v2/intakes/availableDays: tomorrow and the day after, within the requested period.
func intakeDays(c *call) (int, any, *refusal) {
	from := obj(c.body, "from_location")
	switch {
	case from == nil:
		return 0, nil, refuse("v2_field_is_empty", "[from_location] is empty")
	case num(from, "code") == 0 && str(from, "address") == "":
		return 0, nil, refuse("v2_field_is_empty", "[from_location.address] is empty")
	case c.located(from) == nil:
		return 0, nil, refuse("v2_sender_location_not_recognized", "Sender location is not recognized")
	}
	days := []string{}
	for n := 1; n <= 2; n++ {
		if day := c.settings.Now().AddDate(0, 0, n).Format(time.DateOnly); str(c.body, "date") == "" || day <= str(c.body, "date") {
			days = append(days, day)
		}
	}
	return http.StatusOK, object{"date": days, "all_days": false}, nil
}
