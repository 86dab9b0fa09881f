package status

import "fmt"

// code is an enumeration of this package: a small number with a stable text.
type code interface{ ~uint8 }

// text returns the code of s, or "unknown(n)" for an unknown number.
func text[S code](codes []string, s S) string {
	if int(s) < len(codes) {
		return codes[s]
	}
	return fmt.Sprintf("unknown(%d)", uint8(s))
}

// parse finds the value with the given text. The empty text is the zero value.
func parse[S code](kind string, codes []string, s string) (S, error) {
	for i, c := range codes {
		if c == s {
			return S(i), nil
		}
	}
	return 0, &UnknownCodeError{Kind: kind, Code: s, Known: codes[1:]}
}

// marshal writes the code of s; a number without a code is an error, so that it is never stored.
func marshal[S code](kind string, codes []string, s S) ([]byte, error) {
	if int(s) >= len(codes) {
		return nil, fmt.Errorf("status: %s %d has no code", kind, uint8(s))
	}
	return []byte(codes[s]), nil
}

// UnknownCodeError is the error for a text that is not a code of an enumeration.
type UnknownCodeError struct {
	Kind  string   // the enumeration, e.g. "order state"
	Code  string   // the text as given
	Known []string // the known codes
}

// Error implements error.
func (e *UnknownCodeError) Error() string {
	return fmt.Sprintf("status: unknown %s %q (known: %v)", e.Kind, e.Code, e.Known)
}
