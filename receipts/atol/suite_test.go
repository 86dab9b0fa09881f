package atol_test

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/receipts/atol"
)

type op = clienttest.Op[*atol.Client]

// fault: R2
// fault: R9
// fault: R16
func TestSuite(t *testing.T) {
	const token, hook = "t0ken-of-the-session", "h00k-of-the-callback"
	done, failed := string(testdata(t, "report_done.json")), string(testdata(t, "report_fail.json"))
	report := func(uuid string) func(context.Context, *atol.Client) (any, error) {
		return func(ctx context.Context, c *atol.Client) (any, error) { return c.GetReport(ctx, uuid) }
	}
	clienttest.Run(t, clienttest.Client[*atol.Client]{
		Secrets: []string{"p4ss+of/the=login"}, Tokens: []string{token, hook},
		New: func(secrets []string, base string, opts ...ordo.Option) *atol.Client {
			return atol.New("login", secrets[0], "shop_7011", append(opts, ordo.WithBaseURL(base))...)
		},
		Holds: func(c *atol.Client) []any {
			return []any{c.Registrar(atol.Company{}, atol.WithCallback("https://shop.example/"+hook)), atol.NewWebhook(hook)}
		},
		Beside:  []clienttest.Reply{{On: "POST /v4/getToken", Body: `{"error":null,"token":"` + token + `","timestamp":"14.01.2026 10:02:11"}`}},
		Refusal: clienttest.Reply{Status: 400, Body: `{"error":{"error_id":"e-1","code":32,"text":"TEXT","type":"system"},"timestamp":"14.01.2026 10:02:11"}`},
		Ops: []op{
			{Name: "report", Answer: done, Asked: []string{"uuid"}, Do: report("6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11")},
			{Name: "report of a failure", Answer: failed, Asked: []string{"uuid"}, Do: report("b2d9c1aa-0000-4f0e-9d57-0f6e2b7c1d11")},
			{
				Name: "sell", Write: true, Safe: true, Answer: `{"uuid":"6b1f0a52-4a0e-4f0e-9d57-0f6e2b7c1d11","timestamp":"14.01.2026 10:02:16","error":null,"status":"wait"}`,
				Do: func(ctx context.Context, c *atol.Client) (any, error) {
					return c.Register(ctx, atol.Sell, advance("A-1042-adv-1"))
				},
			},
			{
				Name: "sell again", Write: true, Safe: true, Status: 400, Answer: string(testdata(t, "duplicate.json")),
				Do: func(ctx context.Context, c *atol.Client) (any, error) {
					return c.Register(ctx, atol.Sell, advance("A-1042-adv-1"))
				},
			},
		},
		Types: []any{atol.Report{}, atol.Registration{}},
	})
}
