package megamarket_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

func TestAShipmentIsReadInFull(t *testing.T) {
	c := client(answering("order/get", 200, string(testdata(t, "order_get.json"))))
	s := must(c.GetShipment(t.Context(), "955100777"))(t)
	require.Equal(t, "A-1001", s.OrderCode)
	require.Equal(t, megamarket.Standard, s.Scheme)
	require.True(t, s.ConfirmBy.Equal(time.Date(2025, 3, 4, 14, 0, 0, 0, time.UTC)))
	_, offset := s.ConfirmBy.Zone()
	require.Equal(t, 3*60*60, offset)
	require.True(t, s.Changeable)
	require.False(t, s.DateMoved)
	require.Nil(t, s.Customer)
	require.Equal(t, amount.RUB(0), s.Deposited)
	require.Equal(t, "300123", s.ShippingPoint)
	require.Empty(t, s.Extra, "every documented field is typed")

	require.Len(t, s.Lots, 2)
	l := s.Lots[0]
	require.Equal(t, []int{1}, l.Boxes)
	require.Equal(t, "Кружка красная", l.Name)
	require.Equal(t, "Посуда", l.Goods.Category)
	require.Equal(t, amount.RUB(99000), l.Price)
	require.Equal(t, amount.RUB(89000), l.FinalPrice)
	require.Len(t, l.Events, 1)
	require.Empty(t, l.Extra)
	l, ok := s.Lot(2)
	require.True(t, ok)
	require.True(t, l.Cancelled())
	require.Equal(t, "CONFIRMATION_REJECT", l.SubStatus)
	require.Len(t, s.Living(), 1)
	means, known := status.MegaMarket().Read(status.AxisItem, l.Status)
	require.True(t, known)
	require.Equal(t, status.ItemCancelled, means.Item)
}

func TestAShipmentIsReadAsItReallyComes(t *testing.T) {
	c := client(answering("order/get", 200, `{"success":"1","meta":[],"data":{"shipments":{
		"shipmentId":955100777,"deliveryId":9380000000202,"creationDate":"2025-03-04T11:20:05","deliveryDate":"2025-03-09",
		"packingTimeLimit":null,"shippingTimeLimit":"","customer":[],"depositedAmount":"9300.50","novelty":{"a":[1]},
		"items":[{"itemIndex":1,"status":"SOMETHING_NEW","subStatus":null,"price":990.5,"finalPrice":"890.05","quantity":"1",
			"offerId":17,"boxIndex":[1,"2"],"discounts":{"discountType":"LOY","discountAmount":100.45,"discountPriceAdjustments":0},"colour":"red"},
			{"itemIndex":"2","status":"NEW","offerId":"delivery","boxIndex":null,"events":null,"goodsData":[]}]}}}`))
	s := must(c.GetShipment(t.Context(), "955100777"))(t)
	require.Equal(t, "9380000000202", s.DeliveryID)
	require.True(t, s.Created.Equal(time.Date(2025, 3, 4, 11, 20, 5, 0, msk)), "a time without a zone is Moscow's")
	require.True(t, s.DeliveryDate.Equal(time.Date(2025, 3, 9, 0, 0, 0, 0, msk)))
	require.True(t, s.PackBy.IsZero())
	require.Nil(t, s.Customer)
	require.Equal(t, amount.RUB(930050), s.Deposited)
	require.JSONEq(t, `{"a":[1]}`, string(s.Extra["novelty"]))
	l := s.Lots[0]
	require.Equal(t, "SOMETHING_NEW", l.Status)
	require.Equal(t, amount.RUB(99050), l.Price)
	require.Equal(t, amount.RUB(89005), l.FinalPrice)
	require.Equal(t, amount.RUB(10045), l.Discounts[0].Amount)
	require.Contains(t, l.Discounts[0].Extra, "discountPriceAdjustments")
	require.Equal(t, "17", l.OfferID)
	require.Equal(t, []int{1, 2}, l.Boxes)
	require.JSONEq(t, `"red"`, string(l.Extra["colour"]))
	require.True(t, s.Lots[1].IsDelivery())
	require.True(t, s.Lots[1].Price.IsUnset())
}

