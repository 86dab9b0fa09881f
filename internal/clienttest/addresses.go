package clienttest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
)

func addressChecks[C any]() []check[C] {
	return []check[C]{
		{name: "plain http is refused but on this machine", each: plainHTTP[C]},
		{name: "no redirect is followed", each: redirects[C]},
	}
}

func plainHTTP[C any](c Client[C], op Op[C]) error {
	for base, allowed := range map[string]bool{
		"http://vendor.example": false, "HTTP://vendor.example": false, "http://127.0.0.1.example.org": false, "http://10.0.0.1": false,
		"http://0.0.0.0": false, "http://127.0.0.1:8080": true, "http://localhost:1": true, "http://[::1]:1": true,
	} {
		o, err := c.benchAt(base, c.Secrets, op, always(op.good())).do(op)
		switch {
		case err != nil:
			return err
		case allowed && o.err != nil:
			return fmt.Errorf("%s: %w", base, o.err)
		case !allowed && len(o.calls) > 0:
			return fmt.Errorf("%s: sent in the open: %s", base, o.calls[0].about)
		case !allowed && ordo.ClassOf(o.err) != ordo.Invalid:
			return fmt.Errorf("%s: class %v, want %v: %w", base, ordo.ClassOf(o.err), ordo.Invalid, o.err)
		}
	}
	return nil
}

func redirects[C any](c Client[C], op Op[C]) error {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, to := range []string{
			"https://other.example/login", "http://vendor.example/in-the-open", Base + "/elsewhere", "/elsewhere", "//other.example/x",
		} {
			a := answer{
				Reply:  Reply{Status: status, Type: "text/html", Body: "<html>moved</html>"},
				header: http.Header{"Location": {to}},
			}
			o, err := c.run(op, always(a))
			if err == nil {
				err = undecided(op, o, status)
			}
			if err != nil {
				return fmt.Errorf("%d to %s: %w", status, to, err)
			}
			target, _ := url.Parse(to)
			for _, call := range o.calls {
				if u, _ := url.Parse(call.url); u.Scheme != "https" || u.Host != "vendor.example" || u.Path == target.Path {
					return fmt.Errorf("%d to %s was followed: %s", status, to, call.url)
				}
			}
			if host := target.Host; !strings.Contains(o.err.Error(), host) {
				return fmt.Errorf("%d to %s: the error does not say where to: %w", status, to, o.err)
			}
		}
	}
	return nil
}
