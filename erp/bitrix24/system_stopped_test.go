package bitrix24_test

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var stride = flag.Int("bitrix24.stride", 37, "the process ends at every nth call; 1 for all")

// step is something that happens to an order, and the effects that follow.
type step struct {
	does    []order.Command
	effects []order.EffectKind
}

var wayOfAnOrder = []step{
	{effects: []order.EffectKind{order.EffectUpsert, order.EffectShow}},
	{[]order.Command{order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(732000), Method: "card"}}}, []order.EffectKind{order.EffectStatus, order.EffectPayment, order.EffectShow}},
	{[]order.Command{
		order.SetMark{Line: "L1", Unit: 0, Code: "010460406000600021N4N57RSCBUZTQ"},
		order.Assemble{Picks: order.PickAll("L1", "L2"), Warehouse: "ЦС"},
		order.CreateShipment{Picks: order.PickAll("L1", "L2"), Carrier: order.Ref{System: "cdek", Account: "cdek-1"}, To: "TUL4"},
	}, []order.EffectKind{order.EffectStatus, order.EffectShow}},
	{[]order.Command{order.Notify{To: order.Addressee{Role: order.RoleShop, Place: "МАГ-1"}, Text: "Выдайте заказ", Urgent: true}}, []order.EffectKind{order.EffectNote, order.EffectShow}},
	{[]order.Command{order.HandOver{Shipment: 1, Waybill: "1234567890"}}, []order.EffectKind{order.EffectStatus, order.EffectNote, order.EffectShow}},
	{[]order.Command{
		order.Deliver{}, order.Return{Picks: order.Pick("L2", amount.Pcs(2)), Reason: status.ReasonDefect}, order.Receive{Block: 1, Custody: status.CustodyAccepted},
	}, []order.EffectKind{order.EffectStatus, order.EffectReturn, order.EffectShow}},
}

// walk takes an order its way. After each call that fails, a new process goes on.
func walk(x *sale, restart func() *bitrix24.System) {
	x.Helper()
	for _, st := range wayOfAnOrder {
		x.do(st.does...)
		for _, kind := range st.effects {
			t := x.task(kind)
			for try := 0; ; try++ {
				require.Less(x, try, 6, "%s is never settled", kind)
				out, err := x.s.Apply(x.Context(), t)
				if err == nil {
					require.True(x, out.Done(), out)
					if !out.Ref.IsZero() {
						x.ref = out.Ref
					}
					break
				}
				x.s = restart()
			}
		}
	}
}

// picture is everything that people see of an order.
func picture(p *bitrix24test.Server, origin string) string {
	var b strings.Builder
	d, _ := p.Deal(origin)
	for _, name := range []string{bitrix24.FieldStatus, bitrix24.FieldTotal, bitrix24.FieldPaid, bitrix24.FieldSumBefore, bitrix24.FieldShown, bitrix24.FieldReceipts} {
		fmt.Fprintln(&b, name, d.Fields[name])
	}
	fmt.Fprintln(&b, d.Title, d.Stage, d.Opportunity, len(d.Contacts))
	for _, r := range p.Rows(d.ID) {
		fmt.Fprintln(&b, "row", r.Name, r.Quantity, r.Price)
	}
	for _, title := range []string{"Позиция заказа", "Отгрузка", "Возврат"} {
		var lines []string
		for _, it := range p.Items(title, d.ID) {
			line := it.Title + " " + it.Stage + " " + it.XMLID[strings.LastIndex(it.XMLID, origin)+len(origin):]
			for _, r := range p.ItemRows(it.TypeID, it.ID) {
				line += fmt.Sprint(" ", r.Name, r.Quantity)
			}
			lines = append(lines, line)
		}
		slices.Sort(lines)
		fmt.Fprintln(&b, strings.Join(lines, "\n"))
	}
	for _, n := range p.Timeline(d.ID) {
		text := n.Text
		if n.Comment {
			text = text[:strings.Index(text+" (#", " (#")]
		}
		fmt.Fprintln(&b, n.Title, text)
	}
	for _, x := range p.Tasks() {
		if strings.Contains(x.XMLID, "/"+origin+"/") {
			_, what, _ := strings.Cut(x.Title, ":")
			fmt.Fprintln(&b, ":"+what, x.Responsible)
		}
	}
	return b.String()
}

// Wherever the process ends, in an effect or in the middle of a batch, the portal shows the same in the end: no second
// deal, contact, item, task or line of the log.
func TestTheProcessMayEndAnywhere(t *testing.T) {
	p, c := open(t, bitrix24test.Settings{Box: true, Now: func() time.Time { return at }})
	restart := func() *bitrix24.System { return c.System(settings()) }
	_, err := restart().Setup(t.Context())
	require.NoError(t, err)
	sells := func(n int) (*sale, string) {
		d := draft()
		number := strconv.Itoa(100500 + n)
		d.Ref.ID, d.Number, d.ID = number, number, "shop-1/"+number
		d.Buyer.Phone, d.Buyer.Email = fmt.Sprintf("+7912%07d", n), fmt.Sprintf("b%d@example.org", n)
		return buys(t, p, restart(), d), number
	}
	x, number := sells(0)
	before := len(p.Exchanges())
	walk(x, restart)
	calls := len(p.Exchanges()) - before
	right := strings.ReplaceAll(picture(p, number), number, "N")
	for k := 1; k <= calls; k += *stride {
		for i, fault := range []fake.Fault{fake.ResetAfter(), fake.ResetBefore()} {
			x, number := sells(2*k + i)
			p.Faults().Nth("*", k, fault)
			walk(x, restart)
			require.Equal(t, right, strings.ReplaceAll(picture(p, number), number, "N"), "%s at call %d of %d", fault, k, calls)
			p.Faults().Clear()
		}
	}
	for _, d := range p.Deals() {
		require.Len(t, d.Contacts, 1)
	}
	require.Len(t, p.Contacts(), len(p.Deals()))
	require.Empty(t, p.IgnoredFields())
	require.Equal(t, 1, strings.Count(right, ": Выдайте заказ"), right)
}
