package onec_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/wire"
)

// keys are what documents of the demo base refer to.
type keys struct {
	organization, agreement, currency, priority, partner, counterparty, unit, vat onec.Guid
	mug, shoes, central, ural, kazan                                              onec.Guid
}

// find returns the key of the one object whose property has a value.
func find[T any](t *testing.T, set onec.Catalog[T], property, value string, key func(*T) onec.Guid) onec.Guid {
	t.Helper()
	v, err := set.Find(t.Context(), onec.Eq(property, value))
	require.NoError(t, err, value)
	return key(v)
}

func keysOf(t *testing.T, c *onec.Client) keys {
	t.Helper()
	entry := func(e *onec.Entry) onec.Guid { return e.Ref }
	place := func(w *onec.Warehouse) onec.Guid { return w.Ref }
	good := func(g *onec.Good) onec.Guid { return g.Ref }
	k := keys{
		organization: find(t, c.Organizations(), "Description", onectest.Organization, func(o *onec.Organization) onec.Guid { return o.Ref }),
		agreement:    find(t, c.Agreements(), "Description", onectest.Agreement, func(a *onec.Agreement) onec.Guid { return a.Ref }),
		currency:     find(t, c.Currencies(), "Code", onectest.Currency, entry),
		priority:     find(t, c.Priorities(), "Description", onectest.Priority, entry),
		mug:          find(t, c.Goods(), "Артикул", "MUG", good),
		shoes:        find(t, c.Goods(), "Артикул", "SHOES-42", good),
		central:      find(t, c.Warehouses(), "Description", "ЦС", place),
		ural:         find(t, c.Warehouses(), "Description", "МАГ-1", place),
		kazan:        find(t, c.Warehouses(), "Description", "МАГ-2", place),
	}
	partner, err := c.Partners().Create(t.Context(), onec.Partner{
		Name: "Иванова Анна", FullName: "Иванова Анна Петровна", Kind: "ЧастноеЛицо", Customer: true,
		Contacts: []onec.Contact{{Type: "Телефон", Text: "+7 912 000-00-00", Phone: "79120000000"}},
	}, onec.And(onec.Eq("Description", "Иванова Анна"), onec.Any("КонтактнаяИнформация", onec.Eq("НомерТелефона", "79120000000"))))
	require.NoError(t, err)
	k.partner = partner.Value.Ref
	who, err := c.Counterparties().Create(t.Context(), onec.Counterparty{
		Name: "Иванова Анна", FullName: "Иванова Анна Петровна", Kind: "ФизЛицо", Partner: k.partner,
	}, onec.Eq("Партнер_Key", k.partner))
	require.NoError(t, err)
	k.counterparty = who.Value.Ref
	g, err := c.Goods().Get(t.Context(), k.mug)
	require.NoError(t, err)
	k.unit, k.vat = g.Unit, g.VATRate
	return k
}

// row is a row of an order.
func (k keys) row(good onec.Guid, n int, warehouse onec.Guid, supply string) onec.OrderRow {
	sum := onec.Sum(n * 25000)
	return onec.OrderRow{
		Row:       onec.Row{Good: good, Quantity: onec.Pcs(n), Packs: onec.Pcs(n)},
		Price:     onec.Price{Price: 25000, Sum: sum, VATRate: k.vat, VAT: sum * 22 / 122, SumWithVAT: sum},
		Warehouse: warehouse, Supply: supply, ShippingDate: onec.At(time.Now().AddDate(0, 0, 2)),
	}
}

func (k keys) terms(status string) onec.Terms {
	return onec.Terms{
		Status: status, Operation: "РеализацияКлиенту", Partner: k.partner, Counterparty: k.counterparty, Organization: k.organization,
		Agreement: k.agreement, Currency: k.currency, Taxation: "ПродажаОблагаетсяНДС", PriceWithVAT: true, Discounted: true,
	}
}

func (k keys) order(number string, rows ...onec.OrderRow) onec.Order {
	return onec.Order{
		Document: onec.Document{Date: onec.At(time.Now())}, Terms: k.terms(onec.OrderToSupply), Delivery: onec.Delivery{Way: "Самовывоз"},
		Warehouse: k.central, Priority: k.priority, ClientNumber: number, Goods: rows,
	}
}

func TestAnOrderLivesInTheBase(t *testing.T) {
	t.Parallel()
	for _, st := range []onectest.Settings{{}, {Noise: true, IgnoreIfMatch: true, ClientKeys: true, NestedQuotes: false}} {
		lives(t, st)
	}
}

