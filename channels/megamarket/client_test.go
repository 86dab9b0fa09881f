package megamarket_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/stretchr/testify/require"
)

const token = megamarkettest.DefaultToken

var msk = time.FixedZone("MSK", 3*60*60)

// client returns a client that talks to the transport.
func client(rt http.RoundTripper, opts ...ordo.Option) *megamarket.Client {
	return megamarket.New(token, append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: rt})}, opts...)...)
}

// inBubble runs a test against a fresh Megamarket, in a bubble in which time passes by itself.
func inBubble(
	t *testing.T, st megamarkettest.Settings, test func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client),
	opts ...ordo.Option,
) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		mm := megamarkettest.New(st)
		defer mm.Close()
		test(t, mm, client(mm.Transport(), opts...))
	})
}

// bubble is a subtest in a bubble.
func bubble(st megamarkettest.Settings, test func(*testing.T, *megamarkettest.Server, *megamarket.Client)) func(*testing.T) {
	return func(t *testing.T) { inBubble(t, st, test) }
}

// must is what a call returns that has to end well.
func must[T any](v T, err error) func(require.TestingT) T {
	return func(t require.TestingT) T {
		require.NoError(t, err)
		return v
	}
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	return must(os.ReadFile(filepath.Join("testdata", name)))(t)
}

// two mugs, and two tyres with a fee for delivery.
var (
	mugs  = megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Price: 990, Discount: 100, Count: 2}}}
	tyres = megamarkettest.Order{
		Scheme:      megamarkettest.MerchantDelivery,
		Goods:       []megamarkettest.Goods{{OfferID: "TYRE-16", Price: 8500, Count: 2}},
		DeliveryFee: 800,
	}
)

// failure returns err as what it is.
func failure(t *testing.T, err error) *ordo.Error {
	t.Helper()
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "megamarket", e.System)
	return e
}

// answering is a Megamarket that answers one method with one text.
func answering(method string, status int, body string) *httpmock.MockTransport {
	m := httpmock.NewMockTransport()
	m.RegisterResponder("POST", "/api/market/v1/orderService/"+method, httpmock.NewStringResponder(status, body))
	return m
}

func TestTheProductionHostIsCalledWithoutOptions(t *testing.T) {
	var asked string
	c := client(roundTrip(func(r *http.Request) (*http.Response, error) {
		asked = r.Method + " " + r.URL.String() + " " + r.Header.Get("Content-Type")
		return httpmock.NewStringResponse(200, `{"success":1,"data":{"shipments":[]}}`), nil
	}))
	must(c.SearchShipments(t.Context(), megamarket.Search{}))(t)
	require.Equal(t, "POST https://api.megamarket.tech/api/market/v1/orderService/order/search application/json", asked)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWhatIsNotWrappedCanBeCalled(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		var out struct {
			Shipments []struct {
				ID string `json:"shipmentId"`
			} `json:"shipments"`
		}
		require.NoError(t, c.Call(t.Context(), "order/get", map[string]any{"shipments": []string{id}}, &out))
		require.Equal(t, id, out.Shipments[0].ID)
		stock := map[string]any{"stocks": []any{map[string]any{"offerId": "A", "quantity": 3}}}
		require.NoError(t, c.Call(t.Context(), "/api/merchantIntegration/v1/offerService/stock/update", stock, nil))
		n, _ := mm.Stock("A")
		require.Equal(t, 3, n)

		mm.Faults().Next("stock/update", fake.ResetAfter())
		err := c.Call(t.Context(), "/api/merchantIntegration/v1/offerService/stock/update", stock, nil)
		require.ErrorIs(t, err, ordo.ErrInDoubt, "it is not known whether the method may be repeated")
		require.Equal(t, "stock/update", failure(t, err).Op)
		require.Equal(t, 2, mm.Commits("stock/update"))

		for _, bad := range []any{[]int{1}, "text", map[string]string{"token": "mine"}, func() {}} {
			require.ErrorIs(t, c.Call(t.Context(), "order/get", bad, nil), ordo.ErrInvalid)
		}
	})
}
