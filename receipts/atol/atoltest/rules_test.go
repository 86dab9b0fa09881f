package atoltest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

// answer is what the service says.
type answer struct {
	UUID   string
	Token  string
	Status string
	Error  *struct {
		Code int
		Text string
		Type string
	}
	Payload  map[string]any
	Warnings map[string]string
}

func (a answer) code() int {
	if a.Error == nil {
		return -100
	}
	return a.Error.Code
}

const jsonType = "application/json; charset=utf-8"

// ask sends a request without any client of ours.
func ask(t *testing.T, kassa *atoltest.Server, method, path, token, contentType, body string) (int, answer) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://online.atol.ru/possystem/"+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Token", token)
	resp, err := kassa.Transport().RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	var a answer
	_ = json.Unmarshal(b, &a)
	return resp.StatusCode, a
}

func login(t *testing.T, kassa *atoltest.Server, version string) string {
	t.Helper()
	status, a := ask(t, kassa, "POST", version+"/getToken", "", jsonType, `{"login":"shop-example-ru","pass":"s3cretPass"}`)
	require.Equal(t, 200, status)
	return a.Token
}

const (
	receiptV4 = `{"timestamp":"14.01.2026 10:02:15","external_id":"A-1","receipt":{"client":{"email":"a@example.ru"},
		"company":{"email":"k@example.ru","inn":"5544332219","payment_address":"https://shop.example.ru"},
		"items":[{"name":"Кружка","price":100.00,"quantity":2,"sum":200.00,"payment_method":"full_payment","payment_object":"commodity","vat":{"type":"vat22"}}],
		"payments":[{"type":1,"sum":200.00}],"total":200.00}}`
	receiptV5 = `{"timestamp":"14.01.2026 10:02:15","external_id":"A-1","receipt":{"client":{"email":"a@example.ru"},
		"company":{"email":"k@example.ru","sno":"osn","inn":"5544332219","payment_address":"https://shop.example.ru"},
		"items":[{"name":"Кружка","price":100.00,"quantity":1,"measure":0,"sum":100.00,"payment_method":"full_payment","payment_object":33,"vat":{"type":"vat22"},
			"mark_code":{"gs1m":"MDEwNDYw"},"mark_processing_mode":"0","planned_status":1}],
		"payments":[{"type":1,"sum":100.00}],"total":100.00}}`
)

func TestTheDocumentedRefusals(t *testing.T) {
	kassa := atoltest.New(atoltest.Settings{})
	token := login(t, kassa, "v4")
	group := "v4/" + atoltest.DefaultGroup
	for _, tc := range []struct {
		method, path, token, contentType, body string
		status, code                           int
	}{
		{"POST", "v4/getToken", "", jsonType, `{"login":"shop-example-ru","pass":"x"}`, 401, 12},
		{"POST", "v4/getToken", "", jsonType, `{"pass":"x"}`, 400, 13},
		{"POST", "v4/getToken", "", jsonType, `{"login":"` + strings.Repeat("x", 101) + `"}`, 400, 13},
		{"POST", "v4/getToken", "", jsonType, `nonsense`, 400, 40},
		{"POST", "v4/getToken", "", jsonType, `{"login":"shop-example-ru","pass":"s3cretPass","source":"x"}`, 400, 40},
		{"GET", "v4/getToken?login=shop-example-ru&pass=s3cretPass&source=x", "", "", "", 400, 40},
		{"GET", group + "/report/unknown?full=1", token, "", "", 400, 40},
		{"POST", group + "/sell", token, jsonType, receiptV4 + "{}", 400, 40},
		{"POST", "v5/getToken", "", jsonType, `{"login":"shop-example-ru","pass":"s3cretPass"}`, 401, 21},
		{"POST", "v4/getToken", "", "application/json", `{}`, 415, 41},
		{"POST", group + "/sell", "unknown", jsonType, receiptV4, 401, 10},
		{"POST", "v4/other_1/sell", token, jsonType, receiptV4, 401, 20},
		{"POST", "v5/" + atoltest.DefaultGroup + "/sell", token, jsonType, receiptV4, 401, 21},
		{"POST", group + "/sale", token, jsonType, receiptV4, 400, 31},
		{"POST", group + "/sell_refund_correction", token, jsonType, receiptV4, 400, 31},
		{"POST", group + "/sell", token, jsonType, `{`, 400, 40},
		{"POST", group + "/sell", token, jsonType, `{}`, 400, 32},
		{"GET", group + "/report/unknown", token, "", "", 400, 30},
	} {
		status, a := ask(t, kassa, tc.method, tc.path, tc.token, tc.contentType, tc.body)
		require.Equal(t, tc.status, status, "%s %s", tc.path, tc.body)
		require.Equal(t, tc.code, a.code(), "%s %s", tc.path, tc.body)
		require.NotEmpty(t, a.Error.Text)
	}
	require.Empty(t, kassa.Receipts())
	require.Equal(t, 1, kassa.Commits("*"), "the login")
	require.Len(t, kassa.Exchanges(), 19)

	status, a := ask(t, kassa, "GET", "v4/getToken?login=shop-example-ru&pass=s3cretPass", "", "", "")
	require.Equal(t, 200, status)
	require.Equal(t, token, a.Token)
	status, _ = ask(t, kassa, "POST", group+"/sell?token="+token, "", jsonType, receiptV4)
	require.Equal(t, 200, status)
}

