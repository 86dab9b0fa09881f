package ordo

import "net/http"

// Answer is what an outside system gets back for a call that it made to us, exactly as its documentation wants it.
type Answer struct {
	Status      int    // HTTP status
	ContentType string // empty: none is said
	Body        []byte
}

// Write writes the answer.
func (a Answer) Write(w http.ResponseWriter) {
	if a.ContentType != "" {
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // the caller is gone if this fails; it will call again
}
