package receipts

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order"
)

func isEmail(s string) bool { return emailForm.MatchString(s) && utf8.RuneCountInString(s) <= maxEmail }

// contact is whom an order's receipts go to. One address that cannot be used must not keep them from one that can; if none
// can, the settings' own is better than no receipt. If there is nothing else it stays as given, and Check says what is
// wrong.
func (s Settings) contact(b order.Buyer) Buyer {
	to, email, tel := s.Buyer, strings.TrimSpace(b.Email), phone(b.Phone)
	goodEmail, goodPhone := isEmail(email), phoneForm.MatchString(tel)
	switch {
	case goodEmail || goodPhone:
		to.Email, to.Phone = "", ""
		if goodEmail {
			to.Email = email
		}
		if goodPhone {
			to.Phone = tel
		}
	case cmp.Or(s.Buyer.Email, s.Buyer.Phone) == "":
		to.Email, to.Phone = email, tel
	}
	return to
}

// phone leaves of a phone number what a receipt may have: digits, and a leading plus.
func phone(s string) string {
	var out []rune
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9' || r == '+' && len(out) == 0:
			out = append(out, r)
		case r == ' ' || r == '-' || r == '(' || r == ')' || r == '.' || r == '\u00a0':
		default:
			return s // it is no phone number, and Check says so
		}
	}
	return string(out)
}
