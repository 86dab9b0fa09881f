package megamarket_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestALotIsALine(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaDelivered)
	s := d.read().Snapshot
	require.Equal(t, order.Ref{System: "megamarket", Kind: "shipment", ID: d.id}, s.Ref)
	require.Equal(t, d.id, s.Number)
	require.Equal(t, order.MerchantDelivery, s.Scheme)
	require.Len(t, s.Lines, 4)
	require.Equal(t, order.Line{
		ID: "2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(1), Total: amount.RUB(89000),
		Ref: order.Ref{System: "megamarket", Kind: "lot", ID: d.id + "_2"},
	}, s.Lines[1])
	require.Equal(t, order.LineDelivery, s.Lines[3].Kind)
	require.Equal(t, amount.RUB(2*89000+250000+80000), d.o.Total())
	require.Equal(t, "79000000000", s.Buyer.Phone)
	require.Equal(t, "Тверь, улица Примерная, 1", s.Delivery.Address)
	require.False(t, s.Delivery.Window.IsZero())
	require.Equal(t, status.OrderNew, d.o.State())
}

func TestAnOrderStandsWhereItsLotsStand(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	for _, x := range []struct {
		lots  [3]string
		state status.OrderState
		words string
		codes []string // of the status reports
	}{
		{[3]string{"NEW", "NEW", "NEW"}, status.OrderNew, "NEW", []string{"NEW"}},
		{[3]string{"CONFIRMED", "CUSTOMER_CANCELED", "CONFIRMED"}, status.OrderPartlyConfirmed, "CONFIRMED ×2, CUSTOMER_CANCELED ×1", []string{"CUSTOMER_CANCELED", "CONFIRMED"}},
		{[3]string{"PENDING_PACKING", "PENDING_PACKING", "CONFIRMED"}, status.OrderConfirmed, "PENDING_PACKING ×2, CONFIRMED ×1", []string{"CONFIRMED"}},
		{[3]string{"SHIPPING_EXPIRED", "PACKED", "PACKED"}, status.OrderPacked, "SHIPPING_EXPIRED ×1, PACKED ×2", []string{"SHIPPING_EXPIRED", "PACKED"}},
		{[3]string{"SHIPPED", "SHIPPED", "SHIPPED"}, status.OrderHandedToCarrier, "SHIPPED", []string{"SHIPPED"}},
		{[3]string{"DELIVERED", "DELIVERED", "DELIVERED"}, status.OrderDelivered, "DELIVERED", []string{"DELIVERED"}},
		{[3]string{"CUSTOMER_CANCELED", "CUSTOMER_CANCELED", "CUSTOMER_CANCELED"}, status.OrderCancelled, "CUSTOMER_CANCELED", []string{"CUSTOMER_CANCELED"}},
	} {
		t.Run(x.words, func(t *testing.T) {
			for i, st := range x.lots {
				require.NoError(t, d.mm.SetStatus(d.id, i+1, st, ""))
			}
			d.T = t
			d.takeUp()
			require.Equal(t, x.state.String(), d.o.State().String())
			r := d.read()
			require.Equal(t, x.words, r.Status)
			var codes []string
			for _, report := range r.Reports {
				if sr, ok := report.(order.StatusReport); ok {
					codes = append(codes, sr.Code)
				}
			}
			require.Equal(t, x.codes, codes)
		})
	}
}

func TestTheSubStatusSaysWhyALotIsCancelled(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	require.NoError(t, d.mm.SetStatus(d.id, 1, "MERCHANT_CANCELED", "PACKING_EXPIRED"))
	require.NoError(t, d.mm.SetStatus(d.id, 3, "MERCHANT_CANCELED", "PACKING_EXPIRED"))
	require.NoError(t, d.mm.SetStatus(d.id, 2, "MERCHANT_CANCELED", "NEVER_HEARD_OF"))
	r := d.read().Reports
	require.Equal(t, order.StatusReport{
		Code: "MERCHANT_CANCELED", Text: "PACKING_EXPIRED", Picks: order.PickAll("1", "3"),
		Says: status.Meaning{Item: status.ItemCancelled, Reason: status.ReasonPackTimeout, Party: status.PartySystem},
	}, r[0])
	require.Equal(t, status.PartyMerchant, r[1].(order.StatusReport).Says.Party)
}

func TestAStatusThatNobodyKnowsHoldsTheOrder(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	require.NoError(t, d.mm.SetStatus(d.id, 2, "TELEPORTED", ""))
	d.takeUp()
	for _, report := range d.read().Reports {
		must(d.o.Observe(report, d.by(order.RoleChannel)))(t)
	}
	require.True(t, d.o.Held())
	require.Contains(t, d.o.View().Holds[0].Text, "TELEPORTED")
}

