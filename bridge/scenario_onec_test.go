package bridge_test

import (
	"cmp"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// An own shop with goods at several places. The books are a base of 1C УТ 11.

// The documents of 1C.
const (
	inSale          = "РеализацияТоваровУслуг"
	inTransferOrder = "ЗаказНаПеремещение"
	inTransfer      = "ПеремещениеТоваров"
	inReturn        = "ВозвратТоваровОтКлиента"
)

// whole lets a line be reserved only at one place.
func whole(s *chaos.Shop) { s.Way.Reserve.Policy.Split = false }

// The order goes to 1C when it is paid and not before; its goods are reserved near the buyer, over several warehouses;
// the manager moves a reservation within the real stock.
//
// covers: B24-3 whole
func TestAPaidOrderIsReservedNearTheBuyer(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 1, "MUG", chaos.Shop2, 1, "MUG", chaos.Central, 5, "MUG", chaos.Remote, 2)
		x := s.Sells(chaos.Mugs(3))
		require.Empty(t, s.Base.Orders(), "it is not paid")
		x.Pays()
		x.Registered("payment/p1: sell 2670.00 done")
		require.Equal(t, status.OrderAssembling, x.Order().State(), "«Собирается»")
		near := []string{"MUG 1 МАГ-1 СоСклада", "MUG 1 МАГ-2 СоСклада", "MUG 1 УД-1 СоСклада"}
		require.ElementsMatch(t, near, x.Rows(), "Новосибирск is a little nearer to Екатеринбург than Москва")
		require.Equal(t, onectest.Level{OnHand: 2, Reserved: 1, Free: 1}, s.Base.Stock("MUG", chaos.Remote))
		require.True(t, x.In1C().Posted)

		lines, err := s.Bridge.Stock(s.Context(), x.Key())
		require.NoError(t, err)
		require.Len(t, lines, 1)
		require.Len(t, lines[0].Reserved, 3)
		require.Len(t, lines[0].Stock, 4)

		by := order.By{Actor: chaos.Clerk}
		_, err = s.Bridge.MoveReserve(s.Context(), x.Key(), "mugs", chaos.Remote, chaos.Shop2, amount.Pcs(1), by)
		require.ErrorContains(t, err, chaos.Shop2, "it has no more")
		_, err = s.Bridge.MoveReserve(s.Context(), x.Key(), "mugs", chaos.Remote, chaos.Central, amount.Pcs(1), by)
		require.NoError(t, err)
		x.Settle()
		require.ElementsMatch(t, []string{"MUG 1 МАГ-1 СоСклада", "MUG 1 МАГ-2 СоСклада", "MUG 1 ЦС СоСклада"}, x.Rows())
		require.Equal(t, 2.0, s.Base.Stock("MUG", chaos.Remote).Free)
		s.Quiet()
	}, chaos.With1C)
}

// Stock that somebody takes between the plan and the reservation is refused by 1C with nothing half-done: the order is
// planned once more.
//
// part of: B24-3
func TestStockIsTakenBeforeItIsReserved(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 2, "MUG", chaos.Central, 2)
		x := s.Sells(chaos.Mugs(2))
		s.Before1C = func(r *http.Request) {
			if r.Method == http.MethodPatch { // the reservation is being written
				s.Before1C = nil
				require.NoError(t, s.Base.SellAtTill("MUG", chaos.Shop1, 1))
			}
		}
		x.Pays()
		require.ElementsMatch(t, []string{"MUG 1 МАГ-1 СоСклада", "MUG 1 ЦС СоСклада"}, x.Rows())
		require.Nil(t, s.Before1C)
		require.Equal(t, onectest.Level{OnHand: 1, Reserved: 1}, s.Base.Stock("MUG", chaos.Shop1))
		s.Quiet()
	}, chaos.With1C)
}

