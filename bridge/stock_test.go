package bridge_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// warehouses are the central one in Moscow, a shop in Kazan, a shop in Yekaterinburg.
func warehouses() []erp.Warehouse {
	return []erp.Warehouse{
		{Code: "central", City: "Москва", Latitude: 55.75, Longitude: 37.62, Central: true},
		{Code: "kazan", City: "Казань", Latitude: 55.79, Longitude: 49.11, Issues: true},
		{Code: "ural", City: "Екатеринбург", Latitude: 56.84, Longitude: 60.61, Issues: true},
	}
}

// depot is an office whose books keep the stock of three warehouses.
type depot struct {
	*office
	meanwhile func(kind order.EffectKind) // what somebody else does before the next write of a kind
}

// Apply lets something happen before a write.
func (d *depot) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if d.meanwhile != nil {
		d.meanwhile(t.Kind)
	}
	return d.books.Apply(ctx, t)
}

// ledgerOf is the depot as the bridge has it.
type depotBooks struct {
	*booksAt
	d *depot
}

func (b depotBooks) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	return b.d.Apply(ctx, t)
}

func newDepot(t *testing.T, set ...func(*bridge.Route)) *depot {
	t.Helper()
	d := &depot{office: &office{
		T: t, site: &chaos.Site{}, crm: newLedger(), clock: &clock{t: monday}, store: memory.New(),
		books: &booksAt{Books: erptest.NewBooks(warehouses()...), cannot: map[order.EffectKind]bool{}},
	}}
	r := bridge.Route{
		Channel: "shop-1", ERP: "crm-1", Books: "books-1", Export: bridge.Export{When: bridge.ExportWhenPaid},
		Reserve: bridge.ReservePolicy{Auto: true, Policy: stock.Policy{Split: true}}, Authority: order.OwnShop | order.BooksOwnDocuments,
	}
	for _, f := range set {
		f(&r)
	}
	b, err := bridge.New(d.store, bridge.Account("shop-1", d.site), bridge.Account("crm-1", d.crm),
		bridge.Account("books-1", depotBooks{d.books, d}), r, bridge.WithClock(d.clock), bridge.WithPeople(people))
	require.NoError(t, err)
	d.b = b
	for article, at := range map[string]map[string]int{"MUG": {"central": 10, "kazan": 2, "ural": 5}, "BOWL": {"central": 1}} {
		for w, n := range at {
			d.books.SetStock(article, w, amount.Pcs(n))
		}
	}
	return d
}

func byHand(r *bridge.Route) { r.Reserve.Auto = false }

// buys places an order of three mugs and a bowl for somebody in Kazan, paid.
func (d *depot) buys() string {
	d.Helper()
	d.orders++
	id := fmt.Sprintf("A-%d", d.orders)
	d.site.Drafts = append(d.site.Drafts, order.Draft{
		Ref: order.Ref{System: "site", Kind: "order", ID: id}, Number: id, Scheme: order.ByCarrier, Placed: d.clock.Now(),
		Buyer: order.Buyer{Name: "Иванова Анна", Phone: "+7 900 000-00-00"}, Delivery: order.Delivery{City: "г. Казань"},
		Lines: []order.Line{
			{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(3), Price: amount.RUB(50000)},
			{ID: "bowl", SKU: "BOWL", Name: "Bowl", Quantity: amount.Pcs(1), Price: amount.RUB(70000)},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Price: amount.RUB(30000)},
		},
	})
	d.sync()
	d.does("shop-1/"+id, paid("p1", 250000))
	return "shop-1/" + id
}

func (d *depot) order(id string) order.View {
	d.Helper()
	o, err := d.b.Order(d.Context(), id)
	require.NoError(d, err)
	return o.View()
}

// reserved checks what the order and the books have reserved, which is the same.
func (d *depot) reserved(id string, want ...string) {
	d.Helper()
	text := func(rs []order.Reserved) (lines []string) {
		for _, r := range rs {
			lines = append(lines, fmt.Sprintf("%s %s at %s", r.Quantity, r.Line, r.Warehouse))
		}
		slices.Sort(lines)
		return lines
	}
	slices.Sort(want)
	require.Equal(d, want, text(erp.ReservedOf(d.order(id))), "here; journal: %v", d.says(""))
	for _, o := range d.books.Orders() {
		if o.Order.ID == id {
			require.Equal(d, want, text(o.Reserved), "in the books; journal: %v", d.says(""))
		}
	}
}

// tries are the writes that the books were asked for since the last question.
func (d *depot) tries() []string {
	tried := d.books.tried
	d.books.tried = nil
	return tried
}

var vera = order.By{Actor: order.Actor{ID: "vera", Role: order.RoleOperator}}

