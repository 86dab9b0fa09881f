package cdektest

import (
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Tariff is a row of the table of tariffs. The price is Base plus PerKg for every kilogram begun; it is the same for
// all routes, and half within a city.
type Tariff struct {
	Code     int
	Name     string
	Mode     int // 1 door-door, 2 door-warehouse, 3 warehouse-door, 4 warehouse-warehouse, 6 door-locker, 7 warehouse-locker
	Base     string
	PerKg    string
	Days     int // working days; two more at most
	MaxGrams int
	ShopOnly bool
	Cities   []int // only between these; empty: everywhere
}

// serves reports whether the tariff goes from one city to another.
func (t *Tariff) serves(from, to int) bool {
	return len(t.Cities) == 0 || (slices.Contains(t.Cities, from) && slices.Contains(t.Cities, to))
}

// defaultTariffs are the tariffs of a new server.
var defaultTariffs = []Tariff{
	{136, "Посылка склад-склад", 4, "355", "40", 2, 50000, true, nil},
	{137, "Посылка склад-дверь", 3, "455", "45", 2, 50000, true, nil},
	{138, "Посылка дверь-склад", 2, "455", "45", 2, 50000, true, nil},
	{139, "Посылка дверь-дверь", 1, "555", "50", 2, 50000, true, nil},
	{366, "Посылка дверь-постамат", 6, "425", "45", 2, 30000, true, nil},
	{368, "Посылка склад-постамат", 7, "325", "40", 2, 30000, true, nil},
	{234, "Экономичная посылка склад-склад", 4, "255", "30", 6, 50000, true, nil},
	{480, "Экспресс дверь-дверь", 1, "900", "90", 1, 100000, false, nil},
	{483, "Экспресс склад-склад", 4, "700", "70", 1, 100000, false, nil},
}

// mode returns the mode of an order's tariff; 4 for a tariff that was dropped.
func (s *Server) mode(o *order) int {
	if t := s.tariffs[num(o.body, "tariff_code")]; t != nil {
		return t.Mode
	}
	return 4
}

// AddTariff adds a tariff, or replaces the one with its code. Base and PerKg are decimal numbers.
func (s *Server) AddTariff(t Tariff) { s.do(func() { s.tariffs[t.Code] = &t }) }

// DropTariff makes a tariff unknown.
func (s *Server) DropTariff(code int) { s.do(func() { delete(s.tariffs, code) }) }

// weighed returns the weight of packages, and the weight that is charged.
func weighed(b object) (grams, charged int) {
	for _, p := range list(b, "packages") {
		volume := num(p, "length") * num(p, "width") * num(p, "height") / 5 // cm³/5000 are kilograms
		grams += num(p, "weight")
		charged += max(num(p, "weight"), volume)
	}
	return grams, charged
}

// sum returns the price of a weight between two cities. A price that is not a number is 0.
func (t *Tariff) sum(charged, from, to int) *big.Rat {
	base, perKg := dec(object{"n": t.Base}, "n"), dec(object{"n": t.PerKg}, "n")
	sum := base.Add(base, perKg.Mul(perKg, big.NewRat(int64((charged+999)/1000), 1)))
	if from == to {
		sum.Mul(sum, big.NewRat(1, 2))
	}
	return sum
}

// cost returns the price of an order for the shop; 0 for a tariff that was dropped.
func (s *Server) cost(o *order) *big.Rat {
	sum := new(big.Rat)
	if t := s.tariffs[num(o.body, "tariff_code")]; t != nil {
		_, charged := weighed(o.body)
		sum = t.sum(charged, s.cityOf(o.body, "shipment_point", "from_location"), s.cityOf(o.body, "delivery_point", "to_location"))
	}
	return sum
}

// price returns the price of a tariff; nil if it is not available.
func (c *call) price(t *Tariff) object {
	grams, charged := weighed(c.body)
	from, to := num(c.quotedCity("from_location"), "code"), num(c.quotedCity("to_location"), "code")
	sum := t.sum(charged, from, to)
	if grams > t.MaxGrams || !t.serves(from, to) {
		return nil
	}
	at, err := time.Parse("2006-01-02T15:04:05-0700", str(c.body, "date"))
	if err != nil {
		at = c.settings.Now()
	}
	return object{
		"tariff_code": t.Code, "tariff_name": t.Name, "tariff_description": "", "delivery_mode": t.Mode,
		"delivery_sum": rub(sum), "period_min": t.Days, "period_max": t.Days + 2, "calendar_min": t.Days, "calendar_max": t.Days + 2,
		"weight_calc": charged,
		"delivery_date_range": object{
			"min": at.AddDate(0, 0, t.Days).Format(time.DateOnly),
			"max": at.AddDate(0, 0, t.Days+2).Format(time.DateOnly),
		},
	}
}

// quotedCity returns the city of one end of the request: by its code, its name, or its postal code.
func (c *call) quotedCity(end string) object {
	l := obj(c.body, end)
	if found := c.located(l); found != nil || num(l, "code") != 0 {
		return found
	}
	return c.first(func(o object) bool { return slices.Contains(postcodes(num(o, "code")), str(l, "postal_code")) })
}

// quoted checks the request. The fake has one currency, one language and no additional types of orders.
func (c *call) quoted() *refusal {
	if at := str(c.body, "date"); at != "" {
		if _, err := time.Parse("2006-01-02T15:04:05-0700", at); err != nil {
			return refuse("v2_invalid_format", "Invalid value ["+at+"] in [date] parameter")
		}
	}
	for k, served := range map[string]string{"currency": "1", "lang": "rus", "type": "1 2"} {
		if v := str(c.body, k); v != "" && !slices.Contains(strings.Fields(served), v) {
			return refuse("v2_invalid_format", "Invalid value ["+v+"] in ["+k+"] parameter")
		}
	}
	if more, _ := c.body["additional_order_types"].([]any); len(more) > 0 {
		return refuse("v2_invalid_format", "Invalid value in [additional_order_types] parameter")
	}
	switch {
	case len(list(c.body, "packages")) == 0:
		return refuse("v2_field_is_empty", "[packages] is empty")
	case obj(c.body, "from_location") == nil:
		return refuse("v2_field_is_empty", "[from_location] is empty")
	case obj(c.body, "to_location") == nil:
		return refuse("v2_field_is_empty", "[to_location] is empty")
	case c.quotedCity("from_location") == nil:
		return refuse("v2_sender_location_not_recognized", "Sender location is not recognized")
	case c.quotedCity("to_location") == nil:
		return refuse("v2_recipient_location_not_recognized", "Recipient location is not recognized")
	}
	return nil
}

// priced returns a price with services and the total, without its tariff. Insurance costs 0.75 % and 22 % VAT.
func (c *call) priced(p object) object {
	total, _ := new(big.Rat).SetString(str(p, "delivery_sum"))
	var services []object
	for _, v := range list(c.body, "services") {
		one := object{"code": str(v, "code"), "sum": 0, "total_sum": 0, "discount_percent": 0, "discount_sum": 0, "vat_rate": 0, "vat_sum": 0}
		if declared := dec(v, "parameter"); str(v, "code") == "INSURANCE" {
			sum := declared.Mul(declared, big.NewRat(75, 10000))
			tax := new(big.Rat).Mul(sum, big.NewRat(22, 100))
			all := new(big.Rat).Add(sum, tax)
			one["sum"], one["vat_rate"], one["vat_sum"], one["total_sum"] = rub(sum), 22, rub(tax), rub(all)
			total.Add(total, all)
		}
		services = append(services, one)
	}
	if len(services) > 0 {
		p["services"] = services
	}
	p["total_sum"], p["currency"] = rub(total), "RUB"
	for _, k := range []string{"tariff_code", "tariff_name", "tariff_description", "delivery_mode"} { // of lists without services
		delete(p, k)
	}
	return p
}

var unavailable = problem("err_result_service_empty", "По данному направлению при заданных условиях выбранный тариф недоступен")

// tariff is POST /v2/calculator/tariff.
func tariff(c *call) (int, any, *refusal) {
	if no := c.quoted(); no != nil {
		return 0, nil, no
	}
	t := c.tariffs[num(c.body, "tariff_code")]
	if t == nil {
		return 0, nil, &refusal{status: http.StatusBadRequest, problems: []object{unavailable}}
	}
	p := c.price(t)
	if p == nil {
		return 0, nil, &refusal{status: http.StatusBadRequest, problems: []object{unavailable}}
	}
	return http.StatusOK, c.priced(p), nil
}

// all returns the prices of all available tariffs, by code.
func (c *call) all() []object {
	var codes []int
	for code := range c.tariffs {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	var out []object
	for _, code := range codes {
		t := c.tariffs[code]
		if t.ShopOnly && num(c.body, "type") == 2 {
			continue
		}
		if p := c.price(t); p != nil {
			out = append(out, p)
		}
	}
	return out
}

// tariffList is POST /v2/calculator/tarifflist. If nothing is available, the answer is an error with status 200.
func tariffList(c *call) (int, any, *refusal) {
	if no := c.quoted(); no != nil {
		return 0, nil, no
	}
	all := c.all()
	if len(all) == 0 {
		return http.StatusOK, object{"errors": []object{problem("err_result_servicelist_empty", "Нет доступных тарифов")}}, nil
	}
	for _, p := range all {
		delete(p, "weight_calc")
	}
	return http.StatusOK, object{"tariff_codes": all}, nil
}

// tariffAndService is POST /v2/calculator/tariffAndService.
func tariffAndService(c *call) (int, any, *refusal) {
	if no := c.quoted(); no != nil {
		return 0, nil, no
	}
	out := []object{}
	for _, p := range c.all() {
		code := num(p, "tariff_code")
		out = append(out, object{"tariff_code": strconv.Itoa(code), "status": "OK", "result": c.priced(p)})
	}
	return http.StatusOK, object{"tariff_codes": out}, nil
}

// allTariffs is GET /v2/calculator/alltariffs.
func allTariffs(c *call) (int, any, *refusal) {
	out := []object{}
	for _, d := range defaultTariffs {
		if t := c.tariffs[d.Code]; t != nil {
			out = append(out, object{
				"tariff_name": t.Name, "weight_min": 0, "weight_max": rub(big.NewRat(int64(t.MaxGrams), 1000)), "order_types": []string{"1"},
				"payer_contragent_type": []string{"LEGAL_ENTITY"},
				"delivery_modes":        []object{{"delivery_mode": strconv.Itoa(t.Mode), "delivery_mode_name": t.Name, "tariff_code": t.Code}},
			})
		}
	}
	return http.StatusOK, object{"tariff_codes": out}, nil
}
