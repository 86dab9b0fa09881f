package megamarket_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
	"github.com/stretchr/testify/require"
)

// receiver is a host that keeps the news.
func receiver(t *testing.T, ch func() *megamarket.Channel, news *[]channels.News) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call := must(ordo.TakeCall(ch(), "megamarket", r, ordo.MaxCall))(t)
		*news = append(*news, call.News...)
		ch().Answer(nil).Write(w)
	})
}

// received has a channel receive a callback.
func received(t *testing.T, path, body string) (ordo.Call[channels.News], error) {
	t.Helper()
	ch := megamarket.New(token).Channel(megamarket.WithMerchant(4107), megamarket.WithCallbackAuth("mm", "s3cret"))
	return ordo.TakeCall(ch, "megamarket", post(path, []byte(body)), ordo.MaxCall)
}

func TestACancellationIsNews(t *testing.T) {
	p := must(received(t, "/mm-1/order/cancel", string(testdata(t, "order_cancel.json"))))(t)
	require.Equal(t, channels.News{Key: "order/cancel:955100777:2", ID: "955100777", Cancelled: &order.CancelReport{
		Picks: order.PickAll("2"), Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer, Code: "order/cancel", Done: true,
	}}, p.News[0], "in the standard scheme it has happened")
	ch := megamarket.New(token).Channel()
	require.JSONEq(t, `{"data":{},"meta":{},"success":1}`, string(ch.Answer(nil).Body))
	require.Equal(t, http.StatusInternalServerError, ch.Answer(ordo.ErrNotStored).Status)
	require.Contains(t, string(ch.Answer(ordo.ErrNotStored).Body), `"success":0`)

	p = must(received(t, "/order/cancel/", `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"1","items":[{"itemIndex":"1"},{"itemIndex":"3"}]},{"shipmentId":"2","items":[{"itemIndex":1}]}]}}`))(t)
	require.Len(t, p.News, 2)
	require.False(t, p.News[0].Cancelled.Done, "where the scheme is not named the order's scheme decides")
	require.Equal(t, order.PickAll("1", "3"), p.News[0].Cancelled.Picks)
}

func TestAnOddFieldOfAPushedOrderIsAWarning(t *testing.T) {
	body := string(testdata(t, "order_new_standard.json"))
	p := must(received(t, "/order/new", body))(t)
	require.Empty(t, p.News[0].Warning)
	odd := strings.Replace(body, `"confirmationDate": "`, `"confirmationDate": "odd `, 1)
	require.NotEqual(t, body, odd)
	p = must(received(t, "/order/new", odd))(t)
	require.NotNil(t, p.News[0].Placed)
	require.Contains(t, p.News[0].Warning, "confirmationDate")
}

func TestTheSamplesOfTheVendorAreNews(t *testing.T) {
	ch := megamarket.New(token).Channel(megamarket.WithCallbackAuth("mm", "s3cret")) // for whichever merchant
	p := must(ch.Receive(post("/order/new", nil), testdata(t, "order_new_delivery.json")))(t)
	d := p.News[0].Placed
	require.Equal(t, order.MerchantDelivery, d.Scheme)
	require.Equal(t, order.Buyer{Name: "Тестов Тест", Phone: "79000000000"}, d.Buyer)
	require.Equal(t, "г Тверь", d.Delivery.City)
	require.True(t, d.Lines[0].MarkRequired)
	require.Equal(t, order.LineDelivery, d.Lines[1].Kind)
	require.Len(t, d.Deadlines, 1)
	require.Equal(t, order.KindPack, d.Deadlines[0].Kind)
}

// fault: C16
func TestTheWayToTheDoorComesWithTheOrder(t *testing.T) {
	body := string(testdata(t, "order_new_delivery.json"))
	for was, is := range map[string]string{
		`"entrance": null, "floor": null, "intercom": null`: `"entrance": "3", "floor": "4", "intercom": "15К8090"`,
		`"comment": "", "apartment": ""`:                    `"comment": "позвоните за час", "apartment": "15"`,
		`"block": null, "flat": null, "regionWithType"`:     `"block": "2", "flat": null, "regionWithType"`,
	} {
		require.Contains(t, body, was)
		body = strings.Replace(body, was, is, 1)
	}
	ch := megamarket.New(token).Channel(megamarket.WithCallbackAuth("mm", "s3cret"))
	d := must(ch.Receive(post("/order/new", nil), []byte(body)))(t).News[0].Placed
	require.Equal(t, "позвоните за час", d.Comment)
	d.Delivery.Window = order.Window{}
	require.Equal(t, order.Delivery{
		Region: "Тверская обл", City: "г Тверь", Address: "Тверь, улица Примерная, 1", PostalCode: "170000", Street: "ул Примерная",
		House: "1, корп. 2", Flat: "15", Entrance: "3", Floor: "4", Intercom: "15К8090", Comment: "позвоните за час",
	}, d.Delivery)
}

