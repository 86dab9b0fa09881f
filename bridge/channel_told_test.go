package bridge_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// boutique is a shop with orders that are worked elsewhere: it is told of changes, stores only the price that is left
// of each line, and shows each change, its own and that which it was told, as one.
type boutique struct {
	sales   []*boughtThere
	writes  int
	cannot  map[order.EffectKind]bool
	refuses string // why it takes nothing
	loses   int64  // what it takes off each line besides, in kopecks
}

type boughtThere struct {
	id, name, status, comment string
	mark, read                int // how often it was changed, and until when that was read
	placed                    time.Time
	lines                     []order.LineSum
	discount                  order.Adjustment // as it was placed with; once it is told lines, they have the prices that are left
	paid                      amount.Money
}

func (*boutique) System() string { return "boutique" }

func (b *boutique) Can(k order.EffectKind, _ order.SchemeCode) bool {
	switch k {
	case order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectStatus:
		return !b.cannot[k]
	}
	return false
}

func (*boutique) StatusFor(o order.View) string { return o.State.String() }

func (b *boutique) sale(id string) *boughtThere {
	for _, s := range b.sales {
		if s.id == id {
			return s
		}
	}
	return nil
}

func (b *boutique) Apply(_ context.Context, t order.Task) (order.Outcome, error) {
	s := b.sale(t.Target.ID)
	switch {
	case s == nil:
		return order.Outcome{}, &ordo.Error{System: "boutique", Class: ordo.NotFound, Text: "no such order"}
	case s.mark != s.read:
		return order.Outcome{}, &ordo.Error{System: "boutique", Class: ordo.Conflict, Text: "it was changed there"}
	case b.refuses != "":
		return order.Outcome{Kind: order.Rejected, Text: b.refuses}, nil
	}
	to := *s
	switch t.Kind {
	case order.EffectLines:
		to.lines, to.discount = slices.Clone(erp.SumsOf(t.Order).Lines), order.Adjustment{}
		for i := range to.lines {
			to.lines[i].Total, _ = to.lines[i].Total.Sub(amount.RUB(b.loses))
		}
	case order.EffectDetails:
		to.name = t.Order.Buyer.Name
	case order.EffectPayment:
		to.paid = erp.SumsOf(t.Order).Paid
	case order.EffectStatus:
		to.status = b.StatusFor(t.Order)
	}
	out := order.Outcome{Kind: order.AlreadySo}
	if fmt.Sprint(to) != fmt.Sprint(*s) {
		to.mark++
		to.read++
		*s, out.Kind = to, order.Applied
		b.writes++
	}
	sums := s.sums()
	out.Code, out.Sums = s.status, &sums
	return out, nil
}

func (s *boughtThere) sums() order.Sums {
	x := order.Sums{Lines: slices.Clone(s.lines), Total: amount.RUB(0), Paid: s.paid}
	for _, l := range s.lines {
		x.Total, _ = x.Total.Add(l.Total)
	}
	if s.discount.Kind != "" {
		x.Lines = nil // it shows them before discounts
		x.Total, _ = x.Total.Sub(s.discount.Amount)
	}
	return x
}

