package commerceml_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/wire"
)

func TestAFileWithoutRecordsHasARoot(t *testing.T) {
	file := written(t, commerceml.File{Version: "2.05", Made: "2026-11-03T10:15:00", BOM: true, Namespace: commerceml.Namespace2})
	require.Equal(t, "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<КоммерческаяИнформация xmlns=\"urn:1C.ru:commerceml_2\" ВерсияСхемы=\"2.05\" ДатаФормирования=\"2026-11-03T10:15:00\"/>\n", file)
	require.Empty(t, read(t, file))
	require.False(t, strings.HasPrefix(written(t, commerceml.File{}), "\n"), "1C wants <?xml first")
}

func TestStockIsWrittenInTheFormOfTheVersion(t *testing.T) {
	o := &commerceml.Offer{Good: commerceml.Good{ID: "a"}, Stocks: []commerceml.Stock{{Warehouse: "w1", Quantity: "5"}, {Quantity: "2"}}}
	for version, c := range map[string]struct {
		header *commerceml.Package
		want   string
	}{
		"2.07": {&commerceml.Package{ID: "c#"}, `<Склад ИдСклада="w1" КоличествоНаСкладе="5"/>`},
		"2.08": {&commerceml.Package{ID: "c#", Delta: true, Changes: commerceml.Yes}, `<Склады ИдСклада="w1" КоличествоНаСкладе="5"/>`},
		"2.10": {&commerceml.Package{ID: "c#"}, `<Остатки><Остаток><Склад><Ид>w1</Ид><Количество>5</Количество></Склад></Остаток><Остаток><Количество>2</Количество></Остаток></Остатки>`},
	} {
		file := written(t, commerceml.File{Version: version}, c.header, o)
		require.Contains(t, strings.NewReplacer("\n", "", "\t", "").Replace(file), c.want)
		require.Equal(t, []commerceml.Record{c.header, o}, read(t, file))
	}
}

func TestLettersThatTheEncodingLacksAreReferences(t *testing.T) {
	d := &commerceml.Document{ID: "1", Comment: "тариф «Почта» ≥ 5 кг 📦 & \"так\" <b>", Extra: []commerceml.Element{{Name: "Организация", Attrs: []commerceml.Attr{{Name: "Ид", Value: "a\tb\"c≥"}}}}}
	file := written(t, commerceml.File{Encoding: commerceml.Windows1251}, d)
	require.Contains(t, file, "&#8805; 5")
	require.Contains(t, file, "&#128230;")
	require.Equal(t, d, of[*commerceml.Document](read(t, file))[0])

	d = &commerceml.Document{Comment: "a\x00b\x0b\ufffec\xffd"}
	require.Equal(t, "abc\ufffdd", of[*commerceml.Document](read(t, written(t, commerceml.File{}, d)))[0].Comment)
}

