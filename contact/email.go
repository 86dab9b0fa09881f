package contact

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// The parts of an address as mail services take them: a dot-atom of RFC 5322, and names of at least two labels with a
// top level of letters.
var (
	localForm  = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
	domainForm = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59})$`)
)

// Email returns an e-mail address without the blanks around it; the name of a mail server in national letters is
// written in ASCII (RFC 5891), as most services want it. Quoted names, address literals, display names and names with
// letters of several alphabets are refused: they are mistakes far more often than addresses.
func Email(text string) (string, error) {
	if len(text) > longest {
		return "", invalid(text[:longest], "the e-mail address has %d bytes, at most 254 are allowed", len(text))
	}
	s := strings.TrimSpace(text)
	if s == "" {
		return "", invalid(text, "the e-mail address is empty")
	}
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || domain == "" {
		return "", invalid(text, "%q is no e-mail address: it must be like anna@example.com", text)
	}
	for _, label := range strings.Split(domain, ".") {
		if mixed(label) {
			return "", invalid(text, "%q is no e-mail address: %q has letters of two alphabets", text, label)
		}
	}
	if !ascii(local) {
		return "", invalid(text, "%q is no e-mail address: before the @ it has letters that are not Latin", text)
	}
	if !ascii(domain) {
		var err error
		if domain, err = idna.Lookup.ToASCII(domain); err != nil {
			return "", invalid(text, "%q is no e-mail address: there is no mail server of that name", text)
		}
	}
	if len(local) > 64 || !localForm.MatchString(local) || !domainForm.MatchString(domain) || len(local)+1+len(domain) > 254 {
		return "", invalid(text, "%q is no e-mail address: it must be like anna@example.com", text)
	}
	return local + "@" + domain, nil
}

// mixed reports whether a name has Latin letters beside others, which look the same to people.
func mixed(label string) bool {
	var latin, other bool
	for _, r := range label {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.IsLetter(r):
			other = true
		}
	}
	return latin && other
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
