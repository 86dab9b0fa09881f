package russianpost

import (
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
)

// ErrorInfo describes a code of Otpravka.
type ErrorInfo struct {
	Code    string
	Class   ordo.Class
	Field   string // the field of the request at fault
	Meaning string // in English; the vendor's words are not always there
}

// Errors returns the codes that this package knows.
func Errors() []ErrorInfo { return slices.Clone(errorTable) }

// ErrorOf describes a code. One that is not in the table is a refusal: it has the class Invalid and no Code. Its Field
// is guessed from its name where that tells it, as EMPTY_ROOM_TO does.
func ErrorOf(code string) ErrorInfo {
	if i, has := errorByCode()[code]; has {
		return i
	}
	out := ErrorInfo{Class: ordo.Invalid}
	for _, begin := range []string{"EMPTY_", "ILLEGAL_"} {
		if name, is := strings.CutPrefix(code, begin); is {
			out.Field = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
		}
	}
	return out
}

var errorByCode = sync.OnceValue(func() map[string]ErrorInfo {
	m := make(map[string]ErrorInfo, len(errorTable))
	for _, i := range errorTable {
		m[i.Code] = i
	}
	return m
})

// The codes that are acted on.
const (
	codeNoInstance = "1001" // no such thing; of the contract tariff: index-from is no office of the account
	codeInternal   = "1002"
	codeExternal   = "1024"
	codeTariff     = "TARIFF_ERROR"
	codeNotFound   = "NOT_FOUND"
)

