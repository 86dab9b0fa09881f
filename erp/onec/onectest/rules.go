package onectest

import (
	"strings"
)

// beforeWrite does what the configuration does with a document before it is written: it computes, and keeps what is
// finished from being changed.
func (s *Server) beforeWrite(e *entity, old, o object) *refusal {
	switch strings.TrimPrefix(e.name, "Document_") {
	case "ЗаказКлиента":
		return s.writeOrder(old, o)
	case "ЗаказНаПеремещение":
		if old != nil && yes(old["Posted"]) && s.posted[str(old["Ref_Key"])].doc["Статус"] == "Закрыт" {
			return business("%s закрыт. Изменение закрытого заказа запрещено.", s.title(e.name, old))
		}
		codes(o, "Товары", "МаксимальныйКодСтроки")
	case "ЗаявкаНаВозвратТоваровОтКлиента":
		if old != nil && yes(old["Posted"]) && (old["Статус"] == "Выполнена" || old["Статус"] == "Отклонена") {
			return business("%s имеет статус %q. Изменение запрещено.", s.title(e.name, old), old["Статус"])
		}
		codes(o, "ВозвращаемыеТовары", "ВозвращаемыеТоварыМаксимальныйКодСтроки")
		codes(o, "ЗаменяющиеТовары", "")
		o["СуммаДокумента"] = total(o, "ВозвращаемыеТовары")
		o["Согласован"] = o["Статус"] != "НеСогласована"
	case "РеализацияТоваровУслуг", "ВозвратТоваровОтКлиента":
		o["СуммаДокумента"] = total(o, "Товары")
	}
	return nil
}

// writeOrder computes the sums and codes of an order. A closed one does not change.
func (s *Server) writeOrder(old, o object) *refusal {
	if old != nil && yes(old["Posted"]) && s.posted[str(old["Ref_Key"])].doc["Статус"] == "Закрыт" {
		return business("%s закрыт. Изменение закрытого заказа запрещено.", s.title("Document_ЗаказКлиента", old))
	}
	codes(o, "Товары", "МаксимальныйКодСтроки")
	o["СуммаДокумента"] = total(o, "Товары")
	o["Согласован"] = o["Статус"] != "НеСогласован" && o["Статус"] != ""
	if o["Согласован"] == true && o["ДатаСогласования"] == noDate {
		o["ДатаСогласования"] = s.now()[:10] + noDate[10:]
	}
	if id := str(o["ИдентификаторПлатежа"]); id == "" {
		o["ИдентификаторПлатежа"] = strings.ToUpper(strings.ReplaceAll(str(o["Ref_Key"])[:13], "-", ""))
	}
	var advance, before float64
	for _, row := range rows(o["ЭтапыГрафикаОплаты"]) {
		switch row["ВариантОплаты"] {
		case "АвансДоОбеспечения":
			advance += num(row["СуммаПлатежа"])
		case "ПредоплатаДоОтгрузки":
			before += num(row["СуммаПлатежа"])
		}
	}
	o["СуммаАвансаДоОбеспечения"], o["СуммаПредоплатыДоОтгрузки"] = advance, before
	first := noDate
	for _, row := range rows(o["Товары"]) {
		if s.piece(row) { // goods that are counted by the piece have no parts
			row["Количество"] = round(num(row["Количество"]), 0)
		}
		if yes(o["НеОтгружатьЧастями"]) {
			row["ДатаОтгрузки"] = o["ДатаОтгрузки"]
			continue
		}
		d := str(row["ДатаОтгрузки"])
		if !yes(row["Отменено"]) && yes(o["Согласован"]) && (first == noDate || d < first) {
			first = d
		}
	}
	if !yes(o["НеОтгружатьЧастями"]) {
		o["ДатаОтгрузки"] = first
	}
	return nil
}

// piece reports whether the goods of a row are counted by the piece.
func (s *Server) piece(row object) bool {
	unit := str(s.data["Catalog_Номенклатура"][str(row["Номенклатура_Key"])]["ЕдиницаИзмерения_Key"])
	return s.data["Catalog_УпаковкиЕдиницыИзмерения"][unit]["Code"] == "796"
}

// codes gives rows without a code the next ones, and keeps the highest.
func codes(o object, section, highest string) {
	var last int64
	if highest != "" {
		last = whole(o[highest])
	}
	for _, row := range rows(o[section]) {
		last = max(last, whole(row["КодСтроки"]))
	}
	for _, row := range rows(o[section]) {
		if row["КодСтроки"] == int64(0) {
			last++
			row["КодСтроки"] = last
		}
	}
	if highest != "" {
		o[highest] = last
	}
}