func TestOneBadShipmentDoesNotHideTheOthers(t *testing.T) {
	c := client(answering("order/get", 200, `{"success":1,"data":{"shipments":[
		{"shipmentId":"1","items":[{"itemIndex":0}]},{"shipmentId":"2","depositedAmount":10.005},{"shipmentId":3,"creationDate":"soon"},
		{"shipmentId":"4","items":[{"itemIndex":1},{"itemIndex":"1"}]},{"items":[]},
		{"shipmentId":"5","items":[{"itemIndex":1,"status":{}}]},{"shipmentId":"6","items":[{"itemIndex":1,"status":"NEW","quantity":0}]},
		{"shipmentId":"7","items":[{"itemIndex":1,"status":"NEW","quantity":-1}]},{"shipmentId":"8","items":[{"itemIndex":1,"status":"NEW","quantity":1e9}]},
		{"shipmentId":"99","items":[{"itemIndex":1,"status":"NEW"}]},8,null,
		{"shipmentId":"9","items":[]}]}}`))
	all := must(c.GetShipments(t.Context(), "1", "2", "3", "4", "5", "6", "7", "8", "9"))(t)
	require.Len(t, all, 13)
	for i, why := range []string{
		"itemIndex is 0", "10.005", `"soon" is not a time`, "itemIndex 1 occurs twice", "shipmentId is missing", "items[0].status: {}",
		"the quantity is 0, it must be 1", "the quantity is -1", "the quantity is 1000000000", `answered with "99"`, "8 where an object is expected", "shipmentId is missing",
	} {
		require.ErrorContains(t, all[i].Problem, why)
		require.NotEmpty(t, all[i].Extra, why)
		require.Empty(t, all[i].Lots)
	}
	require.Equal(t, "3", all[2].ID)
	require.NoError(t, all[12].Problem)
	_, err := c.GetShipment(t.Context(), "2")
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "shipment 2 cannot be read")
	_, err = c.GetShipment(t.Context(), "10")
	require.ErrorIs(t, err, ordo.ErrInvalid, "one without an id may be it")

	none := must(c.GetShipments(t.Context()))(t)
	require.Empty(t, none)
}

// fault: C11
func TestUnknownFieldsOfANewOrderAreKept(t *testing.T) {
	clienttest.ReadTypes(t, megamarket.Event{})
	novel := strings.NewReplacer(`"handover": {`, `"handover": {"novelty":1,`, `"delivery": {`, `"delivery": {"novelty":1,`, `"shipping": {`, `"shipping": {"novelty":1,`,
		`"label": {`, `"label": {"novelty":1,`, `"access": {`, `"access": {"novelty":1,`, `"fias": {`, `"fias": {"novelty":1,`, `"geo": {`, `"geo": {"novelty":1,`,
		`"deliveryInterval": {`, `"deliveryInterval": {"novelty":1,`, `"data": {`, `"data": {"novelty":1,`)
	read := func(name string) (*megamarket.Event, megamarket.NewOrder) {
		e := must(webhook.Parse(post("/order/new", nil), []byte(novel.Replace(string(testdata(t, name))))))(t)
		return e, e.New[0]
	}
	e, own := read("order_new_delivery.json")
	_, std := read("order_new_standard.json")
	a := own.Customer.Address
	for i, extra := range []wire.Extra{
		e.Extra, own.Handover.Extra, own.Handover.Interval.Extra, a.Access.Extra, a.FIAS.Extra, a.Geo.Extra, std.Delivery.Extra, std.Delivery.Interval.Extra,
		std.Shipping.Extra, std.Label.Extra,
	} {
		require.Equal(t, "1", string(extra["novelty"]), i)
	}
}

