package chestnyznak_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

const (
	shoe   = "0104601234567893215Qx7&aB2kLm9Z"
	other  = "0104601234567893215Qx7&aB2kLm9Y"
	yogurt = "0104698765000012215aB7kQ\x1d93dGVz"
	docID  = "e2a0b6d3-7f8c-4f6f-9f0e-7a1c2b3d4e5f"
)

func testdata(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// pen signs with a secret.
type pen struct{ pin ordo.Secret }

func (p pen) Sign(ctx context.Context, content []byte, detached bool) ([]byte, error) {
	if !detached && string(content) == "BROKEN" {
		return nil, errors.New("no token in the slot")
	}
	return fmt.Appendf(nil, "%v signed with %s", detached, p.pin.Reveal()), ctx.Err()
}

// both are the two clients: that of documents, and that of the permission mode.
type both struct {
	*chestnyznak.Client
	check *chestnyznak.Checker
}

func (b both) NameAccount(name string) error {
	return errors.Join(b.Client.NameAccount(name), b.check.NameAccount(name))
}

type op = clienttest.Op[both]

func TestSuite(t *testing.T) {
	const token = "eyJhbGciOiJIUzI1NiJ9.t0ken"
	sale := chestnyznak.Withdrawal{INN: "5544332219", Action: chestnyznak.ActionDistance, ActionDate: "2026-01-16", Products: []chestnyznak.WithdrawalProduct{{CIS: shoe}}}
	clienttest.Run(t, clienttest.Client[both]{
		Secrets: []string{"p1n+of/the=pen"}, Tokens: []string{token},
		New: func(secrets []string, base string, opts ...ordo.Option) both {
			opts = append(opts, ordo.WithBaseURL(base))
			var signer marking.Signer
			if strings.TrimSpace(secrets[0]) != "" {
				signer = pen{ordo.NewSecret(secrets[0])}
			}
			return both{chestnyznak.New(signer, opts...), chestnyznak.NewChecker(secrets[0], opts...)}
		},
		Holds: func(b both) []any {
			r := b.Registry(chestnyznak.Settings{INN: "5544332219", Checker: b.check})
			return []any{r, chestnyznak.Files(files.Memory(), chestnyznak.Settings{}).WithCodes(r)}
		},
		Beside: []clienttest.Reply{
			{On: "GET /api/v3/true-api/auth/key", Body: `{"uuid":"3e5b8c1d-1f57-4b71-9d0b-0a2b6c7d8e90","data":"QWJXKZPLTRMNVBDSGHYUCAEIOFQWER"}`},
			{On: "POST /api/v3/true-api/auth/simpleSignIn", Body: `{"token":"` + token + `"}`},
			{On: "GET /api/v4/true-api/cdn/info", Body: `{"code":0,"description":"ok","hosts":[{"host":"` + clienttest.Base + `"}]}`},
			{On: "GET /api/v4/true-api/cdn/health/check", Body: `{"code":0,"description":"ok","avgTimeMs":37}`},
		},
		Refusal: clienttest.Reply{Status: 400, Body: `{"error_message":"TEXT"}`},
		Ops: []op{
			{
				Name: "cises/info", Answer: testdata(t, "codes.json"),
				Each: func(ctx context.Context, b both) iter.Seq2[any, error] {
					return clienttest.Rows(b.GetCodes(ctx, "shoes", shoe, other))
				},
			},
			{
				Name: "product/info", Answer: testdata(t, "products.json"), Record: "results",
				Each: func(ctx context.Context, b both) iter.Seq2[any, error] {
					return clienttest.Rows(b.GetProducts(ctx, "04601234567893", "04698765000012"))
				},
			},
			{
				Name: "doc/list", Answer: testdata(t, "list.json"), Record: "results",
				Each: func(ctx context.Context, b both) iter.Seq2[any, error] {
					return clienttest.Rows(b.ListDocuments(ctx, chestnyznak.DocumentFilter{Group: "shoes"}))
				},
				Page: func(n int) string {
					return fmt.Sprintf(`{"results":[{"number":"n-%[1]d","docDate":"2026-01-16T12:31:07.%03[1]dZ","status":"CHECKED_OK"}],"nextPage":true}`, n)
				},
			},
			{
				Name: "doc/info", Answer: testdata(t, "document.json"), Record: "0", Asked: []string{"0.number"},
				Do: func(ctx context.Context, b both) (any, error) { return b.GetDocument(ctx, "shoes", docID) },
			},
			{
				Name: "documents/create", Write: true, Answer: `"` + docID + `"`, Status: 201, Record: "-",
				Do: func(ctx context.Context, b both) (any, error) { return b.CreateDocument(ctx, "shoes", sale) },
			},
			{
				Name: "codes/check", Answer: testdata(t, "check.json"), Record: "",
				Do: func(ctx context.Context, b both) (any, error) { return b.check.CheckCodes(ctx, yogurt) },
			},
		},
		Types: []any{chestnyznak.CodeRow{}, chestnyznak.Product{}, chestnyznak.Document{}, chestnyznak.SaleAnswer{}},
	})
}
