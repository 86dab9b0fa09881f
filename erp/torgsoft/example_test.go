package torgsoft_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

const goods = "\"GoodID\";\"GoodName\";\"RetailPrice\";\"WarehouseQuantityForPartner\"\r\n" +
	"41207;\"Кеди білі 37\";2490;\"2=1,000|5=2,000\"\r\n" +
	"41208;\"Кеди білі 38\";дорого;\"\"\r\n"

// The folder of a synchronisation object: goods come, orders go, documents come.
func Example() {
	ctx := context.Background()
	folder := files.Memory()                                                           // of a disk: files.Dir("/srv/torgsoft")
	books := torgsoft.New(folder, torgsoft.Settings{Account: "torgsoft-1", Quiet: -1}) // nobody else writes here

	_ = folder.Put("TSGoods.trs", []byte(goods)) // Torgsoft exports
	for range 2 {                                // a file is read once it does not grow any more
		for r, err := range books.Records(ctx, exchange.Stocks, "") {
			fmt.Println(r.Key, string(r.Data), r.Problem, err)
		}
	}

	at := time.Date(2026, 3, 14, 7, 26, 53, 0, time.UTC)
	o, _, err := order.New(order.Draft{
		ID: "rz-1/100734", Number: "100734", Scheme: order.SchemeRozetka, Placed: at, Buyer: order.Buyer{Name: "Гнатюк Олена", Phone: "067 111 22 33"},
		Lines: []order.Line{{ID: "1", SKU: "41207", Quantity: amount.Pcs(1), Price: amount.UAH(249000)}},
	}, order.By{At: at})
	if err != nil {
		fmt.Println(err)
		return
	}
	written, err := books.WriteOrder(ctx, o.View())
	fmt.Println(written.Name, written.Taken, err)

	_ = folder.Put("documents-1.csv", []byte("Kind;Number;Order;State;TTN\ninvoice;77;100734;;\nwaybill;91;100734;sent;20450012345678\n"))
	for range 2 {
		for d, err := range books.Documents(ctx) {
			if err != nil {
				fmt.Println(err)
				return
			}
			command, err := d.Command() // for the order with the number d.Order
			if err != nil {
				fmt.Println(err)
				continue
			}
			by := order.By{Actor: order.Actor{Role: order.RoleERP, System: "torgsoft-1"}, At: at.Add(time.Hour), Key: d.Key()}
			_, err = o.Do(command, by)
			fmt.Println(d, o.State(), err)
		}
	}
	// Output:
	// 41207/2 {"sku":"41207","warehouse":"2","quantity":"1"} <nil> <nil>
	// 41207/5 {"sku":"41207","warehouse":"5","quantity":"2"} <nil> <nil>
	// 41208  torgsoft: line 3: column "RetailPrice" has "дорого": want a number such as 2490 or 1618,5 <nil>
	// PurchaseClient_100734.json false <nil>
	// invoice 77 of order 100734 confirmed <nil>
	// waybill 91 of order 100734 handed-to-carrier <nil>
}

// A file that was read from anywhere.
func ExampleReadGoods() {
	catalog, err := torgsoft.ReadGoods([]byte(goods), torgsoft.Format{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range catalog.Goods {
		fmt.Println(g.ID, g.Name, g.Problem)
	}
	// Output:
	// 41207 Кеди білі 37 <nil>
	// 41208 Кеди білі 38 torgsoft: line 3: column "RetailPrice" has "дорого": want a number such as 2490 or 1618,5
}

// The price list for ROZETKA is served under an address that stays the same.
func ExamplePriceList_Write() {
	catalog, err := torgsoft.ReadGoods([]byte(goods), torgsoft.Format{})
	if err != nil {
		fmt.Println(err)
		return
	}
	list := torgsoft.PriceList{
		Name: "Кеди", At: time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC), Brand: "LUNARO", PictureURL: "https://photo.example",
		Pictures: func(g torgsoft.Good) []string { return []string{g.ID + ".jpg"} },
	}
	for i := range catalog.Goods {
		catalog.Goods[i].Type = []string{"Взуття", "Кеди"}
	}
	left, err := list.Write(os.Stdout, catalog.Goods)
	fmt.Println(left, err)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <yml_catalog date="2026-03-14 10:00">
	//   <shop>
	//     <name>Кеди</name>
	//     <currencies>
	//       <currency id="UAH" rate="1"></currency>
	//     </currencies>
	//     <categories>
	//       <category id="1711478579">Взуття, Кеди</category>
	//     </categories>
	//     <offers>
	//       <offer id="41207" available="true">
	//         <price>2490</price>
	//         <currencyId>UAH</currencyId>
	//         <categoryId>1711478579</categoryId>
	//         <picture>https://photo.example/41207.jpg</picture>
	//         <vendor>LUNARO</vendor>
	//         <stock_quantity>3</stock_quantity>
	//         <name>Кеди білі 37</name>
	//         <name_ua>Кеди білі 37</name_ua>
	//         <description>Кеди білі 37</description>
	//         <description_ua>Кеди білі 37</description_ua>
	//       </offer>
	//     </offers>
	//   </shop>
	// </yml_catalog>
	// [{41208 Кеди білі 38 torgsoft: line 3: column "RetailPrice" has "дорого": want a number such as 2490 or 1618,5}] <nil>
}
