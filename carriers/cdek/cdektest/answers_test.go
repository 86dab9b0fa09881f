package cdektest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
)

// at walks an answer by names.
func at(v any, path string) any {
	for _, k := range strings.Fields(path) {
		switch here := v.(type) {
		case map[string]any:
			v = here[k]
		case []any:
			v = here[0].(map[string]any)[k]
		default:
			return nil
		}
	}
	return v
}

// placed makes an order, and returns its uuid.
func placed(c *caller, number, body string) string {
	c.t.Helper()
	status, _ := c.call("POST", "/v2/orders", `{"number":"`+number+`",`+body+`}`)
	require.Equal(c.t, 202, status)
	o, ok := c.srv.Order(number)
	require.True(c.t, ok)
	return o.UUID
}

// What the vendor's page requires of an order.
const required = "uuid type is_return is_reverse is_client_return tariff_code sender recipient from_location to_location packages statuses"

// fault: F21
func TestAnOrderTellsWhereItsOfficesAre(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1})
	_, body := c.call("GET", "/v2/orders/"+placed(c, "N", to+`,`+mug), "")
	for path, want := range map[string]any{
		"shipment_point": "MSK5", "delivery_point": "SPB14", "type": 1.0, "from_location code": 44.0, "from_location address": "ул. Примерная, 1",
		"from_location postal_code": "101000", "to_location code": 137.0, "to_location city": "Санкт-Петербург", "to_location country_code": "RU",
	} {
		require.Equal(t, want, at(body, "entity "+path), path)
	}
}

// fault: F22
func TestAChangeIsHeldToTheRulesOfCreation(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1})
	uuid := placed(c, "N", to+`,`+mug)
	place := `{"code":44,"address":"x"}`
	for body, want := range map[string]string{
		`"recipient":{"name":"P"},"shipment_point":"MSK5","from_location":` + place: "v2_shipment_address_multivalued",
		`"recipient":{"name":"P"},"delivery_point":"SPB14","to_location":` + place:  "v2_delivery_address_multivalued",
		`"recipient":{"name":"P"},"to_location":{"code":44}`:                        "v2_field_is_empty",
		`"recipient":{"name":"P"},"to_location":{"code":9,"address":"x"}`:           "v2_recipient_location_not_recognized",
		`"recipient":{"name":"P"},"number":"ЗАК"`:                                   "v2_invalid_format",
		`"recipient":{"name":"P"},"packages":[]`:                                    "v2_field_is_empty",
		`"recipient":{"name":"P"},"print":"WAYBILL"`:                                "v2_bad_request",
		`"recipient":{"name":"P"},"packages":[{"number":"2","barcode":"C1"}]`:       "v2_bad_request",
		`"comment":"x"`:            "v2_field_is_empty",
		`"recipient":{"name":"P"}`: "",
	} {
		_, answer := c.call("PATCH", "/v2/orders", `{"uuid":"`+uuid+`","type":1,`+body+`}`)
		require.Equal(t, want, code(answer), body)
	}
	c.call("PATCH", "/v2/orders", `{"uuid":"`+uuid+`","type":1,"recipient":{"name":"P"},"tariff_code":137,"to_location":{"code":137,"address":"Nevsky 1"}}`)
	_, body := c.call("GET", "/v2/orders/"+uuid, "")
	require.Nil(t, at(body, "entity delivery_point"), "an address takes the office's place")
	require.Equal(t, "Nevsky 1", at(body, "entity to_location address"))
}

// fault: F23
func TestThePickUpsOfAnOrderComeBare(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1, Now: func() time.Time { return time.Date(2026, 2, 3, 10, 0, 0, 0, time.UTC) }})
	uuid := placed(c, "N", `"recipient":{"name":"P"},"from_location":{"code":44,"address":"Tverskaya 1"},"delivery_point":"SPB14","tariff_code":138,`+mug)
	status, made := c.call("POST", "/v2/intakes", `{"order_uuid":"`+uuid+`","intake_date":"2026-02-04","intake_time_from":"10:00","intake_time_to":"15:00"}`)
	require.Equal(t, 202, status)
	all := c.list("GET", "/v2/orders/"+uuid+"/intakes")
	require.Len(t, all, 1)
	require.Equal(t, at(made, "entity uuid"), at(all, "uuid"))
	require.Equal(t, "Tverskaya 1", at(all, "from_location address"))
	require.NotContains(t, all[0], "requests")
	c.srv.MoveIntake(at(made, "entity uuid").(string), "APPOINTED_COURIER")
	status, _ = c.call("PATCH", "/v2/intakes", `{"uuid":"`+at(made, "entity uuid").(string)+`","status":{"code":"DONE","add_status":"CALL_REQUIRED"}}`)
	require.Equal(t, 400, status)
}

