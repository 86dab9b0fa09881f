package rest

import (
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
)

// stay is the CheckRedirect of every client, whatever the user's http.Client has: no redirect is followed. Request and
// credentials would go to an address that the user did not name, and its answer would be believed.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// redirected reports whether an answer is a redirect.
func redirected(status int) bool { return status >= 300 && status < 400 }

// elsewhere makes the failure of a redirect: the vendor has decided nothing.
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
