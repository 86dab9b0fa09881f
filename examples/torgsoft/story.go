package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/status"
)

// goods is a goods file as Torgsoft exports it: UTF-8 with a byte order mark and a header. Some objects of
// synchronisation write windows-1251 without a header; that is read too (torgsoft.Settings.Goods).
const goods = "\ufeff\"GoodID\";\"GoodName\";\"RetailPrice\";\"RetailPriceWithDiscount\";\"GoodTypeFull\";\"WarehouseQuantityForPartner\"\r\n" +
	"41207;\"Чайник\";750;700;\"Посуда,Чайники\";\"2=4,000|5=2,000\"\r\n" +
	"41208;\"Чашка\";120;120;\"Посуда,Чашки\";\"5=10,000\"\r\n" +
	"41209;\"Блюдце\";;;\"Посуда,Чашки\";\"2=3,000\"\r\n"

// play runs the story in a folder and prints it.
func play(ctx context.Context, dir string, w io.Writer) error {
	d, err := open(dir)
	if err != nil {
		return err
	}
	defer d.close()
	var id int64   // of the order at ROZETKA
	var ttn string // of the parcel at Nova Poshta
	document := func(name string, rows ...string) error {
		text := "Kind;Number;Date;Order;State;TTN;Basis\r\n"
		for _, r := range rows {
			text += fmt.Sprintf(r, id, ttn) + "\r\n"
		}
		return d.put(name, text)
	}
	for _, s := range []struct {
		what string
		do   func() error
		want int // the status at ROZETKA after it
	}{
		{"Torgsoft exports its goods.", func() error { return errors.Join(d.export(ctx), d.readGoods(ctx, w)) }, 0},
		{"The price list is written, and ROZETKA takes it.", func() error {
			err := d.writePrices(w)
			d.offers()
			return errors.Join(err, d.b.Check(ctx))
		}, 0},
		{"A buyer orders at ROZETKA, and another order is at «Данные подтверждены» already.", func() error {
			id, err = d.sells()
			return err
		}, rozetka.StatusInWork},
		{"Torgsoft takes the order files. A manager agrees with the buyer and issues an invoice.", func() error {
			return errors.Join(d.takes(), document("documents-1.csv", "invoice;77;02.03.2026 12:00;%[1]d;;;"))
		}, rozetka.StatusConfirmed},
		{"The parcel is packed, and the waybill «отправлен», with its number at Nova Poshta (ТТН).", func() error {
			ttn = d.np.MakeWaybill(nil)
			return document("documents-2.csv", "накладная;91;02.03.2026 13:00;%[1]d;отправлен;%[2]s;77")
		}, rozetka.StatusPlanned},
		{"Nova Poshta has the parcel: ROZETKA's own tracking says so.", func() error {
			d.np.HandOver(ttn)
			return d.rz.Track(id, rozetka.StatusHandedOver)
		}, rozetka.StatusHandedOver},
		{"It is at the branch.", func() error {
			d.np.Ship(ttn)
			d.np.Arrive(ttn)
			return d.rz.Track(id, rozetka.StatusArrived)
		}, rozetka.StatusArrived},
		{"The buyer has it: the waybill is «получен». Then somebody types a state that there is not.", func() error {
			d.np.HandOut(ttn)
			return document("documents-3.csv", "накладная;91;;%[1]d;получен;;", "накладная;91;;%[1]d;потерян;;")
		}, rozetka.StatusReceived},
	} {
		fmt.Fprintf(w, "%s\n", s.what)
		d.clock.To(d.clock.Now().Add(time.Hour))
		if err := errors.Join(s.do(), d.readDocuments(ctx, w), d.pass(ctx, w), d.writeOrders(ctx, w)); err != nil {
			return err
		}
		if err := d.print(ctx, w, id, s.want); err != nil {
			return err
		}
	}
	fmt.Fprintln(w, "In the folder now:")
	return d.printFolder(w)
}

// put is Torgsoft, or a person, who writes a file.
func (d *desk) put(name, text string) error {
	return os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600)
}

// export is Torgsoft that exports goods, unless the folder has had some.
func (d *desk) export(ctx context.Context) (err error) {
	for range looks {
		_, err = d.books.Catalog(ctx)
	}
	if errors.Is(err, ordo.ErrNotFound) {
		err = d.put("TSGoods.trs", goods)
	}
	return err
}

// offers is ROZETKA that takes the price list.
func (d *desk) offers() {
	for _, g := range d.catalog.Goods {
		if g.Problem == nil {
			d.rz.List(rozetkatest.Good{OfferID: g.ID, Name: g.Name})
		}
	}
}

// sells is two buyers of two goods that have a price. It returns the first order.
func (d *desk) sells() (id int64, err error) {
	o := rozetkatest.Order{
		Buyer:    rozetkatest.Person{LastName: "Гнатюк", FirstName: "Олена", Phone: "380671112233"},
		Delivery: rozetkatest.Delivery{City: "Львів", Branch: "10"},
	}
	for _, g := range d.catalog.Goods {
		sum, _ := g.Price()
		if price, err := sum.Money(); err == nil && price.Sign() > 0 && g.Problem == nil && len(o.Lines) < 2 {
			o.Lines = append(o.Lines, rozetkatest.Line{OfferID: g.ID, Name: g.Name, Price: price.Minor()})
		}
	}
	if len(o.Lines) == 0 {
		return 0, errors.New("no good of the goods file has a price")
	}
	id = d.rz.Place(o)
	return id, d.rz.SetStatus(d.rz.Place(o), rozetka.StatusConfirmed)
}

// takes is Torgsoft that takes the orders: their files are gone.
func (d *desk) takes() error {
	names, err := filepath.Glob(filepath.Join(d.dir, "PurchaseClient_*.json"))
	for _, name := range names {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// print prints where the order stands, and checks it.
func (d *desk) print(ctx context.Context, w io.Writer, id int64, want int) error {
	defer fmt.Fprintln(w)
	if id == 0 {
		return nil
	}
	there, _ := d.rz.Order(id)
	o, err := d.b.Order(ctx, "rz-1/"+strconv.FormatInt(id, 10))
	if err != nil {
		return err
	}
	row, _ := status.Rozetka().Row(status.AxisOrder, strconv.Itoa(there.Status))
	fmt.Fprintf(w, "  %d  here: %s, %s  at ROZETKA: %d %s\n", id, o.State(), o.Total(), there.Status, cmp.Or(row.Names.RU, row.Names.UK))
	if there.Status != want {
		return fmt.Errorf("order %d is at %d, want %d", id, there.Status, want)
	}
	return nil
}
