package rest

import (
	"net/http"
	"strconv"
)

// maxRedirects is how many redirects are followed.
const maxRedirects = 10

// redirectError says why redirects were not followed any further.
type redirectError struct{ hops int }

func (e *redirectError) Error() string {
	return "stopped after " + strconv.Itoa(e.hops) + " redirects"
}

// checkRedirect is used unless the user's http.Client has its own rule. A redirect that turns a write into a GET is not
// followed: its answer would look like a success of a write that was never done. Credentials in custom headers stay on
// their host, as net/http sees to for the standard ones.
func (c *Client) checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) >= maxRedirects {
		return &redirectError{len(via)}
	}
	first := via[0]
	if req.Method != first.Method {
		return http.ErrUseLastResponse
	}
	if req.URL.Host != first.URL.Host {
		c.scrub.strip(req.Header)
	}
	return nil
}
