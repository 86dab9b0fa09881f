package bitrix24test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// category is a funnel of a type.
type category struct {
	id, typeID, sort int
	name             string
	isDefault        bool
	originator       string
	origin           string
}

// status is an entry of a reference book; stages are such entries.
type status struct {
	id, sort       int
	entity, code   string
	name, nameInit string
	system         bool
	category       *category
	color          string
	semantics      string // S: won, F: lost, empty: in work
}

// move is an entry of the history of stages.
type move struct {
	id, kind, typeID, owner, category int
	at                                time.Time
	semantics, stage                  string
}

func (s *Server) funnelMethods() map[string]method {
	return map[string]method{
		"crm.category.list":     {scope: "crm", params: "entityTypeId", run: s.categoryList},
		"crm.category.get":      {scope: "crm", params: "entityTypeId id", run: s.categoryGet},
		"crm.category.add":      {scope: "crm", params: "entityTypeId fields", run: s.categoryAdd},
		"crm.category.update":   {scope: "crm", params: "entityTypeId id fields", run: s.categoryUpdate},
		"crm.status.list":       {scope: "crm", params: "order filter", run: s.statusList},
		"crm.status.get":        {scope: "crm", params: "id", run: s.statusGet},
		"crm.status.add":        {scope: "crm", params: "fields", run: s.statusAdd},
		"crm.status.update":     {scope: "crm", params: "id fields", run: s.statusUpdate},
		"crm.status.delete":     {scope: "crm", params: "id params", run: s.statusDelete},
		"crm.stagehistory.list": {scope: "crm", params: "entityTypeId order filter select", run: s.historyList},
	}
}

// stageEntity is the book that has the stages of a funnel.
func (c *category) stageEntity() string {
	switch {
	case c.typeID != deal:
		return fmt.Sprintf("DYNAMIC_%d_STAGE_%d", c.typeID, c.id)
	case c.id == 0:
		return "DEAL_STAGE"
	}
	return fmt.Sprintf("DEAL_STAGE_%d", c.id)
}

// prefix is what codes of stages begin with.
func (c *category) prefix() string {
	switch {
	case c.typeID != deal:
		return fmt.Sprintf("DT%d_%d:", c.typeID, c.id)
	case c.id == 0:
		return ""
	}
	return fmt.Sprintf("C%d:", c.id)
}

// addFunnel makes a funnel with the stages that a new one has.
func (s *Server) addFunnel(typeID int, name string, isDefault bool) *category {
	c := &category{typeID: typeID, name: name, isDefault: isDefault, sort: 100 * (len(s.funnels(typeID)) + 1)}
	if typeID != deal || !isDefault {
		c.id = s.next("category")
	}
	s.categories = append(s.categories, c)
	stages := []status{
		{code: "NEW", name: "Новая", system: true},
		{code: "PREPARATION", name: "Подготовка документов"},
		{code: "PREPAYMENT_INVOICE", name: "Cчет на предоплату"},
		{code: "EXECUTING", name: "В работе"},
		{code: "FINAL_INVOICE", name: "Финальный счет"},
		{code: "WON", name: "Сделка успешна", system: true, semantics: "S"},
		{code: "LOSE", name: "Сделка провалена", system: true, semantics: "F"},
		{code: "APOLOGY", name: "Анализ причины провала", semantics: "F"},
	}
	if typeID != deal {
		stages = []status{
			{code: "NEW", name: "Начало", system: true},
			{code: "PREPARATION", name: "Подготовка"},
			{code: "CLIENT", name: "Согласование"},
			{code: "SUCCESS", name: "Успех", system: true, semantics: "S"},
			{code: "FAIL", name: "Провал", system: true, semantics: "F"},
		}
	}
	for i, st := range stages {
		st.id, st.sort, st.entity, st.category, st.color = s.next("status"), (i+1)*10, c.stageEntity(), c, "#39A8EF"
		st.code = c.prefix() + st.code
		if st.system {
			st.nameInit = st.name
		}
		s.statuses = append(s.statuses, &st)
	}
	return c
}

func (s *Server) funnels(typeID int) []*category {
	var out []*category
	for _, c := range s.categories {
		if c.typeID == typeID {
			out = append(out, c)
		}
	}
	return out
}

func (s *Server) funnel(typeID, id int) *category {
	for _, c := range s.funnels(typeID) {
		if c.id == id {
			return c
		}
	}
	return nil
}

