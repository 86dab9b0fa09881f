package russianposttest

import (
	"cmp"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Event is an operation with a parcel. Only the pair of Type and Attr means something; names are for people.
type Event struct {
	Type, Attr     int
	At             time.Time // zero means now; it may lie before other events, or in the future, and then it comes in time
	Index          string    // of the office; empty means the office that the parcel starts from
	Name, AttrName string    // empty means the vendor's
}

// code is the pair, such as "8/2".
func (e Event) code() string { return strconv.Itoa(e.Type) + "/" + strconv.Itoa(e.Attr) }

// early are the types of events before the post has the parcel.
var early = map[int]bool{27: true, 28: true, 37: true, 46: true, 47: true, 59: true}

// known is an event and since when the post tells it.
type known struct {
	Event
	since time.Time
}

// parcel is what tracking knows of a number.
type parcel struct {
	barcode        string
	order          *order // nil for a parcel of somebody else, and for returns
	events         []known
	hidden, silent bool
	money          []*node
}

// history are the events that tracking told at a time, in the order of their own times.
func (p *parcel) history(at time.Time) (all []Event) {
	if p == nil || p.hidden {
		return nil
	}
	for _, k := range p.events {
		if !k.since.After(at) {
			all = append(all, k.Event)
		}
	}
	slices.SortStableFunc(all, func(a, b Event) int { return a.At.Compare(b.At) })
	return all
}

// events are the events of a parcel so far.
func (s *Server) events(barcode string) []Event {
	p := s.parcels[barcode]
	if p == nil {
		return nil
	}
	open := *p
	open.hidden = false
	return open.history(s.settings.Now())
}

// zone is the time zone of an office.
func zone(index string) *time.Location {
	if strings.HasPrefix(index, "63") {
		return time.FixedZone("", 7*60*60)
	}
	return moscow
}

// A number is of fourteen digits, or as other countries have it. Its check digit is not looked at: that of the vendor's
// own example is wrong.
var isBarcode = regexp.MustCompile(`^(\d{14}|[A-Z]{2}\d{9}[A-Z]{2})$`)

// fault is an error of SOAP 1.2, with the reason in an element of the vendor.
func fault(code, element, reason string) *node {
	return el(soap12, "Fault", el(soap12, "Code", leaf(soap12, "Value", "S:"+code)), el(soap12, "Reason", leaf(soap12, "Text", "Error")),
		el(soap12, "Detail", leaf(data, element, reason)))
}

const badFormat = "The format of the request data is invalid"

// overLimit is what the vendor says when the calls of a day are used up.
const overLimit = "Ошибка авторизации: Превышен лимит количества запросов"

// soapBody reads an envelope of the version and returns the only element of its body.
func soapBody(b []byte, version string) *node {
	root, err := parse(b)
	if err != nil || root.space != version || root.name != "Envelope" || !root.only("", [2]string{version, "Header"}, [2]string{version, "Body"}) {
		return nil
	}
	if body := root.kid(version, "Body"); body != nil && len(body.kids) == 1 {
		return body.kids[0]
	}
	return nil
}

// single is POST /rtm34.
func (s *Server) single(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if kind != "application/soap+xml" {
		http.Error(w, "Unsupported Media Type", http.StatusUnsupportedMediaType)
		return
	}
	s.mu.Lock()
	answer := fault("Sender", "OperationHistoryFaultReason", badFormat)
	if ask := soapBody(b, soap12); ask != nil && err == nil {
		switch {
		case ask.space == history && ask.name == "getOperationHistory":
			answer = s.operationHistory(ask)
		case ask.space == history && ask.name == "PostalOrderEventsForMail":
			answer = s.postalOrders(ask)
		}
	}
	status := http.StatusOK
	if answer.name == "Fault" {
		status = http.StatusInternalServerError
	}
	out := el(soap12, "Envelope", el(soap12, "Body", answer)).print(s.settings.Prefixes)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/soap+xml;charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out)
}

// owner checks the login of tracking, and counts.
func (s *Server) owner(login, password string) (why string) {
	switch {
	case login != s.settings.TrackingLogin || password != s.settings.TrackingPassword:
		return "Ошибка авторизации: неверное имя пользователя или пароль"
	case !s.settings.Contract && s.spend("tracking", s.settings.TrackingLimit):
		return overLimit
	}
	return ""
}

