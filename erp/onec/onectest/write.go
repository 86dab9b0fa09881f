package onectest

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// loadMode is the header that asks to write without the checks of the configuration.
const loadMode = "1C_OData-DataLoadMode"

// create adds an object.
func (c *call) create(e *entity) *refusal {
	if e.records != nil {
		return notSupported("Запись регистра %s через интерфейс не поддерживается", e.name)
	}
	if r := c.query.only("$format"); r != nil {
		return r
	}
	body, r := c.body()
	if r != nil {
		return r
	}
	o := e.blank()
	key := c.newKey()
	if v, ok := body["Ref_Key"]; ok {
		k, r := c.read(e.by["Ref_Key"], v)
		switch {
		case r != nil:
			return r
		case !c.settings.ClientKeys:
			c.ignore(e.name + ".Ref_Key")
		case c.data[e.name][str(k)] != nil:
			return refuse(400, "15", "Сущность с таким ключом уже существует")
		case k != noRef:
			key = str(k)
		}
		delete(body, "Ref_Key")
	}
	o["Ref_Key"] = key
	if r := c.apply(&e.table, e.name, o, body); r != nil {
		return r
	}
	if r := c.write(e, nil, o, c.loading()); r != nil {
		return r
	}
	c.commit()
	c.w.Header().Set("Location", c.root+c.canonical(&e.table, o))
	return c.show(http.StatusCreated, &e.table, o)
}

// update changes an object: PATCH what is sent, PUT everything.
func (c *call) update(e *entity, o object) *refusal {
	if r := c.query.only("$format"); r != nil {
		return r
	}
	if r := c.match(o); r != nil {
		return r
	}
	body, r := c.body()
	if r != nil {
		return r
	}
	if v, ok := body["Ref_Key"]; ok && !strings.EqualFold(str(v), str(o["Ref_Key"])) {
		return refuse(400, "16", "Не удалось присвоить свойство Ref_Key")
	}
	delete(body, "Ref_Key")
	changed := copyOf(o)
	if c.r.Method == http.MethodPut {
		if missing := e.missing(body); missing != "" {
			return refuse(400, "5", "Отсутствует обязательное значение свойства %s", missing)
		}
	}
	if r := c.apply(&e.table, e.name, changed, body); r != nil {
		return r
	}
	if r := c.write(e, o, changed, c.loading()); r != nil {
		return r
	}
	c.commit()
	return c.show(200, &e.table, changed)
}

// missing returns a property that a body does not have, of those that people fill.
func (e *entity) missing(body map[string]any) string {
	for _, p := range e.props {
		f := p.field()
		_, bound := body[p.name+"@odata.bind"]
		if _, ok := body[f]; !ok && !bound && !slices.Contains(assigned, f) {
			return f
		}
	}
	return ""
}

// assigned are the properties that the platform assigns.
var assigned = []string{"Ref_Key", "DataVersion", "Posted", "Predefined", "PredefinedDataName"}

// match compares If-Match with the version of the object, unless the server ignores it.
func (c *call) match(o object) *refusal {
	want := strings.Trim(strings.TrimPrefix(c.r.Header.Get("If-Match"), "W/"), `"`)
	if want == "" || want == "*" || c.settings.IgnoreIfMatch || want == o["DataVersion"] {
		return nil
	}
	return refuse(412, "-1", "Версия объекта не совпадает с переданной")
}

func (c *call) loading() bool { return c.r.Header.Get(loadMode) == "true" }