// fault: C15
func TestACallIsRefusedInTheFormOfTheVendor(t *testing.T) {
	good := testdata(t, "order_cancel.json")
	auth := megamarket.WithCallbackAuth("mm", "s3cret")
	long := append(bytes.TrimSpace(good), bytes.Repeat([]byte(" "), ordo.MaxCall)...)
	for _, x := range []struct {
		name   string
		opts   []megamarket.ChannelOption
		path   string
		method string
		body   []byte
		status int
		text   string
	}{
		{"no credentials are set", nil, "/order/cancel", http.MethodPost, good, 401, "no user and password are set"},
		{"wrong credentials", []megamarket.ChannelOption{megamarket.WithCallbackAuth("mm", "other")}, "/order/cancel", http.MethodPost, good, 401, "wrong user or password"},
		{"no credentials at all", []megamarket.ChannelOption{auth}, "/order/cancel?none", http.MethodPost, good, 401, "no basic authentication"},
		{"another user", []megamarket.ChannelOption{megamarket.WithCallbackAuth("mm2", "s3cret")}, "/order/cancel", http.MethodPost, good, 401, "wrong user or password"},
		{"no password is set", []megamarket.ChannelOption{megamarket.WithCallbackAuth("mm", "")}, "/order/cancel", http.MethodPost, good, 401, "no user and password are set"},
		{"no such path", []megamarket.ChannelOption{auth}, "/order/close", http.MethodPost, good, 404, "/order/new or /order/cancel"},
		{"no POST", []megamarket.ChannelOption{auth}, "/order/cancel", http.MethodGet, good, 405, "must be POST"},
		{"another merchant", []megamarket.ChannelOption{auth, megamarket.WithMerchant(99)}, "/order/cancel", http.MethodPost, good, 403, "is for merchant 4107, but this account is merchant 99"},
		{"too long", []megamarket.ChannelOption{auth}, "/order/cancel", http.MethodPost, long, 413, "longer than 1048576 bytes"},
		{"garbage", []megamarket.ChannelOption{auth}, "/order/new", http.MethodPost, []byte("<html>"), 400, "not of the documented form"},
		{"a price below nothing", []megamarket.ChannelOption{auth}, "/order/new", http.MethodPost, []byte(strings.ReplaceAll(string(testdata(t, "order_new_standard.json")), `"finalPrice": 890`, `"finalPrice": -890`)), 400, "not negative"},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := post(x.path, x.body)
			r.Method = x.method
			if r.URL.RawQuery == "none" {
				r.Header.Set("Authorization", "Bearer s3cret")
			}
			ch := megamarket.New(token).Channel(x.opts...)
			p, err := ordo.TakeCall(ch, "megamarket", r, ordo.MaxCall)
			var e *ordo.CallError
			require.ErrorAs(t, err, &e)
			require.ErrorContains(t, err, x.text)
			a := ch.Answer(err)
			require.Equal(t, x.status, a.Status)
			require.NotContains(t, err.Error(), "s3cret")
			require.JSONEq(t, `{"data":{},"meta":{},"success":0}`, string(a.Body))
			require.Equal(t, "application/json", a.Header.Get("Content-Type"))
			require.Equal(t, x.status == http.StatusUnauthorized, a.Header.Get("WWW-Authenticate") == `Basic realm="megamarket"`)
			require.Empty(t, p.News)
		})
	}
}

// An order that cannot be placed is refused when it arrives, so that the sender knows.
//
// fault: U8
func TestAnOrderThatCannotBePlacedIsRefused(t *testing.T) {
	body := string(testdata(t, "order_new_standard.json"))
	for _, price := range []string{`"finalPrice": 890`, `"finalPrice": 990`} {
		require.Contains(t, body, price)
		body = strings.Replace(body, price, `"finalPrice": 92233720368547758`, 1)
	}
	_, err := received(t, "/order/new", body)
	require.ErrorIs(t, err, order.ErrMoney)
	answer := megamarket.New(token).Channel().Answer(err)
	require.Equal(t, http.StatusBadRequest, answer.Status)
}
