package chestnyznaktest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// The states of documents that the server gives them.
const (
	InProgress   = "IN_PROGRESS"
	CheckedOK    = "CHECKED_OK"
	CheckedNotOK = "CHECKED_NOT_OK"
	ParseError   = "PARSE_ERROR"
)

// Document is a document of the participant, or a receipt of which the registry was told.
type Document struct {
	ID       string
	Type     string // such as "LK_RECEIPT"
	Group    string
	Status   string
	Received time.Time
	Body     json.RawMessage // as it was signed
	Codes    []string        // КИ
	Errors   []DocumentError
}

// DocumentError is why a document was refused, or one of its codes.
type DocumentError struct {
	CIS    string // the code; empty: the whole document
	Number int    // of the error of a code
	Text   string
	Object string // the field, where the whole document is refused
}

// document is a document that is on its way.
type document struct {
	Document
	shown, due time.Time
	moved      []string // КИ of the codes that it moved
}

// Documents returns all documents, in the order in which they came.
func (s *Server) Documents() (all []Document) {
	s.do(func() {
		for _, d := range s.documents {
			all = append(all, d.copy())
		}
	})
	return all
}

// Find returns a document; one that is not there is zero.
func (s *Server) Find(id string) (found Document) {
	s.do(func() {
		if d := s.find(id); d != nil {
			found = d.copy()
		}
	})
	return found
}

func (d *document) copy() Document {
	c := d.Document
	c.Body, c.Codes, c.Errors = bytes.Clone(d.Body), slices.Clone(d.Codes), slices.Clone(d.Errors)
	return c
}

