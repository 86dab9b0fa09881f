package bridge_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/chaos"
)

// from1C is what a base of 1C tells.
var from1C = []exchange.Kind{
	exchange.Warehouses, exchange.Goods, exchange.Prices, exchange.Stocks, exchange.Parties, exchange.Cards, exchange.Discounts,
}

// books1C is a client of a fake base of 1C, as each process makes one.
func books1C(base *onectest.Server) *onec.System {
	return onec.New("https://1c.example"+onectest.Publication, onectest.User, onectest.Password,
		ordo.WithHTTPClient(&http.Client{Transport: base.Transport()})).System(onec.Settings{
		Organisation: onectest.Organization, Agreement: onectest.Agreement, Prices: map[string]string{exchange.Retail: onectest.PriceType},
		Warehouses: []onec.Place{{Code: "ЦС", City: "Москва", Central: true}, {Code: "МАГ-1", City: "Казань", Issues: true}},
	})
}

// All that 1C has the say about goes to a shop: everything at first, then what has changed. The service is restarted,
// and what was sold and deleted meanwhile reaches the shop, too.
//
// part of: B24-1
func TestWhat1CSaysReachesTheShopAlsoOverARestart(t *testing.T) {
	base := onectest.New(onectest.Settings{})
	t.Cleanup(base.Close)
	require.NoError(t, base.SetStock("MUG", "МАГ-1", 3))
	require.NoError(t, base.SetStock("BOWL", "ЦС", 5))
	client := onec.New("https://1c.example"+onectest.Publication, onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: base.Transport()}))
	buyer, err := client.Partners().Create(t.Context(), onec.Partner{Name: "Петрова Анна", FullName: "Петрова Анна", Kind: "ЧастноеЛицо", Customer: true}, onec.Filter{})
	require.NoError(t, err)
	party := string(buyer.Value.Ref)
	_, err = client.LoyaltyCards().Create(t.Context(), onec.LoyaltyCard{
		Name: "Карта", Kind: onec.Guid(base.Key("Catalog_ВидыКартЛояльности", onectest.CardKind)), Barcode: "2000000000015", Status: "Действует", Partner: buyer.Value.Ref,
	}, onec.Filter{})
	require.NoError(t, err)
	base.SetBonus(party, 120)

	shop, store := &chaos.Records{Name: "shop", Kinds: from1C}, memory.New()
	start := func() *bridge.Bridge {
		b, err := bridge.New(store, bridge.Account("1c", books1C(base)), bridge.Account("shop-1", shop),
			bridge.Flow{From: "1c", To: "shop-1", Kinds: from1C})
		require.NoError(t, err)
		return b
	}
	exchanged := func(b *bridge.Bridge, full bool) map[exchange.Kind]bridge.Exchanged {
		run, err := b.Exchange(t.Context(), "1c", "shop-1", full)
		require.NoError(t, err)
		require.Empty(t, run.Problem)
		out := map[exchange.Kind]bridge.Exchanged{}
		for _, n := range run.Kinds {
			out[n.Kind] = n
		}
		return out
	}
	b := start()
	require.NoError(t, b.Check(t.Context()))
	exchanged(b, false)
	require.JSONEq(t, `{"code":"МАГ-1","city":"Казань","issues":true}`, shop.Has(exchange.Warehouses)["МАГ-1"])
	require.JSONEq(t, `{"sku":"MUG","warehouse":"МАГ-1","quantity":"3"}`, shop.Has(exchange.Stocks)["MUG/МАГ-1"])
	require.JSONEq(t, `{"sku":"MUG","type":"retail","price":"490.00 RUB"}`, shop.Has(exchange.Prices)["MUG/retail"])
	require.JSONEq(t, `{"name":"Петрова Анна"}`, shop.Has(exchange.Parties)[party])
	require.Len(t, shop.Has(exchange.Cards), 1)
	require.Len(t, shop.Has(exchange.Discounts), 1)
	for kind, n := range exchanged(b, false) {
		require.Zero(t, n.Read, kind)
	}
	base.SetPrice("MUG", 990)
	require.Equal(t, 1, exchanged(b, false)[exchange.Prices].Changed)

	require.NoError(t, base.SellAtTill("MUG", "МАГ-1", 3)) // sold out: the register has no row of it any more
	_, err = client.Goods().MarkDeleted(t.Context(), onec.Guid(base.Key("Catalog_Номенклатура", "BOWL")))
	require.NoError(t, err)
	base.SetBonus(party, 80)
	b = start()
	n := exchanged(b, false)
	require.NotContains(t, shop.Has(exchange.Goods), "BOWL")
	require.NotContains(t, shop.Has(exchange.Prices), "BOWL/retail")
	require.NotEqual(t, `{"sku":"MUG","warehouse":"МАГ-1","quantity":"3"}`, shop.Has(exchange.Stocks)["MUG/МАГ-1"])
	require.Equal(t, 1, n[exchange.Cards].Changed)
	made := shop.Made()
	for kind, n := range exchanged(b, true) {
		require.Zero(t, n.Changed, kind)
	}
	require.Equal(t, made, shop.Made(), "nothing is made twice")
}