// header is the login in a request of single access.
func header(ask *node) (login, password string, ok bool) {
	h := ask.kid(data, "AuthorizationHeader")
	if h == nil || !h.only("", [2]string{data, "login"}, [2]string{data, "password"}) {
		return "", "", false
	}
	return h.value(data, "login"), h.value(data, "password"), true
}

// operationHistory is the history of one parcel.
func (s *Server) operationHistory(ask *node) *node {
	login, password, ok := header(ask)
	q := ask.kid(data, "OperationHistoryRequest")
	if !ok || q == nil || !ask.only("", [2]string{data, "OperationHistoryRequest"}, [2]string{data, "AuthorizationHeader"}) ||
		!q.only("", [2]string{data, "Barcode"}, [2]string{data, "MessageType"}, [2]string{data, "Language"}) {
		return fault("Receiver", "OperationHistoryFaultReason", badFormat)
	}
	if why := s.owner(login, password); why != "" {
		return fault("Receiver", "AuthorizationFaultReason", why)
	}
	barcode, about, language := q.value(data, "Barcode"), q.value(data, "MessageType"), cmp.Or(q.value(data, "Language"), "RUS")
	switch {
	case language != "RUS" && language != "ENG":
		return fault("Receiver", "LanguageFaultReason", "Unknown language "+language)
	case !isBarcode.MatchString(barcode), about != "" && about != "0" && about != "1":
		return fault("Receiver", "OperationHistoryFaultReason", badFormat)
	}
	found := el(data, "OperationHistoryData")
	if p := s.parcels[barcode]; p != nil && about != "1" { // the fake has no notices of delivery
		for _, e := range p.history(s.settings.Now()) {
			found.kids = append(found.kids, p.record(e, language == "ENG"))
		}
	}
	return el(history, "getOperationHistoryResponse", found)
}

// named is an element with a number and perhaps a name.
func named(element string, id int, name string) *node {
	n := el(data, element, leaf(data, "Id", id))
	if name != "" {
		n.kids = append(n.kids, leaf(data, "Name", name))
	}
	return n
}

// russia is an element with the country.
func russia(element string) *node {
	return el(data, element, leaf(data, "Id", 643), leaf(data, "Code2A", "RU"), leaf(data, "Code3A", "RUS"),
		leaf(data, "NameRU", "Российская Федерация"), leaf(data, "NameEN", "Russian Federation"))
}

// place is an element with an office.
func place(element, index string) *node {
	name := "ОПС " + index
	for _, o := range furnished() {
		if o["postal-code"] == index {
			name = str(o, "settlement") + " " + strings.TrimLeft(index[3:], "0")
		}
	}
	return el(data, element, leaf(data, "Index", index), leaf(data, "Description", strings.TrimSpace(name)))
}

// record is one event. Only where a parcel is registered or accepted the vendor tells all of it.
func (p *parcel) record(e Event, english bool) *node {
	whole := (e.Type == 1 || e.Type == 28) && p.order != nil
	body := object{}
	if p.order != nil {
		body = p.order.body
	}
	mail, category := mailTypes[str(body, "mail-type")], categories[str(body, "mail-category")]
	address := el(data, "AddressParameters")
	finance := el(data, "FinanceParameters")
	item := el(data, "ItemParameters", leaf(data, "Barcode", p.barcode), leaf(data, "ValidRuType", false), leaf(data, "ValidEnType", false))
	user := el(data, "UserParameters")
	if whole {
		address.kids = append(address.kids, place("DestinationAddress", destination(body)))
		ground, insured := price(str(body, "mail-type"), num(body, "mass"), num(body, "insr-value"), str(body, "postoffice-code"), destination(body))
		finance.kids = []*node{
			leaf(data, "Payment", num(body, "payment")), leaf(data, "Value", num(body, "insr-value")), leaf(data, "MassRate", ground),
			leaf(data, "InsrRate", insured), leaf(data, "AirRate", 0), leaf(data, "Rate", 0),
		}
		item.kids = append(item.kids, leaf(data, "ComplexItemName", mail.name+" "+category.name), named("MailRank", 0, "Без разряда"),
			named("PostMark", 0, "Без отметки"), named("MailType", mail.id, mail.name), named("MailCtg", category.id, category.name))
		if e.Type == 1 {
			item.kids = append(item.kids, leaf(data, "Mass", num(body, "mass")))
		}
		user.kids = []*node{named("SendCtg", 5, "Корпоративный клиент"), leaf(data, "Sndr", "ООО \"ПРИМЕР\""), leaf(data, "Rcpn", recipient(body))}
	} else {
		user.kids = []*node{leaf(data, "Sndr", ""), leaf(data, "Rcpn", "")}
	}
	address.kids = append(address.kids, place("OperationAddress", e.Index))
	if whole {
		address.kids = append(address.kids, russia("MailDirect"), russia("CountryFrom"))
	}
	address.kids = append(address.kids, russia("CountryOper"))
	finance.kids = append(finance.kids, leaf(data, "CustomDuty", 0))
	return el(data, "historyRecord", address, finance, item, el(data, "OperationParameters",
		named("OperType", e.Type, typeName(e, english)), named("OperAttr", e.Attr, attrName(e, english)),
		leaf(data, "OperDate", e.At.In(zone(e.Index)).Format("2006-01-02T15:04:05.000-07:00"))), user)
}

