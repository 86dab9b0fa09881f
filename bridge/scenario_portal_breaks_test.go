package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/status"
)

// A deal whose rows were all deleted is an edit like others: none are not the same as not read.
func TestAllRowsOfADealAreDeleted(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		x := s.Orders("", mugsAndBowl...)
		edits(x, func([]bitrix24test.Line) []bitrix24test.Line { return nil })
		require.Equal(t, status.OrderCancelled, x.Order().State(), "told: %s", x.Told())
		require.Equal(t, "Отменён", x.Deal().Stage)
		s.Quiet()
	}, chaos.WithPortal)
}

// A row that says nothing that can be sold is told of, and goes: the rows show the order again.
func TestARowWithoutAnArticleGoes(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		x := s.Orders("", mugsAndBowl...)
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line {
			return append(rows, bitrix24test.Line{Quantity: 1})
		})
		require.Contains(t, x.Told(), "has no article or no quantity")
		require.Len(t, x.DealRows(), 2)
		sameEverywhere(x, "2130.00")
		s.Quiet()
	}, chaos.WithPortal)
}
