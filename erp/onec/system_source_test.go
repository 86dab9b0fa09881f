package onec_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/exchangetest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// stocked puts some of each of the demo goods into a shop.
func stocked(t *testing.T, base *onectest.Server) {
	t.Helper()
	for _, article := range []string{"SHOES-42", "MUG", "BOWL"} {
		require.NoError(t, base.SetStock(article, "МАГ-1", 3))
	}
}

func TestSource(t *testing.T) {
	for _, release := range []string{"11.4", "11.5"} {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			exchangetest.RunSourceInBubble(t, func(t *testing.T) exchangetest.Source {
				base, s := install(t, settings(), onectest.Settings{Release: release, Now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }})
				stocked(t, base)
				price := 500.0
				return exchangetest.Source{
					Port: s, Kinds: []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Stocks}, BadCredentials: connect(base, "guess").System(settings()),
					Changes: func(kind exchange.Kind) string {
						switch kind {
						case exchange.Prices:
							price++
							base.SetPrice("MUG", price)
							return "MUG/retail"
						case exchange.Stocks:
							require.NoError(t, base.SellAtTill("MUG", "МАГ-1", 1))
							return "MUG/МАГ-1"
						}
						change(t, base, "MUG", func(g *onec.Good) { g.FullName = "Кружка большая" })
						return "MUG"
					},
				}
			})
		})
	}
}

// catalogDiscount is an entry of the discounts, as people make them.
type catalogDiscount struct {
	onec.Object
	Name  string       `json:"Description"`
	Kind  string       `json:"СпособПредоставления"`
	Value wire.Decimal `json:"ЗначениеСкидкиНаценки"`
}

func TestSourceOfPeople(t *testing.T) {
	exchangetest.RunSourceInBubble(t, func(t *testing.T) exchangetest.Source {
		base, s := install(t, settings(), onectest.Settings{})
		c := connect(base, onectest.Password)
		var cards []onec.Guid
		for i, name := range []string{"Петрова Анна", "Волков Пётр"} {
			p, err := c.Partners().Create(t.Context(), onec.Partner{Name: name, FullName: name, Kind: "ЧастноеЛицо", Customer: true}, onec.Filter{})
			require.NoError(t, err)
			card, err := c.LoyaltyCards().Create(t.Context(), onec.LoyaltyCard{
				Name: "Карта", Kind: onec.Guid(base.Key("Catalog_ВидыКартЛояльности", onectest.CardKind)), Barcode: fmt.Sprint(2000000000015 + i),
				Status: "Действует", Partner: p.Value.Ref,
			}, onec.Filter{})
			require.NoError(t, err)
			cards = append(cards, card.Value.Ref)
			base.SetBonus(string(p.Value.Ref), 120)
		}
		discounts := onec.NewCatalog[catalogDiscount](c, "Catalog_СкидкиНаценки")
		more, err := discounts.Create(t.Context(), catalogDiscount{Name: "Летняя", Kind: "Процент", Value: "7"}, onec.Filter{})
		require.NoError(t, err)
		return exchangetest.Source{
			Port: s, Kinds: []exchange.Kind{exchange.Parties, exchange.Cards, exchange.Discounts}, BadCredentials: connect(base, "guess").System(settings()),
			Changes: func(kind exchange.Kind) string {
				switch kind {
				case exchange.Parties:
					p, err := c.Partners().Find(t.Context(), onec.Eq("Description", "Петрова Анна"))
					require.NoError(t, err)
					_, err = c.Partners().Change(t.Context(), p.Ref, func(p *onec.Partner) error { p.FullName = "Волкова Анна"; return nil })
					require.NoError(t, err)
					return string(p.Ref)
				case exchange.Cards:
					_, err := c.LoyaltyCards().Change(t.Context(), cards[0], func(c *onec.LoyaltyCard) error { c.Status = "Аннулирована"; return nil })
					require.NoError(t, err)
					return string(cards[0])
				}
				_, err := discounts.Change(t.Context(), more.Value.Ref, func(d *catalogDiscount) error { d.Value = "10"; return nil })
				require.NoError(t, err)
				return string(more.Value.Ref)
			},
			Removes: func(kind exchange.Kind) string {
				if kind == exchange.Discounts {
					_, err := discounts.MarkDeleted(t.Context(), more.Value.Ref)
					require.NoError(t, err)
					return string(more.Value.Ref)
				}
				if kind == exchange.Cards {
					_, err := c.LoyaltyCards().MarkDeleted(t.Context(), cards[0])
					require.NoError(t, err)
					return string(cards[0])
				}
				p, err := c.Partners().Find(t.Context(), onec.Eq("Description", "Волков Пётр"))
				require.NoError(t, err)
				_, err = c.Partners().MarkDeleted(t.Context(), p.Ref)
				require.NoError(t, err)
				return string(p.Ref)
			},
		}
	})
}

func TestSourceOfWarehouses(t *testing.T) {
	exchangetest.RunSourceInBubble(t, func(t *testing.T) exchangetest.Source {
		base, s := install(t, settings(), onectest.Settings{})
		return exchangetest.Source{Port: s, Kinds: []exchange.Kind{exchange.Warehouses}, BadCredentials: connect(base, "guess").System(settings())}
	})
}

// change lets people change goods.
func change(t *testing.T, base *onectest.Server, article string, edit func(*onec.Good)) {
	t.Helper()
	goods := connect(base, onectest.Password).Goods()
	_, err := goods.Change(t.Context(), onec.Guid(base.Key("Catalog_Номенклатура", article)), func(g *onec.Good) error {
		edit(g)
		return nil
	})
	require.NoError(t, err)
}

