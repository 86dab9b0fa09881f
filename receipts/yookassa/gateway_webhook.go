package yookassa

import (
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// Admit implements receipts.Webhooker; see [Webhook.Admit].
func (g *Gateway) Admit(r *http.Request) error { return g.webhook.Admit(r) }

// Answer implements receipts.Webhooker; see [Webhook.Answer].
func (g *Gateway) Answer(err error) ordo.Answer { return g.webhook.Answer(err) }

// Receive implements receipts.Webhooker: it reads the notification, and asks YooKassa whether it is so: nothing is signed,
// so this is the only proof. It brings references and no facts; read them afresh. News of a refund are news of its payment,
// too. Events of other products bring nothing and are answered well.
//
// What YooKassa says is not so, or not so any more, has a *[VerifyError] as its cause; it is answered 200, as a repeat
// would not make it true. What is not so yet, and any other error, by which YooKassa could not be asked, is answered so
// that it calls again.
func (g *Gateway) Receive(r *http.Request, body []byte) (ordo.Call[receipts.News], error) {
	var none ordo.Call[receipts.News]
	e, err := g.webhook.Parse(r, body)
	if err != nil {
		return none, err
	}
	call := ordo.Call[receipts.News]{Key: e.Key()}
	if kind, _, _ := strings.Cut(e.Type, "."); kind != refPayment && kind != refRefund {
		return call, nil
	}
	e, err = g.client.Verify(r.Context(), e)
	switch {
	case err != nil:
		return none, err
	case e.Refund != nil:
		call.News = []receipts.News{{Refund: g.ref(refRefund, e.ID), Payment: g.ref(refPayment, e.Refund.PaymentID)}}
	default:
		call.News = []receipts.News{{Payment: g.ref(refPayment, e.ID)}}
	}
	return call, nil
}
