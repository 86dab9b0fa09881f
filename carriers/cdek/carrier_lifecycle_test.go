package cdek_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// accepted is a parcel that CDEK has accepted, and the request for it.
func accepted(t *testing.T, srv *cdektest.Server, k *cdek.Carrier) (carriers.Parcel, carriers.Request) {
	t.Helper()
	r := carriers.Request{Key: "A-231-S1", Values: filled(t, k, toOffice).Values}
	p, err := k.Create(t.Context(), r)
	require.NoError(t, err)
	srv.Settle()
	p = read(t, k, p.Ref)
	require.Equal(t, carriers.ParcelAccepted, p.State, "%v", p.Problems)
	return p, r
}

// carried runs a test with a parcel that is accepted.
func carried(t *testing.T, test func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, r carriers.Request)) {
	t.Helper()
	inBubble(t, cdektest.Settings{CheckReads: 1000}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop(cdek.WithServices(cdek.PartialDelivery))...)
		p, r := accepted(t, srv, k)
		test(t, srv, k, p, r)
	})
}

// covers: B24-8
func TestAParcelIsFollowedToTheBuyer(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, _ carriers.Request) {
		require.Equal(t, "A-231-S1", p.Key)
		require.NotEmpty(t, p.Number)
		require.Equal(t, status.ShipmentRequested, p.Shipment, "CDEK has agreed; the goods are still at the shop")
		require.Equal(t, "CREATED", p.Code)
		require.Equal(t, "Создан (Офис СДЭК)", p.Text)
		require.Equal(t, "SPB14", p.Point)
		srv.TakeIn("A-231-S1")
		p = read(t, k, carriers.ByNumber("cdek", p.Number))
		require.Equal(t, status.ShipmentSent, p.Shipment)
		srv.Arrive("A-231-S1")
		require.Equal(t, status.ShipmentArrived, read(t, k, p.Ref).Shipment)
		srv.Deliver("A-231-S1")
		p = read(t, k, p.Ref)
		require.Equal(t, status.ShipmentHandedOut, p.Shipment)
		require.Equal(t, "Вручен", p.Text)
		for _, g := range p.Goods {
			require.Equal(t, g.Pieces, g.HandedOut)
		}
		srv.TakeBack("A-231-S1")
		require.Equal(t, status.ShipmentArrived, read(t, k, p.Ref).Shipment, "DELIVERED was a mistake")
		srv.Advance("A-231-S1", cdektest.Step{Code: "ON_THE_MOON"})
		p = read(t, k, p.Ref)
		require.Zero(t, p.Shipment, "what is not known is told as it is")
		require.Equal(t, []string{"ON_THE_MOON", "ON_THE_MOON"}, []string{p.Code, p.Text})
	})
}

// covers: B24-8
func TestTheBuyerTakesAPart(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, r carriers.Request) {
		srv.Ship("A-231-S1")
		srv.DeliverPart("A-231-S1", 2)
		p = read(t, k, p.Ref)
		require.Equal(t, status.ShipmentPartlyHandedOut, p.Shipment)
		require.Equal(t, "Вручен: Частичная доставка", p.Text)
		require.Equal(t, "5350.00 RUB", p.Collected.String())
		taken, left, err := r.Values.HandedOut(p)
		require.NoError(t, err)
		require.Equal(t, []order.Units{{Line: "shoes", To: amount.Pcs(1)}, {Line: "socks", To: amount.Pcs(1)}}, taken)
		require.Equal(t, []order.Units{{Line: "socks", From: amount.Pcs(1), To: amount.Pcs(3)}}, left)

		require.Len(t, p.Returns, 1)
		back := read(t, k, p.Returns[0])
		require.Equal(t, carriers.DirectionBack, back.Direction)
		require.Equal(t, p.Ref, back.ReturnOf)
		require.Equal(t, status.ShipmentComingBack, back.Shipment)
		srv.Deliver(back.Ref.ID)
		back = read(t, k, p.Returns[0])
		require.Equal(t, status.ShipmentCameBack, back.Shipment, "the DELIVERED of a return is not the buyer's")
		require.Equal(t, status.CustodyReceived, back.Custody())
	})
}

