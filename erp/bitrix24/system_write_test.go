package bitrix24_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var (
	at       = time.Date(2026, 5, 14, 7, 0, 0, 0, time.UTC)
	operator = order.Actor{ID: "olga", Role: order.RoleOperator}
	ordo1    = order.Actor{ID: "ordo", Role: order.RoleSystem}
)

// sale is an order and its deal.
type sale struct {
	*testing.T
	p    *bitrix24test.Server
	s    *bitrix24.System
	o    *order.Order
	ref  order.Ref
	now  time.Time
	keys int
}

func draft() order.Draft {
	return order.Draft{
		ID: "shop-1/100500", Ref: order.Ref{System: "bitrix", Account: "shop-1", Kind: "order", ID: "100500"}, Number: "100500", Scheme: order.ByCarrier, Placed: at,
		Buyer:    order.Buyer{Name: "Иванова Анна Петровна", Phone: "8 (912) 345-67-89", Email: "anna@example.org", Login: "anna", Loyalty: "Золотой", Bonus: amount.RUB(12000)},
		Delivery: order.Delivery{Service: "СДЭК, пункт выдачи", City: "Тула", Point: "TUL4", Term: "2-3 дня"},
		Lines: []order.Line{
			{ID: "L1", SKU: "SHOES-42", Name: "Ботинки, 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT20, MarkRequired: true},
			{ID: "L2", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(3), Price: amount.RUB(89000), VAT: amount.VAT20},
			{ID: "L3", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(35000)},
		},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "MAY10", Amount: amount.RUB(50000)}},
	}
}

func buys(t *testing.T, p *bitrix24test.Server, s *bitrix24.System, d order.Draft) *sale {
	t.Helper()
	o, _, err := order.New(d, order.By{Actor: ordo1, At: at})
	require.NoError(t, err)
	x := &sale{T: t, p: p, s: s, o: o, now: at}
	return x
}

func (x *sale) do(cs ...order.Command) {
	x.Helper()
	for _, c := range cs {
		x.now = x.now.Add(time.Minute)
		by := order.By{Actor: operator, At: x.now}
		if _, is := c.(order.Pay); is {
			by.Actor = ordo1
		}
		_, err := x.o.Do(c, by)
		require.NoError(x, err)
	}
}

func (x *sale) task(kind order.EffectKind) order.Task {
	x.Helper()
	x.keys++
	ref := x.ref
	ref.System, ref.Account = bitrix24.Name, "crm-1"
	t, ok := x.o.Task(order.Effect{Kind: kind, Target: ref, Order: x.o.View().ID, N: x.o.Version(), Key: kindKey(kind, x.keys)})
	require.True(x, ok)
	if kind == order.EffectShow {
		for e := range x.o.Events(order.Filter{}) {
			t.Log = append(t.Log, order.LogEntry{N: e.N, At: e.At, By: e.By, Who: e.By.ID, Kind: e.Body.Kind(), Says: e.Body.Kind(), Files: e.Files()})
		}
	}
	return t
}

func kindKey(kind order.EffectKind, n int) string { return string(kind) + "-" + strconv.Itoa(n) }

// apply carries out an effect, and then once more, which changes nothing. It returns how many requests the first took.
func (x *sale) apply(kind order.EffectKind) (order.Outcome, int) {
	x.Helper()
	t := x.task(kind)
	before := requests.Load()
	out, err := x.s.Apply(x.Context(), t)
	require.NoError(x, err)
	require.True(x, out.Done(), out)
	n := int(requests.Load() - before)
	if !out.Ref.IsZero() {
		x.ref = out.Ref
		t.Target.Kind, t.Target.ID = out.Ref.Kind, out.Ref.ID
	}
	commits := x.p.Commits("*")
	again, err := x.s.Apply(x.Context(), t)
	require.NoError(x, err)
	require.Equal(x, order.AlreadySo, again.Kind, again)
	require.Equal(x, commits, x.p.Commits("*"), "applied again, it changes nothing")
	require.Empty(x, x.p.IgnoredFields())
	return out, n
}

func (x *sale) deal() bitrix24test.Item {
	x.Helper()
	require.Len(x, x.p.Deals(), 1)
	d, ok := x.p.Deal("100500")
	require.True(x, ok)
	return d
}

func (x *sale) field(name string) string { return fmt.Sprint(x.deal().Fields[name]) }

