package durable_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
)

// foreign are texts that come from outside. The bridge lets no id through that is not plain text, but this is the last
// place before the database.
var foreign = map[string]string{
	"plain": "A", "NUL": "a\x00b", "only NUL": "\x00", "not UTF-8": "a\xff\xfe", "cut emoji": "чай \xf0\x9f\x8d", "emoji": "🍵👩‍👩‍👧",
	"SQL": "'; DROP TABLE orders; --", "dollars": "$1 $$ $2", "JSON": `{"a":"\u0000"}`, "percent": "%_%", "bars": "|a|b|", "slashes": `\x00 \\ \'`,
	"separator": "a\x1fb", "newlines": "a\r\nb\u2028c", "long": strings.Repeat("я", 5000), "long, not UTF-8": strings.Repeat("\xd1", 5000),
	"replacement": "a\ufffd", "empty": "",
}

// roundTrip writes a text everywhere where one may stand, and reads it back.
func roundTrip(t testing.TB, s *durable.Store, id, text string) {
	t.Helper()
	ctx := t.Context()
	name := order.Ref{System: text, Account: text, Kind: text, ID: id + text}
	e := effect(id, "e"+text)
	data, err := json.Marshal(text)
	require.NoError(t, err)
	e.Text, e.Problem, e.Data, e.Target = text, text, data, name
	said := entry(id, text)
	said.Text, said.Key, said.Account, said.Run = text, id+text, text, text
	b := bridge.Batch{
		Events: placed(t, id), Refs: []order.Ref{name, name}, Effects: []bridge.PendingEffect{e, e}, Journal: []bridge.Entry{said, said},
		Free: []order.Ref{{System: "nobody's", Account: text, ID: text}}, Wake: morning,
		Summary: bridge.Summary{ID: id, Ref: name, Number: text, Flags: []bridge.Flag{bridge.Flag(text)}},
	}
	require.NoError(t, s.Save(ctx, id, 0, b))
	d, err := s.Load(ctx, id)
	require.NoError(t, err)
	same(t, b.Events, d.Events)
	same(t, []order.Ref{name}, d.Refs)
	same(t, []bridge.PendingEffect{e}, d.Effects)
	same(t, b.Summary, d.Summary)
	found, err := s.Find(ctx, name)
	require.NoError(t, err)
	require.Equal(t, map[order.Ref]string{name: id}, found)

	m := message(id, id+text)
	m.Account, m.Kind, m.Data = text, text, []byte(text)
	in := bridge.Incoming{Messages: []bridge.Message{m, m}, Due: morning, Account: text, Stream: id + text, To: text}
	require.NoError(t, s.Receive(ctx, in))
	d, err = s.Load(ctx, id)
	require.NoError(t, err)
	require.NotEmpty(t, d.Messages)
	require.Equal(t, text, string(d.Messages[0].Data))
	at, err := s.Cursor(ctx, text, id+text)
	require.NoError(t, err)
	require.Equal(t, text, at)

	require.NoError(t, s.Swap(ctx, text, id+text, nil, []byte(text)))
	values, err := s.Values(ctx, text, id+text)
	require.NoError(t, err)
	require.Equal(t, map[string][]byte{id + text: []byte(text)}, values)

	entries := list(t, s.Journal(ctx, bridge.JournalFilter{Order: id, What: text, Account: text}))
	require.Len(t, entries, 1)
	said.N = entries[0].N
	same(t, said, entries[0])
	require.Len(t, list(t, s.Effects(ctx, bridge.EffectFilter{Order: id, Key: "e" + text})), 1)
	require.NoError(t, s.Ran(ctx, bridge.Run{Key: id, Began: morning, Changes: []bridge.Entry{said}}))
	require.Len(t, list(t, s.Runs(ctx, bridge.RunFilter{Key: id})), 1)

	// What was loaded is saved again: it stays the same effect, and its name can be given up.
	d.Effects[0].Phase, d.Effects[0].Ended = bridge.PhaseDone, morning
	require.NoError(t, s.Save(ctx, id, 1, bridge.Batch{Effects: d.Effects, Free: d.Refs, Seen: d.Messages[len(d.Messages)-1].N}))
	d, err = s.Load(ctx, id)
	require.NoError(t, err)
	require.Empty(t, d.Effects)
	require.Empty(t, d.Refs)
}

