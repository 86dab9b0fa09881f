package retailcrm_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// problems are what is wrong with settings, one text each.
func problems(t *testing.T, err error) []string {
	t.Helper()
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, ordo.Invalid, e.Class)
	var m *retailcrm.MappingError
	require.ErrorAs(t, err, &m)
	require.NotEmpty(t, m.Error())
	var all []string
	for _, p := range m.Problems {
		all = append(all, p.Field+": "+p.Why)
		require.Contains(t, m.Error(), p.String())
	}
	return all
}

func TestTheDefaultSettingsSurviveJSON(t *testing.T) {
	b, err := json.Marshal(retailcrm.DefaultMapping())
	require.NoError(t, err)
	m, err := retailcrm.ParseMapping(b)
	require.NoError(t, err)
	require.Equal(t, retailcrm.DefaultMapping(), m)
}

func TestSettingsAreReadStrictly(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"no JSON":        {`{"confirm":`, []string{`: it is not a JSON document: at byte 11: unexpected end of JSON input`}},
		"a list":         {`[]`, []string{": it is a list, not an object"}},
		"nothing":        {`{}`, []string{"confirm: name the status that confirms an order"}},
		"unknown fields": {`{"confirm":["a"],"confrim":1,"lots":{"refuze":{}}}`, []string{"confrim: unknown field", "lots.refuze: unknown field"}},
		"twice":          {`{"confirm":["a"],"lots":{"byBuyer":"x","byBuyer":"y"}}`, []string{"lots.byBuyer: it occurs twice"}},
		"other kinds": {
			`{"confirm":"a","cancel":{"b":1},"done":[true],"payment":null,"courier":"x"}`,
			[]string{"confirm: it is a text, not a list", "cancel.b: it is a number, not a text", "done[0]: it is a truth value, not a text", "payment: it is null (leave the field out instead), not an object", "courier: it is a text, not an object"},
		},
		"values that do not exist": {
			`{"confirm":["a",""],"cancel":{"b":""},"shown":{"packt":"x","packed":""},"schemes":{"standard":{"gone":"x"}},"courier":{"fires":"on"},
			 "packing":{"source":"bags","fires":"now"},"notes":{"where":"custom:"},"deadlines":{"lunch":"f","confirm":""},"payment":{"type":"cash"},"lots":{"close":{"c":""}}}`,
			[]string{
				"confirm[1]: the status is empty", "cancel.b: the reason is empty", "shown.packed: the status is empty: leave the state out if nothing is to be written",
				"shown.packt: there is no such state", "schemes.standard.gone: there is no such state", "lots.close.c: the reason is empty",
				"courier.fires: there is no such choice", "packing.source: there is no such choice", "packing.fires: there is no such choice",
				"payment: type and paid are both needed", "deadlines.confirm: the field's code is empty", "deadlines.lunch: there is no such deadline",
				"notes.where: notes cannot be written there",
			},
		},
		"a status with two meanings": {
			`{"confirm":["a"],"done":["b"],"cancel":{"a":"out-of-stock"},"tooLate":"b"}`,
			[]string{"cancel.a: the status means something else already: confirm[0]", "tooLate: the status means something else already: done[0]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := retailcrm.ParseMapping([]byte(tc.text))
			require.Equal(t, tc.want, problems(t, err))
		})
	}
}

func TestSettingsThatMakeNoSenseAreTheErrorOfEveryCall(t *testing.T) {
	_, c := start(t)
	s := c.System(retailcrm.Mapping{})
	_, err := s.Apply(t.Context(), order.Task{Effect: order.Effect{Kind: order.EffectStatus}})
	require.Equal(t, []string{"confirm: name the status that confirms an order"}, problems(t, err))
	_, err = s.Read(t.Context(), nil, order.View{})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorIs(t, s.Install(t.Context()), ordo.ErrInvalid)
	for _, err := range s.Changes(t.Context(), "") {
		require.ErrorIs(t, err, ordo.ErrInvalid)
	}
}

func TestAFreshAccountFitsOnceTheModuleIsInstalled(t *testing.T) {
	_, c := start(t)
	s := c.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example/crm-1/", clientID))
	require.Equal(t, []string{
		"delivery: the account has no such delivery type; Install makes the module's own",
		"courier.field: the account has no such field of orders; Install makes the courier's",
	}, problems(t, s.Check(t.Context())))
	require.NoError(t, s.Install(t.Context()))
	require.NoError(t, s.Check(t.Context()))
}

