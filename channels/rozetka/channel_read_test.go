package rozetka_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// reading reads an order that is answered with some JSON.
func reading(t *testing.T, answer string) channels.Reading {
	t.Helper()
	c := answering(t, func(*http.Request) string { return answer })
	for r, err := range c.Channel().Orders(t.Context(), "910000123") {
		require.NoError(t, err)
		return r
	}
	t.Fatal("no reading")
	return channels.Reading{}
}

func TestARecordedOrderIsRead(t *testing.T) {
	r := reading(t, testdata(t, "order.json"))
	require.NoError(t, r.Problem)
	require.NoError(t, r.Warning)
	require.Equal(t, []string{"910000123", "1", "new"}, []string{r.ID, r.Status, r.Category})
	require.Equal(t, time.Date(2026, 3, 1, 8, 15, 2, 0, time.UTC), r.Occurred)
	d := r.Snapshot.Draft
	require.Equal(t, order.Ref{System: "rozetka", Kind: "order", ID: "910000123"}, d.Ref)
	require.Equal(t, order.SchemeRozetka, d.Scheme)
	require.Equal(t, time.Date(2026, 3, 1, 8, 15, 0, 0, time.UTC), d.Placed)
	require.Equal(t, order.Buyer{Name: "Зразкова Олена", Phone: "380670000002", Ref: order.Ref{System: "rozetka", Kind: "user", ID: "3300111"}}, d.Buyer)
	require.Equal(t, order.Delivery{
		Service: "Нова Пошта", Recipient: "Зразок Петро", Phone: "380670000003", City: "Київ", Address: "№ 76, вул. Прикладна, 8",
		Street: "вул. Прикладна", House: "8", Point: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", Term: rozetka.TermFixed,
	}, d.Delivery)
	require.Equal(t, rozetka.MethodCodeCash, d.Method)
	require.Equal(t, "телефонуйте після 18", d.Comment)
	require.Len(t, d.Lines, 2)
	require.Equal(t, order.Line{
		ID: "770001", SKU: "sku-0001", Name: "Чайник", Quantity: amount.Pcs(2), Total: amount.UAH(1400_00),
		Ref: order.Ref{System: "rozetka", Kind: "purchase", ID: "770001"},
	}, d.Lines[0])
	require.Equal(t, []any{order.LineDelivery, amount.UAH(80_00), "Доставка"}, []any{d.Lines[1].Kind, d.Lines[1].Total, d.Lines[1].Name})
}

func TestTheThreeWaysOfPayingTheDelivery(t *testing.T) {
	for name, tt := range map[string]struct {
		delivery rozetkatest.Delivery
		term     string
		lines    int
	}{
		"free: no line":                         {rozetkatest.Delivery{Free: true}, rozetka.TermFree, 2},
		"at the carrier's tariff: no line":      {rozetkatest.Delivery{}, rozetka.TermTariff, 2},
		"at a fixed price: a line of the order": {rozetkatest.Delivery{Cost: 80_00}, rozetka.TermFixed, 3},
	} {
		t.Run(name, func(t *testing.T) {
			placed := teapots()
			placed.Delivery = tt.delivery
			onDesk(t, rozetkatest.Settings{}, placed, func(t *testing.T, d *desk) {
				v := d.o.View()
				require.Equal(t, tt.term, v.Delivery.Term)
				require.Len(t, v.Lines, tt.lines)
				require.Equal(t, amount.UAH(1400_00+241_00+tt.delivery.Cost), v.Total)
				require.Empty(t, d.looks())
			})
		})
	}
}

func TestAnAdditionalItemIsALineWithoutGoods(t *testing.T) {
	placed := teapots()
	placed.Status = 26
	onDesk(t, rozetkatest.Settings{}, placed, func(t *testing.T, d *desk) {
		require.NoError(t, d.rz.EditLines(d.id, func(ls []rozetkatest.Line) []rozetkatest.Line {
			return append(ls, rozetkatest.Line{Additional: true, Name: "Додатковий товар", Price: 120_00})
		}))
		require.Equal(t, []string{order.LineAdded{}.Kind()}, d.looks())
		v := d.o.View()
		last := v.Lines[len(v.Lines)-1]
		require.Equal(t, []any{order.LineAdditional, "", amount.UAH(120_00)}, []any{last.Kind, last.SKU, last.Total})
		require.Equal(t, order.Applied, d.does(order.EffectConfirm, order.Confirm{}).Kind, "both sides have the same lines")
		require.Empty(t, d.looks())
	})
}

