package exchange_test

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A source makes records, a sink reads them.
func ExampleDecode() {
	r := exchange.NewRecord(exchange.Prices, "41207/retail", exchange.Price{SKU: "41207", Type: exchange.Retail, Price: amount.UAH(249000)})
	fmt.Println(string(r.Data))

	p, err := exchange.Decode[exchange.Price](r)
	fmt.Println(p.SKU, p.Price, err)

	_, err = exchange.Decode[exchange.Stock](r)
	fmt.Println(err)
	// Output:
	// {"sku":"41207","type":"retail","price":"2490.00 UAH"}
	// 41207 2490.00 UAH <nil>
	// exchange: prices "41207/retail" is read as exchange.Stock
}

// A record with a Problem, and one that is gone, have no data to read.
func ExampleRecord() {
	for _, r := range []exchange.Record{
		{Kind: exchange.Goods, Key: "41208", Gone: true},
		{Kind: exchange.Goods, Key: "line 12", Problem: errors.New(`line 12: "GoodID" is not a whole number`)},
	} {
		_, err := exchange.Decode[exchange.Good](r)
		fmt.Println(err)
	}
	// Output:
	// exchange: goods "41208" is gone and has no data
	// line 12: "GoodID" is not a whole number
}
