package bitrix24

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// PlacementTab is the place of a tab in the card of a deal.
const PlacementTab = "CRM_DEAL_DETAIL_TAB"

// TabDesk is where a [Tab] finds orders and what it asks for; a *bridge.Bridge is one, and its pages say more.
type TabDesk interface {
	Find(ctx context.Context, r order.Ref) (string, error)
	Order(ctx context.Context, id string) (*order.Order, error)
	Stock(ctx context.Context, id string) ([]erp.LineStock, error)
	ParcelCarriers(ctx context.Context, id string) ([]string, error)
	ParcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, error)
	RequestParcel(ctx context.Context, id string, shipment int, carrier string, v carriers.Values, by order.By) ([]order.Event, error)
}

// TabSettings are what a [Tab] needs of the host. All but Log must be set.
type TabSettings struct {
	// People says who a user of the portal is to the order: the function of bridge.WithPeople. The zero Actor sees
	// nothing. What a person may ask for is for the order to say.
	People func(account, user string) order.Actor
	// Key signs the forms: 32 random bytes or more, the same in every process that serves the tab, and later.
	Key ordo.Secret
	// Log gets what people are not told, such as why a frame was refused; nil drops it.
	Log *slog.Logger
}

const leastKey = 32

// Tab is the page in the tab of a deal: the stock of the order's goods by warehouse as it is now, and for each shipment
// the carrier's form, filled in, to be changed and sent. It needs no scripts, no cookies and no session of its own:
// each form carries a signed text that says whose it is and of which deal, for an hour after the tab was opened.
//
// The frame in which the portal opens it is verified by [bxrest.Client.Visit]; then the portal says who the person is,
// and whether they may see the deal. Mount it at the address of [WithTab].
type Tab struct {
	s    *System
	desk TabDesk
	set  TabSettings
}

// WithTab lets [System.Setup] show the page of [System.Tab] in the cards of deals, and [System.Check] see that it is
// shown. handler is its public address, such as "https://orders.example/bitrix24/tab". Only applications have tabs: by
// a webhook it is left out, which both say; stock and the carrier's form are then read and edited in fields.
func WithTab(handler string) SystemOption { return func(s *System) { s.tab = handler } }

// Tab returns the page. The client must be that of an application: a webhook has no pages. What is wrong with the
// settings is an *ordo.Error of class Invalid.
func (s *System) Tab(desk TabDesk, set TabSettings) (*Tab, error) {
	switch {
	case !s.client.rest.IsApplication():
		return nil, s.client.rest.Fail("tab", ordo.Unsupported, "a webhook has no pages in the portal: use an application (bxrest.OAuth)", nil)
	case desk == nil || set.People == nil:
		return nil, s.client.invalid("tab", "the desk and TabSettings.People must be set")
	case len(set.Key.Reveal()) < leastKey:
		return nil, s.client.invalid("tab", "TabSettings.Key is too short: 32 random bytes are needed")
	}
	if set.Log == nil {
		set.Log = slog.New(slog.DiscardHandler)
	}
	return &Tab{s: s, desk: desk, set: set}, nil
}

// mostTab bounds what a browser sends, in bytes: a carrier's form with many packages is some 50 kB.
const mostTab = 512 << 10

// ServeHTTP implements http.Handler: it takes the frame of the portal, and the forms of its own pages.
func (t *Tab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		t.refuse(w, r, http.StatusMethodNotAllowed, order.Textf("open this page in a deal of Bitrix24"), nil)
		return
	}
	body, err := ordo.ReadCall(Name, r, mostTab)
	if err != nil {
		status := http.StatusBadRequest
		var refused *ordo.CallError
		if errors.As(err, &refused) {
			status = refused.Status
		}
		t.refuse(w, r, status, order.Textf("what the browser sent cannot be read"), err)
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		t.refuse(w, r, http.StatusBadRequest, order.Textf("what the browser sent cannot be read"), err)
		return
	}
	if form.Has(fieldSeal) {
		v, err := t.unseal(form.Get(fieldSeal))
		if err != nil {
			t.refuse(w, r, http.StatusForbidden, order.Textf("this page is too old: open the tab of the deal again"), err)
			return
		}
		t.serve(w, r, v, form)
		return
	}
	v, no, err := t.enter(r.Context(), body)
	if !no.IsZero() {
		t.refuse(w, r, tabStatus(err), no, err)
		return
	}
	t.serve(w, r, v, nil)
}

// visit is a person before the tab of a deal.
type visit struct {
	Member string `json:"m"`
	User   int64  `json:"u"`
	Deal   int64  `json:"d"`
	Until  int64  `json:"t"` // seconds since 1970
	Nonce  string `json:"n"` // of the page: what is sent from it twice is one thing
}

