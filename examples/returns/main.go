// Returns shows what becomes of the money of one order that comes back piece by piece: a pair of socks before anything was
// sent, the shoes and another pair after the parcel was handed out. Three return blocks, each paid back by a command of the
// manager's, each with its receipt. YooKassa and ATOL Online are the fakes that come with their clients; they run in this
// process and are reached over HTTP, as the real ones would be. Nothing needs to be installed. Run it from the root of the
// repository:
//
//	go run ./examples/returns
//
// wiring.go is what a service of your own needs; story.go says who does what; tables.go adds everything up, so that a
// person can check it, and the program does, too.
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
		fmt.Fprintf(stderr, "returns: what is %q? It takes no arguments\n", args[0])
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

// show lets a story happen and prints it. What was told is printed also when it did not end as it should.
func show(ctx context.Context, w io.Writer, scenes []scene) error {
	c, err := open()
	if err != nil {
		return err
	}
	defer c.close()
	t, err := c.tell(ctx, scenes)
	t.print(w)
	if err != nil {
		return err
	}
	return t.check()
}
