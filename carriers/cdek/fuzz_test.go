package cdek

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/clienttest"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire"
)

func FuzzAnswer(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"errors":[{"code":"v2_field_is_empty","message":"[recipient] is empty"}]}`, `{"error":"unauthorized"}`,
		`{"error":{"code":5}}`, `{"requests":[{"state":"INVALID"}]}`, `{"access_token":7,"expires_in":"3599"}`, `<html>`)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, status := range []int{200, 400, 401, 500} {
			e := judge(&rest.Reply{Status: status, Body: b})
			if e != nil && (e.Err == nil || (status == 200 && e.Class == 0) || e.Err.Error() == "") {
				t.Fatalf("a refusal that says nothing: %+v", e)
			}
		}
		var token tokenAnswer
		if json.Unmarshal(b, &token) == nil && token.Complete() == nil && token.AccessToken.IsZero() {
			t.Fatal("an empty token is good")
		}
	})
}

// Whatever comes to the secret address is answered 200, and changes nothing but what is to be read.
func FuzzReceive(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"type":"ORDER_STATUS","uuid":"u","attributes":{"code":"DELIVERED","is_return":true,"related_entities":[{"type":"direct_order","uuid":"d"}]}}`,
		`{"type":"DELIV_PROBLEM","attributes":[]}`, `{"type":1,"attributes":{"code":{}}}`, `{"type":"ORDER_STATUS","uuid":"u","attributes":null}`,
		`{"type":"BRAND_NEW","uuid":7}`, `[]`, ``)
	k := New("account", "s3cretPass").Carrier(WithWebhook("https://shop.example/hooks/cdek/5f3e9a"))
	f.Fuzz(func(t *testing.T, b []byte) {
		call, err := ordo.TakeCall(k, Name, httptest.NewRequest(http.MethodPost, "/hooks/cdek/5f3e9a", bytes.NewReader(b)), ordo.MaxCall)
		if k.Answer(err).Status != 200 || k.Answer(ordo.ErrNotStored).Status != 200 {
			t.Fatal("the subscription would be lost")
		}
		if (err == nil) != (call.Key != "") || (err != nil && len(call.News) > 0) {
			t.Fatalf("%+v: %v", call, err)
		}
		if e, _ := k.webhook.Parse(nil, b); e != nil {
			if e.Type == "" || e.Key() != call.Key || (e.Type == EventOrderStatus && (e.UUID == "" || e.Status.Code == "")) {
				t.Fatalf("an event about nothing, or with another key: %+v", e)
			}
			if _, err := json.Marshal(e); err != nil {
				t.Fatalf("it cannot be stored: %v", err)
			}
		}
		for _, p := range call.News {
			if p.ID == "" || p.System != Name {
				t.Fatalf("a parcel without a reference: %+v", call)
			}
		}
		if err := k.Admit(httptest.NewRequest(http.MethodPost, "/hooks/cdek/guess", http.NoBody)); k.Answer(err).Status != 403 {
			t.Fatal("a forged call is taken")
		}
	})
}

// Whatever CDEK tells of an order becomes a parcel that survives JSON and says something that an order can hear.
func FuzzParcel(f *testing.F) {
	clienttest.Seeds(f, "*.json", `{"entity":{"uuid":"u","statuses":{"code":"DELIVERED","reason_code":20},"packages":{"items":{"amount":"2","delivery_amount":-1}},"delivery_detail":{"payment_sum":"1e9"}},"requests":{"state":"INVALID"}}`,
		`{"entity":{"uuid":"u","packages":{"weight":"5"},"statuses":{"code":7}},"requests":{"state":"INVALID"}}`, `{"entity":[]}`)
	k := New("account", "s3cretPass").Carrier()
	f.Fuzz(func(t *testing.T, b []byte) {
		var in envelope[Order]
		if decode(b, &in, currency) != nil || in.Entity == nil {
			return
		}
		o := orderOf(&in)
		if n := len(o.History()); n > len(o.Statuses) || (n > 0 && o.Current().Deleted) {
			t.Fatal("the history is longer than what came")
		}
		if _, err := json.Marshal(o); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		p := k.parcel(o)
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatalf("it cannot be stored: %v", err)
		}
		var stored carriers.Parcel
		if err := json.Unmarshal(text, &stored); err != nil {
			t.Fatalf("it cannot be read again: %s: %v", text, err)
		}
		switch {
		case p.State == carriers.ParcelAccepted && p.Number == "", p.State == "", p.Direction == "", p.Code == "":
			t.Fatalf("half a parcel: %s", text)
		case p.State == carriers.ParcelRefused && len(p.Problems) == 0:
			t.Fatalf("refused without a word: %s", text)
		case p.Direction != carriers.DirectionToBuyer && p.Shipment == status.ShipmentHandedOut:
			t.Fatalf("what goes back is handed out: %s", text)
		}
		_, _ = p.Report(order.Shipment{N: 1, State: status.ShipmentSent})
		_, _, _ = carriers.Values{}.HandedOut(p)
	})
}