// fault: C12
func TestTheWarningsOfAReadingAreTold(t *testing.T) {
	c := client(answering("order/get", 200, `{"success":1,"data":{"shipments":[{"shipmentId":"1","items":[]},{"shipmentId":"2","items":[]}],
		"warnings":[{"code":7,"message":"устарело"},{"errorText":"нет прав","shipmentId":2},{"message":"не найдено","shipmentId":"3"}]}}`))
	all := must(c.GetShipments(t.Context(), "1", "2", "3"))(t)
	require.Len(t, all, 3)
	require.Equal(t, []megamarket.Problem{{Code: "7", Text: "устарело"}}, all[0].Warnings)
	require.Equal(t, []megamarket.Problem{{Code: "7", Text: "устарело"}, {Text: "нет прав", ShipmentID: "2"}}, all[1].Warnings)
	require.Equal(t, "3", all[2].ID)
	require.ErrorContains(t, all[2].Problem, "устарело")
	c = client(answering("order/get", 200, `{"success":1,"data":{"shipments":[],"warnings":{"message":"устарело"}}}`))
	_, err := c.GetShipment(t.Context(), "3")
	require.ErrorIs(t, err, ordo.ErrNotFound)
	require.ErrorContains(t, err, "устарело")
}

// A field that nothing hangs on does not lose the shipment.
func TestAnOddFieldIsToldAndTheRestIsRead(t *testing.T) {
	c := client(answering("order/get", 200, `{"success":1,"data":{"shipments":[{"shipmentId":"1","deliveryDate":"soon","customer":"none",
		"items":[{"itemIndex":1,"status":"NEW","offerId":"MUG","price":1,"events":[{"eventDate":5}]}]}]}}`))
	s := must(c.GetShipment(t.Context(), "1"))(t)
	require.Equal(t, "MUG", s.Lots[0].OfferID)
	for _, where := range []string{"deliveryDate", "customer", "items[0].events[0].eventDate"} {
		require.ErrorContains(t, s.Problem, where)
	}
	require.JSONEq(t, `"soon"`, string(s.Extra["deliveryDate"]))

	found := must(client(answering("order/search", 200, `{"success":1,"data":{"shipments":["1",{"a":1},null,2]}}`)).SearchShipments(t.Context(), megamarket.Search{}))(t)
	require.Len(t, found, 4)
	require.Equal(t, "2", found[3].ID)
	require.ErrorContains(t, found[1].Problem, "cannot be read")
	require.ErrorContains(t, found[2].Problem, "empty")
}

