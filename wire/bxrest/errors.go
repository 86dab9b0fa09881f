package bxrest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Codes of errors that callers tell apart, in [ordo.Error].Code. The portal writes them in either case; here they are
// as it wrote them: compare with [HasCode].
const (
	CodeExpired       = "expired_token"
	CodeInvalidToken  = "invalid_token"
	CodeTooMany       = "QUERY_LIMIT_EXCEEDED"
	CodeBlocked       = "OPERATION_TIME_LIMIT"
	CodeNoMethod      = "ERROR_METHOD_NOT_FOUND"
	CodeWrongAuthType = "WRONG_AUTH_TYPE" // for applications only
	CodeNotFound      = "NOT_FOUND"
	CodeCore          = "ERROR_CORE"
)

// classes are what codes mean, whatever the HTTP status is.
var classes = map[string]ordo.Class{
	"query_limit_exceeded": ordo.RateLimited, "operation_time_limit": ordo.RateLimited, "overload_limit": ordo.Auth,

	"expired_token": ordo.Auth, "invalid_token": ordo.Auth, "no_auth_found": ordo.Auth, "invalid_credentials": ordo.Auth,
	"insufficient_scope": ordo.Auth, "invalid_scope": ordo.Auth, "authorization_error": ordo.Auth, "application_not_found": ordo.Auth,
	"error_oauth": ordo.Auth, "payment_required": ordo.Auth, "access_denied": ordo.Auth, "user_access_error": ordo.Auth,
	"allowed_only_intranet_user": ordo.Auth, "portal_deleted": ordo.Auth, "method_confirm_denied": ordo.Auth,
	"invalid_grant": ordo.Auth, "invalid_client": ordo.Auth, "bad_verification_code": ordo.Auth, "wrong_client": ordo.Auth,
	"not_installed": ordo.Auth, "error_document_rights": ordo.Auth,

	"connection_error": ordo.Retry, "method_confirm_waiting": ordo.Retry,

	"error_method_not_found": ordo.Unsupported, "wrong_auth_type": ordo.Unsupported, "wrong_license": ordo.Unsupported,
	"entity_type_not_supported": ordo.Unsupported, "create_dynamic_type_restricted": ordo.Unsupported,
	"create_dynamic_item_restricted": ordo.Unsupported, "update_dynamic_item_restricted": ordo.Unsupported,
	"sale_order_payment_return_no_supported": ordo.Unsupported, "error_event_not_found": ordo.Unsupported,
	"200040400010": ordo.Unsupported, "200040400020": ordo.Unsupported, "200140400006": ordo.Unsupported,

	"removing_disabled": ordo.Conflict, "error_document_status": ordo.Conflict, "error_handler_already_exist": ordo.Conflict,
	"error_placement_max_count": ordo.Conflict, "201250000001": ordo.Conflict, "201350000001": ordo.Conflict,
	"201350000007": ordo.Conflict, "201350000008": ordo.Conflict, "201650000001": ordo.Conflict, "201650000002": ordo.Conflict,

	"200140400007": ordo.Invalid, "200140400008": ordo.Invalid, "200140400011": ordo.Invalid, "201240400004": ordo.Invalid,
	"invalid_request": ordo.Invalid, "error_argument": ordo.Invalid, "invalid_arg_value": ordo.Invalid, "100": ordo.Invalid,
	"error_batch_length_exceeded": ordo.Invalid, "error_batch_method_not_allowed": ordo.Invalid,
	"crm_field_error_value_not_valid": ordo.Invalid, "wrong_datetime_format": ordo.Invalid,

	"internal_server_error": ordo.InDoubt, "error_unexpected_answer": ordo.InDoubt, "wrong_encoding": ordo.InDoubt,
}

// again is how long to wait at least after "too many requests": the bucket has drained by two then.
const again = time.Second