func TestWhyAParcelWasNotTaken(t *testing.T) {
	for reason, want := range map[string]struct {
		shipment status.ShipmentState
		reason   status.Reason
		party    status.Party
		text     string
	}{
		"2":  {status.ShipmentComingBack, status.ReasonNoContact, status.PartyBuyer, "Не вручен: Возврат, не дозвонились"},
		"11": {status.ShipmentComingBack, status.ReasonBuyerRefused, status.PartyBuyer, "Не вручен: Возврат, отказ от получения: Без объяснения"},
		"26": {status.ShipmentLost, status.ReasonLost, status.PartyCarrier, "Не вручен: Утерян"},
		"29": {status.ShipmentComingBack, "", 0, "Не вручен"}, // is not documented
		"":   {status.ShipmentComingBack, "", 0, "Не вручен"},
	} {
		carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, _ carriers.Request) {
			srv.Ship("A-231-S1")
			srv.Return("A-231-S1", reason)
			p = read(t, k, p.Ref)
			require.Equal(t, want.shipment, p.Shipment, reason)
			require.Equal(t, want.reason, p.Reason, reason)
			require.Equal(t, want.party, p.Party, reason)
			require.Equal(t, want.text, p.Text, reason)
			require.Equal(t, carriers.ParcelAccepted, p.State)
		})
	}
}

func TestWhatCDEKWarnsOfIsTold(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddPoint("SPB15", "PVZ", 137)
		srv.ReplacePoint("SPB14", "SPB15")
		p, err := asked(t, c.Carrier(shop()...), "A-231-S1", nil)
		require.NoError(t, err)
		srv.Settle()
		p = read(t, c.Carrier(), p.Ref)
		require.Equal(t, "SPB15", p.Point, "CDEK replaces an office without an error")
		require.Equal(t, []carriers.Problem{{Code: "v2_delivery_point_changed", Rule: "Delivery point is changed to SPB15"}}, p.Problems)
	})
}

func TestARequestIsChangedUntilTheGoodsMove(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, r carriers.Request) {
		r.Values["recipient.name"], r.Values["packages.1.weight"] = "Петрова Анна", "1300"
		_, err := k.Change(t.Context(), p.Ref, r)
		require.NoError(t, err)
		srv.Settle()
		held, _ := srv.Order("A-231-S1")
		require.Equal(t, "Петрова Анна", held.Body["recipient"].(map[string]any)["name"])
		r.Values["delivery_point"] = "NOPE1"
		_, err = k.Change(t.Context(), p.Ref, r)
		require.NoError(t, err)
		srv.Settle()
		q := read(t, k, p.Ref)
		require.Equal(t, carriers.ParcelAccepted, q.State, "it goes on as it was")
		require.Equal(t, []string{"delivery_point"}, []string{q.Problems[0].Field})
	})
}

func TestARequestIsCancelledWhateverFails(t *testing.T) {
	for _, hidden := range []time.Duration{0, 3 * time.Second} {
		st := cdektest.Settings{HideFor: hidden, CheckAfter: 4 * time.Second}
		despite(t, st, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault) {
			k := c.Carrier(shop()...)
			p, err := asked(t, k, "A-231-S1", nil)
			require.NoError(t, err)
			srv.Faults().Next("DELETE /v2/orders/{uuid}", f)
			for range 2 {
				p, err = k.Cancel(t.Context(), p.Ref)
				require.NoError(t, err)
				require.Equal(t, carriers.ParcelCancelled, p.State)
				require.Equal(t, status.ShipmentAssembling, p.Shipment)
				require.Zero(t, valid(srv))
			}
		})
	}
}

func TestCancellingSaysWhatStandsAgainstIt(t *testing.T) {
	inBubble(t, cdektest.Settings{CheckReads: 1000}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop()...)
		p, err := asked(t, k, "A-231-S1", nil)
		require.NoError(t, err)
		ctx, end := context.WithTimeout(t.Context(), 10*time.Second)
		defer end()
		_, err = k.Cancel(ctx, p.Ref)
		require.ErrorIs(t, err, ordo.ErrRetry, "CDEK is still checking it")
		require.Zero(t, srv.Calls("DELETE /v2/orders/{uuid}"))
		srv.Fail("A-231-S1", "ve_package_weight_too_large", "")
		srv.Settle()
		p, err = k.Cancel(t.Context(), p.Ref)
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelRefused, p.State, "there is nothing to cancel")
	})
}

