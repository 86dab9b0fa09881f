package russianposttest_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
)

// The requests are the bytes of a client, the answers are read by namespace and local name only.

const envelope12 = `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:oper="http://russianpost.org/operationhistory"
 xmlns:data="http://russianpost.org/operationhistory/data" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:data1="http://www.russianpost.org/RTM/DataExchangeESPP/Data"><soap:Header/><soap:Body>%s</soap:Body></soap:Envelope>`

const login12 = `<data:AuthorizationHeader soapenv:mustUnderstand="1"><data:login>%s</data:login><data:password>tracking-password</data:password>` +
	`</data:AuthorizationHeader>`

const envelope11 = `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:pos="http://fclient.russianpost.org/postserver"
 xmlns:fcl="http://fclient.russianpost.org"><soapenv:Header/><soapenv:Body>%s</soapenv:Body></soapenv:Envelope>`

type record struct {
	Index string    `xml:"http://russianpost.org/operationhistory/data AddressParameters>OperationAddress>Index"`
	To    string    `xml:"http://russianpost.org/operationhistory/data AddressParameters>DestinationAddress>Index"`
	Type  int       `xml:"http://russianpost.org/operationhistory/data OperationParameters>OperType>Id"`
	Attr  int       `xml:"http://russianpost.org/operationhistory/data OperationParameters>OperAttr>Id"`
	Name  string    `xml:"http://russianpost.org/operationhistory/data OperationParameters>OperAttr>Name"`
	At    time.Time `xml:"http://russianpost.org/operationhistory/data OperationParameters>OperDate"`
	Mass  string    `xml:"http://russianpost.org/operationhistory/data ItemParameters>Mass"`
	Value string    `xml:"http://russianpost.org/operationhistory/data FinanceParameters>Value"`
}

type answer12 struct {
	XMLName xml.Name `xml:"http://www.w3.org/2003/05/soap-envelope Envelope"`
	Body    struct {
		History *struct {
			Data *struct {
				Records []record `xml:"http://russianpost.org/operationhistory/data historyRecord"`
			} `xml:"http://russianpost.org/operationhistory/data OperationHistoryData"`
		} `xml:"http://russianpost.org/operationhistory getOperationHistoryResponse"`
		Money *struct {
			Events []struct {
				Type string `xml:"EventType,attr"`
				Sum  int    `xml:"SumPaymentForward,attr"`
			} `xml:"http://www.russianpost.org/RTM/DataExchangeESPP/Data PostalOrderEventsForMaiOutput>PostalOrderEvent"`
		} `xml:"http://russianpost.org/operationhistory PostalOrderEventsForMailResponse"`
		Fault *struct {
			Code   string `xml:"http://www.w3.org/2003/05/soap-envelope Code>Value"`
			Detail struct {
				Format   string `xml:"http://russianpost.org/operationhistory/data OperationHistoryFaultReason"`
				Login    string `xml:"http://russianpost.org/operationhistory/data AuthorizationFaultReason"`
				Language string `xml:"http://russianpost.org/operationhistory/data LanguageFaultReason"`
				Money    struct {
					Code string `xml:"ErrorID,attr"`
				} `xml:"http://www.russianpost.org/RTM/DataExchangeESPP/Data PostalOrderEventsForMailFault>PostalOrderEventsForMailError"`
			} `xml:"http://www.w3.org/2003/05/soap-envelope Detail"`
		} `xml:"http://www.w3.org/2003/05/soap-envelope Fault"`
	} `xml:"http://www.w3.org/2003/05/soap-envelope Body"`
}

// history12 asks for one parcel.
func (c *caller) history12(barcode string) []record {
	c.t.Helper()
	status, a := c.soap12(`<oper:getOperationHistory><data:OperationHistoryRequest><data:Barcode>` + barcode + `</data:Barcode>` +
		`<data:MessageType>0</data:MessageType><data:Language>RUS</data:Language></data:OperationHistoryRequest>` +
		fmt.Sprintf(login12, russianposttest.DefaultTrackingLogin) + `</oper:getOperationHistory>`)
	require.Equal(c.t, http.StatusOK, status)
	require.NotNil(c.t, a.Body.History)
	require.NotNil(c.t, a.Body.History.Data)
	return a.Body.History.Data.Records
}

