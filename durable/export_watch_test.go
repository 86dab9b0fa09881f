package durable

import (
	"context"

	"github.com/ordo-sdk/ordo/order"
)

// RefName is what an order's name in another system is found by.
func RefName(r order.Ref) string { return refName(r) }

// Watch calls seen for each statement that a store sends to a file of SQLite, with its text there.
func Watch(s *Store, seen func(sql string)) {
	s.db = watched{s.db, seen}
}

type watched struct {
	database
	seen func(sql string)
}

func (w watched) read(ctx context.Context, s statement) error {
	w.seen(sqliteWords.Replace(s.sql))
	return w.database.read(ctx, s)
}

func (w watched) run(ctx context.Context, ss ...statement) error {
	for _, s := range ss {
		w.seen(sqliteWords.Replace(s.sql))
	}
	return w.database.run(ctx, ss...)
}

func (w watched) write(ctx context.Context, f func(transaction) error) error {
	return w.database.write(ctx, func(tx transaction) error { return f(watchedTx{tx, w.seen}) })
}

type watchedTx struct {
	transaction
	seen func(sql string)
}

func (w watchedTx) run(ctx context.Context, ss ...statement) error {
	for _, s := range ss {
		w.seen(sqliteWords.Replace(s.sql))
	}
	return w.transaction.run(ctx, ss...)
}