// fault: F28
func TestDocumentsThatAreNotValidNameTheField(t *testing.T) {
	for version, tests := range map[int][][3]string{
		4: {
			{`"email":"a@example.ru"`, ``, "AnyOfRequired: #/receipt.client"},
			{`"price":100.00`, `"price":100.001`, "NumberNotMultipleOf: #/receipt.items[0].price"},
			{`"total":200.00`, `"total":201.00`, "TotalMismatch: #/receipt.total"},
			{`"payments":[{"type":1,"sum":200.00}]`, `"payments":[]`, "TooFewItems: #/receipt.payments"},
			{`"external_id":"A-1"`, `"external_id":""`, "StringTooShort: #/external_id"},
			{`"quantity":2`, `"quantity":2,"mark_code":{"ean8":"12345678"}`, "NoAdditionalPropertiesAllowed: #/receipt.items[0].mark_code"},
			{`"quantity":2`, `"quantity":2,"agent_info":{"type":"another"}`, "PropertyRequired: #/receipt.items[0].supplier_info"},
			{`"total":200.00`, `"total":200.00,"comment":"x"`, "NoAdditionalPropertiesAllowed: #/receipt.comment"},
		},
		5: {
			{`"measure":0,`, ``, "PropertyRequired: #/receipt.items[0].measure"},
			{`"sno":"osn",`, ``, "PropertyRequired: #/receipt.company.sno"},
			{`"gs1m":"MDEwNDYw"`, `"gs1m":"MDEwNDYw","ean8":"12345678"`, "TooManyProperties: #/receipt.items[0].mark_code"},
			{`"gs1m":"MDEwNDYw"`, `"gs1m":"01046-"`, "Base64Expected: #/receipt.items[0].mark_code.gs1m"},
			{`"quantity":1,"measure":0,"sum":100.00`, `"quantity":2,"measure":0,"sum":200.00`, "QuantityMismatch: #/receipt.items[0].quantity"},
			{`"sum":100.00,"payment_method"`, `"sum":100.01,"payment_method"`, "SumMismatch: #/receipt.items[0].sum"},
			{`,"planned_status":1`, ``, "PropertyRequired: #/receipt.items[0].planned_status"},
		},
	} {
		version, whole := "v"+string(rune('0'+version)), map[int]string{4: receiptV4, 5: receiptV5}[version]
		kassa := atoltest.New(atoltest.Settings{Version: int(version[1] - '0')})
		token := login(t, kassa, version)
		for _, tc := range tests {
			require.Contains(t, whole, tc[0])
			status, a := ask(t, kassa, "POST", version+"/"+atoltest.DefaultGroup+"/sell", token, jsonType, strings.Replace(whole, tc[0], tc[1], 1))
			require.Equal(t, 400, status, tc[2])
			require.Equal(t, 32, a.code())
			require.Equal(t, tc[2], a.Error.Text)
			require.Equal(t, "fail", a.Status)
		}
		require.Empty(t, kassa.Receipts())
		status, a := ask(t, kassa, "POST", version+"/"+atoltest.DefaultGroup+"/sell", token, jsonType, whole)
		require.Equal(t, 200, status)
		require.Equal(t, "wait", a.Status)
	}
}