func TestReferencesOfAnotherKindAreAProblem(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier()
		for _, ref := range []order.Ref{{System: "russianpost", ID: "1"}, {System: "cdek", Kind: "receipt", ID: "1"}, {System: "cdek"}} {
			_, cancelled := k.Cancel(t.Context(), ref)
			_, sent := k.SendBack(t.Context(), ref)
			_, printed := k.Labels(t.Context(), ref)
			_, returned := k.Return(t.Context(), carriers.ReturnRequest{Key: "R", Parcel: ref})
			_, changed := k.Change(t.Context(), ref, carriers.Request{})
			for _, err := range []error{read(t, k, ref).Problem, cancelled, sent, printed, returned, changed} {
				require.ErrorIs(t, err, ordo.ErrInvalid)
			}
		}
		require.Zero(t, srv.Calls("*"))
	})
}

// covers: B24-11
func TestSomeGoodsComeBackFromTheBuyer(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, _ carriers.Request) {
		srv.Deliver("A-231-S1")
		ask := carriers.ReturnRequest{Key: "A-231-R1", Parcel: p.Ref, Goods: []carriers.Goods{{Box: "1", Article: "SOCK-G", Pieces: 2}}}
		back, err := k.Return(t.Context(), ask)
		require.NoError(t, err)
		require.Equal(t, carriers.DirectionFromBuyer, back.Direction)
		require.Equal(t, p.Ref, back.ReturnOf)
		require.Equal(t, "A-231-R1", back.Key)
		require.Equal(t, status.ShipmentRequested, back.Shipment, "the buyer has them")
		require.Equal(t, status.CustodyRequested, back.Custody())
		again, err := k.Return(t.Context(), ask)
		require.NoError(t, err)
		require.Equal(t, back.Ref, again.Ref)
		require.JSONEq(t, `{"number":"A-231-R1","tariff_code":234,"shipment_point":"SPB14","delivery_point":"MSK5","is_client_return":true,
			"sender":{"name":"Иванова Анна","email":"anna@shop.example","phones":[{"number":"+79010000002"}]},
			"recipient":{"company":"Vesna LLC","name":"Orlova Anna","phones":[{"number":"+79010000001"}]},
			"packages":[{"number":"1","weight":100,"length":31,"width":20,"height":15,"items":[
				{"name":"Носки","ware_key":"SOCK-G","payment":{"value":0},"cost":250.00,"weight":50,"amount":2}]}]}`,
			string(lastBody(srv, "POST /v2/orders")))
		srv.Settle()
		srv.Deliver("A-231-R1")
		require.Equal(t, status.CustodyReceived, read(t, k, back.Ref).Custody())
		require.Equal(t, status.ShipmentHandedOut, read(t, k, p.Ref).Shipment, "what the buyer kept is his")

		for name, g := range map[string]carriers.Goods{
			"more than he had": {Box: "1", Article: "SOCK-G", Pieces: 4}, "none": {Box: "1", Article: "SOCK-G"},
			"another article": {Box: "1", Article: "HAT", Pieces: 1}, "another box": {Box: "2", Article: "SOCK-G", Pieces: 1},
		} {
			_, err := k.Return(t.Context(), carriers.ReturnRequest{Key: "A-231-R2", Parcel: p.Ref, Goods: []carriers.Goods{g}})
			require.Equal(t, []string{"goods"}, fields(t, err), name)
		}
		_, err = k.Return(t.Context(), carriers.ReturnRequest{Key: "возврат", Parcel: p.Ref, Goods: ask.Goods})
		require.Equal(t, []string{"key"}, fields(t, err))
	})
}

func TestAReturnThatCDEKRefusesSaysWhy(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, _ carriers.Request) {
		srv.Deliver("A-231-S1")
		srv.Faults().Next("POST /v2/orders/{uuid}/clientReturn", cdektest.Refuse(400, "err_result_service_empty", "Тариф недоступен"))
		back, err := k.Return(t.Context(), carriers.ReturnRequest{Key: "A-231-R1", Parcel: p.Ref})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelRefused, back.State)
		require.Equal(t, []carriers.Problem{{Field: "tariff_code", Code: "err_result_service_empty", Rule: "Тариф недоступен"}}, back.Problems)
		back, err = k.Return(t.Context(), carriers.ReturnRequest{Key: "A-231-R1", Parcel: p.Ref})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelWaiting, back.State)
	})
}

