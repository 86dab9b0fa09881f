package torgsoft_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/exchangetest"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// office is a Torgsoft that exports rows of goods to a folder.
type office struct {
	t      testing.TB
	folder *files.MemoryFolder
	sync   *torgsoft.Sync
	rows   map[string]string
}

const header = "GoodID;GoodName;RetailPrice;WarehouseQuantity;WarehouseQuantityForPartner"

func open(t testing.TB) *office {
	o := &office{t: t, folder: files.Memory(), rows: map[string]string{
		"1": `1;"Кеди";100;3;"2=1,000|5=2,000"`, "2": `2;"Сумка";200,5;1;"2=1,000"`, "3": `3;"Пояс";50;0;""`,
	}}
	o.restart()
	return o
}

// restart starts the host anew.
func (o *office) restart() {
	o.sync = torgsoft.New(o.folder, torgsoft.Settings{Quiet: -1, Account: "torgsoft-1"})
}

// exports writes a goods file.
func (o *office) exports() {
	o.t.Helper()
	text := header + "\r\n"
	for _, id := range slices.Sorted(maps.Keys(o.rows)) {
		text += o.rows[id] + "\r\n"
	}
	require.NoError(o.t, o.folder.Put("TSGoods.trs", []byte(text)))
}

// reads reads the records behind a cursor, as the second of two passes.
func (o *office) reads(kind exchange.Kind, cursor string) (out []exchange.Record) {
	o.t.Helper()
	for range 2 {
		out = append(out, o.pass(kind, cursor)...)
		if len(out) > 0 {
			break
		}
	}
	return out
}

func (o *office) pass(kind exchange.Kind, cursor string) (out []exchange.Record) {
	o.t.Helper()
	for r, err := range o.sync.Records(o.t.Context(), kind, cursor) {
		require.NoError(o.t, err)
		out = append(out, r)
	}
	return out
}

// told writes records in short: + for data, - for gone, ! for a problem.
func told(rs []exchange.Record) string {
	var out []string
	for _, r := range rs {
		sign := "+"
		if r.Gone {
			sign = "-"
		} else if r.Problem != nil {
			sign = "!"
		}
		out = append(out, sign+r.Key)
	}
	return strings.Join(out, " ")
}

func (o *office) names(pattern string) (out []string) {
	for e, err := range o.folder.List(o.t.Context(), pattern) {
		require.NoError(o.t, err)
		out = append(out, e.Name)
	}
	return out
}

// edits is an exchangetest function that edits the row of another good each time, and exports anew; an empty row
// removes the good.
func (o *office) edits(row string) func(exchange.Kind) string {
	return func(kind exchange.Kind) string {
		id := slices.Sorted(maps.Keys(o.rows))[0]
		delete(o.rows, id)
		if row != "" {
			o.rows["9"+id] = id + row // it comes later now
		}
		o.exports()
		o.pass(exchange.Goods, "none") // seen for the first time
		if kind == exchange.Prices {
			return id + "/" + exchange.Retail
		}
		return id
	}
}

func TestConformance(t *testing.T) {
	exchangetest.RunSource(t, func(t *testing.T) exchangetest.Source {
		o := open(t)
		for _, id := range []string{"4", "5", "6"} {
			o.rows[id] = id + `;"Рукавички";75;4;""`
		}
		o.exports()
		o.pass(exchange.Goods, "none")
		return exchangetest.Source{
			Port: o.sync, Kinds: []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Stocks},
			Changes: o.edits(`;"Кеди білі";90;2;""`), Removes: o.edits(""), Breaks: o.edits(`;"Кеди";сто;3;""`),
		}
	})
}

