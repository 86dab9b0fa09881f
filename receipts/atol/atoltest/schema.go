package atoltest

import "slices"

// root returns the schema of a document: that of document 5.23 for v4, and what clients of v5 agree on.
func (v *validator) root() schema {
	s := schema{
		need("timestamp", form(`^\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$`, 19)),
		need("external_id", text(1, 128)),
		may("source_id", number("0", "9", 0)),
		may("service", part(schema{may("callback_url", text(0, 256))})),
	}
	if v.v5 {
		s = append(s, may("ism_optional", flag))
	}
	if v.correction {
		return append(s, need("correction", part(v.document())))
	}
	return append(s, need("receipt", part(v.document())))
}

const (
	innPattern   = `^(\d{10}|\d{12})$`
	phonePattern = `^([^\s\\]{0,17}|\+[^\s\\]{1,18})$`
	datePattern  = `^\d{2}\.\d{2}\.\d{4}$`
)

// money is a sum. Document 5.23 of v4 raised the limit.
func (v *validator) money() check {
	if v.v5 {
		return number("0", "42949672.95", 2)
	}
	return number("0", "10000000000", 2)
}

// document is the schema of a receipt or a correction.
func (v *validator) document() schema {
	s := schema{
		{"client", !v.correction, part(v.client())},
		need("company", part(v.company())),
		need("payments", list(10, part(schema{
			need("type", choice("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")), need("sum", v.money()),
		}))),
		{"vats", v.sumsOnly(), list(6, part(v.vat(v.sumsOnly())))},
		may("cashier", text(0, 64)),
		may("device_number", text(1, 20)),
		may("internet", flag),
	}
	if v.correction {
		s = append(s, need("correction_info", part(schema{
			need("type", word("self", "instruction")), need("base_date", form(datePattern, 10)), {"base_number", !v.v5, text(1, 32)},
		})))
	}
	if v.sumsOnly() {
		return s
	}
	s = append(
		s,
		need("items", list(100, part(v.item()))),
		need("total", v.money()),
		may("additional_check_props", text(0, 16)),
		may("additional_user_props", part(schema{need("name", text(1, 64)), need("value", text(1, 256))})),
		may("agent_info", part(agent())),
		may("supplier_info", part(supplier(false))),
		may("cashless_payments", list(100, part(schema{
			need("sum", v.money()), need("method", number("0", "255", 0)), need("id", text(1, 256)), may("additional_info", text(1, 256)),
		}))),
	)
	if v.v5 {
		s = append(
			s,
			may("cashier_inn", form(`^\d{12}$`, 12)),
			may("operating_check_props", part(schema{
				need("name", word("0")), need("value", text(1, 64)), need("timestamp", form(`^\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$`, 19)),
			})),
			may("sectoral_check_props", list(100, part(sectoral))),
			may("timezone", number("1", "11", 0)),
		)
	}
	return s
}

// client is the buyer; agree checks that email or phone is set.
func (v *validator) client() schema {
	if v.sumsOnly() {
		return schema{may("email", form(`^.+@.+$`, 64)), may("phone", form(`^\+\d+$`, 19))}
	}
	s := schema{
		may("email", text(0, 64)), may("phone", form(phonePattern, 64)), may("name", text(0, 256)), may("inn", form(innPattern, 12)),
	}
	if v.v5 {
		s = append(
			s,
			may("birthdate", form(datePattern, 10)), may("citizenship", form(`^\d{3}$`, 3)), may("document_code", form(`^\d{2}$`, 2)),
			may("document_data", text(0, 64)), may("address", text(0, 256)),
		)
	}
	return s
}

func (v *validator) company() schema {
	s := schema{
		{"sno", v.v5, word("osn", "usn_income", "usn_income_outcome", "envd", "esn", "patent")},
		need("inn", form(innPattern, 12)), need("payment_address", text(1, 256)), may("location", text(1, 256)),
	}
	if v.sumsOnly() {
		return s
	}
	return append(s, need("email", text(1, 64)))
}

var vatTypes = []string{
	"none", "vat0", "vat5", "vat105", "vat7", "vat107", "vat10", "vat110", "vat20", "vat120", "vat22", "vat122",
}

func (v *validator) vat(sum bool) schema {
	values := vatTypes
	if !v.v5 {
		values = append(slices.Clone(vatTypes), "vat18", "vat118")
	}
	return schema{need("type", word(values...)), {"sum", sum, v.money()}}
}

