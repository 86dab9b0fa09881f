package bitrix24test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// item is one object of the CRM.
type item struct {
	typeID   int
	v        bxserver.Row // values by name in upper case
	contacts []*contactPoint
	rows     []*productRow
}

func (it *item) id() int { return it.v["ID"].(int) }

func (it *item) str(name string) string { return bxserver.Text(it.v[name]) }

func (it *item) num(name string) int { n, _ := it.v[name].(int); return n }

var (
	errNotFound = bxserver.Refuse("NOT_FOUND", "Элемент не найден")
	errOwner    = bxserver.Refuse("OWNER_NOT_FOUND", "Owner was not found")
)

func errType(id int) error {
	return &bxserver.Error{Code: "ENTITY_TYPE_NOT_SUPPORTED", Text: fmt.Sprintf("Тип сущности «%d» не поддерживается", id)}
}

func (s *Server) itemMethods() map[string]method {
	return map[string]method{
		"crm.item.add":    {scope: "crm", params: "entityTypeId fields useOriginalUfNames", run: s.itemAdd},
		"crm.item.update": {scope: "crm", params: "entityTypeId id fields useOriginalUfNames", run: s.itemUpdate},
		"crm.item.get":    {scope: "crm", params: "entityTypeId id useOriginalUfNames", run: s.itemGet},
		"crm.item.list":   {scope: "crm", params: "entityTypeId select order filter useOriginalUfNames", run: s.itemList},
		"crm.item.delete": {scope: "crm", params: "entityTypeId id", run: s.itemDelete},
		"crm.item.fields": {scope: "crm", params: "entityTypeId useOriginalUfNames", run: s.itemFields},
	}
}

// find returns an object.
func (s *Server) find(typeID, id int) *item {
	for _, it := range s.items[typeID] {
		if it.id() == id {
			return it
		}
	}
	return nil
}

// typed reads the type that a universal method works on.
func (s *Server) typed(c *bxserver.Call) (int, []field, error) {
	if _, ok := c.Param("entityTypeId"); !ok {
		return 0, nil, bxserver.Missing("entityTypeId")
	}
	id := c.Int("entityTypeId")
	f, ok := s.schema(id)
	if !ok {
		return 0, nil, errType(id)
	}
	return id, f, nil
}

func original(c *bxserver.Call) bool { return c.Text("useOriginalUfNames") == "Y" }

func names(fields []field) func(string) bool {
	return func(name string) bool {
		return slices.ContainsFunc(fields, func(f field) bool { return f.name == name })
	}
}

// toUpper converts the names of what a universal method was sent.
func toUpper(c *bxserver.Call, m *bxserver.Map, known func(string) bool, prefixes bool) *bxserver.Map {
	out := &bxserver.Map{}
	for name, v := range m.All() {
		if sub, ok := bxserver.AsMap(v); ok {
			v = toUpper(c, sub, known, false)
		}
		bare := name
		if prefixes {
			bare = strings.TrimLeft(name, "=!<>@%")
		}
		if !original(c) || !strings.HasPrefix(bare, "UF_") {
			name = upper(name, known)
		}
		out.Set(name, v)
	}
	return out
}

func (s *Server) itemAdd(c *bxserver.Call) (any, error) {
	typeID, fields, err := s.typed(c)
	if err != nil {
		return nil, err
	}
	sent := c.Array("fields")
	if sent == nil {
		return nil, bxserver.Missing("fields")
	}
	it := &item{typeID: typeID, v: bxserver.Row{}}
	if err := s.write(c, it, fields, toUpper(c, sent, names(fields), false), sent, true); err != nil {
		return nil, err
	}
	s.add(c, it)
	return bxserver.Row{"item": s.view(c, it, fields, nil)}, nil
}

func (s *Server) itemUpdate(c *bxserver.Call) (any, error) {
	typeID, fields, err := s.typed(c)
	if err != nil {
		return nil, err
	}
	if _, ok := c.Param("id"); !ok {
		return nil, bxserver.Missing("id")
	}
	sent := c.Array("fields")
	if sent == nil {
		return nil, bxserver.Missing("fields")
	}
	it := s.find(typeID, c.Int("id"))
	if it == nil {
		return nil, errNotFound
	}
	if err := s.change(c, it, func(w *item) error {
		return s.write(c, w, fields, toUpper(c, sent, names(fields), false), sent, false)
	}); err != nil {
		return nil, err
	}
	return bxserver.Row{"item": s.view(c, it, fields, nil)}, nil
}

