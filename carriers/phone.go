package carriers

import "strings"

// Phone returns a telephone number in the format of TypePhone, if the text shows its country: "8 (901) 000-00-02" and
// "7 901 000 00 02" become +79010000002, "380 67 123 45 67" becomes +380671234567, and a number that begins with "+"
// keeps its digits. Any other text is returned unchanged, and the form refuses it.
func Phone(text string) string {
	var b strings.Builder
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			b.WriteRune(c)
		case c == '+' && b.Len() == 0, strings.ContainsRune(" -().\u00a0\u2011\u2013", c):
		default:
			return text
		}
	}
	digits := b.String()
	switch {
	case strings.HasPrefix(strings.TrimSpace(text), "+"):
		return "+" + digits
	case len(digits) == 11 && digits[0] == '8': // the trunk prefix of Russia and Kazakhstan
		return "+7" + digits[1:]
	case len(digits) == 11 && digits[0] == '7', len(digits) == 12 && strings.HasPrefix(digits, "380"), len(digits) == 12 && strings.HasPrefix(digits, "375"):
		return "+" + digits
	}
	return text
}
