package bridge

import (
	"context"
	"errors"

	"github.com/ordo-sdk/ordo/order"
)

// MessageFailed records that a message which was sent did not reach its addressee, such as a mail that came back
// (smtp.ParseBounce). account is the account that sent it, key its messages.Message.Key. It stands in the order then,
// people are told, and it is sent again when the buyer's address has changed. The error is ErrUnknown if no message has
// the key.
func (b *Bridge) MessageFailed(ctx context.Context, account, key, why string) error {
	a := b.accounts[account]
	if a == nil || a.sender == nil {
		return &AccountError{Account: account, Err: errors.New(b.say(account, "it sends no messages"))}
	}
	id, err := b.Find(ctx, a.ref(order.Ref{Kind: "message", ID: key}))
	if err != nil {
		return err
	}
	return b.change(ctx, id, func(j *job) error {
		for _, m := range j.view().Messages {
			if m.Key != key {
				continue
			}
			m.State, m.Why = order.MessageFailed, clip(why, maxReason)
			_, err := j.order.Do(order.ReportMessage{Message: m}, j.fromBridge())
			if errors.Is(err, order.ErrAlready) {
				return nil
			}
			if err == nil {
				j.warn("%s to %s came back: %s; correct the address, then it is sent again", m.Subject, m.To, m.Why)
			}
			return err
		}
		return ErrUnknown
	})
}
