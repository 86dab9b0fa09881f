package receipts

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode/utf8"
)

// keyOf joins what a receipt is for into a key: "A-1042/refund/R1". Two different lists of words never give one key, as a
// word's own slashes are escaped; nor does any give the key of an attempt (Receipt.Attempt), as tildes are, too.
func keyOf(words ...string) string {
	for i, w := range words {
		words[i] = strings.ReplaceAll(url.PathEscape(w), "~", "%7E")
	}
	return short(strings.Join(words, "/"), MaxKey)
}

// short keeps a key that is too long unique: its beginning, and a hash of all of it.
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
