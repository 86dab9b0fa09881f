package bridge_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	webshop "github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// priceList is a shop that has prices, stock and promo codes by the moment.
type priceList struct {
	mu        sync.Mutex
	down      error
	prices    map[string]int64 // of a piece, in kopecks, by article
	available map[string]int   // pieces, by article; none: the shop does not say
	promos    map[string]promo
	asked     int
}

// promo takes percents off goods that cost enough.
type promo struct {
	percent, from int64
	over          bool
}

func newPriceList() *priceList {
	return &priceList{
		prices:    map[string]int64{"SHOES-42": 480000, "MUG": 89000, "BOWL": 35000},
		available: map[string]int{},
		promos:    map[string]promo{"MAY10": {percent: 10}, "BIG": {percent: 20, from: 500000}, "OLD": {over: true}},
	}
}

// Quote prices an order.
func (p *priceList) Quote(_ context.Context, q channels.PriceQuery) (channels.Quote, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	if p.down != nil {
		return channels.Quote{}, p.down
	}
	articles := map[string]string{}
	for _, l := range q.Order.Lines {
		articles[l.ID] = l.SKU
	}
	for _, l := range q.Add {
		articles[l.ID] = l.SKU
	}
	a := channels.Quote{Available: map[string]amount.Quantity{}}
	goods := int64(0)
	for line, n := range q.Quantities {
		price, known := p.prices[articles[line]]
		if !known {
			continue
		}
		a.Prices = append(a.Prices, order.NewPrice{Line: line, Price: amount.RUB(price)})
		goods += price * n.Milli() / 1000
		if n, says := p.available[articles[line]]; says {
			a.Available[line] = amount.Pcs(n)
		}
	}
	x, known := p.promos[q.Promo]
	switch {
	case q.Promo == "":
	case !known:
		a.Promo = channels.PromoUnknown
	case x.over:
		a.Promo = channels.PromoExpired
	case goods < x.from:
		a.Promo = channels.PromoConditionsNotMet
	default:
		a.Promo = channels.PromoValid
		a.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: q.Promo, Amount: amount.RUB(goods * x.percent / 100)}}
	}
	return a, nil
}

