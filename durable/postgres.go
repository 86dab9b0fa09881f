package durable

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// pgDB is a database of PostgreSQL.
type pgDB struct {
	*gate
	pool   *pgxpool.Pool
	texts  sync.Map // statements as PostgreSQL gets them, by their text here
	hinter hinter   // nil: nobody wants hints
	knows  int      // the version of the schema that this program knows
}

// hinter leaves hints in a transaction.
type hinter interface {
	hint(ctx context.Context, tx pgx.Tx, ids []string) error
}

// pgConns is how many connections a process opens at most, if its address does not say pool_max_conns.
const pgConns = 20

// riverConns is how many connections it needs with River at least, which listens on one for good.
const riverConns = 3

// idleLimit is after what time PostgreSQL undoes a transaction in which nothing happens. The process is paused then, or
// its machine is cut off, and the orders that it has locked could not go on.
const idleLimit = "10s"

func openPG(ctx context.Context, dsn string, set settings) (*pgDB, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, addressError(dsn, err)
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = pgConns
	}
	if set.river && config.MaxConns < riverConns {
		return nil, fmt.Errorf("durable: pool_max_conns=%d is too few: give at least %d", config.MaxConns, riverConns)
	}
	if set.pooler {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	} else {
		if config.ConnConfig.RuntimeParams["application_name"] == "" { // a pooler may refuse it
			config.ConnConfig.RuntimeParams["application_name"] = "ordo"
		}
		config.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
			_, err := c.Exec(ctx, "SET idle_in_transaction_session_timeout = '"+idleLimit+"'")
			return err
		}
	}
	if set.config != nil {
		set.config(config)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("durable: %w", pgError(err))
	}
	db := &pgDB{gate: newGate(set.closeWait), pool: pool}
	if err := db.probe(ctx, set.pooler); err != nil {
		pool.Close()
		if errors.Is(err, context.DeadlineExceeded) { // whoever opens it waits for nothing else
			return nil, &DatabaseError{Problem: ProblemGone, Err: err}
		}
		return nil, pgError(err)
	}
	return db, nil
}

// addressError says what is wrong with an address, without the address: a password may be in it.
func addressError(dsn string, err error) error {
	if _, bad := url.Parse(dsn); bad != nil {
		return errors.New("durable: the address of the database is no URL: write / ? # @ : % in names and passwords as %2F %3F %23 %40 %3A %25")
	}
	_, why, _ := strings.Cut(err.Error(), "`: ") // after the address
	return fmt.Errorf("durable: the address of the database: %s", why)
}

func (db *pgDB) close() error {
	db.pool.Close()
	return nil
}

func (db *pgDB) locks() (all, free string) { return " FOR UPDATE", " FOR UPDATE SKIP LOCKED" }

// settled reads the last number that was taken, and then the locks by which those who write say after which number they
// began: 32 bits of it, so that of the difference the sign counts as well. Who began after that number writes none up
// to it.
func (db *pgDB) settled(ctx context.Context) (int64, error) {
	var n int64
	err := db.read(ctx, one([]any{&n}, `SELECT j.last_value - GREATEST(0, (
  SELECT max(((j.last_value - objid::bigint + 2147483648) & 4294967295) - 2147483648) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid = 'journal'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))) FROM journal_num_seq AS j`))
	return n, err
}

func (db *pgDB) list(column string, n int, values []string) (string, any) {
	if values == nil {
		values = []string{}
	}
	return fmt.Sprintf("%s = ANY($%d)", column, n), values
}

// text returns a statement as PostgreSQL gets it. One that must change rows divides by their number: the error undoes
// the transaction within the same round trip.
func (db *pgDB) text(s statement) string {
	key := s.sql
	if s.must != nil {
		key = "!" + key
	}
	if t, ok := db.texts.Load(key); ok {
		text, _ := t.(string) // nothing else is stored
		return text
	}
	t := pgWords.Replace(s.sql)
	if s.must != nil {
		t = "WITH changed AS (" + t + " RETURNING 1) SELECT 1 / count(*) FROM changed"
	}
	if !s.varied {
		db.texts.Store(key, t)
	}
	return t
}

func (db *pgDB) args(s statement) []any {
	if !s.varied {
		return s.args
	}
	return append([]any{pgx.QueryExecModeExec}, s.args...)
}

func (db *pgDB) read(ctx context.Context, s statement) error {
	return db.pass(ctx, func(ctx context.Context) error { return db.query(ctx, s) })
}

// pass makes a call. When the database turns out to be read-only, the next calls take new connections: a replica may
// have become the primary elsewhere, and old connections keep the settings with which they began.
func (db *pgDB) pass(ctx context.Context, call func(context.Context) error) error {
	err := db.gate.pass(ctx, call)
	var problem *DatabaseError
	if errors.As(err, &problem) && problem.Problem == ProblemReadOnly {
		db.pool.Reset()
	}
	return err
}

func (db *pgDB) query(ctx context.Context, s statement) error {
	rows, err := db.pool.Query(ctx, db.text(s), db.args(s)...)
	if err != nil {
		return pgError(err)
	}
	return scanPG(rows, s)
}

// scanPG calls each for every row.
func scanPG(rows pgx.Rows, s statement) error {
	defer rows.Close()
	for rows.Next() {
		if s.each == nil {
			continue
		}
		if err := s.each(rows.Scan); err != nil {
			return err
		}
	}
	return pgError(rows.Err())
}

func (db *pgDB) run(ctx context.Context, ss ...statement) error {
	if len(ss) == 0 {
		return ctx.Err()
	}
	// Statements that are sent together are one transaction.
	return db.pass(ctx, func(ctx context.Context) error {
		return again(ctx, func() error { return db.send(ctx, db.pool, ss) })
	})
}

