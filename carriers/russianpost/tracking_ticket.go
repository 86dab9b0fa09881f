package russianpost

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opTicket = "ticketRequest"
	opAnswer = "answerByTicketRequest"

	// MostBarcodes is how many parcels a ticket may ask for. Answers of that size were reported to break off; 500 are
	// said to go well.
	MostBarcodes = 3000
	// TicketPause is how long to wait before the first question for an answer, and between two.
	TicketPause = 15 * time.Minute
	// TicketLife is how long the Post keeps an answer.
	TicketLife = 32 * time.Hour

	// ticketTime is how answers by ticket write times.
	ticketTime = "02.01.2006 15:04:05"
)

// The errors of the batch access, by their numbers.
const (
	ticketFormat   = 2
	ticketLogin    = 3
	ticketNotReady = 6
	ticketNoNews   = 12 // of one parcel
	ticketInternal = 16
	ticketExpired  = 17
)

// TicketError is an error of the batch access.
type TicketError struct {
	ID    int        `json:"ErrorTypeID,omitzero"`
	Name  string     `json:"ErrorName,omitzero"`
	Extra wire.Extra `json:"-"`
}

// Error returns the vendor's words.
func (e *TicketError) Error() string { return fmt.Sprintf("%d: %s", e.ID, e.Name) }

// Answer is what a ticket asked for.
type Answer struct {
	PreparedAt time.Time    `json:"DatePreparation,omitzero"`
	Items      []TicketItem `json:"-"`
	Extra      wire.Extra   `json:"-"`
}

// TicketItem is a parcel of an answer: with operations, with an error, or with neither, which is no news.
type TicketItem struct {
	Barcode    string            `json:"Barcode" lax:"required"`
	Operations []TicketOperation `json:"Operation,omitempty"`
	Failure    *TicketError      `json:"Error,omitzero"` // 12: the Post knows nothing of it
	Extra      wire.Extra        `json:"-"`
	Problem    error             `json:"-"` // what could not be read
}

// TicketOperation is one operation on a parcel.
type TicketOperation struct {
	Type int    `json:"OperTypeID"`
	Attr int    `json:"OperCtgID"`
	Name string `json:"OperName,omitzero"`
	// At is the clock of the office, which the answer does not tell the zone of: it is read as that of Moscow, and may
	// be up to ten hours off.
	At    time.Time  `json:"DateOper,omitzero"`
	Index string     `json:"IndexOper,omitzero"`
	Extra wire.Extra `json:"-"`
}

// Code returns the operation by the numbers of type and attribute, such as "2/1".
func (o *TicketOperation) Code() string { return code(o.Type, o.Attr) }

// CreateTicket asks for the operations of parcels, at most MostBarcodes, by contract. The answer is read by the ticket
// that it returns, with [Tracking.GetAnswer]. It may be repeated: a lost ticket does no harm.
func (t *Tracking) CreateTicket(ctx context.Context, barcodes ...string) (string, error) {
	if len(barcodes) == 0 || len(barcodes) > MostBarcodes || slices.ContainsFunc(barcodes, blank) {
		return "", t.invalid(opTicket, fmt.Sprintf("there are %d barcodes, or one is empty; it must be 1 to %d", len(barcodes), MostBarcodes))
	}
	var items strings.Builder
	for _, b := range barcodes {
		items.WriteString(`<fcl:Item Barcode="` + escape(b) + `"/>`)
	}
	var in struct {
		Value string     `json:"value"`
		Extra wire.Extra `json:"-"`
	}
	check := func() error {
		if blank(in.Value) {
			return errors.New("the answer has no ticket")
		}
		return nil
	}
	body := envelope11(`<pos:ticketRequest><request>` + items.String() + `</request>` + t.user() + `<language>RUS</language></pos:ticketRequest>`)
	if err := t.call(ctx, batch(opTicket, "getTicket"), body, "ticketResponse", check, &in); err != nil {
		return "", err
	}
	return in.Value, nil
}

