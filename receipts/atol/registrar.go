package atol

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
)

// Registrar registers the receipts of one company, as the port of package receipts. A group that speaks v4 accepts
// receipts of FFD 1.05, one that speaks v5 receipts of FFD 1.2: set receipts.Settings.Format. It is safe for concurrent
// use.
//
// The external id is the receipt's key, the uuid is the reference. A correction of v4 has sums only, so the positions
// of a receipts.SellCorrection are sent as their VAT by rate.
type Registrar struct {
	client   *Client
	company  Company
	callback ordo.Secret // an address that ends in the secret
	webhook  Webhook
	hook     func(r receipts.Receipt, d *Document)
	problems []string // what is wrong with the settings
}

var (
	_ receipts.Registrar = (*Registrar)(nil)
	_ receipts.Webhooker = (*Registrar)(nil)
	_ receipts.Checker   = (*Registrar)(nil)
)

// RegistrarOption configures a Registrar; later ones win.
type RegistrarOption func(*Registrar)

// Registrar returns the group as a registrar of one company's receipts. The company's tax system is used for receipts
// that have none, as those of v4 may. It does not fail: every Register returns what is wrong with the company or the
// options, as an *ordo.Error of class Auth, because the settings must be corrected and the receipts stay pending.
func (c *Client) Registrar(company Company, opts ...RegistrarOption) *Registrar {
	g := &Registrar{client: c, company: company}
	for _, o := range opts {
		if o != nil {
			o(g)
		}
	}
	if err := c.settings.Err; err != nil {
		g.problems = append(g.problems, errorText(err))
	}
	check := &checker{op: Sell, version: c.version}
	if company.TaxSystem == "" {
		company.TaxSystem = TaxGeneral // receipts have their own
	}
	check.company(&Document{Company: company})
	for _, p := range check.problems {
		g.problems = append(g.problems, p.String())
	}
	if !g.callback.IsZero() {
		g.problems = append(g.problems, callbackProblems(g.callback.Reveal())...)
	}
	c.rest.Hide(g.webhook.secret.Reveal())
	return g
}

// WithCallback makes the service call this address once a receipt is made or has failed. It is optional: the bridge
// polls receipts in any case. The last segment of the path is the secret that authenticates a call, such as
// https://shop.example/hooks/atol/Jx3…: it must not be guessable. The address has at most 256 characters and no port.
// Without this option the service does not call, and every call is refused.
func WithCallback(address string) RegistrarOption {
	return func(g *Registrar) {
		g.callback, g.webhook = ordo.NewSecret(address), Webhook{}
		if u, err := url.Parse(address); err == nil && u.RawQuery == "" {
			if last := path.Base(u.Path); last != "/" && last != "." {
				g.webhook = NewWebhook(last)
			}
		}
	}
}

// callbackProblems returns what is wrong with an address, without the secret in it.
func callbackProblems(address string) []string {
	const it = "the callback address "
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return []string{it + "is not a URL such as https://shop.example/hooks/atol/SECRET"}
	case path.Base(u.Path) == "/" || path.Base(u.Path) == ".":
		return []string{it + "has no path: its last segment is the secret"}
	case u.RawQuery != "":
		return []string{it + "has a query: the secret is the last segment of the path"}
	case length(address) > 256:
		return []string{it + "is longer than 256 characters"}
	case u.Port() != "" || !callbackMask.MatchString(address):
		return []string{it + "has a port, or characters other than letters, digits and -.?,'/+&=%$#_: no callback would be sent"}
	}
	return nil
}

// WithDocumentHook completes a document before it is sent with what a receipts.Receipt does not have: the number of the
// device, cashless payments in detail, ISMOptional, a planned status. The hook must do the same for the same receipt
// each time, and must not change key, sums and payments.
func WithDocumentHook(dress func(r receipts.Receipt, d *Document)) RegistrarOption {
	return func(g *Registrar) { g.hook = dress }
}

// System returns [Name].
func (g *Registrar) System() string { return Name }

// NameAccount names the account in errors and logs. bridge.New calls it; ordo.WithAccount does the same for a client
// used alone. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (g *Registrar) NameAccount(name string) error { return g.client.NameAccount(name) }