func TestWhatIsPaidAlreadyIsAPayment(t *testing.T) {
	prepaid := teaDelivered
	prepaid.Prepaid = true
	d := open(t, megamarkettest.Settings{}, prepaid)
	require.Equal(t, d.o.Total(), d.o.View().Paid)
	require.True(t, d.o.View().Due.IsZero())
	// An order that was told by a callback learns of it when it is read.
	s := d.read().Snapshot
	s.ID, s.Authority = "told", order.Marketplace
	told, _, err := order.New(s.Draft, d.by(order.RoleChannel))
	require.NoError(t, err)
	for _, report := range d.read().Reports {
		must(told.Observe(report, d.by(order.RoleChannel)))(t)
	}
	require.Equal(t, told.Total(), told.View().Paid)
	require.False(t, told.Held())
	require.Empty(t, open(t, megamarkettest.Settings{}, teaDelivered).read().Snapshot.Payments)
}

func TestAnOrderTakenUpWhenPackedKnowsItsBoxes(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	require.NoError(t, client(d.mm.Transport()).Confirm(t.Context(), megamarket.Confirmation{ShipmentID: d.id, OrderCode: "A-1", Lots: []int{1, 2, 3}}))
	box, second := boxed(1), megamarket.Box{Index: 2, Code: "4107*A-1*2"}
	require.NoError(t, client(d.mm.Transport()).Pack(t.Context(), megamarket.Packing{ShipmentID: d.id, OrderCode: "A-1", Lots: []megamarket.PackedLot{
		box, {Lot: 2, Boxes: box.Boxes}, {Lot: 3, Boxes: []megamarket.Box{second}},
	}}))
	d.takeUp()
	v := d.o.View()
	require.Equal(t, "A-1", v.Number, "the merchant's number stays the same in all calls")
	require.Len(t, v.Packages, 2)
	require.Equal(t, second.Code, v.Packages[1].Ref)
	labels := must(d.ch.Labels(t.Context(), v))(t)
	require.Equal(t, "application/pdf", labels[0].ContentType)
	d.does(order.EffectShip, order.HandOver{})
	require.Equal(t, []string{"SHIPPED", "SHIPPED", "SHIPPED"}, d.mm.Statuses(d.id))
}

func TestManyOrdersAreReadInFewCalls(t *testing.T) {
	mm := megamarkettest.New(megamarkettest.Settings{})
	t.Cleanup(mm.Close)
	ch := client(mm.Transport()).Channel()
	var ids []string
	for range 120 {
		ids = append(ids, mm.Place(mugs))
	}
	read := func(ids ...string) (n int) {
		for r, err := range ch.Orders(t.Context(), ids...) {
			require.NoError(t, err)
			require.NoError(t, r.Problem)
			n++
		}
		return n
	}
	require.Equal(t, 120, read(ids...))
	require.Equal(t, 3, mm.Calls("order/get"))
	require.Equal(t, 120, read(append(ids, "1")...), "one that is not there hides no other")
	require.LessOrEqual(t, mm.Calls("order/get"), 3+3+12)
}

func TestNewOrdersAreFoundByTheirWindow(t *testing.T) {
	d := open(t, megamarkettest.Settings{}, teaStandard)
	found := func(all bool) (ids []string) {
		for f, err := range d.ch.Changed(t.Context(), channels.Window{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Hour), All: all}) {
			require.NoError(t, err)
			require.NoError(t, f.Problem)
			ids = append(ids, f.ID)
		}
		return ids
	}
	require.Equal(t, []string{d.id}, found(false))
	d.does(order.EffectConfirm, order.Confirm{})
	require.Empty(t, found(false), "it waits for the merchant no more")
	require.Equal(t, []string{d.id}, found(true))
}

