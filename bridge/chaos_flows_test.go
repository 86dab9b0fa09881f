package bridge_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/chaos"
)

func TestAnExchangeMayEndAnywhere(t *testing.T) { t.Parallel(); chaos.Flows(t, chaos.Memory, 3) }
