package lax_test

import (
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire"
)

// What a vendor documents as an array of numbers and flags comes as one object of texts.
func Example() {
	var answer struct {
		Lots lax.List[struct {
			Index lax.Int      `json:"itemIndex"`
			Price wire.Decimal `json:"price"`
			Ready lax.Bool     `json:"ready"`
		}] `json:"items"`
	}
	if err := json.Unmarshal([]byte(`{"items": {"itemIndex": "7", "price": "990.50", "ready": "TRUE"}}`), &answer); err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range answer.Lots {
		fmt.Println(l.Index, l.Price, l.Ready)
	}
	// Output: 7 990.50 true
}
