package retailcrm_test

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/fake"
)

func TestReferenceBooksComeAsObjectsOrAsArrays(t *testing.T) {
	_, c := start(t)
	want := map[string]int{
		"statuses": 18, "status-groups": 6, "product-statuses": 13, "delivery-types": 3, "delivery-services": 0, "payment-types": 5, "payment-statuses": 7,
		"order-types": 1, "order-methods": 2, "sites": 1, "stores": 1, "couriers": 0, "units": 1, "price-types": 1, "countries": 1, // without codes
	}
	for name, read := range books(c) {
		found, err := read(t.Context())
		require.NoError(t, err, name)
		require.Len(t, found, want[name[0]], name)
	}
	lots, err := c.ListProductStatuses(t.Context())
	require.NoError(t, err)
	cancelling := map[string]bool{}
	for _, s := range lots {
		cancelling[s.Code] = s.Value.CancelStatus
	}
	require.True(t, cancelling["out-of-stock"])
	require.False(t, cancelling["saled"])
}

func TestOddCodesAndNumbersAsTextsInReferences(t *testing.T) {
	crm, c := start(t)
	answer(crm, "GET /api/v5/reference/product-statuses", `{"success":true,"productStatuses":{"":{"code":"","name":"x","ordering":"10","active":1},"-1":{"code":-1,"cancelStatus":"true"}}}`)
	lots, err := c.ListProductStatuses(t.Context())
	require.NoError(t, err)
	require.Equal(t, retailcrm.ProductStatus{Name: "x", Ordering: 10, Active: true}, lots[0].Value)
	require.Equal(t, retailcrm.ProductStatus{Code: "-1", CancelStatus: true}, lots[1].Value)
	answer(crm, "GET /api/v5/reference/payment-types", `{"success":true,"paymentTypes":[{"code":"a","integrationModule":{"code":"pay"}},{"code":"b","integrationModule":[]}]}`)
	types, err := c.ListPaymentTypes(t.Context())
	require.NoError(t, err)
	require.True(t, types[0].Value.Integrated())
	require.False(t, types[1].Value.Integrated())
}

func TestTheMerchantsStatusIsAddedAndUsed(t *testing.T) {
	_, c := start(t)
	require.NoError(t, c.UpdateReference(t.Context(), "statuses", "mm-refused", "status", retailcrm.Status{Code: "mm-refused", Name: "Отказ", Group: "cancel"}))
	o := create(t, c, "A")
	after, err := c.UpdateOrder(t.Context(), o.Key(), retailcrm.OrderFields{Status: "mm-refused"})
	require.NoError(t, err)
	require.Equal(t, "mm-refused", after.Status)
}

func TestTheModulesFieldIsCreatedOnce(t *testing.T) {
	crm, c := start(t)
	f := retailcrm.CustomField{Code: "mm_handed", Name: "Заказ передан курьеру", Type: "boolean", ViewMode: "editable"}
	require.NoError(t, c.CreateCustomField(t.Context(), "order", f))
	require.Equal(t, `{"code":"mm_handed","name":"Заказ передан курьеру","type":"boolean","viewMode":"editable"}`, lastForm(t, crm).Get("customField"))
	require.ErrorIs(t, c.CreateCustomField(t.Context(), "order", f), ordo.ErrInvalid)
	require.NoError(t, c.UpdateCustomField(t.Context(), "order", "mm_handed", retailcrm.CustomField{InList: retailcrm.Ptr(true)}))
	read, err := c.GetCustomField(t.Context(), "order", "mm_handed")
	require.NoError(t, err)
	require.True(t, *read.InList)
	_, err = c.GetCustomField(t.Context(), "order", "none")
	require.ErrorIs(t, err, ordo.ErrNotFound)
	n := 0
	for r, err := range c.ListCustomFields(t.Context(), retailcrm.CustomFieldFilter{Entity: "order"}) {
		require.NoError(t, err)
		require.NoError(t, r.Problem)
		n++
	}
	require.Equal(t, 1, n)
}

func TestWhatTheKeyMayDoAndRawAccess(t *testing.T) {
	crm, c := start(t)
	may, err := c.GetCredentials(t.Context())
	require.NoError(t, err)
	require.True(t, may.Allows("order_write"))
	require.False(t, may.Allows("user_write"))
	require.Equal(t, []string{"credentials"}, slices.Collect(maps.Keys(may.Extra)))
	versions, err := c.ListVersions(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"5.0"}, versions)
	create(t, c, "A")
	var out struct{ ID int64 }
	require.NoError(t, c.Call(t.Context(), "/api/v5/orders/A/edit", url.Values{"order": {`{"status":"complete"}`}, "site": {"mm-shop"}}, &out))
	require.NotZero(t, out.ID)
	crm.Faults().Next("POST /api/v5/orders/A/edit", fake.ResetAfter())
	require.ErrorIs(t, c.Call(t.Context(), "/api/v5/orders/A/edit", url.Values{"order": {`{}`}}, nil), ordo.ErrInDoubt)
	crm.DenyAccess(true)
	_, err = c.GetCredentials(t.Context())
	require.ErrorIs(t, err, ordo.ErrAuth)
}

func TestDictionariesAndScopes(t *testing.T) {
	crm, c := start(t)
	d := retailcrm.Dictionary{Code: "reasons", Name: "Причины", Elements: []retailcrm.DictionaryElement{{Code: "a", Name: "А"}}}
	require.NoError(t, c.CreateDictionary(t.Context(), d))
	require.Equal(t, `{"code":"reasons","name":"Причины","elements":[{"code":"a","name":"А"}]}`, lastForm(t, crm).Get("customDictionary"))
	require.ErrorIs(t, c.CreateDictionary(t.Context(), d), ordo.ErrInvalid)
	require.NoError(t, c.UpdateDictionary(t.Context(), d))
	d.Code = "none"
	require.ErrorIs(t, c.UpdateDictionary(t.Context(), d), ordo.ErrNotFound)

	_, err := c.UpdateScopes(t.Context(), "mm-dsm", []string{"order_read"})
	require.ErrorIs(t, err, ordo.ErrNotFound)
	module(t, c)
	key, err := c.UpdateScopes(t.Context(), "mm-dsm", []string{"order_read"})
	require.NoError(t, err)
	require.Equal(t, `{"scopes":["order_read"]}`, lastForm(t, crm).Get("requires"))
	_, err = client(crm, key.Reveal()).GetCredentials(t.Context())
	require.NoError(t, err)
}
