package retailcrm_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Each try is many calls: CI makes 100 of them.
func init() {
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
}

// shopDraft is an order of the merchant's own shop: two mugs for 500.00 each, a teapot for 2500.00, delivery for
// 300.00.
func shopDraft() order.Draft {
	d := standardDraft()
	d.Scheme, d.Authority, d.Deadlines = order.OwnPickup, order.OwnShop, nil
	d.Ref.System, d.Ref.Account = "shop", "shop-1"
	d.Buyer = order.Buyer{Name: "Тестов Тест Тестович", Phone: "+79000000000", Email: "test@example.com"}
	d.Delivery = order.Delivery{City: "Тверь", Address: "Тверь, улица Примерная, 1"}
	d.Lines = []order.Line{
		{ID: "1", SKU: "MUG-RED", Name: "Кружка красная", Quantity: amount.Pcs(2), Total: amount.RUB(100000), VAT: amount.VAT20},
		{ID: "2", SKU: "TEAPOT", Name: "Чайник", Quantity: amount.Pcs(1), Total: amount.RUB(250000), VAT: amount.VAT20},
		{ID: "3", SKU: "delivery", Name: "Доставка", Kind: order.LineDelivery, Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT20},
	}
	return d
}

// cash is a mapping in which the merchant's people take cash themselves.
func cash() retailcrm.Mapping {
	m := retailcrm.DefaultMapping()
	m.Payment.Own = []string{"cash"}
	return m
}

// hears takes up what people changed since the last time, and gives the reading back.
func (d *desk) hears() erp.Reading {
	d.Helper()
	return d.takes(d.changes())
}

func (d *desk) changes() []erp.Change {
	d.Helper()
	var changes []erp.Change
	for c, err := range d.s.Changes(d.Context(), d.cursor) {
		require.NoError(d, err)
		if d.cursor = c.Cursor; c.Ref == d.s.Ref(d.o.View()) {
			changes = append(changes, c)
		}
	}
	return changes
}

func (d *desk) takes(changes []erp.Change) erp.Reading {
	d.Helper()
	r, err := d.s.Read(d.Context(), changes, d.o.View())
	require.NoError(d, err)
	for _, report := range r.Reports {
		_, err := d.o.Observe(report, d.by(crm1))
		require.NoError(d, err)
	}
	return r
}

// agrees says that the CRM and the order show the same lines and sums.
func (d *desk) agrees() {
	d.Helper()
	require.Empty(d, d.difference(), "notes: %v", d.o.View().Notes)
}

// difference is what the CRM shows otherwise than the order; "" if nothing.
func (d *desk) difference() string {
	d.Helper()
	r, err := d.s.Read(d.Context(), nil, d.o.View())
	require.NoError(d, err)
	here := erp.SumsOf(d.o.View())
	if here.Total != r.Sums.Total {
		return fmt.Sprintf("the total is %s there, %s here", r.Sums.Total, here.Total)
	}
	of := func(lines []order.LineSum, id string) order.LineSum {
		if i := slices.IndexFunc(lines, func(x order.LineSum) bool { return x.Line == id }); i >= 0 {
			return lines[i]
		}
		return order.LineSum{}
	}
	for _, l := range slices.Concat(here.Lines, r.Sums.Lines) {
		there, here := of(r.Sums.Lines, l.Line), of(here.Lines, l.Line)
		if l.Line == "" || there.Quantity.Cmp(here.Quantity) != 0 || !there.Total.IsUnset() && there.Total != here.Total {
			return fmt.Sprintf("line %q (%s) is %s for %s there, %s for %s here", l.Line, l.Name, there.Quantity, there.Total, here.Quantity, here.Total)
		}
	}
	return ""
}

// calm says that reading all changes again asks for nothing.
func (d *desk) calm(again []erp.Change) {
	d.Helper()
	before := d.o.Version()
	d.takes(again)
	require.Equal(d, before, d.o.Version())
}

