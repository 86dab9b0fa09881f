package bitrix24

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// The kinds of references that this package makes; their ids are those of the portal.
const (
	RefDeal    = "deal"
	RefContact = "contact"
)

// System shows orders to the people of a portal as deals with items below them, and tells what they do there. It is
// safe for concurrent use.
type System struct {
	client   *Client
	set      Settings
	broken   []SettingProblem
	language texts.Language // of notes and reasons
	files    func(context.Context, order.File) ([]byte, error)

	calls calls  // of the portal to us
	tab   string // address of the page in the cards of deals; "" without one

	mu          sync.Mutex
	reads                        // what the reading side learned once
	places      *places          // what set-up made, once it was found
	discountsAt *placed          // that of discounts
	products    map[string]int64 // of the catalogue, by article
}

// SystemOption changes how a System works.
type SystemOption func(*System)

// WithFiles lets the contents of files be shown, such as receipts and labels: read returns that of one. A file that
// cannot be read is shown as its link, as all are without this option.
func WithFiles(read func(context.Context, order.File) ([]byte, error)) SystemOption {
	return func(s *System) { s.files = read }
}

// System returns the port to the client's portal, by the merchant's settings. Settings that make no sense are not lost:
// the error of [ParseSettings] is then returned by every call.
func (c *Client) System(set Settings, opts ...SystemOption) *System {
	own := c
	if c.rest.Connector() == "" {
		own = c.WithConnector(set.originator()) // our own writes are no news
	}
	s := &System{client: own, set: set, broken: set.problems(), products: map[string]int64{}}
	for _, o := range opts {
		o(s)
	}
	return s
}

// System implements erp.System.
func (*System) System() string { return Name }

// NameAccount names the account in errors and logs; bridge.New calls it.
func (s *System) NameAccount(name string) error { return s.client.NameAccount(name) }

// SetLanguage sets the language of the notes and reasons that the port itself writes; English if it is not called.
// bridge.New calls it with the language of the account. Call it before the System is used.
func (s *System) SetLanguage(l texts.Language) { s.language = l }

// Can implements erp.System, for every scheme. Stock and its documents are those of the books: a portal's REST writes
// neither reservations nor warehouses.
func (*System) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	switch kind { //nolint:exhaustive // nothing else means anything here
	case order.EffectUpsert, order.EffectStatus, order.EffectLines, order.EffectCancel, order.EffectDetails, order.EffectMoveDate,
		order.EffectPayment, order.EffectReturn, order.EffectNote, order.EffectShow:
		return true
	}
	return false
}

// Ref implements erp.System: the portal gives the ids.
func (*System) Ref(order.View) order.Ref { return order.Ref{} }

// StatusFor implements erp.System: the code of the deal's stage, without the prefix of its funnel.
func (*System) StatusFor(o order.View) string { return stageOf(o) }

// Apply implements erp.System. What the portal refuses is an outcome, rejected in its own words; every other failure is
// an error. It reads before it writes, in one request each, and writes only what differs. What people set and nobody
// has read yet is left alone (erp.Reading.Seen). A lost answer is an error of class Retry, as what was done is found
// again.
func (s *System) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if !s.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported, Text: "Bitrix24 shows nothing of " + string(t.Kind)}, nil
	}
	if err := s.fit(); err != nil {
		return order.Outcome{}, err
	}
	var out order.Outcome
	var err error
	switch t.Kind { //nolint:exhaustive // see Can
	case order.EffectUpsert:
		out, err = s.create(ctx, t)
	case order.EffectStatus:
		out, err = s.bring(ctx, t, aboutStatus)
	case order.EffectCancel:
		out, err = s.bring(ctx, t, aboutSums|aboutStatus)
	case order.EffectLines, order.EffectReturn:
		out, err = s.bring(ctx, t, aboutSums)
	case order.EffectDetails:
		out, err = s.bring(ctx, t, aboutBuyer)
	case order.EffectMoveDate:
		out, err = s.bring(ctx, t, aboutDate)
	case order.EffectPayment:
		out, err = s.bring(ctx, t, aboutPayment)
	case order.EffectNote:
		out, err = s.note(ctx, t)
	case order.EffectShow:
		out, err = s.show(ctx, t)
	}
	return s.settled(out, err)
}

// settled makes an outcome of what the portal refused, and lets the rest be tried again.
func (s *System) settled(out order.Outcome, err error) (order.Outcome, error) {
	var e *ordo.Error
	switch {
	case err == nil:
		return out, nil
	case !errors.As(err, &e):
		return out, err
	case e.Class == ordo.InDoubt:
		return out, s.client.rest.Fail(e.Op, ordo.Retry, "the answer was lost; what was done is found again", err)
	case e.Class == ordo.Invalid && e.Code != "", e.Class == ordo.Conflict, e.Class == ordo.Unsupported && e.Code != "":
		return order.Outcome{Kind: order.Rejected, Code: e.Code, Text: e.Op + ": " + e.Text}, nil
	}
	return out, err
}

// fit returns what is wrong with the settings.
func (s *System) fit() error {
	if len(s.broken) > 0 {
		return s.client.rest.Fail("settings", ordo.Invalid, wrongSettings, &SettingsError{s.broken})
	}
	return nil
}

// seen is what was read last of what people set for an order.
func seen(t order.Task) version { return parseVersion(t.Order.Labels[erp.SeenLabel(t.Target.Account)]) }

var _ erp.Checker = (*System)(nil)

// numeric is an id of the portal, or 0.
func numeric(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