// Whatever is filled in is refused with a field that it names, or makes a draft that can be sent.
func FuzzDraft(f *testing.F) {
	k := New("account", "s3cretPass").Carrier()
	f.Add("tariff_code", "136", "packages.1.weight", "1200")
	f.Add("packages.1.items.1.payment.value", "9999999.99", "packages.1.items.1.payment.vat_rate", "22")
	f.Add("packages.1.items.1.cost", "0999999.99", "packages.1.items.1.payment.value", "+5")
	f.Add("services", "PART_DELIV,,", "packages.99999999999.number", "x")
	f.Add("recipient.phones.1.number", "+7", "delivery_recipient_cost_adv.1.threshold", "-0")
	good := carriers.Values{
		"tariff_code": "136", "shipment_point": "MSK5", "delivery_point": "SPB14", "recipient.name": "Petrov Ivan", "recipient.phones.1.number": "+79010000002",
		"packages.1.number": "1", "packages.1.weight": "50", "packages.1.items.1.name": "Socks", "packages.1.items.1.article": "S", "packages.1.items.1.amount": "2",
		"packages.1.items.1.weight": "5", "packages.1.items.1.cost": "1", "packages.1.items.1.payment.value": "0",
	}
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		v := good.Clone()
		v[name1], v[name2] = value1, value2
		d, err := k.Draft(carriers.Request{Key: "SHP-1", Values: v})
		if err != nil {
			var no *carriers.FormError
			if !errors.As(err, &no) || len(no.Problems) == 0 || no.Problems[0].Rule == "" {
				t.Fatalf("refused without a word: %v", err)
			}
			return
		}
		if err := k.client.check(d); err != nil {
			t.Fatalf("the form let through what cannot be sent: %v", err)
		}
		out, err := json.Marshal(d)
		if err != nil {
			t.Fatalf("it cannot be sent: %v", err)
		}
		var again Draft
		if err := json.Unmarshal(out, &again); err != nil {
			t.Fatalf("what would be sent cannot be read: %s: %v", out, err)
		}
	})
}

// fault: C4
func TestEveryTypeThatIsReadKeepsWhatItDoesNotKnow(t *testing.T) {
	type all struct {
		Order        Order
		Intake       []intakeRow
		Agreement    Agreement
		Subscription Subscription
		Form         Form
		Point        DeliveryPoint
		City         City
		Region       Region
		Suggestion   Suggestion
		Price        Price
		Tariff       ContractTariff
		Status       StatusEvent
		Modified     ModifiedEvent
		Print        PrintEvent
		Prealert     PrealertEvent
		Waybill      WaybillEvent
		Office       OfficeEvent
		Trouble      TroubleEvent
		Agreed       AgreementEvent
		Extra        wire.Extra
	}
	require.Empty(t, lax.WithoutExtra(reflect.TypeFor[all]()))
}

// fault: C20
func TestAnOddFieldDoesNotLoseTheRecord(t *testing.T) {
	for _, x := range []struct{ field, raw string }{
		{"weight_gross", `"a"`}, {"material", `{}`}, {"amount", "2.5"}, {"delivery_amount", `"many"`}, {"used", `"perhaps"`},
	} {
		o, err := ReadOrder(`{"uuid":"u","packages":[{"number":"1","items":[{"name":"Socks","` + x.field + `":` + x.raw + `}]}]}`)
		require.NoError(t, err)
		require.ErrorContains(t, o.Problem, "entity.packages[0].items[0]."+x.field+": ")
		require.Equal(t, "Socks", o.Packages[0].Items[0].Name)
		require.Equal(t, x.raw, string(o.Packages[0].Items[0].Extra[x.field]))
		told := New("a", "p").Carrier().parcel(o).Problems
		require.Contains(t, told[len(told)-1].Rule, x.field)
	}
	for _, odd := range []string{
		`"keep_free_until":"soon"`, `"statuses":[{"code":"CREATED","date_time":"yesterday"}]`, `"delivery_detail":{"payment_sum":{}}`, `"tariff_code":"best"`,
	} {
		o, err := ReadOrder(`{"uuid":"u","cdek_number":"1",` + odd + `}`)
		require.NoError(t, err, odd)
		require.Error(t, o.Problem, odd)
		require.Equal(t, "1", o.CDEKNumber)
	}
	for v, odd := range map[any]string{
		new(Form): `{"statuses":[{"date_time":"?"}]}`, new(Intake): `{"need_call":"?"}`, new(Agreement): `{"statuses":7}`, new(Subscription): `{"url":{}}`,
		new(Suggestion): `{"code":"?"}`, new(ContractTariff): `{"delivery_modes":[{"tariff_code":"?"}]}`, new(Price): `{"period_min":"?"}`,
		new(City): `{"code":"?"}`, new(Region): `{"region_code":"?"}`, new(DeliveryPoint): `{"have_cash":"?"}`, new(Request): `{"warnings":["y"]}`,
		new(Related): `{"create_time":"?"}`, new(IntakeDays): `{"all_days":"?"}`, new(Interval): `{"start_time":{}}`,
	} {
		require.NoError(t, decode([]byte(odd), v, currency), "%T", v)
		require.False(t, reflect.ValueOf(v).Elem().FieldByName("Problem").IsNil(), "%T", v)
	}
}
