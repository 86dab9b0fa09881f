package retailcrm

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// The kinds of references that this package makes: an order by its externalId, and by the CRM's own id.
const (
	RefOrder   = "order"
	RefOrderID = "order-id"
)

// System plays a marketplace's module in one shop of an account: it shows orders to the merchant's people, and tells
// what they do with them. It is safe for concurrent use.
type System struct {
	client  *Client
	mapping Mapping
	baseURL string
	webhook Webhook
	broken  []MappingProblem

	language texts.Language // of notes to people
}

var (
	_ erp.System    = (*System)(nil)
	_ erp.Webhooker = (*System)(nil)
	_ erp.Reasoner  = (*System)(nil)
	_ erp.Checker   = (*System)(nil)
)

// SetLanguage sets the language of the notes that the port itself writes for people; English if it is not called.
// bridge.New calls it with the language of the account. Call it before the System is used.
func (s *System) SetLanguage(l texts.Language) { s.language = l }

// SystemOption changes how a System works.
type SystemOption func(*System)

// WithModule lets the CRM call: baseURL is where the module's calls arrive, each at a path below it that ends in the
// name of the action, and clientID the secret that the CRM repeats in them. [System.Install] registers both, once for
// each account. Without this option every call is refused.
func WithModule(baseURL, clientID string) SystemOption {
	return func(s *System) {
		s.baseURL, s.webhook.ClientID = strings.TrimSuffix(baseURL, "/"), ordo.NewSecret(clientID)
	}
}

// System returns the port to the client's shop, by the merchant's settings. Settings that make no sense are not lost:
// the error of [ParseMapping] is then returned by every call.
func (c *Client) System(m Mapping, opts ...SystemOption) *System {
	s := &System{client: c, mapping: m, broken: m.problems()}
	for _, o := range opts {
		o(s)
	}
	return s
}

// System implements erp.System.
func (s *System) System() string { return Name }

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (s *System) NameAccount(name string) error { return s.client.NameAccount(name) }

// Can implements erp.System: the CRM shows orders, where they stand, their lines and what became of them, payments, who
// buys and where the goods go, dates, notes, and of parcels their tracking numbers, in every scheme.
func (s *System) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	switch kind { //nolint:exhaustive // nothing else means anything here
	case order.EffectUpsert, order.EffectStatus, order.EffectCancel, order.EffectMoveDate, order.EffectNote, order.EffectDocument,
		order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn:
		return true
	}
	return false
}

// Ref implements erp.System: the externalId is the channel's number of the order, behind the merchant's prefix. The
// account is for the caller to fill in.
func (s *System) Ref(o order.View) order.Ref {
	if o.Ref.ID == "" {
		return order.Ref{}
	}
	return order.Ref{System: Name, Kind: RefOrder, ID: s.mapping.Prefix + o.Ref.ID}
}

// StatusFor implements erp.System. A cancelled order may be shown by who cancelled it; where its lines went for several
// reasons, that of the last counts, and [System.Apply] goes by the cause that it is given.
func (s *System) StatusFor(o order.View) string { return s.shows(o, endingOf(o, order.Event{})) }

func (s *System) shows(o order.View, e ending) string {
	m := &s.mapping
	states := []string{o.State.String()}
	var fallback []string
	switch o.State { //nolint:exhaustive // the others stand for themselves
	case status.OrderConfirmed, status.OrderPartlyConfirmed:
		states, fallback = append(states, status.OrderConfirmed.String()), m.Confirm
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		states, fallback = append(states, status.OrderDelivered.String()), m.Done
	case status.OrderCancelled:
		states = append(e.names(), states...)
	}
	if code := m.shown(o.Scheme, states...); code != "" || len(fallback) == 0 {
		return code
	}
	return fallback[0]
}

// says reports whether a status that people chose says the same as the one that would be written: it is left alone
// then.
func (s *System) says(code string, o order.View) bool {
	switch o.State { //nolint:exhaustive // only these have several statuses
	case status.OrderConfirmed, status.OrderPartlyConfirmed:
		return slices.Contains(s.mapping.Confirm, code)
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		return slices.Contains(s.mapping.Done, code)
	case status.OrderCancelled, status.OrderRefused:
		return s.mapping.Cancel[code] != ""
	}
	return false
}