// In 1C the order has the shop's number, who is responsible for it, and where it is issued; what no place could reserve
// is asked of the shops that have it, as much as is short, one document for each source and target.
//
// covers: B24-4, B24-11a
func TestWhatIsShortIsAskedOfOtherShops(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 3, "MUG", chaos.Remote, 2)
		x := s.Sells(chaos.Mugs(4))
		x.Pays()
		o := x.In1C()
		require.Equal(t, x.ID, o.Fields["НомерПоДаннымКлиента"])
		require.Contains(t, o.Fields["Комментарий"], "Магазин 1")
		require.Equal(t, s.Base.Key("Catalog_Пользователи", onectest.Operator), o.Fields["Менеджер_Key"], "who is responsible")
		require.Equal(t, []string{"MUG 4 ЦС КОбеспечению"}, x.Rows(), "no place has four")

		asked := x.Requests(chaos.Shop1)
		require.Len(t, asked, 2)
		require.ElementsMatch(t, []string{
			"МАГ-2 -> МАГ-1 MUG 3 КВыполнению posted", "УД-1 -> МАГ-1 MUG 1 КВыполнению posted",
		}, s.Papers(inTransferOrder))
		require.Empty(t, s.Papers(inTransfer), "nobody has sent anything")
		for _, p := range x.Order().View().Lines[0].Portions {
			require.Equal(t, status.ItemRequested, p.State, "«Товар запрошен»")
		}
		require.Len(t, x.AskedOf(chaos.Seller2), 1)
		require.Len(t, x.AskedOf(chaos.Manager), 1)
		require.Empty(t, x.AskedOf(chaos.Seller1))
		s.Quiet()
	}, chaos.With1C, whole)
}

// The manager chooses goods, quantities, the source, the issuing place and the way of delivery.
//
// part of: B24-4
func TestAManagerAsksForATransfer(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 2)
		x := s.Sells(chaos.Mugs(2))
		x.Pays()
		require.Equal(t, []string{"MUG 2 МАГ-2 СоСклада"}, x.Rows())
		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.Pick("mugs", amount.Pcs(1)), From: chaos.Shop2, To: chaos.Shop1, How: "own shop"})
		require.Equal(t, []string{"МАГ-2 -> МАГ-1 MUG 1 КВыполнению posted"}, s.Papers(inTransferOrder))
		x.As(chaos.Clerk, order.CreateShipment{Picks: order.PickAll("mugs"), To: chaos.Shop1})
	}, chaos.With1C)
}

// The operator asks the shop; the SHOP sends; the OPERATOR posts; then the sale is made and posted on the order; the
// shop is told, and issues. Each step out of order is refused.
//
// covers: B24-11b
func TestAnOrderIsIssuedByAShop(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 2)
		x := s.Sells(chaos.Mugs(2))
		x.Pays()
		send, post := order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}
		require.ErrorIs(t, x.TriesAs(chaos.Seller2, send), order.ErrUnknown, "nobody asked for it")
		x.As(chaos.Clerk, order.RequestTransfer{From: chaos.Shop2, To: chaos.Shop1})
		require.ErrorIs(t, x.TriesAs(chaos.Clerk, post), order.ErrNotNow, "the shop has not sent it")
		require.ErrorIs(t, x.TriesAs(chaos.Seller1, send), order.ErrRole, "it is not his to send")
		require.NotEmpty(t, x.AskedOf(chaos.Seller2))

		x.As(chaos.Seller2, send)
		require.Empty(t, x.AskedOf(chaos.Seller2), "sending is the answer")
		require.NotEmpty(t, x.AskedOf(chaos.Clerk))
		require.Equal(t, []string{"МАГ-2 -> МАГ-1 MUG 2 Отгружено"}, s.Papers(inTransfer), "a draft")
		require.ErrorIs(t, x.TriesAs(chaos.Seller2, post), order.ErrRole)
		sale := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1})
		require.ErrorIs(t, x.TriesAs(chaos.Clerk, sale), order.ErrNotNow, "the goods are not there")

		x.As(chaos.Clerk, post)
		require.Empty(t, x.AskedOf(chaos.Clerk))
		require.Equal(t, []string{"МАГ-2 -> МАГ-1 MUG 2 Принято posted"}, s.Papers(inTransfer))
		require.Equal(t, []string{"MUG 2 МАГ-1 СоСклада"}, x.Rows(), "reserved where they are now")
		require.Equal(t, onectest.Level{}, s.Base.Stock("MUG", chaos.Shop2))

		require.Error(t, x.TriesAs(chaos.Seller1, order.Deliver{}), "there is no sale")
		x.As(chaos.Clerk, sale)
		require.Equal(t, []string{"MUG 2 МАГ-1 Отгружено posted"}, s.Papers(inSale))
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State, "«Отправлено»")
		require.NotEmpty(t, x.AskedOf(chaos.Seller1), "asked to issue it")
		require.ErrorIs(t, x.TriesAs(chaos.Seller2, order.Deliver{}), order.ErrRole)
		x.As(chaos.Seller1, order.Deliver{})
		require.Empty(t, x.AskedOf(chaos.Seller1))
		require.Equal(t, status.OrderDelivered, x.Order().State(), "«Выдан»")
		x.Registered("payment/p1: sell 1780.00 done", "goods: sell 1780.00 done")
		require.Equal(t, onectest.Level{}, s.Base.Stock("MUG", chaos.Shop1))
		s.Quiet()
	}, chaos.With1C)
}