// stages are those of a funnel in their order.
func (s *Server) stages(c *category) []*status {
	var out []*status
	for _, st := range s.statuses {
		if st.category == c {
			out = append(out, st)
		}
	}
	slices.SortStableFunc(out, func(a, b *status) int { return a.sort - b.sort })
	return out
}

func (s *Server) stage(code string) *status {
	for _, st := range s.statuses {
		if st.category != nil && st.code == code {
			return st
		}
	}
	return nil
}

// staged tells whether objects of a type have stages.
func (s *Server) staged(typeID int) bool {
	t := s.smart(typeID)
	return typeID == deal || t != nil && t.flags["isStagesEnabled"]
}

func (s *Server) validStage(it *item) bool {
	if !s.staged(it.typeID) {
		return true
	}
	st := s.stage(it.str("STAGE_ID"))
	return st != nil && st.category == s.funnel(it.typeID, it.num("CATEGORY_ID"))
}

// placeOnStage gives a new object, or one that got another funnel, the first stage there that means the same, if its
// own is none of this funnel.
func (s *Server) placeOnStage(it *item, isNew, elsewhere bool) {
	funnels := s.funnels(it.typeID)
	if len(funnels) == 0 || !s.staged(it.typeID) {
		return
	}
	if s.funnel(it.typeID, it.num("CATEGORY_ID")) == nil {
		it.v["CATEGORY_ID"] = funnels[0].id
	}
	if (isNew || elsewhere) && !s.validStage(it) {
		meant := ""
		if st := s.stage(it.str("STAGE_ID")); st != nil {
			meant = st.semantics
		}
		for _, st := range s.stages(s.funnel(it.typeID, it.num("CATEGORY_ID"))) {
			if st.semantics == meant {
				it.v["STAGE_ID"] = st.code
				break
			}
		}
	}
}

// moved follows a move: what depends on the stage, and the history.
func (s *Server) moved(it *item, category int, isNew bool) {
	if !s.staged(it.typeID) {
		return
	}
	st := s.stage(it.str("STAGE_ID"))
	semantics := "P"
	if st != nil && st.semantics != "" {
		semantics = st.semantics
	}
	if it.typeID == deal {
		it.v["STAGE_SEMANTIC_ID"], it.v["CLOSED"] = semantics, "N"
		if semantics != "P" {
			it.v["CLOSED"] = "Y"
			it.v["CLOSEDATE"] = time.Date(s.Now().Year(), s.Now().Month(), s.Now().Day(), 0, 0, 0, 0, s.Zone())
		}
	}
	kind := 2
	switch {
	case isNew:
		kind = 1
	case it.num("CATEGORY_ID") != category:
		kind = 5
	case semantics != "P":
		kind = 3
	}
	s.history = append(s.history, &move{
		id: s.next("history"), kind: kind, typeID: it.typeID, owner: it.id(), category: it.num("CATEGORY_ID"), at: s.Now(),
		semantics: semantics, stage: it.str("STAGE_ID"),
	})
}

func yesNo(b bool) string {
	if b {
		return "Y"
	}
	return "N"
}

func (c *category) view() bxserver.Row {
	return bxserver.Row{
		"id": c.id, "name": c.name, "sort": c.sort, "entityTypeId": c.typeID, "isDefault": yesNo(c.isDefault),
		"originatorId": c.originator, "originId": c.origin,
	}
}

// withFunnels reads the type of a call about funnels.
func (s *Server) withFunnels(c *bxserver.Call) (int, error) {
	id := c.Int("entityTypeId")
	t := s.smart(id)
	if id != deal && (t == nil || !t.flags["isCategoriesEnabled"] && !t.flags["isStagesEnabled"]) {
		return 0, errType(id)
	}
	return id, nil
}

func (s *Server) categoryList(c *bxserver.Call) (any, error) {
	id, err := s.withFunnels(c)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, f := range s.funnels(id) {
		list = append(list, f.view())
	}
	return bxserver.Counted{Result: bxserver.Row{"categories": list}, Total: len(list)}, nil
}

func (s *Server) categoryGet(c *bxserver.Call) (any, error) {
	f := s.funnel(c.Int("entityTypeId"), c.Int("id"))
	if f == nil {
		return nil, errNotFound
	}
	return bxserver.Row{"category": f.view()}, nil
}

