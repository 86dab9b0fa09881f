package bridge

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Route says where the orders of a channel are worked. It is an [Option].
type Route struct {
	Channel string // the account that orders come from
	ERP     string // the account where the merchant works them; empty: nowhere but here

	// Scheme narrows the route to orders of one scheme; the more precise route goes first.
	Scheme order.SchemeCode
	// Authority says whose word counts; zero stands for order.Marketplace.
	Authority order.Authority
	// Answers says who answers a buyer's request to cancel.
	Answers Answers
}

// Answers says who answers a buyer's request to cancel, where a scheme makes the channel ask.
type Answers uint8

// The ways to answer.
const (
	AnswerAtOnce     Answers = iota // yes for units that have not left the seller, no for the others
	AnswerByMerchant                // a person decides, here or in the ERP
)

func (r Route) apply(c *config) { c.routes = append(c.routes, r) }

// account is one of the merchant's accounts in an outside system. Exactly one of the ports is set.
type account struct {
	name    string
	channel channels.Channel
	system  erp.System

	checking chan struct{} // one at a time
	checked  time.Time     // when it was checked last
	wrong    error         // what was found then
}

// vendor names the outside system.
func (a *account) vendor() string {
	if a.channel != nil {
		return a.channel.System()
	}
	return a.system.System()
}

// Account connects an account: a channels.Channel or an erp.System. The name is the merchant's own, e.g. "mm-1"; it is part
// of the ids of orders and must never change.
func Account(name string, port any) Option {
	return option(func(c *config) {
		a := &account{name: name, checking: make(chan struct{}, 1)}
		switch p := port.(type) {
		case channels.Channel:
			a.channel = p
		case erp.System:
			a.system = p
		default:
			c.fail(fmt.Errorf("account %q: %T is neither a channels.Channel nor an erp.System", name, port))
			return
		}
		if name == "" {
			c.fail(fmt.Errorf("an account of %s has no name", a.vendor()))
		}
		if c.accounts[name] != nil {
			c.fail(fmt.Errorf("account %q is there twice", name))
		}
		c.accounts[name] = a
		c.names = append(c.names, name)
	})
}

// check tells whether the routes make sense together with the accounts.
func (c *config) check() {
	seen := map[[2]string]bool{}
	for _, r := range c.routes {
		switch a := c.accounts[r.Channel]; {
		case a == nil:
			c.fail(fmt.Errorf("route from %q: there is no such account", r.Channel))
		case a.channel == nil:
			c.fail(fmt.Errorf("route from %q: that account is a %s, not a channel", r.Channel, a.vendor()))
		}
		if r.ERP != "" {
			switch a := c.accounts[r.ERP]; {
			case a == nil:
				c.fail(fmt.Errorf("route to %q: there is no such account", r.ERP))
			case a.system == nil:
				c.fail(fmt.Errorf("route to %q: that account is a %s, not an ERP", r.ERP, a.vendor()))
			}
		}
		k := [2]string{r.Channel, string(r.Scheme)}
		if seen[k] {
			c.fail(fmt.Errorf("route from %q: there are two for scheme %q", r.Channel, r.Scheme))
		}
		seen[k] = true
	}
	for _, name := range c.names {
		if a := c.accounts[name]; a.channel != nil && !seen[[2]string{name, ""}] && !routed(c.routes, name) {
			c.fail(fmt.Errorf("account %q: no route says where its orders go; add bridge.Route{Channel: %q}", name, name))
		}
	}
	c.reasons()
}

func routed(rs []Route, channel string) bool {
	for _, r := range rs {
		if r.Channel == channel {
			return true
		}
	}
	return false
}

// reasons compares the reasons that people can give in the ERP with those that the channel takes.
func (c *config) reasons() {
	for _, r := range c.routes {
		from, to := c.accounts[r.Channel], c.accounts[r.ERP]
		if from == nil || to == nil {
			continue
		}
		takes, ok := from.channel.(channels.Reasoner)
		gives, has := to.system.(erp.Reasoner)
		if !ok || !has {
			continue
		}
		schemes := []order.SchemeCode{r.Scheme}
		if r.Scheme == "" {
			schemes = schemes[:0]
			for _, s := range order.Schemes() {
				schemes = append(schemes, s.Code)
			}
		}
		for _, s := range schemes {
			for _, x := range gives.Reasons() {
				if !from.channel.Can(x.Kind, s) {
					continue
				}
				if _, err := takes.Reason(x.Kind, s, x.Reason); err != nil {
					c.fail(fmt.Errorf("route from %q to %q, scheme %s: %q there gives a reason that cannot be told: %w", r.Channel, r.ERP, s, x.Status, err))
				}
			}
		}
	}
}

// route finds the route of an order.
func (b *Bridge) route(channel string, scheme order.SchemeCode) (Route, bool) {
	var found *Route
	for i, r := range b.routes {
		if r.Channel == channel && (r.Scheme == scheme || r.Scheme == "" && found == nil) {
			if found = &b.routes[i]; r.Scheme == scheme {
				break
			}
		}
	}
	if found == nil {
		return Route{}, false
	}
	r := *found
	if r.Authority == 0 {
		r.Authority = order.Marketplace
	}
	return r, true
}