func TestRecordsThatStandNowhereAreRefused(t *testing.T) {
	for name, records := range map[string][]commerceml.Record{
		"a good without its catalog":       {&commerceml.Good{ID: "a"}},
		"an offer in a catalog":            {&commerceml.Catalog{ID: "c"}, &commerceml.Offer{}},
		"a group behind a document":        {&commerceml.Classifier{ID: "k"}, &commerceml.Document{}, &commerceml.Group{}},
		"a party among documents":          {&commerceml.Document{}, &commerceml.Party{}},
		"a tail without its beginning":     {&commerceml.Catalog{Tail: true}},
		"a second file":                    {&commerceml.Document{}, &commerceml.Catalog{}, &commerceml.File{}},
		"a name that is none":              {&commerceml.Document{Extra: []commerceml.Element{{Name: "a b", Text: "x"}}}},
		"a list without a name":            {&commerceml.Choice{ID: "1"}},
		"an attribute that is not a name":  {&commerceml.Document{Extra: []commerceml.Element{{Attrs: []commerceml.Attr{{Name: "1", Value: "x"}}}}}},
		"an attribute that comes twice":    {&commerceml.Catalog{Changes: commerceml.Yes, Extra: []commerceml.Element{{Attrs: []commerceml.Attr{{Name: "СодержитТолькоИзменения", Value: "x"}}}}}},
		"a tail with attributes (changes)": {&commerceml.Catalog{}, &commerceml.Good{}, &commerceml.Catalog{Tail: true, Changes: commerceml.Yes}},
	} {
		w := commerceml.NewWriter(&strings.Builder{}, commerceml.File{})
		var err error
		for _, r := range records {
			err = w.Write(r)
		}
		require.ErrorIs(t, err, ordo.ErrInvalid, name)
		require.Equal(t, err, w.Close(), name)
	}
	w := commerceml.NewWriter(&strings.Builder{}, commerceml.File{Encoding: "koi8-r"})
	require.ErrorIs(t, w.Close(), ordo.ErrInvalid)

	w = commerceml.NewWriter(&strings.Builder{}, commerceml.File{Encoding: commerceml.Windows1251})
	require.ErrorIs(t, w.Write(&commerceml.Document{Extra: []commerceml.Element{{Name: "名", Text: "x"}}}), ordo.ErrInvalid)

	w = commerceml.NewWriter(&strings.Builder{}, commerceml.File{})
	require.NoError(t, w.Close())
	require.NoError(t, w.Close())
	require.ErrorContains(t, w.Write(&commerceml.Document{}), "closed")
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAnErrorOfTheTargetIsReturned(t *testing.T) {
	w := commerceml.NewWriter(full{}, commerceml.File{})
	err := w.Write(&commerceml.Document{Comment: strings.Repeat("a", 10_000)})
	require.ErrorIs(t, err, errFull)
	require.ErrorIs(t, w.Close(), errFull)
}

func TestDocumentsOfOneOrderStandInOneContainer(t *testing.T) {
	docs := []commerceml.Record{
		&commerceml.Document{ID: "1", Container: 1}, &commerceml.Document{ID: "p1", Container: 1}, &commerceml.Document{ID: "2", Container: 2}, &commerceml.Document{ID: "3"},
	}
	file := written(t, commerceml.File{}, docs...)
	require.Equal(t, 2, strings.Count(file, "<Контейнер>"))
	require.Equal(t, docs, read(t, file))
}

// What is written is read again as it was, in every version and encoding.
func TestWhatIsWrittenIsReadTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := draw{rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))}
		f := commerceml.File{
			Encoding:  pick(d, commerceml.UTF8, commerceml.Windows1251),
			Version:   pick(d, "2.03", "2.05", "2.07", "2.08", "2.09", "2.10", "3.1"),
			Namespace: pick(d, "", commerceml.Namespace2, commerceml.Namespace3),
		}
		records := d.records()
		file := written(t, f, records...)
		for i, r := range read(t, file) {
			require.Equal(rt, records[i], r, file)
		}
	})
}

// draw makes records of any content.
type draw struct{ *rand.Rand }

func pick[E any](d draw, of ...E) E { return of[d.IntN(len(of))] }

func (d draw) records() []commerceml.Record {
	switch d.IntN(5) {
	case 0:
		var records []commerceml.Record
		for i := range 1 + d.IntN(3) {
			doc := d.document(1)
			doc.Container = min(i, 1) // the first stands alone
			records = append(records, &doc)
		}
		return records
	case 1:
		return []commerceml.Record{
			&commerceml.Classifier{ID: d.text(), Name: d.text(), Changes: d.flag(), Owner: d.party(), Extra: d.extra()}, d.group(2), d.property(), d.priceType(), d.warehouse(),
			&commerceml.Unit{ID: d.text(), Code: d.text(), ShortName: d.text(), FullName: d.text(), Extra: d.extra()},
		}
	case 2:
		good := d.good()
		return []commerceml.Record{&commerceml.Catalog{ID: d.text(), Description: d.text(), Extra: d.extra()}, &good, &commerceml.Catalog{Tail: true, Description: "в конце"}}
	case 3:
		records := []commerceml.Record{&commerceml.Package{ID: d.text(), Delta: true, Changes: d.flag()}, d.offer(), &commerceml.Package{ID: d.text(), Changes: d.flag(), ValidFrom: d.date()}}
		return append(records, d.priceType(), d.warehouse(), d.offer())
	}
	return []commerceml.Record{&commerceml.Parties{Changes: d.flag()}, d.party(), &commerceml.Choice{List: commerceml.ListStatuses, ID: d.text(), Name: "Принят"}}
}

func (d draw) maybe() bool { return d.IntN(3) == 0 }

func (d draw) text() string {
	return pick(d, "", "", "а", "Ботинки «Следопыт»", `a "b" <c> & 'd'`, "≥ 5 📦", "]]>", "две\nстроки", "таб\tуляция", "x\u0085\u2028x", "796")
}

func (d draw) number() wire.Decimal {
	return pick[wire.Decimal](d, "", "0", "5", "-12.5", "1290.5000", "007", "0.35")
}

func (d draw) sum(currency string) wire.Sum {
	if n := d.number(); n != "" {
		return wire.Sum{Decimal: n, Currency: currency}
	}
	return wire.Sum{}
}

