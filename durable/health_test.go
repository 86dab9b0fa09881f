package durable_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

// Who looks after a store sees what waits, since when, and who works on it.
func TestHealthTellsWhatWaits(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		require.NoError(t, s.Ready(t.Context()))
		require.Equal(t, 1, of(t, db, "durable/ready", "buckets"), "it has written")
		h, err := s.Health(t.Context())
		require.NoError(t, err)
		require.Positive(t, h.Schema)
		require.Zero(t, h.Due)
		require.True(t, h.Oldest.IsZero())

		now := time.Now()
		keep(t, s, "H-1") // due since the morning
		parked, doubt, settled := effect("H-2", "e1"), effect("H-2", "e2"), effect("H-2", "e3")
		parked.Phase, doubt.Phase, settled.Phase = bridge.PhaseParked, bridge.PhaseInDoubt, bridge.PhaseDone
		require.NoError(t, s.Save(t.Context(), "H-2", 0, bridge.Batch{Effects: []bridge.PendingEffect{parked, doubt, settled}, Wake: now.Add(time.Hour)}))
		require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Due: now.Add(time.Hour), Messages: []bridge.Message{message("H-3", "1"), message("H-3", "2"), message("H-3", "3")}}))
		d, err := s.Load(t.Context(), "H-3")
		require.NoError(t, err)
		for i := range d.Messages {
			d.Messages[i].Attempts = 1
		}
		require.NoError(t, s.Save(t.Context(), "H-3", 0, bridge.Batch{Failed: d.Messages[:2], Seen: d.Messages[2].N, Wake: now.Add(time.Hour)}))
		require.NoError(t, s.Save(t.Context(), "H-3", 1, bridge.Batch{Done: []int64{d.Messages[0].N}, Seen: d.Messages[2].N, Wake: now.Add(time.Hour)}))
		keep(t, s, "H-4")
		_, err = s.Claim(t.Context(), now, now.Add(time.Hour), 1, "H-4")
		require.NoError(t, err)

		h, err = s.Health(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, h.Due)
		require.Equal(t, morning, h.Oldest)
		require.Equal(t, 2, h.Waiting)
		require.Equal(t, 1, h.Failed)
		if db.path != "" {
			require.Empty(t, h.Processes)
			return
		}
		other := open(t, db.dsn)
		db.exec(t, "UPDATE processes SET seen = seen - 60000000 WHERE id = $1", other.Process())
		h, err = s.Health(t.Context())
		require.NoError(t, err)
		require.Len(t, h.Processes, 2)
		for _, p := range h.Processes {
			require.Contains(t, p.About, "process ")
			require.Equal(t, p.ID == other.Process(), p.Seen >= time.Minute)
		}
		closed(t, other)
		h, err = s.Health(t.Context())
		require.NoError(t, err)
		require.Len(t, h.Processes, 1, "one that has ended in order")
	})
}

// A store is not ready when its database is away, is not writable, or belongs to a newer program.
func TestReadyTellsWhatIsWrong(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := open(t, db.dsn)
		if db.path != "" {
			db.exec(t, "PRAGMA user_version = 99")
		} else {
			db.exec(t, "INSERT INTO ordo_schema (version) VALUES (99)")
		}
		var newer *durable.SchemaError
		require.ErrorAs(t, s.Ready(t.Context()), &newer)
		require.Equal(t, 99, newer.Has)
		_, err := s.Health(t.Context())
		require.ErrorAs(t, err, &newer)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, s.Ready(ctx), context.Canceled)
		closed(t, s)
		require.Error(t, s.Ready(t.Context()), "it is closed")
	})
}
