package exchange1ctest_test

import (
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo/erp/onec/exchange1c/exchange1ctest"
)

// A 1C sends goods to a shop, and reads its orders.
func ExampleOneC() {
	shop := exchange1ctest.NewShop(exchange1ctest.Settings{Unzipped: true, Steps: 1})
	defer shop.Close()
	shop.PutOrder(exchange1ctest.ShopOrder{Number: "50417", Date: "2026-11-30", Sum: "1290.50", Buyer: "Орлова Вера", Status: "N"})

	ctx := context.Background()
	onec := &exchange1ctest.OneC{URL: shop.URL(), User: exchange1ctest.DefaultUser, Password: exchange1ctest.DefaultPassword, SessID: true}
	err := onec.Send(ctx, "catalog", exchange1ctest.Files{"import0_1.xml": []byte(`<КоммерческаяИнформация ВерсияСхемы="2.07"/>`)})
	for _, s := range onec.Steps[1:] {
		fmt.Println(s)
	}
	fmt.Println(err)

	orders, err := onec.TakeOrders(ctx)
	fmt.Println(orders[0].Number, orders[0].Sum, err, shop.Waiting())
	// Output:
	// init: zip=no | file_limit=204800
	// file import0_1.xml: success
	// import import0_1.xml: progress | Временные таблицы удалены.
	// import import0_1.xml: success | Импорт успешно завершен.
	// <nil>
	// 50417 1290.50 <nil> []
}