// errorTable is in the order of the vendor's specification. A failure after which it is not certain that nothing was
// done is InDoubt.
var errorTable = []ErrorInfo{
	{codeNoInstance, ordo.NotFound, "", "there is no such thing"},
	{codeExternal, ordo.InDoubt, "", "another system of the Post does not answer"},
	{"UNDEFINED", ordo.InDoubt, "", "an error that the Post does not describe"},
	{codeNotFound, ordo.NotFound, "", "there is no such order or batch"},
	{"ACCESS_VIOLATION", ordo.Auth, "", "the order belongs to another account"},
	{"IMP13N_ERROR", ordo.Auth, "", "the account may not act for this one"},
	{"BARCODE_ERROR", ordo.Retry, "", "the Post has no number for the parcel now"},
	{codeTariff, ordo.Invalid, "", "the price could not be calculated"},
	{"RESTRICTED_MAIL_CATEGORY", ordo.Unsupported, "mail-category", "the account has no number of a contract on money transfers (ЕСПП)"},
	{"NO_AVAILABLE_POSTOFFICES", ordo.Unsupported, "postoffice-code", "the account has no office to post at"},
	{"UNAVAILABLE_MAIL_TYPE", ordo.Invalid, "mail-type", "the office or the account does not take this kind of parcel"},

	{"EMPTY_ADDRESS_TYPE_TO", ordo.Invalid, "address-type-to", "the form of the address is missing"},
	{"EMPTY_INDEX_TO", ordo.Invalid, "index-to", "the recipient's index is missing"},
	{"EMPTY_INSR_VALUE", ordo.Invalid, "insr-value", "the declared value is missing"},
	{"EMPTY_MAIL_CATEGORY", ordo.Invalid, "mail-category", "the category is missing"},
	{"EMPTY_MAIL_DIRECT", ordo.Invalid, "mail-direct", "the country is missing"},
	{"EMPTY_MAIL_TYPE", ordo.Invalid, "mail-type", "the kind of parcel is missing"},
	{"EMPTY_MASS", ordo.Invalid, "mass", "the weight is missing"},
	{"EMPTY_NUM_ADDRESS_TYPE", ordo.Invalid, "num-address-type-to", "the number of the box or unit is missing"},
	{"EMPTY_PAYMENT", ordo.Invalid, "payment", "the sum of the cash on delivery is missing"},
	{"EMPTY_PLACE_TO", ordo.Invalid, "place-to", "the place is missing"},
	{"EMPTY_REGION_TO", ordo.Invalid, "region-to", "the region is missing"},
	{"EMPTY_STREET_TO", ordo.Invalid, "street-to", "the street is missing"},
	{"EMPTY_TRANSPORT_TYPE", ordo.Invalid, "transport-type", "the transport is missing"},
	{"EMPTY_POSTOFFICE_CODE", ordo.Invalid, "postoffice-code", "the index of the office where the parcel is posted is missing"},
	{"EMPTY_TELADDRESS", ordo.Invalid, "tel-address", "the recipient's phone is missing"},
	{"EMPTY_MAIL_RANK", ordo.Invalid, "mail-rank", "the rank is missing"},
	{"EMPTY_ENVELOPE_TYPE", ordo.Invalid, "envelope-type", "the envelope is missing"},
	{"EMPTY_PAYMENT_METHOD", ordo.Invalid, "payment-method", "how the Post is paid is missing"},
	{"EMPTY_CUSTOMS_ENTRIES", ordo.Invalid, "customs-declaration", "the customs declaration has no goods"},
	{"EMPTY_GOODS_ITEMS_LIST", ordo.Invalid, "goods", "the list of goods is missing"},
	{"EMPTY_DELIVERY_POINT_INDEX", ordo.Invalid, fieldPoint, "the index of the pick-up point is missing"},
	{"EMPTY_FISCAL_DATA", ordo.Invalid, "fiscal-data", "the data of the receipt are missing"},
	{"EMPTY_DIMENSION_TYPE", ordo.Invalid, "dimension-type", "the size is missing"},

	{"ILLEGAL_INITIALS", ordo.Invalid, "recipient-name", "the recipient's name is wrong"},
	{"ILLEGAL_RECIPIENT_NAME", ordo.Invalid, "recipient-name", "the recipient's name is wrong"},
	{"ILLEGAL_RECIPIENT_NAME_INTL", ordo.Invalid, "recipient-name", "abroad the recipient's name must be in Latin letters"},
	{"ILLEGAL_ADDRESS_TYPE_TO", ordo.Invalid, "address-type-to", "the form of the address is wrong"},
	{"ILLEGAL_INDEX_TO", ordo.Invalid, "index-to", "there is no such index"},
	{"ILLEGAL_INSR_VALUE", ordo.Invalid, "insr-value", "the declared value is wrong"},
	{"ILLEGAL_MAIL_CATEGORY", ordo.Invalid, "mail-category", "the category is wrong"},
	{"ILLEGAL_MAIL_DIRECT", ordo.Invalid, "mail-direct", "the country is wrong"},
	{"ILLEGAL_MAIL_TYPE", ordo.Invalid, "mail-type", "the kind of parcel is wrong"},
	{"ILLEGAL_MASS", ordo.Invalid, "mass", "the weight is wrong"},
	{"ILLEGAL_MASS_EXCESS", ordo.Invalid, "mass", "the parcel is heavier than the Post takes"},
	{"ILLEGAL_PAYMENT", ordo.Invalid, "payment", "the sum of the cash on delivery is wrong"},
	{"ILLEGAL_POSTCODE", ordo.Invalid, "postoffice-code", "the orders are not of one office"},
	{"ILLEGAL_POSTOFFICE_CODE", ordo.Invalid, "postoffice-code", "the office is none of the account's"},
	{"ILLEGAL_TRANSPORT_TYPE", ordo.Invalid, "transport-type", "the transport is wrong"},
	{"ILLEGAL_FRAGILE", ordo.Invalid, "fragile", "this kind of parcel is not carried as fragile"},
	{"ILLEGAL_ENVELOPE_TYPE", ordo.Invalid, "envelope-type", "the envelope is wrong"},
	{"ILLEGAL_ADDRESS_LETTER", ordo.Invalid, "letter-to", "the letter of the house is wrong"},
	{"ILLEGAL_ADDRESS_SLASH", ordo.Invalid, "slash-to", "the fraction of the house is wrong"},
	{"ILLEGAL_ADDRESS_CORPUS", ordo.Invalid, "corpus-to", "the block of the house is wrong"},
	{"ILLEGAL_ADDRESS_BUILDING", ordo.Invalid, "building-to", "the building is wrong"},
	{"ILLEGAL_ADDRESS_ROOM", ordo.Invalid, "room-to", "the flat is wrong"},
	{"ILLEGAL_PAYMENT_METHOD", ordo.Invalid, "payment-method", "how the Post is paid is wrong"},
	{"ILLEGAL_NOTICE_PAYMENT_METHOD", ordo.Invalid, "notice-payment-method", "how the notice is paid is wrong"},
	{"ILLEGAL_SMS_NOTICE_RECIPIENT_VALUE", ordo.Invalid, "sms-notice-recipient", "the SMS to the recipient is wrong"},
	{"DIMENSION_NOT_SUPPORTED", ordo.Invalid, "dimension", "this kind of parcel is sent without dimensions"},
	{"INSR_VALUE_EXCEEDS_MAX", ordo.Invalid, "insr-value", "the declared value is above the limit"},
	{"NOT_INSURED_PAYMENT", ordo.Invalid, "payment", "the cash on delivery is above the declared value"},
	{"OFFLINE_BALANCE_FORBIDDEN", ordo.Unsupported, "useOnlineBalance", "the account must pay from its online balance"},

	{"ALL_SHIPMENTS_SENT", ordo.Conflict, "", "all parcels of the batch were sent"},
	{"PAST_DUE_DATE", ordo.Invalid, "sending-date", "the day of sending has passed"},
	{"READONLY_STATE", ordo.Conflict, "", "the batch is at the Post and cannot be changed"},
	{"SENDING_MAIL_FAILED", ordo.InDoubt, "", "the electronic list (F103) could not be sent"},
	{"DELIVERY_IN_PROGRESS", ordo.Conflict, "", "the parcel is on its way"},
	{"DIFFERENT_TRANSPORT_TYPE", ordo.Conflict, "transport-type", "the orders of a batch must be alike: their transport differs"},
	{"DIFFERENT_MAIL_TYPE", ordo.Conflict, "mail-type", "the orders of a batch must be alike: their kind differs"},
	{"DIFFERENT_MAIL_CATEGORY", ordo.Conflict, "mail-category", "the orders of a batch must be alike: their category differs"},
	{"DIFFERENT_MAIL_RANK", ordo.Conflict, "mail-rank", "the orders of a batch must be alike: their rank differs"},
	{"DIFFERENT_POSTCODE", ordo.Conflict, "postoffice-code", "the orders of a batch must be alike: their office differs"},
	{"GROUPING_TO_MMO_ERROR", ordo.Invalid, "group-name", "the orders cannot be one consignment"},
	{"GROUP_NOT_FOUND", ordo.NotFound, "group-name", "there is no such consignment"},
	{"ABSENT_OVERSIZE_POSTMARK", ordo.Conflict, "", "the batch is of oversized parcels"},
	{"UNEXPECTED_OVERSIZE_POSTMARK", ordo.Conflict, "", "the batch takes no oversized parcels"},
	{"ABSENT_FRAGILE_POSTMARK", ordo.Conflict, "fragile", "the batch is of fragile parcels"},
	{"UNEXPECTED_FRAGILE_POSTMARK", ordo.Conflict, "fragile", "the batch takes no fragile parcels"},
	{"ABSENT_COURIER_DELIVERY_POSTMARK", ordo.Conflict, "courier", "the batch is of parcels with a courier"},
	{"UNEXPECTED_COURIER_DELIVERY_POSTMARK", ordo.Conflict, "courier", "the batch takes no parcels with a courier"},
	{"ABSENT_ORDER_OF_NOTICE_POSTMARK", ordo.Conflict, "with-order-of-notice", "the batch is of parcels with a registered notice"},
	{"UNEXPECTED_ORDER_OF_NOTICE_POSTMARK", ordo.Conflict, "with-order-of-notice", "the batch takes no parcels with a registered notice"},
	{"ABSENT_SIMPLE_NOTICE_POSTMARK", ordo.Conflict, "with-simple-notice", "the batch is of parcels with a simple notice"},
	{"UNEXPECTED_SIMPLE_NOTICE_POSTMARK", ordo.Conflict, "with-simple-notice", "the batch takes no parcels with a simple notice"},

	{"DIRECT_SHIPMENT_NOT_FOUND", ordo.NotFound, "direct-barcode", "the account has no such parcel"},
	{"RETURN_SHIPMENT_NOT_FOUND", ordo.NotFound, "barcode", "the account has no such return"},
	{"FREE_ER_ADDRESS_NOT_ENABLED", ordo.Unsupported, "address-to", "returns of this account go to its own offices alone"},
	{"CODE_1372", ordo.Invalid, "index-to", "the Post does not carry such parcels there"},
}
