package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/texts"
)

// play plays the scenes and prints after each what is new in 1C and who is asked for what.
func (d *day) play(ctx context.Context, w io.Writer, scenes []scene) error {
	for _, s := range scenes {
		d.clock.To(s.at)
		fmt.Fprintf(w, "%s  %s %s\n", s.at.Format("15:04"), s.who, s.what)
		if err := s.do(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
		if err := d.settle(ctx); err != nil {
			return fmt.Errorf("after %q: %w", s.what, err)
		}
		d.printPapers(w)
		if err := d.printNotices(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// kinds are the documents that are printed, with what they are called.
var kinds = []struct{ kind, name string }{
	{"ЗаказКлиента", "Заказ"},
	{"ЗаказНаПеремещение", "Заявка на перемещение"},
	{"ПеремещениеТоваров", "Перемещение"},
	{"РеализацияТоваровУслуг", "Реализация"},
	{"ВозвратТоваровОтКлиента", "Возвратная накладная"},
	{"ОперацияПоПлатежнойКарте", "Оплата картой"},
}

// printPapers prints the documents in 1C that are new or have changed.
func (d *day) printPapers(w io.Writer) {
	for _, k := range kinds {
		for _, doc := range d.base.Documents(k.kind) {
			if text := d.paper(doc); d.papers[doc.Key] != text {
				d.papers[doc.Key] = text
				fmt.Fprintf(w, "         1C: %s %s\n", k.name, text)
			}
		}
	}
}

// paper is a document in a line.
func (d *day) paper(doc onectest.Document) string {
	parts := []string{doc.Number}
	if from, has := doc.Fields["СкладОтправитель_Key"].(string); has {
		parts = append(parts, d.place(from)+" -> "+d.place(doc.Fields["СкладПолучатель_Key"].(string)))
	}
	if sum, has := doc.Fields["СуммаДокумента"].(float64); has {
		parts = append(parts, fmt.Sprintf("%.2f", sum))
	}
	rows, _ := doc.Fields["Товары"].([]map[string]any)
	for _, r := range rows {
		goods := d.base.Object("Catalog_Номенклатура", r["Номенклатура_Key"].(string))
		row := fmt.Sprintf("%v x %v", goods["Артикул"], r["Количество"])
		if at, has := r["Склад_Key"].(string); has {
			row += " " + d.place(at)
		}
		if mode, has := r["ВариантОбеспечения"].(string); has && doc.Kind == "ЗаказКлиента" {
			row += " " + mode
		}
		parts = append(parts, row)
	}
	if doc.Status != "" {
		parts = append(parts, doc.Status)
	}
	if !doc.Posted {
		parts = append(parts, "не проведён")
	}
	return strings.Join(parts, ", ")
}

func (d *day) place(key string) string {
	name, _ := d.base.Object("Catalog_Склады", key)["Description"].(string)
	return name
}

// printNotices prints who is asked for what since the last scene.
func (d *day) printNotices(ctx context.Context, w io.Writer) error {
	for n, err := range d.b.Notices(ctx, bridge.NoticeFilter{}) {
		if err != nil {
			return err
		}
		key := fmt.Sprint(n.Order, n.N)
		if d.asked[key] {
			continue
		}
		d.asked[key] = true
		to := n.To.Place
		if to == "" {
			to = string(n.To.Role)
		}
		files := ""
		for _, f := range n.Files {
			files += " [" + f.Name + "]"
		}
		text := n.Text
		if !n.Message.IsZero() { // one of ordo's own, for any language
			text = texts.Russian.Sprintf("%s", n.Message)
		}
		fmt.Fprintf(w, "         to %s: %s: %s%s\n", to, strings.TrimPrefix(n.Order, "shop-1/"), text, files)
	}
	return nil
}

// check prints how the day ended, and returns what is not as it should be: each side has the same sums, and the stock
// is that of the morning less what was sold.
func (d *day) check(ctx context.Context, w io.Writer) error {
	fmt.Fprintln(w, "\nIn the evening:")
	for _, want := range []struct{ number, state, total string }{
		{"A-1", "delivered", "3560.00 RUB"}, {"A-2", "returned", "0.00 RUB"}, {"A-3", "returned", "0.00 RUB"}, {"A-4", "delivered", "350.00 RUB"},
	} {
		o, err := d.b.Order(ctx, id(want.number))
		if err != nil {
			return err
		}
		v := o.View()
		fmt.Fprintf(w, "  %s  %-9s  %s sold, %s paid, %s paid back\n", want.number, v.State, v.Total, v.Paid, v.Refunded)
		kept, err := v.Paid.Sub(v.Refunded)
		if err != nil {
			return err
		}
		if v.State.String() != want.state || v.Total.String() != want.total || kept != v.Total {
			return fmt.Errorf("order %s: it should be %s for %s, all of it paid", want.number, want.state, want.total)
		}
		if i := slices.IndexFunc(v.Notices, func(n order.Notice) bool { return n.State != order.NoticeStateAnswered }); i >= 0 {
			return fmt.Errorf("order %s: nobody has answered %q", want.number, v.Notices[i].Text)
		}
		if got := d.in1C(want.number); got != v.Total {
			return fmt.Errorf("order %s: it is sold for %s here and for %s in 1C", want.number, v.Total, got)
		}
	}
	for _, want := range []struct {
		article, place string
		n              float64
	}{{"MUG", shop1, 0}, {"MUG", shop2, 0}, {"BOWL", central, 3}, {"BOWL", shop1, 1}, {"BOWL", shop2, 1}, {"SHOES-42", central, 2}, {"SHOES-42", shop1, 0}} {
		is := d.base.Stock(want.article, want.place)
		fmt.Fprintf(w, "  %-8s  %-5s  %v\n", want.article, want.place, is.OnHand)
		if is.OnHand != want.n || is.Reserved != 0 {
			return fmt.Errorf("%s has %v of %s, %v of them reserved; it should have %v, all free", want.place, is.OnHand, want.article, is.Reserved, want.n)
		}
	}
	return nil
}

// in1C adds up the posted sales of an order in 1C, less what was returned.
func (d *day) in1C(number string) amount.Money {
	var sum float64
	of := map[any]bool{}
	for _, o := range d.base.Orders() {
		of[o.Key] = o.Fields["НомерПоДаннымКлиента"] == number
	}
	sales := map[any]bool{}
	for _, s := range d.base.Documents("РеализацияТоваровУслуг") {
		if s.Posted && of[s.Fields["ЗаказКлиента"]] {
			sales[s.Key] = true
			sum += s.Fields["СуммаДокумента"].(float64)
		}
	}
	for _, r := range d.base.Documents("ВозвратТоваровОтКлиента") {
		if r.Posted && sales[r.Fields["ДокументРеализации"]] {
			sum -= r.Fields["СуммаДокумента"].(float64)
		}
	}
	return amount.RUB(int64(sum*100 + 0.5))
}
