package yookassatest

import (
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Refuse answers with an error in YooKassa's form. The request has no effect.
func Refuse(status int, code, description string) fake.Fault {
	return fake.Refuse(status, "application/json", string(encode(object{
		"type": "error", "id": "ab5a11cd-13cc-4e33-af8b-75a74e18dd09", "code": code, "description": description,
	})))
}

// TooMany answers 429 and asks to wait, in milliseconds within the body. The request has no effect.
func TooMany(retryAfter time.Duration) fake.Fault {
	return fake.Refuse(http.StatusTooManyRequests, "application/json", string(encode(object{
		"type": "error", "id": "ab5a11cd-13cc-4e33-af8b-75a74e18dd0a", "code": "too_many_requests",
		"description": "Too many requests", "retry_after": retryAfter.Milliseconds(),
	})))
}

// Processing answers 202 as older editions do: the work continues, and the same call must be repeated. The request has
// no effect.
func Processing(retryAfter time.Duration) fake.Fault {
	return fake.Refuse(http.StatusAccepted, "application/json", string(encode(object{
		"type": "processing", "description": "Request accepted, but not processed yet", "retry_after": retryAfter.Milliseconds(),
	})))
}

// InternalError answers 500 as YooKassa does. The request has no effect; see StatusAfter for the other case.
func InternalError() fake.Fault {
	return Refuse(http.StatusInternalServerError, "internal_server_error", "Internal server error")
}
