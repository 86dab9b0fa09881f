package bitrix_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// exchangeWith is the exchange of a fake, as 1C makes it.
func exchangeWith(site *bitrixtest.Server, password string) *exchange1c.Client {
	return exchange1c.New(bitrixtest.Address+exchange1ctest.Path, exchange1ctest.DefaultUser, password,
		ordo.WithHTTPClient(&http.Client{Transport: site.Transport()}))
}

func TestOrdersComeByTheExchangeAndAreConfirmedOnceTheyAreKept(t *testing.T) {
	site := bitrixtest.New(bitrixtest.Settings{Exchange: exchange1ctest.Settings{Steps: -1}})
	defer site.Close()
	store := memory.New()
	b, err := bridge.New(store, bridge.Account("shop-1", shop.New(shop.Settings{System: bitrix.Name})),
		bridge.Route{Channel: "shop-1", Authority: order.OwnShop | order.ChannelOwnsPayment})
	require.NoError(t, err)
	orders := bitrix.NewExchange(exchangeWith(site, exchange1ctest.DefaultPassword), settings())
	keep := func(ctx context.Context, news ...channels.News) error { return b.Announce(ctx, "shop-1", news...) }
	id := site.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG", Quantity: "2"}, {Article: "MUG", Gift: true}}, "", bitrixtest.PickupByCDEK)
	view := func() order.View {
		t.Helper()
		_, err := b.Sync(t.Context())
		require.NoError(t, err)
		here, err := b.Find(t.Context(), order.Ref{System: bitrix.Name, Account: "shop-1", Kind: "order", ID: strconv.Itoa(id)})
		require.NoError(t, err)
		o, err := b.Order(t.Context(), here)
		require.NoError(t, err)
		return o.View()
	}

	broken := errors.New("the disk is full")
	require.ErrorIs(t, orders.Pull(t.Context(), func(context.Context, ...channels.News) error { return broken }), broken)
	require.Len(t, site.Exchange().Waiting(), 1, "it is offered again")

	require.NoError(t, orders.Pull(t.Context(), keep))
	require.Empty(t, site.Exchange().Waiting())
	v := view()
	require.Len(t, v.Lines, 3)
	require.Equal(t, []string{"2130.00 RUB", "Орлова Вера", "vera@example.com"}, []string{v.Total.String(), v.Buyer.Name, v.Buyer.Email})

	t.Log("what changes there comes as a change")
	require.NoError(t, site.SetsQuantity(id, d(site, id).Lines[0].ID, "1"))
	require.NoError(t, orders.Pull(t.Context(), keep))
	require.Equal(t, "1240.00 RUB", view().Total.String())
	require.NoError(t, site.Pays(id))
	require.NoError(t, orders.Pull(t.Context(), keep))
	require.Equal(t, "1240.00 RUB", view().Paid.String())
	require.NoError(t, orders.Pull(t.Context(), keep))
	require.Equal(t, status.PaymentPaid, view().Payment)
}

func d(site *bitrixtest.Server, id int) bitrixtest.Order {
	o, _ := site.Order(id)
	return o
}
