package bxserver

import "fmt"

// Error is a refusal in the vendor's form.
type Error struct {
	Status int // 0 means 400
	Code   any // a text, or a number where the vendor writes one; it may be empty
	Text   string
	Extra  map[string]any // further keys of the body, such as "argument"
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%v: %s", e.Code, e.Text) }

// Refuse returns a refusal with status 400.
func Refuse(code, text string) error { return &Error{Code: code, Text: text} }

// Missing returns the refusal of a call of a controller's method without a parameter that it needs.
func Missing(param string) error {
	return &Error{Code: "100", Text: "Could not find value for parameter {" + param + "}"}
}

// Null returns the refusal of an argument that is empty, as methods of the older kind write it.
func Null(argument string) error {
	return &Error{
		Code: "ERROR_ARGUMENT", Text: "Argument '" + argument + "' is null or empty",
		Extra: map[string]any{"argument": argument},
	}
}

// WrongArgument returns the refusal of an argument with a wrong value.
func WrongArgument(argument, text string) error {
	return &Error{Code: "ERROR_ARGUMENT", Text: text, Extra: map[string]any{"argument": argument}}
}

// Denied is the refusal for want of rights; the text says more, or is empty.
func Denied(text string) error {
	if text != "" {
		text = " " + text
	}
	return &Error{Status: 403, Code: "ACCESS_DENIED", Text: "Access denied!" + text}
}

var (
	errMethod    = &Error{Status: 404, Code: "ERROR_METHOD_NOT_FOUND", Text: "Method not found!"}
	errNoAuth    = &Error{Status: 401, Code: "NO_AUTH_FOUND", Text: "Wrong authorization data"}
	errWebhook   = &Error{Status: 401, Code: "INVALID_CREDENTIALS", Text: "Invalid request credentials"}
	errExpired   = &Error{Status: 401, Code: "expired_token", Text: "The access token provided has expired."}
	errToken     = &Error{Status: 401, Code: "invalid_token", Text: "Unable to get application by token"}
	errApp       = &Error{Status: 401, Code: "APPLICATION_NOT_FOUND", Text: "Application not found"}
	errHTTPS     = &Error{Status: 401, Code: "INVALID_REQUEST", Text: "Https required."}
	errAuthType  = &Error{Status: 403, Code: "WRONG_AUTH_TYPE", Text: "Current authorization type is denied for this method"}
	errRate      = &Error{Status: 503, Code: "QUERY_LIMIT_EXCEEDED", Text: "Too many requests"}
	errOverload  = &Error{Status: 503, Code: "OVERLOAD_LIMIT", Text: "REST API is blocked due to overload."}
	errOperating = &Error{Status: 429, Code: "OPERATION_TIME_LIMIT", Text: "Method is blocked due to operation time limit."}
	errDeleted   = &Error{Status: 403, Code: "PORTAL_DELETED", Text: "Portal was deleted"}
)

var errContext = Denied("Application context required")

// errScope says who asked, as the vendor does.
func errScope(app bool) error {
	by := "webhook"
	if app {
		by = "access"
	}
	return &Error{
		Status: 401, Code: "insufficient_scope",
		Text: "The request requires higher privileges than provided by the " + by + " token",
	}
}

func errLicense(feature string) error {
	return &Error{
		Status: 403, Code: "WRONG_LICENSE", Text: "This feature is not enabled for the current license:" + feature,
	}
}
