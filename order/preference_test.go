package order_test

import (
	"go/ast"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// spread is a shop's paid order whose units of line L1 stand in these states, one unit in each.
func spread(t *testing.T, states ...status.ItemState) *story {
	scheme, _ := order.OwnPickup.Rules()
	scheme.Code, scheme.DoorResults = "spread", status.ItemStates(status.ItemSent, status.ItemArrived)
	scheme.Documents = []order.DocumentRule{{Kind: "waybill", State: order.DocumentPosted, Does: []order.Kind{order.KindHandOver}}}
	d := order.Draft{ID: "s-1", Scheme: scheme.Code, Authority: order.Marketplace, Lines: []order.Line{goods("L1", len(states))}}
	found := order.Snapshot{Draft: d, Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(int64(len(states)) * 100_00)}}}
	for i, s := range states {
		found.Standing = append(found.Standing, order.Move{Line: "L1", Portion: order.Portion{From: amount.Pcs(i), To: amount.Pcs(i + 1), State: s}})
		if s == status.ItemRefused {
			found.Payments[0].Amount = amount.RUB(int64(len(states)-1) * 100_00)
		}
	}
	return take(t, found, order.WithScheme(scheme))
}

// markedIn is a confirmed order of a shop for three units with marking codes.
func markedIn(t require.TestingT) *story {
	l := goods("L1", 3)
	l.MarkRequired = true
	s := tell(t, order.Draft{ID: "s-2", Scheme: order.OwnPickup, Lines: []order.Line{l}})
	s.do(order.Confirm{})
	return s
}

// taken is the units of L1 that events moved, or made cheaper.
func taken(evs []order.Event) (units []int) {
	seen := map[int]bool{}
	for _, e := range evs {
		moves := e.Moves()
		if b, ok := e.Body.(order.PriceReduced); ok {
			for _, p := range b.Block.Parts {
				moves = append(moves, order.Move{Line: p.Line, Portion: order.Portion{From: p.From, To: p.To}})
			}
		}
		for _, m := range moves {
			for u := m.From; u.Cmp(m.To) < 0; u = amount.Milli(u.Milli() + 1000) {
				if n := int(u.Milli() / 1000); !seen[n] {
					seen[n], units = true, append(units, n)
				}
			}
		}
	}
	return units
}

// ofSending are the events of units that were sent by a transfer.
func ofSending(evs []order.Event) []order.Event {
	return slices.DeleteFunc(evs, func(e order.Event) bool { return e.Body.Kind() != "transfer-sent" })
}