// The same, where the shop and the operator work in 1C itself.
//
// part of: B24-11b
func TestPeopleWorkIn1C(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 2)
		x := s.Sells(chaos.Mugs(2))
		x.Pays()
		x.As(chaos.Clerk, order.RequestTransfer{From: chaos.Shop2, To: chaos.Shop1})
		number, err := s.Base.ShopSends(s.Base.Documents(inTransferOrder)[0].Number, nil)
		require.NoError(t, err)
		x.Settle()
		require.Equal(t, status.TransferSent, x.Order().View().Transfers[0].State)
		require.NoError(t, s.Base.Receive(number))
		x.Settle()
		require.Equal(t, status.TransferReceived, x.Order().View().Transfers[0].State)
		require.Equal(t, []string{"MUG 2 МАГ-1 СоСклада"}, x.Rows())
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		require.Equal(t, status.ShipmentAssembling, x.Parcel(1).State)
		require.NoError(t, s.Base.Post(inSale, s.Base.Documents(inSale)[0].Number))
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		s.Quiet()
	}, chaos.With1C)
}

// Own shop as the issuing place: no form and no number; 1C refuses the sale, and the retry makes exactly one.
//
// covers: B24-5 whole
func TestTheOwnShopIssuesAnd1CRefusesTheSale(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 2)
		x := s.Sells(chaos.Mugs(2))
		x.Pays()
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1})
		s.Base.Lock("ЗаказКлиента", x.In1C().Number)
		x.As(chaos.Clerk, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		require.Equal(t, status.ShipmentAssembling, x.Parcel(1).State, "still «Собирается»")
		s.Base.Unlock("ЗаказКлиента", x.In1C().Number)
		for _, w := range x.Owes() {
			require.NoError(t, s.Bridge.Retry(s.Context(), w.Key, chaos.Clerk))
		}
		x.Settle()
		require.Equal(t, []string{"MUG 2 МАГ-1 Отгружено posted"}, s.Papers(inSale))
		sh := x.Parcel(1)
		require.Equal(t, status.ShipmentSent, sh.State, "«Отправлено»")
		require.Empty(t, sh.Waybill)
	}, chaos.With1C)
}

