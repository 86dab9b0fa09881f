package bitrix24test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// file is a file of the portal.
type file struct {
	name    string
	content []byte
}

func (s *Server) fileMethods() map[string]method {
	return map[string]method{
		"crm.controller.item.getFile": {scope: "crm", params: "token", run: s.getFile},
	}
}

// keepFile keeps a file that was sent as [name, content in base64]; 0 if it is none.
func (s *Server) keepFile(v any) int {
	if m, ok := v.(*bxserver.Map); ok {
		if inner, ok := m.Fold("fileData"); ok {
			v = inner
		}
	}
	pair, ok := bxserver.AsList(v)
	if !ok || len(pair) != 2 {
		return 0
	}
	content, err := base64.StdEncoding.DecodeString(bxserver.Text(pair[1]))
	if err != nil || bxserver.Text(pair[0]) == "" {
		return 0
	}
	id := s.next("file")
	s.files[id] = &file{bxserver.Text(pair[0]), content}
	return id
}

// fileData turns what older methods take into what the universal ones take.
func fileData(v any, multiple bool) any {
	one := func(v any) any {
		if m, ok := v.(*bxserver.Map); ok {
			if inner, ok := m.Fold("fileData"); ok {
				return inner
			}
		}
		return v
	}
	if !multiple {
		return one(v)
	}
	list, _ := bxserver.AsList(v)
	out := []any{}
	for _, e := range list {
		if id := bxserver.Int(e); id > 0 {
			m := &bxserver.Map{}
			m.Set("ID", id)
			out = append(out, m)
			continue
		}
		out = append(out, one(e))
	}
	return out
}

// setFiles writes a field of files. Of a field with several, those stay that are named by their id.
func (s *Server) setFiles(it *item, f field, v any) error {
	had, _ := it.v[f.name].([]any)
	keep := func(v any) (int, bool) {
		m, ok := v.(*bxserver.Map)
		if !ok {
			return 0, false
		}
		id, ok := m.Fold("ID")
		if !ok || !slices.Contains(had, any(bxserver.Int(id))) {
			return 0, ok
		}
		return bxserver.Int(id), true
	}
	values := []any{v}
	if f.multiple() {
		values, _ = bxserver.AsList(v)
	}
	now := []any{}
	for _, e := range values {
		id, kept := keep(e)
		if !kept {
			id = s.keepFile(e)
		}
		if id > 0 {
			now = append(now, id)
		}
	}
	it.v[f.name] = now
	return nil
}

// shownFiles are files as the universal methods show them: urlMachine can be fetched with what the caller called with.
func (s *Server) shownFiles(c *bxserver.Call, it *item, f field) any {
	ids, _ := it.v[f.name].([]any)
	list := []any{}
	for _, id := range ids {
		token := fmt.Sprintf("crm|%d|%d|%s|%v", it.typeID, it.id(), f.name, id)
		list = append(list, bxserver.Row{
			"id": id,
			"url": fmt.Sprintf("%s/bitrix/services/main/ajax.php?action=crm.controller.item.getFile&SITE_ID=s1&entityTypeId=%d&id=%d&fieldName=%s&fileId=%v",
				Portal, it.typeID, it.id(), f.name, id),
			"urlMachine": c.Link("crm.controller.item.getFile", url.Values{"token": {base64.URLEncoding.EncodeToString([]byte(token))}}),
		})
	}
	switch {
	case f.multiple():
		return list
	case len(list) == 0:
		return nil
	}
	return list[0]
}

// oldFiles are files as the older methods show them: a browser's session opens them, not a program.
func (s *Server) oldFiles(it *item, f field) any {
	ids, _ := it.v[f.name].([]any)
	list := []any{}
	for _, id := range ids {
		address := fmt.Sprintf("/bitrix/components/bitrix/crm.%s.show/show_file.php?ownerId=%d&fieldName=%s&fileId=%v",
			s.entityName(it.typeID), it.id(), f.name, id)
		list = append(list, bxserver.Row{"id": id, "showUrl": address, "downloadUrl": address})
	}
	switch {
	case len(list) == 0 && f.multiple():
		return []any{}
	case len(list) == 0:
		return nil
	case f.multiple():
		return list
	}
	return list[0]
}

func (s *Server) getFile(c *bxserver.Call) (any, error) {
	token, err := base64.URLEncoding.DecodeString(c.Text("token"))
	var typeID, owner, id int
	var name string
	if err == nil {
		_, err = fmt.Sscanf(string(token), "crm|%d|%d|", &typeID, &owner)
	}
	it := s.find(typeID, owner)
	if err != nil || it == nil {
		return nil, bxserver.Denied("Link check failed")
	}
	for _, u := range s.fields {
		ids, _ := it.v[u.name].([]any)
		for _, e := range ids {
			if fmt.Sprintf("crm|%d|%d|%s|%v", typeID, owner, u.name, e) == string(token) {
				id, name = e.(int), u.name
			}
		}
	}
	if name == "" {
		return nil, bxserver.Refuse("FILE_NOT_FOUND", "Файл не найден")
	}
	return bxserver.File{Name: s.files[id].name, Content: s.files[id].content}, nil
}
