package durable_test

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
)

// pain: EN-P6
// fault: entries were held back by the numbers of transactions, whose order is not that of the entries.
func TestWhoFollowsTheJournalMissesNothing(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := db.open(t)
	at := db.beside(t)
	begin := func() *sql.Tx {
		tx, err := at.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		_, err = tx.ExecContext(t.Context(), "SELECT pg_current_xact_id()")
		require.NoError(t, err)
		return tx
	}
	write := func(tx *sql.Tx, what string) {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO journal (at, level, account, order_id, what, run, key, data)
  VALUES (0, 'info', '', 'A', $1, '', '', '{"what":"' || $1 || '"}')`, what)
		require.NoError(t, err)
	}
	last := int64(0)
	follow := func(order string) (what []string) {
		for _, e := range list(t, s.Journal(t.Context(), bridge.JournalFilter{Order: order, After: last})) {
			what, last = append(what, e.What), e.N
		}
		return what
	}

	require.NoError(t, s.Write(t.Context(), entry("A", "first")))
	require.Equal(t, []string{"first"}, follow(""))

	// The transaction that began later takes the earlier number, and is committed last.
	early, late := begin(), begin()
	write(late, "second")
	write(early, "third")
	require.NoError(t, early.Commit())
	require.NoError(t, s.Write(t.Context(), entry("A", "fourth")))
	require.Empty(t, follow(""))
	require.Empty(t, follow("A"))
	all := list(t, s.Journal(t.Context(), bridge.JournalFilter{Order: "A"}))
	require.Len(t, all, 3, "a list of one order was held back")
	require.NoError(t, late.Commit())
	require.Equal(t, []string{"second", "third", "fourth"}, follow(""))

	// A transaction that does not write to the journal holds nothing back; one that is undone leaves a gap.
	idle, undone := begin(), begin()
	write(undone, "never")
	require.NoError(t, undone.Rollback())
	require.NoError(t, s.Write(t.Context(), entry("A", "fifth")))
	require.Equal(t, []string{"fifth"}, follow("A"))
	require.NoError(t, idle.Rollback())
}

// fault: nothing that was written last was shown while any transaction of the server was under way, such as one of
// another program in another database.
func TestWhatWasWrittenToTheJournalIsShownAtOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		if db.path == "" {
			tx, err := db.beside(t).BeginTx(t.Context(), nil)
			require.NoError(t, err)
			_, err = tx.ExecContext(t.Context(), "SELECT pg_current_xact_id()")
			require.NoError(t, err)
			defer func() { require.NoError(t, tx.Rollback()) }()
		}
		for n := range 3 {
			require.NoError(t, s.Write(t.Context(), entry("A", "said")))
			require.Len(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{})), n+1)
		}
	})
}

// fault: a transaction that began after the last number was read, and before the locks were, hid the whole journal: the
// numbers wrap around, and it seemed to have begun four thousand million entries before.
func TestWhoBeginsWhileTheJournalIsReadHidesNothing(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := db.open(t)
	require.NoError(t, s.Write(t.Context(), entry("A", "first"), entry("A", "second")))
	tx, err := db.beside(t).BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	_, err = tx.ExecContext(t.Context(), "SELECT pg_advisory_xact_lock_shared(('journal'::regclass::oid::bigint << 32) | 5)")
	require.NoError(t, err)
	require.Len(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{})), 2)
}

// pain: EN-P6
func TestNoMessageOfAnOrderIsLeftBehindByALaterOne(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := db.open(t)
	keep(t, s, "A")
	// Another process is storing a message: it holds the order's row, has taken a number and is not committed.
	tx, err := db.beside(t).BeginTx(t.Context(), nil)
	require.NoError(t, err)
	for _, text := range []string{
		"SELECT num FROM orders WHERE id = 'A' FOR UPDATE",
		`INSERT INTO messages (order_id, account, key, data) VALUES ('A', 'shop-1', 'first', '{"key":"first"}')`,
		"UPDATE orders SET last_message = (SELECT max(num) FROM messages) WHERE id = 'A'",
	} {
		_, err := tx.ExecContext(t.Context(), text)
		require.NoError(t, err)
	}
	stored := make(chan error, 1)
	go func() {
		stored <- s.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{message("A", "second")}, Due: morning})
	}()
	select {
	case err := <-stored:
		t.Fatalf("a later message of the order was stored before the earlier one: %v", err)
	case <-waits(t, db):
	}
	d, err := s.Load(t.Context(), "A")
	require.NoError(t, err)
	require.Empty(t, d.Messages)
	require.NoError(t, tx.Commit())
	require.NoError(t, <-stored)
	d, err = s.Load(t.Context(), "A")
	require.NoError(t, err)
	require.Len(t, d.Messages, 2)
	require.Equal(t, []string{"first", "second"}, []string{d.Messages[0].Key, d.Messages[1].Key})
	require.Less(t, d.Messages[0].N, d.Messages[1].N)
}

// waits returns a channel that is closed when a statement on orders waits for a lock.
func waits(t *testing.T, db testDB) <-chan struct{} {
	t.Helper()
	at := db.beside(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for waiting := 0; waiting == 0 && t.Context().Err() == nil; {
			err := at.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE NOT l.granted AND a.query LIKE '%orders%'`).Scan(&waiting)
			if err != nil {
				return
			}
		}
	}()
	return done
}
