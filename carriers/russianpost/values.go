package russianpost

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // local times must not depend on what is installed

	"github.com/ordo-sdk/ordo/order/amount"
)

// Kopecks is a sum in hundredths of a rouble, as Russian Post counts all sums.
type Kopecks int64

// KopecksOf returns m in kopecks; an unset m is 0. Another currency than the rouble is an error.
func KopecksOf(m amount.Money) (Kopecks, error) {
	if !m.IsUnset() && m.Currency() != "RUB" {
		return 0, fmt.Errorf("%s: Russian Post counts in roubles", m)
	}
	return Kopecks(m.Minor()), nil
}

// Money returns the sum as money.
func (k Kopecks) Money() amount.Money { return amount.RUB(int64(k)) }

// Digits is a number that people write as a text: an index of six digits, or a phone such as 79010000002, without a
// plus. On the wire it is a JSON number; a text is read, too. "" is not set.
type Digits string

// MarshalJSON implements json.Marshaler. What is no number, or begins with 0, is an error.
func (d Digits) MarshalJSON() ([]byte, error) {
	switch {
	case d == "":
		return []byte("null"), nil
	case strings.Trim(string(d), "0123456789") != "" || d[0] == '0' && d != "0":
		return nil, fmt.Errorf("%.40q is not a number of digits alone, such as 190000 or 79010000002", string(d))
	}
	return []byte(d), nil
}

// Date is a day: "2026-02-03". "" is not set.
type Date string

// DateOf returns the day of t in Moscow; the zero time has none.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.In(moscow()).Format(time.DateOnly))
}

// MarshalJSON implements json.Marshaler. A text that is not a day is an error.
func (d Date) MarshalJSON() ([]byte, error) {
	if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
		return nil, fmt.Errorf("%.40q is not a day such as 2026-02-03", string(d))
	}
	return json.Marshal(string(d))
}

// moscow is the zone of times that come without one, and of the account's day.
var moscow = sync.OnceValue(func() *time.Location {
	if zone, err := time.LoadLocation("Europe/Moscow"); err == nil {
		return zone
	}
	return time.FixedZone("MSK", 3*60*60) // does not happen: the zones are built in
})

// MailType is the kind of a parcel ("вид РПО"). Values that are not listed here are kept as they came.
type MailType string

// The kinds that shops send.
const (
	Parcel          MailType = "POSTAL_PARCEL" // посылка "нестандартная", the usual one
	OnlineParcel    MailType = "ONLINE_PARCEL" // "посылка онлайн"
	OnlineCourier   MailType = "ONLINE_COURIER"
	ParcelClass1    MailType = "PARCEL_CLASS_1"
	EMS             MailType = "EMS"
	EMSOptimal      MailType = "EMS_OPTIMAL"
	ECOM            MailType = "ECOM" // to a pick-up point
	ECOMMarketplace MailType = "ECOM_MARKETPLACE"
	BusinessCourier MailType = "BUSINESS_COURIER"
	Banderol        MailType = "BANDEROL"
	Letter          MailType = "LETTER"
	SmallPacket     MailType = "SMALL_PACKET"
	EasyReturn      MailType = "EASY_RETURN"
	Combined        MailType = "COMBINED" // of batches alone
)

// MailCategory is what the Post answers for, and what it collects ("категория РПО"). Values that are not listed here
// are kept as they came.
type MailCategory string

// The categories.
const (
	Simple                   MailCategory = "SIMPLE"
	Ordered                  MailCategory = "ORDERED"
	Ordinary                 MailCategory = "ORDINARY"
	DeclaredValue            MailCategory = "WITH_DECLARED_VALUE"
	DeclaredValueCOD         MailCategory = "WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY"
	DeclaredValueCompulsory  MailCategory = "WITH_DECLARED_VALUE_AND_COMPULSORY_PAYMENT"
	CompulsoryPayment        MailCategory = "WITH_COMPULSORY_PAYMENT"
	CombinedOrdinary         MailCategory = "COMBINED_ORDINARY"
	CombinedDeclaredValue    MailCategory = "COMBINED_WITH_DECLARED_VALUE"
	CombinedDeclaredValueCOD MailCategory = "COMBINED_WITH_DECLARED_VALUE_AND_CASH_ON_DELIVERY"
	CombinedCategory         MailCategory = "COMBINED" // of batches alone
)

// AddressType is the form of an address.
type AddressType string

// The forms.
const (
	AddressDefault AddressType = "DEFAULT" // street and house
	AddressPOBox   AddressType = "PO_BOX"
	AddressDemand  AddressType = "DEMAND" // poste restante
	AddressUnit    AddressType = "UNIT"   // a military unit
)
