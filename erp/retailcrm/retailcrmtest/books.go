package retailcrmtest

import (
	"maps"
	"slices"
)

// book is a reference book.
type book struct {
	key   string // of the answer
	field string // of an edit
	array bool   // answered as an array, not as an object keyed by code
	codes []string
	rows  map[string]object
}

func newBook(key, field string, rows ...object) *book {
	b := &book{key: key, field: field, rows: map[string]object{}}
	for i, r := range rows {
		r["active"], r["ordering"] = true, (i+1)*10
		b.put(str(r["code"]), r)
	}
	return b
}

func (b *book) put(code string, row object) {
	if _, has := b.rows[code]; !has {
		b.codes = append(b.codes, code)
		b.rows[code] = object{"code": code}
	}
	maps.Copy(b.rows[code], row)
}

func (b *book) has(code string) bool { return b.rows[code] != nil }

// named makes rows of codes and names.
func named(pairs ...string) []object {
	var rows []object
	for pair := range slices.Chunk(pairs, 2) {
		rows = append(rows, object{"code": pair[0], "name": pair[1]})
	}
	return rows
}

// with sets a field of some rows.
func with(rows []object, field string, value any) []object {
	for _, r := range rows {
		r[field] = value
	}
	return rows
}

// defaultBooks are the references of a fresh account.
func defaultBooks() map[string]*book {
	groups := newBook("statusGroups", "", named(
		"new", "Новый", "approval", "Согласование", "assembling", "Комплектация", "delivery", "Доставка", "complete", "Выполнен", "cancel", "Отменен",
	)...)
	in := func(group string, pairs ...string) []object {
		rows := with(named(pairs...), "group", group)
		codes := []string{}
		for _, r := range rows {
			codes = append(codes, str(r["code"]))
		}
		groups.put(group, object{"statuses": codes, "process": slices.Contains([]string{"approval", "assembling", "delivery"}, group)})
		return rows
	}
	statuses := newBook("statuses", "status", slices.Concat(
		in("new", "new", "Новый"),
		in("approval", "availability-confirmed", "Наличие подтверждено", "offer-analog", "Предложить замену",
			"client-confirmed", "Согласовано с клиентом", "prepayed", "Предоплата поступила"),
		in("assembling", "send-to-assembling", "Передано в комплектацию", "assembling", "Комплектуется", "assembling-complete", "Укомплектован"),
		in("delivery", "send-to-delivery", "Передан в доставку", "delivering", "Доставляется", "redirect", "Доставка перенесена"),
		in("complete", "complete", "Выполнен"),
		in("cancel", "no-call", "Недозвон", "no-product", "Нет в наличии", "already-buyed", "Купил в другом месте",
			"delyvery-did-not-suit", "Не устроила доставка", "prices-did-not-suit", "Не устроила цена", "cancel-other", "Отменен"),
	)...)
	lots := newBook("productStatuses", "productStatus", slices.Concat(
		with(named("new", "Добавлен", "confirming", "Подтверждение наличия", "in-reserve", "В резерве",
			"assembly-delivery", "Доставляется на точку сборки", "ready-for-assembly", "Готов к комплектации",
			"completed", "Укомплектован", "saled", "Продан"), "cancelStatus", false),
		with(named("out-of-stock", "Нет в наличии", "failure", "Отказ клиента", "product-is-damaged", "Товар поврежден",
			"assembly-not-delivery", "Не доставлен на точку сборки", "lost", "Потерян", "returned", "Возврат"), "cancelStatus", true),
	)...)
	lots.put("saled", object{"orderStatusByProductStatus": "complete"})
	lots.put("out-of-stock", object{"orderStatusByProductStatus": "no-product"})
	paid := newBook("paymentStatuses", "paymentStatus", with(named("not-paid", "Не оплачен", "invoice", "Выставлен счет",
		"payment-start", "Платеж проведен", "credit-check", "Проверка документов на кредит", "credit-approved", "Кредит одобрен",
		"fail", "Ошибка", "paid", "Оплачен"), "paymentComplete", false)...)
	paid.put("paid", object{"paymentComplete": true})
	stores := newBook("stores", "store", with(named("main", "Основной склад"), "inventoryType", "integer")...)
	couriers, prices := newBook("couriers", "courier"), newBook("priceTypes", "priceType", named("base", "Базовая")...)
	currencies := newBook("currencies", "currency")
	currencies.put("1", object{"id": 1, "code": "RUB", "isBase": true, "isAutoConvert": false})
	legal := newBook("legalEntities", "legalEntity", object{
		"code": "main", "contragentType": "legal-entity", "legalName": "ООО «Пример»", "countryIso": "RU", "vatRate": "20.00",
	})
	costs := newBook("costItems", "costItem", object{
		"code": "delivery-cost", "name": "Стоимость доставки", "group": "delivery", "type": "var", "appliesToOrders": true, "appliesToUsers": false,
	})
	groupsOfCosts := newBook("costGroups", "costGroup", named("product-cost", "Товар", "delivery", "Доставка")...)
	for _, list := range []*book{stores, couriers, prices, currencies, legal, costs, groupsOfCosts} {
		list.array = true
	}
	return map[string]*book{
		"statuses": statuses, "status-groups": groups, "product-statuses": lots, "payment-statuses": paid,
		"payment-types": newBook("paymentTypes", "paymentType", named("bank-card", "Банковская карта", "bank-transfer",
			"Банковский перевод", "cash", "Наличные", "credit", "Кредит", "e-money", "Электронные деньги")...),
		"delivery-types":    newBook("deliveryTypes", "deliveryType", named("mm-dsm", "Мегамаркет DSM", "courier", "Курьер", "self-delivery", "Самовывоз")...),
		"delivery-services": newBook("deliveryServices", "deliveryService"),
		"sites":             newBook("sites", "site"),
		"order-types":       newBook("orderTypes", "orderType", named("eshop-individual", "Физ. лицо")...),
		"order-methods":     newBook("orderMethods", "orderMethod", named("megamarket", "Мегамаркет", "shopping-cart", "Через корзину")...),
		"units":             newBook("units", "unit", with(named("pc", "Штука"), "sym", "шт.")...),
		"stores":            stores, "couriers": couriers, "price-types": prices,
		"currencies": currencies, "legal-entities": legal, "cost-groups": groupsOfCosts,
		"cost-items": costs,
	}
}

