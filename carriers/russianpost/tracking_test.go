package russianpost_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
)

const (
	barcode = "10100026123459"
	single  = "POST /rtm34"
	batch   = "POST /fc"
)

// soap answers as tracking does.
func soap(status int, body string) []answer {
	return []answer{{status: status, body: body, media: "application/soap+xml;charset=utf-8"}}
}

// inBody is an answer of the batch access.
func inBody(body string) []answer {
	return soap(200, `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>`+body+`</S:Body></S:Envelope>`)
}

func TestAHistoryIsRead(t *testing.T) {
	v, track := tracking(map[string][]answer{single: soap(200, testdata(t, "history.xml"))})
	all, err := track.History(t.Context(), barcode)
	require.NoError(t, err)
	require.Len(t, all, 2)
	first := all[0]
	require.NoError(t, first.Problem)
	require.Equal(t, "1/2", first.Code())
	require.Equal(t, "Партионный", first.Operation.Attr.Name)
	require.Equal(t, time.Date(2026, 2, 5, 11, 50, 0, 1e6, time.UTC), first.Operation.At.UTC())
	require.Equal(t, "101000", first.Address.Operation.Index)
	require.Equal(t, "RUS", first.Address.To.Code3A)
	require.Equal(t, russianpost.Kopecks(499000), first.Finance.Value)
	require.Equal(t, 1200, first.Item.Mass)
	require.True(t, first.Item.ValidRu)
	require.Equal(t, "ООО ВЕСНА", first.User.Sender)
	require.Equal(t, "2/0", all[1].Code(), "an attribute without an id")
	require.NoError(t, all[1].Problem)

	sent := v.last(single)
	require.Equal(t, "application/soap+xml;charset=UTF-8", sent.header.Get("Content-Type"))
	require.Contains(t, sent.body, "<data:Barcode>"+barcode+"</data:Barcode>")
	require.Contains(t, sent.body, "<data:password>p4ss&amp;&lt;of&gt;&#39;tracking&#39;</data:password>")
}

func TestPrefixesDoNotCount(t *testing.T) {
	other := strings.NewReplacer("ns3:", "a:", ":ns3", ":a", "ns7:", "", ":ns7", "", "S:", "soapenv:", ":S=", ":soapenv=").Replace(testdata(t, "history.xml"))
	require.Contains(t, other, "<getOperationHistoryResponse xmlns=")
	_, track := tracking(map[string][]answer{single: soap(200, other)})
	all, err := track.History(t.Context(), barcode)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "1/2", all[0].Code())

	// An element of a foreign namespace is not taken for the vendor's, and is kept; so is what is new.
	strange := strings.Replace(testdata(t, "history.xml"), "<ns3:FinanceParameters/>",
		`<x:FinanceParameters xmlns:x="urn:x"><x:Value>1</x:Value></x:FinanceParameters><ns3:NewParameters a="1">b</ns3:NewParameters>`, 1)
	_, track = tracking(map[string][]answer{single: soap(200, strange)})
	all, err = track.History(t.Context(), barcode)
	require.NoError(t, err)
	require.Zero(t, all[1].Finance.Value)
	require.JSONEq(t, `{"Value":"1"}`, strings.ReplaceAll(string(all[1].Extra["{urn:x}FinanceParameters"]), "{urn:x}Value", "Value"))
	require.JSONEq(t, `{"a":"1","#text":"b"}`, string(all[1].Extra["NewParameters"]))
}

// pain: RP-P2
func TestAnEmptyHistoryIsNoNewsAndNoError(t *testing.T) {
	for name, body := range map[string]string{
		"no record":       `<o:getOperationHistoryResponse xmlns:o="http://russianpost.org/operationhistory"><d:OperationHistoryData xmlns:d="http://russianpost.org/operationhistory/data"/></o:getOperationHistoryResponse>`,
		"no data at all":  `<o:getOperationHistoryResponse xmlns:o="http://russianpost.org/operationhistory"/>`,
		"nil for nothing": `<o:getOperationHistoryResponse xmlns:o="http://russianpost.org/operationhistory"><OperationHistoryData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></o:getOperationHistoryResponse>`,
	} {
		_, track := tracking(map[string][]answer{single: inBody(body)})
		all, err := track.History(t.Context(), barcode)
		require.NoError(t, err, name)
		require.Empty(t, all, name)
	}
}

