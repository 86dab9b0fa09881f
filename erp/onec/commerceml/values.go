package commerceml

import (
	"strings"
	"time"
	"unicode"

	"github.com/ordo-sdk/ordo/wire"
)

// Date is a day on the wall of whoever wrote it: "2026-11-03". "" is none. It is never moved into another zone.
type Date string

// DateOf returns the day of t in t's zone.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// In returns the beginning of the day in a zone; the zero time if there is none.
func (d Date) In(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// parseDate reads a day: 2026-11-03 or 03.11.2026, also with a time or a zone behind it, which change nothing.
func parseDate(s string) (Date, bool) {
	const length = len(time.DateOnly)
	if len(s) < length {
		return "", false
	}
	if rest := s[length:]; rest != "" && !strings.ContainsAny(rest[:1], "T Z+-") {
		return "", false
	}
	for _, layout := range []string{time.DateOnly, "02.01.2006"} {
		if t, err := time.Parse(layout, s[:length]); err == nil {
			if t.Year() <= 1 { // 0001-01-01 is 1C's empty date
				return "", true
			}
			return Date(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// parseClock reads a time of day, 10:02:41 or 10:02, also with a date before it or a zone behind it.
func parseClock(s string) (string, bool) {
	if i := strings.LastIndexAny(s, "T "); i >= 0 {
		s = s[i+1:]
	}
	if i := strings.IndexAny(s, "Z+-."); i >= 0 {
		s = s[:i]
	}
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.TimeOnly), true
		}
	}
	return "", false
}

// ParseTime reads a date and time of a trait or of File.Made in all forms that the systems write: 2026-11-03T10:15:00,
// 2026-11-03 10:15:00, 03.11.2026 10:15:00, a date alone, with a zone or in the zone given. It reports whether there is
// one.
func ParseTime(s string, zone *time.Location) (time.Time, bool) {
	s = strings.Replace(strings.TrimSpace(s), " ", "T", 1)
	for _, layout := range []string{"2006-01-02T15:04:05", "02.01.2006T15:04:05", time.RFC3339, time.DateOnly, "02.01.2006", "2006-01-02Z07:00", "2006-01-02T15:04", "02.01.2006T15:04"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil && t.Year() > 1 {
			return t, true
		}
	}
	return time.Time{}, false
}

// parseDecimal reads a number: 1618.5, 1618,5, also with blanks of any kind between thousands.
func parseDecimal(s string) (wire.Decimal, bool) {
	if plainDecimal(s) {
		return wire.Decimal(s), true
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == ',':
			return '.'
		}
		return r
	}, s)
	s = strings.TrimPrefix(s, "+")
	s = strings.TrimSuffix(s, ".")
	digits := strings.TrimPrefix(s, "-")
	if strings.HasPrefix(digits, ".") {
		s = s[:len(s)-len(digits)] + "0" + digits
	}
	return wire.Decimal(s), plainDecimal(s)
}

// plainDecimal reports whether s is a number as wire.Decimal has it.
func plainDecimal(s string) bool {
	digits, dot := 0, false
	for i := range len(s) {
		switch b := s[i]; {
		case b >= '0' && b <= '9':
			digits++
		case b == '-' && i == 0:
		case b == '.' && !dot && digits > 0 && i < len(s)-1:
			dot = true
		default:
			return false
		}
	}
	return digits > 0
}

// flagOf reads a flag in all words that the systems have for it.
func flagOf(s string) Flag {
	switch strings.ToLower(s) {
	case "true", "1", "да", "истина", "yes", "y":
		return Yes
	case "false", "0", "нет", "ложь", "no", "n":
		return No
	}
	return Flag(s)
}

// aliases are names that bases have for a currency instead of its code.
var aliases = map[string]string{
	"руб": "RUB", "рубль": "RUB", "р": "RUB", "₽": "RUB", "rur": "RUB", "643": "RUB", "810": "RUB",
	"грн": "UAH", "гривна": "UAH", "гривня": "UAH", "₴": "UAH", "980": "UAH",
	"тг": "KZT", "тенге": "KZT", "₸": "KZT", "398": "KZT",
	"бел.руб": "BYN", "белруб": "BYN", "933": "BYN",
	"злотый": "PLN", "zł": "PLN", "985": "PLN",
	"дол": "USD", "долл": "USD", "доллар": "USD", "$": "USD", "840": "USD",
	"евро": "EUR", "€": "EUR", "978": "EUR",
}

// Currency returns the ISO 4217 code of a currency as bases write it: "RUB", "руб.", "грн", "643". What is not known
// stays as it is.
func Currency(name string) string {
	key := strings.TrimSuffix(plain(name), ".")
	if code, ok := aliases[key]; ok {
		return code
	}
	const length = 3
	if len(key) == length && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz") == "" {
		return strings.ToUpper(key)
	}
	return name
}

// SplitID takes apart the id of a good or an offer: that of the good, and that of its characteristic, if it has one.
func SplitID(id string) (good, feature string) {
	good, feature, _ = strings.Cut(id, "#")
	return good, feature
}
