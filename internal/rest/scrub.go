package rest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/ordo-sdk/ordo"
)

const (
	redacted    = "***"
	leastSecret = 4 // shorter texts occur everywhere by chance
	keptTokens  = 8 // fetched tokens to look for: late log lines may hold an earlier one
)

// usualNames are the names whose values are secret with every vendor.
var usualNames = []string{
	"authorization", "proxy-authorization", "cookie", "set-cookie", "password", "passwd", "pass", "token", "access_token",
	"refresh_token", "accessToken", "refreshToken", "secret", "client_secret", "apikey", "api_key", "api-key", "x-api-key",
	"sharedsecret",
}

// scrubber redacts secrets in texts. It is safe for concurrent use after build.
type scrubber struct {
	names  map[string]bool // lower case
	fields func() []field
	mu     sync.Mutex
	fixed  []ordo.Secret
	tokens []ordo.Secret
	texts  atomic.Pointer[secretTexts]
}

// field finds the secret values of named fields in one notation.
type field struct {
	pattern *regexp.Regexp
	with    string
}

// secretTexts are the texts to look for.
type secretTexts struct {
	replace *strings.Replacer
	all     []ordo.Secret // the longest first
	longest int
}

// cut redacts the beginning of a secret where a text was cut before it came here: in front of an ellipsis.
func (s *secretTexts) cut(t string) string {
	if !strings.Contains(t, ellipsis) {
		return t
	}
	parts := strings.SplitAfter(t, ellipsis)
	for i, part := range parts {
		if before, cut := strings.CutSuffix(part, ellipsis); cut {
			parts[i] = s.end(before) + ellipsis
		}
	}
	return strings.Join(parts, "")
}

// end returns t, with the beginning of a secret at its end redacted.
func (s *secretTexts) end(t string) string {
	longest := 0
	for _, secret := range s.all {
		text := secret.Reveal()
		for n := min(len(text)-1, len(t)); n > longest && n >= leastSecret; n-- {
			if strings.HasSuffix(t, text[:n]) {
				longest = n
			}
		}
	}
	if longest == 0 {
		return t
	}
	return t[:len(t)-longest] + redacted
}

func newScrubber(hidden []string) *scrubber {
	s := &scrubber{names: map[string]bool{}}
	s.hide(usualNames...)
	s.hide(hidden...)
	return s
}

// hide adds names whose values are secret. It has effect until build.
func (s *scrubber) hide(names ...string) {
	for _, n := range names {
		if n != "" {
			s.names[strings.ToLower(n)] = true
		}
	}
}

// add adds secret texts. It has effect until build.
func (s *scrubber) add(secrets ...string) {
	for _, secret := range secrets {
		s.fixed = append(s.fixed, ordo.NewSecret(secret))
	}
}

// has reports whether a text is among secrets.
func has(secrets []ordo.Secret, text string) bool {
	return slices.ContainsFunc(secrets, func(s ordo.Secret) bool { return s.Reveal() == text })
}

// hideText adds a secret text after the client was made.
func (s *scrubber) hideText(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !has(s.fixed, secret) {
		s.add(secret)
		s.collect()
	}
}

// addToken adds a text that became secret while the client is at work.
func (s *scrubber) addToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if has(s.tokens, token) {
		return
	}
	s.tokens = append(s.tokens, ordo.NewSecret(token))
	if len(s.tokens) > keptTokens {
		s.tokens = s.tokens[1:]
	}
	s.collect()
}

// build ends the making of the scrubber. The patterns are made when they are first needed, which may be never.
func (s *scrubber) build() {
	s.fields = sync.OnceValue(s.patterns)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.collect()
}