// From the warehouse: the sale only after the reserve; a batch for each direction lists the numbers of sales, the
// WAREHOUSE posts them and sends the goods to the shops; a number is in one batch only.
//
// covers: B24-11c
func TestABatchFromTheWarehouse(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		short := s.Sells(chaos.Mugs(1))
		short.Pays()
		short.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1})
		sale := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft}
		require.ErrorIs(t, short.TriesAs(chaos.Clerk, sale), order.ErrNotNow, "nothing is reserved")

		s.Has("MUG", chaos.Central, 10)
		var xs []*chaos.Sale
		for _, to := range []string{chaos.Shop1, chaos.Shop1, chaos.Shop2} {
			x := s.Sells(chaos.Mugs(2))
			x.Pays()
			x.As(chaos.Clerk, order.CreateShipment{To: to}, sale)
			xs = append(xs, x)
		}
		batch, err := s.Bridge.Batch(s.Context(), "1c-1", chaos.Shop1, order.By{Actor: chaos.Clerk})
		require.NoError(t, err)
		require.Len(t, batch.Sales, 2)
		again, err := s.Bridge.Batch(s.Context(), "1c-1", chaos.Shop1, order.By{Actor: chaos.Clerk})
		require.NoError(t, err)
		require.Empty(t, again.Sales, "each is in one batch only")
		require.NotEmpty(t, xs[0].AskedOf(chaos.Storeman))

		for _, x := range xs[:2] {
			x.As(chaos.Storeman, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
			require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
			require.Empty(t, x.AskedOf(chaos.Storeman))
			x.As(chaos.Seller1, order.Deliver{})
			require.Equal(t, status.OrderDelivered, x.Order().State())
		}
		require.ElementsMatch(t, []string{"MUG 2 ЦС Отгружено posted", "MUG 2 ЦС Отгружено posted", "MUG 2 ЦС Отгружено"}, s.Papers(inSale))
		s.Quiet()
	}, chaos.With1C)
}

// From a shop with a courier: the papers of CDEK go to the shop with the answer.
//
// covers: B24-11d
func TestAShopGivesAParcelToTheCourier(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 1)
		d := chaos.Mugs(1)
		d.Delivery = chaos.ToAPoint().Delivery
		x := s.Sells(d)
		x.Pays()
		require.Equal(t, []string{"MUG 1 МАГ-2 СоСклада"}, x.Rows())
		x.As(chaos.Clerk, order.CreateShipment{})
		require.NoError(t, x.Asks(1, carriers.Values{"services": ""}))
		x.Settle()
		require.Equal(t, []string{"MUG 1 МАГ-2 Отгружено posted"}, s.Papers(inSale))
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		asked := x.AskedOf(chaos.Seller2)
		require.Len(t, asked, 1)
		require.Contains(t, asked[0], x.Parcel(1).Waybill)
		for _, n := range x.Order().View().Notices {
			if n.To.Place == chaos.Shop2 {
				require.Len(t, n.Files, 1, "the label")
			}
		}
		s.CDEK.Ship(x.ID + "-S1")
		s.CDEK.Arrive(x.ID + "-S1")
		x.Settle()
		s.CDEK.Deliver(x.ID + "-S1")
		x.Settle()
		require.Equal(t, status.OrderDelivered, x.Order().State())
		require.Empty(t, x.AskedOf(chaos.Seller2))
		s.Quiet()
	}, chaos.With1CAndCDEK)
}

// Goods are left at the counter or brought later; the statement comes from the site. Goods without codes go onto the
// stock of that shop; for those with codes the shop gets the note of the return, and sends them to the warehouse.
//
// covers: B24-11e
func TestAReturnThroughAShop(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop1, 1, "BOWL", chaos.Shop1, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		x.As(chaos.Clerk, order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{To: chaos.Shop1},
			order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.As(chaos.Seller1, order.Deliver{})
		x.As(chaos.Seller1, order.Return{Reason: status.ReasonWrongSize})
		require.NotEmpty(t, x.AskedOf(chaos.Clerk), "the shop has written")
		x.As(chaos.Clerk, order.AttachStatement{Block: 1, Statement: "statement-17.pdf"})
		x.As(chaos.Seller1, order.Receive{Block: 1, Custody: status.CustodyReceived})
		require.Equal(t, 1.0, s.Base.Stock("BOWL", chaos.Shop1).OnHand, "onto the stock of that shop")
		require.Zero(t, s.Base.Stock("SHOES-42", chaos.Shop1).OnHand)
		require.ErrorIs(t, x.TriesAs(chaos.Clerk, order.Refund{Block: 1}), order.ErrNotNow, "the shoes are on the way")
		require.ElementsMatch(t, []string{"BOWL 1 МАГ-1 posted", "SHOES-42 1 ЦС"}, returnNotes(s), "the note of the shoes is a draft")
		var asked []order.Notice
		for _, n := range x.Order().View().Notices {
			if n.To.Includes(chaos.Seller1) && len(n.Files) > 0 {
				asked = append(asked, n)
			}
		}
		require.Len(t, asked, 1, "send the shoes to the warehouse, with the note")
		f, err := s.Bridge.Print(s.Context(), x.Key(), asked[0].Files[0].Ref)
		require.NoError(t, err)
		require.Contains(t, string(f.Content), "Кроссовки, размер 42")
		x.As(chaos.Storeman, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		require.Equal(t, 1.0, s.Base.Stock("SHOES-42", chaos.Central).OnHand)
		require.Empty(t, x.AskedOf(chaos.Seller1))
		x.As(chaos.Clerk, order.Refund{Block: 1})
		x.PaidBack("5150.00 RUB succeeded")
		require.ElementsMatch(t, []string{"BOWL 1 МАГ-1 posted", "SHOES-42 1 ЦС posted"}, returnNotes(s))
		s.Quiet()
	}, chaos.With1C)
}

