package megamarket

import (
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Admit implements channels.Webhooker; see [Webhook.Admit].
func (ch *Channel) Admit(r *http.Request) error { return ch.webhook.Admit(r) }

// Answer implements channels.Webhooker; see [Webhook.Answer].
func (ch *Channel) Answer(err error) ordo.Answer { return ch.webhook.Answer(err) }

// Receive implements channels.Webhooker: it reads order/new and order/cancel. They carry no time of their own.
func (ch *Channel) Receive(r *http.Request, body []byte) (ordo.Call[channels.News], error) {
	e, err := ch.webhook.Parse(r, body)
	if err != nil {
		return ordo.Call[channels.News]{}, err
	}
	if ch.merchant != 0 && e.MerchantID != ch.merchant {
		return ordo.Call[channels.News]{}, refused(http.StatusForbidden, fmt.Sprintf(
			"%s is for merchant %d, but this account is merchant %d: look at the address in the cabinet", e.Op, e.MerchantID, ch.merchant,
		), nil)
	}
	news, err := newsOf(e)
	return ordo.Call[channels.News]{News: news}, err
}

// newsOf is what a callback tells, order by order. A new order that cannot be worked on is only named, so that it is
// read, unless there is nothing else.
func newsOf(cb *Event) ([]channels.News, error) {
	var out []channels.News
	var why error
	good := len(cb.Cancelled)
	for i := range cb.New {
		n := &cb.New[i]
		one := channels.News{Key: n.Key(), ID: n.ShipmentID}
		switch d, err := n.draft(); {
		case n.ShipmentID == "":
			return nil, wrongShape(cb.Op, n.Problem)
		case len(n.Lots) == 0:
			why = both(fmt.Errorf("shipment %s: %w", quote(n.ShipmentID), n.Problem), why)
		case err != nil:
			why = both(fmt.Errorf("shipment %s: %w", quote(n.ShipmentID), err), why)
		default:
			good++
			one.Placed = d
			if n.Problem != nil {
				one.Warning = n.Problem.Error()
			}
			if n.Handover != nil {
				if p, ok := deposit(n.ShipmentID, n.Handover.Deposited); ok {
					one.Paid = []order.PaymentReport{{Payment: p}}
				}
			}
		}
		out = append(out, one)
	}
	if good == 0 {
		return nil, wrongShape(cb.Op, why)
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
		Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer, Code: opCancel, Done: c.Scheme == Standard,
	}
	for _, l := range c.Lots {
		r.Picks = append(r.Picks, order.Choice{Line: lineOf(l.Index)})
	}
	return r
}
