package bridge

func (s Schedule) apply(c *config) { c.schedules = append(c.schedules, s) }

// checkSchedules gives each account its schedule, and refuses those that belong to none.
func (c *config) checkSchedules() {
	for _, s := range c.schedules {
		a := c.accounts[s.Account]
		switch {
		case a == nil:
			c.refuse("schedule of %q: it is not among the accounts; add bridge.Account(%q, …)", s.Account, s.Account)
		case a.schedule != nil:
			c.refuse("schedule of %q: there are two; put their intervals into one", s.Account)
		case len(s.Every) == 0:
			c.refuse("schedule of %q: it has no interval", s.Account)
		default:
			a.schedule = &s
			if err := s.problem(); err != nil {
				c.log.Warn("a schedule is not followed as a whole", "account", s.Account, "err", err)
			}
		}
	}
}
