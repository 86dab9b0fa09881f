package bridge_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// papers are the documents of an order in the books, "kind number state".
func (d *depot) papers(id string) (all []string) {
	for _, o := range d.books.Orders() {
		if o.Order.ID == id {
			for _, x := range o.Documents {
				all = append(all, fmt.Sprintf("%s %s %s", x.Kind, x.Number, x.State))
			}
		}
	}
	return all
}

// papersHere are the documents of an order here.
func (d *depot) papersHere(id string) (all []string) {
	d.Helper()
	for _, x := range d.order(id).Documents {
		all = append(all, fmt.Sprintf("%s %s %s", x.Kind, x.Number, x.State))
	}
	return all
}

// agree checks that the order has the documents of the books, in the same states.
func (d *depot) agree(id string, want ...string) {
	d.Helper()
	require.ElementsMatch(d, want, d.papers(id), "in the books; journal: %v", d.says(""))
	require.ElementsMatch(d, want, d.papersHere(id), "here; journal: %v", d.says(""))
}

// What is short in Yekaterinburg is asked for where it is; the shop sends it in the books, the operator posts it here,
// and it is reserved where it came.
//
// part of: B24-4, B24-11
func TestWhatIsShortComesByATransfer(t *testing.T) {
	d := newDepot(t, byHand)
	id := d.buys()
	d.does(id, order.Assemble{Picks: order.Pick("mug", amount.Pcs(1)), Warehouse: "ural"})
	d.tries()
	by := vera
	by.Key = "click"
	asked, missing, err := d.b.RequestTransfers(t.Context(), id, "ural", by)
	require.NoError(t, err)
	require.Empty(t, missing)
	require.Equal(t, "[{kazan ural [{mug MUG kazan 2}]} {central ural [{bowl BOWL central 1}]}]", fmt.Sprint(asked), "one for each source, the nearest first")
	_, _, err = d.b.RequestTransfers(t.Context(), id, "ural", by)
	require.NoError(t, err)
	d.sync()
	require.Equal(t, []string{"transfer", "transfer"}, d.tries())
	d.agree(id, "transfer-order T-0001 requested", "transfer-order T-0002 requested")
	d.reserved(id, "1 mug at ural")

	_, err = d.books.ShopSends("41", "T-0001")
	require.NoError(t, err)
	d.sync()
	require.Equal(t, status.TransferSent, d.order(id).Transfers[0].State)
	require.Empty(t, d.tries(), "the books know")
	d.does(id, order.PostTransfer{Transfer: 1})
	require.Equal(t, status.TransferReceived, d.order(id).Transfers[0].State)
	d.reserved(id, "3 mug at ural")
	require.Equal(t, []string{"transfer", "reserve"}, d.tries(), "it has come before it is reserved")
	require.Equal(t, amount.Pcs(0), d.books.OnHand("MUG", "kazan"))
	require.Equal(t, amount.Pcs(7), d.books.OnHand("MUG", "ural"))

	d.does(id, order.DropTransfer{Transfer: 2, Why: "the buyer takes less"})
	d.agree(id, "transfer-order T-0001 requested", "transfer M-0001 received", "transfer-order T-0002 void")
	require.Empty(t, d.owes())
	require.Empty(t, d.order(id).Holds)
}

// What goes to the central warehouse is on the way when it is posted, and there when the warehouse says so.
//
// part of: B24-6
func TestATransferToTheCentralWarehouseTakesItsTime(t *testing.T) {
	d := newDepot(t, byHand)
	id := d.buys()
	_, missing, err := d.b.RequestTransfers(t.Context(), id, "central", vera)
	require.NoError(t, err)
	require.Equal(t, "[{bowl BOWL 1 0}]", fmt.Sprint(missing), "it is there already")
	d.sync()
	require.True(t, d.order(id).Transfers[0].Central)
	number, err := d.books.ShopSends("41", "T-0001")
	require.NoError(t, err)
	require.NoError(t, d.books.Post("21", number))
	d.sync()
	require.Equal(t, status.TransferPosted, d.order(id).Transfers[0].State)
	d.tries()
	require.NoError(t, d.books.ReceiveTransfer("21", number))
	d.sync()
	require.Equal(t, status.TransferReceived, d.order(id).Transfers[0].State)
	require.Equal(t, []string{"reserve"}, d.tries(), "what came is reserved")
	d.reserved(id, "2 mug at central")
}

