package retailcrm_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/lax"
)

// books reads each reference book of whole records as codes with their problems.
func books(c *retailcrm.Client) map[[2]string]func(context.Context) (map[string]error, error) {
	return map[[2]string]func(context.Context) (map[string]error, error){
		{"statuses", "statuses"}:                  rowsOf(c.ListStatuses),
		{"status-groups", "statusGroups"}:         rowsOf(c.ListStatusGroups),
		{"product-statuses", "productStatuses"}:   rowsOf(c.ListProductStatuses),
		{"delivery-types", "deliveryTypes"}:       rowsOf(c.ListDeliveryTypes),
		{"delivery-services", "deliveryServices"}: rowsOf(c.ListDeliveryServices),
		{"payment-types", "paymentTypes"}:         rowsOf(c.ListPaymentTypes),
		{"payment-statuses", "paymentStatuses"}:   rowsOf(c.ListPaymentStatuses),
		{"order-types", "orderTypes"}:             rowsOf(c.ListOrderTypes),
		{"order-methods", "orderMethods"}:         rowsOf(c.ListOrderMethods),
		{"sites", "sites"}:                        rowsOf(c.ListSites),
		{"stores", "stores"}:                      rowsOf(c.ListStores),
		{"couriers", "couriers"}:                  rowsOf(c.ListCouriers),
		{"units", "units"}:                        rowsOf(c.ListUnits),
		{"price-types", "priceTypes"}:             rowsOf(c.ListPriceTypes),
		{"countries", "countriesIso"}:             rowsOf(c.ListCountries),
	}
}

func rowsOf[T any](read func(context.Context) ([]retailcrm.Record[T], error)) func(context.Context) (map[string]error, error) {
	return func(ctx context.Context) (map[string]error, error) {
		all, err := read(ctx)
		out := map[string]error{}
		for _, r := range all {
			out[r.Code] = r.Problem
		}
		return out, err
	}
}

// fault: C1
func TestServicesOfADeliveryTypeAreCodesAndOneOddRowEndsNoBook(t *testing.T) {
	crm, c := start(t)
	answer(crm, "GET /api/v5/reference/delivery-types", `{"success":true,"deliveryTypes":{
		"russian-post":{"code":"russian-post","deliveryServices":["avia","land"],"defaultCost":300,"paymentTypes":["cash"]},
		"odd":{"code":"odd","deliveryServices":[{"code":"avia"}]},"courier":{"code":"courier","active":true,"deliveryServices":[]}}}`)
	types, err := c.ListDeliveryTypes(t.Context())
	require.NoError(t, err)
	require.Len(t, types, 3)
	require.Equal(t, []string{"avia", "land"}, types[0].Value.Services)
	require.NoError(t, types[0].Problem)
	require.ErrorIs(t, types[1].Problem, ordo.ErrInvalid)
	require.ErrorContains(t, types[1].Problem, `"odd"`)
	require.Equal(t, "courier", types[2].Value.Code)

	for name, read := range books(c) {
		row := `{"code":"odd","name":{"a":[]}}`
		if name[0] == "couriers" {
			row = `{"code":"odd","firstName":[1]}`
		}
		answer(crm, "GET /api/v5/reference/"+name[0], `{"success":true,"`+name[1]+`":[`+row+`,{"code":"good","name":"x"},5]}`)
		if name[0] == "countries" {
			answer(crm, "GET /api/v5/reference/countries", `{"success":true,"countriesIso":["RU",{"code":"odd"},"BY"]}`)
		}
		found, err := read(t.Context())
		require.NoError(t, err, name)
		require.Error(t, found["odd"], name)
		if name[0] != "countries" {
			require.Contains(t, found, "good")
			require.NoError(t, found["good"], name)
		}
	}
}

// fault: C1
func TestCheckGoesOnOverAnOddRowThatNoSettingNames(t *testing.T) {
	crm, s := install(t, retailcrm.DefaultMapping())
	const path = "GET /api/v5/reference/delivery-types"
	answer(crm, path, `{"success":true,"deliveryTypes":{"odd":{"code":"odd","deliveryServices":[{}]},"ordo":{"code":"ordo","active":true,"deliveryServices":["a"]}}}`)
	require.NoError(t, s.Check(t.Context()))
	answer(crm, path, `{"success":true,"deliveryTypes":[{"code":"ordo","active":true,"deliveryServices":[{}]}]}`)
	err := s.Check(t.Context())
	var wrong *retailcrm.MappingError
	require.ErrorAs(t, err, &wrong)
	require.Len(t, wrong.Problems, 1)
	require.Contains(t, wrong.Problems[0].Why, "cannot be read")
}