func (d draw) flag() commerceml.Flag {
	return pick(d, "", commerceml.Yes, commerceml.No, "возможно")
}

func (d draw) date() commerceml.Date {
	return pick[commerceml.Date](d, "", "2026-11-03", "1999-02-28")
}

func some[E any](d draw, one func() E) []E {
	var out []E
	for range max(0, d.IntN(5)-2) {
		out = append(out, one())
	}
	return out
}

func (d draw) extra() []commerceml.Element {
	return some(d, func() commerceml.Element {
		e := commerceml.Element{Name: pick(d, "Прочее", "DateUpdate", "Ещё-1", "_x"), Text: d.text()}
		if d.maybe() {
			e.Attrs = []commerceml.Attr{{Name: "Код", Value: "7 \"n\""}}
		}
		if d.maybe() {
			e.Children = []commerceml.Element{{Name: "Дитя", Text: d.text()}}
		}
		return e
	})
}

func (d draw) address() *commerceml.Address {
	if d.maybe() {
		return nil
	}
	return &commerceml.Address{Text: d.text(), Comment: d.text(), Extra: d.extra(), Fields: some(d, func() commerceml.AddressField {
		return commerceml.AddressField{Type: "Город", Value: d.text(), Extra: d.extra()}
	})}
}

func (d draw) contact() commerceml.Contact {
	return commerceml.Contact{Type: "Почта", Value: d.text(), Comment: d.text()}
}

func (d draw) party() *commerceml.Party {
	return &commerceml.Party{
		ID: d.text(), Version: d.text(), Deleted: d.flag(), Name: d.text(), OfficialName: d.text(), LegalAddress: d.address(), FullName: d.text(), Title: d.text(),
		LastName: d.text(), FirstName: d.text(), MiddleName: d.text(), Birth: d.date(), Sex: d.text(), INN: d.text(), KPP: d.text(), OKPO: d.text(), Registration: d.address(),
		Accounts: some(d, func() commerceml.BankAccount {
			return commerceml.BankAccount{Number: d.text(), Bank: &commerceml.Bank{Correspondent: d.text(), Name: d.text(), Address: d.address(), BIC: d.text(), SWIFT: d.text()}}
		}),
		Comment: d.text(), Address: d.address(), Contacts: some(d, d.contact), Role: commerceml.Role(d.text()), Extra: d.extra(),
	}
}

func (d draw) trait() commerceml.Trait {
	return commerceml.Trait{Name: d.text(), Values: some(d, d.text), Extra: d.extra()}
}

func (d draw) tax(currency string) func() commerceml.Tax {
	return func() commerceml.Tax {
		return commerceml.Tax{Name: d.text(), Included: d.flag(), Excise: d.flag(), Sum: d.sum(currency), Rate: d.text()}
	}
}

func (d draw) feature() commerceml.Feature {
	return commerceml.Feature{ID: d.text(), Name: d.text(), Value: d.text()}
}

func (d draw) unit() *commerceml.Unit {
	if d.maybe() {
		return nil
	}
	return &commerceml.Unit{Text: d.text(), Code: d.text(), FullName: d.text(), International: d.text(), ShortName: d.text(), Recounts: some(d, func() commerceml.Recount {
		return commerceml.Recount{Unit: d.text(), Factor: d.text()}
	})}
}

func (d draw) value() commerceml.PropertyValue {
	return commerceml.PropertyValue{ID: d.text(), Name: d.text(), Values: some(d, d.text)}
}

func (d draw) group(deep int) *commerceml.Group {
	g := &commerceml.Group{ID: d.text(), Name: d.text(), Description: d.text(), Version: d.text(), Deleted: d.flag(), Extra: d.extra()}
	if deep > 0 {
		g.Groups = some(d, func() commerceml.Group { return *d.group(deep - 1) })
	}
	return g
}

func (d draw) property() *commerceml.Property {
	return &commerceml.Property{
		ID: d.text(), Name: d.text(), Type: "Справочник", Multiple: d.flag(), Required: d.text(), Forms: some(d, d.text), External: d.flag(),
		Options: some(d, func() commerceml.Option { return commerceml.Option{ID: d.text(), Value: d.text()} }), Extra: d.extra(),
	}
}

func (d draw) priceType() *commerceml.PriceType {
	return &commerceml.PriceType{ID: "t1", Name: d.text(), Currency: "KZT", Taxes: some(d, d.tax("")), Extra: d.extra()}
}

