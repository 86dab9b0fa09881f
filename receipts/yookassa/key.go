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

// KeyLife is how long YooKassa remembers an idempotence key. After that the same call would be done a second time: look
// with [Client.FindPayments] or [Client.FindRefunds] before repeating.
const KeyLife = 24 * time.Hour

const (
	keyHeader = "Idempotence-Key"
	maxKey    = 64
	// keyChars are taken literally from the vendor's "[0-9a-zA-Z+-_.]". Whether it means a range there is not known, so
	// nothing of that range is used.
	keyChars = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-_."
)

// Key derives an idempotence key from what is done and which attempt it is: Key(shop, order, "refund", block, "1"). The
// same words always give the same key, and others another. It fits into YooKassa's 64 characters.
func Key(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(w), w) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil))
}

// newKey draws a key for one call.
func newKey() string { return rand.Text() }

// badKey says why a key will not do.
func badKey(key string) string {
	switch {
	case len(key) > maxKey:
		return fmt.Sprintf("it has %d characters, at most %d are allowed: derive it with yookassa.Key", len(key), maxKey)
	case strings.ContainsFunc(key, func(r rune) bool { return !strings.ContainsRune(keyChars, r) }):
		return fmt.Sprintf("%q has characters other than Latin letters, digits, + - _ and . : derive it with yookassa.Key", key)
	}
	return ""
}

// KeyError is the cause of an error of class InDoubt when a call without a key got no definite answer: repeat the call
// with this Key within [KeyLife], and it is done once.
type KeyError struct {
	Key string
	Err error // the cause beneath; may be nil
}

// Error names the key.
func (e *KeyError) Error() string {
	s := "repeat it with the key " + e.Key
	if e.Err != nil {
		s = e.Err.Error() + "; " + s
	}
	return s
}

// Unwrap returns the cause beneath.
func (e *KeyError) Unwrap() error { return e.Err }

// inDoubtUnder makes the error of a call whose key nobody else knows. An earlier try may have been done although the last
// was refused for now, so both are in doubt.
func inDoubtUnder(err error, key string) error {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Class { //nolint:exhaustive // the others are definite answers
	case ordo.Retry, ordo.RateLimited, ordo.InDoubt:
		own := *e
		own.Class, own.Err = ordo.InDoubt, &KeyError{key, e.Err}
		return &own
	}
	return err
}

// KeyReusedError is the cause of an error of class Conflict when YooKassa answered with an object that is not what was
// asked for: the key was used before, for something else. Nothing new was made.
type KeyReusedError struct {
	Key string
	ID  string // of the object that the key stands for
	Why string // what differs
}

// Error says what differs.
func (e *KeyReusedError) Error() string {
	return fmt.Sprintf("the key %s belongs to %s: %s", e.Key, e.ID, e.Why)
}

// reused checks that an answer is what was asked for. The pairs are asked and answered, each with its name.
func (c *Client) reused(op, key, id string, pairs ...[3]string) error {
	for _, p := range pairs {
		if p[1] != p[2] {
			why := fmt.Sprintf("its %s is %s, asked was for %s", p[0], rest.Clip(p[2]), p[1])
			return c.rest.Fail(op, ordo.Conflict, "answered with another object", &KeyReusedError{key, id, why})
		}
	}
	return nil
}

// metadata is what to compare of the metadata. Older editions of the API do not tell it: then there is nothing to compare.
func metadata(asked, got map[string]string) [3]string {
	if len(got) == 0 || contains(got, asked) {
		return [3]string{}
	}
	return [3]string{"metadata", fmt.Sprint(asked), fmt.Sprint(got)}
}
