package retailcrm_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

func TestAnOrderIsCreatedAsOneFieldOfAForm(t *testing.T) {
	crm, c := start(t)
	made, err := c.CreateOrder(t.Context(), retailcrm.OrderFields{
		ExternalID: "9320000000101", Status: "new", LastName: retailcrm.Ptr(""), Shipped: retailcrm.Ptr(false),
		CreatedAt:    retailcrm.At(time.Date(2025, 3, 4, 13, 12, 28, 0, time.UTC)),
		Items:        []retailcrm.ItemFields{{ProductName: "Шина 16", InitialPrice: wire.SumOf(amount.RUB(850050)), Quantity: retailcrm.Pcs(1)}},
		Payments:     []retailcrm.PaymentFields{{ExternalID: "p1", Type: "bank-card", Status: "paid", Amount: wire.SumOf(amount.RUB(930000))}},
		CustomFields: retailcrm.CustomFields{"mm_handed": false, "mm_state": nil},
	})
	require.NoError(t, err)
	form := lastForm(t, crm)
	require.Equal(t, []string{"mm-shop"}, form["site"])
	require.Len(t, form, 2)
	require.Equal(t, `{"externalId":"9320000000101","createdAt":"2025-03-04 16:12:28","status":"new","lastName":"","shipped":false,`+
		`"items":[{"initialPrice":8500.50,"quantity":1,"productName":"Шина 16"}],`+
		`"payments":[{"externalId":"p1","type":"bank-card","status":"paid","amount":9300.00}],`+
		`"customFields":{"mm_handed":false,"mm_state":null}}`, form.Get("order"))

	o := made.Order
	require.NotZero(t, o.ID)
	require.Equal(t, time.Date(2025, 3, 4, 16, 12, 28, 0, moscow), o.CreatedAt.Time)
	require.Equal(t, amount.RUB(850050), rub(t, o.TotalSumm))
	require.Equal(t, amount.RUB(930000), rub(t, o.Payments[0].Amount), "the created order tells its payments as a list")
	require.True(t, o.FromAPI)

	read, err := c.GetOrder(t.Context(), retailcrm.ByExternalID("9320000000101"))
	require.NoError(t, err)
	require.Equal(t, o.Payments, read.Payments, "the read order tells them by id")
	require.Equal(t, o.Items, read.Items)
	require.NotNil(t, read.Payment("p1"))
	require.Nil(t, read.Payment("p2"))
}

func TestAnEditWritesNothingThatWasNotAsked(t *testing.T) {
	crm, c := start(t)
	o := create(t, c, "A-1")
	for want, f := range map[string]retailcrm.OrderFields{
		`{"status":"cancel-other","statusComment":"Отменён"}`: {Status: "cancel-other", StatusComment: retailcrm.Ptr("Отменён")},
		`{"managerComment":""}`: {ManagerComment: retailcrm.Ptr("")},
		`{"delivery":{"date":"2025-03-09","time":{"from":"10:00","to":"20:00"}}}`: {Delivery: &retailcrm.DeliveryFields{
			Date: retailcrm.Date{Year: 2025, Month: 3, Day: 9},
			Time: &retailcrm.TimeWindow{From: &retailcrm.TimeOfDay{Hour: 10}, To: &retailcrm.TimeOfDay{Hour: 20}},
		}},
		`{"delivery":{"cost":0.00}}`:  {Delivery: &retailcrm.DeliveryFields{Cost: wire.SumOf(amount.RUB(0))}},
		`{"customFields":{"a":null}}`: {CustomFields: retailcrm.CustomFields{"a": nil}},
		`{}`:                          {},
	} {
		_, err := c.UpdateOrder(t.Context(), o.Key(), f)
		require.NoError(t, err)
		form := lastForm(t, crm)
		require.Equal(t, want, form.Get("order"))
		require.Equal(t, "id", form.Get("by"))
		require.Equal(t, "mm-shop", form.Get("site"))
	}
	_, err := c.UpdateOrder(t.Context(), retailcrm.ByExternalID("A-1"), retailcrm.OrderFields{Status: "new"})
	require.NoError(t, err)
	require.Equal(t, "externalId", lastForm(t, crm).Get("by"))
}

