package russianpost

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// noReason stands where the vendor gives none.
const noReason = "no reason is given"

// Problem is a reason for a refusal.
type Problem struct {
	Position int    // of the order in the request, from 0
	Code     string // such as EMPTY_INDEX_TO
	Text     string // the vendor's, mostly Russian; empty if the code came alone
	Details  string // such as the offices that are allowed
}

// Field returns the field of the request at fault, such as "index-to": that of the code, or "".
func (p Problem) Field() string { return ErrorOf(p.Code).Field }

// String returns the problem in one line.
func (p Problem) String() string {
	s := p.reason()
	if p.Code != "" {
		s = p.Code + ": " + s
	}
	if f := p.Field(); f != "" {
		s = f + ": " + s
	}
	return s
}

func (p Problem) reason() string {
	s := cmp.Or(p.Text, ErrorOf(p.Code).Meaning, noReason)
	if p.Details != "" {
		s += " (" + p.Details + ")"
	}
	return s
}

// class returns what the problem means, and whether that is known. What is not known is a refusal.
func (p Problem) class() (class ordo.Class, known bool) {
	said := p.Text + p.Details
	switch {
	case p.Code == codeTariff && p.Details == "":
		return ordo.Retry, true
	case p.Code == codeExternal && strings.Contains(said, "available"): // "Requested 100 but available 0"
		return ordo.Conflict, true
	case p.Code == codeInternal && strings.Contains(said, "Forbidden mail type"): // papers of a parcel in no batch
		return ordo.Unsupported, true
	}
	i := ErrorOf(p.Code)
	return i.Class, i.Code != ""
}

// RefusalError is the cause of an *ordo.Error when Otpravka refuses a request, or a part of it. Code and Text of the
// *ordo.Error are those of the first problem.
type RefusalError struct {
	Problems []Problem // at least one
}

// Error lists the problems. The code of a sole one is left out, as Code of the *ordo.Error has it.
func (e *RefusalError) Error() string {
	if len(e.Problems) == 1 {
		return e.Problems[0].reason()
	}
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return strings.Join(texts, "; ")
}

// Has reports whether the refusal has a code.
func (e *RefusalError) Has(code string) bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Code == code })
}

// LimitError is the cause of an *ordo.Error of class RateLimited when the requests of the day are used up: those of
// Otpravka (see [Client.GetLimit]), or those of tracking.
type LimitError struct {
	Until time.Time // midnight in Moscow, which is a guess
}

// Error says until when.
func (e *LimitError) Error() string {
	return "the requests of this day are used up, until " + e.Until.Format("2006-01-02 15:04 MST")
}

// untilMidnight makes the error of a limit for the day.
func untilMidnight(clock ordo.Clock) *ordo.Error {
	now := clock.Now().In(moscow())
	until := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, moscow())
	limit := &LimitError{until}
	return &ordo.Error{Class: ordo.RateLimited, Text: limit.Error(), Err: limit, RetryAfter: until.Sub(now)}
}

// bandwidthExceeded is the status of a request over the limit of the day.
const bandwidthExceeded = 509

// error returns the *ordo.Error of a refusal; the transport fills in the rest. A refusal that is final for one of its
// problems is final. known reports whether any of them is.
func (e *RefusalError) error() (out *ordo.Error, known bool) {
	first := e.Problems[0]
	out = &ordo.Error{Code: first.Code, Text: first.reason(), Err: e}
	for _, p := range e.Problems {
		class, sure := p.class()
		known = known || sure
		if out.Class == 0 || isPassing(out.Class) && !isPassing(class) {
			out.Class = class
		}
	}
	return out, known
}

// isPassing reports whether a class is temporary.
func isPassing(c ordo.Class) bool {
	return c == ordo.Retry || c == ordo.RateLimited || c == ordo.InDoubt
}

// judge returns the judge of answers of Otpravka. What has done a part of the request is no refusal: its problems are
// returned to the caller.
func judge(clock ordo.Clock) func(*rest.Reply) *ordo.Error {
	return func(r *rest.Reply) *ordo.Error {
		page := strings.Contains(r.Header.Get("Content-Type"), "html")
		switch {
		case r.Status == bandwidthExceeded && !page:
			return untilMidnight(clock)
		case r.Status == http.StatusProxyAuthRequired && bytes.Contains(r.Body, []byte("method not found")):
			return &ordo.Error{Class: ordo.Unsupported, Text: "Otpravka has no such method: " + rest.Clip(string(r.Body))}
		case (r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden) && !page:
			return refusedLogin(r)
		}
		body := bytes.TrimSpace(bytes.TrimPrefix(r.Body, []byte("\xef\xbb\xbf")))
		if !bytes.Contains(body, []byte(`"code"`)) && !bytes.Contains(body, []byte(`error`)) || !json.Valid(body) {
			return nil
		}
		good := r.Status >= 200 && r.Status < 300
		var all []Problem
		switch body[0] {
		case '[':
			all = problemsOfRows(body, good)
		case '{':
			all = problemsOfObject(body, r.Status)
		}
		if len(all) == 0 {
			return nil
		}
		e, known := (&RefusalError{all}).error()
		if !known && !good {
			e.Class = 0 // the HTTP status decides
		}
		return e
	}
}