func (p *priceList) set(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

// frontDesk is a shop whose orders people work at a desk, with the stock in the books.
type frontDesk struct {
	*testing.T
	b     *bridge.Bridge
	life  *chaos.Process // of the program; nil: it never ends
	wrote int            // how often the store was written to by programs that have ended
	store *memory.Store
	clock *clock
	shop  *priceList
	desk  *erptest.Desk
	books *erptest.Books
	keep  erp.System // the books, or what stands before them
}

// The people at the desk.
func workers(_, user string) order.Actor {
	return map[string]order.Actor{
		"anna":  {ID: "anna", Role: order.RoleOperator},
		"boris": {ID: "boris", Role: order.RoleOperator},
		"ivan":  {ID: "ivan", Role: order.RoleWarehouse, Place: "central"},
	}[user]
}

// atDesk opens the shop with an order A-1 of a pair of shoes and two mugs: 6580.00.
func atDesk(t *testing.T, opts ...bridge.Option) *frontDesk {
	t.Helper()
	return atDeskUntil(t, nil, opts...)
}

// atDeskUntil is atDesk with a program that may end on the way; another one goes on then.
func atDeskUntil(t *testing.T, life *chaos.Process, opts ...bridge.Option) *frontDesk {
	t.Helper()
	w := &frontDesk{T: t, life: life, store: memory.New(), clock: &clock{t: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, shop: newPriceList(), desk: erptest.NewDesk()}
	w.books = erptest.NewBooks(erp.Warehouse{Code: "central", Central: true}, erp.Warehouse{Code: "tverskaya", Issues: true})
	for article := range w.shop.prices {
		w.books.SetStock(article, "central", amount.Pcs(5))
	}
	w.keep = w.books
	w.opens(opts...)
	w.orders("A-1", order.Line{ID: "shoes", SKU: "SHOES-42", Name: "Shoes", Quantity: amount.Pcs(1), Price: amount.RUB(480000)},
		order.Line{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(89000)})
	require.Equal(t, "A-1 awaiting-payment; 1 × SHOES-42 4800.00 RUB; 2 × MUG 1780.00 RUB; 6580.00 RUB, paid 0.00 RUB", w.card())
	return w
}

// opens starts the program.
func (w *frontDesk) opens(opts ...bridge.Option) {
	w.Helper()
	shop := webshop.New(webshop.Settings{
		Quote: w.shop.Quote, Admit: webshop.Bearer(ordo.NewSecret("site-5ecret")),
		Decode: func(_ *http.Request, body []byte) (ns []channels.News, err error) {
			return ns, json.Unmarshal(body, &ns)
		},
	})
	var err error
	w.b, err = bridge.New(w.life.Keeping(w.store), append([]bridge.Option{
		bridge.Account("shop-1", shop), bridge.Account("desk-1", w.desk), bridge.Account("books-1", w.keep), bridge.WithClock(w.clock),
		bridge.WithPeople(workers),
		bridge.Route{Channel: "shop-1", ERP: "desk-1", Books: "books-1", Authority: order.OwnShop, Export: bridge.Export{When: bridge.ExportWhenPaid}},
	}, opts...)...)
	require.NoError(w, err)
}

// orders is an order that comes from the shop.
func (w *frontDesk) orders(id string, lines ...order.Line) {
	w.Helper()
	body, err := json.Marshal([]channels.News{{ID: id, Occurred: w.clock.Now(), Placed: &order.Draft{
		Placed: w.clock.Now(), Number: id, Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Olga", Email: "olga@example.ru"}, Lines: lines,
	}}})
	require.NoError(w, err)
	w.lives(func() error {
		r := httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/shop-1/", strings.NewReader(string(body)))
		r.Header.Set("Authorization", "Bearer site-5ecret")
		rec := httptest.NewRecorder()
		w.b.Webhook("shop-1").ServeHTTP(rec, r)
		if rec.Code != http.StatusAccepted {
			return errors.New(rec.Body.String())
		}
		return nil
	})
	w.sync()
}

// lives does something, and once more in the next program if this one ends.
func (w *frontDesk) lives(do func() error) {
	w.Helper()
	for {
		err := do()
		if !w.life.Over() {
			require.NoError(w, err)
			return
		}
		w.wrote += w.life.Writes
		w.life = &chaos.Process{}
		w.clock.pass(10 * time.Minute) // the claims of the program that ended are over
		w.opens()
	}
}

func (w *frontDesk) sync() {
	w.Helper()
	for range 3 { // what one pass finds out is written by the next
		w.clock.pass(time.Minute)
		w.lives(func() error {
			_, err := w.b.Sync(w.Context())
			return err
		})
	}
}

const a1 = "shop-1/A-1"

func (w *frontDesk) view() order.View {
	w.Helper()
	o, err := w.b.Order(w.Context(), a1)
	require.NoError(w, err)
	return o.View()
}

// card is what people see of the order.
func (w *frontDesk) card() string {
	w.Helper()
	c, there := w.desk.Card(a1)
	require.True(w, there)
	return c.String()
}

// does lets somebody at the desk change the card, and the program take it.
func (w *frontDesk) does(errs ...error) {
	w.Helper()
	require.NoError(w, errors.Join(errs...))
	w.sync()
	w.agrees()
}

// agrees checks that the card shows what the order is.
func (w *frontDesk) agrees() {
	w.Helper()
	c, _ := w.desk.Card(a1)
	require.ElementsMatch(w, erp.SumsOf(w.view()).Lines, c.Sums().Lines, "notes: %q", c.Notes)
	require.Equal(w, w.view().Total, c.Sums().Total)
}

// noted returns the note that came last, which must have these parts.
func (w *frontDesk) noted(parts ...string) {
	w.Helper()
	c, _ := w.desk.Card(a1)
	require.NotEmpty(w, c.Notes)
	for _, p := range parts {
		require.Contains(w, c.Notes[len(c.Notes)-1], p, "notes: %q", c.Notes)
	}
}

func (w *frontDesk) pays() {
	w.Helper()
	_, err := w.b.Do(w.Context(), a1, order.Pay{Payment: order.Payment{ID: "p1", Amount: w.view().Total, State: status.PaymentPaid}}, anna)
	require.NoError(w, err)
	w.sync()
}

// While an order waits to be paid, a manager changes a quantity, a size, replaces a product and takes one out: each
// edit asks the shop anew, and the sum is that of the shop's prices at that moment.
func TestEachEditOfTheRowsAsksTheShopAnew(t *testing.T) {
	w := atDesk(t)
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)))
	require.Equal(t, "A-1 awaiting-payment; 1 × SHOES-42 4800.00 RUB; 3 × MUG 2670.00 RUB; 7470.00 RUB, paid 0.00 RUB", w.card())

	w.shop.set(func() { w.shop.prices["MUG"] = 79000 })
	w.does(w.desk.SetRow("anna", a1, "shoes", amount.Quantity{}), w.desk.AddRow("anna", a1, "BOWL", amount.Pcs(2)))
	require.Equal(t, "A-1 awaiting-payment; 3 × MUG 2370.00 RUB; 2 × BOWL 700.00 RUB; 3070.00 RUB, paid 0.00 RUB", w.card())

	w.does(w.desk.SetRow("anna", a1, "mug", amount.Quantity{})) // the rows cost what the order does, and are written still
	w.does(w.desk.AddRow("anna", a1, "MUG", amount.Pcs(3)))
	require.Equal(t, amount.RUB(307000), w.view().Total)
	o, err := w.b.Order(t.Context(), a1)
	require.NoError(t, err)
	edits := 0
	for e := range o.Events(order.Filter{}) {
		if _, is := e.Body.(order.LineAdded); is {
			require.Equal(t, "anna", e.By.ID)
			require.Equal(t, order.RoleOperator, e.By.As)
			edits++
		}
	}
	require.Equal(t, 2, edits)
	c, _ := w.desk.Card(a1)
	require.Empty(t, c.Notes)
	asked := w.shop.asked
	w.sync()
	require.Equal(t, asked, w.shop.asked, "what was written is not an edit again")
}

