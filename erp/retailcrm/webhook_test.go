package retailcrm_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
)

// module declares a delivery module with a parcel status to the CRM.
func module(t *testing.T, c *retailcrm.Client) {
	t.Helper()
	info, err := c.UpdateModule(t.Context(), retailcrm.Module{
		Code: "mm-dsm", IntegrationCode: "megamarket", Active: true, Name: "Мегамаркет", ClientID: ordo.NewSecret("c-123"), BaseURL: "https://module.example/crm",
		Integrations: &retailcrm.ModuleAbilities{Delivery: &retailcrm.DeliveryModule{
			Actions: map[string]string{"save": "/save"}, AllowPackages: retailcrm.Ptr(true),
			DuplicateOrderProductSupported: retailcrm.Ptr(true),
			StatusList:                     []retailcrm.ModuleStatus{{Code: "packed", Name: "Упакован"}, {Code: "shipped", Name: "Отгружен"}},
		}},
	})
	require.NoError(t, err)
	require.Equal(t, "mm-dsm", info.DeliveryType.Code)
}

func TestUnlockingAnOrderSendsItsParcelsToTheModule(t *testing.T) {
	crm, c := start(t)
	module(t, c)
	var saves []retailcrm.Save
	cb := &retailcrm.Webhook{ClientID: ordo.NewSecret("c-123"), Save: func(ctx context.Context, s retailcrm.Save) (retailcrm.Saved, error) {
		o, err := c.GetOrder(ctx, retailcrm.ByExternalID(s.OrderNumber)) // a module may ask the CRM from within
		if err != nil {
			return retailcrm.Saved{}, err
		}
		saves = append(saves, s)
		return retailcrm.Saved{DeliveryID: o.ExternalID, Status: "packed", TrackNumber: "TN-1"}, nil
	}}
	crm.Outbox.Receiver.Transport = fake.Direct(cb)
	o := create(t, c, "955100777")
	crm.SetPackages(o.ID, retailcrmtest.Package{ID: "1", Weight: 400, Items: map[int64]int{o.Items[0].ID: 1, o.Items[1].ID: 1}})
	require.Empty(t, saves, "a locked order is not sent")
	crm.SetLocked(o.ID, false)
	require.Len(t, saves, 1)
	s := saves[0]
	require.Empty(t, s.DeliveryID)
	require.Equal(t, "955100777", s.OrderNumber)
	require.Equal(t, retailcrm.Date{Year: 2025, Month: 3, Day: 8}, s.Delivery.DeliveryDate)
	require.Len(t, s.Packages, 1)
	require.Len(t, s.Packages[0].Items, 2)
	require.Equal(t, amount.RUB(44550), rub(t, s.Packages[0].Items[0].DeclaredValue))
	require.Equal(t, retailcrm.Pcs(1), s.Packages[0].Items[0].Quantity)

	crm.SetDeliveryDate(o.ID, time.Date(2025, 3, 10, 0, 0, 0, 0, time.UTC))
	require.Len(t, saves, 2)
	require.Equal(t, "955100777", saves[1].DeliveryID, "a change names the parcel")
	after, err := c.GetOrder(t.Context(), o.Key())
	require.NoError(t, err)
	require.Equal(t, "TN-1", after.Delivery.Data.TrackNumber)
	require.Equal(t, o.Items[0].ID, after.Delivery.Data.Packages[0].Items[0].OrderProduct.ID)

	require.NoError(t, c.UpdateTracking(t.Context(), "mm-dsm", []retailcrm.Tracking{{DeliveryID: "955100777", History: []retailcrm.TrackPoint{
		{Code: "shipped", UpdatedAt: retailcrm.At(time.Date(2025, 3, 10, 9, 0, 0, 0, time.UTC))},
	}}}))
	require.Equal(t, `[{"deliveryId":"955100777","history":[{"code":"shipped","updatedAt":"2025-03-10 12:00:00"}]}]`, lastForm(t, crm).Get("statusUpdate"))
	require.Equal(t, "shipped", crm.Orders()[0].Field("delivery.data.status"))
	require.Len(t, saves, 2, "what the module tells is not told to the module")
	require.ErrorIs(t, c.UpdateTracking(t.Context(), "mm-dsm", []retailcrm.Tracking{{DeliveryID: "955100777", History: []retailcrm.TrackPoint{{Code: "eaten"}}}}), ordo.ErrInvalid)

	crm.Hooks().Next("save", fake.Twice(), fake.Lose())
	crm.SetDeliveryTime(o.ID, "10:00", "12:00")
	require.Len(t, saves, 4)
	crm.SetDeliveryTime(o.ID, "12:00", "14:00")
	require.Len(t, saves, 4)

	cb.Save = func(context.Context, retailcrm.Save) (retailcrm.Saved, error) {
		return retailcrm.Saved{}, &ordo.Error{Class: ordo.Conflict, Text: "Заказ уже отгружен"}
	}
	crm.SetDeliveryTime(o.ID, "14:00", "16:00")
	require.Equal(t, "Заказ уже отгружен", crm.Orders()[0].Field("delivery.data.stateText"))

	m, err := c.GetModule(t.Context(), "mm-dsm")
	require.NoError(t, err)
	require.True(t, *m.Integrations.Delivery.AllowPackages)
}

