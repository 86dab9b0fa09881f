package bridge

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/ordo-sdk/ordo/order"
)

// space is the namespace of the keys of effects. It never changes.
var space = uuid.MustParse("6f1d2c53-8f0e-5b1a-9a44-7a0f3f1f9c07")

// maxID and maxKey are the greatest lengths, in bytes, of an id in another system and of a key in the store.
const (
	maxID  = 255
	maxKey = 512
)

// effectKey returns the key of an effect: the same cause and target always give the same key.
func effectKey(target order.Ref, id string, kind order.EffectKind, n int, more string) string {
	return uuid.NewSHA1(space, []byte(strings.Join([]string{target.Account, id, string(kind), fmt.Sprint(n), more}, "\x00"))).String()
}

// orderID returns the id here of the first life of a channel's order. Names of accounts have no slash, so ids of two
// accounts differ. An id that looks like that of a later life of another order has the number of its life, too.
func orderID(account, id string) string {
	if i := strings.LastIndexByte(id, '~'); i >= 0 && i < len(id)-1 && strings.Trim(id[i+1:], "0123456789") == "" {
		return account + "/" + id + "~1"
	}
	return account + "/" + id
}

// lifeID returns the id here of a life of a channel's order, from 1. Each time that the order is forgotten here and
// loaded again, it begins another one.
func lifeID(account, id string, n int) string {
	if n <= 1 {
		return orderID(account, id)
	}
	return account + "/" + id + "~" + strconv.Itoa(n)
}

// lifeOf returns which life of a channel's order has an id here; 0 if none has.
func lifeOf(account, channelID, id string) int {
	if id == orderID(account, channelID) {
		return 1
	}
	number, _ := strings.CutPrefix(id, account+"/"+channelID+"~")
	if n, err := strconv.Atoi(number); err == nil && n > 1 && lifeID(account, channelID, n) == id {
		return n
	}
	return 0
}

// strayID returns the id under which news of a payment is kept that no order has. No order's id begins with a slash.
func strayID(account, kind, id string) string { return "/" + joinKey(account, kind, id) }

// joinKey makes one key of parts; other parts give another key.
func joinKey(parts ...string) string {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = url.PathEscape(p)
	}
	key := strings.Join(escaped, "/")
	if len(key) > maxKey {
		return "long/" + uuid.NewSHA1(space, []byte(key)).String()
	}
	return key
}

// checkName reports what is wrong with the name of an account: it becomes part of ids, keys and URLs.
func checkName(name string) error {
	if name == "" {
		return errors.New("the name is empty")
	}
	for _, r := range name {
		if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return fmt.Errorf(`a name consists of letters a to z, digits, "-" and "_", such as "shop-1"; %q is not allowed`, r)
		}
	}
	if len(name) > maxID {
		return fmt.Errorf("the name has %d bytes; at most %d are allowed", len(name), maxID)
	}
	return nil
}

// checkID reports why an id of another system cannot be used. Bytes that were not UTF-8 arrive as U+FFFD, and several
// ids would become one.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("it is empty")
	case len(id) > maxID:
		return fmt.Errorf("it has %d bytes; at most %d are allowed", len(id), maxID)
	}
	for _, r := range id {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return fmt.Errorf("%q is not plain text", id)
		}
	}
	return nil
}

// The greatest lengths, in characters, of foreign texts that are kept: a reason, and an entry or note that may hold
// one.
const (
	maxReason = 500
	maxText   = 1000
)

// clip cuts a foreign text to a length at which it can be stored and read.
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
