package exchangetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

// memory is a system in memory that keeps all promises, but for the one that broken names. It is source and sink.
type memory struct {
	broken   string
	stranger bool
	log      []exchange.Record // as it happened; a cursor is how many of them were read
	reads    int
	commits  int
	mishap   string // what befalls the next write
	refused  string
}

var kinds = []exchange.Kind{
	exchange.Goods, exchange.Prices, exchange.Stocks, exchange.Warehouses, exchange.Parties, exchange.Cards, exchange.Discounts, exchange.Promos,
}

func (m *memory) is(broken string) bool { return m.broken == broken }

func (m *memory) fault(class ordo.Class) error { return &ordo.Error{System: "memory", Class: class} }

func (m *memory) System() string {
	if m.is("has no name") {
		return ""
	}
	return "memory"
}

func (m *memory) Can(kind exchange.Kind) bool {
	return slices.Contains(kinds, kind) || m.is("can anything")
}

// refuse returns why a call is not answered.
func (m *memory) refuse(ctx context.Context, kind exchange.Kind) error {
	switch {
	case m.stranger && !m.is("mistakes strangers"):
		return m.fault(ordo.Auth)
	case ctx.Err() != nil && !m.is("works without a context"):
		return ctx.Err()
	case !slices.Contains(kinds, kind) && m.is("knows every kind"):
		return m.fault(ordo.Invalid)
	case !slices.Contains(kinds, kind) && !m.is("an unknown kind is empty"):
		return m.fault(ordo.Unsupported)
	}
	return nil
}

func (m *memory) Records(ctx context.Context, kind exchange.Kind, cursor string) iter.Seq2[exchange.Record, error] {
	return func(yield func(exchange.Record, error) bool) {
		if err := m.refuse(ctx, kind); err != nil {
			_ = yield(exchange.Record{}, err) && m.is("yields errors twice") && yield(exchange.Record{}, err)
			return
		}
		m.reads++
		from, _ := strconv.Atoi(cursor)
		if m.is("begins anew") {
			from = 0
		}
		for i, r := range m.since(kind, from) {
			if r.Problem != nil && m.is("ends at a problem") {
				yield(exchange.Record{}, r.Problem)
				return
			}
			if !yield(m.spoilt(r, i), nil) && !m.is("goes on after a break") {
				return
			}
		}
	}
}

// since returns the newest record of each key behind a place in the log.
func (m *memory) since(kind exchange.Kind, from int) (out []exchange.Record) {
	for i, r := range m.log {
		r.Cursor = strconv.Itoa(i + 1)
		later := slices.ContainsFunc(m.log[i+1:], func(l exchange.Record) bool { return l.Kind == kind && l.Key == r.Key })
		if r.Kind != kind || i < from || later || r.Gone && from == 0 || r.Problem != nil && m.is("hides problems") {
			continue
		}
		out = append(out, r)
	}
	if n := len(m.log); len(out) > 0 && m.is("the cursor is always the last") {
		for i := range out {
			out[i].Cursor = strconv.Itoa(n)
		}
	}
	return out
}

// spoilt returns a record as a broken source tells it.
func (m *memory) spoilt(r exchange.Record, i int) exchange.Record {
	switch m.broken {
	case "another kind":
		r.Kind = exchange.Cards
	case "one key for all":
		r.Key = "key"
	case "no reference":
		r.Ref = order.Ref{}
	case "no data":
		r.Data = json.RawMessage("{}")
	case "no price":
		if r.Kind == exchange.Prices {
			r.Data = json.RawMessage(`{"sku":"1","price":"1.00 UAH"}`)
		}
	case "no cursor":
		r.Cursor = ""
	case "all is gone":
		r.Gone = true
	case "other data each time":
		r.Data = json.RawMessage(fmt.Sprintf(`{"sku":"%d","type":"x","price":"%d.00 UAH","quantity":"1"}`, m.reads, m.reads))
	case "less each time":
		if i == 0 && m.reads > 1 {
			r.Key = "another"
		}
	case "gone with data":
		if r.Gone {
			r.Data = json.RawMessage("{}")
		}
	case "what is gone is a problem":
		if r.Gone {
			r.Gone, r.Problem = false, errors.New("gone")
		}
	case "a problem is gone":
		if r.Problem != nil {
			r.Gone, r.Problem = true, nil
		}
	case "a problem with data":
		if r.Problem != nil {
			r.Data = json.RawMessage("{}")
		}
	}
	return r
}

