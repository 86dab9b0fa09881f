package bitrix24test

import (
	"regexp"
	"strings"
	"unicode"
)

func split(s string) []string { return strings.Fields(s) }

// The portal keeps names in upper case and shows them in camel case. Names of custom fields with digits are converted
// in another way than the rest, as they could not be converted back.
var (
	lettersOnly   = regexp.MustCompile(`^[A-Z_]+$`)
	smartDigits   = regexp.MustCompile(`^UF_CRM_\d{1,4}_[\d_]+$`)
	smartLetters  = regexp.MustCompile(`^UF_CRM_\d{1,4}_[A-Z_]+$`)
	anyLetters    = regexp.MustCompile(`^[A-Za-z_]+$`)
	camelDigits   = regexp.MustCompile(`^ufCrm\d{1,4}_[\d_]+$`)
	camelLetters  = regexp.MustCompile(`^ufCrm\d{1,4}[A-Za-z_]+$`)
	digitsLetter  = regexp.MustCompile(`(\d+)([A-Za-z])`)
	letterDigit   = regexp.MustCompile(`([A-Za-z])(\d)`)
	capital       = regexp.MustCompile(`([^_])([A-Z])`)
	digitsBetween = regexp.MustCompile(`(\d)_(\d)`)
)

// camel is a name as the universal methods show it.
func camel(upper string) string {
	special := !lettersOnly.MatchString(upper) && !smartDigits.MatchString(upper) && !smartLetters.MatchString(upper)
	if rest, ok := strings.CutPrefix(upper, "UF_CRM_"); special && ok {
		return "ufCrm_" + rest
	}
	if rest, ok := strings.CutPrefix(upper, "UF_CRM"); special && ok {
		return "ufCrm" + rest
	}
	name := digitsBetween.ReplaceAllString(upper, "$1~$2")
	var b strings.Builder
	for i, part := range strings.Split(name, "_") {
		part = strings.ToLower(part)
		if i > 0 && part != "" {
			r := []rune(part)
			part = string(unicode.ToUpper(r[0])) + string(r[1:])
		}
		b.WriteString(part)
	}
	return strings.ReplaceAll(b.String(), "~", "_")
}

// upper is a name of a universal method as the portal keeps it. A name that is in upper case already stays only where
// known tells that there is such a field; with a prefix of a filter it is spoiled, as it is at the vendor's.
func upper(name string, known func(string) bool) string {
	if known(name) {
		return name
	}
	special := !anyLetters.MatchString(name) && !camelDigits.MatchString(name) && !camelLetters.MatchString(name) &&
		len(name) > 2 && strings.EqualFold(name[:2], "uf")
	if special {
		switch {
		case len(name) > 6 && strings.EqualFold(name[:6], "ufCrm_"):
			return "UF_CRM_" + name[6:]
		case len(name) > 5 && strings.EqualFold(name[:5], "ufCrm"):
			return "UF_CRM" + name[5:]
		}
		return "UF_" + name[2:]
	}
	name = digitsLetter.ReplaceAllString(name, "${1}_$2")
	name = letterDigit.ReplaceAllString(name, "${1}_$2")
	name = capital.ReplaceAllString(name, "${1}_$2")
	return strings.ToUpper(name)
}
