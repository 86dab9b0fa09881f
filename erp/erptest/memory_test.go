package erptest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// memory is a system in memory that keeps all promises, but for those that broken names.
type memory struct {
	suite.MemoryWebhook
	broken   string // a flaw of the proof
	stranger bool   // it has wrong credentials

	mu      sync.Mutex
	cards   map[string]*card
	history []erp.Change
	own     []bool
	writes  int
	mishap  string // what befalls the next write: "loses", "fails"
	ledger  *Books // its stock and documents
	desk    *Desk  // the rows that people change
}

// card is an order as the system shows it.
type card struct {
	status    string
	cancelled map[string]bool
	notes     map[string]string // by key
	window    order.Window
	booked    BookedOrder
	order     string // its id
	typed     bool   // people changed the rows
}

func (m *memory) System() string { return "memory" }

func (m *memory) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	if m.broken == "shows no orders" && kind == order.EffectUpsert {
		return false
	}
	return slices.Contains([]order.EffectKind{
		order.EffectUpsert, order.EffectStatus, order.EffectCancel, order.EffectMoveDate, order.EffectNote,
		order.EffectLines, order.EffectPayment, order.EffectReturn, order.EffectDetails,
		order.EffectReserve, order.EffectDocument, order.EffectTransfer,
	}, kind)
}

func (m *memory) id(o order.View) string {
	if m.broken == "one id for all" {
		return "1"
	}
	return o.Ref.ID
}

func (m *memory) Ref(o order.View) order.Ref {
	switch m.broken {
	case "no reference":
		return order.Ref{}
	case "reference of the state":
		return order.Ref{System: "memory", Kind: "order", ID: m.id(o), Account: o.State.String()}
	}
	return order.Ref{System: "memory", Kind: "order", ID: m.id(o)}
}

func (m *memory) StatusFor(o order.View) string {
	if m.broken == "shows by chance" {
		m.writes++
		return strconv.Itoa(m.writes)
	}
	if o.State == status.OrderConfirmed || o.State == status.OrderPartlyConfirmed {
		return "agreed"
	}
	return o.State.String()
}

// write is one write of our own.
func (m *memory) write(id, field, value string, do func()) error {
	mishap := m.mishap
	m.mishap = ""
	if mishap == "fails" {
		switch m.broken {
		case "a refusal leaves a trace":
			m.cards["trace"] = &card{}
		case "a passing refusal is for good":
			return &ordo.Error{System: "memory", Class: ordo.Invalid}
		}
		return &ordo.Error{System: "memory", Class: ordo.Retry}
	}
	do()
	m.writes++
	m.log(true, erp.Change{Ref: order.Ref{System: "memory", Kind: "order", ID: id}, Field: field, Value: value})
	if mishap == "loses" {
		return &ordo.Error{System: "memory", Class: ordo.InDoubt}
	}
	return nil
}

func (m *memory) log(own bool, c erp.Change) {
	c.Cursor = strconv.Itoa(len(m.history) + 1)
	m.history, m.own = append(m.history, c), append(m.own, own)
}

// enter is what every call begins with.
func (m *memory) enter(ctx context.Context, flaw string) error {
	switch {
	case m.stranger && m.broken == "mistakes strangers":
		return &ordo.Error{System: "memory", Class: ordo.Retry}
	case m.stranger:
		return &ordo.Error{System: "memory", Class: ordo.Auth}
	case m.broken == flaw:
		return nil
	}
	return ctx.Err()
}

