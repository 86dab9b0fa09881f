package receipts_test

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// An order of three units for 100.00 is paid and handed out, and one unit comes back.
func ExamplePlan() {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	anna := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}, At: at}
	gateway := order.By{Actor: order.Actor{Role: order.RoleGateway, System: "yookassa-1"}, At: at}

	o, _, err := order.New(order.Draft{
		ID: "A-1042", Scheme: order.OwnPickup, Buyer: order.Buyer{Email: "buyer@shop.example"},
		Lines: []order.Line{{ID: "1", Name: "Cup", Quantity: amount.Pcs(3), Total: amount.RUB(10000), VAT: amount.VAT20}},
	}, anna)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range []struct {
		order.Command
		order.By
	}{
		{order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}}, gateway},
		{order.Confirm{}, anna},
		{order.Deliver{}, anna},
		{order.Return{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonDefect}, anna},
		{order.Receive{Block: 1, Custody: status.CustodyAccepted}, anna},
		{order.Refund{Block: 1}, anna},
		{order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}}, gateway},
	} {
		if _, err := o.Do(step.Command, step.By); err != nil {
			fmt.Println(err)
			return
		}
	}

	owed, err := receipts.Plan(o, receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range owed {
		fmt.Println(x.Receipt.Key, x.Receipt.Kind, x.Receipt.Payments, x.Receipt.Check())
		for _, p := range x.Receipt.Positions {
			fmt.Printf("  %s: %s × %s = %s, %s\n", p.Method, p.Quantity, p.Price, p.Sum, p.Name)
		}
	}
	// Output:
	// A-1042/payment/p1 sell [{electronic 100.00 RUB}] <nil>
	//   advance: 1 × 100.00 RUB = 100.00 RUB, Аванс по заказу A-1042
	// A-1042/goods sell [{offset 100.00 RUB}] <nil>
	//   full-payment: 2 × 33.33 RUB = 66.66 RUB, Cup
	//   full-payment: 1 × 33.34 RUB = 33.34 RUB, Cup
	// A-1042/refund/R1 sell-refund [{electronic 33.33 RUB}] <nil>
	//   full-payment: 1 × 33.33 RUB = 33.33 RUB, Cup
}

func ExampleReceipt_Check() {
	r := receipts.Receipt{
		Key: "A-1042/goods", Kind: receipts.Sell, TaxSystem: receipts.TaxGeneral, Buyer: receipts.Buyer{Email: "buyer@shop.example"},
		Positions: []receipts.Position{{
			Name: "Shoes", Price: amount.RUB(480000), Quantity: amount.Pcs(1), Sum: amount.RUB(480000),
			VAT: amount.VAT22, VATSum: amount.RUB(86557), Method: receipts.FullPayment, Object: receipts.GoodsMarked,
		}},
		Payments: []receipts.Payment{{Form: receipts.Electronic, Sum: amount.RUB(480000)}},
		Total:    amount.RUB(480000),
	}
	fmt.Println(r.Check())
	// Output: receipts: receipt "A-1042/goods": Positions[0].Mark (1163): the marking code is missing: object 33 needs one
}

func ExampleSplit() {
	lots, err := receipts.Split(amount.RUB(10001), amount.Milli(2750))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range lots {
		fmt.Println(l.Quantity, "×", l.Price, "=", l.Sum)
	}
	// Output:
	// 0.75 × 36.36 RUB = 27.27 RUB
	// 2 × 36.37 RUB = 72.74 RUB
}
