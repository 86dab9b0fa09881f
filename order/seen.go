package order

// saw remembers how new the newest applied word of a system about a fact is; about one shipment or payment where it names
// one, as the news of one do not make those of another old.
func (o *Order) saw(e *Event, f fact, subject string) {
	if e.Occurred.IsZero() {
		return
	}
	k := about(e.By, f, subject)
	if e.Occurred.After(o.seen[k]) {
		o.seen[k] = e.Occurred
	}
}

// stale tells whether something newer was applied from the same system.
func (o *Order) stale(by By, f fact, subject string) bool {
	return !by.Occurred.IsZero() && by.Occurred.Before(o.seen[about(by.Actor, f, subject)])
}

func about(a Actor, f fact, subject string) string {
	return a.System + "\x00" + f.String() + "\x00" + subject
}

// sayMoves remembers how far a system itself said units have come.
func (o *Order) sayMoves(e *Event, ms []Move) {
	switch e.By.Role {
	case RoleChannel, RoleERP, RoleCarrier:
		for _, m := range ms {
			o.said[e.By.System+"\x00"+m.Line] = m.State
		}
		o.saw(e, factFulfilment, "")
	}
}

// cutThere remembers which units the owner of the lines itself took away: it will not list them any more.
func (o *Order) cutThere(e *Event, ms []Move) {
	if !o.authority.owns(e.By.Role, factLines) {
		return
	}
	for _, m := range ms {
		l := o.lines[o.index[m.Line]]
		l.cutThere = plus(l.cutThere, minus(m.To, m.From))
	}
	o.saw(e, factLines, "")
}
