package atol_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/receipttest"
)

var company = atol.Company{
	Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru",
}

// unhurried lets reports be asked for as often as a test wants, and shows every failure to the caller.
func unhurried() []ordo.Option {
	return []ordo.Option{ordo.WithLimits(ordo.Limits{PerSecond: 1e6, Burst: 1000}), ordo.WithMaxAttempts(1)}
}

// hooks keeps the last callback that the service sent.
type hooks struct {
	path string
	body []byte
}

func (h *hooks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.path = r.URL.Path
	h.body, _ = io.ReadAll(r.Body)
	w.WriteHeader(http.StatusOK)
}

// registrar is a fixture of a group of registers.
func registrar(v atol.Version) func(t *testing.T) receipttest.Registrar {
	return func(t *testing.T) receipttest.Registrar {
		h := &hooks{}
		kassa := atoltest.New(atoltest.Settings{Version: int(v), WaitReads: 1000, Receiver: fake.Receiver{Transport: fake.Direct(h)}})
		t.Cleanup(kassa.Close)
		call := func(path func() string) func(order.Ref) (*http.Request, []byte) {
			return func(order.Ref) (*http.Request, []byte) {
				kassa.Settle()
				kassa.Outbox.Repeat()
				kassa.SendHooks(t.Context())
				return httptest.NewRequest(http.MethodPost, path(), http.NoBody), h.body
			}
		}
		format := receipts.FFD120
		if v == atol.V4 {
			format = receipts.FFD105
		}
		return receipttest.Registrar{
			Port:           client(kassa, v, unhurried()...).Registrar(company, atol.WithCallback(hook)),
			BadCredentials: atol.New(atoltest.DefaultLogin, "guess", atoltest.DefaultGroup, through(kassa.Transport())...).WithVersion(v).Registrar(company),
			Format:         format,
			Count:          func() int { return len(kassa.Receipts()) },
			Process:        kassa.Settle,
			Refuses:        func(key string) { kassa.FailReceipt(key, atoltest.ShiftTooLong) },
			LosesAnswer:    func() { kassa.Faults().Next("sell", fake.ResetAfter()) },
			FailsOnce:      func() { kassa.Faults().Next("sell", atoltest.ServerError()) },
			Call:           call(func() string { return h.path }),
			Forged:         call(func() string { return "/hooks/atol/guess" }),
		}
	}
}

func TestARegistrarKeepsThePromisesOfThePort(t *testing.T) {
	t.Run("v4", func(t *testing.T) { receipttest.RunRegistrarInBubble(t, registrar(atol.V4)) })
	t.Run("v5", func(t *testing.T) { receipttest.RunRegistrarInBubble(t, registrar(atol.V5)) })
}

func TestAReceiptThatWasGivenBeforeIsToldAsItStands(t *testing.T) {
	inBubble(t, atoltest.Settings{Version: 5, WaitReads: 1000}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		g := c.Registrar(company)
		kassa.MarkResults(7)
		r := settlement()
		first := must(g.Register(t.Context(), r))(t)
		require.Equal(t, receipts.Document{
			Key: r.Key, State: receipts.DocumentWaiting, Ref: order.Ref{System: "atol", Account: "till-1", Kind: "receipt", ID: first.Ref.ID},
		}, first)
		kassa.Settle()
		done := must(g.Register(t.Context(), r))(t)
		require.Equal(t, receipts.Document{
			Key: r.Key, Ref: first.Ref, State: receipts.DocumentDone, Number: "10817", Drive: "9960440300112233", Sign: done.Sign,
			Register: "0004312345067890", Shift: 41, InShift: 7, At: done.At, Total: amount.RUB(580000),
			URL: "https://consumer.ofd.example/v1?fn=9960440300112233", Marks: []receipts.MarkResult{{Position: 0, Result: 7}},
		}, done)
		require.NotEmpty(t, done.Sign)
		require.Equal(t, "MSK", done.At.Location().String())
		require.False(t, done.Marks[0].Good())

		kassa.Faults().Always("report", atoltest.ServerError())
		again, err := g.Register(t.Context(), r)
		require.NoError(t, err, "it is registered, even if nobody says how it stands")
		require.Equal(t, first, again)
	}, ordo.WithAccount("till-1"))
}

