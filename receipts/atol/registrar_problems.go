package atol

import (
	"fmt"

	"github.com/ordo-sdk/ordo/receipts"
)

// unsupported returns what the version cannot register of a receipt that passed Check.
func (v Version) unsupported(r receipts.Receipt) []receipts.Problem {
	var out []receipts.Problem
	add := func(position, tag int, field, format string, args ...any) {
		out = append(out, receipts.Problem{Tag: tag, Field: field, Position: position, Rule: fmt.Sprintf(format, args...)})
	}
	format, name := receipts.FFD120, "FFD 1.2 (4)"
	if v == V4 {
		format, name = receipts.FFD105, "FFD 1.05 (2)"
	}
	if r.Format != format && (r.Format != 0 || v == V4) { // 0 is taken for FFD 1.2
		add(-1, 1209, "Format", "is %d; this group of registers speaks v%d, which needs %s", r.Format, v, name)
		return out
	}
	if !sumsOnly(operationOf[r.Kind], v) {
		return out
	}
	for i, p := range r.Positions {
		if p.Agent != nil {
			add(i, 1222, fmt.Sprintf("Positions[%d].Agent", i), "a correction of v4 does not have it: leave it out, or use a group of v5")
		}
	}
	return out
}

// fields are the fields of package receipts by tag; those of positions are in positionFields.
var fields = map[int]string{
	1008: "Buyer", 1227: "Buyer.Name", 1228: "Buyer.INN", 1055: "TaxSystem", 1021: "Cashier", 1192: "CheckProp",
	1084: "UserProp", 1085: "UserProp.Name", 1086: "UserProp.Value", 1261: "Industry", 1011: "TimeZone", 1059: "Positions", 1020: "Total",
	1173: "Correction.Ordered", 1178: "Correction.Date", 1179: "Correction.Number",
}

var positionFields = map[int]string{
	1030: "Name", 1079: "Price", 1023: "Quantity", 1043: "Sum", 2108: "Measure", 1197: "Measure", 1214: "Method",
	1212: "Object", 1199: "VAT", 1200: "VATSum", 1191: "UserData", 1229: "Excise", 1230: "Country", 1231: "Declaration",
	1162: "Mark", 1163: "Mark", 1300: "Mark", 1301: "Mark", 1302: "Mark", 1303: "Mark", 1304: "Mark", 1305: "Mark",
	1306: "Mark", 1307: "Mark", 1308: "Mark", 1309: "Mark", 1260: "Industry", 1057: "Agent.Role", 1171: "Agent.Phones",
	1224: "Agent", 1225: "Agent.SupplierName", 1226: "Agent.SupplierINN",
}

// receiptProblems names the problems of a document by the fields of package receipts. A field that a receipt does not
// have keeps its name on the wire.
func receiptProblems(all []Problem) []receipts.Problem {
	out := make([]receipts.Problem, len(all))
	for i, p := range all {
		q := receipts.Problem{Tag: p.Tag, Field: p.Field, Position: p.Position - 1, Rule: p.Text}
		if q.Position < 0 {
			if name := fields[p.Tag]; name != "" {
				q.Field = name
			}
		} else if name := positionFields[p.Tag]; name != "" {
			q.Field = fmt.Sprintf("Positions[%d].%s", q.Position, name)
		}
		out[i] = q
	}
	return out
}