// recipient is the name of the recipient.
func recipient(o object) string {
	return cmp.Or(str(o, "recipient-name"), strings.TrimSpace(str(o, "surname")+" "+str(o, "given-name")+" "+str(o, "middle-name")))
}

// postalOrders are the events of the money that comes back for a parcel.
func (s *Server) postalOrders(ask *node) *node {
	login, password, ok := header(ask)
	q := ask.kid(espp, "PostalOrderEventsForMailInput")
	wrong := func(code string) *node {
		return el(soap12, "Fault", el(soap12, "Code", leaf(soap12, "Value", "S:Receiver")), el(soap12, "Reason", leaf(soap12, "Text", "Error")),
			el(soap12, "Detail", el(espp, "PostalOrderEventsForMailFault",
				el(espp, "PostalOrderEventsForMailError").with("ErrorID", code))))
	}
	if !ok || q == nil || !q.only("Barcode Language") || !isBarcode.MatchString(q.attr("Barcode")) ||
		!ask.only("", [2]string{data, "AuthorizationHeader"}, [2]string{espp, "PostalOrderEventsForMailInput"}) {
		return fault("Receiver", "OperationHistoryFaultReason", badFormat)
	}
	if s.owner(login, password) != "" {
		return wrong("InvalidLoginOrPassword") // the only one that there is
	}
	out := el(espp, "PostalOrderEventsForMaiOutput") // without the l, as the vendor writes it
	if p := s.parcels[q.attr("Barcode")]; p != nil && !p.hidden {
		out.kids = p.money
	}
	return el(history, "PostalOrderEventsForMailResponse", out)
}

// ticket is an order for the histories of several parcels.
type ticket struct {
	value, login string
	made         time.Time
	items        []string
	english      bool
	answered     []*node // as it was prepared
}

// How long an answer is prepared, how long it is kept, and how many parcels it may have.
const (
	ticketReady = 15 * time.Minute
	ticketLife  = 32 * time.Hour
	ticketItems = 3000
)

// batchService is POST /fc.
func (s *Server) batchService(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if kind != "text/xml" {
		http.Error(w, "Unsupported Media Type", http.StatusUnsupportedMediaType)
		return
	}
	s.mu.Lock()
	status := http.StatusOK
	var answer *node
	switch ask := soapBody(b, soap11); {
	case err == nil && ask != nil && ask.space == server && ask.name == "ticketRequest":
		answer = s.makeTicket(r, ask)
	case err == nil && ask != nil && ask.space == server && ask.name == "answerByTicketRequest":
		answer = s.answerTicket(ask)
	default:
		status = http.StatusInternalServerError
		answer = el(soap11, "Fault", leaf("", "faultcode", "S:Client"), leaf("", "faultstring", "Cannot find dispatch method"))
	}
	out := el(soap11, "Envelope", el(soap11, "Body", answer)).print(s.settings.Prefixes)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/xml;charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out)
}

// wrongTicket is the error of a whole answer.
func wrongTicket(answer string, id int, why string) *node {
	return el(server, answer, el("", "error").with("ErrorTypeID", strconv.Itoa(id), "ErrorName", why))
}

