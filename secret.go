package ordo

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
)

// redacted stands in texts where a secret would stand.
const redacted = "***"

// Secret is a credential that no format verb, log or encoding shows: all of them write "***", or nothing for the zero
// Secret. That also holds for structs that it is a field of. Reveal returns the text.
//
// It is for what leaves a constructor or comes back from a system; constructors take credentials as plain strings.
type Secret struct {
	value *string // a pointer, as package fmt looks into unexported fields without asking methods
}

// NewSecret returns text as a secret. The empty text is the zero Secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.value == nil }

// Equal reports whether given is the secret. The time that it takes does not depend on where the two differ. Nothing
// equals the zero Secret, so that a forgotten setting admits no caller.
func (s Secret) Equal(given string) bool {
	want, got := sha256.Sum256([]byte(s.Reveal())), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1 && !s.IsZero()
}

// String returns "***".
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return redacted
}

// Format implements [fmt.Formatter]: every verb writes what String returns.
func (s Secret) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte(s.String())) // package fmt does not look at errors either
}

// LogValue implements [slog.LogValuer].
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText implements [encoding.TextMarshaler], which JSON uses, too. It does not encode the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]: settings files and answers hold secrets as plain texts.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
