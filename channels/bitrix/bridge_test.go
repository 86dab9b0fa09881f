package bitrix_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// hand is a clock that stands until it is moved.
type hand struct {
	mu sync.Mutex
	t  time.Time
}

func (c *hand) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *hand) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// trade is a shop with a bridge.
type trade struct {
	*testing.T
	shop  *bitrixtest.Server
	b     *bridge.Bridge
	clock *hand
	store *memory.Store
}

func opensTrade(t *testing.T, st bitrixtest.Settings) *trade {
	t.Helper()
	w := &trade{T: t, store: memory.New(), clock: &hand{t: time.Date(2026, 5, 14, 9, 0, 0, 0, time.UTC)}}
	st.Now = w.clock.Now
	w.shop = bitrixtest.New(st)
	t.Cleanup(w.shop.Close)
	var err error
	w.b, err = bridge.New(w.store, bridge.Account("shop-1", client(w.shop).Channel(settings())), bridge.WithClock(w.clock),
		bridge.Route{Channel: "shop-1", Scheme: order.ByCarrier, Authority: order.OwnShop | order.ChannelOwnsPayment})
	require.NoError(t, err)
	w.passes(1)
	return w
}

func (w *trade) passes(n int) {
	w.Helper()
	for range n {
		w.clock.pass(time.Minute)
		_, err := w.b.Sync(w.Context())
		require.NoError(w, err)
	}
	for e, err := range w.store.Journal(w.Context(), bridge.JournalFilter{}) {
		if err == nil && testing.Verbose() {
			w.Log(e.Text)
		}
	}
}

func (w *trade) view(id int) order.View {
	w.Helper()
	here, err := w.b.Find(w.Context(), order.Ref{System: bitrix.Name, Account: "shop-1", Kind: "order", ID: strconv.Itoa(id)})
	require.NoError(w, err)
	o, err := w.b.Order(w.Context(), here)
	require.NoError(w, err)
	return o.View()
}

func (w *trade) does(id int, c order.Command) {
	w.Helper()
	_, err := w.b.Do(w.Context(), w.view(id).ID, c, order.By{Actor: order.Actor{ID: "11", Role: order.RoleOperator}})
	require.NoError(w, err)
}

func (w *trade) writes() (n int) {
	for _, m := range []string{"sale.order.update", "sale.basketitem.*", "sale.basketproperties.*", "sale.payment.*", "sale.shipment*", "sale.propertyvalue.modify"} {
		n += w.shop.Commits(m)
	}
	return n
}

func TestAnOrderOfTheShopIsWorkedElsewhere(t *testing.T) {
	w := opensTrade(t, bitrixtest.Settings{StatusWhenPaid: "P"})
	w.shop.AddCoupon("MAY10", 10, "", time.Time{})
	id := w.shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG", Quantity: "2"}, {Article: "BOWL"}}, "", bitrixtest.PickupByCDEK)
	w.passes(2)
	v := w.view(id)
	require.Equal(t, []string{"2480.00 RUB", "yandex", "Орлова Вера", "2-3 дня"}, []string{v.Total.String(), v.Labels[order.LabelSource], v.Buyer.Name, v.Delivery.Term})
	require.Zero(t, w.writes())

	t.Log("an edit is priced by the shop, and stands there")
	w.shop.SetPrice("MUG", "900.00")
	by := order.By{Actor: order.Actor{ID: "11", Role: order.RoleOperator}}
	_, err := w.b.Edit(t.Context(), v.ID, order.Edit{
		Extend: []order.Extension{{Line: v.Lines[0].ID, By: amount.Pcs(1)}}, Remove: order.PickAll(v.Lines[1].ID), Reason: status.ReasonBuyerCancelled,
	}, by, bridge.Promo("MAY10"))
	require.NoError(t, err)
	w.passes(3)
	v = w.view(id)
	require.Equal(t, rub(3*900_00-270_00+350_00), v.Total)
	there, _ := w.shop.Order(id)
	require.Equal(t, []any{v.Total.Text(), 1}, []any{there.Price, len(there.Lines)})
	require.Empty(t, v.Notes)

	t.Log("a payment in the shop is one here, and what people change there is tried as theirs")
	require.NoError(t, w.shop.Pays(id))
	require.NoError(t, w.shop.SetsProperty(id, "ADDRESS", "ул. Баумана, 1"))
	w.passes(3)
	v = w.view(id)
	require.Equal(t, []string{"2780.00 RUB", "ул. Баумана, 1", "paid"}, []string{v.Paid.String(), v.Delivery.Address, v.Payment.String()})

	t.Log("and then both rest")
	writes := w.writes()
	n := v.Version
	calls := w.shop.Calls("*")
	w.passes(4)
	require.Equal(t, []any{writes, n}, []any{w.writes(), w.view(id).Version})
	require.LessOrEqual(t, w.shop.Calls("*")-calls, 4*2, "two calls a pass")
	require.Empty(t, w.view(id).Notes)
}

func TestNewOrdersAreReadFiftyAtATime(t *testing.T) {
	w := opensTrade(t, bitrixtest.Settings{})
	for range 100 {
		w.shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG"}}, "", bitrixtest.PickupByCDEK)
	}
	batches, lists := w.shop.Calls("batch"), w.shop.Calls("sale.order.list")
	w.passes(1)
	require.LessOrEqual(t, w.shop.Calls("batch")-batches, 5)
	require.LessOrEqual(t, w.shop.Calls("sale.order.list")-lists, 3)
	for _, id := range w.shop.Orders() {
		require.Equal(t, rub(1240_00), w.view(id).Total)
	}
}

func TestWhatIsEditedHereGoesBeforeWhatTheShopShowedBefore(t *testing.T) {
	w := opensTrade(t, bitrixtest.Settings{})
	id := w.shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG", Quantity: "3"}}, "", bitrixtest.PickupByCDEK)
	w.passes(1)
	w.shop.Down(true)
	w.does(id, order.Edit{Remove: order.Pick(w.view(id).Lines[0].ID, amount.Pcs(1)), Reason: status.ReasonBuyerCancelled})
	w.clock.pass(time.Minute)
	_, _ = w.b.Sync(t.Context()) // the shop cannot be reached
	w.shop.Down(false)
	for range 6 {
		w.clock.pass(10 * time.Minute)
		_, err := w.b.Sync(t.Context())
		require.NoError(t, err)
	}
	there, _ := w.shop.Order(id)
	require.Equal(t, []string{"2", "2"}, []string{w.view(id).Lines[0].Living.String(), there.Lines[0].Quantity})
}
