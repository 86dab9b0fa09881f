package onectest

import (
	"slices"
	"strings"
)

// Document is a document of the base, for tests to read.
type Document struct {
	Kind    string // such as "ЗаказКлиента"
	Key     string // Ref_Key
	Number  string
	Date    string // in the time of the server
	Status  string // Статус
	Posted  bool
	Deleted bool           // marked for deletion
	Fields  map[string]any // as the interface has them: texts, float64, int64, bool, and rows as []map[string]any
}

// Documents returns the documents of a kind, such as "ЗаказКлиента", by their numbers. Of "" it returns all.
func (s *Server) Documents(kind string) []Document {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Document
	for _, name := range s.schema.names {
		k, ok := strings.CutPrefix(name, "Document_")
		if !ok || kind != "" && k != kind {
			continue
		}
		for _, o := range sortedByKey(s.data[name]) {
			out = append(out, documentOf(k, o))
		}
	}
	slices.SortStableFunc(out, func(a, b Document) int { return strings.Compare(a.Kind+a.Number, b.Kind+b.Number) })
	return out
}

func documentOf(kind string, o object) Document {
	return Document{
		kind, str(o["Ref_Key"]), str(o["Number"]), str(o["Date"]), str(o["Статус"]),
		yes(o["Posted"]), yes(o["DeletionMark"]), copyOf(o),
	}
}

// Orders returns the customer orders.
func (s *Server) Orders() []Document { return s.Documents("ЗаказКлиента") }

// Document returns the document with a number, and whether there is one.
func (s *Server) Document(kind, number string) (Document, bool) {
	for _, d := range s.Documents(kind) {
		if d.Number == number {
			return d, true
		}
	}
	return Document{}, false
}

// Key returns the key of an object by its name, code, article, number or barcode; empty if there is none.
func (s *Server) Key(entity, name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, field := range []string{"Description", "Code", "Артикул", "Number", "Штрихкод", "ЗначениеШтрихкода"} {
		if k := s.find(entity, field, name); k != noRef {
			return k
		}
	}
	return ""
}

// Object returns an object by its key, nil if there is none.
func (s *Server) Object(entity, key string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.data[entity][key]; o != nil {
		return copyOf(o)
	}
	return nil
}
