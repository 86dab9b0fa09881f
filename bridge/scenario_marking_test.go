package bridge_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
	"github.com/ordo-sdk/ordo/status"
)

// issuesShoes is a pair of marked shoes and a bowl that a shop issues, with everything that comes before.
func issuesShoes(s *chaos.Shop) *chaos.Sale {
	s.Has("SHOES-42", chaos.Shop1, 1, "BOWL", chaos.Shop1, 1)
	x := s.Sells(chaos.Boots())
	x.Pays()
	x.As(chaos.Clerk, order.SetMark{Line: "shoes", Code: chaos.ShoeCode})
	x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
	return x
}

// comesBack is what the buyer brings back to the shop, all of it.
func comesBack(x *chaos.Sale) {
	x.As(chaos.Seller1, order.Return{Reason: status.ReasonWrongSize}, order.Receive{Block: 1, Custody: status.CustodyReceived})
	x.As(chaos.Storeman, order.Receive{Block: 1, Custody: status.CustodyAccepted})
	x.Refunds(1)
	x.Settle()
}

// withCode are the receipts at the register that have the code of the shoes.
func withCode(x *chaos.Sale) (out []string) {
	for _, r := range x.Kassa.Receipts() {
		if strings.Contains(string(r.Body), "gs1m") {
			out = append(out, r.Operation)
		}
	}
	return out
}

// Goods with a marking code are reported to Честный знак when they leave, once; the receipts have a position for each
// unit and no code then. What comes back is reported by the same way, with the receipt of the refund.
//
// covers: B24-10 whole
func TestMarkedGoodsLeaveCirculationOnceByDocument(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := issuesShoes(s)
		require.Equal(t, []string{"out: out 1 times, back 0 times, 0 repeats", "shoes 0 out true"}, x.InRegistry(), "%v", s.Tail())
		r := s.Codes.Reports()
		require.Len(t, r, 1)
		require.Equal(t, marking.Withdraw, r[0].Direction)
		require.Equal(t, marking.PrimaryConsignmentNote, r[0].Document.Kind)
		require.Equal(t, s.Base.Documents("РеализацияТоваровУслуг")[0].Fields["Number"], r[0].Document.Number)
		require.Equal(t, "4800.00 RUB", r[0].Units[0].Price.String())
		x.As(chaos.Seller1, order.Deliver{})
		comesBack(x)
		require.Equal(t, []string{"in-circulation: out 1 times, back 1 times, 0 repeats", "shoes 0 out false"}, x.InRegistry(), "%v", s.Tail())
		back := s.Codes.Reports()[1]
		require.True(t, back.Paid)
		require.Equal(t, marking.PrimaryReceipt, back.Document.Kind)
		require.Equal(t, x.Order().View().Blocks[0].Receipt.Number, back.Document.Number)
		require.Empty(t, withCode(x), "the document withdraws the code, and no receipt")
		require.Empty(t, x.Owes())
	}, chaos.With1C, chaos.WithRegistry)
}

// With the other setting the receipt of the settlement takes the code out, and that of the refund brings it back: the
// registry is asked afterwards whether it did.
//
// covers: B24-10 whole
func TestMarkedGoodsLeaveCirculationOnceByReceipt(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := issuesShoes(s)
		require.Equal(t, []string{"in-circulation: out 0 times, back 0 times, 0 repeats", "shoes 0 out false"}, x.InRegistry())
		x.As(chaos.Seller1, order.Deliver{})
		x.Settle()
		require.Equal(t, []string{"out: out 1 times, back 0 times, 0 repeats", "shoes 0 out true"}, x.InRegistry(), "%v", s.Tail())
		comesBack(x)
		require.Equal(t, []string{"in-circulation: out 1 times, back 1 times, 0 repeats", "shoes 0 out false"}, x.InRegistry(), "%v", s.Tail())
		require.Equal(t, []string{"sell", "sell_refund"}, withCode(x))
		require.Empty(t, s.Codes.Reports(), "no document")
		require.Empty(t, x.Owes())
	}, chaos.With1C, chaos.WithRegistryByReceipt)
}

// A receipt that does not reach the registry is named after some days.
func TestAReceiptThatDoesNotReachTheRegistryIsNamed(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := issuesShoes(s)
		s.Codes.Set(chaos.ShoeCode, markingtest.Unit{State: marking.Issued})
		x.As(chaos.Seller1, order.Deliver{})
		for range 5 {
			time.Sleep(20 * time.Hour)
			s.Sync()
		}
		owes := x.Owes()
		require.Len(t, owes, 1)
		require.Equal(t, bridge.PhaseParked, owes[0].Phase)
		require.Contains(t, owes[0].Outcome.Text, "has not reached the registry")
	}, chaos.With1C, chaos.WithRegistryByReceipt)
}

