package bridge_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// market is a merchant who sells on Megamarket and works in RetailCRM: both in the process, reached over HTTP, and a
// bridge between them. Time is the test's own.
type market struct {
	*testing.T
	mm       *megamarkettest.Server
	crm      *retailcrmtest.Server
	mmSet    megamarkettest.Settings
	matching retailcrm.Mapping
	route    bridge.Route
	store    bridge.Store
	b        *bridge.Bridge
	more     []bridge.Option
	through  func(http.RoundTripper) http.RoundTripper // what stands between the bridge and the outside
	deaf     bool                                      // callbacks do not reach us
	calls    []ordo.Option                             // of both clients
	zone     *time.Location                            // of the CRM, where it shall not be asked
	life     *life                                     // of the process; nil: it never ends, and nobody counts
	shop     *shop                                     // of the merchant's own; nil: there is none
}

// The merchant's credentials at both.
const (
	callbackUser, callbackPassword = "mm", "let-me-in"
	clientID                       = "module-secret"
)

// trade runs a test on a market, in virtual time. set may change the market before it opens.
func trade(t *testing.T, f func(m *market), set ...func(m *market)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := &market{T: t, matching: retailcrm.DefaultMapping(), store: memory.New(), route: bridge.Route{Channel: "mm-1", ERP: "crm-1"}}
		m.mmSet = megamarkettest.Settings{
			Now: time.Now,
			Receiver: fake.Receiver{
				URL: "http://merchant.example/mm-1", User: callbackUser, Password: callbackPassword,
				Transport: fake.Direct(http.HandlerFunc(m.called)),
			},
		}
		for _, s := range set {
			s(m)
		}
		m.mm = megamarkettest.New(m.mmSet)
		m.crm = retailcrmtest.New(retailcrmtest.Settings{Receiver: fake.Receiver{Transport: fake.Direct(http.HandlerFunc(m.called))}})
		for i, sku := range []string{"MUG-RED", "TEAPOT", "TYRE-16"} {
			m.crm.AddOffer(int64(501+i), sku, sku)
		}
		t.Cleanup(func() { m.mm.Close(); m.crm.Close() })
		require.NoError(t, m.system(m.crmClient()).Install(t.Context()))
		m.open()
		f(m)
		m.settle()
	})
}

// called is the merchant's server: Megamarket's callbacks and RetailCRM's calls to the module arrive here.
func (m *market) called(w http.ResponseWriter, r *http.Request) {
	switch {
	case m.deaf:
		w.WriteHeader(http.StatusBadGateway)
	case strings.HasPrefix(r.URL.Path, "/mm-1/"):
		m.life.answering(m.b.Webhook("mm-1")).ServeHTTP(w, r)
	default:
		m.life.answering(m.b.Webhook("crm-1")).ServeHTTP(w, r)
	}
}

func (m *market) transport(rt http.RoundTripper) *http.Client {
	if m.through != nil {
		rt = m.through(rt)
	}
	return &http.Client{Transport: m.life.calling(rt)}
}

func (m *market) crmClient() *retailcrm.Client {
	opts := append([]ordo.Option{ordo.WithHTTPClient(m.transport(m.crm.Transport())), ordo.WithAccount("crm-1")}, m.calls...)
	c := retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, opts...).WithSite(retailcrmtest.Site)
	if m.zone != nil {
		c = c.WithZone(m.zone).WithCurrency("RUB")
	}
	return c
}

func (m *market) system(c *retailcrm.Client) *retailcrm.System {
	return c.System(m.matching, retailcrm.WithModule("http://merchant.example/crm-1", clientID))
}

func (m *market) channel(opts ...megamarket.ChannelOption) *megamarket.Channel {
	calls := append([]ordo.Option{ordo.WithHTTPClient(m.transport(m.mm.Transport())), ordo.WithAccount("mm-1")}, m.calls...)
	return megamarket.New(megamarkettest.DefaultToken, calls...).Channel(append([]megamarket.ChannelOption{
		megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth(callbackUser, callbackPassword),
	}, opts...)...)
}

