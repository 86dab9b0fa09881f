package megamarket_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/channeltest"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

// methods are the calls by which effects are written.
var methods = map[order.EffectKind]string{
	order.EffectConfirm: "order/confirm", order.EffectRefuse: "order/reject", order.EffectCancel: "order/reject",
	order.EffectPack: "order/packing", order.EffectShip: "order/shipping", order.EffectClose: "order/close",
	order.EffectMoveDate: "order/confirm", order.EffectAnswer: "order/cancelResult",
}

func TestTheChannelKeepsThePromisesOfThePort(t *testing.T) {
	t.Run("as documented", func(t *testing.T) {
		channeltest.RunInBubble(t, func(t *testing.T) channeltest.Fixture { return fixture(t, megamarkettest.Settings{PendingReads: -1}) })
	})
	t.Run("while lots are being processed", func(t *testing.T) {
		channeltest.RunInBubble(t, func(t *testing.T) channeltest.Fixture { return fixture(t, megamarkettest.Settings{PendingReads: 1}) })
	})
	t.Run("with the hand-over told in merchant delivery", func(t *testing.T) {
		st := megamarkettest.Settings{PendingReads: -1, ShippingInMerchantDelivery: true}
		channeltest.RunInBubble(t, func(t *testing.T) channeltest.Fixture {
			f := fixture(t, st, megamarket.WithShippingInMerchantDelivery())
			f.Schemes = []order.SchemeCode{order.MerchantDelivery}
			return f
		})
	})
}

// fixture is a channel with a Megamarket of its own.
func fixture(t *testing.T, st megamarkettest.Settings, opts ...megamarket.ChannelOption) channeltest.Fixture {
	t.Helper()
	var r *http.Request
	var body []byte
	st.Receiver = fake.Receiver{
		URL: "https://shop.example/mm-1", User: "mm", Password: "s3cret",
		Transport: fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, in *http.Request) {
			body, _ = io.ReadAll(in.Body)
			r = &http.Request{Method: in.Method, URL: &url.URL{Path: in.URL.Path}, Header: in.Header}
			megamarket.Webhook{}.Answer(nil).Write(w)
		})),
	}
	mm := megamarkettest.New(st)
	t.Cleanup(mm.Close)
	opts = append([]megamarket.ChannelOption{
		megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth("mm", "s3cret"),
	}, opts...)
	place := func(s order.SchemeCode) string {
		o := megamarkettest.Order{Goods: []megamarkettest.Goods{
			{OfferID: "MUG-RED", Name: "Кружка красная", Price: 990, Discount: 100, Count: 2, MarkRequired: true},
			{OfferID: "TEAPOT", Name: "Чайник", Price: 2500, TaxRate: "10", Count: 2},
		}}
		if s == order.MerchantDelivery {
			o.Scheme, o.DeliveryFee = megamarkettest.MerchantDelivery, 800
		}
		return mm.Place(o)
	}
	call := func(s order.SchemeCode) (*http.Request, []byte) {
		place(s)
		mm.SendHooks(context.Background())
		return r, body
	}
	line := func(do func(id string, n int) error) func(id, line string) error {
		return func(id, line string) error {
			n, err := strconv.Atoi(line)
			if err != nil {
				return err
			}
			return do(id, n)
		}
	}
	return channeltest.Fixture{
		Port:           client(mm.Transport()).Channel(opts...),
		BadCredentials: megamarket.New("WRONG", ordo.WithHTTPClient(&http.Client{Transport: mm.Transport()})).Channel(opts...),
		Schemes:        []order.SchemeCode{order.Standard, order.MerchantDelivery},
		Places:         place,
		Commits:        func() int { return mm.Commits("*") },
		Cancels:        line(func(id string, n int) error { return mm.SetStatus(id, n, megamarket.StatusCustomerCancelled, "") }),
		RequestsCancel: line(func(id string, n int) error { return mm.CancelByBuyer(id, n) }),
		FailsOnce:      func(kind order.EffectKind) { mm.Faults().Next(methods[kind], fake.ResetBefore()) },
		LosesAnswer:    func(kind order.EffectKind) { mm.Faults().Next(methods[kind], fake.ResetAfter()) },
		Call:           call,
		Forged: func(s order.SchemeCode) (*http.Request, []byte) {
			r, body := call(s)
			r.SetBasicAuth("mm", "guess")
			return r, body
		},
	}
}
