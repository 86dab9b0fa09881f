package yookassatest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
)

// request is one call as a foreign program makes it.
type request struct {
	method, path, key, body string
	change                  func(*http.Request)
}

func send(t *testing.T, kassa *yookassatest.Server, q request) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), q.method, "https://api.yookassa.ru/v3"+q.path, strings.NewReader(q.body))
	require.NoError(t, err)
	r.SetBasicAuth(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey)
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if q.key != "" {
		r.Header.Set("Idempotence-Key", q.key)
	}
	if q.change != nil {
		q.change(r)
	}
	resp, err := kassa.Transport().RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	var d map[string]any
	require.NoError(t, json.Unmarshal(b, &d), string(b))
	return resp.StatusCode, d
}

func rub(value string) string { return `{"value":"` + value + `","currency":"RUB"}` }

func item(price, quantity, more string) string {
	return `{"description":"x","amount":` + rub(price) + `,"quantity":` + quantity + `,"vat_code":1` + more + `}`
}

func receipt(items ...string) string {
	return `{"customer":{"email":"a@example.ru"},"items":[` + strings.Join(items, ",") + `]}`
}

// paid makes a payment of 100.00 that is paid, or held.
func paid(t *testing.T, kassa *yookassatest.Server, key, more string) string {
	t.Helper()
	status, p := send(t, kassa, request{"POST", "/payments", key, `{"amount":` + rub("100.00") + more + `}`, nil})
	require.Equal(t, 200, status, p)
	id := p["id"].(string)
	require.NoError(t, kassa.Pay(id))
	return id
}

