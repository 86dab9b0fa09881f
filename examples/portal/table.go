package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/status"
)

// table is what all sides show after each scene.
type table struct{ stage.Table }

func newTable() *table {
	return &table{stage.Table{
		Titles: []string{"time", "who", "does what", "the order", "in the shop", "in Bitrix24", "in 1C", "CDEK, receipts"},
		Width:  map[int]int{2: 22, 3: 18, 4: 18, 5: 26, 6: 34, 7: 30},
	}}
}

// add adds what the sides show now.
func (t *table) add(ctx context.Context, d *day, s scene) error {
	o, err := d.b.Order(ctx, "shop-1/"+d.id())
	if err != nil {
		return err
	}
	v := o.View()
	site, _ := d.site.Order(d.number)
	paid := ""
	if site.Paid {
		paid = " оплачен"
	}
	rows := ""
	for _, r := range d.portal.Rows(d.deal().ID) {
		name, _, _ := strings.Cut(r.Name, " [")
		rows += fmt.Sprintf("\n%s %v × %v", name, r.Quantity, r.Price)
	}
	for _, process := range []string{"Отгрузка", "Возврат"} {
		for _, it := range d.portal.Items(process, d.deal().ID) {
			rows += "\n" + process + ": " + it.Stage
		}
	}
	t.Add(d.clock.Now().Format("15:04"), s.who, s.what, fmt.Sprintf("%s %s", v.State, v.Total.Text()), site.Status+" "+site.Price+paid,
		d.deal().Stage+" / "+fmt.Sprint(d.deal().Fields[bitrix24.FieldStatus])+rows, strings.Join(d.papers(), "\n"), strings.Join(d.sent(), "\n"))
	return nil
}

// papers are the documents in 1C.
func (d *day) papers() (all []string) {
	for _, k := range []struct{ kind, name string }{
		{"ЗаказКлиента", "Заказ"},
		{"РеализацияТоваровУслуг", "Реализация"},
		{"ВозвратТоваровОтКлиента", "Возврат"},
		{"ОперацияПоПлатежнойКарте", "Карта"},
	} {
		for _, doc := range d.base.Documents(k.kind) {
			sum, _ := doc.Fields["СуммаДокумента"].(float64)
			all = append(all, fmt.Sprintf("%s %s %.2f", k.name, doc.Number, sum))
		}
	}
	return all
}

// sent are the parcels and the receipts.
func (d *day) sent() (all []string) {
	for _, p := range d.cdek.Orders() {
		all = append(all, fmt.Sprintf("%s %s", p.Number, p.CDEKNumber))
	}
	for _, r := range d.kassa.Receipts() {
		all = append(all, fmt.Sprintf("%s %s", r.Operation, r.Total))
	}
	return all
}

// check says what all sides show in the end, and what they should not.
func (d *day) check(w io.Writer) error {
	o, err := d.b.Order(context.Background(), "shop-1/"+d.id())
	if err != nil {
		return err
	}
	v := o.View()
	site, _ := d.site.Order(d.number)
	here, there, portal := v.Total.Text(), site.Price, fmt.Sprintf("%.2f", d.deal().Opportunity)
	fmt.Fprintf(w, "\n  %s paid, %s paid back; %s here, %s in the shop, %s in Bitrix24\n", v.Paid, v.Refunded, here, there, portal)
	if here != there || here != portal || v.Blocks[0].Money != status.MoneyRefunded {
		return fmt.Errorf("the sides do not agree: %s here, %s in the shop, %s in Bitrix24; the money of the return is %s", here, there, portal, v.Blocks[0].Money)
	}
	return nil
}