// edit adds to the log what a person did to the first record of a kind.
func (m *memory) edit(kind exchange.Kind, how string) string {
	r := samples(kind, true)[0]
	r.Ref.System = "memory"
	switch how {
	case "remove":
		r = gone([]exchange.Record{r})[0]
	case "break":
		r.Data, r.Problem = nil, errors.New("it cannot be read")
	}
	if m.is("loses changes") {
		return r.Key
	}
	if m.is("a problem hides the others") && how == "break" {
		m.log = slices.DeleteFunc(m.log, func(l exchange.Record) bool { return l.Kind == kind })
	}
	m.log = append(m.log, r)
	return r.Key
}

func (m *memory) source() Source {
	for _, kind := range kinds {
		for _, r := range samples(kind, false) {
			r.Ref.System = "memory"
			m.log = append(m.log, r)
		}
	}
	edit := func(how string) func(exchange.Kind) string {
		return func(kind exchange.Kind) string { return m.edit(kind, how) }
	}
	return Source{
		Port: m, Kinds: kinds, Changes: edit("change"), Removes: edit("remove"), Breaks: edit("break"),
		BadCredentials: &memory{broken: m.broken, stranger: true},
	}
}

func (m *memory) Keep(ctx context.Context, kind exchange.Kind, rs []exchange.Record) iter.Seq2[exchange.Kept, error] {
	return func(yield func(exchange.Kept, error) bool) {
		if err := m.refuse(ctx, kind); err != nil {
			yield(exchange.Kept{}, err)
			return
		}
		if m.is("answers backwards") {
			rs = slices.Clone(rs)
			slices.Reverse(rs)
		}
		for i, r := range rs {
			if r.Key == m.refused && !m.is("keeps what it refuses") {
				if m.is("stops at a refusal") {
					yield(exchange.Kept{}, m.fault(ordo.Invalid))
					return
				}
				if !yield(exchange.Kept{Key: r.Key, Problem: m.fault(ordo.Invalid)}, nil) {
					return
				}
				continue
			}
			k, err := m.put(r)
			if err != nil {
				yield(exchange.Kept{}, err)
				return
			}
			if m.is("answers half") && i > 0 {
				return
			}
			if !yield(k, nil) && !m.is("goes on after a break") {
				return
			}
		}
	}
}

// put keeps one record.
func (m *memory) put(r exchange.Record) (exchange.Kept, error) {
	mishap := m.mishap
	if m.mishap = ""; mishap == "fail" {
		if m.is("a failure is for good") {
			return exchange.Kept{}, m.fault(ordo.Invalid)
		}
		if m.is("a failure leaves a trace") {
			m.commits++
		}
		return exchange.Kept{}, m.fault(ordo.Retry)
	}
	data, there := m.shown(r.Kind, r.Key)
	same := there && !r.Gone && bytes.Equal(data, r.Data) || !there && r.Gone
	if same && !m.is("writes what is so") {
		return exchange.Kept{Key: r.Key, Changed: m.is("calls everything changed")}, nil
	}
	if !m.is("keeps nothing") && (!r.Gone || !m.is("removes nothing")) {
		m.log = append(m.log, r)
		m.commits++
	}
	if m.is("keeps less") {
		m.log[len(m.log)-1].Data = json.RawMessage("{}")
	}
	if mishap == "lose" && m.is("a lost answer is written again") {
		m.commits++
	}
	if mishap == "lose" {
		return exchange.Kept{}, m.fault(ordo.InDoubt)
	}
	return exchange.Kept{Key: r.Key, Changed: true}, nil
}

func (m *memory) shown(kind exchange.Kind, key string) (json.RawMessage, bool) {
	for _, r := range slices.Backward(m.log) {
		if r.Kind == kind && r.Key == key {
			return r.Data, !r.Gone
		}
	}
	return nil, false
}

func (m *memory) sink() Sink {
	return Sink{
		Port: m, Kinds: kinds, Commits: func() int { return m.commits }, Shown: m.shown,
		Refuses:        func(key string) { m.refused = key },
		FailsOnce:      func() { m.mishap = "fail" },
		LosesAnswer:    func() { m.mishap = "lose" },
		BadCredentials: &memory{broken: m.broken, stranger: true},
	}
}
