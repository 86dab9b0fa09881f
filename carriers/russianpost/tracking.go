package russianpost

import (
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opHistory     = "getOperationHistory"
	opCOD         = "PostalOrderEventsForMail"
	maxAnswers    = 64 << 20 // bytes; a ticket has up to 3000 parcels with all their operations
	whereTracking = "tracking.pochta.ru: login and password of NewTracking, which are not those of Otpravka"
)

// trackingLimits bound how fast requests are sent. The vendor counts them by the day: the free access has a hundred.
// The rest is a guess: ordo.WithLimits replaces it.
var trackingLimits = rest.Limits{PerSecond: 2, Burst: 5}

// Tracking reads where parcels are, one by one ([Tracking.History]) or, by contract, many at once with a ticket. It is
// safe for concurrent use.
type Tracking struct {
	rest     *rest.Client
	login    string
	password ordo.Secret
}

// NewTracking returns a client for a login of tracking.pochta.ru, page "Access settings". It is not that of Otpravka.
// It needs no options and does not fail: every call returns what is wrong with its arguments, as an *ordo.Error of
// class Invalid (address) or Auth (credentials).
//
// Login and password travel in the body of every call. They are redacted in errors, logs and dumps.
func NewTracking(login, password string, opts ...ordo.Option) *Tracking {
	s := rest.Resolve(rest.Settings{System: Name, BaseURL: TrackingProduction, Limits: trackingLimits}, opts...)
	if s.Err == nil && (blank(login) || blank(password)) {
		s.Err = &ordo.Error{
			System: s.System, Account: s.Account, Class: ordo.Auth,
			Text: "login or password of tracking is empty: see the access settings of " + whereTracking,
		}
	}
	t := &Tracking{login: login, password: ordo.NewSecret(password)}
	t.rest = rest.New(s, rest.Config{
		Judge:   judgeSOAP(s.Clock),
		Decode:  func(*rest.Reply, any) error { return errors.New("no answer is expected") }, // each call has its own
		Secrets: escapes(password),
		Hidden:  []string{"login"}, // the element; as a text it stands in every ticket
		MaxBody: maxAnswers,
		// The limit of a day is that of the login: a pause of tracking must not stop Otpravka.
		LimitKey: s.BaseURL + "#" + shortSum(login),
	})
	return t
}

// shortSum tells logins apart without telling them.
func shortSum(login string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(login)) // a hash takes all
	return strconv.FormatUint(uint64(h.Sum32()), 16)
}

// escapes are the spellings of a secret in XML: what of it must be escaped there, writers decide.
func escapes(secret string) []ordo.Secret {
	var out []ordo.Secret
	for _, r := range []*strings.Replacer{
		strings.NewReplacer(), strings.NewReplacer("&", "&amp;", "<", "&lt;"), strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;"),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;"),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;"),
	} {
		out = append(out, ordo.NewSecret(r.Replace(secret)))
	}
	return append(out, ordo.NewSecret(escape(secret)))
}

// NameAccount names the account in errors and logs; see [Client.NameAccount].
func (t *Tracking) NameAccount(name string) error { return t.rest.NameAccount(name) }

// Named is a value of a dictionary of the Post. Names are in Russian; do not compare them.
type Named struct {
	ID    int        `json:"Id,omitzero"`
	Name  string     `json:"Name,omitzero"`
	Extra wire.Extra `json:"-"`
}

// PostPlace is an office.
type PostPlace struct {
	Index       string     `json:"Index,omitzero"`
	Description string     `json:"Description,omitzero"`
	Extra       wire.Extra `json:"-"`
}

// Country is a country.
type Country struct {
	ID     int        `json:"Id,omitzero"`
	Code2A string     `json:"Code2A,omitzero"`
	Code3A string     `json:"Code3A,omitzero"`
	NameRU string     `json:"NameRU,omitzero"`
	NameEN string     `json:"NameEN,omitzero"`
	Extra  wire.Extra `json:"-"`
}

// Record is one operation on a parcel, as the single access tells it.
type Record struct {
	Address   RecordAddress   `json:"AddressParameters"`
	Finance   RecordFinance   `json:"FinanceParameters"`
	Item      RecordItem      `json:"ItemParameters"`
	Operation RecordOperation `json:"OperationParameters"`
	User      RecordUser      `json:"UserParameters"`
	Extra     wire.Extra      `json:"-"`
	Problem   error           `json:"-"` // what could not be read
}

