package megamarkettest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/stretchr/testify/require"
)

const orders = "https://api.megamarket.tech/api/market/v1/orderService/"

var (
	mugs = megamarkettest.Order{ID: "9", Goods: []megamarkettest.Goods{
		{OfferID: "MUG", Price: 990, Count: 2}, {OfferID: "CAMERA", Price: 9900, MarkRequired: true},
	}}
	tyres = megamarkettest.Order{
		ID: "9", Scheme: megamarkettest.MerchantDelivery, DeliveryFee: 800, Goods: []megamarkettest.Goods{{OfferID: "TYRE", Price: 8500, Count: 2}},
	}
)

type answer struct {
	Success int
	Data    json.RawMessage
	Error   json.RawMessage
}

// call posts data with the token, written as the rest of an object.
func call(t *testing.T, mm *megamarkettest.Server, method, fields string) answer {
	t.Helper()
	if fields != "" {
		fields = "," + fields
	}
	body := `{"meta":{},"data":{"token":"` + megamarkettest.DefaultToken + `"` + fields + `}}`
	path := orders + method
	if method == "stock/update" || method == "manualPrice/save" {
		path = "https://api.megamarket.tech/api/merchantIntegration/v1/offerService/" + method
	}
	status, b := post(t, mm, http.MethodPost, path, body)
	require.Equal(t, 200, status, string(b))
	var a answer
	require.NoError(t, json.Unmarshal(b, &a), string(b))
	return a
}

func post(t *testing.T, mm *megamarkettest.Server, verb, url, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), verb, url, strings.NewReader(body))
	require.NoError(t, err)
	resp, err := mm.Transport().RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, b
}

func one(items string) string { return `"shipments":[{"shipmentId":"9",` + items + `}]` }

const (
	confirmAll  = `"items":[{"itemIndex":1,"offerId":"MUG"},{"itemIndex":"2","offerId":"MUG"},{"itemIndex":3,"offerId":"CAMERA"}]`
	packingOne  = `"orderCode":"A-1","items":[{"itemIndex":1,"boxes":[{"boxIndex":1,"boxCode":"4107*A-1*1"}]}]`
	outOfStock  = `,"reason":{"type":"OUT_OF_STOCK"}`
	packingOwn  = `"orderCode":"A-1","items":[{"itemIndex":1,"quantity":1},{"itemIndex":2,"quantity":1}]`
	closingAll  = `"closeDate":"2025-03-08T15:40:00+03:00","items":[{"itemIndex":1,"handoverResult":true},{"itemIndex":2,"handoverResult":true},{"itemIndex":3,"handoverResult":true}]`
	shippingOne = `"boxes":[{"boxIndex":1,"boxCode":"4107*A-1*1"}],"shipping":{"shippingDate":"2025-03-08T15:40:00+03:00"}`
)

