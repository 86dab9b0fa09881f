// Quickstart shows three orders from the first moment to the last, with the domain alone: no network, no database, no
// clock. Run it from the root of the repository:
//
//	go run ./examples/quickstart                   all three orders
//	go run ./examples/quickstart -order delivery   one of them: standard, delivery or shop
//	go run ./examples/quickstart -json             the stored logs instead
//
// Begin reading with service.go: it is what a service of your own needs. standard.go, delivery.go and shop.go tell what
// happens to the orders, outside.go asks the status tables what each outside system shows, and the rest prints.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

const usage = `Shows the life of three orders, told by package order alone.

usage: go run ./examples/quickstart [-order standard|delivery|shop|all] [-json]

  -order   standard: MegaMarket delivers; one lot is refused before the rest is confirmed
           delivery: the merchant delivers; the buyer takes a part at the door
           shop:     the seller's own shop; a promo code, two warehouses, three returns
           all:      all of them (default)
  -json    print the stored logs, one for each order, and nothing else
`

// choice is what the command line asks for.
type choice struct {
	orders []plot
	json   bool
}

// run is the program. It returns the exit code: 0, 1 when something failed, 2 for a wrong command line.
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
	err = c.show(out)
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
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run explains what is wrong
	name := flags.String("order", "all", "")
	asJSON := flags.Bool("json", false, "")
	if err := flags.Parse(args); err != nil {
		return choice{}, err
	}
	if flags.NArg() > 0 {
		return choice{}, fmt.Errorf("what is %q? There are only flags; to see one order, say -order and its name", flags.Arg(0))
	}
	c := choice{json: *asJSON}
	var names []string
	for _, p := range plots() {
		names = append(names, p.name)
		if *name == "all" || *name == p.name {
			c.orders = append(c.orders, p)
		}
	}
	if len(c.orders) == 0 {
		return choice{}, fmt.Errorf("there is no order %q; choose %s or all", *name, strings.Join(names, ", "))
	}
	return c, nil
}

// show tells the chosen stories and prints them.
func (c choice) show(w io.Writer) error {
	x, err := newOutside()
	if err != nil {
		return err
	}
	desk := newService()
	var told []*story
	for _, p := range c.orders {
		s := &story{plot: p, desk: desk, outside: x}
		p.tell(s)
		if s.err != nil {
			return fmt.Errorf("order %s: %w", p.name, s.err)
		}
		told = append(told, s)
	}
	if c.json {
		return desk.store.writeJSON(w)
	}
	for _, s := range told {
		if err := s.print(w); err != nil {
			return fmt.Errorf("order %s: %w", s.plot.name, err)
		}
	}
	return nil
}

// plot is one of the stories.
type plot struct {
	name  string
	title string
	tell  func(*story)
}

// plots lists the stories in the order in which they are told.
func plots() []plot {
	return []plot{
		{"standard", "SberMegaMarket delivers: one lot is refused, the rest is confirmed", standard},
		{"delivery", "The merchant delivers for SberMegaMarket: the buyer takes a part at the door", delivery},
		{"shop", "The seller's own shop: a promo code, two warehouses, three returns", shop},
	}
}