func TestAFileIsReadOnceItIsWhole(t *testing.T) {
	o := open(t)
	o.exports()
	require.Empty(t, o.pass(exchange.Goods, ""), "it may still be growing")
	whole := o.folder.Take("TSGoods.trs")
	require.NoError(t, o.folder.Put("TSGoods.trs", whole[:60]))
	require.Empty(t, o.pass(exchange.Goods, ""), "it is another file")
	require.NoError(t, o.folder.Put("TSGoods.trs", whole))
	require.Empty(t, o.pass(exchange.Goods, ""), "it has grown")
	rs := o.pass(exchange.Goods, "")
	require.Equal(t, "+1 +2 +3", told(rs))
	require.Equal(t, []string{"done/goods-000001.trs"}, o.names("done/*"))
	require.Empty(t, o.names("*.trs"))

	good, err := exchange.Decode[exchange.Good](rs[0])
	require.NoError(t, err)
	require.Equal(t, exchange.Good{SKU: "1", Name: "Кеди"}, good)
	require.Equal(t, "torgsoft/torgsoft-1/good/1", rs[0].Ref.String())
	require.Equal(t, []string{"", "", "done/goods-000001.trs"}, []string{rs[0].Cursor, rs[1].Cursor, rs[2].Cursor})
	require.Equal(t, "+1/retail +2/retail +3/retail", told(o.pass(exchange.Prices, "")))
	require.Equal(t, "+1 +1/2 +1/5 +2 +2/2 +3", told(o.pass(exchange.Stocks, "")))
}

// A half-written or broken file is refused whole and kept aside, and told of. The goods stay as they were.
func TestABrokenFileIsKeptAside(t *testing.T) {
	o := open(t)
	o.exports()
	first := o.reads(exchange.Goods, "")
	cursor := first[len(first)-1].Cursor
	for i, broken := range []string{header + "\r\n1;\"Кед", header + "\r\nx;y;z\r\n", "\xff\xfe1\x00"} {
		require.NoError(t, o.folder.Put("TSGoods.trs", []byte(broken)))
		rs := o.reads(exchange.Goods, cursor)
		require.Equal(t, "!TSGoods.trs", told(rs))
		require.ErrorIs(t, rs[0].Problem, ordo.ErrInvalid)
		require.Equal(t, cursor, rs[0].Cursor)
		name := fmt.Sprintf("refused/goods-%06d.trs", i+2)
		require.Equal(t, broken, string(o.folder.Take(name)))
		require.Contains(t, string(o.folder.Take(name+".reason.txt")), "TSGoods.trs: ")
		require.NoError(t, o.folder.Put(name, []byte(broken)))
	}
	require.Empty(t, o.reads(exchange.Goods, cursor))
	require.Len(t, o.names("refused/*"), 3)
	require.Equal(t, "+1 +2 +3", told(o.pass(exchange.Goods, "")))
}

// overwritten is a folder in which another program writes the file anew just after it was read.
type overwritten struct {
	*files.MemoryFolder
	name    string
	content []byte
}

func (o *overwritten) Read(ctx context.Context, name string) (io.ReadCloser, error) {
	r, err := o.MemoryFolder.Read(ctx, name)
	if name == o.name && o.content != nil {
		err = errors.Join(err, o.Put(name, o.content))
		o.content = nil
	}
	return r, err
}

// Torgsoft begins the next export while this one is read: what was read is kept, and the new file is read when it is
// whole.
func TestAFileThatIsWrittenAnewMeanwhile(t *testing.T) {
	o := open(t)
	o.exports()
	folder := &overwritten{o.folder, "TSGoods.trs", []byte(header + "\r\n1;\"Ке")}
	o.sync = torgsoft.New(folder, torgsoft.Settings{Quiet: -1})
	first := o.reads(exchange.Goods, "")
	require.Equal(t, "+1 +2 +3", told(first))
	require.Equal(t, []string{"TSGoods.trs"}, o.names("*.trs"))
	delete(o.rows, "2")
	o.exports()
	require.Equal(t, "-2", told(o.reads(exchange.Goods, first[2].Cursor)))

	rows := "Kind;Number;Order\ninvoice;77;100734\n"
	require.NoError(t, o.folder.Put("documents.csv", []byte(rows)))
	folder.name, folder.content = "documents.csv", []byte(rows+"invoice;78;100735\n")
	var got []string
	for range 4 {
		for d, err := range o.sync.Documents(t.Context()) {
			require.NoError(t, err)
			got = append(got, d.Number)
		}
	}
	require.Equal(t, []string{"77", "77", "78"}, got, "nothing that was added is lost")
}

