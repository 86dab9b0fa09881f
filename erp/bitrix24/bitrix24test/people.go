package bitrix24test

import (
	"encoding/base64"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// acts does what a person does on the pages of the portal: who it is is kept, and it raises events.
func (s *Server) acts(userID int, f func(*bxserver.Call) error) error {
	s.Lock()
	defer s.Unlock()
	c := s.As(userID)
	err := f(c)
	c.Finish()
	return err
}

func (s *Server) must(typeID, id int) (*item, error) {
	if it := s.find(typeID, id); it != nil {
		return it, nil
	}
	return nil, fmt.Errorf("bitrix24test: there is no object %d of type %d", id, typeID)
}

// MovesDeal makes a person move a deal to a stage of its funnel, by the name or by the code behind the prefix.
func (s *Server) MovesDeal(userID, dealID int, stage string) error {
	return s.moves(userID, deal, dealID, stage)
}

// MovesItem makes a person move an object of the smart process with this title to a stage.
func (s *Server) MovesItem(userID int, title string, id int, stage string) error {
	return s.moves(userID, s.typeByTitle(title), id, stage)
}

func (s *Server) moves(userID, typeID, id int, stage string) error {
	return s.acts(userID, func(c *bxserver.Call) error {
		it, err := s.must(typeID, id)
		if err != nil {
			return err
		}
		f := s.funnel(typeID, it.num("CATEGORY_ID"))
		for _, st := range s.stages(f) {
			if st.name == stage || st.code == stage || st.code == f.prefix()+stage {
				return s.change(c, it, func(w *item) error { w.v["STAGE_ID"] = st.code; return nil })
			}
		}
		return fmt.Errorf("bitrix24test: funnel %q has no stage %q", f.name, stage)
	})
}

// SetsRows makes a person write the rows of a deal as the page saves them: a line with the id of a row changes it, one
// without is a new row, and rows that are not named are deleted.
func (s *Server) SetsRows(userID, dealID int, lines ...Line) error {
	return s.acts(userID, func(c *bxserver.Call) error {
		it, err := s.must(deal, dealID)
		if err != nil {
			return err
		}
		return s.writeLines(c, it, lines)
	})
}

func (s *Server) writeLines(c *bxserver.Call, it *item, lines []Line) error {
	var rows []*productRow
	for _, l := range lines {
		r := productRow{}
		for _, o := range it.rows {
			if l.ID > 0 && (*o)["ID"] == l.ID {
				for k, v := range *o {
					r[k] = v
				}
			}
		}
		if l.ID > 0 && r["ID"] == nil {
			return fmt.Errorf("bitrix24test: object %d has no row %d", it.id(), l.ID)
		}
		r["PRODUCT_ID"], r["PRICE"], r["QUANTITY"], r["TAX_RATE"] = l.ProductID, l.Price, l.Quantity, l.VAT
		r["DISCOUNT_TYPE_ID"], r["DISCOUNT_SUM"] = 1, l.DiscountSum
		delete(r, "DISCOUNT_RATE")
		if l.Name != "" {
			r["PRODUCT_NAME"] = l.Name
		}
		if l.Sort != 0 {
			r["SORT"] = l.Sort
		}
		if err := s.normalize(r); err != nil {
			return err
		}
		if l.ID > 0 {
			rows = append(rows, &r)
			continue
		}
		rows = append(rows, s.newRow(it, r))
	}
	s.setRows(c, it, rows)
	return nil
}

// SetsField makes a person write a field of a deal: its name in upper case, the value as a page shows it. A value of an
// enumeration is its text; nil clears.
func (s *Server) SetsField(userID, dealID int, name string, value any) error {
	return s.sets(userID, deal, dealID, map[string]any{name: value})
}

// SetsItemField is SetsField for an object of the smart process with this title.
func (s *Server) SetsItemField(userID int, title string, id int, name string, value any) error {
	return s.sets(userID, s.typeByTitle(title), id, map[string]any{name: value})
}

// SetsContact makes a person write a field of a client.
func (s *Server) SetsContact(userID, contactID int, name string, value any) error {
	return s.sets(userID, contact, contactID, map[string]any{name: value})
}

func (s *Server) sets(userID, typeID, id int, values map[string]any) error {
	return s.acts(userID, func(c *bxserver.Call) error {
		it, err := s.must(typeID, id)
		if err != nil {
			return err
		}
		return s.change(c, it, func(w *item) error { return s.fill(c, w, values) })
	})
}

// fill writes values as a page shows them.
func (s *Server) fill(c *bxserver.Call, it *item, values map[string]any) error {
	fields, _ := s.schema(it.typeID)
	for name, v := range values {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		if i < 0 {
			return fmt.Errorf("bitrix24test: type %d has no field %q", it.typeID, name)
		}
		f := fields[i]
		if f.kind == enumeration && v != nil {
			j := slices.IndexFunc(f.custom.enum, func(e *enumValue) bool { return e.value == v })
			if j < 0 {
				return fmt.Errorf("bitrix24test: field %q has no value %q", name, v)
			}
			v = f.custom.enum[j].id
		}
		if isEmpty(v) {
			it.v[name] = nil
			continue
		}
		if err := s.set(c, it, f, v); err != nil {
			return err
		}
	}
	return nil
}

// AddsItem makes a person add an object of the smart process with this title to a deal, with values of fields by their
// names in upper case and with rows. It returns the id.
func (s *Server) AddsItem(userID int, title string, dealID int, values map[string]any, lines ...Line) (int, error) {
	typeID, id := s.typeByTitle(title), 0
	err := s.acts(userID, func(c *bxserver.Call) error {
		if typeID == 0 {
			return fmt.Errorf("bitrix24test: there is no smart process %q", title)
		}
		it := &item{typeID: typeID, v: bxserver.Row{"PARENT_ID_2": dealID}}
		if err := s.fill(c, it, values); err != nil {
			return err
		}
		s.add(c, it)
		id = it.id()
		if len(lines) == 0 {
			return nil
		}
		return s.writeLines(c, it, lines)
	})
	return id, err
}

// Attaches makes a person add a file to a field of an object of the smart process with this title; of deals if the
// title is empty.
func (s *Server) Attaches(userID int, title string, id int, name, fileName string, content []byte) error {
	typeID := deal
	if title != "" {
		typeID = s.typeByTitle(title)
	}
	return s.acts(userID, func(c *bxserver.Call) error {
		it, err := s.must(typeID, id)
		if err != nil {
			return err
		}
		fields, _ := s.schema(typeID)
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == name && f.kind == files })
		if i < 0 {
			return fmt.Errorf("bitrix24test: type %d has no field of files %q", typeID, name)
		}
		return s.change(c, it, func(w *item) error {
			had, _ := w.v[name].([]any)
			if !fields[i].multiple() {
				had = nil
			}
			w.v[name] = append(slices.Clone(had), any(s.keepFile([]any{fileName, base64.StdEncoding.EncodeToString(content)})))
			return nil
		})
	})
}

