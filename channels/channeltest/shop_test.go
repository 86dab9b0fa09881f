package channeltest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// shop is a small marketplace in memory, with the channel in it. flaw makes the channel break one promise.
type shop struct {
	flaw    string
	secret  string // what callers must know
	sales   []*sale
	commits int
	mishaps map[order.EffectKind]string // "fails", "loses"
	lost    bool                        // the latest answer was lost
	keys    int
	goods   int // how many are on sale
}

// sale is an order in the shop.
type sale struct {
	id     string
	scheme order.SchemeCode
	placed time.Time
	window order.Window
	lines  []wares
	asked  map[string]bool // lines that the buyer wants to cancel
	told   map[string]bool // what was written down about it, by key
}

// wares are the pieces of one article, each where it is.
type wares struct {
	line, sku string
	pieces    []status.ItemState
}

func newShop(flaw string) *shop {
	return &shop{flaw: flaw, secret: "s3cret", mishaps: map[order.EffectKind]string{}}
}

// is reports whether the channel has a flaw.
func (s *shop) is(flaw string) bool { return s.flaw == flaw }

// buy places an order of two mugs and two teapots.
func (s *shop) buy(scheme order.SchemeCode) string {
	now := time.Now().UTC().Truncate(time.Second)
	start := status.ItemNew
	if rules, ok := scheme.Rules(); ok {
		start = rules.Start
	}
	o := &sale{
		id: strconv.Itoa(1000 + len(s.sales)), scheme: scheme, placed: now, asked: map[string]bool{}, told: map[string]bool{},
		window: order.Window{From: now.Truncate(time.Hour).AddDate(0, 0, 4), To: now.Truncate(time.Hour).AddDate(0, 0, 5)},
		lines: []wares{
			{"L1", "MUG", []status.ItemState{start, start}},
			{"L2", "TEAPOT", []status.ItemState{start, start}},
		},
	}
	s.sales = append(s.sales, o)
	return o.id
}

func (s *shop) sale(id string) *sale {
	for _, o := range s.sales {
		if o.id == id {
			return o
		}
	}
	return nil
}

// piece is one piece of a sale.
type piece struct {
	line string
	n    int
}

func (o *sale) at(p piece) *status.ItemState {
	for i := range o.lines {
		if o.lines[i].line == p.line {
			return &o.lines[i].pieces[p.n]
		}
	}
	return nil
}

// each calls f for every piece.
func (o *sale) each(f func(piece, status.ItemState)) {
	for _, w := range o.lines {
		for n, st := range w.pieces {
			f(piece{w.line, n}, st)
		}
	}
}

// cancel cancels a line's first living piece, without the channel's doing.
func (s *shop) cancel(id, line string) error {
	done := false
	o := s.sale(id)
	o.each(func(p piece, st status.ItemState) {
		if !done && p.line == line && st != status.ItemCancelled {
			*o.at(p), done = status.ItemCancelled, true
		}
	})
	if !done {
		return fmt.Errorf("no piece of %s lives", line)
	}
	return nil
}

// draft is the order as it is told and read.
func (o *sale) draft() order.Draft {
	d := order.Draft{
		Ref: order.Ref{System: "shop", Kind: "order", ID: o.id}, Number: o.id, Scheme: o.scheme, Placed: o.placed,
		Delivery: order.Delivery{Window: o.window}, Method: "cash",
	}
	for _, w := range o.lines {
		d.Lines = append(d.Lines, order.Line{ID: w.line, SKU: w.sku, Quantity: amount.Pcs(len(w.pieces)), Price: amount.RUB(99000)})
		d.Lines[len(d.Lines)-1].Total = amount.RUB(99000 * int64(len(w.pieces)))
	}
	return d
}

// words are the pieces' states for people.
func (o *sale) words() string {
	var all []string
	o.each(func(_ piece, st status.ItemState) { all = append(all, st.String()) })
	return strings.Join(all, ", ")
}

// changes are the pieces that an effect is still to bring somewhere.
func (o *sale) changes(wanted map[piece]status.ItemState) map[piece]status.ItemState {
	todo := map[piece]status.ItemState{}
	for p, st := range wanted {
		if now := *o.at(p); now < st || now == status.ItemNew && st == status.ItemCancelled {
			todo[p] = st
		}
	}
	return todo
}

// fixture is the shop as the suite plays it.
func (s *shop) fixture() Fixture {
	return Fixture{
		Port: &channel{suite.MemoryWebhook{Open: s.is("lets anybody in")}, s, "s3cret"}, BadCredentials: &channel{s: s, secret: "guess"},
		Schemes: []order.SchemeCode{order.Standard, order.MerchantDelivery},
		Places:  s.buy, Commits: func() int { return s.commits }, Cancels: s.cancel,
		RequestsCancel: func(id, line string) error {
			s.sale(id).asked[line] = true
			return nil
		},
		Lists: func() string {
			s.goods++
			return fmt.Sprint("SKU-", s.goods-1)
		},
		FailsOnce:   func(kind order.EffectKind) { s.mishaps[kind] = "fails" },
		LosesAnswer: func(kind order.EffectKind) { s.mishaps[kind] = "loses" },
		Call: func(scheme order.SchemeCode) (*http.Request, []byte) {
			return suite.MemoryCall(true, `{"id":"`+s.buy(scheme)+`"}`)
		},
	}
}