// The carrier brings several parcels back: each is found by its number; the document of the return is made from the
// sale, its note is printed, and the goods go to the warehouse.
//
// covers: B24-11f
func TestParcelsComeBack(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Central, 5)
		var numbers []string
		var xs []*chaos.Sale
		for range 2 {
			d := chaos.Mugs(1)
			d.Delivery = chaos.ToAPoint().Delivery
			x := s.Sells(d)
			x.Pays()
			x.As(chaos.Clerk, order.CreateShipment{})
			require.NoError(t, x.Asks(1, carriers.Values{"services": ""}))
			x.Settle()
			s.CDEK.Ship(x.ID + "-S1")
			s.CDEK.Arrive(x.ID + "-S1")
			x.Settle()
			x.As(chaos.Clerk, order.Return{Reason: status.ReasonBuyerRefused})
			numbers, xs = append(numbers, x.Parcel(1).Waybill), append(xs, x)
		}
		got, err := s.Bridge.ReceiveParcels(s.Context(), "cdek-1", append(numbers, "9999999999"), order.By{Actor: chaos.Clerk})
		require.NoError(t, err)
		require.Len(t, got, 3)
		require.Error(t, got[2].Problem, "nobody knows it")
		for i, x := range xs {
			x.Settle()
			require.NoError(t, got[i].Problem)
			require.Equal(t, x.Key(), got[i].Order)
			require.Equal(t, []int{1}, got[i].Blocks)
		}
		require.Len(t, s.Papers(inReturn), 2)
		for _, d := range s.Base.Documents(inReturn) {
			require.True(t, d.Posted)
			require.NotEmpty(t, d.Fields["ДокументРеализации"], "on the basis of the sale")
		}
		require.Equal(t, 5.0, s.Base.Stock("MUG", chaos.Central).OnHand)
		s.Quiet()
	}, chaos.With1CAndCDEK)
}

// The manager of a remote warehouse sets codes only for goods that leave his own warehouse, at the transfer. The code
// is of the line's goods, or the unit waits for another one and does not leave.
//
// covers: B24-15
func TestTheRemoteWarehouseSetsTheCode(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Remote, 1, "BOWL", chaos.Central, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		set := order.SetMark{Line: "shoes", Code: chaos.ShoeCode}
		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.PickAll("shoes"), From: chaos.Remote, To: chaos.Central, Central: true})
		other := order.Actor{ID: "egor", Role: order.RoleRemote, Place: chaos.Shop2}
		require.ErrorIs(t, x.TriesAs(other, set), order.ErrRole)
		foreign := "0104601234567800215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="
		require.Error(t, x.TriesAs(chaos.Manager, order.SetMark{Line: "shoes", Code: foreign}), "of another article")
		x.As(chaos.Manager, order.ReportBadMark{Line: "shoes", Code: foreign, Why: "it is of another article"})
		require.Equal(t, status.ItemRemarking, x.Order().View().Lines[0].Portions[0].State, "«Перемаркировка»")
		require.ErrorIs(t, x.TriesAs(chaos.Manager, order.SendTransfer{Transfer: 1}), order.ErrMarking)
		x.As(chaos.Manager, set, order.SendTransfer{Transfer: 1})
		x.As(chaos.Clerk, order.PostTransfer{Transfer: 1})
		require.Equal(t, status.ItemSentToCentral, x.Order().View().Lines[0].Portions[0].State, "«Отправлен на центральный склад»")
		require.Equal(t, []string{"УД-1 -> ЦС SHOES-42 1 Отгружено posted"}, s.Papers(inTransfer))
		x.As(chaos.Storeman, order.ReceiveTransfer{Transfer: 1})
		require.Equal(t, []string{"УД-1 -> ЦС SHOES-42 1 Принято posted"}, s.Papers(inTransfer))
		require.Contains(t, x.Rows(), "SHOES-42 1 ЦС СоСклада")
		s.Quiet()
	}, chaos.With1C)
}