func (s *Server) categoryAdd(c *bxserver.Call) (any, error) {
	id, err := s.withFunnels(c)
	if err != nil {
		return nil, err
	}
	if t := s.smart(id); t != nil && !t.flags["isCategoriesEnabled"] {
		return nil, errType(id)
	}
	if !c.Admin {
		return nil, bxserver.Refuse("ACCESS_DENIED", "Доступ запрещен")
	}
	name, _ := c.Array("fields").Fold("name")
	if bxserver.Text(name) == "" {
		return nil, bxserver.Refuse("BX_EMPTY_REQUIRED", `Не заполнено обязательное поле "NAME"`)
	}
	f := s.addFunnel(id, bxserver.Text(name), false)
	s.writeCategory(c, f)
	c.Commit()
	return bxserver.Row{"category": f.view()}, nil
}

func (s *Server) writeCategory(c *bxserver.Call, f *category) {
	for name, v := range c.Array("fields").All() {
		switch name {
		case "name":
			f.name = bxserver.Text(v)
		case "sort":
			f.sort = bxserver.Int(v)
		case "originId":
			f.origin = bxserver.Text(v)
		case "originatorId":
			f.originator = bxserver.Text(v)
		case "isDefault":
			if b := bxserver.Text(v); b == "Y" {
				for _, o := range s.funnels(f.typeID) {
					o.isDefault = o == f
				}
			}
		default:
			c.Ignore("fields." + name)
		}
	}
}

func (s *Server) categoryUpdate(c *bxserver.Call) (any, error) {
	f := s.funnel(c.Int("entityTypeId"), c.Int("id"))
	if f == nil {
		return nil, errNotFound
	}
	s.writeCategory(c, f)
	c.Commit()
	return bxserver.Row{"category": f.view()}, nil
}

// row is an entry as the methods show it, and as they filter it.
func (st *status) row() bxserver.Row {
	r := bxserver.Row{
		"ID": bxserver.Text(st.id), "ENTITY_ID": st.entity, "STATUS_ID": st.code, "NAME": st.name, "NAME_INIT": st.nameInit,
		"SORT": bxserver.Text(st.sort), "SYSTEM": yesNo(st.system), "CATEGORY_ID": nil, "COLOR": st.color, "SEMANTICS": nil,
	}
	meaning := "process"
	switch {
	case st.semantics == "S":
		meaning = "success"
	case st.semantics == "F" && strings.HasSuffix(st.code, "APOLOGY"):
		meaning = "apology"
	case st.semantics == "F":
		meaning = "failure"
	}
	if st.semantics != "" {
		r["SEMANTICS"] = st.semantics
	}
	if st.category != nil {
		r["EXTRA"] = bxserver.Row{"SEMANTICS": meaning, "COLOR": st.color}
		if st.category.id != 0 {
			r["CATEGORY_ID"] = bxserver.Text(st.category.id)
		}
	}
	return r
}

