package megamarket_test

import (
	"context"
	"io"
	"net/http"
	"strings"
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

// deed is a call that changes a shipment, with what must come before it and what is to be seen after it.
type deed struct {
	method string
	order  megamarkettest.Order
	before func(context.Context, *megamarkettest.Server, *megamarket.Client, string) error
	do     func(context.Context, *megamarket.Client, string) error
	after  []string // statuses, once settled
}

func boxed(lot int) megamarket.PackedLot {
	b, err := megamarket.NewBox(megamarkettest.DefaultMerchantID, "A-1", 1)
	if err != nil {
		panic(err)
	}
	return megamarket.PackedLot{Lot: lot, Boxes: []megamarket.Box{b}}
}

func confirm(ctx context.Context, c *megamarket.Client, id string) error {
	return c.Confirm(ctx, megamarket.Confirmation{ShipmentID: id, OrderCode: "A-1", Lots: []int{1, 2}})
}

func pack(ctx context.Context, c *megamarket.Client, id string) error {
	return c.Pack(ctx, megamarket.Packing{ShipmentID: id, OrderCode: "A-1", Lots: []megamarket.PackedLot{boxed(1), boxed(2)}})
}

func packOwn(ctx context.Context, c *megamarket.Client, id string) error {
	return c.Pack(ctx, megamarket.Packing{ShipmentID: id, OrderCode: "A-1", Lots: []megamarket.PackedLot{{Lot: 1}, {Lot: 2}}})
}

var delivered = time.Date(2025, 3, 8, 15, 40, 0, 0, msk)

func deeds() []deed {
	nothing := func(context.Context, *megamarkettest.Server, *megamarket.Client, string) error { return nil }
	return []deed{
		{"order/confirm", mugs, nothing, confirm, []string{"CONFIRMED", "CONFIRMED"}},
		{"order/reject", mugs, nothing, func(ctx context.Context, c *megamarket.Client, id string) error {
			return c.Reject(ctx, id, megamarket.Refusal{Lot: 2, Reason: megamarket.OutOfStock})
		}, []string{"NEW", "MERCHANT_CANCELED/CONFIRMATION_REJECT"}},
		{
			"order/packing", mugs, func(ctx context.Context, _ *megamarkettest.Server, c *megamarket.Client, id string) error {
				return confirm(ctx, c, id)
			}, pack, []string{"PACKED", "PACKED"},
		},
		{"order/packing", tyres, nothing, packOwn, []string{"PACKED", "PACKED", "NEW"}},
		{
			"order/shipping", mugs, func(ctx context.Context, _ *megamarkettest.Server, c *megamarket.Client, id string) error {
				if err := confirm(ctx, c, id); err != nil {
					return err
				}
				return pack(ctx, c, id)
			}, func(ctx context.Context, c *megamarket.Client, id string) error {
				return c.Ship(ctx, megamarket.Shipping{ShipmentID: id, At: delivered, Boxes: boxed(1).Boxes})
			}, []string{"SHIPPED", "SHIPPED"},
		},
		{
			"order/close", tyres, func(ctx context.Context, _ *megamarkettest.Server, c *megamarket.Client, id string) error {
				return packOwn(ctx, c, id)
			}, func(ctx context.Context, c *megamarket.Client, id string) error {
				return c.Close(ctx, megamarket.Closing{ShipmentID: id, At: delivered, Lots: []megamarket.LotResult{
					{Lot: 1, Bought: true}, {Lot: 2, Reason: megamarket.CancelByCustomer}, {Lot: 3, Bought: true},
				}})
			}, []string{"DELIVERED", "CUSTOMER_CANCELED", "DELIVERED"},
		},
		{
			"order/cancelResult", tyres, func(_ context.Context, mm *megamarkettest.Server, _ *megamarket.Client, id string) error {
				return mm.CancelByBuyer(id, 1, 2)
			}, func(ctx context.Context, c *megamarket.Client, id string) error {
				return c.AnswerCancel(ctx, id, megamarket.CancelAnswer{Lot: 1, Cancelled: true}, megamarket.CancelAnswer{Lot: 2})
			}, []string{"CUSTOMER_CANCELED", "NEW", "NEW"},
		},
		{
			"order/confirm", tyres, func(ctx context.Context, _ *megamarkettest.Server, c *megamarket.Client, id string) error {
				return c.Confirm(ctx, megamarket.Confirmation{ShipmentID: id, Lots: []int{1, 2, 3}})
			}, func(ctx context.Context, c *megamarket.Client, id string) error {
				return c.MoveDate(ctx, megamarket.DateMove{ShipmentID: id, From: delivered, To: delivered.Add(time.Hour)})
			}, []string{"CONFIRMED", "CONFIRMED", "CONFIRMED"},
		},
	}
}

func TestWhateverHappensToTheAnswerADeedIsDoneOnce(t *testing.T) {
	faults := map[string][]fake.Fault{
		"nothing":                   nil,
		"reset after the commit":    {fake.ResetAfter()},
		"reset before the commit":   {fake.ResetBefore()},
		"500 after the commit":      {fake.StatusAfter(500)},
		"500 before the commit":     {fake.Status(500)},
		"a page of a gateway":       {fake.BadGateway()},
		"too many requests":         {fake.TooMany(3 * time.Second)},
		"an answer cut off":         {fake.Cut(5)},
		"a slow answer":             {fake.Slow(20 * time.Second)},
		"an answer slower than us":  {fake.Slow(45 * time.Second)},
		"first down, then lost":     {fake.Status(503), fake.ResetAfter()},
		"refused though it is done": {fake.StatusAfter(400)},
		"lost, and down after that": {fake.ResetAfter(), fake.Status(500)},
	}
	for name, script := range faults {
		for _, d := range deeds() {
			t.Run(d.method+"/"+name, bubble(megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
				id := mm.Place(d.order)
				require.NoError(t, d.before(t.Context(), mm, c, id))
				must(c.WaitShipment(t.Context(), id))(t)
				earlier := mm.Commits(d.method)

				mm.Faults().Next(d.method, script...)
				require.NoError(t, d.do(t.Context(), c, id))
				must(c.WaitShipment(t.Context(), id))(t)
				require.Equal(t, d.after, mm.Statuses(id))
				require.Equal(t, 1, mm.Commits(d.method)-earlier, "%v", mm.Exchanges())
			}))
		}
	}
}

