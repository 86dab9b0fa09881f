package russianposttest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// tariff is POST /1.0/tariff. An office that is not one of the account's is answered as what does not exist.
func tariff(c *call) (any, *refusal) {
	o := c.body.(object)
	wrong := func(code, why string) (any, *refusal) {
		return nil, &refusal{http.StatusBadRequest, object{"errors": []object{{"code": code, "description": why}}}}
	}
	from := cmp.Or(str(o, "index-from"), OfficeMoscow)
	to := cmp.Or(str(o, "delivery-point-index"), str(o, "index-to"))
	kind, category, mass := str(o, "mail-type"), str(o, "mail-category"), num(o, "mass")
	mail, known := mailTypes[kind]
	abroad := str(o, "mail-direct") != "" && str(o, "mail-direct") != "643"
	switch {
	case !slices.Contains(points(), from):
		return nil, absent("ShippingPoint", from)
	case !known || !available(kind, category):
		return wrong("UNDEFINED", "Ошибка при расчете тарифа: "+kind+" "+category)
	case str(o, "dimension-type") != "" && !slices.Contains(enums["dimension-type"], str(o, "dimension-type")):
		return nil, malformed("dimension-type: " + str(o, "dimension-type"))
	case mass < 1 || mass > mail.mass:
		return wrong("UNDEFINED", "Ошибка при расчете тарифа: масса "+str(o, "mass"))
	case !abroad && to == "":
		return wrong("UNDEFINED", "Ошибка при расчете тарифа: не указан индекс назначения")
	case !abroad && !c.isIndex(to):
		return wrong("CODE_1372", "Доставка по указанному маршруту не осуществляется")
	}
	ground, insured := price(kind, mass, num(o, "declared-value"), from, to)
	least, most := days(from, to)
	out := object{
		"total-rate": ground + insured, "total-vat": taxed(ground) + taxed(insured), "ground-rate": object{"rate": ground, "vat": taxed(ground)},
		"delivery-time": object{"min-days": least, "max-days": most}, "payment-method": cmp.Or(str(o, "payment-method"), "CASHLESS"),
		"notice-payment-method": cmp.Or(str(o, "notice-payment-method"), "CASHLESS"), "no-counters-coupon": false, "tariff-count": 1,
		"with-discount": false, "tariffAdditionalFieldsJson": object{"is-size": 0, "weight-pay": mass},
	}
	if insured > 0 {
		out["insurance-rate"] = object{"rate": insured, "vat": taxed(insured)}
	}
	return out, nil
}

// tariffNames are the parameters of the public calculator.
var tariffNames = strings.Fields(`object from to return country-to country-from region weight weightall aweight sumoc sumnp sumgs sum sumin
	sum_month month size count pack countinpack dogovor isavia service postmark mailrank mailtype mailctg directctg p1 p2 p3 p4 p5 reqid group
	export import volume duration domestic paytype payer int-product int-type channel int-client errorcode closed date time date-from date-to
	json jsontext`)