// What a manager changes on the card of an order that is not paid, and what the order costs then.
//
// fault: M4
func TestWhatAManagerEditsBeforePayment(t *testing.T) {
	for name, tc := range map[string]struct {
		saves func(d *desk)
		total string
	}{
		"two mugs become one":              {func(d *desk) { d.crm.SetQuantity(d.id, d.lot("1"), "1") }, "3300.00 RUB"},
		"two mugs become five":             {func(d *desk) { d.crm.SetQuantity(d.id, d.lot("1"), "5") }, "5300.00 RUB"},
		"a new product for 1000.00":        {func(d *desk) { d.crm.AddProduct(d.id, "MUG-BLUE", "1", "1000.00") }, "4800.00 RUB"},
		"a product that is no offer":       {func(d *desk) { d.crm.AddProduct(d.id, "Открытка", "2", "50") }, "3900.00 RUB"},
		"the teapot is removed":            {func(d *desk) { d.crm.RemoveItem(d.id, d.lot("2")) }, "1300.00 RUB"},
		"a discount of 300.00":             {func(d *desk) { d.crm.SetDiscount(d.id, "300.00", "") }, "3500.00 RUB"},
		"a discount of a tenth":            {func(d *desk) { d.crm.SetDiscount(d.id, "", "10") }, "3450.00 RUB"},
		"both discounts":                   {func(d *desk) { d.crm.SetDiscount(d.id, "99.99", "3.5") }, "3577.51 RUB"},
		"a mug is 50.00 cheaper":           {func(d *desk) { d.crm.SetItemDiscount(d.id, d.lot("1"), "50") }, "3700.00 RUB"},
		"another price":                    {func(d *desk) { d.crm.SetPrice(d.id, d.lot("2"), "2000.50") }, "3300.50 RUB"},
		"a higher price":                   {func(d *desk) { d.crm.SetPrice(d.id, d.lot("2"), "3000") }, "4300.00 RUB"},
		"delivery for 500.00":              {func(d *desk) { d.crm.SetDeliveryCost(d.id, "500.00") }, "4000.00 RUB"},
		"delivery for nothing":             {func(d *desk) { d.crm.SetDeliveryCost(d.id, "0") }, "3500.00 RUB"},
		"a discount that was reconsidered": {func(d *desk) { d.crm.SetDiscount(d.id, "300.00", ""); d.hears(); d.crm.SetDiscount(d.id, "200.00", "") }, "3600.00 RUB"},
		"a discount that was taken away":   {func(d *desk) { d.crm.SetDiscount(d.id, "300.00", ""); d.hears(); d.crm.SetDiscount(d.id, "0", "") }, "3800.00 RUB"},
		"fewer mugs under a discount": {func(d *desk) {
			d.crm.SetDiscount(d.id, "300.00", "")
			d.hears()
			d.crm.SetQuantity(d.id, d.lot("1"), "1")
		}, "3000.00 RUB"},
		"a line gone under a discount": {func(d *desk) { d.crm.SetDiscount(d.id, "300.00", ""); d.hears(); d.crm.RemoveItem(d.id, d.lot("2")) }, "1000.00 RUB"},
		"a lot out of stock under a discount": {func(d *desk) {
			d.crm.SetDiscount(d.id, "300.00", "")
			d.hears()
			d.crm.SetItemStatus(d.id, d.lot("2"), "out-of-stock")
		}, "1000.00 RUB"},
		"more of what was added": {func(d *desk) {
			id := d.crm.AddProduct(d.id, "MUG-BLUE", "1", "1000")
			d.hears()
			d.crm.SetQuantity(d.id, id, "3")
		}, "6800.00 RUB"},
		"what was added goes again": {func(d *desk) {
			id := d.crm.AddProduct(d.id, "MUG-BLUE", "1", "1000")
			d.hears()
			d.crm.RemoveItem(d.id, id)
		}, "3800.00 RUB"},
		"all of it in one save": {func(d *desk) {
			d.crm.SetQuantity(d.id, d.lot("1"), "1")
			d.crm.AddProduct(d.id, "MUG-BLUE", "1", "1000.00")
			d.crm.SetDiscount(d.id, "300.00", "")
			d.crm.SetDeliveryCost(d.id, "500.00")
		}, "4200.00 RUB"},
	} {
		t.Run(name, func(t *testing.T) {
			d := sell(t, shopDraft(), retailcrm.DefaultMapping())
			d.agrees()
			tc.saves(d)
			from := d.cursor
			r := d.hears()
			edits := slices.DeleteFunc(commandsOf(r), func(c order.Command) bool { return c.Kind() == order.KindCancel })
			require.Len(t, edits, 1, "one save is one command")
			require.Equal(t, tc.total, d.o.Total().String(), "notes: %v", d.o.View().Notes)
			require.Empty(t, d.o.View().Notes)
			d.agrees()
			d.cursor = from
			d.calm(d.changes())
		})
	}
}