func TestARefusedCallChangesNothing(t *testing.T) {
	payment := func(more string) request {
		return request{"POST", "/payments", "k", `{"amount":` + rub("100.00") + more + `}`, nil}
	}
	at := func(st yookassatest.Settings, q func(id string) request, more string) func(*testing.T) (*yookassatest.Server, request) {
		return func(t *testing.T) (*yookassatest.Server, request) {
			kassa := yookassatest.New(st)
			return kassa, q(paid(t, kassa, "first", more))
		}
	}
	one := func(q request) func(string) request { return func(string) request { return q } }
	refund := func(body string) func(string) request {
		return func(id string) request {
			return request{"POST", "/refunds", "k", `{"payment_id":"` + id + `",` + body + `}`, nil}
		}
	}
	verb := func(verb, body string) func(string) request {
		return func(id string) request { return request{"POST", "/payments/" + id + "/" + verb, "k", body, nil} }
	}
	fiscal := func(body string) func(string) request {
		return func(id string) request {
			return request{"POST", "/receipts", "k", strings.ReplaceAll(body, "ID", id), nil}
		}
	}
	const taken = `,"capture":true`
	own := yookassatest.Settings{Fiscalization: "avanpost", ReceiptsLater: true}
	strict := yookassatest.Settings{Fiscalization: "atol"}
	strictReceipt := taken + `,"receipt":` + receipt(item("100.00", "1", ""))
	settled := `,"settlements":[{"type":"prepayment","amount":` + rub("100.00") + `}]`
	settledBy := func(item, more string) string {
		return `{"send":true,"type":"payment","payment_id":"ID","customer":{"phone":"7900"},"items":[` + item + `]` + settled + more + `}`
	}
	marked := func(more string) string {
		return settledBy(item("100.00", "1", `,"mark_code_info":{"gs_1m":"01x"}`+more), "")
	}
	operation := func(details string) string {
		return settledBy(item("100.00", "1", ""), `,"receipt_operational_details":`+details)
	}
	for name, tc := range map[string]struct {
		make   func(*testing.T) (*yookassatest.Server, request)
		status int
		where  string // parameter, or code
	}{
		"a wrong key of the shop": {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{}`, func(r *http.Request) { r.SetBasicAuth("1", "2") }}), ""), 401, "invalid_credentials"},
		"no key":                  {at(yookassatest.Settings{}, one(request{"POST", "/payments", "", `{}`, nil}), ""), 400, "Idempotence-Key"},
		"a long key":              {at(yookassatest.Settings{}, one(request{"POST", "/payments", strings.Repeat("k", 65), `{}`, nil}), ""), 400, "Idempotence-Key"},
		"another type":            {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `a=1`, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }}), ""), 415, "invalid_request"},
		"no JSON":                 {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{`, nil}), ""), 400, "invalid_request"},
		"no body":                 {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", ``, nil}), ""), 400, "invalid_request"},
		"no such path":            {at(yookassatest.Settings{}, one(request{"GET", "/nothing", "", ``, nil}), ""), 404, "not_found"},
		"no such payment":         {at(yookassatest.Settings{}, one(request{"GET", "/payments/x", "", ``, nil}), ""), 404, "not_found"},
		"no such refund":          {at(yookassatest.Settings{}, one(request{"GET", "/refunds/x", "", ``, nil}), ""), 404, "not_found"},
		"no such receipt":         {at(yookassatest.Settings{}, one(request{"GET", "/receipts/x", "", ``, nil}), ""), 404, "not_found"},
		"no sum":                  {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{}`, nil}), ""), 400, "amount"},
		"a sum of nothing":        {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{"amount":` + rub("0.00") + `}`, nil}), ""), 400, "amount"},
		"a sum below nothing":     {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{"amount":` + rub("-1.00") + `}`, nil}), ""), 400, "amount"},
		"half a kopeck":           {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{"amount":` + rub("1.005") + `}`, nil}), ""), 400, "amount"},
		"no currency":             {at(yookassatest.Settings{}, one(request{"POST", "/payments", "k", `{"amount":{"value":"1"}}`, nil}), ""), 400, "amount"},
		"a long description":      {at(yookassatest.Settings{}, one(payment(`,"description":"`+strings.Repeat("я", 129)+`"`)), ""), 400, "description"},
		"metadata of a book":      {at(yookassatest.Settings{}, one(payment(`,"metadata":{"k":"`+strings.Repeat("я", 513)+`"}`)), ""), 400, "metadata"},
		"token and method":        {at(yookassatest.Settings{}, one(payment(`,"payment_token":"t","payment_method_data":{"type":"sbp"}`)), ""), 400, "payment_token"},
		"a foreign method":        {at(yookassatest.Settings{}, one(payment(`,"payment_method_data":{"type":"barter"}`)), ""), 400, "payment_method_data.type"},
		"no phone to pay from":    {at(yookassatest.Settings{}, one(payment(`,"payment_method_data":{"type":"mobile_balance"}`)), ""), 400, "payment_method_data.phone"},
		"no such confirmation":    {at(yookassatest.Settings{}, one(payment(`,"confirmation":{"type":"fax"}`)), ""), 400, "confirmation.type"},
		"no way back to the app":  {at(yookassatest.Settings{}, one(payment(`,"confirmation":{"type":"mobile_application"}`)), ""), 400, "confirmation.return_url"},
		"a widget with a way":     {at(yookassatest.Settings{}, one(payment(`,"confirmation":{"type":"embedded","return_url":"x"}`)), ""), 400, "confirmation.return_url"},
		"another language":        {at(yookassatest.Settings{}, one(payment(`,"confirmation":{"type":"external","locale":"de_DE"}`)), ""), 400, "confirmation.locale"},
		"an unknown field":        {at(yookassatest.Settings{}, one(payment(`,"transfers":[]`)), ""), 400, "transfers"},
		"a subject of others":     {at(strict, one(payment(`,"receipt":`+receipt(item("100.00", "1", `,"payment_subject":"goods"`)))), strictReceipt), 400, "receipt.items[0].payment_subject"},
		"an agent along":          {at(strict, one(payment(`,"receipt":`+receipt(item("100.00", "1", `,"agent_type":"agent"`)))), strictReceipt), 400, "receipt.items[0].agent_type"},
		"an unknown line field":   {at(strict, one(payment(`,"receipt":`+receipt(item("100.00", "1", `,"price":1`)))), strictReceipt), 400, "receipt.items[0].price"},
		"a time zone of nowhere":  {at(yookassatest.Settings{}, fiscal(settledBy(item("100.00", "1", ""), `,"timezone":12`)), taken), 400, "timezone"},
		"a seventh tax system":    {at(yookassatest.Settings{}, fiscal(settledBy(item("100.00", "1", ""), `,"tax_system_code":7`)), taken), 400, "tax_system_code"},
		"an industry of nobody": {at(yookassatest.Settings{}, fiscal(settledBy(item("100.00", "1", ""),
			`,"receipt_industry_details":[{"federal_id":"074","document_date":"2023-11-21","document_number":"1","value":"v"}]`)), taken), 400, "receipt_industry_details[0].federal_id"},
		"a user's long requisite": {at(yookassatest.Settings{}, fiscal(settledBy(item("100.00", "1", ""),
			`,"additional_user_props":{"name":"n","value":"`+strings.Repeat("v", 235)+`"}`)), taken), 400, "additional_user_props.value"},
		"no way back":             {at(yookassatest.Settings{}, one(payment(`,"confirmation":{"type":"redirect"}`)), ""), 400, "confirmation.return_url"},
		"a receipt is missing":    {at(strict, one(payment("")), strictReceipt), 400, "receipt"},
		"a receipt of more":       {at(strict, one(payment(`,"receipt":`+receipt(item("50.01", "2", "")))), strictReceipt), 400, "receipt"},
		"a receipt for nobody":    {at(strict, one(payment(`,"receipt":{"items":[`+item("100.00", "1", "")+`]}`)), strictReceipt), 400, "receipt.customer"},
		"no e-mail":               {at(own, one(payment(`,"receipt":{"customer":{"phone":"7900"},"items":[`+item("100.00", "1", "")+`]}`)), taken), 400, "receipt.customer.email"},
		"81 lines":                {at(own, one(payment(`,"receipt":`+receipt(strings.Split(strings.Repeat(item("1.00", "1", "")+";", 80)+item("20.00", "1", ""), ";")...))), taken), 400, "receipt.items"},
		"no quantity":             {at(strict, one(payment(`,"receipt":`+receipt(item("100.00", "0", "")))), strictReceipt), 400, "receipt.items[0].quantity"},
		"an unknown VAT":          {at(strict, one(payment(`,"receipt":`+receipt(`{"description":"x","amount":`+rub("1")+`,"quantity":1,"vat_code":13}`))), strictReceipt), 400, "receipt.items[0].vat_code"},
		"a measure of others":     {at(strict, one(payment(`,"receipt":`+receipt(item("100.00", "1", `,"measure":"other"`)))), strictReceipt), 400, "receipt.items[0].measure"},
		"capture of the captured": {at(yookassatest.Settings{}, verb("capture", `{}`), taken), 400, "payment_id"},
		"capture of too much":     {at(yookassatest.Settings{}, verb("capture", `{"amount":`+rub("100.01")+`}`), ""), 400, "amount"},
		"capture of a part":       {at(yookassatest.Settings{Fiscalization: "atol"}, verb("capture", `{"amount":`+rub("1.00")+`}`), strictReceipt[len(taken):]), 400, "receipt"},
		"cancel of the captured":  {at(yookassatest.Settings{}, verb("cancel", ``), taken), 400, "payment_id"},
		"refund of the held":      {at(yookassatest.Settings{}, refund(`"amount":`+rub("1.00")), ""), 400, "payment_id"},
		"refund of too much":      {at(yookassatest.Settings{}, refund(`"amount":`+rub("100.01")), taken), 400, "amount"},
		"refund in euros":         {at(yookassatest.Settings{}, refund(`"amount":{"value":"1.00","currency":"EUR"}`), taken), 400, "amount.currency"},
		"refund of nothing":       {at(yookassatest.Settings{}, refund(`"amount":`+rub("0")), taken), 400, "amount"},
		"refund with a story":     {at(yookassatest.Settings{}, refund(`"amount":`+rub("1")+`,"description":"`+strings.Repeat("я", 251)+`"`), taken), 400, "description"},
		"refund of a part":        {at(strict, refund(`"amount":`+rub("1.00")), strictReceipt), 400, "receipt"},
		"refund of what is not":   {at(yookassatest.Settings{}, one(request{"POST", "/refunds", "k", `{"payment_id":"x","amount":` + rub("1") + `}`, nil}), taken), 400, "payment_id"},
		"receipt unsent":          {at(yookassatest.Settings{}, fiscal(`{"type":"payment","payment_id":"ID"}`), taken), 400, "send"},
		"receipt of no type":      {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"x","payment_id":"ID"}`), taken), 400, "type"},
		"receipt of nothing":      {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"payment"}`), taken), 400, "payment_id"},
		"receipt of no refund":    {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"refund","refund_id":"x"}`), taken), 400, "refund_id"},
		"receipt unpaid": {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"payment","payment_id":"ID","customer":{"phone":"7900"},"items":[`+
			item("100.00", "1", "")+`]}`), taken), 400, "settlements"},
		"receipt paid in part": {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"payment","payment_id":"ID","customer":{"phone":"7900"},"items":[`+
			item("100.01", "1", "")+`]`+settled+`}`), taken), 400, "settlements"},
		"receipt paid by air": {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"payment","payment_id":"ID","customer":{"phone":"7900"},"items":[`+
			item("100.00", "1", "")+`],"settlements":[{"type":"air","amount":`+rub("100.00")+`}]}`), taken), 400, "settlements.type"},
		"refund's receipt of a kept payment": {at(yookassatest.Settings{}, fiscal(`{"send":true,"type":"refund","payment_id":"ID"}`), taken), 400, "payment_id"},
		"a mark without a plan":              {at(yookassatest.Settings{}, fiscal(marked(``)), taken), 400, "items[0].planned_status"},
		"a mark with a wrong plan":           {at(yookassatest.Settings{}, fiscal(marked(`,"planned_status":7`)), taken), 400, "items[0].planned_status"},
		"an operation out of range":          {at(yookassatest.Settings{}, fiscal(operation(`{"operation_id":256,"value":"x","created_at":"2026-01-14T10:00:00.000Z"}`)), taken), 400, "receipt_operational_details.operation_id"},
		"an operation of nothing":            {at(yookassatest.Settings{}, fiscal(operation(`{"operation_id":0,"value":"","created_at":"2026-01-14T10:00:00.000Z"}`)), taken), 400, "receipt_operational_details.value"},
		"an operation of no day":             {at(yookassatest.Settings{}, fiscal(operation(`{"operation_id":0,"value":"x","created_at":"moon"}`)), taken), 400, "receipt_operational_details.created_at"},
		"an operation with more":             {at(yookassatest.Settings{}, fiscal(operation(`{"operation_id":0,"value":"x","created_at":"2026-01-14T10:00:00.000Z","x":1}`)), taken), 400, "receipt_operational_details.x"},
		"an operation of no form":            {at(yookassatest.Settings{}, fiscal(operation(`7`)), taken), 400, "receipt_operational_details"},
		"both filters":                       {at(yookassatest.Settings{}, one(request{"GET", "/receipts?payment_id=1&refund_id=2", "", ``, nil}), ""), 400, "payment_id"},
		"a limit of 101":                     {at(yookassatest.Settings{}, one(request{"GET", "/payments?limit=101", "", ``, nil}), ""), 400, "limit"},
		"a filter of payments":               {at(yookassatest.Settings{}, one(request{"GET", "/refunds?captured_at.gte=2026-01-14T10:00:00.000Z", "", ``, nil}), ""), 400, "captured_at.gte"},
		"a filter of nobody":                 {at(yookassatest.Settings{}, one(request{"GET", "/payments?payment_id=1", "", ``, nil}), ""), 400, "payment_id"},
		"a filter of one":                    {at(yookassatest.Settings{}, one(request{"GET", "/me?expand=all", "", ``, nil}), ""), 400, "expand"},
		"a query of a deed":                  {at(yookassatest.Settings{}, one(request{"POST", "/refunds?a=1", "k", `{}`, nil}), ""), 400, "invalid_request"},
		"two bodies":                         {at(yookassatest.Settings{}, one(request{"POST", "/refunds", "k", `{}{}`, nil}), ""), 400, "invalid_request"},
		"an old cursor":                      {at(yookassatest.Settings{}, one(request{"GET", "/payments?cursor=x", "", ``, nil}), ""), 400, "cursor"},
		"a date of the moon":                 {at(yookassatest.Settings{}, one(request{"GET", "/payments?created_at.gte=moon", "", ``, nil}), ""), 400, "created_at.gte"},
		"a shop's webhook":                   {at(yookassatest.Settings{}, one(request{"POST", "/webhooks", "k", `{"event":"payment.succeeded","url":"https://x"}`, nil}), ""), 403, "forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			kassa, q := tc.make(t)
			before := fmt.Sprint(kassa.Payments(), kassa.Refunds(), kassa.Receipts())
			status, e := send(t, kassa, q)
			require.Equal(t, tc.status, status, e)
			require.Equal(t, "error", e["type"])
			require.Contains(t, []any{e["parameter"], e["code"]}, tc.where, "%v", e)
			require.Equal(t, before, fmt.Sprint(kassa.Payments(), kassa.Refunds(), kassa.Receipts()))
			require.Equal(t, 1, kassa.Commits("*"), "the first payment: %v", kassa.Exchanges())
		})
	}
}

