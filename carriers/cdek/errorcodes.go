package cdek

import (
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
)

// ErrorInfo describes one of CDEK's error codes.
type ErrorInfo struct {
	Code    string
	Class   ordo.Class // what to do about it
	Field   string     // the field of the request it is about; "" if it is about several or none
	Meaning string     // in English; for most validations that of their group
}

// ErrorOf describes a code. For a code that is not documented Code is empty and the class is Invalid: nearly all of
// CDEK's codes mean that the data is wrong.
func ErrorOf(code string) ErrorInfo {
	if i, ok := errorTable().byCode[code]; ok {
		return i
	}
	return ErrorInfo{Class: ordo.Invalid}
}

// Errors returns the documented error codes, sorted.
func Errors() []ErrorInfo { return slices.Clone(errorTable().sorted) }

type errorIndex struct {
	byCode map[string]ErrorInfo
	sorted []ErrorInfo
}

// errorTable is built once, from the tables below.
var errorTable = sync.OnceValue(func() errorIndex {
	x := errorIndex{byCode: map[string]ErrorInfo{}}
	for _, i := range integrationErrors {
		x.byCode[i.Code] = i
	}
	for _, g := range coreErrors {
		for word := range strings.FieldsSeq(g.codes) {
			code, field, own := strings.Cut(word, "=")
			if !own {
				field = g.field
			}
			class := g.class
			if class == 0 {
				class = ordo.Invalid
			}
			x.byCode[code] = ErrorInfo{Code: code, Class: class, Field: field, Meaning: g.meaning}
		}
	}
	for _, i := range x.byCode {
		x.sorted = append(x.sorted, i)
	}
	slices.SortFunc(x.sorted, func(a, b ErrorInfo) int { return strings.Compare(a.Code, b.Code) })
	return x
})

// codeDuplicateNumber is the refusal of an order with the number of another order. It comes after the order was
// accepted.
const codeDuplicateNumber = "error_validate_im_dep_number_has_already_had_integration"

// The codes that the client acts on.
const (
	codeSimilarRequest = "v2_similar_request_still_processed"
	codeNotFound       = "v2_entity_not_found"
)

// integrationErrors are the codes of the API. An object of another client counts as not found. Which codes pass without
// action is not documented.
var integrationErrors = []ErrorInfo{
	{"v2_internal_error", ordo.InDoubt, "", "internal error of CDEK"},
	{codeSimilarRequest, ordo.Retry, "", "a request of the same type on the same entity is still processed"},
	{"v2_update_forbidden", ordo.Conflict, "", "an order may be changed in ACCEPTED and CREATED only"},
	{"v2_bad_request", ordo.Invalid, "", "malformed request"},
	{"v2_invalid_format", ordo.Invalid, "", "a parameter has an invalid value"},
	{"v2_field_is_empty", ordo.Invalid, "", "a required field is empty"},
	{"v2_parameters_empty", ordo.Invalid, "", "no parameter is given"},
	{"v2_invalid_value_type", ordo.Invalid, "", "a value has the wrong type"},
	{codeNotFound, ordo.NotFound, "uuid", "the entity does not exist, or was deleted"},
	{"v2_entity_forbidden", ordo.NotFound, "uuid", "the entity is another client's"},
	{"v2_entity_invalid", ordo.Conflict, "uuid", "the entity exists, but is not valid"},
	{"v2_entity_not_found_im_number", ordo.NotFound, "im_number", "no order has this number of the shop"},
	{"v2_order_not_found", ordo.NotFound, "cdek_number", "no order has this number of CDEK"},
	{"v2_order_forbidden", ordo.NotFound, "cdek_number", "the order is another client's"},
	{"v2_order_number_empty", ordo.Invalid, "", "neither a number nor a uuid is given"},
	{"v2_shipment_address_multivalued", ordo.Invalid, "shipment_point", "both an office and an address of departure are given"},
	{"v2_delivery_address_multivalued", ordo.Invalid, "delivery_point", "both an office and an address of delivery are given"},
	{"v2_sender_location_not_recognized", ordo.Invalid, "from_location", "the city of departure was not found"},
	{"v2_recipient_location_not_recognized", ordo.Invalid, "to_location", "the city of delivery was not found"},
	{"v2_number_items_is_more_126", ordo.Invalid, "packages.items", "more than 126 lines"},
	{"orders_number_is_empty", ordo.Invalid, "orders", "none of the given orders is good"},
	{"v2_entity_empty", ordo.Invalid, "orders", "none of the given orders is good"},
	{"v2_package_id_is_empty", ordo.Invalid, "packages.package_id", "a package that exists is changed without its id"},
	{"v2_impossible_register_date", ordo.Conflict, "date", "no agreement is possible for a parcel locker"},
	{"v2_intake_exists_by_order", ordo.Conflict, "", "the order has a pick-up already"},
	{"v2_intake_exists_by_date_address", ordo.Conflict, "", "there is a pick-up on that day at that address"},
	{"v2_webhook_type_incorrect", ordo.Invalid, "type", "no such type of event"},
	{"v2_wrong_interval", ordo.Invalid, "", "wrong period"},
	{"v2_unable_add_service", ordo.Invalid, "services", "the service cannot be added"},
	{"v2_order_item_amount_incorrect", ordo.Invalid, "packages.items.amount", "a line with a marking code has more than one piece"},
	{"v2_entity_has_final_status", ordo.Conflict, "", "the pick-up is final"},
	{"v2_entity_not_ready", ordo.Retry, "", "the order has no number yet"},
	{"v2_outdated_tariff", ordo.Invalid, "tariff_code", "the tariff exists no more"},
	{"v2_exceeded_size", ordo.Invalid, "size", "more than 10000 rows were asked for"},
	{"v2_token_expired", ordo.Auth, "", "the token has expired"},
	{"v2_authorization_incorrect", ordo.Auth, "", "the token is not accepted"},
	{"unauthorized", ordo.Auth, "", "no token, or not a good one"},
	{"invalid_client", ordo.Auth, "", "wrong account or secure password"},
	{"invalid_token", ordo.Auth, "", "the token is not accepted"},
}
