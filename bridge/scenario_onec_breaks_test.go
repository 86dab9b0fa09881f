package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// What a day brings to an order whose goods are at several places.

// isMoved is a paid order of mugs that shop 2 has, asked for shop 1.
func isMoved(s *chaos.Shop, n int) *chaos.Sale {
	s.Has("MUG", chaos.Shop2, n)
	x := s.Sells(chaos.Mugs(n))
	x.Pays()
	x.As(chaos.Clerk, order.RequestTransfer{From: chaos.Shop2, To: chaos.Shop1})
	return x
}

// What came damaged or did not come stays asked of the operator until others are asked for, though the transfer is
// over.
func TestWhatATransferDidNotBringIsAskedFor(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := isMoved(s, 3)
		x.As(chaos.Seller2, order.SendTransfer{Transfer: 1})
		lost := order.PickUnits("mugs", amount.Pcs(1), amount.Pcs(2))
		x.As(chaos.Clerk, order.ReceiveTransfer{Transfer: 1, Damaged: order.Pick("mugs", amount.Pcs(1)), Lost: lost}, order.ReceiveTransfer{Transfer: 1})
		require.Equal(t, status.TransferReceived, x.Order().View().Transfers[0].State)
		require.Len(t, x.AskedOf(chaos.Clerk), 2, "one is damaged, one did not come")

		s.Has("MUG", chaos.Remote, 2)
		x.As(chaos.Clerk, order.RequestTransfer{Picks: order.PickUnits("mugs", amount.Pcs(0), amount.Pcs(2)), From: chaos.Remote, To: chaos.Shop1})
		require.Empty(t, x.AskedOf(chaos.Clerk))
	}, chaos.With1C)
}

// What a shop has not got is asked of the operator, who is asked to post the rest as well.
func TestAShopSendsLess(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := isMoved(s, 3)
		x.As(chaos.Seller2, order.SendTransfer{Transfer: 1, Picks: order.Pick("mugs", amount.Pcs(2))})
		require.Len(t, x.AskedOf(chaos.Clerk), 2)
		x.As(chaos.Clerk, order.PostTransfer{Transfer: 1})
		require.Len(t, x.AskedOf(chaos.Clerk), 1, "the third is not to be had yet")
		x.As(chaos.Clerk, order.Cancel{Picks: order.PickUnits("mugs", amount.Pcs(2), amount.Pcs(3)), Reason: status.ReasonOutOfStock})
		require.Empty(t, x.AskedOf(chaos.Clerk), "nobody wants it any more")
	}, chaos.With1C)
}

// A transfer that 1C refuses, in a closed period, and takes later: what came by it is reserved where it is.
func TestATransferIsPostedWhenThePeriodIsOpen(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := isMoved(s, 2)
		x.As(chaos.Seller2, order.SendTransfer{Transfer: 1})
		s.Base.ClosePeriod(time.Now().Add(48 * time.Hour).Format(time.DateOnly))
		x.As(chaos.Clerk, order.PostTransfer{Transfer: 1})
		s.Base.ClosePeriod("")
		require.Len(t, x.Owes(), 1)
		require.NoError(t, s.Bridge.Retry(s.Context(), x.Owes()[0].Key, chaos.Clerk))
		x.Settle()
		require.Equal(t, []string{"МАГ-2 -> МАГ-1 MUG 2 Принято posted"}, s.Papers(inTransfer))
		require.Equal(t, []string{"MUG 2 МАГ-1 СоСклада"}, x.Rows())
		require.Equal(t, onectest.Level{OnHand: 2, Reserved: 2}, s.Base.Stock("MUG", chaos.Shop1))
	}, chaos.With1C)
}

// A code that is rejected leaves the draft of the sale, and the new one comes into it.
func TestACodeIsRejectedAfterTheDraftOfTheSale(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop1, 1, "BOWL", chaos.Shop1, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		sale := order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft}
		x.As(chaos.Clerk, order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.CreateShipment{To: chaos.Shop1}, sale)
		require.Len(t, s.Base.Documents(inSale)[0].Fields["ШтрихкодыУпаковок"], 1)
		x.As(chaos.Clerk, order.RejectMark{Line: "shoes", Why: "the code is of another owner"})
		require.Empty(t, s.Base.Documents(inSale)[0].Fields["ШтрихкодыУпаковок"])
		require.Empty(t, x.Owes())
		s.Quiet()
	}, chaos.With1C)
}

// Nobody is asked to post a sale of which nothing is wanted any more.
func TestASaleInABatchIsCancelled(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Central, 2)
		x := s.Sells(chaos.Mugs(2))
		x.Pays()
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		_, err := s.Bridge.Batch(s.Context(), "1c-1", chaos.Shop1, order.By{Actor: chaos.Clerk})
		require.NoError(t, err)
		require.NotEmpty(t, x.AskedOf(chaos.Storeman))
		require.NoError(t, x.TriesAs(chaos.Clerk, order.Cancel{Reason: status.ReasonBuyerRefused}))
		s.Sync()
		require.Empty(t, x.AskedOf(chaos.Storeman))
		require.NoError(t, s.Base.MarkDeleted(inSale, s.Base.Documents(inSale)[0].Number))
		for _, w := range x.Owes() {
			require.NoError(t, s.Bridge.Retry(s.Context(), w.Key, chaos.Clerk))
		}
		x.Settle()
		require.Empty(t, x.Rows())
		require.Equal(t, onectest.Level{OnHand: 2, Free: 2}, s.Base.Stock("MUG", chaos.Central))
	}, chaos.With1C)
}

// A line that is added after payment is reserved when nothing is left to be paid, whatever made it so.
func TestWhatIsAddedIsReservedWhenNothingIsDue(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("MUG", chaos.Shop1, 2, "BOWL", chaos.Shop1, 1)
		x := s.Sells(chaos.Mugs(2))
		x.Pays()
		x.As(chaos.Clerk, order.Edit{Add: []order.Line{{ID: "bowl", SKU: "BOWL", Name: "Миска", Quantity: amount.Pcs(1), Price: amount.RUB(35000), VAT: amount.VAT10}}})
		require.Equal(t, "350.00 RUB", x.Order().View().Due.String())
		x.As(chaos.Clerk, order.Edit{Remove: order.Pick("mugs", amount.Pcs(1))})
		require.ElementsMatch(t, []string{"MUG 1 МАГ-1 СоСклада", "BOWL 1 МАГ-1 СоСклада"}, x.Rows())
		require.Equal(t, onectest.Level{OnHand: 1, Reserved: 1}, s.Base.Stock("BOWL", chaos.Shop1))
	}, chaos.With1C)
}