func (b *boutique) Orders(_ context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for _, id := range ids {
			s := b.sale(id)
			if s == nil {
				continue
			}
			s.read = s.mark
			d := order.Draft{
				Ref: order.Ref{System: "boutique", Kind: "order", ID: id}, Number: id, Scheme: order.OwnPickup, Placed: s.placed,
				Buyer: order.Buyer{Name: s.name}, Comment: s.comment,
			}
			for _, l := range s.lines {
				d.Lines = append(d.Lines, order.Line{ID: l.Line, SKU: strings.ToUpper(l.Name), Name: l.Name, Quantity: l.Quantity, Total: l.Total})
			}
			if s.discount.Kind != "" {
				d.Adjustments = []order.Adjustment{s.discount}
			}
			state, _ := status.ParseOrderState(s.status)
			r := channels.Reading{
				ID: id, Snapshot: order.Snapshot{Draft: d}, Status: s.status,
				Reports: []order.Observation{order.StatusReport{Code: s.status, Says: status.Meaning{Order: state}}},
				Changed: &channels.Change{Lines: &channels.Lines{Lines: d.Lines, Adjustments: d.Adjustments}, Details: &order.DetailsReport{Buyer: d.Buyer}},
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (b *boutique) Changed(context.Context, channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		for _, s := range b.sales {
			if !yield(channels.Found{ID: s.id, Mark: strconv.Itoa(s.mark)}, nil) {
				return
			}
		}
	}
}

// buys places an order of two mugs for 2000.00 and a bowl for 350.00, less a tenth.
func (b *boutique) buys(at time.Time) string {
	s := &boughtThere{
		id: strconv.Itoa(300 + len(b.sales)), name: "Анна", status: "new", placed: at, paid: amount.RUB(0),
		lines: []order.LineSum{
			{Line: "1", Name: "Mug", Quantity: amount.Pcs(2), Total: amount.RUB(200000)},
			{Line: "2", Name: "Bowl", Quantity: amount.Pcs(1), Total: amount.RUB(35000)},
		},
		discount: order.Adjustment{Kind: order.AdjustDiscount, Code: "MAY", Amount: amount.RUB(23500)},
	}
	b.sales = append(b.sales, s)
	return s.id
}

// people change an order there.
func (b *boutique) people(id string, change func(*boughtThere)) {
	s := b.sale(id)
	change(s)
	s.mark++
}

// row sets the quantity of a line at its price.
func (s *boughtThere) row(line string, n int64) {
	for i, l := range s.lines {
		if l.Line == line {
			s.lines = slices.Clone(s.lines)
			s.lines[i].Total = amount.RUB(l.Total.Minor() * n * 1000 / l.Quantity.Milli())
			s.lines[i].Quantity = amount.Pcs(int(n))
		}
	}
}

// house is a boutique whose people work at a desk and whose books are elsewhere.
type house struct {
	require.TestingT
	shop  *boutique
	desk  *erptest.Desk
	books *erptest.Books
	clock *clock
	store bridge.Store
	b     *bridge.Bridge
	id    string
}

func newHouse(t require.TestingT) *house {
	h := &house{
		TestingT: t, shop: &boutique{cannot: map[order.EffectKind]bool{}}, desk: erptest.NewDesk(), books: erptest.NewBooks(), clock: &clock{t: monday},
		store: memory.New(),
	}
	h.open(h.desk)
	h.id = "shop-1/" + h.shop.buys(h.clock.Now())
	h.pass()
	return h
}

// open opens the bridge with where people work.
func (h *house) open(people erp.System) {
	b, err := bridge.New(h.store, bridge.Account("shop-1", h.shop), bridge.Account("desk-1", people), bridge.Account("books-1", h.books),
		bridge.Route{Channel: "shop-1", ERP: "desk-1", Books: "books-1", Authority: order.OwnShop}, bridge.WithClock(h.clock),
		bridge.WithPeople(func(string, string) order.Actor { return order.Actor{ID: "petrova", Role: order.RoleOperator} }))
	require.NoError(h, err)
	h.b = b
}

// echo makes the desk tell of what it was told.
func (h *house) echo() { h.open(&echoDesk{Desk: h.desk}) }

func (h *house) pass() {
	h.clock.pass(time.Minute)
	_, err := h.b.Sync(context.Background())
	require.NoError(h, err)
}

func (h *house) does(cs ...order.Command) {
	for _, c := range cs {
		_, err := h.b.Do(context.Background(), h.id, c, order.By{Actor: order.Actor{ID: "petrova", Role: order.RoleOperator}})
		require.NoError(h, err, "%T", c)
	}
	h.pass()
}

func (h *house) order() order.View {
	o, err := h.b.Order(context.Background(), h.id)
	require.NoError(h, err)
	return o.View()
}

// there is the order in the shop.
func (h *house) there() string {
	s := h.shop.sales[0]
	var lines []string
	for _, l := range s.lines {
		lines = append(lines, fmt.Sprintf("%s %s %s", l.Name, l.Quantity, l.Total.Text()))
	}
	return fmt.Sprintf("%s %s, %s: paid %s", s.name, s.status, strings.Join(lines, ", "), s.paid.Text())
}

func (h *house) says(what string) (out []string) {
	for e, err := range h.store.Journal(context.Background(), bridge.JournalFilter{What: what}) {
		require.NoError(h, err)
		out = append(out, e.Account+": "+e.Text)
	}
	return out
}

func (h *house) notes() []string {
	c, _ := h.desk.Card(h.id)
	return c.Notes
}

// What is changed here is told to the shop: lines, details, payments and the status, each once, and nothing of what the
// shop reported itself.
func TestAShopIsToldOfWhatChangesHere(t *testing.T) {
	h := newHouse(t)
	require.Zero(t, h.shop.writes, "it knows its own order")
	h.does(order.Edit{Extend: []order.Extension{{Line: "2", By: amount.Pcs(1), Price: amount.RUB(35000)}}},
		order.ChangeDetails{Buyer: order.Buyer{Name: "Анна Зразкова"}}, order.Confirm{}, paid("p1", 246500))
	require.Equal(t, "Анна Зразкова confirmed, Mug 2 1800.00, Bowl 2 665.00: paid 2465.00", h.there())
	require.Equal(t, 4, h.shop.writes, "lines, details, payment, status")
	before := h.order().Version
	h.pass()
	h.pass()
	require.Equal(t, 4, h.shop.writes)
	require.Equal(t, before, h.order().Version, "what it was told is no news")
	require.Empty(t, h.says("sums-differ"))
	require.Empty(t, h.notes())

	t.Log("what its people change is applied and not sent back")
	h.shop.people("300", func(s *boughtThere) { s.name = "Олег" })
	h.pass()
	require.Equal(t, "Олег", h.order().Buyer.Name)
	require.Equal(t, 4, h.shop.writes)
}

// Units that are cancelled leave the lines of a shop that knows no cancellation of units.
func TestAShopIsToldOfCancelledUnitsByItsLines(t *testing.T) {
	h := newHouse(t)
	h.does(order.Cancel{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	require.Equal(t, "Анна new, Mug 1 900.00, Bowl 1 315.00: paid 0.00", h.there())
	h.does(order.Cancel{Reason: status.ReasonUnwanted})
	require.Contains(t, h.there(), "cancelled")
}

// What people want in the shop and may not is told where people work, and the shop gets back what the order is.
func TestWhatIsRefusedInAShopGoesBackThere(t *testing.T) {
	h := newHouse(t)
	h.does(order.Confirm{}, paid("p1", 211500), order.Deliver{})
	const was = "Анна delivered, Mug 2 1800.00, Bowl 1 315.00: paid 2115.00"
	h.shop.people("300", func(s *boughtThere) { s.row("2", 3) })
	h.pass()
	require.Equal(t, was, h.there())
	require.Len(t, h.notes(), 1)
	require.Contains(t, h.notes()[0], "in shop-1, edit is refused: ")
	require.Equal(t, int64(1), h.order().Lines[1].Living.Milli()/1000)

	h.shop.people("300", func(s *boughtThere) { s.name = "Олег" })
	h.pass()
	require.Equal(t, was, h.there())
	require.Len(t, h.notes(), 2)
}

// A shop that takes no change is told of to people; it holds up nothing, and the next change goes out.
func TestWhatAShopRefusesIsTold(t *testing.T) {
	h := newHouse(t)
	h.shop.refuses = "the order is archived"
	h.does(order.ChangeDetails{Buyer: order.Buyer{Name: "Анна Зразкова"}})
	require.Contains(t, strings.Join(h.notes(), "\n"), "shop-1 did not accept details: the order is archived")
	h.shop.refuses = ""
	h.does(order.ChangeDetails{Buyer: order.Buyer{Phone: "+7 900 000-00-00"}}, order.Confirm{})
	require.Contains(t, h.there(), "Анна Зразкова confirmed")
}

// What a shop shows after it was told is compared with the order, and the difference is told once.
func TestASumThatDiffersInAShopIsTold(t *testing.T) {
	h := newHouse(t)
	h.shop.loses = 100
	h.does(order.Edit{Extend: []order.Extension{{Line: "2", By: amount.Pcs(1), Price: amount.RUB(35000)}}})
	require.Equal(t, []string{
		"shop-1: it does not show what the order is: Mug: 2 for 1799.00 RUB there, 2 for 1800.00 RUB here, Bowl: 2 for 664.00 RUB there, 2 for 665.00 RUB here, total: 2463.00 RUB there, 2465.00 RUB here; correct what is wrong, there or here",
	}, h.says("sums-differ"))
	require.Len(t, h.notes(), 1)
}

// A price that comes back reduced is the price that was sent: however often an order goes to and fro, its sums stay.
//
// pain: BUS-P1
func TestSumsStayHoweverOftenAnOrderGoesToAndFro(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(t)
		want := amount.RUB(211500)
		for range rapid.IntRange(1, 8).Draw(t, "round trips") {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0: // no price changes
				h.shop.people("300", func(s *boughtThere) { s.comment += "!" })
			case 1:
				h.shop.people("300", func(s *boughtThere) { s.name += "а" })
			case 2:
				h.does(order.ChangeDetails{Buyer: order.Buyer{Phone: h.clock.Now().Format("+7 900 150405")}})
			case 3:
				off := rapid.Int64Range(1, 50000).Draw(t, "off")
				h.does(order.Reprice{
					Prices:      []order.NewPrice{{Line: "1", Total: amount.RUB(200000)}, {Line: "2", Total: amount.RUB(35000)}},
					Adjustments: []order.Adjustment{{Kind: order.AdjustDiscount, Code: "MAY", Amount: amount.RUB(off)}},
				})
				want = amount.RUB(235000 - off)
			case 4:
				h.does(order.WriteComment{Text: "call before"})
			}
			h.pass()
			v, s := h.order(), h.shop.sales[0].sums()
			card, _ := h.desk.Card(h.id)
			require.Equal(t, want, v.Total, "here")
			require.Equal(t, want, s.Total, "in the shop")
			require.Equal(t, want, card.Sums().Total, "at the desk")
			booked := h.books.Orders()[0]
			require.Equal(t, want, booked.Sums().Total, "in the books")
		}
		require.Empty(t, h.says("sums-differ"))
	})
}

// echoDesk is a desk that tells of each write, whoever made it, as a system does that cannot tell its own from those of
// people.
type echoDesk struct {
	*erptest.Desk
	echoes []erp.Change
}

func (d *echoDesk) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	was := d.Commits()
	out, err := d.Desk.Apply(ctx, t)
	if d.Commits() > was {
		for _, field := range []string{erptest.FieldRows, erptest.FieldPromo} {
			d.echoes = append(d.echoes, erp.Change{Ref: d.Ref(t.Order), Field: field, By: "19"})
		}
	}
	return out, err
}