// The office reads why in its own language.
func TestReasonsAreInTheLanguageOfTheOffice(t *testing.T) {
	o := open(t)
	o.sync = torgsoft.New(o.folder, torgsoft.Settings{Quiet: -1, Language: texts.Ukrainian})
	require.NoError(t, o.folder.Put("TSGoods.trs", []byte(header+"\r\n1;\"Кеди\";сто;1;\"\"\r\n")))
	rs := o.reads(exchange.Goods, "")
	const why = "жодного рядка з 1 прочитати не можна; перший: рядок 2: у колонці «RetailPrice» стоїть «сто»: потрібне число, наприклад 2490 або 1618,5"
	require.Equal(t, "TSGoods.trs: "+why+"\n", string(o.folder.Take("refused/goods-000001.trs.reason.txt")))
	require.Equal(t, why, texts.Ukrainian.Error(rs[0].Problem))
}

func TestOnlyWhatChangedIsTold(t *testing.T) {
	o := open(t)
	o.exports()
	first := o.reads(exchange.Stocks, "")
	cursor := first[len(first)-1].Cursor

	o.exports()
	require.Empty(t, o.reads(exchange.Stocks, cursor), "the same again")
	require.Len(t, o.names("done/*"), 1, "is not kept twice")

	o.rows["2"] = `2;"Сумка";200,5;2;"2=1,000|5=1,000"`
	delete(o.rows, "3")
	o.exports()
	o.restart()
	second := o.reads(exchange.Stocks, cursor)
	require.Equal(t, "+2 +2/5 -3", told(second))
	require.Equal(t, "-3", told(o.pass(exchange.Goods, cursor)))
	require.Equal(t, "+1 +1/2 +1/5 +2 +2/2 +2/5", told(o.pass(exchange.Stocks, "")))

	require.NotNil(t, o.folder.Take(cursor))
	require.Equal(t, "+1 +1/2 +1/5 +2 +2/2 +2/5", told(o.pass(exchange.Stocks, cursor)), "the file of the cursor was cleared away")
}

// A good is gone only when the file can tell: while a row may be any good, none is. What was gone in the meantime is
// told as soon as it can be.
func TestNothingIsGoneForABrokenRow(t *testing.T) {
	o := open(t)
	o.exports()
	first := o.reads(exchange.Goods, "")
	cursor := first[len(first)-1].Cursor

	delete(o.rows, "2")
	o.rows["3"] = `"3;"Пояс";50;0;""`
	o.exports()
	second := o.reads(exchange.Goods, cursor)
	require.Equal(t, "!line 3", told(second))
	cursor = second[len(second)-1].Cursor

	o.rows["3"] = `3;"Пояс";п'ятдесят;0;""`
	o.exports()
	third := o.reads(exchange.Goods, cursor)
	require.Equal(t, "!3 -2", told(third))
	cursor = third[len(third)-1].Cursor

	delete(o.rows, "3")
	o.exports()
	require.Equal(t, "-3 -2", told(o.reads(exchange.Goods, cursor)), "what is told twice does no harm")
}

// A price that the currency does not have is a problem of that price, not of the good.
func TestAPriceIsNotRounded(t *testing.T) {
	o := open(t)
	o.rows = map[string]string{"1": `1;"Кеди";100,123;3;""`, "2": `2;"Сумка";200,50;1;""`}
	o.exports()
	rs := o.reads(exchange.Prices, "")
	require.Equal(t, "!1/retail +2/retail", told(rs))
	require.ErrorContains(t, rs[0].Problem, `line 2: column "RetailPrice" has "100.123"`)
	require.Equal(t, "+1 +2", told(o.pass(exchange.Goods, "")))
}

