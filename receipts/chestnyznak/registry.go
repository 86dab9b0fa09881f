package chestnyznak

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// Settings are what documents say of the participant.
type Settings struct {
	INN string // of the participant, 10 or 12 digits; needed
	// DistanceSale is the word for a sale at a distance. Empty is DISTANCE; editions before 2025 had REMOTE_SALE.
	DistanceSale string
	// FIAS and KPP are of the place of activity, where the registry asks for it. Sole traders have no KPP.
	FIAS, KPP string
	// DocumentName is the name of the primary document of a report that names none. Empty is «Заказ».
	DocumentName string
	// Settle is how long a document may take to be seen. One whose answer was lost is sent again only after that.
	// 0 is ten minutes.
	Settle time.Duration
	// AnyOwner lets codes through whose owner the registry does not tell. It tells the owner to the owner, so otherwise
	// such a code counts as another participant's.
	AnyOwner bool
	// Checker answers whether codes may be sold; nil: nobody does.
	Checker *Checker
}

func (s Settings) settle() time.Duration { return cmp.Or(s.Settle, 10*time.Minute) }
func (s Settings) distance() string      { return cmp.Or(s.DistanceSale, ActionDistance) }
func (s Settings) name() string          { return cmp.Or(s.DocumentName, "Заказ") }

// problem returns what is wrong with the settings; "" if nothing is.
func (s Settings) problem() string {
	if n := len(s.INN); (n != 10 && n != 12) || strings.Trim(s.INN, "0123456789") != "" {
		return "the INN of the participant has 10 or 12 digits, not " + `"` + s.INN + `"`
	}
	return ""
}

// Registry is the registry as the port of package marking. It is safe for concurrent use; documents are sent one after
// the other. Ids of documents are those of the registry behind the group of goods, such as "lp/e2a0b6d3-…".
type Registry struct {
	client   *Client
	settings Settings
	turn     chan struct{} // held while a document is looked for and sent

	mu    sync.Mutex
	tried map[string]time.Time // by key: when a document was sent whose answer was lost
	known map[string]paper     // by id: what the documents say, which never changes
}

var (
	_ marking.Registry = (*Registry)(nil)
	_ marking.Checker  = (*Registry)(nil)
)

// Registry returns the registry as a port. It does not fail: every Report returns what is wrong with the settings, as
// an *ordo.Error of class Auth, because they must be corrected and the documents stay pending.
func (c *Client) Registry(s Settings) *Registry {
	return &Registry{client: c, settings: s, turn: make(chan struct{}, 1), tried: map[string]time.Time{}, known: map[string]paper{}}
}

// System returns [Name].
func (g *Registry) System() string { return Name }

// NameAccount names the account in errors and logs; the same name again is fine. It names that of the Checker, too.
func (g *Registry) NameAccount(name string) error {
	if err := g.client.NameAccount(name); err != nil || g.settings.Checker == nil {
		return err
	}
	return g.settings.Checker.NameAccount(name)
}

// Check checks the settings and the signature: it signs in. The error is of class Auth if a person must act, and of
// class Retry if the registry cannot be reached now.
func (g *Registry) Check(ctx context.Context) error {
	if why := g.settings.problem(); why != "" {
		return g.client.fail("settings", ordo.Auth, why, nil)
	}
	for _, err := range g.client.GetProducts(ctx, anyArticle) {
		if class := ordo.ClassOf(err); class != ordo.NotFound && (class != ordo.Invalid || ctx == nil) {
			return err
		}
	}
	return nil
}

// anyArticle is a right GTIN that need not exist.
const anyArticle = "04600000000015"

// CheckSale implements [marking.Checker] with Settings.Checker. Without one the error is of class Unsupported.
func (g *Registry) CheckSale(ctx context.Context, codes ...marking.Code) (marking.SaleCheck, error) {
	if g.settings.Checker == nil {
		return marking.SaleCheck{}, g.client.fail("codes/check", ordo.Unsupported, "Settings.Checker is missing: it needs the key of the cash desks (X-API-KEY)", nil)
	}
	return g.settings.Checker.CheckSale(ctx, codes...)
}

// Codes implements [marking.Registry].
func (g *Registry) Codes(ctx context.Context, codes ...marking.Code) iter.Seq2[marking.Status, error] {
	return func(yield func(marking.Status, error) bool) {
		asked := map[string]marking.Code{}
		var all []string
		for _, c := range codes {
			if _, again := asked[c.CIS()]; !again {
				asked[c.CIS()] = c
				all = append(all, c.CIS())
			}
		}
		for row, err := range g.client.GetCodes(ctx, "", all...) {
			code, ours := asked[row.Info.Requested]
			switch {
			case err != nil:
				yield(marking.Status{}, err)
				return
			case !ours: // its own code has a row that says so
				continue
			}
			delete(asked, row.Info.Requested) // a second row about it is a problem of the answer
			if !yield(g.status(code, row), nil) {
				return
			}
		}
	}
}

