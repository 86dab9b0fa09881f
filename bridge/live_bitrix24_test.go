package bridge_test

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// inPortal is the shop of frontDesk whose people work in a portal of Bitrix24.
type inPortal struct {
	*frontDesk
	portal *bitrix24test.Server
}

func openPortal(t *testing.T) *inPortal {
	t.Helper()
	w := &inPortal{frontDesk: &frontDesk{
		T: t, store: memory.New(), clock: &clock{t: time.Date(2026, 5, 14, 9, 0, 0, 0, time.UTC)}, shop: newPriceList(), desk: erptest.NewDesk(),
	}}
	w.books = erptest.NewBooks(erp.Warehouse{Code: "central", Central: true})
	for article := range w.shop.prices {
		w.books.SetStock(article, "central", amount.Pcs(5))
	}
	w.keep = w.books
	w.portal = bitrix24test.New(bitrix24test.Settings{Box: true, Now: w.clock.Now})
	t.Cleanup(w.portal.Close)
	crm := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), bxrest.Box(),
		ordo.WithHTTPClient(&http.Client{Transport: w.portal.Transport()}), ordo.WithAccount("b24-1"), ordo.WithClock(w.clock), ordo.WithMaxAttempts(1)).
		System(bitrix24.Settings{Responsible: bitrix24test.Operator})
	_, err := crm.Setup(t.Context())
	require.NoError(t, err)
	roles := map[string]order.Role{"11": order.RoleOperator, "31": order.RoleWarehouse}
	w.opens(bridge.Account("b24-1", crm), bridge.WithPeople(func(_, user string) order.Actor { return order.Actor{ID: user, Role: roles[user]} }),
		bridge.Route{Channel: "shop-1", ERP: "b24-1", Books: "books-1", Authority: order.OwnShop, Scheme: order.ByCarrier, Export: bridge.Export{When: bridge.ExportWhenPaid}})
	w.orders("A-1", order.Line{ID: "shoes", SKU: "SHOES-42", Name: "Ботинки", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT20},
		order.Line{ID: "mug", SKU: "MUG", Name: "Кружка", Quantity: amount.Pcs(2), Price: amount.RUB(89000), VAT: amount.VAT20})
	w.agrees()
	return w
}

func (w *inPortal) deal() bitrix24test.Item {
	w.Helper()
	d, there := w.portal.Deal("A-1")
	require.True(w, there)
	return d
}

// edits lets a user of the portal change the rows of the deal, and the program take it.
func (w *inPortal) edits(user int, change func(ls []bitrix24test.Line) []bitrix24test.Line) {
	w.Helper()
	w.clock.pass(time.Minute)
	d := w.deal()
	require.NoError(w, w.portal.SetsRows(user, d.ID, change(w.portal.Rows(d.ID))...))
	w.sync()
	w.agrees()
}

// types lets a user type a promo code.
func (w *inPortal) types(user int, code string) {
	w.Helper()
	w.clock.pass(time.Minute)
	require.NoError(w, w.portal.SetsField(user, w.deal().ID, bitrix24.FieldPromo, code))
	w.sync()
	w.agrees()
}

// quantity sets the quantity of the row of an article.
func quantity(article string, n float64) func(ls []bitrix24test.Line) []bitrix24test.Line {
	return func(ls []bitrix24test.Line) []bitrix24test.Line {
		for i := range ls {
			if strings.Contains(ls[i].Name, article) {
				ls[i].Quantity = n
			}
		}
		return slices.DeleteFunc(ls, func(l bitrix24test.Line) bool { return l.Quantity == 0 })
	}
}

// agrees checks that the rows of the deal are those of the order.
func (w *inPortal) agrees() {
	w.Helper()
	sums := map[string]amount.Money{}
	for _, l := range erp.SumsOf(w.view()).Lines {
		sums[l.Name] = l.Total
	}
	rows := w.portal.Rows(w.deal().ID)
	require.Len(w, rows, len(sums), "rows: %+v", rows)
	for _, r := range rows {
		name, _, _ := strings.Cut(r.Name, " [")
		require.InDelta(w, float64(sums[name].Minor())/100, r.Price*r.Quantity, 0.011, "%s of %+v, notes: %v", name, rows, w.said())
	}
	code := ""
	for _, a := range w.view().Adjustments {
		code = cmp.Or(code, a.Code)
	}
	shown, _ := w.deal().Fields[bitrix24.FieldPromo].(string)
	require.Equal(w, code, shown)
}

// said is the timeline of the deal.
func (w *inPortal) said() string {
	w.Helper()
	var all []string
	for _, n := range w.portal.Timeline(w.deal().ID) {
		all = append(all, n.Text)
	}
	for _, t := range w.portal.Tasks() {
		all = append(all, t.Title+": "+t.Description)
	}
	return strings.Join(all, "\n")
}

// The same story in a portal: rows are edited in the deal and promo codes typed into its field; what is refused stands
// in the timeline, and the rows show the order again.
//
// part of: B24-2, B24-14
func TestRowsOfADealArePricedLive(t *testing.T) {
	w := openPortal(t)
	w.edits(bitrix24test.Operator, quantity("MUG", 3))
	require.Equal(t, amount.RUB(480000+3*89000), w.view().Total)

	w.shop.set(func() { w.shop.prices["MUG"] = 79000 })
	w.edits(bitrix24test.Operator, func(ls []bitrix24test.Line) []bitrix24test.Line {
		return append(quantity("SHOES-42", 0)(ls), bitrix24test.Line{Name: "Миска [BOWL]", Quantity: 2, Price: 1})
	})
	require.Equal(t, amount.RUB(3*79000+2*35000), w.view().Total)

	w.shop.set(func() { w.shop.down = &ordo.Error{System: "site", Class: ordo.Retry, Text: "connection refused"} })
	w.edits(bitrix24test.Operator, quantity("MUG", 1))
	require.Equal(t, amount.RUB(3*79000+2*35000), w.view().Total)
	require.Contains(t, w.said(), "connection refused")
	w.shop.set(func() { w.shop.down = nil })

	w.edits(bitrix24test.Storeman, quantity("BOWL", 0))
	require.Equal(t, amount.RUB(3*79000+2*35000), w.view().Total)
	require.Contains(t, w.said(), "role warehouse")

	w.types(bitrix24test.Operator, "NONE")
	require.Contains(t, w.said(), "the shop does not know it")
	w.types(bitrix24test.Operator, "MAY10")
	require.Equal(t, amount.RUB((3*79000+2*35000)*9/10), w.view().Total)
	w.types(bitrix24test.Operator, "")
	require.Equal(t, amount.RUB(3*79000+2*35000), w.view().Total)

	_, err := w.b.Do(t.Context(), a1, order.Pay{Payment: order.Payment{ID: "p1", Amount: w.view().Total, State: status.PaymentPaid}}, anna)
	require.NoError(t, err)
	w.sync()
	w.edits(bitrix24test.Operator, quantity("MUG", 1))
	require.Equal(t, amount.RUB(3*79000+2*35000), w.view().Total)
	require.Contains(t, w.said(), "goes into a return")
	asked := w.shop.asked
	w.sync()
	require.Equal(t, asked, w.shop.asked)
}