func lives(t *testing.T, st onectest.Settings) {
	s, c := demo(t, st)
	ctx := t.Context()
	require.NoError(t, s.SetStock("MUG", "МАГ-1", 3))
	require.NoError(t, s.SetStock("MUG", "МАГ-2", 5))
	k := keysOf(t, c)
	m, err := c.Metadata(ctx)
	require.NoError(t, err)
	w := m.Words()

	levels, err := c.ListStock(ctx, k.mug, k.shoes)
	require.NoError(t, err)
	require.Len(t, levels, 2)

	made, err := c.Orders().Create(ctx, k.order("50417", k.row(k.mug, 2, k.ural, w.Reserve), k.row(k.mug, 1, k.central, w.Supply)),
		onec.Eq("НомерПоДаннымКлиента", "50417"))
	require.NoError(t, err)
	o, err := c.Orders().Post(ctx, made.Value.Ref)
	require.NoError(t, err)
	require.True(t, o.Posted)
	require.Equal(t, onec.Sum(75000), o.Total)
	require.NotZero(t, o.Goods[0].Code)
	again, err := c.Orders().Create(ctx, k.order("50417"), onec.Eq("НомерПоДаннымКлиента", "50417"))
	require.NoError(t, err)
	require.True(t, again.Existed)

	held, err := c.GetReserves(ctx, o.Ref)
	require.NoError(t, err)
	require.Equal(t, &onec.Reserves{
		Held:    []onec.Level{{Good: k.mug, Warehouse: k.ural, Reserved: onec.Pcs(2)}},
		Missing: []onec.Level{{Good: k.mug, Warehouse: k.central, Reserved: onec.Pcs(1)}},
	}, held)
	levels, err = c.ListStock(ctx, k.mug)
	require.NoError(t, err)
	free := map[onec.Guid]onec.Quantity{}
	for _, l := range levels {
		free[l.Warehouse] = l.Free
	}
	require.Equal(t, map[onec.Guid]onec.Quantity{k.ural: onec.Pcs(1), k.kazan: onec.Pcs(5)}, free)

	// A shop is asked for what is short, and sends it.
	asked, err := c.TransferOrders().Create(ctx, transferOrder(k, o, w), onec.Filter{})
	require.NoError(t, err)
	_, err = c.TransferOrders().Post(ctx, asked.Value.Ref)
	require.NoError(t, err)
	sent, err := c.Transfers().Create(ctx, onec.Transfer{
		Document: onec.Document{Date: onec.At(time.Now())}, Delivery: onec.Delivery{Way: "Самовывоз"}, Status: onec.TransferSent,
		Operation: "ПеремещениеТоваров", Organization: k.organization, Recipient: k.organization, From: k.kazan, To: k.central,
		Acceptance: "НеРазделенаПоЗаказамИНакладным", ByOrders: true, Order: asked.Value.Ref,
		Goods: []onec.TransferRow{{
			Row:   onec.Row{Good: k.mug, Quantity: onec.Pcs(1), Packs: onec.Pcs(1), Code: asked.Value.Goods[0].Code},
			Order: asked.Value.Ref,
		}},
	}, onec.Eq("ЗаказНаПеремещение_Key", asked.Value.Ref))
	require.NoError(t, err)
	_, err = c.Transfers().Post(ctx, sent.Value.Ref)
	require.NoError(t, err)
	_, err = c.Transfers().Change(ctx, sent.Value.Ref, func(x *onec.Transfer) error { x.Status = onec.TransferReceived; return nil })
	require.NoError(t, err)
	_, err = c.Transfers().Post(ctx, sent.Value.Ref)
	require.NoError(t, err)
	require.InDelta(t, 1, s.Stock("MUG", "ЦС").OnHand, 0)

	// All rows are shipped by one sale.
	o, err = c.Orders().Change(ctx, o.Ref, func(o *onec.Order) error {
		for i := range o.Goods {
			o.Goods[i].Supply = w.Ship
		}
		return nil
	})
	require.NoError(t, err)
	o, err = c.Orders().Post(ctx, o.Ref)
	require.NoError(t, err)
	sale, err := c.Sales().Create(ctx, saleOf(k, o), onec.Eq("ЗаказКлиента", onec.Reference{Entity: onec.EntityOrder, ID: o.Ref}))
	require.NoError(t, err)
	_, err = c.Sales().Post(ctx, sale.Value.Ref)
	require.NoError(t, err)
	for state, err := range c.OrderStates().List(ctx, onec.Eq("Заказ", onec.Reference{Entity: onec.EntityOrder, ID: o.Ref})) {
		require.NoError(t, err)
		require.NoError(t, state.Problem)
		require.Equal(t, onec.Sum(75000), state.Shipped, state.State)
	}

	// One comes back.
	back := onec.Return{
		Document: onec.Document{Date: onec.At(time.Now())}, Terms: k.terms(""), Warehouse: k.ural, Acceptance: "НеРазделенаПоНакладным",
		Reason: "Не подошёл цвет", Compensation: onec.CompensateByRefund,
	}
	back.Operation, back.Discounted = "ВозвратТоваровОтКлиента", false
	back.Sale, back.SaleType = onec.Reference{Entity: onec.EntitySale, ID: sale.Value.Ref}.Split()
	row := onec.ReturnRow{Row: sale.Value.Goods[0].Row, Price: sale.Value.Goods[0].Price}
	row.Sale, row.SaleType = back.Sale, back.SaleType
	row.Quantity, row.Packs, row.Sum, row.SumWithVAT, row.VAT = onec.Pcs(1), onec.Pcs(1), 25000, 25000, 25000*22/122
	back.Goods = []onec.ReturnRow{row}
	came, err := c.Returns().Create(ctx, back, onec.Filter{})
	require.NoError(t, err)
	_, err = c.Returns().Post(ctx, came.Value.Ref)
	require.NoError(t, err)
	require.InDelta(t, 2, s.Stock("MUG", "МАГ-1").OnHand, 0)
	require.Empty(t, s.IgnoredFields(), "everything that was sent has a place")
}

