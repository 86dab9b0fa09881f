package wire_test

import (
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// What a client does not type is still there.
func ExampleExtra() {
	extra := wire.Extra{"isGift": json.RawMessage("true")}
	var gift bool
	if raw, ok := extra["isGift"]; ok {
		if err := json.Unmarshal(raw, &gift); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(gift)
	// Output: true
}

func ExampleSum_Money() {
	m, err := wire.Sum{Decimal: "1290.5", Currency: "RUB"}.Money()
	fmt.Println(m, err)
	_, err = wire.Sum{Decimal: "0.005", Currency: "RUB"}.Money()
	fmt.Println(err)
	_, err = wire.Sum{Decimal: "10"}.Money()
	fmt.Println(err)
	fmt.Println(wire.SumOf(amount.Money{}).IsZero())
	// Output:
	// 1290.50 RUB <nil>
	// amount: amount in RUB "0.005": too many decimals; round it before
	// the currency of 10 is not known: use WithCurrency
	// true
}
