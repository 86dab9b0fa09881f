package onec_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// A sale has the rows of its shipment with the codes of the order's rows, and the marking code as far as it identifies
// the unit; posted, the goods are off the stock.
func TestASaleIsMadeOfAShipment(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.packs("МАГ-1")
	d.marks()
	out := d.applies(order.EffectDocument, d.sale(order.DocumentDraft))
	require.Len(t, out.Documents, 1)
	sale := out.Documents[0]
	require.Equal(t, order.Document{
		Kind: "sale", Number: sale.Number, Date: sale.Date, Ref: sale.Ref, Basis: d.there().Number, Shipment: 1, State: "draft", From: "МАГ-1",
	}, sale)
	require.Equal(t, []string{"1 1 МАГ-1 Отгрузить", "2 3 МАГ-1 Отгрузить"}, d.rows())
	x, _ := d.base.Document("РеализацияТоваровУслуг", sale.Number)
	require.Equal(t, rowsThere(d.there())[1]["КодСтроки"], rowsThere(x)[1]["КодСтроки"])
	require.Equal(t, "курьер [50417/S1]", x.Fields["Комментарий"])
	marks := x.Fields["ШтрихкодыУпаковок"].([]map[string]any)
	require.Len(t, marks, 1)
	mark := d.base.Object("Catalog_ШтрихкодыУпаковокТоваров", marks[0]["ШтрихкодУпаковки_Key"].(string))
	require.Equal(t, "0104601234567893215abcDEF12345", mark["ЗначениеШтрихкода"])
	require.InDelta(t, 3.0, d.base.Stock("MUG", "МАГ-1").OnHand, 0)

	out = d.applies(order.EffectDocument, d.sale(order.DocumentPosted))
	require.Equal(t, sale.Number, out.Documents[0].Number, "the same sale is posted")
	require.True(t, out.Documents[0].Posted)
	require.InDelta(t, 0.0, d.base.Stock("MUG", "МАГ-1").OnHand, 0)
	require.Len(t, d.base.Documents("РеализацияТоваровУслуг"), 1)
}

// Where people work by hand in 1C as well: a sale that they made on the order for the same goods is the sale of the
// shipment, and a second one is not made.
func TestASaleThatPeopleMadeIsTaken(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{ShipFromReserve: true})
	d.packs("МАГ-1")
	d.marks()
	byHand := saleByHand(d)
	out := d.apply(order.EffectDocument, d.sale(order.DocumentPosted))
	require.Equal(t, order.Applied, out.Kind, out.Text)
	require.Equal(t, byHand, out.Documents[0].Number)
	require.Len(t, d.base.Documents("РеализацияТоваровУслуг"), 1)
}

// saleByHand makes the sale of the order as people do, not posted, and returns its number.
func saleByHand(d *desk) string {
	d.Helper()
	c := connect(d.base, onectest.Password)
	o, err := c.Orders().Get(d.Context(), onec.Guid(d.ref.ID))
	require.NoError(d, err)
	x := onec.Sale{
		Document: onec.Document{Date: o.Date}, Terms: o.Terms, Delivery: o.Delivery, Warehouse: o.Warehouse, ByOrders: true,
		Kind: "РеализацияТоваровУслуг", SettlementCurrency: o.Currency,
	}
	x.Status, x.Comment, x.Total = onec.SaleShipped, "выдать сегодня", 0
	x.Order, x.OrderType = onec.Reference{Entity: onec.EntityOrder, ID: o.Ref}.Split()
	for _, r := range o.Goods {
		x.Goods = append(x.Goods, onec.SaleRow{Row: r.Row, Price: r.Price, Warehouse: r.Warehouse, Order: x.Order, OrderType: x.OrderType})
	}
	made, err := c.Sales().Create(d.Context(), x, onec.Filter{})
	require.NoError(d, err)
	return made.Value.Number
}

