package bridge

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

func (r Route) apply(c *config) { c.routes = append(c.routes, r) }

// routeOf returns the route of an order, with its defaults.
func (c *config) routeOf(channel string, scheme order.SchemeCode) (Route, bool) {
	var found *Route
	for i, r := range c.routes {
		if r.Channel == channel && (r.Scheme == scheme || r.Scheme == "" && found == nil) {
			if found = &c.routes[i]; r.Scheme == scheme {
				break
			}
		}
	}
	if found == nil {
		return Route{}, false
	}
	r := *found
	if r.Authority != 0 {
		return r, true
	}
	r.Authority = order.Marketplace
	if r.Gateway != "" {
		r.Authority = order.OwnShop
	}
	if r.Books != "" {
		r.Authority |= order.BooksOwnDocuments
	}
	return r, true
}

// checkRoutes refuses routes that do not fit the accounts, or with which work would fail later.
func (c *config) checkRoutes() {
	type key struct {
		channel string
		scheme  order.SchemeCode
	}
	seen := map[key]bool{}
	for _, r := range c.routes {
		c.checkEnds(r)
		c.checkBooks(r)
		c.checkScheme(r)
		c.checkFiscal(r)
		k := key{r.Channel, r.Scheme}
		if seen[k] {
			c.refuse("route from %q: there are two for scheme %q", r.Channel, r.Scheme)
		}
		seen[k] = true
		c.checkReasons(r)
		c.checkLanding(r)
	}
	for _, name := range c.names {
		if c.accounts[name].channel != nil && !slices.ContainsFunc(c.routes, func(r Route) bool { return r.Channel == name }) {
			c.refuse("account %q: no route says where its orders go; add bridge.Route{Channel: %q}", name, name)
		}
	}
}

// checkEnds refuses a route whose accounts are missing or of the wrong kind.
func (c *config) checkEnds(r Route) {
	check := func(end, name, want string, is func(a *account) bool) {
		switch a := c.accounts[name]; {
		case a == nil:
			c.refuse("route from %q: %s %q is not among the accounts; add bridge.Account(%q, …)", r.Channel, end, name, name)
		case !is(a):
			c.refuse("route from %q: %s %q is a %s account, not %s", r.Channel, end, name, a.vendor(), want)
		}
	}
	check("Channel", r.Channel, "a channel", func(a *account) bool { return a.channel != nil })
	if r.ERP != "" {
		check("ERP", r.ERP, "an ERP", func(a *account) bool { return a.system != nil })
	}
	if r.Books != "" {
		check("Books", r.Books, "an ERP", func(a *account) bool { return a.system != nil })
	}
	if r.Gateway != "" {
		check("Gateway", r.Gateway, "a gateway", func(a *account) bool { return a.gateway != nil })
	}
	switch {
	case r.Capture > CaptureByHand:
		c.refuse("route from %q: Capture %d is not known; use CaptureWhenReady, CaptureOnConfirmation, CaptureOnHandOver or CaptureByHand", r.Channel, r.Capture)
	case r.Capture != CaptureWhenReady && r.Gateway == "":
		c.refuse("route from %q: Capture has no effect without a Gateway; name the account that holds the money", r.Channel)
	}
	if r.Receipts != "" {
		check("Receipts", r.Receipts, "a registrar", func(a *account) bool { return a.registrar != nil })
		if a := c.accounts[r.Receipts]; a != nil {
			if x, may := a.registrar.(interface{ Registers() bool }); may && !x.Registers() {
				c.refuse("route from %q: Receipts %q registers none as it is set; see the options of its %s account", r.Channel, r.Receipts, a.vendor())
			}
		}
	}
	for _, name := range r.Carriers {
		check("Carriers", name, "a carrier", func(a *account) bool { return a.carrier != nil })
	}
}

// checkBooks refuses books that are no account of their own, and an export that has no effect.
func (c *config) checkBooks(r Route) {
	switch r.Books {
	case "":
	case r.ERP:
		c.refuse("route from %q: Books %q is the ERP too; leave Books empty where one account is both", r.Channel, r.Books)
	case r.Channel:
		c.refuse("route from %q: Books %q is the channel too; the books need an account of their own", r.Channel, r.Books)
	}
	switch x := r.Export; {
	case x == Export{}:
	case x.When > ExportWhenNothingOpen:
		c.refuse("route from %q: Export.When %d is not known; use ExportAtOnce, ExportWhenPaid or ExportWhenNothingOpen", r.Channel, x.When)
	case x.After < 0:
		c.refuse("route from %q: Export.After is %s; it needs 0 or more", r.Channel, x.After)
	case r.booksAt() == "":
		c.refuse("route from %q: Export has no effect without Books or ERP; name the account that gets the orders", r.Channel)
	case r.booksAt() == r.Channel:
		c.refuse("route from %q: Export has no effect, as %q is the channel and the ERP in one", r.Channel, r.Channel)
	}
}

func (c *config) checkScheme(r Route) {
	if r.Scheme == "" {
		return
	}
	if _, known := r.Scheme.Rules(c.orders...); known {
		return
	}
	var codes []string
	for _, s := range order.Schemes(c.orders...) {
		codes = append(codes, string(s.Code))
	}
	c.refuse("route from %q: scheme %q is not known; the schemes are %s", r.Channel, r.Scheme, strings.Join(codes, ", "))
}

func (c *config) checkFiscal(r Route) {
	if r.Receipts == "" {
		if !isZero(r.Fiscal) {
			c.refuse("route from %q: Fiscal has no effect without Receipts; name the account that registers receipts", r.Channel)
		}
		return
	}
	if err := r.Fiscal.Check(); err != nil {
		c.refuse("route from %q: %w", r.Channel, err)
	}
}

// checkReasons refuses a route if the ERP can give a reason that the channel does not take.
func (c *config) checkReasons(r Route) {
	from, to := c.accounts[r.Channel], c.accounts[r.ERP]
	if from == nil || to == nil {
		return
	}
	takes, ok := from.channel.(channels.Reasoner)
	gives, has := to.system.(erp.Reasoner)
	if !ok || !has {
		return
	}
	schemes := []order.SchemeCode{r.Scheme}
	if r.Scheme == "" {
		schemes = schemes[:0]
		for _, s := range order.Schemes(c.orders...) {
			schemes = append(schemes, s.Code)
		}
	}
	for _, s := range schemes {
		for _, x := range gives.Reasons() {
			if !from.channel.Can(x.Kind, s) {
				continue
			}
			if _, err := takes.Reason(x.Kind, s, x.Reason); err != nil {
				c.refuse("route from %q to %q, scheme %s: status %q of the ERP gives a reason that the channel does not take: %w", r.Channel, r.ERP, s, x.Status, err)
			}
		}
	}
}

// checkLanding refuses a table of landings with two rows for one status, or with a row for none.
func (c *config) checkLanding(r Route) {
	type key struct{ status, category string }
	seen := map[key]bool{}
	for _, l := range r.Landing {
		k := key{l.Status, l.Category}
		switch {
		case l.Status == "" && l.Category == "":
			c.refuse("route from %q: a Landing has neither Status nor Category", r.Channel)
		case l.Status != "" && seen[key{status: l.Status}] || seen[k]:
			c.refuse("route from %q: there are two Landings for status %q, category %q", r.Channel, l.Status, l.Category)
		}
		if seen[k] = true; l.Status != "" {
			seen[key{status: l.Status}] = true
		}
		for _, d := range l.Documents {
			if d.Kind == "" {
				c.refuse("route from %q: a document of the Landing for status %q has no Kind", r.Channel, l.Status)
			}
		}
	}
}