func TestARepeatAfterACrashFindsWhatTheFirstTryDid(t *testing.T) {
	for _, d := range deeds() {
		if d.method == "order/cancelResult" { // it has a refusal, which cannot be seen: it is said again
			continue
		}
		t.Run(d.method, bubble(megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
			id := mm.Place(d.order)
			require.NoError(t, d.before(t.Context(), mm, c, id))
			earlier := mm.Calls(d.method)
			require.NoError(t, d.do(t.Context(), c, id))
			again := client(mm.Transport())
			require.NoError(t, d.do(t.Context(), again, id), "the lots may still be pending")
			require.NoError(t, d.do(t.Context(), again, id))
			require.Equal(t, 1, mm.Calls(d.method)-earlier, "%v", mm.Exchanges())
		}))
	}
}

func TestOnlyWhatIsLeftIsSent(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.NoError(t, c.Confirm(t.Context(), megamarket.Confirmation{ShipmentID: id, Lots: []int{1}}))
		require.NoError(t, confirm(t.Context(), c, id), "the vendor refuses lots that are not NEW")
		require.Equal(t, 2, mm.Commits("order/confirm"))
	})
}

func TestARefusalToCancelIsSaidAgainAfterALostAnswer(t *testing.T) {
	no := megamarket.CancelAnswer{Lot: 1}
	t.Run("and taken", bubble(megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(tyres)
		require.NoError(t, mm.CancelByBuyer(id, 1))
		mm.Faults().Next("order/cancelResult", fake.ResetAfter())
		require.NoError(t, c.AnswerCancel(t.Context(), id, no))
		require.Equal(t, 1, mm.Commits("order/cancelResult"))
		sh, _ := mm.Shipment(id)
		require.True(t, sh.Lots[0].CancelRefused)
	}))
	t.Run("and not taken: nobody knows", bubble(megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(tyres)
		require.NoError(t, mm.CancelByBuyer(id, 1))
		mm.Faults().Next("order/cancelResult", fake.ResetAfter(), megamarkettest.Refuse("не запрошена"))
		require.ErrorIs(t, c.AnswerCancel(t.Context(), id, no), ordo.ErrInDoubt)
	}))
}

