package order

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// Text is an English text for people. Its arguments are kept apart, so that package texts can translate it: the format
// is the key of the catalog. An argument may be a Text, an error, a state, a kind of command, a sum, or a list of such;
// a list is joined with commas. A word that depends on a number is written in braces, after the position of the
// argument: "%d {1:line|lines}".
//
// The zero value is no text.
type Text struct {
	Format string // as for fmt.Sprintf
	Args   []any
}

// Textf returns a text of a format and its arguments.
func Textf(format string, args ...any) Text {
	if false { // makes vet check the arguments of every call
		_ = fmt.Sprintf(format, args...)
	}
	return Text{Format: format, Args: args}
}

// word returns a text without arguments.
func word(s string) Text { return Text{Format: strings.ReplaceAll(s, "%", "%%")} }

// IsZero reports whether there is no text.
func (t Text) IsZero() bool { return t.Format == "" }

// String returns the text in English.
func (t Text) String() string {
	args := make([]any, len(t.Args))
	for i, a := range t.Args {
		args[i] = commas(a)
	}
	return fmt.Sprintf(t.counted(), args...)
}

var countedWord = regexp.MustCompile(`\{(\d):([^{}|]+)\|([^{}]+)\}`)

// counted returns the format with the singular or the plural of its counted words.
func (t Text) counted() string {
	if !strings.Contains(t.Format, "{") {
		return t.Format
	}
	return countedWord.ReplaceAllStringFunc(t.Format, func(w string) string {
		m := countedWord.FindStringSubmatch(w)
		if n, err := strconv.Atoi(m[1]); err == nil && n >= 1 && n <= len(t.Args) && fmt.Sprint(t.Args[n-1]) == "1" {
			return m[2]
		}
		return m[3]
	})
}

// commas turns a list into its members with commas between them.
func commas(arg any) any {
	v := reflect.ValueOf(arg)
	if v.Kind() != reflect.Slice {
		return arg
	}
	if v.Len() == 0 {
		return "none"
	}
	members := make([]string, v.Len())
	for i := range members {
		members[i] = fmt.Sprint(v.Index(i).Interface())
	}
	return strings.Join(members, ", ")
}
