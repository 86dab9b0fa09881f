package torgsoft_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// bareColumns are the columns of testdata/bare.trs, as its synchronisation object has them.
var bareColumns = []string{
	"GoodID", "GoodName", "Country", "Articul", "RetailPrice", "RetailPriceWithDiscount", "MinQuantityForOrder", "Category",
	"WarehouseQuantity", "Display", "TheSize", "Barcode", "WarehouseQuantityForPartner", "Rating",
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return data
}

func read(t testing.TB, text string, f torgsoft.Format) torgsoft.Catalog {
	t.Helper()
	c, err := torgsoft.ReadGoods([]byte(text), f)
	require.NoError(t, err)
	return c
}

func uah(decimal string) wire.Sum { return wire.Sum{Decimal: wire.Decimal(decimal), Currency: "UAH"} }

func TestAnExportWithAHeaderIsRead(t *testing.T) {
	c, err := torgsoft.ReadGoods(file(t, "header.trs"), torgsoft.Format{})
	require.NoError(t, err)
	require.Equal(t, torgsoft.UTF8, c.Encoding)
	require.Equal(t, ';', c.Separator)
	require.True(t, c.Header)
	require.Len(t, c.Columns, 34)
	require.Len(t, c.Goods, 2)
	require.Equal(t, torgsoft.Good{
		ID: "41207", Name: "Обувь Кеды Ж белые LN-204 37 LUNARO", Description: "Кеды, на шнурках; летние", Country: "Италия", Article: "LN-204",
		Barcode: "2900000412073", Retail: uah("2490"), Discounted: uah("2241"), Wholesale: uah("1618.5"), PrimeCost: uah("890.25"),
		Stock: []torgsoft.CentreStock{{Quantity: amount.Pcs(3)}, {Centre: "2", Quantity: amount.Pcs(1)}, {Centre: "5", Quantity: amount.Pcs(2)}},
		Unit:  "пара", Section: "12", Type: []string{"Обувь", "Кеды"}, Producer: []string{"LUNARO", "Summer"}, Brand: "LUNARO",
		Model: "Обувь Кеды Ж белые LN-204 LUNARO", Size: "37", Color: "белые", Material: "кожа", Season: "лето", Analogues: []string{"41208"},
		Photos: []string{"https://photo.example/41207.jpg", "https://photo.example/41207_1.jpg"},
		Extra:  map[string]string{"Sex": "2", "PriceDiscountPercent": "10", "GuaranteeMesUnit": "0", "visota_kabluka": "2 см"}, Line: 2,
	}, c.Goods[0])
	second, ok := c.Good("41208")
	require.True(t, ok)
	require.True(t, second.Hidden)
	require.Equal(t, "41207", second.ModelID)
	require.Equal(t, []torgsoft.CentreStock{{}}, second.Stock, "none at all, and nothing is said of the centres")
}

func TestAnExportWithoutAHeaderIsRead(t *testing.T) {
	c, err := torgsoft.ReadGoods(file(t, "bare.trs"), torgsoft.Format{Columns: bareColumns})
	require.NoError(t, err)
	require.Equal(t, torgsoft.Windows1251, c.Encoding)
	require.False(t, c.Header)
	require.Len(t, c.Goods, 2)
	tea := c.Goods[1]
	require.NoError(t, tea.Problem)
	require.Equal(t, "Чай зелений, на вагу", tea.Name)
	require.Equal(t, uah("455.5"), tea.Retail)
	require.Equal(t, amount.Milli(12350), tea.Stock[0].Quantity)
	require.Equal(t, []torgsoft.CentreStock{{Centre: "3", Quantity: amount.Milli(10350)}, {Centre: "4", Quantity: amount.Pcs(2)}}, tea.Stock[1:])
	require.Equal(t, map[string]string{"Rating": "5"}, tea.Extra)
	require.Equal(t, 2, tea.Line)

	_, err = torgsoft.ReadGoods(file(t, "bare.trs"), torgsoft.Format{})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "no header and 14 columns")
	_, err = torgsoft.ReadGoods(file(t, "bare.trs"), torgsoft.Format{Columns: bareColumns[:12]})
	require.ErrorContains(t, err, "has 14 columns, want 12")
}

