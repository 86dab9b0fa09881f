package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/jackc/pgx/v5"
)

// inSchema runs do with the address of a schema of its own in a database, which is dropped afterwards.
func inSchema(ctx context.Context, dsn string, do func(dsn string) error) error {
	at, err := url.Parse(dsn)
	if err != nil || at.Scheme != "postgres" && at.Scheme != "postgresql" {
		return errors.New("the address of the database must be such as postgres://user:password@127.0.0.1/database")
	}
	schema := fmt.Sprintf("ordo_fleet_%d", os.Getpid())
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	// The connection outlasts ctx: the schema is dropped after an interrupt, too.
	ctx = context.WithoutCancel(ctx)
	if _, err = conn.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		return errors.Join(err, conn.Close(ctx))
	}
	q := at.Query()
	q.Set("search_path", schema)
	at.RawQuery = q.Encode()
	err = do(at.String())
	_, dropped := conn.Exec(ctx, "DROP SCHEMA "+schema+" CASCADE")
	return errors.Join(err, dropped, conn.Close(ctx))
}