// What is edited in the cabinet reaches the order, line by line, under ROZETKA's prices.
func TestEditsInTheCabinetAreTaken(t *testing.T) {
	for _, drop := range []bool{false, true} {
		placed := teapots()
		placed.Status = 26
		onDesk(t, rozetkatest.Settings{DropRemovedRows: drop}, placed, func(t *testing.T, d *desk) {
			edit := func(f func([]rozetkatest.Line) []rozetkatest.Line) []string {
				time.Sleep(time.Minute)
				require.NoError(t, d.rz.EditLines(d.id, f))
				return d.looks()
			}
			require.Equal(t, []string{"line-extended"}, edit(func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 3; return ls }))
			require.Equal(t, []string{"repriced"}, edit(func(ls []rozetkatest.Line) []rozetkatest.Line { ls[1].Price = 100_00; return ls }))
			require.Equal(t, []string{"cancelled"}, edit(func(ls []rozetkatest.Line) []rozetkatest.Line { return ls[:1] }))
			require.Equal(t, []string{"line-added"}, edit(func(ls []rozetkatest.Line) []rozetkatest.Line {
				return append(ls, rozetkatest.Line{OfferID: "L-3", Name: "Ложка", Price: 10_00, Quantity: 4})
			}))
			time.Sleep(time.Minute)
			require.NoError(t, d.rz.EditRecipient(d.id, rozetkatest.Person{LastName: "Зразок", FirstName: "Петро", Phone: "380670000003"}))
			require.NoError(t, d.rz.EditPayment(d.id, 4524))
			require.NoError(t, d.rz.EditDelivery(d.id, func(to *rozetkatest.Delivery) { to.Branch, to.Ref = "77", "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee" }))
			require.Equal(t, []string{"details-changed"}, d.looks())
			v := d.o.View()
			require.Equal(t, []any{"Зразок Петро", rozetka.MethodCodeCashless, amount.UAH(2100_00 + 40_00 + 80_00)}, []any{v.Delivery.Recipient, v.Method, v.Total})
			require.Contains(t, v.Delivery.Address, "№ 77")
			require.Empty(t, d.looks())
		})
	}
}

// The cabinet takes a confirmed order back into work, edits it, and confirms it again between two readings.
func TestAnOrderThatIsTakenBackIsFollowed(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		require.Empty(t, d.looks())
		require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 26}))
		require.NoError(t, d.rz.EditLines(d.id, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 1; return ls }))
		require.Equal(t, []string{"reopened", "cancelled"}, d.looks())
		require.Equal(t, status.OrderInWork, d.o.State())
		require.NoError(t, d.rz.EditLines(d.id, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 2; return ls }))
		require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 2}))
		require.Equal(t, []string{"line-extended", "progressed"}, d.looks())
		require.False(t, d.o.Held())
	})
}

func TestWhoCancelledIsSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		cancel func(*desk) error
		party  status.Party
		text   string
	}{
		"an administrator": {func(d *desk) error { return d.rz.CancelByAdmin(d.id) }, status.PartyChannel, "Скасовано адміністратором"},
		"the buyer":        {func(d *desk) error { return d.rz.CancelByBuyer(d.id) }, status.PartyBuyer, "Скасовано покупцем"},
		"us, with a comment": {func(d *desk) error {
			return d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 43, Comment: "тріщина"})
		}, 0, "Брак: тріщина"},
	} {
		t.Run(name, func(t *testing.T) {
			placed := teapots()
			placed.Status = 26
			onDesk(t, rozetkatest.Settings{}, placed, func(t *testing.T, d *desk) {
				require.NoError(t, tt.cancel(d))
				reports := d.read().Reports
				c, is := reports[0].(order.CancelReport)
				require.True(t, is)
				require.Equal(t, []any{tt.text, true, strconv.Itoa(d.there().Status)}, []any{c.Text, c.Done, c.Code})
				require.Equal(t, tt.party, c.Party)
				require.Equal(t, []string{"cancelled"}, d.looks())
			})
		})
	}
}

