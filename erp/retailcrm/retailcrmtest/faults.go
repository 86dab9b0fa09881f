package retailcrmtest

import (
	"time"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Fault is one way for a call to fail.
type Fault = fake.Fault

// Faults is a script of faults; calls are named by method and path, such as "POST /api/v5/orders/{id}/edit".
type Faults = fake.Faults

// Exchange is one line of the log of calls.
type Exchange = fake.Exchange

// Refuse answers with a status and an errorMsg. Nothing is done.
func Refuse(status int, errorMsg string) Fault {
	return fake.Refuse(status, "application/json", `{"success":false,"errorMsg":`+text(errorMsg)+`}`)
}

// Status answers with a bare status. Nothing is done.
func Status(status int) Fault { return fake.Status(status) }

// StatusAfter does the work and answers with a bare status.
func StatusAfter(status int) Fault { return fake.StatusAfter(status) }

// RateLimit answers 503 as the CRM does when calls come too fast. Nothing is done.
func RateLimit() Fault { return Refuse(503, "Rate limit exceeded") }

// ResetBefore breaks the connection. Nothing is done.
func ResetBefore() Fault { return fake.ResetBefore() }

// ResetAfter does the work and breaks the connection instead of answering.
func ResetAfter() Fault { return fake.ResetAfter() }

// Cut does the work and breaks the connection after n bytes of the answer.
func Cut(n int) Fault { return fake.Cut(n) }

// Unreachable refuses the connection.
func Unreachable() Fault { return fake.Unreachable() }

// Slow waits before it does the work.
func Slow(d time.Duration) Fault { return fake.Slow(d) }

// Twice makes a call to a module come two times; see Server.Hooks.
func Twice() Fault { return fake.Twice() }

// Lose makes a call to a module get lost; see Server.Hooks.
func Lose() Fault { return fake.Lose() }

// Answer answers with this, whatever is asked. Nothing is done.
func Answer(status int, contentType, body string) Fault {
	return fake.Refuse(status, contentType, body)
}