// fault: C2
func TestARecordThatIsNotThereIsNotFoundInAllWords(t *testing.T) {
	for _, said := range []string{
		"Pack not found", "Pack with id 7 not found", "Payment not found", "Order not found.", "Not found", "Not found map", "Note not found map",
		"Customer does not exist", "Courier with id 5 does not exist.", "Заказ не найден", "Оплата не найдена", "API method not found", "Method not found",
		"Account does not exist.", "An attempt was made to edit a nonexistent record",
	} {
		crm, c := start(t)
		crm.Faults().Always("*", retailcrmtest.Refuse(400, said))
		_, err := c.GetPack(t.Context(), 7)
		nowhere := strings.Contains(said, "ethod") || strings.HasPrefix(said, "Account")
		require.Equal(t, !nowhere, errors.Is(err, ordo.ErrNotFound), said)
		err = c.UpdatePack(t.Context(), 7, retailcrm.PackFields{Quantity: retailcrm.Pcs(1)})
		require.Equal(t, !nowhere, errors.Is(err, ordo.ErrNotFound), said)
		for _, err := range []error{c.DeletePack(t.Context(), 7), c.DeletePayment(t.Context(), 7)} {
			require.Equal(t, nowhere, err != nil, "%s: %v", said, err) // a wrong address does not say that a record is gone
		}
	}
	crm, c := start(t)
	crm.Faults().Always("*", retailcrmtest.Refuse(400, `Value "x" does not exist.`))
	require.ErrorIs(t, c.DeletePack(t.Context(), 7), ordo.ErrInvalid)
}

// fault: C4
func TestEveryTypeThatIsReadKeepsWhatItDoesNotKnow(t *testing.T) {
	var lossy []string
	methods := reflect.TypeFor[*retailcrm.Client]()
	for i := range methods.NumMethod() {
		typ := methods.Method(i).Type
		if typ.NumOut() == 0 {
			continue
		}
		out := typ.Out(0)
		if out.Kind() == reflect.Func { // an iterator
			out = out.In(0).In(0)
		}
		for out.Kind() == reflect.Pointer || out.Kind() == reflect.Slice {
			out = out.Elem()
		}
		if strings.HasPrefix(out.Name(), "Record[") {
			value, _ := out.FieldByName("Value")
			out = value.Type
		}
		lossy = append(lossy, lax.WithoutExtra(out)...)
	}
	calls := reflect.TypeFor[retailcrm.Webhook]()
	for i := range calls.NumField() {
		if f := calls.Field(i).Type; f.Kind() == reflect.Func {
			lossy = append(lossy, lax.WithoutExtra(f.In(1))...)
		}
	}
	lossy = slices.DeleteFunc(lossy, func(name string) bool { // these are not read
		return slices.Contains([]string{"retailcrm.Client", "retailcrm.System", "retailcrm.Creation", "time.Location"}, name)
	})
	slices.Sort(lossy)
	require.Empty(t, slices.Compact(lossy))
}

// fault: C5
func TestAnUploadThatIsAnsweredAsTakenTellsWhatWasNot(t *testing.T) {
	crm, c := start(t)
	const path = "POST /api/v5/orders/upload"
	answer(crm, path, `{"success":true,"uploadedOrders":[{"id":1,"externalId":"a"}],"failedOrders":[{"externalId":"b"}],"orders":[{"id":1}]}`)
	up, err := c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("a"), draft("b")})
	var part *retailcrm.PartialError
	require.ErrorAs(t, err, &part)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.Equal(t, "b", part.Failed[0].ExternalID)
	require.Equal(t, "a", up.Uploaded[0].ExternalID)
	require.Equal(t, []string{"orders"}, slices.Collect(maps.Keys(up.Extra)))

	answer(crm, path, `{"success":true,"uploadedOrders":[{"id":1,"externalId":"a"}]}`)
	_, err = c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("a"), draft("b")})
	require.ErrorIs(t, err, ordo.ErrInDoubt, "an order that the answer does not name")
	require.ErrorContains(t, err, "became of b")
	create(t, c, "b")
	answer(crm, path, `{"success":true,"uploadedOrders":[{"id":1,"externalId":"a"}]}`)
	up, err = c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("a"), draft("b")})
	require.NoError(t, err)
	require.Len(t, up.Uploaded, 2, "it is there")
}

