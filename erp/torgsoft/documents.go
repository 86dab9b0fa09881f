package torgsoft

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// The kinds of documents that a person or program in Torgsoft tells of.
const (
	Invoice = "invoice" // счёт
	Waybill = "waybill" // расходная накладная
)

// The states of documents, as in the rules of order.SchemeRozetka. A waybill's are its delivery states («состояние
// доставки»).
const (
	Issued    = "issued" // an invoice
	Sent      = "sent"
	Delivered = "delivered"
	Received  = "received"
)

// Document is what happened to a document in Torgsoft.
type Document struct {
	Kind    string    // Invoice or Waybill
	Number  string    // in Torgsoft
	Date    time.Time // of the document; zero if the file does not say
	Order   string    // the number of the order in its channel
	State   string    // Issued, Sent, Delivered, Received; order.DocumentDraft for a waybill without a delivery state
	Waybill string    // the carrier's number, ТТН; empty for an own courier
	Centre  string    // the accounting centre: an invoice reserves there, a waybill writes off from there
	Basis   string    // the number of the invoice that a waybill was made of
	Void    string    // why the document was deleted; empty if it was not

	Account string // of Torgsoft, as in Settings
	File    string // that it stands in
	Line    int    // of that file, from 1
	// Extra are the columns that are not typed here, and what stands in a column and does not fit.
	Extra map[string]string
	// Problem is why the row cannot be used, or the whole file if Line is 0.
	Problem error

	day     bool   // the date has no time
	content string // tells the file from others
}

// Command returns the command that the document is for its order: order.IssueDocument, or order.VoidDocument. The error
// is the document's Problem.
func (d Document) Command() (order.Command, error) {
	if d.Problem != nil {
		return nil, d.Problem
	}
	if d.Void != "" {
		return order.VoidDocument{DocumentKind: d.Kind, Number: d.Number, Account: d.Account, Why: d.Void}, nil
	}
	date := ""
	switch {
	case d.Date.IsZero():
	case d.day:
		date = d.Date.Format(time.DateOnly)
	default:
		date = d.Date.Format(time.RFC3339)
	}
	return order.IssueDocument{Document: order.Document{
		Kind: d.Kind, Number: d.Number, Date: date, Ref: order.Ref{System: System, Account: d.Account, Kind: d.Kind},
		State: d.State, Waybill: d.Waybill, Basis: d.Basis, From: d.Centre,
	}}, nil
}

// Key is a key for order.By: the same row of the same file is the same command, however often it is read. The same row
// in another file is another: a document that goes back to a state is refused, not passed over.
func (d Document) Key() string {
	return fmt.Sprintf("%s/%s/%s/%s/%d", System, d.Account, documentsKind, d.content, d.Line)
}

// documentWords are the words for kinds and states that people may write, by ours.
var documentWords = map[string][]string{
	Invoice:             {"счет", "счёт", "рахунок"},
	Waybill:             {"накладная", "накладна", "расходная накладная", "видаткова накладна"},
	Issued:              {"выписан", "виписано"},
	order.DocumentDraft: {"none", "не указано", "(не указано)", "не вказано"},
	Sent:                {"отправлен", "відправлено", "відправлений"},
	Delivered:           {"доставлен", "доставлено", "доставлений"},
	Received:            {"получен", "отримано", "отриманий"},
}

// word returns ours for a word, or "" if it is not one of those asked for.
func word(s string, asked ...string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, w := range asked {
		if s == w || slices.Contains(documentWords[w], s) {
			return w
		}
	}
	return ""
}

// ReadDocuments reads a file of documents. Torgsoft has no such file: this is a form of ours, for whoever lets Torgsoft
// or a person tell of invoices and waybills. It is a table with a header, in the encodings and with the separators of
// the goods file, one row for each thing that happened:
//
//	Kind;Number;Date;Order;State;TTN;Centre;Basis;Void
//	invoice;77;14.03.2026 10:05;100734;;;2;;
//	waybill;91;14.03.2026 17:40;100734;sent;20450012345678;5;77;
//	waybill;91;;100734;received;;;;
//	invoice;78;;100735;;;;;the buyer chose another size
//
// Kind is invoice or waybill; State, of a waybill, is empty, sent, delivered or received; both may be written as
// Torgsoft shows them in Russian or Ukrainian. Date is by the clock in zone, as 14.03.2026 or 2026-03-14, with a time
// or without. Void is why the document was deleted. Kind, Number and Order are required; columns may be left out and
// stand in any order.
//
// A row that cannot be read is a Document with a Problem. A file that is half-written or damaged, or has no such
// header, is refused whole, as by [ReadGoods].
func ReadDocuments(data []byte, zone *time.Location) ([]Document, error) {
	text, _, err := decode(data)
	if err != nil {
		return nil, err
	}
	s := newScanner(text)
	first, _ := s.next(0)
	if err := checkHeader(first.fields); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	var out []Document
	for {
		r, more := s.next(len(first.fields))
		if !more {
			return out, s.whole()
		}
		d := readDocument(r, first.fields, zone)
		d.content = hex.EncodeToString(sum[:8])
		out = append(out, d)
	}
}

