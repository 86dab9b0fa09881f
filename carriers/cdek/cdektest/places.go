package cdektest

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// furnish adds the default cities, points and tariffs.
func (s *Server) furnish() {
	for _, t := range defaultTariffs {
		s.tariffs[t.Code] = &t
	}
	s.addCity(44, "Москва", "RU", 81)
	s.addCity(137, "Санкт-Петербург", "RU", 82)
	s.addCity(270, "Новосибирск", "RU", 23)
	for i, at := range [][2]float64{{37.62, 55.75}, {30.31, 59.93}, {82.92, 55.03}} {
		s.cities[i]["longitude"], s.cities[i]["latitude"] = at[0], at[1]
	}
	s.addPoint("MSK5", "PVZ", 44)
	s.addPoint("SPB14", "PVZ", 137)
	s.addPoint("NSK7", "PVZ", 270)
	s.addPoint("MSK900", "POSTAMAT", 44)
}

// AddCity adds a city with CDEK's code.
func (s *Server) AddCity(code int, name, country string, region int) {
	s.do(func() { s.addCity(code, name, country, region) })
}

func (s *Server) addCity(code int, name, country string, region int) {
	place := object{
		"code": code, "city_uuid": fmt.Sprintf("0a1b2c3d-0000-4000-8000-%012d", code), "city": name, "country_code": country,
		"country": country, "region": name, "region_code": region, "longitude": 30.31, "latitude": 59.93,
		"time_zone": "Europe/Moscow", "payment_limit": -1.0,
	}
	s.cities = append(s.cities, place)
	if !slices.ContainsFunc(s.regions, func(r object) bool { return r["region_code"] == region }) {
		s.regions = append(s.regions, object{"country_code": country, "country": country, "region": name, "region_code": region})
	}
}

// city finds a city by its code, or by its name.
func (s *Server) city(code int, name string) object {
	return s.first(func(c object) bool {
		return (code != 0 && c["code"] == code) || (code == 0 && name != "" && strings.EqualFold(str(c, "city"), name))
	})
}

// first returns the first matching city, or nil.
func (s *Server) first(is func(object) bool) object {
	if i := slices.IndexFunc(s.cities, is); i >= 0 {
		return s.cities[i]
	}
	return nil
}

// postcodes are the postal codes of a city.
func postcodes(city int) []string {
	switch city {
	case 44:
		return []string{"101000", "109012"}
	case 137:
		return []string{"190000", "190005"}
	case 270:
		return []string{"630000"}
	}
	return []string{fmt.Sprintf("%06d", 900000+city)}
}

// AddPoint adds a delivery point, of type PVZ or POSTAMAT, in a city.
func (s *Server) AddPoint(code, kind string, city int) { s.do(func() { s.addPoint(code, kind, city) }) }

// ReplacePoint makes orders for one point go to another, as CDEK does for a point that does not fit: it only warns of
// that.
func (s *Server) ReplacePoint(code, other string) { s.do(func() { s.replaced[code] = other }) }

// AddPoints adds n offices, with codes P1, P2 and so on, over all cities.
func (s *Server) AddPoints(n int) {
	s.do(func() {
		for i := range n {
			code, _ := s.cities[i%len(s.cities)]["code"].(int)
			s.addPoint("P"+strconv.Itoa(i+1), "PVZ", code)
		}
	})
}

// AddRawPoint adds a delivery point as given, to test how a client reads it.
func (s *Server) AddRawPoint(point map[string]any) {
	s.do(func() { s.points = append(s.points, point) })
}