func (d *echoDesk) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		echoes := d.echoes
		d.echoes = nil
		for _, c := range echoes {
			if !yield(c, nil) {
				return
			}
		}
		for c, err := range d.Desk.Changes(ctx, cursor) {
			if !yield(c, err) {
				return
			}
		}
	}
}

// Quote implements channels.Pricer: a mug costs 1000.00, a bowl 350.00, less a tenth.
func (b *boutique) Quote(_ context.Context, q channels.PriceQuery) (channels.Quote, error) {
	var out channels.Quote
	var off int64
	for line, n := range q.Quantities {
		price := int64(35000)
		if line == "1" {
			price = 100000
		}
		total := price * n.Milli() / 1000
		off += total / 10
		out.Prices = append(out.Prices, order.NewPrice{Line: line, Total: amount.RUB(total)})
	}
	slices.SortFunc(out.Prices, func(x, y order.NewPrice) int { return strings.Compare(x.Line, y.Line) })
	out.Adjustments = []order.Adjustment{{Kind: order.AdjustDiscount, Code: "MAY", Amount: amount.RUB(off)}}
	return out, nil
}

// work is what was done in all: events, effects and writes anywhere.
func (h *house) work() string {
	effects := 0
	for _, err := range h.store.Effects(context.Background(), bridge.EffectFilter{}) {
		require.NoError(h, err)
		effects++
	}
	return fmt.Sprintf("%d events, %d effects, %d writes in the shop, %d at the desk, %d in the books",
		h.order().Version, effects, h.shop.writes, h.desk.Commits(), h.books.Commits())
}

