package book

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
)

func TestConformance(t *testing.T) { erptest.Run(t, setup) }

// setup is an empty book, and what the suite may look at and do there.
func setup(t *testing.T) erptest.Fixture {
	b := At(filepath.Join(t.TempDir(), "book.csv"))
	writes, mishap := 0, ""
	b.write = func(path string, text []byte) error {
		now := mishap
		mishap = ""
		if now == "fails" {
			return errors.New("the file is open elsewhere")
		}
		writes++
		err := replace(path, text)
		if now == "loses" {
			err = errors.Join(err, errors.New("the power went off right after it"))
		}
		return err
	}
	table := func() table {
		all, err := b.read()
		require.NoError(t, err)
		return all
	}
	person := func(id, line, word string) error {
		all := table()
		r := all.find(id, line)
		if r == nil {
			return errors.New("there is no such row")
		}
		r.Status = word
		return edit(t, b.path, all)
	}
	return erptest.Fixture{
		Port: b,
		Count: func() int {
			n := 0
			for _, r := range table() {
				if r.Line == "" {
					n++
				}
			}
			return n
		},
		Status: func(ref order.Ref) string { return table().find(ref.ID, "").Status },
		Cancelled: func(ref order.Ref) (lines []string) {
			for _, r := range table() {
				if r.Order == ref.ID && r.Line != "" && r.Status == cancelled {
					lines = append(lines, r.Line)
				}
			}
			return lines
		},
		Notes:       func(ref order.Ref) []string { return []string{table().find(ref.ID, "").Notes} },
		Commits:     func() int { return writes },
		Confirms:    func(ref order.Ref) error { return person(ref.ID, "", "confirmed") },
		Cancels:     func(ref order.Ref, line string) error { return person(ref.ID, line, cancelled) },
		LosesAnswer: func() { mishap = "loses" },
		FailsOnce:   func() { mishap = "fails" },
	}
}

// edit saves a table as a person does: without a history.
func edit(t *testing.T, path string, all table) error {
	t.Helper()
	b := At(path + ".person")
	require.NoError(t, b.save(all, &history{}))
	return os.Rename(b.path, path)
}

func TestATableThatIsWrongWaitsForAPerson(t *testing.T) {
	b := At(filepath.Join(t.TempDir(), "book.csv"))
	for says, text := range map[string]string{
		"the first row should be": "a;b;c;d;e;f;g\n",
		"wrong number of fields":  strings.Join(titles, ";") + "\n1001;;Olga\n",
	} {
		require.NoError(t, os.WriteFile(b.path, []byte(text), 0o600))
		for _, err := range b.Changes(t.Context(), "") {
			require.ErrorContains(t, err, says)
			require.ErrorIs(t, err, ordo.ErrRetry)
		}
	}
}

func TestARowThatIsRemovedIsTold(t *testing.T) {
	b := At(filepath.Join(t.TempDir(), "book.csv"))
	require.NoError(t, b.save(table{{Order: "1001", Status: "new"}, {Order: "1002", Status: "new"}}, &history{}))
	require.NoError(t, edit(t, b.path, table{{Order: "1002", Status: "new"}}))
	n := 0
	for c, err := range b.Changes(t.Context(), "") {
		require.NoError(t, err)
		require.True(t, c.Gone)
		require.Equal(t, "1001", c.Ref.ID)
		n++
	}
	require.Equal(t, 1, n)
}
