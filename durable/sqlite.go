package durable

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteDB is a file of SQLite: one connection that writes, and some that read.
type sqliteDB struct {
	*gate
	path   string
	file   os.FileInfo  // of the file that is open
	lock   *flock.Flock // nobody else opens the file
	writes *sql.DB
	reads  *sql.DB

	backups sync.Mutex // one at a time

	turn     chan struct{} // has room for the one who writes
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	written  int // transactions

	longestLog int64

	readMu    sync.RWMutex
	readStmts map[string]*sql.Stmt
}

// InUseError says that another process has the file of a database open.
type InUseError struct {
	Path string
	By   string // what the other process wrote about itself
}

// Error implements error.
func (e *InUseError) Error() string {
	by := ""
	if e.By != "" {
		by = " (" + e.By + ")"
	}
	return fmt.Sprintf("durable: %s is open in another process%s: one process works on a file; stop the other one, or use PostgreSQL for several", e.Path, by)
}

// sqlitePath returns the path of a name such as "file:orders.db".
func sqlitePath(dsn string) (string, error) {
	path := strings.TrimPrefix(strings.TrimPrefix(dsn, "file:"), "//")
	path, query, _ := strings.Cut(path, "?")
	switch {
	case query != "":
		return "", fmt.Errorf("durable: %q: a file takes no parameters; write file:%s", dsn, path)
	case path == "" || strings.Contains(path, ":memory:"):
		return "", fmt.Errorf("durable: %q names no file; for a store in memory use package bridge/memory", dsn)
	}
	// One file has one lock, by whatever name it is opened.
	if file, err := filepath.EvalSymlinks(path); err == nil {
		path = file
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path)) // it is not there yet
	}
	return filepath.Abs(path)
}

func openSQLite(ctx context.Context, dsn string, set settings) (_ *sqliteDB, err error) {
	path, err := sqlitePath(dsn)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); set.exists && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("durable: there are no orders in %s: correct its name: %w", path, fs.ErrNotExist)
	}
	db := &sqliteDB{
		gate: newGate(set.closeWait), path: path, lock: flock.New(path + ".lock"), turn: make(chan struct{}, 1), longestLog: set.longestLog,
		prepared: map[string]*sql.Stmt{}, readStmts: map[string]*sql.Stmt{},
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.close())
		}
	}()
	if locked, err := db.lock.TryLock(); err != nil {
		return nil, fileError(err)
	} else if !locked {
		by, _ := os.ReadFile(path + ".lock")
		return nil, &InUseError{Path: path, By: strings.TrimSpace(string(by))}
	}
	if err := os.WriteFile(path+".lock", []byte(set.about()+"\n"), 0o600); err != nil { // for whoever meets the lock
		return nil, fileError(err)
	}
	sync := "FULL"
	if set.relaxed {
		sync = "NORMAL"
	}
	// What is erased must not stay in free pages.
	base := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" + sync + ")&_pragma=secure_delete(1)"
	if db.writes, err = sql.Open("sqlite", base); err != nil {
		return nil, err
	}
	db.writes.SetMaxOpenConns(1)
	if db.conn, err = db.writes.Conn(ctx); err != nil {
		return nil, sqliteError(fmt.Errorf("%s: %w", path, err))
	}
	if db.file, err = os.Stat(path); err != nil {
		return nil, fileError(err)
	}
	if db.reads, err = sql.Open("sqlite", base+"&_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	db.reads.SetMaxOpenConns(sqliteReaders)
	db.reads.SetMaxIdleConns(sqliteReaders)
	return db, nil
}

// sqliteReaders is how many connections read at once.
const sqliteReaders = 8

func (db *sqliteDB) close() error {
	var errs []error
	for _, st := range db.prepared {
		errs = append(errs, st.Close())
	}
	for _, st := range db.readStmts {
		errs = append(errs, st.Close())
	}
	if db.reads != nil {
		errs = append(errs, db.reads.Close())
	}
	if db.conn != nil {
		errs = append(errs, db.conn.Close())
	}
	if db.writes != nil {
		errs = append(errs, db.writes.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.Unlock())
	}
	return errors.Join(errs...)
}