// Goods that come back through a shop go onto the stock of that shop; marked ones go to the central warehouse. The note
// is on the basis of the sale, for the reason that the merchant names so, and can be printed.
func TestAReturnGoesWhereItBelongs(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	d.packs("МАГ-1")
	d.marks()
	sold := d.applies(order.EffectDocument, d.sale(order.DocumentPosted)).Documents[0]
	for _, c := range []order.Command{
		order.Attach{Document: sold},
		order.HandOver{Shipment: 1},
		order.Deliver{},
		order.Return{Picks: order.PickAll("1").And(order.Pick("2", amount.Pcs(2))), Reason: status.ReasonWrongSize},
		order.Receive{Block: 1, Custody: status.CustodyReceived},
	} {
		d.do(c)
	}
	out := d.applies(order.EffectReturn, order.Effect{Block: 1})
	require.Len(t, out.Documents, 2)
	require.Equal(t, "МАГ-1", out.Documents[0].To)
	require.Equal(t, "ЦС", out.Documents[1].To)
	for _, note := range out.Documents {
		require.Equal(t, sold.Number, note.Basis)
		require.Equal(t, 1, note.Block)
		require.True(t, note.Posted)
	}
	require.InDelta(t, 2.0, d.base.Stock("MUG", "МАГ-1").OnHand, 0)
	require.InDelta(t, 4.0, d.base.Stock("SHOES-42", "ЦС").OnHand, 0)
	require.InDelta(t, 2.0, d.base.Stock("SHOES-42", "МАГ-1").OnHand, 0)
	require.Equal(t, amount.RUB(33333), out.Sums.Total, "what is left costs what it cost")
	shoes, _ := d.base.Document("ВозвратТоваровОтКлиента", out.Documents[1].Number)
	require.Equal(t, "Не подошёл размер", shoes.Fields["ПричинаВозврата"])
	require.Len(t, shoes.Fields["ШтрихкодыУпаковок"], 1)

	file, err := d.s.Print(t.Context(), out.Documents[1].Ref)
	require.NoError(t, err)
	require.Equal(t, "return-note-"+shoes.Number+".html", file.Name)
	for _, words := range []string{
		"Return note " + shoes.Number, "On the basis of the sale " + sold.Number, "Не подошёл размер", "Кроссовки, размер 42", "5990.00", onectest.Organization, "Петрова Анна", "ЦС",
	} {
		require.Contains(t, string(file.Content), words)
	}
	_, err = d.s.Print(t.Context(), order.Ref{System: onec.Name, Kind: onec.RefOrder, ID: d.ref.ID})
	require.ErrorContains(t, err, "no printed form of order")
}

// Money that came, and what of it went back, are card operations on the order, each once.
func TestAPaymentIsACardOperation(t *testing.T) {
	d := sell(t, draft(), settings(), onectest.Settings{})
	require.Len(t, d.base.Documents("ОперацияПоПлатежнойКарте"), 1, "it came with the order")
	out := d.apply(order.EffectPayment, order.Effect{Payment: "p1"})
	require.Equal(t, order.AlreadySo, out.Kind)
	require.Equal(t, amount.RUB(699000), out.Sums.Paid)
	_, err := d.o.Observe(order.PaymentReport{Payment: order.Payment{
		ID: "p1", State: status.PaymentPartlyRefunded, Amount: amount.RUB(699000), Refunded: amount.RUB(100000),
	}}, d.by(order.Actor{Role: order.RoleGateway, System: "pay-1"}))
	require.NoError(t, err)
	out = d.applies(order.EffectPayment, order.Effect{Payment: "p1"})
	require.Equal(t, amount.RUB(599000), out.Sums.Paid)
	require.Len(t, d.base.Documents("ОперацияПоПлатежнойКарте"), 2)

	require.NoError(t, d.base.Edit("ОперацияПоПлатежнойКарте", d.base.Documents("ОперацияПоПлатежнойКарте")[0].Number, map[string]any{"Комментарий": "проверено"}))
	require.Equal(t, order.AlreadySo, d.apply(order.EffectPayment, order.Effect{Payment: "p1"}).Kind, "people wrote over the key: it is the same payment still")
	require.Len(t, d.base.Documents("ОперацияПоПлатежнойКарте"), 2)
}

