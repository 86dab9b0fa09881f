package killtest

import (
	"flag"
	"os"
	"testing"
)

var (
	orders = flag.Int("kill.orders", 0, "how many orders are led through each database; 0: a few, so that it is quick")
	seed   = flag.Uint64("kill.seed", 2026, "the seed of the orders and of the moments at which processes are killed")
)

// TestMain makes this program a worker if a test has started it as one.
func TestMain(m *testing.M) {
	if text := os.Getenv(workerEnv); text != "" {
		os.Exit(work(text))
	}
	os.Exit(m.Run())
}
