package atol_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

func TestWaitAsksWithGrowingPauses(t *testing.T) {
	inBubble(t, atoltest.Settings{WaitReads: 7}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		reg := must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.WaitReport(ctx, reg.UUID)
		var pending *ordo.PendingError
		require.ErrorAs(t, err, &pending)
		require.Equal(t, []string{"report", reg.UUID}, []string{pending.Op, pending.Ref})
		begin := time.Now()
		r := must(c.WaitReport(t.Context(), reg.UUID))(t)
		require.Equal(t, atol.StatusDone, r.Status)
		require.Equal(t, 8, kassa.Calls("report"))
		require.Equal(t, (4+8+16+32+60+60+60+60)*time.Second, time.Since(begin))
	})
}

func TestAReceiptIsReadWhole(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Next("report", fake.Refuse(200, "application/json", string(testdata(t, "report_done.json"))))
		r := must(c.GetReport(t.Context(), "6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11"))(t)
		zone := r.At.Location()
		require.Equal(t, &atol.Report{
			UUID: "6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11", ExternalID: "A-1042-adv-1", Status: atol.StatusDone,
			At: time.Date(2026, 1, 14, 10, 2, 21, 0, zone), Group: "shop-example-ru_7011", Daemon: "agent-3", Device: "KKT014512",
			CallbackURL: "https://shop.example.ru/hooks/atol/4f0c9a",
			Fiscal: &atol.Fiscal{
				Receipt: 7, Shift: 41, At: time.Date(2026, 1, 14, 10, 2, 0, 0, zone), Total: amount.RUB(580000),
				Drive: "9960440300112233", Document: 10817, Attribute: 3817264455, Registration: "0004312345067890",
				Site: "www.nalog.gov.ru", OperatorINN: "7709364346",
				URL:   "https://consumer.1-ofd-test.ru/v1?fn=9960440300112233&fp=3817264455&i=10817&t=20260114T100200&s=5800.00&n=1",
				Marks: []atol.MarkResult{{Position: 0, Code: "MDEwNDYw", Result: 15}, {Position: 2, Code: "MDEwNDYx", Result: 5}},
			},
		}, r)
		require.True(t, r.At.Equal(time.Date(2026, 1, 14, 7, 2, 21, 0, time.UTC)))
		require.True(t, r.Fiscal.Marks[0].OK())
		require.False(t, r.Fiscal.Marks[1].OK())
		require.Equal(t, "t=20260114T1002&s=5800.00&fn=9960440300112233&i=10817&fp=3817264455&n=2", r.Fiscal.QR(atol.SellRefund))
		require.NoError(t, c.Failure(r))
	})
}

// fault: C19
func TestWhatIsOddInAReportIsKept(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Next("report", fake.Refuse(200, "application/json", `{"uuid":17,"status":"paused","timestamp":"yesterday","novelty":{"a":1},
			"payload":{"total":"12.345","receipt_datetime":"noon","fiscal_document_number":"7","fn_number":42,"marks_result":{"position":"1"},"later":true}}`))
		r := must(c.GetReport(t.Context(), "17"))(t)
		require.Equal(t, atol.Status("paused"), r.Status)
		require.False(t, r.Status.IsFinal())
		require.JSONEq(t, `"yesterday"`, string(r.Extra["timestamp"]))
		require.JSONEq(t, `{"a":1}`, string(r.Extra["novelty"]))
		require.JSONEq(t, `"12.345"`, string(r.Fiscal.Extra["total"]))
		require.JSONEq(t, `"noon"`, string(r.Fiscal.Extra["receipt_datetime"]))
		require.JSONEq(t, `true`, string(r.Fiscal.Extra["later"]))
		require.True(t, r.Fiscal.Total.IsUnset())
		for _, odd := range []string{"timestamp: ", "payload.total: ", "payload.receipt_datetime: "} {
			require.ErrorContains(t, r.Problem, odd)
		}
		require.EqualValues(t, 7, r.Fiscal.Document)
		require.Equal(t, "42", r.Fiscal.Drive)
		require.Len(t, r.Fiscal.Marks, 1)
	})
}