// always are the fields that each entry of a book tells, with the values of an entry that says nothing of them.
var always = map[string]object{
	"deliveryTypes": {
		"defaultCost": 0, "defaultNetCost": 0, "paymentTypes": []any{}, "deliveryServices": []any{}, "deliveryPaymentTypes": []any{}, "sites": []any{},
		"currency": "RUB", "defaultForCrm": false, "isDynamicCostCalculation": false, "isAutoCostCalculation": false,
		"isAutoNetCostCalculation": false, "isCostDependsOnRegionAndWeightAndSum": false, "isCostDependsOnDateTime": false,
	},
	"paymentTypes":    {"defaultForCrm": false, "defaultForApi": false, "deliveryTypes": []any{}, "paymentStatuses": []any{}},
	"paymentStatuses": {"defaultForCrm": false, "defaultForApi": false, "paymentComplete": false, "paymentTypes": []any{}},
	"orderTypes":      {"defaultForCrm": false, "defaultForApi": false},
	"orderMethods":    {"defaultForCrm": false, "defaultForApi": false, "isFromPos": false},
	"productStatuses": {"createdAt": "2019-02-13 13:57:20", "cancelStatus": false},
	"priceTypes":      {"id": 1, "default": false, "geo": []any{}, "groups": []any{}},
	"units":           {"default": false},
	"stores":          {"address": []any{}, "workTime": []any{}},
	"costGroups":      {"color": "#fff"},
	"sites": {
		"countryIso": "RU", "currency": "RUB", "description": "", "ordering": 990, "defaultForCrm": false, "isDemo": false, "loadFromYml": false,
		"ymlUrl": "", "catalogId": 1, "isCatalogMainSite": true, "contragent": []any{}, "catalogUpdatedAt": "2019-02-13 13:57:20",
		"catalogLoadingAt": "2019-02-13 13:57:20",
	},
}