func TestAKeyStandsForItsAnswerForADay(t *testing.T) {
	now := time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)
	kassa := yookassatest.New(yookassatest.Settings{Now: func() time.Time { return now }})
	q := request{"POST", "/payments", "k", `{"amount":` + rub("1.00") + `}`, nil}
	_, first := send(t, kassa, q)
	now = now.Add(24*time.Hour - time.Millisecond)
	q.body = `{ "amount" : ` + rub("1.00") + ` }`
	_, second := send(t, kassa, q)
	require.Equal(t, first, second, "written otherwise, it is the same request")
	q.body = `{"amount":` + rub("2.00") + `}`
	status, e := send(t, kassa, q)
	require.Equal(t, 400, status)
	require.Equal(t, "Idempotence-Key", e["parameter"])
	require.Equal(t, 1, kassa.Commits("POST /payments"))
	now = now.Add(time.Millisecond)
	_, third := send(t, kassa, q)
	require.NotEqual(t, first["id"], third["id"])

	bad := request{"POST", "/refunds", "bad", `{"payment_id":"` + first["id"].(string) + `","amount":` + rub("1.00") + `}`, nil}
	status, _ = send(t, kassa, bad)
	require.Equal(t, 400, status, "not paid yet")
	require.NoError(t, kassa.Decline(third["id"].(string), "call_issuer"))
	require.NoError(t, kassa.Pay(first["id"].(string)))
	status, _ = send(t, kassa, bad)
	require.Equal(t, 400, status, "the old failure comes back")
}