// total adds up the rows that are not cancelled.
func total(o object, section string) float64 {
	sum := 0.0
	for _, row := range rows(o[section]) {
		if !yes(row["Отменено"]) {
			sum += num(row["СуммаСНДС"])
		}
	}
	return round(sum, 2)
}

// beforePost checks what the configuration checks of one document when it posts.
func (s *Server) beforePost(e *entity, o object) *refusal {
	if v, ok := o["СкидкиРассчитаны"]; ok && !yes(v) {
		return business("В документе %s не рассчитаны автоматические скидки (наценки). Проведение невозможно. "+
			"Для расчёта автоматических скидок (наценок) проведите документ из формы документа.", s.title(e.name, o))
	}
	switch strings.TrimPrefix(e.name, "Document_") {
	case "ЗаказКлиента":
		return s.postOrder(o)
	case "ЗаказНаПеремещение":
		return s.postTransferOrder(e, o)
	case "ПеремещениеТоваров":
		return s.postTransfer(o)
	case "РеализацияТоваровУслуг":
		return s.postSale(o)
	case "ЗаявкаНаВозвратТоваровОтКлиента":
		return s.returned(o, "ВозвращаемыеТовары")
	case "ВозвратТоваровОтКлиента":
		return s.returned(o, "Товары")
	case "ОперацияПоПлатежнойКарте", "ПоступлениеБезналичныхДенежныхСредств":
		return s.postMoney(o)
	}
	return nil
}

// sameCodes refuses two rows with one code.
func sameCodes(o object) *refusal {
	seen := map[int64]bool{}
	for _, row := range rows(o["Товары"]) {
		code := whole(row["КодСтроки"])
		if code != 0 && seen[code] {
			n := shown(num(row["LineNumber"]), false)
			return business(`Дублируется значение реквизита "Код строки" в строке %s списка "Товары"`, n)
		}
		seen[code] = true
	}
	return nil
}

func (s *Server) postOrder(o object) *refusal {
	if r := sameCodes(o); r != nil {
		return r
	}
	b := s.current(false)
	for _, row := range rows(o["Товары"]) {
		place := s.data["Catalog_Склады"][placeOf(o, row)]
		n := shown(num(row["LineNumber"]), false)
		if !yes(row["Отменено"]) && reserves(row["ВариантОбеспечения"]) && (place == nil || yes(place["IsFolder"])) {
			return business(`Не заполнена колонка "Склад" в строке %s списка "Товары"`, n)
		}
		sent := b.taken[codeOf(str(o["Ref_Key"]), row)]
		if o["Статус"] == "Закрыт" && !yes(row["Отменено"]) && num(row["Количество"])-sent > eps {
			return business(`%s невозможно закрыть: строка %s не отгружена и не отменена`, s.title("Document_ЗаказКлиента", o), n)
		}
	}
	return nil
}

func (s *Server) postTransferOrder(e *entity, o object) *refusal {
	if r := sameCodes(o); r != nil {
		return r
	}
	if r := sameEnds(o); r != nil {
		return r
	}
	if basis := str(o["ДокументОснование"]); basis != "" {
		if _, ok := s.posted[basis]; !ok {
			return business("%s: документ-основание %q не проведен", s.title(e.name, o), s.anyTitle(basis))
		}
	}
	return nil
}

// sameEnds refuses a move from a warehouse to itself, and one between companies as if it was within one.
func sameEnds(o object) *refusal {
	if o["СкладОтправитель_Key"] == o["СкладПолучатель_Key"] {
		return business("Склад-отправитель и склад-получатель должны отличаться")
	}
	if o["ХозяйственнаяОперация"] == "ПеремещениеТоваров" && o["Организация_Key"] != o["ОрганизацияПолучатель_Key"] {
		return business("Организация-отправитель и организация-получатель должны совпадать")
	}
	return nil
}

func (s *Server) postTransfer(o object) *refusal {
	if r := sameEnds(o); r != nil {
		return r
	}
	for _, row := range rows(o["Товары"]) {
		n, order := shown(num(row["LineNumber"]), false), str(row["ЗаказНаПеремещение_Key"])
		if !yes(o["ПеремещениеПоЗаказам"]) {
			if order != noRef {
				return business(`В строке %s списка "Товары" указан заказ, но перемещение оформляется не по заказам`, n)
			}
			continue
		}
		if order == noRef {
			return business(`Не заполнена колонка "Заказ на перемещение" в строке %s списка "Товары"`, n)
		}
		p, ok := s.posted[order]
		if !ok || p.entity != "Document_ЗаказНаПеремещение" {
			return business("%s не проведен", s.anyTitle(order))
		}
		if p.doc["Статус"] != "КВыполнению" {
			return business(`%s имеет статус "%s": оформление перемещения невозможно`, s.anyTitle(order), p.doc["Статус"])
		}
		from, to := "СкладОтправитель_Key", "СкладПолучатель_Key"
		if p.doc[from] != o[from] || p.doc[to] != o[to] {
			return business("Склады документа не соответствуют складам документа %q", s.anyTitle(order))
		}
		if r := s.sameRow(p, "Товары", row); r != nil {
			return r
		}
	}
	return nil
}

