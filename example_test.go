package ordo_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
)

// What a caller does with an error of any client.
func ExampleClassOf() {
	err := error(&ordo.Error{
		System: "megamarket", Account: "mm-1", Op: "order/confirm", HTTPStatus: 429,
		Text: "slow down", Class: ordo.RateLimited, RetryAfter: 2 * time.Second, RequestID: "r-1",
	})
	fmt.Println(err)

	switch ordo.ClassOf(err) {
	case ordo.Retry, ordo.RateLimited:
		fmt.Println("repeat later")
	case ordo.InDoubt:
		fmt.Println("look before repeating")
	default:
		fmt.Println("ask a person")
	}
	// Output:
	// megamarket mm-1: order/confirm: 429: slow down, retry after 2s (request r-1)
	// repeat later
}

func ExampleError() {
	err := fmt.Errorf("order 5180427: %w", &ordo.Error{System: "atol", Op: "sell", Class: ordo.InDoubt})
	fmt.Println(errors.Is(err, ordo.ErrInDoubt))
	// Output: true
}
