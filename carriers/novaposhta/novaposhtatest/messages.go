package novaposhtatest

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// message is an error or a warning. Some have no code, and some have a key where others are just counted.
type message struct {
	code, key string
	text      any
}

// said returns the message of a code. Of what the text has a limit, what is given is filled in.
func said(code string, of ...string) message {
	text, known := messageTexts[code]
	if !known {
		panic("novaposhtatest: no text of " + code)
	}
	return message{code: code, text: strings.Join(append([]string{text}, of...), " ")}
}

// refusal is an answer that reports errors.
type refusal struct {
	errors []message
	rows   []any // seldom there are some
	done   bool  // a part was done
}

// refuse refuses with the vendor's codes.
func refuse(codes ...string) *refusal {
	no := &refusal{}
	for _, code := range codes {
		no.errors = append(no.errors, said(code))
	}
	return no
}

// odd refuses what the vendor may take or ignore and the fake does not know.
func odd(text string) *refusal {
	return &refusal{errors: []message{{text: "novaposhtatest: " + text}}}
}

// told returns texts and codes as arrays of PHP become JSON: a list if all keys are counted from 0, else an object.
func told(all []message) (texts, codes any) {
	n, asText, asCode := 0, &pairs{}, &pairs{}
	for _, m := range all {
		key := m.key
		if key == "" {
			key = strconv.Itoa(n)
			n++
		}
		asText.add(key, m.text)
		if m.code != "" {
			asCode.add(key, m.code)
		}
	}
	return asText.json(), asCode.json()
}

// pairs is an array of PHP.
type pairs struct {
	list  []any
	keyed object
	keys  bool // they are not counted from 0
}

func (p *pairs) add(key string, v any) {
	if p.keyed == nil {
		p.keyed = object{}
	}
	p.keys = p.keys || key != strconv.Itoa(len(p.list))
	p.list, p.keyed[key] = append(p.list, v), v
}

func (p *pairs) json() any {
	switch {
	case p.keys:
		return p.keyed
	case p.list == nil:
		return []any{}
	}
	return p.list
}

// Refuse answers a call with an error of the vendor. The call has no effect.
func Refuse(code, text string) fake.Fault {
	texts, codes := told([]message{{code: code, text: text}})
	return fake.Refuse(http.StatusOK, "application/json", encode(object{
		"success": false, "data": []any{}, "errors": texts, "warnings": []any{}, "info": []any{}, "messageCodes": []any{},
		"errorCodes": codes, "warningCodes": []any{}, "infoCodes": []any{},
	}))
}

// TooManyRequests answers as the vendor does when calls come too fast. fake.TooMany is the other form of it.
func TooManyRequests() fake.Fault { return Refuse("20000401501", "To many requests") }

