package ordo

import (
	"errors"
	"fmt"
)

// Class is what a failure means for the caller: what to do next, and whether anything may have been done. The zero
// Class says nothing.
type Class uint8

// The classes of errors.
const (
	// Retry: nothing was done that a repeat could do twice (the request was not sent, was refused for now, or is safe
	// to repeat). Repeat it later.
	Retry Class = iota + 1
	// RateLimited: refused because of too many requests. Repeat it, not before Error.RetryAfter.
	RateLimited
	// Auth: the credentials are wrong, have expired for good, or do not allow this call. A person must act.
	Auth
	// Invalid: the request, or the answer to it, is not acceptable. A repeat changes nothing.
	Invalid
	// NotFound: the thing asked for does not exist there.
	NotFound
	// Conflict: the state of the thing does not allow it, or it exists already.
	Conflict
	// Unsupported: the other system, its edition or this account cannot do it.
	Unsupported
	// InDoubt: a write may or may not have been done, as its answer was lost. Read before you repeat it.
	InDoubt
)

var classCodes = [...]string{
	"", "retry", "rate-limited", "auth", "invalid", "not-found", "conflict", "unsupported", "in-doubt",
}

// String returns the code of the class, such as "in-doubt".
func (c Class) String() string {
	if int(c) < len(classCodes) {
		return classCodes[c]
	}
	return fmt.Sprintf("unknown(%d)", uint8(c))
}

// MarshalText implements [encoding.TextMarshaler] with the code. A number that is no class is an error.
func (c Class) MarshalText() ([]byte, error) {
	if int(c) >= len(classCodes) {
		return nil, fmt.Errorf("ordo: error class %d has no code", uint8(c))
	}
	return []byte(classCodes[c]), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler]. An unknown code is an error.
func (c *Class) UnmarshalText(text []byte) error {
	for i, code := range classCodes {
		if code == string(text) {
			*c = Class(i)
			return nil
		}
	}
	return fmt.Errorf("ordo: unknown error class %q (known: %q)", text, classCodes[1:])
}

// The sentinels that stand for the classes: errors.Is(err, ordo.ErrInDoubt) is true for an *[Error] of class InDoubt.
var (
	ErrRetry       = errors.New("temporary failure, nothing was done twice")
	ErrRateLimited = errors.New("too many requests")
	ErrAuth        = errors.New("not authorized")
	ErrInvalid     = errors.New("invalid request or answer")
	ErrNotFound    = errors.New("not found")
	ErrConflict    = errors.New("conflict with the present state")
	ErrUnsupported = errors.New("not supported")
	ErrInDoubt     = errors.New("in doubt: it may have been done")
)

// sentinel returns the error that stands for the class, or nil.
func (c Class) sentinel() error {
	switch c {
	case Retry:
		return ErrRetry
	case RateLimited:
		return ErrRateLimited
	case Auth:
		return ErrAuth
	case Invalid:
		return ErrInvalid
	case NotFound:
		return ErrNotFound
	case Conflict:
		return ErrConflict
	case Unsupported:
		return ErrUnsupported
	case InDoubt:
		return ErrInDoubt
	}
	return nil
}

// ClassOf returns the class of the first *[Error] in err's chain, or of the first sentinel of a class in it.
// It is zero for nil and for errors without a class.
func ClassOf(err error) Class {
	if err == nil {
		return 0
	}
	var e *Error
	if errors.As(err, &e) && e.Class != 0 {
		return e.Class
	}
	for c := Retry; c <= InDoubt; c++ {
		if errors.Is(err, c.sentinel()) {
			return c
		}
	}
	return 0
}