func (c *caller) soap12(body string) (status int, a answer12) {
	c.t.Helper()
	status, b := c.send("POST", "https://tracking.russianpost.ru/rtm34", fmt.Sprintf(envelope12, body),
		http.Header{"Content-Type": {"application/soap+xml;charset=UTF-8"}})
	require.NoError(c.t, xml.Unmarshal(b, &a), "%s", b)
	return status, a
}

type problem11 struct {
	ID   int    `xml:"ErrorTypeID,attr"`
	Name string `xml:"ErrorName,attr"`
}

type item11 struct {
	Barcode    string `xml:",attr"`
	Operations []struct {
		Type int    `xml:"OperTypeID,attr"`
		Attr int    `xml:"OperCtgID,attr"`
		At   string `xml:"DateOper,attr"`
	} `xml:"http://fclient.russianpost.org Operation"`
	Errors []problem11 `xml:"http://fclient.russianpost.org Error"`
}

type answer11 struct {
	XMLName xml.Name `xml:"http://schemas.xmlsoap.org/soap/envelope/ Envelope"`
	Ticket  struct {
		XMLName xml.Name   `xml:"http://fclient.russianpost.org/postserver ticketResponse"`
		Value   string     `xml:"value"`
		Error   *problem11 `xml:"error"`
	} `xml:"Body>ticketResponse"`
	Answer struct {
		Value *struct {
			XMLName  xml.Name // without a namespace
			Prepared string   `xml:"DatePreparation,attr"`
			Items    []item11 `xml:"http://fclient.russianpost.org Item"`
		} `xml:"value"`
		Error *problem11 `xml:"error"`
	} `xml:"Body>answerByTicketResponse"`
}

func (c *caller) soap11(body string) (a answer11) {
	c.t.Helper()
	status, b := c.send("POST", "https://tracking.russianpost.ru/fc", fmt.Sprintf(envelope11, body), http.Header{"Content-Type": {"text/xml;charset=UTF-8"}})
	require.Equal(c.t, http.StatusOK, status, "%s", b)
	require.NoError(c.t, xml.Unmarshal(b, &a), "%s", b)
	return a
}

const login11 = `<login>` + russianposttest.DefaultTrackingLogin + `</login><password>` + russianposttest.DefaultTrackingPassword + `</password>`

func (c *caller) ticket(barcodes ...string) answer11 {
	items := ""
	for _, b := range barcodes {
		items += `<fcl:Item Barcode="` + b + `"/>`
	}
	return c.soap11(`<pos:ticketRequest><request>` + items + `</request>` + login11 + `<language>RUS</language></pos:ticketRequest>`)
}

func (c *caller) answer(ticket string) answer11 {
	return c.soap11(`<pos:answerByTicketRequest><ticket>` + ticket + `</ticket>` + login11 + `</pos:answerByTicketRequest>`)
}

// pairs are the pairs of records, in their order.
func pairs(all []record) (out []string) {
	for _, r := range all {
		out = append(out, fmt.Sprintf("%d/%d", r.Type, r.Attr))
	}
	return out
}

// One list of events is what tracking tells and what the last operation of Otpravka is.
func TestTracking(t *testing.T) {
	for _, other := range []bool{false, true} {
		c := start(t, russianposttest.Settings{Prefixes: other})
		n := c.srv.MakeOrder(object{"mail-category": "WITH_DECLARED_VALUE", "insr-value": 499000})
		require.Equal(t, []string{"28/0"}, pairs(c.history12(n)), "a number that nobody has seen")
		require.Empty(t, c.history12(n)[0].Name)
		for _, step := range []func(string){c.srv.Accept, c.srv.Ship, c.srv.Arrive, c.srv.HandOut} {
			c.now = c.now.Add(time.Hour)
			step("A-1042")
		}
		got := c.history12(n)
		require.Equal(t, []string{"28/0", "1/2", "8/4", "8/2", "2/1"}, pairs(got))
		require.Equal(t, "Вручение адресату", got[4].Name)
		require.Equal(t, "190000", got[4].Index)
		require.True(t, got[4].At.Equal(c.now))
		require.Equal(t, []string{"190000", "1200", "499000"}, []string{got[1].To, got[1].Mass, got[1].Value})
		require.Equal(t, []string{"", "", ""}, []string{got[2].To, got[2].Mass, got[2].Value}, "later events tell less")

		rows := ask[[]object](c, "GET /1.0/shipment/search?query="+n, "")
		require.Equal(t, "GIVING", rows[0]["last-oper-type"])
		require.Equal(t, "GIVING_RECIPIENT", rows[0]["last-oper-attr"])
		require.Equal(t, "2026-02-03T13:00:00.000Z", rows[0]["last-oper-date"])
		require.Equal(t, "SENT", rows[0]["batch-status"])
	}
}

