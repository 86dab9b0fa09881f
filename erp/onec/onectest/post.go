package onectest

import (
	"maps"
	"slices"
	"strings"
)

// post posts a document, or posts it again: it is checked, its postings replace the old ones, and the books must bear
// them.
func (s *Server) post(e *entity, o object) *refusal {
	if r := s.open(e, o); r != nil {
		return r
	}
	key := str(o["Ref_Key"])
	p := posting{e.name, copyOf(o), s.postings + 1}
	if was, ok := s.posted[key]; ok {
		p.turn = was.turn
	}
	after, r := s.mayPost(e, key, p)
	if r != nil {
		if s.settings.BareRefusals {
			return business(`Не удалось провести: "%s"!`, s.title(e.name, o))
		}
		return r
	}
	s.postings++
	s.posted[key], s.kept = p, after
	o["Posted"], p.doc["Posted"] = true, true
	s.stamp(o)
	return nil
}

// mayPost returns what the books would be, or refuses a posting for what is wrong with the document or with them.
func (s *Server) mayPost(e *entity, key string, p posting) (*books, *refusal) {
	switch {
	case yes(p.doc["DeletionMark"]):
		return nil, business("Помеченный на удаление документ не может быть проведен!")
	case p.doc["Date"] == noDate:
		return nil, business(`Поле "Дата" не заполнено`)
	}
	if problems := s.unfilled(e, p.doc); len(problems) > 0 {
		return nil, business("%s", strings.Join(problems, "\n"))
	}
	if r := s.beforePost(e, p.doc); r != nil {
		return nil, r
	}
	after := s.reckon(key, &p, false)
	return after, s.bears(s.current(false), after)
}

// unpost takes the postings of a document back.
func (s *Server) unpost(e *entity, o object) *refusal {
	if r := s.open(e, o); r != nil {
		return r
	}
	key := str(o["Ref_Key"])
	after := s.reckon(key, nil, false)
	if r := s.bears(s.current(false), after); r != nil {
		return r
	}
	delete(s.posted, key)
	s.kept = after
	o["Posted"] = false
	s.stamp(o)
	return nil
}

// bears refuses books that are worse than the old ones in what is controlled: goods that are not there, more drawn up
// by an order than it leaves, more returned than sold. All problems are told at once.
func (s *Server) bears(old, b *books) *refusal {
	var problems []string
	spots := maps.Clone(b.reserved)
	for _, m := range []map[spot]float64{b.onHand, b.toShip, old.onHand} {
		maps.Copy(spots, m)
	}
	for _, at := range slices.SortedFunc(maps.Keys(spots), func(x, y spot) int {
		return strings.Compare(x.place+x.good+x.char, y.place+y.good+y.char)
	}) {
		place := s.data["Catalog_Склады"][at.place]
		have, free := b.onHand[at]-b.toShip[at], b.free(at)
		switch {
		case have < -eps && have < old.onHand[at]-old.toShip[at]-eps:
			problems = append(problems, s.shortage(at, "остатка в наличии", -have))
		case yes(place["КонтролироватьСвободныеОстатки"]) && free < -eps && free < old.free(at)-eps:
			problems = append(problems, s.shortage(at, "свободного остатка", -free))
		}
	}
	for _, l := range sortedLines(b.taken) {
		if over := -b.left[l]; over > eps && over > -old.left[l]+eps {
			problems = append(problems, s.overdrawn(l, b, over))
		}
	}
	for _, l := range sortedLines(b.returned) {
		if over := b.returned[l] - b.sold[l]; over > eps && over > old.returned[l]-old.sold[l]+eps {
			problems = append(problems, "Возврат по номенклатуре "+s.goodName(l.code)+
				" превышает количество реализованных товаров по документу продажи "+s.anyTitle(l.doc)+" на "+shown(round(over, 3), false)+" "+s.unitName(l.code))
		}
	}
	if len(problems) > 0 {
		return business("%s", strings.Join(problems, "\n"))
	}
	return nil
}

func sortedLines(m map[line]float64) []line {
	return slices.SortedFunc(maps.Keys(m), func(x, y line) int { return strings.Compare(x.doc+x.code, y.doc+y.code) })
}

func (s *Server) shortage(at spot, of string, n float64) string {
	good := s.goodName(at.good + "/" + at.char)
	place := s.presentationOf("Catalog_Склады", at.place)
	return `Для отгрузки/резервирования необособленного товара "` + good + `" на складе "` + place + `" недостаточно ` + of +
		" в количестве " + shown(round(n, 3), false) + " " + s.unitName(at.good)
}

// overdrawn says that sales or transfers take more of a row of an order than it leaves.
func (s *Server) overdrawn(l line, b *books, over float64) string {
	row := b.lines[l]
	if row == nil {
		return `Заказ "` + s.anyTitle(l.doc) + `" не проведен или не содержит строки с кодом ` + l.code
	}
	good := str(row["Номенклатура_Key"])
	return `По заказу "` + s.anyTitle(l.doc) + `" оформлено больше товара "` + s.goodOf(row) +
		`", чем осталось к оформлению, на ` + shown(round(over, 3), false) + " " + s.unitName(good)
}

