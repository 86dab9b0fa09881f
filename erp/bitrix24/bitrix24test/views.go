package bitrix24test

import (
	"fmt"
	"maps"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// Item is an object of the CRM as people see it: a deal, a client, or one of a smart process.
type Item struct {
	ID, TypeID    int
	Title         string
	Stage         string // its name, as «Собирается»
	StageID       string // its code, as C3:ASSEMBLING
	Funnel        string
	OriginatorID  string // of deals and clients
	OriginID      string
	XMLID         string // of smart processes
	Opportunity   float64
	Currency      string
	Contacts      []int
	CreatedBy     int
	UpdatedBy     int
	UpdatedAt     time.Time
	MovedBy       int
	Fields        map[string]any // all values by their name in upper case, as they are kept
	Phones, Mails []string       // of clients
}

// Line is a row of goods.
type Line struct {
	ID          int
	ProductID   int
	Name        string
	Price       float64 // of one, with VAT, after the discount
	Quantity    float64
	DiscountSum float64 // of one, without VAT
	VAT         any     // percent, a float64; nil: no VAT
	Sort        int
}

// Note is a record of a timeline.
type Note struct {
	ID, Author  int
	Comment     bool // or the message of a program
	Title, Text string
	Icon        string
	At          time.Time
	Files       []string // names
}

// Task is a task as people see it.
type Task struct {
	ID, Responsible, CreatedBy int
	Title, Description         string
	Status                     string // 2 waits, 3 is worked on, 4 waits for control, 5 is done, 6 is put off
	XMLID                      string
	Deadline                   time.Time
	About                      []string // objects of the CRM, such as D_77
	Comments                   []string
}

// Deals are all deals, in the order in which they were made.
func (s *Server) Deals() []Item { return s.all(deal) }

// Contacts are all clients who are people.
func (s *Server) Contacts() []Item { return s.all(contact) }

// Deal finds a deal by its id in the outer system.
func (s *Server) Deal(originID string) (Item, bool) {
	for _, d := range s.Deals() {
		if d.OriginID == originID {
			return d, true
		}
	}
	return Item{}, false
}

// Items are the objects of the smart process with this title that belong to a deal.
func (s *Server) Items(title string, dealID int) []Item {
	var out []Item
	for _, it := range s.all(s.typeByTitle(title)) {
		if it.Fields["PARENT_ID_2"] == dealID {
			out = append(out, it)
		}
	}
	return out
}

func (s *Server) typeByTitle(title string) int {
	s.Lock()
	defer s.Unlock()
	for _, t := range s.types {
		if t.title == title {
			return t.entityTypeID
		}
	}
	return 0
}

func (s *Server) all(typeID int) []Item {
	s.Lock()
	defer s.Unlock()
	var out []Item
	for _, it := range s.items[typeID] {
		out = append(out, s.seen(it))
	}
	return out
}

func (s *Server) seen(it *item) Item {
	out := Item{
		ID: it.id(), TypeID: it.typeID, Title: it.str("TITLE"), StageID: it.str("STAGE_ID"), OriginatorID: it.str("ORIGINATOR_ID"),
		OriginID: it.str("ORIGIN_ID"), XMLID: it.str("XML_ID"), Currency: it.str("CURRENCY_ID"), CreatedBy: it.num("CREATED_BY"),
		UpdatedBy: it.num("UPDATED_BY"), MovedBy: it.num("MOVED_BY"), Fields: maps.Clone(it.v),
	}
	out.Opportunity, _ = it.v["OPPORTUNITY"].(float64)
	out.UpdatedAt, _ = it.v["UPDATED_TIME"].(time.Time)
	if st := s.stage(out.StageID); st != nil {
		out.Stage = st.name
	}
	if f := s.funnel(it.typeID, it.num("CATEGORY_ID")); f != nil {
		out.Funnel = f.name
	}
	ids, _ := it.v["CONTACT_IDS"].([]any)
	for _, id := range ids {
		out.Contacts = append(out.Contacts, bxserver.Int(id))
	}
	for _, p := range it.contacts {
		switch p.Type {
		case "PHONE":
			out.Phones = append(out.Phones, p.Value)
		case "EMAIL":
			out.Mails = append(out.Mails, p.Value)
		}
	}
	return out
}

// Rows are the rows of a deal.
func (s *Server) Rows(dealID int) []Line { return s.ItemRows(deal, dealID) }

// ItemRows are the rows of an object of a type.
func (s *Server) ItemRows(typeID, id int) []Line {
	s.Lock()
	defer s.Unlock()
	it := s.find(typeID, id)
	if it == nil {
		return nil
	}
	var out []Line
	for _, r := range it.rows {
		row := *r
		l := Line{
			Name: bxserver.Text(row["PRODUCT_NAME"]), Price: number(row, "PRICE"), Quantity: number(row, "QUANTITY"),
			DiscountSum: number(row, "DISCOUNT_SUM"), VAT: row["TAX_RATE"],
		}
		l.ID, _ = row["ID"].(int)
		l.ProductID, _ = row["PRODUCT_ID"].(int)
		l.Sort, _ = row["SORT"].(int)
		out = append(out, l)
	}
	return out
}

// Timeline is the timeline of a deal, the oldest record first.
func (s *Server) Timeline(dealID int) []Note {
	s.Lock()
	defer s.Unlock()
	var out []Note
	for _, e := range s.timeline {
		if e.typeID != deal || e.owner != dealID {
			continue
		}
		n := Note{ID: e.id, Author: e.author, Comment: e.comment, Title: e.title, Text: e.text, Icon: e.icon, At: e.at}
		for _, id := range e.files {
			n.Files = append(n.Files, s.files[id].name)
		}
		out = append(out, n)
	}
	return out
}

// Tasks are all tasks.
func (s *Server) Tasks() []Task {
	s.Lock()
	defer s.Unlock()
	var out []Task
	for _, t := range s.tasks {
		seen := Task{
			ID: t.id, Responsible: bxserver.Int(t.v["responsibleId"]), CreatedBy: bxserver.Int(t.v["createdBy"]),
			Title: bxserver.Text(t.v["title"]), Description: bxserver.Text(t.v["description"]), Status: bxserver.Text(t.v["status"]),
			XMLID: bxserver.Text(t.v["xmlId"]),
		}
		seen.Deadline, _ = t.v["deadline"].(time.Time)
		about, _ := t.v["ufCrmTask"].([]any)
		for _, a := range about {
			seen.About = append(seen.About, bxserver.Text(a))
		}
		for _, c := range t.comments {
			seen.Comments = append(seen.Comments, bxserver.Text(c["POST_MESSAGE"]))
		}
		out = append(out, seen)
	}
	return out
}

// Notices are the notifications that people got and that no later one took the place of.
func (s *Server) Notices() []Notice {
	s.Lock()
	defer s.Unlock()
	var out []Notice
	for _, n := range s.notices {
		out = append(out, *n)
	}
	return out
}

// File returns the content of a file by its name in a field of an object, and whether there is one.
func (s *Server) File(typeID, id int, field, name string) ([]byte, bool) {
	s.Lock()
	defer s.Unlock()
	it := s.find(typeID, id)
	if it == nil {
		return nil, false
	}
	ids, _ := it.v[field].([]any)
	for _, e := range ids {
		if f := s.files[bxserver.Int(e)]; f != nil && f.name == name {
			return f.content, true
		}
	}
	return nil, false
}

// Field is a custom field as it was set up.
type Field struct {
	Entity, Name, Type string
	Multiple           bool
	Choices            []string
}

// CustomFields are the custom fields of all objects.
func (s *Server) CustomFields() []Field {
	s.Lock()
	defer s.Unlock()
	var out []Field
	for _, u := range s.fields {
		f := Field{Entity: u.entity, Name: u.name, Type: u.userID, Multiple: u.multiple}
		for _, e := range u.enum {
			f.Choices = append(f.Choices, e.value)
		}
		out = append(out, f)
	}
	return out
}

// Stages are the names of the stages of a type's funnel, in their order, each with its code: «NEW Новая».
func (s *Server) Stages(typeID int, funnel string) []string {
	s.Lock()
	defer s.Unlock()
	var out []string
	for _, f := range s.funnels(typeID) {
		if f.name != funnel {
			continue
		}
		for _, st := range s.stages(f) {
			out = append(out, fmt.Sprintf("%s %s", st.code[len(f.prefix()):], st.name))
		}
	}
	return out
}