// Events come late with an earlier time, are taken back, and have pairs that nobody has heard of.
func TestEvents(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	n := c.srv.MakeOrder(nil)
	c.srv.Accept(n)
	c.now = c.now.Add(time.Hour)
	c.srv.Refuse(n)
	c.srv.SendBack(n)
	c.srv.CancelLast(n)
	c.srv.AddEvent(n, russianposttest.Event{Type: 8, Attr: 2, At: c.now.Add(-time.Minute), Index: "190000"})
	require.Equal(t, []string{"28/0", "1/2", "8/2", "12/6", "3/4", "26/2"}, pairs(c.history12(n)))
	c.srv.AddEvent(n, russianposttest.Event{Type: 77, Attr: 3, Name: "Новая операция"})
	rows := ask[[]object](c, "GET /1.0/shipment/search?query=A-1042", "")
	require.Equal(t, "UNKNOWN", rows[0]["last-oper-type"])
	require.NotContains(t, rows[0], "last-oper-attr")
	require.Equal(t, "Новая операция", rows[0]["human-operation-name"])

	c.srv.AddParcel("RA644000001RU")
	require.Empty(t, c.history12("RA644000001RU"))
	c.srv.Travel("RA644000001RU", time.Hour)
	require.Empty(t, c.history12("RA644000001RU"), "not yet")
	c.now = c.now.Add(2 * time.Hour)
	require.Equal(t, []string{"1/2", "8/4"}, pairs(c.history12("RA644000001RU")))
	require.Empty(t, c.history12("10100002123450"), "a number that the post does not know has no events and is no error")
}

// What goes to a point or locker or by courier arrives and is handed out there.
func TestPlaces(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	for to, want := range map[string][2]string{
		russianposttest.PointPetersburg: {"8/39", "2/1"}, russianposttest.LockerPetersburg: {"8/74", "2/3"},
	} {
		n := c.srv.MakeOrder(object{"mail-type": "ECOM", "dimension-type": "S", "ecom-data": object{"delivery-point-index": to}})
		c.srv.Arrive(n)
		c.srv.HandOut(n)
		require.Equal(t, []string{"28/0", want[0], want[1]}, pairs(c.history12(n)))
	}
	n := c.srv.MakeOrder(object{"mail-type": "ONLINE_COURIER"})
	c.srv.Arrive(n)
	c.srv.HandOut(n)
	require.Equal(t, []string{"28/0", "8/2", "8/15", "2/8"}, pairs(c.history12(n)))
}

// A part is handed out, and what goes back is marked.
func TestPartHandedOut(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	n := c.srv.MakeOrder(object{
		"mail-type": "ECOM", "dimension-type": "S",
		"ecom-data": object{"delivery-point-index": russianposttest.PointPetersburg, "services": []string{"PARTIAL_REDEMPTION"}},
		"goods": object{"items": []object{
			{"description": "Кроссовки", "quantity": 1, "item-number": "ALT-42W"}, {"description": "Носки", "quantity": 1, "item-number": "SOX-1"},
		}},
	})
	c.srv.Arrive(n)
	c.srv.HandOutPart(n, "SOX-1")
	require.Equal(t, []string{"28/0", "8/39", "48/0", "3/15"}, pairs(c.history12(n)))
	row := ask[[]object](c, "GET /1.0/shipment/search?query="+n, "")[0]
	items := row["goods"].(object)["items"].([]any)
	require.Equal(t, true, row["returned-partial"])
	require.Equal(t, []any{false, true}, []any{items[0].(object)["returned"], items[1].(object)["returned"]})
}

// A history that was there is empty for a while, in all three places that tell it.
//
// pain: RP-P2
func TestHistoryIsEmptyForAWhile(t *testing.T) {
	c := start(t, russianposttest.Settings{Contract: true})
	n := c.srv.MakeOrder(nil)
	c.srv.Accept(n)
	require.Len(t, c.history12(n), 2)
	ticket := c.ticket(n).Ticket.Value
	c.now = c.now.Add(15 * time.Minute)
	c.srv.HideHistory(n, true)
	require.Empty(t, c.history12(n))
	require.NotContains(t, ask[[]object](c, "GET /1.0/shipment/search?query="+n, "")[0], "last-oper-type")
	require.Equal(t, []problem11{{12, "Нет информации по указанному отправлению"}}, c.answer(ticket).Answer.Value.Items[0].Errors)
	c.srv.HideHistory(n, false)
	require.Len(t, c.history12(n), 2)
}