// What happened to goods, by state, place, period and person, over one order and over all.
//
// covers: B24-6
func TestTheLogOfMovements(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		var xs []*chaos.Sale
		for range 2 {
			s.Has("MUG", chaos.Shop1, 0, "MUG", chaos.Shop2, 2)
			x := s.Sells(chaos.Mugs(2))
			x.Pays()
			x.As(chaos.Clerk, order.RequestTransfer{From: chaos.Shop2, To: chaos.Shop1})
			x.As(chaos.Seller2, order.SendTransfer{Transfer: 1})
			x.As(chaos.Clerk, order.PostTransfer{Transfer: 1}, order.CreateShipment{To: chaos.Shop1},
				order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
			x.As(chaos.Seller1, order.Deliver{}, order.Return{Reason: status.ReasonWrongSize}, order.Receive{Block: 1, Custody: status.CustodyReceived})
			xs = append(xs, x)
			time.Sleep(24 * time.Hour)
		}
		moved := func(f bridge.LogFilter) (rows []string) {
			for m, err := range s.Bridge.Movements(s.Context(), f) {
				require.NoError(t, err)
				require.Equal(t, "MUG", m.Article)
				rows = append(rows, fmt.Sprintf("%s %s %s: %s -> %s, %s", m.Order, cmp.Or(m.By.ID, string(m.By.Role)), amount.Milli(m.Now.To.Milli()-m.Now.From.Milli()), m.Was.Warehouse, m.Now.Warehouse, m.Now.State))
			}
			return rows
		}
		first, second := xs[0].Key(), xs[1].Key()
		require.Equal(t, []string{
			first + " channel 2:  -> , confirmed",
			first + " system 2:  -> МАГ-2, assembling",
			first + " petrova 2: МАГ-2 -> МАГ-2, requested",
			first + " timur 2: МАГ-2 -> МАГ-2, requested",
			first + " petrova 2: МАГ-2 -> МАГ-1, assembling",
			first + " petrova 2: МАГ-1 -> МАГ-1, assembling",
			first + " books 2: МАГ-1 -> МАГ-1, sent",
			first + " lena 2: МАГ-1 -> МАГ-1, handed-out",
			first + " lena 2: МАГ-1 -> МАГ-1, returning",
			first + " lena 2: МАГ-1 -> МАГ-1, returned",
		}, moved(bridge.LogFilter{Order: first}))
		require.Equal(t, []string{
			first + " petrova 2: МАГ-2 -> МАГ-2, requested", first + " timur 2: МАГ-2 -> МАГ-2, requested",
			second + " petrova 2: МАГ-2 -> МАГ-2, requested", second + " timur 2: МАГ-2 -> МАГ-2, requested",
		}, moved(bridge.LogFilter{Filter: order.Filter{State: status.ItemRequested}}), "«Товар запрошен», over all orders")
		require.Len(t, moved(bridge.LogFilter{Filter: order.Filter{From: chaos.Shop2}}), 2, "what left a shop")
		require.Len(t, moved(bridge.LogFilter{Filter: order.Filter{State: status.ItemReturned, Warehouse: chaos.Shop1}}), 2, "«Возвращен»")
		require.Len(t, moved(bridge.LogFilter{Filter: order.Filter{Actor: chaos.Seller2.ID}}), 2, "by a person")
		require.Len(t, moved(bridge.LogFilter{Filter: order.Filter{Actor: chaos.Seller2.ID, Until: time.Now().Add(-25 * time.Hour)}}), 1, "in a period")
		s.Quiet()
	}, chaos.With1C)
}

