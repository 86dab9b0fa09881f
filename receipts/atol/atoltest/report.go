package atoltest

import (
	"encoding/json"
	"time"
)

// life is how long a report is kept.
const life = 32 * 24 * time.Hour

// report answers with the state of a document.
func (s *Server) report(uuid string) (object, *refusal) {
	for _, r := range s.receipts {
		if r.UUID != uuid || s.settings.Now().Sub(r.At) > life {
			continue
		}
		r.Reads++
		if r.Status == "wait" && r.Reads > s.settings.WaitReads {
			s.settle(r)
		}
		if r.Status == "wait" && r.Reads == 1 && s.settings.WaitReads > 1 {
			return object{
				"uuid": uuid, "timestamp": s.stamp(), "status": "wait",
				"error": object{"error_id": s.id(), "code": 34, "text": "Чек ещё не обработан", "type": "system"},
			}, nil
		}
		return s.reportOf(r), nil
	}
	return nil, &refusal{status: 400, code: 30, text: "Чек с таким uuid не найден", state: "fail"}
}

// Settle makes the waiting receipts, or fails them, now.
func (s *Server) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.receipts {
		if r.Status == "wait" {
			s.settle(r)
		}
	}
}

// settle makes a receipt or fails it.
func (s *Server) settle(r *Receipt) {
	fault, doomed := s.fates[r.ExternalID]
	if !doomed {
		fault, doomed = s.fates[""]
	}
	if !doomed {
		fault, doomed = r.unpaid()
	}
	company, _ := r.document()["company"].(object)
	inn, _ := company["inn"].(string)
	switch {
	case doomed:
		r.Status, r.fault = "fail", fault
	case inn != s.settings.INN:
		r.Status, r.fault = "fail", Fault{
			Code: 2009, Type: "agent",
			Text: "ИНН, указанный в чеке " + inn + ", не соответствует ИНН группы касс " + s.settings.INN + ". Попыток регистрировать чек не производилось.",
		}
	default:
		r.Status = "done"
		s.print(r)
	}
	s.announce(r)
}

// print sets the fiscal data of a receipt.
func (s *Server) print(r *Receipt) {
	r.Number = 10816
	for _, other := range s.receipts {
		r.Number = max(r.Number, other.Number)
	}
	r.Number++
	items, _ := r.document()["items"].([]any)
	for i, it := range items {
		item, _ := it.(object)
		code, _ := item["mark_code"].(object)
		for _, value := range code {
			result := 15
			if len(s.marks) > 0 {
				result, s.marks = s.marks[0], s.marks[1:]
			}
			r.marks = append(r.marks, object{"position": i, "mark_code": value, "result": result})
		}
	}
}

// reportOf returns the report, which is also the body of the callback.
func (s *Server) reportOf(r *Receipt) object {
	out := object{
		"uuid": r.UUID, "error": nil, "status": r.Status, "payload": nil, "timestamp": s.stamp(),
		"group_code": s.settings.Group, "daemon_code": "agent-3", "device_code": "KKT014512", "external_id": r.ExternalID,
		"callback_url": r.callback, "warnings": nil,
	}
	if r.callback != "" && !callbackMask.MatchString(r.callback) {
		out["warnings"] = object{"callback_url": "callback_url не соответствует маске"}
	}
	switch r.Status {
	case "fail":
		out["error"] = object{"code": r.fault.Code, "text": r.fault.Text, "type": r.fault.Type}
	case "done":
		attribute := 2147483648 + int64(r.Number)*104729%2147483647
		payload := object{
			"total": json.Number(r.paid().FloatString(2)), "fns_site": "www.nalog.gov.ru", "fn_number": "9960440300112233", "shift_number": 41,
			"receipt_datetime": r.At.In(zone).Format("02.01.2006 15:04") + ":00", "fiscal_receipt_number": r.Number - 10810,
			"fiscal_document_number": r.Number, "ecr_registration_number": "0004312345067890",
			"fiscal_document_attribute": attribute, "ofd_inn": "7709364346",
			"ofd_receipt_url": "https://consumer.ofd.example/v1?fn=9960440300112233",
		}
		if r.Total != "" {
			payload["total"] = json.Number(r.Total)
		}
		if s.settings.Version == 5 && len(r.marks) > 0 {
			payload["marks_result"] = r.marks
		}
		out["payload"] = payload
	}
	return out
}