// open starts a bridge over the store, as a new process does.
func (m *market) open() {
	m.Helper()
	opts := append([]bridge.Option{bridge.Account("mm-1", m.channel()), bridge.Account("crm-1", m.system(m.crmClient())), m.route}, m.more...)
	if m.shop != nil {
		opts = append(opts, m.shop.accounts()...)
	}
	b, err := bridge.New(m.life.keeping(m.store), opts...)
	require.NoError(m, err)
	m.b = b
}

// sync makes a pass.
func (m *market) sync() bridge.Pass {
	m.Helper()
	p, err := m.b.Sync(m.Context())
	if m.reborn() {
		return m.sync()
	}
	require.NoError(m, err)
	return p
}

// settle makes passes until nothing is on its way any more.
func (m *market) settle() {
	m.Helper()
	m.mm.SendHooks(m.Context())
	for range 100 {
		m.shop.rings()
		m.sync()
		if !m.busy() {
			if !m.life.recovering() {
				return
			}
			time.Sleep(65 * time.Minute) // claims expire, and what was missed is looked for
			m.mm.SendHooks(m.Context())
			continue
		}
		next, err := m.store.Next(m.Context())
		require.NoError(m, err)
		time.Sleep(max(time.Until(next), time.Second))
	}
	m.Fatalf("it does not come to rest; the journal ends with %v", m.tail())
}

// busy tells whether an effect or a message is still to be worked on, or the CRM has news.
func (m *market) busy() bool {
	for w, err := range m.store.Effects(m.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}) {
		require.NoError(m, err)
		if w.Kind != order.EffectTrack || !w.Due.After(time.Now()) { // a parcel may be under way for weeks
			return true
		}
	}
	for s, err := range m.store.Orders(m.Context(), bridge.OrderFilter{}) {
		require.NoError(m, err)
		d, err := m.store.Load(m.Context(), s.ID)
		require.NoError(m, err)
		for _, x := range d.Messages {
			if x.Attempts == 0 || !x.Due.IsZero() {
				return true
			}
		}
	}
	return false
}

func (m *market) tail() []string {
	var out []string
	for _, e := range m.journal(bridge.JournalFilter{}) {
		out = append(out, fmt.Sprintf("%s %s %s %s: %s", e.At.Format(time.TimeOnly), e.Level, e.Account, e.What, e.Text))
	}
	return out[max(0, len(out)-30):]
}

func (m *market) journal(f bridge.JournalFilter) []bridge.Entry {
	m.Helper()
	var out []bridge.Entry
	for e, err := range m.store.Journal(m.Context(), f) {
		require.NoError(m, err)
		out = append(out, e)
	}
	return out
}

// ---- the buyer and Megamarket
// ----------------------------------------------------------------------------------------

// purchase is one order of a buyer.
type purchase struct {
	*market
	id string // the shipment's
}

// three lots: two mugs and a teapot, and in merchant delivery the fee as a fourth.
func (m *market) buys(scheme megamarkettest.Scheme, more ...megamarkettest.Goods) *purchase {
	m.Helper()
	o := megamarkettest.Order{Scheme: scheme, Goods: append([]megamarkettest.Goods{
		{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Discount: 100, Count: 2}, {OfferID: "TEAPOT", Name: "Чайник", Price: 2500},
	}, more...)}
	if scheme == megamarkettest.MerchantDelivery {
		o.DeliveryFee = 800
	}
	p := &purchase{m, m.mm.Place(o)}
	m.settle()
	return p
}

// buyerCancels is the buyer who cancels lots at Megamarket.
func (p *purchase) buyerCancels(lots ...int) {
	p.Helper()
	require.NoError(p, p.mm.CancelByBuyer(p.id, lots...))
}

// lots are what Megamarket says of the lots, once it is at rest.
func (p *purchase) lots(want ...string) {
	p.Helper()
	_, err := megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: p.mm.Transport()})).WaitShipment(p.Context(), p.id)
	require.NoError(p, err)
	require.Equal(p, want, p.mm.Statuses(p.id), "Megamarket; journal: %v", p.tail())
}

// lot is a lot as Megamarket has it.
func (p *purchase) lot(n int) megamarkettest.Lot {
	p.Helper()
	s, ok := p.mm.Shipment(p.id)
	require.True(p, ok)
	return s.Lots[n-1]
}