// records reads all records of a kind.
func records(t *testing.T, s *onec.System, kind exchange.Kind, cursor string) (out []exchange.Record) {
	t.Helper()
	for r, err := range s.Records(t.Context(), kind, cursor) {
		require.NoError(t, err)
		out = append(out, r)
	}
	return out
}

// record returns the record with a key.
func record(t *testing.T, rs []exchange.Record, key string) exchange.Record {
	t.Helper()
	i := slices.IndexFunc(rs, func(r exchange.Record) bool { return r.Key == key })
	require.GreaterOrEqual(t, i, 0, "no record %q among %d", key, len(rs))
	return rs[i]
}

// Goods come with what other systems need of them: the number on the bar code, the rate of VAT, whether they are
// marked.
func TestGoodsAreToldWhole(t *testing.T) {
	base, s := install(t, settings(), onectest.Settings{})
	stocked(t, base)
	shoes, err := exchange.Decode[exchange.Good](record(t, records(t, s, exchange.Goods, ""), "SHOES-42"))
	require.NoError(t, err)
	require.Equal(t, exchange.Good{
		SKU: "SHOES-42", Name: "Кроссовки, размер 42", Article: "SHOES-42", GTIN: onectest.MarkedGTIN, Unit: "шт", VAT: amount.VAT22, Marked: true,
	}, shoes)
	bowl, err := exchange.Decode[exchange.Price](record(t, records(t, s, exchange.Prices, ""), "BOWL/retail"))
	require.NoError(t, err)
	require.Equal(t, exchange.Price{SKU: "BOWL", Type: "retail", Price: amount.RUB(35050)}, bowl)
	mugs, err := exchange.Decode[exchange.Stock](record(t, records(t, s, exchange.Stocks, ""), "MUG/МАГ-1"))
	require.NoError(t, err)
	require.Equal(t, exchange.Stock{SKU: "MUG", Warehouse: "МАГ-1", Quantity: amount.Pcs(3)}, mugs)
}

// Two goods with one article are a problem each, and neither is gone nor taken for the other.
func TestAnArticleOfTwoGoodsIsAProblem(t *testing.T) {
	base, s := install(t, settings(), onectest.Settings{})
	before := records(t, s, exchange.Goods, "")
	base.AddGood("MUG", "Другая кружка", "", 100)
	after := records(t, s, exchange.Goods, before[len(before)-1].Cursor)
	require.Len(t, after, 2)
	for _, r := range after {
		require.ErrorContains(t, r.Problem, `2 goods have the Артикул "MUG"`)
		require.False(t, r.Gone)
	}
}

func TestWhatIsMarkedForDeletionIsGone(t *testing.T) {
	base, s := install(t, settings(), onectest.Settings{})
	before := records(t, s, exchange.Goods, "")
	_, err := connect(base, onectest.Password).Goods().MarkDeleted(t.Context(), onec.Guid(base.Key("Catalog_Номенклатура", "BOWL")))
	require.NoError(t, err)
	after := records(t, s, exchange.Goods, before[len(before)-1].Cursor)
	require.Len(t, after, 1)
	require.Equal(t, "BOWL", after[0].Key)
	require.True(t, after[0].Gone)
	for _, cursor := range []string{before[len(before)-1].Cursor, "x", after[0].Cursor + "0"} {
		for _, err := range connect(base, onectest.Password).System(settings()).Records(t.Context(), exchange.Goods, cursor) {
			require.ErrorIs(t, err, exchange.ErrCursor, "it is of another process")
			require.Equal(t, ordo.Invalid, ordo.ClassOf(err))
		}
	}
}

func TestCardsAndDiscountsAreTold(t *testing.T) {
	base, s := install(t, settings(), onectest.Settings{})
	c := connect(base, onectest.Password)
	buyer, err := c.Partners().Create(t.Context(), onec.Partner{Name: "Петрова Анна", FullName: "Петрова Анна", Kind: "ЧастноеЛицо", Customer: true}, onec.Filter{})
	require.NoError(t, err)
	_, err = c.LoyaltyCards().Create(t.Context(), onec.LoyaltyCard{
		Name: "Карта", Kind: onec.Guid(base.Key("Catalog_ВидыКартЛояльности", onectest.CardKind)), Barcode: "2000000000015", Status: "Действует", Partner: buyer.Value.Ref,
	}, onec.Filter{})
	require.NoError(t, err)
	base.SetBonus(string(buyer.Value.Ref), 120)
	cards := records(t, s, exchange.Cards, "")
	require.Len(t, cards, 1)
	require.JSONEq(t, `{"number":"2000000000015","level":"Золотая карта","party":"`+string(buyer.Value.Ref)+`","active":true,"bonus":120}`, string(cards[0].Data))
	discounts := records(t, s, exchange.Discounts, "")
	require.Len(t, discounts, 1)
	require.JSONEq(t, `{"name":"Скидка по золотой карте","kind":"Процент","value":5}`, string(discounts[0].Data))
	require.Len(t, records(t, s, exchange.Parties, ""), 1)
	place, err := exchange.Decode[exchange.Warehouse](record(t, records(t, s, exchange.Warehouses, ""), "ЦС"))
	require.NoError(t, err)
	require.Equal(t, exchange.Warehouse{Code: "ЦС", City: "Москва", Central: true}, place)
}
