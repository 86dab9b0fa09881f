package megamarket_test

import (
	"bytes"
	"context"
	"io"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/order/amount"
)

const accepted = `{"success":1,"meta":{"requestId":"r-1"},"data":{"result":1}}`

// shipmentOf is an answer of order/get with lots in these statuses. An offer of "delivery" is the fee.
func shipmentOf(id, scheme string, lots ...string) string {
	var items []string
	for i, l := range lots {
		status, offer, _ := strings.Cut(l, " ")
		items = append(items, `{"itemIndex":"`+string(rune('1'+i))+`","status":"`+status+`","offerId":"`+offer+`"}`)
	}
	return `{"success":1,"data":{"shipments":[{"shipmentId":"` + id + `","serviceScheme":"` + scheme + `","items":[` +
		strings.Join(items, ",") + `]}]}}`
}

// fault: C13
func TestEveryCallIsSentAsDocumented(t *testing.T) {
	const (
		std = "FULFILLMENT_BY_MERCHANT"
		own = "DELIVERY_BY_MERCHANT"
	)
	box := must(megamarket.NewBox(4107, "A-1001", 1))(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2025, 3, day, hour, minute, 0, 0, msk).UTC() }

	tests := []struct {
		name   string // of the file with the request
		before string // what order/get answers before the call
		call   func(context.Context, *megamarket.Client) error
	}{
		{"order_reject", shipmentOf("955100777", std, "NEW MUG-RED", "NEW MUG-RED"), func(ctx context.Context, c *megamarket.Client) error {
			return c.Reject(ctx, "955100777", megamarket.Refusal{Lot: 2, Reason: megamarket.OutOfStock})
		}},
		{"order_confirm", shipmentOf("955100777", std, "NEW MUG-RED", "MERCHANT_CANCELED MUG-RED"), func(ctx context.Context, c *megamarket.Client) error {
			return c.Confirm(ctx, megamarket.Confirmation{ShipmentID: "955100777", OrderCode: "A-1001", Lots: []int{1}})
		}},
		{"order_packing", shipmentOf("955100777", std, "CONFIRMED MUG-RED"), func(ctx context.Context, c *megamarket.Client) error {
			return c.Pack(ctx, megamarket.Packing{
				ShipmentID: "955100777", OrderCode: "A-1001", Lots: []megamarket.PackedLot{{Lot: 1, Boxes: []megamarket.Box{box}}},
			})
		}},
		{"order_packing_delivery", shipmentOf("9320000000101", own, "NEW TYRE-16", "NEW delivery"), func(ctx context.Context, c *megamarket.Client) error {
			return c.Pack(ctx, megamarket.Packing{
				ShipmentID: "9320000000101", OrderCode: "A-1002", Lots: []megamarket.PackedLot{{Lot: 1}},
			})
		}},
		{"order_shipping", shipmentOf("955100777", std, "PACKED MUG-RED", "CUSTOMER_CANCELED MUG-RED"), func(ctx context.Context, c *megamarket.Client) error {
			return c.Ship(ctx, megamarket.Shipping{ShipmentID: "955100777", Boxes: []megamarket.Box{box}, At: at(6, 14, 5)})
		}},
		{"order_close", shipmentOf("9320000000101", own, "PACKED TYRE-16", "NEW delivery"), func(ctx context.Context, c *megamarket.Client) error {
			return c.Close(ctx, megamarket.Closing{ShipmentID: "9320000000101", At: at(8, 15, 40), Lots: []megamarket.LotResult{
				{Lot: 1, Reason: megamarket.CancelByCustomer}, {Lot: 2, Bought: true},
			}})
		}},
		{"order_cancelResult", shipmentOf("9320000000101", own, "PACKED TYRE-16"), func(ctx context.Context, c *megamarket.Client) error {
			return c.AnswerCancel(ctx, "9320000000101", megamarket.CancelAnswer{Lot: 1, Cancelled: true})
		}},
		{"order_search", "", func(ctx context.Context, c *megamarket.Client) error {
			_, err := c.SearchShipments(ctx, megamarket.Search{From: at(4, 0, 0), To: at(5, 0, 0), Statuses: []string{megamarket.StatusNew}})
			return err
		}},
		{"order_get", shipmentOf("955100777", std, "NEW MUG-RED"), func(ctx context.Context, c *megamarket.Client) error {
			_, err := c.GetShipments(ctx, "955100777")
			return err
		}},
		{"order_confirm_date", shipmentOf("9320000000101", own, "CONFIRMED TYRE-16"), func(ctx context.Context, c *megamarket.Client) error {
			return c.MoveDate(ctx, megamarket.DateMove{ShipmentID: "9320000000101", OrderCode: "A-1002", From: at(9, 10, 0), To: at(9, 20, 0)})
		}},
		{"sticker_print", "", func(ctx context.Context, c *megamarket.Client) error {
			_, err := c.GetStickers(ctx, "955100777", megamarket.PackedLot{Lot: 1, Boxes: []megamarket.Box{box}})
			return err
		}},
		{"stock_update", "", func(ctx context.Context, c *megamarket.Client) error {
			return c.UpdateStock(ctx, megamarket.Stock{OfferID: "MUG-RED", Quantity: 7})
		}},
		{"manualPrice_save", "", func(ctx context.Context, c *megamarket.Client) error {
			return c.UpdatePrices(ctx, megamarket.Price{OfferID: "MUG-RED", Price: amount.RUB(99000)})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sent []byte
			var path string
			c := client(roundTrip(func(r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				if strings.HasSuffix(r.URL.Path, "order/get") && tt.name != "order_get" {
					return httpmock.NewStringResponse(200, tt.before), err
				}
				sent, path = body, r.URL.Path
				switch tt.name {
				case "order_get":
					return httpmock.NewStringResponse(200, tt.before), err
				case "sticker_print":
					return httpmock.NewStringResponse(200, "%PDF-1.4"), err
				case "manualPrice_save":
					return httpmock.NewStringResponse(200, `{"success":1,"data":{"savedPrices":1,"warnings":[]}}`), err
				}
				return httpmock.NewStringResponse(200, accepted), err
			}))
			require.NoError(t, tt.call(t.Context(), c))
			want := bytes.ReplaceAll(testdata(t, "request_"+tt.name+".json"), []byte(`"TOKEN"`), []byte(`"`+token+`"`))
			require.JSONEq(t, string(want), string(sent))
			require.NotContains(t, string(sent), `""`, "what is not set is left out")
			words := strings.Split(tt.name, "_")
			require.True(t, strings.HasSuffix(path, words[0]+"/"+words[1]), path)
		})
	}
}

