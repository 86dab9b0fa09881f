package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// The merchant's credentials at all systems. Those of a service of your own come from its settings.
const (
	token            = megamarkettest.DefaultToken
	merchantID       = megamarkettest.DefaultMerchantID
	callbackUser     = "megamarket"
	callbackPassword = "callback-pa55word"
	crmKey           = retailcrmtest.Key
	crmSite          = retailcrmtest.Site
	moduleClientID   = "module-client-5ecret"
	ykShop           = yookassatest.DefaultShopID
	ykSecret         = yookassatest.DefaultSecretKey
	atolLogin        = atoltest.DefaultLogin
	atolPassword     = atoltest.DefaultPassword
	atolGroup        = atoltest.DefaultGroup
	cdekPassword     = cdektest.DefaultPassword
	cdekSecret       = "cdek-hook-5ecret"
)

// outside is where everybody is reached: the outside systems, and the service itself.
type outside struct{ mm, crm, yk, atol, cdek, service string }

// connect is the wiring of a service: typed clients, and a bridge between them.
func connect(ctx context.Context, store bridge.Store, shop channels.Channel, at outside, clock ordo.Clock, dump io.Writer) (*bridge.Bridge, error) {
	mm := megamarket.New(token, ordo.WithBaseURL(at.mm), ordo.WithAccount("mm-1"), ordo.WithClock(clock), ordo.WithDump(dump)).
		Channel(megamarket.WithMerchant(merchantID), megamarket.WithCallbackAuth(callbackUser, callbackPassword))
	crm := retailcrm.New(at.crm, crmKey, ordo.WithAccount("crm-1"), ordo.WithClock(clock), ordo.WithDump(dump),
		ordo.WithLimits(ordo.Limits{})). // a fake in the same process is in no hurry
		WithSite(crmSite).
		System(retailcrm.DefaultMapping(), retailcrm.WithModule(at.service+"/crm-1", moduleClientID))

	pay := yookassa.New(ykShop, ykSecret, ordo.WithBaseURL(at.yk), ordo.WithAccount("pay-1"), ordo.WithClock(clock), ordo.WithDump(dump)).
		Gateway()
	register := atol.New(atolLogin, atolPassword, atolGroup, ordo.WithBaseURL(at.atol), ordo.WithAccount("atol-1"), ordo.WithClock(clock), ordo.WithDump(dump),
		ordo.WithLimits(ordo.Limits{})).
		WithVersion(atol.V5).
		Registrar(atol.Company{Email: "kassa@example.ru", TaxSystem: atol.General, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru"})

	parcels := cdek.New(cdektest.DefaultAccount, cdekPassword, ordo.WithBaseURL(at.cdek), ordo.WithAccount("cdek-1"), ordo.WithClock(clock), ordo.WithDump(dump)).
		Carrier(cdek.FromOffice("MSK5"), cdek.WithWebhook(at.service+"/cdek-1/"+cdekSecret),
			cdek.WithSender(cdek.Contact{Company: "ООО Весна", Name: "Петрова Анна", Phones: []cdek.Phone{{Number: "+79010000001"}}}))

	// Once for each account: the module, its delivery type and the field for the courier come into being in the CRM.
	if err := crm.Install(ctx); err != nil {
		return nil, err
	}
	b, err := bridge.New(store,
		bridge.Account("mm-1", mm), bridge.Account("crm-1", crm),
		bridge.Route{Channel: "mm-1", ERP: "crm-1"},
		bridge.Account("shop-1", shop), bridge.Account("pay-1", pay), bridge.Account("atol-1", register), bridge.Account("cdek-1", parcels),
		bridge.Route{Channel: "shop-1", Gateway: "pay-1", Receipts: "atol-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}, Carriers: []string{"cdek-1"}},
		bridge.WithWeights(weigh),
		bridge.WithClock(clock))
	if err != nil {
		return nil, err
	}
	return b, b.Check(ctx)
}

// world is everything that takes part: the fakes, the bridge between them, and the server on which it is called.
type world struct {
	clock *stage.Clock
	mm    *megamarkettest.Server
	crm   *retailcrmtest.Server
	yk    *yookassatest.Server
	kassa *atoltest.Server
	cdek  *cdektest.Server
	shop  stage.Shop
	desk  *megamarket.Client // to look how far Megamarket is
	store *memory.Store
	b     *bridge.Bridge
	ids   []string // the orders at Megamarket
	host  *http.Server
	done  chan error // what the server ended with
}

// open starts the fakes, connects them, and serves their calls on a port of the loopback interface.
func open(ctx context.Context, dump io.Writer) (*world, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	at := "http://" + l.Addr().String()
	w := &world{clock: stage.NewClock(on(2, 9, 0)), store: memory.New(), done: make(chan error, 1)}
	w.mm = megamarkettest.New(megamarkettest.Settings{
		Now:      w.clock.Now,
		Receiver: fake.Receiver{URL: at + "/mm-1", User: callbackUser, Password: callbackPassword},
	})
	w.crm = retailcrmtest.New(retailcrmtest.Settings{Now: w.clock.Now})
	for i, g := range goods {
		w.crm.AddOffer(int64(501+i), g.OfferID, g.Name)
	}

	w.yk = yookassatest.New(yookassatest.Settings{
		Now: w.clock.Now, Receiver: fake.Receiver{URL: at + "/pay-1", Transport: fake.Direct(http.HandlerFunc(w.paid))},
	})
	w.kassa = atoltest.New(atoltest.Settings{Version: int(atol.V5), Now: w.clock.Now})

	w.cdek = cdektest.New(cdektest.Settings{Now: w.clock.Now})

	w.desk = megamarket.New(token, ordo.WithBaseURL(w.mm.URL()))
	there := outside{mm: w.mm.URL(), crm: w.crm.URL(), yk: w.yk.URL(), atol: w.kassa.URL(), cdek: w.cdek.URL(), service: at}
	if w.b, err = connect(ctx, w.store, &w.shop, there, w.clock, &oneAtATime{w: dump}); err != nil {
		w.end()
		return nil, errors.Join(err, l.Close())
	}

	mux := http.NewServeMux()
	mux.Handle("/mm-1/", w.b.Webhook("mm-1"))     // Megamarket: new orders, cancellations
	mux.Handle("/crm-1/", w.b.Webhook("crm-1"))   // RetailCRM: parcels
	mux.Handle("/cdek-1/", w.b.Webhook("cdek-1")) // CDEK: where parcels are
	w.host = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { w.done <- w.host.Serve(l) }()
	return w, nil
}

// paid is where YooKassa's notifications arrive, from an address of its own: what comes from elsewhere is not believed.
func (w *world) paid(rw http.ResponseWriter, r *http.Request) { w.b.Webhook("pay-1").ServeHTTP(rw, r) }

// end ends the fakes.
func (w *world) end() {
	w.mm.Close()
	w.crm.Close()
	w.yk.Close()
	w.kassa.Close()
	w.cdek.Close()
}

// close ends the server and the fakes.
func (w *world) close(ctx context.Context) error {
	err := w.host.Shutdown(ctx)
	w.end()
	if served := <-w.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// settle makes passes until nothing is on its way any more. A service calls Bridge.Run instead, which goes by the clock on
// the wall.
func (w *world) settle(ctx context.Context) error {
	if err := w.calls(ctx, w.mm.SendHooks, "callback"); err != nil {
		return err
	}
	for range 50 {
		if err := errors.Join(w.calls(ctx, w.yk.SendHooks, "notification"), w.calls(ctx, w.cdek.SendHooks, "webhook")); err != nil {
			return err
		}
		if _, err := w.b.Sync(ctx); err != nil {
			return err
		}
		busy, err := w.busy(ctx)
		if err != nil {
			return err
		}
		if !busy {
			return w.rest(ctx)
		}
		next, err := w.store.Next(ctx)
		if err != nil {
			return err
		}
		w.clock.To(next) // something is tried again then
	}
	return errors.New("the bridge does not come to rest")
}

// calls lets an outside system call.
func (w *world) calls(ctx context.Context, send func(context.Context) []fake.Delivery, what string) error {
	for _, d := range send(ctx) {
		if d.Status != http.StatusOK {
			return fmt.Errorf("the %s %s was answered %d: %s", what, d.Name, d.Status, d.Answer)
		}
	}
	return nil
}

// busy tells whether something is owed that can still be carried out.
func (w *world) busy(ctx context.Context) (bool, error) {
	for owed, err := range w.store.Effects(ctx, bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}) {
		if err != nil || owed.Kind != order.EffectTrack || !owed.Due.After(w.clock.Now()) { // a parcel is under way for days
			return err == nil, err
		}
	}
	return false, nil
}

// rest reads the orders until Megamarket has done what it was asked for: for a moment their lots are PENDING_… there.
func (w *world) rest(ctx context.Context) error {
	for _, id := range w.ids {
		for strings.Contains(strings.Join(w.mm.Statuses(id), " "), "PENDING") {
			if _, err := w.desk.GetShipment(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// place lets a buyer order.
func (w *world) place(o megamarkettest.Order) string {
	id := w.mm.Place(o)
	w.ids = append(w.ids, id)
	return id
}

// oneAtATime lets two clients write to one place.
type oneAtATime struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *oneAtATime) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(p)
}
