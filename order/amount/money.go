package amount

import (
	"cmp"
	"errors"
	"math"
	"strconv"
)

// Money is an exact sum: a whole number of minor units (kopecks, cents) and
// its ISO 4217 currency. It is comparable with ==.
//
// The zero value is "no money": it has no currency, IsUnset reports true and
// its text is empty. It is not the same as RUB(0), which is known to be
// zero. Sums may start from it: unset plus x is x.
//
// In JSON a sum is the string "1290.50 RUB", and "" when unset. Beware of
// omitzero: it would drop RUB(0) together with its currency.
type Money struct {
	minor int64
	cur   currency
}

type currency [3]byte

// RUB returns a sum in Russian roubles, given in kopecks.
func RUB(minor int64) Money { return Money{minor, currency{'R', 'U', 'B'}} }

// UAH returns a sum in Ukrainian hryvnias, given in kopiykas.
func UAH(minor int64) Money { return Money{minor, currency{'U', 'A', 'H'}} }

// PLN returns a sum in Polish zlotys, given in groszes.
func PLN(minor int64) Money { return Money{minor, currency{'P', 'L', 'N'}} }

// EUR returns a sum in euros, given in cents.
func EUR(minor int64) Money { return Money{minor, currency{'E', 'U', 'R'}} }

// USD returns a sum in US dollars, given in cents.
func USD(minor int64) Money { return Money{minor, currency{'U', 'S', 'D'}} }

// KZT returns a sum in Kazakh tenges, given in tiyns.
func KZT(minor int64) Money { return Money{minor, currency{'K', 'Z', 'T'}} }

// BYN returns a sum in Belarusian roubles, given in kopecks.
func BYN(minor int64) Money { return Money{minor, currency{'B', 'Y', 'N'}} }

// NewMoney returns a sum in minor units of the currency, which is an ISO 4217
// code in upper case. How many decimals the currency has is known to the
// package: NewMoney(500, "JPY") is 500 yen, NewMoney(500, "KWD") is 0.500
// dinars. An unknown code is a *ParseError.
func NewMoney(minor int64, code string) (Money, error) {
	cur, _, err := parseCurrency(code)
	if err != nil {
		return Money{}, err
	}
	return Money{minor, cur}, nil
}

// ParseMoney reads a decimal sum such as "1290.50" or "-7" in the currency.
// The separator is a dot. The sum may be shorter than the currency allows
// ("10.5") and may end in more zeros ("10.500"), but it is never rounded:
// "10.505" in roubles is an error, as are spaces, exponents, and sums that do
// not fit. Errors are *ParseError; a sum too large is also ErrOverflow.
func ParseMoney(amount, code string) (Money, error) {
	cur, exp, err := parseCurrency(code)
	if err != nil {
		return Money{}, err
	}
	minor, why := parseDecimal(amount, exp)
	if why != "" {
		return Money{}, parseError("amount in "+code, amount, why)
	}
	return Money{minor, cur}, nil
}

// Minor returns the sum in minor units.
func (m Money) Minor() int64 { return m.minor }

// Currency returns the ISO 4217 code, or "" for the unset value.
func (m Money) Currency() string {
	if m.IsUnset() {
		return ""
	}
	return string(m.cur[:])
}

// IsUnset reports whether m is the zero value: no sum was set.
func (m Money) IsUnset() bool { return m.cur == currency{} }

// IsZero reports whether the sum is zero. It is true for RUB(0) and for
// the unset value; IsUnset distinguishes them.
func (m Money) IsZero() bool { return m.minor == 0 }

// Sign returns -1, 0 or +1.
func (m Money) Sign() int { return cmp.Compare(m.minor, 0) }

// Add returns m + n. Unset plus n is n. The error is a *MoneyError:
// ErrCurrency for two currencies, ErrOverflow if the sum does not fit.
func (m Money) Add(n Money) (Money, error) {
	cur, ok := m.common(n)
	if !ok {
		return Money{}, moneyError("+", m, n.String(), ErrCurrency)
	}
	sum, ok := add(m.minor, n.minor)
	if !ok {
		return Money{}, moneyError("+", m, n.String(), ErrOverflow)
	}
	return Money{sum, cur}, nil
}

// Sub returns m - n. Unset minus n is -n. Errors are those of Add.
func (m Money) Sub(n Money) (Money, error) {
	cur, ok := m.common(n)
	if !ok {
		return Money{}, moneyError("-", m, n.String(), ErrCurrency)
	}
	diff, ok := sub(m.minor, n.minor)
	if !ok {
		return Money{}, moneyError("-", m, n.String(), ErrOverflow)
	}
	return Money{diff, cur}, nil
}

// Neg returns -m. Only the most negative sum of all has none: ErrOverflow.
func (m Money) Neg() (Money, error) {
	if m.minor == math.MinInt64 {
		return Money{}, moneyError("negate", m, "", ErrOverflow)
	}
	return Money{-m.minor, m.cur}, nil
}

// Mul returns m taken n times, or a *MoneyError with ErrOverflow.
func (m Money) Mul(n int64) (Money, error) {
	v, ok := mulDiv(m.minor, n, 1)
	if !ok {
		return Money{}, moneyError("×", m, strconv.FormatInt(n, 10), ErrOverflow)
	}
	return Money{v, m.cur}, nil
}

// Times returns price × quantity rounded half away from zero to a minor unit,
// or a *MoneyError with ErrOverflow.
func (m Money) Times(q Quantity) (Money, error) {
	v, ok := mulDiv(m.minor, q.milli, milliPerPiece)
	if !ok {
		return Money{}, moneyError("×", m, q.String(), ErrOverflow)
	}
	return Money{v, m.cur}, nil
}