// commandsOf are the commands that a reading asks for.
func commandsOf(r erp.Reading) []order.Command {
	var all []order.Command
	for _, report := range r.Reports {
		if w, ok := report.(order.Intent); ok {
			all = append(all, w.Commands...)
		}
	}
	return all
}

// After payment, and where the lines are the channel's, each is refused with both values, or sums agree.
//
// fault: M4
func TestWhatAManagerEditsTooLateIsToldWithBothValues(t *testing.T) {
	edits := []struct {
		name, here, there string
		save              func(d *desk)
	}{
		{"quantity", "1", "2", func(d *desk) { d.crm.SetQuantity(d.id, d.lot("1"), "1") }},
		{"product", "1000.00", "not in the order", func(d *desk) { d.crm.AddProduct(d.id, "MUG-BLUE", "1", "1000.00") }},
		{"removal", "removed here", "in the order", func(d *desk) { d.crm.RemoveItem(d.id, d.lot("2")) }},
		{"discount", "costs", "2500.00", func(d *desk) { d.crm.SetDiscount(d.id, "300", "") }},
		{"delivery", "500.00", "300.00", func(d *desk) { d.crm.SetDeliveryCost(d.id, "500") }},
		{"price", "2000.00", "2500.00", func(d *desk) { d.crm.SetPrice(d.id, d.lot("2"), "2000") }},
	}
	for _, e := range edits {
		t.Run("paid: "+e.name, func(t *testing.T) {
			d := sell(t, shopDraft(), retailcrm.DefaultMapping())
			d.does(order.Pay{Payment: order.Payment{ID: "p1", Amount: d.o.Total()}})
			d.toldOrDone(e.save, e.here, e.there)
		})
		t.Run("of a marketplace: "+e.name, func(t *testing.T) {
			draft := shopDraft()
			draft.Authority, draft.Ref.System = order.Marketplace, "megamarket"
			d := sell(t, draft, retailcrm.DefaultMapping())
			e.save(d)
			before := d.o.Total()
			d.hears()
			require.Equal(t, before, d.o.Total())
			require.Contains(t, d.note().Text, "they belong to the channel: change them there")
			require.Contains(t, d.note().Text, e.here)
			require.Contains(t, d.note().Text, e.there)
		})
	}
}

// toldOrDone says that a change is done, with the same sums on both sides, or refused once, with both values.
func (d *desk) toldOrDone(save func(d *desk), here, there string) {
	d.Helper()
	save(d)
	from, before := d.cursor, d.o.Total()
	d.hears()
	if len(d.o.View().Notes) == 0 {
		d.agrees()
		return
	}
	require.Equal(d, before, d.o.Total())
	require.Contains(d, d.note().Text, here)
	require.Contains(d, d.note().Text, there)
	d.cursor = from
	d.calm(d.changes())
}

// A change that was changed back before anybody looked, or that only repeats what the order has, is nothing.
func TestAChangeThatChangesNothingAsksForNothing(t *testing.T) {
	d := sell(t, shopDraft(), retailcrm.DefaultMapping())
	d.crm.SetQuantity(d.id, d.lot("1"), "1")
	d.crm.SetQuantity(d.id, d.lot("1"), "2")
	d.crm.SetDiscount(d.id, "300", "")
	d.crm.SetDiscount(d.id, "0", "")
	d.crm.SetDeliveryCost(d.id, "500")
	d.crm.SetDeliveryCost(d.id, "300")
	d.crm.SetField(d.id, "firstName", "Тёст")
	d.crm.SetField(d.id, "firstName", "Тест")
	d.crm.SetField(d.id, "phone", "8")
	d.crm.SetField(d.id, "phone", "7 900 000-00-00")
	r := d.hears()
	require.Empty(t, r.Reports)
	require.Empty(t, r.Warnings)
	require.Empty(t, r.Ignored)
}

