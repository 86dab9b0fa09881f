package fake

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Fault is one way for an exchange, or the delivery of a webhook, to fail. Those of exchanges are for [Server.Faults];
// a delivery knows Twice, Late, Lose and Slow only.
type Fault struct {
	kind   kind
	status int
	header http.Header
	body   string
	delay  time.Duration
	keep   int
}

type kind uint8

const (
	none kind = iota
	refuse
	answerLost // the handler runs, another answer is sent
	resetBefore
	resetAfter
	unreachable
	slow
	cut
	twice
	late
	lose
)

var kindNames = [...]string{
	"", "refuse", "status after commit", "reset before commit", "reset after commit", "unreachable", "slow", "cut",
	"twice", "late", "lost",
}

// String returns what the fault does, such as "refuse 503".
func (f Fault) String() string {
	switch f.kind {
	case refuse, answerLost:
		return kindNames[f.kind] + " " + strconv.Itoa(f.status)
	case slow:
		return kindNames[f.kind] + " " + f.delay.String()
	case cut:
		return fmt.Sprintf("cut after %d bytes", f.keep)
	}
	return kindNames[f.kind]
}

// Refuse answers with a status and a body of the vendor's form. The handler does not run.
func Refuse(status int, contentType, body string) Fault {
	return Fault{kind: refuse, status: status, body: body, header: http.Header{"Content-Type": {contentType}}}
}

// Status answers with a bare status. The handler does not run.
func Status(status int) Fault { return Fault{kind: refuse, status: status} }

// BadGateway answers 502 with the HTML page of a proxy. The handler does not run.
func BadGateway() Fault {
	return Refuse(http.StatusBadGateway, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
}

// TooMany answers 429 with Retry-After in whole seconds, rounded up; 0 leaves the header out. The handler does not run.
func TooMany(retryAfter time.Duration) Fault {
	f := Status(http.StatusTooManyRequests)
	if retryAfter > 0 {
		seconds := (retryAfter + time.Second - 1) / time.Second
		f.header = http.Header{"Retry-After": {strconv.Itoa(int(seconds))}}
	}
	return f
}

// StatusAfter lets the handler run and answers with a bare status instead of its answer, as a gateway does that lost
// it.
func StatusAfter(status int) Fault { return Fault{kind: answerLost, status: status} }

// ResetBefore breaks the connection. The handler does not run.
func ResetBefore() Fault { return Fault{kind: resetBefore} }

// ResetAfter lets the handler run and breaks the connection instead of answering.
func ResetAfter() Fault { return Fault{kind: resetAfter} }

// Unreachable refuses the connection, so that the client can be sure that nothing was sent. A Server on a real socket
// cannot refuse a connection that it has: there it acts like ResetBefore.
func Unreachable() Fault { return Fault{kind: unreachable} }

// Slow waits before the handler runs, on the server's clock, but not longer than the client does.
func Slow(d time.Duration) Fault { return Fault{kind: slow, delay: d} }

// Cut lets the handler run, announces the whole answer, and breaks the connection after n bytes of its body.
func Cut(n int) Fault { return Fault{kind: cut, keep: n} }

// Twice delivers a webhook two times. Like Late and Lose it is for [Server.Hooks], and nothing to [Server.Faults].
func Twice() Fault { return Fault{kind: twice} }

// Late delivers a webhook after all others that wait, so that they arrive out of order.
func Late() Fault { return Fault{kind: late} }

// Lose never delivers a webhook.
func Lose() Fault { return Fault{kind: lose} }
