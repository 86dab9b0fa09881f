package onectest

import (
	"maps"
	"slices"
	"strings"
)

// records returns the records of a register.
func (s *Server) records(e *entity) []object {
	b := s.current(true)
	var out []object
	switch strings.TrimPrefix(e.name, e.class+"_") {
	case "РаспределениеЗапасов":
		out = s.distribution(b)
	case "СостоянияЗаказовКлиентов":
		out = s.orderStates(b)
	case "СостоянияВнутреннихЗаказов":
		out = s.transferStates(b)
	default:
		out = b.records[e.name]
	}
	all := []object{}
	for _, o := range slices.Concat(out, s.extra[e.name]) {
		row := e.records.blank()
		for k, v := range o {
			if e.records.by[k] != nil {
				row[k] = v
			}
		}
		all = append(all, row)
	}
	return all
}

// recordSets returns the records of a register by their documents.
func (s *Server) recordSets(e *entity) []object {
	var out []object
	by := map[string]object{}
	for _, rec := range s.records(e) {
		key := str(rec[e.key[0]])
		set := by[key]
		if set == nil {
			set = object{"RecordSet": []object{}}
			for _, k := range e.key {
				set[k] = rec[k]
			}
			by[key] = set
			out = append(out, set)
		}
		set["RecordSet"] = append(rows(set["RecordSet"]), rec)
	}
	return out
}

// distribution is what is on stock, what is reserved for whom, and what is to be supplied.
func (s *Server) distribution(b *books) []object {
	var out []object
	spots := map[spot]bool{}
	for _, m := range []map[spot]float64{b.onHand, b.reserved, b.toShip} {
		for k := range m {
			spots[k] = true
		}
	}
	for k := range spots {
		if b.onHand[k] == 0 && b.reserved[k] == 0 {
			continue // there are no rows without stock
		}
		free := b.free(k)
		out = append(out, object{
			"Номенклатура_Key": k.good, "Характеристика_Key": k.char, "Склад": k.place,
			"Склад_Type": namespace + "Catalog_Склады", "Состояние": "ОстатокНаСкладе",
			"ВНаличии": b.onHand[k], "Запас": b.onHand[k] - b.toShip[k], "Резерв": b.reserved[k], "Свободно": free,
		})
	}
	for l, n := range b.ordered {
		row := b.lines[l]
		p := s.posted[l.doc]
		place := placeOf(p.doc, row)
		wanted := p.doc["Статус"] != "Закрыт"
		if p.entity == "Document_ЗаказНаПеремещение" {
			place = str(p.doc["СкладОтправитель_Key"])
		}
		rest := n - b.sent[l]
		o := object{
			"Номенклатура_Key": row["Номенклатура_Key"], "Характеристика_Key": row["Характеристика_Key"], "Склад": place,
			"Склад_Type": namespace + "Catalog_Склады", "ЗаказНаОтгрузку": l.doc, "ЗаказНаОтгрузку_Type": namespace + p.entity,
			"ЖелаемаяДатаОтгрузки": row["ДатаОтгрузки"],
		}
		if place == noRef {
			o["Склад"], o["Склад_Type"] = "", undefined
		}
		if o["ЖелаемаяДатаОтгрузки"] == nil {
			o["ЖелаемаяДатаОтгрузки"] = row["НачалоОтгрузки"]
		}
		switch mode := row["ВариантОбеспечения"]; {
		case !wanted || rest < eps:
		case reserves(mode):
			out = append(out, merged(o, object{"Состояние": "ВРезерве", "Зарезервировано": rest, "Резервировать": rest}))
		case mode == "КОбеспечению":
			out = append(out, merged(o, object{
				"Состояние": "Обеспечить", "НеОбеспечено": rest, "КОбеспечениюБезРезерва": rest,
			}))
		case mode == "РезервироватьПоМереПоступления":
			out = append(out, merged(o, object{
				"Состояние": "Обеспечить", "НеОбеспечено": rest, "РезервироватьПоМереПоступления": rest,
			}))
		case mode == "НеТребуется":
			out = append(out, merged(o, object{"Состояние": "НеОбеспечивать", "НеОбеспечивать": rest}))
		}
	}
	slices.SortFunc(out, func(x, y object) int { return strings.Compare(distributionKey(x), distributionKey(y)) })
	return out
}

func distributionKey(o object) string {
	return str(o["Номенклатура_Key"]) + str(o["Характеристика_Key"]) + str(o["Склад"]) + str(o["Состояние"]) +
		str(o["ЗаказНаОтгрузку"])
}

// orderStates are the computed states of orders and of requests to return.
func (s *Server) orderStates(b *books) []object {
	var out []object
	for _, key := range slices.Sorted(maps.Keys(s.posted)) {
		p := s.posted[key]
		switch p.entity {
		case "Document_ЗаказКлиента":
			out = append(out, s.orderState(b, key, p.doc))
		case "Document_ЗаявкаНаВозвратТоваровОтКлиента":
			state := map[string]string{
				"НеСогласована": "ОжидаетсяСогласование", "КВозврату": "ГотоваКВозврату", "КОбеспечению": "ГотоваКОбеспечению",
				"КОтгрузке": "ГотоваКОтгрузке", "Выполнена": "Выполнена", "Отклонена": "Отклонена",
			}[str(p.doc["Статус"])]
			out = append(out, object{
				"Заказ": key, "Заказ_Type": namespace + p.entity, "Состояние": state,
				"Состояние_Type": namespace + "СостоянияЗаявокНаВозвратТоваровОтКлиентов",
			})
		}
	}
	return out
}