// The discounts that the shop gave stay known when a manager gives another one.
func TestADiscountOfTheShopStaysBesideOneOfTheManager(t *testing.T) {
	draft := shopDraft()
	draft.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(35000)}}
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.agrees()
	d.crm.SetDiscount(d.id, "100", "")
	d.hears()
	require.Equal(t, "3350.00 RUB", d.o.Total().String())
	var codes []string
	for _, a := range d.o.View().Adjustments {
		codes = append(codes, a.Code+" "+a.Amount.String())
	}
	require.Equal(t, []string{"SPRING 350.00 RUB", "retailcrm 100.00 RUB"}, codes)
	d.agrees()
	d.crm.SetQuantity(d.id, d.lot("1"), "1")
	d.hears()
	d.agrees()
}

// A unit whose price is no whole kopeck: what is left over is a discount of the order in the CRM, and no change of it.
func TestWhatNoPriceOfAUnitCanExpressIsNoChangeOfPrices(t *testing.T) {
	draft := shopDraft()
	draft.Lines[0].Quantity, draft.Lines[0].Total = amount.Pcs(3), amount.RUB(100000) // 3 for 333.34, less 0.02
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.agrees()
	d.crm.SetItemStatus(d.id, d.lot("2"), "out-of-stock") // the CRM spreads the 0.02 anew
	require.Equal(t, []order.Kind{order.KindCancel}, kinds(commandsOf(d.hears())))
	d.agrees()
	d.crm.SetQuantity(d.id, d.lot("1"), "2")
	d.hears()
	d.agrees()
}

// Whatever a manager does to lines and prices of an order that may be changed, both sides cost the same afterwards.
func TestBothSidesAgreeAfterAnyEdits(t *testing.T) {
	crm, system := install(t, retailcrm.DefaultMapping())
	n, cursor := 0, ""
	rapid.Check(t, func(rt *rapid.T) {
		n++
		draft := shopDraft()
		draft.ID, draft.Ref.ID = fmt.Sprint("shop-", n), fmt.Sprint(n)
		for i := range 2 {
			draft.Lines[i].Quantity = amount.Pcs(rapid.IntRange(1, 7).Draw(rt, "quantity"))
			draft.Lines[i].Total = amount.RUB(rapid.Int64Range(100000, 999999).Draw(rt, "total"))
		}
		if rapid.Bool().Draw(rt, "promo") {
			draft.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: "P", Amount: amount.RUB(rapid.Int64Range(1, 900).Draw(rt, "off"))}}
		}
		d := &desk{T: t, at: monday, crm: crm, s: system, cursor: cursor}
		var err error
		d.o, _, err = order.New(draft, d.by(mm))
		require.NoError(t, err)
		_, err = system.Apply(t.Context(), d.task(order.EffectUpsert))
		require.NoError(t, err)
		d.id = d.there().ID
		d.changes()
		cursor = d.cursor
		for range rapid.IntRange(1, 4).Draw(rt, "saves") {
			for range rapid.IntRange(1, 3).Draw(rt, "changes") {
				lines := d.there().Items
				line := lines[rapid.IntRange(0, len(lines)-1).Draw(rt, "line")].ID
				sum := big.NewRat(rapid.Int64Range(10000, 90000).Draw(rt, "sum"), 100).FloatString(2)
				switch rapid.IntRange(0, 5).Draw(rt, "what") {
				case 0:
					d.crm.SetQuantity(d.id, line, fmt.Sprint(rapid.IntRange(1, 9).Draw(rt, "n")))
				case 1:
					d.crm.SetPrice(d.id, line, sum)
				case 2:
					d.crm.AddProduct(d.id, "MUG-BLUE", fmt.Sprint(rapid.IntRange(1, 3).Draw(rt, "n")), sum)
				case 3:
					d.crm.SetDeliveryCost(d.id, sum)
				case 4:
					d.crm.SetDiscount(d.id, fmt.Sprint(rapid.IntRange(0, 3).Draw(rt, "discount")), "")
				case 5:
					if len(lines) > 1 {
						d.crm.RemoveItem(d.id, line)
					}
				}
			}
			d.hears()
			if diff := d.difference(); diff != "" {
				rt.Fatalf("%s; notes %v", diff, d.o.View().Notes)
			}
		}
	})
}