// returnNotes are the notes of returns in 1C, as "BOWL 1 МАГ-1 posted".
func returnNotes(s *chaos.Shop) (out []string) {
	for _, d := range s.Base.Documents(inReturn) {
		text := ""
		for _, r := range s.RowsOf(d) {
			text += fmt.Sprintf("%s %v ", s.Article(r), r["Количество"])
		}
		text += s.Place(d.Fields["Склад_Key"])
		if d.Posted {
			text += " posted"
		}
		out = append(out, text)
	}
	return out
}

// Who may do what, over 1C: a refused command writes nothing there, and says who may.
//
// covers: B24-12 whole
func TestWhoMayDoWhatWhere1CKeepsTheBooks(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Remote, 1, "BOWL", chaos.Shop2, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		buyer, carrier, system := order.Actor{ID: "anna", Role: order.RoleBuyer}, order.Actor{Role: order.RoleCarrier, System: "cdek-1"}, order.Actor{Role: order.RoleSystem}
		toCentral := order.RequestTransfer{Picks: order.PickAll("shoes"), From: chaos.Remote, To: chaos.Central, Central: true}
		toShop := order.RequestTransfer{Picks: order.PickAll("bowl"), From: chaos.Shop2, To: chaos.Shop1}
		code := order.SetMark{Line: "shoes", Code: chaos.ShoeCode}
		sale := func(shipment int, state string) order.RequestDocument {
			return order.RequestDocument{DocumentKind: "sale", Shipment: shipment, State: state}
		}
		type try struct {
			who order.Actor
			c   order.Command
		}
		for _, step := range []struct {
			refused []try
			does    try
		}{
			{[]try{{chaos.Seller2, toShop}, {chaos.Manager, toCentral}, {buyer, toShop}, {carrier, toShop}}, try{chaos.Clerk, toCentral}},
			{[]try{{chaos.Storeman, toShop}}, try{chaos.Clerk, toShop}},
			{[]try{{chaos.Seller2, code}, {buyer, code}, {system, code}}, try{chaos.Manager, code}},
			{[]try{{chaos.Seller2, order.SendTransfer{Transfer: 1}}}, try{chaos.Manager, order.SendTransfer{Transfer: 1}}},
			{[]try{{chaos.Manager, order.SendTransfer{Transfer: 2}}, {system, order.SendTransfer{Transfer: 2}}}, try{chaos.Seller2, order.SendTransfer{Transfer: 2}}},
			{[]try{{chaos.Manager, order.PostTransfer{Transfer: 1}}, {chaos.Storeman, order.PostTransfer{Transfer: 1}}}, try{chaos.Clerk, order.PostTransfer{Transfer: 1}}},
			{[]try{{chaos.Seller2, order.PostTransfer{Transfer: 2}}}, try{chaos.Clerk, order.PostTransfer{Transfer: 2}}},
			{[]try{{chaos.Seller1, order.ReceiveTransfer{Transfer: 1}}}, try{chaos.Storeman, order.ReceiveTransfer{Transfer: 1}}},
			{[]try{{chaos.Seller1, order.CreateShipment{To: chaos.Shop1}}}, try{chaos.Clerk, order.CreateShipment{To: chaos.Shop1}}},
			{[]try{{chaos.Seller1, sale(1, order.DocumentDraft)}, {buyer, sale(1, order.DocumentDraft)}}, try{chaos.Clerk, sale(1, order.DocumentDraft)}},
			{[]try{{chaos.Manager, sale(1, order.DocumentPosted)}}, try{chaos.Storeman, sale(1, order.DocumentPosted)}},
			{[]try{{chaos.Seller2, order.Deliver{}}, {chaos.Storeman, order.Deliver{}}, {buyer, order.Deliver{}}}, try{chaos.Seller1, order.Deliver{}}},
			{[]try{{chaos.Manager, order.Return{Reason: status.ReasonDefect}}}, try{chaos.Seller1, order.Return{Reason: status.ReasonDefect}}},
			{[]try{{carrier, order.AttachStatement{Block: 1, Statement: "17.pdf"}}}, try{buyer, order.AttachStatement{Block: 1, Statement: "17.pdf"}}},
			{[]try{{chaos.Seller2, order.Receive{Block: 1, Custody: status.CustodyReceived}}}, try{chaos.Seller1, order.Receive{Block: 1, Custody: status.CustodyReceived}}},
			{nil, try{chaos.Storeman, order.Receive{Block: 1, Custody: status.CustodyAccepted}}},
			{[]try{{chaos.Seller1, order.Refund{Block: 1}}, {chaos.Storeman, order.Refund{Block: 1}}, {system, order.Refund{Block: 1}}}, try{chaos.Clerk, order.Refund{Block: 1}}},
		} {
			writes := s.Base.Commits("*")
			for _, r := range step.refused {
				require.ErrorIs(t, x.TriesAs(r.who, r.c), order.ErrRole, "%s by %v", r.c.Kind(), r.who)
			}
			x.Settle()
			require.Equal(t, writes, s.Base.Commits("*"), "what is refused writes nothing")
			x.As(step.does.who, step.does.c)
		}
		x.PaidBack("5150.00 RUB succeeded")
		s.Quiet()
	}, chaos.With1C)
}

