package chaos

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

// Run lives through every scenario again and again. The process ends after an exchange, or before or after a write to
// its store, each time at another place, and the next one opens the store again: everybody is where they would be
// without, and no effect is there twice. It ends at every stride-th place, or as -chaos.stride says.
func Run(t *testing.T, stores Stores, stride int) {
	stride = cmp.Or(*chaosStride, stride*slower)
	all := slices.Concat(scripts, moneyScripts, parcelScripts, booksScripts, stockScripts, onecScripts, portalScripts, stallScripts)
	once, runs := make([]lifetime, len(all)), make([]int, len(all))
	t.Cleanup(func() {
		var b strings.Builder
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(w, "scenario\tK exchanges\tW writes\truns")
		total := 0
		for i, s := range all {
			if runs[i] > 0 {
				_, _ = fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", s.name, once[i].exchanges, once[i].writes, runs[i])
			}
			total += runs[i]
		}
		_ = w.Flush()
		t.Logf("\n%s%d runs, stride %d", b.String(), total, stride)
	})
	for i, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			stride := stride
			if s.long && *chaosStride == 0 {
				stride *= 8
			}
			undisturbed := s.lived(t, stores, End{})
			once[i] = undisturbed
			survives := func(name string, n int, end End) {
				runs[i]++
				s.survives(t, stores, undisturbed.outcome, fmt.Sprintf("%s %d", name, n), end)
			}
			for n := 1 + i%stride; n <= undisturbed.exchanges; n += stride {
				survives("after exchange", n, End{exchange: n})
			}
			for n := 1 + i%stride; n <= undisturbed.writes; n += stride {
				survives("before write", n, End{BeforeWrite: n})
				survives("after write", n, End{AfterWrite: n})
			}
		})
	}
}

// survives lives through the scenario with one mishap, and compares.
func (s script) survives(t *testing.T, stores Stores, want any, name string, end End) {
	t.Run(name, func(t *testing.T) {
		have := s.lived(t, stores, end)
		if !have.died {
			// Accounts are worked on side by side, and what is repeated depends on who was first: in one scenario there
			// are 57 writes or 64. So the last places are not always reached.
			place, last := end.exchange, have.exchanges
			if place == 0 {
				place, last = end.BeforeWrite+end.AfterWrite, have.writes
			}
			require.LessOrEqual(t, place, last+8, "the process never ended")
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
func (s script) lived(t *testing.T, stores Stores, end End) (out lifetime) {
	t.Helper()
	Trade(t, stores, func(m *Market) {
		m.process = &Process{End: end}
		m.Open()
		outcome := s.way(m)
		m.Settle()
		out = lifetime{outcome: outcome(), tail: m.Tail(), died: end != End{} && m.process.End == End{}, exchanges: m.process.exchanges, writes: m.process.Writes}
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

func (p *Purchase) outcome() any {
	p.Helper()
	p.pending()
	s, ok := p.MM.Shipment(p.ID)
	require.True(p, ok)
	out := outcome{
		lots: s.Lots, window: order.Window{From: s.DeliveryFrom.UTC(), To: s.DeliveryTo.UTC()}, moved: s.DateMoved, code: s.OrderCode,
		shipped: !s.Shipped.IsZero(), closed: !s.Closed.IsZero(), orders: len(p.CRM.Orders()), commits: map[string]int{},
	}
	for _, c := range writingMM {
		out.commits[c] = p.MM.Commits(c)
	}
	for _, c := range writingCRM {
		out.commits[c] = p.CRM.Commits(c)
	}
	c := p.Card()
	out.status = c.Status
	for _, it := range c.Items {
		out.lines = append(out.lines, fmt.Sprint(it.Status, it.Canceled, it.Quantity, it.Price))
	}
	for _, f := range []string{"delivery.date", "delivery.time.from", "delivery.time.to", "delivery.cost", "delivery.data.locked", "totalSumm"} {
		out.fields = append(out.fields, f+" "+c.Field(f))
	}
	for _, n := range p.Notes() {
		out.notes = append(out.notes, stampOf.ReplaceAllString(n, ""))
	}
	v := p.Order().View()
	out.here, out.total = v.State.String(), v.Total.String()
	for _, l := range v.Lines {
		for _, q := range l.Portions {
			out.portions = append(out.portions, fmt.Sprintf("%s %s-%s %s %s %d", l.ID, q.From, q.To, q.State, q.Reason, q.Party))
		}
	}
	for w, err := range p.Store.Effects(p.Context(), bridge.EffectFilter{}) {
		require.NoError(p, err)
		if w.Phase.Open() {
			out.open = append(out.open, fmt.Sprint(w.Kind, " ", w.Phase, " ", w.Problem))
		}
	}
	for _, e := range p.Journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		out.errors = append(out.errors, e.Text)
	}
	slices.Sort(out.errors)
	return out
}

// pending waits until Megamarket is no longer at work on the lots.
func (p *Purchase) pending() {
	p.Helper()
	c := megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: p.MM.Transport()}))
	_, err := c.WaitShipment(p.Context(), p.ID)
	require.NoError(p, err)
}
