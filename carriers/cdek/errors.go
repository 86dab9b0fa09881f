package cdek

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Problem is a reason for a refusal, or a warning.
type Problem struct {
	Code       string     `json:"code"`
	Additional string     `json:"additional_code,omitzero"`
	Message    string     `json:"message,omitzero"` // English from the API, mostly Russian from the core behind it
	Extra      wire.Extra `json:"-"`
}

// inBrackets is how the API names a field: "[recipient] is empty", "invalid value [x] in [type] parameter".
var inBrackets = regexp.MustCompile(`\[([A-Za-z][A-Za-z0-9_.\[\]]*)\](?: is empty| parameter|$)`)

// Field returns the field of the request at fault, such as "recipient": the one in the message, or that of the code, or
// "".
func (p Problem) Field() string {
	if m := inBrackets.FindStringSubmatch(p.Message); m != nil {
		return m[1]
	}
	return ErrorOf(p.Code).Field
}

// String returns the problem in one line.
func (p Problem) String() string {
	s := p.Code + ": " + p.reason()
	if f := p.Field(); f != "" {
		return f + ": " + s
	}
	return s
}

func (p Problem) reason() string {
	return cmp.Or(p.Message, ErrorOf(p.Code).Meaning, noReason)
}

const noReason = "no reason is given"

// RefusalError is the cause of an *ordo.Error when CDEK refuses a request: at once, or later, when an accepted request
// has become INVALID. Code and Text of the *ordo.Error are those of the first problem.
type RefusalError struct {
	UUID     string      // of the entity, if it was accepted at first
	Type     RequestType // of the request, if CDEK says
	Later    bool        // the request had been accepted
	Problems []Problem   // at least one, unless CDEK gave no reason
}

// Error lists the problems with their fields and codes. The code of a sole problem is left out, as Code of the
// *ordo.Error has it.
func (e *RefusalError) Error() string {
	var texts []string
	for _, p := range e.Problems {
		texts = append(texts, p.String())
	}
	switch {
	case len(texts) == 0:
		texts = []string{noReason}
	case len(texts) == 1 && ErrorOf(e.Problems[0].Code).Code != "": // any other code may be anything, and is shown
		texts[0] = e.Problems[0].reason()
		if f := e.Problems[0].Field(); !strings.Contains(texts[0], f) {
			texts[0] = f + ": " + texts[0]
		}
	}
	list := strings.Join(texts, "; ")
	if e.Later {
		return fmt.Sprintf("the request %s of %s failed: %s", e.Type, e.UUID, list)
	}
	return list
}

// Has reports whether the refusal has a code.
func (e *RefusalError) Has(code string) bool {
	return slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Code == code })
}

// error returns the *ordo.Error of a refusal; the transport, or Client.failed, fills in the rest. The gravest class
// counts.
func (e *RefusalError) error() *ordo.Error {
	out := &ordo.Error{Err: e}
	for i, p := range e.Problems {
		if i == 0 {
			out.Code, out.Text = p.Code, p.Message
		}
		class := ErrorOf(p.Code).Class
		if out.Class == 0 || (isPassing(out.Class) && !isPassing(class)) {
			out.Class = class
		}
	}
	out.Text = cmp.Or(out.Text, ErrorOf(out.Code).Meaning, noReason)
	return out
}

// isPassing reports whether a class is temporary: a refusal with any other problem is final.
func isPassing(c ordo.Class) bool {
	return c == ordo.Retry || c == ordo.RateLimited || c == ordo.InDoubt
}

// refusal is the part of an answer that reports errors: in errors, in its requests, or in error.
type refusal struct {
	Entity   json.RawMessage           `json:"entity"`
	Tariffs  lax.List[json.RawMessage] `json:"tariff_codes"`
	Errors   lax.List[Problem]         `json:"errors"`
	Requests lax.List[Request]         `json:"requests"`
	Error    json.RawMessage           `json:"error"` // a text of the authorization, an object of neighbouring services
	Describe lax.Text                  `json:"error_description"`
	Message  lax.Text                  `json:"message"`
}

// judge reads CDEK's errors in any part of an answer, with any status. An answer with an entity or with tariffs is not
// a refusal: its requests are returned to the caller.
func judge(r *rest.Reply) *ordo.Error {
	var in refusal
	var odd *lax.FieldErrors // the other fields are used
	if err := decode(r.Body, &in, ""); err != nil && !errors.As(err, &odd) {
		return nil
	}
	good := r.Status >= 200 && r.Status < 300
	if good && (given(in.Entity) || len(in.Tariffs) > 0) {
		return nil
	}
	no := &RefusalError{Problems: in.Errors}
	failed := false
	for _, q := range in.Requests {
		if len(q.Errors) > 0 || q.State == Invalid {
			failed = true
			no.Type, no.Problems = q.Type, append(no.Problems, q.Errors...)
		}
	}
	if len(no.Problems) == 0 && given(in.Error) {
		no.Problems = []Problem{in.authorization()}
	}
	if len(no.Problems) == 0 && !failed {
		return nil
	}
	e := no.error()
	known := ErrorOf(e.Code).Code != ""
	switch {
	case known:
	case good && len(no.Problems) == 0: // without a reason the outcome is open
		e.Class = ordo.InDoubt
	case r.Status == http.StatusUnauthorized:
		e.Class = ordo.Auth
	case !good:
		e.Class = 0 // the HTTP status decides
	}
	return e
}

// given reports whether a field is set.
func given(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

// authorization reads the field error.
func (in *refusal) authorization() Problem {
	var p Problem
	var code lax.Text
	if json.Unmarshal(in.Error, &code) == nil {
		p.Code = string(code)
	} else if decode(in.Error, &p, "") != nil {
		p.Message = string(in.Error)
	}
	if p.Message == "" {
		p.Message = string(in.Describe + in.Message)
	}
	return p
}
