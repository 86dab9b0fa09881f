package rozetka

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// form is how a carrier's waybill numbers look.
type form struct {
	pattern *regexp.Regexp
	words   string
}

// forms are those of the carriers whose numbers are known, by delivery service. The number of Nova Poshta is
// documented; that of Ukrposhta is 13 digits within the country, or that of the Universal Postal Union abroad. Other
// carriers' numbers may be anything, such as RMP-835110782 or 722-1000001.
var forms = map[int64]form{
	ServiceNovaPoshta: {regexp.MustCompile(`^\d{14}$`), "14 digits"},
	ServiceUkrposhta:  {regexp.MustCompile(`^(\d{13}|[A-Z]{2}\d{9}[A-Z]{2})$`), "13 digits, or like AA123456789UA"},
}

// waybill checks a number, and returns it as it is sent: without spaces, and of a carrier whose numbers are known
// without dashes, too.
func waybill(service int64, number string) (string, error) {
	number = strings.Join(strings.Fields(number), "")
	f, known := forms[service]
	if !known {
		if !strings.ContainsFunc(number, unicode.IsDigit) {
			return "", fmt.Errorf("the waybill number %.60q has no digits", number)
		}
		return number, nil
	}
	if plain := strings.ReplaceAll(number, "-", ""); f.pattern.MatchString(plain) {
		return plain, nil
	}
	return "", fmt.Errorf("the waybill number %.60q is not right for the carrier: it must be %s", number, f.words)
}

// sameTTN reports whether two numbers are the same but for what stands between their letters and digits.
func sameTTN(a, b string) bool {
	plain := func(s string) string {
		return strings.ToUpper(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s))
	}
	return plain(a) == plain(b)
}
