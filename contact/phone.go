package contact

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// longest is the most that is read of a text; longer ones hold no single number or address.
const longest = 320

// Phone returns a telephone number in the form of E.164, such as +79010000002. The text may have blanks, hyphens,
// brackets and dots of any kind. A number without its country is one of region, an ISO 3166 code such as "RU" or "UA";
// 380671234567 is read as a number with its country all the same. If region is empty, the text must show the country.
//
// The number must be possible in its country: its length is right. New ranges are opened all the time, so that a range
// that is not known yet is no error.
func Phone(text, region string) (string, error) {
	if len(text) > longest {
		return "", invalid(text[:longest], "the phone number has %d bytes: write one number", len(text))
	}
	if strings.TrimSpace(text) == "" {
		return "", invalid(text, "the phone number is empty")
	}
	n, err := phonenumbers.Parse(text, region)
	if !strings.HasPrefix(strings.TrimSpace(text), "+") && (err != nil || !phonenumbers.IsValidNumber(n)) {
		// without the plus before the country
		if x, other := phonenumbers.Parse("+"+text, ""); other == nil && phonenumbers.IsValidNumber(x) {
			n, err = x, nil
		}
	}
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return "", invalid(text, "%q is no phone number: no country has this code; begin with + and the code of the country, such as +7, +380 or +48", text)
	case err != nil || strings.ContainsFunc(text, isLetter):
		return "", invalid(text, "%q is no phone number", text)
	case n.GetExtension() != "":
		return "", invalid(text, "%q has an extension: write a number that can be reached directly", text)
	case !phonenumbers.IsPossibleNumber(n):
		return "", invalid(text, "%q is no phone number: no number in its country has so many digits", text)
	}
	number := phonenumbers.Format(n, phonenumbers.E164)
	// Of zeros before a number one is taken off each time, as if it were dialled within the country.
	if again, err := phonenumbers.Parse(number, ""); err != nil || phonenumbers.Format(again, phonenumbers.E164) != number {
		return "", invalid(text, "%q is no phone number", text)
	}
	return number, nil
}

// Dialled returns a telephone number as Phone does, or the text as it is if it is none: whoever needs a number refuses
// it then, and shows what was given.
func Dialled(text, region string) string {
	if number, err := Phone(text, region); err == nil {
		return number
	}
	return text
}

// isLetter reports whether a rune is a letter that people type in numbers of letters, which nobody dials here.
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я'
}