// RecordAddress is where an operation was, and where the parcel goes.
type RecordAddress struct {
	Destination PostPlace  `json:"DestinationAddress"`
	Operation   PostPlace  `json:"OperationAddress"`
	To          *Country   `json:"MailDirect,omitzero"`
	From        *Country   `json:"CountryFrom,omitzero"`
	Country     *Country   `json:"CountryOper,omitzero"`
	Extra       wire.Extra `json:"-"`
}

// RecordFinance are the sums of a parcel. Which of them others than the sender see is not known.
type RecordFinance struct {
	COD       Kopecks    `json:"Payment,omitzero"`
	Value     Kopecks    `json:"Value,omitzero"` // declared
	MassRate  Kopecks    `json:"MassRate,omitzero"`
	InsrRate  Kopecks    `json:"InsrRate,omitzero"`
	AirRate   Kopecks    `json:"AirRate,omitzero"`
	Rate      Kopecks    `json:"Rate,omitzero"` // further services
	CustomsTo Kopecks    `json:"CustomDuty,omitzero"`
	Extra     wire.Extra `json:"-"`
}

// RecordItem is the parcel of an operation.
type RecordItem struct {
	Barcode  string     `json:"Barcode,omitzero"`  // at the time of the operation
	Internum string     `json:"Internum,omitzero"` // as the vendor says, for its own use
	ValidRu  bool       `json:"ValidRuType,omitzero"`
	ValidEn  bool       `json:"ValidEnType,omitzero"`
	Name     string     `json:"ComplexItemName,omitzero"`
	Rank     *Named     `json:"MailRank,omitzero"`
	Postmark []Named    `json:"PostMark,omitempty"` // as a rule one
	Type     *Named     `json:"MailType,omitzero"`
	Category *Named     `json:"MailCtg,omitzero"`
	Mass     int        `json:"Mass,omitzero"`      // grams
	MaxRu    int        `json:"MaxMassRu,omitzero"` // grams
	MaxEn    int        `json:"MaxMassEn,omitzero"`
	Extra    wire.Extra `json:"-"`
}

// RecordOperation says what was done and when. An attribute without an id is 0.
type RecordOperation struct {
	Type  Named      `json:"OperType"`
	Attr  Named      `json:"OperAttr"`
	At    time.Time  `json:"OperDate,omitzero"`
	Extra wire.Extra `json:"-"`
}

// RecordUser are the people of a parcel, in part masked.
type RecordUser struct {
	Category  *Named     `json:"SendCtg,omitzero"`
	Sender    string     `json:"Sndr,omitzero"`
	Recipient string     `json:"Rcpn,omitzero"`
	Extra     wire.Extra `json:"-"`
}

// Code returns the operation by the numbers of type and attribute, such as "2/1".
func (r *Record) Code() string { return code(r.Operation.Type.ID, r.Operation.Attr.ID) }

func code(oper, attr int) string { return strconv.Itoa(oper) + "/" + strconv.Itoa(attr) }

// History returns the operations on a parcel in the order in which they come, which does not count: late ones are
// inserted. A parcel that the Post does not know, or does not know yet, has none and is no error; nor does an empty
// answer after a longer one take anything back. It costs one request of the day's limit, and one more for each repeat
// (see ordo.WithMaxAttempts); beyond it the error is of class RateLimited with a *LimitError.
func (t *Tracking) History(ctx context.Context, barcode string) ([]Record, error) {
	if blank(barcode) {
		return nil, t.invalid(opHistory, "the barcode is empty")
	}
	var in struct {
		Data struct {
			Records []lax.Row[Record] `json:"historyRecord"`
			Extra   wire.Extra        `json:"-"`
		} `json:"OperationHistoryData"`
		Extra wire.Extra `json:"-"`
	}
	body := envelope12(`<oper:getOperationHistory><data:OperationHistoryRequest><data:Barcode>` + escape(barcode) +
		`</data:Barcode><data:MessageType>0</data:MessageType><data:Language>RUS</data:Language></data:OperationHistoryRequest>` +
		t.header() + `</oper:getOperationHistory>`)
	check := func() error { return aboutParcel(barcode, in.Data.Records) }
	if err := t.call(ctx, single(opHistory), body, "getOperationHistoryResponse", check, &in); err != nil {
		return nil, err
	}
	out := make([]Record, len(in.Data.Records))
	for i, row := range in.Data.Records {
		out[i] = row.Value
		t.problem(opHistory, &out[i].Problem, row.Problem)
	}
	return out, nil
}