func TestANewOrderIsADealWithItsGoodsAndBuyer(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	out, n := x.apply(order.EffectUpsert)
	require.Equal(t, order.Applied, out.Kind)
	require.Equal(t, bitrix24.StageNew, out.Code)
	t.Log("requests", n)
	d := x.deal()
	require.Equal(t, "Заказ 100500", d.Title)
	require.Equal(t, "Ожидает оплаты", d.Stage)
	require.Equal(t, "Подтвержден, ожидает оплаты", x.field(bitrix24.FieldStatus))
	require.InDelta(t, 7320.0, d.Opportunity, 0.001)
	rows := p.Rows(d.ID)
	require.Len(t, rows, 3)
	for _, r := range rows {
		t.Logf("%+v", r)
	}
	for name, v := range d.Fields {
		t.Log(name, v)
	}
	c := p.Contacts()
	require.Len(t, c, 1)
	require.Equal(t, []string{"+79123456789"}, c[0].Phones)
	require.Equal(t, []string{"anna@example.org"}, c[0].Mails)
	require.NotNil(t, out.Sums)
	require.Equal(t, amount.RUB(732000), out.Sums.Total)
}

func (x *sale) pay() {
	x.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: x.o.View().Total, Method: "card"}})
}

func (x *sale) positions() []string {
	var all []string
	for _, it := range x.p.Items("Позиция заказа", x.deal().ID) {
		all = append(all, it.Title+": "+it.Stage)
	}
	slices.Sort(all)
	return all
}

func TestTheWayOfAnOrderIsShown(t *testing.T) {
	p, s := desk(t, bitrix24test.Settings{})
	x := buys(t, p, s, draft())
	x.apply(order.EffectUpsert)
	_, n := x.apply(order.EffectShow)
	t.Log("show", n)
	require.Equal(t, []string{"Ботинки, 42 × 1: Новый", "Кружка × 3: Новый"}, x.positions())
	x.pay()
	x.apply(order.EffectStatus)
	require.Equal(t, "Заказ оплачен", x.deal().Stage)
	require.Equal(t, "Собирается", x.field(bitrix24.FieldStatus))
	x.apply(order.EffectPayment)
	require.Equal(t, "7320.00|RUB", x.field(bitrix24.FieldPaid))
	x.do(order.SetMark{Line: "L1", Unit: 0, Code: "010460406000600021N4N57RSCBUZTQ"})
	x.do(order.Assemble{Picks: order.PickAll("L1", "L2"), Warehouse: "ЦС"})
	_, n = x.apply(order.EffectShow)
	t.Log("show", n)
	require.Equal(t, []string{"Ботинки, 42 × 1: Собирается", "Кружка × 3: Собирается"}, x.positions())
	x.do(order.CreateShipment{Picks: order.PickAll("L1", "L2"), Carrier: order.Ref{System: "cdek", Account: "cdek-1"}, To: "TUL4"})
	x.apply(order.EffectStatus)
	require.Equal(t, "Собирается", x.deal().Stage)
	_, n = x.apply(order.EffectShow)
	t.Log("show", n)
	items := p.Items("Отгрузка", x.deal().ID)
	require.Len(t, items, 1)
	require.Equal(t, "Собирается", items[0].Stage)
	require.Len(t, p.ItemRows(items[0].TypeID, items[0].ID), 2)
	x.do(order.HandOver{Shipment: 1, Waybill: "1234567890"})
	x.apply(order.EffectStatus)
	require.Equal(t, "Доставляется", x.deal().Stage)
	x.apply(order.EffectShow)
	require.Equal(t, "Отправлено", p.Items("Отгрузка", x.deal().ID)[0].Stage)
	x.do(order.Deliver{})
	x.do(order.Return{Picks: order.Pick("L2", amount.Pcs(2)), Reason: status.ReasonDefect})
	x.apply(order.EffectStatus)
	require.Equal(t, "Выдан", x.deal().Stage)
	x.apply(order.EffectShow)
	back := p.Items("Возврат", x.deal().ID)
	require.Len(t, back, 1)
	require.Equal(t, "К возврату", back[0].Stage)
	t.Log(x.positions(), back[0].Fields)
	for _, l := range p.Timeline(x.deal().ID) {
		t.Log(l.Title, l.Text)
	}
}
