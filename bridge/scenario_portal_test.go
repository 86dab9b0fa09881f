package bridge_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Three systems of one merchant: the shop is on 1C-Bitrix, people work in Bitrix24, the books are in 1C УТ 11.

// mugsAndBowl is what Анна orders: 2130 roubles.
var mugsAndBowl = []bitrixtest.Item{{Article: "MUG", Quantity: "2"}, {Article: "BOWL"}}

// goods are the rows of the deal, for an item that somebody makes.
func goods(x *chaos.Sale) []bitrix24test.Line {
	x.Helper()
	rows := x.Portal.Rows(x.Deal().ID)
	for i := range rows {
		rows[i].ID = 0
	}
	return rows
}

// stages are the stages of the items of a smart process of the deal.
func stages(x *chaos.Sale, process string) (all []string) {
	x.Helper()
	for _, it := range x.Items(process) {
		all = append(all, it.Stage)
	}
	return all
}

// All statuses of an order, its shipments and its goods have their names in Bitrix24; the deal's stage is another
// field.
//
// covers: B24-9 whole
func TestStatusesHaveTheirNamesInBitrix24(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop2, 1, "BOWL", chaos.Remote, 1)
		x := s.Orders("", bitrixtest.Item{Article: "SHOES-42"}, bitrixtest.Item{Article: "BOWL"})
		shoes, bowl := x.Order().View().Lines[0].ID, x.Order().View().Lines[1].ID
		is := func(stage, state string) {
			t.Helper()
			require.Equal(t, stage, x.Deal().Stage, "the stage; told: %s", x.Told())
			require.Equal(t, state, x.Shown(bitrix24.FieldStatus), "the status")
		}
		is("Ожидает оплаты", "Подтвержден, ожидает оплаты")
		require.True(t, x.Order().View().Lines[0].Marked, "1C says so")
		require.Equal(t, onectest.MarkedGTIN, x.Order().View().Lines[0].GTIN)
		x.Pays()
		is("Заказ оплачен", "Собирается")
		require.Equal(t, []string{"Собирается", "Собирается"}, stages(x, chaos.Positions))

		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.PickAll(shoes), From: chaos.Shop2, To: chaos.Shop1})
		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.PickAll(bowl), From: chaos.Remote, To: chaos.Central, Central: true})
		require.Equal(t, []string{"Товар запрошен", "Товар запрошен"}, stages(x, chaos.Positions))
		x.As(chaos.Manager, order.SendTransfer{Transfer: 2})
		x.As(chaos.Clerk, order.PostTransfer{Transfer: 2})
		require.Equal(t, []string{"Товар запрошен", "Отправлен на центральный склад"}, stages(x, chaos.Positions))
		x.As(chaos.Storeman, order.ReceiveTransfer{Transfer: 2})
		x.As(chaos.Clerk, order.ReportBadMark{Line: shoes, Code: "0104601234567893215", Why: "it cannot be read"})
		require.Equal(t, []string{"Перемаркировка", "Собирается"}, stages(x, chaos.Positions))
		x.As(chaos.Clerk, order.SetMark{Line: shoes, Code: chaos.ShoeCode})
		x.As(chaos.Seller2, order.SendTransfer{Transfer: 1})
		x.As(chaos.Clerk, order.PostTransfer{Transfer: 1})

		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1})
		require.Equal(t, []string{"Собирается"}, stages(x, chaos.Shipments))
		is("Собирается", "Собирается")
		x.As(chaos.Clerk, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		require.Equal(t, []string{"Отправлено"}, stages(x, chaos.Shipments), "told: %s", x.Told())
		require.Equal(t, []string{"Отправлен на пункт выдачи / передан курьеру", "Отправлен на пункт выдачи / передан курьеру"}, stages(x, chaos.Positions))
		is("Доставляется", "Доставляется")
		x.As(chaos.Clerk, order.Arrive{Shipment: 1})
		require.Equal(t, []string{"Доставлено"}, stages(x, chaos.Shipments))
		x.Presses(bitrix24test.Seller1, chaos.Shipments, 1, "Выдана")
		is("Выдан", "Выдан")
		x.As(chaos.Seller1, order.Return{Picks: order.PickAll(bowl), Reason: status.ReasonUnwanted}, order.Receive{Block: 1, Custody: status.CustodyReceived})
		require.Contains(t, stages(x, chaos.Positions), "Возвращен")
		require.Equal(t, []string{"К возврату"}, stages(x, chaos.Returns))
		x.Presses(bitrix24test.Operator, chaos.Returns, 1, "Вернуть деньги")
		require.Equal(t, []string{"Возвращен"}, stages(x, chaos.Returns), "told: %s", x.Told())
		x.PaidBack("350.00 RUB succeeded")
		s.Quiet()
	}, chaos.WithPortal)
}