// add keeps a new object with what the portal itself writes.
func (s *Server) add(c *bxserver.Call, it *item) {
	now := s.Now()
	it.v["ID"] = s.next(fmt.Sprintf("item%d", it.typeID))
	for _, name := range []string{"CREATED_TIME", "UPDATED_TIME", "MOVED_TIME", "LAST_ACTIVITY_TIME"} {
		it.v[name] = now
	}
	for _, name := range []string{"CREATED_BY", "UPDATED_BY", "MOVED_BY", "LAST_ACTIVITY_BY"} {
		it.v[name] = c.User
	}
	if it.num("ASSIGNED_BY_ID") == 0 {
		it.v["ASSIGNED_BY_ID"] = c.User
	}
	if it.str("OPENED") == "" {
		it.v["OPENED"] = "Y"
	}
	if it.typeID != contact && it.str("TITLE") == "" {
		it.v["TITLE"] = fmt.Sprintf("%s #%d", s.typeTitle(it.typeID), it.id())
	}
	if fields, _ := s.schema(it.typeID); names(fields)("CURRENCY_ID") && it.str("CURRENCY_ID") == "" {
		it.v["CURRENCY_ID"] = "RUB"
	}
	s.placeOnStage(it, true, true)
	s.settle(it)
	s.items[it.typeID] = append(s.items[it.typeID], it)
	s.moved(it, 0, true)
	c.Commit()
	s.raise(c, it, "Add")
}

// change changes an object: all of it, or nothing if it is refused.
func (s *Server) change(c *bxserver.Call, it *item, f func(*item) error) error {
	before := bxserver.Row{}
	for k, v := range it.v {
		before[k] = v
	}
	contacts := slices.Clone(it.contacts)
	if err := f(it); err != nil {
		it.v, it.contacts = before, contacts
		return err
	}
	category, stage := (&item{v: before}).num("CATEGORY_ID"), bxserver.Text(before["STAGE_ID"])
	s.placeOnStage(it, false, it.num("CATEGORY_ID") != category)
	if !s.validStage(it) {
		it.v["STAGE_ID"] = stage // a stage that does not exist is not moved to, and nobody is told
	}
	it.v["UPDATED_TIME"], it.v["UPDATED_BY"] = s.Now(), c.User
	s.settle(it)
	if it.num("CATEGORY_ID") != category || it.str("STAGE_ID") != stage {
		it.v["MOVED_TIME"], it.v["MOVED_BY"] = s.Now(), c.User
		if it.typeID != deal {
			it.v["PREVIOUS_STAGE_ID"] = stage
		}
		s.moved(it, category, false)
	}
	c.Commit()
	s.raise(c, it, "Update")
	if it.typeID == deal && it.num("CATEGORY_ID") != category {
		c.Raise("onCrmDealMoveToCategory", bxserver.Row{
			"ID": it.id(), "CATEGORY_ID": it.num("CATEGORY_ID"), "STAGE_ID": it.str("STAGE_ID"),
		})
	}
	return nil
}

// raise tells of a change of an object.
func (s *Server) raise(c *bxserver.Call, it *item, what string) {
	switch it.typeID {
	case deal:
		c.Raise("onCrmDeal"+what, bxserver.Row{"ID": it.id()})
	case contact:
		c.Raise("onCrmContact"+what, bxserver.Row{"ID": it.id()})
	case company:
		c.Raise("onCrmCompany"+what, bxserver.Row{"ID": it.id()})
	default:
		c.Raise("onCrmDynamicItem"+what, bxserver.Row{"ID": it.id(), "ENTITY_TYPE_ID": it.typeID})
		c.Raise(fmt.Sprintf("onCrmDynamicItem%s_%d", what, it.typeID), bxserver.Row{"ID": it.id(), "ENTITY_TYPE_ID": it.typeID})
	}
}

