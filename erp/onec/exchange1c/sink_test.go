package exchange1c_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/exchangetest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// choosy is the way to a shop that refuses a file with some word in it.
type choosy struct {
	http.RoundTripper
	word string
	bad  bool // the file that was sent has it
}

func (c *choosy) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	switch {
	case c.word == "":
	case q.Get("mode") == "file":
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		c.bad = bytes.Contains(b, []byte(">"+c.word+"<"))
		r.Body = io.NopCloser(bytes.NewReader(b))
	case q.Get("mode") == "import" && c.bad:
		return &http.Response{StatusCode: 200, ContentLength: -1, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("failure\nthere is no such unit")), Request: r}, nil
	}
	return c.RoundTripper.RoundTrip(r)
}

func TestSink(t *testing.T) {
	exchangetest.RunSinkInBubble(t, func(t *testing.T) exchangetest.Sink {
		s := exchange1ctest.NewShop(exchange1ctest.Settings{Unzipped: true})
		t.Cleanup(s.Close)
		way := &choosy{RoundTripper: s.Transport()}
		connect := func(password string) *exchange1c.Sink {
			return exchange1c.NewSink(exchange1c.New(shopAddress, exchange1ctest.DefaultUser, password, ordo.WithHTTPClient(&http.Client{Transport: way})), exchange1c.SinkSettings{})
		}
		mishap := func(f fake.Fault) func() { return func() { s.Faults().Next("catalog/import", f) } }
		return exchangetest.Sink{
			Port: connect(exchange1ctest.DefaultPassword), Kinds: []exchange.Kind{exchange.Goods, exchange.Stocks},
			Commits: func() int { return len(s.Imported()) }, Refuses: func(key string) { way.word = key },
			FailsOnce: mishap(fake.Status(503)), LosesAnswer: mishap(fake.ResetAfter()), BadCredentials: connect("guess"),
		}
	})
}

// keeps tells a sink records.
func keeps(t *testing.T, s *exchange1c.Sink, rs ...exchange.Record) (out []exchange.Kept) {
	t.Helper()
	for k, err := range s.Keep(t.Context(), rs[0].Kind, rs) {
		require.NoError(t, err)
		out = append(out, k)
	}
	return out
}

func TestGoodsPricesAndStockAreFilesOfChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := shop(t, exchange1ctest.Settings{})
		sink := exchange1c.NewSink(c, exchange1c.SinkSettings{
			ID:         func(r exchange.Record, sku string) string { return r.Ref.ID + "#" + sku },
			PriceTypes: map[string]string{exchange.Retail: "bd72d8f9"},
		})
		as := func(r exchange.Record) exchange.Record {
			r.Ref = order.Ref{System: "onec", Kind: "good", ID: "7b1d2c34"}
			return r
		}
		keeps(t, sink, as(exchange.NewRecord(exchange.Goods, "MUG", exchange.Good{
			SKU: "MUG", Name: "Кружка", Article: "К-1", GTIN: "4601234567909", Unit: "шт", VAT: amount.VAT22, Marked: true, Weight: 350,
			Category: []string{"Посуда", "Кружки"}, Attributes: map[string]string{"Цвет": "белый"}, Country: "Россия",
		})))
		keeps(t, sink, as(exchange.NewRecord(exchange.Prices, "MUG/retail", exchange.Price{SKU: "MUG", Type: exchange.Retail, Price: amount.RUB(89050)})))
		keeps(t, sink, as(exchange.NewRecord(exchange.Stocks, "MUG/МАГ-1", exchange.Stock{SKU: "MUG", Warehouse: "МАГ-1", Quantity: amount.Pcs(3)})))
		got := s.Imported()
		require.Len(t, got, 3)
		for i, want := range [][]string{
			{
				`СодержитТолькоИзменения="true"`, "<Ид>7b1d2c34#MUG</Ид>", "<Артикул>К-1</Артикул>", "<Наименование>Кружка</Наименование>", "<Штрихкод>4601234567909</Штрихкод>",
				"<Ставка>22</Ставка>", "<Значение>0.35</Значение>", "<Значение>Посуда / Кружки</Значение>", "<Наименование>Цвет</Наименование>",
			},
			{"<ТипыЦен>", "<Ид>bd72d8f9</Ид>", "<ЦенаЗаЕдиницу>890.50</ЦенаЗаЕдиницу>", "<ИдТипаЦены>bd72d8f9</ИдТипаЦены>", "<Валюта>RUB</Валюта>"},
			{"<Предложение>", `ИдСклада="МАГ-1"`, `КоличествоНаСкладе="3"`},
		} {
			for _, x := range want {
				require.Contains(t, string(got[i].Content), x)
			}
		}
		require.NotContains(t, string(got[1].Content), "Количество", "a price says nothing of the stock")
		require.NotContains(t, string(got[2].Content), "<Количество>")
		require.Equal(t, []string{"import.xml", "prices.xml", "rests.xml"}, []string{got[0].Name, got[1].Name, got[2].Name})

		// The same is not sent again, until somebody says that the shop has it no more.
		price := as(exchange.NewRecord(exchange.Prices, "MUG/retail", exchange.Price{SKU: "MUG", Type: exchange.Retail, Price: amount.RUB(89050)}))
		require.False(t, keeps(t, sink, price)[0].Changed)
		sink.Forget()
		require.True(t, keeps(t, sink, price)[0].Changed)
		require.Len(t, s.Imported(), 4)
	})
}