func TestWhatCannotBeRightIsNotSent(t *testing.T) {
	mm := httpmock.NewMockTransport()
	mm.RegisterResponder("POST", "/api/market/v1/orderService/order/get", httpmock.NewStringResponder(200,
		shipmentOf("7", "DELIVERY_BY_MERCHANT", "PACKED TYRE-16", "NEW delivery")))
	c := client(mm)
	now := time.Now()
	lots := func(l ...megamarket.PackedLot) []megamarket.PackedLot { return l }
	good, wrong := megamarket.Box{Index: 1, Code: "4107*A-1*1"}, megamarket.Box{Index: 1, Code: "4107*A-2*1"}
	ctx := t.Context()
	_, unlabelled := c.GetStickers(ctx, "7", megamarket.PackedLot{Lot: 1})
	tests := map[string]error{
		"no lots":                                 c.Confirm(ctx, megamarket.Confirmation{ShipmentID: "7"}),
		"must be of Latin letters":                c.Confirm(ctx, megamarket.Confirmation{ShipmentID: "7", OrderCode: "Заказ", Lots: []int{1}}),
		"the order code is empty":                 c.Pack(ctx, megamarket.Packing{ShipmentID: "7", Lots: lots(megamarket.PackedLot{Lot: 1})}),
		"has no lot 9":                            c.Confirm(ctx, megamarket.Confirmation{ShipmentID: "7", Lots: []int{9}}),
		"lot 1 is named twice":                    c.Confirm(ctx, megamarket.Confirmation{ShipmentID: "7", Lots: []int{1, 1}}),
		"the shipment's id is empty":              c.Confirm(ctx, megamarket.Confirmation{Lots: []int{1}}),
		"lot 1 has no reason":                     c.Reject(ctx, "7", megamarket.Refusal{Lot: 1}),
		"it must be <merchantId>*A-1*1":           c.Pack(ctx, megamarket.Packing{ShipmentID: "7", OrderCode: "A-1", Lots: lots(megamarket.PackedLot{Lot: 1, Boxes: []megamarket.Box{wrong}})}),
		"some lots have boxes":                    c.Pack(ctx, megamarket.Packing{ShipmentID: "7", OrderCode: "A-1", Lots: lots(megamarket.PackedLot{Lot: 1, Boxes: []megamarket.Box{good}}, megamarket.PackedLot{Lot: 2})}),
		"is the fee for delivery":                 c.Pack(ctx, megamarket.Packing{ShipmentID: "7", OrderCode: "A-1", Lots: lots(megamarket.PackedLot{Lot: 2})}),
		"the time of the hand-over":               c.Ship(ctx, megamarket.Shipping{ShipmentID: "7"}),
		"lot 1 was not bought, and has no reason": c.Close(ctx, megamarket.Closing{ShipmentID: "7", At: now, Lots: []megamarket.LotResult{{Lot: 1}}}),
		"lot 2 has no result":                     c.Close(ctx, megamarket.Closing{ShipmentID: "7", At: now, Lots: []megamarket.LotResult{{Lot: 1, Bought: true}}}),
		"From, and To after it":                   c.MoveDate(ctx, megamarket.DateMove{ShipmentID: "7", From: now, To: now}),
		"lot 1 has no boxes":                      unlabelled,
		"0 or more":                               c.UpdateStock(ctx, megamarket.Stock{OfferID: "A", Quantity: -1}),
		"must be in RUB":                          c.UpdatePrices(ctx, megamarket.Price{OfferID: "A", Price: amount.UAH(100)}),
		"must be whole":                           c.UpdatePrices(ctx, megamarket.Price{OfferID: "A", Price: amount.RUB(101)}),
		"it must be above 0":                      c.UpdatePrices(ctx, megamarket.Price{OfferID: "A"}),
		"the window needs":                        first(c.ListShipments(ctx, megamarket.Search{})),
	}
	for want, err := range tests {
		require.Equal(t, ordo.Invalid, failure(t, err).Class, want)
		require.ErrorContains(t, err, want)
	}
	for asked := range mm.GetCallCountInfo() {
		require.Contains(t, asked, "order/get")
	}
}

