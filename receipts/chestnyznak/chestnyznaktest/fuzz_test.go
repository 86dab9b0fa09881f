package chestnyznaktest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
)

// FuzzDocuments sends any bytes as a document of each type: a code leaves circulation only by a document that was
// accepted, and every document ends in a final state.
func FuzzDocuments(f *testing.F) {
	for _, document := range []object{sale(one1, two1), back(one1), {"inn": chestnyznaktest.DefaultINN, "lk_receipt_id": "x"}} {
		b, err := json.Marshal(document)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"participant_inn":"5544332219","remarking_cause":"KM_LOST","remarking_date":"2026-01-16","products":[{"new_uin":"","last_uin":""}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		if len(document) == 0 {
			return
		}
		s := open(t, chestnyznaktest.Settings{})
		for _, kind := range []string{"LK_RECEIPT", "LP_RETURN", "LK_RECEIPT_CANCEL", "LK_REMARK"} {
			d := s.sent(kind, string(document))
			require.NotEqual(t, chestnyznaktest.InProgress, d.Status)
			if kind == "LK_RECEIPT" && d.Status == chestnyznaktest.ParseError {
				require.Zero(t, s.Code(one).Withdrawals)
			}
		}
		require.LessOrEqual(t, s.Code(one).Withdrawals, 1+s.Code(one).Returns)
	})
}