func (s *Server) find(id string) *document {
	for _, d := range s.documents {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// Process does what waits, without waiting: all documents are shown and checked, and all codes are told as they are.
func (s *Server) Process() {
	s.Check()
	s.do(func() {
		for _, e := range s.codes {
			e.until = time.Time{}
		}
	})
}

// Check is Process but for the codes, which are told as before until they are due.
func (s *Server) Check() {
	s.do(func() {
		now := s.now()
		for _, d := range s.documents {
			d.shown = now
			if d.Status == InProgress {
				s.checkDocument(d, now)
			}
		}
	})
}

// advance checks the documents that are due.
func (s *Server) advance() {
	for _, d := range s.documents {
		if d.Status == InProgress && !s.now().Before(d.due) {
			s.checkDocument(d, d.due)
		}
	}
}

// kinds are the documents that the server understands.
var kinds = map[string]func(*Server, *document) []move{
	"LK_RECEIPT": (*Server).withdrawal, "LK_RECEIPT_CANCEL": (*Server).withdrawalCancel, "LP_RETURN": (*Server).returned,
	"LK_REMARK": (*Server).remark,
}

// The most bytes and codes of a document.
const (
	maxDocument = 30_000_000
	maxProducts = 30_000
)

// create takes a document for checking.
func (s *Server) create(c call) (any, *refusal) {
	var in struct {
		Format    string `json:"document_format"`
		Document  string `json:"product_document"`
		Type      string `json:"type"`
		Signature string `json:"signature"`
		Group     string `json:"product_group"`
	}
	if err := fake.Strict(c.body, &in); err != nil {
		return nil, refuse(400, "Некорректный запрос: %v", err)
	}
	pg := c.query.Text("pg")
	content, err := base64.StdEncoding.DecodeString(in.Document)
	_, inn, genuine := verify(in.Signature, content)
	switch _, known := groups[pg]; {
	case !known:
		return nil, refuse(404, "Товарная группа %q не найдена", pg)
	case !slices.Contains(s.settings.Groups, pg):
		return nil, refuse(403, "Участник не зарегистрирован в товарной группе %s", pg)
	case in.Group != "" && in.Group != pg:
		return nil, refuse(400, "Товарная группа %s не совпадает с %s", in.Group, pg)
	case in.Format != "MANUAL":
		return nil, refuse(400, "Формат %q не поддерживается", in.Format)
	case kinds[in.Type] == nil:
		return nil, refuse(400, "Тип документа %q не поддерживается", in.Type)
	case err != nil || len(content) == 0:
		return nil, refuse(400, "product_document: ожидается Base64")
	case len(content) > maxDocument:
		return nil, refuse(413, "Размер документа превышает %d байт", maxDocument)
	case !genuine || inn != s.settings.INN:
		return nil, refuse(400, "Подпись документа не прошла проверку")
	}
	d := s.add(in.Type, pg, content)
	fake.Commit(c.Request)
	if s.settings.QuotedID {
		return d.ID, nil
	}
	return plain(d.ID), nil
}

func (s *Server) add(kind, pg string, content []byte) *document {
	now := s.now()
	d := &document{
		Document: Document{ID: s.id(), Type: kind, Group: pg, Status: InProgress, Received: now, Body: content},
		shown:    now.Add(s.settings.ShownAfter), due: now.Add(s.settings.CheckAfter),
	}
	s.documents = append(s.documents, d)
	if s.settings.CheckAfter == 0 {
		s.checkDocument(d, now)
	}
	return d
}

// move is what a document does with a code, unless the code has an error.
type move struct {
	cis    string
	number int // of the error; 0: none
	text   string
	do     func(*entry)
}

// checkDocument decides about a document at a time, and moves its codes.
func (s *Server) checkDocument(d *document, at time.Time) {
	d.Status = CheckedOK
	moves := kinds[d.Type](s, d) // what is wrong with the document as a whole is noted in it
	if d.Status == ParseError {
		return
	}
	s.apply(d, moves, at.Add(s.settings.CodesAfter))
}

// apply moves the codes of a document, and tells so from a time on.
func (s *Server) apply(d *document, moves []move, from time.Time) {
	bad := len(d.Errors) > 0
	for _, m := range moves {
		d.Codes = append(d.Codes, m.cis)
		if m.number != 0 {
			d.Errors = append(d.Errors, DocumentError{CIS: m.cis, Number: m.number, Text: m.text})
		}
	}
	if len(d.Errors) > 0 {
		d.Status = CheckedNotOK
	}
	for _, m := range moves {
		if m.number != 0 || bad || s.settings.AllOrNothing && d.Status == CheckedNotOK {
			continue
		}
		e := s.codes[m.cis]
		e.told = e.at(s.now())
		m.do(e)
		e.Document, e.until = d.ID, from
		d.moved = append(d.moved, m.cis)
	}
}

// refuse notes what is wrong with a document as a whole.
func (d *document) refuse(field, format string, args ...any) {
	d.Errors = append(d.Errors, DocumentError{Object: field, Text: fmt.Sprintf(format, args...)})
}

// parse reads the body of a document. A field that it does not have makes it unreadable, where the registry may ignore
// the field.
func (d *document) parse(v any) bool {
	if err := fake.Strict(d.Body, v); err != nil {
		d.Status = ParseError
		d.refuse("", "Документ не соответствует формату: %v", err)
		return false
	}
	return true
}

// day checks a date of the calendar in Moscow: not in the future, at most five years ago.
func (s *Server) day(d *document, field, value string) {
	today := s.now().In(moscow)
	oldest := today.AddDate(-5, 0, 0)
	if oldest.Day() != today.Day() { // the 29th of February
		oldest = oldest.AddDate(0, 0, -1)
	}
	switch _, err := time.Parse(time.DateOnly, value); {
	case err != nil:
		d.refuse(field, "Ожидается дата в формате yyyy-MM-dd")
	case value > today.Format(time.DateOnly):
		d.refuse(field, "Дата больше текущей")
	case value < oldest.Format(time.DateOnly):
		d.refuse(field, "Дата раньше текущей более чем на 5 лет")
	}
}

// unique notes codes that stand in a document twice, and a document without codes.
func (d *document) unique(field string, cises []string) {
	if len(cises) == 0 {
		d.refuse(field, "Список кодов пуст")
	}
	if len(cises) > maxProducts {
		d.refuse(field, "Количество кодов превышает %d", maxProducts)
	}
	seen := map[string]bool{}
	for _, c := range cises {
		if seen[c] {
			d.refuse(field, "Код %s указан повторно", c)
		}
		seen[c] = true
	}
}

// The numbers of errors of codes. The first ones are those of receipts; the registry's numbers for documents are not
// published.
const (
	repeated   = 2
	notThere   = 3
	wrongOwner = 7
	expired    = 8
	blocked    = 11
	special    = 12
	wrongGroup = 13
	wrongState = 14
	wrongType  = 15
)

// stuck says why no document of a group can move a code.
func (s *Server) stuck(cis, pg string) (number int, text string) {
	e := s.codes[cis]
	switch {
	case e == nil:
		return notThere, "Код не найден в ГИС МТ"
	case pg != "" && e.Group != pg:
		return wrongGroup, "Код относится к товарной группе " + e.Group
	case e.Owner != s.settings.INN:
		return wrongOwner, "Владелец кода — другой участник"
	case len(e.Blocked) > 0:
		return blocked, "Код заблокирован"
	case e.StatusEx != "":
		return special, "Код в особом состоянии " + e.StatusEx
	}
	return 0, ""
}
