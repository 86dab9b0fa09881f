package receipts

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode/utf8"
)

// keyOf joins words into a key: "A-1042/refund/R1". Slashes in a word are escaped, so different lists of words give
// different keys. Tildes are escaped, so no list gives the key of an attempt (Receipt.Attempt).
func keyOf(words ...string) string {
	for i, w := range words {
		words[i] = strings.ReplaceAll(url.PathEscape(w), "~", "%7E")
	}
	return short(strings.Join(words, "/"), MaxKey)
}

// short cuts a key that is too long and appends a hash of the whole key, so that it stays unique.
func short(key string, most int) string {
	if len(key) <= most {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	hash := hex.EncodeToString(sum[:16])
	cut := most - len(hash) - 1
	for cut > 0 && !utf8.RuneStart(key[cut]) {
		cut--
	}
	return key[:cut] + "~" + hash
}
