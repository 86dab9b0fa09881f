package shop_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/channeltest"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

const secret = "site-5ecret"

var (
	moscow = time.FixedZone("MSK", 3*60*60)
	noon   = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

// host is the program of a shop: what it sends, and what it was told.
type host struct {
	sold, changes int
	told          map[string]bool // by key
	fault         map[order.EffectKind]string
}

// basket is the host's own form of a call.
type basket struct {
	Number string           `json:"number"`
	Scheme order.SchemeCode `json:"scheme"`
	Mugs   int              `json:"mugs"`
	Name   string           `json:"name"`
	At     time.Time        `json:"at"`
}

func decode(_ *http.Request, body []byte) ([]channels.News, error) {
	var b basket
	switch err := json.Unmarshal(body, &b); {
	case err != nil:
		return nil, err
	case b.Name != "":
		change := channels.Change{Details: &order.DetailsReport{Buyer: order.Buyer{Name: b.Name}}}
		return []channels.News{{ID: b.Number, Occurred: b.At, Changed: &change}}, nil
	}
	return []channels.News{{Placed: &order.Draft{
		Ref: order.Ref{ID: b.Number}, Scheme: b.Scheme, Placed: b.At,
		Lines: []order.Line{{ID: "mug", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(b.Mugs), Price: amount.RUB(89000)}},
	}}}, nil
}

func call(b basket) (*http.Request, []byte) {
	r, err := http.NewRequest(http.MethodPost, "https://merchant.example/shop-1/", nil)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", "Bearer "+secret)
	body, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return r, body
}

// tell writes down once what the shop is told.
func (h *host) tell(_ context.Context, t order.Task) (order.Outcome, error) {
	fault := h.fault[t.Kind]
	delete(h.fault, t.Kind)
	if fault == "fails" {
		return order.Outcome{}, errors.New("the database is locked") // no class: it is tried again
	}
	if h.told[t.Key] {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	h.told[t.Key] = true
	if fault == "loses" {
		return order.Outcome{}, &ordo.Error{System: "site", Class: ordo.InDoubt, Text: "connection reset"}
	}
	return order.Outcome{}, nil
}

func TestConformance(t *testing.T) {
	channeltest.Run(t, func(*testing.T) channeltest.Fixture {
		h := &host{told: map[string]bool{}, fault: map[order.EffectKind]string{}}
		return channeltest.Fixture{
			Port:    shop.New(shop.Settings{System: "site", Admit: shop.Bearer(ordo.NewSecret(secret)), Decode: decode, Tell: h.tell}),
			Schemes: []order.SchemeCode{order.ByCarrier, order.OwnPickup, order.MerchantDelivery, order.EProcurement},
			Commits: func() int { return len(h.told) },
			Call: func(s order.SchemeCode) (*http.Request, []byte) {
				h.sold++
				return call(basket{Number: fmt.Sprint("A-", h.sold), Scheme: s, Mugs: 3, At: time.Now().In(moscow)})
			},
			ChangeCall: func(id string) (*http.Request, []byte) {
				h.changes++
				return call(basket{Number: id, Name: fmt.Sprint("Olga ", h.changes), At: time.Now().In(moscow)})
			},
			FailsOnce:   func(k order.EffectKind) { h.fault[k] = "fails" },
			LosesAnswer: func(k order.EffectKind) { h.fault[k] = "loses" },
			Authority:   order.OwnShop,
		}
	})
}