// What third parties recorded of the vendor, in the forms of their clients.
func TestOrdersAsOthersRecordedThem(t *testing.T) {
	shipment := func(fields string) []byte {
		return []byte(`{"data":{"merchantId":4107,"shipments":[{"shipmentId":858000001,` + fields + `}]},"meta":{"source":"OMS"}}`)
	}
	for name, x := range map[string]struct {
		body []byte
		test func(*testing.T, megamarket.NewOrder)
	}{
		"a pick-up at the merchant's": {shipment(`"shipmentDate":"2021-05-10T03:25:07+03:00","flags":null,
			"items":[{"itemIndex":"1","goodsId":"100","offerId":"A","itemName":"x","price":100,"finalPrice":80,"quantity":1,"taxRate":"20",
			"discounts":[{"discountType":"undefined","discountDescription":"(Loy)","discountAmount":20}],"reservationPerformed":true,"isDigitalMarkRequired":false}],
			"handover":{"packingDate":"2021-05-10T11:00:00+03:00","reserveExpirationDate":"2021-05-13T09:00:00+03:00","outletId":"1",
			"serviceScheme":"COLLECT_BY_CUSTOMER","depositedAmount":80,"deliveryInterval":null,"deliveryId":9414},
			"customer":{"customerFullName":"Т ","phone":"79990000000","email":"t@example.com","address":{"source":"д. Тест","postalCode":"170000",
			"fias":{"regionId":"50","destination":""},"geo":{"lat":"55.9","lon":"37.3"},"access":{"detachedHouse":null,"entrance":null,"floor":null,
			"intercom":null,"cargoElevator":null,"comment":null,"apartment":null}}}`), func(t *testing.T, n megamarket.NewOrder) {
			require.NoError(t, n.Problem)
			require.Equal(t, megamarket.Scheme("COLLECT_BY_CUSTOMER"), n.Scheme)
			require.Equal(t, "9414", n.Handover.DeliveryID)
			require.Equal(t, "50", n.Customer.Address.FIAS.Region)
			require.True(t, n.Handover.Interval.From.IsZero())
		}},
		"a form that went through PHP": {shipment(`"shipmentDate":"2022 - 01 - 12T10:29:17 + 03:00","items":[{"itemIndex":1,"goodsId":"100","offerId":"100020",
			"itemName":"x","price":"3150","finalPrice":"3150","discounts":[],"quantity":1,"taxRate":"NOT","reservationPerformed":1,"isDigitalMarkRequired":""}],
			"label":{"deliveryId":825000000,"merchantId":4107,"shipmentId":858000001,"shippingDate":"2022-01-13T18:00:00+03:00","labelText":""},
			"shipping":{"shippingDate":"2022-01-13T18:00:00+03:00","shippingPoint":855008},"fulfillmentMethod":"FULFILLMENT_BY_MERCHANT"`), func(t *testing.T, n megamarket.NewOrder) {
			require.ErrorContains(t, n.Problem, "shipmentDate", "the time is told, and the order is not lost")
			require.Equal(t, amount.RUB(315000), n.Lots[0].FinalPrice)
			require.True(t, n.Lots[0].Reserved)
			require.Equal(t, "825000000", n.Label.DeliveryID)
			require.Equal(t, int64(855008), n.Shipping.Point)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			e := must(webhook.Parse(post("/order/new", nil), x.body))(t)
			require.Equal(t, "858000001", e.New[0].ShipmentID)
			x.test(t, e.New[0])
			must(received(t, "/order/new", string(x.body)))(t)
		})
	}
	// order/get with a list of boxes, and a customer that is a text.
	s := must(client(answering("order/get", 200, `{"success":1,"data":{"shipments":[{"shipmentId":"1","orderCode":null,"status":"PENDING","customer":"Тестов",
		"items":[{"itemIndex":"1","status":"PACKED","offerId":"A","price":5,"boxes":[{"boxIndex":"1","boxCode":"4107*A*1"}]}]}]}}`)).GetShipment(t.Context(), "1"))(t)
	require.ErrorContains(t, s.Problem, "customer")
	require.Contains(t, s.Lots[0].Extra, "boxes")
}

func TestEveryShipmentOfAWindowIsFoundOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mm := megamarkettest.New(megamarkettest.Settings{})
		began := time.Now()
		for range 17 {
			mm.Place(mugs)
			time.Sleep(7 * time.Minute)
		}
		c := client(mm.Transport())
		all := megamarket.Search{From: began, To: time.Now(), Count: 5, Statuses: []string{megamarket.StatusNew}}
		found := map[string]bool{}
		for f, err := range c.ListShipments(t.Context(), all) {
			require.NoError(t, err)
			require.False(t, found[f.ID], "twice: %s", f.ID)
			found[f.ID] = true
		}
		require.Len(t, found, 17)

		ids := must(c.SearchShipments(t.Context(), all))(t)
		require.Len(t, ids, 5, "one answer holds no more than was asked for")
		all.Statuses = []string{megamarket.StatusPacked}
		ids = must(c.SearchShipments(t.Context(), all))(t)
		require.Empty(t, ids)

		for range 6 {
			mm.Place(mugs)
		}
		var last error
		for _, err := range c.ListShipments(t.Context(), megamarket.Search{From: time.Now(), To: time.Now().Add(time.Second), Count: 5}) {
			last = err
		}
		require.ErrorIs(t, last, ordo.ErrUnsupported)
	})
}

