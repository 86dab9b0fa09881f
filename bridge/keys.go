package bridge

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// longestID is how many bytes an id in another system may have, and longestKey how many a key of the store has at most.
const (
	longestID  = 255
	longestKey = 512
)

// orderID is the id of a channel's order here. The name of an account has no slash, so that no other account and order give
// the same.
func orderID(account, id string) string { return account + "/" + id }

// strayID is where news of a payment are kept that no order has. No order's id begins with a slash.
func strayID(a *account, kind, id string) string { return "/" + joined(a.name, kind, id) }

// joined makes one key of parts, which no other parts give.
func joined(parts ...string) string {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = url.PathEscape(p)
	}
	key := strings.Join(escaped, "/")
	if len(key) > longestKey {
		return "long/" + uuid.NewSHA1(space, []byte(key)).String()
	}
	return key
}

// fitName says what is wrong with the name of an account.
func fitName(name string) error {
	switch {
	case strings.Contains(name, "/"):
		return errors.New(`it has a slash, which stands between account and order in the ids of orders: call it "shop-ru" instead of "shop/ru"`)
	case strings.TrimSpace(name) != name:
		return errors.New("it begins or ends with a space")
	}
	return fitText(name)
}

// fitID says why an id of another system names nothing. What was not UTF-8 has become U+FFFD on its way, and several ids
// one.
func fitID(id string) error {
	if id == "" {
		return errors.New("it is empty")
	}
	return fitText(id)
}

func fitText(s string) error {
	if len(s) > longestID {
		return fmt.Errorf("it has %d bytes, more than %d", len(s), longestID)
	}
	for _, r := range s {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return fmt.Errorf("%q is not plain text", s)
		}
	}
	return nil
}

// The longest texts, in characters, that are kept of what others say: a reason, and an entry or note that may hold one.
const (
	longestReason = 500
	longestText   = 1000
)

// clip cuts a text of somebody else's to a length at which it can be kept and read.
func clip(s string, most int) string {
	if len(s) <= most && utf8.ValidString(s) {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == most {
			return strings.ToValidUTF8(s[:i], "\uFFFD") + "…"
		}
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