// The login of Otpravka is not that of tracking.
//
// pain: RP-P4
func TestTwoLogins(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	status, a := c.soap12(`<oper:getOperationHistory><data:OperationHistoryRequest><data:Barcode>10100002123450</data:Barcode>` +
		`</data:OperationHistoryRequest>` + fmt.Sprintf(login12, russianposttest.DefaultLogin) + `</oper:getOperationHistory>`)
	require.Equal(t, http.StatusInternalServerError, status)
	require.Equal(t, "S:Receiver", a.Body.Fault.Code)
	require.Contains(t, a.Body.Fault.Detail.Login, "Ошибка авторизации")
	b := c.soap11(`<pos:ticketRequest><request><fcl:Item Barcode="1"/></request><login>` + russianposttest.DefaultLogin +
		`</login><password>x</password></pos:ticketRequest>`)
	require.Equal(t, 3, b.Ticket.Error.ID)
	require.NotContains(t, b.Ticket.Error.Name, "лимит")
}

// Free tracking has its calls of a day of Moscow and no tickets; both say so in the words of a wrong login.
func TestTrackingLimit(t *testing.T) {
	c := start(t, russianposttest.Settings{TrackingLimit: 2})
	require.Contains(t, c.ticket("10100002123450").Ticket.Error.Name, "лимит")
	c.history12("10100002123450")
	status, a := c.soap12(`<oper:getOperationHistory><data:OperationHistoryRequest><data:Barcode>10100002123450</data:Barcode>` +
		`</data:OperationHistoryRequest>` + fmt.Sprintf(login12, russianposttest.DefaultTrackingLogin) + `</oper:getOperationHistory>`)
	require.Equal(t, http.StatusInternalServerError, status)
	require.Contains(t, a.Body.Fault.Detail.Login, "лимит")
	c.now = time.Date(2026, 2, 3, 21, 0, 0, 0, time.UTC)
	c.history12("10100002123450")
}

// An answer to a ticket takes its time, is as old as that, and is not kept for ever.
func TestTickets(t *testing.T) {
	for _, other := range []bool{false, true} {
		c := start(t, russianposttest.Settings{Contract: true, Prefixes: other})
		n := c.srv.MakeOrder(nil)
		c.srv.Accept(n)
		ticket := c.ticket(n, "RA644000001RU").Ticket.Value
		require.Regexp(t, `^20260203120000000TRACKEDSHOP$`, ticket)
		require.Equal(t, 6, c.answer(ticket).Answer.Error.ID)
		c.now = c.now.Add(16 * time.Minute)
		c.srv.Arrive(n)
		for range 2 {
			got := c.answer(ticket).Answer.Value
			require.Equal(t, xml.Name{Local: "value"}, got.XMLName)
			require.Equal(t, "03.02.2026 12:15:00", got.Prepared)
			require.Len(t, got.Items, 2)
			require.Len(t, got.Items[0].Operations, 2, "the arrival came after the answer was prepared")
			require.Equal(t, "03.02.2026 12:00:00", got.Items[0].Operations[1].At)
			require.Equal(t, 12, got.Items[1].Errors[0].ID)
		}
		c.now = c.now.Add(32 * time.Hour)
		require.Equal(t, 17, c.answer(ticket).Answer.Error.ID)
		require.Equal(t, 6, c.answer("20260203120000000OTHER").Answer.Error.ID, "one that never was is never ready")
	}
	c := start(t, russianposttest.Settings{Contract: true})
	require.Equal(t, 21, c.ticket("101000021234567").Ticket.Error.ID)
	require.Equal(t, 2, c.ticket().Ticket.Error.ID)
	require.Equal(t, 18, c.ticket(strings.Split(strings.Repeat("10100002123450 ", 3001), " ")[:3001]...).Ticket.Error.ID)
	require.NotEmpty(t, c.ticket(strings.Split(strings.Repeat("10100002123450 ", 3000), " ")[:3000]...).Ticket.Value)
}

