// Returns shows the money of one order that is returned in parts: a pair of socks before the parcel was sent, the
// shoes and another pair after it was handed out. The price of the last pair is reduced, then it is exchanged for a
// dearer one, and the difference is held on the buyer's card until the goods are ready. Each refund is ordered by a
// command of the manager and has its receipt, and the card of the order in RetailCRM has the same sums after each step.
// RetailCRM, YooKassa and ATOL Online are the fake servers that come with the clients. They run in this process and are
// called over HTTP, as the real ones are. Nothing needs to be installed. Run it from the root of the repository:
//
//	go run ./examples/returns
//
// wiring.go is the wiring of a service; story.go says who does what; tables.go prints the sums and checks them.
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
		fmt.Fprintf(stderr, "returns: unexpected argument %q: the program takes none\n", args[0])
		return 2
	}
	out := bufio.NewWriter(stdout)
	err := errors.Join(show(context.Background(), out, story()), out.Flush())
	if err != nil {
		fmt.Fprintf(stderr, "returns: %v\n", err)
		return 1
	}
	return 0
}

// show runs a story and prints it, also one that did not end as expected.
func show(ctx context.Context, w io.Writer, scenes []scene) error {
	c, err := open(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	t, err := c.play(ctx, scenes)
	t.print(w)
	if err != nil {
		return err
	}
	return t.check()
}
