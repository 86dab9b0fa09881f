package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
)

// looks is how often the folder is looked at until a file counts as complete: its size is the same twice.
const looks = 2

// readGoods takes a goods file that is there, and prints what changed of goods and stock.
func (d *desk) readGoods(ctx context.Context, w io.Writer) (err error) {
	for _, kind := range []exchange.Kind{exchange.Goods, exchange.Stocks} {
		cursor := "" // a service keeps it: only what changed comes then
		for range looks {
			for r, err := range d.books.Records(ctx, kind, cursor) {
				switch {
				case err != nil:
					return err
				case r.Problem != nil:
					fmt.Fprintf(w, "  %s: %v\n", kind, r.Problem)
				default:
					fmt.Fprintf(w, "  %s: %s\n", kind, r.Data)
				}
				cursor = r.Cursor
			}
		}
	}
	d.catalog, err = d.books.Catalog(ctx)
	return err
}

// writePrices writes the price list that ROZETKA fetches, and prints what had to be left out.
func (d *desk) writePrices(w io.Writer) error {
	list := torgsoft.PriceList{
		Name: "Посуда", At: d.clock.Now(), Brand: "Весна",
		PictureURL: "https://photo.example",
		Pictures:   func(g torgsoft.Good) []string { return []string{g.ID + ".jpg"} },
	}
	var xml bytes.Buffer
	left, err := list.Write(&xml, d.catalog.Goods)
	if err != nil {
		return err
	}
	for _, l := range left {
		fmt.Fprintf(w, "  left out: %s %s: %s\n", l.ID, l.Name, l.Why)
	}
	return os.WriteFile(filepath.Join(d.dir, "rozetka.xml"), xml.Bytes(), 0o600)
}

// pass makes a pass of the bridge, and prints what it loaded and what needs a look. A service calls Bridge.Run instead.
func (d *desk) pass(ctx context.Context, w io.Writer) error {
	p, err := d.b.Sync(ctx)
	if err != nil {
		return err
	}
	for _, e := range p.Problems() {
		fmt.Fprintf(w, "  %s: %s\n", e.Level, e.Text)
	}
	for _, r := range p.Runs {
		for _, l := range r.Loaded {
			fmt.Fprintf(w, "  %s lands as %s\n", l.Order, l.Where)
		}
	}
	return nil
}

// writeOrders writes all orders for Torgsoft and prints which it has not taken. An order is written once, so that none
// is lost or doubled wherever the program ends. One that was edited since is for people to change in Torgsoft.
func (d *desk) writeOrders(ctx context.Context, w io.Writer) error {
	for s, err := range d.store.Orders(ctx, bridge.OrderFilter{Account: "rz-1"}) {
		if err != nil {
			return err
		}
		o, err := d.b.Order(ctx, s.ID)
		if err != nil {
			return err
		}
		switch file, err := d.books.WriteOrder(ctx, o.View()); {
		case errors.Is(err, ordo.ErrConflict), errors.Is(err, ordo.ErrInvalid):
			fmt.Fprintf(w, "  not written: %v\n", err)
		case err != nil:
			return err
		case !file.Taken:
			fmt.Fprintf(w, "  for Torgsoft: %s\n", file.Name)
		}
	}
	return nil
}

// readDocuments makes a command of each document that came, and prints what became of it. What is refused changes
// nothing: people are told why.
func (d *desk) readDocuments(ctx context.Context, w io.Writer) error {
	for range looks {
		for x, err := range d.books.Documents(ctx) {
			if err != nil {
				return err
			}
			command, err := x.Command()
			if err == nil {
				by := order.By{Actor: order.Actor{Role: order.RoleERP, System: "torgsoft-1"}, Key: x.Key()}
				_, err = d.b.Do(ctx, "rz-1/"+x.Order, command, by, bridge.Fresh)
			}
			var refused *order.Refused
			switch {
			case err == nil:
				fmt.Fprintf(w, "  %s: %s\n", x, strings.TrimSpace(x.State+" "+x.Waybill))
			case x.Problem != nil, errors.As(err, &refused), errors.Is(err, bridge.ErrUnknown):
				fmt.Fprintf(w, "  not applied: %v\n", err)
			default:
				return err
			}
		}
	}
	return nil
}

// printFolder prints the names of all files.
func (d *desk) printFolder(w io.Writer) error {
	return filepath.WalkDir(d.dir, func(path string, f os.DirEntry, err error) error {
		if err == nil && !f.IsDir() {
			fmt.Fprintf(w, "  %s\n", filepath.ToSlash(strings.TrimPrefix(path, d.dir+string(filepath.Separator))))
		}
		return err
	})
}