// fault: R16
func TestAnAnswerThatTellsNothingIsLookedUp(t *testing.T) {
	for status, body := range map[int]string{200: `{}`, 201: `null`, 202: `{"success":true}`, 204: ``} {
		synctest.Test(t, func(t *testing.T) {
			crm, c := start(t)
			say := func(call string) {
				crm.Faults().Next("POST /api/v5/orders/"+call, fake.Refuse(status, "application/json", body))
			}
			say("create")
			o := create(t, c, "A")
			say("upload")
			_, err := c.UploadOrders(t.Context(), []retailcrm.OrderFields{draft("B")})
			require.True(t, err == nil || errors.Is(err, ordo.ErrInDoubt), "%v", err)
			say("payments/create")
			id, err := c.CreatePayment(t.Context(), o.Key(), retailcrm.PaymentFields{ExternalID: "p", Type: "cash"})
			require.NoError(t, err)
			require.NotZero(t, id)
			module(t, c)
			crm.Faults().Next("POST /api/v5/integration-modules/{code}/update-scopes", fake.Refuse(status, "application/json", body))
			_, err = c.UpdateScopes(t.Context(), "mm-dsm", []string{"order_read"})
			require.ErrorIs(t, err, ordo.ErrInDoubt)
		})
	}
}

// fault: R16
func TestAWriteIsDoneOnlyIfTheCRMSaysSo(t *testing.T) {
	crm, _ := start(t)
	c := client(crm, retailcrmtest.Key, ordo.WithMaxAttempts(1)).WithSite(retailcrmtest.Site).WithZone(moscow)
	of := retailcrm.ByID(1)
	for _, body := range []string{"", "{}", "[]", "null", `{"success":false}`, `{"success":null}`, "<html>welcome</html>"} {
		for name, write := range map[string]func() error{
			"links":          func() error { return c.LinkOrders(t.Context(), of, retailcrm.ByID(2), "") },
			"combine":        func() error { return c.CombineOrders(t.Context(), 1, 2, retailcrm.CombineOurs) },
			"delivery":       func() error { return c.CancelDelivery(t.Context(), of, false) },
			"call":           func() error { return c.Call(t.Context(), "/api/v5/orders/1/edit", nil, nil) },
			"new dictionary": func() error { return c.CreateDictionary(t.Context(), retailcrm.Dictionary{Code: "d"}) },
			"payment":        func() error { return c.UpdatePayment(t.Context(), 1, retailcrm.PaymentFields{Status: "paid"}) },
			"no payment":     func() error { return c.DeletePayment(t.Context(), 1) },
			"pack":           func() error { return c.UpdatePack(t.Context(), 1, retailcrm.PackFields{Store: "main"}) },
			"no pack":        func() error { return c.DeletePack(t.Context(), 1) },
			"track":          func() error { return c.UpdateTracking(t.Context(), "mm", nil) },
			"reference":      func() error { return c.UpdateReference(t.Context(), "statuses", "new", "status", retailcrm.Status{}) },
			"field":          func() error { return c.UpdateCustomField(t.Context(), "order", "x", retailcrm.CustomField{}) },
			"dictionary":     func() error { return c.UpdateDictionary(t.Context(), retailcrm.Dictionary{Code: "d"}) },
			"ids":            func() error { return c.FixExternalIDs(t.Context(), nil) },
			"module":         func() error { _, err := c.UpdateModule(t.Context(), retailcrm.Module{Code: "mm"}); return err },
		} {
			crm.Faults().Clear()
			crm.Faults().Next("*", fake.Refuse(200, "application/json", body))
			want := ordo.Retry // a repeat does no harm
			if slices.Contains([]string{"links", "combine", "delivery", "call", "new dictionary"}, name) {
				want = ordo.InDoubt
			}
			err := write()
			require.Equal(t, want, ordo.ClassOf(err), "%s %q: %v", name, body, err)
		}
	}
}