func TestRefusedRefundsGiveTheirSumBack(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{})
	id := paid(t, kassa, "pay", `,"capture":true`)
	kassa.RefuseRefunds("insufficient_funds")
	q := request{"POST", "/refunds", "r1", `{"payment_id":"` + id + `","amount":` + rub("100.00") + `}`, nil}
	_, r := send(t, kassa, q)
	require.Equal(t, map[string]any{"party": "yoo_money", "reason": "insufficient_funds"}, r["cancellation_details"])
	kassa.RefuseRefunds("")
	q.key = "r2"
	_, r = send(t, kassa, q)
	require.Equal(t, "succeeded", r["status"])
	require.Equal(t, "100.00 RUB", kassa.Payments()[0].Refunded)
	_, p := send(t, kassa, request{"GET", "/payments/" + id, "", "", nil})
	require.Equal(t, false, p["refundable"])
	require.Equal(t, "insufficient_funds", kassa.Refunds()[0].Reason)
	require.Error(t, kassa.SettleRefund(kassa.Refunds()[0].ID))
	for _, err := range []error{kassa.SettleRefund("x"), kassa.Pay("x"), kassa.Decline(id, "x"), kassa.RegisterReceipt("x")} {
		require.ErrorContains(t, err, "yookassatest: ")
	}
}

