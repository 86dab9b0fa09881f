package onectest

// What the demo base has, by the names that its objects have.
const (
	Organization = "ООО Ромашка"                 // Catalog_Организации
	Agreement    = "Розничные продажи"           // Catalog_СоглашенияСКлиентами
	Priority     = "Средний"                     // Catalog_Приоритеты
	Currency     = "643"                         // Catalog_Валюты, its code; the name is RUB
	PriceType    = "Розничная"                   // Catalog_ВидыЦен
	CancelReason = "Отказ клиента"               // Catalog_ПричиныОтменыЗаказовКлиентов
	Operator     = "Оператор"                    // Catalog_Пользователи
	Acquiring    = "Эквайринг интернет-магазина" // Catalog_ДоговорыЭквайринга
	BankAccount  = "40702810000000000001"        // Catalog_БанковскиеСчетаОрганизаций
	Carrier      = "СДЭК"                        // Catalog_Партнеры
	CardKind     = "Золотая карта"               // Catalog_ВидыКартЛояльности
	BonusProgram = "Бонусы"                      // Catalog_БонусныеПрограммыЛояльности
	MarkedGTIN   = "04601234567893"              // of SHOES-42
)

// furnish makes the demo base: one company, four warehouses, three goods with prices in rubles, and what documents
// need.
func (s *Server) furnish() {
	rub := s.add("Catalog_Валюты", object{
		"Code": Currency, "Description": "RUB", "НаименованиеПолное": "Российский рубль",
		"СпособУстановкиКурса": "РучнойВвод",
	})
	piece := s.add("Catalog_УпаковкиЕдиницыИзмерения", object{
		"Code": "796", "Description": "шт", "НаименованиеПолное": "Штука",
		"ТипИзмеряемойВеличины": "КоличествоШтук", "Числитель": 1.0, "Знаменатель": 1.0,
	})
	for i, name := range []string{"Высокий", Priority, "Низкий"} {
		s.add("Catalog_Приоритеты", object{"Description": name, "РеквизитДопУпорядочивания": int64(i + 1)})
	}
	for _, rate := range []struct {
		name, enum string
		percent    float64
	}{{"22%", "НДС22", 22}, {"20%", "НДС20", 20}, {"10%", "НДС10", 10}, {"0%", "НДС0", 0}, {"Без НДС", "БезНДС", 0}} {
		if s.schema.entities["Catalog_СтавкиНДС"] != nil {
			s.add("Catalog_СтавкиНДС", object{
				"Description": rate.name, "Ставка": rate.percent, "ПеречислениеСтавкаНДС": rate.enum,
			})
		}
	}
	org := s.add("Catalog_Организации", object{
		"Description": Organization, "НаименованиеПолное": Organization, "НаименованиеСокращенное": Organization,
		"Префикс": "ИМ", "ИНН": "7700000001", "КПП": "770001001", "ЮрФизЛицо": "ЮрЛицо",
		"ЮридическоеФизическоеЛицо": "ЮридическоеЛицо",
	})
	s.add("Catalog_БанковскиеСчетаОрганизаций", object{
		"Description": BankAccount, "НомерСчета": BankAccount, "Owner_Key": org,
		"ВалютаДенежныхСредств_Key": rub, "НаименованиеБанка": "Пример-Банк",
	})
	price := s.add("Catalog_ВидыЦен", object{
		"Description": PriceType, "Идентификатор": PriceType, "ВалютаЦены_Key": rub, "ЦенаВключаетНДС": true,
		"ИспользоватьПриПродаже": true, "ИспользоватьПриРозничнойПродаже": true, "Статус": "Действует",
	})
	s.add("Catalog_СоглашенияСКлиентами", object{
		"Description": Agreement, "Типовое": true, "Организация_Key": org, "Валюта_Key": rub,
		"Статус": "Действует", "ВидЦен_Key": price, "ЦенаВключаетНДС": true, "ХозяйственнаяОперация": "РеализацияКлиенту",
		"ПорядокРасчетов": "ПоЗаказам", "Согласован": true, "ДатаНачалаДействия": "2020-01-01T00:00:00",
	})
	for _, name := range []string{CancelReason, "Нет в наличии"} {
		s.add("Catalog_ПричиныОтменыЗаказовКлиентов", object{"Description": name})
	}
	s.add("Catalog_Пользователи", object{"Description": Operator, "Подготовлен": true})
	acquiring := s.add("Catalog_ДоговорыЭквайринга", object{"Description": Acquiring, "Организация_Key": org})
	s.add("Catalog_ЭквайринговыеТерминалы", object{"Description": "Терминал 1", "Owner_Key": acquiring, "Код": "T1"})
	s.add("Catalog_СтатьиДвиженияДенежныхСредств", object{"Description": "Поступление оплаты от клиента"})
	bonus := s.add("Catalog_БонусныеПрограммыЛояльности", object{
		"Description": BonusProgram, "КурсКонвертацииБонусовВВалюту": 1.0,
		"МаксимальныйПроцентОплатыБонусами": 50.0, "ВалютаКонвертацииБонусов_Key": rub,
	})
	s.add("Catalog_ВидыКартЛояльности", object{
		"Description": CardKind, "Статус": "Действует", "Персонализирована": true, "ТипКарты": "Штриховая",
		"БонуснаяПрограммаЛояльности_Key": bonus,
	})
	s.add("Catalog_СкидкиНаценки", object{
		"Description": "Скидка по золотой карте", "СпособПредоставления": "Процент", "ЗначениеСкидкиНаценки": 5.0,
	})
	s.furnishContacts()
	s.furnishWarehouses()
	s.add("Catalog_Партнеры", object{
		"Description": Carrier, "НаименованиеПолное": Carrier, "ЮрФизЛицо": "Компания", "Перевозчик": true,
	})
	s.furnishGoods(piece)
}