// ordered are the books whose entries tell their place.
var ordered = []string{"statuses", "statusGroups", "productStatuses", "paymentStatuses", "orderTypes", "priceTypes", "costItems", "costGroups"}

// entry is an entry as it is sent.
func (b *book) entry(code string) object {
	row := object{}
	if b.key != "legalEntities" && b.key != "currencies" {
		row["active"] = true
	}
	maps.Copy(row, always[b.key])
	maps.Copy(row, b.rows[code])
	if !slices.Contains(ordered, b.key) {
		delete(row, "ordering")
	}
	if b.key == "legalEntities" {
		delete(row, "active")
	}
	return row
}

func readBook(c *call) (int, object, *refusal) {
	name := c.r.PathValue("book")
	switch name {
	case "countries":
		return 200, object{"countriesIso": []string{"RU", "BY", "KZ"}}, nil
	case "sites":
		rows := object{}
		for i, code := range c.sites {
			rows[code] = object{"id": i + 1, "code": code, "name": code, "url": "https://" + code + ".example"}
			maps.Copy(rows[code].(object), always["sites"])
			maps.Copy(rows[code].(object), c.books["sites"].rows[code])
		}
		return 200, object{"sites": rows}, nil
	}
	b := c.books[name]
	if b == nil {
		return 0, nil, &refusal{404, "API method not found", nil}
	}
	if b.array || len(b.codes) == 0 {
		rows := []object{}
		for _, code := range b.codes {
			rows = append(rows, b.entry(code))
		}
		return 200, object{b.key: rows}, nil
	}
	rows := object{}
	for _, code := range b.codes {
		rows[code] = b.entry(code)
	}
	return 200, object{b.key: rows}, nil
}

// createEntry adds an entry to a book whose entries are known by a number.
func createEntry(c *call) (int, object, *refusal) {
	b := c.books[c.r.PathValue("book")]
	if b == nil || (b.key != "couriers" && b.key != "currencies") {
		return 0, nil, &refusal{404, "API method not found", nil}
	}
	row, refused := c.entity(b.field, entryNames...)
	if refused != nil {
		return 0, nil, refused
	}
	id := c.next(b.key)
	for b.has(str(id)) {
		id = c.next(b.key)
	}
	row["id"], row["active"] = id, row["active"] != false
	b.codes = append(b.codes, str(id))
	b.rows[str(id)] = row
	c.commit()
	return 201, object{"id": id}, nil
}

func editBook(c *call) (int, object, *refusal) {
	b := c.books[c.r.PathValue("book")]
	if b == nil || b.field == "" {
		return 0, nil, &refusal{404, "API method not found", nil}
	}
	row, refused := c.entity(b.field, entryNames...)
	if refused != nil {
		return 0, nil, refused
	}
	code := c.r.PathValue("code")
	switch byID := b.key == "couriers" || b.key == "currencies"; {
	case b.key == "statuses" && row["group"] != nil && !c.books["status-groups"].has(str(row["group"])):
		return 0, nil, entityError(object{"group": "Value \"" + str(row["group"]) + "\" does not exist."})
	case byID && !b.has(code), b.key == "sites" && !slices.Contains(c.sites, code):
		return 0, nil, &refusal{404, "Not found", nil}
	}
	delete(row, "id")
	b.put(code, row)
	if b.key == "statuses" { // each group lists its statuses
		for _, group := range c.books["status-groups"].rows {
			codes := slices.DeleteFunc(slices.Clone(group["statuses"].([]string)), func(own string) bool { return own == code })
			if group["code"] == b.rows[code]["group"] {
				codes = append(codes, code)
			}
			group["statuses"] = codes
		}
	}
	c.commit()
	return 200, object{}, nil
}

// AddPaymentStatus adds a payment status; complete says whether a payment in it counts as paid.
func (s *Server) AddPaymentStatus(code, name string, complete bool) {
	s.set(func() {
		s.books["payment-statuses"].put(code, object{"name": name, "active": true, "paymentComplete": complete})
	})
}
