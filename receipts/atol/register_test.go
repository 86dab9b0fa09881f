package atol_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// faultScripts are what may happen to the calls of one operation.
func faultScripts() map[string][]fake.Fault {
	return map[string][]fake.Fault{
		"nothing":                     nil,
		"reset after the commit":      {fake.ResetAfter()},
		"reset before the commit":     {fake.ResetBefore()},
		"unreachable":                 {fake.Unreachable()},
		"500 after the commit":        {fake.StatusAfter(500)},
		"502 before the commit":       {fake.Status(502)},
		"code 50":                     {atoltest.ServerError()},
		"code 0":                      {atoltest.Refuse(400, 0, "Неизвестная ошибка")},
		"code 1":                      {atoltest.Refuse(400, 1, "Не удалось обработать")},
		"too many requests":           {fake.TooMany(3 * time.Second)},
		"an answer cut off":           {fake.Cut(9)},
		"an answer cut off late":      {fake.Cut(70)},
		"a slow answer":               {fake.Slow(20 * time.Second)},
		"an answer slower than us":    {fake.Slow(90 * time.Second)},
		"an answer without a number":  {fake.Refuse(200, "application/json", `{"error":null,"status":"wait"}`)},
		"a page":                      {fake.Refuse(502, "text/html", "<html>502</html>")},
		"lost, down, then a repeat":   {fake.ResetAfter(), fake.Status(503)},
		"lost three times":            {fake.ResetAfter(), fake.ResetAfter(), fake.ResetAfter()},
		"an old token after the loss": {fake.ResetAfter(), atoltest.Refuse(401, 11, "Переданный токен не активен")},
	}
}

// deeds are documents for all operations of a version.
func deeds(v atol.Version) map[atol.Operation]atol.Document {
	corrected := advance("A-1042-1")
	corrected.Correction = &atol.Correction{Type: atol.Voluntary, Date: time.Date(2026, 1, 13, 0, 0, 0, 0, msk)}
	sums := corrected
	sums.Items, sums.VATs = nil, []atol.VATSum{{VAT: amount.VAT22, Sum: amount.RUB(104590)}}
	plain := advance("A-1042-1")
	if v == atol.V4 {
		return map[atol.Operation]atol.Document{
			atol.Sell: plain, atol.SellRefund: plain, atol.Buy: plain, atol.BuyRefund: plain,
			atol.SellCorrection: sums, atol.BuyCorrection: sums,
		}
	}
	return map[atol.Operation]atol.Document{
		atol.Sell: plain, atol.SellRefund: plain, atol.Buy: plain, atol.BuyRefund: plain, atol.SellCorrection: corrected,
		atol.SellRefundCorrection: corrected, atol.BuyCorrection: corrected, atol.BuyRefundCorrection: corrected,
	}
}

func TestWhateverHappensToTheAnswerThereIsOneReceipt(t *testing.T) {
	for _, v := range []atol.Version{atol.V4, atol.V5} {
		for op, d := range deeds(v) {
			for name, script := range faultScripts() {
				t.Run(fmt.Sprintf("v%d/%s/%s", v, op, name), bubble(atoltest.Settings{Version: int(v)}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
					kassa.Faults().Next(string(op), script...)
					reg := must(c.Register(t.Context(), op, d))(t)
					again, err := client(kassa, v).Register(t.Context(), op, d)
					require.NoError(t, err, "after a crash")
					require.Equal(t, reg.UUID, again.UUID)
					require.True(t, again.Repeated)
					require.Equal(t, 1, kassa.Commits(string(op)), "%v", kassa.Exchanges())
					all := kassa.Receipts()
					require.Len(t, all, 1)
					require.Equal(t, reg.UUID, all[0].UUID)
					require.Equal(t, string(op), all[0].Operation)

					report := must(c.WaitReport(t.Context(), reg.UUID))(t)
					require.Equal(t, atol.StatusDone, report.Status)
					require.Equal(t, "A-1042-1", report.ExternalID)
				}))
			}
		}
	}
}

func TestAfterATroubleOfItsOwnTheServiceIsLeftAloneForASecond(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Always("sell", atoltest.ServerError())
		begin := time.Now()
		_, err := c.Register(t.Context(), atol.Sell, advance("A"))
		require.Equal(t, time.Second, failure(t, err).RetryAfter)
		require.Equal(t, 4, kassa.Calls("sell"))
		require.GreaterOrEqual(t, time.Since(begin), 3*time.Second)
	})
}

func TestADuplicateIsTakenWhateverItsStatusIs(t *testing.T) {
	for _, status := range []int{200, 400, 409} {
		inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.Faults().Next("sell", fake.Refuse(status, "application/json", string(testdata(t, "duplicate.json"))))
			reg := must(c.Register(t.Context(), atol.Sell, advance("A-1042-adv-1")))(t)
			require.Equal(t, "6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11", reg.UUID)
			require.True(t, reg.Repeated)
			require.True(t, reg.At.Equal(time.Date(2026, 1, 14, 10, 3, 40, 0, msk)))
		})
	}
}

func TestAnOperationThatAVersionHasNotIsNotSent(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		require.Equal(t, ordo.Unsupported, class(c.Register(t.Context(), atol.SellRefundCorrection, deeds(atol.V5)[atol.SellCorrection])))
		require.Equal(t, ordo.Unsupported, class(c.Register(t.Context(), "sell/../x", advance("A"))))
		require.Zero(t, kassa.Calls("*"))
	})
}
