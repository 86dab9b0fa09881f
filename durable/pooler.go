package durable

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// probe looks at what is at the other end: whether it keeps every text, and, unless a pooler is expected, whether each
// connection has a server process of its own for as long as it lasts. Behind a pooler that gives one for a transaction,
// the first statements would work and a later one would not.
func (db *pgDB) probe(ctx context.Context, pooler bool) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	var encoding string
	var pid uint32
	row := conn.QueryRow(ctx, "SELECT current_setting('server_encoding'), pg_backend_pid()", pgx.QueryExecModeExec)
	if err := row.Scan(&encoding, &pid); err != nil {
		return err
	}
	if encoding != "UTF8" && encoding != "SQL_ASCII" { // the latter keeps bytes as they are
		return &DatabaseError{Problem: ProblemEncoding, Err: fmt.Errorf("its encoding is %s", encoding)}
	}
	// PostgreSQL tells each connection the number of its process. A pooler makes one up.
	if pooler || pid == conn.Conn().PgConn().PID() {
		return nil
	}
	return db.probePooler(ctx, conn, pid)
}

const (
	// probeTimes is how many connections hold a transaction, to see whether one gets the process of another.
	probeTimes = 4
	// probeWait is how long to wait for a process. Who has one of its own need not wait.
	probeWait = 3 * time.Second
)

// probePooler tells a pooler that gives a process for a transaction from one that gives it for a connection. While
// other connections hold a transaction, the first one has either the same process as before, or not.
func (db *pgDB) probePooler(ctx context.Context, first *pgxpool.Conn, pid uint32) error {
	for range probeTimes {
		waits, cancel := context.WithTimeout(ctx, probeWait)
		defer cancel()
		other, err := db.pool.Acquire(waits)
		if err != nil {
			return ctx.Err() // there are no more connections to compare with
		}
		defer other.Release()
		tx, err := other.Begin(waits)
		if err != nil && waits.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback(ctx) }() // it has written nothing
		held, err := pidOf(waits, other.Conn())
		if err != nil {
			return ctx.Err()
		}
		now, err := pidOf(waits, first.Conn())
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || now != pid || held == pid {
			why := fmt.Errorf("a connection had server process %d first, and %d later", pid, now)
			return &DatabaseError{Problem: ProblemPooler, Err: why}
		}
	}
	return nil
}

// pidOf returns the number of the server process that works for a connection now.
func pidOf(ctx context.Context, conn *pgx.Conn) (pid uint32, err error) {
	err = conn.QueryRow(ctx, "SELECT pg_backend_pid()", pgx.QueryExecModeExec).Scan(&pid)
	return pid, err
}