func (s *Server) addPoint(code, kind string, cityCode int) {
	city := s.city(cityCode, "")
	p := object{
		"code": code, "uuid": fmt.Sprintf("0a1b2c3d-0000-4000-9000-%012d", len(s.points)), "type": kind, "owner_code": "CDEK",
		"work_time": "Пн-Пт 10:00-20:00", "phones": []object{{"number": "+78120000000"}}, "take_only": false, "is_handout": true,
		"is_reception": true, "is_dressing_room": true, "is_marketplace": false, "is_ltl": false, "fulfillment": false,
		"have_cashless": true, "have_cash": true,
		"have_fast_payment_system": false, "allowed_cod": true, "weight_min": 0, "weight_max": 30,
		"location": object{
			"country_code": city["country_code"], "region_code": city["region_code"], "region": city["region"], "city_code": city["code"],
			"city": city["city"], "city_uuid": city["city_uuid"], "postal_code": postcodes(cityCode)[0], "longitude": city["longitude"],
			"latitude": city["latitude"], "address": "ул. Примерная, 1",
			"address_full": "Россия, " + str(city, "city") + ", ул. Примерная, 1",
		},
	}
	var hours []object
	for day := 1; day <= 5; day++ {
		hours = append(hours, object{"day": day, "time": "10:00/20:00"})
	}
	p["work_time_list"] = hours
	if kind == "POSTAMAT" {
		p["dimensions"] = []object{{"width": 40, "height": 20, "depth": 60}}
	}
	s.points = append(s.points, p)
}

func (s *Server) point(code string) object {
	for _, p := range s.points {
		if str(p, "code") == code {
			return p
		}
	}
	return nil
}

// page returns the requested page of a list.
func page[T any](q url.Values, all []T) ([]T, *refusal) {
	size, wrong := strconv.Atoi(cmp.Or(q.Get("size"), "1000"))
	n, odd := strconv.Atoi(cmp.Or(q.Get("page"), "0"))
	switch {
	case wrong != nil || size < 1:
		return nil, refuse("v2_invalid_format", "Invalid value ["+q.Get("size")+"] in [size] parameter")
	case size > 10000:
		return nil, refuse("v2_exceeded_size", "Size is more than 10000")
	case q.Get("page") != "" && q.Get("size") == "":
		return nil, refuse("v2_field_is_empty", "[size] is empty")
	case odd != nil || n < 0:
		return nil, refuse("v2_invalid_format", "Invalid value ["+q.Get("page")+"] in [page] parameter")
	}
	from := min(n*size, len(all))
	return all[from:min(from+size, len(all))], nil
}

// serveStream is GET /v2/deliverypoints. It writes row by row.
func (s *Server) serveStream(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.mu.Lock()
	no := s.admit(r)
	var rows []object
	if no == nil {
		no = asks(r, "code type postal_code city_code country_code region_code fias_guid weight_max weight_min lang size page "+pointFlags)
	}
	if no == nil {
		rows, no = page(q, filter(s.points, func(p object) bool { return pointFits(p, q) }))
	}
	if no != nil {
		said := s.refused(no)
		s.mu.Unlock()
		write(w, no.status, said)
		return
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	out := bufio.NewWriter(w)
	defer out.Flush()
	_ = out.WriteByte('[') // a client may have gone away
	for i, p := range rows {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		if _, err := out.WriteString(encode(p)); err != nil {
			return
		}
	}
	_ = out.WriteByte(']')
}

func filter(all []object, fits func(object) bool) []object {
	return slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !fits(o) })
}

// pointFlags are the yes/no fields of a delivery point.
const pointFlags = "have_cash have_cashless allowed_cod is_dressing_room take_only is_handout is_reception is_marketplace is_ltl fulfillment"

// same reports whether an object matches the parameters. An empty parameter matches.
func same(o object, q url.Values, names string) bool {
	for k := range strings.FieldsSeq(names) {
		if v := q.Get(k); v != "" && v != str(o, k) {
			return false
		}
	}
	return true
}