// messageTexts are texts of the vendor's dictionary.
var messageTexts = map[string]string{
	"20000100016": "Service Unavailable",
	"20000100526": "FirstName has invalid characters",
	"20000100527": "FirstName is not specified",
	"20000100528": "FirstName too long",
	"20000100532": "LastName has invalid characters",
	"20000100533": "LastName is not specified",
	"20000100552": "Phone invalid format",
	"20000100556": "Phone is not specified",
	"20000101582": "User is undefined",
	"20000200032": "AfterpaymentOnGoodsCost is disabled for Postomat NovaPoshta",
	"20000200035": "AfterpaymentOnGoodsCost is unavailable",
	"20000200068": "API auth fail",
	"20000200075": "BackwardDelivery CargoType is incorrect",
	"20000200078": "BackwardDelivery Money is unavailable in selected CityRecipient",
	"20000200079": "BackwardDelivery Money RedeliveryString is not valid",
	"20000200080": "BackwardDelivery Money RedeliveryString must not be less than 1",
	"20000200085": "BackwardDelivery PayerType is incorrect",
	"20000200086": "BackwardDeliveryData must be array",
	"20000200099": "CargoType not selected",
	"20000200102": "CityRecipient incorrect",
	"20000200103": "CityRecipient not found",
	"20000200104": "CityRecipient not selected",
	"20000200105": "CitySender is incorrect",
	"20000200106": "CitySender not found",
	"20000200107": "CitySender not selected",
	"20000200118": "Cost is invalid",
	"20000200119": "Cost is too high",
	"20000200150": "Description empty",
	"20000200151": "Description is not valid",
	"20000200152": "Description too long",
	"20000200153": "Document in registry",
	"20000200154": "Document is already printed",
	"20000200181": "Height is too high for PostomatNP",
	"20000200184": "Incorrect CargoType",
	"20000200206": "InternetDocument not found by owner",
	"20000200212": "Length is too high for PostomatNP",
	"20000200226": "OptionsSeat is empty",
	"20000200227": "OptionsSeat must be array",
	"20000200247": "Payer type not selected",
	"20000200248": "Payment method not selected",
	"20000200249": "Payment NonCash is unavailable",
	"20000200251": "PaymentMethod is incorrect",
	"20000200255": "PreferredDeliveryDate is invalid format",
	"20000200268": "RecipientAddress not selected",
	"20000200273": "RecipientAddressName not found",
	"20000200279": "RecipientCityName not found",
	"20000200281": "RecipientCityName not selected",
	"20000200313": "SeatsAmount empty",
	"20000200314": "SeatsAmount is invalid",
	"20000200326": "SenderAddress does not exists",
	"20000200329": "SenderAddress not selected",
	"20000200347": "ServiceType is empty",
	"20000200348": "ServiceType is incorrect",
	"20000200350": "Third Person can use only NonCash PaymentMethod",
	"20000200352": "ThirdPerson is not selected",
	"20000200365": "VolumeGeneral is invalid",
	"20000200367": "VolumeGeneral must be empty",
	"20000200373": "Weight is invalid",
	"20000200374": "Weight is low for documents",
	"20000200376": "Weight is too high for documents",
	"20000200380": "Weight is too high for this postomat",
	"20000200389": "Width is too high for PostomatNP",
	"20000200564": "There are only invalid DocumentBarcodes and/or DocumentRefs",
	"20000200835": "RecipientAddressCity does not belong to AddressCity",
	"20000200841": "You can not use BackwardDelivery with this postomat",
	"20000201069": "Update fail - document not found.",
	"20000201101": "RecipientCityName match 2 or more cities. Check Area in parameter RecipientArea",
	"20000201109": "Payer type is incorrect. RecipientPayer is unavailable for Postomat NovaPoshta",
	"20000201120": "BackwardDelivery CargoType, PayerType and RedeliveryString must be filled",
	"20000201122": "BackwardDelivery Money is unavailable. Make ContactRecipient data Cyrillic",
	"20000201162": "Warehouse place max allowed weight:",
	"20000201173": "No document changed DeletionMark",
	"20000201204": "API key expired",
	"20000201226": "SenderAddressCity does not belong to AddressCity",
	"20000201384": "RecipientWarehouse is not found оr temporarily not working", // the о is the vendor's, Cyrillic
	"20000201396": "RecipientAddressName is empty",
	"20000201438": "DateTimeFrom and DateTimeTo required with UnassembledCargo",
	"20000201440": "DateTimeFrom and DateTimeTo required when RedeliveryMoney",
	"20000201481": "scanSheet already printed",
	"20000201598": "Recipient contact name is not full",
	"20000201660": "For delivery to postomat RecipientsPhone must be cellphones",
	"20000201661": "DateTime is invalid",
	"20000201758": "RecipientContactName contains repeated words",
	"20000201813": "SeatsAmount is not equal of count OptionsSeat",
	"20000201814": "params OptionsSeat: volumetricHeight, volumetricWidth, volumetricLength - required",
	"20000201965": "cost more then 29000 UAH forbidden for poshtomat",
	"20000202460": "weight invalid value given",
	"20000202865": "Recipient Warehouse max allowed Weight:",
	"20000202866": "Recipient Warehouse max allowed volumeweight:",
	"20000202889": "Afterpayment impossible on postomat",
	"20000203317": "OptionsSeat can be only one",
	"20000203439": "DateTimeFrom is invalid format",
	"20000203440": "DateTimeTo is invalid format",
	"20000203441": "Incorrect DateTimeFrom and DateTimeTo",
	"20000203734": "Recipient Warehouse place max allowed volumeweight:",
	"20000203744": "Max Cost for weight up to 100 KG is 399999 UAH",
	"20000203745": "Max Cost for weight more then 100 KG is 1000000 UAH",
	"20000203868": "SenderWarehouse is denied to select",
	"20000203869": "RecipientWarehouse is denied to select",
	"20000203941": "Parcel is in Postomat. Update denied",
	"20000300395": "AdditionalServiceOrder not found",
	"20000300398": "ContactRecipient does not exists",
	"20000300401": "ContactRecipient not selected",
	"20000300403": "ContactSender does not exists",
	"20000300406": "ContactSender not selected",
	"20000300413": "DateTime filtering is invalid format",
	"20000300415": "Document not found",
	"20000300431": "Recipient not selected",
	"20000300434": "RecipientsPhone invalid format",
	"20000300435": "RecipientsPhone is empty",
	"20000300442": "Sender not selected",
	"20000300444": "SendersPhone invalid format",
	"20000300445": "SendersPhone is empty",
	"20000300577": "Forbidden to change data",
	"20000301007": "Error: wrong format. Documents must be array",
	"20000301240": "PaymentMethod is not specified",
	"20000301249": "OrderReturn is unavailable",
	"20000301267": "Reason is not specified",
	"20000301268": "Reason is incorrect",
	"20000301269": "SubtypeReason is not specified",
	"20000301270": "SubtypeReason is incorrect",
	"20000301271": "IntDocNumber is incorrect",
	"20000301411": "RecipientWarehouse is invalid",
	"20000301412": "RecipientWarehouse does not exist",
	"20000301522": "OrderChangeEW is unavailable",
	"20000301574": "Order redirecting is not available",
	"20000301849": "Express Waybill document not found",
	"20000400449": "City is invalid",
	"20000400455": "DateTime cannot be less then now",
	"20000400456": "DateTime is invalid format",
	"20000400475": "Payer type is incorrect",
	"20000400480": "Ref is incorrect",
	"20000401459": "Wrong model value",
	"20000402050": "Method is not exist",
	"20000500620": "Limit is incorrect",
	"20000500621": "No Limit",
	"20000500624": "BuildingNumber is not specified",
	"20000500626": "SettlementRef is invalid",
	"20000500639": "StreetRef is not specified",
	"20000500651": "CityName is empty",
	"20000800728": "CounterpartyRef is not specified",
	"20000801416": "Edit disabled for PrivatePerson Sender",
	"20000801543": "ContactPerson already exist for Sender",
	"20000900735": "You can not edit counterparty legal person",
	"20000900752": "Ref is not specified",
	"20000900757": "String too long",
	"20000900759": "CompanyName is not specified",
	"20000900764": "MiddleName too long",
	"20000900767": "CityRef is not specified",
	"20000900772": "CounterpartyProperty is invalid",
	"20000901045": "You can not delete the sender's counterparty",
	"20000901046": "CounterpartyProperty can't be empty",
	"20000901631": "Counterparty PrivatePerson can't be deleted",
	"20000901858": "CounterpartyRef invalid",
	"20001300961": "ScanSheet not found",
	"20001401153": "Error: Param Documents must not be more than 100 item",
	"20001401160": "Error: wrong format of the RecipientPhone",
	"20001401442": "Document number is not correct",
	"30000200879": "RecipientType is set to PrivatePerson",
	"30000200880": "DateTime is set to current",
	"30000200881": "Weight is changed",
	"30000200884": "Cost is changed",
	"30000200888": "VolumeWeight is changed",
	"30000200889": "VolumeGeneral is changed",
	"30000201469": "CargoType is changed to Parcel",
	"30000201470": "CargoType is changed to Cargo",
	"30000500679": "Building already exists",
	"30000801043": "Person already exists!",
	"30000900779": "Counterparty is not unique",
	"30000900777": "Limit can not be more 3000",
	"30000902062": "You can't change PrivatePerson counterparty",
}
