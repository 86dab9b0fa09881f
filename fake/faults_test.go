package fake

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPatternsNameOperations(t *testing.T) {
	tests := []struct {
		pattern, op, method, path string
		want                      bool
	}{
		{"*", "", "GET", "/a", true},
		{"", "x", "GET", "/a", true},
		{"order/new", "order/new", "GET", "/a", true},
		{"order/new", "order/newer", "GET", "/a", false},
		{"order/new", "", "GET", "/order/new", false},
		{"/orders", "", "PUT", "/orders", true},
		{"GET /orders", "", "PUT", "/orders", false},
		{"GET /orders", "", "GET", "/orders/", false},
		{"GET /orders/{id}", "", "GET", "/orders/7", true},
		{"GET /orders/*", "", "GET", "/orders/7", true},
		{"GET /orders/{id}", "", "GET", "/orders/", false},
		{"GET /orders/{id}", "", "GET", "/orders/7/lines", false},
		{"GET /orders/{id}/lines", "", "GET", "/orders/7/lines", true},
		{"GET /orders/...", "", "GET", "/orders/7/lines", true},
		{"GET /orders/...", "", "GET", "/orders", false},
		{"/...", "", "GET", "/orders/7", true},
		{"GET orders", "", "GET", "/orders", false},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, matches(tt.pattern, tt.op, tt.method, tt.path), "%+v", tt)
	}
}

func TestEveryPathMatchesItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := "/" + strings.Join(rapid.SliceOf(rapid.StringMatching(`[a-z0-9]{1,5}`)).Draw(t, "segments"), "/")
		require.True(t, matches("GET "+path, "", "GET", path))
		require.False(t, matches("GET "+path, "", "GET", path+"/more"))
		require.True(t, matches("GET "+strings.TrimRight(path, "/")+"/...", "", "GET", path+"/more"))
	})
}

// calls plays n calls and returns which of them had a fault.
func calls(f *Faults, n int) (faults []string) {
	for range n {
		faults = append(faults, f.pick("op", "GET", "/").String())
	}
	return faults
}

func TestScriptsCountCalls(t *testing.T) {
	bad, worse := Status(500), ResetAfter()
	tests := []struct {
		name   string
		script func(*Faults)
		want   []string
	}{
		{"none", func(*Faults) {}, []string{"", "", "", ""}},
		{"next", func(f *Faults) { f.Next("op", bad, worse) }, []string{"refuse 500", "reset after commit", "", ""}},
		{"nth", func(f *Faults) { f.Nth("op", 3, bad) }, []string{"", "", "refuse 500", ""}},
		{"from", func(f *Faults) { f.From("op", 3, bad) }, []string{"", "", "refuse 500", "refuse 500"}},
		{"every", func(f *Faults) { f.Every("op", 2, bad) }, []string{"", "refuse 500", "", "refuse 500"}},
		{"never", func(f *Faults) { f.Every("op", 0, bad) }, []string{"", "", "", ""}},
		{"always", func(f *Faults) { f.Always("op", bad) }, []string{"refuse 500", "refuse 500", "refuse 500", "refuse 500"}},
		{"another operation", func(f *Faults) { f.Always("other", bad) }, []string{"", "", "", ""}},
		{"all and none of the calls at random", func(f *Faults) {
			f.Random("op", 0, 1, bad)
			f.Random("op", 1, 1)
		}, []string{"", "", "", ""}},
		{"the first rule wins, the second counts on", func(f *Faults) {
			f.Nth("op", 1, bad)
			f.Next("*", worse, worse)
		}, []string{"refuse 500", "reset after commit", "", ""}},
		{"cleared", func(f *Faults) { f.Always("op", bad); f.Clear() }, []string{"", "", "", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f Faults
			tt.script(&f)
			require.Equal(t, tt.want, calls(&f, 4))
		})
	}
}

func TestRandomFaultsAreRepeatedByTheirSeed(t *testing.T) {
	var first, second, other Faults
	seed := first.Random("op", 0.3, 0, Status(500), ResetAfter())
	require.NotZero(t, seed)
	require.Equal(t, seed, second.Random("op", 0.3, seed, Status(500), ResetAfter()))
	other.Random("op", 0.3, seed+1, Status(500), ResetAfter())
	run := calls(&first, 200)
	require.Equal(t, run, calls(&second, 200))
	require.NotEqual(t, run, calls(&other, 200))
	require.Equal(t, first.String(), second.String())
	require.Regexp(t, `^op: random 0.3, seed \d+: \[refuse 500 reset after commit\]\n$`, first.String())
}
