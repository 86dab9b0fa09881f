package atol_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

var msk = time.FixedZone("MSK", 3*60*60)

// must is what a call returns that has to end well.
func must[T any](v T, err error) func(require.TestingT) T {
	return func(t require.TestingT) T {
		require.NoError(t, err)
		return v
	}
}

// class is that of the error of a call.
func class[T any](_ T, err error) ordo.Class { return ordo.ClassOf(err) }

// through sends by a transport.
func through(rt http.RoundTripper, more ...ordo.Option) []ordo.Option {
	return append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: rt})}, more...)
}

// client returns a client of the server's version.
func client(kassa *atoltest.Server, v atol.Version, opts ...ordo.Option) *atol.Client {
	opts = through(kassa.Transport(), opts...)
	return atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, opts...).WithVersion(v)
}

// inBubble runs a test against a fresh server, in a bubble in which time passes by itself.
func inBubble(
	t *testing.T, st atoltest.Settings, test func(t *testing.T, kassa *atoltest.Server, c *atol.Client), opts ...ordo.Option,
) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		kassa := atoltest.New(st)
		defer kassa.Close()
		v := atol.V4
		if st.Version == 5 {
			v = atol.V5
		}
		test(t, kassa, client(kassa, v, opts...))
	})
}

// bubble is a subtest in a bubble.
func bubble(st atoltest.Settings, test func(*testing.T, *atoltest.Server, *atol.Client), opts ...ordo.Option) func(*testing.T) {
	return func(t *testing.T) { inBubble(t, st, test, opts...) }
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	return must(os.ReadFile(filepath.Join("testdata", name)))(t)
}

// advance is the receipt of an advance payment, fit for both versions.
func advance(externalID string) atol.Document {
	return atol.Document{
		ExternalID: externalID, Internet: true,
		Buyer: atol.Buyer{Email: "ivanova@example.ru"},
		Company: atol.Company{
			Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru",
		},
		Items: []atol.Item{{
			Name: "Аванс по заказу A-1042", Price: amount.RUB(580000), Quantity: amount.Pcs(1), Method: atol.Advance,
			Object: atol.PaymentItself, VAT: amount.VAT22c, VATSum: amount.RUB(104590),
		}},
		Payments: []atol.Payment{{Type: atol.Electronic, Sum: amount.RUB(580000)}},
	}
}

// failure returns err as what it is.
func failure(t *testing.T, err error) *ordo.Error {
	t.Helper()
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "atol", e.System)
	return e
}

func TestTheProductionServiceIsCalledWithoutOptions(t *testing.T) {
	for base, versions := range map[string][]atol.Version{
		"https://online.atol.ru/possystem/v4": {}, "https://online.atol.ru/possystem/v5": {atol.V5},
	} {
		m := httpmock.NewMockTransport()
		var login, sent *http.Request
		m.RegisterResponder("POST", base+"/getToken", func(r *http.Request) (*http.Response, error) {
			login = r
			return httpmock.NewStringResponse(200, `{"error":null,"token":"nB4e0qTrk9YxWm2","timestamp":"14.01.2026 10:02:11"}`), nil
		})
		m.RegisterResponder("POST", base+"/shop_7011/sell", func(r *http.Request) (*http.Response, error) {
			sent = r
			return httpmock.NewStringResponse(200, `{"uuid":"u-1","timestamp":"14.01.2026 10:02:16","error":null,"status":"wait"}`), nil
		})
		c := atol.New("shop", "s3cretPass", "shop_7011", through(m)...)
		for _, v := range versions {
			c = c.WithVersion(v)
		}
		reg := must(c.Register(t.Context(), atol.Sell, advance("A-1042-adv-1")))(t)
		require.Equal(t, fmt.Sprintf("/v%d", c.Version()), base[len(base)-3:])
		require.Equal(t, &atol.Registration{
			UUID: "u-1", Status: atol.StatusWait, At: reg.At,
		}, reg)
		require.True(t, reg.At.Equal(time.Date(2026, 1, 14, 10, 2, 16, 0, msk)))
		require.Equal(t, "application/json; charset=utf-8", login.Header.Get("Content-Type"))
		require.Equal(t, "application/json; charset=utf-8", sent.Header.Get("Content-Type"))
		require.Empty(t, login.Header.Get("Token"))
		require.Equal(t, "nB4e0qTrk9YxWm2", sent.Header.Get("Token"))
	}
}

func TestWhatIsNotWrappedCanBeCalled(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		reg := must(c.Register(t.Context(), atol.Sell, advance("A")))(t)
		var out struct {
			Status string `json:"status"`
		}
		require.NoError(t, c.Call(t.Context(), "GET", "report/"+reg.UUID, nil, &out))
		require.Equal(t, "wait", out.Status)
		kassa.Faults().Next("sell_refund", fake.ResetAfter())
		require.ErrorIs(t, c.Call(t.Context(), "POST", "sell_refund", map[string]string{"external_id": "A"}, nil), ordo.ErrInDoubt)
		require.ErrorIs(t, c.Call(t.Context(), "POST", "sell", func() {}, nil), ordo.ErrInvalid)
	})
}

func TestTimesAreWrittenAndReadInTheShopsZone(t *testing.T) {
	inBubble(t, atoltest.Settings{WaitReads: -1}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		d := advance("A")
		d.At = time.Date(2026, 1, 14, 22, 30, 0, 0, time.UTC)
		must(c.Register(t.Context(), atol.Sell, d))(t)
		d.ExternalID = "B"
		omsk := time.FixedZone("Omsk", 6*60*60)
		reg := must(c.WithZone(nil).WithZone(omsk).Register(t.Context(), atol.Sell, d))(t)
		for i, want := range []string{"15.01.2026 01:30:00", "15.01.2026 04:30:00"} {
			require.Contains(t, string(kassa.Receipts()[i].Body), want)
		}
		require.Equal(t, omsk, reg.At.Location())
		require.Equal(t, 1, kassa.Calls("getToken"), "copies share the token")
	})
}

// fault: U21
func TestTheVersionIsAnOptionOfTheClient(t *testing.T) {
	omsk := time.FixedZone("Omsk", 6*60*60)
	inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, _ *atol.Client) {
		c := client(kassa, atol.V4).WithZone(omsk)
		_, err := c.Register(t.Context(), atol.Sell, advance("A"))
		require.ErrorContains(t, err, "WithVersion", "the group speaks v5")
		reg := must(c.WithVersion(atol.V5).Register(t.Context(), atol.Sell, advance("A")))(t)
		require.Equal(t, omsk, reg.At.Location(), "the zone is kept")
		require.Equal(t, atol.V4, c.Version(), "the first client stays as it was")
	})
	for text, c := range map[string]*atol.Client{
		"there is no version 3":                    atol.New("l", "p", "g").WithVersion(3),
		"the base URL ends in /v5: leave that out": atol.New("l", "p", "g", ordo.WithBaseURL("https://online.atol.ru/possystem/v5")),
	} {
		_, err := c.GetReport(t.Context(), "u-1")
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, text)
	}
}