// Each edit of a manager asks price, promotion and stock of the shop; a promo code is answered for; a shop that cannot
// be asked leaves the order as it is; once the order is paid, edits go through returns.
//
// covers: B24-14
func TestRowsArePricedLiveAndPromoCodesAnswered(t *testing.T) {
	w := atDesk(t)
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)))
	w.shop.set(func() { w.shop.prices["MUG"] = 79000 })
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(4)))
	require.Equal(t, amount.RUB(480000+4*79000), w.view().Total, "the second edit has the price of its moment")

	version := w.view().Version
	w.shop.set(func() { w.shop.down = &ordo.Error{System: "site", Class: ordo.Retry, Text: "connection refused"} })
	asked := w.shop.asked
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(9)), w.desk.AddRow("anna", a1, "BOWL", amount.Pcs(1)))
	w.noted("edit is refused", "Mug: 9 there, 4 here", "BOWL: 1 there, 0 here", "shop-1 cannot be asked for prices", "connection refused")
	require.Equal(t, amount.RUB(480000+4*79000), w.view().Total)
	require.Equal(t, asked+1, w.shop.asked, "it is refused at once, and not tried for hours")
	for e := range w.events(version) {
		require.IsType(t, order.IntentDeclined{}, e.Body)
	}
	w.shop.set(func() { w.shop.down = nil })

	w.shop.set(func() { w.shop.available["MUG"] = 5 })
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(6)))
	w.noted("Mug: 6 there, 4 here", "6 are wanted and 5 available")

	for code, says := range map[string]string{
		"NONE": "the shop does not know it", "OLD": "it has expired",
	} {
		w.does(w.desk.TypePromo("anna", a1, code))
		w.noted("promo code "+code, says)
		require.Empty(t, w.view().Adjustments)
		require.NotContains(t, w.card(), "promo code")
	}
	w.does(w.desk.TypePromo("anna", a1, "MAY10"))
	require.Equal(t, amount.RUB((480000+4*79000)*9/10), w.view().Total)
	require.Contains(t, w.card(), "promo code MAY10")
	w.does(w.desk.TypePromo("anna", a1, ""))
	require.Equal(t, amount.RUB(480000+4*79000), w.view().Total)

	w.does(w.desk.TypePromo("anna", a1, "BIG"))
	require.Equal(t, amount.RUB((480000+4*79000)*8/10), w.view().Total)
	w.does(w.desk.SetRow("anna", a1, "shoes", amount.Quantity{}))
	require.Equal(t, amount.RUB(4*79000), w.view().Total, "the sum is back without the discount")
	w.noted("promo code BIG of 1592.00 RUB does not count after the edit", "the order does not meet its conditions", "tell the buyer")
	require.NotContains(t, w.card(), "promo code")
	w.does(w.desk.TypePromo("anna", a1, "BIG"))
	w.noted("promo code BIG: the order does not meet its conditions")

	w.pays()
	version, asked = w.view().Version, w.shop.asked
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(1)))
	w.noted("Mug: 1 there, 4 here", "the order is paid (3160.00 RUB)", "goes into a return")
	w.does(w.desk.TypePromo("anna", a1, "MAY10"))
	w.noted(`promo code: "MAY10" there, "" here`, "the order is paid")
	require.Equal(t, asked, w.shop.asked)
	for e := range w.events(version) {
		require.Contains(t, []string{"wish-declined", "labelled"}, e.Body.Kind())
	}
}