func TestAPendingRefundHoldsItsSum(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{SlowRefunds: true})
	id := paid(t, kassa, "pay", `,"capture":true`)
	_, r := send(t, kassa, request{"POST", "/refunds", "r1", `{"payment_id":"` + id + `","amount":` + rub("100.00") + `}`, nil})
	require.Equal(t, "pending", r["status"])
	refundable := func() any {
		_, p := send(t, kassa, request{"GET", "/payments/" + id, "", "", nil})
		return p["refundable"]
	}
	require.Equal(t, false, refundable())
	require.Equal(t, "0.00 RUB", kassa.Payments()[0].Refunded)
	require.NoError(t, kassa.RefuseRefund(r["id"].(string), "rejected_by_payee"))
	require.Equal(t, true, refundable())
}

func TestThirtyReceiptsAndNoMore(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{})
	id := paid(t, kassa, "pay", `,"capture":true,"receipt":`+receipt(item("100.00", "1", "")))
	q := request{"POST", "/receipts", "", `{"send":true,"type":"payment","payment_id":"` + id + `","customer":{"phone":"7900"},"items":[` +
		item("0.50", "1.5", "") + `],"settlements":[{"type":"prepayment","amount":` + rub("0.75") + `}]}`, nil}
	for n := 1; n < 30; n++ {
		q.key = fmt.Sprint("k", n)
		status, e := send(t, kassa, q)
		require.Equal(t, 200, status, e)
	}
	q.key = "k30"
	status, e := send(t, kassa, q)
	require.Equal(t, 400, status)
	require.Equal(t, "Too many receipts", e["description"])
	require.True(t, kassa.Receipts()[0].Automatic)
	require.Equal(t, "0.75 RUB", kassa.Receipts()[29].Total)
}

