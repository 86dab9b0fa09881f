package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
)

func (f Flow) apply(c *config) {
	f.Kinds = slices.Clone(f.Kinds)
	c.flows = append(c.flows, f)
}

// runs reports whether the flow has a time of its own.
func (f Flow) runs() bool { return f.Every >= MinInterval }

// problem returns what of the flow never runs.
func (f Flow) problem() error { return Schedule{Every: []time.Duration{f.Every}}.problem() }

// checkFlows refuses flows that cannot be, and those in which a record could come back to where it is from.
func (c *config) checkFlows() {
	next := map[exchange.Kind]map[string][]string{} // where records of a kind go from an account
	for i, f := range c.flows {
		if len(f.Kinds) == 0 {
			c.refuse("flow from %q to %q: it has no kinds", f.From, f.To)
		}
		if f.Every < 0 {
			c.refuse("flow from %q to %q: the interval %s is less than 0", f.From, f.To, f.Every)
		}
		from, to := c.accounts[f.From], c.accounts[f.To]
		for _, name := range []string{f.From, f.To} {
			if c.accounts[name] == nil {
				c.refuse("flow from %q to %q: %q is not among the accounts; add bridge.Account(%q, …)", f.From, f.To, name, name)
			}
		}
		if from != nil && from.source == nil {
			c.refuse("flow from %q to %q: %T yields no records; it must be an exchange.Source, or have one", f.From, f.To, from.port)
		}
		if to != nil && to.sink == nil {
			c.refuse("flow from %q to %q: %T takes no records; it must be an exchange.Sink, or have one", f.From, f.To, to.port)
		}
		for n, kind := range f.Kinds {
			given := slices.Contains(f.Kinds[:n], kind) || slices.ContainsFunc(c.flows[:i], func(o Flow) bool {
				return o.From == f.From && o.To == f.To && slices.Contains(o.Kinds, kind)
			})
			switch {
			case given:
				c.refuse("flow from %q to %q: %s are given twice", f.From, f.To, kind)
			case reaches(next[kind], f.To, f.From):
				c.refuse("flow from %q to %q: %s go from %q to %q already; whose word counts for them must be one of the two", f.From, f.To, kind, f.To, f.From)
			}
			if next[kind] == nil {
				next[kind] = map[string][]string{}
			}
			next[kind][f.From] = append(next[kind][f.From], f.To)
		}
		if err := f.problem(); err != nil && f.Every > 0 {
			c.log.Warn("a flow is made by hand only", "flow", f.name(), "err", err)
		}
	}
}

// reaches reports whether records of an account come to another one, or are there.
func reaches(next map[string][]string, from, to string) bool {
	seen := map[string]bool{}
	var look func(at string) bool
	look = func(at string) bool {
		if at == to || seen[at] {
			return at == to
		}
		seen[at] = true
		return slices.ContainsFunc(next[at], look)
	}
	return look(from)
}

// checkFlow returns what of a flow can never be made, each as an *AccountError.
func (c *config) checkFlow(f Flow) (errs []error) {
	lacks := func(a *account, kind exchange.Kind, what string) {
		errs = append(errs, &AccountError{a.name, &ordo.Error{System: a.vendor(), Account: a.name, Op: string(kind), Class: ordo.Unsupported, Text: what}})
	}
	from, to := c.accounts[f.From], c.accounts[f.To]
	for _, kind := range f.Kinds {
		if s, can := from.source.(interface{ Has(kind exchange.Kind) bool }); can && !s.Has(kind) {
			lacks(from, kind, "it has no records of this kind")
		}
		if !to.sink.Can(kind) {
			lacks(to, kind, "it takes no records of this kind")
		}
	}
	if err := f.problem(); err != nil && f.Every > 0 {
		errs = append(errs, &AccountError{f.To, err})
	}
	return errs
}
