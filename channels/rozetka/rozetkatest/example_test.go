package rozetkatest_test

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
)

// An order is taken, edited, sent with a waybill and followed by the carrier, and one is left lying.
func Example() {
	clock := fake.NewClock(time.Date(2026, 3, 2, 8, 15, 0, 0, time.UTC))
	rz := rozetkatest.New(rozetkatest.Settings{Now: clock.Now})
	defer rz.Close()

	id := rz.Place(rozetkatest.Order{Lines: []rozetkatest.Line{{OfferID: "CH-1", Name: "Чайник", Price: 750_00}}})
	left := rz.Place(rozetkatest.Order{Lines: []rozetkatest.Line{{OfferID: "CH-1"}}})
	for _, change := range []rozetkatest.Change{
		{Status: 61, TTN: "20450000000001"}, // refused: a new order is taken first
		{Status: 26},
		{Status: 61, TTN: "20450000000001"},
	} {
		if err := rz.SetInCabinet(id, change); err != nil {
			fmt.Println(err)
		}
	}
	if err := rz.Track(id, 3, 4, 5, 6); err != nil {
		fmt.Println(err)
	}
	clock.Advance(24 * time.Hour)
	for _, number := range []int64{id, left} {
		o, _ := rz.Order(number)
		fmt.Println(o.Status, o.TTN)
	}
	// Output:
	// rozetkatest: order 910000001 in status 1: set in the cabinet: check_correctness_of_data (1005): status: Неможливо змінити статус. З 1 на 61. Наступний статус недоступний.
	// 6 20450000000001
	// 7
}
