// Ownports shows a channel and an ERP that are not part of the SDK: a village shop that is a folder of JSON files,
// and a merchant's book that is a CSV file. Both are packages to copy. A bridge keeps them in step. The bridge finds
// new orders by searching; shop/webhook.go is for a shop that announces them.
//
//	go run ./examples/ownports
//
// It works in a temporary folder, which it removes at the end.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/examples/ownports/book"
	"github.com/ordo-sdk/ordo/examples/ownports/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program. It returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		fmt.Fprintf(stderr, "ownports: unexpected argument %q: the program takes none\n", args[0])
		return 2
	}
	dir, err := os.MkdirTemp("", "ordo-ownports-")
	if err == nil {
		err = errors.Join(play(context.Background(), dir, stdout), os.RemoveAll(dir))
	}
	if err != nil {
		fmt.Fprintf(stderr, "ownports: %v\n", err)
		return 1
	}
	return 0
}

// placed is an order as the shop writes it.
const placed = `{
  "placed": "2026-03-02T09:00:00+03:00",
  "buyer": "Olga",
  "lines": [
    {"article": "JAM", "name": "Jam", "price": "120.00", "pieces": "new new new"},
    {"article": "HONEY", "name": "Honey", "price": "450.50", "pieces": "new"}
  ]
}
`

// play runs the story in a folder.
func play(ctx context.Context, dir string, w io.Writer) (err error) {
	orders := filepath.Join(dir, "orders")
	if err := os.Mkdir(orders, 0o700); err != nil {
		return err
	}
	village, err := shop.Open(orders)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, village.Close()) }()
	t := printer{w: w, order: filepath.Join(orders, "1001.json"), book: filepath.Join(dir, "book.csv"), store: memory.New()}
	t.b, err = bridge.New(t.store,
		bridge.Account("shop-1", village), bridge.Account("book-1", book.At(t.book)),
		bridge.Route{Channel: "shop-1", ERP: "book-1", Scheme: order.OwnPickup, Authority: order.Marketplace})
	if err != nil {
		return err
	}
	for _, s := range []struct {
		what string
		do   func() error
	}{
		{"Olga orders: the shop writes the file 1001.json.", func() error { return os.WriteFile(t.order, []byte(placed), 0o600) }},
		{"The merchant has no honey and confirms the rest: he writes two words into book.csv.", func() error {
			return errors.Join(t.edit("Honey;1;450.50;;", "Honey;1;450.50;cancelled;"), t.edit(";new;", ";confirmed;"))
		}},
		{"Olga takes the jam: the merchant writes handed out.", func() error { return t.edit(";confirmed;", ";handed out;") }},
	} {
		if err := errors.Join(s.do(), t.step(ctx, s.what)); err != nil {
			return err
		}
	}
	return errors.Join(t.printJournal(ctx), t.check(ctx))
}

// printer prints what happens.
type printer struct {
	w           io.Writer
	order, book string // the files
	store       *memory.Store
	b           *bridge.Bridge
}

// edit replaces something in the book, as a person does.
func (t printer) edit(what, by string) error {
	text, err := os.ReadFile(t.book)
	if err == nil && strings.Count(string(text), what) != 1 {
		err = fmt.Errorf("book.csv should have %q once, and is:\n%s", what, text)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(t.book, []byte(strings.Replace(string(text), what, by, 1)), 0o600)
}

// step makes a pass of the bridge and prints both files. A service calls Bridge.Run instead.
func (t printer) step(ctx context.Context, what string) error {
	p, err := t.b.Sync(ctx)
	for _, e := range p.Problems() {
		err = errors.Join(err, errors.New(e.Text))
	}
	if err != nil {
		return err
	}
	o, err := t.b.Order(ctx, "shop-1/1001")
	if err != nil {
		return err
	}
	fmt.Fprintf(t.w, "%s\nordo: the order is %s, %s to pay.\n", what, o.State(), o.Total())
	for _, path := range []string{t.order, t.book} {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(t.w, "\n  %s\n", filepath.Base(path))
		for line := range strings.Lines(string(text)) {
			fmt.Fprint(t.w, "  | ", line)
		}
	}
	fmt.Fprintln(t.w)
	return nil
}

// printJournal prints what the bridge did.
func (t printer) printJournal(ctx context.Context) error {
	fmt.Fprintln(t.w, "The journal")
	tab := tabwriter.NewWriter(t.w, 0, 0, 2, ' ', 0)
	for e, err := range t.store.Journal(ctx, bridge.JournalFilter{}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(tab, "  %s\t%s\t%s\n", e.Level, e.Account, e.Text)
	}
	return tab.Flush()
}

// check returns an error if the order did not end as expected.
func (t printer) check(ctx context.Context) error {
	o, err := t.b.Order(ctx, "shop-1/1001")
	if err != nil {
		return err
	}
	if o.State() != status.OrderDelivered || o.Total() != amount.RUB(360_00) {
		return fmt.Errorf("the order is %s for %s, want delivered for 360.00 RUB", o.State(), o.Total())
	}
	for path, want := range map[string]string{t.order: "handed-out", t.book: "1001;;Olga;;;handed out;"} {
		if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), want) {
			return errors.Join(err, fmt.Errorf("%s does not have %q", filepath.Base(path), want))
		}
	}
	return nil
}
