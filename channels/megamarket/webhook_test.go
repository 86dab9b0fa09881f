package megamarket_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
)

var webhook = megamarket.NewWebhook("mm", "s3cret")

func post(path string, body []byte) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	r.SetBasicAuth("mm", "s3cret")
	return r
}

func TestANewStandardOrderIsRead(t *testing.T) {
	cb := must(webhook.Receive(post("/mm-1/order/new", testdata(t, "order_new_standard.json"))))(t)
	require.Equal(t, "order/new:955100777", cb.Key())
	require.Len(t, cb.New, 1)
	n := cb.New[0]
	require.Equal(t, megamarket.Standard, n.Scheme)
	require.Equal(t, int64(4107), n.MerchantID)
	require.Equal(t, int64(300123), n.Shipping.Point)
	require.Equal(t, "777000111", n.CustomerOrderID)
	require.True(t, n.ConfirmBy.Equal(time.Date(2025, 3, 4, 17, 0, 0, 0, msk)))
	require.True(t, n.PackBy.Equal(time.Date(2025, 3, 5, 18, 30, 0, 0, msk)))
	require.True(t, n.Shipping.Interval.To.Equal(time.Date(2025, 3, 6, 18, 0, 0, 0, msk)))
	require.True(t, n.Delivery.Interval.From.Equal(time.Date(2025, 3, 9, 10, 0, 0, 0, msk)))
	require.Equal(t, `ООО "Пример"`, n.Label.MerchantName)
	require.Equal(t, "644000555", n.Label.DeliveryID)
	require.Nil(t, n.Customer)
	require.Empty(t, n.Extra)
	require.Len(t, n.Lots, 2)
	require.Equal(t, amount.RUB(89000), n.Lots[0].FinalPrice)
	require.Equal(t, "20", n.Lots[0].TaxRate)
	require.Equal(t, "LOY", n.Lots[0].Discounts[0].Type)
	require.Contains(t, n.Lots[0].Extra, "priceAdjustments")
}

func TestANewOrderThatTheMerchantDeliversIsRead(t *testing.T) {
	cb := must(webhook.Receive(post("/order/new/", testdata(t, "order_new_delivery.json"))))(t)
	n := cb.New[0]
	require.Equal(t, megamarket.MerchantDelivery, n.Scheme)
	require.Equal(t, "9380000000202", n.Handover.DeliveryID)
	require.Equal(t, amount.RUB(930000), n.Handover.Deposited)
	require.True(t, n.PackBy.Equal(time.Date(2025, 3, 4, 19, 0, 0, 0, msk)))
	require.True(t, n.Handover.ReserveUntil.Equal(time.Date(2025, 3, 24, 0, 0, 0, 0, msk)))
	require.True(t, n.Handover.Interval.To.Equal(time.Date(2025, 3, 8, 20, 0, 0, 0, msk)))
	require.Equal(t, "79000000000", n.Customer.Phone)
	require.Equal(t, "г Тверь", n.Customer.Address.City)
	require.Equal(t, "00000000-0000-4000-8000-000000000002", n.Customer.Address.FIAS.Destination)
	require.Equal(t, "56.850000", n.Customer.Address.Geo.Lat)
	require.Nil(t, n.Label)
	require.False(t, n.Lots[0].IsDelivery())
	require.True(t, n.Lots[0].MarkRequired)
	require.True(t, n.Lots[1].IsDelivery())
	require.Empty(t, n.Lots[1].TaxRate)
}

func TestACancellationIsRead(t *testing.T) {
	cb := must(webhook.Receive(post("/order/cancel", testdata(t, "order_cancel.json"))))(t)
	require.Equal(t, "order/cancel", cb.Op)
	require.Equal(t, "order/cancel:955100777:2", cb.Key())
	k := cb.Cancelled[0]
	require.Equal(t, megamarket.Standard, k.Scheme)
	require.Equal(t, "MUG-RED", k.Lots[0].OfferID)

	one := must(webhook.Parse(post("/order/cancel", nil), []byte(`{"data":{"shipments":{"shipmentId":7,"items":[{"itemIndex":2},{"itemIndex":1}]}}}`)))(t)
	other := must(webhook.Parse(post("/order/cancel", nil), []byte(`{"meta":[],"data":{"shipments":[{"shipmentId":"7","items":[{"itemIndex":"1"},{"itemIndex":"2"}]}]}}`)))(t)
	require.Equal(t, one.Key(), other.Key(), "the same lots, however they are written")
}

