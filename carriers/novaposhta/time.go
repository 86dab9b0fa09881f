package novaposhta

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // local times must not depend on what is installed

	"github.com/ordo-sdk/ordo/internal/lax"
)

// kyiv is the zone of all times, which come without one.
var kyiv = sync.OnceValue(func() *time.Location {
	for _, name := range []string{"Europe/Kyiv", "Europe/Kiev"} {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return time.FixedZone("EET", 2*60*60) // does not happen: the zones are built in
})

// Time is a moment as Nova Poshta writes it, in one of several forms: Kyiv time without a zone. The zero Time is not
// set.
type Time struct {
	time.Time
	Written string // as it came
}

// layouts of times in answers; a fraction of a second is read, too.
var layouts = []string{
	"2006-01-02 15:04:05", "02-01-2006 15:04:05", "02.01.2006 15:04:05", "15:04 02.01.2006", "2006.01.02 15:04:05",
	time.DateOnly, dateLayout, "02-01-2006", time.RFC3339, "2006-01-02T15:04:05",
}

// never are what stands for no time.
var never = []string{"", "0001-01-01", "0000-00-00", "01.01.0001", "00.00.0000"}

// dateLayout is that of days in requests.
const dateLayout = "02.01.2006"

// parseTime reads a time; the zero time if there is none.
func parseTime(b []byte) (string, time.Time, error) {
	var text lax.Text
	if err := text.UnmarshalJSON(b); err != nil {
		return "", time.Time{}, err
	}
	s := strings.TrimSpace(string(text))
	if day, _, _ := strings.Cut(strings.Replace(s, "T", " ", 1), " "); slices.Contains(never, day) {
		return s, time.Time{}, nil
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, s, kyiv()); err == nil && t.Year() > 1 && t.Year() < 9999 {
			return s, t.In(kyiv()), nil
		}
	}
	return s, time.Time{}, fmt.Errorf("%.40q is not a time", s)
}

// UnmarshalJSON implements json.Unmarshaler. What stands for no time, such as "0001-01-01 00:00:00", is not set.
func (t *Time) UnmarshalJSON(b []byte) error {
	*t = Time{}
	text, at, err := parseTime(b)
	if err == nil {
		*t = Time{at, text}
	}
	return err
}

// MarshalJSON implements json.Marshaler with the text as it came.
func (t Time) MarshalJSON() ([]byte, error) { return json.Marshal(t.Written) }

// Date is a day in Kyiv: "2026-03-02". "" is not set. On the wire it is 02.03.2026.
type Date string

// DateOf returns the day of t in Kyiv.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.In(kyiv()).Format(time.DateOnly))
}

// Add returns the day so many days later. A text that is not a day stays as it is.
func (d Date) Add(days int) Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Date(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// UnmarshalJSON implements json.Unmarshaler: the day of a time in any of the forms of [Time].
func (d *Date) UnmarshalJSON(b []byte) error {
	*d = ""
	_, t, err := parseTime(b)
	if err == nil {
		*d = DateOf(t)
	}
	return err
}

// MarshalJSON implements json.Marshaler. A text that is not a day is an error.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte(`""`), nil
	}
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return nil, fmt.Errorf("%.40q is not a day such as 2026-03-02", string(d))
	}
	return json.Marshal(t.Format(dateLayout))
}
