package bridge_test

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
)

// The process ends after every exchange and before and after every write to its store, one at a time, and another
// goes on over the same store: everybody is where they would be without, and no effect is there twice.
func TestTheProcessMayEndAnywhere(t *testing.T) {
	all := slices.Concat(scripts, moneyScripts, parcelScripts, booksScripts)
	rows := make([]string, len(all))
	t.Cleanup(func() {
		var b strings.Builder
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(w, "scenario\tK exchanges\tW writes\truns")
		for _, r := range rows {
			_, _ = fmt.Fprintln(w, r)
		}
		_ = w.Flush()
		t.Logf("\n%s", b.String())
	})
	for i, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			undisturbed := s.lived(t, death{})
			want, exchanges, writes := undisturbed.outcome, undisturbed.exchanges, undisturbed.writes
			stride := cmp.Or(*chaosStride, usualStride)
			runs := 0
			for n := 1 + i%stride; n <= exchanges; n += stride {
				s.survives(t, want, fmt.Sprintf("after exchange %d", n), death{exchange: n})
				runs++
			}
			for n := 1 + i%stride; n <= writes; n += stride {
				s.survives(t, want, fmt.Sprintf("before write %d", n), death{beforeWrite: n})
				s.survives(t, want, fmt.Sprintf("after write %d", n), death{afterWrite: n})
				runs += 2
			}
			rows[i] = fmt.Sprintf("%s\t%d\t%d\t%d", s.name, exchanges, writes, runs)
		})
	}
}

// survives lives through the scenario with one mishap, and compares.
func (s script) survives(t *testing.T, want any, name string, end death) {
	t.Run(name, func(t *testing.T) {
		have := s.lived(t, end)
		if !have.died { // accounts are read side by side, so that the last numbers are not always reached
			require.Greater(t, end.exchange, have.exchanges-3*min(1, end.exchange))
			require.Greater(t, end.beforeWrite+end.afterWrite, (have.writes-3)*min(1, end.beforeWrite+end.afterWrite), "nothing happened")
		}
		require.Equal(t, want, have.outcome, "journal:\n%s", strings.Join(have.tail, "\n"))
	})
}

// lifetime is how a scenario ended, and how many exchanges and writes there were.
type lifetime struct {
	outcome           any
	tail              []string
	died              bool
	exchanges, writes int
}

// lived lives through the scenario once.
func (s script) lived(t *testing.T, end death) (out lifetime) {
	t.Helper()
	trade(t, func(m *market) {
		m.life = &life{end: end}
		m.open()
		outcome := s.way(m)
		m.settle()
		out = lifetime{outcome: outcome(), tail: m.tail(), died: end != death{} && m.life.end == death{}, exchanges: m.life.exchanges, writes: m.life.writes}
	}, s.set...)
	return out
}

// outcome is where everybody stands in the end.
type outcome struct {
	lots     []megamarkettest.Lot
	window   order.Window
	moved    bool
	code     string
	shipped  bool
	closed   bool
	status   string
	lines    []string
	fields   []string
	notes    []string
	orders   int
	commits  map[string]int
	here     string
	total    string
	portions []string
	open     []string
	errors   []string
}

// writing are the methods that change something.
var (
	writingMM  = []string{"order/confirm", "order/reject", "order/packing", "order/shipping", "order/close", "order/cancelResult"}
	writingCRM = []string{"POST /api/v5/orders/create", "POST /api/v5/orders/{id}/edit", "POST /api/v5/orders/payments/create"}
)

// stampOf is what stands before and behind the text of a note.
var stampOf = regexp.MustCompile(`^\d\d\.\d\d\.\d{4} \d\d:\d\d | \(#[0-9a-f]{8}\)$`)

func (p *purchase) outcome() any {
	p.Helper()
	p.pending()
	s, ok := p.mm.Shipment(p.id)
	require.True(p, ok)
	out := outcome{
		lots: s.Lots, window: order.Window{From: s.DeliveryFrom.UTC(), To: s.DeliveryTo.UTC()}, moved: s.DateMoved, code: s.OrderCode,
		shipped: !s.Shipped.IsZero(), closed: !s.Closed.IsZero(), orders: len(p.crm.Orders()), commits: map[string]int{},
	}
	for _, c := range writingMM {
		out.commits[c] = p.mm.Commits(c)
	}
	for _, c := range writingCRM {
		out.commits[c] = p.crm.Commits(c)
	}
	c := p.card()
	out.status = c.Status
	for _, it := range c.Items {
		out.lines = append(out.lines, fmt.Sprint(it.Status, it.Canceled, it.Quantity, it.Price))
	}
	for _, f := range []string{"delivery.date", "delivery.time.from", "delivery.time.to", "delivery.cost", "delivery.data.locked", "totalSumm"} {
		out.fields = append(out.fields, f+" "+c.Field(f))
	}
	for _, n := range p.notes() {
		out.notes = append(out.notes, stampOf.ReplaceAllString(n, ""))
	}
	v := p.order().View()
	out.here, out.total = v.State.String(), v.Total.String()
	for _, l := range v.Lines {
		for _, q := range l.Portions {
			out.portions = append(out.portions, fmt.Sprintf("%s %s-%s %s %s %d", l.ID, q.From, q.To, q.State, q.Reason, q.Party))
		}
	}
	for w, err := range p.store.Effects(p.Context(), bridge.EffectFilter{}) {
		require.NoError(p, err)
		if w.Phase.Open() {
			out.open = append(out.open, fmt.Sprint(w.Kind, " ", w.Phase, " ", w.Problem))
		}
	}
	for _, e := range p.journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		out.errors = append(out.errors, e.Text)
	}
	slices.Sort(out.errors)
	return out
}

// pending waits until Megamarket is no longer at work on the lots.
func (p *purchase) pending() {
	p.Helper()
	c := megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: p.mm.Transport()}))
	_, err := c.WaitShipment(p.Context(), p.id)
	require.NoError(p, err)
}
