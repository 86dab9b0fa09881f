package durable

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/bridge"
)

// Erase implements bridge.Store. A file of SQLite is overwritten where it stood (PRAGMA secure_delete); its log of writes
// (-wal) keeps it until that is written over, at the latest when the store is closed. In the files of PostgreSQL it is
// gone after the next VACUUM and as the pages are used again, and in its WAL when that is. Backups keep it.
func (s *Store) Erase(ctx context.Context, id string, rev int, e bridge.Erasure) error {
	ctx = s.as(ctx, "Erase")
	if err := checkID(id); err != nil {
		return err
	}
	events, err := eventRows(id, e.Events)
	if err != nil {
		return err
	}
	effects, err := effectRows(id, e.Effects)
	if err != nil {
		return err
	}
	e.Summary.ID = id
	state := ""
	if e.Summary.State != 0 {
		state = e.Summary.State.String()
	}
	locked, _ := s.db.locks() // so that nothing is written back over what came meanwhile
	return s.db.write(ctx, func(tx transaction) error {
		var first []statement
		if rev == 0 {
			first = append(first, exec("INSERT INTO orders (id) VALUES ($1) ON CONFLICT DO NOTHING", id))
		}
		row := exec(`UPDATE orders SET rev = rev + 1, erased = erased + 1, account = $3, state = $4, flags = $5, updated = $6, summary = $7
  WHERE id = $1 AND rev = $2`, id, rev, indexed(e.Summary.Ref.Account), state, flagsText(e.Summary.Flags), micros(e.Summary.Updated), asJSON(e.Summary))
		row.must = fmt.Errorf("durable: order %s is not at revision %d: %w", id, rev, bridge.ErrConflict)
		// The articles of its lines stay: they say nothing of a person.
		first = append(first, row, exec("DELETE FROM events WHERE order_id = $1", id))
		first = append(first, events...)
		first = append(first, effects...)
		first = append(first, exec("UPDATE messages SET body = NULL, failed = NULL WHERE order_id = $1", id))
		if err := tx.run(ctx, first...); err != nil {
			return err
		}
		if err := rewrite(ctx, tx, "journal", "order_id = $1 AND order_id <> ''"+locked, indexed(id), func(one *bridge.Entry) { one.Text = e.Text }); err != nil {
			return err
		}
		return rewrite(ctx, tx, "runs", "num IN (SELECT run FROM run_orders WHERE order_id = $1)"+locked, indexed(id), func(r *bridge.Run) {
			for i := range r.Changes {
				if r.Changes[i].Order == id {
					r.Changes[i].Text = e.Text
				}
			}
		})
	})
}

// rewrite changes the data of the rows of a table for which a condition about an order holds.
func rewrite[T any](ctx context.Context, tx transaction, table, condition, id string, change func(*T)) error {
	var ss []statement
	err := tx.run(ctx, statement{sql: "SELECT num, data FROM " + table + " WHERE " + condition, args: []any{id}, each: func(scan func(...any) error) error {
		var num int64
		v, err := scanJSON[T](scan, &num)
		if err != nil {
			return err
		}
		change(&v)
		data, err := json.Marshal(v)
		ss = append(ss, exec("UPDATE "+table+" SET data = $2 WHERE num = $1", num, string(data)))
		return err
	}})
	if err != nil {
		return err
	}
	return tx.run(ctx, ss...)
}
