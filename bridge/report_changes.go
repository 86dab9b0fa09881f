package bridge

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// One entry for each thing that changed, so that people can look up what an outside system changed, and when.

// levelOf is the level of a change: people are told of what they did not do themselves.
func levelOf(j *job, e order.Event) Level {
	if e.By.System != "" && e.By.System == j.route.Channel {
		return LevelNotice
	}
	return LevelInfo
}

// lineAndName names a line for people, who know its goods and not always its id.
func lineAndName(j *job, id string) string {
	if l, known := j.order.Line(id); known && l.Name != "" && l.Name != id {
		return id + " (" + l.Name + ")"
	}
	return id
}

// reportCut reports lines of which units were cancelled while the order goes on.
func (x *outbox) reportCut(j *job, e order.Event, b order.Cancelled) {
	for _, p := range b.Parts {
		q := amount.Milli(p.To.Milli() - p.From.Milli())
		j.note(levelOf(j, e), e.By.System, "line-cut", "line %s: %s less, %s", lineAndName(j, p.Line), q, p.Sum)
	}
}

// reportLines reports lines that were added, extended or got another price.
func (x *outbox) reportLines(j *job, e order.Event) {
	level, from := levelOf(j, e), e.By.System
	switch b := e.Body.(type) {
	case order.LineAdded:
		l := b.Line
		j.note(level, from, "line-added", "line %s is new: %s × %s, %s", l.ID, l.Name, l.Quantity, l.Net[0].Total)
	case order.LineExtended:
		last := b.Net[len(b.Net)-1]
		j.note(level, from, "line-extended", "line %s: %s more, %s", lineAndName(j, b.Line), last.Width, last.Total)
	case order.Repriced:
		was := pricesBefore(j, e.N)
		for _, p := range b.Lines {
			if l, known := j.order.Line(p.Line); known && !slices.Equal(p.Net, was[p.Line]) {
				j.note(level, from, "line-repriced", "line %s costs %s now", lineAndName(j, p.Line), l.Total)
			}
		}
	}
}

// reportLineFacts reports each fact of a line that changed.
func (x *outbox) reportLineFacts(j *job, e order.Event, b order.LineChanged) {
	for _, c := range b.Changes {
		j.note(levelOf(j, e), e.By.System, "line-changed", "line %s: %s is %q now, it was %q", lineAndName(j, b.Line), c.Fact, c.Now, c.Was)
	}
}

// pricesBefore returns what the lines cost before an event.
func pricesBefore(j *job, n int) map[string]amount.Spans {
	net := map[string]amount.Spans{}
	placed := func(ls []order.LineData) {
		for _, l := range ls {
			net[l.ID] = l.Net
		}
	}
	for e := range j.order.Events(order.Filter{}) {
		if e.N >= n {
			break
		}
		switch b := e.Body.(type) {
		case order.Placed:
			placed(b.Lines)
		case order.Imported:
			placed(b.Lines)
		case order.LineAdded:
			net[b.Line.ID] = b.Line.Net
		case order.LineExtended:
			net[b.Line] = b.Net
		case order.Repriced:
			for _, p := range b.Lines {
				net[p.Line] = p.Net
			}
		}
	}
	return net
}

// reportDetails reports each detail that changed. With a shipment under way it is a warning: the parcel goes where it
// was sent.
func (x *outbox) reportDetails(j *job, e order.Event, b order.DetailsChanged) {
	level := levelOf(j, e)
	sent := slices.ContainsFunc(j.view().Shipments, func(s order.Shipment) bool {
		return s.State >= status.ShipmentRequested && s.State != status.ShipmentCancelled
	})
	for _, c := range b.Changes {
		if sent {
			j.note(LevelWarning, e.By.System, "detail", "%s is %q now, it was %q: a parcel is on its way with what it was; see to it", c.Field, c.Now, c.Was)
			continue
		}
		j.note(level, e.By.System, "detail", "%s is %q now, it was %q", c.Field, c.Now, c.Was)
	}
}

// reportConfirmation reports who gave a confirmation, and for whom.
func (x *outbox) reportConfirmation(j *job, e order.Event, b order.ConfirmationGiven) {
	who := cmp.Or(e.By.ID, e.By.System, string(e.By.Role))
	if b.For != 0 {
		j.note(levelOf(j, e), e.By.System, "confirmation", "%s gave the confirmation %s in place of: %s", who, b.Of, b.For)
		return
	}
	j.note(levelOf(j, e), e.By.System, "confirmation", "%s gave the confirmation %s", who, b.Of)
}
