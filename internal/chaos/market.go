package chaos

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Market is a merchant who sells on Megamarket and works in RetailCRM: both in the process, reached over HTTP, and a
// bridge between them. Time is the test's own.
type Market struct {
	*testing.T
	MM      *megamarkettest.Server
	CRM     *retailcrmtest.Server
	mmSet   megamarkettest.Settings
	Mapping retailcrm.Mapping
	Route   bridge.Route
	Store   bridge.Store
	reopen  func() bridge.Store // as the next process does
	Bridge  *bridge.Bridge
	Options []bridge.Option
	Through func(http.RoundTripper) http.RoundTripper // what stands between the bridge and the outside
	Deaf    bool                                      // callbacks do not reach us
	calls   []ordo.Option                             // of both clients
	zone    *time.Location                            // of the CRM, where it shall not be asked
	process *Process                                  // of the process; nil: it never ends, and nobody counts
	Shop    *Shop                                     // of the merchant's own; nil: there is none
	Stall   *Stall                                    // on ROZETKA; nil: there is none
}

// The merchant's credentials at both.
const (
	CallbackUser     = "mm"
	CallbackPassword = "let-me-in"
	ClientID         = "module-secret"
)

// Trade runs a test on a market, in virtual time. set may change the market before it opens.
func Trade(t *testing.T, stores Stores, f func(m *Market), set ...func(m *Market)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := &Market{T: t, Mapping: retailcrm.DefaultMapping(), reopen: stores(t), Route: bridge.Route{Channel: "mm-1", ERP: "crm-1"}}
		m.Store = m.reopen()
		m.mmSet = megamarkettest.Settings{
			Now: time.Now,
			Receiver: fake.Receiver{
				URL: "http://merchant.example/mm-1", User: CallbackUser, Password: CallbackPassword,
				Transport: fake.Direct(http.HandlerFunc(m.Called)),
			},
		}
		for _, s := range set {
			s(m)
		}
		m.MM = megamarkettest.New(m.mmSet)
		m.CRM = retailcrmtest.New(retailcrmtest.Settings{Receiver: fake.Receiver{Transport: fake.Direct(http.HandlerFunc(m.Called))}})
		for i, sku := range []string{"MUG-RED", "TEAPOT", "TYRE-16"} {
			m.CRM.AddOffer(int64(501+i), sku, sku)
		}
		t.Cleanup(func() { m.MM.Close(); m.CRM.Close() })
		require.NoError(t, m.System(m.CRMClient()).Install(t.Context()))
		m.Open()
		f(m)
		m.Settle()
	})
}

// Called is the merchant's server: Megamarket's callbacks and RetailCRM's calls to the module arrive here.
func (m *Market) Called(w http.ResponseWriter, r *http.Request) {
	switch {
	case m.Deaf:
		w.WriteHeader(http.StatusBadGateway)
	case strings.HasPrefix(r.URL.Path, "/mm-1/"):
		m.process.answering(m.Bridge.Webhook("mm-1")).ServeHTTP(w, r)
	default:
		m.process.answering(m.Bridge.Webhook("crm-1")).ServeHTTP(w, r)
	}
}

func (m *Market) transport(rt http.RoundTripper) *http.Client {
	if m.Through != nil {
		rt = m.Through(rt)
	}
	return &http.Client{Transport: m.process.calling(rt)}
}

// CRMClient is the client of RetailCRM.
func (m *Market) CRMClient() *retailcrm.Client {
	opts := append([]ordo.Option{ordo.WithHTTPClient(m.transport(m.CRM.Transport())), ordo.WithAccount("crm-1")}, m.calls...)
	c := retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, opts...).WithSite(retailcrmtest.Site)
	if m.zone != nil {
		c = c.WithZone(m.zone).WithCurrency("RUB")
	}
	return c
}

// System is RetailCRM as the port of ERPs.
func (m *Market) System(c *retailcrm.Client) *retailcrm.System {
	return c.System(m.Mapping, retailcrm.WithModule("http://merchant.example/crm-1", ClientID))
}

func (m *Market) channel(opts ...megamarket.ChannelOption) *megamarket.Channel {
	calls := append([]ordo.Option{ordo.WithHTTPClient(m.transport(m.MM.Transport())), ordo.WithAccount("mm-1")}, m.calls...)
	return megamarket.New(megamarkettest.DefaultToken, calls...).Channel(append([]megamarket.ChannelOption{
		megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth(CallbackUser, CallbackPassword),
	}, opts...)...)
}