// Who buys and where it goes: each field that a person may change arrives.
func TestThePersonAndTheAddressAreChangedThere(t *testing.T) {
	d := sell(t, shopDraft(), retailcrm.DefaultMapping())
	for path, value := range map[string]string{
		"lastName": "Иванова", "firstName": "Анна", "patronymic": "Петровна", "phone": "+79000000001", "additionalPhone": "+79000000009", "email": "anna@example.com", "customerComment": "Позвоните за час",
		"delivery.address.index": "170001", "delivery.address.region": "Тверская область", "delivery.address.city": "Торжок", "delivery.address.street": "Новая",
		"delivery.address.building": "5", "delivery.address.flat": "12", "delivery.address.block": "2", "delivery.address.floor": "3",
		"delivery.address.intercomCode": "12К", "delivery.address.text": "Торжок, Новая, 5",
	} {
		d.crm.SetField(d.id, path, value)
	}
	from := d.cursor
	require.Equal(t, []order.Kind{order.KindChangeDetails}, kinds(commandsOf(d.hears())))
	v := d.o.View()
	require.Equal(t, order.Buyer{Name: "Иванова Анна Петровна", Phone: "+79000000001", Email: "anna@example.com"}, v.Buyer)
	require.Equal(t, order.Delivery{
		PostalCode: "170001", Region: "Тверская область", City: "Торжок", Street: "Новая", House: "5", Flat: "12", Entrance: "2", Floor: "3",
		Intercom: "12К", Address: "Торжок, Новая, 5", Comment: "Позвоните за час", Phone: "+79000000009",
	}, v.Delivery)
	d.cursor = from
	d.calm(d.changes())

	d.crm.SetField(d.id, "phone", "")
	r := d.hears()
	require.Empty(t, r.Reports)
	require.Len(t, r.Warnings, 1)
	require.Contains(t, r.Warnings[0].String(), `phone was emptied here and stays "+79000000001" in the order`)
}

func TestADetailThatComesTooLateIsToldWithBothValues(t *testing.T) {
	draft := shopDraft()
	draft.Authority = order.Marketplace
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.crm.SetField(d.id, "delivery.address.city", "Торжок")
	d.hears()
	require.Contains(t, d.note().Text, `city: "Торжок" here, "Тверь" in the order`)
	require.Contains(t, d.note().Text, "change them there")
}

// Words are kept with the order, once, and without the notes that were written from here.
func TestWhatPeopleWriteIsKeptOnce(t *testing.T) {
	d := sell(t, shopDraft(), retailcrm.DefaultMapping())
	task := d.task(order.EffectNote)
	task.Text = "hello"
	_, err := d.s.Apply(t.Context(), task)
	require.NoError(t, err)
	note := d.there().Field("managerComment")
	d.crm.SetField(d.id, "managerComment", note+"\nПодарок\nЗавернуть")
	d.crm.SetField(d.id, "delivery.address.notes", "вход со двора")
	from := d.cursor
	d.hears()
	require.Len(t, d.o.View().Comments, 1)
	require.ElementsMatch(t, []string{"Подарок", "Завернуть", "for the courier: вход со двора"}, strings.Split(d.o.View().Comments[0].Text, "\n"))
	d.cursor = from
	d.calm(d.changes())
	d.crm.SetField(d.id, "managerComment", note+"\nПодарок\nЗавернуть\nСиняя лента")
	d.hears()
	require.Equal(t, "Синяя лента", d.o.View().Comments[1].Text)
}

