package atol

import (
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Fault is an error that the service reports: in an answer, or in the report of a receipt that failed.
type Fault struct {
	ID    string     `json:"error_id"` // for the vendor's support; may be empty
	Code  int        `json:"code"`
	Text  string     `json:"text"` // mostly Russian
	Type  string     `json:"type"` // system, driver (the register), timeout (the queue), agent (the register's computer), unknown, none
	Extra wire.Extra `json:"-"`
}

// The service's codes that the client acts on.
const (
	codeOtherVersion = 21 // the group speaks another version of the protocol
	codeDuplicate    = 33 // external_id is known: the receipt was accepted before
	codeNotYet       = 34 // the receipt is not processed yet
)

// serviceCodes are the documented codes of the service, with their classes. After 10, 11 and 20 the client has already
// tried a fresh token.
var serviceCodes = map[int]struct {
	name  string
	class ordo.Class
}{
	0:  {"Undefined", ordo.Retry},
	1:  {"IncomingChequeProcessingFailed", ordo.Retry},
	10: {"MissingToken", ordo.Auth},
	11: {"ExpiredToken", ordo.Auth},
	12: {"WrongLoginOrPassword", ordo.Auth},
	13: {"ValidationException", ordo.Invalid},
	14: {"UserBlocked", ordo.Auth},
	20: {"GroupCodeAndTokenDontMatch", ordo.Auth},
	21: {"NotSupportedGroupCodeForProtocol", ordo.Auth},
	30: {"MissingUuid", ordo.NotFound},
	31: {"IncomingOperationNotSupported", ordo.Unsupported},
	32: {"IncomingValidationException", ordo.Invalid},
	33: {"IncomingExternalIdAlreadyExists", ordo.Conflict}, // Register counts it as success
	34: {"StateCheckNotFound", ordo.Retry},                 // GetReport returns it as StatusWait
	40: {"BadRequest", ordo.Invalid},
	41: {"UnsupportedMediaType", ordo.Invalid},
	50: {"ErrorServerConfiguration", ordo.Retry},
}

// afterTrouble is the pause after an internal error of the service.
const afterTrouble = time.Second

// duplicate is the cause of an *ordo.Error for a document whose external id is already known.
type duplicate struct{ body []byte }

// Error is empty: the text is in the *ordo.Error.
func (*duplicate) Error() string { return "" }

// judge reads the errors of the service, which come with any HTTP status. The report of a receipt that failed has a
// uuid and is no error of the call; neither is code 34.
func judge(r *rest.Reply) *ordo.Error {
	var in struct {
		UUID  string `json:"uuid"`
		Error *Fault `json:"error"`
	}
	err := decode(r.Body, &in, nil)
	switch {
	case in.Error == nil:
		return nil
	case err != nil:
		return &ordo.Error{Class: ordo.InDoubt, Text: "the service's error cannot be read", Err: err}
	}
	code := in.Error.Code
	good := r.Status >= 200 && r.Status < 300
	if good && (in.UUID != "" || code == codeNotYet) {
		return nil
	}
	e := &ordo.Error{Code: strconv.Itoa(code), Text: in.Error.Text, RequestID: in.Error.ID}
	if code == codeDuplicate {
		e.Err = &duplicate{r.Body}
	}
	known, ok := serviceCodes[code]
	switch inner, of := registerCodes[code]; {
	case ok:
		e.Class = known.class
	case of: // the code of a register, or an internal one
		e.Class = inner.remedy.Class()
	case good && e.Text == "":
		e.Class = ordo.InDoubt
	case good:
		e.Class = ordo.Invalid
	}
	if e.Class == ordo.Retry {
		e.RetryAfter = afterTrouble
	}
	if e.Text == "" {
		e.Text = known.name
	}
	if e.Text == "" {
		e.Text = "the service gives no reason"
	}
	if code == codeOtherVersion { // it looks like a wrong password
		e.Text += " (a client speaks v4 unless WithVersion says v5)"
	}
	return e
}

// FailedError is the cause of an *ordo.Error when a document was accepted and no receipt was made. Its external id
// cannot be used again: the next document needs a new one.
type FailedError struct {
	Report *Report
	Remedy Remedy
}

// Error names the receipt and the remedy.
func (e *FailedError) Error() string {
	return fmt.Sprintf("receipt %s (%s) failed: %s", e.Report.ExternalID, e.Report.UUID, e.Remedy)
}

// Remedy is what may help after a receipt has failed.
type Remedy uint8

// The remedies. Each needs a document with a new external id.
const (
	// Correct: the register does not accept this data.
	Correct Remedy = iota + 1
	// SendAgain: a temporary problem of the queue, or of the register's clock or buffer.
	SendAgain
	// CallService: the register has a fault that its administrator must fix; one later attempt is reasonable.
	CallService
)

// String returns the remedy as a sentence.
func (r Remedy) String() string {
	switch r {
	case Correct:
		return "correct the document and send it with a new external id"
	case SendAgain:
		return "send it again with a new external id"
	case CallService:
		return "the register is out of order; send it again later with a new external id"
	}
	return "no remedy is known"
}

// Class returns the class of an error with this remedy.
func (r Remedy) Class() ordo.Class {
	if r == Correct {
		return ordo.Invalid
	}
	return ordo.Retry
}

// Remedy returns what may help after a report with this fault. A code that is not documented counts as a fault of the
// register.
func (f Fault) Remedy() Remedy {
	if f.Type == "system" || f.Type == "unknown" {
		if s, ok := serviceCodes[f.Code]; ok {
			if s.class == ordo.Retry {
				return SendAgain
			}
			return Correct
		}
	}
	if r, ok := registerCodes[f.Code]; ok {
		return r.remedy
	}
	return CallService
}

// Meaning returns the meaning of the code in English, or "" for a code that is not documented.
func (f Fault) Meaning() string {
	if f.Type == "system" || f.Type == "unknown" {
		if s, ok := serviceCodes[f.Code]; ok {
			return s.name
		}
	}
	return registerCodes[f.Code].meaning
}

// failed returns the error of a report with status fail.
func (c *Client) failed(op string, r *Report) error {
	f := Fault{Type: "unknown"}
	if r.Error != nil {
		f = *r.Error
	}
	remedy := f.Remedy()
	e := c.rest.Fail(op, remedy.Class(), f.Text, &FailedError{Report: r, Remedy: remedy})
	e.Code, e.RequestID = strconv.Itoa(f.Code), f.ID
	if e.Text == "" {
		e.Text = f.Meaning()
	}
	return e
}