// Cmp returns -1, 0 or +1 as m is less than, equal to or greater than n. The
// unset value compares as zero in any currency. Two currencies are a
// *MoneyError with ErrCurrency.
func (m Money) Cmp(n Money) (int, error) {
	if _, ok := m.common(n); !ok {
		return 0, moneyError("<=>", m, n.String(), ErrCurrency)
	}
	return cmp.Compare(m.minor, n.minor), nil
}

// common returns the currency of a result made of m and n.
func (m Money) common(n Money) (currency, bool) {
	if m.IsUnset() {
		return n.cur, true
	}
	return m.cur, m.cur == n.cur || n.IsUnset()
}

// String returns the sum with its currency, "1290.50 RUB", or "" when unset.
func (m Money) String() string {
	var buf [32]byte
	return string(m.append(buf[:0]))
}

// Text returns the sum alone, "1290.50", with all decimals of its currency,
// or "" when unset.
func (m Money) Text() string {
	if m.IsUnset() {
		return ""
	}
	var buf [32]byte
	return string(appendDecimal(buf[:0], m.minor, m.exponent()))
}

// AppendText appends the text of String to b. The error is always nil.
func (m Money) AppendText(b []byte) ([]byte, error) { return m.append(b), nil }

// MarshalText returns the text of String. The error is always nil.
func (m Money) MarshalText() ([]byte, error) { return m.append(make([]byte, 0, 24)), nil }

func (m Money) append(b []byte) []byte {
	if m.IsUnset() {
		return b
	}
	b = appendDecimal(b, m.minor, m.exponent())
	b = append(b, ' ')
	return append(b, m.cur[:]...)
}

// UnmarshalText reads what MarshalText writes: a sum as ParseMoney takes it,
// one space, a currency; or an empty text, for the unset value. Errors are
// *ParseError.
func (m *Money) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Money{}
		return nil
	}
	n := len(text) - len(currency{}) - 1
	if n < 1 || text[n] != ' ' {
		return parseError("sum", string(text), `write an amount, a space and a currency, such as "1290.50 RUB"`)
	}
	cur := currency(text[n+1:])
	exp, known := cur.exponent()
	if !known {
		return parseError("currency", string(text[n+1:]), whyCurrency)
	}
	minor, why := parseDecimal(text[:n], exp)
	if why != "" {
		return parseError("amount in "+string(cur[:]), string(text[:n]), why)
	}
	*m = Money{minor, cur}
	return nil
}

func (m Money) exponent() int {
	exp, _ := m.cur.exponent()
	return exp
}

const whyCurrency = "not a currency of ISO 4217 in use; write three upper-case letters, such as RUB"

func parseCurrency(code string) (currency, int, error) {
	if len(code) == len(currency{}) {
		cur := currency([]byte(code))
		if exp, known := cur.exponent(); known {
			return cur, exp, nil
		}
	}
	return currency{}, 0, parseError("currency", code, whyCurrency)
}

// exponent returns how many decimals the currency has, by ISO 4217. Funds,
// metals and test codes are left out: no order is paid in them.
func (c currency) exponent() (exp int, known bool) {
	switch string(c[:]) {
	case "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN",
		"BAM", "BBD", "BDT", "BGN", "BMD", "BND", "BOB", "BRL", "BSD", "BTN",
		"BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP",
		"CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD",
		"FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL",
		"HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR",
		"KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL",
		"MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN",
		"MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN",
		"PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD",
		"SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN",
		"SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD",
		"TZS", "UAH", "USD", "UYU", "UZS", "VED", "VES", "WST", "XCD", "XCG",
		"YER", "ZAR", "ZMW", "ZWG":
		return 2, true
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF",
		"UGX", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0, true
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3, true
	}
	return 0, false
}

var (
	// ErrOverflow means that a result does not fit. Results never wrap around.
	ErrOverflow = errors.New("the result does not fit into 64 bits")
	// ErrCurrency means that sums are in different currencies.
	ErrCurrency = errors.New("different currencies; convert one of them first")
	// ErrWeight means that a sum cannot be allocated by the given weights.
	ErrWeight = errors.New("weights must not be negative, and a sum needs at least one")
)

// MoneyError is the error of an operation on sums or quantities.
// Test for the reason with errors.Is: ErrOverflow, ErrCurrency, ErrWeight.
type MoneyError struct {
	Op   string // the operation: "+", "-", "×", "<=>", "negate", "shared by weight"
	A, B string // its operands as text; B is empty if there is only one
	Why  error  // one of the sentinels
}

// Error implements error.
func (e *MoneyError) Error() string {
	if e.B == "" {
		return "amount: " + e.Op + " " + e.A + ": " + e.Why.Error()
	}
	return "amount: " + e.A + " " + e.Op + " " + e.B + ": " + e.Why.Error()
}

// Unwrap returns the reason.
func (e *MoneyError) Unwrap() error { return e.Why }

func moneyError(op string, a Money, b string, why error) error {
	return &MoneyError{Op: op, A: a.String(), B: b, Why: why}
}

// ParseError is the error of a text that could not be read. It says what would be right.
type ParseError struct {
	What string // what was expected: "quantity", "amount in RUB"
	Text string // what was found, cut to a readable length
	Why  string
}

// Error implements error.
func (e *ParseError) Error() string {
	return "amount: " + e.What + " " + strconv.Quote(e.Text) + ": " + e.Why
}

// Is makes a number that is too large an ErrOverflow.
func (e *ParseError) Is(target error) bool {
	return target == ErrOverflow && e.Why == whyOverflow
}

// parseError cuts the text, so that a megabyte of foreign bytes stays out of
// the log.
func parseError(what, text, why string) error {
	const most = 2 * maxDecimal
	if len(text) > most {
		text = text[:most] + "…"
	}
	return &ParseError{What: what, Text: text, Why: why}
}
