package texts

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// counted is a word that depends on a number: the number of the argument, and the forms.
var counted = regexp.MustCompile(`\{(\d):([^{}]+)\}`)

// plurals puts the right forms of counted words into a format.
func (l Language) plurals(format string, args []any) string {
	if !strings.Contains(format, "{") {
		return format
	}
	return counted.ReplaceAllStringFunc(format, func(word string) string {
		m := counted.FindStringSubmatch(word)
		forms := strings.Split(m[2], "|")
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > len(args) {
			return forms[len(forms)-1]
		}
		v := reflect.ValueOf(args[n-1])
		if !v.CanInt() {
			return forms[len(forms)-1]
		}
		return forms[min(l.form(int(v.Int())), len(forms)-1)]
	})
}