func TestWhatCannotBeUnderstoodHidesNoOther(t *testing.T) {
	m := httpmock.NewMockTransport()
	m.RegisterResponder(http.MethodPost, `=~order/get`, httpmock.NewStringResponder(200, `{"success":1,"data":{"shipments":[
		{"shipmentId":"1","items":[{"itemIndex":1,"status":"NEW","offerId":"MUG","finalPrice":1}]},
		{"shipmentId":"2","items":[{"itemIndex":1,"status":"NEW","offerId":"MUG"}]},
		{"shipmentId":"3","items":[{"itemIndex":1,"status":"NEW","offerId":"MUG","finalPrice":-5}]},
		{"shipmentId":"4","items":[]}, {"shipmentId":"5","items":"none"},
		{"shipmentId":"6","items":[{"itemIndex":1,"status":"PACKED","offerId":"MUG","price":1,"boxIndex":1000000000}]},
		{"shipmentId":"7","items":[{"itemIndex":1,"status":"","offerId":"MUG","price":1},{"itemIndex":2,"status":"NEW","offerId":"MUG","price":1}]},
		{"shipmentId":"9","depositedAmount":{"x":1},"items":[{"itemIndex":1,"status":"NEW","offerId":"MUG","price":1}]},
		{"shipmentId":"10","items":[{"itemIndex":1,"status":"NEW","offerId":"MUG","price":{"x":1},"finalPrice":1}]},
		{"shipmentId":"8","items":[{"itemIndex":1,"status":"NEW","offerId":"NOT-ASKED","price":1}]}],
		"warnings":[{"message":"скоро закроется","shipmentId":"7"}]}}`))
	problems := map[string]string{}
	var status7 string
	for r, err := range client(m).Channel().Orders(t.Context(), "1", "2", "3", "4", "5", "6", "7", "9", "10") {
		require.NoError(t, err)
		problems[r.ID] = ""
		if r.Problem != nil {
			problems[r.ID] = r.Problem.Error()
			require.Equal(t, ordo.Invalid, failure(t, r.Problem).Class)
			require.Equal(t, channels.Reading{ID: r.ID, Problem: r.Problem}, r, "nothing but ID is set")
		}
		if r.ID == "7" {
			status7 = r.Status
			require.ErrorContains(t, r.Warning, "скоро закроется")
		}
	}
	require.Len(t, problems, 10)
	require.Contains(t, problems["8"], "asked for")
	require.Contains(t, problems["9"], "depositedAmount", "money")
	require.Contains(t, problems["10"], "price", "money")
	require.Empty(t, problems["1"])
	require.Contains(t, problems["2"], "the price must be there")
	require.Contains(t, problems["3"], "not negative")
	require.Contains(t, problems["4"], "no lots")
	require.NotEmpty(t, problems["5"])
	require.Contains(t, problems["6"], "box 1000000000")
	require.Equal(t, "no status yet ×1, NEW ×1", status7)
}

func TestWhatIsToldAndWhatIsReadAgree(t *testing.T) {
	for name, o := range map[string]megamarkettest.Order{"standard": teaStandard, "merchant delivery": teaDelivered} {
		t.Run(name, func(t *testing.T) {
			var ch *megamarket.Channel
			var news []channels.News
			st := megamarkettest.Settings{Receiver: fake.Receiver{
				URL: "https://shop.example/mm-1", User: "mm", Password: "s3cret",
				Transport: fake.Direct(receiver(t, func() *megamarket.Channel { return ch }, &news)),
			}}
			d := open(t, st, o)
			ch = d.ch
			d.mm.SendHooks(t.Context())
			require.Len(t, news, 1)
			require.Equal(t, "order/new:"+d.id, news[0].Key)
			told, read := *news[0].Placed, d.read().Snapshot.Draft
			// What only the callback knows.
			for i := range told.Lines {
				want := map[string]amount.VAT{"MUG": amount.VAT20, "POT": amount.VAT10}[told.Lines[i].SKU]
				require.Equal(t, want, told.Lines[i].VAT)
				told.Lines[i].VAT = amount.VATUnset
			}
			require.NotEmpty(t, told.Delivery.City)
			told.Delivery = order.Delivery{Address: told.Delivery.Address, Point: told.Delivery.Point, Window: told.Delivery.Window}
			require.Equal(t, read, told)

			b := must(json.Marshal(news[0]))(t)
			var back channels.News
			require.NoError(t, json.Unmarshal(b, &back))
			require.Equal(t, news[0], back)
		})
	}
}

func TestALineKnowsItsVAT(t *testing.T) {
	for rate, want := range map[string]amount.VAT{
		`"20"`: amount.VAT20, `"10"`: amount.VAT10, `"0"`: amount.VAT0, `"NOT"`: amount.VATNone, `null`: amount.VATUnset, `"13"`: amount.VATUnset, `"23"`: amount.VAT23, `7`: amount.VAT7,
	} {
		body := `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"1","items":[{"itemIndex":"1","offerId":"MUG","price":1,"finalPrice":1,"taxRate":` + rate + `}]}]}}`
		post := must(received(t, "/order/new", body))(t)
		require.Equal(t, want, post.News[0].Placed.Lines[0].VAT, rate)
	}
}

func TestASchemeThatIsNotKnownStaysAsItIs(t *testing.T) {
	body := `{"data":{"merchantId":4107,"shipments":[{"shipmentId":"1","handover":{"serviceScheme":"COLLECT_BY_CUSTOMER","outletId":"77"},
		"items":[{"itemIndex":"1","offerId":"MUG","price":1,"finalPrice":1}]}]}}`
	post := must(received(t, "/order/new", body))(t)
	d := *post.News[0].Placed
	require.Equal(t, "77", d.Delivery.Point)
	d.ID = "1"
	by := order.By{Actor: order.Actor{Role: order.RoleChannel}, At: time.Now()}
	_, _, err := order.New(d, by)
	require.ErrorContains(t, err, "COLLECT_BY_CUSTOMER")
	rules, _ := order.OwnPickup.Rules()
	rules.Code = "COLLECT_BY_CUSTOMER"
	_, _, err = order.New(d, by, order.WithScheme(rules))
	require.NoError(t, err)
}
