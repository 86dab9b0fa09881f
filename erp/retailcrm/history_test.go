package retailcrm_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
)

// changes reads the history to its end.
func changes(t *testing.T, c *retailcrm.Client, f retailcrm.HistoryFilter) (out []retailcrm.Change, cursor int64) {
	t.Helper()
	cursor = f.SinceID
	for r, err := range c.ListHistory(t.Context(), f) {
		require.NoError(t, err)
		require.NoError(t, r.Problem)
		require.Greater(t, r.ID, cursor)
		require.Equal(t, r.ID, r.Value.ID)
		cursor = r.ID
		out = append(out, r.Value)
	}
	return out, cursor
}

func TestTheMerchantsWorkShowsInTheHistory(t *testing.T) {
	now := time.Date(2025, 3, 4, 14, 40, 10, 0, time.UTC)
	crm, c := startWith(t, retailcrmtest.Settings{Now: func() time.Time { return now }})
	crm.AddKey("other-key-77")
	o := create(t, c, "955100777")
	all, cursor := changes(t, c, retailcrm.HistoryFilter{})
	require.Len(t, all, 1)
	require.True(t, all[0].Created)
	require.True(t, all[0].Own())
	require.Len(t, all[0].Order.Items, 2, "a created order comes whole")
	require.Equal(t, now, all[0].CreatedAt.UTC())

	crm.SetItemStatus(o.ID, o.Items[0].ID, "out-of-stock")
	crm.SetStatus(o.ID, "availability-confirmed")
	crm.SetCustomField(o.ID, "mm_handed_to_courier", true)
	crm.SetDeliveryDate(o.ID, time.Date(2025, 3, 9, 0, 0, 0, 0, time.UTC))
	crm.SetDeliveryTime(o.ID, "10:00", "14:00")
	_, err := client(crm, "other-key-77").WithZone(moscow).UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{Phone: retailcrm.Ptr("79")})
	require.NoError(t, err)
	_, err = c.UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{CustomFields: retailcrm.CustomFields{"mm_state": "CONFIRMED"}})
	require.NoError(t, err)

	all, cursor = changes(t, c, retailcrm.HistoryFilter{SinceID: cursor})
	var told []string
	for _, h := range all {
		require.Equal(t, o.ID, h.Order.ID)
		require.Equal(t, "mm-shop", h.Order.Site)
		told = append(told, h.Source+" "+h.Field+" "+h.OldValue.Code()+">"+h.NewValue.Code()+" "+strconv.FormatBool(h.Own()))
	}
	require.Equal(t, []string{
		"user order_product.status new>out-of-stock false", "user status new>availability-confirmed false",
		"user custom_mm_handed_to_courier >true false", "user delivery_date 2025-03-08>2025-03-09 false",
		"user delivery_time > false", "api phone >79 false", "api custom_mm_state >CONFIRMED true",
	}, told)
	require.Equal(t, o.Items[0].ID, all[0].Item.ID)
	require.True(t, all[2].OldValue.IsNull())

	crm.Delete(o.ID)
	all, _ = changes(t, c, retailcrm.HistoryFilter{SinceID: cursor})
	require.True(t, all[0].Deleted)
	all, _ = changes(t, c, retailcrm.HistoryFilter{Start: retailcrm.At(now.Add(time.Second))})
	require.Empty(t, all)
	all, _ = changes(t, c, retailcrm.HistoryFilter{Start: retailcrm.At(now), OrderExternalID: "955100777", OrderID: o.ID})
	require.Len(t, all, 9, "the start is part of the period")
}

