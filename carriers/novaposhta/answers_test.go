package novaposhta_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
)

func TestTimesComeInManyForms(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-04 11:02:04":        "2026-03-04T11:02:04+02:00",
		"04-03-2026 11:02:04":        "2026-03-04T11:02:04+02:00",
		"04.07.2026 11:02:04":        "2026-07-04T11:02:04+03:00",
		"11:02 04.07.2026":           "2026-07-04T11:02:00+03:00",
		"2026-03-04":                 "2026-03-04T00:00:00+02:00",
		"04.03.2026":                 "2026-03-04T00:00:00+02:00",
		"2026-03-04 00:00:00.000000": "2026-03-04T00:00:00+02:00",
		"2026.03.04 12:13:14":        "2026-03-04T12:13:14+02:00",
		"2026-03-20T13:45:19+00:00":  "2026-03-20T15:45:19+02:00",
		"":                           "",
		"0001-01-01 00:00:00":        "",
		"0000-00-00 00:00:00":        "",
	} {
		var at novaposhta.Time
		require.NoError(t, json.Unmarshal([]byte(`"`+text+`"`), &at), text)
		got := ""
		if !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		require.Equal(t, want, got, text)
		var day novaposhta.Date
		require.NoError(t, json.Unmarshal([]byte(`"`+text+`"`), &day))
		require.Equal(t, strings.Split(want+"T", "T")[0], string(day), text)
	}
	var at novaposhta.Time
	require.Error(t, json.Unmarshal([]byte(`"soon"`), &at))
	require.Equal(t, novaposhta.Date("2026-03-01"), novaposhta.Date("2026-02-28").Add(1))
	_, err := json.Marshal(novaposhta.Date("02.03.2026"))
	require.Error(t, err)
}

