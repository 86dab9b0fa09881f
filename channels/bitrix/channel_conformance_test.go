package bitrix_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/bitrix"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/channels/channeltest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

func TestTheChannelKeepsThePromisesOfThePort(t *testing.T) {
	for name, st := range map[string]bitrixtest.Settings{
		"as installed": {},
		"with codes of errors as numbers and prices that the calls leave": {NumberCodes: true, KeepPrices: true},
	} {
		t.Run(name, func(t *testing.T) {
			channeltest.RunInBubble(t, func(t *testing.T) channeltest.Fixture {
				f := fixture(t, st)
				if st.KeepPrices { // the other scheme is as above
					f.Schemes = f.Schemes[:1]
				}
				return f
			})
		})
	}
}

// client returns a client of a fake, with the right webhook.
func client(shop *bitrixtest.Server, opts ...ordo.Option) *bitrix.Client {
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: shop.Transport()})}, opts...)
	return bitrix.New(bitrixtest.Address, bxrest.Webhook(bitrixtest.WebhookUser, bitrixtest.WebhookCode), opts...)
}

// settings are those of the fake's shop.
func settings() bitrix.Settings {
	return bitrix.Settings{
		Pickup: []int64{bitrixtest.PickupInShop}, Catalogues: []int64{bitrixtest.CatalogID}, ArticleField: "property45",
	}
}

func vera() bitrixtest.Buyer {
	return bitrixtest.Buyer{
		User: 7, Name: "Орлова Вера", Phone: "+79990000001", Email: "vera@example.com", Login: "vera", City: "Казань", Point: "KZN12",
		Term: "2-3 дня", Comment: "Звонить после 18", Source: "yandex", Medium: "cpc", CampaignName: "spring",
	}
}

func fixture(t *testing.T, st bitrixtest.Settings) channeltest.Fixture {
	t.Helper()
	st.Now = time.Now
	shop := bitrixtest.New(st)
	t.Cleanup(shop.Close)
	writes := []string{
		"sale.order.update", "sale.basketitem.add", "sale.basketitem.update", "sale.basketitem.delete", "sale.basketproperties.add", "sale.payment.add", "sale.payment.update",
		"sale.shipment.add", "sale.shipment.update", "sale.shipmentitem.add", "sale.shipmentitem.update", "sale.propertyvalue.modify",
	}
	first := map[order.EffectKind]string{
		order.EffectRefuse: "batch", order.EffectLines: "batch", order.EffectShip: "sale.shipment.update", order.EffectDetails: "sale.propertyvalue.modify",
		order.EffectMoveDate: "sale.propertyvalue.modify", order.EffectPayment: "sale.payment.update",
	}
	on := func(k order.EffectKind) string {
		if op := first[k]; op != "" {
			return op
		}
		return "sale.order.update"
	}
	return channeltest.Fixture{
		Port: client(shop).Channel(settings()),
		BadCredentials: bitrix.New(bitrixtest.Address, bxrest.Webhook(1, "guess"), ordo.WithHTTPClient(&http.Client{Transport: shop.Transport()})).
			Channel(settings()),
		Schemes: []order.SchemeCode{order.ByCarrier, order.OwnPickup}, Authority: order.OwnShop, Whole: true,
		Places: func(s order.SchemeCode) string {
			delivery := bitrixtest.PickupByCDEK
			if s == order.OwnPickup {
				delivery = bitrixtest.PickupInShop
			}
			return strconv.Itoa(shop.PlacesOrder(vera(), []bitrixtest.Item{{Article: "MUG", Quantity: "2"}, {Article: "BOWL", Quantity: "2"}}, "", delivery))
		},
		Commits: func() (n int) {
			for _, w := range writes {
				n += shop.Commits(w)
			}
			return n
		},
		FailsOnce:   func(k order.EffectKind) { shop.Faults().Next(on(k), fake.ResetBefore()) },
		LosesAnswer: func(k order.EffectKind) { shop.Faults().Next(on(k), fake.ResetAfter()) },
		Now:         time.Now,
	}
}