// Reasons implements erp.Reasoner: a status that cancels the order does so before confirmation and after it.
func (s *System) Reasons() []erp.Reason {
	var all []erp.Reason
	add := func(kind order.EffectKind, set map[string]status.Reason) {
		for _, code := range sortedCodes(set) {
			all = append(all, erp.Reason{Status: code, Kind: kind, Reason: set[code]})
		}
	}
	add(order.EffectRefuse, s.mapping.Cancel)
	add(order.EffectCancel, s.mapping.Cancel)
	add(order.EffectRefuse, s.mapping.Lots.Refuse)
	add(order.EffectClose, s.mapping.Lots.Close)
	return all
}

// fit returns what is wrong with the settings.
func (s *System) fit() error {
	if len(s.broken) > 0 {
		return mappingError(s.client.rest.Account(), s.broken)
	}
	return nil
}

// Apply implements erp.System. What the CRM does not like is an outcome, rejected in its own words; every other failure
// is an error. It reads before it writes, and writes nothing where people said the same already in other codes.
func (s *System) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if err := s.fit(); err != nil {
		return order.Outcome{}, err
	}
	var out order.Outcome
	var err error
	switch t.Kind { //nolint:exhaustive // see Can
	case order.EffectUpsert:
		out, err = s.create(ctx, t)
	case order.EffectStatus:
		out, err = s.showStatus(ctx, t)
	case order.EffectCancel:
		out, err = s.cancelLots(ctx, t)
	case order.EffectLines:
		out, err = s.bringLines(ctx, t)
	case order.EffectReturn:
		out, err = s.takeBack(ctx, t)
	case order.EffectDetails:
		out, err = s.bringDetails(ctx, t)
	case order.EffectPayment:
		out, err = s.bringPayment(ctx, t)
	case order.EffectMoveDate:
		out, err = s.moveDate(ctx, t)
	case order.EffectDocument:
		out, err = s.tellParcel(ctx, t)
	case order.EffectNote:
		out, err = s.leaveNote(ctx, t)
	default:
		return order.Outcome{Kind: order.Unsupported, Text: "RetailCRM shows nothing of " + string(t.Kind)}, nil
	}
	if words, refused := refusalOf(err); refused {
		return order.Outcome{Kind: order.Rejected, Text: words}, nil
	}
	return out, err
}

// refusalOf returns the words by which the CRM refused data; false for every other failure.
func refusalOf(err error) (string, bool) {
	var e *ordo.Error
	if !errors.As(err, &e) || e.Class != ordo.Invalid {
		return "", false
	}
	var ps Problems
	switch {
	case errors.As(e.Err, &ps):
		return e.Text + ": " + ps.Error(), true
	case e.HTTPStatus == 400:
		return e.Text, true
	}
	return "", false
}

// key names the order that a task is about.
func (s *System) key(t order.Task) OrderKey {
	if id := numeric(t.Target.ID); t.Target.Kind == RefOrderID && id != 0 {
		return ByID(id)
	}
	return ByExternalID(s.Ref(t.Order).ID)
}

// lineKey is the id that the channel gave to a line; it is kept with the CRM's line.
func lineKey(l order.LineView) string {
	if l.Ref.ID != "" {
		return l.Ref.ID
	}
	return l.ID
}

// lineOf returns the line of an order that a line of the CRM stands for, also one that people added there; false if it
// is none of ours.
func lineOf(it *Item, o order.View) (order.LineView, bool) {
	for _, l := range o.Lines {
		if l.Ref.System == Name && l.Ref.Kind == RefItem && l.Ref.ID == strconv.FormatInt(it.ID, 10) {
			return l, true
		}
	}
	for _, id := range it.ExternalIDs {
		if id.Code != o.Ref.System {
			continue
		}
		for _, l := range o.Lines {
			if lineKey(l) == id.Value {
				return l, true
			}
		}
	}
	return order.LineView{}, false
}
