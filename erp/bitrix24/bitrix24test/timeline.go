package bitrix24test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// entry is a record of a timeline: a comment, or a message of a program.
type entry struct {
	id, author    int
	typeID, owner int
	at            time.Time
	comment       bool
	title, text   string
	icon          string
	app           string // that made a message
	files         []int
}

func (s *Server) timelineMethods() map[string]method {
	return map[string]method{
		"crm.timeline.comment.add":       {scope: "crm", params: "fields", run: s.commentAdd},
		"crm.timeline.comment.update":    {scope: "crm", params: "id fields", run: s.commentUpdate},
		"crm.timeline.comment.get":       {scope: "crm", params: "id", run: s.commentGet},
		"crm.timeline.comment.list":      {scope: "crm", params: "filter order select", run: s.commentList},
		"crm.timeline.comment.delete":    {scope: "crm", params: "id ownerTypeId ownerId", run: s.commentDelete},
		"crm.timeline.logmessage.add":    {scope: "crm", params: "fields", run: s.messageAdd},
		"crm.timeline.logmessage.get":    {scope: "crm", params: "id", run: s.messageGet},
		"crm.timeline.logmessage.list":   {scope: "crm", params: "entityTypeId entityId order", run: s.messageList},
		"crm.timeline.logmessage.delete": {scope: "crm", params: "id", run: s.messageDelete},
	}
}

// entityByName is the type that a name of the timeline means; 0 if there is none.
func (s *Server) entityByName(name string) int {
	for _, id := range []int{deal, contact, company, order} {
		if s.entityName(id) == strings.ToLower(name) {
			return id
		}
	}
	for _, t := range s.types {
		if s.entityName(t.entityTypeID) == strings.ToLower(name) {
			return t.entityTypeID
		}
	}
	return 0
}

func (s *Server) commentAdd(c *bxserver.Call) (any, error) {
	v, ok := c.Params.Find("fields") // in lower case only
	m, _ := bxserver.AsMap(v)
	if !ok || m == nil {
		return nil, bxserver.Missing("fields")
	}
	get := func(name string) string { v, _ := m.Fold(name); return bxserver.Text(v) }
	typeID := s.entityByName(get("ENTITY_TYPE"))
	id, _ := m.Fold("ENTITY_ID")
	e := &entry{typeID: typeID, owner: bxserver.Int(id), text: get("COMMENT"), comment: true, at: s.Now(), author: c.User}
	if author, ok := m.Fold("AUTHOR_ID"); ok && c.Admin {
		e.author = bxserver.Int(author)
	}
	if strings.TrimSpace(e.text) == "" {
		return nil, bxserver.Refuse("", "Empty comment message.")
	}
	if e.owner <= 0 {
		return nil, bxserver.Refuse("", "ENTITY_ID is not defined or invalid.")
	}
	if typeID == 0 {
		return nil, bxserver.Refuse("", "ENTITY_TYPE is not supported.")
	}
	if s.find(typeID, e.owner) == nil {
		return nil, &bxserver.Error{Status: 403, Code: "ACCESS_DENIED", Text: "Access denied."}
	}
	if files, ok := m.Fold("FILES"); ok {
		e.files = s.upload(files)
	}
	for name := range m.All() {
		if !slices.Contains(split("ENTITY_ID ENTITY_TYPE COMMENT AUTHOR_ID FILES"), strings.ToUpper(name)) {
			c.Ignore("fields." + name)
		}
	}
	s.note(e)
	c.Commit()
	c.Raise("onCrmTimelineCommentAdd", bxserver.Row{"ID": e.id})
	return e.id, nil
}

func (s *Server) note(e *entry) {
	e.id = s.next("timeline")
	s.timeline = append(s.timeline, e)
}