// ---- the merchant, in RetailCRM
// --------------------------------------------------------------------------------------

// card is the order as the merchant sees it.
func (p *purchase) card() retailcrmtest.Order {
	p.Helper()
	o, ok := p.crm.Order(p.id)
	require.True(p, ok, "the order is not in RetailCRM; journal: %v", p.tail())
	return o
}

// line is the id of a lot's line.
func (p *purchase) line(lot int) int64 {
	p.Helper()
	return p.card().Items[lot-1].ID
}

func (p *purchase) sets(code string) { p.Helper(); p.crm.SetStatus(p.card().ID, code) }
func (p *purchase) setsLot(lot int, code string) {
	p.Helper()
	p.crm.SetItemStatus(p.card().ID, p.line(lot), code)
}

// packages makes one package for each list of lots.
func (p *purchase) packages(lots ...[]int) {
	p.Helper()
	var ps []retailcrmtest.Package
	for i, in := range lots {
		pack := retailcrmtest.Package{ID: strconv.Itoa(i + 1), Weight: 400, Length: 100, Width: 100, Height: 120, Items: map[int64]int{}}
		for _, l := range in {
			pack.Items[p.line(l)] = 1
		}
		ps = append(ps, pack)
	}
	p.crm.SetPackages(p.card().ID, ps...)
}

func (p *purchase) unticks() { p.Helper(); p.crm.SetLocked(p.card().ID, false) }
func (p *purchase) courier() {
	p.Helper()
	p.crm.SetCustomField(p.card().ID, p.matching.Courier.Field, true)
}

// The steps of the way, each with what follows from it.
func (p *purchase) confirms() { p.Helper(); p.sets("availability-confirmed"); p.settle() }

func (p *purchase) packs(lots ...[]int) {
	p.Helper()
	p.packages(lots...)
	p.unticks()
	p.settle()
}
func (p *purchase) handsOver() { p.Helper(); p.courier(); p.settle() }
func (p *purchase) delivers()  { p.Helper(); p.sets("complete"); p.settle() }

// shows tells what RetailCRM shows: the order's status, and those of the lines if they are given.
func (p *purchase) shows(code string, lines ...string) {
	p.Helper()
	c := p.card()
	require.Equal(p, code, c.Status, "RetailCRM; journal: %v", p.tail())
	if len(lines) > 0 {
		var have []string
		for _, it := range c.Items {
			have = append(have, it.Status)
		}
		require.Equal(p, lines, have)
	}
}

// notes are what the merchant reads.
func (p *purchase) notes() []string {
	p.Helper()
	var out []string
	for l := range strings.Lines(p.card().Field("managerComment")) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// noted is the latest note; n is how many there are.
func (p *purchase) noted(n int, parts ...string) {
	p.Helper()
	notes := p.notes()
	require.Len(p, notes, n, "journal: %v", p.tail())
	for _, part := range parts {
		require.Contains(p, strings.Join(notes, "\n"), part)
	}
}

// ---- ordo
// ------------------------------------------------------------------------------------------------------------

func (p *purchase) order() *order.Order {
	p.Helper()
	o, err := p.b.Order(p.Context(), "mm-1/"+p.id)
	require.NoError(p, err, "journal: %v", p.tail())
	return o
}

func (p *purchase) is(s status.OrderState) {
	p.Helper()
	require.Equal(p, s, p.order().State(), "journal: %v", p.tail())
}

// told tells how often a call changed something at Megamarket.
func (p *purchase) told(method string, times int) {
	p.Helper()
	require.Equal(p, times, p.mm.Commits(method), "%s; calls: %v", method, p.mm.Exchanges())
}

// quiet tells that nothing needs a person.
func (p *purchase) quiet() {
	p.Helper()
	for _, e := range p.journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		p.Fatalf("the journal has an error: %s", e.Text)
	}
}

// at moves time on.
func at(d time.Duration) { time.Sleep(d) }

// statuses repeats a status.
func statuses(n int, code string) []string { return slices.Repeat([]string{code}, n) }

var _ = context.Background