// events are those of the order after a version.
func (w *frontDesk) events(after int) iter.Seq[order.Event] {
	o, err := w.b.Order(w.Context(), a1)
	require.NoError(w, err)
	return func(yield func(order.Event) bool) {
		for e := range o.Events(order.Filter{}) {
			if e.N > after && !yield(e) {
				return
			}
		}
	}
}

// The rows of an order whose money is on its way back stay as they are, until that has ended.
func TestRowsAreNotEditedWhileARefundRuns(t *testing.T) {
	w := atDesk(t)
	w.pays()
	for _, c := range []order.Command{
		order.Return{Picks: order.Pick("mug", amount.Pcs(1)), Reason: status.ReasonDefect}, order.Refund{Block: 1},
	} {
		_, err := w.b.Do(t.Context(), a1, c, anna)
		require.NoError(t, err)
	}
	w.sync()
	require.Equal(t, status.MoneySent, w.view().Blocks[0].Money)
	w.does(w.desk.AddRow("anna", a1, "BOWL", amount.Pcs(1)))
	w.noted("BOWL: 1 there, 0 here", "890.00 RUB of block 1 are being paid back: wait until the refund has ended")
	require.Zero(t, w.shop.asked)
}

// Whoever may not edit is told so, and the shop is not asked; what two people did together needs the right of both.
func TestRowsAreEditedWithTheRightsOfWhoeverEdits(t *testing.T) {
	w := atDesk(t)
	w.does(w.desk.SetRow("ivan", a1, "mug", amount.Pcs(3)))
	w.noted("edit is refused", "Mug: 3 there, 2 here", "role warehouse")
	require.Zero(t, w.shop.asked)

	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)), w.desk.SetRow("ivan", a1, "shoes", amount.Quantity{}))
	w.noted("Mug: 3 there, 2 here", "Shoes: 0 there, 1 here", "role warehouse")
	require.Zero(t, w.shop.asked)

	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)), w.desk.SetRow("boris", a1, "shoes", amount.Pcs(2)))
	require.Equal(t, "A-1 awaiting-payment; 2 × SHOES-42 9600.00 RUB; 3 × MUG 2670.00 RUB; 12270.00 RUB, paid 0.00 RUB", w.card())
	require.Equal(t, 1, w.shop.asked)
}

