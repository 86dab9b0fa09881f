package exchange1c_test

import (
	"context"
	"fmt"
	"io"

	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

// A service takes the goods that a 1C sends.
func ExampleNewHandler() {
	h := exchange1c.NewHandler("1c", "s3cret-of-1c", exchange1c.Settings{
		Import: func(_ context.Context, f *exchange1c.Upload) error {
			r, err := f.Open()
			if err != nil {
				return err
			}
			defer r.Close()
			n, err := io.Copy(io.Discard, r) // package commerceml reads it
			fmt.Println(f.Type, f.Name, n, "bytes")
			return err
		},
	})
	defer h.Close()

	onec := &exchange1ctest.OneC{URL: "https://shop.example/1c_exchange", User: "1c", Password: "s3cret-of-1c", Transport: fake.Direct(h)}
	err := onec.Send(context.Background(), "catalog", exchange1ctest.Files{
		"import0_1.xml": []byte(`<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07"></КоммерческаяИнформация>`),
	})
	fmt.Println(err)
	// Output:
	// catalog import0_1.xml 161 bytes
	// <nil>
}

// A service sends goods to a shop, and reads its orders, as 1C does.
func ExampleClient() {
	shop := exchange1ctest.NewShop(exchange1ctest.Settings{})
	defer shop.Close()
	shop.PutOrder(exchange1ctest.ShopOrder{Number: "50417", Date: "2026-11-30", Sum: "1290.50", Buyer: "Орлова Вера", Status: "N"})

	ctx := context.Background()
	c := exchange1c.New(shop.URL(), exchange1ctest.DefaultUser, exchange1ctest.DefaultPassword)
	goods := []byte(`<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07"></КоммерческаяИнформация>`)
	done, err := c.Send(ctx, "catalog", exchange1c.Bytes("import0_1.xml", goods))
	fmt.Println(done, err)

	err = c.Orders(ctx, func(_ context.Context, orders io.Reader) error {
		_, err := io.Copy(io.Discard, orders) // package commerceml reads them
		return err
	})
	fmt.Println(err, shop.Waiting())
	// Output:
	// [{import0_1.xml [Импорт успешно завершен.]}] <nil>
	// <nil> []
}
