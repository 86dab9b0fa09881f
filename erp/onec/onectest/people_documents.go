package onectest

import "maps"

// by runs what people do, and returns the refusal as an error.
func (s *Server) by(f func() *refusal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := f(); r != nil {
		return r
	}
	return nil
}

// draft writes a document, and posts it.
func (s *Server) draft(entity string, fields object, post bool) (object, *refusal) {
	e := s.schema.entities[entity]
	o := e.blank()
	if fields["Date"] == nil {
		fields["Date"] = s.now()
	}
	s.fill(&e.table, o, fields)
	o["Ref_Key"] = s.newKey()
	if r := s.write(e, nil, o, false); r != nil {
		return nil, r
	}
	if !post {
		return o, nil
	}
	if r := s.post(e, o); r != nil {
		delete(s.data[entity], str(o["Ref_Key"]))
		return nil, r
	}
	return o, nil
}

// document returns a document by its number.
func (s *Server) document(kind, number string) (*entity, object) {
	name := "Document_" + kind
	return s.schema.entities[name], s.data[name][s.must(name, "Number", number)]
}

// ShopSends makes the transfer by which a shop sends what a transfer order asks for, and returns its number. It is not
// posted: the operator does that. With fewer than asked, by article, it sends fewer.
func (s *Server) ShopSends(transferOrder string, fewer map[string]float64) (number string, err error) {
	err = s.by(func() *refusal {
		_, order := s.document("ЗаказНаПеремещение", transferOrder)
		var goods []object
		for _, row := range rows(order["Товары"]) {
			n := num(row["Количество"])
			if less, ok := fewer[str(s.data["Catalog_Номенклатура"][str(row["Номенклатура_Key"])]["Артикул"])]; ok {
				n = less
			}
			if n > 0 && !yes(row["Отменено"]) {
				goods = append(goods, object{
					"Номенклатура_Key": row["Номенклатура_Key"], "Характеристика_Key": row["Характеристика_Key"],
					"Количество": n, "КоличествоУпаковок": n, "КодСтроки": row["КодСтроки"],
					"ЗаказНаПеремещение_Key": order["Ref_Key"],
				})
			}
		}
		o, r := s.draft("Document_ПеремещениеТоваров", object{
			"Организация_Key":           order["Организация_Key"],
			"ОрганизацияПолучатель_Key": order["ОрганизацияПолучатель_Key"],
			"СкладОтправитель_Key":      order["СкладОтправитель_Key"],
			"СкладПолучатель_Key":       order["СкладПолучатель_Key"], "Статус": "Отгружено",
			"ХозяйственнаяОперация": "ПеремещениеТоваров",
			"ПеремещениеПоЗаказам":  true, "ЗаказНаПеремещение_Key": order["Ref_Key"], "СпособДоставки": "Самовывоз",
			"ВариантПриемкиТоваров": "НеРазделенаПоЗаказамИНакладным", "Товары": goods,
		}, false)
		number = str(o["Number"])
		return r
	})
	return number, err
}

// Post posts a document, as people do: a transfer that a shop sent, a sale that the warehouse posts.
func (s *Server) Post(kind, number string) error {
	return s.by(func() *refusal {
		e, o := s.document(kind, number)
		return s.post(e, o)
	})
}

// Unpost takes the posting of a document back, as people do.
func (s *Server) Unpost(kind, number string) error {
	return s.by(func() *refusal {
		e, o := s.document(kind, number)
		return s.unpost(e, o)
	})
}

// MarkDeleted takes the posting of a document back and marks it for deletion, as people do.
func (s *Server) MarkDeleted(kind, number string) error {
	return s.by(func() *refusal {
		e, o := s.document(kind, number)
		if yes(o["Posted"]) {
			if r := s.unpost(e, o); r != nil {
				return r
			}
		}
		return s.edit(e, o, object{"DeletionMark": true}, false)
	})
}

// Receive sets a transfer to received and posts it.
func (s *Server) Receive(transfer string) error {
	return s.by(func() *refusal {
		e, o := s.document("ПеремещениеТоваров", transfer)
		return s.edit(e, o, object{"Статус": "Принято"}, true)
	})
}

// Edit changes properties of a document, as people do: fields have the values of Document.Fields. A document that is
// posted is posted again.
func (s *Server) Edit(kind, number string, fields map[string]any) error {
	return s.by(func() *refusal {
		e, o := s.document(kind, number)
		return s.edit(e, o, fields, yes(o["Posted"]))
	})
}

