package chestnyznaktest_test

import (
	"fmt"

	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
)

func ExampleServer_Sell() {
	zn := chestnyznaktest.New(chestnyznaktest.Settings{})
	defer zn.Close()
	zn.Add(chestnyznaktest.Code{Full: one, Group: "shoes"})
	for range 2 { // two receipts with the same code
		fmt.Println(zn.Sell(one).Status)
	}
	fmt.Println(zn.Code(one).Status, zn.Code(one).Withdrawals, zn.Code(one).Repeats)
	// Output:
	// CHECKED_OK
	// CHECKED_NOT_OK
	// RETIRED 1 1
}
