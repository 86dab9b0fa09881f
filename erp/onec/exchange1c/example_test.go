package exchange1c_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c"
	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
	"github.com/ordo-sdk/ordo/fake"
)

// A service takes the goods that a 1C sends.
func ExampleNewHandler() {
	h := exchange1c.NewHandler("1c", "s3cret-of-1c", exchange1c.Settings{
		Import: func(_ context.Context, f *exchange1c.Upload) error {
			for rec, err := range f.Records() {
				if err != nil {
					return err
				}
				if good, ok := rec.(*commerceml.Good); ok {
					fmt.Println(f.Name, good.ID, good.Name)
				}
			}
			return nil
		},
	})
	defer h.Close()

	onec := &exchange1ctest.OneC{URL: "https://shop.example/1c_exchange", User: "1c", Password: "s3cret-of-1c", Transport: fake.Direct(h)}
	err := onec.Send(context.Background(), "catalog", exchange1ctest.Files{
		"import0_1.xml": []byte(`<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация ВерсияСхемы="2.07"><Каталог>` +
			`<Товары><Товар><Ид>7b1d2c34</Ид><Наименование>Кружка</Наименование></Товар></Товары></Каталог></КоммерческаяИнформация>`),
	})
	fmt.Println(err)
	// Output:
	// import0_1.xml 7b1d2c34 Кружка
	// <nil>
}

// A service sends goods to a shop, and reads its orders, as 1C does.
func ExampleClient() {
	shop := exchange1ctest.NewShop(exchange1ctest.Settings{Steps: -1})
	defer shop.Close()
	shop.PutOrder(exchange1ctest.ShopOrder{Number: "50417", Date: "2026-11-30", Sum: "1290.50", Buyer: "Орлова Вера", Status: "N"})

	ctx := context.Background()
	c := exchange1c.New(shop.URL(), exchange1ctest.DefaultUser, exchange1ctest.DefaultPassword)
	goods := []commerceml.Record{
		&commerceml.Catalog{ID: "c1", Name: "Товары"},
		&commerceml.Good{ID: "7b1d2c34", Name: "Кружка"},
	}
	done, err := c.Send(ctx, "catalog", exchange1c.Written("import0_1.xml", commerceml.File{Version: "2.07"}, slices.Values(goods)))
	fmt.Println(done, err)

	err = c.Orders(ctx, func(_ context.Context, orders *commerceml.Reader) error {
		for order, err := range commerceml.Only[*commerceml.Document](orders.Records()) {
			if err != nil {
				return err
			}
			fmt.Println(order.Number, order.Date, order.Total.Decimal)
		}
		return nil // they are kept
	})
	fmt.Println(err, shop.Waiting())
	// Output:
	// [{import0_1.xml [Импорт успешно завершен.]}] <nil>
	// 50417 2026-11-30 1290.50
	// <nil> []
}