// What cannot be reported is named, kept and shown, and nothing is sent: a code that is out already, of another owner,
// or unknown. A person who has dealt with it tries again, and the code leaves once.
func TestACodeThatTheRegistryDoesNotTakeIsNamed(t *testing.T) {
	for says, u := range map[string]markingtest.Unit{
		"left circulation before": {State: marking.Out, Reason: "RETAIL"},
		"of another":              {State: marking.InCirculation, Foreign: true},
		"blocked":                 {State: marking.InCirculation, Blocked: true},
	} {
		t.Run(says, func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				s.Codes.Set(chaos.ShoeCode, u)
				x := issuesShoes(s)
				owes := x.Owes()
				require.Len(t, owes, 1, "%v", s.Tail())
				require.Equal(t, bridge.PhaseParked, owes[0].Phase)
				require.Contains(t, owes[0].Outcome.Text, says)
				require.Empty(t, s.Codes.Reports())
				s.Codes.Set(chaos.ShoeCode, markingtest.Unit{State: marking.InCirculation})
				require.NoError(t, s.Bridge.Retry(s.Context(), owes[0].Key, chaos.Clerk))
				x.Settle()
				require.Equal(t, []string{"out: out 1 times, back 0 times, 0 repeats", "shoes 0 out true"}, x.InRegistry(), "%v", s.Tail())
				require.Empty(t, x.Owes())
			}, chaos.With1C, chaos.WithRegistry)
		})
	}
}

// A person who says that a code will never be reported is not asked again when the goods go on their way.
func TestACodeThatIsNeverReportedIsLeftAlone(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Codes.Set(chaos.ShoeCode, markingtest.Unit{State: marking.Out, Reason: "RETAIL"})
		x := issuesShoes(s)
		require.NoError(t, s.Bridge.Resolve(s.Context(), x.Owes()[0].Key, order.Outcome{Kind: order.Rejected, Text: "sold at the till"}, chaos.Clerk))
		x.As(chaos.Seller1, order.Deliver{})
		require.Empty(t, x.Owes())
		require.Empty(t, s.Codes.Reports())
	}, chaos.With1C, chaos.WithRegistry)
}

// An order that comes in for the first time with goods that have left was reported by whoever sold it.
func TestWhatHadLeftBeforeIsNotReported(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Site.At = status.ItemSent
		x := s.Sells(chaos.Boots())
		x.Settle()
		require.Equal(t, status.ItemSent, x.Order().View().Lines[0].Portions[0].State)
		require.Empty(t, x.Owes())
	}, chaos.WithRegistry, withMail(&messagetest.Memory{}, bridge.MessageRule{On: bridge.OnMarkedLeft, Via: []bridge.Via{{Account: "mail-1", Kind: messages.KindEDO}}}))
}

// The answer to a report is lost, or the document cannot be seen for a while: the code leaves circulation once.
func TestAReportInDoubtIsLookedUp(t *testing.T) {
	for name, happens := range map[string]func(*markingtest.Memory){
		"lost": (*markingtest.Memory).LosesAnswer, "hidden": (*markingtest.Memory).Hides, "fails": (*markingtest.Memory).FailsOnce,
	} {
		t.Run(name, func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				happens(s.Codes)
				s.Codes.Waits = true
				go func() {
					for range 20 {
						time.Sleep(7 * time.Minute)
						s.Codes.Process()
					}
				}()
				x := issuesShoes(s)
				time.Sleep(3 * time.Hour)
				x.Settle()
				require.Equal(t, []string{"out: out 1 times, back 0 times, 0 repeats", "shoes 0 out true"}, x.InRegistry(), "%v", s.Tail())
				require.Len(t, s.Codes.Reports(), 1)
				require.Empty(t, x.Owes())
			}, chaos.With1C, chaos.WithRegistry)
		})
	}
}

// A unit that left without a code where the scheme lets it is named, people are told when it is late, and its code
// leaves circulation when it comes.
func TestACodeThatComesLateIsReportedThen(t *testing.T) {
	late := func(s *chaos.Shop) {
		scheme, _ := order.ByCarrier.Rules()
		scheme.MarksBefore = ""
		s.Scheme = scheme
	}
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop1, 1, "BOWL", chaos.Shop1, 1)
		x := s.Sells(chaos.Boots())
		x.Pays()
		x.As(chaos.Clerk, order.CreateShipment{To: chaos.Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.As(chaos.Seller1, order.Deliver{})
		owes := x.Owes()
		require.Len(t, owes, 1)
		require.Equal(t, "line shoes unit 0 has no marking code: set it", owes[0].Lacks)
		time.Sleep(4 * 24 * time.Hour)
		s.Sync()
		require.Contains(t, strings.Join(s.Tail(), "\n"), "have not left circulation since")
		x.As(chaos.Clerk, order.SetMark{Line: "shoes", Code: chaos.ShoeCode})
		x.Settle()
		require.Equal(t, []string{"out: out 1 times, back 0 times, 0 repeats", "shoes 0 out true"}, x.InRegistry(), "%v", s.Tail())
		require.Empty(t, x.Owes())
	}, chaos.With1C, chaos.WithRegistry, late)
}
