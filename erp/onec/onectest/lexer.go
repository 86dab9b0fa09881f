package onectest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a filter.
type token struct {
	kind byte // 'i' a name or keyword, 'n' a number, 's' a text, 'g' a guid, 'd' a date, or the sign itself; 0 at the end
	text string
}

// lex cuts a filter into tokens. ok is false where a sign belongs to nothing, such as a plus for a blank.
func lex(s string) (out []token, ok bool) {
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			s = s[size:]
		case strings.ContainsRune("(),/:", r):
			out = append(out, token{byte(r), string(r)})
			s = s[size:]
		case r == '\'':
			v, rest, closed := literal(s)
			if !closed {
				return nil, false
			}
			out = append(out, token{'s', v})
			s = rest
		case r == '-' || unicode.IsDigit(r):
			v := numeral.FindString(s)
			if v == "" {
				return nil, false
			}
			out = append(out, token{'n', strings.TrimRight(v, "LMDFlmdf")})
			s = s[len(v):]
		case r == '_' || unicode.IsLetter(r):
			n := strings.IndexFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if n < 0 {
				n = len(s)
			}
			name := s[:n]
			s = s[n:]
			if strings.HasPrefix(s, "'") && (name == "guid" || name == "datetime") {
				v, rest, closed := literal(s)
				if !closed || name == "guid" && !isGUID(v) || name == "datetime" && !isDate(v) {
					return nil, false
				}
				out = append(out, token{name[0], strings.ToLower(v)})
				if name == "datetime" {
					out[len(out)-1].text = wholeDate(v)
				}
				s = rest
				continue
			}
			out = append(out, token{'i', name})
		default:
			return nil, false
		}
	}
	return append(out, token{}), true
}

// literal reads a text in quotes, in which a quote is doubled.
func literal(s string) (v, rest string, closed bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return b.String(), s[i+1:], true
	}
	return "", "", false
}

var (
	numeral = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][-+]?\d+)?[LMDFlmdf]?`)
	guids   = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	dates   = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$`)
)

func isGUID(s string) bool { return guids.MatchString(s) }

// isDate reports whether s is a day or a moment that exists. 1C knows no zones and no parts of a second.
func isDate(s string) bool {
	if !dates.MatchString(s) {
		return false
	}
	_, err := parseMoment(wholeDate(s))
	return err == nil
}

// wholeDate completes a date with the time that it lacks.
func wholeDate(s string) string { return s + noDate[len(s):] }