// enter finds out who opened the tab of which deal. no says for people why it is not shown.
func (t *Tab) enter(ctx context.Context, body []byte) (v visit, no order.Text, err error) {
	f, err := bxrest.ParseFrame(body)
	if err != nil {
		return v, order.Textf("what the browser sent cannot be read"), err
	}
	who, err := t.s.client.rest.Visit(ctx, f)
	if err != nil {
		return v, t.later(err, order.Textf("Bitrix24 does not confirm who opened this page: open the tab of the deal again")), err
	}
	visitor := &Client{who, t.s.client.http}
	u, err := visitor.CurrentUser(ctx)
	if err != nil {
		return v, t.later(err, order.Textf("Bitrix24 does not confirm who opened this page: open the tab of the deal again")), err
	}
	if f.Placement != PlacementTab || f.ID() == 0 {
		return v, order.Textf("open this page in a deal of Bitrix24"), t.s.client.invalid("frame", "it is opened at "+f.Placement)
	}
	d, err := visitor.GetItem(ctx, TypeDeal, f.ID()) // as the person: the browser could name any deal
	switch {
	case err != nil:
		return v, t.later(err, order.Textf("this deal does not exist, or you may not see it")), err
	case d.Originator != t.s.set.originator():
		return v, order.Textf("this deal is no order of a shop"), t.s.client.rest.Fail("frame", ordo.NotFound, "the deal has another originator", nil)
	}
	return visit{Member: f.Member, User: u.ID, Deal: d.ID, Until: t.now().Add(tabLife).Unix()}, order.Text{}, nil
}

// later says what a person is told of a failure: no if it is final.
func (t *Tab) later(err error, no order.Text) order.Text {
	switch ordo.ClassOf(err) {
	case ordo.Auth, ordo.NotFound, ordo.Invalid, ordo.Unsupported, ordo.Conflict:
		return no
	}
	return order.Textf("this cannot be shown now: try again in a minute")
}

func tabStatus(err error) int {
	switch ordo.ClassOf(err) {
	case ordo.Auth, ordo.Unsupported:
		return http.StatusForbidden
	case ordo.NotFound:
		return http.StatusNotFound
	case ordo.Retry, ordo.RateLimited, ordo.InDoubt:
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// serve shows the page to a person who was let in, after it has done what they sent.
func (t *Tab) serve(w http.ResponseWriter, r *http.Request, v visit, form url.Values) {
	ctx, account := r.Context(), t.s.client.rest.Account()
	who := t.set.People(account, strconv.FormatInt(v.User, 10))
	if who == (order.Actor{}) {
		t.refuse(w, r, http.StatusForbidden, order.Textf("you are not among those who work with orders: ask your administrator to add user %d of Bitrix24", v.User), nil)
		return
	}
	id, err := t.desk.Find(ctx, order.Ref{System: Name, Account: account, Kind: RefDeal, ID: strconv.FormatInt(v.Deal, 10)})
	if err != nil {
		t.refuse(w, r, http.StatusNotFound, order.Textf("the order of this deal is not known here, or cannot be read now: try again in a minute"), err)
		return
	}
	p := &tabPage{Tab: t, ctx: ctx, order: id, form: form}
	if form.Get(fieldDo) == doSend {
		p.send(order.By{Actor: who, At: t.now(), Key: "bitrix24-tab/" + v.Nonce + "/" + form.Get(fieldShipment) + "/" + form.Get(fieldCarrier)})
	}
	if err := p.fill(); err != nil {
		t.refuse(w, r, http.StatusServiceUnavailable, order.Textf("this cannot be shown now: try again in a minute"), err)
		return
	}
	if p.Seal, err = t.seal(v); err != nil {
		t.refuse(w, r, http.StatusInternalServerError, order.Textf("this cannot be shown now: try again in a minute"), err)
		return
	}
	t.write(w, r, http.StatusOK, p)
}

// refuse shows why a page is not shown.
func (t *Tab) refuse(w http.ResponseWriter, r *http.Request, status int, no order.Text, err error) {
	if err != nil || status == http.StatusForbidden {
		t.set.Log.WarnContext(r.Context(), "the tab of a deal was not shown", "system", Name, "account", t.s.client.rest.Account(), "status", status, "told", no.String(), "err", err)
	}
	t.write(w, r, status, &tabPage{Tab: t, Problem: t.say(no)})
}

func (t *Tab) say(text order.Text) string { return t.s.language.Text(text) }

// Language is the code of the page's language.
func (t *Tab) Language() string { return cmp.Or(string(t.s.language), "en") }