func TestALineIsCancelledByItsStatusWhileTheOthersStay(t *testing.T) {
	crm, c := start(t)
	o := create(t, c, "A-1")
	require.Len(t, o.Items, 2)
	items := o.KeepItems()
	items[1].Status = "out-of-stock"
	after, err := c.UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{Items: items})
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf(`{"items":[{"id":%d,"quantity":1,"status":"new"},{"id":%d,"quantity":1,"status":"out-of-stock"}]}`,
		o.Items[0].ID, o.Items[1].ID), lastForm(t, crm).Get("order"))
	require.False(t, after.Items[0].IsCanceled)
	require.True(t, after.Items[1].IsCanceled)
	require.Equal(t, "Кружка", after.Items[1].ProductName, "what is not sent of a line stays")
	require.Equal(t, amount.RUB(44550), rub(t, after.Summ))
	require.Equal(t, amount.RUB(54550), rub(t, after.TotalSumm))
	require.Equal(t, o.Items[1].ID, after.Item("megamarket", "A-1_2").ID)
	require.Nil(t, after.Item("megamarket", "A-1_3"))

	after, err = c.UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{Items: items[:1]})
	require.NoError(t, err)
	require.Len(t, after.Items, 1, "a line that is left out is removed")
}

func TestWhatAnEditCannotDoIsRefusedBeforeItIsSent(t *testing.T) {
	crm, c := start(t)
	edit := func(f retailcrm.OrderFields) func() error {
		return func() error { _, err := c.UpdateOrder(t.Context(), retailcrm.ByID(1), f); return err }
	}
	upload := func(all ...retailcrm.OrderFields) func() error {
		return func() error { _, err := c.UploadOrders(t.Context(), all); return err }
	}
	for name, call := range map[string]func() error{
		"no order named": func() error { _, err := c.GetOrder(t.Context(), retailcrm.OrderKey{}); return err },
		"an externalId":  edit(retailcrm.OrderFields{ExternalID: "x"}),
		"payments":       edit(retailcrm.OrderFields{Payments: []retailcrm.PaymentFields{{}}}),
		"two currencies": edit(retailcrm.OrderFields{
			DiscountManualAmount: wire.SumOf(amount.RUB(1)), Delivery: &retailcrm.DeliveryFields{Cost: wire.SumOf(amount.USD(1))},
		}),
		"a number that is none":  edit(retailcrm.OrderFields{Weight: "heavy"}),
		"an empty upload":        upload(),
		"an upload of 51":        upload(make([]retailcrm.OrderFields, 51)...),
		"an upload without ids":  upload(retailcrm.OrderFields{}),
		"an upload of twins":     upload(draft("T"), draft("T")),
		"statuses of 501 orders": func() error { _, err := c.ListOrderStatuses(t.Context(), make([]int64, 501), nil); return err },
		"an address without TLS": func() error {
			return retailcrm.New("http://shop.example", "key-1").CallGet(t.Context(), "/x", nil, nil)
		},
		"an address that is none": func() error { return retailcrm.New("shop", "key-1").CallGet(t.Context(), "/x", nil, nil) },
	} {
		require.ErrorIs(t, call(), ordo.ErrInvalid, name)
	}
	require.ErrorIs(t, client(crm, "").CallGet(t.Context(), "/api/credentials", nil, nil), ordo.ErrAuth, "no key")
	require.Empty(t, crm.Exchanges())
}

func TestAListIsReadPageByPage(t *testing.T) {
	crm, c := start(t)
	for i := range 105 {
		create(t, c, "P-"+strconv.Itoa(i))
	}
	pages := func() int { return crm.Calls("GET /api/v5/orders") }
	count := func(stop int) (n int) {
		for r, err := range c.ListOrders(t.Context(), retailcrm.OrderFilter{Statuses: []string{"new"}}) {
			require.NoError(t, err)
			require.NoError(t, r.Problem)
			if n++; n == stop {
				break
			}
		}
		return n
	}
	require.Equal(t, 105, count(0))
	require.Equal(t, 2, pages())
	require.Equal(t, 100, count(100))
	require.Equal(t, 3, pages(), "nothing is asked behind the break")
}

func TestFiltersAreWrittenInBrackets(t *testing.T) {
	crm, c := start(t)
	day := retailcrm.Date{Year: 2025, Month: 3, Day: 4}
	for _, err := range c.ListOrders(t.Context(), retailcrm.OrderFilter{
		IDs: []int64{1, 2}, Statuses: []string{"new"}, Shipped: retailcrm.Ptr(false), CustomFields: map[string]string{"code": "v"},
		CreatedFrom: retailcrm.At(time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)), DeliveryFrom: day, CustomerID: 7, TrackNumber: "T",
		More: map[string][]string{"filter[minPrice]": {"5"}},
	}) {
		t.Fatalf("there is no order: %v", err)
	}
	log := crm.Exchanges()
	require.Equal(t, "filter%5BcreatedAtFrom%5D=2025-03-04+03%3A00%3A00&filter%5BcustomFields%5D%5Bcode%5D=v&filter%5BcustomerId%5D=7&"+
		"filter%5BdeliveryDateFrom%5D=2025-03-04&filter%5BextendedStatus%5D%5B%5D=new&filter%5Bids%5D%5B%5D=1&filter%5Bids%5D%5B%5D=2&"+
		"filter%5BminPrice%5D=5&filter%5Bshipped%5D=0&filter%5Bsites%5D%5B%5D=mm-shop&filter%5BtrackNumber%5D=T&limit=100&page=1",
		log[len(log)-1].Query)
}