// Money that people took themselves is a payment; any other payment is the gateway's to report.
//
// fault: M4
func TestPaymentsThatPeopleRecord(t *testing.T) {
	d := sell(t, shopDraft(), cash())
	paid := d.crm.AddPayment(d.id, "cash", "paid", "1000.00")
	from := d.cursor
	d.hears()
	require.Equal(t, "1000.00 RUB", d.o.View().Paid.String())
	require.Equal(t, "cash", d.o.View().Payments[0].Method)
	d.cursor = from
	d.calm(d.changes())

	planned := d.crm.AddPayment(d.id, "cash", "not-paid", "2800.00")
	require.Empty(t, d.hears().Reports, "an invoice is no money")
	d.crm.SetPayment(planned, "paid", "")
	d.hears()
	require.Equal(t, "3800.00 RUB", d.o.View().Paid.String())
	d.agrees()

	card := d.crm.AddPayment(d.id, "bank-card", "paid", "100.00")
	from = d.cursor
	d.hears()
	require.Equal(t, "3800.00 RUB", d.o.View().Paid.String())
	require.Contains(t, d.note().Text, "100.00 RUB is shown as paid, but the word of the gateway counts")
	d.cursor = from
	d.calm(d.changes())
	d.crm.RemovePayment(card)
	require.Empty(t, d.hears().Warnings)

	d.crm.SetPayment(paid, "", "900.00")
	require.Contains(t, d.hears().Warnings[0].String(), "900.00 RUB here, but 1000.00 RUB was received")
	d.crm.SetPayment(paid, "not-paid", "")
	require.Contains(t, d.hears().Warnings[0].String(), "1000.00 RUB was received in the order")
	d.crm.RemovePayment(planned)
	require.Contains(t, d.hears().Warnings[0].String(), "was removed here, but 2800.00 RUB was received")
}

func TestMoreMoneyThanTheOrderCostsIsToldWithBothValues(t *testing.T) {
	d := sell(t, shopDraft(), cash())
	d.crm.AddPayment(d.id, "cash", "paid", "4000.00")
	d.hears()
	require.True(t, d.o.View().Paid.IsZero())
	require.Contains(t, d.note().Text, "4000.00 RUB")
	require.Contains(t, d.note().Text, "3800.00 RUB")
}

func TestTheCostOfShippingThatIsAskedFor(t *testing.T) {
	draft := shopDraft()
	draft.Lines, draft.Confirmations = draft.Lines[:2], []status.Confirmation{status.ConfirmShippingCostSet}
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.crm.SetDeliveryCost(d.id, "450")
	require.Equal(t, []order.Kind{order.KindSetShippingCost}, kinds(commandsOf(d.hears())))
	require.Empty(t, d.o.View().Open)
	d.agrees()
}

// What cannot follow is told, and what is no matter of an order is reported as ignored.
func TestWhatNothingFollowsIsToldOrReported(t *testing.T) {
	d := sell(t, shopDraft(), retailcrm.DefaultMapping())
	d.crm.SetField(d.id, "managerId", "21")
	d.crm.SetField(d.id, "customFields.gift", "yes")
	d.crm.SetField(d.id, "somethingNew", "x")
	d.crm.SetField(d.id, "delivery.code", "courier")
	r := d.hears()
	require.Empty(t, r.Reports)
	var fields []string
	for _, c := range r.Ignored {
		fields = append(fields, c.Field)
	}
	require.ElementsMatch(t, []string{"manager", "custom_gift", "something_new"}, fields)
	require.Len(t, r.Warnings, 1)
	require.Contains(t, r.Warnings[0].String(), `the delivery type is "courier" here and stays "ordo" in the order`)
}

// fault: M4
func FuzzPeoplesChanges(f *testing.F) {
	f.Add("order_product.quantity", "1", "11001", `{"items":[{"id":1,"quantity":1}]}`)
	f.Add("payments", "", "", `{"payments":[{"id":1,"status":"paid","amount":5}]}`)
	f.Add("delivery_cost", "x", "", `{"delivery":{"cost":"1e9"},"discountManualPercent":"99999999999"}`)
	f.Fuzz(func(t *testing.T, field, value, item, patch string) {
		if !json.Valid([]byte(patch)) {
			return
		}
		d := sell(t, shopDraft(), retailcrm.DefaultMapping())
		d.crm.Exchanges()
		body := map[string]any{}
		if json.Unmarshal([]byte(patch), &body) != nil {
			return
		}
		body["id"], body["externalId"], body["status"] = d.id, d.there().ExternalID, "new"
		raw, err := json.Marshal(map[string]any{"success": true, "order": body})
		require.NoError(t, err)
		answer(d.crm, "GET /api/v5/orders/{x}", string(raw))
		r, err := d.s.Read(t.Context(), []erp.Change{{Field: field, Value: value, Item: item}}, d.o.View())
		if err != nil {
			return
		}
		for _, report := range r.Reports {
			_, err := d.o.Clone().Observe(report, d.by(crm1))
			require.NoError(t, err)
		}
	})
}
