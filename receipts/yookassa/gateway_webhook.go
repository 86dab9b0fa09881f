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

// Receive implements receipts.Webhooker. It reads the notification and verifies it with YooKassa, because notifications
// are not signed. It returns references and no facts; read them again. An event of a refund also names its payment.
// Events of other products return nothing and are answered 200.
//
// If YooKassa contradicts the notification, the cause is a *[VerifyError]; it is answered 200, because a repeat would
// be no truer, unless it may still become true (NotYet). For that and for any other error the answer asks for a repeat.
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
