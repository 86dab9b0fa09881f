package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// inAnyLanguage returns the text of an event with its arguments; events of older logs have it in English only.
func inAnyLanguage(message order.Text, english string) order.Text {
	if message.IsZero() {
		return order.Textf("%s", english)
	}
	return message
}

// isEcho reports whether an event is what an account itself reported, by whatever person there: as a channel, or as
// an ERP. One account may be both.
func isEcho(e order.Event, a *account, channel bool) bool {
	return e.By.System == a.name && (e.By.Role == order.RoleChannel) == channel
}

// answeredUnits returns the units whose cancellation the channel learns from the answer to its request.
func answeredUnits(j *job, channel *account, es []order.Event) []order.Units {
	var us []order.Units
	if channel == nil || !channel.channel.Can(order.EffectAnswer, j.view().Scheme) {
		return nil
	}
	for _, e := range es {
		if b, is := e.Body.(order.CancelRequestAnswered); is {
			us = append(us, b.Accepted...)
		}
	}
	return us
}

// cancelledMoves returns the moves that cancel units.
func cancelledMoves(ms []order.Move) []order.Move {
	return slices.DeleteFunc(slices.Clone(ms), func(m order.Move) bool { return m.State != status.ItemCancelled })
}

// without leaves out the moves whose units are all among others.
func without(ms []order.Move, others []order.Units) []order.Move {
	return slices.DeleteFunc(ms, func(m order.Move) bool {
		return slices.ContainsFunc(others, func(u order.Units) bool {
			return u.Line == m.Line && u.From.Cmp(m.From) <= 0 && m.To.Cmp(u.To) <= 0
		})
	})
}

// isFirst reports whether an event is the order's first.
func isFirst(e order.Event) bool {
	switch e.Body.(type) {
	case order.Placed, order.Imported:
		return true
	}
	return false
}
