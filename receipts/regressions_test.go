package receipts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// One bad address kept a receipt from a buyer who had left a good one.
// fault: M11
// fault: M12
func TestAReceiptGoesToTheAddressThatWorks(t *testing.T) {
	fallback := shop
	fallback.Buyer = receipts.Buyer{Email: "receipts@shop.example", Phone: "+74950000000"}
	for name, c := range map[string]struct {
		s           receipts.Settings
		given, want order.Buyer
		wrong       string
	}{
		"both are good":             {shop, order.Buyer{Email: "a@b.example", Phone: "+7 (900) 000-00-00"}, order.Buyer{Email: "a@b.example", Phone: "+79000000000"}, ""},
		"no phone number":           {shop, order.Buyer{Email: "a@b.example", Phone: "domofon 12"}, order.Buyer{Email: "a@b.example"}, ""},
		"a phone number in a flood": {shop, order.Buyer{Email: "a@b.example", Phone: "+7 900 000-00-00, +7 900 000-00-01"}, order.Buyer{Email: "a@b.example"}, ""},
		"must be an e-mail address": {shop, order.Buyer{Email: "нет", Phone: "89000000000"}, order.Buyer{Phone: "+79000000000"}, ""},
		"an address too long":       {shop, order.Buyer{Email: strings.Repeat("a", 60) + "@b.example", Phone: "89000000000"}, order.Buyer{Phone: "+79000000000"}, ""},
		"spaces around it":          {shop, order.Buyer{Email: " a@b.example "}, order.Buyer{Email: "a@b.example"}, ""},
		"neither":                   {shop, order.Buyer{Email: "нет", Phone: "нет"}, order.Buyer{Email: "нет", Phone: "нет"}, "is no e-mail address"},
		"hyphens that do not break": {shop, order.Buyer{Phone: "+7 901 000‑00‑02"}, order.Buyer{Phone: "+79010000002"}, ""},
		"a comma for the dot":       {shop, order.Buyer{Email: "ivanova@example,ru", Phone: "+79010000002"}, order.Buyer{Phone: "+79010000002"}, ""},
		"a Cyrillic letter":         {shop, order.Buyer{Email: "ivanovа@example.ru", Phone: "+79010000002"}, order.Buyer{Phone: "+79010000002"}, ""},
		"neither, and a fallback":   {fallback, order.Buyer{Email: "нет"}, order.Buyer{Email: "receipts@shop.example", Phone: "+74950000000"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := dresses(1)
			d.ID, d.Authority, d.Buyer = "A", order.OwnShop, c.given
			at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
			o, _, err := order.New(d, order.By{Actor: merchant, At: at})
			require.NoError(t, err)
			_, err = o.Do(order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(200000)}}, order.By{Actor: gateway, At: at})
			require.NoError(t, err)
			owed, err := receipts.Plan(o, c.s)
			require.NoError(t, err)
			require.Equal(t, c.want, order.Buyer{Email: owed[0].Receipt.Buyer.Email, Phone: owed[0].Receipt.Buyer.Phone})
			if c.wrong == "" {
				require.NoError(t, owed[0].Receipt.Check())
			} else {
				require.ErrorContains(t, owed[0].Receipt.Check(), c.wrong)
			}
		})
	}
}

// The second try of one payment's receipt had the key of another payment's.
func TestNoKeyIsAnAttemptOfAnother(t *testing.T) {
	k := place(t, dresses(2))
	k.pays("p", 200000, "card")
	k.pays("p~2", 200000, "card")
	owed, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	require.NotEqual(t, owed[0].Receipt.Attempt(2).Key, owed[1].Receipt.Key)

	r := owed[0].Receipt
	r.Key = strings.Repeat("ы", receipts.MaxKey) // 256 bytes
	require.NoError(t, r.Check())
	require.NoError(t, r.Attempt(2).Check(), "no letter is cut in two")
	other := r
	other.Key = strings.Repeat("ы", receipts.MaxKey-1) + "ю"
	require.NotEqual(t, r.Attempt(2).Key, other.Attempt(2).Key)
}

// Excise and the like were those of the first range of a position that was put together of several.
func TestAHostDressesAPositionAsItStandsInTheReceipt(t *testing.T) {
	d := order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{
		{ID: "a", Name: "Сок", Quantity: amount.Pcs(2), Price: amount.RUB(10000), VAT: amount.VATNone},
		{ID: "b", Name: "Чай", Quantity: amount.Pcs(1), Price: amount.RUB(10000), VAT: amount.VATNone},
	}}
	k := place(t, d)
	k.does(merchant, order.Edit{Extend: []order.Extension{{Line: "a", By: amount.Pcs(3), Price: amount.RUB(10000)}}})
	k.pays("p1", 60000, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	s := shop
	s.CompletePosition = func(_ order.LineData, p *receipts.Position) { p.Excise, _ = amount.RUB(700).Times(p.Quantity) }
	owed, err := receipts.Plan(k.o, s)
	require.NoError(t, err)
	i := slices.IndexFunc(owed, func(x receipts.PlannedReceipt) bool { return x.Reason == receipts.ForGoods })
	require.Equal(t, amount.Pcs(5), owed[i].Receipt.Positions[0].Quantity)
	require.Equal(t, amount.RUB(3500), owed[i].Receipt.Positions[0].Excise)
}

// A name without a place for the number was printed as "Аванс%!(EXTRA string=A-1042)", one of spaces did not pass.
func TestNamesAreAsTheyArePrinted(t *testing.T) {
	s := shop
	s.AdvanceName = "Предоплата 100%"
	d := dresses(1)
	d.Lines[0].Name, d.Lines[0].SKU = " \t", "  D-1\n"
	d.Lines = append(d.Lines, order.Line{ID: "long", Name: strings.Repeat("длинное ", 40), Quantity: amount.Pcs(1), Price: amount.RUB(100), VAT: amount.VATNone})
	k := place(t, d)
	k.pays("p1", 200100, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	require.Contains(t, k.reads(s), "\n  Предоплата 100%, advance")
	require.Contains(t, k.reads(s), "\n  D-1, full-payment")
	require.Contains(t, k.reads(s), "\n  "+strings.TrimSpace(strings.Repeat("длинное ", 16))+", full-payment")
}

// A pair is counted in pieces.
func TestGoodsThatGoByTheDozenAreCountedInPieces(t *testing.T) {
	d := order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{
		{ID: "eggs", Name: "Яйцо", Quantity: amount.Pcs(20), Step: amount.Pcs(10), Total: amount.RUB(20000), VAT: amount.VAT10},
		{ID: "cheese", Name: "Сыр", Quantity: amount.Milli(350), Step: amount.Milli(1), Total: amount.RUB(20000), VAT: amount.VAT10},
	}}
	k := place(t, d)
	k.pays("p1", 40000, "card")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	ps := k.plan(shop)[1].Receipt.Positions
	require.Equal(t, []receipts.Measure{receipts.Piece, receipts.OtherMeasure}, []receipts.Measure{ps[0].Measure, ps[1].Measure})
}