// fault: F24
func TestADeliveryTellsItsSums(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1})
	pay := `"payment":{"value":100,"vat_rate":null},"cost":1,"weight":5`
	uuid := placed(c, "N", to+`,"delivery_recipient_cost":{"value":30},"services":[{"code":"PART_DELIV"}],
		"packages":[{"number":"1","weight":50,"items":[{"name":"Mug","ware_key":"MUG","amount":3,`+pay+`}]}]`)
	c.srv.DeliverPart("N", 2)
	_, body := c.call("GET", "/v2/orders/"+uuid, "")
	for k, want := range map[string]any{"payment_sum": 230.0, "delivery_sum": 395.0, "total_sum": 395.0} {
		require.Equal(t, want, at(body, "entity delivery_detail "+k), k)
	}
	require.Equal(t, 2.0, at(body, "entity packages items delivery_amount"))
	require.Equal(t, 230.0, at(body, "entity delivery_detail payment_info sum"))
}

const route = `"from_location":{"code":44},"to_location":{"code":137},"packages":[{"weight":1200}]`

// fault: F25
func TestAPriceWithServicesDoesNotNameItsTariff(t *testing.T) {
	c := start(t, cdektest.Settings{})
	_, body := c.call("POST", "/v2/calculator/tariffAndService", `{`+route+`}`)
	require.Equal(t, "136", at(body, "tariff_codes tariff_code"))
	result := at(body, "tariff_codes result").(map[string]any)
	for _, k := range []string{"tariff_code", "tariff_name", "tariff_description", "delivery_mode", "services"} {
		require.NotContains(t, result, k)
	}
	for _, k := range strings.Fields("delivery_sum period_min period_max weight_calc total_sum currency") {
		require.Contains(t, result, k)
	}
	_, body = c.call("POST", "/v2/calculator/tarifflist", `{"services":[{"code":"INSURANCE"}],`+route+`}`)
	require.Equal(t, "v2_bad_request", code(body), "lists without services have none")
}

// fault: F26
func TestWhatIsAlwaysToldIsTold(t *testing.T) {
	c := start(t, cdektest.Settings{CheckReads: -1})
	for number, body := range map[string]string{"GOOD": to + `,` + mug, "BAD": strings.Replace(to, "136", "9999", 1) + `,` + mug} {
		_, answer := c.call("GET", "/v2/orders/"+placed(c, number, body), "")
		for _, k := range strings.Fields(required) {
			require.NotNil(t, at(answer, "entity "+k), "%s of %s", k, number)
		}
	}
	o, _ := c.srv.Order("GOOD")
	for _, kind := range []string{"orders", "barcodes"} {
		_, made := c.call("POST", "/v2/print/"+kind, `{"orders":[{"order_uuid":"`+o.UUID+`"}]}`)
		for range 4 {
			_, form := c.call("GET", "/v2/print/"+kind+"/"+at(made, "entity uuid").(string), "")
			require.NotNil(t, form["related_entities"])
			for _, s := range at(form, "entity statuses").([]any) {
				require.NotEmpty(t, s.(map[string]any)["name"])
			}
		}
	}
	_, made := c.call("POST", "/v2/delivery", `{"order_uuid":"`+o.UUID+`","date":"2026-02-05"}`)
	_, agreed := c.call("GET", "/v2/delivery/"+at(made, "entity uuid").(string), "")
	require.Equal(t, o.UUID, at(agreed, "entity order_uuid"))
	for _, s := range at(agreed, "entity statuses").([]any) {
		require.NotEmpty(t, s.(map[string]any)["name"])
	}
}