// orderState is the state of one order: the first rule that fits.
func (s *Server) orderState(b *books, key string, d object) object {
	sum, paid, shipped := num(d["СуммаДокумента"]), b.paid[key], b.shippedSum[key]
	var open, supply, wait, reserved, toShip bool
	for _, row := range rows(d["Товары"]) {
		if yes(row["Отменено"]) {
			continue
		}
		rest := num(row["Количество"]) - b.sent[codeOf(key, row)]
		open = open || rest > eps
		switch row["ВариантОбеспечения"] {
		case "КОбеспечению", "Требуется", "Обособленно":
			supply = true
		case "РезервироватьПоМереПоступления", "ИзЗаказов":
			wait = true
		case "СоСклада", "НеТребуется":
			reserved = true
		case "Отгрузить":
			toShip = toShip || rest > eps || !s.gone(b, key)
		}
	}
	byOrders := d["ПорядокРасчетов"] == "ПоЗаказам" || d["ПорядокРасчетов"] == "ПоЗаказамНакладным"
	advance, before := num(d["СуммаАвансаДоОбеспечения"]), num(d["СуммаПредоплатыДоОтгрузки"])
	debt := sum - paid
	state := ""
	switch status := d["Статус"]; {
	case status == "НеСогласован":
		state = "ОжидаетсяСогласование"
	case status == "Закрыт":
		state = "Закрыт"
	case byOrders && status == "КОбеспечению" && paid < advance-eps:
		state = "ОжидаетсяАвансДоОбеспечения"
	case supply:
		state = "ГотовКОбеспечению"
	case byOrders && before > 0 && paid < advance+before-eps:
		state = "ОжидаетсяПредоплатаДоОтгрузки"
	case wait:
		state = "ОжидаетсяОбеспечение"
	case reserved:
		state = "ГотовКОтгрузке"
	case toShip:
		state = "ВПроцессеОтгрузки"
	case !open && byOrders && sum-advance-before > eps && debt > eps: // what is sold on credit is not paid
		state = "ОжидаетсяОплатаПослеОтгрузки"
	default:
		state = "ГотовКЗакрытию"
	}
	percent := func(part float64) int64 {
		if sum == 0 {
			return 0
		}
		return int64(round(part/sum*100, 0))
	}
	event := d["ДатаОтгрузки"]
	owed := max(0, shipped-paid)
	return object{
		"Заказ": key, "Заказ_Type": namespace + "Document_ЗаказКлиента", "Состояние": state,
		"Состояние_Type": namespace + "СостоянияЗаказовКлиентов", "ДатаСобытия": event,
		"СуммаОплаты": paid, "ПроцентОплаты": percent(paid),
		"СуммаОтгрузки": shipped, "ПроцентОтгрузки": percent(shipped), "СуммаДолга": owed, "ПроцентДолга": percent(owed),
	}
}

// gone reports whether the warehouse let go everything that sales of the order took.
func (s *Server) gone(b *books, order string) bool {
	for key, p := range s.posted {
		if p.entity != "Document_РеализацияТоваровУслуг" || b.issued[key] {
			continue
		}
		for _, row := range rows(p.doc["Товары"]) {
			if str(row["ЗаказКлиента"]) == order && (s.byOrders(placeOf(p.doc, row)) || p.doc["Статус"] == "КПредоплате") {
				return false
			}
		}
	}
	return true
}

// transferStates are the computed states of transfer orders.
func (s *Server) transferStates(b *books) []object {
	var out []object
	for _, key := range slices.Sorted(maps.Keys(s.posted)) {
		p := s.posted[key]
		if p.entity != "Document_ЗаказНаПеремещение" {
			continue
		}
		var supply, wait, reserved, open bool
		var sent float64
		for _, row := range rows(p.doc["Товары"]) {
			if yes(row["Отменено"]) {
				continue
			}
			l := codeOf(key, row)
			sent += b.sent[l]
			switch row["ВариантОбеспечения"] {
			case "КОбеспечению", "Требуется":
				supply = true
			case "РезервироватьПоМереПоступления", "ИзЗаказов", "НеТребуется":
				wait = true
			case "СоСклада":
				reserved = true
			default:
				open = open || num(row["Количество"])-b.sent[l] > eps
			}
		}
		state := "ГотовКЗакрытию"
		switch {
		case p.doc["Статус"] == "НаСогласовании":
			state = "ОжидаетсяСогласование"
		case p.doc["Статус"] == "Закрыт":
			state = "Закрыт"
		case supply:
			state = "ГотовКОбеспечению"
		case wait:
			state = "ОжидаетсяОбеспечение"
		case reserved:
			state = "ГотовКОтгрузке"
		case open:
			state = "ВПроцессеОтгрузки"
		case sent-b.arrived[key] > eps:
			state = "ВПроцессеПоступления"
		}
		out = append(out, object{"Заказ": key, "Заказ_Type": namespace + p.entity, "Состояние": state})
	}
	return out
}
