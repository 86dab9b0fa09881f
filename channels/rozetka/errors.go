package rozetka

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Problem is one entry of ROZETKA's "errors".
type Problem struct {
	Code        string  `json:"code"`        // a number, such as 1005
	Message     string  `json:"message"`     // its key, such as check_correctness_of_data
	Description string  `json:"description"` // for people
	Details     Details `json:"details"`
}

// Detail is a part of a problem, with the field of the request that it is about, if it names one.
type Detail struct {
	Field string
	Text  string
}

// Details are the parts of a problem. They come as a text, as a list of texts, or as texts by field.
type Details []Detail

// UnmarshalJSON implements json.Unmarshaler. What has another form is kept as a text.
func (ds *Details) UnmarshalJSON(b []byte) error {
	*ds = nil
	var fields map[string]json.RawMessage
	if decode(b, &fields) == nil && len(fields) > 0 {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			for _, text := range texts(fields[name]) {
				*ds = append(*ds, Detail{name, text})
			}
		}
		return nil
	}
	for _, text := range texts(b) {
		*ds = append(*ds, Detail{Text: text})
	}
	return nil
}

// texts reads a text or a list of texts.
func texts(b json.RawMessage) (out []string) {
	var raws []json.RawMessage
	if b[0] != '[' || decode(b, &raws) != nil {
		raws = []json.RawMessage{b}
	}
	for _, raw := range raws {
		var s string
		if decode(raw, &s) != nil {
			s = string(raw)
		}
		if s = rest.Clip(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// String is the problem in one line.
func (p Problem) String() string {
	s := cmp.Or(p.Description, p.Message)
	if p.Description != "" && p.Message != "" {
		s = p.Message + ": " + p.Description
	}
	for _, d := range p.Details {
		t := d.Text
		if d.Field != "" {
			t = d.Field + ": " + d.Text
		}
		if s != "" {
			s += "; "
		}
		s += t
	}
	return s
}

// RefusalError is the cause of an *ordo.Error when ROZETKA refuses a call. Code and Text of the *ordo.Error are those
// of the first problem.
type RefusalError struct{ Problems []Problem }

// Error lists the problems.
func (e *RefusalError) Error() string {
	var all []string
	for _, p := range e.Problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "; ")
}

// ProblemsOf returns what the refusal in err's chain lists; nil if ROZETKA did not refuse.
func ProblemsOf(err error) []Problem {
	var no *RefusalError
	if !errors.As(err, &no) {
		return nil
	}
	return no.Problems
}

// concerns reports whether a refusal is about a field of the request.
func concerns(err error, field string) bool {
	return slices.ContainsFunc(ProblemsOf(err), func(p Problem) bool {
		return slices.ContainsFunc(p.Details, func(d Detail) bool { return d.Field == field })
	})
}

// mostProblems is how many problems of an answer are kept.
const mostProblems = 20

// readProblems reads "errors": an object as it comes, an array as it is documented, or bare texts. What says nothing is
// left out.
func readProblems(b json.RawMessage) (out []Problem) {
	if len(b) == 0 {
		return nil
	}
	raws := []json.RawMessage{b}
	if b[0] == '[' && json.Unmarshal(b, &raws) != nil {
		return nil
	}
	for _, raw := range raws[:min(len(raws), mostProblems)] {
		var p Problem
		if raw[0] != '{' {
			for _, text := range texts(raw) {
				p.Message = text
			}
		} else if err := decode(raw, &p); (err != nil || p.String() == "" && p.Code == "") && string(raw) != "{}" {
			p.Description = cmp.Or(p.Description, fmt.Sprintf("%.200s", raw)) // some methods list reasons by item
		}
		p.Code, p.Message, p.Description = rest.Clip(p.Code), rest.Clip(p.Message), rest.Clip(p.Description)
		if p.Code != "" || p.String() != "" {
			out = append(out, p)
		}
	}
	return out
}

// judge returns the error of an answer that is a refusal: "success" is false, as a rule with HTTP status 200. A refusal
// that gives no reason is none: see decodeAnswer.
func judge(r *rest.Reply) *ordo.Error {
	e, err := readEnvelope(r)
	if err != nil || *e.Success {
		return nil
	}
	ps := readProblems(e.Errors)
	if len(ps) == 0 {
		return nil
	}
	out := &ordo.Error{Code: ps[0].Code, Text: cmp.Or(ps[0].Description, ps[0].Message, "no reason is given"), Err: &RefusalError{ps}}
	if class, known := classes[out.Code]; known {
		out.Class = class
	} else if r.Status < 300 {
		out.Class = ordo.Invalid
	}
	return out
}

// classes are what the codes mean, as the section "Опис помилок" of the documentation has them; any other code is a
// mistake of the request. A code of class InDoubt leaves open whether a write was done.
var classes = map[string]ordo.Class{
	"0":    ordo.InDoubt, // server_error, unforeseen
	"1003": ordo.InDoubt, // problem_with_message_broker
	"1015": ordo.InDoubt, // unexpected_error
	"1031": ordo.Retry,   // model_cannot_be_saved, at the moment
	"5503": ordo.Retry,   // technical_maintenance

	"1004": ordo.Auth, // incorrect_username_password, or the password is not in Base64
	"1010": ordo.Auth, // access_denied: a role is missing
	"1018": ordo.Auth, // incorrect_enter_token
	"1020": ordo.Auth, // incorrect_access_token
	"5401": ordo.Auth, // invalid_credentials
	"6001": ordo.Auth, // session_expired

	"1019": ordo.NotFound, // entity_not_found
	"1404": ordo.NotFound, // model_not_found
	"5404": ordo.NotFound, // not_found
}
