package receipts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// fault: R7
func TestADocumentOfAnotherReceiptIsInDoubt(t *testing.T) {
	r := goodReceipt()
	ref := order.Ref{System: "atol", Account: "till-1", Kind: "receipt", ID: "u-1"}
	done := receipts.Document{Key: r.Key, Ref: ref, State: receipts.DocumentDone, Total: r.Total}
	require.NoError(t, done.Verify(r))
	require.NoError(t, receipts.Document{Ref: ref, State: receipts.DocumentWaiting}.Verify(r), "nothing is told yet")
	for text, spoil := range map[string]func(*receipts.Document){
		`has the key "A-7", not "A-1042/goods"`: func(d *receipts.Document) { d.Key = "A-7" },
		"is of 5499.99 RUB, not 5500.00 RUB":    func(d *receipts.Document) { d.Total = amount.RUB(549999) },
	} {
		d := done
		spoil(&d)
		err := d.Verify(r)
		require.ErrorIs(t, err, ordo.ErrInDoubt)
		require.ErrorContains(t, err, text)
		require.ErrorContains(t, err, "atol till-1")
	}
}
