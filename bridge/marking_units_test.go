package bridge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
	"github.com/ordo-sdk/ordo/status"
)

// otherShoeCode is the marking code of another pair of the same shoes.
const otherShoeCode = "0104601234567893215Qx7&aB2kLm9Y\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// twoPairs is an order of two pairs of marked shoes, 9 600 roubles.
func twoPairs() order.Draft {
	d := chaos.ShoesAndSocks()
	d.Lines = d.Lines[:1]
	d.Lines[0].Quantity = amount.Pcs(2)
	return d
}

// sendsPairs lets both pairs leave together, each with its code.
func sendsPairs(x *chaos.Sale) {
	x.Helper()
	x.Does(order.SetMark{Line: "shoes", Unit: 0, Code: chaos.ShoeCode}, order.SetMark{Line: "shoes", Unit: 1, Code: otherShoeCode})
	x.Does(order.HandOver{Waybill: "1105478203"})
	x.Settle()
}

// inRegistry checks a code in the registry: in which state it is, and how often it went out, came back, and was
// refused.
func inRegistry(s *chaos.Shop, code string, state marking.State, out, back int) {
	s.Helper()
	u := s.Codes.Unit(code)
	require.Equal(s, []any{state, out, back, 0}, []any{u.State, u.Withdrawals, u.Reinstatements, u.Repeats}, "journal: %v", s.Tail())
}

// outBy is by which document each unit's code is out, as the order has it.
func outBy(x *chaos.Sale) (out []string) {
	x.Helper()
	for n := range 2 {
		by := "no code"
		for _, m := range x.Order().View().Lines[0].Marks {
			if m.Unit == n {
				by = m.Out
			}
		}
		out = append(out, by)
	}
	return out
}

// coded are the positions of the receipts at the register that have a marking code.
func coded(x *chaos.Sale) (n int) {
	for _, r := range x.Kassa.Receipts() {
		n += strings.Count(string(r.Body), `"gs1m"`)
	}
	return n
}

// By document, the default: what leaves together is withdrawn by one report with the price of each unit, and the
// receipts have no codes. What comes back is reinstated when the receipt of the refund is there. The code of a unit
// that was returned may be sold again.
//
// part of: B24-10
// pain: MK-P4
func TestADocumentWithdrawsWhatLeavesAndBringsBackWhatReturns(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Codes.Put(otherShoeCode)
		x := s.Sells(twoPairs())
		x.Pays()
		require.Empty(t, s.Codes.Reports(), "nothing has left")
		sendsPairs(x)
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
		inRegistry(s, otherShoeCode, marking.Out, 1, 0)
		rs := s.Codes.Reports()
		require.Len(t, rs, 1, "they left together")
		require.Equal(t, marking.Withdraw, rs[0].Direction)
		require.Len(t, rs[0].Units, 2)
		for _, u := range rs[0].Units {
			require.Equal(t, amount.RUB(480000), u.Price)
		}
		require.Equal(t, marking.PrimaryReceipt, rs[0].Document.Kind, "that of the payment")
		require.NotEmpty(t, rs[0].Document.Number)
		require.NotContains(t, outBy(x), "")

		x.Hands()
		require.Zero(t, coded(x), "the document has done it")
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)

		x.Does(order.Return{Picks: order.Picks{{Line: "shoes", Quantity: amount.Pcs(1), From: amount.Pcs(1), To: amount.Pcs(2)}}, Reason: status.ReasonUnwanted})
		x.Does(order.Receive{Block: 1, Custody: status.CustodyAccepted})
		x.Settle()
		inRegistry(s, otherShoeCode, marking.Out, 1, 0)
		require.Contains(t, lacking(x), "R1", "the receipt of the refund is the document of the return")
		x.Refunds(1)
		inRegistry(s, otherShoeCode, marking.InCirculation, 1, 1)
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
		rs = s.Codes.Reports()
		require.Len(t, rs, 2)
		require.Equal(t, marking.Reinstate, rs[1].Direction)
		require.True(t, rs[1].Paid)
		require.Equal(t, x.Block(1).Receipt.Number, rs[1].Document.Number)
		require.Equal(t, "", outBy(x)[1])
		require.NotEmpty(t, outBy(x)[0])
		require.Zero(t, coded(x))
		s.Quiet()

		y := s.Sells(chaos.ShoesAndSocks())
		y.Pays()
		y.Does(order.SetMark{Line: "shoes", Code: otherShoeCode}, order.HandOver{Waybill: "1105478204"})
		y.Settle()
		inRegistry(s, otherShoeCode, marking.Out, 2, 1)
		s.Quiet()
	}, chaos.WithRegistry)
}

