package rest

import (
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
)

// stay is the CheckRedirect of every client, whatever the user's http.Client has: no redirect is followed. Request and
// credentials would go to somebody that nobody has named, and his answer would be believed.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// redirected reports whether an answer leads elsewhere.
func redirected(status int) bool { return status >= 300 && status < 400 }

// elsewhere makes the failure of an answer that leads elsewhere: nobody of the vendor has decided.
func (c *Client) elsewhere(r *Reply) *failure {
	to := "nowhere"
	if at := r.Header.Get("Location"); at != "" {
		to = c.scrub.brief(at, placeLimit)
		if u, err := url.Parse(at); err == nil { // without user and query, which may hold secrets
			to = c.scrub.brief((&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String(), placeLimit)
		}
	}
	e := &ordo.Error{Text: "redirected to " + to + ", which was not followed: check the base URL"}
	return c.undecided(e, r.Status, r.Header)
}