// pain: TS-P1
// Whether the first row is a header is told by what it says: no good disappears into it.
func TestTheFirstGoodIsNoHeader(t *testing.T) {
	columns := torgsoft.Format{Columns: []string{"GoodID", "GoodName", "RetailPrice"}}
	c := read(t, "1;\"Кеди\";100\r\n2;\"Сумка\";200\r\n", columns)
	require.False(t, c.Header)
	require.Len(t, c.Goods, 2)

	c = read(t, "\"GoodID\";\"GoodName\";\"RetailPrice\"\r\n1;\"Кеди\";100\r\n2;\"Сумка\";200\r\n", torgsoft.Format{})
	require.True(t, c.Header)
	require.Len(t, c.Goods, 2)

	c = read(t, "\"Код товару\";\"Назва\";\"Ціна\"\n1;\"Кеди\";100\n", columns)
	require.True(t, c.Header, "names that the user made, by the configured columns")
	require.Len(t, c.Goods, 1)

	c = read(t, "x1;\"Кеди\";100\n2;\"Сумка\";200\n", columns)
	require.False(t, c.Header, "one odd value makes no header")
	require.Len(t, c.Goods, 2)
	require.ErrorContains(t, c.Goods[0].Problem, `line 1: column "GoodID" has "x1": want a whole number`)
}

// pain: TS-P2
// What stands within quotes belongs to the text: separators, line breaks, quotes. A row with another number of columns
// is rejected with its number, and every other row is read.
func TestQuotedTextDoesNotShiftTheColumns(t *testing.T) {
	c := read(t, "GoodID;GoodName;RetailPrice;Barcode\r\n"+
		"12;\"Сапоги; зимние\";1000;\"290012\"\r\n"+
		"13;\"Кеди\r\nна шнурках\r\n\r\nбілі\";1100;\"290013\"\r\n"+
		"14;\"Телевізор 32\"\"\";1200;\"290014\"\r\n"+ // written twice
		"15;\"Телевізор 32\"\";1300;\"290015\"\r\n"+ // written once, at the end
		"16;\"Кабель 3,5\" (AUX) \";1400;\"290016\"\r\n"+ // and within
		"17;\"Чохол 6.1\" \"Skin\"\";1500;\"290017\"\r\n"+
		"18;Без лапок 5\";1600;290018\r\n"+
		"19;\"Лишній\";стовпець;1700;\"290019\"\r\n"+
		"20;\"Лапки не закриті;1800;290020\r\n"+
		"21;\"Остання\";1900;\"290021\"\r\n", torgsoft.Format{})
	got := map[string]string{}
	for _, g := range c.Goods {
		if g.Problem == nil {
			got[g.ID] = g.Name + "|" + string(g.Retail.Decimal) + "|" + g.Barcode
		}
	}
	require.Equal(t, map[string]string{
		"12": "Сапоги; зимние|1000|290012",
		"13": "Кеди\r\nна шнурках\r\n\r\nбілі|1100|290013",
		"14": "Телевізор 32\"|1200|290014",
		"15": "Телевізор 32\"|1300|290015",
		"16": "Кабель 3,5\" (AUX)|1400|290016",
		"17": "Чохол 6.1\" \"Skin\"|1500|290017",
		"18": "Без лапок 5\"|1600|290018",
		"21": "Остання|1900|290021",
	}, got)
	require.Len(t, c.Goods, 10, "rows read and rejected are those of the file")
	require.EqualError(t, c.Goods[7].Problem, "torgsoft: line 12: the row has 5 columns, want 4")
	require.EqualError(t, c.Goods[8].Problem, "torgsoft: line 13: a quote is not closed; write a quote within a text twice")
}

// A spreadsheet saves the file with its own separator and its own quotes.
func TestSeparatorsAreFoundOut(t *testing.T) {
	for sep, text := range map[rune]string{
		';':  "GoodID;GoodName;RetailPrice\n1;Кеди, білі;1958,36\n",
		',':  "GoodID,GoodName,RetailPrice\n1,\"Кеди, білі\",\"1958,36\"\n",
		'\t': "GoodID\tGoodName\tRetailPrice\n1\tКеди, білі\t1958,36\n",
	} {
		c := read(t, text, torgsoft.Format{})
		require.Equal(t, sep, c.Separator)
		require.Equal(t, "Кеди, білі", c.Goods[0].Name)
		require.Equal(t, uah("1958.36"), c.Goods[0].Retail)
	}
}