// A delivery that costs is a service: it is never reserved, and goes with the first sale; the second has goods only.
func TestAServiceGoesWithTheFirstSale(t *testing.T) {
	p := draft()
	p.Lines[0].MarkRequired = false
	p.Lines = append(p.Lines, order.Line{ID: "3", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT22})
	set := settings()
	set.Goods.Services = map[onecKind]string{order.LineDelivery: "ДОСТАВКА"}
	d := open(t, p, set, onectest.Settings{})
	goods := connect(d.base, onectest.Password).Goods()
	mug, err := goods.Get(t.Context(), onec.Guid(d.base.Key("Catalog_Номенклатура", "MUG")))
	require.NoError(t, err)
	_, err = goods.Create(t.Context(), onec.Good{
		Name: "Доставка", FullName: "Доставка", Article: "ДОСТАВКА", Type: "Услуга", Kind: mug.Kind, Unit: mug.Unit, VATRate: mug.VATRate,
	}, onec.Filter{})
	require.NoError(t, err)
	d.stock("SHOES-42", "ЦС", 3)
	d.stock("MUG", "МАГ-1", 3)
	d.ref = d.applies(order.EffectUpsert, order.Effect{}).Ref
	d.do(order.Assemble{Picks: order.PickAll("1"), Warehouse: "ЦС"})
	d.do(order.Assemble{Picks: order.PickAll("2"), Warehouse: "МАГ-1"})
	d.applies(order.EffectReserve, order.Effect{})
	require.Contains(t, d.rows(), "3 1 ЦС НеТребуется")
	d.do(order.CreateShipment{Picks: order.PickAll("1")})
	d.do(order.CreateShipment{Picks: order.PickAll("2")})
	sum := func(number string) any {
		x, _ := d.base.Document("РеализацияТоваровУслуг", number)
		return x.Fields["СуммаДокумента"]
	}
	first := d.applies(order.EffectDocument, order.Effect{Shipment: 1}).Documents[0]
	require.InDelta(t, 6290.0, sum(first.Number), 0)
	second := d.applies(order.EffectDocument, order.Effect{Shipment: 2}).Documents[0]
	require.InDelta(t, 1000.0, sum(second.Number), 0)
	require.Equal(t, order.AlreadySo, d.apply(order.EffectReserve, order.Effect{}).Kind, "what is sold is not touched")
	require.Equal(t, order.AlreadySo, d.apply(order.EffectLines, order.Effect{}).Kind)
}

// pain: BUS-P2
// The same article twice in one order, once as a gift: two rows, each with its sum, and each is sold as itself.
func TestAGiftIsARowOfItsOwn(t *testing.T) {
	p := draft()
	p.Lines = []order.Line{
		{ID: "a", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(1), Total: amount.RUB(49000), VAT: amount.VAT22},
		{ID: "b", SKU: "MUG", Name: "Кружка в подарок", Quantity: amount.Pcs(1), Total: amount.RUB(0), VAT: amount.VAT22},
		{ID: "c", SKU: "MUG", Name: "Кружка со скидкой", Quantity: amount.Pcs(1), Total: amount.RUB(20000), VAT: amount.VAT22},
	}
	d := sell(t, p, settings(), onectest.Settings{})
	d.packs("МАГ-1")
	d.applies(order.EffectDocument, d.sale(order.DocumentPosted))
	r, err := d.s.Read(t.Context(), nil, d.o.View())
	require.NoError(t, err)
	require.Equal(t, amount.RUB(69000), r.Sums.Total)
	for i, l := range r.Sums.Lines {
		require.Equal(t, p.Lines[i].ID, l.Line)
		require.Equal(t, p.Lines[i].Total, l.Total)
	}
}

// pain: OD-P2
// The counterparty of a payment may be a reference of one type or of several.
func TestAPaymentHasItsCounterpartyInEitherShape(t *testing.T) {
	for _, mixed := range []bool{false, true} {
		d := sell(t, draft(), settings(), onectest.Settings{MixedCounterparty: mixed})
		require.True(t, d.apply(order.EffectPayment, order.Effect{Payment: "p1"}).Done())
		x := d.base.Documents("ОперацияПоПлатежнойКарте")[0].Fields
		got := x["Контрагент_Key"]
		if mixed {
			got = x["Контрагент"]
		}
		require.Equal(t, d.there().Fields["Контрагент_Key"], got)
	}
}

// Documents are dated by the clock that the client was given, in the zone of the base.
func TestDocumentsAreDatedByTheClock(t *testing.T) {
	clock := fake.NewClock(time.Date(2026, 3, 2, 22, 30, 0, 0, time.UTC))
	d := open(t, draft(), settings(), onectest.Settings{Now: clock.Now})
	d.s = connect(d.base, onectest.Password, ordo.WithClock(clock)).System(settings())
	d.ref = d.applies(order.EffectUpsert, order.Effect{}).Ref
	require.Equal(t, "2026-03-03T01:30:00", d.there().Date)
	require.NotEmpty(t, func() []erp.Change {
		require.NoError(t, d.base.Unpost("ЗаказКлиента", d.there().Number))
		return d.pulls()
	}())
}
