package bitrix24_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/order/amount"
)

// An item is found again by its key whatever stands in the numbers of orders and lines.
func TestTheKeyOfAnItemIsReadBack(t *testing.T) {
	for _, k := range []bitrix24.ItemKey{
		{Originator: "ordo", Origin: "100500", Kind: bitrix24.KindShipment, N: 2},
		{Originator: "ordo", Origin: "A/1", Kind: bitrix24.KindReturn, N: 11},
		{Originator: "shop", Origin: "7", Kind: bitrix24.KindPosition, Line: "L1/x", From: amount.Pcs(3)},
		{Originator: "shop", Origin: "7", Kind: bitrix24.KindPosition, Line: "кг", From: amount.Milli(350)},
	} {
		back, ours := bitrix24.ParseItemKey(k.String(), k.Originator, k.Origin)
		require.True(t, ours, k.String())
		require.Equal(t, k, back)
	}
	require.Equal(t, "ordo/100500/P3000/L1", bitrix24.ItemKey{Originator: "ordo", Origin: "100500", Kind: bitrix24.KindPosition, Line: "L1", From: amount.Pcs(3)}.String())
	for _, foreign := range []string{
		"", "ordo/100500/", "ordo/100500/X1", "ordo/100500/S", "ordo/100500/S0", "ordo/100500/S01", "ordo/100500/S1/L1", "ordo/100500/P0",
		"ordo/100500/P0/", "ordo/100500/P-1/L1", "ordo/100501/S1", "mine/100500/S1",
	} {
		_, ours := bitrix24.ParseItemKey(foreign, "ordo", "100500")
		require.False(t, ours, foreign)
	}
}

func TestTheNameOfAFieldOfASmartProcess(t *testing.T) {
	require.Equal(t, "UF_CRM_7_LINE", bitrix24.ItemField(7, bitrix24.PositionLine))
}