// sameRow refuses a row whose code means other goods in its order.
func (s *Server) sameRow(p posting, section string, row object) *refusal {
	for _, of := range rows(p.doc[section]) {
		if of["КодСтроки"] != row["КодСтроки"] {
			continue
		}
		if of["Номенклатура_Key"] != row["Номенклатура_Key"] || of["Характеристика_Key"] != row["Характеристика_Key"] {
			break
		}
		if yes(of["Отменено"]) {
			code := shown(num(row["КодСтроки"]), false)
			return business("Строка с кодом %s документа %q отменена", code, s.title(p.entity, p.doc))
		}
		return nil
	}
	return business(`Товар "%s" с кодом строки %s не найден в документе %q`, s.goodOf(row),
		shown(num(row["КодСтроки"]), false), s.title(p.entity, p.doc))
}

func (s *Server) postSale(o object) *refusal {
	for _, row := range rows(o["Товары"]) {
		n, order := shown(num(row["LineNumber"]), false), str(row["ЗаказКлиента"])
		place := placeOf(o, row)
		if s.data["Catalog_Склады"][place] == nil {
			return business(`Не заполнена колонка "Склад" в строке %s списка "Товары"`, n)
		}
		if !yes(o["РеализацияПоЗаказам"]) {
			if order != "" {
				return business(`В строке %s списка "Товары" указан заказ, но реализация оформляется не по заказам`, n)
			}
			continue
		}
		if order == "" {
			return business(`Не заполнена колонка "Заказ клиента" в строке %s списка "Товары"`, n)
		}
		p, ok := s.posted[order]
		switch {
		case !ok || p.entity != "Document_ЗаказКлиента":
			return business("%s не проведен", s.anyTitle(order))
		case p.doc["Статус"] == "НеСогласован" || p.doc["Статус"] == "Закрыт" && !yes(o["Posted"]):
			return business(`%s имеет статус "%s": оформление реализации невозможно`, s.anyTitle(order), p.doc["Статус"])
		case p.doc["Партнер_Key"] != o["Партнер_Key"] || p.doc["Организация_Key"] != o["Организация_Key"]:
			return business("Партнер или организация документа не соответствуют документу %q", s.anyTitle(order))
		}
		if r := s.sameRow(p, "Товары", row); r != nil {
			return r
		}
		for _, of := range rows(p.doc["Товары"]) {
			if of["КодСтроки"] == row["КодСтроки"] && placeOf(p.doc, of) != place {
				return business(`Склад в строке %s списка "Товары" не соответствует складу строки документа %q`, n, s.anyTitle(order))
			}
		}
	}
	return nil
}

// returned checks that what comes back was sold.
func (s *Server) returned(o object, section string) *refusal {
	for _, row := range rows(o[section]) {
		sale := saleOf(o, row)
		n := shown(num(row["LineNumber"]), false)
		if str(row["ДокументРеализации"]) == "" && section == "Товары" {
			return business(`Не заполнена колонка "Документ реализации" в строке %s списка "%s"`, n, section)
		}
		if sale == "" {
			continue
		}
		p, ok := s.posted[sale]
		if !ok || p.entity != "Document_РеализацияТоваровУслуг" || p.doc["Статус"] == "КПредоплате" {
			return business("%s не проведен", s.anyTitle(sale))
		}
		if p.doc["Партнер_Key"] != o["Партнер_Key"] {
			return business("Партнер документа не соответствует документу %q", s.anyTitle(sale))
		}
		found := false
		for _, of := range rows(p.doc["Товары"]) {
			found = found || goodsOf(sale, of) == goodsOf(sale, row)
		}
		if !found {
			return business(`Товар "%s" не найден в документе %q`, s.goodOf(row), s.anyTitle(sale))
		}
	}
	return nil
}

func (s *Server) postMoney(o object) *refusal {
	parts := rows(o["РасшифровкаПлатежа"])
	sum := 0.0
	for _, row := range parts {
		sum += num(row["Сумма"])
		if basis := str(row["ОснованиеПлатежа"]); basis != "" && s.orderBehind(basis) == basis {
			if _, ok := s.posted[basis]; !ok {
				return business("%s не проведен", s.anyTitle(basis))
			}
		}
	}
	if len(parts) > 0 && round(sum, 2) != num(o["СуммаДокумента"]) {
		return business(`Сумма по строкам в табличной части "Расшифровка платежа" должна быть равна сумме документа`)
	}
	return nil
}
