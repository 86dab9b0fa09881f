package yookassa

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order/amount"
)

// says tells whether a receipt that is there says what another one would. It is generous: names are compared by their
// letters and digits, and what is not told is taken for the same, as a receipt that is not recognised would be registered a
// second time.
func (x *Receipt) says(in NewReceipt) bool {
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
	return slices.Equal(texts(x.Items, lineOf), texts(in.Items, lineOf)) && sameIfTold(paid(x.Settlements), paid(in.Settlements)) &&
		sameIfTold(texts(x.Items, modes), texts(in.Items, modes)) && sameIfTold(texts(x.Items, mark), texts(in.Items, mark))
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

// sameIfTold compares what is told in full.
func sameIfTold(told, meant []string) bool {
	return len(told) < len(meant) || slices.Equal(told, meant)
}

// takesMoney tells whether a receipt that is there is about money that came or went: its settlements say so, or else all
// of its lines are before the goods. told says that it can be known.
func (x *Receipt) takesMoney() (is, told bool) {
	if len(x.Settlements) > 0 {
		return !slices.ContainsFunc(x.Settlements, func(s Settlement) bool { return s.Type != Cashless }), true
	}
	before, _ := x.beforeGoods()
	return before, before
}

// beforeGoods tells whether all lines are before the goods, if they tell their modes.
func (x *Receipt) beforeGoods() (is, told bool) {
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

// comesTo tells whether a receipt's lines come to a sum.
func (x *Receipt) comesTo(sum amount.Money) bool {
	total, ok := x.total()
	return ok && total == sum
}

// nameOf is the name that a receipt bears by WithKeysOnReceipts: its key, or a digest of one that is too long.
func nameOf(key string) string {
	if len(key) <= maxOperationValue {
		return key
	}
	return Key("ordo", "receipt", key)
}

// maxOperationValue is how long the value of an operational requisite (1272) may be.
const maxOperationValue = 64

// name is the name that a receipt bears; "" if it bears none.
func (x *Receipt) name() string {
	if x.Operational == nil {
		return ""
	}
	return x.Operational.Value
}

// named is the receipt that bears the name of a key.
func named(have []Receipt, key string) *Receipt {
	for i := range have {
		if have[i].name() == nameOf(key) {
			return &have[i]
		}
	}
	return nil
}