// Open starts a bridge over the store, as a new process does.
func (m *Market) Open() {
	m.Helper()
	opts := append([]bridge.Option{bridge.Account("mm-1", m.channel()), bridge.Account("crm-1", m.System(m.CRMClient())), m.Route}, m.Options...)
	if m.Shop != nil {
		opts = append(opts, m.Shop.accounts()...)
	}
	if m.Stall != nil {
		opts = append(opts, m.Stall.accounts()...)
	}
	b, err := bridge.New(m.process.Keeping(m.Store), opts...)
	require.NoError(m, err)
	m.Bridge = b
}

// Sync makes a pass.
func (m *Market) Sync() bridge.Pass {
	m.Helper()
	p, err := m.Bridge.Sync(m.Context())
	if m.reborn() {
		return m.Sync()
	}
	require.NoError(m, err)
	return p
}

// Settle makes passes until nothing is on its way any more.
func (m *Market) Settle() {
	m.Helper()
	m.MM.SendHooks(m.Context())
	for range 100 {
		m.Shop.Rings()
		m.Sync()
		if !m.busy() {
			if !m.process.recovering() {
				return
			}
			time.Sleep(65 * time.Minute) // claims expire, and what was missed is looked for
			m.MM.SendHooks(m.Context())
			continue
		}
		next, err := m.Store.Next(m.Context())
		require.NoError(m, err)
		time.Sleep(max(time.Until(next), time.Second))
	}
	m.Fatalf("it does not come to rest; the journal ends with %v", m.Tail())
}

// busy tells whether an effect or a message is still to be worked on, or the CRM has news.
func (m *Market) busy() bool {
	for w, err := range m.Store.Effects(m.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}) {
		require.NoError(m, err)
		if w.Lacks == "" && (w.Kind != order.EffectTrack || !w.Due.After(time.Now())) { // a parcel may be under way for weeks
			return true
		}
	}
	for s, err := range m.Store.Orders(m.Context(), bridge.OrderFilter{}) {
		require.NoError(m, err)
		d, err := m.Store.Load(m.Context(), s.ID)
		require.NoError(m, err)
		for _, x := range d.Messages {
			if x.Attempts == 0 || !x.Due.IsZero() {
				return true
			}
		}
	}
	return false
}

// Tail is the end of the journal, for messages of tests.
func (m *Market) Tail() []string {
	var out []string
	for _, e := range m.Journal(bridge.JournalFilter{}) {
		out = append(out, fmt.Sprintf("%s %s %s %s: %s", e.At.Format(time.TimeOnly), e.Level, e.Account, e.What, e.Text))
	}
	return out[max(0, len(out)-30):]
}

// Journal returns the entries of the journal.
func (m *Market) Journal(f bridge.JournalFilter) []bridge.Entry {
	m.Helper()
	var out []bridge.Entry
	for e, err := range m.Store.Journal(m.Context(), f) {
		require.NoError(m, err)
		out = append(out, e)
	}
	return out
}

// Quiet tells that nothing needs a person.
func (m *Market) Quiet() {
	m.Helper()
	for _, e := range m.Journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		m.Fatalf("the journal has an error: %s", e.Text)
	}
}

// ---- the buyer and Megamarket ---------------------------------------------------------------------------------------

// Purchase is one order of a buyer.
type Purchase struct {
	*Market
	ID string // the shipment's
}

// Buys is a buyer who orders three lots: two mugs and a teapot, and in merchant delivery the fee as a fourth.
func (m *Market) Buys(scheme megamarkettest.Scheme, more ...megamarkettest.Goods) *Purchase {
	m.Helper()
	o := megamarkettest.Order{Scheme: scheme, Goods: append([]megamarkettest.Goods{
		{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Discount: 100, Count: 2}, {OfferID: "TEAPOT", Name: "Чайник", Price: 2500},
	}, more...)}
	if scheme == megamarkettest.MerchantDelivery {
		o.DeliveryFee = 800
	}
	p := m.Places(o)
	m.Settle()
	return p
}

// Places lets Megamarket have an order, of which nobody here knows yet.
func (m *Market) Places(o megamarkettest.Order) *Purchase {
	return &Purchase{m, m.MM.Place(o)}
}

// BuyerCancels is the buyer who cancels lots at Megamarket.
func (p *Purchase) BuyerCancels(lots ...int) {
	p.Helper()
	require.NoError(p, p.MM.CancelByBuyer(p.ID, lots...))
}

// Lots are what Megamarket says of the lots, once it is at rest.
func (p *Purchase) Lots(want ...string) {
	p.Helper()
	_, err := megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: p.MM.Transport()})).WaitShipment(p.Context(), p.ID)
	require.NoError(p, err)
	require.Equal(p, want, p.MM.Statuses(p.ID), "Megamarket; journal: %v", p.Tail())
}