// furnishContacts adds the kinds of contacts, which are found by their predefined names.
func (s *Server) furnishContacts() {
	for _, k := range []struct{ name, predefined, typ string }{
		{"Телефон", "ТелефонПартнера", "Телефон"},
		{"Email", "EmailПартнера", "АдресЭлектроннойПочты"},
		{"Адрес доставки", "АдресДоставкиПартнера", "Адрес"},
		{"Фактический адрес", "ФактАдресПартнера", "Адрес"},
		{"Телефон контрагента", "ТелефонКонтрагента", "Телефон"},
		{"Email контрагента", "EmailКонтрагента", "АдресЭлектроннойПочты"},
		{"Юридический адрес", "ЮрАдресКонтрагента", "Адрес"},
		{"Адрес склада", "АдресСклада", "Адрес"},
		{"Телефон склада", "ТелефонСклада", "Телефон"},
	} {
		s.add("Catalog_ВидыКонтактнойИнформации", object{
			"Description": k.name, "ИмяПредопределенногоВида": k.predefined, "Тип": k.typ,
			"Используется": true, "Predefined": true, "PredefinedDataName": k.predefined,
		})
	}
}

func (s *Server) furnishWarehouses() {
	for _, w := range []struct{ name, typ, city string }{
		{"ЦС", "ОптовыйСклад", "Москва"},
		{"МАГ-1", "РозничныйМагазин", "Екатеринбург"},
		{"МАГ-2", "РозничныйМагазин", "Казань"},
		{"УД-1", "ОптовыйСклад", "Новосибирск"},
	} {
		s.addWarehouse(w.name, w.typ, w.city)
	}
}

func (s *Server) addWarehouse(name, typ, city string) {
	address := s.find("Catalog_ВидыКонтактнойИнформации", "ИмяПредопределенногоВида", "АдресСклада")
	s.add("Catalog_Склады", object{
		"Description": name, "ТипСклада": typ, "КонтролироватьСвободныеОстатки": true, "КонтролироватьОперативныеОстатки": true,
		"РозничныйВидЦены_Key": s.find("Catalog_ВидыЦен", "Description", PriceType),
		"КонтактнаяИнформация": []object{{
			"LineNumber": int64(1), "Тип": "Адрес", "Вид_Key": address, "Представление": city + ", ул. Примерная, 1",
			"Страна": "РОССИЯ", "Город": city,
			"Значение": `{"value":"` + city + `, ул. Примерная, 1","country":"Россия","city":"` + city + `"}`,
		}},
	})
}

