package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/messages"
)

// checkMessages refuses rules of a route by which no message could be sent.
func (c *config) checkMessages(r Route) {
	seen := map[string]bool{}
	for i, m := range r.Messages {
		refuse := func(format string, args ...any) {
			c.refuse("route from %q: Messages[%d], %s: "+format, append([]any{r.Channel, i, m.name()}, args...)...)
		}
		if !slices.Contains(occasions, m.On) {
			refuse("On is %q; it must be one of %v", m.On, occasions)
		}
		if seen[m.name()] {
			refuse("another rule has this name; give it a Name of its own")
		}
		seen[m.name()] = true
		for _, n := range m.Needs {
			if !slices.Contains(needs, n) {
				refuse("Needs has %q; known are %v", n, needs)
			}
		}
		if (m.To == ToAddress) != (m.Address != messages.Address{}) {
			refuse("Address and ToAddress go together")
		}
		if m.To > ToAddress {
			refuse("To is %d, which is nobody", m.To)
		}
		if len(m.Via) == 0 {
			refuse("Via is empty: name an account and a kind")
		}
		for _, v := range m.Via {
			switch a := c.accounts[v.Account]; {
			case a == nil || a.sender == nil:
				refuse("account %q sends no messages; add bridge.Account(%q, …) with a messages.Sender", v.Account, v.Account)
			case !a.sender.Can(v.Kind):
				refuse("account %q cannot send %q", v.Account, v.Kind)
			}
		}
		if err := c.templates.Check(m.template(), m.Language); err != nil && m.On != OnMarkedLeft {
			refuse("%w", err)
		}
	}
}
