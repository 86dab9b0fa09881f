package onectest

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// posting is a document as it was posted: what is written to it later moves nothing until it is posted again.
type posting struct {
	entity string
	doc    object
	turn   int // in which it was posted
}

// spot is where goods lie.
type spot struct{ good, char, place string }

// line is a row of an order, or goods of a sale.
type line struct{ doc, code string }

// books are what the postings come to.
type books struct {
	onHand, reserved, toShip   map[spot]float64
	ordered, left, sent, taken map[line]float64 // of orders and transfer orders: left is what may still be drawn up
	lines                      map[line]object
	arrived                    map[string]float64 // quantity of transfers that came, by transfer order
	sold, returned             map[line]float64   // by sale and goods
	paid, shippedSum           map[string]float64 // by order
	issued                     map[string]bool    // sales and transfers whose goods the warehouse let go
	records                    map[string][]object
	count                      map[line]int64 // records by register and document
}

const eps = 1e-6

// spotOf is where the goods of a row are.
func spotOf(row object, place string) spot {
	return spot{str(row["Номенклатура_Key"]), str(row["Характеристика_Key"]), place}
}

// goodsOf names the goods of a row, for what does not depend on the place.
func goodsOf(doc string, row object) line {
	return line{doc, str(row["Номенклатура_Key"]) + "/" + str(row["Характеристика_Key"])}
}

func codeOf(doc string, row object) line {
	return line{doc, shown(num(row["КодСтроки"]), false)}
}

// placeOf is the warehouse of a row, or that of its document.
func placeOf(doc, row object) string {
	if p := str(row["Склад_Key"]); p != "" && p != noRef {
		return p
	}
	return str(doc["Склад_Key"])
}

// reckon computes the books: those of all postings, but with one document as with has it, or without it if with is nil.
// Records of registers are left out unless they are wanted.
func (s *Server) reckon(key string, with *posting, records bool) *books {
	b := &books{
		onHand: map[spot]float64{}, reserved: map[spot]float64{}, toShip: map[spot]float64{}, ordered: map[line]float64{},
		left: map[line]float64{}, sent: map[line]float64{}, taken: map[line]float64{}, lines: map[line]object{},
		arrived: map[string]float64{}, sold: map[line]float64{}, returned: map[line]float64{}, paid: map[string]float64{},
		shippedSum: map[string]float64{}, issued: map[string]bool{}, count: map[line]int64{},
	}
	if records {
		b.records = map[string][]object{}
	}
	var all []posting
	for k, p := range s.posted {
		if k != key {
			all = append(all, p)
		}
	}
	if with != nil {
		all = append(all, *with)
	}
	slices.SortFunc(all, func(x, y posting) int {
		return cmp.Or(cmp.Compare(str(x.doc["Date"]), str(y.doc["Date"])), cmp.Compare(x.turn, y.turn))
	})
	for _, p := range all {
		if p.entity == "Document_РасходныйОрдерНаТовары" && p.doc["Статус"] == "Отгружен" {
			for _, row := range rows(p.doc["ТоварыПоРаспоряжениям"]) {
				b.issued[str(row["Распоряжение"])] = true
			}
		}
	}
	for _, p := range all {
		s.move(b, p)
	}
	for _, p := range all {
		s.plan(b, p)
	}
	for k, n := range b.taken {
		b.left[k] -= n
	}
	return b
}

// current is the books as they are, with the records of registers or perhaps without.
func (s *Server) current(records bool) *books {
	if s.kept == nil || records && s.kept.records == nil {
		s.kept = s.reckon("", nil, records)
	}
	return s.kept
}

