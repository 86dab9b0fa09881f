package chestnyznak

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// DocumentStatus is how far a document is, in the registry's word. New words come without notice.
type DocumentStatus string

// The states of documents.
const (
	InProgress          DocumentStatus = "IN_PROGRESS"
	WaitForContinuation DocumentStatus = "WAIT_FOR_CONTINUATION"
	CheckedOK           DocumentStatus = "CHECKED_OK"
	CheckedNotOK        DocumentStatus = "CHECKED_NOT_OK" // refused, or a part of its codes was
	ParseError          DocumentStatus = "PARSE_ERROR"
	ProcessingError     DocumentStatus = "PROCESSING_ERROR" // a fault of the registry
	Undefined           DocumentStatus = "UNDEFINED"
	WaitAcceptance      DocumentStatus = "WAIT_ACCEPTANCE" // of a shipment
	WaitParticipant     DocumentStatus = "WAIT_PARTICIPANT_REGISTRATION"
	Accepted            DocumentStatus = "ACCEPTED"
	Cancelled           DocumentStatus = "CANCELLED" // CANCELED is seen, too
)

// Document is a document at the registry.
type Document struct {
	Number        string          `json:"number"` // the registry's id, not the participant's number
	Type          DocumentType    `json:"type"`
	Status        DocumentStatus  `json:"status"`
	Date          time.Time       `json:"docDate"`
	Received      time.Time       `json:"receivedAt"`
	SenderINN     string          `json:"senderInn"`
	SenderName    string          `json:"senderName"`
	ReceiverINN   string          `json:"receiverInn"`
	ReceiverName  string          `json:"receiverName"`
	InvoiceNumber string          `json:"invoiceNumber"`
	InvoiceDate   string          `json:"invoiceDate"`
	Related       string          `json:"relatedDocId"`
	Incoming      bool            `json:"input"`
	Errors        []DocumentError `json:"errors"`
	CommonErrors  []CommonError   `json:"commonErrors"`
	Turnover      string          `json:"turnoverType"`
	Groups        []string        `json:"productGroup"`
	GroupIDs      []int           `json:"productGroupId"`
	Body          json.RawMessage `json:"body"` // what was sent, of a document that was read alone
	Extra         wire.Extra      `json:"-"`
	Problem       error           `json:"-"` // what could not be read
}

