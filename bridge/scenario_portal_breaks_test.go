package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
)

// A deal whose rows were all deleted, by hand or by another program that writes them wrongly, cancels no order: people
// are told, and the rows are there again.
//
// pain: B24-P1
func TestAllRowsOfADealAreDeleted(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		x := s.Orders("", mugsAndBowl...)
		edits(x, func([]bitrix24test.Line) []bitrix24test.Line { return nil })
		require.Contains(t, x.Told(), "which cancels nothing")
		require.Equal(t, []string{"Кружка [MUG] 2 × 890", "Миска детская [BOWL] 1 × 350"}, x.DealRows())
		sameEverywhere(x, "2130.00")
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

// A payment that went back stands in the shop as it was received. Nobody is told of that, pass after pass.
func TestAPaymentThatWentBackIsNoNewsOfTheShop(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		x := s.Orders("", mugsAndBowl...)
		x.Pays()
		_, err := s.Portal.AddsItem(bitrix24test.Operator, chaos.Returns, x.Deal().ID, map[string]any{s.ItemField(bitrix24.ReturnReason): "брак"}, goods(x)[1:]...)
		require.NoError(t, err)
		x.Settle()
		x.Presses(bitrix24test.Operator, chaos.Returns, 1, "Вернуть деньги")
		told := len(s.Portal.Timeline(x.Deal().ID))
		for range 5 {
			time.Sleep(2 * time.Hour)
			x.Settle()
		}
		require.Len(t, s.Portal.Timeline(x.Deal().ID), told, "%s", x.Told())
		require.NotContains(t, x.Told(), "pay is refused")
		s.Quiet()
	}, chaos.WithPortal)
}