func TestAFailedReceiptSaysWhetherItMayBeGivenAgain(t *testing.T) {
	for _, tc := range []struct {
		fault      atoltest.Fault
		code, text string
		again      bool
	}{
		{atoltest.QueueTimeout, "-1", "Чек не обработан за 300 секунд: нет свободных касс", true},
		{atoltest.MarkTimeout, "421", "Истёк таймаут проверки КМ", true},
		{atoltest.ShiftTooLong, "68", "Смена превысила 24 часа", true},
		{atoltest.BadMark, "409", "Некорректный код маркировки", false},
		{atoltest.ForeignCompany, "2003", "ИНН в чеке не соответствует ИНН компании", false},
		{atoltest.Fault{Code: 66, Type: "driver"}, "66", "not fully paid", false},
		{atoltest.Fault{Code: 9999, Type: "driver"}, "9999", "the register is out of order; send it again later with a new external id", true},
	} {
		inBubble(t, atoltest.Settings{Version: 5, WaitReads: -1}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			g := c.Registrar(company)
			kassa.FailReceipt("", tc.fault)
			r := settlement()
			d := must(g.Register(t.Context(), r))(t)
			d = must(g.Read(t.Context(), d.Ref))(t)
			require.Equal(t, receipts.Document{
				Key: r.Key, Ref: d.Ref, State: receipts.DocumentFailed, Code: tc.code, Text: tc.text, CanRetry: tc.again,
			}, d)
			told := must(g.Register(t.Context(), r))(t)
			require.Equal(t, d, told, "the key is spent")
			kassa.HealReceipts()
			next := must(g.Register(t.Context(), r.Attempt(2)))(t)
			require.NotEqual(t, d.Ref, next.Ref)
		})
	}
}

func TestErrorsHaveTheClassesOfThePort(t *testing.T) {
	for name, tc := range map[string]struct {
		op    string
		fault fake.Fault
		class ordo.Class
	}{
		"refused for good":            {"sell", atoltest.Refuse(400, 32, "NumberTooBig: #/receipt.total"), ordo.Invalid},
		"unknown to the service":      {"sell", atoltest.Refuse(400, 31, "Операция не поддерживается"), ordo.Invalid},
		"the INN":                     {"sell", atoltest.Refuse(400, 2009, "ИНН в запросе не совпадает с ИНН на кассе"), ordo.Invalid},
		"a number of nobody":          {"sell", atoltest.Refuse(400, 31337, "?"), ordo.Invalid},
		"its own trouble by a number": {"sell", atoltest.Refuse(400, 2005, "Внутренняя ошибка сервиса"), ordo.Retry},
		"out of order":                {"sell", atoltest.ServerError(), ordo.Retry},
		"an error of another form":    {"sell", fake.Refuse(200, "application/json", `{"uuid":"u","error":[1]}`), ordo.Retry},
		"nothing at the address":      {"sell", fake.Status(404), ordo.Retry},
		"a lost answer":               {"sell", fake.ResetAfter(), ordo.Retry},
		"too many":                    {"sell", fake.TooMany(0), ordo.RateLimited},
		"a blocked user":              {"sell", atoltest.Refuse(403, 14, "Пользователь заблокирован"), ordo.Auth},
		"another version":             {"sell", atoltest.Refuse(401, 21, "Код группы не поддерживается"), ordo.Auth},
		"a duplicate without a uuid":  {"sell", atoltest.Refuse(400, 33, "В системе существует чек"), ordo.InDoubt},
		"a login that is not valid":   {"getToken", atoltest.Refuse(400, 32, "PatternMismatch: #/login"), ordo.Auth},
		"a login that is too long":    {"getToken", atoltest.Refuse(400, 13, "StringTooLong: #/login"), ordo.Auth},
		"no login at the address":     {"getToken", fake.Status(404), ordo.Retry},
	} {
		t.Run(name, bubble(atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			kassa.Faults().Always(tc.op, tc.fault)
			_, err := c.Registrar(company).Register(t.Context(), settlement())
			require.Equal(t, tc.class, failure(t, err).Class, "%v", err)
			kassa.Faults().Clear()
			must(c.Registrar(company).Register(t.Context(), settlement()))(t)
			require.Len(t, kassa.Receipts(), 1)
		}))
	}
}

func TestAReportThatIsDoneWithoutADocumentIsAskedForAgain(t *testing.T) {
	inBubble(t, atoltest.Settings{}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		kassa.Faults().Next("report", fake.Refuse(200, "application/json", `{"uuid":"u","status":"done","payload":null}`))
		require.Equal(t, ordo.Retry, class(c.Registrar(company).Read(t.Context(), order.Ref{System: "atol", ID: "u"})))
		_, err := c.Registrar(company).Read(t.Context(), order.Ref{System: "yookassa", ID: "u"})
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
		require.ErrorContains(t, err, "another system")
		require.Equal(t, 1, kassa.Calls("report"))
	})
}

