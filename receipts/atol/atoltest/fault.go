package atoltest

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Fault is the error in the report of a receipt that fails.
type Fault struct {
	Code int
	Text string
	Type string // driver, agent, timeout, system, unknown
}

// Faults that registers report.
var (
	QueueTimeout   = Fault{-1, "Чек не обработан за 300 секунд: нет свободных касс", "timeout"}
	BadMark        = Fault{409, "Некорректный код маркировки", "driver"}
	MarkTimeout    = Fault{421, "Истёк таймаут проверки КМ", "driver"}
	ShiftTooLong   = Fault{68, "Смена превысила 24 часа", "driver"}
	PaidTooMuch    = Fault{52, "Сумма не наличных платежей превышает сумму чека", "driver"}
	NotPaidInFull  = Fault{66, "Чек оплачен не полностью", "driver"}
	ForeignCompany = Fault{2003, "ИНН в чеке не соответствует ИНН компании", "agent"}
)

// FailReceipt makes the receipt with an external id fail, when it is decided on. An empty id is every receipt.
func (s *Server) FailReceipt(externalID string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fates[externalID] = f
}

// HealReceipts takes back what FailReceipt said of receipts that are still to be decided on.
func (s *Server) HealReceipts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.fates)
}

// MarkResults sets the results of the next marking codes (v5); the others are 15.
func (s *Server) MarkResults(results ...int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks = append(s.marks, results...)
}

// CallFault is one way for a call, or for the delivery of a callback, to fail. The functions below make them.
type CallFault = fake.Fault

// Refuse answers with an error of the service. Nothing is done.
func Refuse(status, code int, text string) CallFault {
	body, err := json.Marshal(object{
		"timestamp": "14.01.2026 10:02:16",
		"error":     object{"error_id": "0f7c1f0a-6a55-4df0-8f0b-6f7f1a3b2c4d", "code": code, "text": text, "type": "system"},
	})
	if err != nil {
		panic(err) // plain data can be encoded
	}
	return fake.Refuse(status, "application/json; charset=utf-8", string(body))
}

// Answer answers with this, whatever is asked. Nothing is done.
func Answer(status int, contentType, body string) CallFault {
	return fake.Refuse(status, contentType, body)
}

// ServerError answers 500 with code 50. Nothing is done.
func ServerError() CallFault {
	return fake.Refuse(http.StatusInternalServerError, "application/json; charset=utf-8",
		`{"timestamp":"14.01.2026 10:02:16","error":{"code":50,"text":"Ошибка сервера. Обратитесь к Администратору.","type":"system"}}`)
}

// Status answers with a bare HTTP status. Nothing is done.
func Status(status int) CallFault { return fake.Status(status) }

// StatusAfter does the work, and answers with a bare HTTP status.
func StatusAfter(status int) CallFault { return fake.StatusAfter(status) }

// TooMany answers 429 and asks to wait. Nothing is done. Whether the service does so is not documented.
func TooMany(retryAfter time.Duration) CallFault { return fake.TooMany(retryAfter) }

// ResetBefore breaks the connection. Nothing is done.
func ResetBefore() CallFault { return fake.ResetBefore() }

// ResetAfter does the work, and breaks the connection instead of answering.
func ResetAfter() CallFault { return fake.ResetAfter() }

// Cut does the work, and breaks the connection after n bytes of the answer.
func Cut(n int) CallFault { return fake.Cut(n) }

// Slow waits before the work is done.
func Slow(d time.Duration) CallFault { return fake.Slow(d) }

// Unreachable refuses the connection.
func Unreachable() CallFault { return fake.Unreachable() }

// Twice delivers a callback two times.
func Twice() CallFault { return fake.Twice() }

// Late delivers a callback after all others that wait, so that they arrive out of order.
func Late() CallFault { return fake.Late() }

// Lose never delivers a callback.
func Lose() CallFault { return fake.Lose() }

// FailNext makes the next calls of an operation fail: the first with the first fault, and so on. "*" is every operation.
func (s *Server) FailNext(operation string, faults ...CallFault) {
	s.fake.Faults.Next(operation, faults...)
}

// FailNth makes the nth call of an operation from now fail, counted from 1.
func (s *Server) FailNth(operation string, n int, f CallFault) { s.fake.Faults.Nth(operation, n, f) }

// FailAlways makes every call of an operation from now fail.
func (s *Server) FailAlways(operation string, f CallFault) { s.fake.Faults.Always(operation, f) }

// FailRandomly makes a share of the calls, 0 to 1, fail. The seed makes it repeatable; 0 draws one. It returns the seed.
func (s *Server) FailRandomly(operation string, share float64, seed uint64, faults ...CallFault) uint64 {
	return s.fake.Faults.Random(operation, share, seed, faults...)
}

// HealCalls takes back all faults of calls that are still to come.
func (s *Server) HealCalls() { s.fake.Faults.Clear() }