func transferOrder(k keys, o *onec.Order, w onec.Words) onec.TransferOrder {
	x := onec.TransferOrder{
		Document: onec.Document{Date: onec.At(time.Now())}, Delivery: onec.Delivery{Way: "Самовывоз"}, Status: onec.TransferOrderToDo,
		Operation: "ПеремещениеТоваров", Organization: k.organization, Recipient: k.organization, From: k.kazan, To: k.central,
		Priority: k.priority, Acceptance: "НеРазделенаПоЗаказамИНакладным",
		Goods: []onec.TransferOrderRow{{
			Row: onec.Row{Good: k.mug, Quantity: onec.Pcs(1), Packs: onec.Pcs(1)}, Supply: w.Ship,
			Shipping: onec.At(time.Now()), Arrival: onec.At(time.Now().AddDate(0, 0, 2)),
		}},
	}
	x.Basis, x.BasisType = onec.Reference{Entity: onec.EntityOrder, ID: o.Ref}.Split()
	return x
}

func saleOf(k keys, o *onec.Order) onec.Sale {
	x := onec.Sale{
		Document: onec.Document{Date: onec.At(time.Now())}, Terms: k.terms(onec.SaleShipped), Delivery: onec.Delivery{Way: "Самовывоз"},
		Warehouse: o.Warehouse, ByOrders: true, Kind: "РеализацияТоваровУслуг", SettlementCurrency: k.currency,
	}
	x.Order, x.OrderType = onec.Reference{Entity: onec.EntityOrder, ID: o.Ref}.Split()
	for _, r := range o.Goods {
		x.Goods = append(x.Goods, onec.SaleRow{Row: r.Row, Price: r.Price, Warehouse: r.Warehouse, Order: x.Order, OrderType: x.OrderType})
	}
	return x
}

func TestWhatTheBaseRefusesIsSaidInItsWords(t *testing.T) {
	t.Parallel()
	s, c := demo(t, onectest.Settings{})
	ctx := t.Context()
	k := keysOf(t, c)
	require.NoError(t, s.SetStock("MUG", "МАГ-1", 1))
	made, err := c.Orders().Create(ctx, k.order("1", k.row(k.mug, 2, k.ural, "СоСклада")), onec.Filter{})
	require.NoError(t, err)
	_, err = c.Orders().Post(ctx, made.Value.Ref)
	require.ErrorIs(t, err, ordo.ErrConflict)
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, onec.CodeRefused, e.Code)
	require.NotEmpty(t, e.Text)

	_, err = c.Orders().Get(ctx, id1)
	require.ErrorIs(t, err, ordo.ErrNotFound)
	_, err = onec.NewCatalog[onec.Entry](c, "Catalog_Складыы").Find(ctx, onec.Eq("Description", "ЦС"))
	require.True(t, errors.As(err, &e) && e.Code == onec.CodeNoEntity, "%v", err)
	_, err = c.Warehouses().Find(ctx, onec.Eq("Город", "Москва"))
	require.True(t, errors.As(err, &e) && (e.Code == onec.CodeNoProperty || e.Code == onec.CodeFilter), "%v", err)
	// A bare guid never equals a property of several types: that is no error, and nothing is found.
	n, err := c.Sales().Count(ctx, onec.Eq("ЗаказКлиента", made.Value.Ref))
	require.NoError(t, err)
	require.Zero(t, n)
	own := made.Value.Goods[0]
	own.Extra = wire.Extra{"НетТакого": []byte(`"x"`)}
	_, err = c.Orders().Change(ctx, made.Value.Ref, func(o *onec.Order) error { o.Goods[0] = own; return nil })
	var lost *onec.Mismatch
	require.ErrorAs(t, err, &lost)
	require.Equal(t, []onec.Difference{{Property: "Товары[1].НетТакого", Sent: `"x"`}}, lost.Fields)
}

func TestTroubleOfTheBase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, trouble)
}

