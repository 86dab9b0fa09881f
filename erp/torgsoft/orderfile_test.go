package torgsoft_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

func draft() order.Draft {
	return order.Draft{
		ID: "rz-1/100734", Number: "100734", Scheme: order.SchemeRozetka, Authority: order.Rozetka, Currency: "UAH", Placed: time.Date(2026, 3, 14, 7, 26, 53, 0, time.UTC),
		Buyer:  order.Buyer{Name: "Гнатюк Олена Петрівна", Phone: "+38 (067) 111-22-33", Email: "olena.g@mail.example"},
		Method: "Оплата під час отримання", Comment: "Подарунок",
		Delivery: order.Delivery{
			Service: "Нова Пошта (відділення)", Region: "Харківська", City: "Харків", Point: "відділення №28", PostalCode: "61022", Comment: "Дзвонити після 17",
		},
		Lines: []order.Line{
			{ID: "1", SKU: "41207", Name: "Кеди", Quantity: amount.Pcs(1), Price: amount.UAH(224100)},
			{ID: "2", SKU: "41209", Name: "Шкарпетки", Quantity: amount.Pcs(3), Total: amount.UAH(10000)},
		},
	}
}

func placed(t testing.TB, d order.Draft) *order.Order {
	t.Helper()
	o, _, err := order.New(d, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: d.Placed.Add(time.Hour)})
	require.NoError(t, err)
	return o
}

func view(t testing.TB, d order.Draft) order.View { return placed(t, d).View() }

// written is what Torgsoft reads.
type written struct {
	Client, Options map[string]string
	Goods           []struct{ GoodID, Price, Count string }
}

func parsed(t testing.TB, content []byte) (w written) {
	t.Helper()
	require.NoError(t, json.Unmarshal(content, &w), string(content))
	return w
}

func TestAnOrderIsWrittenAsShopsDo(t *testing.T) {
	f, err := torgsoft.NewOrderFile(view(t, draft()), torgsoft.OrderFormat{})
	require.NoError(t, err)
	require.Equal(t, "PurchaseClient_100734.json", f.Name)
	want, err := os.ReadFile("testdata/PurchaseClient_100734.json")
	require.NoError(t, err)
	require.Equal(t, string(want), string(f.Content))
}

func TestWhatTorgsoftDoesNotDocumentIsASetting(t *testing.T) {
	d := draft()
	d.Delivery.Recipient, d.Delivery.Phone = "Гнатюк Ігор", "0501234567"
	f, err := torgsoft.NewOrderFile(view(t, d), torgsoft.OrderFormat{
		SaleType: "2", CityKey: "City", Country: "Казахстан", Prefix: "orders/o_", Comment: func(v order.View) string { return v.ID },
	})
	require.NoError(t, err)
	require.Equal(t, "orders/o_100734.json", f.Name)
	w := parsed(t, f.Content)
	require.Equal(t, "2", w.Options["SaleType"])
	require.Equal(t, "rz-1/100734", w.Options["Comment"])
	require.Equal(t, "Харків", w.Client["City"])
	require.NotContains(t, w.Client, "Місто")
	require.Equal(t, "Казахстан", w.Client["Country"])
	require.Equal(t, "Харків, відділення №28, Гнатюк Ігор 0501234567", w.Options["DeliveryAddress"], "the parcel goes to somebody else")
}

// windows-1251 has no letter for everything: the rest is escaped, and nothing is lost.
func TestAnOrderFileInWindows1251(t *testing.T) {
	d := draft()
	d.Delivery.Comment = "Ґанок №2 <b>\"тут\"</b> ✓ 😀 & ↯"
	f, err := torgsoft.NewOrderFile(view(t, d), torgsoft.OrderFormat{Encoding: torgsoft.Windows1251})
	require.NoError(t, err)
	text, err := charmap.Windows1251.NewDecoder().Bytes(f.Content)
	require.NoError(t, err)
	require.Contains(t, string(text), "Гнатюк Олена Петрівна")
	require.Equal(t, "Подарунок; Ґанок №2 <b>\"тут\"</b> ✓ 😀 & ↯; Оплата: Оплата під час отримання", parsed(t, text).Options["Comment"])
}

// pain: TS-P3
// The time of an order is that of the clock in the office: an order of the night stays on its day, also on the days on
// which the clock is changed.
func TestTheTimeOfAnOrderIsThatOfKyiv(t *testing.T) {
	for utc, want := range map[string]string{
		"2026-03-13T23:30:00Z": "2026-03-14 01:30:00", // winter: two hours
		"2026-07-01T22:15:00Z": "2026-07-02 01:15:00", // summer: three
		"2026-03-29T00:59:59Z": "2026-03-29 02:59:59", // the last second before summer time
		"2026-03-29T01:00:00Z": "2026-03-29 04:00:00",
		"2026-10-25T00:30:00Z": "2026-10-25 03:30:00", // the hour that comes twice
		"2026-10-25T01:30:00Z": "2026-10-25 03:30:00",
		"2026-10-24T21:05:00Z": "2026-10-25 00:05:00",
		"2026-12-31T22:00:00Z": "2027-01-01 00:00:00",
	} {
		at, err := time.Parse(time.RFC3339, utc)
		require.NoError(t, err)
		d := draft()
		d.Placed = at
		f, err := torgsoft.NewOrderFile(view(t, d), torgsoft.OrderFormat{})
		require.NoError(t, err)
		require.Equal(t, want, parsed(t, f.Content).Options["OrderDate"])
	}
	f, err := torgsoft.NewOrderFile(view(t, draft()), torgsoft.OrderFormat{Zone: time.FixedZone("Astana", 5*3600)})
	require.NoError(t, err)
	require.Equal(t, "2026-03-14 12:26:53", parsed(t, f.Content).Options["OrderDate"])
}