func TestACancelledLotStopsTheCallAndIsNamed(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.NoError(t, mm.CancelByBuyer(id, 2))
		err := confirm(t.Context(), c, id)
		require.Equal(t, ordo.Conflict, failure(t, err).Class)
		var lots *megamarket.LotsError
		require.ErrorAs(t, err, &lots)
		require.Len(t, lots.Lots, 1)
		require.Equal(t, 2, lots.Lots[0].Index)
		require.EqualError(t, err, "megamarket: order/confirm: not sent: shipment "+id+": lot 2 is CUSTOMER_CANCELED")
		require.Zero(t, mm.Calls("order/confirm"))

		require.NoError(t, mm.CancelByBuyer(id))
		err = c.Ship(t.Context(), megamarket.Shipping{ShipmentID: id, At: delivered})
		require.ErrorIs(t, err, ordo.ErrConflict)
		require.ErrorContains(t, err, "has no living lot")
	})
}

func TestACancellationBetweenLookAndCallChangesNothing(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		mm.Faults().Next("order/confirm", fake.Slow(5*time.Second))
		done := make(chan error)
		go func() { done <- confirm(t.Context(), c, id) }()
		time.Sleep(time.Second)
		require.NoError(t, mm.CancelByBuyer(id, 2))
		err := <-done
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
		require.Equal(t, []megamarket.Problem{{
			Code: "13", Text: "Недопустимый статус лота 2: CUSTOMER_CANCELED", ShipmentID: id, Lot: 2,
		}}, megamarket.ProblemsOf(err))
		require.Equal(t, []string{"NEW", "CUSTOMER_CANCELED"}, mm.Statuses(id))
		require.Zero(t, mm.Commits("order/confirm"))
	})
}

func TestAVendorThatStaysAwayIsNoSuccess(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		mm.Faults().Always("order/confirm", fake.ResetBefore())
		require.ErrorIs(t, confirm(t.Context(), c, id), ordo.ErrRetry, "read back: it was not done")

		mm.Faults().Nth("order/get", 2, fake.ResetBefore())
		require.ErrorIs(t, confirm(t.Context(), c, id), ordo.ErrRetry)
		mm.Faults().Always("order/get", fake.Status(500))
		err := confirm(t.Context(), c, id)
		require.ErrorIs(t, err, ordo.ErrRetry)
		require.ErrorContains(t, err, "order/confirm: not sent")
	})
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		mm.Faults().Next("order/confirm", fake.ResetAfter())
		for n := 2; n < 10; n++ {
			mm.Faults().Nth("order/get", n, fake.Status(500))
		}
		require.ErrorIs(t, confirm(t.Context(), c, id), ordo.ErrInDoubt, "it cannot be read back")
		require.Equal(t, 1, mm.Calls("order/confirm"))
	})
}

func TestACallThatSeemsHalfDoneIsInDoubt(t *testing.T) {
	tests := map[string]struct {
		after string // what order/get shows once the answer is lost
		class ordo.Class
	}{
		"one lot moved, one did not":          {"CONFIRMED A,NEW A", ordo.InDoubt},
		"a status that nobody knows":          {"ODD A,ODD A", ordo.InDoubt},
		"a lot that is gone":                  {"CONFIRMED A", ordo.InDoubt},
		"one lot moved, one was cancelled":    {"PENDING_CONFIRMATION A,CUSTOMER_CANCELED A", 0},
		"one lot is still, one was cancelled": {"NEW A,CUSTOMER_CANCELED A", ordo.Retry},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				lost := false
				c := client(roundTrip(func(r *http.Request) (*http.Response, error) {
					switch {
					case strings.HasSuffix(r.URL.Path, "order/confirm"):
						lost = true
						return nil, io.ErrUnexpectedEOF
					case lost:
						return httpmock.NewStringResponse(200, shipmentOf("7", "", strings.Split(tt.after, ",")...)), nil
					}
					return httpmock.NewStringResponse(200, shipmentOf("7", "", "NEW A", "NEW A")), nil
				}))
				err := confirm(t.Context(), c, "7")
				require.Equal(t, tt.class, ordo.ClassOf(err), "%v", err)
			})
		})
	}
}

func TestALotWithoutAStatusIsAskedForLater(t *testing.T) {
	c := client(answering("order/get", 200, shipmentOf("7", "", "")))
	err := c.Confirm(t.Context(), megamarket.Confirmation{ShipmentID: "7", Lots: []int{1}})
	require.ErrorIs(t, err, ordo.ErrRetry)
	require.ErrorContains(t, err, "lot 1 has no status yet")
}

func TestAnUnknownShipmentIsRefused(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		require.Error(t, confirm(t.Context(), c, "404"))
		require.Zero(t, mm.Calls("order/confirm"))
	})
	c := client(answering("order/get", 200, `{"success":1,"data":{"shipments":[]}}`))
	require.ErrorIs(t, confirm(t.Context(), c, "404"), ordo.ErrNotFound)
}