// anyTitle is the title of a document of any kind.
func (s *Server) anyTitle(key string) string {
	for _, name := range s.schema.names {
		if o := s.data[name][key]; o != nil {
			return s.title(name, o)
		}
	}
	return "<Объект не найден> (" + key + ")"
}

// goodName is the name of goods, with their characteristic behind a slash.
func (s *Server) goodName(key string) string {
	good, char, _ := strings.Cut(key, "/")
	name := s.presentationOf("Catalog_Номенклатура", good)
	if c := s.presentationOf("Catalog_ХарактеристикиНоменклатуры", char); c != "" && char != "" {
		name += `","` + c
	}
	return name
}

// goodOf is the name of the goods of a row.
func (s *Server) goodOf(row object) string {
	return s.goodName(str(row["Номенклатура_Key"]) + "/" + str(row["Характеристика_Key"]))
}

func (s *Server) unitName(key string) string {
	good, _, _ := strings.Cut(key, "/")
	unit := str(s.data["Catalog_Номенклатура"][good]["ЕдиницаИзмерения_Key"])
	return s.presentationOf("Catalog_УпаковкиЕдиницыИзмерения", unit)
}

// unfilled returns what a document lacks, and references that lead nowhere.
func (s *Server) unfilled(e *entity, o object) []string {
	if s.settings.SkipFillChecks {
		return nil
	}
	var out []string
	for _, p := range e.props {
		switch {
		case p.fill && o[p.field()] == p.empty():
			out = append(out, `Поле "`+p.name+`" не заполнено`)
		case s.dangling(p, o):
			out = append(out, `В поле "`+p.name+`" указан несуществующий объект`)
		}
	}
	for _, sec := range e.sections {
		for _, row := range rows(o[sec.name]) {
			for _, p := range sec.props {
				where := ` в строке ` + shown(num(row["LineNumber"]), false) + ` списка "` + sec.name + `"`
				switch {
				case p.fill && row[p.field()] == p.empty():
					out = append(out, `Не заполнена колонка "`+p.name+`"`+where)
				case s.dangling(p, row):
					out = append(out, `В колонке "`+p.name+`"`+where+` указан несуществующий объект`)
				}
			}
		}
	}
	return append(out, s.unfilledFor(e, o)...)
}

// dangling reports whether a reference leads to nothing in the base.
func (s *Server) dangling(p *property, o object) bool {
	key := str(o[p.field()])
	target := ""
	switch p.kind {
	case reference:
		target = p.to[0]
	case mixed:
		target = strings.TrimPrefix(str(o[p.name+"_Type"]), namespace)
	}
	return target != "" && key != "" && key != noRef && s.schema.entities[target] != nil && s.data[target][key] == nil
}

// unfilledFor returns what a document lacks because of what else it says.
func (s *Server) unfilledFor(e *entity, o object) []string {
	var out []string
	way := str(o["СпособДоставки"])
	if strings.HasPrefix(way, "СиламиПеревозчика") && o["ПеревозчикПартнер_Key"] == noRef {
		out = append(out, `Поле "Перевозчик" не заполнено`)
	}
	if strings.HasPrefix(way, "ДоКлиента") && o["АдресДоставки"] == "" {
		out = append(out, `Поле "Адрес доставки" не заполнено`)
	}
	if _, ok := o["Соглашение_Key"]; ok && o["Соглашение_Key"] == noRef {
		out = append(out, `Поле "Соглашение" не заполнено`)
	}
	agreement := s.data["Catalog_СоглашенияСКлиентами"][str(o["Соглашение_Key"])]
	if yes(agreement["ИспользуютсяДоговорыКонтрагентов"]) && o["Договор_Key"] == noRef {
		out = append(out, `Поле "Договор" не заполнено`)
	}
	for _, name := range []string{"Товары", "ВозвращаемыеТовары"} {
		sec := e.section(name)
		if sec == nil {
			continue
		}
		for _, row := range rows(o[name]) {
			where := ` в строке ` + shown(num(row["LineNumber"]), false) + ` списка "` + name + `"`
			good := s.data["Catalog_Номенклатура"][str(row["Номенклатура_Key"])]
			use := str(good["ИспользованиеХарактеристик"])
			if use != "" && use != "НеИспользовать" && row["Характеристика_Key"] == noRef {
				out = append(out, `Не заполнена колонка "Характеристика"`+where)
			}
			if e.name != "Document_ЗаказКлиента" {
				continue
			}
			if yes(row["Отменено"]) && row["ПричинаОтмены_Key"] == noRef {
				out = append(out, `Не заполнена колонка "Причина отмены"`+where)
			}
			if day := str(row["ДатаОтгрузки"]); row["ВариантОбеспечения"] != "НеТребуется" && !yes(row["Отменено"]) {
				switch {
				case day == noDate:
					out = append(out, `Не заполнена колонка "Дата отгрузки"`+where)
				case day[:10] < str(o["Date"])[:10]:
					out = append(out, `Дата отгрузки`+where+` меньше даты документа`)
				}
			}
		}
	}
	return out
}
