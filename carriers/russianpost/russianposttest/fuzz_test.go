package russianposttest_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
)

// methods are those of Otpravka that have a body or parameters. NAME is a batch, ID an order in none.
var methods = []string{
	"PUT /2.0/user/backlog", "PUT /1.0/user/backlog", "POST /1.0/user/backlog", "PUT /1.0/backlog/ID", "DELETE /1.0/backlog",
	"POST /1.0/user/shipment", "POST /1.0/batch/NAME/shipment", "PUT /1.0/batch/NAME/shipment", "DELETE /1.0/shipment", "PUT /1.0/archive",
	"POST /1.0/archive/revert", "PUT /1.0/returns", "PUT /1.0/returns/return-without-direct", "POST /1.0/returns/1", "POST /1.0/clean/address",
	"POST /1.0/clean/physical", "POST /1.0/clean/phone", "POST /1.0/tariff", "POST /1.0/unreliable-recipient",
}

// Whatever Otpravka is sent, it is answered in the vendor's form, and what is refused changes nothing.
func FuzzCalls(f *testing.F) {
	for _, s := range []string{
		`[]`, `{}`, `[{}]`, `[[]]`, `null`, `7`, `[510000001]`, `["26"]`, `[null,{"goods":{"items":[null]}}]`, "[" + fields(nil) + "]", fields(nil),
		"[" + fields(object{"ecom-data": object{"services": []any{object{}}}, "mail-type": "ECOM"}) + "]", fields(object{"goods": object{}, "mass": 1e300}),
		`{"index-from":"101000","index-to":"1","mail-type":"ECOM","mail-category":"ORDINARY","mass":1}`, `{"direct-barcode":"1","mail-type":"UNDEFINED"}`,
		`[{"id":"1","original-address":"спб, ул Примерная, 1-5","original-fio":"А Б Вна","original-phone":"+7"}]`,
	} {
		for i := range methods {
			f.Add(uint8(i), s)
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, body string) {
		if !json.Valid([]byte(body)) || strings.TrimSpace(body) == "" {
			return
		}
		c := start(t, russianposttest.Settings{})
		one, two := c.srv.MakeOrder(nil), c.srv.MakeOrder(nil)
		c.srv.Accept(two)
		o, _ := c.srv.Order(one)
		method := strings.NewReplacer("NAME", c.srv.Batches()[0].Name, "ID", fmt.Sprint(o.ID)).Replace(methods[int(i)%len(methods)])
		status, answer := c.call(method, body)
		if len(answer) > 0 {
			require.True(t, json.Valid(answer), "%s", answer)
		}
		require.Contains(t, []int{200, 400, 404, 500}, status)
		if status != http.StatusOK {
			require.Zero(t, c.srv.Commits("*"))
		}
		for _, o := range c.srv.Orders() { // what was made can be read
			_, err := json.Marshal(o.Fields)
			require.NoError(t, err)
			status, _ = c.call("GET /1.0/shipment/search?query="+o.Barcode, "")
			require.Equal(t, http.StatusOK, status)
		}
	})
}

// Whatever tracking is sent, it is answered with an envelope.
func FuzzEnvelopes(f *testing.F) {
	for _, s := range []string{
		`<pos:ticketRequest><request><fcl:Item Barcode="10100002000014"/></request>` + login11 + `</pos:ticketRequest>`,
		`<pos:answerByTicketRequest><ticket>1</ticket>` + login11 + `</pos:answerByTicketRequest>`,
	} {
		f.Add(false, fmt.Sprintf(envelope11, s))
	}
	f.Add(true, fmt.Sprintf(envelope12, `<oper:getOperationHistory><data:OperationHistoryRequest><data:Barcode>10100002000014</data:Barcode>`+
		`</data:OperationHistoryRequest>`+fmt.Sprintf(login12, russianposttest.DefaultTrackingLogin)+`</oper:getOperationHistory>`))
	f.Add(true, fmt.Sprintf(envelope12, `<oper:PostalOrderEventsForMail>`+fmt.Sprintf(login12, russianposttest.DefaultTrackingLogin)+
		`<data1:PostalOrderEventsForMailInput Barcode="1" Language="RUS"/></oper:PostalOrderEventsForMail>`))
	f.Add(true, strings.Repeat("<a>", 100))
	f.Add(false, "<a/><b/>")
	f.Fuzz(func(t *testing.T, single bool, body string) {
		path, kind := "/fc", "text/xml"
		if single {
			path, kind = "/rtm34", "application/soap+xml"
		}
		for _, other := range []bool{false, true} {
			c := start(t, russianposttest.Settings{Contract: true, Prefixes: other})
			c.srv.MakeOrder(nil)
			status, answer := c.send("POST", "https://tracking.russianpost.ru"+path, body, http.Header{"Content-Type": {kind}})
			require.Contains(t, []int{200, 500}, status)
			var a struct {
				XMLName xml.Name
				Body    *struct{}
			}
			require.NoError(t, xml.Unmarshal(answer, &a), "%s", answer)
			require.Equal(t, "Envelope", a.XMLName.Local)
			require.NotNil(t, a.Body)
		}
	})
}
