// Quickstart shows five orders from beginning to end. Three are bought at Megamarket; the merchant works with them in
// RetailCRM only, and a bridge keeps both in step. The fourth is bought in the merchant's own shop: it is paid through
// YooKassa, its receipts are registered at ATOL Online, CDEK delivers it, Честный знак learns that the marked shoes in
// it are sold, and the buyer gets e-mails. The fifth is bought at ROZETKA: invoice
// and waybill of the merchant's ERP lead it, and Nova Poshta delivers it. All of these systems are the fake servers
// that come with the clients. They run in this process and are called over HTTP, as the real ones are. Nothing needs to
// be installed. Run it from the root of the repository:
//
//	go run ./examples/quickstart                   all five orders
//	go run ./examples/quickstart -order delivery   one of them: standard, delivery, cancel, shop or rozetka
//	go run ./examples/quickstart -json             the same as JSON
//	go run ./examples/quickstart -v                also every HTTP exchange, on stderr
//
// Begin with wiring.go: it is all the wiring that a service needs. world.go starts the fakes, story.go says who does
// what and when, play.go runs it, check.go checks how it ended, and print.go prints it. shop.go and shop_print.go do
// the same for the order of the merchant's own shop, stall.go and stall_print.go for that of ROZETKA.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `Shows five orders from beginning to end: bought at Megamarket and worked on in RetailCRM, bought in the
merchant's own shop, paid, delivered and receipted, or bought at ROZETKA and led by an ERP's documents. ordo keeps all
systems in step.

usage: go run ./examples/quickstart [-order standard|delivery|cancel|shop|rozetka|all] [-json] [-v]

  -order   standard: Megamarket delivers; one lot is refused and the others are confirmed in one save
           delivery: the merchant delivers; the date is moved, and the buyer accepts a part at the door
           cancel:   the buyer cancels an order that is confirmed
           shop:     the merchant's own shop: a card payment, a partial refund, receipts, a parcel and marked goods
           rozetka:  ROZETKA: invoice and waybill lead the order, Nova Poshta delivers it, the buyer pays on receipt
           all:      all of them (default)
  -json    print one JSON document instead of tables
  -v       also print every HTTP request of ordo to stderr, with secrets redacted

The exit code is 0 if every order ended as expected, 1 if one did not, 2 for a wrong command line.
`

// choice is what the command line asks for.
type choice struct {
	plots []plot
	sale  []act[sale]  // nil if the shop's order is not shown
	stall []act[stall] // nil if ROZETKA's order is not shown
	json  bool
	dump  bool
}

// run is the program. It returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	c, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "quickstart: %v\n\n%s", err, usage)
		return 2
	}
	out := bufio.NewWriter(stdout)
	err = c.show(context.Background(), out, stderr)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		fmt.Fprintf(stderr, "quickstart: %v\n", err)
		return 1
	}
	return 0
}

// parse reads the command line.
func parse(args []string) (choice, error) {
	var c choice
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run prints the error
	name := flags.String("order", "all", "")
	flags.BoolVar(&c.json, "json", false, "")
	flags.BoolVar(&c.dump, "v", false, "")
	if err := flags.Parse(args); err != nil {
		return choice{}, err
	}
	if flags.NArg() > 0 {
		return choice{}, fmt.Errorf("unexpected argument %q: to show one order, use -order", flags.Arg(0))
	}
	var names []string
	for _, p := range plots() {
		names = append(names, p.name)
		if *name == "all" || *name == p.name {
			c.plots = append(c.plots, p)
		}
	}
	names = append(names, "shop", "rozetka")
	if *name == "all" || *name == "shop" {
		c.sale = ownShop()
	}
	if *name == "all" || *name == "rozetka" {
		c.stall = onROZETKA()
	}
	if len(c.plots) == 0 && c.sale == nil && c.stall == nil {
		return choice{}, fmt.Errorf("there is no order %q; choose %s or all", *name, strings.Join(names, ", "))
	}
	return c, nil
}

// show runs the chosen stories and prints them, also those that did not end as expected.
func (c choice) show(ctx context.Context, stdout, stderr io.Writer) (err error) {
	dump := io.Discard
	if c.dump {
		dump = stderr
	}
	w, err := open(ctx, dump)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close(ctx)) }()
	t, err := play(ctx, w, c)
	if err == nil {
		err = t.wrong()
	}
	if c.json {
		return errors.Join(err, t.writeJSON(stdout))
	}
	t.print(stdout)
	return err
}