func (db *sqliteDB) locks() (all, free string) { return "", "" }

// settled returns no bound: one writes at a time.
func (db *sqliteDB) settled(context.Context) (int64, error) { return math.MaxInt64, nil }

func (db *sqliteDB) list(column string, n int, values []string) (string, any) {
	if values == nil {
		values = []string{}
	}
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // they are texts
	}
	return fmt.Sprintf("%s IN (SELECT value FROM json_each($%d))", column, n), string(b)
}

func (db *sqliteDB) read(ctx context.Context, s statement) error {
	return db.pass(ctx, func(ctx context.Context) error { return db.query(ctx, s) })
}

func (db *sqliteDB) query(ctx context.Context, s statement) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	query := sqliteWords.Replace(s.sql)
	if s.varied {
		rows, err := db.reads.QueryContext(ctx, query, s.args...)
		return each(rows, err, s)
	}
	st, err := db.reader(ctx, query)
	if err != nil {
		return sqliteError(err)
	}
	rows, err := st.QueryContext(ctx, s.args...)
	return each(rows, err, s)
}

// reader returns a prepared statement for reading.
func (db *sqliteDB) reader(ctx context.Context, query string) (*sql.Stmt, error) {
	db.readMu.RLock()
	st := db.readStmts[query]
	db.readMu.RUnlock()
	if st != nil {
		return st, nil
	}
	st, err := db.reads.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	db.readMu.Lock()
	defer db.readMu.Unlock()
	if kept := db.readStmts[query]; kept != nil {
		return kept, st.Close()
	}
	db.readStmts[query] = st
	return st, nil
}

// each calls each for every row.
func each(rows *sql.Rows, err error, s statement) error {
	if err != nil {
		return sqliteError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if s.each == nil {
			continue
		}
		if err := s.each(rows.Scan); err != nil {
			return err
		}
	}
	return sqliteError(rows.Err())
}

func (db *sqliteDB) run(ctx context.Context, ss ...statement) error {
	if len(ss) == 0 {
		return ctx.Err()
	}
	return db.write(ctx, func(tx transaction) error { return tx.run(ctx, ss...) })
}

func (db *sqliteDB) write(ctx context.Context, f func(transaction) error) error {
	return db.pass(ctx, func(ctx context.Context) error {
		select {
		case db.turn <- struct{}{}:
			defer func() { <-db.turn }()
		case <-ctx.Done():
			return ctx.Err()
		}
		return sqliteError(db.transact(ctx, f))
	})
}

// transact runs f in a transaction. It is its turn.
func (db *sqliteDB) transact(ctx context.Context, f func(transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := db.moved(); err != nil {
		return err
	}
	// A transaction that reads first and then wants to write would be refused if another one had written meanwhile.
	// If the context ends, the driver says so also of a statement that was done: who begins must undo it, and who
	// commits must know whether it is written.
	whole := context.WithoutCancel(ctx)
	_, err := db.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	if err == nil {
		err = f(sqliteTx{db})
	}
	if err == nil {
		if _, err = db.conn.ExecContext(whole, "COMMIT"); err == nil {
			db.shorten(whole)
			return nil
		}
	}
	if _, undone := db.conn.ExecContext(whole, "ROLLBACK"); undone != nil && !strings.Contains(undone.Error(), "no transaction is active") {
		err = errors.Join(err, undone)
	}
	return err
}

// moved returns an error if the file was deleted or replaced: what is written to the one that is open would be lost.
func (db *sqliteDB) moved() error {
	now, err := os.Stat(db.path)
	if err == nil && !os.SameFile(now, db.file) {
		err = fmt.Errorf("%s was replaced by another file while it was open; put the old one back, or start this process again", db.path)
	}
	if err != nil {
		return &DatabaseError{Problem: ProblemGone, Err: err}
	}
	return nil
}

const (
	// longestLog is how long the log of writes (-wal), in bytes, may get before somebody waits for it.
	longestLog = 64 << 20
	// logLooked is after how many writes its length is looked at.
	logLooked = 200
	// logAwaited is how long those who read are waited for: another program may do so for hours.
	logAwaited = 200 * time.Millisecond
)

// shorten empties the log of writes if it has become long. SQLite begins it anew only when by chance nobody reads, and
// while much is read it grows. Here writes wait until those have finished who read it now: some milliseconds. Not while
// a copy is made, which reads for long. That it could not be done harms nobody.
func (db *sqliteDB) shorten(ctx context.Context) {
	if db.written++; db.written%logLooked != 0 || !db.backups.TryLock() {
		return
	}
	defer db.backups.Unlock()
	if log, err := os.Stat(db.path + "-wal"); err != nil || log.Size() < db.longestLog {
		return
	}
	ctx, stop := context.WithTimeout(ctx, logAwaited)
	defer stop()
	_, _ = db.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
}

// sqliteTx is the transaction of the connection that writes.
type sqliteTx struct{ db *sqliteDB }

func (tx sqliteTx) run(ctx context.Context, ss ...statement) error {
	if err := argsErr(ss); err != nil {
		return err
	}
	for _, s := range ss {
		st, err := tx.db.writer(ctx, sqliteWords.Replace(s.sql))
		if err != nil {
			return err
		}
		if s.begin != nil {
			s.begin()
		}
		if s.each != nil {
			rows, err := st.QueryContext(ctx, s.args...)
			if err := each(rows, err, s); err != nil {
				return err
			}
			continue
		}
		res, err := st.ExecContext(ctx, s.args...)
		if err != nil {
			return err
		}
		if s.must != nil {
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, s.must)
			}
		}
	}
	return nil
}

