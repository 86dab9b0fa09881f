package durable_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/internal/chaos"
)

// Every place is looked at in CI: see its step chaos.
func TestTheProcessMayEndAnywhere(t *testing.T) { chaos.Run(t, killed, 87) }

func TestAnExchangeMayEndAnywhere(t *testing.T) { t.Parallel(); chaos.Flows(t, killed, 43) }

func TestRandomChaos(t *testing.T)          { t.Parallel(); chaos.RandomOrders(t, killed, 12) }
func TestRandomChaosOfMoney(t *testing.T)   { t.Parallel(); chaos.RandomMoney(t, killed, 12) }
func TestRandomChaosOfParcels(t *testing.T) { t.Parallel(); chaos.RandomParcels(t, killed, 12) }

// killed are stores in files of SQLite. The next process finds the files as they lie when the one before is killed: not
// closed, and what was written last is in the write-ahead log alone. At the end nothing in the last one is wrong.
func killed(t *testing.T) func() bridge.Store {
	dir, lives := t.TempDir(), 0
	var s *durable.Store
	t.Cleanup(func() {
		v, err := s.Verify(context.WithoutCancel(t.Context()))
		require.NoError(t, err)
		require.Empty(t, v.Faults)
		closed(t, s)
	})
	return func() bridge.Store {
		was, is := filepath.Join(dir, fmt.Sprint(lives)), filepath.Join(dir, fmt.Sprint(lives+1))
		if lives++; s == nil {
			require.NoError(t, os.Mkdir(is, 0o700))
		} else {
			require.NoError(t, os.CopyFS(is, os.DirFS(was)))
			require.NoError(t, s.Close())
		}
		s = open(t, "file:"+filepath.Join(is, "orders.db"), durable.WithRelaxedSync()) // the machine goes on
		return s
	}
}
