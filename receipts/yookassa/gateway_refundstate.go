package yookassa

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/receipts"
)

// portRefund is a refund in the words of package receipts.
func (g *Gateway) portRefund(ctx context.Context, r *Refund) receipts.Refund {
	out := receipts.Refund{
		Key: r.Metadata[metaKey], Ref: g.ref(refRefund, r.ID), Payment: g.ref(refPayment, r.PaymentID), Amount: r.Amount,
		State: receipts.RefundWaiting,
	}
	switch r.Status {
	case Succeeded:
		out.State = receipts.RefundDone
	case Canceled:
		out.State, out.Code, out.Text = receipts.RefundRefused, "canceled", "refused without a reason; "+advice[RemedyUnknown]
		if c := r.Cancellation; c != nil && c.Reason != "" {
			why, known := RefundReason(c.Reason)
			if !known {
				why.Meaning = "refused by " + rest.Clip(c.Party)
			}
			out.Code, out.Text = rest.Clip(c.Reason), why.Meaning+"; "+advice[why.Remedy]
		}
	case Pending:
	default: // not final as far as anybody knows
		out.Text = "its status " + quote(string(r.Status)) + " is not documented"
	}
	if out.State != receipts.RefundRefused {
		out.Receipt, _ = g.withRefund(ctx, r) // that it cannot be read now says nothing about the money
	}
	return out
}

// refusedRefund is an order that YooKassa did not take.
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

// advice says in words whether a refund may be ordered again.
var advice = map[Remedy]string{
	RemedyUnknown:     "whether it may be ordered again is not known",
	RemedyRetry:       "it may be ordered again",
	RemedyLater:       "it may be ordered again tomorrow, or when there is money",
	RemedyOtherMethod: "it may be ordered by other means",
	RemedyNone:        "ordering it again is of no use, the money must go back another way",
	RemedyCorrect:     "it may be ordered again with other data",
	RemedyAskSupport:  "ask YooKassa's support before it is ordered again",
}