func (tx sqliteTx) hint(context.Context, []string) error { return nil }

// writer returns a prepared statement of the connection that writes.
func (db *sqliteDB) writer(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := db.prepared[query]; st != nil {
		return st, nil
	}
	if len(db.prepared) > 500 { // texts with many numbers of rows
		for q, st := range db.prepared {
			delete(db.prepared, q)
			if err := st.Close(); err != nil {
				return nil, err
			}
		}
	}
	st, err := db.conn.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	db.prepared[query] = st
	return st, nil
}

// sqliteError says what an error of SQLite means.
func sqliteError(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT:
		if strings.Contains(e.Error(), "refs.name") {
			return fmt.Errorf("%w: %w", errTaken, err)
		}
	case sqlite3.SQLITE_FULL:
		return &DatabaseError{Problem: ProblemFull, Err: err}
	case sqlite3.SQLITE_READONLY:
		return &DatabaseError{Problem: ProblemReadOnly, Err: err}
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return &DatabaseError{Problem: ProblemDamaged, Err: err}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &DatabaseError{Problem: ProblemLocked, Err: err}
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM:
		return &DatabaseError{Problem: ProblemGone, Err: err}
	}
	return err
}

// fileError says what an error of the file system means.
func fileError(err error) error {
	problem := ProblemGone
	switch {
	case errors.Is(err, fs.ErrPermission):
		problem = ProblemDenied
	case errors.Is(err, syscall.EROFS):
		problem = ProblemReadOnly
	case errors.Is(err, syscall.ENOSPC):
		problem = ProblemFull
	}
	return &DatabaseError{Problem: problem, Err: err}
}

// migrate brings the schema up to date.
func (db *sqliteDB) migrate(ctx context.Context, schema fs.FS) error {
	steps, err := migrations(schema, "sqlite", sqliteWords)
	if err != nil {
		return err
	}
	return db.write(ctx, func(tx transaction) error {
		var version int64
		if err := tx.run(ctx, one([]any{&version}, "PRAGMA user_version")); err != nil {
			return err
		}
		if version < 0 {
			return &DatabaseError{Problem: ProblemDamaged, Err: fmt.Errorf("its user_version is %d", version)}
		}
		if int(version) > len(steps) {
			return &SchemaError{Has: int(version), Knows: len(steps)}
		}
		for _, m := range steps[version:] {
			for _, text := range m.statements {
				if _, err := db.conn.ExecContext(ctx, text); err != nil {
					return fmt.Errorf("durable: schema %d: %w", m.version, err)
				}
			}
			if _, err := db.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", m.version)); err != nil {
				return err
			}
		}
		return nil
	})
}
