package onec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// document returns what the order knows of a document.
func (d *desk) document(kind string) order.Document {
	d.Helper()
	for _, x := range d.o.View().Documents {
		if x.Kind == kind {
			return x
		}
	}
	require.Fail(d, "the order has no "+kind)
	return order.Document{}
}

// The warehouse posts the sale in 1C, and takes that back: the order has left, and then says that this contradicts what
// it knows.
func TestASalePostedAndUnpostedByPeopleIsTold(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.packs("МАГ-1")
	d.marks()
	number := d.applies(order.EffectDocument, d.sale(order.DocumentDraft)).Documents[0].Number
	require.Empty(t, d.pulls(), "our own writes are no changes")

	require.NoError(t, d.base.Post("РеализацияТоваровУслуг", number))
	d.reads()
	require.True(t, d.document("sale").Posted)
	require.Equal(t, status.ItemSent, d.o.View().Lines[0].Portions[0].State, "«Отправлено»")
	require.Empty(t, d.pulls(), "a change comes once")

	require.NoError(t, d.base.Unpost("РеализацияТоваровУслуг", number))
	d.reads()
	require.NotEmpty(t, d.o.View().Holds, "goods that left have not come back by that")
}

func TestASaleMarkedForDeletionByPeopleIsTold(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.packs("МАГ-1")
	out := d.applies(order.EffectDocument, d.sale(order.DocumentDraft))
	d.do(order.Attach{Document: out.Documents[0]})
	d.pulls()
	require.NoError(t, d.base.MarkDeleted("РеализацияТоваровУслуг", out.Documents[0].Number))
	d.reads()
	require.Equal(t, order.DocumentVoid, d.document("sale").State)
	require.Equal(t, "marked for deletion in 1C", d.document("sale").Voided)
	again := d.apply(order.EffectDocument, order.Effect{Shipment: 1})
	require.NotEqual(t, out.Documents[0].Number, again.Documents[0].Number, "the next request makes another sale")
}

// Sale and transfer made by hand in 1C are told with the goods that they are about.
func TestASaleMadeByHandIsTold(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{ShipFromReserve: true})
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	d.applies(order.EffectReserve, order.Effect{})
	d.pulls()
	number := saleByHand(d)
	d.reads()
	sale := d.document("sale")
	require.Equal(t, number, sale.Number)
	require.Equal(t, "draft", sale.State)
	require.Equal(t, "МАГ-1", sale.From)
	require.Equal(t, []order.Units{{Line: "1", To: amount.Pcs(1)}, {Line: "2", To: amount.Pcs(3)}}, sale.Units)
}

// What people cancel in the order is asked for here, with the reason; and a closed order, one that is not posted, one
// with an unknown status and a changed quantity are told.
func TestWhatPeopleDoWithTheOrderIsTold(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	d.applies(order.EffectReserve, order.Effect{})
	d.pulls()
	number := d.there().Number
	rows := rowsThere(d.there())
	rows[0]["Отменено"], rows[0]["ПричинаОтмены_Key"] = true, d.base.Key("Catalog_ПричиныОтменыЗаказовКлиентов", "Нет в наличии")
	rows[1]["Склад_Key"] = d.base.Key("Catalog_Склады", "ЦС")
	require.NoError(t, d.base.Edit("ЗаказКлиента", number, map[string]any{"Товары": rows}))
	r := d.reads()
	require.Equal(t, []order.Observation{order.Intent{Code: "Отменено", Commands: []order.Command{
		order.Cancel{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonOutOfStock},
	}}}, r.Reports)
	require.Equal(t, []order.Reserved{{Line: "2", Warehouse: "ЦС", Quantity: amount.Pcs(3)}}, r.Reserved, "people moved the reserve")
	require.Equal(t, amount.RUB(100000), r.Sums.Total)

	for _, step := range []struct {
		do   func() error
		want string
	}{
		{func() error { return d.base.Unpost("ЗаказКлиента", number) }, "is not posted in 1C"},
		{func() error { return d.base.Post("ЗаказКлиента", number) }, ""},
		{func() error { return d.base.CloseOrder(number) }, "is closed in 1C"},
	} {
		require.NoError(t, step.do())
		r := d.reads()
		if step.want == "" {
			require.Empty(t, r.Warnings)
			continue
		}
		require.Len(t, r.Warnings, 1)
		require.Contains(t, r.Warnings[0].String(), step.want)
	}
}