// Comments makes a person write into the timeline of a deal.
func (s *Server) Comments(userID, dealID int, text string) error {
	return s.acts(userID, func(c *bxserver.Call) error {
		if _, err := s.must(deal, dealID); err != nil {
			return err
		}
		e := &entry{typeID: deal, owner: dealID, text: text, comment: true, at: s.Now(), author: userID}
		s.note(e)
		c.Raise("onCrmTimelineCommentAdd", bxserver.Row{"ID": e.id})
		return nil
	})
}

// ClosesTask makes a person finish a task; what she writes is a comment of it.
func (s *Server) ClosesTask(userID, taskID int, text string) error {
	return s.acts(userID, func(c *bxserver.Call) error {
		t, err := s.taskFind(taskID)
		if err != nil {
			return err
		}
		if text != "" {
			s.taskComment(t, userID, text)
			t.v["commentsCount"] = nil
		}
		s.setTaskStatus(t, "5", userID)
		s.taskChanged(c, t)
		return nil
	})
}

// Calls makes a buyer call a person, who answers; the contact is known, or 0: then the portal looks for the number. It
// returns the id of the call.
func (s *Server) Calls(userID int, phone string, contactID int) string {
	var id string
	_ = s.acts(userID, func(c *bxserver.Call) error { // refuses nothing
		p := &phoneCall{
			id: fmt.Sprintf("call.%032x", s.next("call")), user: userID, kind: 2, phone: digits(phone), start: s.Now(), made: s.Now(),
			seconds: 60, code: "200",
		}
		if contactID > 0 {
			p.crmType, p.crmID = "CONTACT", contactID
		} else {
			p.crmType, p.crmID = s.whose(p.phone)
		}
		s.calls = append(s.calls, p)
		s.ended(c, p)
		id = p.id
		return nil
	})
	return id
}

// AddsContact makes a person add a client with a telephone number and an address, each of which may be empty. It
// returns the id.
func (s *Server) AddsContact(userID int, name, lastName, phone, mail string) int {
	var id int
	_ = s.acts(userID, func(c *bxserver.Call) error { // refuses nothing
		it := &item{typeID: contact, v: bxserver.Row{"NAME": name, "LAST_NAME": lastName}}
		if phone != "" {
			s.addPoint(it, "PHONE", "WORK", phone)
		}
		if mail != "" {
			s.addPoint(it, "EMAIL", "WORK", mail)
		}
		s.add(c, it)
		id = it.id()
		return nil
	})
	return id
}
