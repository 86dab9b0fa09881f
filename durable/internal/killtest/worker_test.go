package killtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// workerEnv is the environment variable with the settings of a worker.
const workerEnv = "ORDO_KILLTEST_WORKER"

// The merchant's credentials and addresses.
const (
	callbackUser     = "mm"
	callbackPassword = "let-me-in"
	moduleID         = "module-secret"
	shopSecret       = "shop-secret-5d1c"
	atolHook         = "/hooks/atol/7f3a9c51"
	merchant         = "http://merchant.example"
	callerHeader     = "X-Caller" // the address that a call comes from, as the balancer says
)

// settings are what a worker needs.
type settings struct {
	Store                                 string // the address of the database
	Megamarket, RetailCRM, YooKassa, ATOL string // of the fakes
}

var (
	company = atol.Company{Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru"}
	fiscal  = receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}
	clerk   = order.Actor{ID: "petrova", Role: order.RoleOperator}
)

// connect connects the merchant's accounts over a store.
func connect(store bridge.Store, s settings) (*bridge.Bridge, error) {
	at := func(base string) []ordo.Option {
		return []ordo.Option{ordo.WithBaseURL(base), ordo.WithLimits(ordo.Limits{})}
	}
	return bridge.New(
		store, bridge.WithPollEvery(2*time.Second),
		bridge.Account("mm-1", megamarket.New(megamarkettest.DefaultToken, at(s.Megamarket)...).
			Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth(callbackUser, callbackPassword),
				megamarket.WithCount(1000))), // buyers here order at the same second
		bridge.Account("crm-1", system(s)),
		bridge.Route{Channel: "mm-1", ERP: "crm-1"},
		bridge.Account("shop-1", shop.New(shop.Settings{System: "site", Admit: shop.Bearer(ordo.NewSecret(shopSecret)), Decode: func(_ *http.Request, body []byte) ([]channels.News, error) {
			var n channels.News
			err := json.Unmarshal(body, &n)
			return []channels.News{n}, err
		}})),
		bridge.Account("pay-1", yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, at(s.YooKassa)...).Gateway()),
		bridge.Account("atol-1", atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, at(s.ATOL)...).
			WithVersion(atol.V5).Registrar(company, atol.WithCallback(merchant+atolHook))),
		bridge.Route{Channel: "shop-1", Gateway: "pay-1", Receipts: "atol-1", Fiscal: fiscal},
	)
}

// system is RetailCRM as the port of ERPs.
func system(s settings) *retailcrm.System {
	return retailcrm.New(s.RetailCRM, retailcrmtest.Key, ordo.WithLimits(ordo.Limits{})).WithSite(retailcrmtest.Site).
		System(retailcrm.DefaultMapping(), retailcrm.WithModule(merchant+"/crm-1", moduleID))
}

// work is a whole program: it works until it is told to stop, or the test ends. It says on standard output where it
// listens and which orders it has claimed.
func work(text string) int {
	var s settings
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	go func() { // the test holds the other end
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(3)
	}()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, s); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, time.Now().Format(time.TimeOnly), err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, s settings) error {
	store, err := durable.Open(ctx, s.Store)
	if err != nil {
		return err
	}
	b, err := connect(seen{store}, s)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(err, store.Close())
	}
	srv := &http.Server{Handler: handler(b), ReadHeaderTimeout: time.Minute}
	go func() { _ = srv.Serve(l) }() // ends by Shutdown
	say("at", l.Addr().String())
	err = b.Run(ctx)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, srv.Shutdown(last), store.Close())
}

// handler is where others call the merchant, and where his own program gives commands.
func handler(b *bridge.Bridge) http.Handler {
	mux := http.NewServeMux()
	for path, account := range map[string]string{"/mm-1/": "mm-1", "/crm-1/": "crm-1", "/pay-1/": "pay-1", "/shop-1/": "shop-1", atolHook: "atol-1"} {
		mux.Handle(path, b.Webhook(account))
	}
	mux.HandleFunc("POST /do", func(w http.ResponseWriter, r *http.Request) {
		var d deed
		err := json.NewDecoder(r.Body).Decode(&d)
		if err == nil {
			_, err = b.Do(r.Context(), d.Order, d.command(), order.By{Actor: clerk, Key: d.Key})
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from := r.Header.Get(callerHeader); from != "" {
			r.RemoteAddr = from
		}
		mux.ServeHTTP(w, r)
	})
}

// deed is a command that the merchant's program gives by a call.
type deed struct {
	Order, Key string
	What       order.Kind
	Payment    order.Payment
	Line       string
	Pieces     int
	Block      int
}

func (d deed) command() order.Command {
	switch d.What {
	case order.Pay{}.Kind():
		return order.Pay{Payment: d.Payment}
	case order.HandOver{}.Kind():
		return order.HandOver{Waybill: "W" + d.Order}
	case order.Deliver{}.Kind():
		return order.Deliver{}
	case order.Return{}.Kind():
		return order.Return{Picks: order.Pick(d.Line, amount.Pcs(d.Pieces)), Reason: status.ReasonUnwanted}
	case order.Receive{}.Kind():
		return order.Receive{Block: d.Block, Custody: status.CustodyAccepted}
	}
	return order.Refund{Block: d.Block}
}

// seen is the store of a worker who says which orders he has claimed, and when he was refused to write because another
// one has his order.
type seen struct{ *durable.Store }

func say(what, about string) { _, _ = fmt.Fprintln(os.Stdout, what, about) }

// Claim implements bridge.Store.
func (s seen) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	cs, err := s.Store.Claim(ctx, now, until, n, ids...)
	for _, c := range cs {
		say("claimed", c.ID)
	}
	return cs, err
}

// Release implements bridge.Store. It is said before it is done, so that no order is taken for claimed that is not.
func (s seen) Release(ctx context.Context, c bridge.Claim) error {
	say("released", c.ID)
	return s.Store.Release(ctx, c)
}

// Save implements bridge.Store.
func (s seen) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if b.Token != "" && b.Claim.IsZero() {
		say("released", id)
	}
	err := s.Store.Save(ctx, id, rev, b)
	if b.Token != "" && errors.Is(err, bridge.ErrConflict) {
		say("refused", id)
	}
	return err
}
