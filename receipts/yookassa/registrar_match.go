package yookassa

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order/amount"
)

// matches tells whether a receipt that is there says what another one would. It is generous: names are compared by their
// letters and digits, and what is not told is taken for the same, as a receipt that is not recognised would be registered a
// second time.
func (x *Receipt) matches(in NewReceipt) bool {
	if x.Type != in.Type {
		return false
	}
	if len(x.Items) == 0 { // older editions do not tell them
		return true
	}
	paid := func(all []Settlement) []string {
		return texts(all, func(s Settlement) string { return s.Type + " " + s.Amount.String() })
	}
	modes := func(it Item) string { return it.PaymentMode }
	mark := func(it Item) string { return markOf(it.MarkCode) }
	return slices.Equal(texts(x.Items, lineOf), texts(in.Items, lineOf)) && sameIfKnown(paid(x.Settlements), paid(in.Settlements)) &&
		sameIfKnown(texts(x.Items, modes), texts(in.Items, modes)) && sameIfKnown(texts(x.Items, mark), texts(in.Items, mark))
}

// lineOf is what a line is by: its name, price and quantity.
func lineOf(it Item) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, it.Description)
	return fmt.Sprint(name, " ", it.Amount, " ", it.Quantity)
}

// markOf is the part of a marking code that names the unit, whatever form it is sent in; "" if it is not told in full.
func markOf(m *MarkCode) string {
	if m == nil {
		return ""
	}
	code := m.GS1M
	if !strings.HasPrefix(code, "01") {
		b, err := base64.StdEncoding.DecodeString(code)
		if err != nil || !strings.HasPrefix(string(b), "01") {
			return ""
		}
		code = string(b)
	}
	code, _, _ = strings.Cut(code, "\x1d")
	if strings.Contains(code, "*") {
		return ""
	}
	return code
}

// texts are things as texts in a fixed order, without those that say nothing.
func texts[T any](all []T, text func(T) string) []string {
	var out []string
	for _, x := range all {
		if s := text(x); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

// sameIfKnown compares what is told in full.
func sameIfKnown(told, meant []string) bool {
	return len(told) < len(meant) || slices.Equal(told, meant)
}

// paysMoney tells whether a receipt that is there is about money that came or went: its settlements say so, or else all
// of its lines are before the goods. told says that it can be known.
func (x *Receipt) paysMoney() (is, told bool) {
	if len(x.Settlements) > 0 {
		return !slices.ContainsFunc(x.Settlements, func(s Settlement) bool { return s.Type != Cashless }), true
	}
	before, _ := x.isPrepayment()
	return before, before
}

// isPrepayment tells whether all lines are before the goods, if they tell their modes.
func (x *Receipt) isPrepayment() (is, told bool) {
	before := 0
	for _, it := range x.Items {
		switch it.PaymentMode {
		case "":
			return false, false
		case FullPrepayment, PartialPrepayment, Advance:
			before++
		}
	}
	return len(x.Items) > 0 && before == len(x.Items), len(x.Items) > 0
}

// totals tells whether a receipt's lines come to a sum.
func (x *Receipt) totals(sum amount.Money) bool {
	total, ok := x.total()
	return ok && total == sum
}

// receiptKey is the name that a receipt bears by WithKeysOnReceipts: its key, or a digest of one that is too long.
func receiptKey(key string) string {
	if len(key) <= maxOperationValue {
		return key
	}
	return Key("ordo", "receipt", key)
}

// maxOperationValue is how long the value of an operational requisite (1272) may be.
const maxOperationValue = 64

// keyWritten is the name that a receipt bears; "" if it bears none.
func (x *Receipt) keyWritten() string {
	if x.Operational == nil {
		return ""
	}
	return x.Operational.Value
}

// findByKey is the receipt that bears the name of a key.
func findByKey(have []Receipt, key string) *Receipt {
	for i := range have {
		if have[i].keyWritten() == receiptKey(key) {
			return &have[i]
		}
	}
	return nil
}