func TestAnOrderLandsAsFarAsItIsWithItsWaybill(t *testing.T) {
	for at, want := range map[int]status.OrderState{
		1: status.OrderNew, 26: status.OrderInWork, 47: status.OrderInWork, 2: status.OrderConfirmed, 61: status.OrderConfirmed,
		3: status.OrderHandedToCarrier, 64: status.OrderHandedToCarrier, 5: status.OrderArrived, 6: status.OrderCompleted, 87: status.OrderCompleted,
	} {
		t.Run(strconv.Itoa(at), func(t *testing.T) {
			placed := teapots()
			placed.Status = at
			if at >= 3 && at != 26 && at != 47 {
				placed.TTN = ttn
			}
			onDesk(t, rozetkatest.Settings{TakeWithin: -1}, placed, func(t *testing.T, d *desk) {
				v := d.o.View()
				require.Equal(t, want, v.State)
				if placed.TTN != "" {
					require.Len(t, v.Shipments, 1)
					require.Equal(t, ttn, v.Shipments[0].Waybill)
					require.Equal(t, 1, v.Lines[0].Portions[0].Shipment)
				}
				require.Empty(t, d.looks(), "the reading agrees with itself")
				require.False(t, d.o.Held())
			})
		})
	}
}

func TestWhatTheTableDoesNotSayHoldsTheOrder(t *testing.T) {
	answer := func(edit ...string) string { return strings.NewReplacer(edit...).Replace(testdata(t, "order.json")) }
	for name, tt := range map[string]struct{ answer, held string }{
		"a status that is not known":         {answer(`"status": 1, "status_group": 1,`, `"status": 95, "status_group": 1,`), "95"},
		"a status that says nothing":         {answer(`"status": 1, "status_group": 1,`, `"status": 46, "status_group": 2,`), "46"},
		"a claim to return":                  {answer(`"status": 1, "status_group": 1,`, `"status": 86, "status_group": 2,`), "86"},
		"a row with a status of another day": {answer(`"kit_id": 0, "status": 1`, `"kit_id": 0, "status": 5`), "purchase 5"},
		"goods that came back":               {answer(`"kit_id": 0, "status": 1`, `"kit_id": 0, "status": 2`, `"status": 1, "status_group": 1,`, `"status": 6, "status_group": 2,`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(t, tt.answer)
			require.NoError(t, r.Problem)
			s := r.Snapshot
			s.ID, s.Authority = "rz-1/1", order.Rozetka
			by := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: time.Now()}
			o, _, err := order.Import(s, by)
			require.NoError(t, err)
			for _, report := range r.Reports {
				_, err := o.Observe(report, by)
				require.NoError(t, err)
			}
			if tt.held == "" {
				require.Equal(t, status.ItemReturned, o.View().Lines[0].Portions[0].State)
				return
			}
			require.True(t, o.Held())
			require.Contains(t, o.View().Holds[0].Text, tt.held)
		})
	}
}

func TestAParcelOnItsWayBackIsReported(t *testing.T) {
	placed := teapots()
	placed.Status, placed.TTN = 3, ttn
	onDesk(t, rozetkatest.Settings{}, placed, func(t *testing.T, d *desk) {
		require.NoError(t, d.rz.SetStatus(d.id, 83))
		require.Contains(t, d.looks(), "tracked")
		require.Equal(t, status.ShipmentComingBack, d.o.View().Shipments[0].State)
		require.True(t, d.o.Held(), "people decide")
	})
}

