// Service keeps the orders of a Megamarket account and a RetailCRM shop in step. It is a whole program to copy:
// settings from the environment, webhooks, pages for the people who run it, and a graceful shutdown.
//
//	service            serve until SIGINT or SIGTERM
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
       service -check     check credentials and settings
       service -install   create the module and its field in RetailCRM, once for each account
       service -mapping   print the mapping of a new account, as a start for the file in CRM_MAPPING

Settings are read from the environment:

`

// run is the program. It returns the exit code: 0, 1 when something failed, 2 for a wrong command line or settings.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("service", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error is printed below
	check := flags.Bool("check", false, "")
	install := flags.Bool("install", false, "")
	mapping := flags.Bool("mapping", false, "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage, explained())
		return 0
	case err == nil && flags.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q: there are only flags", flags.Arg(0))
	case err == nil && *check && *install:
		err = errors.New("-check and -install exclude each other: install first, then check")
	}
	if err == nil && *mapping {
		return printMapping(stdout, stderr)
	}
	var s settings
	if err == nil {
		s, err = read(env)
	}
	if err != nil {
		fmt.Fprintf(stderr, "service: %v\n\n%s%s", err, usage, explained())
		return 2
	}

	log := slog.New(slog.NewTextHandler(stderr, nil))
	w, err := connect(s, log)
	switch {
	case err != nil:
	case *install:
		if err = w.crm.Install(ctx); err == nil {
			fmt.Fprintln(stdout, "RetailCRM is set up for this service.")
		}
	case *check:
		if err = w.b.Check(ctx); err == nil {
			fmt.Fprintln(stdout, "Credentials and settings are good.")
		}
	default:
		err = serve(ctx, w, s, log)
	}
	if err != nil {
		fmt.Fprintf(stderr, "service: %v\n", err)
		return 1
	}
	return 0
}

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