// fault: F27
func TestNothingThatIsAskedForIsIgnored(t *testing.T) {
	c := start(t, cdektest.Settings{})
	c.srv.AddCity(13, "Алматы", "KZ", 7)
	for path, want := range map[string]int{
		"location/cities?postal_code=101000": 1, "location/cities?postal_code=999999": 0, "location/cities?payment_limit=-1": 4,
		"location/cities?payment_limit=0": 0, "location/cities?fias_guid=0c5b2444-70a0-4932-980c-b4dc0d3f02b5": 0, "location/cities?kladr_code=77": 0,
		"location/cities?country_codes=KZ,BY&lang=rus": 1, "location/cities?region_code=81": 1, "location/cities?city=москва": 1,
		"location/regions?country_codes=KZ": 1, "location/regions?fias_region_guid=x": 0, "location/suggest/cities?name=А&country_code=RU": 0,
		"location/suggest/cities?name=А&country_code=KZ": 1, "deliverypoints?postal_code=190000": 1, "deliverypoints?weight_max=31": 0,
		"deliverypoints?weight_max=30": 4, "deliverypoints?weight_min=0": 4, "deliverypoints?is_ltl=1": 0, "deliverypoints?fulfillment=false": 4,
		"deliverypoints?is_marketplace=true": 0, "deliverypoints?fias_guid=x": 0, "deliverypoints?type=POSTAMAT&size=1&page=1": 0,
	} {
		require.Len(t, c.list("GET", "/v2/"+path), want, path)
	}
	for path, want := range map[string]string{
		"location/cities?postcode=101000": "v2_bad_request", "location/cities?lang=eng": "v2_invalid_format", "location/regions?region_code=81": "v2_bad_request",
		"deliverypoints?cityid=44": "v2_bad_request", "orders?number=N": "v2_bad_request", "orders?im_number=N&cdek_number=1": "v2_bad_request",
		"location/postalcodes?city_code=44&size=1": "v2_bad_request", "delivery/intervals?uuid=x": "v2_bad_request",
		"location/coordinates?latitude=x&longitude=1": "v2_invalid_format",
	} {
		_, body := c.call("GET", "/v2/"+path, "")
		require.Equal(t, want, code(body), path)
	}
	_, near := c.call("GET", "/v2/location/coordinates?latitude=55.1&longitude=82.5", "")
	require.Equal(t, 270.0, near["code"])
	for _, tt := range []struct {
		path, body, code, message string
		status                    int
	}{
		{"orders", `null`, "v2_internal_error", "Internal error", 500},
		{"orders", `{"recipient":{"name":"P"},"tariff_code":139,"from_location":{"code":44},` + mug + `}`, "v2_field_is_empty", "[from_location.address] is empty", 400},
		{"orders", `{` + to + `,"packages":[{"number":"1","weight":5,"colour":1}]}`, "v2_bad_request", "[colour] is no field of this request", 400},
		{"webhooks", `{"type":"ORDER_STATUS","url":"https://shop.example/x","secret":"s"}`, "v2_bad_request", "[secret] is no field of this request", 400},
		{"orders", `{` + to + `,"packages":[7]}`, "v2_invalid_value_type", "Invalid value type in [packages] parameter", 400},
		{"calculator/tariff", `{"tariff_code":136,` + strings.Replace(route, "44", "9", 1) + `}`, "v2_sender_location_not_recognized", "Sender location is not recognized", 400},
		{"calculator/tarifflist", `{` + strings.Replace(route, "137", "9", 1) + `}`, "v2_recipient_location_not_recognized", "Recipient location is not recognized", 400},
		{"calculator/tarifflist", `{"currency":3,` + route + `}`, "v2_invalid_format", "Invalid value [3] in [currency] parameter", 400},
		{"calculator/tarifflist", `{` + strings.Replace(route, `"code":44`, `"postal_code":"101000"`, 1) + `}`, "", "", 200},
		{"intakes/availableDays", `{"from_location":{"city":"Москва"}}`, "v2_field_is_empty", "[from_location.address] is empty", 400},
		{"intakes", `null`, "v2_internal_error", "Internal error", 500},
		{"print/orders", `{"format":"A4"}`, "v2_bad_request", "[format] is no field of this request", 400},
	} {
		status, body := c.call("POST", "/v2/"+tt.path, tt.body)
		require.Equal(t, tt.status, status, tt.body)
		require.Equal(t, tt.code, code(body), tt.body)
		if tt.message != "" && body["errors"] != nil {
			require.Equal(t, tt.message, at(body, "errors message"))
		}
	}
}