// GetAnswer reads the answer of a ticket. While it is not ready the error is of class Retry with an *ordo.PendingError,
// and says when to ask again; one that the Post keeps no more (TicketLife) is of class NotFound: make a new ticket.
func (t *Tracking) GetAnswer(ctx context.Context, ticket string) (*Answer, error) {
	if blank(ticket) {
		return nil, t.invalid(opAnswer, "the ticket is empty")
	}
	var in struct {
		Error *TicketError `json:"error"`
		Value *struct {
			Answer
			Items []lax.Row[TicketItem] `json:"Item"`
		} `json:"value"`
		Extra wire.Extra `json:"-"`
	}
	check := func() error {
		if in.Value == nil && in.Error == nil {
			return errors.New("the answer has neither a value nor an error")
		}
		return nil
	}
	body := envelope11(`<pos:answerByTicketRequest><ticket>` + escape(ticket) + `</ticket>` + t.user() + `</pos:answerByTicketRequest>`)
	if err := t.call(ctx, batch(opAnswer, "getResponseByTicket"), body, "answerByTicketResponse", check, &in); err != nil {
		return nil, err
	}
	if in.Error != nil { // not ready; the others were judged before
		pending := &ordo.PendingError{System: Name, Account: t.rest.Account(), Op: opAnswer, Ref: ticket, State: in.Error.Name}
		e := t.rest.Fail(opAnswer, ordo.Retry, "", pending)
		e.RetryAfter = TicketPause
		return nil, e
	}
	out := in.Value.Answer
	for _, row := range in.Value.Items {
		item := row.Value
		t.problem(opAnswer, &item.Problem, row.Problem)
		out.Items = append(out.Items, item)
	}
	return &out, nil
}

// Sorted is an answer by what it says of each parcel that was asked for: each stands once, in News, Failed or Silent.
type Sorted struct {
	News   []TicketItem // with operations
	Failed []TicketItem // with an error, or unreadable
	Silent []string     // with neither, or left out: the next ticket asks again
	Others []TicketItem // that were not asked for
}

// Sort sorts an answer by the barcodes that were asked for. Several items of one barcode are joined.
func (a *Answer) Sort(asked ...string) Sorted {
	joined := map[string]*TicketItem{}
	var order []string
	var out Sorted
	for _, item := range a.Items {
		key := strings.ToUpper(strings.TrimSpace(item.Barcode))
		if key == "" {
			out.Others = append(out.Others, item)
			continue
		}
		if have := joined[key]; have != nil {
			have.Operations = append(have.Operations, item.Operations...)
			have.Problem = errors.Join(have.Problem, item.Problem)
			if have.Failure == nil {
				have.Failure = item.Failure
			}
			continue
		}
		joined[key], order = &item, append(order, key)
	}
	for _, barcode := range asked {
		key := strings.ToUpper(strings.TrimSpace(barcode))
		item, seen := joined[key]
		delete(joined, key)
		switch {
		case !seen && slices.Contains(order, key): // it was asked for twice
		case item == nil:
			out.Silent = append(out.Silent, barcode)
			order = append(order, key)
		case len(item.Operations) > 0:
			out.News = append(out.News, *item)
		case item.Failure != nil, item.Problem != nil:
			out.Failed = append(out.Failed, *item)
		default:
			out.Silent = append(out.Silent, barcode)
		}
	}
	for _, key := range order {
		if item := joined[key]; item != nil {
			out.Others = append(out.Others, *item)
		}
	}
	return out
}

// user is the part of a request of the batch access that says who asks.
func (t *Tracking) user() string {
	return `<login>` + escape(t.login) + `</login><password>` + escape(t.password.Reveal()) + `</password>`
}

// envelope11 is a request of the batch access.
func envelope11(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="` + spaceSOAP11 + `" xmlns:pos="` + spacePos +
		`" xmlns:fcl="` + spaceFcl + `"><soapenv:Header/><soapenv:Body>` + body + `</soapenv:Body></soapenv:Envelope>`
}

// batch is a request of the batch access, SOAP 1.1. Its operations have other names than their elements.
func batch(op, action string) rest.Request {
	return rest.Request{
		Op: op, Method: http.MethodPost, Path: "/fc", Repeat: rest.Read(),
		Header: http.Header{
			"Content-Type": {"text/xml;charset=UTF-8"},
			"SOAPAction":   {`"http://fclient.russianpost.org/FederalClient/` + action + `Request"`},
		},
	}
}

// judgeTicket reads the error of an answer of the batch access. That it is not ready is no refusal.
func judgeTicket(in envelope, clock ordo.Clock) *ordo.Error {
	var a struct {
		Error *TicketError `json:"error"`
	}
	if !strings.HasSuffix(in.name, "icketResponse") || decodeXML(in.body, &a) != nil || a.Error == nil || a.Error.ID == ticketNotReady {
		return nil
	}
	e := &ordo.Error{Code: fmt.Sprint(a.Error.ID), Text: rest.Clip(a.Error.Name), Err: a.Error, Class: ordo.Invalid}
	switch a.Error.ID {
	case ticketLogin:
		if isLimit(a.Error.Name) {
			return untilMidnight(clock)
		}
		return refusedTracking(e)
	case ticketInternal:
		e.Class = ordo.Retry
	case ticketExpired, ticketNoNews:
		e.Class = ordo.NotFound
	}
	return e
}

// sorted returns the names of an object in order.
func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