// aboutParcel refuses the history of another parcel. A barcode is that of the operation: a parcel that is registered
// with a new number has others, too.
func aboutParcel(barcode string, all []lax.Row[Record]) error {
	other := ""
	for _, r := range all {
		switch got := r.Value.Item.Barcode; {
		case strings.EqualFold(got, strings.TrimSpace(barcode)), r.Value.Code() == renumbered:
			return nil
		case got != "":
			other = got
		}
	}
	if other == "" {
		return nil
	}
	return rest.Same("parcel", barcode, other)
}

// renumbered is the operation by which a parcel gets another number.
const renumbered = "8/26"

// problem makes what could not be read of a record an *ordo.Error.
func (t *Tracking) problem(op string, own *error, of error) {
	if *own != nil || of != nil {
		*own = t.rest.Fail(op, ordo.Invalid, "the record is not of the documented form", errors.Join(*own, of))
	}
}

// CODEvent is an event of the money that was collected for a parcel.
type CODEvent struct {
	Number    string     `json:"Number,omitzero"` // of the money order
	At        time.Time  `json:"EventDateTime,omitzero"`
	Type      string     `json:"EventType,omitzero"` // 1 accepted, 3 paid out; others are not known
	Name      string     `json:"EventName,omitzero"`
	IndexTo   string     `json:"IndexTo,omitzero"`
	Index     string     `json:"IndexEvent,omitzero"`
	Sum       Kopecks    `json:"SumPaymentForward,omitzero"`
	CountryAt string     `json:"CountryEventCode,omitzero"`
	CountryTo string     `json:"CountryToCode,omitzero"`
	Extra     wire.Extra `json:"-"`
	Problem   error      `json:"-"` // what could not be read
}

// CODEvents returns what became of the cash on delivery of a parcel; none if there is nothing. It costs one request of
// the day's limit.
func (t *Tracking) CODEvents(ctx context.Context, barcode string) ([]CODEvent, error) {
	if blank(barcode) {
		return nil, t.invalid(opCOD, "the barcode is empty")
	}
	var in struct {
		Output struct { // the vendor's misspelling
			Events []lax.Row[CODEvent] `json:"PostalOrderEvent"`
			Extra  wire.Extra          `json:"-"`
		} `json:"PostalOrderEventsForMaiOutput"`
		Extra wire.Extra `json:"-"`
	}
	body := envelope12(`<oper:PostalOrderEventsForMail>` + t.header() + `<data1:PostalOrderEventsForMailInput Barcode="` +
		escape(barcode) + `" Language="RUS"/></oper:PostalOrderEventsForMail>`)
	if err := t.call(ctx, single(opCOD), body, "PostalOrderEventsForMailResponse", nil, &in); err != nil {
		return nil, err
	}
	out := make([]CODEvent, len(in.Output.Events))
	for i, row := range in.Output.Events {
		out[i] = row.Value
		t.problem(opCOD, &out[i].Problem, row.Problem)
	}
	return out, nil
}

// header is the part of a request of the single access that says who asks.
func (t *Tracking) header() string {
	return `<data:AuthorizationHeader soapenv:mustUnderstand="1"><data:login>` + escape(t.login) + `</data:login><data:password>` +
		escape(t.password.Reveal()) + `</data:password></data:AuthorizationHeader>`
}

// envelope12 is a request of the single access.
func envelope12(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="` + spaceSOAP12 + `" xmlns:oper="` + spaceOper +
		`" xmlns:data="` + spaceData + `" xmlns:data1="` + spaceCOD + `" xmlns:soapenv="` + spaceSOAP11 +
		`"><soap:Header/><soap:Body>` + body + `</soap:Body></soap:Envelope>`
}

// single is a request of the single access, SOAP 1.2; its action is empty in the vendor's page.
func single(op string) rest.Request {
	return rest.Request{
		Op: op, Method: http.MethodPost, Path: "/rtm34", Repeat: rest.Read(),
		Header: http.Header{"Content-Type": {"application/soap+xml;charset=UTF-8"}},
	}
}