func TestARefusedCallChangesNothingAtAll(t *testing.T) {
	confirmed := func(t *testing.T, mm *megamarkettest.Server) {
		require.Equal(t, 1, call(t, mm, "order/confirm", one(confirmAll)).Success)
	}
	packed := func(t *testing.T, mm *megamarkettest.Server) {
		require.Equal(t, 1, call(t, mm, "order/packing", one(packingOwn)).Success)
	}
	tests := []struct {
		name, method, fields string
		order                megamarkettest.Order
		before               func(*testing.T, *megamarkettest.Server)
		about                string // what the error must name
	}{
		{"an unknown shipment", "order/confirm", `"shipments":[{"shipmentId":"8","items":[{"itemIndex":1,"offerId":"MUG"}]}]`, mugs, nil, `"shipmentId":"8"`},
		{"an unknown lot beside a good one", "order/confirm", one(`"items":[{"itemIndex":1,"offerId":"MUG"},{"itemIndex":4,"offerId":"MUG"}]`), mugs, nil, `"itemIndex":"4"`},
		{"another offer", "order/confirm", one(`"items":[{"itemIndex":1,"offerId":"CUP"}]`), mugs, nil, `"itemIndex":"1"`},
		{"no offer", "order/reject", one(`"items":[{"itemIndex":1}]`) + outOfStock, mugs, nil, `"itemIndex":"1"`},
		{"a lot twice", "order/confirm", one(`"items":[{"itemIndex":1,"offerId":"MUG"},{"itemIndex":1,"offerId":"MUG"}]`), mugs, nil, `"itemIndex":"1"`},
		{"no lots", "order/confirm", one(`"items":[]`), mugs, nil, `"shipmentId":"9"`},
		{"no shipments", "order/confirm", `"shipments":[]`, mugs, nil, ""},
		{"a Cyrillic order code", "order/confirm", one(`"orderCode":"Ы",` + confirmAll), mugs, nil, `"shipmentId":"9"`},
		{"confirmed twice", "order/confirm", one(confirmAll), mugs, confirmed, `"itemIndex":"1"`},
		{"one shipment good, one not", "order/confirm", `"shipments":[{"shipmentId":"9",` + confirmAll + `},{"shipmentId":"8"}]`, mugs, nil, `"shipmentId":"8"`},

		{"no reason", "order/reject", one(confirmAll), mugs, nil, "причина"},
		{"a reason of the other scheme", "order/reject", one(confirmAll) + `,"reason":{"type":"NOT_ACCEPTABLE"}`, mugs, nil, "NOT_ACCEPTABLE"},
		{"a standard reason in merchant delivery", "order/reject", one(`"items":[{"itemIndex":1,"offerId":"TYRE"}]`) + `,"reason":{"type":"FRAUD_ORDER"}`, tyres, nil, "FRAUD_ORDER"},

		{"packed before confirming", "order/packing", one(packingOne), mugs, nil, "NEW"},
		{"no order code", "order/packing", one(`"items":[{"itemIndex":1,"boxes":[{"boxIndex":1,"boxCode":"4107**1"}]}]`), mugs, confirmed, "orderCode"},
		{"the prefix of another merchant", "order/packing", one(strings.ReplaceAll(packingOne, "4107", "4108")), mugs, confirmed, `"boxCode":"4108*A-1*1"`},
		{"another index in the code", "order/packing", one(strings.ReplaceAll(packingOne, `1"}]`, `2"}]`)), mugs, confirmed, `"boxCode":"4107*A-1*2"`},
		{"no boxes", "order/packing", one(`"orderCode":"A-1","items":[{"itemIndex":1,"quantity":1}]`), mugs, confirmed, `"itemIndex":"1"`},
		{"no mark", "order/packing", one(strings.ReplaceAll(packingOne, `"itemIndex":1`, `"itemIndex":3`)), mugs, confirmed, "маркировки"},
		{"a quantity of 2", "order/packing", one(`"orderCode":"A-1","items":[{"itemIndex":1,"quantity":2}]`), tyres, nil, "quantity"},
		{"the fee packed", "order/packing", one(`"orderCode":"A-1","items":[{"itemIndex":3,"quantity":1}]`), tyres, nil, `"itemIndex":"3"`},
		{"boxes in merchant delivery", "order/packing", one(packingOne), tyres, nil, `"itemIndex":"1"`},
		{"another order code", "order/packing", one(strings.ReplaceAll(packingOwn, "A-1", "A-2")), tyres, packed, "A-2"},

		{"shipped before packing", "order/shipping", one(shippingOne), mugs, confirmed, "CONFIRMED"},
		{"shipping in merchant delivery", "order/shipping", one(shippingOne), tyres, packed, "DELIVERY_BY_MERCHANT"},

		{"closed before packing", "order/close", one(closingAll), tyres, nil, "NEW"},
		{"a lot without a result", "order/close", one(strings.ReplaceAll(closingAll, `,{"itemIndex":3,"handoverResult":true}`, "")), tyres, packed, `"itemIndex":"3"`},
		{"not bought without a reason", "order/close", one(strings.Replace(closingAll, `true`, `false`, 1)), tyres, packed, `"itemIndex":"1"`},
		{"no date", "order/close", one(strings.ReplaceAll(closingAll, `"2025-03-08T15:40:00+03:00"`, `""`)), tyres, packed, "closeDate"},
		{"a result in words", "order/close", one(strings.ReplaceAll(closingAll, `true`, `"TRUE"`)), tyres, packed, "формат"},
		{"closing a standard order", "order/close", one(closingAll), mugs, nil, "FULFILLMENT_BY_MERCHANT"},

		{"nobody asked to cancel", "order/cancelResult", one(`"items":[{"itemIndex":1,"canceled":true}]`), tyres, nil, `"itemIndex":"1"`},
		{"an answer without an answer", "order/cancelResult", one(`"items":[{"itemIndex":1}]`), tyres, nil, "canceled"},
		{"a standard order", "order/cancelResult", one(`"items":[{"itemIndex":1,"canceled":true}]`), mugs, nil, "FULFILLMENT_BY_MERCHANT"},

		{"a label for nothing", "sticker/print", `"printAsPdf":true,"shipments":[{"shipmentId":"9","boxCodes":["4107*A-1*1"]}]`, mugs, confirmed, `"boxCode":"4107*A-1*1"`},
		{"a stock below nothing", "stock/update", `"stocks":[{"offerId":"A","quantity":5},{"offerId":"B","quantity":-1}]`, mugs, nil, "-1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
			mm.Place(tt.order)
			if tt.before != nil {
				tt.before(t, mm)
			}
			was, _ := mm.Shipment("9")
			commits := mm.Commits("*")
			a := call(t, mm, tt.method, tt.fields)
			require.Equal(t, 0, a.Success)
			require.Contains(t, string(a.Error), tt.about)
			now, _ := mm.Shipment("9")
			require.Equal(t, was, now)
			require.Equal(t, commits, mm.Commits("*"))
			_, has := mm.Stock("A")
			require.False(t, has)
		})
	}
}

