package cdek

import "time"

// Time is a moment as CDEK writes it: 2026-02-03T07:44:45+0000, without a colon in the zone. The zero Time is not set.
type Time struct{ time.Time }

const stampLayout = "2006-01-02T15:04:05-0700"

// TimeOf returns t as a Time.
func TimeOf(t time.Time) Time { return Time{t} }

// UnmarshalJSON implements json.Unmarshaler; null and "" are not set.
func (t *Time) UnmarshalJSON(b []byte) error { return decode(b, t, "") }

// MarshalJSON implements json.Marshaler: the documented form, to the second.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + t.Format(stampLayout) + `"`), nil
}

// Date is a day: "2026-02-03". "" is not set.
type Date string

// DateOf returns the day of t in its zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// In returns the beginning of the day in a zone. A text that is not a date is an error.
func (d Date) In(zone *time.Location) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, string(d), zone)
}