// settle computes what follows from the rest: the sum of the rows, the client, the telephone.
func (s *Server) settle(it *item) {
	if it.str("IS_MANUAL_OPPORTUNITY") != "Y" && len(it.rows) > 0 {
		it.v["OPPORTUNITY"], it.v["TAX_VALUE"] = rowSums(it.rows)
	}
	has := func(kind string) string {
		if slices.ContainsFunc(it.contacts, func(p *contactPoint) bool { return p.Type == kind }) {
			return "Y"
		}
		return "N"
	}
	if it.typeID == contact || it.typeID == company {
		it.v["HAS_PHONE"], it.v["HAS_EMAIL"], it.v["HAS_IMOL"] = has("PHONE"), has("EMAIL"), "N"
	}
}

func (s *Server) itemGet(c *bxserver.Call) (any, error) {
	typeID, fields, err := s.typed(c)
	if err != nil {
		return nil, err
	}
	if _, ok := c.Param("id"); !ok {
		return nil, bxserver.Missing("id")
	}
	it := s.find(typeID, c.Int("id"))
	if it == nil {
		return nil, errNotFound
	}
	return bxserver.Row{"item": s.view(c, it, fields, nil)}, nil
}

func (s *Server) itemDelete(c *bxserver.Call) (any, error) {
	typeID, _, err := s.typed(c)
	if err != nil {
		return nil, err
	}
	it := s.find(typeID, c.Int("id"))
	if it == nil {
		return nil, errNotFound
	}
	s.remove(c, it)
	return []any{}, nil
}

func (s *Server) remove(c *bxserver.Call, it *item) {
	s.items[it.typeID] = slices.DeleteFunc(s.items[it.typeID], func(o *item) bool { return o == it })
	c.Commit()
	s.raise(c, it, "Delete")
}

// filterable are fields that conditions and sorting can name.
func filterable(fields []field) func(string) bool {
	known := names(fields)
	return func(name string) bool { return known(name) || name == "CONTACT_IDS" || name == "OBSERVERS" }
}

var prefixes = split("= % > < @ ! !@ != !% >< >= <= =% %= !>< !=% !%=")

// validFilter refuses what the portal's validator refuses.
func validFilter(m *bxserver.Map, known func(string) bool) error {
	var wrong []error
	for name, v := range m.All() {
		sub, array := bxserver.AsMap(v)
		if array {
			if err := validFilter(sub, known); err != nil {
				wrong = append(wrong, err)
			}
		}
		bare := strings.TrimLeft(name, "=!<>@%")
		prefix := strings.TrimSuffix(name, bare)
		number := bare == name && strings.Trim(name, "0123456789") == ""
		if !number && name != "LOGIC" && (!known(bare) || prefix != "" && !slices.Contains(prefixes, prefix)) {
			wrong = append(wrong, bxserver.Refuse("INVALID_ARG_VALUE",
				fmt.Sprintf("Invalid filter: field '%s' is not allowed in filter", name)))
		} else if array && !slices.Contains([]string{"", "=", "!=", "@", "!@"}, prefix) {
			wrong = append(wrong, bxserver.Refuse("INVALID_ARG_VALUE",
				fmt.Sprintf("Invalid filter: field '%s' has invalid value", name)))
		}
	}
	if len(wrong) > 0 {
		return wrong[0] // the first is told
	}
	return nil
}

func (s *Server) itemList(c *bxserver.Call) (any, error) {
	typeID, fields, err := s.typed(c)
	if err != nil {
		return nil, err
	}
	known := names(fields)
	if c.Array("filter") != nil {
		filter := toUpper(c, c.Array("filter"), known, true)
		if err := validFilter(filter, filterable(fields)); err != nil {
			return nil, err
		}
		c.Params.Set("filter", filter)
	}
	order := toUpper(c, c.Array("order"), known, false)
	for name, dir := range order.All() {
		if d := strings.ToUpper(bxserver.Text(dir)); !known(name) || d != "ASC" && d != "DESC" {
			return nil, bxserver.Refuse("INVALID_ARG_VALUE", fmt.Sprintf("Invalid order: field '%s' is not allowed in order", name))
		}
	}
	c.Params.Set("order", order)
	page, err := c.List(rows(s.items[typeID]), bxserver.List{
		Name:   func(name string) (string, bool) { return name, filterable(fields)(name) },
		Nested: true, Whole: true, DropOffsets: s.settings.OffsetsIgnored,
	})
	if err != nil {
		return nil, err
	}
	selected := s.selected(c, fields)
	list := []any{}
	for _, r := range page.Rows {
		list = append(list, s.view(c, s.find(typeID, r["ID"].(int)), fields, selected))
	}
	return page.Answer(bxserver.Row{"items": list}), nil
}

