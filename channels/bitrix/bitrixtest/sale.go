package bitrixtest

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// registerSale adds the methods of sale.
func (s *Server) registerSale() {
	for _, t := range []table{
		s.orderTable(), s.basketTable(false), s.basketPropertyTable(), s.paymentTable(), s.paymentItemTable(), s.paymentShipmentTable(), s.shipmentTable(),
		s.shipmentItemTable(), s.propertyValueTable(), s.shipmentValueTable(), s.statusTable(), s.statusLangTable(),
		s.fixed("sale.property", "sale", properties, "property", refuse(200840400001, "property is not exists")),
		s.fixed("sale.shipmentproperty", "sale", properties, "shipmentProperty", refuse(200840400001, "property is not exists")),
		s.fixed("sale.persontype", "sale", personTypes, "personType", refuse(200740400001, "person type is not exists")),
		{entity: platforms, name: "sale.tradePlatform", scope: "sale", rows: func() []row { return s.tables["tradePlatform"] }, listOnly: true},
		{entity: bindings, name: "sale.tradeBinding", scope: "sale", rows: s.flat(func(o *order) []row { return o.bindings }), listOnly: true},
	} {
		s.register(t)
	}
	c := s.basketTable(true).whole()
	s.method("sale.basketitem.addCatalogProduct", "sale", true, []string{"fields"}, func(call *bxserver.Call) (any, error) { return s.added(call, c) })
	s.method("sale.basketitem.updateCatalogProduct", "sale", true, []string{"id", "fields"}, func(call *bxserver.Call) (any, error) { return s.updated(call, c) })
	s.method("sale.basketitem.getFieldsCatalogProduct", "sale", false, nil, func(*bxserver.Call) (any, error) {
		return row{c.one: c.describe()}, nil
	})
	s.method("sale.propertyvalue.modify", "sale", true, []string{"fields"}, s.modifyValues)
	s.method("sale.shipmentpropertyvalue.modify", "sale", true, []string{"fields"}, s.modifyShipmentValues)
	s.method("sale.statusLang.deleteByFilter", "sale", true, []string{"fields"}, s.dropStatusLang)
	s.method("sale.statusLang.getListLangs", "sale", false, nil, func(*bxserver.Call) (any, error) {
		return bxserver.Counted{Result: row{"langs": []row{{"active": "Y", "lid": "ru", "name": "Russian"}, {"active": "Y", "lid": "en", "name": "English"}}}, Total: 2}, nil
	})
	s.Handle("sale.delivery.getlist", bxserver.Method{Scope: "delivery", Params: []string{"SELECT", "FILTER", "ORDER"}, Run: s.older(func() []row {
		return rowsOf(s.services, func(d *service) row {
			return row{"ID": d.id, "PARENT_ID": nil, "NAME": d.name, "ACTIVE": "Y", "DESCRIPTION": "", "SORT": 100, "CURRENCY": Currency, "LOGOTYPE": nil}
		})
	})})
	s.Handle("sale.paysystem.list", bxserver.Method{
		Scope: "pay_system", Params: []string{"SELECT", "FILTER", "ORDER"},
		Run: s.older(func() []row { return s.tables["paySystem"] }),
	})
	for _, name := range []string{
		"OnSaleOrderSaved", "OnSaleBeforeOrderDelete", "OnOrderEntitySaved", "OnPaymentEntitySaved", "OnShipmentEntitySaved", "OnPropertyValueEntitySaved",
		"OnPaymentDeleted", "OnShipmentDeleted",
	} {
		s.HandleEvent(name, bxserver.Event{Scope: "sale"})
	}
}

// older is a list of the older kind: names in capitals, a bare array, no pages.
func (s *Server) older(rows func() []row) func(*bxserver.Call) (any, error) {
	return func(c *bxserver.Call) (any, error) {
		if !c.Admin {
			return nil, bxserver.Denied("")
		}
		for _, name := range []string{"SELECT", "FILTER", "ORDER"} {
			if v, ok := c.Param(name); ok {
				c.Params.Set(strings.ToLower(name), v)
			}
		}
		all := rows()
		kept, err := c.Filter(all, bxserver.List{
			Name: func(name string) (string, bool) {
				up := strings.ToUpper(name)
				return up, len(all) > 0 && slices.Contains(slices.Collect(maps.Keys(all[0])), up)
			},
			Unknown: func(name string) error {
				return refuse("ERROR_CHECK_FAILURE", "Filter field \""+name+"\" is not allowed")
			},
		})
		if err != nil {
			return nil, err
		}
		return kept, nil
	}
}

// bindings are the sources of orders.
var bindings = view("tradeBinding", "tradeBindings", `id:i:r orderId:i externalOrderId:s tradingPlatformId:i params:s tradingPlatformXmlId:s:r xmlId:s`)

