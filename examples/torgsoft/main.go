// Torgsoft shows a merchant with a stall at ROZETKA who works in Torgsoft, an ERP without an API: all that it says and
// hears are files in a folder. The program reads goods and stock, writes ROZETKA's price list, loads orders, writes
// them for Torgsoft, and makes commands of the documents that people save there: an invoice and a waybill lead an order
// from «Новый» to «Посылка получена». ROZETKA and Nova Poshta are the fake servers that come with the clients. Nothing
// needs to be installed:
//
//	go run ./examples/torgsoft               in a temporary folder, which is removed at the end
//	go run ./examples/torgsoft -dir FOLDER   in this one; with its TSGoods.trs, if there is one
//
// Begin with wiring.go. desk.go is what a service does in each pass; story.go says who does what and when.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program. It returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("torgsoft", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dir := flags.String("dir", "", "the `folder` to work in; everything stays there (default a temporary one)")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "torgsoft: unexpected argument %q: to name a folder, use -dir\n", flags.Arg(0))
		return 2
	}
	out := bufio.NewWriter(stdout)
	err := work(context.Background(), *dir, out)
	if err = errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintf(stderr, "torgsoft: %v\n", err)
		return 1
	}
	return 0
}

// work plays the story in a folder, or in a temporary one if dir is empty.
func work(ctx context.Context, dir string, w io.Writer) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ordo-torgsoft-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	return play(ctx, dir, w)
}
