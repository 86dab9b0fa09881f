package retailcrm

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pause is what the CRM's clients wait at least after "Rate limit exceeded"; the wait doubles with each refusal.
const pause = 100 * time.Millisecond

// Problem is one thing that the CRM does not like. The texts are for people: some come in Russian.
type Problem struct {
	Field string // such as "firstName"; empty where the CRM gives texts only
	Text  string
}

// Problems is the cause of an *ordo.Error when the CRM says in detail what is wrong with the data.
type Problems []Problem

// Error lists the problems in one line.
func (p Problems) Error() string {
	texts := make([]string, len(p))
	for i, one := range p {
		texts[i] = one.Text
		if one.Field != "" {
			texts[i] = one.Field + ": " + one.Text
		}
	}
	return strings.Join(texts, "; ")
}

// UnmarshalJSON implements json.Unmarshaler. The CRM sends an object by field, or a list of texts.
func (p *Problems) UnmarshalJSON(b []byte) error {
	*p = nil
	var fields map[string]json.RawMessage
	if decode(b, &fields) == nil {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			*p = append(*p, Problem{name, said(fields[name])})
		}
		return nil
	}
	var list []json.RawMessage
	err := decode(b, &list)
	for _, raw := range list {
		*p = append(*p, Problem{Text: said(raw)})
	}
	return err
}

// said returns the text of a problem, which may be nested.
func said(raw json.RawMessage) string {
	var t lax.Text
	if json.Unmarshal(raw, &t) == nil {
		return string(t)
	}
	return string(raw)
}

// refusal is the CRM's report of an error.
type refusal struct {
	Success  *lax.Bool `json:"success"`
	ErrorMsg lax.Text  `json:"errorMsg"`
	Errors   Problems  `json:"errors"`
}

// statusPartial is the HTTP status of an upload of which only a part was taken.
const statusPartial = 460

// judge reads the CRM's errors: by errorMsg first, by HTTP status second. A refusal without a reason decides nothing.
func judge(r *rest.Reply) *ordo.Error {
	ok := r.Status >= 200 && r.Status < 300
	var said refusal
	if success, told := verdict(r.Body); ok && (success || !told) || r.JSON(&said) != nil || said.Success == nil && said.ErrorMsg == "" {
		return nil
	}
	e := &ordo.Error{Text: string(said.ErrorMsg), Class: classOf(string(said.ErrorMsg))}
	if len(said.Errors) > 0 {
		e.Err = said.Errors
	}
	var part Upload
	switch {
	case e.Class == ordo.RateLimited || r.Status == http.StatusTooManyRequests:
		e.Class, e.RetryAfter = ordo.RateLimited, pause
	case r.Status == statusPartial && decode(r.Body, &part) == nil:
		part.unwrap()
		e.Err = &PartialError{part}
	case e.Text == "" && e.Err == nil:
		e.Text = "the CRM refuses without a reason"
		if r.Status != http.StatusUnauthorized && r.Status != http.StatusForbidden {
			e.Class = ordo.InDoubt
		}
	case ok && e.Class == 0:
		e.Class = ordo.Invalid
	}
	return e
}

// messages are the documented texts of errorMsg, by their beginning, and what they mean whatever the HTTP status is.
var messages = []struct {
	begins string
	class  ordo.Class
}{
	{"Rate limit exceeded", ordo.RateLimited},
	{`"apiKey" is missing`, ordo.Auth},
	{`Wrong "apiKey" value`, ordo.Auth},
	{"Access denied", ordo.Auth},
	{"Errors in the entity format", ordo.Invalid},
	{"Validation error", ordo.Invalid},
	{"Errors in the input parameters", ordo.Invalid},
	{"Parameter '", ordo.Invalid},
	{"Orders are loaded with errors", ordo.Invalid},
	{"An attempt was made to edit a nonexistent record", ordo.NotFound},
	{"Method Not Allowed", ordo.Unsupported},
	{"Method not found", ordo.Unsupported},
	{"API method not found", ordo.Unsupported}, // of this and the next nothing is known but that the address is wrong
	{"Account does not exist", ordo.Auth},
}

// classOf returns the class of an errorMsg, or 0 if it tells nothing.
func classOf(message string) ordo.Class {
	for _, m := range messages {
		if strings.HasPrefix(message, m.begins) {
			return m.class
		}
	}
	switch {
	case exists(message):
		return ordo.Conflict
	case notFound.MatchString(message):
		return ordo.NotFound
	}
	return 0
}

// notFound is the text for a missing record: "Not found", "Pack not found", "Pack with id 7 not found", "Note not
// found map". Texts about a value, such as one that names a field of an order, are none: they have signs in them.
var notFound = regexp.MustCompile(`(?i)^([\pL\pN ]+ )?(not found|does not exist|не найден\pL?|не существует)( map)?\.?$`)

// gone reports whether the CRM itself says that a record is not there.
func gone(err error) bool {
	var e *ordo.Error
	return errors.As(err, &e) && e.Class == ordo.NotFound && classOf(e.Text) == ordo.NotFound
}

// exists recognizes the refusal of a second order with the same externalId. Its exact words are not known: the official
// clients do not show them. CreateOrder does not rely on it where it can look instead; this is the one place to
// correct.
func exists(message string) bool {
	return strings.HasPrefix(message, "Order already exists") || strings.HasSuffix(strings.TrimSuffix(message, "."), "already exists")
}

// PartialError is the cause of the *ordo.Error of an upload of which only a part was taken.
type PartialError struct{ Upload }

// Error returns how many orders were taken, and what the CRM says about the others.
func (e *PartialError) Error() string {
	return fmt.Sprintf("%d orders were taken, %d were not: %s", len(e.Uploaded), len(e.Failed), e.why())
}

// why is what the CRM says, or else which orders failed.
func (e *PartialError) why() string {
	if len(e.Problems) > 0 {
		return e.Problems.Error()
	}
	ids := make([]string, len(e.Failed))
	for i, o := range e.Failed {
		ids[i] = o.ExternalID
	}
	return strings.Join(ids, ", ")
}
