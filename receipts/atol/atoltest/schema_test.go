package atoltest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bound is one field of the schema: what is just taken, and what is not.
type bound struct {
	field     string
	good, bad any
	rule      string
}

func n(s string) json.Number { return json.Number(s) }

func letters(n int) string { return strings.Repeat("ж", n) }

// texts are the bounds of a text of at most so many characters.
func texts(field string, most int) bound {
	return bound{field, letters(most), letters(most + 1), "StringTooLong"}
}

func both(all ...[]bound) []bound {
	var out []bound
	for _, part := range all {
		out = append(out, part...)
	}
	return out
}

// bounds are those of every field of the schema but of the objects and arrays that hold them.
func bounds(v *validator) []bound {
	const inn, ten = "12345678901", "1234567890"
	greatest, over := n("10000000000"), n("10000000000.01")
	if v.v5 {
		greatest, over = n("42949672.95"), n("42949672.96")
	}
	sum := func(field string) bound { return bound{field, greatest, over, "NumberTooBig"} }
	phone := func(field string) bound {
		return bound{field, "+" + strings.Repeat("7", 18), strings.Repeat("7", 18), "PatternMismatch"}
	}
	agents := func(at string) []bound {
		return []bound{
			{at + "agent_info.type", "another", "other", "NotInEnumeration"},
			texts(at+"agent_info.paying_agent.operation", 24), phone(at + "agent_info.paying_agent.phones[0]"),
			phone(at + "agent_info.receive_payments_operator.phones[0]"), phone(at + "agent_info.money_transfer_operator.phones[0]"),
			texts(at+"agent_info.money_transfer_operator.name", 64), texts(at+"agent_info.money_transfer_operator.address", 256),
			{at + "agent_info.money_transfer_operator.inn", ten, inn, "PatternMismatch"},
			phone(at + "supplier_info.phones[0]"), texts(at+"supplier_info.name", 256),
			{at + "supplier_info.inn", ten, inn, "PatternMismatch"},
		}
	}
	props := func(at string) []bound {
		return []bound{
			{at + "[0].federal_id", "073", "074", "PatternMismatch"},
			{at + "[0].date", "21.11.2023", "2023-11-21", "PatternMismatch"},
			texts(at+"[0].number", 32), texts(at+"[0].value", 256),
		}
	}
	out := []bound{
		{"timestamp", "14.01.2026 10:02:15", "14.01.2026", "PatternMismatch"},
		texts("external_id", 128),
		{"source_id", n("9"), n("10"), "NumberTooBig"},
		texts("service.callback_url", 256),
	}
	if v.v5 {
		out = append(out, bound{"ism_optional", true, "true", "BooleanExpected"})
	}
	doc := []bound{
		{"company.sno", "patent", "usn", "NotInEnumeration"},
		{"company.inn", "123456789012", inn, "PatternMismatch"},
		texts("company.payment_address", 256), texts("company.location", 256),
		{"payments[0].type", n("9"), n("1.5"), "NotInEnumeration"},
		sum("payments[0].sum"),
		{"vats[0].type", "vat122", "vat21", "NotInEnumeration"},
		sum("vats[0].sum"),
		texts("cashier", 64), texts("device_number", 20),
		{"internet", true, n("1"), "BooleanExpected"},
	}
	if v.correction {
		doc = append(
			doc,
			bound{"correction_info.type", "instruction", "order", "NotInEnumeration"},
			bound{"correction_info.base_date", "13.01.2026", "2026-01-13", "PatternMismatch"}, texts("correction_info.base_number", 32),
		)
	}
	if v.sumsOnly() {
		return both(out, under("correction.", both(doc, []bound{
			{"client.email", "a@b", "ab", "PatternMismatch"}, {"client.phone", "+7" + strings.Repeat("1", 17), "79991112233", "PatternMismatch"},
		})))
	}
	doc = both(doc, []bound{
		texts("client.email", 64), phone("client.phone"), texts("client.name", 256),
		{"client.inn", ten, inn, "PatternMismatch"},
		texts("company.email", 64), sum("total"), texts("additional_check_props", 16),
		texts("additional_user_props.name", 64), texts("additional_user_props.value", 256),
		sum("cashless_payments[0].sum"),
		{"cashless_payments[0].method", n("255"), n("256"), "NumberTooBig"},
		texts("cashless_payments[0].id", 256), texts("cashless_payments[0].additional_info", 256),
	}, agents(""), agents("items[0]."), []bound{
		texts("items[0].name", 128), sum("items[0].price"), sum("items[0].sum"),
		{"items[0].vat.type", "none", "vat21", "NotInEnumeration"},
		sum("items[0].vat.sum"), texts("items[0].user_data", 64),
		{"items[0].excise", n("0"), n("-1"), "NumberTooSmall"},
		texts("items[0].declaration_number", 32),
		{"items[0].payment_method", "credit_payment", "loan", "NotInEnumeration"},
	})
	if v.v5 {
		doc = both(doc, props("sectoral_check_props"), props("items[0].sectoral_item_props"), []bound{
			{"client.birthdate", "13.01.1990", "1990-01-13", "PatternMismatch"},
			{"client.citizenship", "643", "RUS", "PatternMismatch"},
			{"client.document_code", "21", "1", "PatternMismatch"},
			texts("client.document_data", 64), texts("client.address", 256),
			{"cashier_inn", "123456789012", ten, "PatternMismatch"},
			{"operating_check_props.name", "0", "1", "NotInEnumeration"},
			texts("operating_check_props.value", 64),
			{"operating_check_props.timestamp", "14.01.2026 10:02:15", "14.01.2026", "PatternMismatch"},
			{"timezone", n("11"), n("12"), "NumberTooBig"},
			{"items[0].quantity", n("99999.999"), n("0.0001"), "NumberTooSmall"},
			{"items[0].measure", n("255"), n("1"), "NotInEnumeration"},
			{"items[0].payment_object", n("27"), n("28"), "NotInEnumeration"},
			{"items[0].country_code", "643", "64", "PatternMismatch"},
			texts("items[0].mark_code.unknown", 32),
			{"items[0].mark_code.ean8", "12345678", "1234567", "PatternMismatch"},
			{"items[0].mark_code.ean13", "1234567890123", "12345678901234", "StringTooLong"},
			{"items[0].mark_code.itf14", "12345678901234", "1234567890123a", "PatternMismatch"},
			texts("items[0].mark_code.gs10", 38), texts("items[0].mark_code.gs1m", 200), texts("items[0].mark_code.short", 38),
			{"items[0].mark_code.fur", "RU-123456-ABCDEF1234", "RU-12345-ABCDEF12345", "PatternMismatch"},
			texts("items[0].mark_code.egais20", 23), texts("items[0].mark_code.egais30", 14),
			{"items[0].mark_processing_mode", "0", "1", "NotInEnumeration"},
			{"items[0].planned_status", n("6"), n("7"), "NumberTooBig"},
			{"items[0].mark_quantity.numerator", n("1"), n("0"), "NumberTooSmall"},
			{"items[0].mark_quantity.denominator", n("2"), n("0"), "NumberTooSmall"},
			{"items[0].wholesale", true, "true", "BooleanExpected"},
		})
	} else {
		doc = both(doc, []bound{
			{"items[0].quantity", n("99999999"), n("0.0000001"), "NumberTooSmall"},
			texts("items[0].measurement_unit", 16),
			{"items[0].payment_object", "composite", n("1"), "StringExpected"},
			{"items[0].country_code", "64", "6430", "StringTooLong"},
			{"items[0].nomenclature_code", "4601234567893", "46012345678930", "PatternMismatch"},
		})
	}
	if v.correction {
		return both(out, under("correction.", doc))
	}
	return both(out, under("receipt.", doc))
}