// move books what documents did with goods and money.
func (s *Server) move(b *books, p posting) {
	d, key := p.doc, str(p.doc["Ref_Key"])
	switch strings.TrimPrefix(p.entity, "Document_") {
	case "ОприходованиеИзлишковТоваров":
		for _, row := range rows(d["Товары"]) {
			b.stock(p, row, str(d["Склад_Key"]), num(row["Количество"]))
		}
	case "СписаниеНедостачТоваров", "ЧекККМ":
		for _, row := range rows(d["Товары"]) {
			b.stock(p, row, str(d["Склад_Key"]), -num(row["Количество"]))
		}
	case "ПеремещениеТоваров":
		for _, row := range rows(d["Товары"]) {
			n := num(row["Количество"])
			s.leave(b, p, row, str(d["СкладОтправитель_Key"]))
			if d["Статус"] == "Принято" {
				b.stock(p, row, str(d["СкладПолучатель_Key"]), n)
				b.arrived[str(row["ЗаказНаПеремещение_Key"])] += n
			}
			if l := codeOf(str(row["ЗаказНаПеремещение_Key"]), row); l.doc != noRef {
				b.taken[l] += n
				b.sent[l] += n
				b.record("AccumulationRegister_ЗаказыНаПеремещение", p, "Expense", goods(row, "", object{
					"ЗаказНаПеремещение_Key": l.doc, "КодСтроки": row["КодСтроки"], "Заказано": n, "КОформлению": n,
				}))
			}
		}
	case "РеализацияТоваровУслуг":
		for _, row := range rows(d["Товары"]) {
			n, place := num(row["Количество"]), placeOf(d, row)
			gone := d["Статус"] != "КПредоплате"
			if gone {
				s.leave(b, p, row, place)
				b.sold[goodsOf(key, row)] += n
			} else if str(row["ЗаказКлиента"]) == "" {
				b.reserved[spotOf(row, place)] += n
			}
			l := codeOf(str(row["ЗаказКлиента"]), row)
			if l.doc == "" {
				continue
			}
			b.taken[l] += n
			if gone {
				b.sent[l] += n
				b.shippedSum[l.doc] += num(row["СуммаСНДС"])
			}
			b.drawnUp(p, l.doc, row, place, -n, true)
		}
	case "ВозвратТоваровОтКлиента":
		for _, row := range rows(d["Товары"]) {
			b.stock(p, row, str(d["Склад_Key"]), num(row["Количество"]))
			b.returned[goodsOf(saleOf(d, row), row)] += num(row["Количество"])
		}
	case "ОперацияПоПлатежнойКарте":
		s.pay(b, d)
	case "ПоступлениеБезналичныхДенежныхСредств":
		if yes(d["ПроведеноБанком"]) {
			s.pay(b, d)
		}
	case "УстановкаЦенНоменклатуры":
		s.price(b, p)
	}
}

// stock books goods that come to a place or leave it.
func (b *books) stock(p posting, row object, place string, n float64) {
	b.onHand[spotOf(row, place)] += n
	typ := "Receipt"
	if n < 0 {
		typ, n = "Expense", -n
	}
	b.record("AccumulationRegister_ТоварыНаСкладах", p, typ, goods(row, place, object{"ВНаличии": n}))
	b.record("AccumulationRegister_СвободныеОстатки", p, typ, goods(row, place, object{"ВНаличии": n}))
}

// goods is a record of the goods of a row, at a place if there is one.
func goods(row object, place string, more object) object {
	o := object{"Номенклатура_Key": row["Номенклатура_Key"], "Характеристика_Key": row["Характеристика_Key"]}
	if place != "" {
		o["Склад_Key"] = place
	}
	maps.Copy(o, more)
	return o
}

// leave books goods that leave a place: at once, or where the warehouse works by its own orders when it lets them go.
func (s *Server) leave(b *books, p posting, row object, place string) {
	if s.isService(row) {
		return
	}
	n := num(row["Количество"])
	if !s.byOrders(place) || b.issued[str(p.doc["Ref_Key"])] {
		b.stock(p, row, place, -n)
		return
	}
	b.toShip[spotOf(row, place)] += n
	b.record("AccumulationRegister_ТоварыНаСкладах", p, "Receipt", goods(row, place, object{"КОтгрузке": n}))
	b.record("AccumulationRegister_ТоварыКОтгрузке", p, "Receipt", goods(row, place, object{
		"ДокументОтгрузки": p.doc["Ref_Key"], "ДокументОтгрузки_Type": namespace + p.entity, "КОтгрузке": n,
	}))
}