// A shop sends what a transfer order asks for, fewer than that; people receive it in 1C; a transfer order that they
// take back is dropped.
func TestTransfersByPeopleAreTold(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.RequestTransfer{Picks: order.Pick("2", amount.Pcs(3)), From: "МАГ-1", To: "ЦС", Central: true})
	asked := d.applies(order.EffectTransfer, order.Effect{Transfer: 1}).Documents[0]
	require.Equal(t, order.Document{
		Kind: "transfer-order", Number: asked.Number, Date: asked.Date, Ref: asked.Ref, Posted: true, Basis: d.there().Number, State: "posted",
		From: "МАГ-1", To: "ЦС", Transfer: 1,
	}, asked)
	d.pulls()

	sent, err := d.base.ShopSends(asked.Number, map[string]float64{"MUG": 2})
	require.NoError(t, err)
	d.reads()
	x := d.document("transfer")
	require.Equal(t, sent, x.Number)
	require.Equal(t, "sent", x.State)
	require.Equal(t, []order.Units{{Line: "2", To: amount.Pcs(2)}}, x.Units)
	require.Equal(t, status.TransferSent, d.o.View().Transfers[0].State)

	require.NoError(t, d.base.Post("ПеремещениеТоваров", sent))
	d.reads()
	require.Equal(t, status.ItemSentToCentral, d.o.View().Lines[1].Portions[0].State, "«Отправлен на центральный склад»")
	require.NoError(t, d.base.Receive(sent))
	d.reads()
	require.Equal(t, status.TransferReceived, d.o.View().Transfers[0].State)
	d.applies(order.EffectReserve, order.Effect{})
	require.InDelta(t, 2.0, d.base.Stock("MUG", "ЦС").Reserved, 0, "what came is reserved where it is")
}

func TestATransferOrderMadeByHandIsAskedForHere(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.RequestTransfer{Picks: order.Pick("2", amount.Pcs(1)), From: "МАГ-1", To: "ЦС", Central: true})
	first := d.applies(order.EffectTransfer, order.Effect{Transfer: 1}).Documents[0]
	d.pulls()
	orders := connect(d.base, onectest.Password).TransferOrders()
	like, err := orders.Get(t.Context(), onec.Guid(first.Ref.ID))
	require.NoError(t, err)
	byHand := onec.TransferOrder{
		Document: onec.Document{Date: like.Date}, Delivery: like.Delivery, Status: like.Status, Operation: like.Operation, Organization: like.Organization,
		Recipient: like.Recipient, From: like.From, To: like.To, Acceptance: like.Acceptance, Basis: like.Basis, BasisType: like.BasisType, Priority: like.Priority,
	}
	row := like.Goods[0]
	row.Code = 0
	byHand.Goods = []onec.TransferOrderRow{row}
	made, err := orders.Create(t.Context(), byHand, onec.Filter{})
	require.NoError(t, err)
	_, err = orders.Post(t.Context(), made.Value.Ref)
	require.NoError(t, err)
	cs := d.pulls()
	r, err := d.s.Read(t.Context(), cs, d.o.View())
	require.NoError(t, err)
	require.Contains(t, r.Reports, order.Observation(order.Intent{Code: made.Value.Number, Commands: []order.Command{
		order.RequestTransfer{Picks: order.Pick("2", amount.Pcs(1)), From: "МАГ-1", To: "ЦС", Central: true},
	}}))

	require.NoError(t, d.base.MarkDeleted("ЗаказНаПеремещение", first.Number))
	r, err = d.s.Read(t.Context(), d.pulls(), d.o.View())
	require.NoError(t, err)
	require.Contains(t, r.Reports, order.Observation(order.Intent{Code: "КВыполнению", Commands: []order.Command{
		order.DropTransfer{Transfer: 1, Why: "transfer order " + first.Number + " is marked for deletion in 1C"},
	}}))
}