func (m *memory) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if err := m.enter(ctx, "applies without a context"); err != nil {
		return order.Outcome{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	id := m.id(t.Order)
	out := order.Outcome{Kind: order.Applied}
	if m.broken != "no reference" {
		out.Ref = order.Ref{System: "memory", Kind: "order", ID: id}
	}
	if !m.Can(t.Kind, t.Order.Scheme) {
		if m.broken == "does what it cannot" {
			return out, m.write(id, "x", "", func() {})
		}
		if m.broken == "says it did what it cannot" {
			return out, nil
		}
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	c := m.cards[id]
	switch t.Kind { //nolint:exhaustive // the others are its own
	case order.EffectUpsert:
		for _, s := range []erp.System{m.ledger, m.desk} {
			if _, err := s.Apply(context.WithoutCancel(ctx), t); err != nil {
				return out, err
			}
		}
	case order.EffectReserve, order.EffectDocument, order.EffectTransfer:
		return m.booked(ctx, t)
	case order.EffectReturn:
		note, err := m.booked(ctx, t)
		if err != nil {
			return note, err
		}
		out.Documents = note.Documents
	}
	if t.Kind == order.EffectUpsert {
		if c != nil && m.broken != "a new order each time" {
			out.Kind = order.AlreadySo
			return out, nil
		}
		if m.broken == "makes nothing" {
			return out, nil
		}
		name := id
		if c != nil || m.mishap == "loses" && m.broken == "a lost answer is a new order" {
			name = id + "/" + strconv.Itoa(len(m.cards))
		}
		if m.broken == "another reference each time" {
			out.Ref.ID = id + strconv.Itoa(m.writes)
		}
		return out, m.write(name, "created", "", func() {
			m.cards[name] = &card{status: m.StatusFor(t.Order), cancelled: map[string]bool{}, notes: map[string]string{}, window: t.Order.Delivery.Window, booked: newBooked(name, t.Order), order: t.Order.ID}
		})
	}
	if c == nil {
		return out, &ordo.Error{System: "memory", Class: ordo.NotFound}
	}
	return m.change(ctx, id, c, t, out)
}

// change applies an effect to an order that is there.
func (m *memory) change(ctx context.Context, id string, c *card, t order.Task, out order.Outcome) (order.Outcome, error) {
	same := func(is bool) bool { return is && m.broken != "writes what is so" }
	so := order.Outcome{Kind: order.AlreadySo, Ref: out.Ref, Documents: out.Documents}
	switch t.Kind {
	case order.EffectStatus:
		want := m.StatusFor(t.Order)
		switch m.broken {
		case "another status":
			want = "unheard of"
		case "forgets the status":
			return out, nil
		case "wrong code in the outcome":
			out.Code = "unheard of"
		}
		if same(c.status == want) {
			return so, nil
		}
		return out, m.write(id, "status", want, func() {
			c.status = want
			if m.broken == "writes to all orders" {
				for _, other := range m.cards {
					other.status = want
				}
			}
		})
	case order.EffectCancel:
		lines := map[string]bool{}
		for _, u := range t.Units {
			lines[u.Line] = true
		}
		if m.broken == "cancels too much" {
			lines["1"] = true
		}
		if m.broken == "cancels nothing" {
			return out, nil
		}
		missing := false
		for l := range lines {
			missing = missing || !c.cancelled[l]
		}
		if same(!missing) {
			return so, nil
		}
		return out, m.write(id, "lines", "", func() { maps.Copy(c.cancelled, lines) })
	case order.EffectMoveDate:
		w := t.Order.Delivery.Window
		if m.broken == "another zone" {
			w.From = w.From.Add(3 * time.Hour)
		}
		if same(c.window == w) {
			return so, nil
		}
		return out, m.write(id, "window", "", func() { c.window = w })
	case order.EffectLines:
		if c.typed {
			return m.writeRows(ctx, t)
		}
		return m.bring(id, c, t, out)
	case order.EffectPayment, order.EffectReturn, order.EffectDetails:
		return m.bring(id, c, t, out)
	}
	key := t.Key
	switch m.broken {
	case "a note each time":
		key += strconv.Itoa(len(c.notes))
	case "one note for all keys":
		key = "1"
	case "no notes":
		return out, nil
	}
	if _, has := c.notes[key]; same(has) {
		return so, nil
	}
	return out, m.write(id, "note", "", func() { c.notes[key] = t.Text })
}

// bring follows lines, payments, returns and details.
func (m *memory) bring(id string, c *card, t order.Task, out order.Outcome) (order.Outcome, error) {
	to, before := changed(t, c.booked), c.booked.Sums()
	switch m.broken {
	case "keeps the lines", "keeps the payments", "keeps what is back", "keeps the details":
		to = c.booked
	case "drops a person's line":
		to.Lines = slices.DeleteFunc(to.Lines, func(l order.LineSum) bool { return l.Line == "" })
	case "changes each time":
		to.ID += "+"
	case "a payment each time":
		to.Payments = append(to.Payments, BookedPayment{ID: strconv.Itoa(m.writes), Kept: t.Order.Paid})
	case "pays all at once":
		to.Payments = []BookedPayment{{ID: t.Payment, Kept: t.Order.Paid}}
	case "takes all back":
		to.Lines = nil
	case "drops the comment":
		to.Delivery.Comment = ""
	}
	var err error
	if reflect.DeepEqual(to, c.booked) {
		out.Kind = order.AlreadySo
	} else {
		err = m.write(id, string(t.Kind), "", func() { c.booked = to })
	}
	sums := c.booked.Sums()
	switch m.broken {
	case "says no sums":
		return out, err
	case "says old sums":
		sums = before
	case "shows less than it says":
		c.booked.Lines = c.booked.Lines[:1]
	}
	out.Sums = &sums
	return out, err
}

func (m *memory) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		if err := m.enter(ctx, "lists without a context"); err != nil {
			yield(erp.Change{}, err)
			if m.broken == "yields errors twice" {
				yield(erp.Change{}, err)
			}
			return
		}
		from, _ := strconv.Atoi(cursor)
		if m.broken == "begins anew" {
			from = 0
		}
		for i, c := range m.history {
			if i < from {
				continue
			}
			if m.own[i] && m.broken != "own writes come back" {
				c = erp.Change{Cursor: c.Cursor}
			}
			switch m.broken {
			case "loses changes":
				c.Ref = order.Ref{}
			case "speaks of another reference":
				c.Ref.Kind = cmp.Or(c.Ref.Kind, "other") + "s"
			case "keeps the cursor":
				c.Cursor = ""
			case "yields twice":
				if !yield(c, nil) {
					return
				}
			}
			if !yield(c, nil) && m.broken != "goes on after a break" {
				return
			}
		}
		if m.broken == "forgets what it told" {
			m.history, m.own = nil, nil
		}
	}
}