// The books get an order when it is paid, and reserve its goods: of the mugs two in the buyer's city, the third at the
// nearest place that has one.
//
// part of: B24-3
func TestGoodsAreReservedNearTheBuyerOnceTheBooksHaveTheOrder(t *testing.T) {
	d := newDepot(t)
	id := d.buys()
	d.reserved(id, "2 mug at kazan", "1 mug at central", "1 bowl at central")
	require.Equal(t, []string{"upsert", "reserve"}, d.tries())
	require.Equal(t, status.OrderAssembling, d.order(id).State)
	lines, err := d.b.Stock(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, lines, 2)
	require.Equal(t, "MUG", lines[0].Article)
	require.Len(t, lines[0].Reserved, 2)
	shown := map[string]string{}
	for _, s := range lines[0].Stock {
		shown[s.Warehouse] = fmt.Sprintf("%s, %s free", s.OnHand, s.Free)
	}
	require.Equal(t, map[string]string{"central": "10, 9 free", "kazan": "2, 0 free", "ural": "5, 5 free"}, shown)
	before := d.books.Commits()
	d.sync()
	require.Equal(t, before, d.books.Commits(), "nothing is reserved twice")
}

// Goods of an order that the books had before it was paid are reserved when it is paid; what is added later, when it is
// added.
func TestGoodsAreReservedAsSoonAsTheyMayBe(t *testing.T) {
	d := newDepot(t, func(r *bridge.Route) { r.Export = bridge.Export{} })
	d.orders++
	d.site.Drafts = append(d.site.Drafts, order.Draft{
		Ref: order.Ref{System: "site", Kind: "order", ID: "A-1"}, Number: "A-1", Scheme: order.ByCarrier, Placed: d.clock.Now(),
		Delivery: order.Delivery{City: "Казань"},
		Lines:    []order.Line{{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(1), Price: amount.RUB(50000)}},
	})
	d.sync()
	require.Len(t, d.books.Orders(), 1)
	d.reserved("shop-1/A-1")
	require.Empty(t, d.told())
	d.does("shop-1/A-1", order.Edit{Add: []order.Line{{ID: "bowl", SKU: "BOWL", Name: "Bowl", Quantity: amount.Pcs(1), Price: amount.RUB(70000)}}})
	d.does("shop-1/A-1", paid("p1", 120000))
	d.reserved("shop-1/A-1", "1 mug at kazan", "1 bowl at central")
	require.Empty(t, d.owes())
}

// What is in no stock is told once, and waits for people.
func TestGoodsThatAreNowhereAreShort(t *testing.T) {
	d := newDepot(t)
	d.books.SetStock("MUG", "central", amount.Pcs(0))
	d.books.SetStock("MUG", "ural", amount.Pcs(0))
	id := d.buys()
	d.reserved(id, "2 mug at kazan", "1 bowl at central")
	require.Len(t, d.told(), 1)
	require.Contains(t, d.told()[0], "1 of MUG are not reserved")
	lines, err := d.b.Stock(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, amount.Pcs(1), lines[0].Short)
	d.sync()
	require.Len(t, d.told(), 1)
}

// The manager moves a reservation within what the other warehouse has.
//
// part of: B24-3
func TestAReservationIsMovedByHandWithinRealStock(t *testing.T) {
	d := newDepot(t)
	id := d.buys()
	d.tries()
	_, err := d.b.MoveReserve(t.Context(), id, "mug", "central", "kazan", amount.Pcs(1), vera)
	require.ErrorIs(t, err, order.ErrQuantity)
	require.ErrorContains(t, err, "0 free at kazan")
	_, err = d.b.MoveReserve(t.Context(), id, "mug", "central", "nowhere", amount.Pcs(1), vera)
	require.ErrorIs(t, err, order.ErrUnknown)
	_, err = d.b.MoveReserve(t.Context(), id, "delivery", "", "ural", amount.Pcs(1), vera)
	require.ErrorIs(t, err, order.ErrUnknown)
	require.Empty(t, d.tries())

	by := vera
	by.Key = "click"
	for range 2 {
		plan, err := d.b.MoveReserve(t.Context(), id, "mug", "kazan", "ural", amount.Pcs(2), by)
		require.NoError(t, err)
		require.Empty(t, plan.Short)
		d.sync()
		d.reserved(id, "2 mug at ural", "1 mug at central", "1 bowl at central")
	}
	_, err = d.b.MoveReserve(t.Context(), id, "bowl", "central", "", amount.Pcs(1), vera)
	require.NoError(t, err)
	d.sync()
	d.reserved(id, "2 mug at ural", "1 mug at central")
	require.Equal(t, []string{"reserve", "reserve"}, d.tries())
	plan, err := d.b.Reserve(t.Context(), id, vera)
	require.NoError(t, err)
	require.Len(t, plan.Reserve, 3)
	d.sync()
	d.reserved(id, "2 mug at ural", "1 mug at central", "1 bowl at central")
}

