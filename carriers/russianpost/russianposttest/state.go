package russianposttest

import "slices"

// vat is the rate of the vendor's services, in per cent.
const vat = 22

// price is what a parcel costs, in kopecks without VAT: by mass, and for its declared value.
func price(kind string, mass, declared int, from, to string) (ground, insured int) {
	mail := mailTypes[kind]
	ground = mail.base + (max(mass, 1)+499)/500*mail.step
	if len(from) > 2 && len(to) > 2 && from[:3] == to[:3] {
		ground -= mail.base / 4
	}
	return ground, (declared*6 + 999) / 1000
}

// taxed is the VAT of a price.
func taxed(rate int) int { return (rate*vat + 50) / 100 }

// days is how long a parcel travels.
func days(from, to string) (least, most int) {
	if len(from) > 1 && len(to) > 1 && from[:2] == to[:2] {
		return 1, 2
	}
	return 3, 4
}

// destination is the index that a parcel goes to.
func destination(o object) string {
	for _, v := range []string{str(obj(o, "ecom-data"), "delivery-point-index"), str(o, "index-to"), str(o, "str-index-to")} {
		if v != "" {
			return v
		}
	}
	return ""
}

// rates adds a price in its three forms.
func rates(o object, name string, rate int) {
	if rate > 0 {
		o[name], o[name+"-wo-vat"], o[name+"-with-vat"] = rate, rate, rate+taxed(rate)
	}
}

// shown is an order as it is read.
func (s *Server) shown(o *order) object {
	out := copied(o.body)
	delete(out, "sender-name") // it is not told
	if !yes(out, "fragile") {
		delete(out, "fragile") // nor this, when it is false
	}
	for k, v := range map[string]any{
		"add-to-mmo": false, "completeness-checking": false, "delivery-to-door": false, "mail-rank": "WO_RANK", "manual-address-input": false,
		"payment-method": "CASHLESS", "pre-postal-preparation": false, "tariff-count": 1, "transport-type": "SURFACE", "with-discount": false,
	} {
		if _, has := out[k]; !has {
			out[k] = v
		}
	}
	for _, k := range []string{"easy-return-recipient-payment", "forbidden-esp", "in-mmo", "prepayment-return", "unloading", "with-client-return"} {
		out[k] = false
	}
	if i := str(out, "index-to"); i != "" {
		out["index-to"], out["str-index-to"] = num(out, "index-to"), i
	}
	out["id"], out["barcode"], out["version"], out["tariff-type"], out["address-type-from"] = o.id, o.barcode, o.version, "MASS", "DEFAULT"
	office, to := str(o.body, "postoffice-code"), destination(o.body)
	ground, insured := price(str(o.body, "mail-type"), num(o.body, "mass"), num(o.body, "insr-value"), office, to)
	rates(out, "ground-rate", ground)
	rates(out, "mass-rate", ground)
	rates(out, "insr-rate", insured)
	least, most := days(office, to)
	out["delivery-time"] = object{"min-days": least, "max-days": most}
	out["total-rate-wo-vat"], out["total-vat"], out["weight-pay"] = ground+insured, taxed(ground)+taxed(insured), num(o.body, "mass")
	out["postmarks"] = marks(o.body)
	for i, item := range objects(obj(out, "goods")["items"]) {
		item["id"] = o.id + i + 1
		if _, has := item["returned"]; !has {
			item["returned"] = false
		}
	}
	if o.batch == "" {
		out["address-changed"] = false
		return out
	}
	b := s.batch(o.batch)
	out["batch-name"], out["batch-status"], out["batch-category"] = b.name, s.status(b), b.category
	out["index-from"], out["region-from"], out["place-from"] = office, "г Москва", "г Москва"
	out["street-from"], out["house-from"], out["tel-address-from"] = "ул Образцовая", "14", num(o.body, "tel-address-from")
	out["returned-partial"], out["renewal-shelf-life"], out["track-by-group"] = yes(o.body, "returned-partial"), false, 0
	for _, r := range s.returns {
		if r.direct == o.barcode {
			out["linked-barcode"] = r.barcode
		}
	}
	s.lastOperation(out, o.barcode)
	return out
}

// lastOperation tells the last event of a parcel that the post has.
func (s *Server) lastOperation(out object, barcode string) {
	events := s.events(barcode)
	if p := s.parcels[barcode]; p.hidden || !slices.ContainsFunc(events, func(e Event) bool { return e.Type != 28 }) {
		return
	}
	e := events[len(events)-1]
	out["last-oper-type"], out["last-oper-date"] = operTypes[e.Type], stamp(e.At)
	if operTypes[e.Type] == "" {
		out["last-oper-type"] = "UNKNOWN"
	}
	if a := operAttrs[e.code()]; a != "" {
		out["last-oper-attr"] = a
	}
	out["human-operation-name"] = attrName(e, false)
	if out["human-operation-name"] == "" {
		out["human-operation-name"] = typeName(e, false)
	}
}

// marks are the marks of a parcel.
func marks(o object) []string {
	out := []string{}
	for _, m := range [][2]string{
		{"with-simple-notice", "WITH_SIMPLE_NOTICE"},
		{"with-order-of-notice", "WITH_ORDER_OF_NOTICE"},
		{"inventory", "WITH_INVENTORY"},
		{"fragile", "CAUTION_FRAGILE"},
		{"courier", "COURIER_DELIVERY"},
		{"no-return", "NO_RETURN"},
		{"vsd", "VSD"},
		{"completeness-checking", "COMPLETENESS_CHECKING"},
		{"easy-return", "EASY_RETURN"},
		{"delivery-with-cod", "DELIVERY_WITH_COD"},
		{"with-electronic-notice", "WITH_ELECTRONIC_NOTIFICATION"},
		{"with-goods", "WITH_GOODS"},
		{"with-documents", "WITH_DOCUMENTS"},
	} {
		if yes(o, m[0]) {
			out = append(out, m[1])
		}
	}
	if str(o, "mail-type") == "POSTAL_PARCEL" {
		out = append(out, "NONSTANDARD")
	}
	if len(out) == 0 {
		out = append(out, "WITHOUT_MARK")
	}
	return out
}
