package yookassa

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// VerifyError is the cause of an error of class Conflict or NotFound when YooKassa contradicts a notification, which is
// then forged or stale.
type VerifyError struct {
	Event, ID string
	Why       string
	NotYet    bool     // the object may still reach this status: the answer may be older than the event
	Payment   *Payment // the present payment; nil if there is none
	Refund    *Refund  // the present refund; nil if there is none
}

// Error states the contradiction.
func (e *VerifyError) Error() string { return e.Event + " of " + e.ID + ": " + e.Why }

// Verify reads the object of a notification again and returns the notification with the present object. Trust only the
// result; of n it keeps the event and the id.
//
// If YooKassa contradicts n (no such object, another status, sum or payment), the cause is a *[VerifyError]. A stale
// event is such a case: the status has changed since, and has a notification as well. Events of other products than
// payments and refunds are of class Unsupported. Any other error leaves it open, and so does a *[VerifyError] with
// NotYet: let YooKassa send the notification again ([Webhook.Answer]).
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
		return nil, c.rest.Fail(op, ordo.Unsupported, "event "+quote(n.Type)+" is not about a payment or a refund", nil)
	}
	switch {
	case isNotFound(err):
		untrue.Why = "the shop has no such " + kind
		return nil, c.rest.Fail(op, ordo.NotFound, "not verified", untrue)
	case err != nil:
		return nil, err
	case untrue.Why != "":
		return nil, c.rest.Fail(op, ordo.Conflict, "not verified", untrue)
	}
	return now, nil
}

// isNotFound reports whether YooKassa answered that there is no such object. A wrong address may answer 404 as well.
func isNotFound(err error) bool {
	var e *ordo.Error
	return errors.As(err, &e) && (e.Code == CodeNotFound || e.Code == CodeGone)
}

// mayStillBecome reports whether a status may still become the one in the notification.
func mayStillBecome(is, told Status) bool { return is != told && !is.IsFinal() }

// paymentDiff returns how a payment differs from the notification, or "".
func paymentDiff(said, is *Payment, status Status) string {
	switch {
	case is.Status != status:
		return "the payment is " + rest.Clip(string(is.Status))
	case said != nil && said.Amount != is.Amount:
		return fmt.Sprintf("the payment is %s, the notification has %s", is.Amount, said.Amount)
	}
	return ""
}

// refundDiff returns how a refund differs from the notification, or "".
func refundDiff(said, is *Refund, status Status) string {
	switch {
	case is.Status != status:
		return "the refund is " + rest.Clip(string(is.Status))
	case said != nil && said.Amount != is.Amount:
		return fmt.Sprintf("the refund is %s, the notification has %s", is.Amount, said.Amount)
	case said != nil && said.PaymentID != is.PaymentID:
		return fmt.Sprintf("the refund is of payment %s, the notification has %s", rest.Clip(is.PaymentID), rest.Clip(said.PaymentID))
	}
	return ""
}