func rows(items []*item) []bxserver.Row {
	out := make([]bxserver.Row, len(items))
	for i, it := range items {
		out[i] = it.v
	}
	return out
}

// selected are the keys that answers of a list keep; nil: all. With useOriginalUfNames the keys are compared in upper
// case with those of the answer, which are in camel case but for the custom ones: of the system fields nothing is left.
func (s *Server) selected(c *bxserver.Call, fields []field) []string {
	v, ok := c.Param("select")
	list, array := bxserver.AsList(v)
	if !ok || !array {
		return nil
	}
	known := names(fields)
	keep := []string{}
	for _, name := range list {
		n := bxserver.Text(name)
		if n == "*" {
			return nil
		}
		if n == "UF_*" {
			for _, f := range fields {
				if f.custom != nil {
					keep = append(keep, f.name)
				}
			}
			continue
		}
		if !original(c) || !strings.HasPrefix(n, "UF_") {
			n = upper(n, known)
		}
		if !known(n) {
			c.Ignore("select." + bxserver.Text(name))
			continue
		}
		keep = append(keep, n)
	}
	if !original(c) {
		for i, n := range keep {
			keep[i] = camel(n)
		}
	}
	return keep
}

// dealRest are fields of deals that are shown and hold nothing here.
var dealRest = split(`dateCreateShort dateModifyShort productId begindateShort closedateShort eventDate eventDateShort eventId
	eventDescription searchContent isWork isWon isLose receivedAmount lostAmount hasProducts`)

// view is an object as the universal methods show it.
func (s *Server) view(c *bxserver.Call, it *item, fields []field, selected []string) bxserver.Row {
	out := bxserver.Row{}
	for _, f := range fields {
		name := camel(f.name)
		if f.custom != nil && original(c) {
			name = f.name
		}
		out[name] = s.shown(c, it, f)
	}
	out["entityTypeId"] = it.typeID
	if it.typeID == deal {
		for _, name := range dealRest {
			out[name] = nil
		}
	}
	if it.typeID == contact || it.typeID == company {
		points := []any{}
		for _, p := range it.contacts {
			points = append(points, bxserver.Row{"id": p.ID, "typeId": p.Type, "valueType": p.ValueType, "value": p.Value})
		}
		out["fm"] = points
	}
	if selected == nil {
		return out
	}
	for name := range out {
		if !slices.Contains(selected, name) {
			delete(out, name)
		}
	}
	return out
}

// shown is a value as the universal methods show it.
func (s *Server) shown(c *bxserver.Call, it *item, f field) any {
	v := it.v[f.name]
	t, isTime := v.(time.Time)
	switch {
	case f.kind == files:
		return s.shownFiles(c, it, f)
	case isTime:
		return s.shownTime(f, t)
	case v == nil && f.multiple():
		return []any{}
	case v == nil && f.kind == boolean:
		return "N"
	case v == nil && (f.name == "OPPORTUNITY" || f.name == "TAX_VALUE" || f.name == "COMPANY_ID" || f.name == "CONTACT_ID" || f.name == "CATEGORY_ID" || f.name == "WEBFORM_ID"):
		return 0
	}
	return v
}

func (s *Server) itemFields(c *bxserver.Call) (any, error) {
	_, fields, err := s.typed(c)
	if err != nil {
		return nil, err
	}
	out := bxserver.Row{}
	for _, f := range fields {
		name := camel(f.name)
		if f.custom != nil && original(c) {
			name = f.name
		}
		about := bxserver.Row{
			"type": string(f.kind), "isRequired": false, "isReadOnly": f.readOnly, "isImmutable": false,
			"isMultiple": f.multiple(), "isDynamic": f.custom != nil, "title": f.name, "upperName": f.name,
		}
		if f.custom != nil {
			about["title"] = f.custom.title()
			if f.kind == enumeration {
				about["items"] = f.custom.choices()
			}
		}
		out[name] = about
	}
	return bxserver.Row{"fields": out}, nil
}