func TestChangesThatAppearWhileTheHistoryIsReadAreNeitherLostNorDoubled(t *testing.T) {
	crm, c := start(t)
	o := create(t, c, "A")
	fields := func(n int) { crm.SetCustomField(o.ID, "f", strconv.Itoa(n)) }
	for n := range 250 {
		fields(n)
	}
	var ids []int64
	n := 250
	for r, err := range c.ListHistory(t.Context(), retailcrm.HistoryFilter{}) {
		require.NoError(t, err)
		ids = append(ids, r.ID)
		if len(ids)%60 == 0 && n < 300 {
			fields(n)
			n++
		}
	}
	require.Greater(t, len(ids), 251)
	require.True(t, slices.IsSorted(ids))
	require.Equal(t, int64(len(ids)-1), ids[len(ids)-1]-ids[0], "without gaps")
	for _, e := range crm.Exchanges() {
		require.NotContains(t, e.Query, "page=")
	}
	rest, _ := changes(t, c, retailcrm.HistoryFilter{SinceID: ids[len(ids)-1]})
	require.Len(t, rest, crm.HistoryLength()-len(ids))
}

// fault: R12
func TestAHistoryWithoutEndGoesOnNextTime(t *testing.T) {
	crm, _ := start(t)
	none := client(crm, retailcrmtest.Key, ordo.WithHTTPClient(&http.Client{Transport: endless{}})).WithZone(moscow)
	var last error
	n := int64(0)
	for r, err := range none.ListHistory(t.Context(), retailcrm.HistoryFilter{}) {
		if last = err; err == nil {
			n = r.ID
		}
	}
	require.Equal(t, int64(1000), n, "%v", last)
	require.ErrorIs(t, last, ordo.ErrRetry)
	require.ErrorContains(t, last, "more behind id 1000: go on there next time")
}

// endless is a CRM whose history has always one more page.
type endless struct{}

func (endless) RoundTrip(r *http.Request) (*http.Response, error) {
	since, _ := strconv.Atoi(r.URL.Query().Get("filter[sinceId]"))
	body := fmt.Sprintf(`{"success":true,"history":[{"id":%d,"order":{"id":1}}],"pagination":{"currentPage":1,"totalPageCount":2}}`, since+1)
	return &http.Response{StatusCode: 200, ContentLength: -1, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func TestPacksAndTheirHistory(t *testing.T) {
	crm, c := start(t)
	o := create(t, c, "A")
	id, err := c.CreatePack(t.Context(), retailcrm.PackFields{ItemID: o.Items[0].ID, Store: "main", Quantity: retailcrm.Pcs(1)})
	require.NoError(t, err)
	require.Equal(t, `{"itemId":`+strconv.FormatInt(o.Items[0].ID, 10)+`,"store":"main","quantity":1}`, lastForm(t, crm).Get("pack"))
	require.NoError(t, c.UpdatePack(t.Context(), id, retailcrm.PackFields{InvoiceNumber: retailcrm.Ptr("7")}))
	p, err := c.GetPack(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, o.ID, p.Item.Order.ID)
	require.Equal(t, "7", p.InvoiceNumber)
	n := 0
	for r, err := range c.ListPacks(t.Context(), retailcrm.PackFilter{Stores: []string{"main"}, ItemID: o.Items[0].ID}) {
		require.NoError(t, err)
		require.NoError(t, r.Problem)
		n++
	}
	require.Equal(t, 1, n)
	require.NoError(t, c.DeletePack(t.Context(), id))
	require.NoError(t, c.DeletePack(t.Context(), id))
	require.ErrorIs(t, c.UpdatePack(t.Context(), id, retailcrm.PackFields{}), ordo.ErrNotFound)
	_, err = c.CreatePack(t.Context(), retailcrm.PackFields{ItemID: 1, Store: "main"})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	var told []string
	for r, err := range c.ListPackHistory(t.Context(), retailcrm.HistoryFilter{}) {
		require.NoError(t, err)
		require.NoError(t, r.Problem)
		told = append(told, r.Value.Field+" "+r.Value.NewValue.Code())
	}
	require.Equal(t, []string{"store main", "invoiceNumber 7", "store "}, told)
}

// answer makes the next such call get a body.
func answer(crm *retailcrmtest.Server, call, body string) {
	crm.Faults().Next(call, fake.Refuse(200, "application/json", body))
}
