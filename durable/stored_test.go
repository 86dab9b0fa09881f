package durable_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
)

// fault: what was kept under an order's long id was written, and neither listed nor erased: it was looked for under
// the id as journals shorten it, or under the whole one where it was shortened.
func TestAnOrderWithALongIDIsListedAndErased(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s, id := db.open(t), "shop-1/"+long
		require.NoError(t, s.Save(t.Context(), id, 0, batch(t, id)))
		require.NoError(t, s.Ran(t.Context(), bridge.Run{
			Key: "r1", Account: "shop-1", Began: morning, Changes: []bridge.Entry{entry(id, "changed")},
		}))
		require.Len(t, list(t, s.Effects(t.Context(), bridge.EffectFilter{Order: id})), 1)
		require.Len(t, list(t, s.Log(t.Context(), bridge.LogFilter{Order: id})), len(placed(t, id)))
		require.Len(t, list(t, s.Runs(t.Context(), bridge.RunFilter{Order: id})), 1)

		require.NoError(t, s.Erase(t.Context(), id, 1, bridge.Erasure{Events: placed(t, id), Text: "erased"}))
		entries := list(t, s.Journal(t.Context(), bridge.JournalFilter{Order: id}))
		require.Len(t, entries, 1)
		require.Equal(t, "erased", entries[0].Text)
		require.Equal(t, "erased", list(t, s.Runs(t.Context(), bridge.RunFilter{}))[0].Changes[0].Text)
	})
}

// fault: PostgreSQL refused to compare with such an id, and the error looked like one of the database.
func TestOfAnIDThatCannotBeThereNothingIsStored(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		keep(t, s, "A")
		for _, id := range []string{"", "A\x00", "A\xff", long + long + long} {
			d, err := s.Load(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, bridge.StoredOrder{ID: id}, d)
			h, err := s.Head(t.Context(), id)
			require.NoError(t, err)
			require.Zero(t, h)
			claims, err := s.Claim(t.Context(), morning, morning.Add(1), 10, id)
			require.NoError(t, err)
			require.Empty(t, claims)
			if id != "" {
				require.Empty(t, list(t, s.Effects(t.Context(), bridge.EffectFilter{Order: id})))
				require.Empty(t, list(t, s.Log(t.Context(), bridge.LogFilter{Order: id})))
				require.Empty(t, list(t, s.Runs(t.Context(), bridge.RunFilter{Order: id})))
				require.Empty(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{Order: id})))
			}
			before := db.rows(t)
			require.Error(t, s.Save(t.Context(), id, 0, bridge.Batch{}))
			require.Error(t, s.Erase(t.Context(), id, 0, bridge.Erasure{}))
			require.Error(t, s.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{message(id, "k")}, Due: morning}))
			require.Equal(t, before, db.rows(t))
		}
	})
}

// fault: events were taken from memory as if a log could only grow. A replica that becomes the primary, or a backup
// that is played back, may lack the last event, and another one takes its number.
func TestALogThatWasReplacedBesideTheStoreIsReadAnew(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		keep(t, s, "A")
		d, err := s.Load(t.Context(), "A")
		require.NoError(t, err)
		was := d.Events

		db.exec(t, "DELETE FROM events WHERE order_id = 'A' AND n = $1", was[len(was)-1].N)
		d, err = s.Load(t.Context(), "A")
		require.NoError(t, err)
		same(t, was[:len(was)-1], d.Events)

		other := placed(t, "A")
		other[len(other)-1].By.ID = "boris"
		require.NoError(t, s.Save(t.Context(), "A", 1, bridge.Batch{Events: other[len(other)-1:]}))
		d, err = s.Load(t.Context(), "A")
		require.NoError(t, err)
		same(t, other, d.Events)
	})
}

// fault: the numbers of the messages stood in one statement, which has room for some 32,000.
func TestAsManyMessagesAsThereAreAreAppliedAtOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		done := make([]int64, 70_000)
		for i := range done {
			done[i] = int64(i + 1)
		}
		require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{message("A", "k")}, Due: morning}))
		require.NoError(t, s.Save(t.Context(), "A", 0, bridge.Batch{Done: done, Seen: 1}))
		d, err := s.Load(t.Context(), "A")
		require.NoError(t, err)
		require.Empty(t, d.Messages)
	})
}

// fault: the orders of a try that PostgreSQL undid at its end counted as claimed, and with those of the next try came
// twice: two workers had the same order under the same token.
func TestAClaimThatIsTriedAgainHasEveryOrderOnce(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := db.open(t)
	for _, id := range []string{"A", "B", "C"} {
		keep(t, s, id)
	}
	db.exec(t, "CREATE SEQUENCE tries")
	db.exec(t, `CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF nextval('tries') = 1 THEN RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'; END IF; RETURN NULL;
END $$`)
	db.exec(t, "CREATE CONSTRAINT TRIGGER undo AFTER UPDATE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION undo()")
	claims, err := s.Claim(t.Context(), morning, morning.Add(1), 10)
	require.NoError(t, err)
	var ids []string
	for _, c := range claims {
		ids = append(ids, c.ID)
	}
	require.ElementsMatch(t, []string{"A", "B", "C"}, ids)
}

// fault: SQLite had begun the transaction when the driver said that the context had ended. It stayed open, and no
// write was possible any more.
func TestAWriteThatIsGivenUpHindersNoOther(t *testing.T) {
	s := sqliteFile(t).open(t)
	for i := range 4000 {
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Duration(i%200)*time.Microsecond, stop)
		err := s.Write(ctx, entry("o", "tried"))
		if err != nil && !errors.Is(err, context.Canceled) {
			require.NoError(t, err, "write %d", i)
		}
		stop()
	}
	require.NoError(t, s.Write(t.Context(), entry("o", "written")))
}
