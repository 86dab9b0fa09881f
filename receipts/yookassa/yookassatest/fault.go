package yookassatest

import (
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Fault is one way for a call, or for the delivery of a notification, to fail. The functions below make them.
type Fault = fake.Fault

// Refuse answers with an error of YooKassa's form. Nothing is done.
func Refuse(status int, code, description string) Fault {
	return fake.Refuse(status, "application/json", string(encode(object{
		"type": "error", "id": "ab5a11cd-13cc-4e33-af8b-75a74e18dd09", "code": code, "description": description,
	})))
}

// TooMany answers 429 and asks to wait, in milliseconds within the body. Nothing is done.
func TooMany(retryAfter time.Duration) Fault {
	return fake.Refuse(http.StatusTooManyRequests, "application/json", string(encode(object{
		"type": "error", "id": "ab5a11cd-13cc-4e33-af8b-75a74e18dd0a", "code": "too_many_requests",
		"description": "Too many requests", "retry_after": retryAfter.Milliseconds(),
	})))
}

// Processing answers 202 as older editions do: the work goes on, and the same call is to be repeated. Nothing is done.
func Processing(retryAfter time.Duration) Fault {
	return fake.Refuse(http.StatusAccepted, "application/json", string(encode(object{
		"type": "processing", "description": "Request accepted, but not processed yet", "retry_after": retryAfter.Milliseconds(),
	})))
}

// InternalError answers 500 as YooKassa does. Nothing is done; see StatusAfter for the other case.
func InternalError() Fault {
	return Refuse(http.StatusInternalServerError, "internal_server_error", "Internal server error")
}

// BadGateway answers 502 with an HTML page. Nothing is done.
func BadGateway() Fault {
	return fake.Refuse(http.StatusBadGateway, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
}

// Status answers with a bare HTTP status. Nothing is done.
func Status(status int) Fault { return fake.Status(status) }

// StatusAfter does the work, and answers with a bare HTTP status.
func StatusAfter(status int) Fault { return fake.StatusAfter(status) }

// Answer answers with this, whatever is asked. Nothing is done.
func Answer(status int, contentType, body string) Fault {
	return fake.Refuse(status, contentType, body)
}

// Unreachable refuses the connection.
func Unreachable() Fault { return fake.Unreachable() }

// ResetBefore breaks the connection. Nothing is done.
func ResetBefore() Fault { return fake.ResetBefore() }

// ResetAfter does the work, and breaks the connection instead of answering.
func ResetAfter() Fault { return fake.ResetAfter() }

// Cut does the work, and breaks the connection after n bytes of the answer.
func Cut(n int) Fault { return fake.Cut(n) }

// Slow waits before the work is done.
func Slow(d time.Duration) Fault { return fake.Slow(d) }

// Twice delivers a notification two times.
func Twice() Fault { return fake.Twice() }

// Late delivers a notification after all others that wait, so that they arrive out of order.
func Late() Fault { return fake.Late() }

// Lose never delivers a notification.
func Lose() Fault { return fake.Lose() }

// FailNext makes the next calls fail: the first with the first fault, and so on. A call is named by method and path,
// such as "POST /payments/{id}/capture"; "*" is every call.
func (s *Server) FailNext(pattern string, faults ...Fault) { s.fake.Faults.Next(pattern, faults...) }

// FailNth makes the nth call from now fail, counted from 1.
func (s *Server) FailNth(pattern string, n int, f Fault) { s.fake.Faults.Nth(pattern, n, f) }

// FailAlways makes every call from now fail.
func (s *Server) FailAlways(pattern string, f Fault) { s.fake.Faults.Always(pattern, f) }

// FailRandomly makes a share of the calls, 0 to 1, fail. The seed makes it repeatable; 0 draws one. It returns the seed.
func (s *Server) FailRandomly(pattern string, share float64, seed uint64, faults ...Fault) uint64 {
	return s.fake.Faults.Random(pattern, share, seed, faults...)
}

// EndFaults ends all that was asked for with the Fail methods.
func (s *Server) EndFaults() { s.fake.Faults.Clear() }

// FailNotifications makes the next notifications of an event go wrong: Twice, Late, Lose or Slow.
func (s *Server) FailNotifications(event string, faults ...Fault) {
	s.out.Faults.Next(event, faults...)
}
