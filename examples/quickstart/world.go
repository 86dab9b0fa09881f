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
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/messages/smtp/smtptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// The merchant's credentials. A service reads them from its settings.
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
	cdekAccount      = cdektest.DefaultAccount
	cdekPassword     = cdektest.DefaultPassword
	cdekSecret       = "cdek-hook-5ecret"
	rzUser           = rozetkatest.DefaultUsername
	rzPassword       = rozetkatest.DefaultPassword
	npKey            = novaposhtatest.DefaultKey
	mailUser         = "orders"
	mailPassword     = "mail-5ecret"
)

// world holds the fakes, the bridge between them, and the server that receives their calls.
type world struct {
	clock *stage.Clock
	mm    *megamarkettest.Server
	crm   *retailcrmtest.Server
	yk    *yookassatest.Server
	kassa *atoltest.Server
	cdek  *cdektest.Server
	rz    *rozetkatest.Server
	np    *novaposhtatest.Server
	cz    *chestnyznaktest.Server
	mail  *smtptest.Server
	lots  *megamarket.Client // reads how far Megamarket is
	store *memory.Store
	b     *bridge.Bridge
	ids   []string // the orders at Megamarket
	host  *http.Server
	done  chan error // the error that the server ended with
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
	w.rz = rozetkatest.New(rozetkatest.Settings{Now: w.clock.Now})
	w.np = novaposhtatest.New(novaposhtatest.Settings{Now: w.clock.Now})

	w.cz = chestnyznaktest.New(chestnyznaktest.Settings{Now: w.clock.Now})
	w.cz.Add(chestnyznaktest.Code{Full: shoeCode, Group: "shoes"})
	w.mail = smtptest.New(smtptest.Settings{User: mailUser, Password: mailPassword})

	w.lots = megamarket.New(token, ordo.WithBaseURL(w.mm.URL()))
	url := addresses{
		megamarket: w.mm.URL(), retailcrm: w.crm.URL(), yookassa: w.yk.URL(), atol: w.kassa.URL(), cdek: w.cdek.URL(),
		rozetka: w.rz.URL(), novaposhta: w.np.URL(), chestnyznak: w.cz.URL(), service: at,
	}
	if w.b, err = connect(ctx, w.store, shop.New(shop.Settings{}), url, w.cz.Signer(), w.mail, w.clock, &oneAtATime{w: dump}); err != nil {
		w.end()
		return nil, errors.Join(err, l.Close())
	}

	mux := http.NewServeMux()
	mux.Handle("/mm-1/", w.b.Webhook("mm-1"))     // Megamarket: new orders, cancellations
	mux.Handle("/crm-1/", w.b.Webhook("crm-1"))   // RetailCRM: parcels
	mux.Handle("/cdek-1/", w.b.Webhook("cdek-1")) // CDEK: statuses of parcels
	w.host = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { w.done <- w.host.Serve(l) }()
	return w, nil
}

// paid receives YooKassa's notifications. The fake calls it without a socket, so that they come from YooKassa's
// address; others are refused.
func (w *world) paid(rw http.ResponseWriter, r *http.Request) { w.b.Webhook("pay-1").ServeHTTP(rw, r) }

// end ends the fakes.
func (w *world) end() {
	w.mm.Close()
	w.crm.Close()
	w.yk.Close()
	w.kassa.Close()
	w.cdek.Close()
	w.rz.Close()
	w.np.Close()
	w.cz.Close()
	w.mail.Close()
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

// settle makes passes until nothing is pending. A service calls Bridge.Run instead.
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
		w.clock.To(next) // when something is tried again
	}
	return errors.New("effects are still pending after 50 passes")
}

// calls delivers the webhooks of an outside system.
func (w *world) calls(ctx context.Context, send func(context.Context) []fake.Delivery, what string) error {
	for _, d := range send(ctx) {
		if d.Status != http.StatusOK {
			return fmt.Errorf("the %s %s was answered %d: %s", what, d.Name, d.Status, d.Answer)
		}
	}
	return nil
}

// busy reports whether effects are pending.
func (w *world) busy(ctx context.Context) (bool, error) {
	for effect, err := range w.store.Effects(ctx, bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting}}) {
		if err != nil || effect.Kind != order.EffectTrack || !effect.Due.After(w.clock.Now()) { // parcels are tracked for days
			return err == nil, err
		}
	}
	return false, nil
}

// rest reads the orders until Megamarket has finished: for a short time lots are PENDING_….
func (w *world) rest(ctx context.Context) error {
	for _, id := range w.ids {
		for strings.Contains(strings.Join(w.mm.Statuses(id), " "), "PENDING") {
			if _, err := w.lots.GetShipment(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// place places an order at Megamarket.
func (w *world) place(o megamarkettest.Order) string {
	id := w.mm.Place(o)
	w.ids = append(w.ids, id)
	return id
}

// oneAtATime lets several clients write to one writer.
type oneAtATime struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *oneAtATime) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(p)
}