// fault: ten windows in a row without a shipment of their own, full or empty ones, ended the search, and with it every
// pass over the account.
func TestManyOrdersInAFewSecondsOfADayAreFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mm := megamarkettest.New(megamarkettest.Settings{})
		began := time.Now()
		time.Sleep(24 * time.Hour)
		for range 7 { // a sale begins
			mm.Place(mugs)
			time.Sleep(time.Second)
		}
		n := 0
		for _, err := range client(mm.Transport()).ListShipments(t.Context(), megamarket.Search{From: began, To: time.Now(), Count: 5}) {
			require.NoError(t, err)
			n++
		}
		require.Equal(t, 7, n)
	})
}

func TestStickersComeOnceTheBoxesExist(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		_, err := c.GetStickers(t.Context(), id, boxed(1))
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.Equal(t, "4107*A-1*1", megamarket.ProblemsOf(err)[0].BoxCode)
		require.NoError(t, confirm(t.Context(), c, id))
		require.NoError(t, pack(t.Context(), c, id))
		must(c.WaitShipment(t.Context(), id))(t)
		s := must(c.GetStickers(t.Context(), id, boxed(1), boxed(2)))(t)
		require.Equal(t, "application/pdf", s.ContentType)
		require.Equal(t, "%PDF-1.4\n%%EOF\n", string(s.Data))
	})
	c := client(answering("sticker/print", 200, `{"success":1,"data":"<html>x</html>"}`))
	s := must(c.GetStickers(t.Context(), "1", boxed(1)))(t)
	require.Equal(t, &megamarket.Sticker{ContentType: "text/html", Data: []byte("<html>x</html>")}, s)
	for _, none := range []string{`{"success":1,"data":{}}`, "<html>busy</html>", ""} {
		_, err := client(answering("sticker/print", 200, none), ordo.WithMaxAttempts(1)).GetStickers(t.Context(), "1", boxed(1))
		require.ErrorIs(t, err, ordo.ErrRetry, none)
	}
	typed := httpmock.NewMockTransport()
	typed.RegisterResponder("POST", "=~.", httpmock.NewStringResponder(200, "binary").
		HeaderSet(http.Header{"Content-Type": {"application/pdf; charset=binary"}}))
	s = must(client(typed).GetStickers(t.Context(), "1", boxed(1)))(t)
	require.Equal(t, "binary", string(s.Data))
}

func TestStocksAndPrices(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		stocks := make([]megamarket.Stock, 2*megamarket.StockPart+1)
		for i := range stocks {
			stocks[i] = megamarket.Stock{OfferID: "A", Quantity: i}
		}
		mm.Faults().Next("stock/update", fake.ResetAfter())
		require.NoError(t, c.UpdateStock(t.Context(), stocks...))
		require.Equal(t, 4, mm.Calls("stock/update"), "three parts, one of them twice")
		n, _ := mm.Stock("A")
		require.Equal(t, 2*megamarket.StockPart, n)

		mm.Faults().Next("manualPrice/save", fake.Status(500))
		require.NoError(t, c.UpdatePrices(t.Context(), megamarket.Price{OfferID: "A", Price: amount.RUB(99000)}, megamarket.Price{OfferID: "B", Deleted: true}))
		p, _ := mm.Price("A")
		require.Equal(t, int64(990), p)
	})
	offers := httpmock.NewMockTransport()
	offers.RegisterResponder("POST", "=~save$", httpmock.NewStringResponder(200,
		`{"success":1,"data":{"savedPrices":1,"warnings":{"code":"31","message":"нет карточки"}}}`))
	err := client(offers).UpdatePrices(t.Context(), megamarket.Price{OfferID: "A", Price: amount.RUB(100)}, megamarket.Price{OfferID: "B", Price: amount.RUB(100)})
	require.EqualError(t, err, "megamarket: manualPrice/save: [31]: 1 of 2 prices were saved: нет карточки")
	require.ErrorIs(t, err, ordo.ErrInvalid)
}
