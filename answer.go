package ordo

import (
	"maps"
	"net/http"
)

// Answer is what an outside system gets back for a call that it made to us, exactly as its documentation wants it.
type Answer struct {
	Status int // HTTP status; 0 means 200
	Header http.Header
	Body   []byte
}

// JSONAnswer returns an answer whose body is JSON.
func JSONAnswer(status int, body string) Answer {
	return Answer{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)}
}

// Write writes the answer.
func (a Answer) Write(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.Header)
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // the caller is gone if this fails; it will call again
}