// Register implements receipts.Registrar. A receipt that the group cannot register is not sent: the error is a
// *receipts.RuleError. For a receipt that was registered before, it returns its present state, or waiting if that
// cannot be read. The error is of class InDoubt for a duplicate without a uuid, and for one with another key or sum.
func (g *Registrar) Register(ctx context.Context, r receipts.Receipt) (receipts.Document, error) {
	op, d, err := g.Document(r)
	if err != nil {
		return receipts.Document{}, err
	}
	reg, err := g.client.Register(ctx, op, d)
	if err != nil {
		return receipts.Document{}, portError(err)
	}
	taken := receipts.Document{Key: r.Key, Ref: g.ref(reg.UUID), State: receipts.DocumentWaiting}
	if reg.Repeated || reg.Status.IsFinal() {
		if told, err := g.Read(ctx, taken.Ref); err == nil {
			if err := told.Verify(r); err != nil {
				return receipts.Document{}, err
			}
			told.Key = r.Key
			return told, nil
		}
	}
	return taken, nil
}

// portError gives an error of a registration the class that the port documents.
func portError(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	switch e.Class {
	case ordo.Unsupported:
		own.Class = ordo.Invalid
	case ordo.NotFound:
		own.Class = ordo.Auth // no content of a receipt can be missing
	case ordo.Conflict:
		own.Class = ordo.InDoubt // a duplicate without a uuid
	case ordo.Retry, ordo.RateLimited, ordo.Auth, ordo.InDoubt, ordo.Invalid:
	}
	return &own
}

// Read implements receipts.Registrar. Reports are kept for 32 days; after that the error is of class NotFound. A
// reference to another system is of class Invalid.
func (g *Registrar) Read(ctx context.Context, ref order.Ref) (receipts.Document, error) {
	if ref.System != "" && ref.System != Name {
		return receipts.Document{}, g.client.invalid("report", errors.New("the reference "+ref.String()+" is to another system than "+Name))
	}
	report, err := g.client.GetReport(ctx, ref.ID)
	if err != nil {
		return receipts.Document{}, err
	}
	return g.documentFrom(report)
}

// Admit implements receipts.Webhooker; the secret is that of [WithCallback].
func (g *Registrar) Admit(r *http.Request) error { return g.webhook.Admit(r) }

// Answer implements receipts.Webhooker; see [Webhook.Answer].
func (g *Registrar) Answer(err error) ordo.Answer { return g.webhook.Answer(err) }

// Receive implements receipts.Webhooker.
func (g *Registrar) Receive(r *http.Request, body []byte) (ordo.Call[receipts.News], error) {
	e, err := g.webhook.Parse(r, body)
	if err != nil {
		return ordo.Call[receipts.News]{}, err
	}
	return ordo.Call[receipts.News]{Key: e.Key(), News: []receipts.News{{Document: g.ref(e.UUID)}}}, nil
}

// ref returns the reference of a receipt.
func (g *Registrar) ref(uuid string) order.Ref {
	return order.Ref{System: Name, Account: g.client.rest.Account(), Kind: "receipt", ID: uuid}
}

// Document returns the receipt as Register sends it, and its operation. The error is a *receipts.RuleError about the
// receipt, or an *ordo.Error of class Auth about the settings.
func (g *Registrar) Document(r receipts.Receipt) (Operation, Document, error) {
	if err := r.Check(); err != nil {
		return "", Document{}, err
	}
	if len(g.problems) > 0 {
		return "", Document{}, g.client.rest.Fail("settings", ordo.Auth, "not sent: "+strings.Join(g.problems, "; "), nil)
	}
	if p := g.client.version.unsupported(r); len(p) > 0 {
		return "", Document{}, &receipts.RuleError{What: "receipt", Key: r.Key, Problems: p}
	}
	op := operationOf[r.Kind]
	d := g.documentOf(r)
	if g.hook != nil {
		g.hook(r.Clone(), &d)
	}
	err := g.client.Check(op, d)
	var no *DocumentError
	if errors.As(err, &no) {
		return "", Document{}, &receipts.RuleError{What: "receipt", Key: r.Key, Problems: receiptProblems(no.Problems)}
	}
	return op, d, err
}
