// Opsday shows the day of an operator whose goods are in two shops and two warehouses, with 1C УТ 11 as the books:
// orders are reserved, what is short is asked of other shops, transfers and sales become documents in 1C, parcels go by
// CDEK, and goods come back through a shop and by the carrier. Nobody writes an e-mail: who is to do something is
// asked, and doing it is the answer. 1C, CDEK, YooKassa and ATOL Online are the fake servers that come with the
// clients. They run in this process and are called over HTTP, as the real ones are. Nothing needs to be installed. Run
// it from the root of the repository:
//
//	go run ./examples/opsday
//
// wiring.go is the wiring of a service; story.go says who does what; papers.go prints what it made of the base of 1C.
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
		fmt.Fprintf(stderr, "opsday: unexpected argument %q: the program takes none\n", args[0])
		return 2
	}
	out := bufio.NewWriter(stdout)
	err := errors.Join(show(context.Background(), out), out.Flush())
	if err != nil {
		fmt.Fprintf(stderr, "opsday: %v\n", err)
		return 1
	}
	return 0
}

// show plays the day and prints it, also one that did not end as expected.
func show(ctx context.Context, w io.Writer) error {
	d, err := open(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	if err := d.play(ctx, w, story()); err != nil {
		return err
	}
	return d.check(ctx, w)
}
