package yookassa

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/receipts"
)

// portRefund converts a refund.
func (g *Gateway) portRefund(ctx context.Context, r *Refund) receipts.Refund {
	out := receipts.Refund{
		Key: r.Metadata[metaKey], Ref: g.ref(refRefund, r.ID), Payment: g.ref(refPayment, r.PaymentID), Amount: r.Amount,
		State: receipts.RefundWaiting,
	}
	switch r.Status {
	case Succeeded:
		out.State = receipts.RefundDone
	case Canceled:
		out.State, out.Code, out.Text = receipts.RefundRefused, "canceled", "YooKassa gives no reason; "+advice[RemedyUnknown]
		if c := r.Cancellation; c != nil && c.Reason != "" {
			why, known := RefundReason(c.Reason)
			if !known {
				why.Meaning = "refused by " + rest.Clip(c.Party)
			}
			out.Code, out.Text = rest.Clip(c.Reason), why.Meaning+"; "+advice[why.Remedy]
		}
	case Pending:
	default: // not known to be final
		out.Text = "its status " + quote(string(r.Status)) + " is not documented"
	}
	if out.State != receipts.RefundRefused {
		out.Receipt, _ = g.withRefund(ctx, r) // a failed read says nothing about the money
	}
	return out
}

// refusedRefund returns the state of an order that YooKassa refused.
func (g *Gateway) refusedRefund(o receipts.RefundOrder, e *ordo.Error) receipts.Refund {
	why, _ := RefundReason(e.Code)
	text := e.Text
	if e.Err != nil {
		text += " (" + e.Err.Error() + ")"
	}
	return receipts.Refund{
		Key: o.Key, Payment: g.ref(refPayment, o.Payment.ID), Amount: o.Amount,
		State: receipts.RefundRefused, Code: e.Code, Text: text + "; " + advice[why.Remedy],
	}
}

// advice is the text of a remedy for a refund.
var advice = map[Remedy]string{
	RemedyUnknown:     "whether it may be repeated is not known",
	RemedyRetry:       "it may be repeated",
	RemedyLater:       "it may be repeated tomorrow, or when there is money",
	RemedyOtherMethod: "it may be repeated with another method",
	RemedyNone:        "a repeat is useless, the money must be returned another way",
	RemedyCorrect:     "it may be repeated with other data",
	RemedyAskSupport:  "ask YooKassa's support before repeating it",
}