func TestLotsActedOnWhilePendingAreRefused(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{PendingReads: 2})
	mm.Place(mugs)
	require.Equal(t, 1, call(t, mm, "order/confirm", one(confirmAll)).Success)
	for range 2 {
		require.Equal(t, 0, call(t, mm, "order/packing", one(packingOne)).Success)
		require.Contains(t, string(call(t, mm, "order/get", `"shipments":["9"]`).Data), "PENDING_CONFIRMATION")
	}
	require.Equal(t, 1, call(t, mm, "order/packing", one(packingOne)).Success)
	require.Equal(t, []string{"PENDING_PACKING", "CONFIRMED", "CONFIRMED"}, mm.Statuses("9"))
}

func TestTheEnvelopeIsChecked(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{})
	status, _ := post(t, mm, http.MethodGet, orders+"order/get", "")
	require.Equal(t, http.StatusMethodNotAllowed, status)
	status, _ = post(t, mm, http.MethodPost, orders+"order/teleport", "{}")
	require.Equal(t, http.StatusNotFound, status)
	for _, broken := range []string{"", "x", `{"data":`, `{"data":[]}`} {
		status, _ = post(t, mm, http.MethodPost, orders+"order/get", broken)
		require.Equal(t, http.StatusBadRequest, status, broken)
	}
	for _, wrong := range []string{`{"data":{}}`, `{"data":{"token":"other"}}`} {
		status, b := post(t, mm, http.MethodPost, orders+"order/get", wrong)
		require.Equal(t, http.StatusOK, status)
		require.True(t, bytes.Contains(b, []byte(`"success":0`)), string(b))
	}
	require.Zero(t, mm.Commits("*"))
}