// isService reports whether there is no stock of what a row has.
func (s *Server) isService(row object) bool {
	typ := s.data["Catalog_Номенклатура"][str(row["Номенклатура_Key"])]["ТипНоменклатуры"]
	return typ == "Услуга" || typ == "Работа"
}

// byOrders reports whether a warehouse ships by its own orders.
func (s *Server) byOrders(place string) bool {
	return yes(s.data["Catalog_Склады"][place]["ИспользоватьОрдернуюСхемуПриОтгрузке"])
}

// plan books what orders want: reserves, and what may still be drawn up by sales and transfers.
func (s *Server) plan(b *books, p posting) {
	d, key := p.doc, str(p.doc["Ref_Key"])
	switch p.entity {
	case "Document_ЗаказКлиента":
		for _, row := range rows(d["Товары"]) {
			l := codeOf(key, row)
			b.lines[l] = row
			if yes(row["Отменено"]) || d["Статус"] == "НеСогласован" {
				continue
			}
			n := num(row["Количество"])
			b.ordered[l] = n
			if !s.isService(row) {
				b.reserve(p, row, placeOf(d, row), n, b.sent[l], d["Статус"] == "Закрыт")
			}
			mode := row["ВариантОбеспечения"]
			ships := mode == "Отгрузить" || s.settings.ShipFromReserve && mode == "СоСклада"
			if ships {
				b.left[l] = n
			}
			b.drawnUp(p, key, row, placeOf(d, row), n, ships)
		}
	case "Document_ЗаказНаПеремещение":
		for _, row := range rows(d["Товары"]) {
			l := codeOf(key, row)
			b.lines[l] = row
			if yes(row["Отменено"]) || d["Статус"] == "НаСогласовании" {
				continue
			}
			n := num(row["Количество"])
			b.ordered[l] = n
			b.reserve(p, row, str(d["СкладОтправитель_Key"]), n, b.sent[l], d["Статус"] == "Закрыт")
			rec := goods(row, "", object{"ЗаказНаПеремещение_Key": key, "КодСтроки": row["КодСтроки"], "Заказано": n})
			if row["ВариантОбеспечения"] == "Отгрузить" {
				b.left[l] = n
				rec["КОформлению"] = n
			}
			b.record("AccumulationRegister_ЗаказыНаПеремещение", p, "Receipt", rec)
		}
	}
}

// reserves reports whether a mode of supply takes goods from stock now.
func reserves(mode any) bool { return mode == "СоСклада" || mode == "Отгрузить" }

// reserve books the reserve of a row: what is not sent yet.
func (b *books) reserve(p posting, row object, place string, n, sent float64, closed bool) {
	if !reserves(row["ВариантОбеспечения"]) {
		return
	}
	rest := max(0, n-sent)
	if closed {
		rest = 0
	}
	b.reserved[spotOf(row, place)] += rest
	if rest == 0 {
		return
	}
	b.record("AccumulationRegister_СвободныеОстатки", p, "Receipt", goods(row, place, object{"ВРезервеСоСклада": rest}))
	b.record("AccumulationRegister_ТоварыКОтгрузке", p, "Receipt", goods(row, place, object{
		"ДокументОтгрузки": p.doc["Ref_Key"], "ДокументОтгрузки_Type": namespace + p.entity, "ВРезерве": rest,
	}))
}

