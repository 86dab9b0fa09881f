package commerceml_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

// Whatever comes is read or refused; what is read is written, and read again as it was.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		inRoot(`<Документ Код="1"><Ид>1</Ид><Номер/><Дата>2026-11-03+03:00</Дата><Валюта>руб</Валюта><Сумма>1 618,5</Сумма><Товары><Товар><Ид>a#b</Ид><БазоваяЕдиница Код="796 ">шт</БазоваяЕдиница><Единица><Код>796</Код></Единица></Товар><x/></Товары>` +
			`<Контрагенты><Контрагент><Ид>k</Ид><Контакты><Контакт><Тип>Почта</Тип><Значение>a@b.test</Значение></Контакт></Контакты></Контрагент></Контрагенты></Документ>`),
		inRoot(`<Контейнер><Документ><Ид>1</Ид>text<ПодчиненныеДокументы><ПодчиненныйДокумент><Сумма>x</Сумма></ПодчиненныйДокумент></ПодчиненныеДокументы></Документ></Контейнер>`),
		inOffers(`<Предложение><Ид>a</Ид><Склад ИдСклада="w" КоличествоНаСкладе="1,5"/><Склады/><Остатки><Остаток><Склад><Ид>w</Ид><Количество>5</Количество></Склад></Остаток></Остатки><Цены><Цена><ЦенаЗаЕдиницу>1</ЦенаЗаЕдиницу></Цена></Цены></Предложение>`),
		inRoot(`<Классификатор><Ид>k</Ид><Группы><Группа><Ид>g</Ид><Группы><Группа/></Группы></Группа></Группы><Свойства><Свойство><ВариантыЗначений><Справочник/><Значение>v</Значение></ВариантыЗначений></Свойство></Свойства></Классификатор>` +
			`<Каталог><Товары><Товар><Картинка/></Товар></Товары><Описание>d</Описание></Каталог><Контрагенты><Контрагент/></Контрагенты><Справочник><Cтатусы><Элемент/></Cтатусы></Справочник>`),
		`<Справочник><a:b xmlns:a="x"><Элемент a:c="1" c="2"><![CDATA[<>]]></Элемент></a:b></Справочник>`,
		"\ufeff<?xml version='1.0' encoding='windows-1251'?><Документ/>",
		"<?xml version=\"1.0\" encoding=\"windows-1251\"?><\xca\xee\xec\xec\xe5\xf0\xf7\xe5\xf1\xea\xe0\xff\xc8\xed\xf4\xee\xf0\xec\xe0\xf6\xe8\xff/>",
		`<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		records := fuzzed(t, file)
		if records == nil {
			return
		}
		for _, encoding := range []commerceml.Encoding{commerceml.UTF8, commerceml.Windows1251} {
			begin := *records[0].(*commerceml.File)
			begin.Encoding, begin.BOM = encoding, false
			var out bytes.Buffer
			w := commerceml.NewWriter(&out, begin)
			for _, r := range records[1:] {
				if err := w.Write(r); err != nil {
					require.ErrorIs(t, err, ordo.ErrInvalid)
					require.ErrorContains(t, err, "name") // of an element that windows-1251 lacks, or is not a plain one
					return
				}
			}
			require.NoError(t, w.Close())
			again, err := readAll(out.String())
			require.NoError(t, err, out.String())
			require.Len(t, again, len(records), out.String())
			for i := range records[1:] {
				require.Equal(t, same(records[i+1]), same(again[i+1]), out.String())
			}
		}
	})
}

// fuzzed returns the records of a file; nil if it is refused.
func fuzzed(t *testing.T, file []byte) (records []commerceml.Record) {
	r := commerceml.NewReader(bytes.NewReader(file))
	r.Limits = commerceml.Limits{Text: 64 << 10, Record: 64 << 10, Nodes: 5000, Depth: 50}
	for rec, err := range r.Records() {
		if err != nil {
			require.ErrorIs(t, err, ordo.ErrInvalid)
			require.NotContains(t, err.Error(), "%!")
			return nil
		}
		if problem := commerceml.ProblemOf(rec); problem != nil {
			require.ErrorIs(t, problem, ordo.ErrInvalid)
		}
		records = append(records, rec)
	}
	return records
}

// same returns a record without what names its place in the file.
func same(r commerceml.Record) commerceml.Record {
	switch r := r.(type) {
	case *commerceml.Document:
		c := *r
		c.Problem, c.Container = nil, min(c.Container, 1)
		return &c
	case *commerceml.Offer:
		c := *r
		c.Problem = nil
		return &c
	case *commerceml.Good:
		c := *r
		c.Problem = nil
		return &c
	case *commerceml.Package:
		c := *r
		c.Problem = nil
		return &c
	case *commerceml.Party:
		c := *r
		c.Problem = nil
		return &c
	case *commerceml.Warehouse:
		c := *r
		c.Problem = nil
		return &c
	}
	return r
}

// Values are read or not; what is read of a value is a value of the same meaning.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{"", "1 618,5", "-999 999 999,9", ".5", "5.", "+7", "1e3", "0x1", "2026-11-03+03:00", "03.11.2026", "0001-01-01", "10:02", "2026-11-03T10:02:41.5Z", "да", "руб.", "796 "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "<>&\x00") {
			return
		}
		records, err := readAll(inRoot(`<Документ><Сумма>` + s + `</Сумма><Дата>` + s + `</Дата><Время>` + s + `</Время><Валюта>` + s + `</Валюта><ПометкаУдаления>` + s + `</ПометкаУдаления></Документ>`))
		if err != nil {
			return // not in XML
		}
		d := records[1].(*commerceml.Document)
		if n := d.Total.Decimal; n != "" {
			_, err := n.MarshalJSON()
			require.NoError(t, err)
		}
		if d.Date != "" {
			require.False(t, d.Date.In(time.UTC).IsZero())
		}
		if d.Time != "" {
			_, err := time.Parse(time.TimeOnly, d.Time)
			require.NoError(t, err)
		}
		require.Equal(t, d.Currency, commerceml.Currency(d.Currency))
	})
}