// pointFits applies the filters of delivery points.
func pointFits(p object, q url.Values) bool {
	if !same(obj(p, "location"), q, "city_code region_code country_code postal_code fias_guid") || !same(p, q, "code") {
		return false
	}
	if kind := q.Get("type"); kind != "" && kind != "ALL" && kind != str(p, "type") {
		return false
	}
	for k := range strings.FieldsSeq(pointFlags) {
		if v := q.Get(k); v != "" && (v == "true" || v == "1") != (p[k] == true) {
			return false
		}
	}
	most, least := dec(p, "weight_max"), dec(p, "weight_min")
	if v := q.Get("weight_max"); v != "" && (most.Sign() == 0 || most.Cmp(dec(object{"v": v}, "v")) < 0) {
		return false // it does not take so much
	}
	v := q.Get("weight_min")
	return v == "" || least.Cmp(dec(object{"v": v}, "v")) <= 0
}

// rows answers with a page of a list.
func rows(q url.Values, all []object) (int, any, *refusal) {
	part, no := page(q, all)
	if no != nil {
		return 0, nil, no
	}
	return http.StatusOK, anyOf(part), nil
}

// inCountries applies country_codes.
func inCountries(q url.Values, o object) bool {
	codes := q.Get("country_codes")
	return codes == "" || slices.Contains(strings.Split(codes, ","), str(o, "country_code"))
}

// ownCity is the filters that are fields of a city.
const ownCity = "code region_code fias_guid fias_region_guid kladr_code kladr_region_code"

// cities is GET /v2/location/cities. The fake's cities have no codes of FIAS and KLADR, so these filters match nothing.
func cities(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	return rows(q, filter(c.cities, func(o object) bool {
		limit := q.Get("payment_limit")
		return inCountries(q, o) && same(o, q, ownCity) && (q.Get("city") == "" || strings.EqualFold(q.Get("city"), str(o, "city"))) &&
			(q.Get("postal_code") == "" || slices.Contains(postcodes(num(o, "code")), q.Get("postal_code"))) &&
			(limit == "" || dec(object{"v": limit}, "v").Cmp(dec(o, "payment_limit")) == 0)
	}))
}

// regions is GET /v2/location/regions.
func regions(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	return rows(q, filter(c.regions, func(o object) bool { return inCountries(q, o) && same(o, q, "fias_region_guid") }))
}

// postalCodes is GET /v2/location/postalcodes.
func postalCodes(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	code, err := strconv.Atoi(q.Get("city_code"))
	if err != nil || c.city(code, "") == nil {
		return 0, nil, refuse("v2_invalid_format", "Invalid value in [city_code] parameter")
	}
	return http.StatusOK, object{"code": code, "postal_codes": postcodes(code)}, nil
}

// suggest is GET /v2/location/suggest/cities.
func suggest(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	name := strings.ToLower(q.Get("name"))
	if name == "" {
		return 0, nil, refuse("v2_field_is_empty", "[name] is empty")
	}
	out := []object{}
	for _, o := range c.cities {
		if strings.HasPrefix(strings.ToLower(str(o, "city")), name) && same(o, q, "country_code") {
			out = append(out, object{
				"city_uuid": o["city_uuid"], "code": o["code"], "full_name": str(o, "city") + ", Россия", "country_code": o["country_code"],
			})
		}
	}
	return http.StatusOK, out, nil
}

// coordinates is GET /v2/location/coordinates: the nearest city, in degrees.
func coordinates(c *call) (int, any, *refusal) {
	q := c.r.URL.Query()
	at := object{}
	for _, k := range []string{"latitude", "longitude"} {
		if q.Get(k) == "" {
			return 0, nil, refuse("v2_parameters_empty", "Parameters are empty")
		}
		v, err := strconv.ParseFloat(q.Get(k), 64)
		if err != nil {
			return 0, nil, refuse("v2_invalid_format", "Invalid value ["+q.Get(k)+"] in ["+k+"] parameter")
		}
		at[k] = v
	}
	far := func(o object) (sum float64) {
		for k, v := range at {
			there, _ := o[k].(float64)
			sum += math.Abs(v.(float64) - there)
		}
		return sum
	}
	o := slices.MinFunc(c.cities, func(a, b object) int { return cmp.Compare(far(a), far(b)) })
	return http.StatusOK, object{"code": o["code"], "city_uuid": o["city_uuid"], "city": o["city"]}, nil
}
