package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
)

// Request describes one call.
type Request struct {
	Op     string      // the call in the vendor's words, e.g. "order/confirm"; it appears in errors and logs
	Method string      // empty means GET
	Path   string      // below the base URL, escaped (see Pathf); an absolute URL on another host must be Anonymous
	Query  url.Values  // added to the path's own query, if any
	Header http.Header // wins over the client's headers
	Body   Body        // the zero Body is none
	// Repeat says whether the request may be sent again after a failure. The zero Repeat means Idempotent for GET and
	// HEAD, and Never for every other method.
	Repeat Repeat
	// Limit bounds this request and others that have it, beside the limit of all requests; nil means none.
	Limit *Limit
	// Anonymous sends the request without the client's credentials.
	Anonymous bool
	// Check says what is wrong with an answer that was decoded: that it lacks something, or by [Same] that it is about
	// something other than what was asked for. Such an answer decides nothing: see the package comment.
	Check func() error
	// Decode reads the answer in place of Config.Decode, where that depends on the caller: copies of a client that
	// differ in a currency share one transport. nil means the client's.
	Decode func(r *Reply, out any) error
	// MaxBody is the longest acceptable answer in bytes; 0 means the client's.
	MaxBody int64
}

// Format implements [fmt.Formatter]: it writes what the request is, and nothing that it carries.
func (r Request) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s %s", or(r.Method, http.MethodGet), r.Op) // package fmt does not look at errors either
}

// LogValue implements [slog.LogValuer].
func (r Request) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(r)) }

// MarshalText implements [encoding.TextMarshaler], which JSON uses, too.
func (r Request) MarshalText() ([]byte, error) { return []byte(fmt.Sprint(r)), nil }

// Pathf formats a path like fmt.Sprintf and escapes each argument, so that an id such as "a/b" stays one segment.
func Pathf(format string, args ...any) string {
	escaped := make([]any, len(args))
	for i, a := range args {
		switch s := url.PathEscape(fmt.Sprint(a)); s {
		case ".", "..": // would climb up
			escaped[i] = strings.ReplaceAll(s, ".", "%2E")
		default:
			escaped[i] = s
		}
	}
	return fmt.Sprintf(strings.ReplaceAll(format, "%d", "%s"), escaped...)
}

// Body is what a request carries. The zero Body is nothing.
type Body struct {
	contentType string
	encode      func() ([]byte, error) // a func, as no print shows what it holds; nil: no body
}

// JSON returns a body that holds v as JSON. An error of encoding it is returned by the call.
func JSON(v any) Body {
	return Body{"application/json", func() ([]byte, error) { return json.Marshal(v) }}
}

// Form returns a body that holds v as an HTML form.
func Form(v url.Values) Body {
	return Raw("application/x-www-form-urlencoded", []byte(v.Encode()))
}

// Raw returns a body that holds b as it is. b must not be changed until the call returns.
func Raw(contentType string, b []byte) Body {
	return Body{contentType, func() ([]byte, error) { return b, nil }}
}

// Repeat states whether a request may be sent again when its answer was lost or was a 5xx.
type Repeat struct {
	mode        mode
	header, key string
	readBack    func(context.Context) (bool, error)
}

type mode uint8

const (
	byMethod mode = iota
	never
	idempotent
	reading
	keyed
	lookup
)

// Never states that a repeat would do the thing twice: a lost answer is an error of class InDoubt.
func Never() Repeat { return Repeat{mode: never} }

// Read states that the request changes nothing, whatever its method: some vendors read by POST. What cannot be
// understood of its answer is never in doubt.
func Read() Repeat { return Repeat{mode: reading} }

// Idempotent states that doing it twice is the same as doing it once.
func Idempotent() Repeat { return Repeat{mode: idempotent} }

// Keyed states that the vendor recognizes a repeat by a key in a header, and sends the key. The same thing must have
// the same key after a restart, so keys are derived, not drawn. An empty key counts as Never.
func Keyed(header, key string) Repeat {
	if key == "" {
		return Never()
	}
	return Repeat{mode: keyed, header: http.CanonicalHeaderKey(header), key: key}
}

// ReadBack states that after a lost answer done finds out whether the write was done. It is called after a pause, as
// the vendor may still be at work. If done returns true, the call succeeds with Reply.ReadBack set, and nothing is
// decoded: done itself keeps what it found. If it returns false, the write is sent again; if it fails, the class is
// InDoubt.
func ReadBack(done func(ctx context.Context) (bool, error)) Repeat {
	return Repeat{mode: lookup, readBack: done}
}

// exchange is a request made ready to be sent, any number of times.
type exchange struct {
	*Request
	method  string
	url     string
	path    string // for logs: without query
	body    []byte
	mode    mode
	maxBody int64
	wait    *waiter
	shared  string // the account's name for an ordo.Limiter; empty: the client counts alone
}

// write reports whether the request may change something at the vendor's.
func (x *exchange) write() bool {
	if x.mode == reading {
		return false
	}
	return x.mode == never || x.mode == lookup || (x.method != http.MethodGet && x.method != http.MethodHead)
}

// absolute reports whether a path is an address of its own.
func absolute(path string) bool {
	return strings.HasPrefix(path, "https://") || strings.HasPrefix(path, "http://")
}

// allow refuses an address of its own that would lead credentials away from the vendor's host, or over an open line.
func (c *Client) allow(r *Request) error {
	base, err := url.Parse(c.settings.BaseURL)
	if err != nil {
		return err
	}
	to, err := url.Parse(r.Path)
	switch {
	case err != nil:
		return err
	case to.Scheme == base.Scheme && to.Host == base.Host:
		return nil
	case !r.Anonymous:
		return fmt.Errorf("not sent: %s://%s is not the vendor's host, and the credentials would go there", to.Scheme, to.Host)
	case to.Scheme != "https" && to.Scheme != base.Scheme:
		return fmt.Errorf("not sent: %s://%s is not https", to.Scheme, to.Host)
	}
	return nil
}

// prepare makes r ready to be sent.
func (c *Client) prepare(r *Request) (*exchange, error) {
	var body []byte
	if r.Body.encode != nil {
		var err error
		if body, err = r.Body.encode(); err != nil {
			return nil, fmt.Errorf("encode the request: %w", err)
		}
	}
	x := &exchange{Request: r, method: r.Method, body: body, mode: r.Repeat.mode, maxBody: or(r.MaxBody, c.config.MaxBody)}
	if x.method == "" {
		x.method = http.MethodGet
	}
	if x.mode == byMethod {
		x.mode = never
		if x.method == http.MethodGet || x.method == http.MethodHead {
			x.mode = idempotent
		}
	}
	x.url = r.Path
	if absolute(r.Path) {
		if err := c.allow(r); err != nil {
			return nil, err
		}
	} else {
		slash := ""
		if r.Path != "" && r.Path[0] != '/' && r.Path[0] != '?' {
			slash = "/"
		}
		x.url = c.settings.BaseURL + slash + r.Path
	}
	x.path, _, _ = strings.Cut(r.Path, "?")
	if len(r.Query) > 0 {
		sep := "?"
		if strings.Contains(r.Path, "?") {
			sep = "&"
		}
		x.url += sep + r.Query.Encode()
	}
	return x, nil
}
