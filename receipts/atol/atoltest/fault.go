package atoltest

import (
	"encoding/json"
	"net/http"

	"github.com/ordo-sdk/ordo/fake"
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

// FailReceipt makes the receipt with an external id fail when it is settled. An empty id means every receipt.
func (s *Server) FailReceipt(externalID string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fates[externalID] = f
}

// HealReceipts undoes FailReceipt for receipts that are not settled yet.
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

// Refuse answers with an error of the service. The request has no effect.
func Refuse(status, code int, text string) fake.Fault {
	body, err := json.Marshal(object{
		"timestamp": "14.01.2026 10:02:16",
		"error":     object{"error_id": "0f7c1f0a-6a55-4df0-8f0b-6f7f1a3b2c4d", "code": code, "text": text, "type": "system"},
	})
	if err != nil {
		panic(err) // plain data can be encoded
	}
	return fake.Refuse(status, "application/json; charset=utf-8", string(body))
}

// ServerError answers 500 with code 50. The request has no effect.
func ServerError() fake.Fault {
	return fake.Refuse(http.StatusInternalServerError, "application/json; charset=utf-8",
		`{"timestamp":"14.01.2026 10:02:16","error":{"code":50,"text":"Ошибка сервера. Обратитесь к Администратору.","type":"system"}}`)
}