func TestAnAnswerThatIsNoHistoryDecidesNothing(t *testing.T) {
	for name, body := range map[string]string{
		"a page":                "<html><body>maintenance</body></html>",
		"nothing":               "",
		"another element":       `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><x/></S:Body></S:Envelope>`,
		"an envelope of nobody": `<Envelope><Body/></Envelope>`,
		"cut":                   testdata(t, "history.xml")[:900],
		"another parcel":        strings.ReplaceAll(testdata(t, "history.xml"), barcode, "10100026123466"),
		"too deep":              `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>` + strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100) + `</S:Body></S:Envelope>`,
		"an entity":             `<!DOCTYPE a [<!ENTITY x "y">]><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><a>&x;</a></S:Body></S:Envelope>`,
	} {
		_, track := tracking(map[string][]answer{single: soap(200, body)}, ordo.WithMaxAttempts(1))
		_, err := track.History(t.Context(), barcode)
		require.Equal(t, ordo.Retry, failure(t, err).Class, name)
	}
}

func TestAParcelMayGetAnotherNumber(t *testing.T) {
	renamed := strings.NewReplacer(barcode, "10100026123466", "<ns3:Id>1</ns3:Id><ns3:Name>Прием", "<ns3:Id>8</ns3:Id><ns3:Name>Обработка", "<ns3:Id>2</ns3:Id><ns3:Name>Партионный", "<ns3:Id>26</ns3:Id><ns3:Name>Новый номер").
		Replace(testdata(t, "history.xml"))
	marked := strings.Replace(renamed, "<ns3:MailCtg>", "<ns3:PostMark><ns3:Id>0</ns3:Id></ns3:PostMark><ns3:PostMark><ns3:Id>2048</ns3:Id></ns3:PostMark><ns3:MailCtg>", 1)
	_, track := tracking(map[string][]answer{single: soap(200, marked)})
	all, err := track.History(t.Context(), barcode)
	require.NoError(t, err)
	require.Equal(t, "8/26", all[0].Code())
	require.NoError(t, all[0].Problem)
	require.Equal(t, 2048, all[0].Item.Postmark[1].ID)
}

func TestOneOddRecordIsItsOwnProblem(t *testing.T) {
	odd := strings.Replace(testdata(t, "history.xml"), "<ns3:Id>1</ns3:Id><ns3:Name>Прием", "<ns3:Id>one</ns3:Id><ns3:Name>Прием", 1)
	_, track := tracking(map[string][]answer{single: soap(200, odd)})
	all, err := track.History(t.Context(), barcode)
	require.NoError(t, err)
	require.ErrorContains(t, all[0].Problem, "OperType.Id")
	require.Equal(t, "2/0", all[1].Code())
}

func TestFaultsOfTracking(t *testing.T) {
	fault := testdata(t, "fault-auth.xml")
	detail := func(element, text string) string {
		return strings.NewReplacer("AuthorizationFaultReason", element, "Wrong", text).Replace(fault)
	}
	for name, c := range map[string]struct {
		body  string
		class ordo.Class
		says  string
	}{
		"login":    {fault, ordo.Auth, "tracking refused the credentials"},
		"limit":    {detail("AuthorizationFaultReason", "Ошибка авторизации: Превышен лимит количества запросов"), ordo.RateLimited, "used up"},
		"format":   {detail("OperationHistoryFaultReason", "The format of the request data is invalid"), ordo.Invalid, "format of the request"},
		"language": {detail("LanguageFaultReason", "No such language"), ordo.Invalid, "No such language"},
		"cod login": {
			strings.Replace(detail("PostalOrderEventsForMailError", ""), "Error xmlns", `Error ErrorID="InvalidLoginOrPassword" xmlns`, 1),
			ordo.Auth, "tracking refused",
		},
		"unknown, ours":  {strings.Replace(detail("NewReason", "why"), "S:Receiver", "S:Sender", 1), ordo.Invalid, "why"},
		"unknown":        {detail("NewReason", "why"), ordo.Retry, "why"},
		"SOAP 1.1":       {`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>Unmarshalling Error</faultstring></s:Fault></s:Body></s:Envelope>`, ordo.Invalid, "Unmarshalling"},
		"SOAP 1.1 login": {`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><AuthorizationFaultReason>no</AuthorizationFaultReason></detail></s:Fault></s:Body></s:Envelope>`, ordo.Auth, "tracking refused"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				_, track := tracking(map[string][]answer{single: soap(500, c.body)})
				_, err := track.History(t.Context(), barcode)
				require.Equal(t, c.class, failure(t, err).Class, "%v", err)
				require.ErrorContains(t, err, c.says)
			})
		})
	}
}

