package amount_test

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
)

func ExampleMoney() {
	price := amount.RUB(129050)
	sum, err := price.Times(amount.Pcs(3))
	fmt.Println(sum, err)

	_, err = sum.Add(amount.PLN(100))
	fmt.Println(errors.Is(err, amount.ErrCurrency))
	// Output:
	// 3871.50 RUB <nil>
	// true
}

func ExampleParseMoney() {
	m, err := amount.ParseMoney("1290.5", "RUB")
	fmt.Println(m, m.Minor(), err)

	_, err = amount.ParseMoney("10.505", "RUB")
	fmt.Println(err)
	// Output:
	// 1290.50 RUB 129050 <nil>
	// amount: amount in RUB "10.505": too many decimals; round it before
}

func ExampleQuantity() {
	q, err := amount.ParseQuantity("0.35")
	fmt.Println(q, q.Milli(), err)
	fmt.Println(q.IsMultipleOf(amount.Milli(50)), amount.Pcs(2))
	// Output:
	// 0.35 350 <nil>
	// true 2
}

func ExampleAllocate() {
	discount := amount.RUB(-10000)
	shares, err := amount.Allocate(discount, []int64{50000, 50000, 50000})
	fmt.Println(shares, err)
	// Output:
	// [-33.34 RUB -33.33 RUB -33.33 RUB] <nil>
}

func ExampleSpans() {
	line := amount.Spans{{To: amount.Pcs(3), Width: amount.Pcs(3), Total: amount.RUB(10000)}}
	one, _ := line.Of(amount.Pcs(0), amount.Pcs(1))
	rest, _ := line.Of(amount.Pcs(1), amount.Pcs(3))
	fmt.Println(one, "+", rest)

	vat, _ := line.VATOf(amount.VAT20, amount.Pcs(0), amount.Pcs(1))
	fmt.Println("VAT", vat)
	// Output:
	// 33.33 RUB + 66.67 RUB
	// VAT 5.56 RUB
}