func (m *memory) Read(ctx context.Context, changes []erp.Change, o order.View) (erp.Reading, error) {
	if err := m.enter(ctx, "reads without a context"); err != nil {
		return erp.Reading{}, err
	}
	c := m.cards[m.id(o)]
	if c == nil {
		return erp.Reading{}, &ordo.Error{System: "memory", Class: ordo.NotFound}
	}
	w := order.Intent{Code: "x"}
	for _, ch := range changes {
		switch {
		case ch.Field == "status" && ch.Value == "agreed" && m.broken != "understands nothing":
			w.Commands = append(w.Commands, order.Confirm{})
		case ch.Field == "line" && m.broken == "refuses another line":
			w.Commands = append(w.Commands, order.Cancel{Picks: order.PickAll("1"), Reason: status.ReasonOutOfStock})
		case ch.Field == "line":
			w.Commands = append(w.Commands, order.Cancel{Picks: order.PickAll(ch.Item), Reason: status.ReasonOutOfStock})
		}
	}
	if m.broken == "wishes something each time" {
		w.Commands = append(w.Commands, order.WriteComment{Text: "read"})
	}
	if m.broken == "a wish that makes no sense" {
		w.Codes = []string{"a", "b", "c", "d"}
	}
	r := erp.Reading{Status: c.status, Reports: []order.Observation{w}}
	for _, ch := range changes {
		if ch.Field != FieldDocument || m.broken == "reads no documents" {
			continue
		}
		for _, d := range m.documents(m.numberOf(ch.Ref)) {
			if m.broken == "reads documents as they were" {
				d.State, d.Posted = "requested", false
			}
			r.Reports = append(r.Reports, order.DocumentReport{Document: d})
		}
	}
	if c.typed {
		if err := m.readRows(ctx, changes, o, &r); err != nil {
			return r, err
		}
	}
	switch m.broken {
	case "reads another status":
		r.Status = "unheard of"
	case "reads the clock":
		if len(changes) > 0 && strings.Contains(changes[0].At.String(), " m=") {
			r.Reports = nil
		}
	}
	return r, nil
}

func (m *memory) Receive(_ *http.Request, body []byte) (ordo.Call[erp.Change], error) {
	if !strings.HasPrefix(string(body), "9") {
		return ordo.Call[erp.Change]{}, &ordo.CallError{System: "memory", Status: 400, Text: "no id"}
	}
	c := ordo.Call[erp.Change]{News: []erp.Change{{Field: string(body)}}}
	switch m.broken {
	case "calls bring nothing":
		c.News = nil
	case "receiving writes":
		m.writes++
	}
	return c, nil
}

func (m *memory) Check(ctx context.Context) error {
	if m.broken == "is not content" {
		return errors.New("no")
	}
	return m.enter(ctx, "checks without a context")
}

