package book

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

var titles = []string{"order", "line", "what", "pieces", "sum", "status", "notes"}

// row is one of the table: of an order, where Line is empty, or of a line.
type row struct{ Order, Line, What, Pieces, Sum, Status, Notes string }

// table is the whole of it, in its order.
type table []row

// find returns a row, or nil.
func (t table) find(id, line string) *row {
	i := slices.IndexFunc(t, func(r row) bool { return r.Order == id && r.Line == line })
	if i < 0 {
		return nil
	}
	return &t[i]
}

// history is what the table lacks.
type history struct {
	Seen    table        `json:"seen"`    // the table as we saw it last
	Changes []erp.Change `json:"changes"` // what people changed; the first has the cursor "1"
}

// look reads the table, and takes what a person has changed into the history. Who holds the lock may change both.
func (b *Book) look() (table, *history, error) {
	t, err := b.read()
	if err != nil {
		return nil, nil, err
	}
	h := &history{}
	text, err := os.ReadFile(b.path + ".history.json")
	if err == nil {
		err = json.Unmarshal(text, h)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fail("history", ordo.Retry, b.path+".history.json cannot be read", err)
	}
	was := len(h.Changes)
	h.compare(t)
	if len(h.Changes) == was {
		return t, h, nil
	}
	h.Seen = t
	return t, h, b.keep(h)
}

// compare writes down how a table differs from the one that was seen last.
func (h *history) compare(t table) {
	now := time.Now().UTC()
	for _, old := range h.Seen {
		r := t.find(old.Order, old.Line)
		c := erp.Change{Ref: refOf(old.Order), At: now, Field: "status", Item: old.Line}
		switch {
		case r == nil && old.Line == "":
			c.Gone = true
		case r == nil || r.Status == old.Status:
			continue
		default:
			c.Value = r.Status
		}
		c.Cursor = strconv.Itoa(len(h.Changes) + 1)
		h.Changes = append(h.Changes, c)
	}
}

// read reads the table. Before there is any it is empty.
func (b *Book) read() (table, error) {
	text, err := os.ReadFile(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fail("read", ordo.Retry, b.path+" cannot be read", err)
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))) // spreadsheets begin files with a mark
	c.Comma, c.FieldsPerRecord = ';', len(titles)
	all, err := c.ReadAll()
	if err == nil && (len(all) == 0 || !slices.Equal(all[0], titles)) {
		err = fmt.Errorf("the first row should be %q", titles)
	}
	if err != nil { // a person puts it right, and then it goes on
		return nil, fail("read", ordo.Retry, b.path+" is not the table that it was", err)
	}
	var t table
	for _, f := range all[1:] {
		t = append(t, row{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
	}
	return t, nil
}

// save writes the table, and then that we saw it so. Should we be stopped in between, our own change is taken for a
// person's: it asks for what is so already.
func (b *Book) save(t table, h *history) error {
	var text bytes.Buffer
	c := csv.NewWriter(&text)
	c.Comma = ';'
	records := [][]string{titles}
	for _, r := range t {
		records = append(records, []string{r.Order, r.Line, r.What, r.Pieces, r.Sum, r.Status, r.Notes})
	}
	if err := c.WriteAll(records); err != nil {
		return fail("write", ordo.Invalid, "the table cannot be written", err)
	}
	if err := b.write(b.path, text.Bytes()); err != nil {
		return fail("write", ordo.Retry, b.path+" could not be written", err)
	}
	h.Seen = t
	return b.keep(h)
}

// keep writes the history.
func (b *Book) keep(h *history) error {
	text, err := json.Marshal(h)
	if err == nil {
		err = replace(b.path+".history.json", text)
	}
	if err != nil {
		return fail("history", ordo.Retry, "the history could not be written", err)
	}
	return nil
}

// replace puts a new file in the place of an old one.
func replace(path string, text []byte) error {
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// refOf names an order of the book.
func refOf(id string) order.Ref { return order.Ref{System: System, Kind: "order", ID: id} }
