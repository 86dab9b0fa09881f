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

// Webhook checks how a port takes the calls of its system.
type Webhook[N any] struct {
	Port ordo.Webhooker[N]
	// Call makes a genuine call: the request without its body, and the body. Forged makes one with wrong credentials;
	// without it the headers of Call are taken away.
	Call, Forged func() (*http.Request, []byte)
	// About looks whether news are about what Call is about. nil does not look.
	About func(news []N) error
	// Keyless is a port whose calls have no key: its news have, or the system never repeats a call.
	Keyless bool
	// Patient is a port whose system must be answered well whatever became of a genuine call.
	Patient bool
}

// About is a fixture's call about something; nil if it has none.
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
		return fmt.Errorf("the same call brought %d news, and then %d", len(first.News), len(again.News))
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

// take makes a call. It looks that the body is read by nobody but the host.
func (w Webhook[N]) take(r *http.Request, body []byte) (ordo.Call[N], error, error) {
	r = r.Clone(r.Context())
	trap := &untouchable{}
	r.Body = trap
	refusal := w.Port.Admit(r)
	if trap.touched {
		return ordo.Call[N]{}, refusal, errors.New("the body was read by Admit: strangers must cost nothing")
	}
	if refusal != nil {
		return ordo.Call[N]{}, refusal, nil
	}
	call, refusal := w.Port.Receive(r, slices.Clone(body))
	if trap.touched {
		return call, refusal, errors.New("r.Body was read by Receive: the body is given to it")
	}
	return call, refusal, nil
}

// refuses looks that a call is refused.
func (w Webhook[N]) refuses(what string, made func() (*http.Request, []byte)) error {
	call, refusal, err := w.take(made())
	var typed *ordo.CallError
	switch {
	case err != nil:
		return err
	case refusal == nil:
		return fmt.Errorf("%s is taken", what)
	case !errors.As(refusal, &typed):
		return fmt.Errorf("%s is refused by a %T, it would have to be an *ordo.CallError: %w", what, refusal, refusal)
	case len(call.News) > 0:
		return fmt.Errorf("%s is refused, but brings news", what)
	}
	forged := typed.Status == http.StatusUnauthorized || typed.Status == http.StatusForbidden
	if a := w.Port.Answer(refusal); a.Status < 400 && (forged || !w.Patient) {
		return fmt.Errorf("%s is refused, but answered %d", what, a.Status)
	}
	return nil
}

// takes looks that a genuine call is taken.
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

// answers looks at what the system hears.
func (w Webhook[N]) answers() error {
	taken, again := w.Port.Answer(nil), w.Port.Answer(errors.Join(ordo.ErrNotStored, io.ErrUnexpectedEOF))
	switch {
	case !good(taken):
		return fmt.Errorf("a call that was taken is answered %d", taken.Status)
	case w.Patient && !reflect.DeepEqual(taken, again):
		return fmt.Errorf("a call that could not be stored is answered %d, and the system would not call any more", again.Status)
	case !w.Patient && again.Status < 400:
		return fmt.Errorf("a call that could not be stored is answered %d: the system would not call again", again.Status)
	case bytes.Contains(again.Body, []byte(io.ErrUnexpectedEOF.Error())):
		return errors.New("the system is told why its call could not be stored: that is none of its business")
	}
	return nil
}

func good(a ordo.Answer) bool { return a.Status == 0 || a.Status >= 200 && a.Status < 300 }

// untouchable is a body that must not be read.
type untouchable struct{ touched bool }

// Read implements io.Reader.
func (u *untouchable) Read([]byte) (int, error) {
	u.touched = true
	return 0, io.EOF
}

// Close implements io.Closer.
func (*untouchable) Close() error { return nil }
