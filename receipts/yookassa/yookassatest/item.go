package yookassatest

import (
	"encoding/json"
	"slices"
	"strings"
)

// item is a line of a receipt.
type item struct {
	Description    string     `json:"description"`
	Amount         *sum       `json:"amount"`
	VATCode        number     `json:"vat_code"`
	Quantity       number     `json:"quantity"`
	Measure        *string    `json:"measure"`
	PaymentSubject *string    `json:"payment_subject"`
	PaymentMode    *string    `json:"payment_mode"`
	Country        string     `json:"country_of_origin_code"`
	Customs        string     `json:"customs_declaration_number"`
	Excise         string     `json:"excise"`
	ProductCode    string     `json:"product_code"`
	Mark           *mark      `json:"mark_code_info"`
	MarkMode       *string    `json:"mark_mode"`
	MarkQuantity   *fraction  `json:"mark_quantity"`
	PlannedStatus  *number    `json:"planned_status"`
	Industry       []industry `json:"payment_subject_industry_details"`
	// Of separate receipts only:
	Props     *string   `json:"additional_payment_subject_props"`
	Supplier  *supplier `json:"supplier"`
	AgentType *string   `json:"agent_type"`
}

type fraction struct {
	Numerator   int `json:"numerator"`
	Denominator int `json:"denominator"`
}

type supplier struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	INN   string `json:"inn"`
}

// mark is a marking code, in one of its forms.
type mark struct {
	Raw     string `json:"mark_code_raw"`
	Unknown string `json:"unknown"`
	EAN8    string `json:"ean_8"`
	EAN13   string `json:"ean_13"`
	ITF14   string `json:"itf_14"`
	GS10    string `json:"gs_10"`
	GS1M    string `json:"gs_1m"`
	Short   string `json:"short"`
	Fur     string `json:"fur"`
	EGAIS20 string `json:"egais_20"`
	EGAIS30 string `json:"egais_30"`
}

var (
	measures = strings.Fields(`piece gram kilogram ton centimeter decimeter meter square_centimeter square_decimeter square_meter
		milliliter liter cubic_meter kilowatt_hour gigacalorie day hour minute second kilobyte megabyte gigabyte terabyte another`)
	subjects = strings.Fields(`commodity excise job service gambling_bet gambling_prize lottery lottery_prize intellectual_activity
		payment agent_commission property_right non_operating_gain insurance_premium sales_tax resort_fee composite another fine tax
		lien cost pension_insurance_without_payouts pension_insurance_with_payouts health_insurance_without_payouts
		health_insurance_with_payouts health_insurance casino agent_withdrawals non_marked_excise marked_excise marked non_marked`)
	modes  = strings.Fields(`full_prepayment partial_prepayment advance full_payment partial_payment credit credit_payment`)
	agents = strings.Fields(`banking_payment_agent banking_payment_subagent payment_agent payment_subagent attorney commissioner agent`)
)

// readItem reads a line and checks it apart from its sums; own reports that it is of a separate receipt.
func readItem(raw json.RawMessage, at string, own bool) (item, *refusal) {
	var it item
	if refused := strict(raw, at, &it); refused != nil {
		return it, refused
	}
	for _, x := range []struct {
		name   string
		value  *string
		values []string
		own    bool
	}{
		{"measure", it.Measure, measures, false},
		{"payment_subject", it.PaymentSubject, subjects, false},
		{"payment_mode", it.PaymentMode, modes, false},
		{"mark_mode", it.MarkMode, []string{"0"}, false},
		{"agent_type", it.AgentType, agents, true},
	} {
		if x.value != nil && (!slices.Contains(x.values, *x.value) || x.own && !own) {
			return it, invalid(at+x.name, "Value is illegal")
		}
	}
	switch {
	case it.Props != nil && (!own || !within(*it.Props, 0, 64)):
		return it, invalid(at+"additional_payment_subject_props", "Value is illegal")
	case it.Supplier != nil && (!own || it.Supplier.INN != "" && !innForm.MatchString(it.Supplier.INN)):
		return it, invalid(at+"supplier", "Supplier is illegal")
	case !within(it.Customs, 0, 32):
		return it, invalid(at+"customs_declaration_number", "Value must have 1 to 32 characters")
	case it.MarkQuantity != nil && (it.MarkQuantity.Numerator < 1 || it.MarkQuantity.Denominator < 1):
		return it, invalid(at+"mark_quantity", "Numerator and denominator must be 1 or more")
	}
	return it, checkIndustry(it.Industry, at+"payment_subject_industry_details")
}