// classOf returns the class of a code, and of its text where there is none; 0 if the HTTP status decides.
func classOf(code, text string) ordo.Class {
	code = strings.ToLower(code)
	if class, known := classes[code]; known {
		return class
	}
	switch {
	case strings.HasSuffix(code, "not_found"):
		return ordo.NotFound
	case strings.HasPrefix(code, "sale_order_"), strings.HasPrefix(code, "sale_shipment_"), strings.HasPrefix(code, "sale_payment_"):
		return ordo.Conflict
	case len(code) == 12 && strings.Trim(code, "0123456789") == "": // of the shop: which resource, what, a number
		switch code[4:7] {
		case "403":
			return ordo.Auth
		case "404":
			return ordo.NotFound
		}
	}
	if code == "" || code == "0" || code == "error_core" {
		return classOfText(text)
	}
	return 0
}

// classOfText is for refusals without a code of their own. The words are those that were seen.
func classOfText(text string) ordo.Class {
	text = strings.ToLower(text)
	switch {
	case strings.HasPrefix(text, "not found"), strings.HasSuffix(strings.TrimSuffix(text, "."), "not found"), strings.Contains(text, "не найден"):
		return ordo.NotFound
	case strings.Contains(text, "access denied"), strings.Contains(text, "доступ запрещ"),
		strings.Contains(text, "do not have permission"):
		return ordo.Auth
	case strings.Contains(text, "already binded"):
		return ordo.Conflict
	}
	return 0
}

// refusal is the portal's report of an error.
type refusal struct {
	Error       json.RawMessage `json:"error"`
	Description lax.Text        `json:"error_description"`
	Argument    lax.Text        `json:"argument"`
	Time        Timing          `json:"time"`
}

// said reads a code, which may be a text, a number or empty, and the object of the third version of the protocol.
func (r refusal) said() (code, text string) {
	var three struct {
		Code    lax.Text `json:"code"`
		Message lax.Text `json:"message"`
	}
	if len(r.Error) > 0 && r.Error[0] == '{' && json.Unmarshal(r.Error, &three) == nil {
		return string(three.Code), string(three.Message)
	}
	var t lax.Text
	if json.Unmarshal(r.Error, &t) != nil {
		t = lax.Text(r.Error)
	}
	text = string(r.Description)
	if r.Argument != "" {
		text += " (" + string(r.Argument) + ")"
	}
	return string(t), strings.TrimSpace(text)
}

// failure makes an error of a refusal; nil if it is none.
func (r refusal) failure() *ordo.Error {
	if len(r.Error) == 0 || string(r.Error) == "null" {
		return nil
	}
	code, text := r.said()
	e := &ordo.Error{Code: code, Text: text, Class: classOf(code, text)}
	switch strings.ToUpper(code) {
	case CodeBlocked: // that method alone: no pause of the account
		e.Err = &BlockedError{r.Time.reset()}
	case CodeTooMany:
		e.RetryAfter = again
	}
	return e
}

// judge reads the portal's errors. What is not in their form is somebody else's, and decides nothing.
func judge(r *rest.Reply) *ordo.Error {
	var said refusal
	if lax.Decode(r.Body, &said, lax.Options{}) != nil && len(said.Error) == 0 {
		return nil
	}
	e := said.failure()
	if e == nil {
		return nil
	}
	if ok := r.Status >= 200 && r.Status < 300; ok && e.Class == 0 {
		e.Class = ordo.Invalid
	}
	if e.Class == 0 && r.Status == http.StatusBadRequest {
		e.Class = ordo.Invalid
	}
	return e
}

// expired reports whether a fresh token may help.
func expired(e *ordo.Error) bool {
	return strings.EqualFold(e.Code, CodeExpired) || strings.EqualFold(e.Code, CodeInvalidToken)
}

// HasCode reports whether err is the portal's own refusal with this code, in whatever case.
func HasCode(err error, code string) bool {
	var e *ordo.Error
	return errors.As(err, &e) && strings.EqualFold(e.Code, code)
}
