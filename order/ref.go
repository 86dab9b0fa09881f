package order

import (
	"strings"
)

// Ref names a thing in another system: the system, the merchant's account there, the kind of thing, and its id there.
// Account may be empty where a host has only one.
type Ref struct {
	System  string `json:"system,omitzero"`
	Account string `json:"account,omitzero"`
	Kind    string `json:"kind,omitzero"`
	ID      string `json:"id,omitzero"`
}

// String returns system/account/kind/id without the empty parts.
func (r Ref) String() string {
	parts := make([]string, 0, 4)
	for _, p := range []string{r.System, r.Account, r.Kind, r.ID} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "/")
}

// IsZero reports whether the reference is empty.
func (r Ref) IsZero() bool { return r == Ref{} }
