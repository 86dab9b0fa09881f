package onec

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// The kinds of references that this package makes; their ids are those of the base (Ref_Key). The documents of an order
// have the same kinds, but for the order itself.
const (
	RefOrder         = "order"
	RefSale          = "sale"           // Реализация товаров и услуг
	RefTransferOrder = "transfer-order" // Заказ на перемещение
	RefTransfer      = "transfer"       // Перемещение товаров
	RefReturn        = "return-note"    // Возврат товаров от клиента
	RefPayment       = "payment"        // Операция по платёжной карте
	RefGood          = "good"
	RefParty         = "party"
)

// CodeLessStock is the code of the outcome of a reservation that asks for more than is free; Outcome.Lacks says what.
const CodeLessStock = "less-stock"

// System keeps the books of a merchant's orders in one base: the order, what is reserved for it, transfers, sales,
// returns and payments, as documents of 1C. It is safe for concurrent use.
type System struct {
	client   *Client
	set      Settings
	broken   []SettingProblem
	language texts.Language // of reasons and warnings

	mu    sync.Mutex
	names map[string]Guid // what the settings name, as far as it was asked for
	own   map[Guid]string // the versions that our own writes made, by object
	sure  map[Guid]string // the versions of documents that are surely posted as they were written, by object
	feeds map[exchange.Kind]*feed
}

var (
	_ erp.System    = (*System)(nil)
	_ erp.Checker   = (*System)(nil)
	_ erp.Stocker   = (*System)(nil)
	_ erp.Printer   = (*System)(nil)
	_ erp.Directory = (*System)(nil)
)

// System returns the port to the client's base, by the merchant's settings. Settings that make no sense are not lost:
// the error of [ParseSettings] is then returned by every call.
func (c *Client) System(s Settings) *System {
	return &System{client: c, set: s, broken: s.problems(), names: map[string]Guid{}, own: map[Guid]string{}, sure: map[Guid]string{}, feeds: map[exchange.Kind]*feed{}}
}

// System implements erp.System.
func (*System) System() string { return Name }

// NameAccount names the account in errors and logs; bridge.New calls it.
func (s *System) NameAccount(name string) error { return s.client.NameAccount(name) }

// SetLanguage sets the language of the reasons and warnings that the port itself writes; English if it is not called.
// bridge.New calls it with the language of the account. Call it before the System is used.
func (s *System) SetLanguage(l texts.Language) { s.language = l }

// Can implements erp.System, for every scheme. Payments are shown if the settings say how.
func (s *System) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	switch kind { //nolint:exhaustive // nothing else means anything in books
	case order.EffectUpsert, order.EffectReserve, order.EffectTransfer, order.EffectDocument, order.EffectReturn,
		order.EffectCancel, order.EffectLines, order.EffectDetails, order.EffectMoveDate:
		return true
	case order.EffectPayment:
		return s.set.Payments != nil
	}
	return false
}

// Ref implements erp.System: the base gives the ids.
func (*System) Ref(order.View) order.Ref { return order.Ref{} }

// StatusFor implements erp.System: the state of an order in 1C follows from its documents, and is not set.
func (*System) StatusFor(order.View) string { return "" }

// Apply implements erp.System. What the base refuses is an outcome, rejected in its own words; every other failure is
// an error. It reads before it writes, and reads back what it wrote. A document has a key, by which it is found again;
// one that people made on the same basis for the same goods is taken for it.
func (s *System) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if !s.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported, Text: "1C shows nothing of " + string(t.Kind)}, nil
	}
	if err := s.fit(); err != nil {
		return order.Outcome{}, err
	}
	var out order.Outcome
	var err error
	switch t.Kind { //nolint:exhaustive // see Can
	case order.EffectUpsert:
		out, err = s.create(ctx, t)
	case order.EffectReserve:
		out, err = s.reserve(ctx, t)
	case order.EffectTransfer:
		out, err = s.transfer(ctx, t)
	case order.EffectDocument:
		out, err = s.sell(ctx, t)
	case order.EffectReturn:
		out, err = s.takeBack(ctx, t)
	case order.EffectCancel, order.EffectLines:
		out, err = s.bringLines(ctx, t)
	case order.EffectDetails:
		out, err = s.bringDetails(ctx, t)
	case order.EffectMoveDate:
		out, err = s.moveDate(ctx, t)
	case order.EffectPayment:
		out, err = s.bringPayment(ctx, t)
	}
	return s.settled(out, err)
}

// settled makes an outcome of what the base, or this port, refused.
func (s *System) settled(out order.Outcome, err error) (order.Outcome, error) {
	var no *refusedError
	var e *ordo.Error
	var kept *Mismatch
	switch {
	case err == nil:
		return out, nil
	case errors.As(err, &no):
		return order.Outcome{Kind: order.Rejected, Code: no.code, Text: s.language.Text(no.why), Lacks: no.lacks}, nil
	case isStale(err):
		return out, s.client.rest.Fail("change", ordo.Retry, "somebody else writes the document all the time", err)
	case errors.As(err, &kept):
		return order.Outcome{Kind: order.Rejected, Text: s.language.Text(order.Textf("1C did not keep what was written: %s", kept.Error()))}, nil
	case errors.As(err, &e) && (e.Class == ordo.Conflict || e.Class == ordo.Invalid && e.Code != ""):
		return order.Outcome{Kind: order.Rejected, Code: e.Code, Text: e.Text}, nil
	}
	return out, err
}

// refusedError is a refusal of this port, before anything was written or after it was taken back.
type refusedError struct {
	code  string
	why   order.Text
	lacks []order.Reserved
}

// Error implements error.
func (e *refusedError) Error() string { return e.why.String() }

func refuse(why order.Text) error { return &refusedError{why: why} }

// fit returns what is wrong with the settings.
func (s *System) fit() error {
	if len(s.broken) > 0 {
		return settingsError(s.client.rest.Account(), s.broken)
	}
	return nil
}

// wrote remembers that a version of an object is our own, so that it is no change of people.
func (s *System) wrote(o Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.own) >= mostOwn {
		clear(s.own) // what is forgotten is looked at once more, and found to be as it should
	}
	s.own[o.Ref] = o.Version
}

// posted remembers that a version of a document is our own, and posted.
func (s *System) wrotePosted(o Object) {
	s.wrote(o)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sure) >= mostOwn {
		clear(s.sure) // what is forgotten is posted once more
	}
	s.sure[o.Ref] = o.Version
}

// isSurelyPosted reports whether a posted document is known to be posted as it is. One that was posted stays so while
// it is written, with what it moved before: a process that ended between the two left it like that. Posting it once
// more does no harm.
func (s *System) isSurelyPosted(o Object) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sure[o.Ref] == o.Version && o.Version != ""
}

// mostOwn is how many versions are remembered.
const mostOwn = 100_000

// now is the time by which documents are dated, in the base's zone.
func (s *System) now() time.Time { return s.client.clock.Now().In(s.client.zone) }

func isNotFound(err error) bool { return ordo.ClassOf(err) == ordo.NotFound }
