package novaposhta

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// noReason stands where the vendor gives none.
const noReason = "no reason is given"

// RefusalError is the cause of an *ordo.Error when Nova Poshta refuses a request. Code and Text of the *ordo.Error are
// those of the first problem.
type RefusalError struct {
	Problems Problems // at least one
	Warnings Problems
}

// Error lists the problems. The code of a sole one is left out, as Code of the *ordo.Error has it.
func (e *RefusalError) Error() string {
	if len(e.Problems) == 1 {
		return cmp.Or(e.Problems[0].Text, noReason)
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

// judge reads a refusal in any answer, with any status. An answer with success, or one that is no envelope, is none.
func judge(r *rest.Reply) *ordo.Error {
	body := envelope(r.Body)
	var in verdict
	if len(body) == 0 || body[0] != '{' || decode(body, &in) != nil || in.Success == nil || in.good() {
		return nil
	}
	good := r.Status >= 200 && r.Status < 300
	no := &RefusalError{in.Errors.withCodes(in.ErrorCodes), in.Warnings.withCodes(in.WarningCodes)}
	if len(no.Problems) == 0 {
		if !good {
			return nil
		}
		return &ordo.Error{Class: ordo.InDoubt, Text: noReason}
	}
	e := &ordo.Error{Code: no.Problems[0].Code, Text: cmp.Or(no.Problems[0].Text, noReason), Err: no}
	known := false
	for _, p := range no.Problems {
		class, sure := p.class()
		known = known || sure
		if e.Class == 0 || isPassing(e.Class) && !isPassing(class) {
			e.Class = class
		}
		if p.Code == codeDailyLimit {
			e.RetryAfter = time.Hour
		}
	}
	switch {
	case known:
	case r.Status == http.StatusUnauthorized, r.Status == http.StatusForbidden:
		e.Class = ordo.Auth
	case !good:
		e.Class = 0 // the HTTP status decides
	}
	return e
}

// isPassing reports whether a class is temporary: a refusal with any other problem is final.
func isPassing(c ordo.Class) bool {
	return c == ordo.Retry || c == ordo.RateLimited || c == ordo.InDoubt
}

// class returns what a problem means, and whether that is known. What is not known is a refusal.
func (p Problem) class() (ordo.Class, bool) {
	if i, has := errorByCode()[p.Code]; has {
		return i.Class, true
	}
	for _, w := range wordings {
		if strings.Contains(strings.ToLower(p.Text), w.words) {
			return w.class, true
		}
	}
	return ordo.Invalid, false
}

// wordings are texts that were seen without a code.
var wordings = []struct {
	words string // in lower case
	class ordo.Class
}{
	{"to many requests", ordo.RateLimited},
	{"api key expired", ordo.Auth},
	{"apikey", ordo.Auth},
	{"parcel is in postomat", ordo.Conflict},
}

var (
	tooBig   = regexp.MustCompile(`(?i)max allowed|too high for this po|too high for postomat|max cost exceeded|cost is to high for chosen`)
	limitNum = regexp.MustCompile(`(?i)(?:max allowed|exceeded|less than)\D*?([0-9]+(?:[.,][0-9]+)?)`)
)

// Field returns the property of the request at fault, such as "RecipientsPhone": that of the code, or "".
func (p Problem) Field() string {
	if i, has := errorByCode()[p.Code]; has && i.Field != "" {
		return i.Field
	}
	if p.TooBig() {
		return "RecipientAddress"
	}
	return ""
}

// TooBig reports whether the branch or locker does not take a parcel of this weight, size or value: another branch or a
// smaller parcel would be right. There are many codes for it and new ones come, so the text counts as well.
func (p Problem) TooBig() bool { return errorByCode()[p.Code].TooBig || tooBig.MatchString(p.Text) }

// Limit returns the limit in the text of a problem that is [Problem.TooBig], in the unit of what is limited; "" if
// there is none.
func (p Problem) Limit() wire.Decimal {
	if m := limitNum.FindStringSubmatch(p.Text); m != nil && p.TooBig() {
		return wire.Decimal(strings.Replace(m[1], ",", ".", 1))
	}
	return ""
}