// write sets the fields that were sent, in upper case. Those that the portal does not know or writes itself are dropped
// and noted.
func (s *Server) write(c *bxserver.Call, it *item, fields []field, upper, sent *bxserver.Map, isNew bool) error {
	if fm, ok := sent.Find("fm"); ok && (it.typeID == contact || it.typeID == company) {
		s.setMultifields(it, fm)
		upper.Delete("FM")
	}
	for name := range upper.All() {
		if !names(fields)(name) {
			c.Ignore("fields." + name)
		}
	}
	for _, f := range fields {
		v, ok := upper.Find(f.name)
		if !ok {
			continue
		}
		if f.readOnly {
			c.Ignore("fields." + f.name)
			continue
		}
		if isEmpty(v) {
			if !isNew && s.settings.EmptyKeeps {
				continue
			}
			it.v[f.name] = nil
			if f.name == "CATEGORY_ID" {
				it.v[f.name] = 0
			}
			if f.name == "CONTACT_ID" {
				it.v["CONTACT_IDS"] = nil
			}
			continue
		}
		if err := s.set(c, it, f, v); err != nil {
			return err
		}
	}
	return nil
}

func isEmpty(v any) bool {
	if list, ok := bxserver.AsList(v); ok {
		return len(list) == 0
	}
	_, isBool := v.(bool)
	return !isBool && bxserver.Text(v) == ""
}

// set writes one value that is not empty.
func (s *Server) set(c *bxserver.Call, it *item, f field, v any) error {
	if f.kind == files {
		return s.setFiles(it, f, v)
	}
	if f.multiple() {
		list, ok := bxserver.AsList(v)
		if !ok {
			list = []any{v}
		}
		values := []any{}
		for _, e := range list {
			one, ok, err := s.value(c, f, e)
			if err != nil {
				return err
			}
			if ok {
				values = append(values, one)
			}
		}
		it.v[f.name] = values
		if f.name == "CONTACT_IDS" {
			it.v["CONTACT_ID"] = 0
			if len(values) > 0 {
				it.v["CONTACT_ID"] = values[0]
			}
		}
		return nil
	}
	one, ok, err := s.value(c, f, v)
	if err != nil || !ok {
		return err
	}
	it.v[f.name] = one
	if f.name == "CONTACT_ID" {
		it.v["CONTACT_IDS"] = []any{one}
	}
	return nil
}

// value converts a value to the kind of its field; false: it is not set, and nobody is told.
func (s *Server) value(c *bxserver.Call, f field, v any) (any, bool, error) {
	if _, array := bxserver.AsMap(v); array {
		return nil, false, invalid(f)
	}
	switch f.kind {
	case integer, several:
		return bxserver.Int(v), true, nil
	case double:
		n, ok := bxserver.Number(v)
		if !ok {
			return nil, false, invalid(f)
		}
		return n, true, nil
	case boolean:
		b, isBool := v.(bool)
		t := bxserver.Text(v)
		if isBool && b || t == "Y" || t == "y" || t == "true" { // "1" is no
			return "Y", true, nil
		}
		return "N", true, nil
	case datetime, date:
		t, ok := bxserver.ParseTime(bxserver.Text(v), s.Zone())
		if f.kind == date {
			t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, s.Zone())
		}
		if !ok {
			c.Ignore("fields." + f.name)
		}
		return t, ok, nil
	case enumeration:
		id := bxserver.Int(v)
		if !slices.ContainsFunc(f.custom.enum, func(e *enumValue) bool { return e.id == id }) {
			return nil, false, invalid(f)
		}
		return id, true, nil
	}
	return bxserver.Text(v), true, nil
}

func invalid(f field) error {
	return bxserver.Refuse("CRM_FIELD_ERROR_VALUE_NOT_VALID", fmt.Sprintf("Invalid value for field \"%s\"", f.name))
}