// patterns returns the patterns for the hidden names.
func (s *scrubber) patterns() []field {
	names := make([]string, 0, len(s.names))
	for n := range s.names {
		names = append(names, regexp.QuoteMeta(n))
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	name := `(?:` + strings.Join(names, "|") + `)`
	if fields, ok := compiled.Load(name); ok {
		return fields.([]field)
	}
	fields := patternsFor(name)
	compiled.Store(name, fields)
	return fields
}

// compiled keeps patterns by the names that they hide, as compiling them takes milliseconds: those of a vendor are the
// same for all its clients.
var compiled sync.Map

func patternsFor(name string) []field {
	notations := []struct{ pattern, with string }{
		{`(\\*"NAME\\*"\s*:\s*\\*")(?:[^"\\]|\\.)*`, `${1}***`},               // JSON text
		{`(\\*"NAME\\*"\s*:\s*)[^\s",\\}\]][^\s,}\]]*`, `${1}"***"`},          // JSON number
		{`((?:^|[?&;,\s"'(\[]|%5B)NAME(?:\]|%5D)?=)[^&\s"'<>),]+`, `${1}***`}, // query, form
		{`(<(?:[\w.-]+:)?NAME(?:\s[^<>]*)?>)[^<]*`, `${1}***`},                // XML element
		{`(\s(?:[\w.-]+:)?NAME\s*=\s*)(?:"[^"]*"|'[^']*')`, `${1}"***"`},      // XML attribute
		{`(\b(?:bearer|basic)\s+)[\w+/.~=-]{6,}`, `${1}***`},                  // header
	}
	fields := make([]field, 0, len(notations))
	for _, n := range notations {
		fields = append(fields, field{regexp.MustCompile(`(?i)` + strings.ReplaceAll(n.pattern, "NAME", name)), n.with})
	}
	return fields
}

// collect makes the texts to look for: each secret in every spelling that an error, an address or a body may hold.
func (s *scrubber) collect() {
	var all []string
	for _, secret := range slices.Concat(s.fixed, s.tokens) {
		if text := secret.Reveal(); len(text) >= leastSecret {
			all = append(all, spellings(text)...)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	all = slices.Compact(all)
	t := &secretTexts{}
	pairs := make([]string, 0, 2*len(all))
	for _, a := range all {
		pairs = append(pairs, a, redacted)
		t.longest = max(t.longest, len(a))
		t.all = append(t.all, ordo.NewSecret(a))
	}
	t.replace = strings.NewReplacer(pairs...)
	s.texts.Store(t)
}

// lowerHex finds the escapes of a URL-escaped text.
var lowerHex = regexp.MustCompile(`%[0-9A-F]{2}`)

// spellings returns secret as it is and as encodings spell it.
func spellings(secret string) []string {
	query, path := url.QueryEscape(secret), url.PathEscape(secret)
	escaped, _ := json.Marshal(secret) // a string can always be encoded
	quoted, ascii := strconv.Quote(secret), strconv.QuoteToASCII(secret)
	ascii = ascii[1 : len(ascii)-1]
	php := strings.NewReplacer("/", `\/`)
	return []string{
		ascii, php.Replace(ascii), php.Replace(string(escaped[1 : len(escaped)-1])),
		secret, query, path,
		lowerHex.ReplaceAllStringFunc(query, strings.ToLower), lowerHex.ReplaceAllStringFunc(path, strings.ToLower),
		string(escaped[1 : len(escaped)-1]), quoted[1 : len(quoted)-1], html.EscapeString(secret),
		base64.RawStdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret)),
	}
}

// text returns t without secrets.
func (s *scrubber) text(t string) string {
	if t == "" {
		return t
	}
	texts := s.texts.Load()
	t = texts.cut(texts.replace.Replace(t))
	for _, f := range s.fields() {
		t = f.pattern.ReplaceAllString(t, f.with)
	}
	return t
}

// window returns the first n bytes of b without secrets. A secret at the edge of the window is not cut in two.
func (s *scrubber) window(b []byte, n int) string {
	if len(b) <= n {
		return s.text(string(b))
	}
	t := s.text(string(b[:n]))
	if edge := s.texts.Load().longest; len(t) > edge {
		return t[:len(t)-edge]
	}
	return ""
}

// brief returns at most n runes of t, without secrets.
func (s *scrubber) brief(t string, n int) string { return clip(s.window([]byte(t), excerptWindow), n) }

// header reports whether the values of the header are secret.
func (s *scrubber) header(name string) bool { return s.names[strings.ToLower(name)] }

// cause returns err without secrets. An error whose text holds none is returned as it is.
func (s *scrubber) cause(err error) error {
	if err == nil {
		return nil
	}
	if u, ok := err.(*url.Error); ok { //nolint:errorlint // the error itself; one that wraps it is seen to below
		return &url.Error{Op: u.Op, URL: s.text(u.URL), Err: s.cause(u.Err)}
	}
	text := err.Error()
	var clean string
	if len(text) > excerptWindow { // too long to be looked through: it is not handed out, whatever it holds
		clean = s.brief(text, causeLimit)
	} else {
		clean = s.text(text)
	}
	if clean != text {
		return &scrubbed{clean, func() error { return err }}
	}
	return err
}

// scrubbed stands for an error whose text holds a secret. It answers errors.Is for it, but does not hand it out.
type scrubbed struct {
	text string
	err  func() error // a func, as no print shows what it holds
}

func (e *scrubbed) Error() string        { return e.text }
func (e *scrubbed) Is(target error) bool { return errors.Is(e.err(), target) }

// Timeout keeps net.Error's answer.
func (e *scrubbed) Timeout() bool {
	var t interface{ Timeout() bool }
	return errors.As(e.err(), &t) && t.Timeout()
}