// DocumentError is an error about a code of a document. It comes as a text, or as an object.
type DocumentError struct {
	Code  string     `json:"errorCode"`
	Text  string     `json:"errorMessage"`
	CIS   string     `json:"cis"`
	Extra wire.Extra `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (e *DocumentError) UnmarshalJSON(b []byte) error {
	type object DocumentError
	if strings.HasPrefix(string(b), "{") {
		return decode(b, (*object)(e))
	}
	*e = DocumentError{}
	return decode(b, &e.Text)
}

// String returns the registry's words.
func (e DocumentError) String() string {
	return strings.Join(strings.Fields(e.Code+" "+e.Text+" "+e.CIS), " ")
}

// CommonError is an error about a document as a whole.
type CommonError struct {
	Code   string     `json:"errorCode"` // any text
	Text   string     `json:"errorMessage"`
	Object AnyText    `json:"errorObject"` // the value that is wrong
	Extra  wire.Extra `json:"-"`
}

// String returns the registry's words.
func (e CommonError) String() string {
	return strings.Join(strings.Fields(e.Code+" "+e.Text+" "+string(e.Object)), " ")
}

// AnyText is a value of any kind: a text, or another value as JSON.
type AnyText string

// UnmarshalJSON implements json.Unmarshaler.
func (t *AnyText) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) != nil {
		text = string(b)
	}
	*t = AnyText(text)
	return nil
}

// GetDocument reads a document with its content (doc/{id}/info). group is that of its goods. A document that was just
// sent may be of class NotFound for a while.
func (c *Client) GetDocument(ctx context.Context, group, id string) (*Document, error) {
	const op = "doc/info"
	if strings.TrimSpace(id) == "" {
		return nil, c.fail(op, ordo.Invalid, "not sent: the document's id is empty", nil)
	}
	q := url.Values{"body": {"true"}}
	if group != "" {
		q.Set("pg", group)
	}
	var all []Document
	r := rest.Request{Op: op, Path: rest.Pathf(v4+"/doc/%s/info", id), Query: q, Check: func() error {
		if len(all) != 1 {
			return fmt.Errorf("the answer has %d documents", len(all))
		}
		return errors.Join(lacks("status", all[0].Status == ""), rest.Same("document", strings.ToLower(id), strings.ToLower(all[0].Number)))
	}}
	if err := c.read(ctx, r, nil, &all); err != nil {
		return nil, err
	}
	return &all[0], nil
}

// lacks is the error of an answer without a field.
func lacks(field string, missing bool) error {
	if missing {
		return errors.New("the answer has no " + field)
	}
	return nil
}

// isList reports whether a value is a list, be it empty.
func isList(raw json.RawMessage) bool { return bytes.HasPrefix(raw, []byte("[")) }

// rowsIn reads a list of rows.
func rowsIn[T any](raw json.RawMessage) (rows []lax.Row[T], err error) {
	err = decode(raw, &rows)
	return rows, err
}

// DocumentFilter says which documents to list. Group is needed. Zero fields do not count.
type DocumentFilter struct {
	Group     string
	From, To  time.Time // when the registry received it
	Types     []DocumentType
	Status    DocumentStatus
	SenderINN string
	Number    string // the registry's id
}

// stamp is the form of times in queries.
const stamp = "2006-01-02T15:04:05.000Z"

func (f DocumentFilter) query() url.Values {
	q := url.Values{"pg": {f.Group}, "limit": {"1000"}, "order": {"ASC"}}
	for _, t := range f.Types {
		q.Add("documentType", string(t))
	}
	for name, at := range map[string]time.Time{"dateFrom": f.From, "dateTo": f.To} {
		if !at.IsZero() {
			q.Set(name, at.UTC().Format(stamp))
		}
	}
	for name, v := range map[string]string{"documentStatus": string(f.Status), "senderInn": f.SenderINN, "number": f.Number} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return q
}

// ListDocuments finds documents (doc/list), the oldest first, without their content. An error comes once, last; a
// document that cannot be read has a Problem.
func (c *Client) ListDocuments(ctx context.Context, f DocumentFilter) iter.Seq2[Document, error] {
	const op = "doc/list"
	return rest.List[Document]{Op: op, Page: func(cursor string, yield func(string, Document) bool) (string, error) {
		if f.Group == "" {
			return "", c.fail(op, ordo.Invalid, "not sent: the group of goods is empty", nil)
		}
		q := f.query()
		if cursor != "" {
			id, date, _ := strings.Cut(cursor, " ")
			q.Set("did", id)
			q.Set("orderedColumnValue", date)
			q.Set("pageDir", "NEXT")
		}
		var in struct {
			Results json.RawMessage `json:"results"`
			Next    bool            `json:"nextPage"`
		}
		r := rest.Request{Op: op, Path: v4 + "/doc/list", Query: q, Check: func() error { return lacks("results", !isList(in.Results)) }}
		if err := c.read(ctx, r, nil, &in); err != nil {
			return "", err
		}
		rows, err := rowsIn[Document](in.Results)
		if err != nil {
			return "", c.fail(op, ordo.Retry, "the answer is not of the documented form", err)
		}
		var last struct { // as it was written: the next page begins behind it
			Number string `json:"number"`
			Date   string `json:"docDate"`
		}
		for _, row := range rows {
			d := row.Value
			if row.Problem != nil {
				d.Problem = row.Problem
			}
			if d.Problem == nil && d.Number == "" {
				d.Problem = errors.New("it has no number")
			}
			if d.Problem != nil {
				d.Problem = c.fail(op, ordo.Invalid, "document "+rest.Clip(d.Number)+" is not of the documented form", d.Problem)
			}
			if !yield(string(row.Raw), d) {
				return "", nil
			}
			_ = decode(row.Raw, &last) // a row that cannot be read leaves what was before
		}
		if !in.Next {
			return "", nil
		}
		if last.Number == "" {
			return "", c.fail(op, ordo.Retry, "more pages are announced, and no row says behind what", nil)
		}
		return last.Number + " " + last.Date, nil
	}}.All(c.rest)
}
