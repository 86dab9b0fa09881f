package cdektest

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// The fields of the vendor's requests, parted by spaces. Those of an object stand in brackets behind its name, with a
// star before the brackets if it is a list.
const (
	placeFields = "code city_uuid city fias_guid kladr_code country_code country region region_code fias_region_guid kladr_region_code " +
		"sub_region longitude latitude time_zone payment_limit address postal_code"
	contactFields = "company name contragent_type passport_series passport_number passport_date_of_issue passport_organization tin " +
		"passport_date_of_birth email phones*( number additional )"
	sellerFields  = "name inn phone ownership_form address giis_subdivision_id"
	moneyFields   = "value vat_sum vat_rate"
	serviceFields = "services*( code parameter )"
	measures      = "weight length width height"
	packageFields = "number " + measures + " comment package_id items*( name ware_key marking cost weight weight_gross amount name_i18n " +
		"brand country_code material wifi_gsm url feacn_code jewel_uin used payment( " + moneyFields + " ) seller( " + sellerFields + " ) )"
	orderBoth = "type number accompanying_number tariff_code comment shipment_point delivery_point has_reverse_order delivery_recipient_cost( " +
		moneyFields + " ) delivery_recipient_cost_adv*( threshold sum vat_sum vat_rate ) sender( " + contactFields + " ) seller( " + sellerFields +
		" ) recipient( " + contactFields + " ) from_location( " + placeFields + " ) to_location( " + placeFields + " ) " + serviceFields +
		" packages*( " + packageFields + " )"
	changeFields = "uuid cdek_number " + orderBoth
	orderFields  = "additional_order_types date_invoice shipper_name shipper_address is_client_return developer_key print widget_token " + orderBoth
	quotedFields = "( code postal_code country_code city address contragent_type longitude latitude ) "
	quoteFields  = "date type currency lang additional_order_types from_location" + quotedFields + "to_location" + quotedFields +
		"packages*( " + measures + " )"
	intakeFields = "cdek_number order_uuid intake_date intake_time_from intake_time_to lunch_time_from lunch_time_to name " + measures + " comment " +
		"courier_power_of_attorney courier_identity_card need_call sender( " + contactFields + " ) from_location( " + placeFields + " )"
	agreementFields = "cdek_number order_uuid date time_from time_to comment delivery_point to_location( " + placeFields + " )"
	estimateFields  = "date_time shipment_point tariff_code additional_order_types from_location( " + placeFields + " ) to_location( " + placeFields + " )"
	formFields      = "copy_count type format lang orders*( order_uuid cdek_number )"
)

// shape returns a struct type with these fields, for fake.Strict.
func shape(fields string) reflect.Type {
	words := strings.Fields(fields)
	var of func() reflect.Type
	of = func() reflect.Type {
		var all []reflect.StructField
		for len(words) > 0 {
			name, nested := strings.CutSuffix(words[0], "(")
			name, many := strings.CutSuffix(name, "*")
			if words = words[1:]; name == ")" {
				break
			}
			t := reflect.TypeFor[value]()
			if nested {
				t = of()
			}
			if many {
				t = reflect.SliceOf(t)
			}
			all = append(all, reflect.StructField{Name: "F" + strconv.Itoa(len(all)), Type: t, Tag: reflect.StructTag(`json:"` + name + `"`)})
		}
		return reflect.StructOf(all)
	}
	return of()
}

// value is any value but an object.
type value struct{}

// UnmarshalJSON implements json.Unmarshaler.
func (*value) UnmarshalJSON(b []byte) error {
	if b[0] == '{' {
		return &json.UnmarshalTypeError{Value: "object"}
	}
	return nil
}

// fits refuses a body that is not an object, a field that the request does not have, and a value where an object is
// expected.
func fits(body []byte, fields reflect.Type) *refusal {
	switch text := strings.TrimSpace(string(body)); text {
	case "":
		return nil
	case "null":
		no := refuse("v2_internal_error", "Internal error")
		no.status = http.StatusInternalServerError
		return no
	}
	err := fake.Strict(body, reflect.New(fields).Interface())
	var typed *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &typed):
		return refuse("v2_invalid_value_type", "Invalid value type in ["+typed.Field+"] parameter")
	}
	if _, name, unknown := strings.Cut(err.Error(), "unknown field "); unknown {
		return refuse("v2_bad_request", "["+strings.Trim(name, `"`)+"] is no field of this request")
	}
	return refuse("v2_bad_request", "Malformed request")
}

// asks refuses a parameter that a method does not have, and any language but rus.
func asks(r *http.Request, names string) *refusal {
	q := fake.Query(r)
	for n := range strings.FieldsSeq(names) {
		q.Has(n)
	}
	if odd := q.Unread(); len(odd) > 0 {
		return refuse("v2_bad_request", "["+odd[0]+"] is no parameter of this method")
	}
	if l := q.Text("lang"); l != "" && l != "rus" {
		return refuse("v2_invalid_format", "Invalid value ["+l+"] in [lang] parameter")
	}
	return nil
}