// A transfer to a shop that is posted as sent is on the way: 1C has the goods there once they are received.
func TestATransferOnItsWayToAShopIsNotThere(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.RequestTransfer{Picks: order.Pick("2", amount.Pcs(1)), From: "ЦС", To: "МАГ-1"})
	asked := d.applies(order.EffectTransfer, order.Effect{Transfer: 1}).Documents[0]
	d.pulls()
	sent, err := d.base.ShopSends(asked.Number, nil)
	require.NoError(t, err)
	require.NoError(t, d.base.Post("ПеремещениеТоваров", sent))
	r := d.reads()
	require.Equal(t, "sent", d.document("transfer").State)
	require.Len(t, r.Warnings, 1)
	require.Contains(t, r.Warnings[0].String(), "on stock at МАГ-1 once it is «Принято»")
	require.NoError(t, d.base.Receive(sent))
	d.reads()
	require.Equal(t, status.TransferReceived, d.o.View().Transfers[0].State)
}

// Fewer units than asked for were sent: the rest is taken out of the transfer order, so that nobody sends it later.
func TestWhatIsNotSentIsTakenOutOfTheRequest(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.RequestTransfer{Picks: order.Pick("2", amount.Pcs(3)), From: "МАГ-1", To: "ЦС", Central: true})
	asked := d.applies(order.EffectTransfer, order.Effect{Transfer: 1}).Documents[0]
	d.do(order.SendTransfer{Transfer: 1, Picks: order.Pick("2", amount.Pcs(2))})
	out := d.applies(order.EffectTransfer, order.Effect{Transfer: 1})
	require.Len(t, out.Documents, 2)
	x, _ := d.base.Document("ЗаказНаПеремещение", asked.Number)
	require.Len(t, rowsThere(x), 2)
	require.Equal(t, true, rowsThere(x)[1]["Отменено"])
	require.InDelta(t, 1.0, d.base.Stock("MUG", "МАГ-1").Free, 0)
}

// Goods that the order holds where they are to be sent from are given up for the transfer.
func TestATransferTakesWhatTheOrderHolds(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.do(order.Assemble{Picks: order.PickAll("2"), Warehouse: "МАГ-1"})
	d.applies(order.EffectReserve, order.Effect{})
	require.InDelta(t, 0.0, d.base.Stock("MUG", "МАГ-1").Free, 0)
	d.do(order.RequestTransfer{Picks: order.PickAll("2"), From: "МАГ-1", To: "ЦС", Central: true})
	d.applies(order.EffectTransfer, order.Effect{Transfer: 1})
	require.InDelta(t, 3.0, d.base.Stock("MUG", "МАГ-1").Reserved, 0, "once, not twice")
}

// What an effect costs, in calls: licences are dear.
func TestCostInCalls(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	cost := func(do func()) int {
		before := d.base.Calls("*")
		do()
		return d.base.Calls("*") - before
	}
	d.do(order.Assemble{Warehouse: "МАГ-1"})
	reserve := order.Effect{}
	got := map[string]int{}
	got["reserve"] = cost(func() { d.apply(order.EffectReserve, reserve) })
	got["reserve again"] = cost(func() { d.apply(order.EffectReserve, reserve) })
	d.do(order.CreateShipment{})
	d.marks()
	sale := d.sale(order.DocumentPosted)
	got["sale"] = cost(func() { d.apply(order.EffectDocument, sale) })
	got["sale again"] = cost(func() { d.apply(order.EffectDocument, sale) })
	got["changes"] = cost(func() { d.pulls() })
	got["read"] = cost(func() {
		_, err := d.s.Read(t.Context(), nil, d.o.View())
		require.NoError(t, err)
	})
	got["stock"] = cost(func() {
		for _, err := range d.s.Stock(t.Context(), "MUG", "SHOES-42", "BOWL") {
			require.NoError(t, err)
		}
	})
	require.Equal(t, map[string]int{
		"reserve": 7, "reserve again": 2, "sale": 16, "sale again": 2, "changes": 4, "read": 5, "stock": 2,
	}, got)
}