// By receipt: the settlement has the codes, and the operator of fiscal data passes them on. No document is sent; the
// registry is asked, and the order knows by which receipt a code is out. The receipt of the refund brings it back.
//
// part of: B24-10
func TestAReceiptWithdrawsWhatIsSettledAndBringsBackWhatReturns(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Codes.Put(otherShoeCode)
		x := s.Sells(twoPairs())
		x.Pays()
		sendsPairs(x)
		inRegistry(s, chaos.ShoeCode, marking.InCirculation, 0, 0)
		x.Hands()
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
		inRegistry(s, otherShoeCode, marking.Out, 1, 0)
		require.Equal(t, 2, coded(x), "a position for each code")
		require.NotContains(t, outBy(x), "")

		x.Does(order.Return{Picks: order.Picks{{Line: "shoes", Quantity: amount.Pcs(1), From: amount.Pcs(1), To: amount.Pcs(2)}}, Reason: status.ReasonUnwanted})
		x.Does(order.Receive{Block: 1, Custody: status.CustodyAccepted})
		x.Refunds(1)
		inRegistry(s, otherShoeCode, marking.InCirculation, 1, 1)
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
		require.Equal(t, "", outBy(x)[1])
		require.NotEmpty(t, outBy(x)[0])
		require.Empty(t, s.Codes.Reports(), "a second withdrawal would be refused, and hide the first")
		s.Quiet()
	}, chaos.WithRegistryByReceipt)
}

// A code that is out already, of another owner, blocked or unknown is named to people, and not sent. The others are.
func TestACodeThatTheRegistryWouldRefuseIsNamedAndTheOthersAreReported(t *testing.T) {
	for _, c := range []struct {
		name string
		unit markingtest.Unit
	}{
		{"out already", markingtest.Unit{State: marking.Out, Reason: "RETAIL"}},
		{"of another owner", markingtest.Unit{State: marking.InCirculation, Foreign: true}},
		{"blocked", markingtest.Unit{State: marking.InCirculation, Blocked: true}},
		{"on its way to another owner", markingtest.Unit{State: marking.InCirculation, Extra: "WAIT_SHIPMENT"}},
		{"unknown", markingtest.Unit{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				if c.unit != (markingtest.Unit{}) {
					s.Codes.Set(otherShoeCode, c.unit)
				}
				x := s.Sells(twoPairs())
				x.Pays()
				sendsPairs(x)
				inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
				require.Len(t, s.Codes.Reports(), 1)
				require.Len(t, s.Codes.Reports()[0].Units, 1, "the bad one is not sent")
				require.Zero(t, s.Codes.Unit(otherShoeCode).Repeats)
				require.NotEmpty(t, outBy(x)[0])
				require.Empty(t, outBy(x)[1])
				require.Contains(t, strings.Join(s.Tail(), "\n"), "0104601234567893215Qx7&aB2kLm9Y", "people read which")
			}, chaos.WithRegistry)
		})
	}
}

// Goods that are refused at the door and were not paid are back in circulation at once, without a document.
func TestWhatWasRefusedUnpaidIsReinstatedWithoutADocument(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Scheme = order.MerchantDelivery
		x := s.Sells(d)
		x.Does(order.Confirm{}, order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.Pack{}, order.HandOver{Courier: true})
		x.Settle()
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
		require.Equal(t, marking.PrimaryOther, s.Codes.Reports()[0].Document.Kind, "nothing was paid and sold in books: the order")
		x.Does(order.Deliver{Refused: []order.Refusal{{Picks: order.PickAll("shoes"), Reason: status.ReasonUnwanted}}})
		x.Settle()
		inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0) // they are on the way back
		x.Returns(order.PickAll("shoes"))
		x.Settle()
		inRegistry(s, chaos.ShoeCode, marking.InCirculation, 1, 1)
		last := s.Codes.Reports()[1]
		require.False(t, last.Paid)
		require.Zero(t, last.Document)
	}, chaos.WithRegistry)
}

// A price reduction moves no goods: the code stays out.
func TestAPriceReductionReinstatesNothing(t *testing.T) {
	for _, way := range []func(*chaos.Shop){chaos.WithRegistry, chaos.WithRegistryByReceipt} {
		sells(t, func(s *chaos.Shop) {
			x := s.Sells(chaos.ShoesAndSocks())
			x.Pays()
			x.Sends()
			x.Hands()
			x.Does(order.ReducePrice{Picks: order.PickAll("shoes"), Amount: amount.RUB(50000), Reason: status.ReasonDefect})
			x.Refunds(1)
			inRegistry(s, chaos.ShoeCode, marking.Out, 1, 0)
		}, way)
	}
}

// lacking says what the effects of an order wait for.
func lacking(x *chaos.Sale) string {
	x.Helper()
	var out []string
	for _, w := range x.Owes() {
		out = append(out, w.Lacks)
	}
	return strings.Join(out, "; ")
}