// One edits at the desk while another one edits here: both edits are made, and neither undoes the other.
func TestTwoPeopleEditAtOnce(t *testing.T) {
	w := atDesk(t)
	_, err := w.b.Edit(t.Context(), a1, order.Edit{
		Add: []order.Line{{ID: "bowl", SKU: "BOWL", Name: "Bowl", Quantity: amount.Pcs(1)}}, Extend: []order.Extension{{Line: "mug", By: amount.Pcs(1)}},
	}, anna)
	require.NoError(t, err)
	w.does(w.desk.SetRow("boris", a1, "shoes", amount.Pcs(2)))
	require.Equal(t, "A-1 awaiting-payment; 2 × SHOES-42 9600.00 RUB; 3 × MUG 2670.00 RUB; 1 × BOWL 350.00 RUB; 12620.00 RUB, paid 0.00 RUB", w.card())

	// Both take the same mugs: the second one is told that there are none left.
	_, err = w.b.Edit(t.Context(), a1, order.Edit{Remove: order.PickAll("mug")}, anna)
	require.NoError(t, err)
	w.does(w.desk.SetRow("boris", a1, "mug", amount.Pcs(1)))
	w.noted("Mug: 1 there, 3 here")
	require.Equal(t, "A-1 awaiting-payment; 2 × SHOES-42 9600.00 RUB; 1 × BOWL 350.00 RUB; 9950.00 RUB, paid 0.00 RUB", w.card())
}

// Prices belong to the shop, and so do the articles.
func TestWhatTheShopDoesNotSellIsNotAdded(t *testing.T) {
	w := atDesk(t)
	w.does(w.desk.SetPrice("anna", a1, "mug", amount.RUB(100)))
	w.noted("reprice is refused", "Mug: 1.00 RUB there, 1780.00 RUB here", "prices are those of shop-1")
	w.does(w.desk.AddRow("anna", a1, "HAT", amount.Pcs(1)))
	w.noted("HAT: 1 there, 0 here", "no price came for it")
	require.Equal(t, amount.RUB(658000), w.view().Total)
}

// The books are asked what they have of what comes in.
func TestTheBooksAreAskedBeforeAnEdit(t *testing.T) {
	w := atDesk(t)
	w.books.SetStock("MUG", "central", amount.Pcs(2))
	w.books.SetStock("MUG", "tverskaya", amount.Pcs(1))
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(4)))
	w.noted("Mug: 4 there, 2 here", "line mug: 4 of MUG are wanted, and books-1 has 3 free")
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)))
	require.Equal(t, amount.RUB(480000+3*89000), w.view().Total)
	w.books.SetStock("MUG", "central", amount.Quantity{})
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(2)))
	require.Equal(t, amount.RUB(480000+2*89000), w.view().Total, "less needs no stock")

	_, err := w.b.Edit(t.Context(), a1, order.Edit{Extend: []order.Extension{{Line: "mug", By: amount.Pcs(5)}}}, anna)
	require.ErrorIs(t, err, ordo.ErrConflict)
	require.ErrorContains(t, err, "7 of MUG are wanted, and books-1 has 1 free")
}

// Books that do not answer do not stop a sale, but nobody believes that they did; where the merchant wants that, they
// do.
func TestBooksThatDoNotAnswerAreSpokenOf(t *testing.T) {
	down := &ordo.Error{System: "books", Class: ordo.Retry, Text: "503"}
	w := atDesk(t)
	w.books.Down(down)
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)))
	require.Equal(t, amount.RUB(480000+3*89000), w.view().Total)
	w.noted("books-1 could not be asked for the stock", "503", "nobody knows whether MUG are there")

	_, err := w.b.Stock(t.Context(), a1)
	require.ErrorIs(t, err, ordo.ErrRetry)
	version := w.view().Version
	_, _, err = w.b.RequestTransfers(t.Context(), a1, "tverskaya", anna)
	require.ErrorIs(t, err, ordo.ErrRetry)
	require.Equal(t, version, w.view().Version, "nothing is asked for by stock that nobody knows")

	strict := atDesk(t, bridge.Route{
		Channel: "shop-1", ERP: "desk-1", Books: "books-1", Authority: order.OwnShop, Scheme: order.ByCarrier, NeedsStock: true,
		Export: bridge.Export{When: bridge.ExportWhenPaid},
	})
	strict.books.Down(down)
	strict.does(strict.desk.SetRow("anna", a1, "mug", amount.Pcs(3)))
	strict.noted("Mug: 3 there, 2 here", "books-1 cannot be asked for the stock", "503")
	require.Equal(t, amount.RUB(658000), strict.view().Total)
}

// yesterdays are books that know the stock of yesterday.
type yesterdays struct {
	*erptest.Books
	at time.Time
}