func TestLimitsPass(t *testing.T) {
	now := time.Date(2025, 3, 4, 11, 0, 0, 0, time.UTC)
	mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1, Now: func() time.Time { return now }})
	at := func(since time.Duration) []string {
		sh, _ := mm.Shipment("9")
		now = sh.Created.Add(since)
		return mm.Statuses("9")
	}
	mm.Place(mugs)
	require.Equal(t, 1, call(t, mm, "order/confirm", one(`"items":[{"itemIndex":1,"offerId":"MUG"},{"itemIndex":2,"offerId":"MUG"}]`)).Success)
	require.Equal(t, 1, call(t, mm, "order/packing", one(packingOne)).Success)
	require.Equal(t, []string{"PACKED", "CONFIRMED", "NEW"}, at(6*time.Hour))
	require.Equal(t, []string{"PACKED", "CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_EXPIRED"}, at(6*time.Hour+time.Second))
	require.Equal(t, "PACKING_EXPIRED", at(24*time.Hour + time.Second)[1])
	require.Equal(t, 0, call(t, mm, "order/packing", one(strings.ReplaceAll(packingOne, `"itemIndex":1`, `"itemIndex":2`))).Success)
	require.Equal(t, []string{"SHIPPING_EXPIRED", "MERCHANT_CANCELED/PACKING_EXPIRED"}, at(48*time.Hour + time.Second)[:2])
	require.Equal(t, "SHIPPING_EXPIRED", at(9 * 24 * time.Hour)[0])
	require.Equal(t, "MERCHANT_CANCELED/SHIPPING_EXPIRED", at(9*24*time.Hour + time.Second)[0])
}

func TestADeedOfTheBuyerThatCannotBeIsAnError(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
	mm.Place(mugs)
	require.ErrorContains(t, mm.Deliver("9"), "no such lot")
	require.ErrorContains(t, mm.Deliver("9", 1), "lot 1 is NEW")
	require.ErrorContains(t, mm.Scan("8"), "no shipment 8")
	require.ErrorContains(t, mm.CancelByBuyer("9", 7), "no such lot")
	require.NoError(t, mm.SetStatus("9", 1, "SHIPPED", ""))
	require.NoError(t, mm.Deliver("9"))
	require.ErrorContains(t, mm.CancelByBuyer("9", 1), "lot 1 is DELIVERED")
	require.NoError(t, mm.CancelByBuyer("9"))
	require.Equal(t, []string{"DELIVERED", "CUSTOMER_CANCELED", "CUSTOMER_CANCELED"}, mm.Statuses("9"))
	_, known := mm.Shipment("8")
	require.False(t, known)
}

func TestPricesThatCannotBeAreWarnings(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{})
	a := call(t, mm, "manualPrice/save", `"prices":[{"offerId":"A","price":990},{"offerId":"B","price":0}]`)
	require.Equal(t, 1, a.Success)
	require.Contains(t, string(a.Data), `"savedPrices":1`)
	p, ok := mm.Price("A")
	require.True(t, ok)
	require.Equal(t, int64(990), p)
	call(t, mm, "manualPrice/save", `"prices":[{"offerId":"A","isDeleted":true}]`)
	_, ok = mm.Price("A")
	require.False(t, ok)
}

func TestTheOldLabelIsAPage(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
	mm.Place(mugs)
	call(t, mm, "order/confirm", one(confirmAll))
	call(t, mm, "order/packing", one(packingOne))
	a := call(t, mm, "sticker/print", `"shipmentId":"9","boxCodes":["4107*A-1*1"]`)
	require.Contains(t, string(a.Data), "html")
}

// fault: F14
func TestAReadingTellsAllThatTheVendorTells(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
	mm.Place(mugs)
	var a struct {
		Shipments []struct {
			Status, PackingDate string
			Items               []map[string]any
		}
	}
	read := func() {
		require.NoError(t, json.Unmarshal(call(t, mm, "order/get", `"shipments":["9"]`).Data, &a))
	}
	read()
	require.Equal(t, "NEW", a.Shipments[0].Status)
	_, err := time.Parse(time.RFC3339, a.Shipments[0].PackingDate)
	require.NoError(t, err)
	require.NoError(t, mm.CancelByBuyer("9", 3))
	call(t, mm, "order/confirm", one(`"items":[{"itemIndex":1,"offerId":"MUG"},{"itemIndex":2,"offerId":"MUG"}]`))
	read()
	require.Equal(t, "CONFIRMED", a.Shipments[0].Status)
}