// refusedLogin names the service and the settings that were refused: there are two logins and a token, and those of one
// service do not fit the other.
func refusedLogin(r *rest.Reply) *ordo.Error {
	text := "Otpravka refused the credentials of " + whereCredentials
	var said answerError
	if decode(r.Body, &said) == nil {
		if why := cmp.Or(said.Message, said.Desc, said.Description, said.SubCode); why != "" {
			text += ": " + rest.Clip(why)
		}
	}
	return &ordo.Error{Class: ordo.Auth, Text: text}
}

// answerError is what an error of any service of Otpravka may have: chapter and verse differ by call.
type answerError struct {
	Errors      json.RawMessage `json:"errors"`      // a list
	Codes       json.RawMessage `json:"error-codes"` // a list within Errors
	Code        string          `json:"code"`
	ErrorCode   string          `json:"error-code"`
	SubCode     string          `json:"sub-code"`
	Desc        string          `json:"desc"`
	Description string          `json:"description"`
	ErrorText   string          `json:"error-description"`
	Message     string          `json:"message"`
	Msg         string          `json:"msg"` // of the tariff calculator
	Details     json.RawMessage `json:"details"`
	MoreDetails json.RawMessage `json:"error-details"`
	Position    *int            `json:"position"`
	Status      json.RawMessage `json:"status"` // of Spring: the HTTP status
	Error       string          `json:"error"`
	// What was done.
	Orders  json.RawMessage `json:"orders"`
	IDs     json.RawMessage `json:"result-ids"`
	Batches json.RawMessage `json:"batches"`
	Barcode string          `json:"return-barcode"`
}

// did reports whether a part of the request was done.
func (a *answerError) did() bool {
	return some(a.Orders) || some(a.IDs) || some(a.Batches) || a.Barcode != ""
}

// some reports whether a list has elements.
func some(list json.RawMessage) bool {
	t := bytes.TrimSpace(list)
	return len(t) > 2 && string(t) != "null" && len(bytes.TrimSpace(t[1:len(t)-1])) > 0
}

// problemsOfObject reads the errors of an answer that is an object.
func problemsOfObject(body []byte, status int) []Problem {
	var in answerError
	var odd *lax.FieldErrors // the other fields are used
	if err := decode(body, &in); err != nil && !errors.As(err, &odd) {
		return nil
	}
	good := status >= 200 && status < 300
	switch {
	case good && in.did():
		return nil
	case some(in.Errors):
		return collect(nil, in.Errors, 0, 0)
	case in.ErrorCode != "":
		return []Problem{in.problem(0)}
	case in.Code != "" && (in.Desc != "" || in.Description != "" || in.SubCode != "" || !good):
		return []Problem{in.problem(0)}
	case !good && in.Error != "" && string(in.Status) == fmt.Sprint(status):
		return []Problem{{Text: rest.Clip(strings.Trim(in.Error+": "+in.Message, ": "))}}
	}
	return nil
}

// problemsOfRows reads the errors of an answer that is a list of results. A row without an error was done.
func problemsOfRows(body []byte, good bool) []Problem {
	var in []json.RawMessage
	if json.Unmarshal(body, &in) != nil {
		return nil
	}
	var all []Problem
	for i, raw := range in {
		var row answerError
		_ = decode(raw, &row) // what does not fit is left out
		var found []Problem
		if row.ErrorCode != "" || some(row.Errors) || row.Code != "" && row.said() != "" {
			found = collect(nil, raw, i, 1)
		}
		if len(found) == 0 && good {
			return nil
		}
		all = append(all, found...)
	}
	return all
}

// most is how many problems are kept.
const most = 100

// collect adds the problems in a list, in a row of one, or in what stands within a row.
func collect(all []Problem, raw json.RawMessage, position, depth int) []Problem {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || len(all) >= most || depth > 5 {
		return all
	}
	switch raw[0] {
	case '[':
		var in []json.RawMessage
		_ = json.Unmarshal(raw, &in) // it is valid
		for _, one := range in {
			all = collect(all, one, position, depth+1)
		}
	case '{':
		var in answerError
		_ = decode(raw, &in) // what does not fit is left out
		if in.Position != nil {
			position = *in.Position
		}
		switch {
		case some(in.Codes):
			return collect(all, in.Codes, position, depth+1)
		case some(in.Errors):
			return collect(all, in.Errors, position, depth+1)
		case in.Code != "" || in.ErrorCode != "" || in.Msg != "":
			return append(all, in.problem(position))
		}
	case '"':
		var t string
		_ = json.Unmarshal(raw, &t) // it is valid
		if t != "" && depth > 1 {
			all = append(all, Problem{Position: position, Text: rest.Clip(t)})
		}
	}
	return all
}

// said returns the vendor's words.
func (a *answerError) said() string {
	return cmp.Or(a.ErrorText, a.Description, a.Desc, a.Message, a.Msg)
}

func (a *answerError) problem(position int) Problem {
	p := Problem{Position: position, Code: rest.Clip(cmp.Or(a.ErrorCode, a.Code)), Text: rest.Clip(a.said())}
	if a.SubCode != "" && !strings.Contains(p.Text, a.SubCode) {
		p.Text = rest.Clip(strings.TrimSpace(a.SubCode + " " + p.Text))
	}
	for _, raw := range []json.RawMessage{a.MoreDetails, a.Details} {
		if s := text(raw); p.Details == "" {
			p.Details = rest.Clip(s)
		}
	}
	return p
}

// text returns a JSON value as a text.
func text(raw json.RawMessage) string {
	var t lax.Text
	if t.UnmarshalJSON(raw) == nil || len(raw) == 0 {
		return string(t)
	}
	return string(raw)
}
