package suite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo"
)

// Webhook checks how a port handles the calls of its system.
type Webhook[N any] struct {
	Port ordo.Webhooker[N]
	// Call returns a genuine call: the request without its body, and the body. Forged returns one with wrong
	// credentials; if it is nil, Call is used without its headers.
	Call, Forged func() (*http.Request, []byte)
	// About checks that news is about the subject of Call. It may be nil.
	About func(news []N) error
	// Keyless marks a port whose calls have no key, because the news have keys or the system never repeats a call.
	Keyless bool
	// Patient marks a port whose system must get a success for every genuine call, whatever happened to it.
	Patient bool
}

// Bind returns a fixture's call with its argument, or nil if the fixture has none.
func Bind[X any](call func(X) (*http.Request, []byte), x X) func() (*http.Request, []byte) {
	if call == nil {
		return nil
	}
	return func() (*http.Request, []byte) { return call(x) }
}

// Check returns what is wrong.
func (w Webhook[N]) Check() error {
	if w.Forged == nil {
		w.Forged = func() (*http.Request, []byte) {
			r, body := w.Call()
			r = r.Clone(r.Context())
			r.Header = http.Header{}
			return r, body
		}
	}
	if err := w.refuses("a forged call", w.Forged); err != nil {
		return err
	}
	first, err := w.takes()
	if err != nil {
		return err
	}
	again, err := w.takes()
	switch {
	case err != nil:
		return fmt.Errorf("delivered again: %w", err)
	case first.Key != again.Key:
		return fmt.Errorf("the same call has the keys %q and %q", first.Key, again.Key)
	case len(first.News) != len(again.News):
		return fmt.Errorf("the same call brought %d news, then %d", len(first.News), len(again.News))
	}
	for _, body := range []string{"", "garbage", "[]", "\x00\xff"} {
		err := w.refuses(fmt.Sprintf("a call with the body %q", body), func() (*http.Request, []byte) {
			r, _ := w.Call()
			return r, []byte(body)
		})
		if err != nil {
			return err
		}
	}
	return w.answers()
}

// take makes a call and checks that the port does not read its body.
func (w Webhook[N]) take(r *http.Request, body []byte) (ordo.Call[N], error, error) {
	r = r.Clone(r.Context())
	trap := &unreadable{}
	r.Body = trap
	refusal := w.Port.Admit(r)
	if trap.touched {
		return ordo.Call[N]{}, refusal, errors.New("the body was read by Admit: a call is authenticated before its body is read")
	}
	if refusal != nil {
		return ordo.Call[N]{}, refusal, nil
	}
	call, refusal := w.Port.Receive(r, slices.Clone(body))
	if trap.touched {
		return call, refusal, errors.New("the body was read by Receive: it must use its body argument")
	}
	return call, refusal, nil
}

// refuses checks that a call is refused.
func (w Webhook[N]) refuses(what string, made func() (*http.Request, []byte)) error {
	call, refusal, err := w.take(made())
	var typed *ordo.CallError
	switch {
	case err != nil:
		return err
	case refusal == nil:
		return fmt.Errorf("%s is accepted", what)
	case !errors.As(refusal, &typed):
		return fmt.Errorf("%s is refused with a %T, want an *ordo.CallError: %w", what, refusal, refusal)
	case len(call.News) > 0:
		return fmt.Errorf("%s is refused, but brings news", what)
	}
	forged := typed.Status == http.StatusUnauthorized || typed.Status == http.StatusForbidden
	if a := w.Port.Answer(refusal); a.Status < 400 && (forged || !w.Patient) {
		return fmt.Errorf("%s is refused, but answered %d", what, a.Status)
	}
	return nil
}

// takes checks that a genuine call is accepted.
func (w Webhook[N]) takes() (ordo.Call[N], error) {
	call, refusal, err := w.take(w.Call())
	switch {
	case err != nil:
		return call, err
	case refusal != nil:
		return call, fmt.Errorf("a genuine call is refused: %w", refusal)
	case call.Key == "" && !w.Keyless:
		return call, errors.New("a genuine call has no key")
	case len(call.News) == 0:
		return call, errors.New("a genuine call brings no news")
	case call.Answer.Status != 0 && !good(call.Answer):
		return call, fmt.Errorf("a genuine call is answered %d", call.Answer.Status)
	case w.About != nil:
		return call, w.About(call.News)
	}
	return call, nil
}

// answers checks the answers to the system.
func (w Webhook[N]) answers() error {
	taken, again := w.Port.Answer(nil), w.Port.Answer(errors.Join(ordo.ErrNotStored, io.ErrUnexpectedEOF))
	switch {
	case !good(taken):
		return fmt.Errorf("an accepted call is answered %d", taken.Status)
	case w.Patient && !reflect.DeepEqual(taken, again):
		return fmt.Errorf("a call that could not be stored is answered %d, so the system would stop calling", again.Status)
	case !w.Patient && again.Status < 400:
		return fmt.Errorf("a call that could not be stored is answered %d, so the system would not repeat it", again.Status)
	case bytes.Contains(again.Body, []byte(io.ErrUnexpectedEOF.Error())):
		return errors.New("the answer to a call that could not be stored has the internal error")
	}
	return nil
}

func good(a ordo.Answer) bool { return a.Status == 0 || a.Status >= 200 && a.Status < 300 }

// unreadable is a body that must not be read.
type unreadable struct{ touched bool }

// Read implements io.Reader.
func (u *unreadable) Read([]byte) (int, error) {
	u.touched = true
	return 0, io.EOF
}

// Close implements io.Closer.
func (*unreadable) Close() error { return nil }
