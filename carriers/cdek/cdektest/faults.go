package cdektest

import (
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Fault is one way for a call, or for the delivery of a webhook, to fail. The functions below make them.
type Fault = fake.Fault

// Faults is a script of faults. Calls are named by method and path, such as "POST /v2/orders" or "GET /v2/orders/{uuid}";
// webhooks by their type, such as "ORDER_STATUS"; "*" is all.
type Faults = fake.Faults

// Exchange is one line of the log of calls.
type Exchange = fake.Exchange

// Delivery is what became of one sending of a webhook: Status and Answer are the receiver's.
type Delivery = fake.Delivery

// Faults makes calls fail.
func (s *Server) Faults() *Faults { return &s.fake.Faults }

// HookFaults makes the delivery of webhooks fail: Twice, Late, Lose, Slow.
func (s *Server) HookFaults() *Faults { return &s.out.Faults }

// Refuse answers with an error of CDEK. Nothing is done.
func Refuse(status int, code, message string) Fault {
	return fake.Refuse(status, "application/json", encode(object{"errors": []object{problem(code, message)}}))
}

// Answer answers with this, whatever is asked. Nothing is done.
func Answer(status int, contentType, body string) Fault {
	return fake.Refuse(status, contentType, body)
}

// BadGateway answers 502 with an HTML page. Nothing is done.
func BadGateway() Fault {
	return fake.Refuse(http.StatusBadGateway, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>")
}

// Status answers with a bare HTTP status. Nothing is done.
func Status(status int) Fault { return fake.Status(status) }

// StatusAfter does the work, and answers with a bare HTTP status.
func StatusAfter(status int) Fault { return fake.StatusAfter(status) }

// TooMany answers 429 and asks to wait. Nothing is done. Whether CDEK does so is not documented.
func TooMany(retryAfter time.Duration) Fault { return fake.TooMany(retryAfter) }

// ResetBefore breaks the connection. Nothing is done.
func ResetBefore() Fault { return fake.ResetBefore() }

// ResetAfter does the work, and breaks the connection instead of answering.
func ResetAfter() Fault { return fake.ResetAfter() }

// Cut does the work, and breaks the connection after n bytes of the answer.
func Cut(n int) Fault { return fake.Cut(n) }

// Slow waits before the work is done.
func Slow(d time.Duration) Fault { return fake.Slow(d) }

// Unreachable refuses the connection.
func Unreachable() Fault { return fake.Unreachable() }

// Twice delivers a webhook two times.
func Twice() Fault { return fake.Twice() }

// Late delivers a webhook after all others that wait, so that they arrive out of order.
func Late() Fault { return fake.Late() }

// Lose never delivers a webhook.
func Lose() Fault { return fake.Lose() }

// Direct returns a RoundTripper that calls a handler without sockets: for Settings.Transport.
func Direct(h http.Handler) http.RoundTripper { return fake.Direct(h) }