func TestACallbackThatIsTooLongOrBrokenIsRefused(t *testing.T) {
	long := []byte(`{"data":"` + strings.Repeat("x", ordo.MaxCall) + `"}`)
	lot := `{"itemIndex":1,"offerId":"A","price":1,"finalPrice":1}`
	tests := []struct {
		path, body, why string
		status          int
	}{
		{"/order/new", string(long), "longer than 1048576 bytes", 413},
		{"/order/new", ``, "not of the documented form", 400},
		{"/order/new", `[]`, "not of the documented form", 400},
		{"/order/new", `{}`, "data is missing", 400},
		{"/order/new", `{"data":{}}`, "data.shipments is empty", 400},
		{"/order/new", `{"data":{"shipments":[{"items":[` + lot + `]}]}}`, "data.shipments[0]: shipmentId is missing", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","items":[]}]}}`, "items is empty", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","handover":{"outletId":""},"items":[` + lot + `]}]}}`, "serviceScheme is missing", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","items":[` + lot + `,` + lot + `]}]}}`, "itemIndex 1 occurs twice", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","items":[{"itemIndex":1,"price":1,"finalPrice":1}]}]}}`, "offerId is missing", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","items":[{"itemIndex":1,"offerId":"A","price":1}]}]}}`, "finalPrice is missing", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","items":[{"itemIndex":1,"offerId":"A","price":"1,5","finalPrice":1}]}]}}`, "1,5", 400},
		{"/order/new", `{"data":{"shipments":[{"shipmentId":"1","items":[` + lot + `]},{"shipmentId":"1","items":[` + lot + `]}]}}`, "shipment 1 occurs twice", 400},
		{"/order/cancel", `{"data":{"shipments":[{"shipmentId":"1"}]}}`, "items is empty", 400},
		{"/order/cancel", `{"data":{"shipments":[{"items":[{"itemIndex":1}]}]}}`, "shipmentId is missing", 400},
		{"/order/cancel", `{"data":{"shipments":[{"shipmentId":"1","items":[{"itemIndex":-1}]}]}}`, "itemIndex is -1", 400},
	}
	for _, tt := range tests {
		_, err := webhook.Receive(post(tt.path, []byte(tt.body)))
		var e *ordo.CallError
		require.ErrorAs(t, err, &e, tt.why)
		require.ErrorContains(t, err, tt.why)
		require.Equal(t, tt.status, webhook.Answer(err).Status)
		require.JSONEq(t, `{"data":{},"meta":{},"success":0}`, string(webhook.Answer(err).Body))
	}
}

// shop is a merchant's receiver: it keeps keys, and works on each callback once.
type shop struct {
	down   int // so many calls fail first
	worked []string
	seen   map[string]bool
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	cb, err := webhook.Receive(r)
	if s.down > 0 {
		s.down--
		err = errors.New("the store is down")
	}
	if err == nil && !s.seen[cb.Key()] {
		s.seen[cb.Key()] = true
		s.worked = append(s.worked, cb.Key())
	}
	webhook.Answer(err).Write(w)
}

func TestCallbacksRepeatAndOvertake(t *testing.T) {
	s := &shop{seen: map[string]bool{}, down: 1}
	mm := megamarkettest.New(megamarkettest.Settings{Receiver: fake.Receiver{
		URL: "https://shop.example/mm-1", User: "mm", Password: "s3cret", Transport: fake.Direct(s), Tries: 3,
	}})
	id := mm.Place(mugs)
	sent := mm.SendHooks(t.Context())
	require.Len(t, sent, 2, "the first was not taken")
	require.Equal(t, 500, sent[0].Status)

	late := mm.Place(tyres)
	mm.Hooks().Next("order/new", fake.Late())
	require.NoError(t, mm.CancelByBuyer(late))
	mm.Hooks().Next("order/cancel", fake.Twice())
	mm.SendHooks(t.Context())
	mm.Outbox.Repeat()
	mm.SendHooks(t.Context())
	require.Equal(t, []string{"order/new:" + id, "order/cancel:" + late + ":1,2,3", "order/new:" + late}, s.worked)
}

func TestACallThatTheFakeMakesIsTaken(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{Receiver: fake.Receiver{URL: "https://shop.example/mm-1/", User: "mm", Password: "s3cret"}})
	id := mm.Place(tyres)
	e := must(webhook.Receive(mm.Outbox.Waiting()[0].Request()))(t)
	require.Equal(t, id, e.New[0].ShipmentID)
	require.NoError(t, e.New[0].Problem)
	require.Equal(t, "170000", e.New[0].Customer.Address.PostalCode)
	e = must(webhook.Receive(mm.Call("order/cancel", string(testdata(t, "order_cancel.json"))).Request()))(t)
	require.Equal(t, "order/cancel:955100777:2", e.Key())
}

func TestOneBadOrderOfACallHidesNoOther(t *testing.T) {
	lot := `{"itemIndex":1,"offerId":"A","price":1,"finalPrice":1,"quantity":QTY}`
	for _, qty := range []string{"0", "-1", "1e9", "2", "{}"} {
		body := `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"1","items":[` + strings.Replace(lot, "QTY", qty, 1) + `]},{"shipmentId":"2","items":[` + strings.Replace(lot, "QTY", "1", 1) + `]}]}}`
		e := must(webhook.Parse(post("/order/new", nil), []byte(body)))(t)
		require.ErrorContains(t, e.New[0].Problem, "quantity", qty)
		require.Empty(t, e.New[0].Lots)
		p := must(received(t, "/order/new", body))(t)
		require.Nil(t, p.News[0].Placed, "it is read by order/get, which tells the reason")
		require.NotNil(t, p.News[1].Placed)
		_, err := received(t, "/order/new", strings.Replace(body, `,{"shipmentId":"2"`, `],"others":[{"shipmentId":"2"`, 1))
		require.ErrorContains(t, err, "quantity")
	}
}

func TestAReceiverWithOtherCredentialsGetsNothing(t *testing.T) {
	s := &shop{seen: map[string]bool{}}
	mm := megamarkettest.New(megamarkettest.Settings{Receiver: fake.Receiver{
		URL: "https://shop.example", User: "mm", Password: "old", Transport: fake.Direct(s),
	}})
	mm.Place(mugs)
	require.Equal(t, 401, mm.SendHooks(t.Context())[0].Status)
	require.Empty(t, s.worked)
}
