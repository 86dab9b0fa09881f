package receipts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
)

// fault: U21
func TestTaxSystemsHaveTheSameNamesInAllPackages(t *testing.T) {
	for _, s := range []struct {
		system   receipts.TaxSystem
		atol     atol.TaxSystem
		yookassa int
	}{
		{receipts.TaxGeneral, atol.TaxGeneral, yookassa.TaxGeneral},
		{receipts.TaxIncome, atol.TaxIncome, yookassa.TaxIncome},
		{receipts.TaxIncomeOutcome, atol.TaxIncomeOutcome, yookassa.TaxIncomeOutcome},
		{receipts.TaxImputed, atol.TaxImputed, yookassa.TaxImputed},
		{receipts.TaxAgricultural, atol.TaxAgricultural, yookassa.TaxAgricultural},
		{receipts.TaxPatent, atol.TaxPatent, yookassa.TaxPatent},
	} {
		require.Equal(t, 1<<(s.yookassa-1), int(s.system), "code %d of YooKassa is bit %d of tag 1055", s.yookassa, s.yookassa-1)
		require.NotEmpty(t, s.atol)
	}
}