func (s *Server) edit(e *entity, o object, fields object, post bool) *refusal {
	changed := copyOf(o)
	maps.Copy(changed, fields)
	if r := s.write(e, o, changed, false); r != nil {
		return r
	}
	if !post {
		return nil
	}
	if r := s.post(e, changed); r != nil {
		s.data[e.name][str(o["Ref_Key"])] = o
		return r
	}
	return nil
}

// CloseOrder closes an order: what is not shipped is cancelled, and from then on nothing of it changes.
func (s *Server) CloseOrder(order string) error {
	return s.by(func() *refusal {
		e, o := s.document("ЗаказКлиента", order)
		b := s.current(false)
		why := s.find("Catalog_ПричиныОтменыЗаказовКлиентов", "Description", CancelReason)
		changed := copyOf(o)
		for _, row := range rows(changed["Товары"]) {
			if num(row["Количество"])-b.taken[codeOf(str(o["Ref_Key"]), row)] > eps {
				row["Отменено"], row["ПричинаОтмены_Key"] = true, why
			}
		}
		changed["Статус"] = "Закрыт"
		return s.edit(e, o, changed, true)
	})
}

// Lock opens a document on somebody's screen: nobody else may write or post it. Unlock closes it.
func (s *Server) Lock(kind, number string) {
	s.do(func() {
		_, o := s.document(kind, number)
		s.locked[str(o["Ref_Key"])] = true
	})
}

// Unlock closes a document that was open.
func (s *Server) Unlock(kind, number string) {
	s.do(func() {
		_, o := s.document(kind, number)
		delete(s.locked, str(o["Ref_Key"]))
	})
}

// ClosePeriod forbids changes of documents up to a day, such as "2026-01-31"; empty allows them again.
func (s *Server) ClosePeriod(day string) { s.do(func() { s.closed = day }) }

// Pay enters a payment by card for an order, as people do.
func (s *Server) Pay(order string, sum float64) error {
	return s.by(func() *refusal {
		_, o := s.document("ЗаказКлиента", order)
		fields := object{
			"ХозяйственнаяОперация": "ПоступлениеОплатыОтКлиентаПоПлатежнойКарте", "Организация_Key": o["Организация_Key"],
			"Контрагент_Key": o["Контрагент_Key"], "Партнер_Key": o["Партнер_Key"], "Валюта_Key": o["Валюта_Key"],
			"СуммаДокумента":        sum,
			"ДоговорЭквайринга_Key": s.find("Catalog_ДоговорыЭквайринга", "Description", Acquiring), "ОплатаВыполнена": true,
			"РасшифровкаПлатежа": []object{{
				"Сумма": sum, "ОснованиеПлатежа": o["Ref_Key"], "ОснованиеПлатежа_Type": namespace + "Document_ЗаказКлиента",
			}},
		}
		if s.settings.MixedCounterparty {
			fields["Контрагент"], fields["Контрагент_Type"] = o["Контрагент_Key"], namespace+"Catalog_Контрагенты"
		}
		_, r := s.draft("Document_ОперацияПоПлатежнойКарте", fields, true)
		return r
	})
}

// UseShippingOrders makes a warehouse work by orders of its own: goods of a sale or transfer leave when it lets them
// go.
func (s *Server) UseShippingOrders(warehouse string) {
	s.do(func() {
		k := s.must("Catalog_Склады", "Description", warehouse)
		s.data["Catalog_Склады"][k]["ИспользоватьОрдернуюСхемуПриОтгрузке"] = true
		s.kept = nil
	})
}

// WarehouseShips makes the warehouse let go the goods of a posted sale or transfer, by an order of its own.
func (s *Server) WarehouseShips(kind, number string) error {
	return s.by(func() *refusal {
		e, o := s.document(kind, number)
		if !yes(o["Posted"]) {
			return business("%s не проведен", s.title(e.name, o))
		}
		var goods []object
		place := noRef
		for _, row := range rows(o["Товары"]) {
			place = placeOf(o, row)
			if kind == "ПеремещениеТоваров" {
				place = str(o["СкладОтправитель_Key"])
			}
			goods = append(goods, object{
				"Распоряжение": o["Ref_Key"], "Распоряжение_Type": namespace + e.name,
				"Номенклатура_Key": row["Номенклатура_Key"], "Характеристика_Key": row["Характеристика_Key"],
				"Количество": row["Количество"],
			})
		}
		_, r := s.draft("Document_РасходныйОрдерНаТовары", object{
			"Склад_Key": place, "Статус": "Отгружен", "ТоварыПоРаспоряжениям": goods,
		}, true)
		return r
	})
}
