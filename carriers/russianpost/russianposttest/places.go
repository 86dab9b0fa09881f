package russianposttest

import (
	"archive/zip"
	"bytes"
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kinds of offices.
const (
	officeType = "ГОПС"
	pointType  = "ПВЗ"
	lockerType = "ПОЧТОМАТ"
)

const (
	officeParams = "latitude longitude current-date-time filter-by-office-type ufps-postal-code"
	nearbyParams = "latitude longitude top filter current-date-time hide-private filter-by-office-type yandex-address geo-object"
)

// furnished is the directory.
func furnished() []object {
	one := func(index, kind string, typeID int, region, settlement, address string, latitude, longitude float64) object {
		hours := []object{}
		for d := 1; d <= 7; d++ {
			row := object{"weekday-id": d}
			if d < 7 || kind != officeType {
				row["begin-worktime"], row["end-worktime"] = "08:00:00.000", "20:00:00.000"
				if index == OfficeMoscow2 {
					row["lunches"] = []object{{"begin-lunchtime": "13:00:00.000", "end-lunchtime": "14:00:00.000"}}
				}
			}
			hours = append(hours, row)
		}
		return object{
			"postal-code": index, "type-code": kind, "type-id": typeID, "region": region, "settlement": settlement, "address-source": address,
			"latitude": latitude, "longitude": longitude, "is-closed": false, "is-temporary-closed": index == OfficeClosed,
			"is-private-category": false, "works-on-saturdays": true, "works-on-sundays": kind != officeType, "working-hours": hours,
			"phones":         []object{{"is-fax": false, "phone-number": "1000000", "phone-town-code": "800", "phone-type-name": "Рабочий"}},
			"service-groups": []object{{"group-id": 2101, "group-name": "Почтовые услуги"}},
		}
	}
	return []object{
		one(OfficeMoscow, officeType, 8, "Москва", "Москва", "Примерная ул, 26", 55.7640, 37.6380),
		one(OfficeMoscow2, officeType, 8, "Москва", "Москва", "Образцовая ул, 14", 55.7250, 37.6100),
		one(OfficePetersburg, officeType, 8, "Санкт-Петербург", "Санкт-Петербург", "Почтовая ул, 9", 59.9340, 30.3000),
		one(OfficeClosed, officeType, 8, "Санкт-Петербург", "Санкт-Петербург", "Закрытая ул, 13", 59.9200, 30.3200),
		one(PointPetersburg, pointType, 34, "Санкт-Петербург", "Санкт-Петербург", "Примерная ул, 3", 59.9350, 30.3100),
		one(LockerPetersburg, lockerType, 33, "Санкт-Петербург", "Санкт-Петербург", "Примерная ул, 5", 59.9360, 30.3200),
		one(OfficeNovosibirsk, officeType, 8, "Новосибирская обл", "Новосибирск", "Ленина ул, 5", 55.0300, 82.9200),
	}
}

// officeOf is an office of the directory, nil if there is none.
func (s *Server) officeOf(index string) object {
	for _, o := range s.offices {
		if o["postal-code"] == index {
			return o
		}
	}
	return nil
}

// CloseOffice closes an office of the directory, for good or for the time being. It panics if there is none.
func (s *Server) CloseOffice(index string, forGood bool) {
	s.do(func() {
		o := s.officeOf(index)
		if o == nil {
			panic("russianposttest: no office " + strconv.Quote(index))
		}
		o["is-closed"], o["is-temporary-closed"] = forGood, !forGood
	})
}

// visible reports whether an office is told: without the filter all are, with it, which is the default, only offices
// and lockers.
func visible(o object, filter bool) bool { return !filter || o["type-code"] != pointType }

// office is GET /postoffice/1.0/{index}.
func office(c *call) (any, *refusal) {
	filter, no := c.flag("filter-by-office-type", true)
	center, no2 := c.flag("ufps-postal-code", false)
	if no = cmp.Or(no, no2); no != nil {
		return nil, no
	}
	o := c.officeOf(c.r.PathValue("index"))
	if o == nil || !visible(o, filter) {
		return nil, absent("PostOffice", c.r.PathValue("index"))
	}
	out := copied(o)
	if center {
		out["ufps-postal-code"] = c.r.PathValue("index")[:3] + "700"
	}
	if at, far := c.distance(o); far >= 0 {
		out["distance"] = at
	}
	return out, nil
}

// officeServices is GET /postoffice/1.0/{index}/services and /services/{group}.
func officeServices(c *call) (any, *refusal) {
	if c.officeOf(c.r.PathValue("index")) == nil {
		return nil, absent("PostOffice", c.r.PathValue("index"))
	}
	rows := []object{}
	if g := c.r.PathValue("group"); g == "" || g == "2101" {
		rows = append(rows, object{"code": "1.1", "group-id": 2101, "name": "Прием и вручение посылок"})
	}
	return rows, nil
}

// whole is a parameter as a whole number of at least 1.
func (c *call) whole(name string, otherwise int) (int, *refusal) {
	t := c.q.Text(name)
	if t == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(t)
	if err != nil || n < 1 {
		return 0, malformed(name + ": a whole number is expected")
	}
	return n, nil
}

// officesByAddress is GET /postoffice/1.0/by-address.
func officesByAddress(c *call) (any, *refusal) {
	address := strings.ToLower(c.q.Text("address"))
	top, no := c.whole("top", 3)
	if no != nil {
		return nil, no
	}
	if address == "" {
		return nil, malformed("Required String parameter 'address' is not present")
	}
	indexes := []string{}
	matched := false
	for _, o := range c.offices {
		if o["type-code"] != officeType || !strings.Contains(address, strings.ToLower(str(o, "settlement"))) {
			continue
		}
		street, _, _ := strings.Cut(strings.ToLower(str(o, "address-source")), " ")
		if strings.Contains(address, street) {
			matched = true
			indexes = slices.Insert(indexes, 0, str(o, "postal-code"))
			continue
		}
		indexes = append(indexes, str(o, "postal-code"))
	}
	return object{"is-matched": matched, "postoffices": indexes[:min(top, len(indexes))]}, nil
}

// distance is how far an office is from the place of the request, in metres; the second is negative without a place.
func (c *call) distance(o object) (metres, known float64) {
	lat, err := strconv.ParseFloat(c.q.Text("latitude"), 64)
	lon, err2 := strconv.ParseFloat(c.q.Text("longitude"), 64)
	if err != nil || err2 != nil || math.Abs(lat) > 90 || math.Abs(lon) > 180 { // not a number is none of them
		return 0, -1
	}
	y := (o["latitude"].(float64) - lat) * 111_200
	x := (o["longitude"].(float64) - lon) * 111_200 * math.Cos(lat*math.Pi/180)
	if d := math.Hypot(x, y); !math.IsNaN(d) {
		return d, 1
	}
	return 0, -1
}

// nearby is GET /postoffice/1.0/nearby.
func nearby(c *call) (any, *refusal) {
	top, no := c.whole("top", 3)
	byType, no2 := c.flag("filter-by-office-type", true)
	_, no3 := c.flag("hide-private", false) // no office of the fake is private
	if no = cmp.Or(no, no2, no3); no != nil {
		return nil, no
	}
	if _, known := c.distance(c.offices[0]); known < 0 {
		return nil, malformed("Required parameters 'latitude' and 'longitude' are not present")
	}
	filter := cmp.Or(c.q.Text("filter"), "ALL")
	if !slices.Contains([]string{"ALL", "ROUND_THE_CLOCK", "CURRENTLY_WORKING", "WORK_ON_WEEKENDS"}, filter) {
		return nil, malformed("filter: " + filter)
	}
	at := c.settings.Now().In(moscow)
	if t := c.q.Text("current-date-time"); t != "" {
		given, err := time.Parse("2006-01-02T15:04:05", t)
		if err != nil {
			return nil, malformed("current-date-time: " + t)
		}
		at = given
	}
	rows := []object{}
	for _, o := range c.offices {
		open := at.Hour() >= 8 && at.Hour() < 20 && (at.Weekday() != time.Sunday || yes(o, "works-on-sundays"))
		if !visible(o, byType) || filter == "ROUND_THE_CLOCK" || filter == "CURRENTLY_WORKING" && !open ||
			filter == "WORK_ON_WEEKENDS" && !yes(o, "works-on-sundays") {
			continue
		}
		out := copied(o)
		delete(out, "phones")
		delete(out, "service-groups")
		out["distance"], _ = c.distance(o)
		rows = append(rows, out)
	}
	slices.SortStableFunc(rows, func(a, b object) int { return cmp.Compare(a["distance"].(float64), b["distance"].(float64)) })
	return rows[:min(top, len(rows))], nil
}

// settlementCodes is GET /postoffice/1.0/settlement.offices.codes.
func settlementCodes(c *call) (any, *refusal) {
	indexes := []string{}
	for _, o := range c.offices {
		region, district := strings.ToLower(c.q.Text("region")), c.q.Text("district")
		if strings.EqualFold(str(o, "settlement"), c.q.Text("settlement")) && o["type-code"] == officeType &&
			strings.Contains(strings.ToLower(str(o, "region")), region) && district == "" {
			indexes = append(indexes, str(o, "postal-code"))
		}
	}
	return indexes, nil
}

// passport is GET /1.0/unloading-passport/zip.
func passport(c *call) (any, *refusal) {
	types := map[string][]string{
		"ALL": {officeType, pointType, lockerType}, "OPS": {officeType}, "PVZ": {pointType}, "APS": {lockerType},
	}
	kind := cmp.Or(c.q.Text("type"), "ALL")
	if types[kind] == nil {
		return nil, malformed("type: " + kind)
	}
	rows := []object{}
	for _, o := range c.offices {
		if slices.Contains(types[kind], str(o, "type-code")) {
			rows = append(rows, object{
				"address":     object{"addressType": "DEFAULT", "index": o["postal-code"], "region": o["region"], "place": o["settlement"]},
				"addressFias": object{}, "latitude": text(o["latitude"]), "longitude": text(o["longitude"]), "type": o["type-code"],
				"workTime": []string{"пн-сб, открыто: 08:00 - 20:00"}, "ecom": "0", "onlineParcel": "1",
			})
		}
	}
	name := kind + c.settings.Now().In(moscow).Format("02_January_2006") + ".txt"
	return zipped("unloading-passport.zip", map[string][]byte{name: encode(object{"passportElements": rows})}), nil
}

// zipped is an archive.
func zipped(name string, files map[string][]byte) *file {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, k := range slices.Sorted(maps.Keys(files)) {
		if w, err := z.Create(k); err == nil {
			_, _ = w.Write(files[k]) // a buffer takes everything
		}
	}
	_ = z.Close()
	return &file{contentType: "application/zip", name: name, data: b.Bytes()}
}

// shippingPoint is an office where the account hands in.
func shippingPoint(index, address string) object {
	products, kinds := []object{}, []string{}
	for kind := range mailTypes {
		if index == OfficeMoscow2 && strings.HasPrefix(kind, "ECOM") {
			continue
		}
		kinds = append(kinds, kind)
		for category := range categories {
			if available(kind, category) {
				products = append(products, object{"mail-type": kind, "mail-category": category, "product-type": kind + "_" + category})
			}
		}
	}
	slices.Sort(kinds)
	slices.SortFunc(products, func(a, b object) int { return cmp.Compare(str(a, "product-type"), str(b, "product-type")) })
	return object{
		"enabled": true, "operator-postcode": index, "ops-address": address, "available-mail-types": kinds, "available-products": products,
		"additional-operator-postcode": "800000", "additional-operator-postcodes": []string{"800000"}, "courier-call": false,
		"return-address-type": "POSTOFFICE_ADDRESS", "available-additional-operator-postcodes": []string{"000000"}, "is-agreement": true,
		"pre-postal-preparation": false, "temporary": false, "vsd-enabled": false, "user-available-mail-types": kinds,
		"user-available-products": products, "user-return-address": object{"manual-address-input": false},
	}
}

// shippingPoints is GET /1.0/user-shipping-points.
func shippingPoints(c *call) (any, *refusal) {
	rows := []object{}
	for _, index := range points() {
		o := c.officeOf(index)
		rows = append(rows, shippingPoint(index, "г "+str(o, "settlement")+", "+str(o, "address-source")))
	}
	return ordered(c, rows), nil
}

// settings is GET /1.0/settings. The token is told too, as the vendor tells it.
func settings(c *call) (any, *refusal) {
	rows, _ := shippingPoints(c)
	st := c.settings
	out := object{
		"apig_access_token": st.Token, "blocked": false, "debt-sum": 0, "easy-return": !st.NoEasyReturn, "online-balance-enabled": st.OnlineBalance,
		"is-partial-redemption-allowed": true, "mmo-enabled": true, "print-from-backlog": false, "delivery_with-cod_enabled": !st.NoCOD,
		"show-returns": true, "forbidden-esp-admin": false, "mail-rank": "WO_RANK", "contact-email": st.Login,
		"api_enabled": true, "agreement-kind": "CONTRACT", "agreement-number": "100-1/2026", "agreement-date": "2026-01-12", "agreement-expired": false,
		"org-name": "ООО «Пример»", "org-inn": "7700000000", "available-shipping-points": rows,
		"shipping-points": rows, "address-book-enabled": true, "account-admin": false, "planned-monthly-number": 100,
	}
	if !st.NoCOD {
		out["espp-code"] = "10000001"
	}
	return out, nil
}

// limit is GET /1.0/settings/limit. It counts too.
func limit(c *call) (any, *refusal) {
	return object{"allowed-count": c.settings.Limit, "current-count": c.used["otpravka "+day(c.settings.Now())]}, nil
}

// balance is GET /1.0/counterpart/balance.
func balance(c *call) (any, *refusal) {
	return object{
		"balance": c.settings.Balance, "balance-date": day(c.settings.Now()), "work-with-balance": c.settings.OnlineBalance,
	}, nil
}
