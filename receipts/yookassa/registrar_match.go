package yookassa

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order/amount"
)

// matches reports whether a listed receipt has the content of another. It is loose: names are compared by letters and
// digits, and a field that is missing counts as equal, because a receipt that is not recognised would be registered
// twice.
func (x *Receipt) matches(in NewReceipt) bool {
	if x.Type != in.Type {
		return false
	}
	if len(x.Items) == 0 { // older editions do not return them
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

// lineOf identifies a line by name, price and quantity.
func lineOf(it Item) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, it.Description)
	return fmt.Sprint(name, " ", it.Amount, " ", it.Quantity)
}

// markOf returns the part of a marking code that identifies the unit, whatever its form; "" if it is masked or missing.
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

// texts converts values to sorted texts, without empty ones.
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

// sameIfKnown compares what is known in full.
func sameIfKnown(told, meant []string) bool {
	return len(told) < len(meant) || slices.Equal(told, meant)
}

// paysMoney reports whether a listed receipt is about money that came or went back: by its settlements, or because all
// lines are prepayments. known is false if that cannot be decided.
func (x *Receipt) paysMoney() (is, told bool) {
	if len(x.Settlements) > 0 {
		return !slices.ContainsFunc(x.Settlements, func(s Settlement) bool { return s.Type != Cashless }), true
	}
	before, _ := x.isPrepayment()
	return before, before
}

// isPrepayment reports whether all lines are prepayments, if their modes are known.
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

// totals reports whether the lines sum to an amount.
func (x *Receipt) totals(sum amount.Money) bool {
	total, ok := x.total()
	return ok && total == sum
}

// receiptKey returns what WithKeysOnReceipts writes for a key: the key, or a digest of a longer one.
func receiptKey(key string) string {
	if len(key) <= maxOperationValue {
		return key
	}
	return Key("ordo", "receipt", key)
}

// maxOperationValue is the greatest length of the value of an operational attribute (1272).
const maxOperationValue = 64

// keyWritten returns the key that is written on the receipt, or "".
func (x *Receipt) keyWritten() string {
	if x.Operational == nil {
		return ""
	}
	return x.Operational.Value
}

// findByKey returns the receipt that has a key written on it, or nil.
func findByKey(have []Receipt, key string) *Receipt {
	for i := range have {
		if have[i].keyWritten() == receiptKey(key) {
			return &have[i]
		}
	}
	return nil
}