// rests lets passes go by until nothing more happens.
func (h *house) rests() {
	for range 6 {
		was := h.work()
		h.clock.pass(time.Hour)
		h.pass()
		if h.work() == was {
			h.clock.pass(25 * time.Hour)
			h.pass()
			require.Equal(h, was, h.work(), "a day later")
			return
		}
	}
	require.Fail(h, "it comes to no rest", "%s\n%v", h.work(), h.says(""))
}

// agree checks that all sides show what the order is.
func (h *house) agree() {
	v := h.order()
	want := erp.SumsOf(v)
	total := func(s order.Sums) string {
		var lines []string
		for _, l := range s.Lines {
			lines = append(lines, fmt.Sprintf("%s × %s %s", l.Quantity, l.Line, l.Total.Text()))
		}
		return fmt.Sprintf("%s: %s, paid %s", strings.Join(lines, ", "), s.Total.Text(), s.Paid.Text())
	}
	card, _ := h.desk.Card(h.id)
	require.Equal(h, total(want), total(card.Sums()), "at the desk; %v", h.says(""))
	booked := h.books.Orders()[0]
	require.Equal(h, total(want), total(booked.Sums()), "in the books; %v", h.says(""))
	if s := h.shop.sales[0]; s.discount.Kind == "" {
		require.Equal(h, total(want), total(s.sums()), "in the shop; %v", h.says(""))
	}
	require.Equal(h, v.Buyer.Name, h.shop.sales[0].name)
	require.Equal(h, v.Buyer.Name, card.Buyer.Name)
	require.Equal(h, v.Buyer.Name, booked.Buyer.Name)
}

