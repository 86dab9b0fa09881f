package russianposttest

import (
	"slices"
	"strings"
)

// Return is a parcel that a buyer sends back to the shop.
type Return struct {
	Barcode, Direct string // Direct is the parcel that it answers, empty for a separate one
	Fields          map[string]any
}

// back is such a parcel.
type back struct {
	id              int
	barcode, direct string
	body            object
}

// Returns returns the parcels that buyers send back.
func (s *Server) Returns() (all []Return) {
	s.do(func() {
		for _, b := range s.returns {
			all = append(all, Return{Barcode: b.barcode, Direct: b.direct, Fields: copied(b.body)})
		}
	})
	return all
}

// back is the return of a barcode, nil if there is none.
func (s *Server) back(barcode string) *back {
	for _, b := range s.returns {
		if b.barcode == barcode {
			return b
		}
	}
	return nil
}

// shownReturn is a return as it is found by its barcode, with that of the parcel that it answers.
func (s *Server) shownReturn(b *back) object {
	out := copied(b.body)
	delete(out, "direct-barcode")
	out["id"], out["barcode"], out["mail-type"], out["mail-category"], out["mail-direct"] = b.id, b.barcode, "EASY_RETURN", "ORDINARY", 643
	if b.direct != "" {
		out["linked-barcode"] = b.direct
	}
	s.lastOperation(out, b.barcode)
	return out
}

// give makes a return.
func (s *Server) give(direct string, body object) *back {
	b := &back{id: 510000000 + s.next(), barcode: s.barcode("800000"), direct: direct, body: body}
	s.returns = append(s.returns, b)
	s.parcels[b.barcode] = &parcel{barcode: b.barcode}
	return b
}

// said is an error of returns.
func said(code, description string) object {
	return object{"errors": []object{{"code": code, "description": description}}}
}

// mailOf is what is wrong with the type of a return, nil if nothing is.
func (s *Server) mailOf(o object) object {
	switch kind := str(o, "mail-type"); {
	case kind == "":
		return said("EMPTY_MAIL_TYPE", descriptions["EMPTY_MAIL_TYPE"])
	case kind != "UNDEFINED" && kind != "EASY_RETURN":
		return said("ILLEGAL_MAIL_TYPE", descriptions["ILLEGAL_MAIL_TYPE"])
	case s.settings.NoEasyReturn:
		return said("UNAVAILABLE_MAIL_TYPE", descriptions["UNAVAILABLE_MAIL_TYPE"])
	}
	return nil
}

// createReturn is PUT /1.0/returns.
func createReturn(c *call) (any, *refusal) {
	body := c.body.(object)
	if no := c.mailOf(body); no != nil {
		return no, nil
	}
	direct := str(body, "direct-barcode")
	if !slices.ContainsFunc(c.orders, func(o *order) bool { return o.barcode == direct && !o.deleted && o.batch != "" }) {
		return said("DIRECT_SHIPMENT_NOT_FOUND", "Прямое отправление не найдено"), nil
	}
	c.commit()
	return object{"return-barcode": c.give(direct, body).barcode}, nil
}

// createReturns is PUT /1.0/returns/return-without-direct.
func createReturns(c *call) (any, *refusal) {
	rows := []object{}
	for i, one := range c.list() {
		body := one.(object)
		row := c.wrongReturn(body)
		if row == nil {
			c.commit()
			row = object{"return-barcode": c.give("", body).barcode}
		}
		row["position"] = i
		rows = append(rows, row)
	}
	return ordered(c, rows), nil
}

// wrongReturn is what is wrong with a separate return, nil if nothing is. Where it goes is looked at first.
func (s *Server) wrongReturn(o object) object {
	if !s.settings.FreeReturnAddress && !slices.Contains(points(), str(o, "postoffice-code")) {
		return said("FREE_ER_ADDRESS_NOT_ENABLED", "Свободный ввод адреса не доступен")
	}
	if no := s.mailOf(o); no != nil {
		return no
	}
	var missing []string
	for _, k := range []string{"sender-name", "recipient-name"} {
		if str(o, k) == "" {
			missing = append(missing, k)
		}
	}
	from := obj(o, "address-from")
	for _, k := range []string{"address-type", "index", "place", "region"} {
		if str(from, k) == "" {
			missing = append(missing, "address-from."+k)
		}
	}
	if len(missing) > 0 {
		return said("UNDEFINED", "Не заполнено: "+strings.Join(missing, ", "))
	}
	return nil
}

// editReturn changes a separate return. The vendor's sources disagree on the method and on where the barcode stands, so
// the fake takes each.
func editReturn(c *call) (any, *refusal) {
	barcode := c.r.PathValue("barcode") + c.q.Text("barcode")
	b := c.back(barcode)
	if b == nil || b.direct != "" {
		return said("RETURN_SHIPMENT_NOT_FOUND", "Возвратное отправление не найдено"), nil
	}
	body := c.body.(object)
	if no := c.wrongReturn(body); no != nil {
		return no, nil
	}
	c.commit()
	b.body = body
	return object{}, nil
}

// deleteReturn is DELETE /1.0/returns/delete-separate-return.
func deleteReturn(c *call) (any, *refusal) {
	b := c.back(c.q.Text("barcode"))
	if b == nil {
		return object{"code": "RETURN_SHIPMENT_NOT_FOUND", "description": "Возвратное отправление не найдено"}, nil
	}
	c.commit()
	c.returns = slices.DeleteFunc(c.returns, func(o *back) bool { return o == b })
	delete(c.parcels, b.barcode)
	return "", nil
}