// upload keeps files that were sent as pairs of a name and a content.
func (s *Server) upload(v any) []int {
	var ids []int
	list, _ := bxserver.AsList(v)
	for _, e := range list {
		if id := s.keepFile(e); id > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *Server) commentView(e *entry) bxserver.Row {
	list := bxserver.Row{}
	for _, id := range e.files {
		f := s.files[id]
		list[bxserver.Text(id)] = bxserver.Row{
			"id": id, "date": e.at, "type": "file", "name": f.name, "size": len(f.content), "authorId": e.author,
			"authorName": s.personName(e.author), "urlShow": fmt.Sprintf("%s/disk/showFile/%d/", Portal, id),
			"urlDownload": fmt.Sprintf("%s/disk/downloadFile/%d/", Portal, id),
		}
	}
	return bxserver.Row{
		"ID": bxserver.Text(e.id), "ENTITY_ID": bxserver.Text(e.owner), "ENTITY_TYPE": s.entityName(e.typeID), "CREATED": e.at,
		"COMMENT": e.text, "AUTHOR_ID": bxserver.Text(e.author), "FILES": list,
	}
}

func (s *Server) commentFind(c *bxserver.Call) (*entry, error) {
	for _, e := range s.timeline {
		if e.comment && e.id == c.Int("id") {
			return e, nil
		}
	}
	return nil, bxserver.Refuse("", "Not found")
}

func (s *Server) commentUpdate(c *bxserver.Call) (any, error) {
	e, err := s.commentFind(c)
	if err != nil {
		return nil, err
	}
	m := c.Array("fields")
	if v, ok := m.Fold("COMMENT"); ok {
		e.text = bxserver.Text(v)
	}
	if v, ok := m.Fold("FILES"); ok { // replaces all
		e.files = s.upload(v)
	}
	c.Commit()
	c.Raise("onCrmTimelineCommentUpdate", bxserver.Row{"ID": e.id})
	return true, nil
}

func (s *Server) commentGet(c *bxserver.Call) (any, error) {
	e, err := s.commentFind(c)
	if err != nil {
		return nil, err
	}
	return s.commentView(e), nil
}

func (s *Server) commentDelete(c *bxserver.Call) (any, error) {
	e, err := s.commentFind(c)
	if err != nil {
		return nil, err
	}
	s.timeline = slices.DeleteFunc(s.timeline, func(o *entry) bool { return o == e })
	c.Commit()
	c.Raise("onCrmTimelineCommentDelete", bxserver.Row{"ID": e.id})
	return true, nil
}

// commentList lists the comments of one object, which the filter must name.
func (s *Server) commentList(c *bxserver.Call) (any, error) {
	filter := c.Array("filter")
	id, _ := filter.Fold("ENTITY_ID")
	kind, _ := filter.Fold("ENTITY_TYPE")
	if bxserver.Int(id) <= 0 {
		return nil, bxserver.Refuse("", "ENTITY_ID is not defined or invalid.")
	}
	if s.entityByName(bxserver.Text(kind)) == 0 {
		return nil, bxserver.Refuse("", "ENTITY_TYPE is not supported.")
	}
	var all []bxserver.Row
	for _, e := range s.timeline {
		if e.comment {
			r := s.commentView(e)
			r["ID"], r["ENTITY_ID"], r["AUTHOR_ID"] = e.id, e.owner, e.author
			all = append(all, r)
		}
	}
	page, err := c.List(all, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		name = strings.ToUpper(name)
		return name, slices.Contains(split("ID ENTITY_ID ENTITY_TYPE CREATED COMMENT AUTHOR_ID"), name)
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		for _, name := range []string{"ID", "ENTITY_ID", "AUTHOR_ID"} {
			r[name] = bxserver.Text(r[name])
		}
		list = append(list, r)
	}
	return page.Answer(list), nil
}

func (e *entry) message() bxserver.Row {
	return bxserver.Row{
		"id": e.id, "created": e.at, "authorId": e.author, "title": e.title, "text": e.text, "iconCode": e.icon,
	}
}

func (s *Server) messageAdd(c *bxserver.Call) (any, error) {
	m := c.Array("fields")
	if m == nil {
		return nil, bxserver.Missing("fields")
	}
	for _, name := range split("entityTypeId entityId title text iconCode") {
		if m.Get(name) == nil {
			return nil, bxserver.Refuse("0", "Missing a required field: "+name)
		}
	}
	for name := range m.All() {
		if !slices.Contains(split("entityTypeId entityId title text iconCode"), name) {
			c.Ignore("fields." + name)
		}
	}
	typeID, id := bxserver.Int(m.Get("entityTypeId")), bxserver.Int(m.Get("entityId"))
	if s.find(typeID, id) == nil {
		return nil, bxserver.Refuse("ACCESS_DENIED", "Доступ запрещен")
	}
	e := &entry{
		typeID: typeID, owner: id, title: bxserver.Text(m.Get("title")), text: bxserver.Text(m.Get("text")),
		icon: bxserver.Text(m.Get("iconCode")), at: s.Now(), author: c.User, app: c.App,
	}
	s.note(e)
	c.Commit()
	return bxserver.Row{"logMessage": e.message()}, nil
}

func (s *Server) messageFind(c *bxserver.Call) (*entry, error) {
	for _, e := range s.timeline {
		if !e.comment && e.id == c.Int("id") {
			return e, nil
		}
	}
	return nil, bxserver.Refuse("NOT_FOUND", fmt.Sprintf("Timeline logmessage not found for id `%d`", c.Int("id")))
}

func (s *Server) messageGet(c *bxserver.Call) (any, error) {
	e, err := s.messageFind(c)
	if err != nil {
		return nil, err
	}
	return bxserver.Row{"logMessage": e.message()}, nil
}

// messageList lists ten messages a page, the newest first; an order that it does not know is passed over.
func (s *Server) messageList(c *bxserver.Call) (any, error) {
	for _, name := range split("entityTypeId entityId") {
		if _, ok := c.Param(name); !ok {
			return nil, bxserver.Missing(name)
		}
	}
	var all []bxserver.Row
	for _, e := range s.timeline {
		if !e.comment && e.typeID == c.Int("entityTypeId") && e.owner == c.Int("entityId") {
			all = append(all, e.message())
		}
	}
	order := &bxserver.Map{}
	for name, dir := range c.Array("order").All() {
		d := bxserver.Text(dir)
		if !slices.Contains([]string{"id", "created"}, name) || d != "asc" && d != "desc" {
			c.Ignore("order." + name)
			continue
		}
		order.Set(name, d)
	}
	if order.Len() == 0 {
		order.Set("id", "desc")
	}
	c.Params.Set("order", order)
	page, err := c.List(all, bxserver.List{Size: 10, Name: func(name string) (string, bool) { return name, true }})
	if err != nil {
		return nil, err
	}
	return page.Answer(page.Rows), nil
}

func (s *Server) messageDelete(c *bxserver.Call) (any, error) {
	if !c.Admin {
		return nil, bxserver.Refuse("ACCESS_DENIED", "Доступ запрещен")
	}
	e, err := s.messageFind(c)
	if err != nil {
		return nil, err
	}
	if e.app != c.App {
		return nil, bxserver.Refuse("REMOVING_DISABLED", "This log message can only be deleted by the application through which it was created")
	}
	s.timeline = slices.DeleteFunc(s.timeline, func(o *entry) bool { return o == e })
	c.Commit()
	return true, nil
}
