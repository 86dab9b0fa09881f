package order_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// What was stored once must be read for ever. The files under testdata/events, testdata/logs and testdata/views are
// never edited: -update only writes those that are not there yet, for a new kind, version or history.
var update = flag.Bool("update", false, "write the golden files that do not exist yet")

// goldenEvents are the stored examples, newest version last.
func goldenEvents(t testing.TB) []string {
	files, err := filepath.Glob("testdata/events/v*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// goldenFile is where the example of a kind in its present version is.
func goldenFile(kind string) string {
	return fmt.Sprintf("testdata/events/v%d/%s.json", order.StoredVersion(kind), kind)
}

// goldenLogs are the stored histories.
func goldenLogs(t testing.TB) []string {
	files, err := filepath.Glob("testdata/logs/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func read(t testing.TB, file string) []byte {
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	return b
}

// writeNew writes a golden file that is not there yet.
func writeNew(t *testing.T, file string, v any) {
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
		return
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o750))
	require.NoError(t, os.WriteFile(file, []byte(written(t, v)+"\n"), 0o600))
	t.Log("written:", file)
}

func TestHistoriesCoverEveryKindOfEvent(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(histories)) {
		t.Run(name, func(t *testing.T) {
			s := histories[name](t)
			log, err := order.ReadLog(strings.NewReader(written(t, s.kept)))
			require.NoError(t, err)
			for i, e := range log {
				if kind := e.Body.Kind(); *update && !seen[kind] {
					writeNew(t, goldenFile(kind), s.kept[i])
				}
				seen[e.Body.Kind()] = true
			}
			if *update {
				writeNew(t, filepath.Join("testdata/logs", name+".json"), s.kept)
				writeNew(t, filepath.Join("testdata/views", name+".json"), s.o.View())
			}
			require.Equal(t, written(t, s.kept), written(t, s.log()), "the log is what was stored, event by event")
			again, err := order.Replay(log)
			require.NoError(t, err)
			require.Equal(t, written(t, s.o.View()), written(t, again.View()), "the log is the order")
		})
	}
	for _, kind := range order.StoredKinds() {
		require.True(t, seen[kind], "no history has an event of the kind %q", kind)
	}
}

func TestEveryKindOfEventHasAGolden(t *testing.T) {
	have := map[string]bool{}
	for _, file := range goldenEvents(t) {
		have[strings.TrimSuffix(filepath.Base(file), ".json")] = true
	}
	for _, kind := range order.StoredKinds() {
		require.FileExists(t, goldenFile(kind), "add it to a history and run with -update")
		delete(have, kind)
	}
	require.Empty(t, have, "a kind that was stored once must be readable for ever")
}

func TestAGoldenEventIsReadAsItWasWritten(t *testing.T) {
	for _, file := range goldenEvents(t) {
		t.Run(file, func(t *testing.T) {
			golden := read(t, file)
			var e order.Event
			require.NoError(t, json.Unmarshal(golden, &e))
			require.Equal(t, strings.TrimSuffix(filepath.Base(file), ".json"), e.Body.Kind())

			var was, is struct {
				V int `json:"v"`
			}
			again, err := json.Marshal(e)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(golden, &was))
			require.NoError(t, json.Unmarshal(again, &is))
			require.Equal(t, "v"+string(rune('0'+was.V)), filepath.Base(filepath.Dir(file)))
			if was.V < is.V {
				return // brought up to date
			}
			var compact bytes.Buffer
			require.NoError(t, json.Compact(&compact, golden))
			require.Equal(t, compact.String(), string(again))
		})
	}
}

func TestAGoldenLogGivesTheOrderItGave(t *testing.T) {
	for _, file := range goldenLogs(t) {
		t.Run(file, func(t *testing.T) {
			log, err := order.ReadLog(bytes.NewReader(read(t, file)))
			require.NoError(t, err)
			o, err := order.Replay(log)
			require.NoError(t, err)
			view := filepath.Join("testdata/views", filepath.Base(file))
			var was, is any
			require.NoError(t, json.Unmarshal(read(t, view), &was))
			require.NoError(t, json.Unmarshal([]byte(written(t, o.View())), &is))
			require.Equal(t, was, asStored(is, was, ""), "no rule and no rounding of today changes what happened")
		})
	}
	require.Len(t, goldenLogs(t), len(histories))
}

// owedOrBack adds up what a view, or a block of it, tells apart now.
func owedOrBack(view map[string]any) string {
	sum := amount.Money{}
	for _, name := range []string{"owed", "toRefund", "refunded", "withheld"} {
		if s, ok := view[name].(string); ok {
			var m amount.Money
			if err := m.UnmarshalText([]byte(s)); err != nil {
				return err.Error()
			}
			var err error
			if sum, err = sum.Add(m); err != nil {
				return err.Error()
			}
		}
	}
	return sum.String()
}

// corrected are fields of views that were wrong when the views were stored, and why. What they show now has tests of
// its own; the stored views keep what they showed then.
var corrected = map[string]string{
	".lines.shares": "they were of all units, also of those that are gone",
}

// asStored leaves out the fields that views did not have then: a view may get new fields, but no field changes, unless
// it was wrong.
func asStored(is, was any, at string) any {
	switch then := was.(type) {
	case map[string]any:
		now, ok := is.(map[string]any)
		if !ok {
			return is
		}
		out := map[string]any{}
		for name := range then {
			if corrected[at+"."+name] != "" {
				out[name] = then[name]
			} else if _, apart := then["refunded"]; name == "owed" && !apart { // views summed up what is owed and what went back
				out[name] = owedOrBack(now)
			} else if v, has := now[name]; has {
				out[name] = asStored(v, then[name], at+"."+name)
			}
		}
		return out
	case []any:
		now, ok := is.([]any)
		if !ok || len(now) != len(then) {
			return is
		}
		out := make([]any, len(now))
		for i := range now {
			out[i] = asStored(now[i], then[i], at)
		}
		return out
	}
	return is
}