func TestMoneyThatWasCollected(t *testing.T) {
	v, track := tracking(map[string][]answer{single: inBody(`<o:PostalOrderEventsForMailResponse xmlns:o="http://russianpost.org/operationhistory">
		<p:PostalOrderEventsForMaiOutput xmlns:p="http://www.russianpost.org/RTM/DataExchangeESPP/Data"><PostalOrderEvent Number="101000900001" EventDateTime="2026-02-09T12:00:00.000+03:00"
		EventType="1" EventName="Прием" IndexTo="101000" IndexEvent="190000" SumPaymentForward="499000" CountryEventCode="RU" CountryToCode="RU"/></p:PostalOrderEventsForMaiOutput>
		</o:PostalOrderEventsForMailResponse>`)})
	all, err := track.CODEvents(t.Context(), barcode)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "499000", fmt.Sprint(int64(all[0].Sum)))
	require.Equal(t, "1", all[0].Type)
	require.NoError(t, all[0].Problem)
	require.Contains(t, v.last(single).body, `<data1:PostalOrderEventsForMailInput Barcode="`+barcode+`" Language="RUS"/>`)
}

func ticketAnswer(items string) []answer {
	return inBody(`<ns2:answerByTicketResponse xmlns:ns2="http://fclient.russianpost.org/postserver" xmlns:ns3="http://fclient.russianpost.org"><value FileName="A.xml" FileTypeID="2"
		FileNumber="1" SenderID="1" RecipientID="1" DatePreparation="06.02.2026 10:31:00">` + items + `</value></ns2:answerByTicketResponse>`)
}

func TestATicketIsAskedForAndAnswered(t *testing.T) {
	v, track := tracking(map[string][]answer{batch: append(
		inBody(`<ns2:ticketResponse xmlns:ns2="http://fclient.russianpost.org/postserver"><value>20260206101500123SHOP-LOGIN</value></ns2:ticketResponse>`),
		ticketAnswer(`<ns3:Item Barcode="10100026123459"><ns3:Operation OperTypeID="1" OperCtgID="2" OperName="Прием" DateOper="05.02.2026 14:50:00" IndexOper="101000"/>
			<ns3:Operation OperTypeID="8" OperCtgID="2" OperName="Обработка" DateOper="08.02.2026 12:12:00" IndexOper="190000"/></ns3:Item>`)...,
	)})
	ticket, err := track.CreateTicket(t.Context(), barcode)
	require.NoError(t, err)
	require.Equal(t, "20260206101500123SHOP-LOGIN", ticket)
	require.Contains(t, v.last(batch).body, `<pos:ticketRequest><request><fcl:Item Barcode="10100026123459"/></request><login>shop-login</login>`)
	require.Equal(t, `"http://fclient.russianpost.org/FederalClient/getTicketRequest"`, v.last(batch).header.Get("SOAPAction"))
	a, err := track.GetAnswer(t.Context(), ticket)
	require.NoError(t, err)
	require.Equal(t, time.Date(2026, 2, 6, 7, 31, 0, 0, time.UTC), a.PreparedAt.UTC())
	require.Len(t, a.Items[0].Operations, 2)
	require.Equal(t, "8/2", a.Items[0].Operations[1].Code())
	require.Equal(t, "190000", a.Items[0].Operations[1].Index)
	require.Empty(t, a.Items[0].Operations[1].Extra)

	for _, wrong := range [][]string{nil, {""}, make([]string, 3001)} {
		_, err := track.CreateTicket(t.Context(), wrong...)
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
	}
}

