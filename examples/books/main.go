// Books shows a merchant with three systems: a shop where people buy, a CRM where the managers work, and books that get
// an order only when it is paid. It also shows an order that is forgotten here and loaded again. The shop is a folder
// of files and the books are a CSV file (see examples/ownports); the CRM is the fake RetailCRM that comes with the
// client. Nothing needs to be installed:
//
//	go run ./examples/books
//
// It works in a temporary folder, which it removes at the end.
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
		fmt.Fprintf(stderr, "books: unexpected argument %q: the program takes none\n", args[0])
		return 2
	}
	out := bufio.NewWriter(stdout)
	dir, err := os.MkdirTemp("", "ordo-books-")
	if err == nil {
		err = errors.Join(play(context.Background(), dir, out), os.RemoveAll(dir), out.Flush())
	}
	if err != nil {
		fmt.Fprintf(stderr, "books: %v\n", err)
		return 1
	}
	return 0
}
