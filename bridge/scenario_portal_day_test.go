package bridge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// field is a user field of an item of a smart process.
func field(x *chaos.Sale, it bitrix24test.Item, name string) string {
	x.Helper()
	return fmt.Sprint(it.Fields[x.ItemField(name)])
}

// Each position of the deal shows where it is reserved and what every warehouse has; the shipment is made there, the
// carrier's form is prefilled in it, edited, and sent by a button; the tracking number and the carrier's own status
// come back, and 1C has exactly one sale.
//
// part of: B24-3, B24-4, B24-5
func TestAParcelIsAskedForInBitrix24(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Central, 3, "MUG", chaos.Shop2, 7)
		buyer := chaos.Anna()
		buyer.City, buyer.Point = "Санкт-Петербург", "SPB14"
		x := s.OrdersAs(buyer, bitrixtest.PickupByCDEK, "", bitrixtest.Item{Article: "MUG", Quantity: "2"})
		x.Pays()
		p := x.Item(chaos.Positions, 1)
		require.Equal(t, chaos.Shop2, field(x, p, bitrix24.PositionWarehouse), "told: %s\n%v", x.Told(), x.Tail())
		require.Contains(t, field(x, p, bitrix24.PositionStock), "ЦС: свободно 3")
		require.Contains(t, x.Shown(bitrix24.FieldStock), "МАГ-2: свободно 5, в резерве по заказу 2")

		_, err := s.Portal.AddsItem(bitrix24test.Operator, chaos.Shipments, x.Deal().ID, map[string]any{}, goods(x)[:1]...)
		require.NoError(t, err)
		x.Settle()
		require.Len(t, x.Order().View().Shipments, 1, "told: %s\n%v", x.Told(), x.Tail())
		it := x.Item(chaos.Shipments, 1)
		form := field(x, it, bitrix24.ShipmentForm)
		require.Contains(t, form, "SPB14", "it is prefilled")
		x.Presses(bitrix24test.Operator, chaos.Shipments, 1, "Создать заявку")
		require.Equal(t, []string{"Собирается"}, stages(x, chaos.Shipments))
		require.Contains(t, x.Told(), "packages.1.length", "the form says what is missing")
		require.Empty(t, x.Parcels())

		for _, size := range []string{"length: 31", "width: 20", "height: 15"} {
			name, value, _ := strings.Cut(size, ": ")
			form = setLine(form, "packages.1."+name, value)
		}
		require.NoError(t, s.Portal.SetsItemField(bitrix24test.Operator, chaos.Shipments, it.ID, s.ItemField(bitrix24.ShipmentForm), form))
		x.Presses(bitrix24test.Operator, chaos.Shipments, 1, "Создать заявку")
		require.Len(t, x.Parcels(), 1, "told: %s\n%v", x.Told(), x.Tail())
		x.Settle()
		require.Equal(t, []string{"Отправлено"}, stages(x, chaos.Shipments), "told: %s\n%v", x.Told(), x.Tail())
		it = x.Item(chaos.Shipments, 1)
		require.NotEmpty(t, field(x, it, bitrix24.ShipmentWaybill))
		require.Len(t, s.Papers(inSale), 1)
		require.Equal(t, "Доставляется", x.Deal().Stage)

		number := x.Parcels()[0].Number
		s.CDEK.Ship(number)
		s.CDEK.Arrive(number)
		x.Settle()
		require.Equal(t, []string{"Доставлено"}, stages(x, chaos.Shipments))
		require.NotEmpty(t, field(x, x.Item(chaos.Shipments, 1), bitrix24.ShipmentCarrierStatus))
		s.Quiet()
	}, chaos.WithPortal)
}

// setLine sets a line of a form as people see it: «Название [code] (…): value».
func setLine(form, code, value string) string {
	lines := strings.Split(form, "\n")
	for i, l := range lines {
		if strings.Contains(l, "["+code+"]") {
			lines[i] = l[:strings.LastIndex(l, ":")+1] + " " + value
		}
	}
	return strings.Join(lines, "\n")
}

