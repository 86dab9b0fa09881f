package clienttest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/ordo-sdk/ordo"
)

func secretChecks[C any]() []check[C] {
	return []check[C]{
		{name: "no value shows a secret", once: shownByValues[C]},
		{name: "no error, log or dump tells a secret", each: told[C]},
		{name: "empty credentials are said before anything is sent", each: emptyCredentials[C]},
	}
}

// forms are how a secret may look.
func forms(secret string) []string {
	b := []byte(secret)
	quoted, _ := json.Marshal(secret)
	return []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`), hex.EncodeToString(b),
		strings.ToUpper(hex.EncodeToString(b)), base64.StdEncoding.EncodeToString(b), decimals(b),
	}
}

// decimals are bytes as fmt prints them.
func decimals(b []byte) string { return strings.Trim(fmt.Sprintf("%d", b), "[]") }

// leak returns an error if a text shows a secret.
func (c Client[C]) leak(text string) error {
	for _, secret := range append(append([]string(nil), c.Secrets...), c.Tokens...) {
		for _, form := range forms(secret) {
			if i := strings.Index(text, form); i >= 0 {
				return fmt.Errorf("shows the secret %q: %s", secret, short(text[max(0, i-100):]))
			}
		}
	}
	return nil
}

// hidden holds a value where fmt does not reach the methods of its type.
type hidden struct{ inner any }

// shown is a value as everything that prints shows it.
func shown(v any) map[string]string {
	texts := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		texts["fmt "+verb] = fmt.Sprintf(verb, v)
		texts["fmt "+verb+" in a struct"] = fmt.Sprintf(verb, hidden{v}) + fmt.Sprintf(verb, []any{v})
	}
	var log bytes.Buffer
	for _, h := range handlers(&log) {
		slog.New(h).Info("look", "value", v, slog.Group("in", "a group", v))
	}
	texts["slog"] = log.String()
	if b, err := json.Marshal(v); err == nil {
		texts["encoding/json"] = string(b)
	} else {
		texts["encoding/json"] = err.Error()
	}
	return texts
}

func handlers(w io.Writer) []slog.Handler {
	opts := &slog.HandlerOptions{Level: slog.LevelDebug}
	return []slog.Handler{slog.NewTextHandler(w, opts), slog.NewJSONHandler(w, opts)}
}

// forPrinting are the values, each by value and by pointer.
func forPrinting(all []any) []any {
	var both []any
	for _, v := range all {
		both = append(both, v)
		switch r := reflect.ValueOf(v); {
		case !r.IsValid():
		case r.Kind() == reflect.Pointer && !r.IsNil():
			both = append(both, r.Elem().Interface())
		default:
			p := reflect.New(r.Type())
			p.Elem().Set(r)
			both = append(both, p.Interface())
		}
	}
	return both
}

func shownByValues[C any](c Client[C]) error {
	b := c.bench(c.Ops[0], always(c.Ops[0].good()))
	all := []any{b.client}
	if c.Holds != nil {
		all = append(all, c.Holds(b.client)...)
	}
	var errs []error
	for _, v := range forPrinting(all) {
		for how, text := range shown(v) {
			if err := c.leak(text); err != nil {
				errs = append(errs, fmt.Errorf("%T by %s %w", v, how, err))
			}
		}
	}
	return first(errs)
}

// first keeps the report short: some errors, and how many there are.
func first(errs []error) error {
	const some = 8
	if n := len(errs) - some; n > 0 {
		return fmt.Errorf("%w\nand %d more", errors.Join(errs[:some]...), n)
	}
	return errors.Join(errs...)
}

// saysBack are answers of a vendor who sends everything back that he got.
func saysBack[C any](c Client[C], op Op[C], r *http.Request, body string) []answer {
	all := r.Method + " " + r.URL.String() + " " + fmt.Sprint(r.Header) + " " + body
	quoted, _ := json.Marshal(all)
	said := strings.ReplaceAll(c.Refusal.Body, "TEXT", strings.Trim(string(quoted), `"`))
	same := func(status int, media, body string) answer {
		return answer{Reply: Reply{Status: status, Type: media, Body: body}, header: http.Header{"X-Request-Id": {all[:min(len(all), 2000)]}}}
	}
	return []answer{
		same(c.Refusal.Status, "application/json", said), same(200, "application/json", said), same(500, "application/json", said),
		same(400, "text/html", "<html>"+all+"</html>"), same(401, "text/plain", all), same(502, "text/plain", all), same(200, "text/plain", all),
		{Reply: Reply{Status: 302}, header: http.Header{"Location": {"https://other.example/?" + url.Values{"said": {all}}.Encode()}}},
		{Reply: Reply{Status: op.Status, Body: op.Answer}}, // what is logged of a success
		{err: &url.Error{Op: r.Method, URL: r.URL.String(), Err: errors.New("no way to the host with " + all)}},
	}
}

func told[C any](c Client[C], op Op[C]) error {
	var errs []error
	for n := range saysBack(c, op, &http.Request{URL: &url.URL{}}, "") {
		var log, dump bytes.Buffer
		o, err := c.run(op, func(_ int, r *http.Request, body string) answer { return saysBack(c, op, r, body)[n] },
			ordo.WithLogger(slog.New(slog.NewMultiHandler(handlers(&log)...))), ordo.WithDump(&dump), ordo.WithMaxAttempts(2))
		if err != nil {
			errs = append(errs, fmt.Errorf("after answer %d: %w", n, err))
		}
		texts := map[string]string{"the log": log.String(), "the dump": dump.String()}
		for e := o.err; e != nil; e = errors.Unwrap(e) {
			for how, text := range shown(e) {
				texts[fmt.Sprintf("%T by %s", e, how)] = text
			}
		}
		for how, text := range texts {
			if err := c.leak(text); err != nil {
				errs = append(errs, fmt.Errorf("after answer %d %s %w", n, how, err))
			}
		}
	}
	return first(errs)
}

func emptyCredentials[C any](c Client[C], op Op[C]) error {
	for i := range c.Secrets {
		for _, empty := range []string{"", " \n"} {
			secrets := append([]string(nil), c.Secrets...)
			secrets[i] = empty
			b := c.benchAt(Base, secrets, op, always(op.good()))
			o, err := b.do(op)
			switch {
			case err != nil:
				return err
			case len(o.calls) > 0:
				return fmt.Errorf("credential %d is %q, and %s was sent", i, empty, o.calls[0].about)
			case ordo.ClassOf(o.err) != ordo.Auth:
				return fmt.Errorf("credential %d is %q: class %v, want %v: %w", i, empty, ordo.ClassOf(o.err), ordo.Auth, o.err)
			}
		}
	}
	return nil
}