// Two operators at once: each step happens once, and 1C has one document of it.
//
// part of: B24-4, B24-11b, B24-11c
func TestTwoOperatorsAtOnce(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop2, 3, "MUG", chaos.Remote, 2)
		x := s.Sells(chaos.Mugs(4))
		x.Pays()
		other := order.Actor{ID: "sidorova", Role: order.RoleOperator}
		both := func(do func(order.By) error) (done int) {
			errs := make(chan error)
			for _, who := range []order.Actor{chaos.Clerk, other} {
				go func() { errs <- do(order.By{Actor: who}) }()
			}
			for range 2 {
				if err := <-errs; err == nil {
					done++
				} else {
					require.ErrorAs(t, err, new(*order.Refused))
				}
			}
			x.Settle()
			return done
		}
		gives := func(c order.Command) int {
			return both(func(by order.By) error {
				_, err := s.Bridge.Do(s.Context(), x.Key(), c, by)
				return err
			})
		}
		both(func(by order.By) error {
			_, _, err := s.Bridge.RequestTransfers(s.Context(), x.Key(), chaos.Shop1, by)
			return err
		})
		require.ElementsMatch(t, []string{
			"МАГ-2 -> МАГ-1 MUG 3 КВыполнению posted", "УД-1 -> МАГ-1 MUG 1 КВыполнению posted",
		}, s.Papers(inTransferOrder), "what is short is asked for once")
		for n := range 2 {
			require.Equal(t, 1, gives(order.SendTransfer{Transfer: n + 1}))
			require.Equal(t, 1, gives(order.PostTransfer{Transfer: n + 1}))
		}
		require.Len(t, s.Papers(inTransfer), 2)
		require.Equal(t, 1, gives(order.CreateShipment{To: chaos.Shop1}))
		require.Equal(t, 1, gives(order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft}))
		var listed []bridge.BatchedSale
		batches := make(chan bridge.SalesBatch, 2)
		require.Equal(t, 2, both(func(by order.By) error {
			batch, err := s.Bridge.Batch(s.Context(), "1c-1", chaos.Shop1, by)
			batches <- batch
			return err
		}))
		for range 2 {
			listed = append(listed, (<-batches).Sales...)
		}
		require.Len(t, listed, 1, "a number is in one batch only")
		require.Equal(t, 1, gives(order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted}))
		require.Equal(t, []string{"MUG 4 МАГ-1 Отгружено posted"}, s.Papers(inSale))
		require.Equal(t, 1, gives(order.Deliver{}))
		require.Equal(t, onectest.Level{}, s.Base.Stock("MUG", chaos.Shop1))
		s.Quiet()
	}, chaos.With1C, whole)
}