func TestTheTariffThatGoesTheOtherWay(t *testing.T) {
	for tariff, back := range map[int]int{136: 136, 137: 138, 138: 137, 139: 139, 366: 137, 368: 136, 485: 605, 486: 606, 57: 57, 2485: 2485, 9999: 0, 158: 0} {
		require.Equal(t, back, cdek.Backwards(tariff), tariff)
	}
}

func TestPapersOfManyParcels(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, _ carriers.Request) {
		refs := make([]order.Ref, 101)
		for i := range refs {
			refs[i] = p.Ref
		}
		labels, err := k.Labels(t.Context(), refs...)
		require.NoError(t, err)
		var names []string
		for _, l := range labels {
			names = append(names, l.Name)
			require.Equal(t, "application/pdf", l.ContentType)
			require.Contains(t, string(l.Data), "%PDF")
		}
		require.Equal(t, []string{"cdek-waybills-1.pdf", "cdek-labels-1.pdf", "cdek-waybills-2.pdf", "cdek-labels-2.pdf"}, names, "a hundred orders a form")
		fresh, err := asked(t, k, "A-231-S2", nil)
		require.NoError(t, err)
		_, err = k.Labels(t.Context(), fresh.Ref)
		require.ErrorIs(t, err, ordo.ErrRetry, "it has no number yet")
	})
}

// --- webhooks ---

// posted has a carrier take a call.
func posted(k *cdek.Carrier, path, body string) (ordo.Call[order.Ref], error) {
	return ordo.TakeCall(k, cdek.Name, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)), ordo.MaxCall)
}

// A webhook is only a hint. One about a parcel that is not known is taken, for the subscription's sake, and what it
// tells of is a problem when it is read.
func TestAWebhookForAnUnknownParcel(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop()...)
		call, err := posted(k, "/hooks/cdek/5f3e9a", string(testdata(t, "hook_status.json")))
		require.NoError(t, err)
		require.Len(t, call.News, 1)
		p := read(t, k, call.News[0])
		e := failure(t, p.Problem)
		require.Equal(t, ordo.NotFound, e.Class)
		require.Equal(t, "v2_entity_not_found", e.Code)
		require.Equal(t, "uuid", refusal(t, p.Problem).Problems[0].Field())
		require.Equal(t, call.News[0], p.Ref)
	})
}

func TestWhoeverCallsIsAnsweredSoThatTheSubscriptionLives(t *testing.T) {
	k := cdek.New("a", "p").Carrier(shop()...)
	for name, tt := range map[string]struct {
		path, body string
		status     int
		taken      bool
		parcels    int
	}{
		"a status":                 {"/hooks/cdek/5f3e9a", `{"type":"ORDER_STATUS","uuid":"u","attributes":{"code":"CREATED"}}`, 200, true, 1},
		"a return, and its order":  {"/hooks/cdek/5f3e9a", `{"type":"ORDER_STATUS","uuid":"u","attributes":{"code":"DELIVERED","is_return":true,"related_entities":[{"type":"direct_order","uuid":"d"}]}}`, 200, true, 2},
		"a trouble":                {"/hooks/cdek/5f3e9a", `{"type":"DELIV_PROBLEM","uuid":"u","attributes":{"code":"37"}}`, 200, true, 1},
		"an office that opens":     {"/hooks/cdek/5f3e9a", `{"type":"OFFICE_AVAILABILITY","uuid":"u","attributes":{"code":"MSK5"}}`, 200, true, 0},
		"something new":            {"/hooks/cdek/5f3e9a", `{"type":"BRAND_NEW","uuid":"u"}`, 200, true, 1},
		"something new of nothing": {"/hooks/cdek/5f3e9a", `{"type":"BRAND_NEW"}`, 200, true, 0},
		"nonsense":                 {"/hooks/cdek/5f3e9a", `<html>`, 200, false, 0},
		"far too long":             {"/hooks/cdek/5f3e9a", strings.Repeat(" ", ordo.MaxCall+1), 200, false, 0},
		"a status of nothing":      {"/hooks/cdek/5f3e9a", `{"type":"ORDER_STATUS","attributes":{"code":"CREATED"}}`, 200, false, 0},
		"a stranger":               {"/hooks/cdek/guess", `{"type":"ORDER_STATUS","uuid":"u","attributes":{"code":"CREATED"}}`, 403, false, 0},
	} {
		call, err := posted(k, tt.path, tt.body)
		require.Equal(t, tt.taken, err == nil, name)
		require.Equal(t, tt.status, k.Answer(err).Status, name)
		require.Len(t, call.News, tt.parcels, name)
		require.Equal(t, tt.taken, call.Key != "", name)
	}
	_, err := ordo.TakeCall(k, cdek.Name, httptest.NewRequest(http.MethodGet, "/hooks/cdek/5f3e9a", http.NoBody), ordo.MaxCall)
	require.Error(t, err)
	require.Equal(t, 200, k.Answer(err).Status)
	require.Equal(t, k.Answer(nil), k.Answer(ordo.ErrNotStored), "CDEK does not call again")
	for _, address := range []string{"", "https://shop.example", "https://shop.example/", "shop.example/hooks/5f3e9a", "ftp://shop.example/5f3e9a", ":"} {
		bare := cdek.New("a", "p").Carrier(cdek.WithWebhook(address))
		for _, path := range []string{"/", "/5f3e9a", "/."} {
			_, err := posted(bare, path, `{"type":"BRAND_NEW"}`)
			require.Error(t, err, "%q: without a secret every call is refused", address)
			require.Equal(t, 403, bare.Answer(err).Status)
		}
		require.ErrorIs(t, bare.Subscribe(t.Context()), ordo.ErrAuth)
	}
}