// A shop sells what the warehouses have that an offer names, so that an offer names all of them, and stands in a file
// once.
func TestStockGoesWithAllItsWarehouses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := shop(t, exchange1ctest.Settings{})
		sink := exchange1c.NewSink(c, exchange1c.SinkSettings{})
		at := func(warehouse string, n int) exchange.Record {
			return exchange.NewRecord(exchange.Stocks, "MUG/"+warehouse, exchange.Stock{SKU: "MUG", Warehouse: warehouse, Quantity: amount.Pcs(n)})
		}
		keeps(t, sink, at("МАГ-1", 3), at("ЦС", 7))
		require.Equal(t, 1, strings.Count(string(s.Imported()[0].Content), "<Предложение>"))
		keeps(t, sink, at("МАГ-1", 2))
		last := string(s.Imported()[1].Content)
		require.Contains(t, last, `ИдСклада="МАГ-1" КоличествоНаСкладе="2"`)
		require.Contains(t, last, `ИдСклада="ЦС" КоличествоНаСкладе="7"`)
	})
}

// What the exchange cannot say is told, and nothing is sent of it.
func TestWhatAShopCannotBeToldIsAProblem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := shop(t, exchange1ctest.Settings{})
		sink := exchange1c.NewSink(c, exchange1c.SinkSettings{})
		gone := exchange.Record{Kind: exchange.Prices, Key: "MUG/retail", Gone: true}
		require.ErrorContains(t, keeps(t, sink, gone)[0].Problem, "no way to take a price away")
		require.ErrorContains(t, keeps(t, sink, exchange.NewRecord(exchange.Goods, "MUG", exchange.Good{SKU: "MUG"}))[0].Problem, "without an id or a name")
		require.ErrorContains(t, keeps(t, sink, exchange.NewRecord(exchange.Prices, "MUG", exchange.Price{SKU: "MUG"}))[0].Problem, "a price needs")
		require.ErrorContains(t, keeps(t, sink, exchange.NewRecord(exchange.Stocks, "MUG", exchange.Stock{}))[0].Problem, "stock needs")
		require.Error(t, keeps(t, sink, exchange.Record{Kind: exchange.Goods, Key: "MUG", Data: []byte("[]")})[0].Problem)
		require.Empty(t, s.Imported())
		for _, err := range sink.Keep(t.Context(), exchange.Cards, []exchange.Record{{Kind: exchange.Cards}}) {
			require.Equal(t, ordo.Unsupported, ordo.ClassOf(err))
		}

		soldOut := exchange.Record{Kind: exchange.Stocks, Key: "MUG/size 1/МАГ-1", Gone: true}
		require.True(t, keeps(t, sink, soldOut)[0].Changed)
		require.Contains(t, string(s.Imported()[0].Content), "<Ид>MUG/size 1</Ид>")
		require.Contains(t, string(s.Imported()[0].Content), `КоличествоНаСкладе="0"`)
	})
}
