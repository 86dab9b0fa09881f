package bridge

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// Route says where the orders of a channel are worked, and where their money is. It is an [Option].
type Route struct {
	Channel string // the account that orders come from
	ERP     string // the account where the merchant works them; empty: nowhere but here

	// Scheme narrows the route to orders of one scheme; the more precise route goes first.
	Scheme order.SchemeCode
	// Authority says whose word counts; zero stands for order.Marketplace, or for order.OwnShop where there is a gateway.
	Authority order.Authority
	// Answers says who answers a buyer's request to cancel.
	Answers Answers

	// Gateway is the account that holds the buyers' money: what people order to be paid back goes there. Empty: the bridge
	// pays nothing back, and the host settles refunds itself.
	Gateway string
	// Receipts is the account that registers fiscal receipts, as Fiscal wants them. It may be the gateway. Empty: none are
	// owed. What an order had behind it when receipts came into its route stays with whoever registered it.
	Receipts string
	Fiscal   receipts.Settings

	// Carriers are the accounts that parcels may go with; empty: all that are connected.
	Carriers []string
}

// Answers says who answers a buyer's request to cancel, where a scheme makes the channel ask.
type Answers uint8

// The ways to answer.
const (
	AnswerAtOnce     Answers = iota // yes for units that have not left the seller, no for the others
	AnswerByMerchant                // a person decides, here or in the ERP
)

func (r Route) apply(c *config) { c.routes = append(c.routes, r) }

// account is one of the merchant's accounts in an outside system, with the ports that it has, at least one.
type account struct {
	name      string
	port      interface{ System() string }
	channel   channels.Channel
	system    erp.System
	gateway   receipts.Gateway
	registrar receipts.Registrar
	carrier   carriers.Carrier

	checking chan struct{} // one at a time
	checked  time.Time     // when it was checked last
	wrong    error         // what was found then

	maxCall  int64 // bytes
	refusals refusals
}

// AccountOption says what is particular to one account; see [Account].
type AccountOption func(*account)

// MaxCall sets how long the body of an account's call to us may be, in bytes; [ordo.MaxCall] if it is not given. A longer
// one is refused.
func MaxCall(bytes int64) AccountOption { return func(a *account) { a.maxCall = bytes } }

// vendor names the outside system.
func (a *account) vendor() string { return a.port.System() }

// Account connects an account: a channels.Channel, an erp.System, a receipts.Gateway, a receipts.Registrar or a
// carriers.Carrier, or what is several of them. The name is the merchant's own, e.g. "mm-1"; it is part of the ids of
// orders and must never change. It has no slash.
func Account(name string, port any, opts ...AccountOption) Option {
	return option(func(c *config) {
		a := &account{name: name, checking: make(chan struct{}, 1), maxCall: ordo.MaxCall}
		for _, o := range opts {
			o(a)
		}
		if a.maxCall <= 0 {
			c.fail(fmt.Errorf("account %q: MaxCall wants at least one byte", name))
		}
		a.channel, _ = port.(channels.Channel)
		a.system, _ = port.(erp.System)
		a.gateway, _ = port.(receipts.Gateway)
		a.registrar, _ = port.(receipts.Registrar)
		a.carrier, _ = port.(carriers.Carrier)
		if a.channel == nil && a.system == nil && a.gateway == nil && a.registrar == nil && a.carrier == nil {
			c.fail(fmt.Errorf("account %q: %T is none of channels.Channel, erp.System, receipts.Gateway, receipts.Registrar and carriers.Carrier", name, port))
			return
		}
		a.port, _ = port.(interface{ System() string }) // all ports have it
		if name == "" {
			c.fail(fmt.Errorf("an account of %s has no name", a.vendor()))
		}
		if err := fitName(name); err != nil {
			c.fail(fmt.Errorf("account %q: %w", name, err))
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
		c.leads("from", r.Channel, "a channel", func(a *account) bool { return a.channel != nil })
		for _, to := range []struct {
			name, what string
			is         func(a *account) bool
		}{
			{r.ERP, "an ERP", func(a *account) bool { return a.system != nil }},
			{r.Gateway, "a gateway", func(a *account) bool { return a.gateway != nil }},
			{r.Receipts, "a registrar", func(a *account) bool { return a.registrar != nil }},
		} {
			if to.name != "" {
				c.leads("to", to.name, to.what, to.is)
			}
		}
		for _, name := range r.Carriers {
			c.leads("to", name, "a carrier", func(a *account) bool { return a.carrier != nil })
		}
		if r.Receipts != "" {
			if err := r.Fiscal.Check(); err != nil {
				c.fail(fmt.Errorf("route from %q: %w", r.Channel, err))
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

// leads tells whether a route leads from or to an account of the right kind.
func (c *config) leads(way, name, what string, is func(*account) bool) {
	switch a := c.accounts[name]; {
	case a == nil:
		c.fail(fmt.Errorf("route %s %q: there is no such account", way, name))
	case !is(a):
		c.fail(fmt.Errorf("route %s %q: that account is a %s, not %s", way, name, a.vendor(), what))
	}
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
	switch {
	case r.Authority != 0:
	case r.Gateway != "":
		r.Authority = order.OwnShop
	default:
		r.Authority = order.Marketplace
	}
	return r, true
}