func TestWrongSettingsAreTold(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddRawPoint(map[string]any{"code": "OUT1", "type": "PVZ", "is_reception": false})
		for want, opts := range map[string][]cdek.CarrierOption{
			"there is no delivery point \"NOPE1\"": {cdek.FromOffice("NOPE1")},
			"OUT1 does not accept parcels":         {cdek.FromOffice("OUT1")},
			"has no tariff 62":                     {cdek.WithTariffs(136, 62)},
			"is not a URL":                         {cdek.WithWebhook("5f3e9a"), nil},
			"has no path":                          {cdek.WithWebhook("https://shop.example/")},
		} {
			require.ErrorContains(t, c.Carrier(opts...).Check(t.Context()), want)
		}
		require.NoError(t, c.Carrier(shop(cdek.WithTariffs(136, 480))...).Check(t.Context()))
	})
}

// fault: U3
func TestACarrierWithoutAnOriginIsNotReady(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, _ *cdektest.Server, c *cdek.Client) {
		err := c.Carrier().Check(t.Context())
		require.ErrorIs(t, err, ordo.ErrAuth)
		require.ErrorContains(t, err, "no form can be filled in: give the carrier FromOffice or FromDoor")
		require.NoError(t, c.Carrier(cdek.FromOffice("MSK5")).Check(t.Context()))
		require.NoError(t, c.Carrier(cdek.FromDoor(cdek.Location{Code: 44, Address: "ул. Примерная, 1"})).Check(t.Context()))
	})
}

// CDEK requires payment and cost; a draft without them is refused for a field that is not there, not for a null.
func TestWhatADraftLeavesOutIsNotSent(t *testing.T) {
	body, err := json.Marshal(cdek.Draft{Number: "A", Packages: []cdek.Package{{Number: "1", Weight: 100, Items: []cdek.Item{{Name: "Кружка", Amount: 1}}}}})
	require.NoError(t, err)
	require.NotContains(t, string(body), "null")
	body, err = json.Marshal(cdek.Item{Payment: cdek.Prepaid()})
	require.NoError(t, err)
	require.Contains(t, string(body), `"payment":{"value":0}`)
}

// A tariff of which nothing is known may serve any place: CDEK judges.
func TestATariffThatIsNotDocumented(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddTariff(cdektest.Tariff{Code: 7777, Mode: 4, Base: "100", PerKg: "10", MaxGrams: 50000})
		k := c.Carrier(shop(cdek.WithTariffs(7777))...)
		p, err := asked(t, k, "A-231-S1", carriers.Values{"tariff_code": "7777"})
		require.NoError(t, err)
		srv.Settle()
		require.Equal(t, carriers.ParcelAccepted, read(t, k, p.Ref).State)
	})
}