// Which units of one line are meant when a command does not say: what is taken back is taken where it is nearest to the
// seller, what goes on begins with what is the furthest along.
//
// fault: M24
func TestWhichUnitsOfALineAreMeantWhenTheyStandApart(t *testing.T) {
	two, out := order.Pick("L1", amount.Pcs(2)), status.ReasonOther
	covered := map[string]bool{}
	for _, c := range []struct {
		name   string
		typ    string // that has the picks
		states []status.ItemState
		act    func(s *story) []order.Event
		want   []int
	}{
		{"a return of three leaves the two that are on their way alone", "Return", []status.ItemState{status.ItemSent, status.ItemSent, status.ItemAssembling, status.ItemAssembling, status.ItemAssembling}, func(s *story) []order.Event {
			return s.do(order.Return{Picks: order.Pick("L1", amount.Pcs(3)), Reason: out})
		}, []int{2, 3, 4}},
		{"a return takes those that are here, then those on their way", "Return", []status.ItemState{status.ItemHandedOut, status.ItemSent, status.ItemPacked}, func(s *story) []order.Event {
			return s.do(order.Return{Picks: two, Reason: out})
		}, []int{1, 2}},
		{"a return is of units that the buyer pays for", "Return", []status.ItemState{status.ItemRefused, status.ItemHandedOut, status.ItemHandedOut}, func(s *story) []order.Event {
			return s.do(order.Return{Picks: two, Reason: out})
		}, []int{1, 2}},
		{"what the buyer has gets cheaper", "ReducePrice", []status.ItemState{status.ItemPacked, status.ItemHandedOut, status.ItemHandedOut}, func(s *story) []order.Event {
			return s.do(order.ReducePrice{Picks: two, Amount: amount.RUB(1_00), Reason: out})
		}, []int{1, 2}},
		{"those on their way when they are named", "Return", []status.ItemState{status.ItemAssembling, status.ItemSent, status.ItemSent}, func(s *story) []order.Event {
			return s.do(order.Return{Picks: two.In(status.ItemSent), Reason: out})
		}, []int{1, 2}},
		{"a cancellation leaves what is packed", "Cancel", []status.ItemState{status.ItemPacked, status.ItemConfirmed, status.ItemAssembling}, func(s *story) []order.Event {
			return s.do(order.Cancel{Picks: two, Reason: out})
		}, []int{1, 2}},
		{"a refusal at the door is of what has arrived", "Cancel", []status.ItemState{status.ItemSent, status.ItemArrived, status.ItemArrived, status.ItemSent}, func(s *story) []order.Event {
			return s.do(order.Cancel{Picks: two, Reason: out})
		}, []int{1, 2}},
		{"a channel's cancellation is of what is here", "CancelReport", []status.ItemState{status.ItemSent, status.ItemPacked, status.ItemConfirmed}, func(s *story) []order.Event {
			return s.says(order.RoleChannel, order.CancelReport{Picks: two, Done: true})
		}, []int{1, 2}},
		{"a channel's report of a hand-over is of what has arrived", "StatusReport", []status.ItemState{status.ItemPacked, status.ItemSent, status.ItemArrived}, func(s *story) []order.Event {
			return s.says(order.RoleChannel, order.StatusReport{Code: "x", Says: status.Meaning{Item: status.ItemHandedOut}, Picks: two})
		}, []int{1, 2}},
		{"a release keeps what is packed", "Release", []status.ItemState{status.ItemPacked, status.ItemAssembling, status.ItemAssembling}, func(s *story) []order.Event {
			return s.do(order.Release{Picks: two})
		}, []int{1, 2}},
		{"a confirmation is of what is not confirmed", "Confirm", []status.ItemState{status.ItemConfirmed, status.ItemNew, status.ItemNew}, func(s *story) []order.Event {
			return s.do(order.Confirm{Picks: two})
		}, []int{1, 2}},
		{"what was requested is assembled first", "Assemble", []status.ItemState{status.ItemConfirmed, status.ItemRequested, status.ItemRequested}, func(s *story) []order.Event {
			return s.do(order.Assemble{Picks: two, Warehouse: "A"})
		}, []int{1, 2}},
		{"what nobody has reserved is asked for first", "RequestTransfer", []status.ItemState{status.ItemAssembling, status.ItemConfirmed, status.ItemConfirmed}, func(s *story) []order.Event {
			return s.do(order.RequestTransfer{Picks: two, From: "A", To: "B"})
		}, []int{1, 2}},
		{"what has a good code is sent first", "SendTransfer", []status.ItemState{status.ItemConfirmed, status.ItemConfirmed, status.ItemConfirmed}, func(s *story) []order.Event {
			s = markedIn(s.t)
			s.do(order.RequestTransfer{From: "A", To: "B"}, order.ReportBadMark{Line: "L1", Why: "unreadable"})
			return ofSending(s.do(order.SendTransfer{Transfer: 1, Picks: two}))
		}, []int{1, 2}},
		{"and received first", "ReceiveTransfer", []status.ItemState{status.ItemConfirmed, status.ItemConfirmed, status.ItemConfirmed}, func(s *story) []order.Event {
			s = markedIn(s.t)
			s.do(order.RequestTransfer{From: "A", To: "B"}, order.SendTransfer{Transfer: 1}, order.ReportBadMark{Line: "L1", Why: "unreadable"})
			return s.do(order.ReceiveTransfer{Transfer: 1, Picks: two})
		}, []int{1, 2}},
		{"what is assembled is packed first", "Pack", []status.ItemState{status.ItemConfirmed, status.ItemAssembling, status.ItemAssembling}, func(s *story) []order.Event {
			return s.do(order.Pack{Picks: two})
		}, []int{1, 2}},
		{"a box holds what is assembled", "Box", []status.ItemState{status.ItemConfirmed, status.ItemAssembling, status.ItemAssembling}, func(s *story) []order.Event {
			return s.do(order.Pack{Boxes: []order.Box{{Picks: two}}})
		}, []int{1, 2}},
		{"what is packed is shipped first", "CreateShipment", []status.ItemState{status.ItemConfirmed, status.ItemPacked, status.ItemPacked}, func(s *story) []order.Event {
			return s.do(order.CreateShipment{Picks: two})
		}, []int{1, 2}},
		{"what is packed leaves first", "HandOver", []status.ItemState{status.ItemConfirmed, status.ItemPacked, status.ItemPacked}, func(s *story) []order.Event {
			return s.do(order.HandOver{Picks: two})
		}, []int{1, 2}},
		{"what is packed leaves with its document", "IssueDocument", []status.ItemState{status.ItemConfirmed, status.ItemPacked, status.ItemPacked}, func(s *story) []order.Event {
			return s.do(order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "7", State: order.DocumentPosted}, Picks: two})
		}, []int{1, 2}},
		{"only what was sent arrives", "Arrive", []status.ItemState{status.ItemPacked, status.ItemSent, status.ItemSent}, func(s *story) []order.Event {
			return s.do(order.Arrive{Picks: two})
		}, []int{1, 2}},
		{"the buyer gets what has arrived", "Deliver", []status.ItemState{status.ItemPacked, status.ItemSent, status.ItemArrived}, func(s *story) []order.Event {
			return s.do(order.Deliver{Picks: two})
		}, []int{1, 2}},
		{"the buyer refuses what has arrived", "Refusal", []status.ItemState{status.ItemPacked, status.ItemArrived, status.ItemArrived}, func(s *story) []order.Event {
			s.do(order.Deliver{Refused: []order.Refusal{{Picks: two, Reason: out}}})
			return s.do(order.Receive{Block: 1, Custody: status.CustodyReceived})
		}, []int{1, 2}},
		{"the buyer takes after all what has arrived", "DropDoorResult", []status.ItemState{status.ItemSent, status.ItemArrived, status.ItemArrived}, func(s *story) []order.Event {
			s.do(order.Cancel{Picks: order.PickAll("L1"), Reason: out})
			return s.do(order.DropDoorResult{Picks: two})
		}, []int{1, 2}},
		{"what is on its way back is received first", "Receive", []status.ItemState{status.ItemHandedOut, status.ItemHandedOut, status.ItemHandedOut}, func(s *story) []order.Event {
			s.do(order.Return{Reason: out}, order.Receive{Block: 1, Picks: order.PickUnits("L1", amount.Pcs(1), amount.Pcs(3)), Custody: status.CustodyInTransit})
			return s.do(order.Receive{Block: 1, Picks: two, Custody: status.CustodyReceived})
		}, []int{1, 2}},
		{"the buyer keeps what is still there", "Receive", []status.ItemState{status.ItemHandedOut, status.ItemHandedOut, status.ItemHandedOut}, func(s *story) []order.Event {
			s.do(order.Return{Reason: out}, order.Receive{Block: 1, Picks: order.Pick("L1", amount.Pcs(1)), Custody: status.CustodyInTransit})
			return s.do(order.Receive{Block: 1, Picks: two, Custody: status.CustodyWithdrawn})
		}, []int{1, 2}},
		{"what is another item is rejected first", "Receive", []status.ItemState{status.ItemHandedOut, status.ItemHandedOut, status.ItemHandedOut}, func(s *story) []order.Event {
			s.do(order.Return{Reason: out}, order.Receive{Block: 1, Custody: status.CustodyReceived},
				order.Receive{Block: 1, Picks: order.PickUnits("L1", amount.Pcs(1), amount.Pcs(3)), Custody: status.CustodyWrongItem})
			return s.do(order.Receive{Block: 1, Picks: two, Custody: status.CustodyRejected})
		}, []int{1, 2}},
	} {
		covered[c.typ] = true
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, taken(c.act(spread(t, c.states...)))) })
	}
	covered["Edit"] = true
	t.Run("an edit removes what is not packed", func(t *testing.T) {
		s := tell(t, ownShop())
		s.do(order.Confirm{}, order.Pack{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1))})
		require.Equal(t, []int{1, 2}, taken(s.do(order.Edit{Remove: two})))
	})
	require.ElementsMatch(t, pickers(t), keysOf(covered), "each command and report that picks units has a row")
}

func keysOf(m map[string]bool) (ks []string) {
	for k := range m {
		ks = append(ks, k)
	}
	return ks
}

// pickers are the types with picks that somebody else fills in.
func pickers(t *testing.T) (types []string) {
	for _, f := range source(t) {
		ast.Inspect(f, func(n ast.Node) bool {
			typ, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := typ.Type.(*ast.StructType); ok && typ.Name.IsExported() && typ.Name.Name != "Permit" { // ours to fill in
				for _, field := range s.Fields.List {
					if id, ok := field.Type.(*ast.Ident); ok && id.Name == "Picks" {
						types = append(types, typ.Name.Name)
						break
					}
				}
			}
			return true
		})
	}
	return types
}
