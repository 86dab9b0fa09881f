// Fleet shows two processes that share the work on one PostgreSQL. It starts both, places orders at a fake Megamarket,
// and kills one of them in the middle with SIGKILL: its orders go on in the other one, and nothing is done twice. The
// fakes of Megamarket and RetailCRM are in the process that starts the two, which call them over HTTP:
//
//	ORDO_POSTGRES='postgres://postgres@127.0.0.1/postgres' go run ./durable/examples/fleet
//
// It works in a schema of its own, which it drops at the end. Begin with worker.go.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const needed = `There is no database that two processes could share. Set ORDO_POSTGRES to the address of a PostgreSQL, or
give it with -store:

  go run ./durable/examples/fleet -store 'postgres://user:password@127.0.0.1/database'

A server for trying it out, if you have Docker:

  docker run --rm -p 5432:5432 -e POSTGRES_PASSWORD=secret postgres
`

// run is the program. It returns the exit code.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if env(asWorker) != "" {
		return ended(work(ctx, env, stdin, stdout, log.With("process", env(asWorker))), stderr)
	}
	flags := flag.NewFlagSet("fleet", flag.ContinueOnError)
	flags.SetOutput(stderr)
	store := flags.String("store", "", "address of a `PostgreSQL`; default: ORDO_POSTGRES")
	orders := flags.Int("orders", 200, "how many orders are placed")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *orders < 2 {
		switch {
		case errors.Is(err, flag.ErrHelp):
			return 0
		case flags.NArg() > 0:
			fmt.Fprintf(stderr, "fleet: unexpected argument %q: there are only flags\n", flags.Arg(0))
		case err == nil:
			fmt.Fprintf(stderr, "fleet: -orders %d: there must be 2 or more\n", *orders)
		}
		return 2
	}
	dsn := cmp.Or(*store, env("ORDO_POSTGRES"))
	if dsn == "" {
		fmt.Fprint(stdout, needed)
		return 0
	}
	return ended(inSchema(ctx, dsn, func(dsn string) error { return play(ctx, dsn, *orders, stdout, stderr) }), stderr)
}

// ended returns the exit code.
func ended(err error, stderr io.Writer) int {
	if err != nil {
		fmt.Fprintf(stderr, "fleet: %v\n", err)
		return 1
	}
	return 0
}
