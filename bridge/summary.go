package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// stuckAfter is how long something may be tried before an order counts as stuck.
const stuckAfter = time.Hour

// summary returns what lists show of the order.
func (x *outbox) summary(j *job) Summary {
	s := j.stored.Summary
	s.ID = j.stored.ID
	if !j.known() {
		s.Flags = setFlag(s.Flags, FlagStuck, x.stuck(j))
		return s
	}
	v := j.view()
	return Summary{
		ID: v.ID, Ref: v.Ref, Number: v.Number, Scheme: v.Scheme, State: v.State, Total: v.Total, Due: v.Due, ToRefund: v.ToRefund, Placed: v.Placed, Updated: v.Updated,
		Flags: x.flags(j, v),
	}
}

// flags returns the flags of a known order.
func (x *outbox) flags(j *job, v order.View) []Flag {
	var fs []Flag
	for _, f := range []struct {
		flag Flag
		set  bool
	}{
		{FlagHeld, j.order.Held()},
		{FlagRequest, slices.ContainsFunc(v.Requests, func(q order.CancelRequest) bool { return !q.Answered })},
		{FlagStuck, x.stuck(j) || !j.routed && !isFinal(v.State) && v.Forgotten == nil},
		{FlagMoneyDue, v.Due.Sign() > 0 && v.Forgotten == nil},
		{FlagRefundOpen, slices.ContainsFunc(v.Blocks, func(b order.BlockView) bool { return refundOpen(b.Money) })},
		{FlagNotice, slices.ContainsFunc(v.Notices, unanswered) && v.Forgotten == nil},
		{FlagNotInBooks, v.Labels[waitLabel(j.route.booksAt())] != "" && v.Forgotten == nil},
		{FlagSaleDrafted, slices.ContainsFunc(v.Documents, isDraftSale)},
		{FlagForgotten, v.Forgotten != nil},
	} {
		fs = setFlag(fs, f.flag, f.set)
	}
	return fs
}

// refundOpen reports whether the money of a return block is still to be paid back.
func refundOpen(m status.ReturnMoney) bool {
	return m == status.MoneyOwed || m == status.MoneySent || m == status.MoneyInDoubt || m == status.MoneyRefused
}

// setFlag adds a flag, or takes it away.
func setFlag(fs []Flag, f Flag, set bool) []Flag {
	fs = slices.DeleteFunc(slices.Clone(fs), func(x Flag) bool { return x == f })
	if set {
		fs = append(fs, f)
	}
	return fs
}

// stuck reports whether an effect or message waits for a person, or has failed for long.
func (x *outbox) stuck(j *job) bool {
	now := x.now()
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Phase == PhaseParked || w.Phase == PhaseInDoubt || w.Lacks != "" || w.Attempts > 0 && now.Sub(w.Since) > stuckAfter
	}) || slices.ContainsFunc(j.unworked(), func(m Message) bool {
		return m.Attempts > 0 && (m.Due.IsZero() || now.Sub(m.At) > stuckAfter)
	})
}
