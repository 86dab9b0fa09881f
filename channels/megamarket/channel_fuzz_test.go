package megamarket

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/order"
)

// Whatever is received, it does not panic; and what is taken can be stored and taken up.
func FuzzReceive(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"1","shipmentDate":"9999-12-31T23:59:59-23:00","items":[{"itemIndex":1,"offerId":"a","price":1,"finalPrice":"0.5"}]}]}}`)
	ch := New("T0KEN").Channel(WithCallbackAuth("mm", "s3cret"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, path := range []string{"/order/new", "/order/cancel"} {
			r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: path}, Header: http.Header{}}
			r.SetBasicAuth("mm", "s3cret")
			post, err := ch.Receive(r, body)
			if err != nil {
				if a := ch.Answer(err); len(post.News) > 0 || a.Status < 400 {
					t.Fatalf("refused with %d news and status %d", len(post.News), a.Status)
				}
				continue
			}
			if repeat, err := ch.Receive(r, body); err != nil || !reflect.DeepEqual(post, repeat) {
				t.Fatal("a repeat is something else")
			}
			for _, n := range post.News {
				if n.ID == "" || n.Key == "" {
					t.Fatalf("news about nothing: %+v", n)
				}
				again(t, n)
			}
		}
	})
}

// again checks that news are the same after they were stored.
func again(t *testing.T, n channels.News) {
	t.Helper()
	b, err := json.Marshal(n)
	if err != nil {
		t.Fatalf("it cannot be stored: %v", err)
	}
	var back channels.News
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(n, back) {
		t.Fatalf("it is not the same after JSON (%v): %s", err, b)
	}
}

// A shipment that is understood can be taken up, and its reports make sense for the order that it makes.
func FuzzReading(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"shipmentId":"1","items":[{"itemIndex":1,"status":"PACKED","price":"0.01","boxIndex":[1,3]}],"depositedAmount":5}`)
	ch := New("T0KEN").Channel(WithMerchant(4107))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := readShipment(b)
		if len(s.Lots) == 0 && s.Problem != nil && len(s.Extra) == 0 || len(s.Lots) > 0 && (s.ID == "" || checkLots(s.Lots) != nil) {
			t.Fatalf("a shipment that cannot be worked on: %+v", s)
		}
		r := ch.reading(&s)
		if r.Problem != nil {
			return
		}
		snap := r.Snapshot
		snap.ID, snap.Authority = "1", order.Marketplace
		if snap.Scheme != order.Standard {
			snap.Scheme = order.MerchantDelivery
		}
		by := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "mm-1"}, At: anyday}
		o, _, err := order.Import(snap, by)
		if err != nil {
			t.Fatalf("it was understood, but cannot be taken up: %v", err)
		}
		for _, report := range r.Reports {
			if _, err := o.Observe(report, by); err != nil {
				t.Fatalf("%+v: %v", report, err)
			}
		}
	})
}

var anyday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
