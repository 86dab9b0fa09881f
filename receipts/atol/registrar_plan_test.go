package atol_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/status"
)

// story is an order that goes its way, as chance has it.
type story struct {
	*rapid.T
	o  *order.Order
	at time.Time
}

func (k *story) by(r order.Role) order.By {
	k.at = k.at.Add(time.Minute)
	return order.By{Actor: order.Actor{ID: "x", Role: r, System: "s"}, At: k.at}
}

// does tries commands; whether they are refused is the order's business.
func (k *story) does(r order.Role, cs ...order.Command) {
	for _, c := range cs {
		_, _ = k.o.Do(c, k.by(r))
	}
}

// placed is an order with a buyer, some of whose goods are marked.
func placed(rt *rapid.T, id string) *story {
	scheme, known := order.ByCarrier.Rules()
	require.True(rt, known)
	scheme.Code, scheme.RefundBeforeGoods = "shop", rapid.Bool().Draw(rt, "refund before goods")
	d := order.Draft{
		ID: id, Currency: "RUB", Scheme: scheme.Code, Authority: order.OwnShop, Buyer: order.Buyer{Phone: "+7 (900) 000-00-00"},
	}
	for i := range rapid.IntRange(1, 4).Draw(rt, "lines") {
		step := rapid.SampledFrom([]amount.Quantity{amount.Pcs(1), amount.Pcs(1), amount.Milli(250)}).Draw(rt, "step")
		l := order.Line{
			ID: fmt.Sprintf("L%d", i+1), Name: rapid.SampledFrom([]string{"Товар", " Кружка ", long(140)}).Draw(rt, "name"), Step: step,
			Quantity: amount.Milli(step.Milli() * rapid.Int64Range(1, 6).Draw(rt, "quantity")),
			Total:    amount.RUB(rapid.SampledFrom([]int64{0, 1, 3, 7, 99_999, 480_000}).Draw(rt, "total")),
			VAT:      amount.VAT(rapid.IntRange(int(amount.VATNone), int(amount.VAT22)).Draw(rt, "VAT")),
		}
		l.MarkRequired = step == amount.Pcs(1) && rapid.Bool().Draw(rt, "marked")
		d.Lines = append(d.Lines, l)
	}
	d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30_000), VAT: amount.VAT22})
	k := &story{T: rt, at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var err error
	k.o, _, err = order.New(d, k.by(order.RoleOperator), order.WithScheme(scheme))
	require.NoError(rt, err)
	for _, l := range d.Lines {
		for u := range int(l.Quantity.Milli() / 1000) {
			if l.MarkRequired {
				k.does(order.RoleWarehouse, order.SetMark{Line: l.ID, Unit: u, Code: fmt.Sprintf("010460123456789321%s-%08d\x1d93dGVz", l.ID, u)})
			}
		}
	}
	return k
}

// goes lets the order be paid in up to two parts, handed out, and partly come back.
func (k *story) goes() {
	due := k.o.View().Due
	first := amount.RUB(rapid.Int64Range(1, max(due.Minor(), 1)).Draw(k.T, "first payment"))
	method := rapid.SampledFrom([]string{"card", "cash"})
	k.does(order.RoleGateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: first, Method: method.Draw(k.T, "method")}})
	if rapid.Bool().Draw(k.T, "cancel") {
		k.does(order.RoleOperator, order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	}
	k.does(order.RoleGateway, order.Pay{Payment: order.Payment{ID: "p2", Amount: k.o.View().Due, Method: method.Draw(k.T, "method")}})
	k.does(order.RoleOperator, order.Confirm{}, order.Assemble{Warehouse: "A"}, order.CreateShipment{}, order.HandOver{Shipment: 1, Waybill: "W"}, order.Deliver{})
	if rapid.Bool().Draw(k.T, "return") {
		k.does(order.RoleOperator, order.Return{Picks: order.Pick("L1", amount.Pcs(1)).And(order.PickAll("L2")), Reason: status.ReasonDefect})
	}
	for _, b := range k.o.View().Blocks {
		k.does(order.RoleOperator, order.Receive{Block: b.N, Custody: status.CustodyInTransit}, order.Receive{Block: b.N, Custody: status.CustodyReceived}, order.Refund{Block: b.N})
		k.does(order.RoleGateway, order.SettleRefund{Block: b.N, Outcome: order.Outcome{Kind: order.Applied}})
	}
}