// calculate answers the public calculator, which needs no account.
func (s *Server) calculate(rate, delivery bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q := fake.Query(r)
		for _, n := range tariffNames {
			q.Text(n)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		out := object{
			"version_api": 2, "version": "2.15.1.678", "caption": caption(rate, delivery), "date": q.Text("date"), "isdogovor": 0, "isgroup": 0,
		}
		id, err := strconv.Atoi(q.Text("object"))
		kind, category := objectOf(id)
		for k, v := range map[string]string{"id": "object", "from": "from", "to": "to", "weight": "weight"} {
			if n, err := strconv.Atoi(q.Text(v)); err == nil {
				out[k] = n
			}
		}
		why, code := s.uncalculated(q, kind, err == nil)
		if why != "" {
			out["errors"] = []object{{"msg": why, "code": code, "type": 1}}
			if kind != "" {
				out["name"] = mailTypes[kind].name + " " + categories[category].name
			}
			write(w, http.StatusBadRequest, out)
			return
		}
		from, to := q.Text("from"), q.Text("to")
		out["name"], out["mailtype"], out["mailctg"], out["directctg"] = mailTypes[kind].name+" "+categories[category].name, id/1000, id/10%100, id%10
		if out["date"] == "" {
			out["date"] = s.settings.Now().In(moscow).Format("20060102")
		}
		mass, _ := strconv.Atoi(q.Text("weight"))
		declared, _ := strconv.Atoi(q.Text("sumoc"))
		ground, insured := price(kind, mass, declared, from, to)
		if rate {
			out["ground"] = object{"val": ground, "valnds": ground + taxed(ground)}
			out["pay"], out["paynds"] = ground+insured, ground+insured+taxed(ground)+taxed(insured)
			out["nds"], out["ndsrate"] = taxed(ground)+taxed(insured), vat
			out["items"] = []object{{
				"id": "3103", "name": "Плата за пересылку", "from": out["from"], "to": out["to"], "tariff": object{"val": ground, "valnds": ground + taxed(ground)},
			}}
		}
		if delivery {
			least, most := days(from, to)
			until, _ := time.Parse("20060102", text(out["date"]))
			out["delivery"] = object{"min": least, "max": most, "deadline": until.AddDate(0, 0, most).Format("20060102") + "T235959"}
		}
		write(w, http.StatusOK, out)
	}
}

func caption(rate, delivery bool) string {
	switch {
	case rate && delivery:
		return "Расчет тарифов, контрольных сроков доставки"
	case rate:
		return "Расчет тарифов"
	}
	return "Расчет контрольных сроков доставки"
}

// objectOf is the type and the category of an object of the calculator, empty if there is none.
func objectOf(id int) (kind, category string) {
	for k, m := range mailTypes {
		if m.id > 0 && m.id == id/1000 {
			kind = k
		}
	}
	if id/1000 == 27 { // a parcel of standard size
		kind = "POSTAL_PARCEL"
	}
	for k, c := range categories {
		if c.id == id/10%100 {
			category = k
		}
	}
	if kind == "" || category == "" || id%10 != 0 {
		return "", ""
	}
	return kind, category
}

// uncalculated is why a price cannot be told, and the vendor's code of it.
func (s *Server) uncalculated(q *fake.Values, kind string, known bool) (why string, code int) {
	number := func(name string) (n int, ok bool) {
		n, err := strconv.Atoi(q.Text(name))
		return n, err == nil && n >= 0
	}
	weight, weighed := number("weight")
	if odd := q.Unread(); len(odd) > 0 {
		return "Неизвестный параметр " + odd[0], 1200
	}
	if !q.Has("json") && !q.Has("jsontext") {
		return "Не указан формат ответа", 1201
	}
	for _, k := range []string{"sumoc", "sumnp", "sumgs"} {
		if _, ok := number(k); q.Text(k) != "" && !ok {
			return "Значение не является числом: " + k, 1366
		}
	}
	if t := q.Text("date"); t != "" {
		if _, err := time.Parse("20060102", t); err != nil {
			return "Неверная дата " + t, 1203
		}
	}
	switch {
	case !known || kind == "":
		return "Неверный объект расчета " + q.Text("object"), 1205
	case q.Text("from") == "" || q.Text("to") == "" && q.Text("country-to") == "":
		return "Не указан почтовый индекс", 1342
	case !s.isIndex(q.Text("from")):
		return "Почтовый индекс не найден: " + q.Text("from"), 1207
	case q.Text("to") != "" && !s.isIndex(q.Text("to")):
		return "Почтовый индекс не найден: " + q.Text("to"), 1207
	case q.Text("weight") == "":
		return "Не указан вес", 1201
	case !weighed:
		return "Значение не является числом: weight", 1366
	case weight < 1 || weight > mailTypes[kind].mass:
		return "Вес не соответствует ограничениям", 1301
	}
	return "", 0
}
