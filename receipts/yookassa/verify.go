package yookassa

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// VerifyError is the cause of an error of class Conflict or NotFound when YooKassa itself says otherwise than a
// notification: it is forged, or stale.
type VerifyError struct {
	Event, ID string
	Why       string
	NotYet    bool     // what is read may still become so: it may be older than the news
	Payment   *Payment // the payment as it is; nil if there is none
	Refund    *Refund  // the refund as it is; nil if there is none
}

// Error says what is not so.
func (e *VerifyError) Error() string { return e.Event + " of " + e.ID + " is not so: " + e.Why }

// Verify reads the object of a notification again and returns the notification with what YooKassa says now. Only that
// is to be believed; nothing of the one that came in is kept but the event and the id.
//
// If YooKassa says otherwise (no such object, another status, sum or payment), the error's cause is a *[VerifyError].
// A stale event is such a case too: the status has moved on, and its own notification tells of that. Events of other
// products than payments and refunds have class Unsupported. Any other error means that nothing is known yet, and so does
// a *[VerifyError] with NotYet: let YooKassa send the notification again ([Webhook.Answer]).
func (c *Client) Verify(ctx context.Context, n *Event) (*Event, error) {
	const op = "notification"
	kind, status, _ := strings.Cut(n.Type, ".")
	now := &Event{Type: n.Type, ID: n.ID}
	untrue := &VerifyError{Event: n.Type, ID: n.ID}
	var err error
	switch kind {
	case "payment":
		if now.Payment, err = c.GetPayment(ctx, n.ID); err == nil {
			untrue.Payment = now.Payment
			untrue.Why = paymentDiff(n.Payment, now.Payment, Status(status))
			untrue.NotYet = mayStillBecome(now.Payment.Status, Status(status))
		}
	case "refund":
		if now.Refund, err = c.GetRefund(ctx, n.ID); err == nil {
			untrue.Refund = now.Refund
			untrue.Why = refundDiff(n.Refund, now.Refund, Status(status))
			untrue.NotYet = mayStillBecome(now.Refund.Status, Status(status))
		}
	default:
		return nil, c.rest.Fail(op, ordo.Unsupported, "the event "+quote(n.Type)+" is neither of a payment nor of a refund", nil)
	}
	switch {
	case isNotFound(err):
		untrue.Why = "the shop has no such " + kind
		return nil, c.rest.Fail(op, ordo.NotFound, "not believed", untrue)
	case err != nil:
		return nil, err
	case untrue.Why != "":
		return nil, c.rest.Fail(op, ordo.Conflict, "not believed", untrue)
	}
	return now, nil
}

// isNotFound reports whether YooKassa itself says that there is no such object. A wrong address may answer 404 too.
func isNotFound(err error) bool {
	var e *ordo.Error
	return errors.As(err, &e) && (e.Code == CodeNotFound || e.Code == CodeGone)
}

// mayStillBecome reports whether a status may still become the one that was told.
func mayStillBecome(is, told Status) bool { return is != told && !is.IsFinal() }

// paymentDiff says what of a payment is not as it was told.
func paymentDiff(said, is *Payment, status Status) string {
	switch {
	case is.Status != status:
		return "the payment is " + rest.Clip(string(is.Status))
	case said != nil && said.Amount != is.Amount:
		return fmt.Sprintf("the payment is of %s, told was %s", is.Amount, said.Amount)
	}
	return ""
}

// refundDiff says what of a refund is not as it was told.
func refundDiff(said, is *Refund, status Status) string {
	switch {
	case is.Status != status:
		return "the refund is " + rest.Clip(string(is.Status))
	case said != nil && said.Amount != is.Amount:
		return fmt.Sprintf("the refund is of %s, told was %s", is.Amount, said.Amount)
	case said != nil && said.PaymentID != is.PaymentID:
		return fmt.Sprintf("the refund is of payment %s, told was %s", rest.Clip(is.PaymentID), rest.Clip(said.PaymentID))
	}
	return ""
}
