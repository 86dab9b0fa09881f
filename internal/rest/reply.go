package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo"
)

// Reply is an answer of the vendor.
type Reply struct {
	Status   int
	Header   http.Header
	Body     []byte
	ReadBack bool // no answer came, but the write was found done; the other fields are zero
}

// JSON decodes the body into v.
func (r *Reply) JSON(v any) error {
	return json.Unmarshal(bytes.TrimPrefix(r.Body, []byte("\xef\xbb\xbf")), v)
}

// Completer is an answer that knows what it must hold. If the value that an answer was decoded into is a Completer, it
// says what is lacking, such as the id of what was made. Such an answer decides nothing: see the package comment.
type Completer interface {
	Complete() error
}

// lackingError is the cause if an answer does not hold what is due, or is about something else.
type lackingError struct{ error }

func (e *lackingError) Unwrap() error { return e.error }

// OtherError reports that an answer is about something other than what was asked for.
type OtherError struct {
	What       string // such as "order"
	Asked, Got string
}

// Error names both.
func (e *OtherError) Error() string {
	return fmt.Sprintf("asked for %s %q, answered with %q", e.What, e.Asked, e.Got)
}

// Same is for [Request.Check]: it returns an *OtherError unless the answer is about what was asked for.
func Same[T comparable](what string, asked, got T) error {
	if asked == got {
		return nil
	}
	return &OtherError{what, fmt.Sprint(asked), fmt.Sprint(got)}
}

// errEmpty is the cause if an answer has no body where one is needed.
var errEmpty = errors.New("empty answer")

// Decoder makes a Config.Decode of a decoder of JSON. It sees to the form first: an answer that does not matter is an
// object or an array, or nothing at all; one that does is neither empty nor null.
func Decoder(decode func(body []byte, out any) error) func(*Reply, any) error {
	return func(r *Reply, out any) error {
		body := bytes.TrimSpace(bytes.TrimPrefix(r.Body, []byte("\xef\xbb\xbf")))
		switch {
		case out == nil && len(body) == 0:
			return nil
		case len(body) == 0, string(body) == "null":
			return errEmpty
		case out != nil:
			return decode(body, out)
		case body[0] != '{' && body[0] != '[' || !json.Valid(body):
			return errors.New("neither an object nor an array")
		}
		return nil
	}
}

// decode reads a good answer into out. It returns an error if the answer lacks what it must hold; out is then as it
// was, as what one answer held must not complete another one.
func (c *Client) decode(x *exchange, r *Reply, out any) (err error) {
	if v := reflect.ValueOf(out); v.Kind() == reflect.Pointer && !v.IsNil() {
		was := reflect.New(v.Type().Elem()).Elem()
		was.Set(v.Elem())
		defer func() {
			if err != nil {
				v.Elem().Set(was)
			}
		}()
	}
	if o, ok := out.(*[]byte); ok {
		*o = r.Body
	} else if x.method != http.MethodHead {
		decode := c.config.Decode
		if x.Decode != nil {
			decode = x.Decode
		}
		if err := decode(r, out); err != nil {
			return err
		}
	}
	if o, ok := out.(Completer); ok {
		if err := o.Complete(); err != nil {
			return &lackingError{err}
		}
	}
	if x.Check != nil {
		if err := x.Check(); err != nil {
			return &lackingError{err}
		}
	}
	return nil
}

// smallBody is up to which length the announced size of a body is believed.
const smallBody = 1 << 20

// readBody reads an answer of at most limit bytes.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, &ordo.TooLargeError{Limit: limit}
	}
	if resp.ContentLength == 0 {
		return nil, nil
	}
	size := 512
	if resp.ContentLength > 0 {
		size = int(min(resp.ContentLength, smallBody)) + 1 // one more, so that the end is seen without growing
	}
	b := make([]byte, 0, size)
	for {
		if int64(len(b)) > limit {
			return b[:limit], &ordo.TooLargeError{Limit: limit}
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
		n, err := resp.Body.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case int64(len(b)) > limit:
			continue
		case errors.Is(err, io.EOF):
			return b, nil
		case err != nil:
			return b, err
		}
	}
}

const (
	excerptWindow = 64 << 10 // bytes looked at
	excerptLength = 200      // runes shown
)

// contentType returns the media type of an answer, or "" if it names none.
func contentType(h http.Header) string {
	t, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return t
}

// excerpt returns the beginning of a body as one line of readable text: no tags, no secrets, no control characters.
func (c *Client) excerpt(body []byte, mediaType string) string {
	t := c.scrub.window(body, excerptWindow)
	if strings.HasSuffix(mediaType, "html") || looksLikeHTML(t) {
		t = stripTags(t)
	}
	t = strings.ToValidUTF8(t, "�")
	t = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, t)
	t = strings.Join(strings.Fields(t), " ")
	return clip(t, excerptLength)
}

// looksLikeHTML reports whether a text is a page, whatever its content type says.
func looksLikeHTML(t string) bool {
	t = strings.ToLower(strings.TrimSpace(t[:min(len(t), 256)]))
	return strings.HasPrefix(t, "<!doctype html") || strings.HasPrefix(t, "<html")
}

// stripTags leaves the readable text of a page.
func stripTags(page string) string {
	var b strings.Builder
	for page != "" {
		text, rest, _ := strings.Cut(page, "<")
		b.WriteString(text)
		b.WriteByte(' ')
		tag := strings.ToLower(rest[:min(len(rest), 7)])
		for _, silent := range []string{"style", "script"} {
			if strings.HasPrefix(tag, silent) {
				if end := strings.Index(strings.ToLower(rest), "</"+silent); end >= 0 {
					rest = rest[end:]
				}
			}
		}
		_, page, _ = strings.Cut(rest, ">")
	}
	return b.String()
}
