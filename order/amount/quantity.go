package amount

import (
	"cmp"
	"math"
	"math/bits"
)

// Quantity is an exact number of units of a line, kept in thousandths: pieces,
// kilograms, metres. It is comparable with ==, and its zero value is 0.
//
// In JSON it is a string: "2", "0.35".
type Quantity struct{ milli int64 }

const (
	milliPerPiece    = 1000
	quantityDecimals = 3
)

// Pcs returns n whole pieces. A number that does not fit becomes the largest
// quantity of its sign, which every order refuses as too large.
func Pcs(n int) Quantity {
	v, ok := mulDiv(int64(n), milliPerPiece, 1)
	switch {
	case ok:
		return Quantity{v}
	case n < 0:
		return Quantity{math.MinInt64}
	default:
		return Quantity{math.MaxInt64}
	}
}

// Milli returns n thousandths: Milli(350) is 0.35.
func Milli(n int64) Quantity { return Quantity{n} }

// ParseQuantity reads a decimal quantity such as "2" or "0.35". More than
// three decimals are an error unless they are zeros, as are spaces and
// exponents. Errors are *ParseError; a number too large is also ErrOverflow.
func ParseQuantity(s string) (Quantity, error) {
	v, why := parseDecimal(s, quantityDecimals)
	if why != "" {
		return Quantity{}, parseError("quantity", s, why)
	}
	return Quantity{v}, nil
}

// Milli returns the quantity in thousandths.
func (q Quantity) Milli() int64 { return q.milli }

// Add returns q + r, or a *MoneyError with ErrOverflow.
func (q Quantity) Add(r Quantity) (Quantity, error) {
	v, ok := add(q.milli, r.milli)
	if !ok {
		return Quantity{}, &MoneyError{Op: "+", A: q.String(), B: r.String(), Why: ErrOverflow}
	}
	return Quantity{v}, nil
}

// Sub returns q - r, or a *MoneyError with ErrOverflow.
func (q Quantity) Sub(r Quantity) (Quantity, error) {
	v, ok := sub(q.milli, r.milli)
	if !ok {
		return Quantity{}, &MoneyError{Op: "-", A: q.String(), B: r.String(), Why: ErrOverflow}
	}
	return Quantity{v}, nil
}

// Cmp returns -1, 0 or +1 as q is less than, equal to or greater than r.
func (q Quantity) Cmp(r Quantity) int { return cmp.Compare(q.milli, r.milli) }

// Sign returns -1, 0 or +1.
func (q Quantity) Sign() int { return cmp.Compare(q.milli, 0) }

// IsZero reports whether q is 0.
func (q Quantity) IsZero() bool { return q.milli == 0 }

// IsMultipleOf reports whether q is a whole number of steps. Nothing is a
// multiple of a step that is not positive.
func (q Quantity) IsMultipleOf(step Quantity) bool {
	return step.milli > 0 && q.milli%step.milli == 0
}

// String returns the quantity without superfluous zeros: "2", "0.35".
func (q Quantity) String() string {
	var buf [24]byte
	return string(q.append(buf[:0]))
}

// AppendText appends the text of String to b. The error is always nil.
func (q Quantity) AppendText(b []byte) ([]byte, error) { return q.append(b), nil }

// MarshalText returns the text of String. The error is always nil.
func (q Quantity) MarshalText() ([]byte, error) { return q.append(make([]byte, 0, 8)), nil }

// UnmarshalText reads what ParseQuantity reads. Errors are *ParseError.
func (q *Quantity) UnmarshalText(text []byte) error {
	v, why := parseDecimal(text, quantityDecimals)
	if why != "" {
		return parseError("quantity", string(text), why)
	}
	*q = Quantity{v}
	return nil
}

func (q Quantity) append(b []byte) []byte {
	v, decimals := q.milli, quantityDecimals
	for decimals > 0 && v%10 == 0 {
		v, decimals = v/10, decimals-1
	}
	return appendDecimal(b, v, decimals)
}

// maxDecimal bounds the length of a number: the longest that fits has 21
// bytes, the rest is for zeros that some systems add.
const maxDecimal = 40

const (
	whyEmpty    = `empty; write a number such as "12.50"`
	whyLong     = "longer than 40 characters"
	whySyntax   = `not a decimal number; write digits and at most one dot, such as "12.50"`
	whyDecimals = "too many decimals; round it before"
	whyOverflow = "too large for 64 bits"
)

// parseDecimal reads s as a whole number of 10^-exp. It returns why it could
// not, or "".
func parseDecimal[T string | []byte](s T, exp int) (v int64, why string) {
	switch {
	case len(s) == 0:
		return 0, whyEmpty
	case len(s) > maxDecimal:
		return 0, whyLong
	}
	i, negative := 0, s[0] == '-'
	if negative || s[0] == '+' {
		i = 1
	}
	var (
		u        uint64
		digits   int  // of the part being read
		fraction bool // whether the dot was passed
		inexact  bool
		overflow bool
	)
	for ; i < len(s); i++ {
		c := s[i]
		if c == '.' && !fraction && digits > 0 {
			fraction, digits = true, 0
			continue
		}
		if c < '0' || c > '9' {
			return 0, whySyntax
		}
		digits++
		if fraction && digits > exp {
			inexact = inexact || c != '0'
			continue
		}
		u, overflow = shift(u, uint64(c-'0'), overflow)
	}
	if digits == 0 {
		return 0, whySyntax
	}
	if inexact {
		return 0, whyDecimals
	}
	if !fraction {
		digits = 0
	}
	for ; digits < exp; digits++ {
		u, overflow = shift(u, 0, overflow)
	}
	v, ok := signed(u, negative)
	if overflow || !ok {
		return 0, whyOverflow
	}
	return v, ""
}

// shift appends a decimal digit to u; overflow sticks.
func shift(u, digit uint64, overflow bool) (uint64, bool) {
	return u*10 + digit, overflow || u > (math.MaxUint64-9)/10
}

// appendDecimal appends v·10^-exp with exactly exp decimals.
func appendDecimal(b []byte, v int64, exp int) []byte {
	if v < 0 {
		b = append(b, '-')
	}
	var buf [24]byte
	i := len(buf)
	for u, n := magnitude(v), 0; u > 0 || n <= exp; n++ {
		if n == exp && exp > 0 {
			i--
			buf[i] = '.'
		}
		i--
		buf[i] = byte('0' + u%10)
		u /= 10
	}
	return append(b, buf[i:]...)
}

// mulDiv returns a·b/c rounded half away from zero, for c > 0, and whether it
// fits. The product has 128 bits.
func mulDiv(a, b, c int64) (int64, bool) {
	d := magnitude(c)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if c <= 0 || hi >= d {
		return 0, false
	}
	u, rest := bits.Div64(hi, lo, d)
	if u > 1<<63 {
		return 0, false
	}
	if rest >= d-rest {
		u++
	}
	return signed(u, (a < 0) != (b < 0))
}

func add(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0)
}

func sub(a, b int64) (int64, bool) {
	d := a - b
	return d, (d < a) == (b > 0)
}

// magnitude returns |v|, also for the smallest v.
func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}

// signed returns ±u and whether it fits.
func signed(u uint64, negative bool) (int64, bool) {
	if negative {
		return -int64(u), u <= 1<<63
	}
	return int64(u), u <= math.MaxInt64
}
