package megamarket

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Receive authenticates and reads order/new and order/cancel; see [Callbacks.Receive]. Errors are *CallbackError. The
// callbacks carry no time of their own.
func (ch *Channel) Receive(r *http.Request, body []byte) (channels.Post, error) {
	cb, err := ch.receive(r, body)
	var news []channels.News
	if err == nil {
		news, err = newsOf(cb)
	}
	if err != nil {
		return channels.Post{Answer: AnswerTo(err).plain()}, err
	}
	return channels.Post{News: news, Answer: AnswerTo(nil).plain(), Again: AnswerTo(errNotStored).plain()}, nil
}

// errNotStored stands for whatever keeps a callback from being stored.
var errNotStored = errors.New("the callback could not be stored")

// plain is the answer in the words of package ordo.
func (a Answer) plain() ordo.Answer {
	return ordo.JSONAnswer(a.Status, a.Body)
}

// receive reads a callback for this merchant.
func (ch *Channel) receive(r *http.Request, body []byte) (*Callback, error) {
	parse, err := ch.callbacks.route(r)
	if err != nil {
		return nil, err
	}
	cb, err := parse(body)
	if err != nil {
		return nil, err
	}
	if ch.merchant != 0 && cb.MerchantID != ch.merchant {
		return nil, &CallbackError{
			Status: http.StatusForbidden,
			Text:   fmt.Sprintf("%s is for merchant %d, but this account is merchant %d: look at the address in the cabinet", cb.Op, cb.MerchantID, ch.merchant),
		}
	}
	return cb, nil
}

// newsOf is what a callback tells, order by order.
func newsOf(cb *Callback) ([]channels.News, error) {
	var out []channels.News
	for i := range cb.New {
		n := &cb.New[i]
		d, err := n.draft()
		if err != nil {
			return nil, wrongShape(cb.Op, fmt.Errorf("shipment %s: %w", n.ShipmentID, err))
		}
		one := channels.News{Key: n.Key(), ID: n.ShipmentID, Placed: d}
		if p, ok := deposit(n.ShipmentID, n.Deposited); ok {
			one.Paid = []order.PaymentReport{{Payment: p}}
		}
		out = append(out, one)
	}
	for _, k := range cb.Cancelled {
		out = append(out, channels.News{Key: k.Key(), ID: k.ShipmentID, Cancelled: k.report()})
	}
	return out, nil
}

// report is the cancellation in the words of package order. In the standard scheme it has happened already; in merchant
// delivery, where the callback does not name the scheme, the order's scheme makes it a request.
func (c Cancellation) report() *order.CancelReport {
	r := &order.CancelReport{
		Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer, Code: "order/cancel", Done: c.Scheme == Standard,
	}
	for _, l := range c.Lots {
		r.Picks = append(r.Picks, order.Choice{Line: lineOf(l.Index)})
	}
	return r
}