// Stock implements erp.Stocker.
func (b yesterdays) Stock(ctx context.Context, articles ...string) iter.Seq2[erp.Stock, error] {
	return func(yield func(erp.Stock, error) bool) {
		for s, err := range b.Books.Stock(ctx, articles...) {
			s.AsOf = b.at
			if !yield(s, err) {
				return
			}
		}
	}
}

// Stock that is not of this hour is shown with its age.
func TestTheAgeOfTheStockIsShown(t *testing.T) {
	w := atDesk(t)
	at := w.clock.Now().Add(-20 * time.Hour)
	w.keep = yesterdays{w.books, at}
	w.opens()
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)))
	require.Equal(t, amount.RUB(480000+3*89000), w.view().Total)
	w.noted("the stock of books-1 is as it was at 2026-03-01T", "check that MUG are there")
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(4)))
	c, _ := w.desk.Card(a1)
	require.Len(t, c.Notes, 2, "each edit says so")
}

// An edit costs one question to the shop and one write of the rows.
func TestWhatAnEditCosts(t *testing.T) {
	w := atDesk(t)
	writes := w.desk.Commits()
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)), w.desk.AddRow("boris", a1, "BOWL", amount.Pcs(1)), w.desk.TypePromo("anna", a1, "MAY10"))
	require.Equal(t, amount.RUB((480000+3*89000+35000)*9/10), w.view().Total)
	require.Equal(t, 1, w.shop.asked)
	require.Equal(t, writes+1, w.desk.Commits())
}

// An article that the books do not know is sold, and people are told where to enter it.
func TestAnArticleThatTheBooksDoNotKnowIsSpokenOf(t *testing.T) {
	w := atDesk(t)
	w.shop.set(func() { w.shop.prices["CUP"] = 50000 })
	w.does(w.desk.AddRow("anna", a1, "CUP", amount.Pcs(1)))
	require.Equal(t, amount.RUB(708000), w.view().Total)
	w.noted("books-1 does not know the stock of CUP", "enter it there")
}

var deskStride = flag.Int("desk.stride", 9, "the program ends at every so many-th write of the story of an edited order")

// deskStory is a sale whose rows people edit: two edits that are made, a promo code, one that the shop cannot price,
// and one after payment. It returns what everybody sees in the end, and how often the store was written to.
func deskStory(t *testing.T, end chaos.End) (seen string, writes int) {
	t.Helper()
	w := atDeskUntil(t, &chaos.Process{End: end})
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(3)), w.desk.AddRow("anna", a1, "BOWL", amount.Pcs(1)))
	w.does(w.desk.TypePromo("boris", a1, "MAY10"))
	w.shop.set(func() { w.shop.down = &ordo.Error{System: "site", Class: ordo.Retry, Text: "connection refused"} })
	w.does(w.desk.SetRow("anna", a1, "shoes", amount.Quantity{}))
	w.shop.set(func() { w.shop.down = nil })
	w.does(w.desk.SetRow("anna", a1, "mug", amount.Pcs(1)))
	w.lives(func() error {
		_, err := w.b.Do(w.Context(), a1, order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(543600), State: status.PaymentPaid}}, order.By{Actor: anna.Actor, Key: "paid"})
		return err
	})
	w.sync()
	w.does(w.desk.AddRow("ivan", a1, "MUG", amount.Pcs(1)), w.desk.AddRow("anna", a1, "MUG", amount.Pcs(1)))
	for range 10 { // what a program that ended left is found in time
		w.clock.pass(20 * time.Minute)
		w.sync()
	}
	w.agrees()
	c, _ := w.desk.Card(a1)
	seen = w.card()
	for _, n := range c.Notes {
		seen += "\n" + n
	}
	for e := range w.events(0) {
		seen += "\n  " + e.Body.Kind() + " " + e.By.ID
	}
	if w.life != nil {
		w.wrote += w.life.Writes
	}
	return seen, w.wrote
}

