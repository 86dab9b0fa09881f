package bridge_test

import (
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// rozetkaLandings are where the orders of ROZETKA land in a program of documents, by their status.
func rozetkaLandings() []bridge.Landing {
	invoice := order.Document{Kind: "invoice", State: "issued"}
	waybill := func(state string) []order.Document { return []order.Document{invoice, {Kind: "waybill", State: state}} }
	ls := []bridge.Landing{
		{Status: "1", Name: "замовлення"},
		{Status: "26", Name: "замовлення"},
		{Status: "2", Name: "рахунок", Documents: []order.Document{invoice}},
		{Status: "5", Name: "рахунок і накладна", Documents: waybill("delivered")},
		{Status: "6", Name: "передоплачений рахунок і накладна", Documents: waybill("received"), Prepaid: true},
	}
	for _, s := range []string{"61", "3", "4"} {
		ls = append(ls, bridge.Landing{Status: s, Name: "рахунок і накладна", Documents: waybill("sent")})
	}
	return ls
}

// What a merchant of ROZETKA sets up, over HTTP: goods, methods of payment, centres and clients; where orders land.
//
// part of: RZ-3, RZ-14, RZ-15, RZ-16, RZ-17
func TestAMerchantOfROZETKASetsUpTheRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rz := rozetkatest.New(rozetkatest.Settings{})
		defer rz.Close()
		clients := erptest.NewClients()
		client := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword),
			ordo.WithHTTPClient(&http.Client{Transport: rz.Transport()}))
		route := rozetkaRoute
		route.Landing, route.Take = rozetkaLandings(), true
		route.Parties = bridge.Parties{
			Directory: "clients-1", Keys: []erp.PartyKey{erp.PartyPhone, erp.PartyName, erp.PartyEmail}, Create: true, Region: "UA",
			Fields: map[string]string{"group": "ROZETKA"},
		}
		made := func(r bridge.Route) *bridge.Bridge {
			b, err := bridge.New(memory.New(), bridge.Account("rz-1", client.Channel()), bridge.Account("clients-1", clients), r,
				bridge.WithClock(machine{}), bridge.WithLanguage(texts.Ukrainian),
				bridge.WithGoods(func(_ string, l order.LineView) bool { return l.SKU == "CH-1" }))
			require.NoError(t, err)
			return b
		}
		sold := func(method int, as string) (ids []int64) {
			for _, at := range []int{1, 26, 2, 3, 5, 6} {
				id := rz.Place(rozetkatest.Order{
					Buyer:     rozetkatest.Person{LastName: "Зразкова", FirstName: "Олена", Phone: "380670000002"},
					Recipient: rozetkatest.Person{LastName: "Інший", FirstName: "Іван", Phone: "380500000003"},
					Lines:     []rozetkatest.Line{{OfferID: as, Name: "Чайник", Price: 700_00, Quantity: 2}},
					Delivery:  rozetkatest.Delivery{Cost: 80_00, Branch: "76"}, Payment: rozetkatest.Payment{MethodID: method},
				})
				if at != 1 {
					require.NoError(t, rz.SetStatus(id, at))
				}
				ids = append(ids, id)
			}
			return ids
		}
		ids := sold(2, "CH-1")
		rz.List(rozetkatest.Good{OfferID: "CH-1", Name: "Чайник", Price: 700_00, Stock: 5}, rozetkatest.Good{OfferID: "KR-2", Name: "Кружка", Price: 120_00, Stock: 5})

		unbound := route
		unbound.Tills = map[string]string{"cash": "каса 1"}
		err := made(unbound).Check(t.Context())
		require.ErrorContains(t, err, "способи оплати без каси чи рахунку: Безналичный (cashless)")

		b := made(route)
		require.ErrorContains(t, b.Check(t.Context()), "KR-2 Кружка")
		ms, err := b.PaymentMethods(t.Context(), "rz-1")
		require.NoError(t, err)
		require.Len(t, ms, 2, "exactly two rows, whatever methods the shop has")
		pass, err := b.Sync(t.Context())
		require.NoError(t, err)
		landed := map[string]string{}
		for _, l := range pass.Runs[0].Loaded {
			landed[l.Order] = l.Where
		}
		at := func(i int) order.View {
			o, err := b.Order(t.Context(), "rz-1/"+strconv.FormatInt(ids[i], 10))
			require.NoError(t, err)
			return o.View()
		}
		for i, want := range []struct {
			where, warehouse string
			item             status.ItemState
			documents        int
		}{
			{"замовлення", "", status.ItemNew, 0},
			{"замовлення", "", status.ItemNew, 0},
			{"рахунок", "main", status.ItemAssembling, 1},
			{"рахунок і накладна", "shop", status.ItemSent, 2},
			{"рахунок і накладна", "shop", status.ItemArrived, 2},
			{"передоплачений рахунок і накладна", "shop", status.ItemHandedOut, 2},
		} {
			v := at(i)
			p := v.Lines[0].Portions[0]
			require.Equal(t, want.where, landed[v.ID])
			require.Equal(t, want.warehouse, p.Warehouse, "order %d", i)
			require.Equal(t, want.item, p.State, "order %d", i)
			require.Len(t, v.Documents, want.documents, "order %d", i)
			require.Empty(t, v.Holds, "order %d", i)
			require.Equal(t, "cashless", v.Method)
			require.Empty(t, v.Buyer.Email, "ROZETKA gives no real one")
		}
		o, _ := rz.Order(ids[0])
		require.Equal(t, 26, o.Status, "taken into work")
		require.Equal(t, amount.UAH(0), at(5).Due)
		require.Equal(t, "UA21 ПриватБанк", at(5).Payments[0].Till)
		require.Empty(t, at(4).Payments)

		for range 20 {
			time.Sleep(5 * time.Minute)
			_, err = b.Sync(t.Context())
			require.NoError(t, err)
		}
		require.Len(t, clients.All(), 1, "one client for six orders")
		require.Equal(t, []string{"+380670000002"}, clients.All()[0].Phones, "the buyer's, not the recipient's")
		for i := range ids {
			require.Equal(t, "1", at(i).Labels[bridge.PartyLabel], "order %d", i)
			require.Contains(t, at(i).Delivery.Recipient, "Інший")
		}

		// The invoice confirms there and reserves here; the waybill hands over and writes off.
		by, id := order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}, "rz-1/"+strconv.FormatInt(ids[0], 10)
		for _, c := range []struct {
			cmd       order.Command
			status    int
			warehouse string
		}{
			{issues("invoice", "issued"), 2, "main"},
			{order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "1", State: "sent", Waybill: "20450000000001"}}, 61, "shop"},
		} {
			_, err = b.Do(t.Context(), id, c.cmd, by, bridge.Fresh)
			require.NoError(t, err)
			_, err = b.Sync(t.Context())
			require.NoError(t, err)
			o, _ = rz.Order(ids[0])
			require.Equal(t, c.status, o.Status)
			require.Equal(t, c.warehouse, at(0).Lines[0].Portions[0].Warehouse)
		}
		require.Equal(t, "20450000000001", o.TTN)
	})
}
