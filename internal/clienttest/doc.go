// Package clienttest is the one suite that every client passes: what it does with answers that nobody foresaw, and what
// it shows of its secrets.
//
// A client's test tells the suite how to make the client, and names its operations, each with a recorded good answer:
//
//	func TestSuite(t *testing.T) {
//		clienttest.Run(t, clienttest.Client[*vendor.Client]{
//			Secrets: []string{"s3cr+t/Key"},
//			New: func(secrets []string, base string, opts ...ordo.Option) *vendor.Client {
//				return vendor.New(secrets[0], append(opts, ordo.WithBaseURL(base))...)
//			},
//			Refusal: clienttest.Reply{Status: 400, Body: `{"error":"TEXT"}`},
//			Ops: []clienttest.Op[*vendor.Client]{{
//				Name: "orders/get", Answer: `{"order":{"id":7,"lines":[{"sku":"A"}]}}`, Record: "order", Asked: []string{"order.id"},
//				Do:   func(ctx context.Context, c *vendor.Client) (any, error) { return c.Order(ctx, 7) },
//			}},
//		})
//	}
//
// The suite plays the vendor: it answers each request from memory with the recorded answer, or with that answer spoilt
// in one way. Every check runs in a bubble of testing/synctest, so that waits take no time.
package clienttest