// Wherever the program ends, each edit is made once or refused once, and both sides cost the same.
func TestRowsAreEditedOnceWhereverTheProgramEnds(t *testing.T) {
	want, n := deskStory(t, chaos.End{})
	require.Contains(t, want, "A-1 assembling; 1 × SHOES-42 4320.00 RUB; 1 × MUG 801.00 RUB; 1 × BOWL 315.00 RUB; promo code MAY10; 5436.00 RUB, paid 5436.00 RUB")
	require.Equal(t, 2, strings.Count(want, "edit is refused"), want)
	for k := 1; k <= n; k += *deskStride {
		for _, end := range []chaos.End{{BeforeWrite: k}, {AfterWrite: k}} {
			got, _ := deskStory(t, end)
			require.Equal(t, want, got, "%+v", end)
		}
	}
}

// Random histories: people edit at the desk and here, the shop has other prices, stock and promo codes by the minute,
// and cannot be asked for a while; the desk fails and loses answers. After each step, once it is quiet, both sides cost
// the same, and have the same promo code.
func TestBothSidesCostTheSameAfterAnyEdits(t *testing.T) {
	t.Parallel()
	for n := range max(*worldHistories/5, 1) {
		seed := *worldSeed + uint64(n)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w, dice := atDesk(t), rand.New(rand.NewPCG(seed, 23))
			for range 12 {
				w.step(dice)
				w.desk.Down(nil)
				w.shop.set(func() { w.shop.down = nil })
				for range 3 {
					w.clock.pass(20 * time.Minute)
					w.sync()
				}
				w.agrees()
				c, _ := w.desk.Card(a1)
				code := ""
				for _, a := range w.view().Adjustments {
					code = a.Code
				}
				require.Equal(t, code, c.Promo)
			}
		})
	}
}

// step is something that happens, or several things at once.
func (w *frontDesk) step(dice *rand.Rand) {
	w.Helper()
	articles, people := []string{"SHOES-42", "MUG", "BOWL", "HAT"}, []string{"anna", "boris", "ivan"}
	for range 1 + dice.IntN(3) {
		c, _ := w.desk.Card(a1)
		who, article := people[dice.IntN(len(people))], articles[dice.IntN(len(articles))]
		line := ""
		if len(c.Rows) > 0 {
			line = c.Rows[dice.IntN(len(c.Rows))].Line
		}
		switch dice.IntN(13) {
		case 0, 1, 2:
			if line != "" {
				require.NoError(w, w.desk.SetRow(who, a1, line, amount.Pcs(dice.IntN(5))))
			}
		case 3:
			require.NoError(w, w.desk.AddRow(who, a1, article, amount.Pcs(1+dice.IntN(3))))
		case 4:
			require.NoError(w, w.desk.TypePromo(who, a1, []string{"MAY10", "BIG", "OLD", "NONE", ""}[dice.IntN(5)]))
		case 5:
			if line != "" {
				require.NoError(w, w.desk.SetPrice(who, a1, line, amount.RUB(dice.Int64N(100000))))
			}
		case 6:
			w.shop.set(func() { w.shop.prices[article] = 100 + dice.Int64N(500000) })
		case 7:
			w.shop.set(func() { w.shop.down = errors.New("locked") })
		case 8:
			w.desk.FailNext(&ordo.Error{System: "desk", Class: ordo.Retry, Text: "503"})
		case 9:
			w.desk.LoseNext(&ordo.Error{System: "desk", Class: ordo.InDoubt, Text: "no answer"})
		case 10:
			w.desk.Down(&ordo.Error{System: "desk", Class: ordo.Retry, Text: "503"})
		case 11:
			e := order.Edit{Add: []order.Line{{ID: fmt.Sprint("here-", dice.Uint32()), SKU: article, Name: article, Quantity: amount.Pcs(1)}}}
			if line != "" && dice.IntN(2) == 0 {
				e = order.Edit{Remove: order.Pick(line, amount.Pcs(1))}
			}
			_, _ = w.b.Edit(w.Context(), a1, e, anna) // what is refused changes nothing
		case 12:
			if dice.IntN(3) == 0 && w.view().Total.Sign() > 0 && w.view().Paid.IsZero() {
				_, err := w.b.Do(w.Context(), a1, order.Pay{Payment: order.Payment{ID: "p1", Amount: w.view().Total, State: status.PaymentPaid}}, anna)
				require.NoError(w, err)
			}
		}
		if dice.IntN(2) == 0 {
			w.clock.pass(time.Minute)
			_, _ = w.b.Sync(w.Context())
		}
	}
}