// drawnUp books a row of an order, or what a sale takes of it (then n is below zero), into the register of the release.
// What may be drawn up by sales is what is set to ship; what is only reserved is ordered.
func (b *books) drawnUp(p posting, order string, row object, place string, n float64, ships bool) {
	of := func(name string, more object) object {
		o := goods(row, place, object{"КодСтроки": row["КодСтроки"], name: order})
		o[name+"_Type"] = namespace + "Document_ЗаказКлиента"
		return merged(o, more)
	}
	sum, typ, kind, left := num(row["СуммаСНДС"]), "Receipt", "Приход", 0.0
	if n < 0 {
		sum, typ, kind = -sum, "Expense", "Расход"
	}
	if ships {
		left = n
	}
	b.record("AccumulationRegister_ЗаказыКлиентов", p, typ, of("ЗаказКлиента", object{
		"Заказано": math.Abs(n), "КОформлению": math.Abs(left), "Сумма": math.Abs(sum),
	}))
	const now = "AccumulationRegister_РаспоряженияНаОтгрузку"
	b.record(now, p, "", of("Распоряжение", object{"ВидДвиженияРегистра": kind, "Заказано": n, "Сумма": sum}))
	if ships {
		b.record(now, p, "", of("Распоряжение", object{"ВидДвиженияРегистра": kind, "КОформлению": left}))
	}
}

func merged(a, b object) object {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// record adds a record of a register.
func (b *books) record(register string, p posting, typ string, o object) {
	if b.records == nil {
		return
	}
	o["Period"], o["Active"] = p.doc["Date"], true
	o["Recorder"], o["Recorder_Key"], o["Recorder_Type"] = p.doc["Ref_Key"], p.doc["Ref_Key"], namespace+p.entity
	if typ != "" {
		o["RecordType"] = typ
	}
	n := line{register, str(p.doc["Ref_Key"])}
	b.count[n]++
	o["LineNumber"] = b.count[n]
	b.records[register] = append(b.records[register], o)
}

// pay books money by the order that it is for. What goes back to the buyer counts less.
func (s *Server) pay(b *books, d object) {
	sign := 1.0
	if strings.HasPrefix(str(d["ХозяйственнаяОперация"]), "Возврат") {
		sign = -1
	}
	parts := rows(d["РасшифровкаПлатежа"])
	if len(parts) == 0 {
		b.paid[s.orderBehind(str(d["ДокументОснование"]))] += sign * num(d["СуммаДокумента"])
	}
	for _, row := range parts {
		b.paid[s.orderBehind(str(row["ОснованиеПлатежа"]))] += sign * num(row["Сумма"])
	}
}

// orderBehind is the order that a document was made for, or the document itself.
func (s *Server) orderBehind(key string) string {
	if o := s.data["Document_РеализацияТоваровУслуг"][key]; o != nil {
		return str(o["ЗаказКлиента"])
	}
	for _, kind := range []string{"Document_ВозвратТоваровОтКлиента", "Document_ЗаявкаНаВозвратТоваровОтКлиента"} {
		if o := s.data[kind][key]; o != nil {
			return s.orderBehind(str(o["ДокументРеализации"]))
		}
	}
	return key
}

// saleOf is the sale that a row of a return takes goods back from.
func saleOf(doc, row object) string {
	if k := str(row["ДокументРеализации"]); k != "" {
		return k
	}
	return str(doc["ДокументРеализации"])
}

// price books prices.
func (s *Server) price(b *books, p posting) {
	for _, row := range rows(p.doc["Товары"]) {
		currency := s.data["Catalog_ВидыЦен"][str(row["ВидЦены_Key"])]["ВалютаЦены_Key"]
		o := goods(row, "", object{"ВидЦены_Key": row["ВидЦены_Key"], "Цена": row["Цена"], "Валюта_Key": currency})
		b.record("InformationRegister_ЦеныНоменклатуры", p, "", o)
		b.record("InformationRegister_ЦеныНоменклатуры25", p, "", maps.Clone(o))
	}
}

// free is what may still be reserved or sold.
func (b *books) free(at spot) float64 { return b.onHand[at] - b.reserved[at] - b.toShip[at] }