func TestAskedTooEarlyIsNoError(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		for _, body := range []string{
			string(testdata(t, "report_wait.json")), `{"status":"wait","error":{"code":34,"text":"","type":"system"},"warnings":[]}`,
		} {
			kassa.Faults().Next("report", fake.Refuse(200, "application/json", body))
			r := must(c.GetReport(t.Context(), "6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11"))(t)
			require.Equal(t, atol.StatusWait, r.Status)
			require.Nil(t, r.Error)
			require.Equal(t, "6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11", r.UUID)
		}
	})
}

func TestAFailedReceiptIsATypedErrorWithTheReportsCode(t *testing.T) {
	for _, tc := range []struct {
		fault  atoltest.Fault
		code   string
		class  ordo.Class
		remedy atol.Remedy
	}{
		{atoltest.BadMark, "409", ordo.Invalid, atol.Correct},
		{atoltest.MarkTimeout, "421", ordo.Retry, atol.CallService},
	} {
		inBubble(t, atoltest.Settings{WaitReads: 2}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.FailReceipt("A-1", tc.fault)
			reg := must(c.Register(t.Context(), atol.Sell, advance("A-1")))(t)
			r, err := c.WaitReport(t.Context(), reg.UUID)
			e := failure(t, err)
			require.Equal(t, tc.code, e.Code)
			require.Equal(t, tc.class, e.Class)
			require.NotEmpty(t, e.Text)
			var failed *atol.FailedError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, tc.remedy, failed.Remedy)
			require.Same(t, r, failed.Report)
			require.Equal(t, atol.StatusFail, r.Status)
			require.ErrorContains(t, err, "new external id")
		})
	}
}

func TestAForeignINNFailsTheReceiptNotTheCall(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, _ *atoltest.Server, c *atol.Client) {
		d := advance("A")
		d.Company.INN = "7700000000"
		reg := must(c.Register(t.Context(), atol.Sell, d))(t)
		_, err := c.WaitReport(t.Context(), reg.UUID)
		require.Equal(t, "2009", failure(t, err).Code)
		require.ErrorContains(t, err, "7700000000")
	})
}

func TestAReportIsGoneAfter32Days(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, _ *atoltest.Server, c *atol.Client) {
		reg := must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
		time.Sleep(33 * 24 * time.Hour)
		require.Equal(t, ordo.NotFound, class(c.WaitReport(t.Context(), reg.UUID)))
		require.Equal(t, ordo.Invalid, class(c.GetReport(t.Context(), "")))
	})
}

func TestReportsAreAskedForOnceASecond(t *testing.T) {
	asked := func(opts ...ordo.Option) (took time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			kassa := atoltest.New(atoltest.Settings{})
			defer kassa.Close()
			c := client(kassa, atol.V4, opts...)
			reg := must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
			begin := time.Now()
			for range 5 {
				must(c.GetReport(t.Context(), reg.UUID))(t)
			}
			took = time.Since(begin)
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			_, err := c.GetReport(ctx, reg.UUID)
			if len(opts) == 0 {
				require.Equal(t, ordo.RateLimited, failure(t, err).Class)
				require.Equal(t, time.Second, failure(t, err).RetryAfter)
			}
		})
		return took
	}
	require.Equal(t, 4*time.Second, asked())
	require.Zero(t, asked(ordo.WithLimits(ordo.Limits{})), "the user's word counts")
}

// reserved are the keys that places were taken for.
type reserved []string

func (r *reserved) Reserve(_ context.Context, key string, _ ordo.Limits) (time.Duration, error) {
	*r = append(*r, key)
	return 0, nil
}

func (*reserved) Pause(context.Context, string, time.Duration) error    { return nil }
func (*reserved) Paused(context.Context, string) (time.Duration, error) { return 0, nil }

func TestMachinesAskForReportsTogether(t *testing.T) {
	var keys reserved
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			kassa := atoltest.New(atoltest.Settings{})
			defer kassa.Close()
			c := client(kassa, atol.V4, ordo.WithAccount("atol-1"), ordo.WithLimiter(&keys))
			reg := must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
			must(c.GetReport(t.Context(), reg.UUID))(t)
		})
	}
	require.Equal(t, reserved{"atol/reports/atol-1", "atol/reports/atol-1"}, keys)
}