// call makes a call to a module.
func call(h http.Handler, method, path string, form url.Values) *httptest.ResponseRecorder {
	var r *http.Request
	if method == http.MethodPost {
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r = httptest.NewRequest(method, path+"?"+form.Encode(), nil)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestCallbacksAreAnsweredExactly(t *testing.T) {
	fails := errors.New("disk full at /var/secret")
	cb := &retailcrm.Webhook{
		ClientID: ordo.NewSecret("c-123"), MaxBody: 2000,
		Activity: func(_ context.Context, a retailcrm.Activity) error {
			if a.SystemURL != "https://shop.example" || !a.Active || a.Freeze {
				return fails
			}
			return nil
		},
		Calculate: func(_ context.Context, q retailcrm.Calculation) ([]retailcrm.Tariff, error) {
			return []retailcrm.Tariff{{Code: "t", Name: "Курьер", Cost: q.DeclaredValue}}, nil
		},
		Save: func(context.Context, retailcrm.Save) (retailcrm.Saved, error) {
			return retailcrm.Saved{DeliveryID: "955100777", Status: "packed"}, nil
		},
		Get: func(_ context.Context, k retailcrm.ParcelKey) (retailcrm.Parcel, error) {
			return retailcrm.Parcel{TrackNumber: k.DeliveryID, DeliveryDate: retailcrm.Date{Year: 2025, Month: 3, Day: 9}}, nil
		},
		Delete: func(_ context.Context, k retailcrm.ParcelKey) error {
			return map[string]error{
				"gone": &ordo.Error{Class: ordo.NotFound, Text: "Нет такой посылки"}, "far": &ordo.Error{Class: ordo.Retry, Text: "no answer"},
				"late": &ordo.Error{Class: ordo.Conflict, Text: "Поздно"}, "key": &ordo.Error{Class: ordo.Auth}, "broken": fails,
			}[k.DeliveryID]
		},
		Print: func(_ context.Context, p retailcrm.Print) (retailcrm.Document, error) {
			return retailcrm.Document{ContentType: "application/pdf", Body: []byte("%PDF " + p.DeliveryIDs[0][0])}, nil
		},
		ShipmentSave: func(_ context.Context, s retailcrm.ShipmentSave) (retailcrm.ShipmentSaved, error) {
			return retailcrm.ShipmentSaved{ShipmentID: "s-" + s.Orders[0].DeliveryID}, nil
		},
		ShipmentDelete: func(context.Context, retailcrm.ShipmentDelete) error { return nil },
		Tariffs:        func(context.Context, retailcrm.TariffQuery) ([]retailcrm.Tariff, error) { return nil, nil },
	}
	form := func(pairs ...string) url.Values {
		v := url.Values{"clientId": {"c-123"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Add(pairs[i], pairs[i+1])
		}
		return v
	}
	const post, get = http.MethodPost, http.MethodGet
	for name, tc := range map[string]struct {
		method, path string
		form         url.Values
		status       int
		answer       string
	}{
		"activity":    {post, "/crm/activity", form("activity", `{"active":true,"freeze":"0"}`, "systemUrl", "https://shop.example"), 200, `{"success":true}`},
		"calculate":   {post, "/calculate", form("calculate", `{"declaredValue":890,"packages":[],"currency":"RUB"}`), 200, `{"success":true,"result":[{"code":"t","name":"Курьер","cost":890}]}`},
		"save":        {post, "/save", form("save", `{"order":7002,"packages":[],"delivery":{"withCod":false}}`), 200, `{"success":true,"result":{"deliveryId":"955100777","status":"packed"}}`},
		"get":         {get, "/get", form("deliveryId", "T"), 200, `{"success":true,"result":{"trackNumber":"T","deliveryDate":"2025-03-09"}}`},
		"delete":      {post, "/delete", form("delete", `{"deliveryId":955}`), 200, `{"success":true}`},
		"print":       {post, "/print", form("print", `{"entityType":"order","type":"label","deliveryIds":[["955"]]}`), 200, `%PDF 955`},
		"shipment":    {post, "/shipmentSave", form("shipmentSave", `{"orders":[{"deliveryId":5}]}`), 200, `{"success":true,"result":{"shipmentId":"s-5"}}`},
		"no shipment": {post, "/shipmentDelete", form("shipmentDelete", `{"shipmentId":"5"}`), 200, `{"success":true}`},

		"no tariffs": {get, "/tariffList", form(), 200, `{"success":true,"result":[]}`},

		"no such parcel":    {post, "/delete", form("delete", `{"deliveryId":"gone"}`), 404, `{"success":false,"errorMsg":"Нет такой посылки"}`},
		"far service":       {post, "/delete", form("delete", `{"deliveryId":"far"}`), 521, `{"success":false,"errorMsg":"no answer"}`},
		"refused":           {post, "/delete", form("delete", `{"deliveryId":"late"}`), 400, `{"success":false,"errorMsg":"Поздно"}`},
		"not allowed":       {post, "/delete", form("delete", `{"deliveryId":"key"}`), 403, `{"success":false,"errorMsg":"The module refuses: auth."}`},
		"internal":          {post, "/delete", form("delete", `{"deliveryId":"broken"}`), 500, `{"success":false,"errorMsg":"Internal error of the module."}`},
		"not done here":     {get, "/shipmentPointList", form(), 404, `{"success":false,"errorMsg":"The module does not do this."}`},
		"unknown action":    {post, "/explode", form("explode", "{}"), 404, `{"success":false,"errorMsg":"The module has no such action."}`},
		"wrong method":      {get, "/save", form("save", "{}"), 405, `{"success":false,"errorMsg":"save is called by POST."}`},
		"no field":          {post, "/save", form(), 400, `{"success":false,"errorMsg":"The form must hold the field save once."}`},
		"no JSON":           {post, "/save", form("save", "order=1"), 400, `{"success":false,"errorMsg":"The field save must hold a JSON object."}`},
		"a list":            {post, "/save", form("save", "[]"), 400, `{"success":false,"errorMsg":"The field save must hold a JSON object."}`},
		"unknown client":    {post, "/save", url.Values{"clientId": {"c-124"}, "save": {`{"order":1}`}}, 403, `{"success":false,"errorMsg":"Unknown client."}`},
		"no client":         {post, "/save", url.Values{"save": {`{"order":1}`}}, 403, `{"success":false,"errorMsg":"Unknown client."}`},
		"two clients":       {post, "/save", form("clientId", "c-123"), 403, `{"success":false,"errorMsg":"Unknown client."}`},
		"client in address": {post, "/save?clientId=c-123", url.Values{"save": {`{"order":1}`}}, 403, `{"success":false,"errorMsg":"Unknown client."}`},
		"too long":          {post, "/save", form("save", strings.Repeat(" ", 3000)), 413, `{"success":false,"errorMsg":"the body is longer than 2000 bytes"}`},
	} {
		w := call(cb, tc.method, tc.path, tc.form)
		require.Equal(t, tc.status, w.Code, name+": "+w.Body.String())
		require.Equal(t, tc.answer, w.Body.String(), name)
	}
	w := call(cb, post, "/save", form("save", `{"order":1,"delivery":{"withCod":true},"packages":[{"weight":[]}]}`))
	require.Equal(t, 400, w.Code)
	require.Contains(t, w.Body.String(), "not of the documented form")

	cb.ClientID = ordo.Secret{}
	for _, id := range []string{"", "c-123"} {
		w := call(cb, post, "/save", url.Values{"clientId": {id}, "save": {`{"order":1}`}})
		require.Equal(t, 403, w.Code, "no secret is set, so nobody is known")
	}
}

// fault: C8
func TestACallbackWithoutARequiredFieldIsRefused(t *testing.T) {
	cb := retailcrm.NewWebhook("c-123")
	for _, tc := range []struct{ action, body, lacks string }{
		{"save", `{"order":"15"}`, "delivery"},
		{"save", `{"order":"15","delivery":[]}`, "delivery"},
		{"save", `{"order":"","delivery":{"withCod":true}}`, "order"},
		{"activity", `{"freeze":true}`, "active"},
		{"calculate", `{"declaredValue":1}`, "packages"},
		{"delete", `{"deliveryId":null}`, "deliveryId"},
		{"print", `{"type":"label","deliveryIds":[]}`, "deliveryIds"},
		{"print", `{"deliveryIds":["1"]}`, "type"},
		{"shipmentSave", `{"comment":"x"}`, "orders"},
		{"shipmentDelete", `{}`, "shipmentId"},
	} {
		_, err := parse(cb, http.MethodPost, tc.action, url.Values{tc.action: {tc.body}})
		var refused *ordo.CallError
		require.ErrorAs(t, err, &refused, tc.body)
		require.Equal(t, 400, refused.Status)
		require.Equal(t, "The request "+tc.action+" lacks "+tc.lacks+".", refused.Text)
	}
	_, err := parse(cb, http.MethodGet, "get", url.Values{})
	require.ErrorContains(t, err, "lacks deliveryId")
}

// parse reads a call with the client's secret.
func parse(cb *retailcrm.Webhook, method, path string, form url.Values) (retailcrm.Event, error) {
	form.Set("clientId", "c-123")
	return cb.Parse(httptest.NewRequest(method, "/"+path+"?"+form.Encode(), nil), []byte(form.Encode()))
}

// fault: C6
func TestPointsOfAPlaceAreAskedForAndAnsweredAsTerminals(t *testing.T) {
	var asked retailcrm.PointQuery
	cb := &retailcrm.Webhook{ClientID: ordo.NewSecret("1111"), ShipmentPoints: func(_ context.Context, q retailcrm.PointQuery) ([]retailcrm.Terminal, error) {
		asked = q
		at := &retailcrm.Coordinates{Latitude: "56.85", Longitude: "35.9"}
		return []retailcrm.Terminal{{Code: "w1", Name: "Склад", Address: "Тверь, 1", Schedule: "пн-пт 9-18", Phone: "79000000000", Coordinates: at}}, nil
	}}
	w := call(cb, http.MethodGet, "/shipmentPointList", url.Values{
		"clientId": {"1111"}, "country": {"RU"}, "region": {"big-area"}, "regionId": {"112"}, "city": {"small-town"}, "cityId": {"25"}, "lang": {"ru"},
	})
	require.Equal(t, `{"success":true,"result":[{"code":"w1","name":"Склад","address":"Тверь, 1","schedule":"пн-пт 9-18",`+
		`"phone":"79000000000","coordinates":{"latitude":56.85,"longitude":35.9}}]}`, w.Body.String())
	require.Equal(t, retailcrm.PointQuery{
		Country: "RU", Region: "big-area", RegionID: "112", City: "small-town", CityID: "25", Extra: map[string]json.RawMessage{"lang": []byte(`"ru"`)},
	}, asked)
}

// fault: C7
func TestAnActionHasThePathThatTheModuleTold(t *testing.T) {
	m := retailcrm.Module{
		Actions: map[string]string{"activity": "/activity"},
		Integrations: &retailcrm.ModuleAbilities{Delivery: &retailcrm.DeliveryModule{Actions: map[string]string{
			"shipmentSave": "/shipment-save", "tariffList": "/tariffs", "save": "delivery/save/", "delete": "/all", "print": "/all",
		}}},
	}
	cb := &retailcrm.Webhook{ClientID: ordo.NewSecret("c-123"), Actions: m.Paths()}
	for _, tc := range []struct{ method, path, field, action string }{
		{http.MethodPost, "crm/shipment-save", `{"orders":[{"deliveryId":"1"}]}`, "shipmentSave"},
		{http.MethodGet, "crm/tariffs", "", "tariffList"},
		{http.MethodPost, "crm/delivery/save", `{"order":1,"delivery":{"cost":1}}`, "save"},
		{http.MethodPost, "crm/all", `{"deliveryId":"1"}`, "delete"},
		{http.MethodPost, "crm/all/", `{"type":"label","deliveryIds":["1"]}`, "print"},
		{http.MethodPost, "activity", `{"active":true}`, "activity"},
	} {
		read, err := parse(cb, tc.method, tc.path, url.Values{tc.action: {tc.field}})
		require.NoError(t, err, tc.action)
		require.Equal(t, tc.action, read.Action)
	}
	for _, path := range []string{"/crm/shipmentSave", "/crm/xdelivery/save", "/crm/save", "/"} {
		require.Equal(t, 404, call(cb, http.MethodPost, path, url.Values{"clientId": {"c-123"}, "save": {`{}`}}).Code, path)
	}
}

// fault: C10
func TestAllThatTheCRMSendsReachesTheFunction(t *testing.T) {
	cb := retailcrm.NewWebhook("c-123")
	read := func(method, action string, form url.Values) any {
		e, err := parse(cb, method, action, form)
		require.NoError(t, err, action)
		return e.Request
	}
	shipment := read(http.MethodPost, "shipmentDelete", url.Values{
		"shipmentDelete": {`{"shipmentId":"7","extraData":{"k":1},"why":"x"}`}, "systemUrl": {"https://shop.example"},
	}).(retailcrm.ShipmentDelete)
	require.Equal(t, "1", shipment.ExtraData.Text("k"))
	require.Equal(t, `"x"`, string(shipment.Extra["why"]))
	require.Equal(t, `"https://shop.example"`, string(shipment.Extra["systemUrl"]), "what stands beside the object too")
	parcel := read(http.MethodGet, "get", url.Values{"deliveryId": {"7"}, "lang": {"ru"}}).(retailcrm.ParcelKey)
	require.Equal(t, `"ru"`, string(parcel.Extra["lang"]))
	tariffs := read(http.MethodGet, "tariffList", url.Values{"site": {"a", "b"}}).(retailcrm.TariffQuery)
	require.Equal(t, `["a","b"]`, string(tariffs.Extra["site"]))

	// Each request keeps what its type does not know.
	for _, action := range []string{"activity", "calculate", "save", "delete", "print", "shipmentSave", "shipmentDelete"} {
		body := `{"novelty":1,"active":true,"packages":[],"order":"1","delivery":{"novelty":2},"deliveryId":"1","type":"t","deliveryIds":["1"],"orders":[{"deliveryId":"1","novelty":3}],"shipmentId":"1"}`
		extra := reflect.ValueOf(read(http.MethodPost, action, url.Values{action: {body}})).FieldByName("Extra")
		require.True(t, extra.MapIndex(reflect.ValueOf("novelty")).IsValid(), action)
	}
}

func TestAModuleIsConnectedByTheCRMOnly(t *testing.T) {
	var got retailcrm.Connection
	g := &retailcrm.Register{
		Secret: ordo.NewSecret("module-secret"), Scopes: []string{"order_read"}, RegisterURL: "https://module.example/register",
		Connect: func(_ context.Context, c retailcrm.Connection) (string, error) {
			got = c
			return "https://module.example/a", nil
		},
	}
	w := call(g, http.MethodGet, "/register", nil)
	require.Equal(t, `{"success":true,"scopes":["order_read"],"registerUrl":"https://module.example/register"}`, w.Body.String())

	sign := func(secret string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte("key-1"))
		return hex.EncodeToString(mac.Sum(nil))
	}
	post := func(token, system string) *httptest.ResponseRecorder {
		return call(g, http.MethodPost, "/register", url.Values{"register": {`{"token":"` + token + `","apiKey":"key-1","systemUrl":"` + system + `"}`}})
	}
	w = post(sign("another"), "https://shop.example")
	require.Equal(t, 401, w.Code)
	require.Equal(t, `{"success":false,"errorMsg":"Invalid token"}`, w.Body.String())
	require.Equal(t, 400, post(sign("module-secret"), "http://shop.example").Code)
	require.Equal(t, 400, call(g, http.MethodPost, "/register", url.Values{}).Code)
	require.Equal(t, 405, call(g, http.MethodPut, "/register", nil).Code)
	require.True(t, got.APIKey.IsZero())

	w = post(sign("module-secret"), "https://shop.example")
	require.Equal(t, 201, w.Code)
	require.Equal(t, `{"success":true,"accountUrl":"https://module.example/a"}`, w.Body.String())
	require.Equal(t, retailcrm.Connection{APIKey: ordo.NewSecret("key-1"), SystemURL: "https://shop.example"}, got)
	g.Secret = ordo.Secret{}
	require.Equal(t, 401, post(sign(""), "https://shop.example").Code, "no secret is set, so nobody is believed")
}