func TestWrongSettingsOfARegistrarAreAPersonsMatter(t *testing.T) {
	for name, tc := range map[string]struct {
		company  atol.Company
		callback string
		want     string
	}{
		"no INN":             {atol.Company{Email: "k@example.ru", PaymentAddress: "x"}, "", "company.inn"},
		"no address":         {atol.Company{Email: "k@example.ru", INN: "5544332219"}, "", "company.payment_address"},
		"no such tax system": {atol.Company{Email: "k@example.ru", INN: "5544332219", PaymentAddress: "x", TaxSystem: "y"}, "", "company.sno"},
		"not a URL":          {company, "4f0c9a", "not a URL"},
		"no secret":          {company, "https://shop.example.ru/", "no path"},
		"a query":            {company, "https://shop.example.ru/atol?token=4f0c9a", "query"},
		"a port":             {company, "https://shop.example.ru:8443/hooks/4f0c9a", "has a port"},
		"a strange letter":   {company, "https://shop.example.ru/hooks/4f0c9a@", "other than letters"},
		"too long":           {company, "https://shop.example.ru/hooks/" + strings.Repeat("4f0c9a", 40), "longer than 256"},
	} {
		t.Run(name, bubble(atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			_, err := c.Registrar(tc.company, atol.WithCallback(tc.callback), nil).Register(t.Context(), settlement())
			require.Equal(t, ordo.Auth, failure(t, err).Class)
			require.ErrorContains(t, err, tc.want)
			require.NotContains(t, err.Error(), "4f0c9a", "the address holds a secret")
			require.Zero(t, kassa.Calls("*"))
		}))
	}
}

func TestWithoutACallbackAddressEveryCallIsRefused(t *testing.T) {
	body := []byte(`{"uuid":"u-1","status":"done"}`)
	for _, g := range []*atol.Registrar{
		atol.New("l", "p", "g").Registrar(company), atol.New("l", "p", "g").Registrar(company, atol.WithCallback("https://shop.example.ru/")),
		atol.New("l", "p", "g").Registrar(company, atol.WithCallback("https://shop.example.ru/atol?token=4f0c9a")),
	} {
		for _, path := range []string{"/", "/hooks/atol/4f0c9a", "/.", "/atol"} {
			err := g.Admit(httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body)))
			require.Error(t, err)
			require.Equal(t, ordo.Answer{Status: 403}, g.Answer(err))
		}
	}
	g := atol.New("l", "p", "g").Registrar(company, atol.WithCallback(hook))
	post := must(g.Receive(httptest.NewRequest(http.MethodPost, "/hooks/atol/4f0c9a", http.NoBody), body))(t)
	require.Equal(t, "report:u-1:done", post.Key)
	require.Equal(t, []receipts.News{{Document: order.Ref{System: "atol", Kind: "receipt", ID: "u-1"}}}, post.News)
	_, err := g.Receive(httptest.NewRequest(http.MethodPost, "/hooks/atol/4f0c9a", http.NoBody), []byte(`{}`))
	var refused *ordo.CallError
	require.ErrorAs(t, err, &refused)
}

// fault: R7
func TestAReportOfAnotherReceiptIsInDoubt(t *testing.T) {
	inBubble(t, atoltest.Settings{Version: 5, WaitReads: -1}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		g := c.Registrar(company)
		d := must(g.Register(t.Context(), settlement()))(t)
		const report = `{"uuid":"UUID","external_id":"KEY","status":"done","error":null,"payload":{"total":SUM,"fiscal_document_number":7}}`
		for text, parts := range map[string][]string{
			"has the key":   {"UUID", d.Ref.ID, "KEY", "A-7", "SUM", "5800.00"},
			"is of 1.00":    {"UUID", d.Ref.ID, "KEY", settlement().Key, "SUM", "1.00"},
			"answered with": {"UUID", "another", "KEY", settlement().Key, "SUM", "5800.00"},
		} {
			kassa.Faults().Always("report", fake.Refuse(200, "application/json", strings.NewReplacer(parts...).Replace(report)))
			told, err := g.Read(t.Context(), d.Ref)
			if err == nil {
				err = told.Verify(settlement())
			}
			class := ordo.InDoubt
			if parts[1] != d.Ref.ID { // it is asked for again
				class = ordo.Retry
			}
			require.Equal(t, class, failure(t, err).Class)
			require.ErrorContains(t, err, text)
			kassa.Faults().Clear()
		}
	})
}