// Chosen goods are split off in Bitrix24: a block of their own with its reason and statement. The money goes back by
// the button of the block, exactly its sum, and the receipts stand in the deal.
//
// part of: B24-7, B24-8
func TestAReturnIsMadeInBitrix24(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 2, "BOWL", chaos.Shop1, 1)
		x := s.Orders("", mugsAndBowl...)
		x.Pays()
		returns := func(rows []bitrix24test.Line, reason string) {
			t.Helper()
			_, err := s.Portal.AddsItem(bitrix24test.Operator, chaos.Returns, x.Deal().ID, map[string]any{s.ItemField(bitrix24.ReturnReason): reason}, rows...)
			require.NoError(t, err)
			x.Settle()
		}
		bowl := goods(x)[1:]
		returns(bowl, "покупатель передумал")
		require.Len(t, x.Order().View().Blocks, 1, "told: %s\n%v", x.Told(), x.Tail())
		require.Equal(t, []string{"К возврату"}, stages(x, chaos.Returns))
		require.Equal(t, "350.00|RUB", field(x, x.Item(chaos.Returns, 1), bitrix24.ReturnSum))
		require.Equal(t, "1780.00", x.Order().Total().Text())
		require.Equal(t, []string{"Кружка [MUG] 2 × 890"}, x.DealRows(), "what is planned for sale: %s", x.Tail())
		x.Presses(bitrix24test.Storeman, chaos.Returns, 1, "Вернуть деньги")
		require.Empty(t, x.Order().View().Blocks[0].Refund.ID, "the warehouse may not")
		x.Presses(bitrix24test.Operator, chaos.Returns, 1, "Вернуть деньги")
		require.Equal(t, []string{"Возвращен"}, stages(x, chaos.Returns), "told: %s\n%v", x.Told(), x.Tail())
		x.PaidBack("350.00 RUB succeeded")

		mug := goods(x)
		mug[0].Quantity = 1
		returns(mug, "брак")
		require.Equal(t, []string{"Возвращен", "К возврату"}, stages(x, chaos.Returns), "a second block")
		s.YK.RefuseRefunds("insufficient_funds")
		x.Presses(bitrix24test.Operator, chaos.Returns, 2, "Вернуть деньги")
		require.Equal(t, []string{"Возвращен", "К возврату"}, stages(x, chaos.Returns), "the gateway refused: %s", x.Told())
		s.YK.RefuseRefunds("")
		x.Presses(bitrix24test.Operator, chaos.Returns, 2, "Вернуть деньги")
		x.PaidBack("350.00 RUB succeeded", "890.00 RUB canceled", "890.00 RUB succeeded")
		require.Equal(t, "890.00", x.Order().Total().Text())

		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.Presses(bitrix24test.Seller1, chaos.Shipments, 1, "Выдана")
		require.Equal(t, "Выдан", x.Deal().Stage)
		require.Equal(t, status.OrderDelivered, x.Order().State())
		require.Len(t, x.Deal().Fields[bitrix24.FieldReceipts], 4, "advance, two refunds, settlement: %v", x.Shown(bitrix24.FieldReceipts))
		s.Quiet()
	}, chaos.WithPortal)
}

// What one place is to do for another is a task of its person; closing it answers the notice, and doing it closes the
// task. A call to the buyer stands in the order.
//
// part of: B24-11
func TestNoticesAreTasksInBitrix24(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 2, "BOWL", chaos.Shop1, 1)
		x := s.Orders("", mugsAndBowl...)
		x.Pays()
		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.PickAll(x.Order().View().Lines[0].ID), From: chaos.Shop2, To: chaos.Shop1})
		require.Len(t, s.Tasks(bitrix24test.Seller2), 1, "%v", s.Portal.Tasks())
		x.As(chaos.Seller2, order.SendTransfer{Transfer: 1})
		require.Empty(t, s.Tasks(bitrix24test.Seller2), "doing it is the answer")
		require.Len(t, s.Tasks(bitrix24test.Operator), 1)

		x.As(chaos.Clerk, order.Notify{To: order.Addressee{Place: chaos.Shop1}, Text: "упакуйте в подарочную бумагу"})
		require.Len(t, s.Tasks(bitrix24test.Seller1), 1)
		for _, task := range s.Portal.Tasks() {
			if task.Responsible == bitrix24test.Seller1 {
				require.NoError(t, s.Portal.ClosesTask(bitrix24test.Seller1, task.ID, "упаковано"))
			}
		}
		x.Settle()
		ns := x.Order().View().Notices
		require.Equal(t, order.NoticeStateAnswered, ns[len(ns)-1].State, "%+v", ns)
		require.Equal(t, chaos.Seller1.ID, ns[len(ns)-1].AnsweredBy.ID)

		s.Portal.Calls(bitrix24test.Operator, "+79000000000", x.Deal().Contacts[0])
		x.Settle()
		require.Len(t, x.Order().View().Contacts, 1, "the call stands in the order: %v", x.Tail())
		s.Quiet()
	}, chaos.WithPortal)
}

// An order with goods that 1C does not know is told of in the deal, with what to do; nothing of it is lost.
func TestGoodsWithoutACounterpartIn1CAreTold(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 2)
		s.Bus.AddGood("CUP", "500.00", "22")
		x := s.Orders("", bitrixtest.Item{Article: "MUG"}, bitrixtest.Item{Article: "CUP"})
		x.Pays()
		require.Empty(t, s.Base.Orders())
		require.Contains(t, x.Told(), `no goods have the article "CUP"`)
		require.Contains(t, x.Told(), "correct it there or here and try again")
		s.Base.AddGood("CUP", "Чашка", "", 500)
		s.Has("CUP", chaos.Shop1, 1)
		for _, w := range x.Owes() {
			require.NoError(t, s.Bridge.Retry(s.Context(), w.Key, chaos.Clerk))
		}
		x.Settle()
		require.ElementsMatch(t, []string{"MUG 1 МАГ-1 СоСклада", "CUP 1 МАГ-1 СоСклада"}, x.Rows())
	}, chaos.WithPortal)
}
