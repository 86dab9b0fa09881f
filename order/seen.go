package order

// markSeen records the time of the newest applied report of a system about a fact. Reports about different shipments
// or payments do not make each other stale: subject names the one that the report is about.
func (o *Order) markSeen(e *Event, f fact, subject string) {
	if e.Occurred.IsZero() {
		return
	}
	k := seenKey(e.By, f, subject)
	if e.Occurred.After(o.seen[k]) {
		o.seen[k] = e.Occurred
	}
}

// stale reports whether a newer report of the same system was applied.
func (o *Order) stale(by By, f fact, subject string) bool {
	return !by.Occurred.IsZero() && by.Occurred.Before(o.seen[seenKey(by.Actor, f, subject)])
}

func seenKey(a Actor, f fact, subject string) string {
	return a.System + "\x00" + f.String() + "\x00" + subject
}

// markReported records the state of units as a system itself reported it.
func (o *Order) markReported(e *Event, ms []Move) {
	switch e.By.Role {
	case RoleChannel, RoleERP, RoleBooks, RoleCarrier:
		for _, m := range ms {
			o.reportedStates[e.By.System+"\x00"+m.Line] = m.State
		}
		o.markSeen(e, factFulfilment, "")
	}
}

// markGone records which units the owner of the lines cancelled itself: it will not list them any more.
func (o *Order) markGone(e *Event, ms []Move) {
	if !o.authority.owns(e.By.Role, factLines) {
		return
	}
	for _, m := range ms {
		l := o.lines[o.index[m.Line]]
		l.knownGone = plus(l.knownGone, minus(m.To, m.From))
	}
	o.markSeen(e, factLines, "")
}