// Whatever an order owes and passes the law's check, the service takes, and once.
func TestWhatAnOrderOwesIsTaken(t *testing.T) {
	for v, format := range map[atol.Version]receipts.Format{atol.V4: receipts.FFD105, atol.V5: receipts.FFD120} {
		t.Run(fmt.Sprint("v", v), func(t *testing.T) {
			kassa := atoltest.New(atoltest.Settings{Version: int(v)})
			defer kassa.Close()
			g := client(kassa, v, unhurried()...).Registrar(company)
			n, kinds := 0, map[string]int{}
			rapid.Check(t, func(rt *rapid.T) {
				n++
				k := placed(rt, fmt.Sprint("A-", n))
				k.goes()
				owed := must(receipts.Plan(k.o, receipts.Settings{
					Format: format, TaxSystem: receipts.TaxGeneral, TimeZone: 2, Prepaid: rapid.Bool().Draw(rt, "prepaid"),
					PerShipment: rapid.Bool().Draw(rt, "per shipment"), MaxPositions: rapid.SampledFrom([]int{0, 2}).Draw(rt, "positions"),
				}))(rt)
				for _, x := range owed {
					require.NoError(rt, x.Receipt.Check())
					d := must(g.Register(t.Context(), x.Receipt))(rt)
					kept, ok := kassa.Receipt(x.Receipt.Key)
					require.True(rt, ok)
					require.Equal(rt, kept.UUID, d.Ref.ID)
					require.Equal(rt, x.Receipt.Total.Text(), kept.Total)
					require.Equal(rt, 1, kept.Posts)
					kinds[kept.Operation+" "+string(x.Reason)]++
				}
			})
			kassa.Settle()
			for _, r := range kassa.Receipts() {
				require.Equal(t, "done", r.Status, "%s is paid for, neither less nor more", r.ExternalID)
			}
			for _, kind := range []string{"sell payment", "sell goods", "sell_refund block"} {
				require.NotZero(t, kinds[kind], "%v", kinds)
			}
		})
	}
}

// A receipt that passes the law's check is taken, or it is said in the receipt's own words why the group cannot.
func TestAnyReceiptIsTakenOrItIsSaidWhyNot(t *testing.T) {
	for _, v := range []atol.Version{atol.V4, atol.V5} {
		kassa := atoltest.New(atoltest.Settings{Version: int(v)})
		g := client(kassa, v, unhurried()...).Registrar(company)
		n, taken, refused := 0, 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			r := anyReceipt(rt, fmt.Sprint("A-", n))
			if r.Check() != nil {
				rt.Skip("against the law")
			}
			_, err := g.Register(t.Context(), r)
			_, kept := kassa.Receipt(r.Key)
			require.Equal(rt, err == nil, kept)
			if err == nil {
				taken++
				return
			}
			refused++
			var rule *receipts.RuleError
			require.True(rt, errors.As(err, &rule), "%v", err)
			for _, p := range rule.Problems {
				require.NotZero(rt, p.Tag)
				require.Regexp(rt, `^(Format|Positions\[\d\]\.(Mark|Agent)|CheckProp)$`, p.Field)
			}
		})
		require.Equal(t, taken, kassa.Calls("*")-kassa.Calls("getToken"))
		require.NotZero(t, taken)
		require.NotZero(t, refused)
		kassa.Close()
	}
}

func anyReceipt(rt *rapid.T, key string) receipts.Receipt {
	var ps []receipts.Position
	format := rapid.SampledFrom([]receipts.Format{receipts.FFD105, receipts.FFD120}).Draw(rt, "format")
	before := rapid.Bool().Draw(rt, "before the goods")
	for i := range rapid.IntRange(1, 3).Draw(rt, "positions") {
		p := position("x", rapid.Int64Range(0, 100_000).Draw(rt, "price"), rapid.IntRange(1, 5).Draw(rt, "quantity"), receipts.Object(rapid.IntRange(1, 27).Draw(rt, "object")))
		p.Method = receipts.Method(rapid.IntRange(int(receipts.FullPayment), int(receipts.Credit)).Draw(rt, "method"))
		p.VAT = amount.VAT(rapid.IntRange(int(amount.VATNone), int(amount.VAT22c)).Draw(rt, "VAT"))
		if before {
			p.Method, p.VAT = receipts.FullPrepayment, receipts.Calculated(p.VAT)
		}
		p.VATSum, _ = p.VAT.Included(p.Sum)
		p.Measure = receipts.Measure(rapid.SampledFrom([]int{0, 11, 22, 99, 255}).Draw(rt, "measure"))
		if !before && rapid.Bool().Draw(rt, "marked") {
			p = markedShoes()
			p.Mark = rapid.SampledFrom([]string{norda, norda[:31], "4601234567893", "N1", "RU-401301-AAA0277031"}).Draw(rt, "code") + fmt.Sprint(i)
			if format == receipts.FFD105 {
				p.Object = receipts.Commodity
			}
		}
		if rapid.IntRange(0, 3).Draw(rt, "agent") == 0 {
			p.Agent = &receipts.Agent{Role: receipts.AgentRole(1 << rapid.IntRange(0, 6).Draw(rt, "role")), Phones: []string{"9251234567"}, SupplierINN: "7700000001"}
		}
		ps = append(ps, p)
	}
	r := receiptOf(key, rapid.SampledFrom([]receipts.Form{receipts.Cash, receipts.Electronic, receipts.Offset}).Draw(rt, "form"), ps...)
	r.Format, r.Buyer.Phone = format, rapid.SampledFrom([]string{"", "89251234567", "+375291234567", "12345678901234567"}).Draw(rt, "phone")
	r.CheckProp = rapid.SampledFrom([]string{"", "смена 4"}).Draw(rt, "requisite")
	if rapid.Bool().Draw(rt, "refund") {
		r.Kind = receipts.SellRefund
	}
	if rapid.Bool().Draw(rt, "correction") {
		r = r.Correct(key, receipts.Correction{Date: "2026-01-13"})
	}
	return r
}
