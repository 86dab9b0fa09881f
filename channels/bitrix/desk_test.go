package bitrix_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// desk is where one order of the shop is worked.
type desk struct {
	t    *testing.T
	shop *bitrixtest.Server
	ch   *bitrix.Channel
	id   int
	o    *order.Order
	at   time.Time
}

// opens places an order and takes it to a desk.
func opens(t *testing.T, st bitrixtest.Settings, set bitrix.Settings, place func(*bitrixtest.Server) int) *desk {
	t.Helper()
	shop := bitrixtest.New(st)
	t.Cleanup(shop.Close)
	d := &desk{t: t, shop: shop, ch: client(shop).Channel(set), at: time.Now()}
	d.id = place(shop)
	s := d.read().Snapshot
	s.ID, s.Authority, s.Ref.Account = "order-1", order.OwnShop, "shop-1"
	var err error
	d.o, _, err = order.Import(s, d.by(order.RoleSystem))
	require.NoError(t, err)
	return d
}

// cups is an order of two mugs and a bowl, with a delivery.
func cups(shop *bitrixtest.Server) int {
	return shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG", Quantity: "2"}, {Article: "BOWL"}}, "", bitrixtest.PickupByCDEK)
}

func (d *desk) by(r order.Role) order.By {
	d.at = d.at.Add(time.Second)
	return order.By{Actor: order.Actor{ID: "11", Role: r}, At: d.at}
}

func (d *desk) read() channels.Reading {
	d.t.Helper()
	for r, err := range d.ch.Orders(d.t.Context(), strconv.Itoa(d.id)) {
		require.NoError(d.t, err)
		require.NoError(d.t, r.Problem)
		return r
	}
	require.Fail(d.t, "the order is not there")
	return channels.Reading{}
}

func (d *desk) does(c order.Command) []order.Event {
	d.t.Helper()
	evs, err := d.o.Do(c, d.by(order.RoleOperator))
	require.NoError(d.t, err)
	return evs
}

// tells applies an effect.
func (d *desk) tells(e order.Effect, evs ...order.Event) (order.Outcome, error) {
	d.t.Helper()
	e.Target, e.Order, e.Key = d.o.View().Ref, d.o.ID(), "key"
	if len(evs) > 0 {
		e.N = evs[0].N
	}
	task, left := d.o.Task(e)
	require.True(d.t, left)
	return d.ch.Apply(d.t.Context(), task)
}

// told applies an effect twice: it is done, and then it is so.
func (d *desk) told(e order.Effect, evs ...order.Event) {
	d.t.Helper()
	for _, want := range []order.OutcomeKind{order.Applied, order.AlreadySo} {
		out, err := d.tells(e, evs...)
		require.NoError(d.t, err)
		require.Equal(d.t, want, out.Kind, out.Text)
	}
}

func (d *desk) line(sku string) order.LineView {
	d.t.Helper()
	for _, l := range d.o.View().Lines {
		if l.SKU == sku && l.Living.Sign() > 0 {
			return l
		}
	}
	require.Fail(d.t, "no line "+sku)
	return order.LineView{}
}

// agrees checks that the shop shows what the order has: each line with its quantity and what it costs in the end.
func (d *desk) agrees() channels.Reading {
	d.t.Helper()
	r := d.read()
	s := r.Snapshot
	s.ID = "there"
	there, _, err := order.Import(s, d.by(order.RoleSystem))
	require.NoError(d.t, err)
	type shown struct {
		Quantity amount.Quantity
		Total    amount.Money
	}
	lines := func(o *order.Order) map[string]shown {
		all := map[string]shown{}
		for _, l := range o.View().Lines {
			if l.Living.Sign() > 0 {
				all[l.ID] = shown{l.Living, l.Total}
			}
		}
		return all
	}
	require.Equal(d.t, lines(d.o), lines(there))
	require.Equal(d.t, d.o.View().Total, there.View().Total)
	return r
}

func (d *desk) there() bitrixtest.Order {
	d.t.Helper()
	o, is := d.shop.Order(d.id)
	require.True(d.t, is)
	return o
}

func rub(kopecks int64) amount.Money { return amount.RUB(kopecks) }