// fixed is a list of the shop's settings that calls read, change and add to.
func (s *Server) fixed(name, scope string, e entity, of string, missing error) table {
	return table{
		entity: e, name: name, scope: scope, missing: missing,
		rows: func() []row { return s.tables[of] },
		add: func(_ *bxserver.Call, given row) (row, error) {
			r := row{"id": s.next(of+" added", 100)}
			maps.Copy(r, given)
			s.tables[of] = append(s.tables[of], r)
			return r, nil
		},
		update: func(_ *bxserver.Call, r, given row) error {
			maps.Copy(r, given)
			return nil
		},
		remove: func(_ *bxserver.Call, r row) error {
			s.tables[of] = slices.DeleteFunc(s.tables[of], func(one row) bool { return one["id"] == r["id"] })
			return nil
		},
	}
}

// system are the statuses that cannot be deleted.
var system = []string{"N", "F", "DN", "DF"}

// statusTable is sale.status.
func (s *Server) statusTable() table {
	t := s.fixed("sale.status", "sale", statuses, "status", refuse(201340400001, "status is not exists"))
	t.add = func(_ *bxserver.Call, given row) (row, error) {
		name := strings.TrimSpace(text(given["id"]))
		switch {
		case slices.ContainsFunc(s.tables["status"], func(r row) bool { return r["id"] == name }):
			return nil, refuse(201350000001, "Duplicate entry for key [id]")
		case given["type"] != "O" && given["type"] != "D":
			return nil, refuse(201350000003, "Тип статуса не верен")
		case name == "":
			return nil, refuse(201350000004, "Код статуса пуст")
		case utf8.RuneCountInString(name) > 2:
			return nil, refuse(201350000005, "Код статуса длиннее двух символов")
		}
		r := row{"sort": 100, "notify": "Y", "color": "", "xmlId": s.xmlID()}
		maps.Copy(r, given)
		s.tables["status"] = append(s.tables["status"], r)
		return r, nil
	}
	t.remove = func(_ *bxserver.Call, r row) error {
		if slices.Contains(system, text(r["id"])) {
			return refuse(201350000002, "delete status type loced") // the vendor's spelling
		}
		s.tables["status"] = slices.DeleteFunc(s.tables["status"], func(one row) bool { return one["id"] == r["id"] })
		return nil
	}
	return t
}

// statusLangTable is sale.statusLang.
func (s *Server) statusLangTable() table {
	return table{
		entity: statusLangs, name: "sale.statusLang", scope: "sale", rows: func() []row { return s.tables["statusLang"] }, listOnly: true,
		add: func(_ *bxserver.Call, given row) (row, error) {
			switch {
			case !slices.ContainsFunc(s.tables["status"], func(r row) bool { return r["id"] == given["statusId"] }):
				return nil, refuse(201340400001, "status is not exists")
			case given["lid"] != "ru" && given["lid"] != "en":
				return nil, refuse(201750000004, "lid out of range")
			case slices.ContainsFunc(s.tables["statusLang"], func(r row) bool { return r["statusId"] == given["statusId"] && r["lid"] == given["lid"] }):
				return nil, refuse(201750000003, "Duplicate entry for key [statusId, lid]")
			}
			s.tables["statusLang"] = append(s.tables["statusLang"], given)
			return given, nil
		},
	}
}

func (s *Server) dropStatusLang(c *bxserver.Call) (any, error) {
	f, err := given(c)
	if err != nil {
		return nil, err
	}
	status, lid := text(f.Get("statusId")), text(f.Get("lid"))
	switch {
	case status == "":
		return nil, refuse(201750000001, "statusId - parametrs is empty")
	case lid == "":
		return nil, refuse(201750000002, "lid - parametrs is empty")
	}
	is := func(r row) bool { return r["statusId"] == status && r["lid"] == lid }
	if !slices.ContainsFunc(s.tables["statusLang"], is) {
		return nil, refuse(201740400001, "status lang is not exists")
	}
	s.tables["statusLang"] = slices.DeleteFunc(s.tables["statusLang"], is)
	c.Commit()
	return true, nil
}

// propertyValueTable is sale.propertyvalue.
func (s *Server) propertyValueTable() table {
	return table{
		entity: propertyValues, name: "sale.propertyvalue", scope: "sale", missing: refuse(201040400001, "property value is not exists"),
		rows: s.flat(func(o *order) []row { return o.values }),
		remove: func(c *bxserver.Call, r row) error {
			o := s.order(id(r["orderId"]))
			o.values = slices.DeleteFunc(o.values, func(v row) bool { return v["id"] == r["id"] })
			return s.save(c, o, change{})
		},
	}
}