// Whatever the fake does not know is refused, at every depth.
func TestWhatIsNotKnownIsRefused(t *testing.T) {
	for method, fields := range map[string]string{
		"order/get": `"shipments":["9"]`, "order/search": `"count":5,"statuses":["NEW"]`, "order/confirm": one(confirmAll),
		"order/reject": one(confirmAll) + outOfStock, "order/packing": one(packingOne), "order/shipping": one(shippingOne),
		"order/close": one(closingAll), "order/cancelResult": one(`"items":[{"itemIndex":1,"canceled":true}]`),
		"sticker/print": `"printAsPdf":true,"shipments":[{"shipmentId":"9","boxCodes":["x"],"items":[{"itemIndex":1,"quantity":1,"boxes":[{"boxIndex":1,"boxCode":"x"}]}]}]`,
		"stock/update":  `"stocks":[{"offerId":"A","quantity":1}]`, "manualPrice/save": `"prices":[{"offerId":"A","price":1,"isDeleted":false}]`,
	} {
		mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
		mm.Place(mugs)
		for i := range fields {
			if fields[i] != '{' {
				continue
			}
			a := call(t, mm, method, fields[:i+1]+`"novelty":1,`+fields[i+1:])
			require.Equal(t, 0, a.Success, method)
			require.Contains(t, string(a.Error), "novelty", method)
		}
		require.Contains(t, string(call(t, mm, method, fields+`,"novelty":1`).Error), "novelty", method)
		path := orders + method
		if strings.HasPrefix(method, "stock") || strings.HasPrefix(method, "manual") {
			path = strings.Replace(orders, "market/v1/order", "merchantIntegration/v1/offer", 1) + method
		}
		_, b := post(t, mm, http.MethodPost, path+"?novelty=1", `{"meta":[],"data":{"token":"`+megamarkettest.DefaultToken+`",`+fields+`}}`)
		require.Contains(t, string(b), "novelty", method)
		require.Zero(t, mm.Commits("*"), method)
	}
	mm := megamarkettest.New(megamarkettest.Settings{})
	mm.Place(mugs)
	for _, wrong := range []string{`"statuses":["ODD"]`, `"count":0`, `"dateFrom":"yesterday"`} {
		require.Equal(t, 0, call(t, mm, "order/search", wrong).Success, wrong)
	}
	_, b := post(t, mm, http.MethodPost, orders+"order/search", `{"meta":[],"data":{"token":"`+megamarkettest.DefaultToken+`"}}`)
	require.Contains(t, string(b), `"shipments":["9"]`, "PHP's meta is taken, and nothing need be set")
}

// A PHP client of 2021 sends an empty list for meta, null for reasons that there are not, and the date of closing
// beside the shipments.
func TestACallAsAnOlderClientMakesItIsTaken(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{PendingReads: -1})
	mm.Place(tyres)
	for _, x := range [][2]string{
		{"order/packing", one(packingOwn)},
		{"order/close", `"closeDate":"2025-03-08T15:40:00+03:00","shipments":[{"shipmentId":"9","items":[{"itemIndex":1,"handoverResult":true,"reason":{"type":null,"comment":null}},
			{"itemIndex":2,"handoverResult":false,"reason":{"type":"CANCEL_BY_CUSTOMER","comment":null}},{"itemIndex":3,"handoverResult":true,"reason":{"type":null,"comment":null}}]}]`},
	} {
		_, b := post(t, mm, http.MethodPost, orders+x[0], `{"meta":[],"data":{"token":"`+megamarkettest.DefaultToken+`",`+x[1]+`}}`)
		require.Contains(t, string(b), `"success":1`)
	}
	require.Equal(t, []string{"DELIVERED", "CUSTOMER_CANCELED", "DELIVERED"}, mm.Statuses("9"))
}