var (
	methods = []string{
		"full_prepayment", "prepayment", "advance", "full_payment", "partial_payment", "credit", "credit_payment",
	}
	words = []string{
		"commodity", "excise", "job", "service", "gambling_bet", "gambling_prize", "lottery", "lottery_prize",
		"intellectual_activity", "payment", "agent_commission", "award", "another", "property_right", "non-operating_gain",
		"insurance_premium", "sales_tax", "resort_fee", "deposit", "expense", "pension_insurance_ip", "pension_insurance",
		"medical_insurance_ip", "medical_insurance", "social_insurance", "casino_payment", "composite",
	}
	objects = []string{
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22",
		"23", "24", "25", "26", "27", "30", "31", "32", "33",
	}
	measures = []string{
		"0", "10", "11", "12", "20", "21", "22", "30", "31", "32", "40", "41", "42", "50", "51", "70", "71", "72", "73",
		"80", "81", "82", "83", "255",
	}
)

// nomenclature is the pattern of tag 1162 in the service's own schema: hexadecimal bytes, the text of a DataMatrix, a
// pack of tobacco, or 13 digits.
const (
	markChar     = `[a-zA-Z0-9!"% &'()*+/\-.,:;=<>?_]`
	nomenclature = `^(([a-fA-F0-9]{2}\s){0,31}[a-fA-F0-9]{2}|01\d{14}21` + markChar + `{13}(` + markChar + `{1,119})?|\d{14}` + markChar + `{15}|\d{13})$`
)

// item is the schema of a line.
func (v *validator) item() schema {
	s := schema{
		need("name", text(1, 128)), need("price", v.money()), need("sum", v.money()),
		need("vat", part(v.vat(false))), may("user_data", text(0, 64)), may("excise", v.money()),
		may("declaration_number", text(1, 32)), may("agent_info", part(agent())), may("supplier_info", part(supplier(true))),
	}
	if !v.v5 {
		return append(
			s,
			need("quantity", number("0.000001", "99999999", 6)),
			may("measurement_unit", text(0, 16)), may("payment_method", word(methods...)), may("payment_object", word(words...)),
			may("country_code", form(`^\d{1,3}$`, 3)), may("nomenclature_code", form(nomenclature, 150)),
		)
	}
	return append(
		s,
		need("quantity", number("0.001", "99999.999", 3)),
		need("measure", choice(measures...)), need("payment_method", word(methods...)), need("payment_object", choice(objects...)),
		may("country_code", form(`^\d{3}$`, 3)), may("mark_code", part(marks)), may("mark_processing_mode", word("0")),
		may("planned_status", number("1", "6", 0)),
		may("mark_quantity", part(schema{need("numerator", number("1", "999999999", 0)), need("denominator", number("1", "999999999", 0))})),
		may("sectoral_item_props", list(100, part(sectoral))), may("wholesale", flag),
	)
}

// marks are the kinds of marking codes; a line has one of them.
var marks = schema{
	may("unknown", text(1, 32)), may("ean8", form(`^\d{8}$`, 8)), may("ean13", form(`^\d{13}$`, 13)), may("itf14", form(`^\d{14}$`, 14)),
	may("gs10", text(1, 38)), may("gs1m", text(1, 200)), may("short", text(1, 38)), may("fur", form(`^[A-Z0-9]{2}-\d{6}-[A-Z0-9]{10}$`, 20)),
	may("egais20", text(23, 23)), may("egais30", text(14, 14)),
}

var sectoral = schema{
	need("federal_id", form(`^0(0[1-9]|[1-6]\d|7[0-3])$`, 3)), need("date", form(datePattern, 10)), need("number", text(1, 32)),
	need("value", text(1, 256)),
}

var phones = list(100, form(phonePattern, 19))

func agent() schema {
	return schema{
		need("type", word(
			"bank_paying_agent", "bank_paying_subagent", "paying_agent", "paying_subagent", "attorney", "commission_agent", "another",
		)),
		may("paying_agent", part(schema{may("operation", text(0, 24)), may("phones", phones)})),
		may("receive_payments_operator", part(schema{may("phones", phones)})),
		may("money_transfer_operator", part(schema{
			may("phones", phones), may("name", text(0, 64)), may("address", text(0, 256)), may("inn", form(innPattern, 12)),
		})),
	}
}

// supplier is the party that an agent sells for. Only a line's needs the INN (6.5 and 6.6.2 of document 5.23).
func supplier(line bool) schema {
	return schema{may("phones", phones), may("name", text(0, 256)), {"inn", line, form(innPattern, 12)}}
}
