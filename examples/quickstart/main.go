// Quickstart shows four orders from the first moment to the last. Three are bought at Megamarket: the merchant works
// them in RetailCRM only, and a bridge keeps both in step. The fourth is bought in the merchant's own shop, paid
// through YooKassa, and has its fiscal receipts made by ATOL Online. All of these are the fakes that come with their
// clients; they run in this process and are reached over HTTP, as the real ones would be. Nothing needs to be
// installed. Run it from the root of the repository:
//
//	go run ./examples/quickstart                   all four orders
//	go run ./examples/quickstart -order delivery   one of them: standard, delivery, cancel or shop
//	go run ./examples/quickstart -json             the same for a program to read
//	go run ./examples/quickstart -v                besides, every HTTP exchange, on stderr
//
// Begin reading with world.go: what stands there between the fakes is all the wiring that a service needs. story.go says
// who does what and when, telling.go lets it happen, ending.go looks whether it ended well, and print.go prints it.
// sale.go is all of this for the fourth.
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

const usage = `Shows the life of four orders: bought at Megamarket and worked in RetailCRM, or bought in the
merchant's own shop, paid, and receipted; all kept in step by ordo.

usage: go run ./examples/quickstart [-order standard|delivery|cancel|shop|all] [-json] [-v]

  -order   standard: Megamarket delivers; one lot is refused and the others are confirmed in one save
           delivery: the merchant delivers; the date is moved, and the buyer takes a part at the door
           cancel:   the buyer cancels an order that was confirmed already
           shop:     the own shop: a card payment, its receipts, and a part that is paid back
           all:      all of them (default)
  -json    print one JSON document instead of the pages
  -v       print every HTTP exchange that ordo begins to stderr, with secrets blotted out

The exit code is 0 if every story ended as it should, 1 if one did not, 2 for a wrong command line.
`

// choice is what the command line asks for.
type choice struct {
	plots []plot
	sale  []act // nil: not asked for
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
	flags.SetOutput(io.Discard) // run explains what is wrong
	name := flags.String("order", "all", "")
	flags.BoolVar(&c.json, "json", false, "")
	flags.BoolVar(&c.dump, "v", false, "")
	if err := flags.Parse(args); err != nil {
		return choice{}, err
	}
	if flags.NArg() > 0 {
		return choice{}, fmt.Errorf("what is %q? There are only flags; to see one order, say -order and its name", flags.Arg(0))
	}
	var names []string
	for _, p := range plots() {
		names = append(names, p.name)
		if *name == "all" || *name == p.name {
			c.plots = append(c.plots, p)
		}
	}
	names = append(names, "shop")
	if *name == "all" || *name == "shop" {
		c.sale = ownShop()
	}
	if len(c.plots) == 0 && c.sale == nil {
		return choice{}, fmt.Errorf("there is no order %q; choose %s or all", *name, strings.Join(names, ", "))
	}
	return c, nil
}

// show tells the chosen stories and prints them. What was told is printed also when it did not end as it should.
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
	t, err := tell(ctx, w, c)
	if err == nil {
		err = t.wrong()
	}
	if c.json {
		return errors.Join(err, t.writeJSON(stdout))
	}
	t.print(stdout)
	return err
}