// modifyValues writes the values of an order's properties; those that are not listed are deleted.
func (s *Server) modifyValues(c *bxserver.Call) (any, error) {
	f, err := given(c)
	if err != nil {
		return nil, err
	}
	of, _ := bxserver.AsMap(f.Get("order"))
	all, ok := bxserver.AsList(of.Get("propertyValues"))
	var lacks []string
	if of.Get("id") == nil {
		lacks = append(lacks, "[order][id]")
	}
	if !ok {
		lacks = append(lacks, "[order][propertyValues][]")
	}
	if len(lacks) > 0 {
		return nil, lacking(lacks)
	}
	o := s.order(id(of.Get("id")))
	if o == nil {
		return nil, refuse(0, "Unable to load order")
	}
	after, err := s.valuesFrom(c, all, "property", "orderPropsId", o.values)
	if err != nil {
		return nil, err
	}
	for _, v := range after {
		v["orderId"] = o.id()
	}
	for _, p := range s.tables["property"] {
		if p["required"] == "Y" && p["personTypeId"] == o.row["personTypeId"] && !slices.ContainsFunc(after, func(v row) bool { return v["orderPropsId"] == p["id"] && text(v["value"]) != "" }) &&
			slices.ContainsFunc(o.values, func(v row) bool { return v["orderPropsId"] == p["id"] }) {
			return nil, refuse(0, "Не заполнено поле \""+text(p["name"])+"\"")
		}
	}
	o.values = after
	if err := s.save(c, o, change{}); err != nil {
		return nil, err
	}
	c.Raise("OnPropertyValueEntitySaved", row{"ID": o.id()})
	return row{propertyValues.many: rowsOf(o.values, showValue)}, nil
}

// valuesFrom reads a list of values. The names and codes of properties are the shop's.
func (s *Server) valuesFrom(c *bxserver.Call, all []any, of, key string, had []row) (after []row, err error) {
	for i, v := range all {
		m, _ := bxserver.AsMap(v)
		var lacks []string
		for _, name := range []string{"value", key} {
			if _, ok := m.Find(name); !ok {
				lacks = append(lacks, name)
			}
		}
		if len(lacks) > 0 {
			return nil, refuse(0, "Required fields: [propertyValues]["+text(i)+"] - "+strings.Join(lacks, ", ")+".")
		}
		n := id(m.Get(key))
		p := slices.IndexFunc(s.tables[of], func(p row) bool { return p["id"] == n })
		if p < 0 { // a property that the shop does not have is passed over
			c.Ignore("fields.propertyValues." + text(n))
			continue
		}
		r := row{key: n, "value": m.Get("value"), "code": s.tables[of][p]["code"], "name": s.tables[of][p]["name"]}
		if old := slices.IndexFunc(had, func(h row) bool { return h[key] == n }); old >= 0 {
			r["id"] = had[old]["id"]
		} else {
			r["id"] = s.next("value", 1513)
		}
		after = append(after, r)
	}
	return after, nil
}

// shipmentValueTable is sale.shipmentpropertyvalue.
func (s *Server) shipmentValueTable() table {
	return table{
		entity: shipmentValues, name: "sale.shipmentpropertyvalue", scope: "sale", missing: refuse(201040400001, "Property value has not been found"),
		rows: s.flat(func(o *order) (all []row) {
			for _, h := range o.shipments {
				all = append(all, h.values...)
			}
			return all
		}),
		remove: func(c *bxserver.Call, r row) error {
			o, h := s.shipmentOf(id(r["shipmentId"]))
			h.values = slices.DeleteFunc(h.values, func(v row) bool { return v["id"] == r["id"] })
			return s.save(c, o, change{})
		},
	}
}

func (s *Server) modifyShipmentValues(c *bxserver.Call) (any, error) {
	f, err := given(c)
	if err != nil {
		return nil, err
	}
	of, _ := bxserver.AsMap(f.Get("shipment"))
	all, ok := bxserver.AsList(of.Get("propertyValues"))
	switch {
	case of.Get("id") == nil:
		return nil, refuse(201040400006, "Shipment identifier is not specified")
	case !ok:
		return nil, lacking([]string{"[shipment][propertyValues][]"})
	}
	o, h := s.shipmentOf(id(of.Get("id")))
	if h == nil {
		return nil, refuse(201040400007, "Shipment has not been found")
	}
	after, err := s.valuesFrom(c, all, "shipmentProperty", "shipmentPropsId", h.values)
	if err != nil {
		return nil, err
	}
	for _, v := range after {
		v["shipmentId"] = h.id()
	}
	h.values = after
	if err := s.save(c, o, change{}); err != nil {
		return nil, err
	}
	return row{shipmentValues.many: rowsOf(h.values, func(v row) row {
		return row{"code": v["code"], "id": v["id"], "name": v["name"], "value": v["value"]}
	})}, nil
}
