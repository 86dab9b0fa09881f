package yookassa

import (
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// Receive checks who calls, reads the notification, and asks YooKassa whether it is so: nothing is signed, so this is the
// only proof. It brings references and no facts; read them afresh. News of a refund are news of its payment, too. Events of
// other products bring nothing and are answered well.
//
// The error is a *[NotificationError] for what is no notification or came from elsewhere. What YooKassa says is not so, or
// not so any more, has a *[DisbeliefError] as its cause; it is answered 200, as a repeat would not make it true. What is not
// so yet, and any other error, by which YooKassa could not be asked, is answered so that it calls again.
func (g *Gateway) Receive(r *http.Request, body []byte) (receipts.Post, error) {
	n, err := g.admit(r, body)
	if err != nil {
		return receipts.Post{Answer: AnswerTo(err)}, err
	}
	post := receipts.Post{Key: n.Key(), Answer: AnswerTo(nil), Again: ordo.Answer{Status: http.StatusInternalServerError}}
	if kind, _, _ := strings.Cut(n.Event, "."); kind != refPayment && kind != refRefund {
		return post, nil
	}
	n, err = g.client.Verify(r.Context(), n)
	switch {
	case err != nil:
		return receipts.Post{Answer: AnswerTo(err)}, err
	case n.Refund != nil:
		post.Refunds = []order.Ref{g.ref(refRefund, n.ID)}
		post.Payments = []order.Ref{g.ref(refPayment, n.Refund.PaymentID)}
	default:
		post.Payments = []order.Ref{g.ref(refPayment, n.ID)}
	}
	return post, nil
}

func (g *Gateway) admit(r *http.Request, body []byte) (*Notification, error) {
	if err := g.notifications.Admit(r); err != nil {
		return nil, err
	}
	return ReadNotification(body)
}
