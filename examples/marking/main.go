// Marking reads marking codes of Честный знак from pictures of labels, and gives them to the units of an order: what a
// person in a warehouse sees when a picture is of other goods, of a link or of nothing. The pictures are drawn here,
// and spoiled as telephones do it. Nothing needs to be installed:
//
//	go run ./examples/marking
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program. It returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		fmt.Fprintf(stderr, "marking: unexpected argument %q: the program takes none\n", args[0])
		return 2
	}
	out := bufio.NewWriter(stdout)
	err := work(context.Background(), out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintf(stderr, "marking: %v\n", err)
		return 1
	}
	return 0
}