// call sends a request and decodes the element of the answer's body.
func (t *Tracking) call(ctx context.Context, r rest.Request, body, name string, check func() error, out any) error {
	r.Body, r.Check = rest.Raw("text/xml;charset=UTF-8", []byte(body)), check
	r.Decode = func(r *rest.Reply, out any) error {
		in, err := parseEnvelope(r.Body)
		if err != nil {
			return err
		}
		if in.name != name {
			return errors.New("the body of the answer is <" + rest.Clip(in.name) + ">, not <" + name + ">")
		}
		return decodeXML(in.body, out)
	}
	_, err := t.rest.Do(ctx, r, out)
	return err
}

func (t *Tracking) invalid(op, text string) error {
	return t.rest.Fail(op, ordo.Invalid, "not sent: "+text, nil)
}

// decodeXML reads what is in an element.
func decodeXML(b json.RawMessage, v any) error {
	return lax.Decode(b, v, lax.Options{Zone: moscow(), Layouts: []string{ticketTime}})
}

// fault is an error of SOAP, 1.1 or 1.2.
type fault struct {
	Code struct {
		Value string `json:"Value"`
	} `json:"Code"`
	Reason struct {
		Text json.RawMessage `json:"Text"`
	} `json:"Reason"`
	Code11 string          `json:"faultcode"`
	Text11 string          `json:"faultstring"`
	Detail json.RawMessage `json:"Detail"`
	Old    json.RawMessage `json:"detail"`
}

// The parts of a fault's detail that say what is wrong.
const (
	faultAuth     = "AuthorizationFaultReason"
	faultHistory  = "OperationHistoryFaultReason"
	faultLanguage = "LanguageFaultReason"
	faultCOD      = "PostalOrderEventsForMailError"
)

// judgeSOAP returns the judge of answers of tracking.
func judgeSOAP(clock ordo.Clock) func(*rest.Reply) *ordo.Error {
	return func(r *rest.Reply) *ordo.Error {
		in, err := parseEnvelope(r.Body)
		if err != nil {
			return nil
		}
		if in.name != "Fault" {
			return judgeTicket(in, clock)
		}
		var f fault
		_ = decodeXML(in.body, &f) // what does not fit is left out
		detail := f.Detail
		if len(detail) == 0 {
			detail = f.Old
		}
		kind, why := reason(detail, 0)
		e := &ordo.Error{Code: kind, Text: rest.Clip(why)}
		switch {
		case isLimit(why): // it comes as a refused login
			return untilMidnight(clock)
		case kind == faultAuth, strings.Contains(why, "InvalidLogin"):
			return refusedTracking(e)
		case kind != "":
			e.Class = ordo.Invalid
		default:
			e.Code = rest.Clip(strings.TrimSpace(f.Code.Value + f.Code11))
			e.Text = rest.Clip(strings.TrimSpace(texts(f.Reason.Text) + " " + f.Text11 + " " + why))
			if e.Class = ordo.Retry; strings.HasSuffix(e.Code, "Sender") || strings.HasSuffix(e.Code, "Client") {
				e.Class = ordo.Invalid
			}
		}
		return e
	}
}

// refusedTracking names the service and the setting that were refused.
func refusedTracking(e *ordo.Error) *ordo.Error {
	e.Class, e.Text = ordo.Auth, strings.TrimSuffix("tracking refused the credentials of "+whereTracking+": "+e.Text, ": ")
	return e
}

// isLimit reports whether an error is about the limit of the day. It has no code of its own: the batch access says
// "Превышен лимит количества запросов" as a refused login; that the single access says the same is a guess.
func isLimit(why string) bool {
	why = strings.ToLower(why)
	return strings.Contains(why, "лимит") || strings.Contains(why, "limit")
}

// reason finds what is wrong in the detail of a fault: the vendor's element and its words.
func reason(raw json.RawMessage, depth int) (kind, why string) {
	var all map[string]json.RawMessage
	if depth > 4 || json.Unmarshal(raw, &all) != nil {
		return "", texts(raw)
	}
	for _, name := range []string{faultAuth, faultHistory, faultLanguage, faultCOD} {
		if said, has := all[name]; has {
			return name, texts(said)
		}
	}
	for _, in := range all {
		if kind, why = reason(in, depth+1); kind != "" {
			return kind, why
		}
	}
	return "", texts(raw)
}

// texts returns what stands in an element, in one line.
func texts(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	var words []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			words = append(words, v)
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, name := range sorted(v) {
				if name != "lang" {
					walk(v[name])
				}
			}
		}
	}
	var v any
	_ = json.Unmarshal(raw, &v) // it is valid, or nothing
	walk(v)
	return strings.Join(words, " ")
}
