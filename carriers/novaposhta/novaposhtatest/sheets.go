package novaposhtatest

import (
	"slices"
	"strings"
	"time"
)

// sheet is a register of waybills.
type sheet struct {
	ref, number string
	made        time.Time
	printed     bool
}

// register finds a register; nil if there is none.
func (s *Server) register(ref string) *sheet {
	for _, one := range s.sheets {
		if ref != "" && (strings.EqualFold(one.ref, ref) || one.number == ref) {
			return one
		}
	}
	return nil
}

// content is the waybills of a register.
func (s *Server) content(one *sheet) (all []*waybill) {
	for _, w := range s.waybills {
		if one != nil && w.sheet == one {
			all = append(all, w)
		}
	}
	return all
}

// result is what the vendor answers an insertion with: a success also if single waybills were refused.
func result(ref, number, date string, errors, done []any) object {
	return object{
		"Ref": ref, "Number": number, "Date": date, "Description": "", "Errors": errors, "Success": done, "Warnings": []any{},
		"Data": object{"Errors": errors, "Success": done, "Warnings": []any{}},
	}
}

// insertDocuments is "ScanSheet.insertDocuments".
func insertDocuments(c *call) ([]any, *refusal) {
	ref, date := str(c.p, "Ref"), str(c.p, "Date")
	into := c.register(ref)
	if _, ok := day(date); date != "" && !ok {
		return nil, refuse("20000400456")
	}
	switch {
	case ref != "" && into == nil:
		none := []any{}
		return nil, &refusal{errors: []message{{code: "ERR_0001", text: "Реєстр не знайдений"}}, rows: []any{result("", "", "", none, none)}}
	case into != nil && into.printed:
		return nil, refuse("20000201481")
	}
	errors, done := []any{}, []any{}
	var fit []*waybill
	for _, ref := range texts(c.p, "DocumentRefs") {
		w := c.owned(ref)
		why := ""
		switch {
		case w == nil || w.deleted:
			why = "Document not found"
		case w.sheet != nil && w.sheet != into:
			why = "Document in registry"
		case c.handedOver(w):
			why = "Document is invalid"
		}
		if why != "" {
			number := ""
			if w != nil {
				number = w.number
			}
			errors = append(errors, object{"Ref": ref, "Number": number, "Error": why})
			continue
		}
		fit = append(fit, w)
		done = append(done, object{"Ref": w.ref, "Number": w.number})
	}
	if len(fit) == 0 {
		return []any{result("", "", "", errors, done)}, nil
	}
	if into == nil {
		into = &sheet{ref: c.id(), number: c.Server.number("105-", 8), made: c.settings.Now()}
		c.sheets = append(c.sheets, into)
	}
	for _, w := range fit {
		w.sheet = into
	}
	c.commit()
	if date == "" {
		date = kyiv(into.made).Format(dotted)
	}
	return []any{result(into.ref, into.number, date, errors, done)}, nil
}

// sheetRow is a register as lists have it.
func (c *call) sheetRow(one *sheet) object {
	return object{
		"Ref": one.ref, "Number": one.number, "DateTime": when(one.made), "Printed": map[bool]string{true: "1", false: "0"}[one.printed],
		"Description": "", "MarketplacePartnerDescription": "", "Count": len(c.content(one)),
	}
}

// scanSheet is "ScanSheet.getScanSheet".
func scanSheet(c *call) ([]any, *refusal) {
	one := c.register(str(c.p, "Ref"))
	if one == nil {
		return nil, refuse("20001300961")
	}
	row := c.sheetRow(one)
	cost, money, weight := orZero(nil), orZero(nil), orZero(nil)
	for _, w := range c.content(one) {
		cost.Add(cost, orZero(dec(w.body, "Cost")))
		weight.Add(weight, orZero(dec(w.body, "Weight")))
		money.Add(money, orZero(dec(w.backward("Money"), "RedeliveryString")))
	}
	row["TotalCost"], row["TotalWeight"], row["TotalRedeliverySum"] = number(cost), number(weight), number(money)
	row["SenderRef"], row["Sender"] = Sender, nameOf(c.party(Sender))
	for k := range strings.FieldsSeq("CitySenderRef CitySender SenderAddressRef SenderAddress") {
		row[k] = ""
	}
	if all := c.content(one); len(all) > 0 {
		b := all[0].body
		row["CitySenderRef"], row["CitySender"] = str(b, "CitySender"), str(c.city(str(b, "CitySender")), "Description")
		row["SenderAddressRef"], row["SenderAddress"] = str(b, "SenderAddress"), c.where(str(b, "SenderAddress"))
	}
	return []any{row}, nil
}

// scanSheets is "ScanSheet.getScanSheetList".
func scanSheets(c *call) (rows []any, _ *refusal) {
	for _, one := range c.sheets {
		rows = append(rows, c.sheetRow(one))
	}
	return rows, nil
}

// removeDocuments is "ScanSheet.removeDocuments". Each waybill has its own error.
func removeDocuments(c *call) (rows []any, _ *refusal) {
	from := c.register(str(c.p, "Ref"))
	for _, ref := range texts(c.p, "DocumentRefs") {
		w := c.owned(ref)
		if w == nil || w.sheet == nil || (str(c.p, "Ref") != "" && w.sheet != from) {
			rows = append(rows, object{"Ref": ref, "Number": "", "Error": "Document is invalid"})
			continue
		}
		w.sheet = nil
		c.commit()
		rows = append(rows, object{"Ref": w.ref, "Number": w.number, "Error": ""})
	}
	return rows, nil
}

// deleteScanSheet is "ScanSheet.deleteScanSheet". Each register has its own error.
func deleteScanSheet(c *call) (rows []any, _ *refusal) {
	for _, ref := range texts(c.p, "ScanSheetRefs") {
		one := c.register(ref)
		if one == nil {
			rows = append(rows, object{"Ref": ref, "Number": "", "Error": "ScanSheet is invalid"})
			continue
		}
		for _, w := range c.content(one) {
			w.sheet = nil
		}
		c.sheets = slices.DeleteFunc(c.sheets, func(o *sheet) bool { return o == one })
		c.commit()
		rows = append(rows, object{"Ref": one.ref, "Number": one.number, "Error": ""})
	}
	return rows, nil
}
