package onec_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

func rub(v any) amount.Money {
	f, _ := v.(float64)
	return amount.RUB(int64(math.Round(f * 100)))
}

func pieces(v any) amount.Quantity {
	f, _ := v.(float64)
	return amount.Milli(int64(math.Round(f * 1000)))
}

func TestConformance(t *testing.T) {
	for _, release := range []string{"11.4", "11.5"} {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			erptest.RunInBubble(t, func(t *testing.T) erptest.Fixture { return fixture(t, release) })
		})
	}
}

func fixture(t *testing.T, release string) erptest.Fixture {
	base, s := install(t, settings(), onectest.Settings{Release: release})
	there := func(ref order.Ref) onectest.Document { return orderThere(t, base, ref) }
	mishap := func(fault fake.Fault) func() {
		return func() {
			base.Faults().Next("POST /...", fault)
			base.Faults().Next("PATCH /...", fault)
		}
	}
	return erptest.Fixture{
		Port: s, BadCredentials: connect(base, "guess").System(settings()),
		Count:   func() int { return len(base.Orders()) },
		Commits: func() int { return base.Commits("*") },
		Cancelled: func(ref order.Ref) []string {
			var lines []string
			for _, r := range rowsThere(there(ref)) {
				if r["Отменено"] == true {
					lines = append(lines, r["ИдентификаторСтроки"].(string))
				}
			}
			slices.Sort(lines)
			return slices.Compact(lines)
		},
		Window: func(ref order.Ref) order.Window {
			o := there(ref)
			at := func(clock string) time.Time {
				day, of := rowsThere(o)[0]["ДатаОтгрузки"].(string), o.Fields[clock].(string)
				w, err := time.ParseInLocation("2006-01-02T15:04:05", day[:10]+of[10:], onec.Moscow)
				require.NoError(t, err)
				return w
			}
			return order.Window{From: at("ВремяДоставкиС"), To: at("ВремяДоставкиПо")}
		},
		Shows:   func(ref order.Ref) order.Sums { return sumsThere(base, there(ref)) },
		Details: func(ref order.Ref) (order.Buyer, order.Delivery) { return detailsThere(base, there(ref)) },
		Adds: func(ref order.Ref, article string, total amount.Money) error {
			o := there(ref)
			rows := rowsThere(o)
			r := map[string]any{}
			for k, v := range rows[0] {
				r[k] = v
			}
			r["LineNumber"], r["КодСтроки"], r["ИдентификаторСтроки"] = int64(len(rows)+1), int64(0), ""
			r["Номенклатура_Key"] = base.Key("Catalog_Номенклатура", article)
			for _, sum := range []string{"Цена", "Сумма", "СуммаСНДС"} {
				r[sum] = float64(total.Minor()) / 100
			}
			r["СуммаНДС"] = 0.0
			return base.Edit("ЗаказКлиента", o.Number, map[string]any{"Товары": append(rows, r)})
		},
		Cancels: func(ref order.Ref, line string) error {
			o := there(ref)
			rows := rowsThere(o)
			for _, r := range rows {
				if r["ИдентификаторСтроки"] == line {
					r["Отменено"], r["ПричинаОтмены_Key"] = true, base.Key("Catalog_ПричиныОтменыЗаказовКлиентов", "Нет в наличии")
					return base.Edit("ЗаказКлиента", o.Number, map[string]any{"Товары": rows})
				}
			}
			return errors.New("no such line")
		},
		Warehouses: []string{"ЦС", "МАГ-1"},
		SetsStock: func(article, warehouse string, n amount.Quantity) {
			require.NoError(t, base.SetStock(article, warehouse, float64(n.Milli())/1000))
		},
		Reserved:  func(ref order.Ref) []order.Reserved { return reservedThere(base, there(ref)) },
		Documents: func(ref order.Ref) []order.Document { return documentsThere(base, ref.ID) },
		Posts: func(_ order.Ref, number string) error {
			return base.Post("РеализацияТоваровУслуг", number)
		},
		Sends: func(_ order.Ref, number string) error {
			_, err := base.ShopSends(number, nil)
			return err
		},
		LosesAnswer: mishap(fake.ResetAfter()), FailsOnce: mishap(fake.ResetBefore()),
	}
}

