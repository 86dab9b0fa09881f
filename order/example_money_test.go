package order_test

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
)

func ExampleMoney() {
	price := order.RUB(129050)
	sum, err := price.Times(order.Pcs(3))
	fmt.Println(sum, err)

	_, err = sum.Add(order.PLN(100))
	fmt.Println(errors.Is(err, order.ErrCurrency))
	// Output:
	// 3871.50 RUB <nil>
	// true
}

func ExampleParseMoney() {
	m, err := order.ParseMoney("1290.5", "RUB")
	fmt.Println(m, m.Minor(), err)

	_, err = order.ParseMoney("10.505", "RUB")
	fmt.Println(err)
	// Output:
	// 1290.50 RUB 129050 <nil>
	// order: amount in RUB "10.505": too many decimals; round it before
}

func ExampleQuantity() {
	q, err := order.ParseQuantity("0.35")
	fmt.Println(q, q.Milli(), err)
	fmt.Println(q.IsMultipleOf(order.Milli(50)), order.Pcs(2))
	// Output:
	// 0.35 350 <nil>
	// true 2
}

func ExampleAllocate() {
	discount := order.RUB(-10000)
	shares, err := order.Allocate(discount, []int64{50000, 50000, 50000})
	fmt.Println(shares, err)
	// Output:
	// [-33.34 RUB -33.33 RUB -33.33 RUB] <nil>
}

func ExampleSpans() {
	line := order.Spans{{To: order.Pcs(3), Width: order.Pcs(3), Total: order.RUB(10000)}}
	one, _ := line.Of(order.Pcs(0), order.Pcs(1))
	rest, _ := line.Of(order.Pcs(1), order.Pcs(3))
	fmt.Println(one, "+", rest)

	vat, _ := line.VATOf(order.VAT20, order.Pcs(0), order.Pcs(1))
	fmt.Println("VAT", vat)
	// Output:
	// 33.33 RUB + 66.67 RUB
	// VAT 5.56 RUB
}