func TestAReceiptIsToldAsTheVendorTellsIt(t *testing.T) {
	kassa := yookassatest.New(yookassatest.Settings{Disabled: true})
	id := paid(t, kassa, "pay", `,"capture":true`)
	_, made := send(t, kassa, request{"POST", "/receipts", "k", `{"send":true,"type":"payment","payment_id":"` + id + `","customer":{"phone":"7900"},"items":[` +
		item("100.00", "1", `,"additional_payment_subject_props":"secret","supplier":{"inn":"7700000000"}`) + `],"settlements":[{"type":"prepayment","amount":` + rub("100.00") +
		`}]}`, nil})
	_, told := send(t, kassa, request{"GET", "/receipts/" + made["id"].(string), "", "", nil})
	require.Equal(t, made, told)
	line := told["items"].([]any)[0].(map[string]any)
	require.NotContains(t, line, "additional_payment_subject_props")
	require.Equal(t, "******0000", line["supplier"].(map[string]any)["inn"])
	require.NotContains(t, told, "customer")
	_, me := send(t, kassa, request{"GET", "/me", "", "", nil})
	require.Equal(t, "disabled", me["status"])
}

func TestNotificationsGoWrongOnDemand(t *testing.T) {
	var got []string
	answer := 201
	shop := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n struct{ Event string }
		require.NoError(t, json.NewDecoder(r.Body).Decode(&n))
		got = append(got, n.Event)
		require.Equal(t, yookassatest.Source+":40112", r.RemoteAddr)
		w.WriteHeader(answer)
	})
	kassa := yookassatest.New(yookassatest.Settings{Receiver: fake.Receiver{URL: "https://shop.example.ru/yk", Transport: fake.Direct(shop)}})
	send(t, kassa, request{"POST", "/payments/" + paid(t, kassa, "a", "") + "/capture", "b", "", nil})
	require.Len(t, kassa.SendHooks(t.Context()), 2)
	answer = 200
	require.Len(t, kassa.SendHooks(t.Context()), 2, "201 is not enough")
	require.Equal(t, []string{"payment.waiting_for_capture", "payment.succeeded"}, got[:2])
	require.Empty(t, kassa.SendHooks(t.Context()))

	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+yookassatest.PartnerToken) }
	for field, body := range map[string]string{"event": `{"event":"x","url":"https://x"}`, "url": `{"event":"refund.succeeded","url":"http://x"}`} {
		status, e := send(t, kassa, request{"POST", "/webhooks", field, body, bearer})
		require.Equal(t, 400, status)
		require.Equal(t, field, e["parameter"])
	}
	status, _ := send(t, kassa, request{"POST", "/webhooks", "w", `{"event":"refund.succeeded","url":"https://x"}`, bearer})
	require.Equal(t, 200, status)
	got = nil
	back := paid(t, kassa, "e", `,"capture":true`)
	send(t, kassa, request{"POST", "/refunds", "f", `{"payment_id":"` + back + `","amount":` + rub("1") + `}`, nil})
	kassa.SendHooks(t.Context())
	require.Equal(t, []string{"refund.succeeded"}, got, "a partner hears what he asked for")
}
