package clienttest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
)

func answerChecks[C any]() []check[C] {
	return []check[C]{
		{name: "the recorded answer is read", each: recorded[C]},
		{name: "a page decides nothing", each: pages[C]},
		{name: "garbage decides nothing", each: garbage[C]},
		{name: "an empty answer decides nothing", each: empty[C]},
		{name: "a refusal is the vendor's, and is cut", each: refusal[C]},
		{name: "an answer without an end is given up", each: overlong[C]},
		{name: "a cut answer decides nothing", each: cut[C]},
	}
}

func recorded[C any](c Client[C], op Op[C]) error {
	o, err := c.run(op, always(op.good()))
	switch {
	case err != nil:
		return err
	case o.err != nil:
		return o.err
	case o.played == 0:
		return errors.New("nothing was asked")
	case op.list():
		if want := len(op.rows(grow(op.Answer))); len(o.rows) != want {
			return fmt.Errorf("%d rows, want %d", len(o.rows), want)
		}
		for _, row := range o.rows {
			if err := problem(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// nothing checks that no answer counts as a decision of the vendor.
func nothing[C any](c Client[C], op Op[C], answers ...answer) error {
	var errs []error
	for _, a := range answers {
		o, err := c.run(op, always(a))
		if err == nil {
			err = undecided(op, o, max(a.Status, 200))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%d %s %q: %w", max(a.Status, 200), a.Type, short(a.Body), err))
		}
	}
	return first(errs)
}

func pages[C any](c Client[C], op Op[C]) error {
	var all []answer
	for _, status := range []int{200, 201, 202, 302, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 451, 500, 502, 503, 504, 520} {
		page := "<!DOCTYPE html><html><head><title>Access to this site is limited</title></head><body>not found</body></html>"
		all = append(all, answer{Reply: Reply{Status: status, Type: "text/html; charset=utf-8", Body: page}})
	}
	return nothing(c, op, all...)
}

func garbage[C any](c Client[C], op Op[C]) error {
	var all []answer
	for _, status := range []int{200, 400, 500} {
		for _, body := range []string{"\x1f\x8b\x08\x00\x01\xff\xfe", "\xff\xfe{\x00", "{\"a\":", "}", `{"a":1}{"b":2}`, "\x00\x00\x00", "try later", "<"} {
			all = append(all, answer{Reply: Reply{Status: status, Body: body}})
		}
	}
	return nothing(c, op, all...)
}

func empty[C any](c Client[C], op Op[C]) error {
	var all []answer
	good := strings.TrimSpace(op.Answer)
	for _, status := range []int{200, 201, 202, 204, 400, 500} {
		for _, body := range []string{"", " \n", "{}", "null", "[]", `"OK"`, "true", `{"success":false}`, `{"status":"ok"}`} {
			if status == http.StatusNoContent && body != "" || op.list() && status < 300 && body == "[]" && good[0] == '[' {
				continue // a body that may not be; a list of no rows
			}
			all = append(all, answer{Reply: Reply{Status: status, Body: body}})
		}
	}
	if t := grow(op.Answer); !op.list() && op.Record != "" && op.Record != "-" {
		for _, v := range []tree{gone{}, nil} {
			all = append(all, op.saying(write(with(t, op.records()[0], v))))
		}
	}
	return nothing(c, op, all...)
}

// refused is the vendor's own error with a text of his.
func (c Client[C]) refused(text string) answer {
	a := answer{Reply: c.Refusal}
	a.Body = strings.ReplaceAll(a.Body, "TEXT", text)
	return a
}

func refusal[C any](c Client[C], op Op[C]) error {
	const words = "the goods are not there"
	o, err := c.run(op, always(c.refused(words)))
	if err != nil {
		return err
	}
	switch class := ordo.ClassOf(o.err); class { //nolint:exhaustive // the others decide nothing
	case ordo.Invalid, ordo.Conflict, ordo.NotFound, ordo.Unsupported, ordo.Auth:
	default:
		return fmt.Errorf("class %v of what the vendor refuses: %w", class, o.err)
	}
	if !strings.Contains(o.err.Error(), words) {
		return fmt.Errorf("the vendor's words are not told: %w", o.err)
	}
	o, err = c.run(op, always(c.refused(strings.Repeat("я", 128<<10))))
	if n := len(tell(o.err)); err == nil && n > 8*longest {
		err = fmt.Errorf("the error holds %d bytes of the vendor's words", n)
	}
	return err
}

// bounded is how many bytes of one answer a client may read.
const bounded = 20 << 20

func overlong[C any](c Client[C], op Op[C]) error {
	begin := strings.TrimSpace(op.Answer)[:1]
	for status, fill := range map[int]byte{200: ' ', 400: 'A'} {
		o, err := c.run(op, func(int, *http.Request, string) answer {
			return answer{Reply: Reply{Status: status}, body: endless(begin, fill)}
		}, ordo.WithMaxAttempts(1))
		switch class := ordo.ClassOf(o.err); {
		case err != nil:
			return err
		case o.read.Load() > bounded*int64(o.played):
			return fmt.Errorf("%d bytes of %d answers were read", o.read.Load(), o.played)
		case o.err == nil:
			return errors.New("taken for a success")
		case class == ordo.InDoubt && op.Write, class == ordo.Retry, class == ordo.Invalid && !op.Write && status == http.StatusOK:
		default:
			return fmt.Errorf("class %v after %d: %w", class, status, o.err)
		}
	}
	return nil
}

func cut[C any](c Client[C], op Op[C]) error {
	var errs []error
	body := strings.TrimSpace(op.Answer)
	for part := range 8 {
		begin := body[:(len(body)-1)*(part+1)/8]
		for _, a := range []answer{{Reply: Reply{Status: op.Status, Body: begin}}, {Reply: Reply{Status: op.Status}}} {
			script := func(int, *http.Request, string) answer {
				one := a
				if one.Body == "" { // the connection breaks
					one.body = broken(begin)
				}
				return one
			}
			o, err := c.run(op, script)
			if err == nil {
				err = undecided(op, o, max(op.Status, 200))
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("after %d of %d bytes: %w", len(begin), len(body), err))
			}
		}
	}
	return first(errs)
}
