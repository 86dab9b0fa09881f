package receipts

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
)

// region is the country of a phone number that shows none: fiscal receipts are Russia's.
const region = "RU"

// contact returns the recipient of an order's receipts: the buyer's valid addresses, else those of the settings. If
// there are none, the buyer's addresses stay as given and Check reports what is wrong. An address that reaches nobody
// is left out where the other is good: services send to the e-mail when they have both.
func (s Settings) contact(b order.Buyer) Buyer {
	to := s.Buyer
	email, noEmail := contact.Email(b.Email)
	if utf8.RuneCountInString(email) > maxEmail {
		email = ""
	}
	phone, noPhone := contact.Phone(b.Phone, region)
	switch {
	case noEmail == nil && email != "" || noPhone == nil:
		to.Email, to.Phone = email, phone
	case cmp.Or(s.Buyer.Email, s.Buyer.Phone) == "":
		to.Email, to.Phone = strings.TrimSpace(b.Email), strings.TrimSpace(b.Phone)
	}
	return to
}