func trouble(t *testing.T) {
	s, c := demo(t, onectest.Settings{})
	ctx := t.Context()
	k := keysOf(t, c)
	s.Faults().Next("POST Document_ЗаказКлиента", fake.ResetAfter())
	made, err := c.Orders().Create(ctx, k.order("7", k.row(k.mug, 1, k.ural, "КОбеспечению")), onec.Eq("НомерПоДаннымКлиента", "7"))
	require.NoError(t, err)
	require.Len(t, s.Orders(), 1, "the answer was lost, and the order looked for")
	s.Faults().Next("POST Document_ЗаказКлиента/Post", onectest.LockConflict(), fake.ResetAfter())
	_, err = c.Orders().Post(ctx, made.Value.Ref)
	require.NoError(t, err)
	s.Faults().Next("PATCH Document_ЗаказКлиента", fake.ResetAfter())
	o, err := c.Orders().Change(ctx, made.Value.Ref, func(o *onec.Order) error { o.Comment = "спешит"; return nil })
	require.NoError(t, err)
	require.Equal(t, "спешит", o.Comment)

	// Somebody else is faster: the edit is done again on what he wrote.
	tries := 0
	o, err = c.Orders().Change(ctx, made.Value.Ref, func(o *onec.Order) error {
		if tries++; tries == 1 {
			require.NoError(t, s.Edit("ЗаказКлиента", o.Number, map[string]any{"ДополнительнаяИнформация": "код 17"}))
		}
		o.Comment += "!"
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, []any{2, "спешит!", "код 17"}, []any{tries, o.Comment, o.More})

	s.BreakInstallation(true)
	_, err = c.Orders().Get(ctx, made.Value.Ref)
	require.ErrorIs(t, err, ordo.ErrAuth)
	s.BreakInstallation(false)
	_, err = client(s, "wrong").Orders().Get(ctx, made.Value.Ref)
	require.ErrorIs(t, err, ordo.ErrAuth)
}

func TestBalancesAndPrices(t *testing.T) {
	t.Parallel()
	for _, st := range []onectest.Settings{{}, {NestedQuotes: true}, {Release: "11.4"}, {Release: "11.4", NestedQuotes: true}} {
		s, c := demo(t, st)
		ctx := t.Context()
		require.NoError(t, s.SetStock("MUG", "МАГ-1", 3))
		require.NoError(t, s.SetStock("BOWL", "ЦС", 2))
		mug, bowl := onec.Guid(s.Key("Catalog_Номенклатура", "MUG")), onec.Guid(s.Key("Catalog_Номенклатура", "BOWL"))
		for range 2 {
			levels, err := c.ListStock(ctx, mug, bowl)
			require.NoError(t, err)
			free := map[onec.Guid]onec.Quantity{}
			for _, l := range levels {
				free[l.Good] = l.Free
			}
			require.Equal(t, map[onec.Guid]onec.Quantity{mug: onec.Pcs(3), bowl: onec.Pcs(2)}, free)
		}
		type held struct {
			Good   onec.Guid     `json:"Номенклатура_Key"`
			OnHand onec.Quantity `json:"ВНаличииBalance"`
			onec.Record
		}
		rows := onec.NewRegister[held](c, "AccumulationRegister_ТоварыНаСкладах").Balance(ctx, onec.Eq("Номенклатура_Key", mug), "Номенклатура")
		for row, err := range rows {
			require.NoError(t, err)
			require.Equal(t, onec.Pcs(3), row.OnHand)
		}
		s.SetPrice("MUG", 199.9)
		kind, err := c.PriceTypes().Find(ctx, onec.Eq("Description", onectest.PriceType))
		require.NoError(t, err)
		prices, err := c.ListPrices(ctx, kind.Ref, mug)
		require.NoError(t, err)
		require.Len(t, prices, 1)
		require.Equal(t, onec.Sum(19990), prices[0].Price)
		for b, err := range c.Barcodes().List(ctx, onec.Eq("Номенклатура_Key", mug)) {
			require.NoError(t, err)
			require.Equal(t, mug, b.Good)
		}
	}
}

func TestBonusesOfAPartner(t *testing.T) {
	t.Parallel()
	s, c := demo(t, onectest.Settings{})
	partner := s.Key("Catalog_Партнеры", onectest.Carrier)
	s.SetBonus(partner, 120.5)
	n := 0
	for b, err := range c.Bonuses().Balance(t.Context(), onec.Eq("Партнер_Key", onec.Guid(partner)), "Партнер") {
		require.NoError(t, err)
		require.Equal(t, "120.5", b.Accrued.String())
		n++
	}
	require.Equal(t, 1, n)
	for card, err := range c.LoyaltyCards().List(t.Context(), onec.Query{}) {
		require.NoError(t, err)
		require.NoError(t, card.Problem)
	}
}