func TestAReceiptWaitsThenIsMade(t *testing.T) {
	kassa := atoltest.New(atoltest.Settings{WaitReads: 2, Version: 5})
	token := login(t, kassa, "v5")
	var uuids []string
	for _, id := range []string{"A-1", "A-2"} {
		_, a := ask(t, kassa, "POST", "v5/"+atoltest.DefaultGroup+"/sell", token, jsonType, strings.Replace(receiptV5, "A-1", id, 1))
		uuids = append(uuids, a.UUID)
		_, again := ask(t, kassa, "POST", "v5/"+atoltest.DefaultGroup+"/sell", token, jsonType, `{"external_id":"`+id+`"}`)
		require.Equal(t, 33, again.code())
		require.Equal(t, a.UUID, again.UUID)
		require.Equal(t, "wait", again.Status)
		require.Contains(t, again.Error.Text, id)
	}
	read := func(uuid string) answer {
		status, a := ask(t, kassa, "GET", "v5/"+atoltest.DefaultGroup+"/report/"+uuid, token, "", "")
		require.Equal(t, 200, status)
		return a
	}
	require.Equal(t, 34, read(uuids[0]).code())
	require.Equal(t, "wait", read(uuids[0]).Status)
	done := read(uuids[0])
	require.Equal(t, "done", done.Status)
	require.Len(t, done.Payload["marks_result"], 1)
	kassa.Settle()
	other := read(uuids[1])
	require.Equal(t, done.Payload["fn_number"], other.Payload["fn_number"])
	require.Less(t, done.Payload["fiscal_document_number"], other.Payload["fiscal_document_number"])
	require.Greater(t, done.Payload["fiscal_document_attribute"], float64(1<<31))

	kept, ok := kassa.Receipt("A-1")
	require.True(t, ok)
	require.Equal(t, []any{"done", 2, 3, "100.00", uuids[0]}, []any{kept.Status, kept.Posts, kept.Reads, kept.Total, kept.UUID})
	_, ok = kassa.Receipt("A-3")
	require.False(t, ok)
}

func TestACallbackAddressThatDoesNotFitIsOnlyWarnedOf(t *testing.T) {
	kassa := atoltest.New(atoltest.Settings{WaitReads: -1})
	token := login(t, kassa, "v4")
	body := strings.Replace(receiptV4, `"receipt":`, `"service":{"callback_url":"https://user@shop.example.ru/"},"receipt":`, 1)
	_, a := ask(t, kassa, "POST", "v4/"+atoltest.DefaultGroup+"/sell", token, jsonType, body)
	_, r := ask(t, kassa, "GET", "v4/"+atoltest.DefaultGroup+"/report/"+a.UUID, token, "", "")
	require.Equal(t, "callback_url не соответствует маске", r.Warnings["callback_url"])
	require.Empty(t, kassa.SendHooks(t.Context()))
}

func TestWhatIsNotPaidIsFoundByTheRegister(t *testing.T) {
	for payments, want := range map[string]int{
		`{"type":1,"sum":200.00}`:                           -100,
		`{"type":1,"sum":199.99}`:                           66,
		`{"type":1,"sum":200.01}`:                           52,
		`{"type":0,"sum":500.00}`:                           -100, // and gets change
		`{"type":1,"sum":150.00},{"type":0,"sum":100.00}`:   -100,
		`{"type":1,"sum":250.00},{"type":0,"sum":49.00}`:    52,
		`{"type":2,"sum":100.00},{"type":1,"sum":100.00}`:   -100,
		`{"type":2,"sum":100.00},{"type":1,"sum":99.00}`:    66,
		`{"type":3,"sum":100.00},{"type":2,"sum":100.0001}`: -200, // not even taken
	} {
		kassa := atoltest.New(atoltest.Settings{WaitReads: -1})
		token := login(t, kassa, "v4")
		body := strings.Replace(receiptV4, `{"type":1,"sum":200.00}`, payments, 1)
		status, a := ask(t, kassa, "POST", "v4/"+atoltest.DefaultGroup+"/sell", token, jsonType, body)
		if want == -200 {
			require.Equal(t, 400, status, payments)
			continue
		}
		require.Equal(t, 200, status, payments)
		_, a = ask(t, kassa, "GET", "v4/"+atoltest.DefaultGroup+"/report/"+a.UUID, token, "", "")
		require.Equal(t, want, a.code(), payments)
	}
}