// remove deletes an object at once: references to it lead nowhere from then on.
func (c *call) remove(e *entity, o object) *refusal {
	if r := c.query.only("$format"); r != nil {
		return r
	}
	if r := c.match(o); r != nil {
		return r
	}
	if r := c.open(e, o); r != nil {
		return r
	}
	if yes(o["Posted"]) {
		if r := c.unpost(e, o); r != nil {
			return r
		}
	}
	delete(c.data[e.name], str(o["Ref_Key"]))
	c.commit()
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// act posts a document or takes its posting back. Only POST does, whatever $metadata leaves unsaid.
func (c *call) act(e *entity, o object, name string) *refusal {
	if c.r.Method != http.MethodPost {
		return wrongMethod(c.r.Method)
	}
	if r := c.query.only("$format", "PostingModeOperational"); r != nil {
		return r
	}
	if v, ok := c.query.values["PostingModeOperational"]; ok && v != "true" && v != "false" {
		return refuse(400, "1", `Не удалось разобрать строку "%s"`, v)
	}
	if r := c.match(o); r != nil {
		return r
	}
	run := c.post
	if name == "Unpost" {
		run = c.unpost
	}
	if r := run(e, o); r != nil {
		return r
	}
	c.commit()
	c.w.WriteHeader(http.StatusOK)
	return nil
}

// apply takes a body into an object. Properties that the base does not have are ignored and noted.
func (s *Server) apply(t *table, path string, o object, body map[string]any) *refusal {
	for name, v := range body {
		if base, ok := strings.CutSuffix(name, "@odata.bind"); ok {
			if r := s.bind(t, o, base, v); r != nil {
				return r
			}
			continue
		}
		if strings.Contains(name, "@") || strings.HasPrefix(name, "odata.") {
			continue // says something of the properties, and is none
		}
		if sec := t.section(name); sec != nil {
			all, r := s.readRows(sec, path+"."+name, v)
			if r != nil {
				return r
			}
			o[name] = all
			continue
		}
		p := t.by[name]
		switch {
		case p == nil:
			s.ignore(path + "." + name)
		case name == "Posted":
			if yes(o[name]) != (v == true || v == "true") {
				return refuse(400, "16", "Не удалось присвоить свойство Posted: документы проводит метод Post")
			}
		case name == "DataVersion":
			// what was read comes back
		case p.kind == mixed:
			val, typ, r := s.readMixed(p, pick(body, o, p.name), pick(body, o, p.name+"_Type"))
			if r != nil {
				return r
			}
			o[p.name], o[p.name+"_Type"] = val, typ
		default:
			if b := v == "true"; p.kind == flag && (b || v == "false") { // all is text in Atom
				v = b
			}
			val, r := s.read(p, v)
			if r != nil {
				return r
			}
			o[name] = val
		}
	}
	return nil
}

// pick is what a body says of a field; a value without its type is not completed by the old type.
func pick(body map[string]any, o object, field string) any {
	if v, ok := body[field]; ok {
		return v
	}
	if strings.HasSuffix(field, "_Type") {
		return nil
	}
	return o[field]
}

// bind takes a reference that is written as an address.
func (s *Server) bind(t *table, o object, name string, v any) *refusal {
	p := t.nav[name]
	if p == nil {
		s.ignore(t.name + "." + name + "@odata.bind")
		return nil
	}
	addr := str(v)
	if i := strings.Index(addr, servicePath+"/"); i >= 0 {
		addr = addr[i+len(servicePath)+1:]
	}
	target, args, ok := strings.Cut(addr, "(guid'")
	key := strings.TrimSuffix(args, "')")
	if !ok || !slices.Contains(p.to, target) || !isGUID(key) {
		return badValue(name+"@odata.bind", v)
	}
	o[p.field()] = strings.ToLower(key)
	if p.kind == mixed {
		o[p.name+"_Type"] = namespace + target
	}
	return nil
}

// readRows takes all rows of a section: they replace the old ones. A row without its number breaks the service.
func (s *Server) readRows(sec *table, path string, v any) ([]object, *refusal) {
	in, ok := v.([]any)
	if !ok {
		return nil, badValue(sec.name, v)
	}
	out := []object{}
	for _, v := range in {
		row, ok := v.(map[string]any)
		if !ok {
			return nil, badValue(sec.name, v)
		}
		if _, ok := row["LineNumber"]; !ok {
			return nil, business("Произошла внутренняя ошибка OData сервиса. " +
				"Дополнительные сведения можно найти в технологическом журнале.")
		}
		o := sec.blank()
		delete(row, "Ref_Key")
		if r := s.apply(sec, path, o, row); r != nil {
			return nil, r
		}
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(a, b object) int { return int(whole(a["LineNumber"]) - whole(b["LineNumber"])) })
	for i, o := range out {
		o["LineNumber"] = int64(i + 1)
	}
	return out, nil
}

// write checks and stores an object, new if old is nil. load is the mode of an exchange of data, without the checks and
// the filling of the configuration.
func (s *Server) write(e *entity, old, o object, load bool) *refusal {
	if r := s.open(e, o); r != nil {
		return r
	}
	if e.class == "Document" {
		if r := s.number(e, old, o); r != nil {
			return r
		}
		if yes(o["Posted"]) && yes(o["DeletionMark"]) {
			return business("Помеченный на удаление документ не может быть проведен!")
		}
		if !load {
			if r := s.beforeWrite(e, old, o); r != nil {
				return r
			}
		}
	}
	if e.by["ФайлХранилище_Base64Data"] != nil && !s.settings.KeepFiles {
		o["ФайлХранилище_Type"], o["ФайлХранилище_Base64Data"] = "", ""
	}
	if e.class == "Catalog" && e.by["Code"] != nil && o["Code"] == "" {
		o["Code"] = s.nextCode(e)
	}
	s.stamp(o)
	s.data[e.name][str(o["Ref_Key"])] = o
	if e.name == "Catalog_Склады" {
		s.kept = nil // its way of shipping may be another
	}
	return nil
}

// stamp gives an object its next version.
func (s *Server) stamp(o object) {
	s.version++
	o["DataVersion"] = base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, uint64(s.version)))
}