// Lot is a lot as Megamarket has it.
func (p *Purchase) Lot(n int) megamarkettest.Lot {
	p.Helper()
	s, ok := p.MM.Shipment(p.ID)
	require.True(p, ok)
	return s.Lots[n-1]
}

// ---- the merchant, in RetailCRM -------------------------------------------------------------------------------------

// Card is the order as the merchant sees it.
func (p *Purchase) Card() retailcrmtest.Order {
	p.Helper()
	o, ok := p.CRM.Order(p.ID)
	require.True(p, ok, "the order is not in RetailCRM; journal: %v", p.Tail())
	return o
}

// Line is the id of a lot's line.
func (p *Purchase) Line(lot int) int64 {
	p.Helper()
	return p.Card().Items[lot-1].ID
}

// Sets is the merchant who sets the order's status.
func (p *Purchase) Sets(code string) { p.Helper(); p.CRM.SetStatus(p.Card().ID, code) }

// SetsLot is the merchant who sets the status of a lot's line.
func (p *Purchase) SetsLot(lot int, code string) {
	p.Helper()
	p.CRM.SetItemStatus(p.Card().ID, p.Line(lot), code)
}

// Packages makes one package for each list of lots.
func (p *Purchase) Packages(lots ...[]int) {
	p.Helper()
	var ps []retailcrmtest.Package
	for i, in := range lots {
		pack := retailcrmtest.Package{ID: strconv.Itoa(i + 1), Weight: 400, Length: 100, Width: 100, Height: 120, Items: map[int64]int{}}
		for _, l := range in {
			pack.Items[p.Line(l)] = 1
		}
		ps = append(ps, pack)
	}
	p.CRM.SetPackages(p.Card().ID, ps...)
}

// Unticks is the merchant who takes the tick off the card, so that the packages count.
func (p *Purchase) Unticks() { p.Helper(); p.CRM.SetLocked(p.Card().ID, false) }

// Courier is the merchant who gives the packages to the courier.
func (p *Purchase) Courier() {
	p.Helper()
	p.CRM.SetCustomField(p.Card().ID, p.Mapping.Courier.Field, true)
}

// Confirms is the merchant who has the goods. This step, like those below, comes with what follows from it.
func (p *Purchase) Confirms() { p.Helper(); p.Sets("availability-confirmed"); p.Settle() }

// Packs is the merchant who has packed.
func (p *Purchase) Packs(lots ...[]int) {
	p.Helper()
	p.Packages(lots...)
	p.Unticks()
	p.Settle()
}

// HandsOver is the merchant whose courier has left.
func (p *Purchase) HandsOver() { p.Helper(); p.Courier(); p.Settle() }

// Delivers is the merchant who says that the buyer has it.
func (p *Purchase) Delivers() { p.Helper(); p.Sets("complete"); p.Settle() }

// Shows tells what RetailCRM shows: the order's status, and those of the lines if they are given.
func (p *Purchase) Shows(code string, lines ...string) {
	p.Helper()
	c := p.Card()
	require.Equal(p, code, c.Status, "RetailCRM; journal: %v", p.Tail())
	if len(lines) > 0 {
		var have []string
		for _, it := range c.Items {
			have = append(have, it.Status)
		}
		require.Equal(p, lines, have)
	}
}

// Notes are what the merchant reads.
func (p *Purchase) Notes() []string {
	p.Helper()
	var out []string
	for l := range strings.Lines(p.Card().Field("managerComment")) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// Noted is the latest note; n is how many there are.
func (p *Purchase) Noted(n int, parts ...string) {
	p.Helper()
	notes := p.Notes()
	require.Len(p, notes, n, "journal: %v", p.Tail())
	for _, part := range parts {
		require.Contains(p, strings.Join(notes, "\n"), part)
	}
}

// ---- ordo -----------------------------------------------------------------------------------------------------------

// Order is the order as it is here.
func (p *Purchase) Order() *order.Order {
	p.Helper()
	o, err := p.Bridge.Order(p.Context(), "mm-1/"+p.ID)
	require.NoError(p, err, "journal: %v", p.Tail())
	return o
}

// Is checks the state of the order here.
func (p *Purchase) Is(s status.OrderState) {
	p.Helper()
	require.Equal(p, s, p.Order().State(), "journal: %v", p.Tail())
}

// Told tells how often a call changed something at Megamarket.
func (p *Purchase) Told(method string, times int) {
	p.Helper()
	require.Equal(p, times, p.MM.Commits(method), "%s; calls: %v", method, p.MM.Exchanges())
}
