package novaposhtatest

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// str is a text, or a number or answer as text, without space around it.
func str(o object, key string) string {
	switch v := o[key].(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case int:
		return strconv.Itoa(v)
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return ""
}

// yes reports whether a value is true, in any of the vendor's forms.
func yes(o object, key string) bool { return str(o, key) == "1" || str(o, key) == "true" }

// whole is a whole number; ok is false for anything else.
func whole(o object, key string) (n int, ok bool) {
	n, err := strconv.Atoi(str(o, key))
	return n, err == nil
}

var decimals = regexp.MustCompile(`^\d{1,12}(\.\d{1,9})?$`)

// dec is an exact decimal number; nil for anything else.
func dec(o object, key string) *big.Rat {
	text := str(o, key)
	if !decimals.MatchString(text) {
		return nil
	}
	r, _ := new(big.Rat).SetString(text)
	return r
}

// number is a decimal as JSON, with as many decimals as it needs.
func number(r *big.Rat) json.Number {
	text := r.FloatString(4)
	return json.Number(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
}

// list is the objects of a list; ok is false for anything else.
func list(o object, key string) (out []object, ok bool) {
	all, ok := o[key].([]any)
	for _, v := range all {
		one, is := v.(object)
		if !is {
			return nil, false
		}
		out = append(out, one)
	}
	return out, ok
}

// texts is the texts of a list, or a single one.
func texts(o object, key string) (out []string) {
	all, many := o[key].([]any)
	if !many {
		all = []any{o[key]}
	}
	for _, v := range all {
		if text := str(object{"v": v}, "v"); text != "" {
			out = append(out, text)
		}
	}
	return out
}

var uuids = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// The vendor's ways to write a time in Kyiv.
const (
	dotted     = "02.01.2006"
	dottedTime = "02.01.2006 15:04:05"
	dashedTime = "02-01-2006 15:04:05"
	isoTime    = "2006-01-02 15:04:05"
	scanTime   = "15:04 02.01.2006"
	noTime     = "0001-01-01 00:00:00"
)

var winter, summer = time.FixedZone("EET", 2*60*60), time.FixedZone("EEST", 3*60*60)

// kyiv returns a time in Kyiv. The clocks change on the last Sundays of March and October at 1:00 UTC.
func kyiv(t time.Time) time.Time {
	if t = t.UTC(); t.Before(change(t.Year(), time.March)) || !t.Before(change(t.Year(), time.October)) {
		return t.In(winter)
	}
	return t.In(summer)
}

func change(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// today is the day in Kyiv, as day reads one.
func (s *Server) today() time.Time {
	y, m, d := kyiv(s.settings.Now()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// day reads a day such as 02.03.2026.
func day(text string) (time.Time, bool) {
	t, err := time.Parse(dotted, text)
	return t, err == nil
}

var digits = regexp.MustCompile(`\D`)

// phone returns a telephone number as twelve digits; ok is false for what is none of Ukraine.
func phone(text string) (number string, ok bool) {
	number = digits.ReplaceAllString(text, "")
	if len(number) == 10 && number[0] == '0' {
		number = "38" + number
	}
	return number, len(number) == 12 && strings.HasPrefix(number, "380")
}

// mobiles are the codes of the operators of mobile telephones.
const mobiles = " 39 50 63 66 67 68 73 75 77 91 92 93 94 95 96 97 98 99 "

// mobile reports whether a telephone number is that of a mobile one.
func mobile(text string) bool {
	number, ok := phone(text)
	return ok && strings.Contains(mobiles, " "+number[3:5]+" ")
}
