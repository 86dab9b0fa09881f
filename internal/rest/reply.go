package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
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

// Judger is an answer that tells itself whether it reports an error, such as an envelope with a field "success". If the
// value that an answer was decoded into is a Judger, it has a word after Config.Judge, by the same rules.
type Judger interface {
	Judge(*Reply) *ordo.Error
}

// errEmpty is the cause if an answer has no body where one is needed.
var errEmpty = errors.New("empty answer")

// decodeJSON is the standard Config.Decode.
func decodeJSON(r *Reply, out any) error { return r.JSON(out) }

// decode reads a good answer into out.
func (c *Client) decode(r *Reply, out any) error {
	switch o := out.(type) {
	case nil:
		return nil
	case *[]byte:
		*o = r.Body
		return nil
	}
	if r.Status == http.StatusNoContent {
		return nil
	}
	if len(bytes.TrimSpace(r.Body)) == 0 {
		return errEmpty
	}
	return c.config.Decode(r, out)
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
	n := 0
	for i := range t {
		if n == excerptLength {
			return t[:i] + "..."
		}
		n++
	}
	return t
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