func (d draw) warehouse() *commerceml.Warehouse {
	return &commerceml.Warehouse{ID: d.text(), Name: d.text(), Comment: d.text(), Address: d.address(), Contacts: some(d, d.contact), Quantity: d.number()}
}

func (d draw) good() commerceml.Good {
	return commerceml.Good{
		Status: commerceml.GoodStatus(d.text()), ID: d.text(), Version: d.text(), Deleted: d.flag(), Barcode: d.text(), Article: d.text(), Name: d.text(), FullName: d.text(),
		Unit: d.unit(), PartyGoodID: d.text(), Groups: some(d, d.text), Description: d.text(), Pictures: some(d, d.text), Country: d.text(), Brand: d.text(),
		Maker: &commerceml.Maker{ID: d.text(), Name: d.text(), OfficialName: d.text()}, Properties: some(d, d.value), VATRates: some(d, d.tax("")), Features: some(d, d.feature),
		Traits: some(d, d.trait), Weight: d.number(), Length: d.number(), Width: d.number(), Height: d.number(), Extra: d.extra(),
	}
}

func (d draw) offer() *commerceml.Offer {
	return &commerceml.Offer{
		Good: d.good(), FeatureID: d.text(), UnitCode: d.text(), Quantity: d.number(),
		Prices: some(d, func() commerceml.Price {
			return commerceml.Price{
				Text: d.text(), Type: "t1", Sum: wire.Sum{Decimal: d.number(), Currency: "USD"}, Unit: d.text(), Factor: d.text(), MinQuantity: d.number(), Taxes: some(d, d.tax("")), Extra: d.extra(),
			}
		}),
		Stocks: some(d, func() commerceml.Stock {
			return commerceml.Stock{Warehouse: "w" + d.text(), Quantity: "5", Extra: d.extra()}
		}),
		Breaks: some(d, func() commerceml.Break {
			return commerceml.Break{Condition: d.text(), Value: d.text(), Percent: d.number()}
		}),
	}
}

func (d draw) document(deep int) commerceml.Document {
	const currency = "RUB"
	discount := func() commerceml.Discount {
		return commerceml.Discount{Name: d.text(), Sum: d.sum(currency), Percent: d.number(), Included: d.flag(), Comment: d.text()}
	}
	doc := commerceml.Document{
		ID: d.text(), Version: d.text(), Deleted: d.flag(), Number: d.text(), Date: d.date(), Operation: commerceml.Operation(d.text()), Role: commerceml.Role(d.text()), Basis: d.text(),
		Currency: currency, Rate: d.text(), Total: d.sum(currency), Parties: some(d, func() commerceml.Party { return *d.party() }), Time: "10:02:41", PayBy: d.date(), Comment: d.text(),
		Payments: some(d, func() commerceml.Payment {
			return commerceml.Payment{Number: d.text(), Transaction: d.text(), Paid: d.text(), Sum: d.sum(currency), Method: d.text(), MethodID: d.text()}
		}),
		Taxes: some(d, d.tax(currency)), Discounts: some(d, discount), Expenses: some(d, discount), Warehouses: some(d, func() commerceml.Warehouse { return *d.warehouse() }),
		Lines: some(d, func() commerceml.Line {
			return commerceml.Line{
				ID: d.text(), Barcode: d.text(), Article: d.text(), Name: d.text(), Unit: d.unit(), Features: some(d, d.feature), Traits: some(d, d.trait), VATRates: some(d, d.tax(currency)),
				CatalogID: d.text(), ClassifierID: d.text(), Price: d.sum(currency), Quantity: d.number(), Total: d.sum(currency), SoldUnit: d.unit(), Factor: d.text(),
				Taxes: some(d, d.tax(currency)), Discounts: some(d, discount), Warehouses: some(d, func() commerceml.Warehouse { return *d.warehouse() }),
				MarkGroup: &commerceml.MarkGroup{Code: d.text()}, Marks: some(d, func() commerceml.Mark { return commerceml.Mark{Code: d.text()} }), Action: d.text(),
				PriceType: &commerceml.PriceType{ID: d.text(), Name: d.text()}, Reserve: d.number(), Extra: d.extra(),
			}
		}),
		Traits: some(d, d.trait), BooksID: d.text(), BooksDate: d.text(), Receipts: some(d, func() commerceml.Receipt { return commerceml.Receipt{ID: d.text(), Values: some(d, d.value)} }),
		Extra: d.extra(),
	}
	if deep > 0 {
		doc.Documents = some(d, func() commerceml.Document { return d.document(deep - 1) })
	}
	return doc
}