func under(at string, all []bound) []bound {
	for i := range all {
		all[i].field = at + all[i].field
	}
	return all
}

// leaves are the checks of all fields that are no objects and no arrays of them, by where they stand.
func leaves(at string, s schema, out map[string]check) map[string]check {
	for _, f := range s {
		name, c := at+f.name, f.check
		if c.each != nil {
			name, c = name+"[0]", *c.each
		}
		if c.of == nil {
			out[name] = c
			continue
		}
		leaves(name+".", c.of, out)
	}
	return out
}

// fault: F28
// fault: F29
func TestEveryFieldOfTheSchemaHasItsBounds(t *testing.T) {
	for _, v := range []validator{{}, {correction: true}, {v5: true}, {v5: true, correction: true}} {
		rows := map[string]bound{}
		for _, b := range bounds(&v) {
			rows[b.field] = b
		}
		all := leaves("", v.root(), map[string]check{})
		require.ElementsMatch(t, slices.Collect(maps.Keys(all)), slices.Collect(maps.Keys(rows)), "%+v: a field has no bounds here, or the schema lacks it", v)
		for field, c := range all {
			judge := func(value any) string {
				one := validator{v5: v.v5, correction: v.correction}
				c.look(&one, "#/"+field, value)
				return one.wrong
			}
			b := rows[field]
			require.Empty(t, judge(b.good), field)
			require.Equal(t, b.rule+": #/"+field, judge(b.bad))
			require.NotEmpty(t, judge(nil), "%s: null", field)
			require.NotEmpty(t, judge(object{}), "%s: an object", field)
		}
	}
}