// Some spreadsheets end all lines but the last. Torgsoft ends all, so that its own file without is half-written, as is
// one whose last row is cut off.
func TestALastLineWithoutAnEnd(t *testing.T) {
	c := read(t, "GoodID,GoodName,RetailPrice\r\n1,Кеди,100\r\n2,Сумка,200", torgsoft.Format{})
	require.Len(t, c.Goods, 2)
	for _, cut := range []string{
		"GoodID,GoodName,RetailPrice\r\n1,Кеди,100\r\n2,Сумка", "GoodID;GoodName;RetailPrice\r\n1;Кеди;100\r\n2;Сумка;20",
	} {
		_, err := torgsoft.ReadGoods([]byte(cut), torgsoft.Format{})
		require.ErrorContains(t, err, "half-written")
	}
}

func TestNamesOfColumnsAreComparedLeniently(t *testing.T) {
	c := read(t, "good id;GOOD_NAME;Retail Price;Колір підошви;Колір підошви\n1;Кеди;10;білий;чорний\n", torgsoft.Format{})
	require.Equal(t, "Кеди", c.Goods[0].Name)
	require.Equal(t, uah("10"), c.Goods[0].Retail)
	require.Equal(t, map[string]string{"Колір підошви": "білий", "Колір підошви (2)": "чорний"}, c.Goods[0].Extra)
}

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"2490": "2490", "8268,75": "8268.75", "8268.75": "8268.75", "1,000": "1.000", "12 500,5": "12500.5", "12\u00a0500": "12500", "-3": "-3", "0": "0",
		"1.234,50": "", "1,234.50": "", "12,": "", ",5": "", "1E+05": "", "п'ять": "", "--1": "", "٣": "",
	} {
		c, err := torgsoft.ReadGoods([]byte("GoodID;RetailPrice\n1;"+text+"\n2;1\n"), torgsoft.Format{})
		require.NoError(t, err)
		if want == "" {
			require.ErrorIs(t, c.Goods[0].Problem, ordo.ErrInvalid, text)
			require.Equal(t, text, c.Goods[0].Extra["RetailPrice"], "what does not fit is kept")
			continue
		}
		require.NoError(t, c.Goods[0].Problem, text)
		require.Equal(t, uah(want), c.Goods[0].Retail)
	}
}

// One odd value is a problem of its row, says where it is and what would be right, and takes no other row with it.
func TestAnOddRowIsAProblem(t *testing.T) {
	header := "GoodID;Display;Category;WarehouseQuantity;WarehouseQuantityForPartner;MinQuantityForOrder\n"
	for row, want := range map[string]string{
		";1;1;1;;":             `column "GoodID" is empty: want a whole number`,
		"12a;1;1;1;;":          `column "GoodID" has "12a": want a whole number`,
		"1;так;1;1;;":          `column "Display" has "так": want 0 or 1`,
		"1;1;x;1;;":            `column "Category" has "x": want the number of a section, or -1`,
		"1;1;1;багато;;":       `column "WarehouseQuantity" has "багато": want a number of at most three decimals`,
		"1;1;1;0,0005;;":       `column "WarehouseQuantity" has "0,0005": want a number of at most three decimals`,
		"1;1;1;1;2=1|2=3;":     `column "WarehouseQuantityForPartner" has "2=1|2=3": want centres`,
		"1;1;1;1;2:1;":         `column "WarehouseQuantityForPartner" has "2:1": want centres`,
		"1;1;1;1;;x":           `column "MinQuantityForOrder" has "x": want a number`,
		"7;1;1;1;;":            `column "GoodID" has "7": line 2 has this good already`,
		strings.Repeat(";", 9): "the row has 10 columns, want 6",
	} {
		c := read(t, header+"7;1;-1;1;;0\n"+row+"\n8;1;0;-2,5;2=1;1\n", torgsoft.Format{})
		require.Len(t, c.Goods, 3, row)
		require.ErrorContains(t, c.Goods[1].Problem, "line 3: "+want)
		require.NoError(t, c.Goods[0].Problem)
		require.NoError(t, c.Goods[2].Problem)
		require.Equal(t, amount.Milli(-2500), c.Goods[2].Stock[0].Quantity)
	}
}