func TestAnExternalIDBelongsToItsShop(t *testing.T) {
	crm, c := start(t)
	crm.AddSite("second")
	a := create(t, c, "X")
	b := create(t, c.WithSite("second"), "X")
	require.NotEqual(t, a.ID, b.ID)
	read, err := c.WithSite("second").GetOrder(t.Context(), retailcrm.ByExternalID("X"))
	require.NoError(t, err)
	require.Equal(t, b.ID, read.ID)
	read, err = c.GetOrder(t.Context(), retailcrm.OrderKey{ExternalID: "X", Site: "second"})
	require.NoError(t, err)
	require.Equal(t, b.ID, read.ID)
	_, err = c.GetOrder(t.Context(), retailcrm.ByExternalID("Y"))
	require.ErrorIs(t, err, ordo.ErrNotFound)
}

func TestStatusesAndExternalIDsOfOrders(t *testing.T) {
	_, c := start(t)
	a, b := create(t, c, "A"), create(t, c, "B")
	found, err := c.ListOrderStatuses(t.Context(), []int64{a.ID}, []string{"B", "none"})
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Equal(t, retailcrm.OrderStatus{ID: a.ID, ExternalID: "A", Status: "new", Group: "new"}, found[0].Value)
	require.Equal(t, b.ID, found[1].ID)
	require.NoError(t, c.FixExternalIDs(t.Context(), []retailcrm.OrderIDs{{ID: a.ID, ExternalID: "A2"}}))
	_, err = c.GetOrder(t.Context(), retailcrm.ByExternalID("A2"))
	require.NoError(t, err)
	require.NoError(t, c.CombineOrders(t.Context(), a.ID, b.ID, retailcrm.CombineMerge))
	_, err = c.GetOrder(t.Context(), retailcrm.ByID(a.ID))
	require.ErrorIs(t, err, ordo.ErrNotFound)
}

func TestTheAccountsZoneAndCurrencyAreAskedOnce(t *testing.T) {
	crm, _ := start(t)
	c := client(crm, retailcrmtest.Key).WithSite(retailcrmtest.Site)
	at := time.Date(2025, 7, 1, 12, 0, 0, 0, time.UTC)
	f := draft("Z")
	f.CreatedAt = retailcrm.At(at)
	made, err := c.CreateOrder(t.Context(), f)
	require.NoError(t, err)
	require.True(t, at.Equal(made.Order.CreatedAt.Time), made.Order.CreatedAt)
	_, err = c.WithCurrency("USD").GetOrder(t.Context(), retailcrm.ByExternalID("Z"))
	require.NoError(t, err)
	require.Equal(t, 1, crm.Calls("GET /api/v5/settings"))

	crm, c = startWith(t, retailcrmtest.Settings{Zone: time.FixedZone("Nowhere/Land", 0)})
	create(t, c, "Z")
	_, err = client(crm, retailcrmtest.Key).GetOrder(t.Context(), retailcrm.ByExternalID("Z"))
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "WithZone")
}

func TestTheRarerCallsOfAnOrder(t *testing.T) {
	crm, c := start(t)
	a, b := create(t, c, "A"), create(t, c, "B")
	require.NoError(t, c.LinkOrders(t.Context(), a.Key(), retailcrm.ByExternalID("B"), "одна доставка"))
	require.Equal(t, `{"comment":"одна доставка","orders":[{"id":`+strconv.FormatInt(a.ID, 10)+`},{"externalId":"B"}]}`, lastForm(t, crm).Get("link"))
	require.ErrorIs(t, c.LinkOrders(t.Context(), a.Key(), retailcrm.ByID(1), ""), ordo.ErrNotFound)

	crm.Edit(b.ID, `{"delivery":{"data":{"externalId":"P-1","trackNumber":"T"}}}`)
	require.NoError(t, c.CancelDelivery(t.Context(), b.Key(), true))
	require.Equal(t, "1", lastForm(t, crm).Get("force"))
	after, err := c.GetOrder(t.Context(), b.Key())
	require.NoError(t, err)
	require.Empty(t, after.Delivery.Data.ExternalID)

	crm.Faults().Next("GET /api/v5/orders/{id}/plates/7/print", fake.Refuse(200, "application/pdf", "%PDF-1.4"))
	pdf, err := c.GetPlate(t.Context(), b.Key(), 7)
	require.NoError(t, err)
	require.Equal(t, "%PDF-1.4", string(pdf))
}