// A transfer comes in two parts, and each is reserved when it is there.
func TestATransferComesInParts(t *testing.T) {
	d := newDepot(t, byHand)
	id := d.buys()
	d.does(id, order.RequestTransfer{Picks: order.PickAll("mug"), From: "ural", To: "central", Central: true}, order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1})
	require.Equal(t, amount.Pcs(2), d.books.OnHand("MUG", "ural"))
	require.Equal(t, amount.Pcs(10), d.books.OnHand("MUG", "central"), "it is on the way")
	d.does(id, order.ReceiveTransfer{Transfer: 1, Picks: order.Pick("mug", amount.Pcs(1))})
	require.Equal(t, amount.Pcs(11), d.books.OnHand("MUG", "central"))
	d.reserved(id, "1 mug at central")
	d.does(id, order.ReceiveTransfer{Transfer: 1, Picks: order.Pick("mug", amount.Pcs(1)), Damaged: order.Pick("mug", amount.Pcs(1))})
	require.Equal(t, status.TransferReceived, d.order(id).Transfers[0].State)
	require.Equal(t, amount.Pcs(12), d.books.OnHand("MUG", "central"))
	d.reserved(id, "2 mug at central")
	require.Empty(t, d.owes())
}

// Where one system is both, people's and the books, it is the same.
func TestTheERPMayKeepTheBooks(t *testing.T) {
	d := newDepot(t, func(r *bridge.Route) { r.ERP, r.Books = "books-1", "" }, byERP)
	id := d.buys()
	d.reserved(id, "2 mug at kazan", "1 mug at central", "1 bowl at central")
	d.does(id, order.CreateShipment{Picks: order.PickAll("bowl"), To: "kazan"}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
	d.agree(id, "sale S-0001 draft")
	require.NoError(t, d.books.Post("41", "S-0001"))
	d.sync()
	d.agree(id, "sale S-0001 posted")
	require.Equal(t, status.ShipmentSent, d.order(id).Shipments[0].State)
	d.does(id, order.RequestTransfer{Picks: order.PickAll("mug").At("central"), From: "central", To: "ural"})
	d.does(id, order.DropTransfer{Transfer: 1, Why: "not wanted"})
	d.agree(id, "sale S-0001 posted", "transfer-order T-0001 void")
	require.Empty(t, d.owes())
}

func byERP(r *bridge.Route) { r.Authority = order.OwnShop }

// What an order costs in calls: each step is one write, and one reading of the stock where warehouses are chosen.
func TestWhatStockCosts(t *testing.T) {
	d := newDepot(t)
	step := func(writes, reads int, what string, do func()) {
		t.Helper()
		d.tries()
		before := d.books.Reads()
		do()
		tried := d.tries()
		require.Len(t, tried, writes, "%s: %v", what, tried)
		passes := 1 // which asks for changes
		require.Equal(t, reads+passes, d.books.Reads()-before, "%s: reads", what)
	}
	var id string
	step(2, 2+1, "order and reservation: warehouses, stock, and a pass more", func() { id = d.buys() })
	step(0, 0, "nothing happens", d.sync)
	step(1, 0, "a sale is drafted", func() {
		d.does(id, order.CreateShipment{Picks: order.PickAll("bowl"), To: "kazan"}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
	})
	step(1, 0, "a sale is posted", func() {
		d.does(id, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
	})
	step(2, 0, "a transfer is asked for, what was reserved at its source is its own", func() {
		d.does(id, order.RequestTransfer{Picks: order.PickAll("mug").At("central"), From: "central", To: "kazan"})
	})
	step(0, 1, "a person sends it: the order is read", func() {
		_, err := d.books.ShopSends("41", "T-0001")
		require.NoError(t, err)
		d.sync()
	})
	step(2, 0, "it is posted, and reserved where it came", func() { d.does(id, order.PostTransfer{Transfer: 1}) })
}

// The source has less than it was asked for: nothing is made, people are told, and may drop it.
func TestATransferOfWhatIsNotThereWaitsForPeople(t *testing.T) {
	d := newDepot(t, byHand)
	id := d.buys()
	d.does(id, order.RequestTransfer{Picks: order.PickAll("bowl"), From: "kazan", To: "ural"})
	require.Empty(t, d.papers(id))
	require.Len(t, d.owes(), 1)
	require.Contains(t, d.told()[0], "1 of BOWL are missing at kazan")
	require.Equal(t, status.ItemRequested, d.order(id).Lines[1].Portions[0].State)
	d.does(id, order.DropTransfer{Transfer: 1, Why: "there is none"})
	require.Empty(t, d.owes())
	require.Empty(t, d.papers(id))

	d.does(id, order.RequestTransfer{Picks: order.PickAll("bowl"), From: "nowhere", To: "ural"})
	require.Contains(t, d.owes()[0], `there is no warehouse "nowhere"`)
}

// A shop that issues the goods itself needs no carrier and no number: the sale is made, and the shipment is sent when
// it is posted.
//
// part of: B24-5, B24-11
func TestAnOwnShopSellsWithoutACarrier(t *testing.T) {
	d := newDepot(t)
	id := d.buys()
	_, err := d.b.MoveReserve(t.Context(), id, "mug", "kazan", "central", amount.Pcs(2), vera)
	require.NoError(t, err)
	d.sync()
	d.does(id, order.CreateShipment{Picks: order.PickAll("mug", "bowl"), To: "kazan"})
	d.tries()
	d.does(id, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
	d.agree(id, "sale S-0001 draft")
	require.Equal(t, status.ShipmentAssembling, d.order(id).Shipments[0].State)
	d.does(id, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
	d.agree(id, "sale S-0001 posted")
	require.Equal(t, status.ShipmentSent, d.order(id).Shipments[0].State)
	require.Equal(t, status.OrderOutWithCourier, d.order(id).State)
	require.Equal(t, []string{"document", "document"}, d.tries(), "what left is reserved no more, without a word")
	d.reserved(id)
	d.sync()
	require.Empty(t, d.order(id).Holds)
	require.Empty(t, d.owes())
}

// Two operators ask for what is short at the same moment: it is asked for once, and never more than is short.
func TestTwoOperatorsAskForATransferAtOnce(t *testing.T) {
	d := newDepot(t, byHand)
	id := d.buys()
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			by := order.By{Actor: order.Actor{ID: fmt.Sprint("operator ", i), Role: order.RoleOperator}}
			if _, _, err := d.b.RequestTransfers(t.Context(), id, "ural", by); err != nil {
				t.Error(err)
			}
			if _, err := d.b.Reserve(t.Context(), id, by); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	d.sync()
	asked := map[string]int64{}
	for _, x := range d.order(id).Transfers {
		for _, u := range x.Units {
			asked[u.Line] += u.To.Milli() - u.From.Milli()
		}
	}
	for _, r := range erp.ReservedOf(d.order(id)) {
		asked[r.Line] += r.Quantity.Milli()
	}
	require.Equal(t, map[string]int64{"mug": 3000, "bowl": 1000}, asked)
	require.Empty(t, d.owes())
}

// Each direction has its batch, and a sale is in one only, whoever makes batches at the same time.
//
// part of: B24-11
func TestASaleIsInOneBatch(t *testing.T) {
	d := newDepot(t)
	var ids []string
	for i, to := range []string{"kazan", "ural", "kazan"} {
		d.books.SetStock("MUG", "central", amount.Pcs(20))
		d.books.SetStock("BOWL", "central", amount.Pcs(10))
		id := d.buys()
		ids = append(ids, id)
		d.does(id, order.CreateShipment{Picks: order.PickAll("mug").At("central"), To: to},
			order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		require.Len(t, d.papers(id), 1, "%d: %v", i, d.owes())
	}
	none, err := d.b.Batch(t.Context(), "books-1", "nowhere", vera)
	require.NoError(t, err)
	require.Empty(t, none.Number)
	require.Empty(t, none.Sales)

	var wg sync.WaitGroup
	batches := make([]bridge.SalesBatch, 4)
	for i := range batches {
		wg.Go(func() {
			by := order.By{Actor: order.Actor{ID: fmt.Sprint("operator ", i), Role: order.RoleOperator}, Key: fmt.Sprint("click ", i)}
			var err error
			for range 20 {
				if batches[i], err = d.b.Batch(t.Context(), "books-1", "kazan", by); !errors.Is(err, bridge.ErrConflict) {
					break
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	listed := map[string]string{}
	for _, b := range batches {
		for _, s := range b.Sales {
			require.Empty(t, listed[s.Sale.Number], "sale %s is in batches %s and %s", s.Sale.Number, listed[s.Sale.Number], b.Number)
			listed[s.Sale.Number] = b.Number
			require.Contains(t, []string{ids[0], ids[2]}, s.Order)
		}
	}
	require.Len(t, listed, 2)
	for i, b := range batches { // the same click again
		again, err := d.b.Batch(t.Context(), "books-1", "kazan", order.By{Actor: vera.Actor, Key: fmt.Sprint("click ", i)})
		require.NoError(t, err)
		require.Equal(t, len(b.Sales), len(again.Sales))
	}
	used := slices.IndexFunc(batches, func(b bridge.SalesBatch) bool { return b.Number != "" })
	_, err = d.b.Batch(t.Context(), "books-1", "ural", order.By{Actor: vera.Actor, Key: fmt.Sprint("click ", used)})
	require.ErrorIs(t, err, order.ErrKeyReused)

	ural, err := d.b.Batch(t.Context(), "books-1", "ural", order.By{Actor: vera.Actor})
	require.NoError(t, err)
	require.Len(t, ural.Sales, 1)
	require.Equal(t, ids[1], ural.Sales[0].Order)
	require.NoError(t, d.books.Post("41", ural.Sales[0].Sale.Number), "the warehouse posts it")
	d.sync()
	require.Equal(t, status.ShipmentSent, d.order(ids[1]).Shipments[0].State)
	ural, err = d.b.Batch(t.Context(), "books-1", "ural", order.By{Actor: vera.Actor})
	require.NoError(t, err)
	require.Empty(t, ural.Sales)

	_, err = d.b.Batch(t.Context(), "crm-2", "ural", vera)
	require.ErrorIs(t, err, bridge.ErrUnknown)
}

// Who may attach no documents makes no batch.
func TestABatchNeedsTheRightToIt(t *testing.T) {
	d := newDepot(t)
	id := d.buys()
	d.does(id, order.CreateShipment{Picks: order.PickAll("mug").At("central"), To: "kazan"},
		order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
	_, err := d.b.Batch(t.Context(), "books-1", "kazan", order.By{Actor: order.Actor{ID: "ivan", Role: order.RoleBuyer}})
	require.ErrorIs(t, err, order.ErrRole)
	b, err := d.b.Batch(t.Context(), "books-1", "kazan", vera)
	require.NoError(t, err)
	require.Len(t, b.Sales, 1)
}

// What people do in the books is carried over, or told: never silent.
func TestWhatPeopleDoInTheBooks(t *testing.T) {
	sold := func(t *testing.T) (*depot, string) {
		d := newDepot(t)
		id := d.buys()
		d.does(id, order.CreateShipment{Picks: order.PickAll("bowl"), To: "kazan"},
			order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		return d, id
	}
	t.Run("they give up a reservation", func(t *testing.T) {
		d := newDepot(t)
		id := d.buys()
		d.tries()
		require.NoError(t, d.books.Unreserve("41", "B-0001", "mug", "kazan"))
		d.sync()
		d.reserved(id, "1 mug at central", "1 bowl at central")
		require.Empty(t, d.tries(), "it is theirs")
		require.Len(t, d.told(), 1)
		require.Contains(t, d.told()[0], "the order follows")
	})
	t.Run("they delete the draft of a sale", func(t *testing.T) {
		d, id := sold(t)
		require.NoError(t, d.books.Delete("41", "S-0001"))
		d.sync()
		require.Equal(t, []string{"sale S-0001 void"}, d.papersHere(id))
		require.Equal(t, status.ShipmentAssembling, d.order(id).Shipments[0].State)
		d.does(id, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		d.agree(id, "sale S-0001 void", "sale S-0002 draft")
		d.does(id, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		d.agree(id, "sale S-0001 void", "sale S-0002 posted")
		require.Equal(t, status.ShipmentSent, d.order(id).Shipments[0].State)
	})
	t.Run("they take back that a sale was posted", func(t *testing.T) {
		d, id := sold(t)
		require.NoError(t, d.books.Post("41", "S-0001"))
		d.sync()
		require.Equal(t, status.ShipmentSent, d.order(id).Shipments[0].State)
		require.NoError(t, d.books.Unpost("41", "S-0001"))
		d.sync()
		require.Len(t, d.order(id).Holds, 1)
		require.Contains(t, d.order(id).Holds[0].Text, "does not go back to draft")
	})
	t.Run("they make a transfer void", func(t *testing.T) {
		d := newDepot(t, byHand)
		id := d.buys()
		d.does(id, order.RequestTransfer{Picks: order.PickAll("bowl"), From: "central", To: "ural"})
		number, err := d.books.ShopSends("41", "T-0001")
		require.NoError(t, err)
		d.sync()
		require.NoError(t, d.books.Delete("41", number))
		d.sync()
		require.Equal(t, status.TransferDropped, d.order(id).Transfers[0].State)
	})
	t.Run("they close the order", func(t *testing.T) {
		d := newDepot(t)
		id := d.buys()
		require.NoError(t, d.books.Close("41", "B-0001"))
		d.sync()
		require.Len(t, d.told(), 0)
		require.True(t, slices.ContainsFunc(d.notes(), func(n string) bool {
			return n == "order B-0001 was closed in the books: nothing can be changed there any more"
		}))
		d.does(id, order.Release{Picks: order.PickAll("bowl")})
		require.Len(t, d.owes(), 1)
		require.Contains(t, d.owes()[0], "is closed")
	})
}

// The note of a return is printed.
//
// part of: B24-11
func TestADocumentOfTheBooksIsPrinted(t *testing.T) {
	d := newDepot(t)
	id := d.buys()
	d.does(id, order.CreateShipment{Picks: order.PickAll("bowl"), To: "kazan"},
		order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
	d.does(id, order.Deliver{Shipment: 1}, order.Return{Picks: order.PickAll("bowl"), Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyReceived})
	d.sync()
	d.agree(id, "sale S-0001 posted", "return-note R-0001 posted")
	note := d.order(id).Documents[1]
	require.Equal(t, []any{"S-0001", 1, "books-1"}, []any{note.Basis, note.Block, note.Ref.Account})
	require.Equal(t, amount.Pcs(1), d.books.OnHand("BOWL", "central"), "it is on the shelf again")
	f, err := d.b.Print(t.Context(), id, note.Ref)
	require.NoError(t, err)
	require.Equal(t, "return-note-R-0001.txt", f.Name)
	require.Contains(t, string(f.Content), "made from S-0001")
	found, err := d.b.Find(t.Context(), note.Ref)
	require.NoError(t, err)
	require.Equal(t, id, found)
	_, err = d.b.Print(t.Context(), id, order.Ref{System: "books", Account: "books-1", Kind: "sale", ID: "S-7"})
	require.ErrorIs(t, err, bridge.ErrUnknown)
	require.NotErrorIs(t, err, ordo.ErrUnsupported)
}