// An item of an answer can have neither an event nor an error.
//
// pain: RP-P5
func TestItemWithNothing(t *testing.T) {
	c := start(t, russianposttest.Settings{Contract: true, Shuffle: true})
	n := c.srv.MakeOrder(nil)
	c.srv.Silence(n, true)
	ticket := c.ticket(n, "RA644000001RU").Ticket.Value
	c.now = c.now.Add(15 * time.Minute)
	got := c.answer(ticket).Answer.Value.Items
	require.Len(t, got, 2)
	require.Equal(t, "RA644000001RU", got[0].Barcode, "in another order")
	require.Equal(t, item11{Barcode: n}, got[1])
}

// Money that the recipient paid comes back; it has events of its own.
func TestCashOnDelivery(t *testing.T) {
	c := start(t, russianposttest.Settings{})
	n := c.srv.MakeOrder(object{"mail-category": "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY", "insr-value": 499000, "payment": 499000})
	ask := `<oper:PostalOrderEventsForMail>` + fmt.Sprintf(login12, russianposttest.DefaultTrackingLogin) +
		`<data1:PostalOrderEventsForMailInput Barcode="` + n + `" Language="RUS"/></oper:PostalOrderEventsForMail>`
	_, a := c.soap12(ask)
	require.Empty(t, a.Body.Money.Events)
	c.srv.HandOut(n)
	c.srv.PayCOD(n)
	_, a = c.soap12(ask)
	require.Len(t, a.Body.Money.Events, 2)
	require.Equal(t, "3", a.Body.Money.Events[1].Type)
	require.Equal(t, 499000, a.Body.Money.Events[1].Sum)
	require.Equal(t, []string{"28/0", "2/1", "63/0"}, pairs(c.history12(n)))
	_, a = c.soap12(strings.Replace(ask, russianposttest.DefaultTrackingLogin, "other", 1))
	require.Equal(t, "InvalidLoginOrPassword", a.Body.Fault.Detail.Money.Code)
}

// A request in the wrong namespace, or with what the service does not have, is no request.
func TestNamespaces(t *testing.T) {
	c := start(t, russianposttest.Settings{Contract: true})
	good := `<oper:getOperationHistory><data:OperationHistoryRequest><data:Barcode>10100002123450</data:Barcode>` +
		`<data:MessageType>0</data:MessageType></data:OperationHistoryRequest>` + fmt.Sprintf(login12, russianposttest.DefaultTrackingLogin) +
		`</oper:getOperationHistory>`
	for _, bad := range []string{
		strings.ReplaceAll(good, "oper:", "data:"), strings.ReplaceAll(good, "data:Barcode", "oper:Barcode"), strings.ReplaceAll(good, "data:login", "login"),
		strings.Replace(good, "<data:MessageType>0", "<data:Kind>0</data:Kind><data:MessageType>0", 1),
		strings.Replace(good, "10100002123450", "101000021234", 1), strings.ReplaceAll(good, "MessageType>0", "MessageType>7"), "", good + good,
	} {
		status, a := c.soap12(bad)
		require.Equal(t, http.StatusInternalServerError, status, bad)
		require.NotEmpty(t, a.Body.Fault.Detail.Format, bad)
	}
	_, a := c.soap12(strings.Replace(good, "</data:OperationHistoryRequest>", "<data:Language>FRA</data:Language></data:OperationHistoryRequest>", 1))
	require.NotEmpty(t, a.Body.Fault.Detail.Language)
	status, _ := c.send("POST", "https://tracking.russianpost.ru/rtm34", fmt.Sprintf(envelope12, good), http.Header{"Content-Type": {"text/xml"}})
	require.Equal(t, http.StatusUnsupportedMediaType, status)

	for _, bad := range []string{
		`<pos:ticketRequest><pos:request><fcl:Item Barcode="1"/></pos:request>` + login11 + `</pos:ticketRequest>`,
		`<pos:ticketRequest><request><Item Barcode="1"/></request>` + login11 + `</pos:ticketRequest>`,
		`<pos:ticketRequest><request><fcl:Item Barcode="1" Kind="2"/></request>` + login11 + `</pos:ticketRequest>`,
		`<pos:ticketRequest><request><fcl:Item Barcode="1"/></request>` + login11 + `<tongue>RUS</tongue></pos:ticketRequest>`,
	} {
		require.Equal(t, 2, c.soap11(bad).Ticket.Error.ID, bad)
	}
	require.Equal(t, 20, c.soap11(`<pos:ticketRequest><request><fcl:Item Barcode="1"/></request>`+login11+
		`<language>FRA</language></pos:ticketRequest>`).Ticket.Error.ID)
}