// Who may not assemble may not reserve, and nothing happens.
//
// part of: B24-12
func TestAReservationNeedsTheRightToIt(t *testing.T) {
	d := newDepot(t, byHand)
	id := d.buys()
	for _, who := range []order.Actor{{ID: "ivan", Role: order.RoleBuyer}, {ID: "oleg", Role: order.RoleShop, Place: "ural"}} {
		_, err := d.b.Reserve(t.Context(), id, order.By{Actor: who})
		require.ErrorIs(t, err, order.ErrRole)
		_, _, err = d.b.RequestTransfers(t.Context(), id, "ural", order.By{Actor: who})
		require.ErrorIs(t, err, order.ErrRole)
	}
	d.sync()
	d.reserved(id)
	require.Empty(t, d.order(id).Transfers)
	_, err := d.b.Reserve(t.Context(), "shop-1/none", vera)
	require.ErrorIs(t, err, bridge.ErrUnknown)
}

// Somebody takes the mugs of Kazan between the plan and the reservation: what is not there is released, planned once
// more, and people are told.
func TestStockThatIsTakenMeanwhileIsPlannedOnceMore(t *testing.T) {
	d := newDepot(t)
	d.meanwhile = func(kind order.EffectKind) {
		if kind == order.EffectReserve {
			d.meanwhile = nil
			require.NoError(t, d.books.TakeStock("MUG", "kazan", amount.Pcs(1)))
		}
	}
	id := d.buys()
	d.reserved(id, "1 mug at kazan", "2 mug at central", "1 bowl at central")
	require.Equal(t, []string{"upsert", "reserve", "reserve"}, d.tries())
	require.Len(t, d.told(), 1)
	require.Contains(t, d.told()[0], "1 of MUG at kazan are missing")
	require.Empty(t, d.owes())
}

// It is taken each time: after the second refusal people decide.
func TestStockThatIsTakenTwiceWaitsForPeople(t *testing.T) {
	d := newDepot(t)
	d.books.SetStock("BOWL", "ural", amount.Pcs(1))
	taken := []string{"central", "ural"}
	d.meanwhile = func(kind order.EffectKind) {
		if kind == order.EffectReserve && len(taken) > 0 {
			require.NoError(t, d.books.TakeStock("BOWL", taken[0], amount.Pcs(1)))
			taken = taken[1:]
		}
	}
	id := d.buys()
	d.reserved(id, "2 mug at kazan", "1 mug at central")
	require.Equal(t, []string{"upsert", "reserve", "reserve", "reserve"}, d.tries(), "the third is without the bowl")
	require.Empty(t, d.owes())
	require.Len(t, d.told(), 2)
	d.books.SetStock("BOWL", "kazan", amount.Pcs(1))
	_, err := d.b.Reserve(t.Context(), id, vera)
	require.NoError(t, err)
	d.sync()
	d.reserved(id, "2 mug at kazan", "1 mug at central", "1 bowl at kazan")
}

// told is what people are told about the books.
func (d *depot) told() []string {
	return slices.DeleteFunc(d.notes(), func(n string) bool { return !strings.Contains(n, "books-1") })
}

// owes are the effects that are not settled.
func (d *depot) owes() (open []string) {
	d.Helper()
	for w, err := range d.store.Effects(d.Context(), bridge.EffectFilter{}) {
		require.NoError(d, err)
		if w.Phase.Open() {
			open = append(open, fmt.Sprintf("%s for %s: %s %s", w.Kind, w.Target.Account, w.Phase, w.Outcome.Text))
		}
	}
	return open
}

// An answer of the books is lost: nothing is reserved twice.
func TestALostAnswerOfAReservationReservesOnce(t *testing.T) {
	d := newDepot(t)
	d.meanwhile = func(kind order.EffectKind) {
		if kind == order.EffectReserve {
			d.meanwhile = nil
			d.books.LoseNext(context.DeadlineExceeded)
		}
	}
	id := d.buys()
	d.clock.pass(3600e9)
	d.sync()
	d.reserved(id, "2 mug at kazan", "1 mug at central", "1 bowl at central")
	require.Empty(t, d.owes())
}

// What is cancelled, or comes into the order, is followed.
func TestReservationsFollowTheOrder(t *testing.T) {
	d := newDepot(t)
	id := d.buys()
	d.does(id, order.Return{Picks: order.Pick("mug", amount.Pcs(1)).At("central"), Reason: status.ReasonUnwanted})
	d.reserved(id, "2 mug at kazan", "1 bowl at central")
	d.does(id, order.Release{Picks: order.PickAll("bowl")})
	d.reserved(id, "2 mug at kazan")
	require.Empty(t, d.owes())
}