func (s *Server) statusList(c *bxserver.Call) (any, error) {
	var all []bxserver.Row
	for _, st := range s.statuses {
		r := st.row()
		r["ID"], r["SORT"] = st.id, st.sort // for filters and sorting
		all = append(all, r)
	}
	c.Start = 0 // this list has one page
	page, err := c.List(all, bxserver.List{Size: len(all) + 1, Name: func(name string) (string, bool) {
		name = strings.ToUpper(name)
		return name, slices.Contains(split("ID ENTITY_ID STATUS_ID NAME NAME_INIT SORT SYSTEM CATEGORY_ID COLOR SEMANTICS"), name)
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		r["ID"], r["SORT"] = bxserver.Text(r["ID"]), bxserver.Text(r["SORT"])
		list = append(list, r)
	}
	return page.Answer(list), nil
}

func (s *Server) statusFind(c *bxserver.Call) (*status, error) {
	for _, st := range s.statuses {
		if st.id == c.Int("id") {
			return st, nil
		}
	}
	return nil, bxserver.Refuse("", "Status is not found.")
}

func (s *Server) statusGet(c *bxserver.Call) (any, error) {
	st, err := s.statusFind(c)
	if err != nil {
		return nil, err
	}
	return st.row(), nil
}

// stageCode is what an entry may be called; a stage not longer than 22.
var stageCode = regexp.MustCompile(`^[A-Za-z0-9_-]{1,50}$`)

func (s *Server) statusAdd(c *bxserver.Call) (any, error) {
	m := c.Array("fields")
	value := func(name string) string { v, _ := m.Fold(name); return bxserver.Text(v) }
	st := &status{
		entity: value("ENTITY_ID"), code: value("STATUS_ID"), name: value("NAME"), color: value("COLOR"),
		semantics: value("SEMANTICS"),
	}
	sort, sorted := m.Fold("SORT")
	st.sort = bxserver.Int(sort)
	if !sorted {
		st.sort = 10
	}
	for _, f := range s.categories {
		if f.stageEntity() == st.entity {
			st.category = f
		}
	}
	if st.entity == "" || st.category == nil && !slices.Contains([]string{"SOURCE", "DEAL_TYPE", "CONTACT_TYPE", "COMPANY_TYPE"}, st.entity) {
		return nil, bxserver.Refuse("", "The field ENTITY_ID is required.")
	}
	if st.name == "" {
		return nil, bxserver.Refuse("", "The field NAME is required.")
	}
	if st.code == "" {
		st.code = fmt.Sprintf("UC_%06d", s.last["status"])
	}
	bare := strings.TrimPrefix(st.code, prefixOf(st.category))
	if !stageCode.MatchString(bare) || st.category != nil && len(bare) > 22 {
		return nil, bxserver.Refuse("", "Поле STATUS_ID может содержать только латинские буквы, цифры, дефис и подчеркивание.")
	}
	if st.category != nil && !strings.HasPrefix(st.code, st.category.prefix()) {
		st.code = st.category.prefix() + st.code
	}
	if !slices.Contains([]string{"", "S", "F", "P"}, st.semantics) {
		st.semantics = ""
	}
	if st.semantics == "P" {
		st.semantics = ""
	}
	for _, o := range s.statuses {
		if o.entity == st.entity && o.code == st.code {
			return nil, bxserver.Refuse("", "Status with this STATUS_ID already exists.")
		}
	}
	st.id = s.next("status")
	s.statuses = append(s.statuses, st)
	c.Commit()
	return st.id, nil
}

func prefixOf(c *category) string {
	if c == nil {
		return ""
	}
	return c.prefix()
}

func (s *Server) statusUpdate(c *bxserver.Call) (any, error) {
	st, err := s.statusFind(c)
	if err != nil {
		return nil, err
	}
	for name, v := range c.Array("fields").All() {
		switch strings.ToUpper(name) {
		case "NAME":
			st.name = bxserver.Text(v)
		case "SORT":
			st.sort = bxserver.Int(v)
		case "COLOR":
			st.color = bxserver.Text(v)
		case "SEMANTICS":
			if !st.system {
				st.semantics = strings.Trim(bxserver.Text(v), "P")
			}
		default:
			c.Ignore("fields." + name)
		}
	}
	c.Commit()
	return true, nil
}

func (s *Server) statusDelete(c *bxserver.Call) (any, error) {
	st, err := s.statusFind(c)
	if err != nil {
		return nil, err
	}
	forced, _ := c.Array("params").Fold("FORCED")
	if st.system && bxserver.Text(forced) != "Y" {
		return nil, bxserver.Refuse("", "CRM System Status can be deleted only if parameter FORCED is specified and equal to \"Y\".")
	}
	for _, list := range s.items {
		for _, it := range list {
			if st.category != nil && it.str("STAGE_ID") == st.code {
				return nil, bxserver.Refuse("", "Нельзя удалить стадию, на которой есть элементы.")
			}
		}
	}
	s.statuses = slices.DeleteFunc(s.statuses, func(o *status) bool { return o == st })
	c.Commit()
	return true, nil
}

func (s *Server) historyList(c *bxserver.Call) (any, error) {
	typeID := c.Int("entityTypeId")
	if !s.staged(typeID) {
		return nil, errType(typeID)
	}
	var all []bxserver.Row
	for _, m := range s.history {
		if m.typeID == typeID {
			all = append(all, bxserver.Row{
				"ID": m.id, "TYPE_ID": m.kind, "OWNER_ID": m.owner, "CREATED_TIME": m.at, "CATEGORY_ID": m.category,
				"STAGE_SEMANTIC_ID": m.semantics, "STAGE_ID": m.stage,
			})
		}
	}
	page, err := c.List(all, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		return name, slices.Contains(split("ID TYPE_ID OWNER_ID CREATED_TIME CATEGORY_ID STAGE_SEMANTIC_ID STAGE_ID"), name)
	}, Unknown: func(name string) error {
		return bxserver.Refuse("INVALID_ARG_VALUE", fmt.Sprintf("Invalid filter: field '%s' is not allowed in filter", name))
	}})
	if err != nil {
		return nil, err
	}
	return page.Answer(bxserver.Row{"items": page.Rows}), nil
}
