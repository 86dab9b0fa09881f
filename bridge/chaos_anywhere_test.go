package bridge_test

import (
	"runtime/debug"
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo/internal/chaos"
)

// Tests make much garbage, and keep little.
func init() { debug.SetGCPercent(400) }

// CI looks at more places and leads more orders: see its step chaos.
func TestTheProcessMayEndAnywhere(t *testing.T) { chaos.Run(t, chaos.Memory, 29) }

func TestRandomChaos(t *testing.T)          { t.Parallel(); chaos.RandomOrders(t, chaos.Memory, 60) }
func TestRandomChaosOfMoney(t *testing.T)   { t.Parallel(); chaos.RandomMoney(t, chaos.Memory, 30) }
func TestRandomChaosOfParcels(t *testing.T) { t.Parallel(); chaos.RandomParcels(t, chaos.Memory, 20) }

func TestRandomChaosOnROZETKA(t *testing.T) { t.Parallel(); chaos.RandomStall(t, chaos.Memory, 20) }

// trade runs a test on a market over a store in memory.
func trade(t *testing.T, f func(m *chaos.Market), set ...func(m *chaos.Market)) {
	t.Helper()
	chaos.Trade(t, chaos.Memory, f, set...)
}

// sells runs a test in a shop over a store in memory.
func sells(t *testing.T, f func(s *chaos.Shop), set ...func(s *chaos.Shop)) {
	t.Helper()
	chaos.Sell(t, chaos.Memory, f, set...)
}

// statuses repeats a status.
func statuses(n int, code string) []string { return slices.Repeat([]string{code}, n) }
