package report

import (
	"encoding/csv"
	"html/template"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// CSV writes the table with a head line and the codes as they are: UTF-8, commas, sums as 1290.50 with a column for
// each currency, lengths of time in seconds. The total is the last line; its key is empty. A value that a spreadsheet
// would run as a formula begins with an apostrophe.
func (t Table) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	var head []string
	for _, by := range t.Query.By {
		head = append(head, inert(string(by)))
	}
	head = append(head, "count")
	if t.hasUnits() {
		head = append(head, "units")
	}
	for _, c := range t.currencies() {
		head = append(head, "sum "+c)
	}
	if t.stays() {
		head = append(head, "open", "median s", "p90 s")
	}
	if err := out.Write(head); err != nil {
		return err
	}
	total := t.Total
	total.Key = make([]string, len(t.Query.By))
	for _, r := range append(t.Rows[:len(t.Rows):len(t.Rows)], total) {
		if err := out.Write(t.line(r)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (t Table) line(r Row) (cells []string) {
	for _, k := range r.Key {
		cells = append(cells, inert(k))
	}
	cells = append(cells, strconv.Itoa(r.Count))
	if t.hasUnits() {
		cells = append(cells, r.Units.String())
	}
	for _, c := range t.currencies() {
		cells = append(cells, r.in(c))
	}
	if t.stays() {
		cells = append(cells, strconv.Itoa(r.Open), seconds(r.Median), seconds(r.P90))
	}
	return cells
}

// in returns the sum in a currency, as a number.
func (r Row) in(currency string) string {
	for _, s := range r.Sums {
		if s.Currency() == currency {
			return s.Text()
		}
	}
	zero, err := amount.NewMoney(0, currency)
	if err != nil {
		return ""
	}
	return zero.Text()
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d/time.Second), 10) }

// inert returns a cell that no spreadsheet runs.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Page writes the table as a page of HTML without scripts. say translates its words, such as texts.Russian.Text does;
// nil leaves them in English.
func (t Table) Page(w io.Writer, say func(order.Text) string) error {
	if say == nil {
		say = order.Text.String
	}
	p := page{Title: say(t.title())}
	for _, by := range t.Query.By {
		p.Head = append(p.Head, cell{Text: say(t.name(by))})
	}
	numbers := []order.Text{order.Textf("how many")}
	if t.hasUnits() {
		numbers = append(numbers, order.Textf("units"))
	}
	for _, c := range t.currencies() {
		numbers = append(numbers, order.Textf("sum, %s", c))
	}
	if t.stays() {
		numbers = append(numbers, order.Textf("not ended"), order.Textf("half took at most"), order.Textf("nine tenths took at most"))
	}
	for _, n := range numbers {
		p.Head = append(p.Head, cell{say(n), true})
	}
	for _, r := range t.Rows {
		p.Rows = append(p.Rows, t.cells(r, say))
	}
	total := t.Total
	total.Key = make([]string, len(t.Query.By))
	p.Total = t.cells(total, say)
	if len(p.Total) > 0 && len(total.Key) > 0 {
		p.Total[0].Text = say(order.Textf("in all"))
	}
	for _, x := range t.Problems {
		p.Problems = append(p.Problems, say(order.Textf("order %s cannot be read and is not counted: %v", x.Order, x.Err)))
	}
	return pageOf.Execute(w, p)
}

func (t Table) cells(r Row, say func(order.Text) string) (cells []cell) {
	for i, k := range r.Key {
		cells = append(cells, cell{Text: say(t.value(t.Query.By[i], k))})
	}
	cells = append(cells, cell{strconv.Itoa(r.Count), true})
	if t.hasUnits() {
		cells = append(cells, cell{r.Units.String(), true})
	}
	for _, c := range t.currencies() {
		cells = append(cells, cell{r.in(c), true})
	}
	if t.stays() {
		cells = append(cells, cell{strconv.Itoa(r.Open), true}, cell{r.Median.String(), true}, cell{r.P90.String(), true})
	}
	return cells
}

func (t Table) title() order.Text {
	switch t.Query.Subject {
	case Orders:
		return order.Textf("Orders")
	case Stages:
		return order.Textf("Stages of orders")
	case Returns:
		return order.Textf("Returns")
	case Goods:
		return order.Textf("Goods by state and place")
	case Actions:
		return order.Textf("Who did what")
	}
	return order.Textf("%s", string(t.Query.Subject))
}

func (t Table) name(by By) order.Text {
	switch by {
	case Stage:
		return order.Textf("stage")
	case Channel:
		return order.Textf("channel")
	case Day:
		return order.Textf("day")
	case Week:
		return order.Textf("week")
	case Month:
		return order.Textf("month")
	case Reason:
		return order.Textf("reason")
	case Warehouse:
		return order.Textf("warehouse")
	case Article:
		return order.Textf("article")
	case Person:
		return order.Textf("by whom")
	case Kind:
		return order.Textf("what")
	}
	return order.Textf("%s", strings.TrimPrefix(string(by), labelPrefix))
}

// value returns a value of a dimension for people: a state or a reason by its name.
func (t Table) value(by By, v string) order.Text {
	switch {
	case v == "":
		return order.Textf("none")
	case by == Stage && t.Query.Subject == Goods:
		var s status.ItemState
		if s.UnmarshalText([]byte(v)) == nil {
			return order.Textf("%s", s)
		}
	case by == Stage:
		var s status.OrderState
		if s.UnmarshalText([]byte(v)) == nil {
			return order.Textf("%s", s)
		}
	case by == Reason:
		return order.Textf("%s", status.Reason(v))
	}
	return order.Textf("%s", v)
}

type page struct {
	Title    string
	Head     []cell
	Rows     [][]cell
	Total    []cell
	Problems []string
}

type cell struct {
	Text   string
	Number bool
}

var pageOf = template.Must(template.New("report").Parse(`<!doctype html>
<html><head><meta charset="utf-8"><title>{{.Title}}</title>
<style>body{font:14px sans-serif}td,th{padding:.2em .8em;text-align:left;border-bottom:1px solid #ddd}.n{text-align:right}tfoot td{font-weight:bold}</style>
</head><body><h1>{{.Title}}</h1>
<table><thead><tr>{{range .Head}}<th{{if .Number}} class="n"{{end}}>{{.Text}}</th>{{end}}</tr></thead>
<tbody>{{range .Rows}}
<tr>{{range .}}<td{{if .Number}} class="n"{{end}}>{{.Text}}</td>{{end}}</tr>{{end}}
</tbody><tfoot><tr>{{range .Total}}<td{{if .Number}} class="n"{{end}}>{{.Text}}</td>{{end}}</tr></tfoot></table>
{{range .Problems}}<p>{{.}}</p>
{{end}}</body></html>
`))