func TestTheCheckTellsEverythingAtOnce(t *testing.T) {
	crm, s := install(t, retailcrm.DefaultMapping())
	c := client(crm, retailcrmtest.Key).WithSite("no-such-shop").WithZone(moscow)
	require.NoError(t, c.UpdateReference(t.Context(), "statuses", "client-confirmed", "status", map[string]any{"active": false}))
	require.NoError(t, c.UpdateReference(t.Context(), "payment-types", "bank-card", "paymentType", map[string]any{"integrationModule": map[string]any{"code": "pay"}}))
	require.NoError(t, c.CreateCustomField(t.Context(), "order", retailcrm.CustomField{Code: "mm_text", Type: "text"}))
	crm.LimitScopes("order_read", "reference_read")
	m := retailcrm.DefaultMapping()
	m.Cancel["gone"] = status.ReasonFraud
	m.Shown["packed"] = "wrapped"
	m.Schemes = map[order.SchemeCode]retailcrm.Shown{order.Standard: {"packed": "boxed"}}
	m.Lots.Refuse["completed"] = status.ReasonOutOfStock
	m.Lots.ByBuyer = "refused"
	m.OrderMethod, m.OrderType = "carrier-pigeon", "eshop-individual"
	m.TooLate = "redirect"
	m.Payment.Paid = "gold"
	m.Courier.Field = "mm_text"
	m.Deadlines = map[order.Kind]string{order.KindConfirm: "mm_confirm", order.KindPack: "mm_text"}
	m.Notes.Where = "custom:mm_notes"
	got := problems(t, c.System(m).Check(t.Context()))
	require.Equal(t, []string{
		"key: the key lacks this scope",
		"confirm[1]: the order status is switched off in the account",
		"cancel.gone: the account has no such order status",
		"shown.packed: the account has no such order status",
		"schemes.standard.packed: the account has no such order status",
		`lots.refuse.completed: the product status does not cancel lines: tick "Отмена товара" in the account`,
		"lots.byBuyer: the account has no such product status",
		"site: the account has no such shop",
		"orderMethod: the account has no such order method",
		"payment.type: a payment module serves the type: only that module may mark it as paid",
		"payment.paid: the account has no such payment status",
		"courier.field: the field is of type text",
		"deadlines.confirm: the account has no such field of orders; Install makes the courier's",
		"notes.where: the account has no such field of orders; Install makes the courier's",
	}, got)
	var e *retailcrm.MappingError
	require.ErrorAs(t, c.System(m).Check(t.Context()), &e)
	for _, p := range e.Problems {
		if p.Field == "orderMethod" {
			require.Equal(t, retailcrm.MappingProblem{
				Field: "orderMethod", Code: "carrier-pigeon", Why: "the account has no such order method", Known: []string{"megamarket", "shopping-cart"},
			}, p)
		}
	}

	crm.RevokeKey(retailcrmtest.Key)
	require.ErrorIs(t, s.Check(t.Context()), ordo.ErrAuth, "a wrong key is no problem of the settings")
	require.False(t, errors.As(s.Check(t.Context()), &e))
}

func TestTheReasonsThatStatusesGive(t *testing.T) {
	_, c := start(t)
	m := retailcrm.Mapping{
		Confirm: []string{"a"}, Cancel: map[string]status.Reason{"x": status.ReasonFraud},
		Lots: retailcrm.Lots{Refuse: map[string]status.Reason{"r": status.ReasonOutOfStock}, Close: map[string]status.Reason{"c": status.ReasonBuyerRefused}},
	}
	require.Equal(t, []erp.Reason{
		{Status: "x", Kind: order.EffectRefuse, Reason: status.ReasonFraud},
		{Status: "x", Kind: order.EffectCancel, Reason: status.ReasonFraud},
		{Status: "r", Kind: order.EffectRefuse, Reason: status.ReasonOutOfStock},
		{Status: "c", Kind: order.EffectClose, Reason: status.ReasonBuyerRefused},
	}, c.System(m).Reasons())
}

// What the default settings say must be understood by the marketplace in every scheme.
func TestTheDefaultReasonsAreTakenByTheMarketplace(t *testing.T) {
	_, c := start(t)
	for _, r := range c.System(retailcrm.DefaultMapping()).Reasons() {
		for _, scheme := range []order.SchemeCode{order.Standard, order.MerchantDelivery} {
			axis := status.AxisRefuseReason
			if r.Kind == order.EffectClose {
				axis = status.AxisCloseReason
			}
			if r.Kind == order.EffectClose && scheme == order.Standard {
				continue // it is the marketplace that delivers
			}
			_, err := status.MegaMarket().WriteReason(axis, r.Reason, status.Hints{Scheme: string(scheme)})
			require.NoError(t, err, r)
		}
	}
}

func FuzzParseMapping(f *testing.F) {
	good, err := json.Marshal(retailcrm.DefaultMapping())
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte(`{"confirm":["a"],"lots":{"refuse":{"a":"b","a":"c"}},"payment":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := retailcrm.ParseMapping(b)
		if err != nil {
			require.NotEmpty(t, problems(t, err))
			return
		}
		again, err := json.Marshal(m)
		require.NoError(t, err)
		_, err = retailcrm.ParseMapping(again)
		require.NoError(t, err, string(again))
	})
}

// fault: U5
func TestAReasonThatNobodyKnowsIsRefused(t *testing.T) {
	const body = `{"confirm":["ok"],"cancel":{"x":"no-such-reason"}`
	_, err := retailcrm.ParseMapping([]byte(body + `}`))
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, `cancel.x: "no-such-reason": there is no such reason`)
	require.ErrorContains(t, err, "(known: out-of-stock, wrong-price, ")

	m, err := retailcrm.ParseMapping([]byte(body + `,"reasons":["no-such-reason"]}`))
	require.NoError(t, err)
	require.Equal(t, map[string]status.Reason{"x": "no-such-reason"}, m.Cancel)
}
