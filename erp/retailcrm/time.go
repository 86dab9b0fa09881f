package retailcrm

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

const (
	dateTimeLayout = "2006-01-02 15:04:05"
	minuteLayout   = "15:04"
)

// unzoned marks a time that was read and not yet placed in the account's zone.
var unzoned = time.FixedZone("no zone", 0)

// DateTime is a moment, to the second. On the wire it has no zone: "2021-02-25 17:05:06" in the account's. The client
// places what it reads in that zone, and turns what it writes to it.
type DateTime struct{ time.Time }

// At returns t as a DateTime.
func At(t time.Time) DateTime { return DateTime{t} }

// UnmarshalJSON implements json.Unmarshaler. null and "" are no time.
func (d *DateTime) UnmarshalJSON(b []byte) error {
	*d = DateTime{}
	if json.Unmarshal(b, &d.Time) == nil { // never documented, but not to be misread
		return nil
	}
	return decode(b, d)
}

// MarshalJSON implements json.Marshaler: the time as its own zone shows it.
func (d DateTime) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.Format(dateTimeLayout))
}

// in places a time without zone in zone, and turns any other to it.
func (d DateTime) in(zone *time.Location) DateTime {
	if d.IsZero() || d.Location() != unzoned {
		return DateTime{d.In(zone)}
	}
	y, m, day := d.Date()
	return DateTime{time.Date(y, m, day, d.Hour(), d.Minute(), d.Second(), 0, zone)}
}

// Date is a calendar day: "2021-02-25" on the wire. The zero Date is none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day of t in t's zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as "2021-02-25", or "" if there is none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// In returns the beginning of the day in zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// UnmarshalText implements encoding.TextUnmarshaler. "" is no date; a time behind the date is left out.
func (d *Date) UnmarshalText(b []byte) error {
	day, _, _ := strings.Cut(string(b), " ")
	t, err := time.Parse(time.DateOnly, day)
	switch {
	case day == "":
		*d = Date{}
	case err != nil:
		return fmt.Errorf("%q is not a date such as %q", b, time.DateOnly)
	default:
		*d = DateOf(t)
	}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// TimeOfDay is a time on the clock, to the minute: "18:00" on the wire.
type TimeOfDay struct{ Hour, Minute int }

// String returns the time as "18:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute) }

// UnmarshalText implements encoding.TextUnmarshaler; seconds are left out, and "24:00" ends a day.
func (t *TimeOfDay) UnmarshalText(b []byte) error {
	s := string(b)
	if strings.HasPrefix(s, "24:00") {
		*t = TimeOfDay{Hour: 24}
		return nil
	}
	for _, layout := range []string{minuteLayout, time.TimeOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			*t = TimeOfDay{at.Hour(), at.Minute()}
			return nil
		}
	}
	return fmt.Errorf("%q is not a time such as %q", s, "18:00")
}

// MarshalText implements encoding.TextMarshaler.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }
