package amount

import "strconv"

// VAT is the rate of value added tax on a line whose price includes it. The
// zero value means that no rate is set.
type VAT uint8

// The rates. A calculated rate, written 20/120, is how receipts name the tax
// on an advance payment: the sum contained is the same, the code differs. Only
// the rates of Russian receipts have one.
//
// VATNone, VATExempt and VATOutside contain no tax and are never taken for one
// another: VATNone is what Russian law and receipts call "без НДС", the other
// two are the Polish "zw" and "np".
const (
	VATUnset   VAT = iota // "": not set
	VATNone               // "none": not subject to VAT, "без НДС"
	VAT0                  // "0"
	VAT5                  // "5"
	VAT7                  // "7"
	VAT10                 // "10"
	VAT20                 // "20"
	VAT22                 // "22"
	VAT5c                 // "5/105", calculated
	VAT7c                 // "7/107", calculated
	VAT10c                // "10/110", calculated
	VAT20c                // "20/120", calculated
	VAT22c                // "22/122", calculated
	VAT8                  // "8", Poland
	VAT14                 // "14", Ukraine
	VAT23                 // "23", Poland
	VATExempt             // "exempt": within the scope of VAT and exempt, "zw"
	VATOutside            // "outside": outside the scope of VAT, "np"
)

var vatRates = [...]struct {
	code    string
	percent int64
}{
	VATUnset:   {"", 0},
	VATNone:    {"none", 0},
	VAT0:       {"0", 0},
	VAT5:       {"5", 5},
	VAT7:       {"7", 7},
	VAT10:      {"10", 10},
	VAT20:      {"20", 20},
	VAT22:      {"22", 22},
	VAT5c:      {"5/105", 5},
	VAT7c:      {"7/107", 7},
	VAT10c:     {"10/110", 10},
	VAT20c:     {"20/120", 20},
	VAT22c:     {"22/122", 22},
	VAT8:       {"8", 8},
	VAT14:      {"14", 14},
	VAT23:      {"23", 23},
	VATExempt:  {"exempt", 0},
	VATOutside: {"outside", 0},
}

// ParseVAT reads a code such as "none", "20" or "20/120"; "" is VATUnset. Any
// other text is a *ParseError.
func ParseVAT(code string) (VAT, error) {
	for v, rate := range vatRates {
		if rate.code == code {
			return VAT(v), nil
		}
	}
	return VATUnset, parseError("VAT rate", code, `write "none", "exempt", "outside", 0, 5, 7, 8, 10, 14, 20, 22, 23 or a calculated rate such as "20/120"`)
}

// String returns the code: "none", "20", "20/120", "exempt", or "" if not set.
func (v VAT) String() string {
	if !v.known() {
		return "VAT(" + strconv.Itoa(int(v)) + ")"
	}
	return vatRates[v].code
}

// MarshalText returns the code. A value that is none of the constants is a
// *ParseError.
func (v VAT) MarshalText() ([]byte, error) {
	if err := v.check(); err != nil {
		return nil, err
	}
	return []byte(vatRates[v].code), nil
}

// UnmarshalText reads what ParseVAT reads. Errors are *ParseError.
func (v *VAT) UnmarshalText(text []byte) error {
	rate, err := ParseVAT(string(text))
	if err != nil {
		return err
	}
	*v = rate
	return nil
}

// Percent returns the rate in per cent. It is 0 for VAT0, VATNone, VATExempt,
// VATOutside and VATUnset alike.
func (v VAT) Percent() int {
	if !v.known() {
		return 0
	}
	return int(vatRates[v].percent)
}

// IsCalculated reports whether the rate is of the form 20/120.
func (v VAT) IsCalculated() bool { return v >= VAT5c && v <= VAT22c }

// Included returns the VAT contained in a gross total, total·rate/(100+rate)
// rounded half away from zero. It is zero in the total's currency for VAT0,
// VATNone, VATExempt, VATOutside and VATUnset. A value that is none of the
// constants is a *ParseError.
//
// For the VAT of some units of a line take PriceSpan.VAT, so that the parts
// add up.
func (v VAT) Included(total Money) (Money, error) {
	if err := v.check(); err != nil {
		return Money{}, err
	}
	percent := vatRates[v].percent
	vat, _ := mulDiv(total.minor, percent, 100+percent) // always smaller than the total
	return Money{vat, total.cur}, nil
}

func (v VAT) known() bool { return int(v) < len(vatRates) }

func (v VAT) check() error {
	if !v.known() {
		return parseError("VAT rate", strconv.Itoa(int(v)), "not one of the VAT constants")
	}
	return nil
}