// The catalogue of 1C goes to a shop on 1C-Bitrix by the exchange that such shops have: goods, their prices and the
// stock of each place, what changes and what is sold out. A shop that is down gets it when it is back.
//
// part of: B24-1
func TestTheCatalogueOf1CReachesAShopOn1CBitrix(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := onectest.New(onectest.Settings{Now: func() time.Time { return time.Now().AddDate(30, 0, 0) }}) // prices of the demo are not of 2000
		site := bitrixtest.New(bitrixtest.Settings{NoGoods: true})
		defer base.Close()
		defer site.Close()
		base.AddGood("SPOON", "Ложка", "", 120)
		require.NoError(t, base.SetStock("MUG", "МАГ-1", 3))
		require.NoError(t, base.SetStock("BOWL", "ЦС", 5))
		client := exchange1c.New("https://shop.example"+exchange1ctest.Path, exchange1ctest.DefaultUser, exchange1ctest.DefaultPassword,
			ordo.WithHTTPClient(&http.Client{Transport: site.Transport()}))
		kinds := []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Stocks}
		store := memory.New()
		start := func() *bridge.Bridge {
			b, err := bridge.New(store, bridge.Account("1c", books1C(base)), bridge.Account("site-1", exchange1c.NewSink(client, exchange1c.SinkSettings{})),
				bridge.Flow{From: "1c", To: "site-1", Kinds: kinds})
			require.NoError(t, err)
			return b
		}
		exchanged := func(b *bridge.Bridge, full bool) bridge.Run {
			run, err := b.Exchange(t.Context(), "1c", "site-1", full)
			require.NoError(t, err)
			return run
		}
		b := start()
		require.NoError(t, b.Check(t.Context()))
		run := exchanged(b, false)
		require.Equal(t, bridge.ResultOK, run.Result, run.Problem)
		mug, sold := site.Good("MUG")
		require.True(t, sold)
		require.Equal(t, "Кружка", mug.Name)
		require.Equal(t, "490.00", mug.Price)
		require.Equal(t, "3", mug.Quantity)

		time.Sleep(time.Hour)
		base.SetPrice("MUG", 990)
		site.Down(true)
		require.Equal(t, bridge.ResultFailed, exchanged(b, false).Result)
		site.Down(false)
		require.Equal(t, bridge.ResultOK, exchanged(b, false).Result)
		mug, _ = site.Good("MUG")
		require.Equal(t, "990.00", mug.Price)

		require.NoError(t, base.SellAtTill("MUG", "МАГ-1", 3))
		b = start()
		require.Equal(t, bridge.ResultOK, exchanged(b, false).Result)
		mug, _ = site.Good("MUG")
		require.Equal(t, "0", mug.Quantity)
		before := len(site.Exchange().Imported())
		for _, n := range exchanged(b, true).Kinds {
			require.Zero(t, n.Changed, n.Kind)
		}
		require.Len(t, site.Exchange().Imported(), before, "what was sent is not sent again")
	})
}