func (db *pgDB) write(ctx context.Context, f func(transaction) error) error {
	return db.pass(ctx, func(ctx context.Context) error {
		return again(ctx, func() error {
			return pgError(pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error { return f(pgTx{db, tx}) }))
		})
	})
}

// triesAgain is how often a transaction is begun anew that another one was in the way of.
const triesAgain = 5

// again runs a transaction, and runs it again if PostgreSQL undid it for the sake of another one.
func again(ctx context.Context, run func() error) error {
	for tries := 1; ; tries++ {
		err := run()
		var e *pgconn.PgError
		if err == nil || !errors.As(err, &e) || e.Code != "40001" && e.Code != "40P01" && e.Code != "25P03" || tries == triesAgain {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rand.N(time.Duration(tries) * 20 * time.Millisecond)):
		}
	}
}

// pgTx is a transaction under way.
type pgTx struct {
	db *pgDB
	tx pgx.Tx
}

func (t pgTx) run(ctx context.Context, ss ...statement) error {
	if len(ss) == 0 {
		return nil
	}
	return t.db.send(ctx, t.tx, ss)
}

func (t pgTx) hint(ctx context.Context, ids []string) error {
	if t.db.hinter == nil {
		return nil
	}
	return t.db.hinter.hint(ctx, t.tx, ids)
}

// sender is a pool or a transaction.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// send sends statements together and reads what they return.
func (db *pgDB) send(ctx context.Context, to sender, ss []statement) error {
	if err := cmp.Or(ctx.Err(), argsErr(ss)); err != nil {
		return err
	}
	var b pgx.Batch
	for _, s := range ss {
		b.Queue(db.text(s), s.args...)
	}
	results := to.SendBatch(ctx, &b)
	err := func() error {
		for _, s := range ss {
			if s.begin != nil {
				s.begin()
			}
			rows, err := results.Query()
			if err == nil {
				err = scanPG(rows, s)
			}
			var e *pgconn.PgError
			switch {
			case s.must != nil && errors.As(err, &e) && e.Code == "22012":
				return s.must
			case err != nil:
				return pgError(err)
			}
		}
		return nil
	}()
	return errors.Join(err, closed(results, err))
}

// closed closes results. What went wrong was said before.
func closed(results pgx.BatchResults, said error) error {
	if err := results.Close(); said == nil {
		return pgError(err)
	}
	return nil
}

// pgError says what an error of PostgreSQL means.
func pgError(err error) error {
	var known *DatabaseError
	if err == nil || errors.As(err, &known) || errors.Is(err, errTaken) || errors.Is(err, context.Canceled) {
		return err
	}
	var e *pgconn.PgError
	if errors.As(err, &e) {
		if e.Code == "23505" && e.ConstraintName == "refs_name_key" {
			return fmt.Errorf("%w: %w", errTaken, err)
		}
		if p := pgProblem(e.Code); p != "" {
			return &DatabaseError{Problem: p, Err: err}
		}
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return &DatabaseError{Problem: ProblemGone, Err: err}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var network net.Error
	for _, cut := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, pgconn.ErrConnClosed} {
		if errors.Is(err, cut) || errors.As(err, &network) {
			return &DatabaseError{Problem: ProblemGone, Err: err}
		}
	}
	return err
}

// pgProblem returns what a code of PostgreSQL says of the database as a whole.
func pgProblem(code string) Problem {
	switch code {
	case "53100":
		return ProblemFull
	case "25006":
		return ProblemReadOnly
	case "26000", "42P05": // a prepared statement that another connection has
		return ProblemPooler
	case "28000", "28P01", "42501":
		return ProblemDenied
	case "3D000", "53300", "25P03", "25P04": // no such database, no connection left, held a transaction for too long
		return ProblemGone
	case "55P03", "57014": // waited too long for a lock, or altogether
		return ProblemLocked
	case "XX001", "XX002":
		return ProblemDamaged
	}
	if strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P") {
		return ProblemGone
	}
	return ""
}

// migrationLock is the number of the advisory lock under which one process at a time migrates.
const migrationLock = 0x6f72646f // "ordo"

// migrate brings the schema up to date.
func (db *pgDB) migrate(ctx context.Context, schema fs.FS) error {
	steps, err := migrations(schema, "postgres", pgWords)
	if err != nil {
		return err
	}
	db.knows = len(steps)
	return pgError(pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		exec := func(text string, args ...any) error {
			_, err := tx.Exec(ctx, text, args...)
			return err
		}
		if err := exec("SELECT pg_advisory_xact_lock($1)", migrationLock); err != nil {
			return err
		}
		if err := exec("CREATE TABLE IF NOT EXISTS ordo_schema (version BIGINT PRIMARY KEY, since TIMESTAMPTZ NOT NULL DEFAULT now())"); err != nil {
			return err
		}
		var version int
		if err := tx.QueryRow(ctx, "SELECT COALESCE(max(version), 0) FROM ordo_schema").Scan(&version); err != nil {
			return err
		}
		if version > len(steps) {
			return &SchemaError{Has: version, Knows: len(steps)}
		}
		for _, m := range steps[version:] {
			for _, text := range m.statements {
				if err := exec(text); err != nil {
					return fmt.Errorf("durable: schema %d: %w", m.version, err)
				}
			}
			if err := exec("INSERT INTO ordo_schema (version) VALUES ($1)", m.version); err != nil {
				return err
			}
		}
		return nil
	}))
}
