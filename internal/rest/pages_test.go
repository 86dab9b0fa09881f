package rest_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// walk reads a list to its end. next tells what comes behind a page.
func walk(most int, pages func(cursor string) (rows []string, next string, err error)) (got []string, asked int, err error) {
	list := rest.List[string]{Op: "orders", Most: most, Page: func(cursor string, yield func(string, string) bool) (string, error) {
		asked++
		rows, next, err := pages(cursor)
		for _, r := range rows {
			if !yield(r, r) {
				return "", nil
			}
		}
		return next, err
	}}
	for row, e := range list.All(client(nil, rest.Config{})) {
		if e != nil {
			err = e
			continue
		}
		got = append(got, row)
	}
	return got, asked, err
}

// fault: R12
func TestAListThatDoesNotGetOnEnds(t *testing.T) {
	number := func(cursor string) int { n, _ := strconv.Atoi(cursor); return n } // "" is 0
	next := func(cursor string) string { return strconv.Itoa(number(cursor) + 1) }
	for name, tt := range map[string]struct {
		pages func(string) ([]string, string, error)
		class ordo.Class
		asked int
	}{
		"the same page for ever":     {func(c string) ([]string, string, error) { return []string{"a", "b"}, next(c), nil }, ordo.Retry, 2},
		"two pages by turns":         {func(c string) ([]string, string, error) { return []string{strconv.Itoa(number(c) % 2)}, next(c), nil }, ordo.Retry, 3},
		"a cursor that stands still": {func(c string) ([]string, string, error) { return nil, "x", nil }, ordo.Retry, 2},
		"cursors in a circle": {func(c string) ([]string, string, error) {
			return []string{c + "."}, map[string]string{"": "x", "x": "y", "y": "x"}[c], nil
		}, ordo.Retry, 3},
		"fresh pages for ever": {func(c string) ([]string, string, error) { return []string{c + "."}, next(c), nil }, ordo.Unsupported, 50},
		"empty pages for ever": {func(c string) ([]string, string, error) { return nil, next(c), nil }, ordo.Retry, 10},
		"an error":             {func(c string) ([]string, string, error) { return []string{"a"}, "", errors.New("down") }, 0, 1},
		"an end":               {func(c string) ([]string, string, error) { return []string{"a"}, "", nil }, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, asked, err := walk(50, tt.pages)
			require.Equal(t, tt.asked, asked)
			if tt.class != 0 {
				require.Equal(t, tt.class, failed(t, err).Class)
				require.Equal(t, "orders", failed(t, err).Op)
			}
			var long *rest.PagesError
			require.Equal(t, tt.class == ordo.Unsupported, errors.As(err, &long))
			if long != nil {
				require.Equal(t, rest.PagesError{Pages: 50, Next: "50"}, *long)
			}
		})
	}
}

func TestAListYieldsAllAndStopsWhenItIsLeft(t *testing.T) {
	pages := func(c string) ([]string, string, error) {
		return map[string][]string{"": {"a", "b"}, "2": {"c"}, "3": nil, "4": {"d"}}[c], map[string]string{"": "2", "2": "3", "3": "4"}[c], nil
	}
	got, asked, err := walk(0, pages)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c", "d"}, got)
	require.Equal(t, 4, asked)
	asked = 0
	l := rest.List[int]{Page: func(_ string, yield func(string, int) bool) (string, error) {
		asked++
		for i := range 5 {
			if !yield("", i) {
				return "", errors.New("does not count")
			}
		}
		return "more", nil
	}}
	for i, err := range l.All(client(nil, rest.Config{})) {
		require.NoError(t, err)
		if i == 2 {
			break
		}
	}
	require.Equal(t, 1, asked)
}