// What was not written to its end, or is damaged, could be anything: it is refused whole.
func TestADamagedFileIsRefusedWhole(t *testing.T) {
	whole := string(file(t, "header.trs"))
	cyrillic, err := charmap.Windows1251.NewEncoder().String("GoodID;GoodName\r\n1;Кеди\r\n")
	require.NoError(t, err)
	for want, text := range map[string]string{
		"the file is empty":               "\ufeff \r\n",
		"half-written":                    whole[:len(whole)-40],
		"zero bytes":                      "\xff\xfeG\x00o\x00\n\x00\n",
		"UTF-8, but not all of it":        strings.Replace(whole, "Кеды", "К\xd0ды", 1),
		"it is UTF-8":                     "GoodID;GoodName\n1;Кеди білі\n2;К\xd0\n",
		"neither UTF-8 nor windows-1251":  strings.Replace(cyrillic, "\xe8", "\x98", 1),
		"no goods":                        "GoodID;GoodName\r\n",
		`the file has no column "GoodID"`: "Articul;GoodName;RetailPrice\n1037;Чоботи;10000\n",
		`the column "GoodID" comes twice`: "GoodId;GoodID;GoodName\n1;1;Кеди\n",
		"none of the 2 rows can be read":  "GoodID;GoodName\nа;б\nв;г\n",
		"the first row cannot be read":    "\"GoodID;GoodName\n",
		"the file has no header":          "1;Кеди\n",
	} {
		_, err := torgsoft.ReadGoods([]byte(text), torgsoft.Format{})
		require.ErrorIs(t, err, ordo.ErrInvalid, want)
		require.ErrorContains(t, err, want)
	}
	_, err = torgsoft.ReadGoods([]byte(whole[:len(whole)-1]), torgsoft.Format{})
	require.ErrorContains(t, err, "half-written")
}

// A quote that is not closed in every row takes no time that grows with the square of the file.
func TestOpenQuotesAreCheap(t *testing.T) {
	c := read(t, "GoodID;GoodName\n1;Кеди\n"+strings.Repeat("2;\"відкрите\n", 5000), torgsoft.Format{})
	require.Len(t, c.Goods, 5001)
	long := read(t, "GoodID;GoodName\n1;\""+strings.Repeat("а", 100_000)+"\"\n", torgsoft.Format{})
	require.Len(t, []rune(long.Goods[0].Name), 100_000, "a long text is no damage")
}

func TestPricesWithADiscount(t *testing.T) {
	c := read(t, "GoodID;RetailPrice;RetailPriceWithDiscount\n1;2490;2241\n2;2490;2490\n3;2490;\n4;100;120\n", torgsoft.Format{})
	for i, want := range [][2]string{{"2241", "2490"}, {"2490", ""}, {"2490", ""}, {"120", ""}} {
		now, before := c.Goods[i].Price()
		require.Equal(t, want, [2]string{string(now.Decimal), string(before.Decimal)})
	}
}

func TestAvailableByCentre(t *testing.T) {
	c := read(t, "GoodID;WarehouseQuantity;WarehouseQuantityForPartner\n1;3;2=1|5=4\n2;;2=1|5=4\n3;;\n", torgsoft.Format{})
	q, known := c.Goods[0].Available("")
	require.Equal(t, amount.Pcs(3), q, "all that the object offers")
	require.True(t, known)
	q, known = c.Goods[0].Available("5")
	require.Equal(t, amount.Pcs(4), q)
	require.True(t, known)
	_, known = c.Goods[0].Available("9")
	require.False(t, known)
	q, _ = c.Goods[1].Available("")
	require.Equal(t, amount.Pcs(5), q)
	_, known = c.Goods[2].Available("")
	require.False(t, known)
}

func FuzzReadGoods(f *testing.F) {
	f.Add(file(f, "header.trs"), false)
	f.Add(file(f, "bare.trs"), true)
	f.Add([]byte("GoodID;GoodName\n1;\"a\"\"b\nc\"\n2;\"x\"y\"\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, bare bool) {
		format := torgsoft.Format{}
		if bare {
			format.Columns = bareColumns
		}
		c, err := torgsoft.ReadGoods(data, format)
		if err != nil {
			require.ErrorIs(t, err, ordo.ErrInvalid)
			return
		}
		line, ids := 0, map[string]bool{}
		for _, g := range c.Goods {
			require.Greater(t, g.Line, line)
			line = g.Line
			if g.Problem != nil {
				require.ErrorIs(t, g.Problem, ordo.ErrInvalid)
				continue
			}
			require.NotEmpty(t, g.ID)
			require.False(t, ids[g.ID], "two goods of one ID")
			ids[g.ID] = true
		}
		require.NotEmpty(t, ids)
	})
}
