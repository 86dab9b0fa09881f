package durable

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

// Health is what [Store.Health] finds, for people and alarms.
type Health struct {
	Schema    int       `json:"schema"`              // the version of the database's tables
	Processes []Process `json:"processes,omitempty"` // those that share the database, in the order of their ids; none for a file of SQLite, which has one

	Due    int       `json:"due"`             // orders that are due and that nobody has claimed
	Oldest time.Time `json:"oldest,omitzero"` // since when the first of them is due, UTC; zero for none. If it stays, nobody works.

	Waiting int `json:"waiting"` // effects that wait for a person: refused or given up (parked), or in doubt
	Failed  int `json:"failed"`  // messages that were tried and not applied yet
}

// Process is a process that shares the database.
type Process struct {
	ID    string        `json:"id"`
	About string        `json:"about"`   // its number and machine, and since when it runs
	Seen  time.Duration `json:"seen_ns"` // how long ago it was heard of, by the clock of the database
}

// Ready returns an error if the store cannot work now: the database cannot be reached or written to, or a newer program
// has migrated it (*SchemaError). It writes one small row, and is for a load balancer that asks every few seconds. Give
// it a context with a deadline.
func (s *Store) Ready(ctx context.Context) error {
	err := s.db.run(ctx, exec(`INSERT INTO buckets (bucket, key, value) VALUES ('durable/ready', '', $1)
  ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value`, []byte(time.Now().UTC().Format(time.RFC3339))))
	if err != nil {
		return fmt.Errorf("durable: the store is not ready: %w", err)
	}
	has, err := s.db.version(ctx)
	if err != nil {
		return fmt.Errorf("durable: the store is not ready: %w", err)
	}
	knows, err := s.knownSchema()
	if err == nil && has > knows {
		err = &SchemaError{Has: has, Knows: knows}
	}
	return err
}

// Health returns what there is to know about the database and what waits in it. It takes some milliseconds while little
// waits. The error is that of [Store.Ready], which it asks first.
func (s *Store) Health(ctx context.Context) (Health, error) {
	if err := s.Ready(ctx); err != nil {
		return Health{}, err
	}
	h, err := waitingIn(ctx, s.db, time.Now())
	if err != nil {
		return Health{}, err
	}
	if h.Schema, err = s.db.version(ctx); err != nil {
		return Health{}, err
	}
	if s.shared == nil {
		return h, nil
	}
	err = s.db.read(ctx, statement{sql: "SELECT id, about, " + clock + " - seen FROM processes ORDER BY id", each: func(scan func(...any) error) error {
		var p Process
		var ago int64
		err := scan(&p.ID, &p.About, &ago)
		p.Seen = time.Duration(max(0, ago)) * time.Microsecond
		h.Processes = append(h.Processes, p)
		return err
	}})
	return h, err
}

// waitingIn returns what waits in a database. It reads what waits and nothing else.
func waitingIn(ctx context.Context, db database, now time.Time) (Health, error) {
	var h Health
	var oldest sql.NullInt64
	err := db.read(ctx, one([]any{&h.Due, &oldest, &h.Waiting, &h.Failed}, `SELECT
  (SELECT count(*) FROM orders WHERE due <= $1), (SELECT min(due) FROM orders WHERE due <= $1),
  (SELECT count(*) FROM effects WHERE unsettled = 1 AND phase IN ($2, $3)),
  (SELECT count(*) FROM messages WHERE failed IS NOT NULL AND done IS NULL)`, now.UnixMicro(), string(bridge.PhaseParked), string(bridge.PhaseInDoubt)))
	h.Oldest = timeOf(oldest)
	return h, err
}

// knownSchema returns the version of the schema that this program knows.
func (s *Store) knownSchema() (int, error) {
	steps, err := migrations(s.schema, "", sqliteWords)
	return len(steps), err
}

func (db *sqliteDB) version(ctx context.Context) (int, error) {
	var v int
	err := db.read(ctx, one([]any{&v}, "PRAGMA user_version"))
	return v, err
}

func (db *pgDB) version(ctx context.Context) (int, error) {
	var v int
	err := db.read(ctx, one([]any{&v}, "SELECT max(version) FROM ordo_schema"))
	return v, err
}
