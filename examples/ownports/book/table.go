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

// row is a row of the table: of an order, with an empty Line, or of a line.
type row struct{ Order, Line, What, Pieces, Sum, Status, Notes string }

// table holds the rows in their order.
type table []row

// find returns a row, or nil.
func (t table) find(id, line string) *row {
	i := slices.IndexFunc(t, func(r row) bool { return r.Order == id && r.Line == line })
	if i < 0 {
		return nil
	}
	return &t[i]
}

// history holds the changes, which a table does not keep.
type history struct {
	Seen    table        `json:"seen"`    // the table as it was read last
	Changes []erp.Change `json:"changes"` // what people changed; the first has the cursor "1"
}

// refresh reads the table and adds what a person has changed to the history. The caller holds the lock.
func (b *Book) refresh() (table, *history, error) {
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

// compare adds the differences between a table and the one that was read last.
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

// read reads the table. It is empty before the first order.
func (b *Book) read() (table, error) {
	text, err := os.ReadFile(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fail("read", ordo.Retry, b.path+" cannot be read", err)
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))) // spreadsheets begin files with a byte order mark
	c.Comma, c.FieldsPerRecord = ';', len(titles)
	all, err := c.ReadAll()
	if err == nil && (len(all) == 0 || !slices.Equal(all[0], titles)) {
		err = fmt.Errorf("the first row should be %q", titles)
	}
	if err != nil { // a person corrects the file; until then it is tried again
		return nil, fail("read", ordo.Retry, b.path+" is not a table of orders", err)
	}
	var t table
	for _, f := range all[1:] {
		t = append(t, row{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
	}
	return t, nil
}

// save writes the table, then the history. After a stop in between, our own change looks like that of a person, and
// has no effect.
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

// replace replaces a file in one step.
func replace(path string, text []byte) error {
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// refOf returns the reference to an order of the book.
func refOf(id string) order.Ref { return order.Ref{System: System, Kind: "order", ID: id} }
