package yookassatest_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// payBy makes a payment of 100.00 by a method, "" for none that is said.
func payBy(t *testing.T, kassa *yookassatest.Server, key, method, more string) string {
	t.Helper()
	body := `{"amount":` + rub("100.00") + `,"capture":true` + more
	if method != "" {
		body += `,"payment_method_data":{"type":"` + method + `","phone":"79000000000"}`
	}
	status, p := send(t, kassa, request{"POST", "/payments", key, body + "}", nil})
	require.Equal(t, 200, status, p)
	require.NotContains(t, p, "payment_method", "nobody paid yet")
	return p["id"].(string)
}

func keys(m any) []string {
	o, _ := m.(map[string]any)
	return slices.Sorted(maps.Keys(o))
}

// fault: F15
// fault: F16
// fault: F17
func TestEachMethodTellsWhatIsItsOwn(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{})
	always := []string{"id", "saved", "status", "title", "type"}
	titles := map[any]string{}
	for method, own := range map[string][]string{
		"bank_card": {"card"}, "sberbank": {"card", "phone"}, "tinkoff_bank": {"card"}, "yoo_money": {"account_number"},
		"sbp": {"payer_bank_details", "sbp_operation_id"}, "sber_loan": {"loan_option"}, "cash": nil, "mobile_balance": nil,
		"sber_bnpl": nil, "installments": nil,
	} {
		id := payBy(t, kassa, method, method, "")
		require.NoError(t, kassa.Pay(id))
		_, p := send(t, kassa, request{"GET", "/payments/" + id, "", "", nil})
		is := p["payment_method"].(map[string]any)
		require.ElementsMatch(t, slices.Concat(always, own), keys(is), method)
		require.Equal(t, []any{method, false, "inactive"}, []any{is["type"], is["saved"], is["status"]})
		require.Empty(t, titles[is["title"]], "%s has a title of its own", method)
		titles[is["title"]] = method
		if slices.Contains([]string{"bank_card", "sberbank", "tinkoff_bank"}, method) {
			require.Contains(t, p["authorization_details"], "three_d_secure")
		} else {
			require.NotContains(t, p, "authorization_details", method)
		}
	}
	id := payBy(t, kassa, "saved", "", `,"save_payment_method":true`)
	require.NoError(t, kassa.Pay(id))
	_, p := send(t, kassa, request{"GET", "/payments/" + id, "", "", nil})
	is := p["payment_method"].(map[string]any)
	require.Equal(t, []any{"bank_card", true, "active"}, []any{is["type"], is["saved"], is["status"]})
}

// fault: F19
func TestADeclinedPaymentTellsWhatWasTriedAndWhoDeclined(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{})
	for _, tc := range []struct {
		method, reason, party string
		tells, authorized     bool
	}{
		{"bank_card", "insufficient_funds", "payment_network", true, true},
		{"bank_card", "3d_secure_failed", "payment_network", true, true},
		{"bank_card", "general_decline", "yoo_money", true, false},
		{"yoo_money", "permission_revoked", "yoo_money", true, false},
		{"sbp", "general_decline", "yoo_money", true, false},
		{"mobile_balance", "unsupported_mobile_operator", "yoo_money", true, false},
		{"bank_card", "expired_on_confirmation", "yoo_money", false, false},
		{"bank_card", "canceled_by_merchant", "merchant", true, false},
	} {
		id := payBy(t, kassa, tc.method+tc.reason, tc.method, "")
		require.NoError(t, kassa.Decline(id, tc.reason))
		_, p := send(t, kassa, request{"GET", "/payments/" + id, "", "", nil})
		require.Equal(t, map[string]any{"party": tc.party, "reason": tc.reason}, p["cancellation_details"])
		require.Equal(t, tc.tells, p["payment_method"] != nil, tc.reason)
		require.Equal(t, tc.authorized, p["authorization_details"] != nil, tc.reason)
		if tc.tells {
			require.Equal(t, tc.method, p["payment_method"].(map[string]any)["type"])
			require.NotContains(t, p["payment_method"], "sbp_operation_id", "only what succeeded has it")
		}
	}
}

// fault: F20
func TestEachConfirmationTellsItsOwnFields(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{})
	for asked, want := range map[string][]string{
		`{"type":"mobile_application","return_url":"shop://back"}`:                {"confirmation_url", "type"},
		`{"type":"redirect","return_url":"https://shop.example/"}`:                {"confirmation_url", "return_url", "type"},
		`{"type":"redirect","return_url":"https://shop.example/","enforce":true}`: {"confirmation_url", "enforce", "return_url", "type"},
		`{"type":"qr","return_url":"https://shop.example/"}`:                      {"confirmation_data", "type"},
		`{"type":"qr"}`:                        {"confirmation_data", "type"},
		`{"type":"embedded"}`:                  {"confirmation_token", "type"},
		`{"type":"external","locale":"en_US"}`: {"type"},
	} {
		status, p := send(t, kassa, request{"POST", "/payments", "k" + strconv.Itoa(len(kassa.Payments())), `{"amount":` + rub("1.00") + `,"confirmation":` + asked + `}`, nil})
		require.Equal(t, 200, status, p)
		require.Equal(t, want, keys(p["confirmation"]), asked)
	}
}

// fault: F18
func TestAReceiptTellsAllThatItWasSent(t *testing.T) {
	const requisites = `,"internet":false,"tax_system_code":6,"timezone":2,
		"receipt_industry_details":[{"federal_id":"030","document_date":"2023-11-21","document_number":"1944","value":"UUID=1&Time=2"}],
		"receipt_operational_details":{"operation_id":0,"value":"A-1042","created_at":"2026-01-14T10:00:00.000Z"}`
	var sent map[string]any
	require.NoError(t, json.Unmarshal([]byte("{"+requisites[1:]+"}"), &sent))
	kassa := yookassatest.New(yookassatest.Settings{Fiscalization: "atol"})
	along := `,"receipt":{"customer":{"email":"a@example.ru"},"items":[` + item("100.00", "1", "") + `]` + requisites + `}`
	id := payBy(t, kassa, "first", "", along)
	require.NoError(t, kassa.Pay(id))
	status, made := send(t, kassa, request{"POST", "/receipts", "k", `{"send":true,"type":"payment","payment_id":"` + id + `","customer":{"phone":"7900"},
		"items":[` + item("100.00", "1", `,"agent_type":"agent","supplier":{"inn":"7700000001"}`) + `],"settlements":[{"type":"prepayment","amount":` + rub("100.00") + `}],
		"additional_user_props":{"name":"n","value":"v"},"on_behalf_of":"701123"` + requisites + `}`, nil})
	require.Equal(t, 200, status, made)
	require.Equal(t, "701123", made["on_behalf_of"])
	require.NotContains(t, made, "additional_user_props")
	_, list := send(t, kassa, request{"GET", "/receipts?payment_id=" + id, "", "", nil})
	all := list["items"].([]any)
	require.Len(t, all, 2)
	for _, one := range append(all, made) {
		for name, value := range sent {
			require.Equal(t, value, one.(map[string]any)[name], name)
		}
	}
}
