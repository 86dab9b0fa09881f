// Service keeps the orders of a Megamarket account and a RetailCRM shop in step. It is a whole program to copy:
// settings from the environment, webhooks, pages for the people who run it, and a graceful shutdown.
//
//	service            serve until SIGINT or SIGTERM
//	service -store postgres
//	                   keep orders in memory, sqlite or postgres; default: sqlite
//	service -verify    read everything that is stored, and print what cannot be read
//	service -backup orders-monday.db
//	                   copy the orders into a new file of SQLite
//	service -check     check credentials and settings
//	service -install   create the module and its field in RetailCRM, once for each account
//	service -mapping   print the mapping of a new account, as a start for the file in CRM_MAPPING
//
// Without settings it lists them. Begin with wiring.go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const usage = `Keeps the orders of Megamarket and RetailCRM in step.

usage: service            serve until SIGINT or SIGTERM
       service -store postgres
                          keep orders in memory, sqlite or postgres; default: sqlite
       service -verify    read everything that is stored, and print what cannot be read
       service -backup orders-monday.db
                          copy the orders into a new file of SQLite
       service -check     check credentials and settings
       service -install   create the module and its field in RetailCRM, once for each account
       service -mapping   print the mapping of a new account, as a start for the file in CRM_MAPPING

Settings are read from the environment:

`

// run is the program; more are further options of the bridge. It returns the exit code: 0, 1 when something failed, 2
// for a wrong command line or settings.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer, more ...bridge.Option) int {
	flags := flag.NewFlagSet("service", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error is printed below
	store := flags.String("store", "sqlite", "")
	check := flags.Bool("check", false, "")
	verified := flags.Bool("verify", false, "")
	backup := flags.String("backup", "", "")
	install := flags.Bool("install", false, "")
	mapping := flags.Bool("mapping", false, "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage, explained())
		return 0
	case err == nil && flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q: there are only flags", flags.Arg(0))
	case err == nil && several(*check, *install, *verified, *backup != ""):
		err = errors.New("-check, -install, -verify and -backup exclude each other: give one of them")
	}
	if err == nil && *mapping {
		return printMapping(stdout, stderr)
	}
	var s settings
	if err == nil {
		s, err = read(env, *store)
	}
	if err != nil {
		fmt.Fprintf(stderr, "service: %v\n\n%s%s", err, usage, explained())
		return 2
	}

	log := slog.New(slog.NewTextHandler(stderr, nil))
	switch {
	case *install:
		err = ask(ctx, s, log, stdout, "RetailCRM is set up for this service.", (*wired).install)
	case *check:
		err = ask(ctx, s, log, stdout, "Credentials and settings are good.", (*wired).check)
	case *verified:
		err = upkeep(ctx, s, log, func(store *durable.Store) error { return verify(ctx, store, stdout) })
	case *backup != "":
		err = upkeep(ctx, s, log, func(store *durable.Store) error { return store.Backup(ctx, *backup) })
	default:
		err = serve(ctx, s, log, more...)
	}
	if err != nil {
		fmt.Fprintf(stderr, "service: %v\n", err)
		return 1
	}
	return 0
}

// several reports whether more than one is true.
func several(all ...bool) bool {
	n := 0
	for _, is := range all {
		if is {
			n++
		}
	}
	return n > 1
}

// ask calls the systems outside and prints what it means that they took it. No orders are needed for it, so the store is
// left alone: a service that is running may have it open.
func ask(ctx context.Context, s settings, log *slog.Logger, stdout io.Writer, good string, call func(*wired, context.Context) error) error {
	w, err := connect(memory.New(), s, log)
	if err == nil {
		err = call(w, ctx)
	}
	if err == nil {
		fmt.Fprintln(stdout, good)
	}
	return err
}

func (w *wired) install(ctx context.Context) error { return w.crm.Install(ctx) }

func (w *wired) check(ctx context.Context) error { return w.b.Check(ctx) }

// printMapping prints the mapping of the statuses of a new account.
func printMapping(stdout, stderr io.Writer) int {
	e := json.NewEncoder(stdout)
	e.SetIndent("", "  ")
	if err := e.Encode(retailcrm.DefaultMapping()); err != nil {
		fmt.Fprintf(stderr, "service: %v\n", err)
		return 1
	}
	return 0
}