// Prices of pieces add up to what the buyer pays, to the kopeck.
func TestPricesOfPiecesAddUp(t *testing.T) {
	f, err := torgsoft.NewOrderFile(view(t, draft()), torgsoft.OrderFormat{})
	require.NoError(t, err)
	require.Equal(t, []struct{ GoodID, Price, Count string }{
		{"41207", "2241.00", "1"}, {"41209", "33.34", "1"}, {"41209", "33.33", "2"},
	}, parsed(t, f.Content).Goods)

	rapid.Check(t, func(r *rapid.T) {
		d := draft()
		d.Lines = d.Lines[1:]
		d.Lines[0].Quantity = amount.Pcs(rapid.IntRange(1, 1000).Draw(r, "pieces"))
		d.Lines[0].Total = amount.UAH(rapid.Int64Range(0, 1_000_000_00).Draw(r, "kopecks"))
		v := view(t, d)
		f, err := torgsoft.NewOrderFile(v, torgsoft.OrderFormat{})
		if err != nil {
			r.Fatal(err)
		}
		sum, pieces := amount.UAH(0), amount.Quantity{}
		for _, g := range parsed(t, f.Content).Goods {
			price, err := amount.ParseMoney(g.Price, "UAH")
			require.NoError(t, err)
			count, err := amount.ParseQuantity(g.Count)
			require.NoError(t, err)
			part, err := price.Times(count)
			require.NoError(t, err)
			sum, _ = sum.Add(part)
			pieces, _ = pieces.Add(count)
		}
		require.Equal(t, v.Total, sum)
		require.Equal(t, d.Lines[0].Quantity, pieces)
	})
}

func TestGoodsByWeight(t *testing.T) {
	d := draft()
	d.Lines = []order.Line{{ID: "1", SKU: "18", Name: "Чай", Quantity: amount.Milli(350), Step: amount.Milli(50), Price: amount.UAH(45550)}}
	f, err := torgsoft.NewOrderFile(view(t, d), torgsoft.OrderFormat{})
	require.NoError(t, err)
	require.Equal(t, []struct{ GoodID, Price, Count string }{{"18", "455.51", "0.35"}}, parsed(t, f.Content).Goods, "which comes to 159.43")
}

// What was cancelled before the order is written is not in the file.
func TestOnlyWhatIsLeftIsWritten(t *testing.T) {
	d := draft()
	o := placed(t, d)
	by := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: d.Placed.Add(2 * time.Hour)}
	_, err := o.Observe(order.LinesReport{Lines: d.Lines[:1]}, by)
	require.NoError(t, err)
	f, err := torgsoft.NewOrderFile(o.View(), torgsoft.OrderFormat{})
	require.NoError(t, err)
	require.Len(t, parsed(t, f.Content).Goods, 1)
}

// Lines without goods, such as delivery, are service goods in Torgsoft.
func TestServiceLinesNeedTheirGood(t *testing.T) {
	d := draft()
	d.Lines = append(d.Lines, order.Line{ID: "3", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.UAH(7000)})
	_, err := torgsoft.NewOrderFile(view(t, d), torgsoft.OrderFormat{})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "line 3 (Доставка)")
	require.ErrorContains(t, err, "OrderFormat.Services")
	f, err := torgsoft.NewOrderFile(view(t, d), torgsoft.OrderFormat{Services: map[order.LineKind]string{order.LineDelivery: "900"}})
	require.NoError(t, err)
	goods := parsed(t, f.Content).Goods
	require.Equal(t, struct{ GoodID, Price, Count string }{"900", "70.00", "1"}, goods[len(goods)-1])
}

func TestAnOrderThatTorgsoftCannotTakeIsRefused(t *testing.T) {
	for want, spoil := range map[string]func(*order.View){
		`the article "LN-204" is not one of Torgsoft's`: func(v *order.View) { v.Lines[0].SKU = "LN-204" },
		"the buyer has no name":                         func(v *order.View) { v.Buyer.Name = "" },
		"the buyer has no phone number":                 func(v *order.View) { v.Buyer.Phone = "" },
		"it is not known when it was placed":            func(v *order.View) { v.Placed = time.Time{} },
		"it has no goods":                               func(v *order.View) { v.Lines = nil },
		"its lines come to 2341.00 UAH":                 func(v *order.View) { v.Total = amount.UAH(1) },
	} {
		v := view(t, draft())
		spoil(&v)
		_, err := torgsoft.NewOrderFile(v, torgsoft.OrderFormat{})
		require.ErrorIs(t, err, ordo.ErrInvalid, want)
		require.ErrorContains(t, err, want)
	}
}

func FuzzOrderFile(f *testing.F) {
	f.Add("100734", "Гнатюк \"Олена\"\n", "0671112233", false)
	f.Add("№ 7/../..", "\xff😀", "\u2028", true)
	f.Add("7", "\xff\xff", "1", false)
	f.Fuzz(func(t *testing.T, number, name, phone string, old bool) {
		v := view(t, draft())
		v.Number, v.Buyer.Name, v.Buyer.Phone = number, name, phone
		format := torgsoft.OrderFormat{}
		if old {
			format.Encoding = torgsoft.Windows1251
		}
		file, err := torgsoft.NewOrderFile(v, format)
		if err != nil {
			return
		}
		require.NotContains(t, strings.TrimPrefix(file.Name, "PurchaseClient_"), "/")
		content := file.Content
		if old {
			content, err = charmap.Windows1251.NewDecoder().Bytes(content)
			require.NoError(t, err)
		}
		w := parsed(t, content)
		require.Equal(t, string([]rune(name)), w.Client["Name"], "each byte that is none of UTF-8 is replaced")
	})
}