func (m *memory) Reasons() []erp.Reason {
	r := erp.Reason{Status: "out", Kind: order.EffectRefuse, Reason: status.ReasonOutOfStock}
	if m.broken == "reasons without a moment" {
		r.Kind = ""
	}
	return []erp.Reason{r}
}

// does is what a person does.
func (m *memory) does(c erp.Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken == "reads the clock" {
		c.At = time.Now()
	}
	m.log(false, c)
}

func (m *memory) card(ref order.Ref) *card {
	if c := m.cards[ref.ID]; c != nil {
		return c
	}
	return &card{}
}

// fixture is what a test may see of it.
func (m *memory) fixture() Fixture {
	m.cards = map[string]*card{}
	m.ledger = NewBooks(erp.Warehouse{Code: "central", Central: true}, erp.Warehouse{Code: "shop"})
	m.desk = NewDesk()
	m.MemoryWebhook.Open = m.broken == "takes forged calls"
	call := func(right bool) func(order.Ref) (*http.Request, []byte) {
		return func(ref order.Ref) (*http.Request, []byte) { return suite.MemoryCall(right, ref.ID) }
	}
	f := Fixture{
		Port: m, BadCredentials: &memory{broken: m.broken, stranger: true}, Count: func() int { return len(m.cards) }, Commits: func() int { return m.writes },
		Status:    func(ref order.Ref) string { return m.card(ref).status },
		Cancelled: func(ref order.Ref) []string { return slices.Sorted(maps.Keys(m.card(ref).cancelled)) },
		Notes:     func(ref order.Ref) []string { return slices.Collect(maps.Values(m.card(ref).notes)) },
		Window:    func(ref order.Ref) order.Window { return m.card(ref).window },
		Confirms: func(ref order.Ref) error {
			m.card(ref).status = "agreed"
			c := erp.Change{Ref: ref, Field: "status", Value: "agreed", At: start, By: "7"}
			if m.broken == "forgets the user" {
				c.By = ""
			}
			m.does(c)
			return nil
		},
		Cancels: func(ref order.Ref, line string) error {
			m.does(erp.Change{Ref: ref, Field: "line", Value: "out", Item: line})
			return nil
		},
		Shows: func(ref order.Ref) order.Sums {
			if c := m.card(ref); c.typed {
				return m.desk.find(c.order).Sums()
			}
			return m.card(ref).booked.Sums()
		},
		SetsRow: func(ref order.Ref, line string, q amount.Quantity) error {
			return m.typed(ref, FieldRows, func(id string) error { return m.desk.SetRow("7", id, line, q) })
		},
		AddsRow: func(ref order.Ref, article string, q amount.Quantity) error {
			return m.typed(ref, FieldRows, func(id string) error { return m.desk.AddRow("7", id, article, q) })
		},
		TypesPromo: func(ref order.Ref, code string) error {
			return m.typed(ref, FieldPromo, func(id string) error { return m.desk.TypePromo("7", id, code) })
		},
		Details: func(ref order.Ref) (order.Buyer, order.Delivery) {
			return m.card(ref).booked.Buyer, m.card(ref).booked.Delivery
		},
		Adds: func(ref order.Ref, article string, total amount.Money) error {
			c := m.card(ref)
			c.booked.Lines = append(c.booked.Lines, order.LineSum{Name: article, Quantity: amount.Pcs(1), Total: total})
			return nil
		},
		Warehouses: []string{"central", "shop"}, SetsStock: m.ledger.SetStock,
		Reserved:  func(ref order.Ref) []order.Reserved { return m.reserved(m.numberOf(ref)) },
		Documents: func(ref order.Ref) []order.Document { return m.documents(m.numberOf(ref)) },
		Posts: func(ref order.Ref, number string) error {
			return m.acts(ref, func() error { return m.ledger.Post("7", number) })
		},
		Sends: func(ref order.Ref, number string) error {
			return m.acts(ref, func() error { _, err := m.ledger.ShopSends("7", number); return err })
		},
		LosesAnswer: func() { m.mishap = "loses" }, FailsOnce: func() { m.mishap = "fails" },
		User: "7", Call: call(true), Forged: call(false),
	}
	if m.broken == "people cannot" {
		f.Confirms = func(order.Ref) error { return fmt.Errorf("no") }
	}
	return f
}
