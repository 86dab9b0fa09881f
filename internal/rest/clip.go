package rest

import (
	"errors"
	"unicode/utf8"
)

// How much of foreign text an error holds, in runes.
const (
	textLimit  = 500  // of what the vendor says
	codeLimit  = 100  // of its code and of its number of the request
	placeLimit = 200  // of an address that an answer names
	causeLimit = 2000 // of all causes together; a list of what is wrong may be long
)

// ellipsis stands where a text was cut.
const ellipsis = "…"

// clip returns at most n runes of t, and an ellipsis if that is not all. It never cuts a rune in two.
func clip(t string, n int) string {
	if len(t) <= n {
		return t
	}
	for i := range t {
		if n == 0 {
			return t[:i] + ellipsis
		}
		n--
	}
	return t
}

// Clip is how clients bound foreign text that they keep beside an *ordo.Error, such as the texts of a list of problems.
func Clip(t string) string { return clip(t, textLimit) }

// clipped stands for an error whose text is too long. It answers errors.Is and errors.As for it.
type clipped struct {
	text string
	err  func() error // a func, as no print shows what it holds
}

func (e *clipped) Error() string        { return e.text }
func (e *clipped) Is(target error) bool { return errors.Is(e.err(), target) }
func (e *clipped) As(target any) bool   { return errors.As(e.err(), target) }

// short returns err, or what stands for it if its text is too long.
func short(err error) error {
	if err == nil {
		return nil
	}
	if text := err.Error(); utf8.RuneCountInString(text) > causeLimit {
		return &clipped{clip(text, causeLimit), func() error { return err }}
	}
	return err
}