// makeTicket is ticketRequest.
func (s *Server) makeTicket(r *http.Request, ask *node) *node {
	const answer = "ticketResponse"
	q := ask.kid("", "request")
	if q == nil || !ask.only("", [2]string{"", "request"}, [2]string{"", "login"}, [2]string{"", "password"}, [2]string{"", "language"}) ||
		!q.only("FileName FileTypeID FileNumber SenderID RecipientID DatePreparation", [2]string{fclient, "Item"}) {
		return wrongTicket(answer, 2, "Неверный формат запроса")
	}
	if why := s.owner(ask.value("", "login"), ask.value("", "password")); why != "" {
		return wrongTicket(answer, 3, why)
	}
	language := cmp.Or(ask.value("", "language"), "RUS")
	switch {
	case !s.settings.Contract:
		return wrongTicket(answer, 3, overLimit)
	case language != "RUS" && language != "ENG":
		return wrongTicket(answer, 20, "Неверный язык")
	case len(q.kids) == 0:
		return wrongTicket(answer, 2, "Неверный формат запроса")
	case len(q.kids) > ticketItems:
		return wrongTicket(answer, 18, "Превышено количество отправлений в запросе")
	}
	now := s.settings.Now()
	t := &ticket{login: s.settings.TrackingLogin, made: now, english: language == "ENG"}
	t.value = strings.ReplaceAll(now.In(moscow).Format("20060102150405.000"), ".", "") + strings.ToUpper(t.login)
	for s.tickets[t.value] != nil {
		t.value += "1"
	}
	for _, k := range q.kids {
		code := k.attr("Barcode")
		switch {
		case !k.only("Barcode") || code == "":
			return wrongTicket(answer, 2, "Неверный формат запроса")
		case len(code) > 14:
			return wrongTicket(answer, 21, "Превышена длина идентификатора")
		}
		t.items = append(t.items, code)
	}
	fake.Commit(r)
	s.tickets[t.value] = t
	return el(server, answer, leaf("", "value", t.value))
}

// answerTicket is answerByTicketRequest.
func (s *Server) answerTicket(ask *node) *node {
	const answer = "answerByTicketResponse"
	if !ask.only("", [2]string{"", "ticket"}, [2]string{"", "login"}, [2]string{"", "password"}) {
		return wrongTicket(answer, 2, "Неверный формат запроса")
	}
	if why := s.owner(ask.value("", "login"), ask.value("", "password")); why != "" {
		return wrongTicket(answer, 3, why)
	}
	t := s.tickets[ask.value("", "ticket")]
	now := s.settings.Now()
	switch {
	case t == nil, now.Sub(t.made) < ticketReady:
		return wrongTicket(answer, 6, "Ответ для клиента еще не готов")
	case now.Sub(t.made) > ticketLife:
		return wrongTicket(answer, 17, "Истек срок хранения ответа")
	}
	prepared := t.made.Add(ticketReady)
	if t.answered == nil {
		for _, code := range t.items {
			t.answered = append(t.answered, s.answered(code, prepared, t.english))
		}
		if s.settings.Shuffle {
			slices.Reverse(t.answered)
		}
	}
	out := el("", "value").with("FileName", "A"+t.value+".xml", "FileTypeID", "2", "FileNumber", "1", "SenderID", "1", "RecipientID", "1",
		"DatePreparation", prepared.In(moscow).Format("02.01.2006 15:04:05"))
	out.kids = t.answered
	return el(server, answer, out)
}

// answered is one parcel of a ticket's answer, as it was when the answer was prepared.
func (s *Server) answered(barcode string, at time.Time, english bool) *node {
	item := el(fclient, "Item").with("Barcode", barcode)
	p := s.parcels[barcode]
	if p != nil && p.silent {
		return item
	}
	for _, e := range p.history(at) {
		item.kids = append(item.kids, el(fclient, "Operation").with("OperTypeID", strconv.Itoa(e.Type), "OperCtgID", strconv.Itoa(e.Attr),
			"OperName", typeName(e, english), "DateOper", e.At.In(zone(e.Index)).Format("02.01.2006 15:04:05"), "IndexOper", e.Index))
	}
	if len(item.kids) == 0 {
		item.kids = []*node{el(fclient, "Error").with("ErrorTypeID", "12", "ErrorName", "Нет информации по указанному отправлению")}
	}
	return item
}
