package durable

import (
	"context"
	"errors"
)

// database is what the store needs of SQLite and PostgreSQL. Statements are written once for both, with $1, $2 … for
// their arguments; what differs is written with the words of schema.go.
type database interface {
	// read runs one statement and calls its each for every row.
	read(ctx context.Context, s statement) error
	// run runs statements as one transaction, in one round trip. Nothing is written if one fails.
	run(ctx context.Context, ss ...statement) error
	// write runs f in a transaction, and again from the start if another transaction was in its way.
	write(ctx context.Context, f func(transaction) error) error
	// list returns a condition that holds for a column that has one of some values, as argument n, and the argument.
	list(column string, n int, values []string) (string, any)
	// locks is what follows a SELECT of rows that are locked for the rest of the transaction, and of those of them that
	// nobody else has locked.
	locks() (all, free string)
	// settled returns a number of the journal: no transaction is under way that may write an entry up to it.
	settled(ctx context.Context) (int64, error)
	// backup copies everything to a new file.
	backup(ctx context.Context, path string) error
	// version returns the version of the schema.
	version(ctx context.Context) (int, error)
	// finish refuses all calls that come and waits for those that are under way.
	finish() error
	close() error
}

// transaction is a transaction under way.
type transaction interface {
	// run runs statements in one round trip.
	run(ctx context.Context, ss ...statement) error
	// hint leaves hints that orders are due, which whoever wakes workers gets when the transaction is committed.
	hint(ctx context.Context, ids []string) error
}

// statement is a statement with its arguments.
type statement struct {
	sql  string
	args []any // one that is an error is returned in place of running it
	// each is called for every row. An error of it is returned; it undoes the transaction of a write only.
	each func(scan func(...any) error) error
	// begin, if it is set, is called before the rows come, also when the transaction is run once more.
	begin func()
	// must, if it is set, is the error if the statement, one that changes rows and returns none, changes none; then
	// the transaction is undone.
	must error
	// varied says that the statement is made for its arguments, so that no plan of it is kept.
	varied bool
}

var (
	// errUnmet is what a statement that must change rows fails with if no other error is set.
	errUnmet = errors.New("durable: no row was changed")
	// errTaken says that another order has a name.
	errTaken = errors.New("durable: another order has the name")
)

// argsErr returns the error among the arguments of statements, if there is one.
func argsErr(ss []statement) error {
	for _, s := range ss {
		for _, a := range s.args {
			if err, is := a.(error); is {
				return err
			}
		}
	}
	return nil
}

// exec returns a statement without rows.
func exec(sql string, args ...any) statement { return statement{sql: sql, args: args} }

// ignore ignores a row.
func ignore(scan func(...any) error) error {
	var num int64
	return scan(&num)
}

// one returns a statement whose row, if there is one, is scanned into dest.
func one(dest []any, sql string, args ...any) statement {
	return statement{sql: sql, args: args, each: func(scan func(...any) error) error { return scan(dest...) }}
}