func TestSumsThatDoNotAddUpAreNotGuessed(t *testing.T) {
	for name, tt := range map[string]struct{ old, now, problem, warning string }{
		"lines and the sum of goods":     {`"amount_with_discount": "1400.00"`, `"amount_with_discount": "1399.00"`, "its lines cost 1400.00 UAH, but amount_with_discount is 1399.00 UAH", ""},
		"goods above the whole":          {`"cost_with_discount": "1480.00"`, `"cost_with_discount": "1390.00"`, "cost_with_discount is only 1390.00 UAH", ""},
		"no sum of goods":                {`"amount": "1500.00", "amount_with_discount": "1400.00",`, ``, "does not say what its goods cost", ""},
		"a sum that is none":             {`"amount_with_discount": "1400.00"`, `"amount_with_discount": {"a": 1}`, "amount_with_discount is", ""},
		"a row without a price":          {`"cost": "1500.00", "cost_with_discount": "1400.00", "price"`, `"price"`, "must be there", ""},
		"no units":                       {`"quantity": 2`, `"quantity": 0`, "it must be 1 or more", ""},
		"a delivery at another price":    {`"cost": "80.00"`, `"cost": "70.00"`, "", "the delivery costs 70.00 UAH by its own field, and 80.00 UAH by the sums of the order"},
		"no id of the price list":        {`"price_offer_id": "sku-0001"`, `"price_offer_id": null`, "", "its article is ROZETKA's number 55100"},
		"no way to pay":                  {`"payment_method_id": 1,`, `"payment_method_id": 0,`, "", ""},
		"a warehouse of ROZETKA":         {`"is_fulfillment": false`, `"is_fulfillment": true`, "", "do not ship it"},
		"a removed row of a kit":         {`"purchases": [`, `"purchases": [{"id": 5, "item_name": "Тост", "kit_id": 9, "status": 0, "quantity": 1},`, "", "removed from the kit 9"},
		"a field that does not matter":   {`"total_quantity": 2`, `"total_quantity": "two"`, "", "total_quantity"},
		"rows that are none":             {`"purchases": [`, `"purchases": "none", "x": [`, "purchases", ""},
		"only the sums before discounts": {`"amount_with_discount": "1400.00", "cost": "1580.00", "cost_with_discount": "1480.00",`, `"cost": "1580.00",`, "its lines cost 1400.00 UAH, but amount_with_discount is 1500.00 UAH", ""},
	} {
		t.Run(name, func(t *testing.T) {
			whole := testdata(t, "order.json")
			require.Contains(t, whole, tt.old)
			r := reading(t, strings.Replace(whole, tt.old, tt.now, 1))
			if tt.problem != "" {
				require.ErrorIs(t, r.Problem, ordo.ErrInvalid)
				require.ErrorContains(t, r.Problem, tt.problem)
				return
			}
			require.NoError(t, r.Problem)
			if tt.warning == "" {
				require.NoError(t, r.Warning)
				return
			}
			require.ErrorContains(t, r.Warning, tt.warning)
		})
	}
}

func TestHowTheBuyerPaysIsOneOfTwoWays(t *testing.T) {
	for payment, want := range map[string]string{
		`{"payment_method_id":1,"payment_type":"cash"}`: "cash", `{"payment_method_id":4524,"payment_type":"card"}`: "cashless",
		`{"payment_method_id":4682,"payment_type":"no cash"}`: "cashless", `{"payment_method_id":942,"payment_type":"credit"}`: "cashless",
		`{"payment_method_id":77,"payment_type":"undefined"}`: "cashless", `{"payment_method_id":77,"payment_type":"cash"}`: "cash",
		`null`: "",
	} {
		answer := testdata(t, "order.json")
		i, j := strings.Index(answer, `"payment": {`), strings.Index(answer, `"order_status_history"`)
		r := reading(t, answer[:i]+`"payment": `+payment+", "+answer[j:])
		require.NoError(t, r.Problem)
		require.Equal(t, want, r.Snapshot.Method, payment)
		require.Equal(t, want == "", r.Warning != nil)
	}
}

func TestARestoredOrderNamesTheOneThatItReplaces(t *testing.T) {
	answer := strings.Replace(testdata(t, "order.json"), `"duplicate_order_id": null`, `"duplicate_order_id": 910000050`, 1)
	answer = strings.Replace(answer, `"group_id": null`, `"group_id": 33`, 1)
	answer = strings.Replace(answer, `"kit_id": 0`, `"kit_id": 9`, 1)
	link := func(kind, of, id string) order.Link {
		return order.Link{Kind: kind, Ref: order.Ref{System: "rozetka", Kind: of, ID: id}}
	}
	require.Equal(t, []order.Link{
		link(order.LinkRestored, "order", "910000050"), link(rozetka.LinkGroup, "group", "33"), link(rozetka.LinkKit, "kit", "9"),
	}, reading(t, answer).Snapshot.Links)
	old := strings.Replace(answer, `"status": 1, "status_group": 1,`, `"status": 31, "status_group": 3,`, 1)
	require.Len(t, reading(t, old).Snapshot.Links, 2, "the cancelled one names the new one")
}