// fault: what was not UTF-8 came back as another text, and an effect under its key was kept beside the first one.
func TestForeignTexts(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t, durable.WithoutRiver())
		for name, text := range foreign {
			t.Run(name, func(t *testing.T) { roundTrip(t, s, "order "+name, text) })
		}
		m, said := message("large", "large"), entry("large", "large")
		m.Data, said.Text = bytes.Repeat([]byte("чай "), 10<<20/7), strings.Repeat("чай ", 10<<20/7)
		require.NoError(t, s.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{m}, Due: morning}))
		require.NoError(t, s.Write(t.Context(), said))
		d, err := s.Load(t.Context(), "large")
		require.NoError(t, err)
		require.True(t, bytes.Equal(m.Data, d.Messages[0].Data))
		require.Equal(t, len(said.Text), len(list(t, s.Journal(t.Context(), bridge.JournalFilter{Order: "large"}))[0].Text))
	})
}

func FuzzRoundTrip(f *testing.F) {
	for _, text := range foreign {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := open(t, sqliteFile(t).dsn, durable.WithRelaxedSync())
		roundTrip(t, s, "A", text)
		require.NoError(t, s.Close())
	})
}

func TestForeignTimes(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t, durable.WithoutRiver())
		for i, at := range []time.Time{
			time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
			time.Date(2026, 3, 29, 2, 30, 0, 0, time.FixedZone("summer", 2*3600)), time.Unix(0, 0), time.Date(2026, 1, 1, 0, 0, 0, 123456789, time.FixedZone("", -12*3600)),
		} {
			id := string(rune('A' + i))
			e := effect(id, "e")
			e.Due, e.Since, e.Ended = at, at, at
			said := entry(id, "x")
			said.At = at
			require.NoError(t, s.Save(t.Context(), id, 0, bridge.Batch{
				Effects: []bridge.PendingEffect{e}, Journal: []bridge.Entry{said}, Wake: at, Refreshed: at, Summary: bridge.Summary{ID: id, Updated: at, Placed: at},
			}))
			d, err := s.Load(t.Context(), id)
			require.NoError(t, err)
			require.True(t, at.Truncate(time.Microsecond).Equal(d.Wake), "%v %v", at, d.Wake)
			require.True(t, at.Truncate(time.Microsecond).Equal(d.Refreshed))
			require.True(t, at.Equal(d.Effects[0].Due))
			require.True(t, at.Equal(d.Summary.Updated))
			claims, err := s.Claim(t.Context(), at, at.Add(time.Hour), 1, id)
			require.NoError(t, err)
			require.Len(t, claims, 1)
		}
		// fault: a time that JSON cannot hold ended the program.
		before := db.rows(t)
		for _, at := range []time.Time{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("", 30*3600))} {
			said := entry("X", "x")
			said.At = at
			m := message("X", "k")
			m.At = at
			e := effect("X", "e")
			e.Due = at
			require.Error(t, s.Write(t.Context(), said))
			require.Error(t, s.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{m}, Due: morning}))
			require.Error(t, s.Ran(t.Context(), bridge.Run{Key: "r", Began: at}))
			require.Error(t, s.Save(t.Context(), "X", 0, bridge.Batch{Effects: []bridge.PendingEffect{e}}))
			require.Error(t, s.Save(t.Context(), "X", 0, bridge.Batch{Summary: bridge.Summary{Updated: at}}))
			require.Error(t, s.Erase(t.Context(), "X", 0, bridge.Erasure{Summary: bridge.Summary{Updated: at}}))
		}
		require.Equal(t, before, db.rows(t))
	})
}
