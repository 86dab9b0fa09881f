package chestnyznak

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// missing is the cause of an error for an answer 404 that has rows nevertheless: that of a list of codes of which the
// registry knows none.
type missing struct{ body []byte }

// Error is empty: the text is in the *ordo.Error.
func (*missing) Error() string { return "" }

// fault is an error of the registry. It comes with error_message, with a code beside it, or, from the hosts of the
// permission mode, with code and description.
type fault struct {
	Code        string `json:"code"`
	Message     string `json:"error_message"`
	Other       string `json:"errorMessage"`
	Description string `json:"description"`
}

// faultOf reads an error; nil if the answer is not of that form.
func faultOf(body []byte) *fault {
	var f fault
	if !strings.HasPrefix(strings.TrimSpace(string(body)), "{") || decode(body, &f) != nil {
		return nil
	}
	return &f
}

// text joins what the fields say, each once.
func (f *fault) text() string {
	var texts []string
	for _, t := range []string{f.Message, f.Other, f.Description} {
		if t = strings.TrimSpace(t); t != "" && !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, ": ")
}

// judge reads the errors of the registry. One with error_message is an error with any status.
func judge(r *rest.Reply) *ordo.Error {
	if r.Status == http.StatusNotFound && rowsOfCodes(r.Body) {
		return &ordo.Error{Class: ordo.NotFound, Text: "the registry knows none of the codes", Err: &missing{r.Body}}
	}
	good := r.Status >= 200 && r.Status < 300
	f := faultOf(r.Body)
	if f == nil || good && f.Message == "" || f.text() == "" {
		return nil
	}
	e := &ordo.Error{Code: f.Code, Text: f.text()}
	switch {
	case good:
		e.Class = ordo.Invalid
	case r.Status == http.StatusUnavailableForLegalReasons:
		e.Class, e.Text = ordo.Auth, e.Text+": the registry answers requests from Russia only"
	}
	return e
}

// rowsOfCodes reports whether an answer is a list of codes.
func rowsOfCodes(body []byte) bool {
	var rows []struct {
		Info struct {
			Requested string `json:"requestedCis"`
		} `json:"cisInfo"`
	}
	if !strings.HasPrefix(strings.TrimSpace(string(body)), "[") || decode(body, &rows) != nil {
		return false
	}
	return len(rows) > 0 && rows[0].Info.Requested != ""
}