// Whatever is changed in the shop, at the desk or here, in any order and at once: each of the three is told of what the
// others changed, shows each write as news, and nothing is told for ever.
func TestThreeSystemsComeToRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(t)
		h.echo()
		for i := range rapid.IntRange(1, 6).Draw(t, "edits") {
			line := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "line")
			n := rapid.Int64Range(1, 4).Draw(t, "quantity")
			switch rapid.IntRange(0, 6).Draw(t, "who does what") {
			case 0:
				h.shop.people("300", func(s *boughtThere) { s.row(line, n) })
			case 1:
				h.shop.people("300", func(s *boughtThere) { s.name = fmt.Sprint("Анна ", i) })
			case 2:
				_ = h.desk.SetRow("19", h.id, line, amount.Pcs(int(n)))
			case 3:
				_ = h.desk.SetPrice("19", h.id, line, amount.RUB(1))
			case 4:
				_, _ = h.b.Do(context.Background(), h.id, order.ChangeDetails{Buyer: order.Buyer{Name: fmt.Sprint("Олег ", i)}}, order.By{Actor: order.Actor{ID: "petrova", Role: order.RoleOperator}})
			case 5:
				if v := h.order(); v.Paid.IsZero() && v.Due.Sign() > 0 && n == 4 {
					_, _ = h.b.Do(context.Background(), h.id, paid("p1", v.Due.Minor()), order.By{Actor: order.Actor{ID: "petrova", Role: order.RoleOperator}})
				}
			case 6:
				_, _ = h.b.Do(context.Background(), h.id, order.Confirm{}, order.By{Actor: order.Actor{ID: "petrova", Role: order.RoleOperator}})
			}
			if rapid.Bool().Draw(t, "pass") {
				h.pass()
			}
		}
		h.rests()
		h.agree()
	})
}

// A quantity that was changed here and written to the shop is put back there by the shop's people: that is a change,
// though the shop shows what it showed before.
func TestWhatTheShopPutsBackIsAChange(t *testing.T) {
	h := newHouse(t)
	h.echo()
	_ = h.desk.SetRow("19", h.id, "1", amount.Pcs(1)) // the discount of the shop is another then, and it is read anew
	h.pass()
	require.NoError(t, h.desk.SetRow("19", h.id, "2", amount.Pcs(2)))
	h.pass()
	h.shop.people("300", func(s *boughtThere) { s.row("2", 1) })
	h.rests()
	h.agree()
	for _, l := range h.order().Lines {
		if l.ID == "2" {
			require.Equal(t, amount.Pcs(1), l.Living)
		}
	}
}