func TestABuyerWhoIsSureIsNotToBeCalled(t *testing.T) {
	answer := strings.Replace(testdata(t, "order.json"), `"callback_off": 0`, `"callback_off": 1`, 1)
	require.Equal(t, "телефонуйте після 18 (не телефонувати: покупець упевнений у замовленні)", reading(t, answer).Snapshot.Comment)
}

func TestOrdersThatCannotBeReadAreTheirOwnProblem(t *testing.T) {
	c := answering(t, func(r *http.Request) string {
		switch r.URL.Path {
		case "/orders/1":
			return `{"success":false,"errors":{"code":1404,"message":"model_not_found"}}`
		case "/orders/2":
			return `{"success":false,"errors":{"code":1009,"message":"not_find_params"}}`
		case "/orders/4":
			return `{"success":false,"errors":{"code":1010,"message":"access_denied"}}`
		}
		return strings.Replace(testdata(t, "order.json"), "910000123", "3", 1)
	})
	var got []string
	var last error
	for r, err := range c.Channel().Orders(t.Context(), "1", "two", "2", "3", "4", "5") {
		if last = err; err == nil {
			got = append(got, fmt.Sprint(r.ID, " ", r.Problem != nil))
		}
	}
	require.Equal(t, []string{"2 true", "3 false"}, got)
	require.ErrorIs(t, last, ordo.ErrAuth, "whoever may not see one sees none")
}

// found are the orders of a window, with a plus for those that ended without success.
func found(t *testing.T, ch *rozetka.Channel, w channels.Window) map[string]string {
	t.Helper()
	all := map[string]string{}
	for f, err := range ch.Changed(t.Context(), w) {
		require.NoError(t, err)
		require.NoError(t, f.Problem)
		require.NotContains(t, all, f.ID)
		require.NotEmpty(t, f.Mark)
		all[f.ID] = f.Mark
		if f.Over {
			all[f.ID] = "over"
		}
	}
	return all
}

func TestOrdersAreFoundByCreationAndByChange(t *testing.T) {
	inBubble(t, rozetkatest.Settings{TakeWithin: -1, CloseAfter: -1}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		old := map[int]string{}
		for _, at := range []int{1, 26, 3, 6} {
			old[at] = strconv.FormatInt(rz.Place(rozetkatest.Order{Status: at}), 10)
		}
		cancelled, back := rz.Place(rozetkatest.Order{}), rz.Place(rozetkatest.Order{Status: 3, TTN: ttn})
		time.Sleep(100 * time.Hour)
		begin := time.Now()
		fresh := strconv.FormatInt(rz.Place(rozetkatest.Order{}), 10)
		require.NoError(t, rz.CancelByBuyer(cancelled))
		require.NoError(t, rz.SetStatus(back, 83))
		id, err := strconv.ParseInt(old[26], 10, 64)
		require.NoError(t, err)
		require.NoError(t, rz.SetInCabinet(id, rozetkatest.Change{Status: 2}))
		time.Sleep(time.Minute)
		ch := c.Channel()
		got := found(t, ch, channels.Window{From: begin, To: time.Now()})
		require.Len(t, got, 4)
		require.Equal(t, "over", got[strconv.FormatInt(back, 10)], "its parcel comes back")
		require.Contains(t, got, fresh)
		require.Contains(t, got, old[26])
		require.Equal(t, "over", got[strconv.FormatInt(cancelled, 10)])

		time.Sleep(time.Minute)
		require.NoError(t, rz.SetInCabinet(id, rozetkatest.Change{Status: 26}))
		again := found(t, ch, channels.Window{From: begin, To: time.Now().Add(time.Second)})
		require.NotEqual(t, got[old[26]], again[old[26]], "another mark, as it changed")
		require.Equal(t, got[fresh], again[fresh])

		earlier := found(t, ch, channels.Window{From: begin.Add(-101 * time.Hour), To: begin.Add(-99 * time.Hour)})
		require.Len(t, earlier, 4, "those that were placed then, but not the cancelled one")
	})
}