// sumsThere are the sums of an order in the base, read without the client.
func sumsThere(base *onectest.Server, o onectest.Document) order.Sums {
	sums := order.Sums{Total: amount.RUB(0), Paid: amount.RUB(0)}
	add := func(line string, q amount.Quantity, m amount.Money) {
		sums.Total, _ = sums.Total.Add(m)
		i := slices.IndexFunc(sums.Lines, func(l order.LineSum) bool { return l.Line == line && line != "" })
		if i < 0 {
			sums.Lines = append(sums.Lines, order.LineSum{Line: line, Quantity: q, Total: m})
			return
		}
		l := &sums.Lines[i]
		l.Quantity = amount.Milli(l.Quantity.Milli() + q.Milli())
		l.Total, _ = l.Total.Add(m)
	}
	codes := map[any]string{}
	for _, r := range rowsThere(o) {
		line, _ := r["ИдентификаторСтроки"].(string)
		codes[r["КодСтроки"]] = line
		if r["Отменено"] != true {
			add(line, pieces(r["Количество"]), rub(r["СуммаСНДС"]))
		}
	}
	for _, back := range base.Documents("ВозвратТоваровОтКлиента") {
		for _, r := range rowsThere(back) {
			m, _ := rub(r["СуммаСНДС"]).Neg()
			add(codes[r["КодСтроки"]], amount.Milli(-pieces(r["Количество"]).Milli()), m)
		}
	}
	sums.Lines = slices.DeleteFunc(sums.Lines, func(l order.LineSum) bool { return l.Quantity.IsZero() })
	for _, x := range base.Documents("ОперацияПоПлатежнойКарте") {
		m := rub(x.Fields["СуммаДокумента"])
		if strings.HasPrefix(x.Fields["ХозяйственнаяОперация"].(string), "Возврат") {
			m, _ = m.Neg()
		}
		if x.Posted {
			sums.Paid, _ = sums.Paid.Add(m)
		}
	}
	return sums
}

// detailsThere is who buys and where the goods go.
func detailsThere(base *onectest.Server, o onectest.Document) (b order.Buyer, d order.Delivery) {
	p := base.Object("Catalog_Партнеры", o.Fields["Партнер_Key"].(string))
	b.Name = p["НаименованиеПолное"].(string)
	contacts, _ := p["КонтактнаяИнформация"].([]map[string]any)
	for _, c := range contacts {
		if c["Тип"] == "Телефон" {
			b.Phone = c["НомерТелефона"].(string)
		}
	}
	d.Address, _ = o.Fields["АдресДоставки"].(string)
	d.Comment, _ = o.Fields["ДополнительнаяИнформацияПоДоставке"].(string)
	return b, d
}

// reservedThere is what the rows of an order hold and no posted sale has.
func reservedThere(base *onectest.Server, o onectest.Document) (out []order.Reserved) {
	sold := map[any]float64{}
	for _, x := range base.Documents("РеализацияТоваровУслуг") {
		for _, r := range rowsThere(x) {
			if x.Posted && r["ЗаказКлиента"] == o.Key {
				sold[r["КодСтроки"]] += r["Количество"].(float64)
			}
		}
	}
	for _, r := range rowsThere(o) {
		n := r["Количество"].(float64) - sold[r["КодСтроки"]]
		if mode := r["ВариантОбеспечения"]; r["Отменено"] == true || mode != "СоСклада" && mode != "Отгрузить" || n <= 0 {
			continue
		}
		at := base.Object("Catalog_Склады", r["Склад_Key"].(string))["Description"].(string)
		line := r["ИдентификаторСтроки"].(string)
		if i := slices.IndexFunc(out, func(x order.Reserved) bool { return x.Line == line && x.Warehouse == at }); i >= 0 {
			out[i].Quantity = amount.Milli(out[i].Quantity.Milli() + pieces(n).Milli())
			continue
		}
		out = append(out, order.Reserved{Line: line, Warehouse: at, Quantity: pieces(n)})
	}
	return out
}

// documentsThere are the documents of an order that are not marked for deletion.
func documentsThere(base *onectest.Server, id string) (out []order.Document) {
	asked, sales := map[any]bool{}, map[any]bool{}
	add := func(kind string, d onectest.Document, state string) {
		if !d.Deleted {
			out = append(out, order.Document{Kind: kind, Number: d.Number, Posted: d.Posted, State: state})
		}
	}
	for _, d := range base.Documents("РеализацияТоваровУслуг") {
		if d.Fields["ЗаказКлиента"] == id {
			sales[d.Key] = true
			add(onec.RefSale, d, "")
		}
	}
	for _, d := range base.Documents("ЗаказНаПеремещение") {
		if d.Fields["ДокументОснование"] == id {
			asked[d.Key] = true
			add(onec.RefTransferOrder, d, "")
		}
	}
	for _, d := range base.Documents("ПеремещениеТоваров") {
		if asked[d.Fields["ЗаказНаПеремещение_Key"]] {
			state := map[string]string{"Отгружено": "posted", "Принято": "received"}[d.Status]
			if !d.Posted {
				state = "sent"
			}
			add(onec.RefTransfer, d, state)
		}
	}
	for _, d := range base.Documents("ВозвратТоваровОтКлиента") {
		if sales[d.Fields["ДокументРеализации"]] {
			add(onec.RefReturn, d, "")
		}
	}
	return out
}
