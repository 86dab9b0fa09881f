package megamarkettest

import (
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Fault is one way for a call, or for the delivery of a callback, to fail. The functions below make them.
type Fault = fake.Fault

// Status answers with a bare HTTP status, such as 500. The method is not done.
func Status(status int) Fault { return fake.Status(status) }

// StatusAfter does the method, and answers with a bare HTTP status.
func StatusAfter(status int) Fault { return fake.StatusAfter(status) }

// BadGateway answers 502 with an HTML page. The method is not done.
func BadGateway() Fault {
	return fake.Refuse(http.StatusBadGateway, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
}

// Refuse answers 200 with success 0. The method is not done.
func Refuse(message string) Fault {
	return fake.Refuse(http.StatusOK, "application/json", `{"success":0,"meta":{},"error":[{"message":"`+message+`"}]}`)
}

// TooMany answers 429 and asks to wait. The method is not done.
func TooMany(retryAfter time.Duration) Fault { return fake.TooMany(retryAfter) }

// ResetBefore breaks the connection. The method is not done.
func ResetBefore() Fault { return fake.ResetBefore() }

// ResetAfter does the method, and breaks the connection instead of answering.
func ResetAfter() Fault { return fake.ResetAfter() }

// Cut does the method, and breaks the connection after n bytes of the answer.
func Cut(n int) Fault { return fake.Cut(n) }

// Slow waits before the method is done.
func Slow(d time.Duration) Fault { return fake.Slow(d) }

// Twice delivers a callback two times.
func Twice() Fault { return fake.Twice() }

// Late delivers a callback after all others that wait, so that they arrive out of order.
func Late() Fault { return fake.Late() }

// Lose never delivers a callback.
func Lose() Fault { return fake.Lose() }

// FailNext makes the next calls of a method fail: the first with the first fault, and so on. "*" is every method.
func (s *Server) FailNext(method string, faults ...Fault) { s.fake.Faults.Next(method, faults...) }

// FailNth makes the nth call of a method from now fail, counted from 1.
func (s *Server) FailNth(method string, n int, f Fault) { s.fake.Faults.Nth(method, n, f) }

// FailAlways makes every call of a method from now fail.
func (s *Server) FailAlways(method string, f Fault) { s.fake.Faults.Always(method, f) }

// FailRandomly makes a share of the calls, 0 to 1, fail. The seed makes it repeatable; 0 draws one. It returns the seed.
func (s *Server) FailRandomly(method string, share float64, seed uint64, faults ...Fault) uint64 {
	return s.fake.Faults.Random(method, share, seed, faults...)
}

// FailCallbacks makes the next callbacks of a method go wrong: Twice, Late, Lose or Slow.
func (s *Server) FailCallbacks(method string, faults ...Fault) { s.out.Faults.Next(method, faults...) }

// FailNoMore forgets all faults that were set for calls and callbacks.
func (s *Server) FailNoMore() {
	s.fake.Faults.Clear()
	s.out.Faults.Clear()
}
