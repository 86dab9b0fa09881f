package yookassa

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// KeyLife is how long YooKassa remembers an idempotence key. After that a repeated call would create a second object:
// call [Client.FindPayments] or [Client.FindRefunds] first.
const KeyLife = 24 * time.Hour

const (
	keyHeader = "Idempotence-Key"
	maxKey    = 64
	// keyChars are the characters of the vendor's "[0-9a-zA-Z+-_.]". Whether "+-_" means a range is not known, so the
	// other characters of that range are not used.
	keyChars = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-_."
)

// Key derives an idempotence key from the operation and the number of the attempt: Key(shop, order, "refund", block,
// "1"). The same words always give the same key, other words another key. It fits into YooKassa's 64 characters.
func Key(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(w), w) // a hash does not fail
	}
	return hex.EncodeToString(h.Sum(nil))
}

// newKey returns a random key for one call.
func newKey() string { return rand.Text() }

// badKey returns why a key is not acceptable, or "".
func badKey(key string) string {
	switch {
	case len(key) > maxKey:
		return fmt.Sprintf("it has %d characters, at most %d are allowed: derive it with yookassa.Key", len(key), maxKey)
	case strings.ContainsFunc(key, func(r rune) bool { return !strings.ContainsRune(keyChars, r) }):
		return fmt.Sprintf("%q has characters other than Latin letters, digits, + - _ and . : derive it with yookassa.Key", key)
	}
	return ""
}

// KeyError is the cause of an error of class InDoubt when a call without a key got no final answer: repeat the call
// with this Key within [KeyLife], and it takes effect once.
type KeyError struct {
	Key string
	Err error // the underlying cause; may be nil
}

// Error names the key.
func (e *KeyError) Error() string {
	s := "repeat it with the key " + e.Key
	if e.Err != nil {
		s = e.Err.Error() + "; " + s
	}
	return s
}

// Unwrap returns the underlying cause.
func (e *KeyError) Unwrap() error { return e.Err }

// inDoubtUnder returns the error of a call whose key was made by the client. An earlier try may have had an effect
// although the last was refused temporarily, so both are in doubt.
func inDoubtUnder(err error, key string) error {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Class { //nolint:exhaustive // the others are final answers
	case ordo.Retry, ordo.RateLimited, ordo.InDoubt:
		own := *e
		own.Class, own.Err = ordo.InDoubt, &KeyError{key, e.Err}
		return &own
	}
	return err
}

// KeyReusedError is the cause of an error of class Conflict when YooKassa returned an object with other data: the key
// was used before, for another operation. Nothing was created.
type KeyReusedError struct {
	Key string
	ID  string // of the object that the key stands for
	Why string // what differs
}

// Error states what differs.
func (e *KeyReusedError) Error() string {
	return fmt.Sprintf("the key %s belongs to %s: %s", e.Key, e.ID, e.Why)
}

// reused checks that an answer is about what was requested. Each triple is a name, the value requested and the value
// returned.
func (c *Client) reused(op, key, id string, pairs ...[3]string) error {
	for _, p := range pairs {
		if p[1] != p[2] {
			why := fmt.Sprintf("its %s is %s, requested was %s", p[0], rest.Clip(p[2]), p[1])
			return c.rest.Fail(op, ordo.Conflict, "YooKassa returned another object", &KeyReusedError{key, id, why})
		}
	}
	return nil
}

// metadata returns the metadata to compare. Older editions of the API do not return it, and then there is nothing to
// compare.
func metadata(asked, got map[string]string) [3]string {
	if len(got) == 0 || contains(got, asked) {
		return [3]string{}
	}
	return [3]string{"metadata", fmt.Sprint(asked), fmt.Sprint(got)}
}