// checkHeader refuses a file without the columns that are required, or with two of one name.
func checkHeader(names []string) error {
	at := map[string]int{}
	for i, name := range names {
		if was, twice := at[plain(name)]; twice && plain(name) != "" {
			return refuse("the columns %d and %d have the same name %q", was+1, i+1, name)
		}
		at[plain(name)] = i
	}
	for _, name := range []string{"Kind", "Number", "Order"} {
		if _, there := at[plain(name)]; !there {
			return refuse("the file has no column %q: its first row must have the names of the columns", name)
		}
	}
	return nil
}

// readDocument reads a row.
func readDocument(r row, names []string, zone *time.Location) Document {
	d := Document{Line: r.line, Problem: r.err}
	state := ""
	for i, value := range r.fields {
		value = clean(value)
		if value == "" {
			continue
		}
		var want order.Text
		switch plain(names[i]) {
		case "kind":
			if d.Kind = word(value, Invoice, Waybill); d.Kind == "" {
				want = order.Textf("want invoice or waybill")
			}
		case "number":
			d.Number = value
		case "order":
			d.Order = value
		case "state":
			if state = word(value, Issued, order.DocumentDraft, Sent, Delivered, Received); state == "" {
				want = order.Textf("want sent, delivered or received, or nothing")
			}
		case "ttn", "waybill":
			d.Waybill = strings.Join(strings.Fields(value), "")
		case "centre", "center":
			d.Centre = value
		case "basis":
			d.Basis = value
		case "void":
			d.Void = value
		case "date":
			var ok bool
			if d.Date, d.day, ok = date(value, zone); !ok {
				want = order.Textf("want a date such as 14.03.2026 or 2026-03-14, perhaps with a time such as 17:40")
			}
		default:
			d.keep(names[i], value)
		}
		if !want.IsZero() {
			d.keep(names[i], value)
			d.fail(names[i], value, want)
		}
	}
	for _, required := range [][2]string{{"Kind", d.Kind}, {"Number", d.Number}, {"Order", d.Order}} {
		if required[1] == "" {
			d.fail(required[0], "", order.Textf("it is required"))
		}
	}
	switch {
	case d.Kind == Invoice && state != "" && state != Issued:
		d.fail("State", state, order.Textf("an invoice has none"))
	case d.Kind == Waybill && state == Issued:
		d.fail("State", state, order.Textf("want sent, delivered or received, or nothing"))
	case d.Kind == Invoice:
		d.State = Issued
	default:
		d.State = cmp.Or(state, order.DocumentDraft)
	}
	return d
}

func (d *Document) keep(name, value string) {
	if d.Extra == nil {
		d.Extra = map[string]string{}
	}
	d.Extra[name] = value
}

// fail notes the first problem.
func (d *Document) fail(column, value string, want order.Text) {
	if d.Problem == nil {
		d.Problem = valueError(d.Line, column, value, want)
	}
}

// date reads a date by the clock in a zone, and whether it has no time.
func date(s string, zone *time.Location) (t time.Time, day, ok bool) {
	for _, layout := range []string{"02.01.2006", time.DateOnly} {
		for _, clock := range []string{"", " 15:04", " 15:04:05", "T15:04:05"} {
			if t, err := time.ParseInLocation(layout+clock, s, zone); err == nil {
				return t, clock == "", true
			}
		}
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(zone), false, true
	}
	return time.Time{}, false, false
}

// String names the document in a message.
func (d Document) String() string { return fmt.Sprintf("%s %s of order %s", d.Kind, d.Number, d.Order) }