func TestErrorsOfTickets(t *testing.T) {
	for id, c := range map[string]struct {
		name  string
		class ordo.Class
		says  string
	}{
		"2": {"Формат", ordo.Invalid, "Формат"}, "3": {"Ошибка авторизации", ordo.Auth, "not those of Otpravka"},
		"03": {"Ошибка авторизации: Превышен лимит количества запросов", ordo.RateLimited, "used up"},
		"6":  {"Ответ для клиента еще не готов", ordo.Retry, "20260206101500123SHOP"}, "16": {"Внутренняя ошибка", ordo.Retry, "Внутренняя"},
		"17": {"Время хранения истекло", ordo.NotFound, "истекло"}, "18": {"Много", ordo.Invalid, "Много"}, "99": {"Новая", ordo.Invalid, "Новая"},
	} {
		t.Run(id, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				_, track := tracking(map[string][]answer{batch: inBody(`<ns2:answerByTicketResponse xmlns:ns2="http://fclient.russianpost.org/postserver"><error ErrorTypeID="` +
					id + `" ErrorName="` + c.name + `"/></ns2:answerByTicketResponse>`)})
				_, err := track.GetAnswer(t.Context(), "20260206101500123SHOP")
				e := failure(t, err)
				require.Equal(t, c.class, e.Class, "%v", err)
				require.ErrorContains(t, err, c.says)
				var pending *ordo.PendingError
				if id == "6" {
					require.ErrorAs(t, err, &pending)
					require.Equal(t, russianpost.TicketPause, e.RetryAfter)
				}
			})
		})
	}
}

// pain: RP-P5
func TestEveryParcelOfATicketIsAccountedFor(t *testing.T) {
	_, track := tracking(map[string][]answer{batch: ticketAnswer(`
		<ns3:Item Barcode="A1"><ns3:Operation OperTypeID="1" OperCtgID="2" DateOper="05.02.2026 14:50:00" IndexOper="101000"/></ns3:Item>
		<ns3:Item Barcode="A2"><ns3:Error ErrorTypeID="12" ErrorName="Нет информации по указанному отправлению"/></ns3:Item>
		<ns3:Item Barcode="A3"/>
		<ns3:Item Barcode="A1"><ns3:Operation OperTypeID="8" OperCtgID="2" DateOper="06.02.2026 14:50:00" IndexOper="190000"/></ns3:Item>
		<ns3:Item Barcode="A5"><ns3:Operation OperTypeID="x" OperCtgID="2" DateOper="05.02.2026 14:50:00" IndexOper="101000"/></ns3:Item>
		<ns3:Item Barcode="Z9"/>`)})
	a, err := track.GetAnswer(t.Context(), "T")
	require.NoError(t, err)
	asked := []string{"a1", "A2", "A3", "A4", "A5", "A4", "A1"}
	s := a.Sort(asked...)
	require.Len(t, s.News, 2)
	require.Len(t, s.News[0].Operations, 2)
	require.Error(t, s.News[1].Problem)
	require.Len(t, s.Failed, 1)
	require.Equal(t, 12, s.Failed[0].Failure.ID)
	require.Equal(t, []string{"A3", "A4"}, s.Silent)
	require.Equal(t, "Z9", s.Others[0].Barcode)
	require.Equal(t, 5, len(s.News)+len(s.Failed)+len(s.Silent), "each that was asked for stands once")

	_, track = tracking(map[string][]answer{batch: ticketAnswer("")})
	a, err = track.GetAnswer(t.Context(), "T")
	require.NoError(t, err)
	require.Equal(t, []string{"A1"}, a.Sort("A1").Silent)
}