// Nothing of a good is lost on its way, but what the merchant paid is nobody's business.
func TestAGoodIsToldWithAllItHas(t *testing.T) {
	o := open(t)
	require.NoError(t, o.folder.Put("TSGoods.trs", file(t, "header.trs")))
	rs := o.reads(exchange.Goods, "")
	good, err := exchange.Decode[exchange.Good](rs[0])
	require.NoError(t, err)
	require.Equal(t, exchange.Good{
		SKU: "41207", Name: "Обувь Кеды Ж белые LN-204 37 LUNARO", Article: "LN-204", Description: "Кеды, на шнурках; летние", GTIN: "2900000412073",
		Brand: "LUNARO", Country: "Италия", Category: []string{"Обувь", "Кеды"}, Model: "Обувь Кеды Ж белые LN-204 LUNARO", Unit: "пара",
		Analogues: []string{"41208"}, Pictures: []string{"https://photo.example/41207.jpg", "https://photo.example/41207_1.jpg"},
		Attributes: map[string]string{
			"TheSize": "37", "Color": "белые", "Material": "кожа", "Season": "лето", "Sex": "2", "PriceDiscountPercent": "10", "GuaranteeMesUnit": "0",
			"visota_kabluka": "2 см", "Category": "12",
		},
	}, good)
	for _, kind := range []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Stocks} {
		for _, r := range o.pass(kind, "") {
			require.NotContains(t, string(r.Data), "890")
		}
	}
}

func TestTheNewestCatalogIsAtHand(t *testing.T) {
	o := open(t)
	_, err := o.sync.Catalog(t.Context())
	require.ErrorIs(t, err, ordo.ErrNotFound)
	o.exports()
	_, err = o.sync.Catalog(t.Context())
	require.ErrorIs(t, err, ordo.ErrNotFound)
	c, err := o.sync.Catalog(t.Context())
	require.NoError(t, err)
	_, ours := c.Good("2")
	require.True(t, ours)
	_, ours = c.Good("99")
	require.False(t, ours)
}

func TestALargeFileIsRefused(t *testing.T) {
	o := open(t)
	o.sync = torgsoft.New(o.folder, torgsoft.Settings{Quiet: -1, MaxSize: 50})
	o.exports()
	rs := o.reads(exchange.Goods, "")
	require.Equal(t, "!TSGoods.trs", told(rs))
	require.ErrorContains(t, rs[0].Problem, "more than Settings.MaxSize 50")
	require.Len(t, o.names("refused/*.trs"), 1)
}

func TestSettingsAreChecked(t *testing.T) {
	folder := files.Memory()
	require.NoError(t, torgsoft.New(folder, torgsoft.Settings{}).Check(t.Context()))
	for want, s := range map[string]torgsoft.Settings{
		"list [":             {GoodsFile: "["},
		"list ../x":          {DocumentFiles: "../x"},
		`no column "GoodID"`: {Goods: torgsoft.Format{Columns: []string{"Articul"}}},
		"encoding":           {Orders: torgsoft.OrderFormat{Encoding: "koi8-u"}},
		"is no ID":           {Orders: torgsoft.OrderFormat{Services: map[order.LineKind]string{"delivery": "ДОСТ"}}},
	} {
		err := torgsoft.New(folder, s).Check(t.Context())
		require.ErrorIs(t, err, ordo.ErrInvalid, want)
		require.ErrorContains(t, err, want)
	}
	err := torgsoft.New(files.Dir(t.TempDir()+"/none"), torgsoft.Settings{}).Check(t.Context())
	require.ErrorIs(t, err, ordo.ErrRetry, "a share may be there again later")
	ended, end := context.WithCancel(t.Context())
	end()
	require.ErrorIs(t, torgsoft.New(folder, torgsoft.Settings{}).Check(ended), context.Canceled)
}

// fault: the goods, prices and stock of one pass are three looks within a moment, so that a file which was still being
// written was taken, and the goods that were not in it yet were gone
func TestAFileIsNotTakenWhileItIsBeingWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := files.Memory()
		sync := torgsoft.New(folder, torgsoft.Settings{})
		pass := func() (n int) {
			for _, kind := range []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Stocks} {
				for r, err := range sync.Records(t.Context(), kind, "") {
					require.NoError(t, err)
					require.NoError(t, r.Problem)
					if kind == exchange.Goods {
						n++
					}
				}
			}
			return n
		}
		rows := []string{"GoodID;GoodName\r\n", "1;Чайник\r\n", "2;Чашка\r\n"}
		for i := range rows {
			require.NoError(t, folder.Put("TSGoods.trs", []byte(strings.Join(rows[:i+1], ""))))
			require.Zero(t, pass())
			time.Sleep(time.Second)
		}
		require.Zero(t, pass())
		time.Sleep(5 * time.Second)
		require.Equal(t, 2, pass())
	})
}
