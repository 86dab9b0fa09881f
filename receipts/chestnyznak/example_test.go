package chestnyznak_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// A withdrawal is sent, and is done when the registry has accepted it and the code is out of circulation.
func Example() {
	ctx := context.Background()
	zn := chestnyznaktest.New(chestnyznaktest.Settings{ShownAfter: -1})
	defer zn.Close()
	const km = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
	zn.Add(chestnyznaktest.Code{Full: km, Group: "shoes"})

	client := chestnyznak.New(zn.Signer(), ordo.WithBaseURL(zn.URL()))
	registry := client.Registry(chestnyznak.Settings{INN: chestnyznaktest.DefaultINN})
	code, _ := marking.Parse(km)
	sale := marking.Report{
		Key: "A-1042/1", Direction: marking.Withdraw, Date: time.Now(),
		Units: []marking.ReportUnit{{Code: code, Price: amount.RUB(480000)}},
	}
	r, err := registry.Report(ctx, sale)
	fmt.Println(r.State, r.Group, err)
	zn.Process() // the registry needs some seconds, or hours at peaks
	r, err = registry.Read(ctx, r.Ref)
	fmt.Println(r.State, err)
	fmt.Println(zn.Code(km).Status, zn.Code(km).Reason)
	// Output:
	// waiting shoes <nil>
	// done <nil>
	// RETIRED DISTANCE
}

// Without a signature on the server a person uploads the file, and moves it when the registry has accepted it.
func ExampleFiles() {
	ctx, folder := context.Background(), files.Memory()
	registry := chestnyznak.Files(folder, chestnyznak.Settings{INN: "5544332219"})
	code, _ := marking.Parse("0104601234567893215Qx7&aB2kLm9Z")
	sale := marking.Report{
		Key: "A-1042/1", Direction: marking.Withdraw, Date: time.Date(2026, 1, 16, 9, 0, 0, 0, time.UTC),
		Document: marking.Primary{Kind: marking.PrimaryReceipt, Number: "10844"},
		Units:    []marking.ReportUnit{{Code: code, Price: amount.RUB(480000)}},
	}
	r, err := registry.Report(ctx, sale)
	fmt.Println(r.Ref.ID, r.State, err)
	content, _ := files.ReadAll(ctx, folder, r.Ref.ID, 1<<20)
	fmt.Println(string(content))

	_ = folder.Move(ctx, r.Ref.ID, "done/"+r.Ref.ID)
	r, err = registry.Read(ctx, r.Ref)
	fmt.Println(r.State, err)
	// Output:
	// withdraw-A-1042%2F1.csv waiting <nil>
	// ИНН участника оборота,ИНН покупателя,Причина вывода из оборота,Другая причина вывода из оборота,Дата вывода из оборота,Тип первичного документа,Номер первичного документа,Дата первичного документа,Наименование первичного документа,Идентификатор ФИАС,Идентификатор госконтракта,Версия
	// 5544332219,,Дистанционная продажа,,2026-01-16,,,,,,,7
	// Параметры товаров
	// КИ,Цена за единицу,Тип первичного документа,Номер первичного документа,Дата первичного документа,Наименование первичного документа
	// 0104601234567893215Qx7&aB2kLm9Z,4800.00,Кассовый чек,10844,2026-01-16,
	// done <nil>
}
