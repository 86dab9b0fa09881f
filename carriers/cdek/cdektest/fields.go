package cdektest

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// shape is the fields that a request may have: nil for a value, or the shape of an object, or of the objects of a list.
type shape map[string]shape

// of is a shape with values by these names, and the parts.
func of(names string, parts shape) shape {
	s := shape{}
	for n := range strings.FieldsSeq(names) {
		s[n] = nil
	}
	maps.Copy(s, parts)
	return s
}

// The shapes of the vendor's requests.
var (
	placeShape = of("code city_uuid city fias_guid kladr_code country_code country region region_code fias_region_guid kladr_region_code "+
		"sub_region longitude latitude time_zone payment_limit address postal_code", nil)
	contactShape = of("company name contragent_type passport_series passport_number passport_date_of_issue passport_organization tin "+
		"passport_date_of_birth email", shape{"phones": of("number additional", nil)})
	sellerShape   = of("name inn phone ownership_form address giis_subdivision_id", nil)
	moneyShape    = of("value vat_sum vat_rate", nil)
	packagesShape = of("number weight length width height comment package_id", shape{
		"items": of("name ware_key marking cost weight weight_gross amount name_i18n brand country_code material wifi_gsm url feacn_code "+
			"jewel_uin used", shape{"payment": moneyShape, "seller": sellerShape}),
	})
	changeShape = of("uuid cdek_number type number accompanying_number tariff_code comment shipment_point delivery_point has_reverse_order", shape{
		"delivery_recipient_cost": moneyShape, "delivery_recipient_cost_adv": of("threshold sum vat_sum vat_rate", nil),
		"sender": contactShape, "seller": sellerShape, "recipient": contactShape, "from_location": placeShape, "to_location": placeShape,
		"services": of("code parameter", nil), "packages": packagesShape,
	})
	orderShape = func() shape {
		s := of("additional_order_types date_invoice shipper_name shipper_address is_client_return developer_key print widget_token", changeShape)
		delete(s, "uuid")
		delete(s, "cdek_number")
		return s
	}()
	quotedShape = of("code postal_code country_code city address contragent_type longitude latitude", nil)
	tariffShape = of("date type tariff_code currency lang additional_order_types", shape{
		"from_location": quotedShape, "to_location": quotedShape, "services": of("code parameter", nil),
		"packages": of("weight length width height", nil),
	})
	intakeShape = of("cdek_number order_uuid intake_date intake_time_from intake_time_to lunch_time_from lunch_time_to name weight length width "+
		"height comment courier_power_of_attorney courier_identity_card need_call", shape{"sender": contactShape, "from_location": placeShape})
	agreementShape = of("cdek_number order_uuid date time_from time_to comment delivery_point", shape{"to_location": placeShape})
	formShape      = of("copy_count type format lang", shape{"orders": of("order_uuid cdek_number", nil)})
)

// fits refuses a body that is no object, and one with a field that the request does not have, or with a value where an object
// is meant.
func (s shape) fits(body object) *refusal {
	if body == nil {
		no := refuse("v2_internal_error", "Internal error")
		no.status = 500
		return no
	}
	return s.check(body, "")
}

func (s shape) check(o object, path string) *refusal {
	for _, k := range slices.Sorted(maps.Keys(o)) {
		part, known := s[k]
		if !known {
			return refuse("v2_bad_request", "["+path+k+"] is no field of this request")
		}
		all, isList := o[k].([]any)
		if !isList {
			all = []any{o[k]}
		}
		for _, v := range all {
			one, isObject := v.(object)
			switch {
			case v == nil:
			case isObject != (part != nil):
				return refuse("v2_invalid_value_type", "Invalid value type in ["+path+k+"] parameter")
			case isObject:
				if no := part.check(one, path+k+"."); no != nil {
					return no
				}
			}
		}
	}
	return nil
}

// query is the parameters of a call; one that the method does not have is refused, and so is any language but the one that
// the server speaks.
func query(q url.Values, names string) *refusal {
	for _, k := range slices.Sorted(maps.Keys(q)) {
		if !slices.Contains(strings.Fields(names), k) {
			return refuse("v2_bad_request", "["+k+"] is no parameter of this method")
		}
		if k == "lang" && q.Get(k) != "rus" {
			return refuse("v2_invalid_format", "Invalid value ["+q.Get(k)+"] in [lang] parameter")
		}
	}
	return nil
}