// What people do in Bitrix24 is a command of that person, with his rights. What is refused comes back to the timeline
// with the reason, and the stage goes back to what is true.
//
// covers: B24-12
func TestButtonsInBitrix24AreCommandsOfThePerson(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 2, "BOWL", chaos.Shop1, 1)
		x := s.Orders("", mugsAndBowl...)
		x.Pays()

		require.NoError(t, s.Portal.MovesDeal(bitrix24test.Seller1, x.Deal().ID, "Выдан"))
		x.Settle()
		require.Equal(t, "Заказ оплачен", x.Deal().Stage, "nothing is issued")
		require.Contains(t, x.Told(), "refused")

		_, err := s.Portal.AddsItem(bitrix24test.Operator, chaos.Shipments, x.Deal().ID, map[string]any{}, goods(x)...)
		require.NoError(t, err)
		x.Settle()
		require.Equal(t, []string{"Собирается"}, stages(x, chaos.Shipments), "told: %s", x.Told())
		require.Len(t, x.Order().View().Shipments, 1)
		x.As(chaos.Clerk, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		require.Equal(t, []string{"Отправлено"}, stages(x, chaos.Shipments))

		x.Presses(bitrix24test.Seller2, chaos.Shipments, 1, "Выдана")
		require.Equal(t, []string{"Отправлено"}, stages(x, chaos.Shipments), "another shop's")
		require.Equal(t, status.OrderOutWithCourier.String(), x.Order().State().String())
		x.Presses(bitrix24test.Seller1, chaos.Shipments, 1, "Выдана")
		require.Equal(t, []string{"Выдана"}, stages(x, chaos.Shipments))
		require.Equal(t, "Выдан", x.Deal().Stage, "%s; %v", x.Order().State(), x.Tail())
		x.Registered("payment/p1: sell 2130.00 done", "goods: sell 2130.00 done")
		s.Quiet()
	}, chaos.WithPortal)
}

// None of the three systems echoes another: after each change, wherever it was made, all come to rest, and passes that
// follow write nothing anywhere.
//
// part of: B24-1
func TestThreeSystemsDoNotChaseEachOther(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		writes := func() int { return s.Bus.Commits("*") + s.Portal.Commits("*") + s.Base.Commits("*") }
		x := s.Orders("", mugsAndBowl...)
		n, err := strconv.Atoi(x.ID)
		require.NoError(t, err)
		line := x.InBus().Lines[0].ID
		for _, change := range []struct {
			what string
			do   func()
		}{
			{"a manager edits rows", func() {
				edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { rows[0].Quantity = 3; return rows })
			}},
			{"somebody edits the basket in the shop", func() { require.NoError(t, s.Bus.SetsQuantity(n, line, "1")) }},
			{"the buyer adds a comment in the shop", func() { require.NoError(t, s.Bus.Comments(n, "позвоните заранее")) }},
			{"the buyer's phone changes in Bitrix24", func() {
				require.NoError(t, s.Portal.SetsContact(bitrix24test.Operator, x.Deal().Contacts[0], "LAST_NAME", "Петрова"))
			}},
			{"the order is edited here", func() {
				x.As(chaos.Clerk, order.ChangeDetails{Delivery: order.Delivery{Comment: "домофон 12"}})
			}},
			{"it is paid", func() { x.Pays() }},
			{"an order in 1C is edited by a person", func() {
				require.NoError(t, s.Base.Edit("ЗаказКлиента", x.In1C().Number, map[string]any{"Комментарий": "срочно"}))
			}},
			{"a return is made in Bitrix24", func() {
				_, err := s.Portal.AddsItem(bitrix24test.Operator, chaos.Returns, x.Deal().ID, map[string]any{s.ItemField(bitrix24.ReturnReason): "брак"}, goods(x)[1:]...)
				require.NoError(t, err)
			}},
		} {
			change.do()
			for range 3 {
				x.Settle()
				time.Sleep(2 * time.Hour)
			}
			x.Settle()
			before := writes()
			require.NotZero(t, before)
			for range 3 {
				time.Sleep(2 * time.Hour)
				x.Settle()
			}
			require.Equal(t, before, writes(), "after %s: %v", change.what, x.Tail())
			require.Equal(t, x.Order().Total().Text(), x.InBus().Price, "after %s: %v", change.what, x.Tail())
			require.Equal(t, x.Order().Total().Text(), fmt.Sprintf("%.2f", x.Deal().Opportunity), "after %s", change.what)
		}
	}, chaos.WithPortal)
}