// status is what a row says of a code.
func (g *Registry) status(code marking.Code, row CodeRow) marking.Status {
	i := row.Info
	s := marking.Status{
		Code: code, State: stateOf[i.Status], Vendor: string(i.Status), Owner: i.OwnerINN, Group: i.Group,
		Reason: i.WithdrawReason, Problem: row.Problem,
	}
	if i.StatusEx != "EMPTY" {
		s.Extra = i.StatusEx
	}
	why := ""
	switch {
	case s.Problem != nil:
	case len(i.Authorities) > 0:
		why = "the code is blocked by " + strings.Join(i.Authorities, ", ") + ": the goods must not be sold"
	case i.OwnerINN != "" && i.OwnerINN != g.settings.INN:
		why = "the code belongs to the participant with INN " + i.OwnerINN
	case i.OwnerINN == "" && !g.settings.AnyOwner && (s.State == marking.InCirculation || s.State == marking.Out):
		why = "the registry does not tell the owner of the code, as it tells it to the owner: it is another participant"
	case i.MarkWithdraw && s.State == marking.InCirculation:
		why = "another participant has brought the code out of circulation"
	case s.Extra != "":
		why = "the code is in the special state " + s.Extra
	}
	if why != "" {
		s.Problem = g.client.fail("cises/info", ordo.Conflict, why, nil)
	}
	return s
}

// stateOf are the states of codes. Words that are not here are Unknown.
var stateOf = map[CodeStatus]marking.State{
	Emitted: marking.Issued, Applied: marking.Issued, AppliedNotPaid: marking.Issued,
	Introduced: marking.InCirculation, IntroducedReturned: marking.InCirculation,
	Retired: marking.Out, Withdrawn: marking.Out, WrittenOff: marking.Out,
	Disaggregation: marking.Aggregate, Disaggregated: marking.Aggregate,
}

// statuses reads the codes of units, by their identity.
func (g *Registry) statuses(ctx context.Context, units []marking.ReportUnit) (map[string]marking.Status, error) {
	codes := make([]marking.Code, len(units))
	for i, u := range units {
		codes[i] = u.Code
	}
	all := make(map[string]marking.Status, len(units))
	for s, err := range g.Codes(ctx, codes...) {
		if err != nil {
			return nil, err
		}
		all[s.Code.CIS()] = s
	}
	return all, nil
}

// Read implements [marking.Registry].
func (g *Registry) Read(ctx context.Context, ref order.Ref) (marking.Report, error) {
	const op = "doc/info"
	group, id, ok := strings.Cut(ref.ID, "/")
	if !ok || ref.System != "" && ref.System != Name {
		return marking.Report{}, g.client.fail(op, ordo.Invalid, "not sent: "+ref.String()+" is no document of "+Name+", such as lp/e2a0b6d3-…", nil)
	}
	d, err := g.client.GetDocument(ctx, group, id)
	if ordo.ClassOf(err) == ordo.NotFound {
		return marking.Report{Ref: ref, Group: group, State: marking.ReportWaiting}, nil
	}
	if err != nil {
		return marking.Report{}, err
	}
	g.mu.Lock()
	p, known := g.known[id]
	g.mu.Unlock()
	if !known {
		p, err = paperOf(d)
	}
	r := marking.Report{}
	if err == nil {
		r, err = p.report()
	}
	r.Ref, r.Group, r.Key = ref, group, cmp.Or(p.key, r.Key)
	switch {
	case err == nil:
	case rank(d.Status) == 1: // it is being checked: what it says may come later
		r.State = marking.ReportWaiting
		return r, nil
	default:
		return r, g.client.fail(op, ordo.Invalid, "document "+id+" cannot be read", err)
	}
	return g.assess(ctx, r, d, p)
}

// refOf is the reference of a document.
func (g *Registry) refOf(group, id string) order.Ref {
	return order.Ref{System: Name, Account: g.client.rest.Account(), Kind: "document", ID: group + "/" + id}
}

// same reports whether a code went out for one of the reasons that a document gave: the registry calls a sale at a
// distance by the words of several editions. A registry that tells no reason says nothing else.
func sameReason(action, reason string) bool {
	if reason == "" || action == reason {
		return true
	}
	return slices.ContainsFunc(synonyms, func(words []string) bool {
		return slices.Contains(words, action) && slices.Contains(words, reason)
	})
}

var synonyms = [][]string{{ActionDistance, ActionRemoteSale}, {ActionOwnUse, "ENTERPRISE_USE", "NO_RETAIL_USE"}}