func TestProblemsComeInManyForms(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want []string
	}{
		"texts and codes":             {`"errors":["one","two"],"errorCodes":["1","2"]`, []string{"[1] one", "[2] two"}},
		"fewer codes, by their place": {strings.TrimSuffix(strings.TrimSpace(testdata(t, "refused.json")[len(`{"success":false,"data":[],`):]), "}"), []string{"EDRPOU can't be empty for Organization", "[20000900759] CompanyName is not specified"}},
		"fewer codes":                 {`"errors":["one","two"],"errorCodes":["1"]`, []string{"one", "two", "[1] no reason is given"}},
		"objects":                     {`"errors":{"A":"one","B":"two"},"errorCodes":{"B":"2"}`, []string{"one", "[2] two"}},
		"a list of objects":           {`"errors":[{"A":"one"},{"B":"two"}],"errorCodes":[]`, []string{"one", "two"}},
		"a text":                      {`"errors":"one","errorCodes":""`, []string{"one"}},
		"a code alone":                {`"errors":[],"errorCodes":["20000400480"]`, []string{"[20000400480] no reason is given"}},
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"success":false,"data":[],` + tt.body + `}`
			for _, answer := range []string{body, "[" + body + "]"} { // some answers stand in a list
				c, _ := at(t, map[string][]string{"Address.getAreas": {answer}})
				_, err := c.ListAreas(t.Context())
				var no *novaposhta.RefusalError
				require.ErrorAs(t, err, &no)
				var got []string
				for _, p := range no.Problems {
					got = append(got, p.String())
				}
				require.Equal(t, tt.want, got)
			}
		})
	}
}

func TestWarningsOfASuccessAreKept(t *testing.T) {
	body := `{"success":true,"data":[{"Ref":"cp-1"}],"errors":[],"warnings":{"DuplicateValidate":"Counterparty is not unique"},"errorCodes":[],"warningCodes":{"DuplicateValidate":"30000900779"},"info":[]}`
	c, _ := at(t, map[string][]string{"Counterparty.save": {body}})
	want := novaposhta.Problems{{Code: "30000900779", Key: "DuplicateValidate", Text: "Counterparty is not unique"}}
	r, err := c.CreateCounterparty(t.Context(), novaposhta.CounterpartyDraft{})
	require.NoError(t, err)
	require.Equal(t, want, r.Warnings)

	var out []struct {
		Ref string `json:"Ref"`
	}
	said, err := c.Call(t.Context(), "Counterparty", "save", map[string]string{"EDRPOU": "12345678"}, &out)
	require.NoError(t, err)
	require.Equal(t, want, said)
	require.Equal(t, "cp-1", out[0].Ref)
}

func TestWhatARefusalMeans(t *testing.T) {
	for code, want := range map[string]ordo.Class{
		"20000401355": ordo.Auth, "20000401501": ordo.RateLimited, "20000100016": ordo.Retry, "20000300415": ordo.NotFound, "20000200249": ordo.Unsupported,
		"29999999999": ordo.Invalid,
	} {
		synctest.Test(t, func(t *testing.T) {
			c, s := at(t, map[string][]string{"Address.getAreas": {refused(code, "no")}})
			_, err := c.ListAreas(t.Context())
			require.Equal(t, want, ordo.ClassOf(err), code)
			passing := want == ordo.RateLimited || want == ordo.Retry
			require.Equal(t, passing, len(s.sent) > 1, code)
		})
	}
	// After a write it is not certain that nothing was done.
	synctest.Test(t, func(t *testing.T) {
		c, s := at(t, map[string][]string{list: {rows(), rows(found)}, save: {refused("20000100008", "An unknown error occurred. Try again later.")}})
		w, err := c.CreateWaybill(t.Context(), draft("A-1042-S1"))
		require.NoError(t, err)
		require.Equal(t, "20450000000001", w.Number)
		require.Len(t, s.calls(save), 1)
	})
	synctest.Test(t, func(t *testing.T) {
		c, _ := at(t, map[string][]string{"Address.getAreas": {strings.Replace(refused("", "To many requests"), `[""]`, `[]`, 1)}})
		_, err := c.ListAreas(t.Context())
		require.Equal(t, ordo.RateLimited, ordo.ClassOf(err), "seen without a code")
	})
	require.NotEmpty(t, novaposhta.Errors())
}

func TestTrackingKeepsTheOrderOfTheNumbersAndTellsOddOnes(t *testing.T) {
	const a, b, unknown = "20450000000001", "20450000000002", "20450000000003"
	c, s := at(t, map[string][]string{track: {rows(`{"Number":"`+b+`","StatusCode":"7"}`, `{"Number":"`+a+`","StatusCode":9}`)}})
	var got []string
	for r, err := range c.Track(t.Context(), novaposhta.Tracked{Number: "2045 0000 0000 01"}, novaposhta.Tracked{Number: "59"}, novaposhta.Tracked{Number: b + "0001"},
		novaposhta.Tracked{Number: unknown}, novaposhta.Tracked{Number: a}) {
		require.NoError(t, err)
		got = append(got, r.Number+" "+r.StatusCode+" "+ordo.ClassOf(r.Problem).String())
	}
	require.Equal(t, []string{a + " 9 ", "59  invalid", b + " 7 ", unknown + "  retry", a + " 9 "}, got)
	require.Len(t, s.sent, 1)
	require.Len(t, s.sent[0].Properties["Documents"], 3, "each number once, and none that is no number")
}

func TestOneNumberThatIsRefusedDoesNotHideTheOthers(t *testing.T) {
	no := refused("20001401442", "Document number is not correct")
	row := func(n string) string { return `{"Number":"` + n + `","StatusCode":"7"}` }
	c, s := at(t, map[string][]string{track: {
		no, rows(row("20450000000001"), row("20450000000002")), // of four, the first two
		no, no, rows(row("20450000000004")),
	}})
	var ask []novaposhta.Tracked
	for _, n := range []string{"1", "2", "3", "4"} {
		ask = append(ask, novaposhta.Tracked{Number: "2045000000000" + n})
	}
	bad := 0
	for r, err := range c.Track(t.Context(), ask...) {
		require.NoError(t, err)
		if r.Problem != nil {
			bad++
			require.Equal(t, "20450000000003", r.Number)
			require.ErrorIs(t, r.Problem, ordo.ErrInvalid)
		}
	}
	require.Equal(t, 1, bad)
	require.Len(t, s.sent, 5)
}

func TestAHundredWaybillsInOneRequest(t *testing.T) {
	c, s := at(t, map[string][]string{track: {rows()}})
	ask := make([]novaposhta.Tracked, 250)
	for i := range ask {
		ask[i].Number = "204500000" + time.Date(2000, 1, 1, 0, 0, i, 0, time.UTC).Format("00405")
	}
	n := 0
	for _, err := range c.Track(t.Context(), ask...) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, 250, n)
	require.Len(t, s.sent, 3)
}

func TestADeletionWaitsUntilTheWaybillIsKnown(t *testing.T) {
	const remove = "InternetDocument.delete"
	no := refused("20000201173", "No document changed DeletionMark")
	synctest.Test(t, func(t *testing.T) {
		c, s := at(t, map[string][]string{remove: {no, no, rows(`{"Ref":"` + docID + `"}`)}})
		require.NoError(t, c.DeleteWaybill(t.Context(), docID))
		require.Len(t, s.sent, 3)

		c, _ = at(t, map[string][]string{remove: {no}})
		err := c.DeleteWaybill(t.Context(), docID)
		var pending *ordo.PendingError
		require.ErrorAs(t, err, &pending, "too new, or deleted already")
		require.Equal(t, ordo.Retry, ordo.ClassOf(err))

		c, s = at(t, map[string][]string{remove: {refused("20000200153", "Document in registry")}})
		require.ErrorIs(t, c.DeleteWaybill(t.Context(), docID), ordo.ErrConflict)
		require.Len(t, s.sent, 1)
	})
}

func TestADayOfDeliveryInEitherForm(t *testing.T) {
	for _, row := range []string{
		`{"DeliveryDate":{"date":"2026-03-04 00:00:00.000000","timezone_type":3,"timezone":"Europe/Kiev"}}`, `{"date":"2026.03.04 12:13:14","timezone_type":"3"}`,
		`{"DeliveryDate":"2026-03-04 00:00:00"}`,
	} {
		c, _ := at(t, map[string][]string{"InternetDocument.getDocumentDeliveryDate": {rows(row)}})
		day, err := c.GetDeliveryDate(t.Context(), "a", "b", novaposhta.WarehouseWarehouse, "2026-03-02")
		require.NoError(t, err)
		require.Equal(t, novaposhta.Date("2026-03-04"), day)
	}
}

func TestAPrintShowsTheKeyToNobody(t *testing.T) {
	const key = "0123456789abcdef0123456789abcdef"
	c, s := at(t, nil)
	s.printed = "%PDF-1.4 …"
	data, err := c.GetPDF(t.Context(), novaposhta.LabelForm, "20450000000001")
	require.NoError(t, err)
	require.Equal(t, s.printed, string(data))
	require.Equal(t, novaposhta.Cabinet+"/orders/printMarking100x100/orders[]/20450000000001/type/pdf/zebra/zebra/apiKey/"+key, s.sent[0].url)

	synctest.Test(t, func(t *testing.T) {
		c, s := at(t, nil)
		s.printed = "<html>login " + key + "</html>"
		_, err = c.GetPDF(t.Context(), novaposhta.WaybillForm, "20450000000001")
		require.ErrorContains(t, err, "no PDF")
		require.NotContains(t, err.Error(), key)
	})
	_, err = c.GetPDF(t.Context(), novaposhta.WaybillForm, "2045")
	require.ErrorIs(t, err, ordo.ErrInvalid)
}

func TestAReturnIsOrderedOnce(t *testing.T) {
	const orders, order = "AdditionalService.getReturnOrdersList", "AdditionalService.save"
	there := `{"OrderRef":"o-1","OrderNumber":"102-00003168","OrderStatus":"Прийняте","DocumentNumber":"20450000000001","ExpressWaybillNumber":"20450000000077","DeliveryCost":"20"}`
	d := novaposhta.ReturnDraft{Number: "20450000000001", Address: "a-1", Reason: "r-1"}
	c, s := at(t, map[string][]string{orders: {rows()}, order: {rows(`{"Ref":"o-1","Number":"102-00003168"}`)}})
	r, err := c.CreateReturn(t.Context(), d)
	require.NoError(t, err)
	require.Equal(t, "102-00003168", r.Number)
	require.Equal(t, "orderCargoReturn", s.calls(order)[0].Properties["OrderType"])

	c, s = at(t, map[string][]string{orders: {rows(there)}})
	r, err = c.CreateReturn(t.Context(), d)
	require.NoError(t, err)
	require.True(t, r.Already)
	require.Equal(t, "20450000000077", r.ReturnWaybill)
	require.Empty(t, s.calls(order))
}

func TestARegistryTellsWhatItRefused(t *testing.T) {
	c, _ := at(t, map[string][]string{"ScanSheet.insertDocuments": {rows(`{"Ref":"","Number":"","Date":"","Errors":[{"Error":"Реєстр не знайдений","Number":"1"}],"Success":[],"Data":{"Errors":[{"Ref":"r-2","Error":"printed"}]}}`)}})
	r, err := c.AddToScanSheet(t.Context(), "", docID)
	require.NoError(t, err)
	require.Len(t, r.Refused(), 2, "although it is reported as a success")
}

func TestWrongArgumentsAreNotSent(t *testing.T) {
	c, s := at(t, nil)
	d := draft("")
	_, noKey := c.CreateWaybill(t.Context(), d)
	d = draft("A-1")
	d.DateTime = ""
	_, noDay := c.CreateWaybill(t.Context(), d)
	d = draft("A-1")
	d.Cost.Decimal, d.Cost.Currency = "5", "RUB"
	_, roubles := c.CreateWaybill(t.Context(), d)
	_, noRef := c.UpdateWaybill(t.Context(), "", draft("A-1"))
	_, noWarehouse := c.GetWarehouse(t.Context(), "")
	_, noFind := c.FindWaybills(t.Context(), "", "2026-03-02")
	_, badDay := c.FindWaybills(t.Context(), "A-1", "soon")
	for _, err := range []error{noKey, noDay, roubles, noRef, noWarehouse, noFind, badDay, c.DeleteWaybill(t.Context(), ""), c.DeleteServiceOrder(t.Context(), "")} {
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, "not sent")
	}
	_, err := c.GetTracking(t.Context(), "59", "")
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.Empty(t, s.sent)
	var e *ordo.Error
	require.True(t, errors.As(err, &e))
	require.Equal(t, track, e.Op)
}