func (s *Server) furnishGoods(piece string) {
	sort := func(name, special string) string {
		return s.add("Catalog_ВидыНоменклатуры", object{"Description": name, "ТипНоменклатуры": "Товар", "ОсобенностьУчета": special})
	}
	kind, shoes := sort("Товары", "БезОсобенностейУчета"), sort("Обувь", "ОбувнаяПродукция")
	for _, g := range []struct {
		article, name, kind, special, rate, code string
		price                                    float64
	}{
		{"SHOES-42", "Кроссовки, размер 42", shoes, "ОбувнаяПродукция", "22%", MarkedGTIN, 5990},
		{"MUG", "Кружка", kind, "БезОсобенностейУчета", "22%", "4601234567909", 490},
		{"BOWL", "Миска детская", kind, "БезОсобенностейУчета", "10%", "4601234567916", 350.5},
	} {
		s.addGood(g.article, g.name, g.kind, g.special, g.rate, g.code, piece)
		s.priceGood(g.article, g.price, "2026-01-01T00:00:00")
	}
}

func (s *Server) addGood(article, name, kind, special, rate, barcode, unit string) {
	o := object{
		"Description": name, "НаименованиеПолное": name, "Артикул": article, "ВидНоменклатуры_Key": kind,
		"ТипНоменклатуры":      "Товар",
		"ЕдиницаИзмерения_Key": unit, "ИспользованиеХарактеристик": "НеИспользовать",
		"ОсобенностьУчета": special, "Качество": "Новый",
		"ВариантОформленияПродажи": "РеализацияТоваровУслуг",
	}
	if s.settings.Release == "11.4" {
		o["СтавкаНДС"] = map[string]string{"22%": "НДС22", "20%": "НДС20", "10%": "НДС10", "0%": "НДС0"}[rate]
	} else {
		o["СтавкаНДС_Key"] = s.find("Catalog_СтавкиНДС", "Description", rate)
	}
	key := s.add("Catalog_Номенклатура", o)
	if barcode != "" {
		const reg = "InformationRegister_ШтрихкодыНоменклатуры"
		s.extra[reg] = append(s.extra[reg], object{"Штрихкод": barcode, "Номенклатура_Key": key})
	}
}

// priceGood sets a price by a document, as people do.
func (s *Server) priceGood(article string, price float64, at string) {
	s.enter("Document_УстановкаЦенНоменклатуры", object{"Date": at, "Товары": []object{{
		"Номенклатура_Key": s.find("Catalog_Номенклатура", "Артикул", article),
		"ВидЦены_Key":      s.find("Catalog_ВидыЦен", "Description", PriceType), "Цена": price,
	}}})
}

// add adds an object of the demo base and returns its key.
func (s *Server) add(entity string, fields object) string {
	e := s.schema.entities[entity]
	o := e.blank()
	s.fill(&e.table, o, fields)
	o["Ref_Key"] = s.newKey()
	if r := s.write(e, nil, o, false); r != nil {
		panic("onectest: " + r.Error())
	}
	return str(o["Ref_Key"])
}

// fill sets fields, and completes rows with what they lack.
func (s *Server) fill(t *table, o, fields object) {
	for name, v := range fields {
		if in, ok := v.([]object); ok {
			sec := t.section(name)
			var out []object
			for i, row := range in {
				full := sec.blank()
				s.fill(sec, full, row)
				full["LineNumber"] = int64(i + 1)
				out = append(out, full)
			}
			v = out
		} else if t.by[name] == nil {
			continue // another release
		}
		o[name] = v
	}
}

// enter writes and posts a document of people, and returns its key.
func (s *Server) enter(entity string, fields object) string {
	if fields["Date"] == nil {
		fields["Date"] = s.now()
	}
	key := s.add(entity, fields)
	if r := s.post(s.schema.entities[entity], s.data[entity][key]); r != nil {
		panic("onectest: " + r.Error())
	}
	return key
}

// find returns the key of the object with a value, or no reference.
func (s *Server) find(entity, field string, v any) string {
	for _, o := range sortedByKey(s.data[entity]) {
		if o[field] == v && !yes(o["DeletionMark"]) {
			return str(o["Ref_Key"])
		}
	}
	return noRef
}
