package smtp

import (
	"encoding/base64"
	"strings"
)

// mark begins every Message-ID of this package.
const mark = "ordo."

// keyField is a header field with the Message-ID once more: some services, such as Amazon SES, put their own in its
// place.
const keyField = "X-Ordo-Key"

// messageID returns the Message-ID of a key, without the angle brackets.
func messageID(key, domain string) string {
	return mark + base64.RawURLEncoding.EncodeToString([]byte(key)) + "@" + domain
}

// KeyOf returns the key that a Message-ID was made of, and whether it is one of this package. Angle brackets may stand
// around it.
func KeyOf(messageID string) (key string, ok bool) {
	id := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(messageID), "<"), ">")
	local, _, has := strings.Cut(id, "@")
	coded, ours := strings.CutPrefix(local, mark)
	b, err := base64.RawURLEncoding.Strict().DecodeString(coded)
	if !has || !ours || err != nil || len(b) == 0 || len(b) > maxKey {
		return "", false
	}
	return string(b), true
}