// open refuses to change what somebody has open, or what is in a closed period.
func (s *Server) open(e *entity, o object) *refusal {
	if s.locked[str(o["Ref_Key"])] {
		return business("Не удалось заблокировать запись. Ошибка блокировки объекта. "+
			"Объект уже заблокирован: %s открыт другим пользователем",
			s.title(e.name, o))
	}
	old := s.data[e.name][str(o["Ref_Key"])]
	for _, d := range []object{o, old} {
		if e.class == "Document" && d != nil && s.closed != "" && str(d["Date"])[:10] <= s.closed && d["Date"] != noDate {
			return business("Запрещено изменять данные с датой ранее %s (включительно). "+
				"%s невозможно изменить в запрещенном периоде.",
				ruDay(s.closed), s.title(e.name, d))
		}
	}
	return nil
}

// number gives a document its number, which is unique in a year.
func (s *Server) number(e *entity, old, o object) *refusal {
	if o["Number"] == "" {
		s.numbers[e.name]++
		o["Number"] = fmt.Sprintf("ИМ00-%06d", s.numbers[e.name])
	}
	if old != nil && old["Number"] == o["Number"] {
		return nil
	}
	for _, d := range s.data[e.name] {
		if d["Number"] == o["Number"] && str(d["Date"])[:4] == str(o["Date"])[:4] && d["Ref_Key"] != o["Ref_Key"] {
			return business(`Номер документа "%s" не уникален`, o["Number"])
		}
	}
	return nil
}

func (s *Server) nextCode(e *entity) string {
	n := e.by["Code"].size
	s.numbers[e.name]++
	code := strconv.Itoa(s.numbers[e.name])
	return strings.Repeat("0", max(0, n-len(code))) + code
}

// title is a document as 1C words it.
func (s *Server) title(entity string, o object) string {
	if o["Number"] == nil {
		return str(o["Description"])
	}
	name := titles[strings.TrimPrefix(entity, "Document_")]
	if name == "" {
		name = strings.TrimPrefix(entity, "Document_")
	}
	t, _ := parseMoment(str(o["Date"]))
	return fmt.Sprintf("%s %s от %s", name, o["Number"], t.Format("02.01.2006 15:04:05"))
}

var titles = map[string]string{
	"ЗаказКлиента": "Заказ клиента", "РеализацияТоваровУслуг": "Реализация товаров и услуг",
	"ЗаказНаПеремещение": "Заказ на перемещение", "ПеремещениеТоваров": "Перемещение товаров",
	"ЗаявкаНаВозвратТоваровОтКлиента": "Заявка на возврат товаров от клиента",
	"ВозвратТоваровОтКлиента":         "Возврат товаров от клиента", "ОперацияПоПлатежнойКарте": "Операция по платежной карте",
	"ПоступлениеБезналичныхДенежныхСредств": "Поступление безналичных ДС", "ЧекККМ": "Чек ККМ",
	"РасходныйОрдерНаТовары": "Расходный ордер на товары",
}

func ruDay(day string) string {
	t, _ := parseMoment(wholeDate(day))
	return t.Format("02.01.2006")
}