// An order of the hour that the clocks show twice is found by a window within either of the two.
func TestOrdersAreFoundWhenTheClocksAreSetBack(t *testing.T) {
	for _, minutes := range []int{10, 70, 110} { // after 00:00 UTC: 03:10, 03:10 again, 03:50 again
		now := time.Date(2026, 10, 25, 0, minutes, 0, 0, time.UTC)
		rz := rozetkatest.New(rozetkatest.Settings{Now: func() time.Time { return now }})
		id := strconv.FormatInt(rz.Place(rozetkatest.Order{}), 10)
		ch := client(rz).Channel()
		require.Contains(t, found(t, ch, channels.Window{From: now.Add(-time.Minute), To: now.Add(time.Minute)}), id)
		for r, err := range ch.Orders(t.Context(), id) {
			require.NoError(t, err)
			require.Zero(t, r.Occurred)
		}
		rz.Close()
	}
}

// A waybill that people typed in the cabinet, or made there, reaches the order, and nothing is sent back for it.
func TestAWaybillThatIsMadeInTheCabinetIsTakenOver(t *testing.T) {
	for name, service := range map[string]int{"of Nova Poshta": rozetka.ServiceNovaPoshta, "of ROZETKA Delivery": rozetka.ServiceROZETKA} {
		t.Run(name, func(t *testing.T) {
			placed := teapots()
			placed.Delivery.ServiceID = service
			onDesk(t, rozetkatest.Settings{}, placed, func(t *testing.T, d *desk) {
				d.does(order.EffectConfirm, order.Confirm{})
				require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 61, TTN: ttn}))
				require.Equal(t, []string{"shipment-created"}, d.looks())
				require.Empty(t, d.looks())
				require.NoError(t, d.rz.Track(d.id, 3))
				require.Equal(t, []string{"handed-over"}, d.looks())
				v := d.o.View()
				require.Equal(t, []any{ttn, status.ShipmentSent}, []any{v.Shipments[0].Waybill, v.Shipments[0].State})
				require.NoError(t, d.rz.Track(d.id, 5, 6))
				require.Equal(t, []string{"delivered", "completed"}, d.looks())
				require.False(t, d.o.Held())
			})
		})
	}
}

// What ROZETKA says of a payment marks nothing as paid: people record payments.
func TestAPaymentThereIsNoMoneyHere(t *testing.T) {
	placed := teapots()
	placed.Payment = rozetkatest.Payment{MethodID: 4524, Status: "unpaid"}
	onDesk(t, rozetkatest.Settings{}, placed, func(t *testing.T, d *desk) {
		require.NoError(t, d.rz.Pay(d.id, "paid"))
		require.Empty(t, d.looks())
		require.True(t, d.o.View().Paid.IsZero())
	})
}

// part of: RZ-18a
func TestTheOrderThatAnotherWasRestoredFromIsFound(t *testing.T) {
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		link := func(id int64) []order.Link {
			for r, err := range c.Channel().Orders(t.Context(), strconv.FormatInt(id, 10)) {
				require.NoError(t, err)
				return r.Snapshot.Links
			}
			return nil
		}
		for _, restore := range []func(int64) (int64, error){rz.Restore, func(id int64) (int64, error) { return c.RestoreOrder(t.Context(), id) }} {
			old := rz.Place(teapots())
			require.Empty(t, link(old))
			require.NoError(t, rz.CancelByBuyer(old))
			time.Sleep(48 * time.Hour)
			again, err := restore(old)
			require.NoError(t, err)
			time.Sleep(time.Hour)
			want := order.Link{Kind: order.LinkRestored, Ref: order.Ref{System: "rozetka", Kind: "order", ID: strconv.FormatInt(old, 10)}}
			require.Equal(t, []order.Link{want}, link(again))
		}
	})
}