func first(seq iter.Seq2[megamarket.Found, error]) (err error) {
	seq(func(_ megamarket.Found, e error) bool { err = e; return false })
	return err
}

func TestOneRejectCallHasOneReason(t *testing.T) {
	var bodies []string
	c := client(roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "order/get") {
			return httpmock.NewStringResponse(200, shipmentOf("7", "", "NEW A", "NEW B", "NEW C")), nil
		}
		b, err := io.ReadAll(r.Body)
		bodies = append(bodies, string(b))
		return httpmock.NewStringResponse(200, accepted), err
	}))
	require.NoError(t, c.Reject(t.Context(), "7",
		megamarket.Refusal{Lot: 1, Reason: megamarket.OutOfStock}, megamarket.Refusal{Lot: 2, Reason: megamarket.IncorrectPrice, Comment: "1 ₽"},
		megamarket.Refusal{Lot: 3, Reason: megamarket.OutOfStock}))
	require.Len(t, bodies, 2)
	require.Contains(t, bodies[0], `"items":[{"itemIndex":1,"offerId":"A"},{"itemIndex":3,"offerId":"C"}]}],"reason":{"type":"OUT_OF_STOCK"}`)
	require.Contains(t, bodies[1], `"items":[{"itemIndex":2,"offerId":"B"}]}],"reason":{"type":"INCORRECT_PRICE","comment":"1 ₽"}`)
}

func TestAnotherFormOfTheDateCanBePluggedIn(t *testing.T) {
	var body string
	c := client(roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "order/get") {
			return httpmock.NewStringResponse(200, shipmentOf("7", "DELIVERY_BY_MERCHANT", "CONFIRMED A")), nil
		}
		b, err := io.ReadAll(r.Body)
		body = string(b)
		return httpmock.NewStringResponse(200, accepted), err
	}))
	require.NoError(t, c.MoveDate(t.Context(), megamarket.DateMove{
		ShipmentID: "7", From: time.Unix(0, 0), To: time.Unix(3600, 0),
		Form: func(m megamarket.DateMove, lots []megamarket.Lot) any {
			return map[string]any{"shipmentId": m.ShipmentID, "newDate": m.From.Unix(), "n": len(lots)}
		},
	}))
	require.Contains(t, body, `"shipments":[{"n":1,"newDate":0,"shipmentId":"7"}]`)
}
