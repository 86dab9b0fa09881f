// Portal shows one order of a merchant with three systems: the shop is on 1C-Bitrix, people work in Bitrix24, the books
// are in 1C УТ 11. The order is edited in Bitrix24 at the shop's live prices, paid, reserved in 1C, sent by CDEK by a
// button of its shipment, issued, and one unit of it comes back. For each step it prints what all sides show. All
// systems are the fake servers that come with the clients. They run in this process and are called over HTTP, as the
// real ones are. Nothing needs to be installed. Run it from the root of the repository:
//
//	go run ./examples/portal
//
// wiring.go is the wiring of a service; story.go says who does what; table.go prints what the sides show.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program. It returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		fmt.Fprintf(stderr, "portal: unexpected argument %q: the program takes none\n", args[0])
		return 2
	}
	out := bufio.NewWriter(stdout)
	err := errors.Join(show(context.Background(), out), out.Flush())
	if err != nil {
		fmt.Fprintf(stderr, "portal: %v\n", err)
		return 1
	}
	return 0
}

// show plays the story and prints it, also one that did not end as expected.
func show(ctx context.Context, w io.Writer) error {
	d, err := open(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	t := newTable()
	err = d.play(ctx, t)
	t.Print(w)
	if err != nil {
		return err
	}
	return d.check(w)
}
