package receipts

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order"
)

func isEmail(s string) bool { return emailForm.MatchString(s) && utf8.RuneCountInString(s) <= maxEmail }

// contact returns the recipient of an order's receipts: the buyer's valid addresses, else those of the settings. If
// there are none, the buyer's addresses stay as given and Check reports what is wrong.
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

// phone removes the separators of a phone number. It returns other texts unchanged.
func phone(s string) string {
	var out []rune
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9' || r == '+' && len(out) == 0:
			out = append(out, r)
		case r == ' ' || r == '-' || r == '(' || r == ')' || r == '.' || r == '\u00a0':
		default:
			return s // Check reports it
		}
	}
	return string(out)
}
