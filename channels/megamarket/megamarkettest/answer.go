package megamarkettest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// ErrorShape is one of the forms in which Megamarket reports errors.
type ErrorShape uint8

// The shapes of errors.
const (
	ErrorArray  ErrorShape = iota // an array of objects with message, shipmentId, itemIndex and boxCode
	ErrorObject                   // one object with code and message
	ErrorText                     // an array of objects with errorText
)

// problem is an entry of "error".
type problem struct {
	Code        string `json:"code,omitempty"`
	Message     string `json:"message,omitempty"`
	ErrorText   string `json:"errorText,omitempty"`
	Description string `json:"description,omitempty"`
	ShipmentID  string `json:"shipmentId,omitempty"`
	ItemIndex   string `json:"itemIndex,omitempty"`
	BoxCode     string `json:"boxCode,omitempty"`
}

type problems []problem

// pdf is an answer without an envelope.
type pdf []byte

func (s *Server) meta() map[string]string {
	return map[string]string{"source": "merchant_api", "requestId": "r-" + strconv.Itoa(s.requests)}
}

// accept answers a call that was done.
func (s *Server) accept(w http.ResponseWriter, data any) {
	write(w, map[string]any{"success": 1, "meta": s.meta(), "data": data})
}

// refuse answers a call that was not done. The status is 200 all the same.
func (s *Server) refuse(w http.ResponseWriter, ps problems) {
	var shaped any = ps
	switch s.settings.Errors {
	case ErrorArray:
	case ErrorObject:
		var texts []string
		for _, p := range ps {
			texts = append(texts, p.Message)
		}
		code, _ := strconv.Atoi(ps[0].Code) // ours, a number
		shaped = map[string]any{"code": code, "message": strings.Join(texts, "; ")}
	case ErrorText:
		var out problems
		for _, p := range ps {
			out = append(out, problem{ErrorText: p.Message, Description: p.Description})
		}
		shaped = out
	}
	write(w, map[string]any{"success": 0, "meta": s.meta(), "data": struct{}{}, "error": shaped})
}

func write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // plain data to a writer that does not fail
}