func TestAParcelInAnotherCurrency(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		v := filled(t, c.Carrier(shop()...), toOffice).Values
		v["packages.1.items.2.payment.vat_rate"] = "16"
		p, err := c.WithCurrency("KZT").Carrier(shop()...).Create(t.Context(), carriers.Request{Key: "A-231-S1", Values: v})
		require.NoError(t, err)
		srv.Settle()
		require.Equal(t, carriers.ParcelAccepted, read(t, c.Carrier(), p.Ref).State)
		require.Contains(t, string(lastBody(srv, "POST /v2/orders")), `"payment":{"value":250.00,"vat_sum":34.48,"vat_rate":16}`)
	})
}

// CDEK was slow to show an order, so it was sent twice. The second is refused for its number, and says that asking
// again helps: that finds the first.
func TestARequestThatWasSentTwiceFindsTheFirst(t *testing.T) {
	st := cdektest.Settings{HideFor: 30 * time.Second, CheckReads: 1000}
	inBubble(t, st, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop()...)
		srv.Faults().Next("POST /v2/orders", fake.ResetAfter())
		p, err := asked(t, k, "A-231-S1", nil)
		require.NoError(t, err)
		require.Len(t, srv.Orders(), 2)
		srv.Settle()
		time.Sleep(time.Minute)
		p = read(t, k, p.Ref)
		require.Equal(t, carriers.ParcelRefused, p.State)
		require.True(t, p.CanRetry)
		require.Equal(t, "key", p.Problems[0].Field)
		p, err = asked(t, k, "A-231-S1", nil)
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State)
		require.Equal(t, srv.Orders()[0].UUID, p.Ref.ID)
		require.Equal(t, 1, valid(srv))
	})
}

func TestThePriceFollowsThePointThatIsChosen(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop(cdek.WithTariffs(136))...)
		v := filled(t, k, toOffice).Values
		price := func() string {
			offers, err := k.Quote(t.Context(), v)
			require.NoError(t, err)
			require.Len(t, offers, 1)
			return offers[0].Price.String()
		}
		require.Equal(t, "485.78 RUB", price(), "435.00 and the insurance")
		v["delivery_point"] = "MSK900"
		require.Equal(t, "268.28 RUB", price(), "within Moscow it is half, though the city of the order is another")
		v["delivery_point"] = "NOPE1"
		_, err := k.Quote(t.Context(), v)
		require.Equal(t, []string{"delivery_point"}, fields(t, err))
		delete(v, "packages.1.weight")
		v["delivery_point"] = "SPB14"
		_, err = k.Quote(t.Context(), v)
		require.Equal(t, []string{"packages.1.weight"}, fields(t, err))
	})
}

// A tariff that cannot be had, or whose price cannot be read, is told with the reason; the others can be chosen.
func TestATariffThatCannotBeHadSaysWhy(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		k := c.Carrier(shop(cdek.WithTariffs(136, 137, 138, 139))...)
		v := filled(t, k, toOffice).Values
		srv.Faults().Always("POST /v2/calculator/tariffAndService", fake.Refuse(200, "application/json", `{"tariff_codes":[
			{"tariff_code":"137","status":"ERROR","errors":[{"code":"err_result_service_empty","message":"Недоступен"}]},
			{"tariff_code":"138","result":{"errors":[{"code":"something_new"}]}},
			{"tariff_code":"139","result":{"delivery_sum":"dear"}},
			{"tariff_code":"136","result":{"delivery_sum":10,"period_min":1,"period_max":2}}]}`))
		offers, err := k.Quote(t.Context(), v)
		require.NoError(t, err)
		require.Len(t, offers, 4)
		require.Equal(t, "10.00 RUB", offers[0].Price.String())
		require.Empty(t, offers[0].Problems)
		var codes []string
		for _, o := range offers[1:] {
			codes = append(codes, o.Values["tariff_code"]+" "+o.Problems[0].Code)
			require.NotEmpty(t, o.Name)
		}
		require.Equal(t, []string{"137 err_result_service_empty", "138 something_new", "139 " + carriers.CodeType}, codes)
		f := filled(t, k, toOffice)
		require.Contains(t, f.Notes, carriers.Problem{Field: "tariff_code", Code: "err_result_service_empty", Rule: offers[1].Name + ": Недоступен"})
		field, _ := f.Field("tariff_code")
		require.Len(t, field.Choices, 1)
	})
}
