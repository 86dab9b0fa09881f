package bridge

import (
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/stock"
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
	r.Fiscal.WithoutCodes = r.Registry != "" && r.WithdrawBy == WithdrawByDocument
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
		c.checkCentres(r)
		c.checkTills(r)
		c.checkParties(r)
		c.checkReserve(r)
		c.checkMessages(r)
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
	if r.Registry != "" {
		check("Registry", r.Registry, "a registry of marked goods", func(a *account) bool { return a.registry != nil })
	}
	if r.WithdrawBy > WithdrawByReceipt || r.WithdrawBy != WithdrawByDocument && (r.Registry == "" || r.Receipts == "") {
		c.refuse("route from %q: WithdrawBy %d needs a Registry, and Receipts that have the codes", r.Channel, r.WithdrawBy)
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

// checkCentres refuses centres that are missing or do not exist, and such as no document would use.
func (c *config) checkCentres(r Route) {
	if isZero(r.Centres) {
		return
	}
	if len(r.Centres.Known) == 0 {
		c.refuse("route from %q: Centres.Known is empty; name the centres that exist", r.Channel)
		return
	}
	for _, x := range []struct{ which, centre string }{{"Reserve", r.Centres.Reserve}, {"WriteOff", r.Centres.WriteOff}} {
		switch {
		case x.centre == "":
			c.refuse("route from %q: Centres.%s is missing; the centres are %s", r.Channel, x.which, strings.Join(r.Centres.Known, ", "))
		case !slices.Contains(r.Centres.Known, x.centre):
			c.refuse("route from %q: Centres.%s %q does not exist; the centres are %s", r.Channel, x.which, x.centre, strings.Join(r.Centres.Known, ", "))
		}
	}
	if s, known := r.Scheme.Rules(c.orders...); known && !slices.ContainsFunc(s.Documents, func(d order.DocumentRule) bool { return d.Place != "" }) {
		c.refuse("route from %q: Centres have no effect in scheme %s: its documents reserve nothing", r.Channel, r.Scheme)
	}
}

// checkTills refuses a method of payment without a name or a till.
func (c *config) checkTills(r Route) {
	for _, method := range slices.Sorted(maps.Keys(r.Tills)) {
		if method == "" || r.Tills[method] == "" {
			c.refuse("route from %q: Tills binds the method %q to the till %q; both are needed", r.Channel, method, r.Tills[method])
		}
	}
}

// checkParties refuses a search of buyers that cannot find anybody.
func (c *config) checkParties(r Route) {
	p := r.Parties
	if isZero(p) {
		return
	}
	switch a := c.accounts[p.Directory]; {
	case p.Directory == "":
		c.refuse("route from %q: Parties have no effect without a Directory; name the account that has the clients", r.Channel)
	case a == nil:
		c.refuse("route from %q: Parties.Directory %q is not among the accounts; add bridge.Account(%q, …)", r.Channel, p.Directory, p.Directory)
	case a.directory == nil:
		c.refuse("route from %q: Parties.Directory %q is a %s account, not a directory (erp.Directory)", r.Channel, p.Directory, a.vendor())
	}
	if len(p.Keys) == 0 {
		c.refuse("route from %q: Parties.Keys are empty; name what buyers are searched by, such as erp.PartyPhone", r.Channel)
	}
	for i, k := range p.Keys {
		switch {
		case k != erp.PartyPhone && k != erp.PartyName && k != erp.PartyEmail:
			c.refuse("route from %q: Parties.Keys has %q; the keys are %s, %s and %s", r.Channel, k, erp.PartyPhone, erp.PartyName, erp.PartyEmail)
		case slices.Contains(p.Keys[:i], k):
			c.refuse("route from %q: Parties.Keys has %q twice", r.Channel, k)
		}
	}
	if len(p.Fields) > 0 && !p.Create {
		c.refuse("route from %q: Parties.Fields have no effect without Create", r.Channel)
	}
}

// checkReserve refuses warehouses that are to be chosen where nobody knows what they have.
func (c *config) checkReserve(r Route) {
	if isZero(r.Reserve) {
		return
	}
	a := c.accounts[r.booksAt()]
	if a == nil || a.system == nil {
		c.refuse("route from %q: Reserve has no effect without Books or ERP; name the account that keeps the stock", r.Channel)
		return
	}
	if _, can := a.system.(erp.Stocker); !can {
		c.refuse("route from %q: Reserve has no effect, as %q keeps no stock (erp.Stocker)", r.Channel, a.name)
	}
	if _, err := stock.New(nil, nil, nil, r.Reserve.Policy); err != nil {
		c.refuse("route from %q: Reserve.Policy: %w", r.Channel, err)
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
