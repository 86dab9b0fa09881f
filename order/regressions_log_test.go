package order_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ---- one log
// ----------------------------------------------------------------------------------------------------------

func TestTheEventOfAnImportNeverChanges(t *testing.T) {
	found := order.Snapshot{
		Draft: ownShop(), State: status.ItemPacked,
		Standing:  []order.Move{{Line: "L1", Portion: order.Portion{State: status.ItemPacked, Shipment: 1}}},
		Payments:  []order.Payment{{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentAuthorized}},
		Shipments: []order.Shipment{{N: 1, State: status.ShipmentAssembling}},
		Packages:  []order.Package{{N: 1, Units: []order.Units{{Line: "L1", To: amount.Pcs(3)}}}},
		Documents: []order.Document{{Kind: "invoice", Number: "7"}},
	}
	asFound := written(t, found)
	s := take(t, found)
	imported := written(t, s.log()[0])
	s.do(receipt("p1", 500), order.HandOver{Shipment: 1}, order.Attach{Document: order.Document{Kind: "invoice", Number: "7", Posted: true}},
		order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect})
	require.Equal(t, imported, written(t, s.log()[0]))
	require.Equal(t, asFound, written(t, found), "nor does what the caller brought")
}

func TestReplayLeavesTheEventsItIsGiven(t *testing.T) {
	s := take(t, order.Snapshot{Draft: ownShop(), Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(500_00), State: status.PaymentAuthorized}}})
	log := s.log()
	before := written(t, log)
	again, err := order.Replay(log)
	require.NoError(t, err)
	_, err = again.Do(receipt("p1", 500), s.by(order.RoleOperator))
	require.NoError(t, err)
	require.Equal(t, before, written(t, log))
}

func TestAnOrderDoesNotShareItsDraft(t *testing.T) {
	d := marketplace()
	d.Adjustments = []order.Adjustment{{Kind: order.AdjustDiscount, Amount: amount.RUB(50_00)}}
	s := tell(t, d)
	before := stands(t, s.o)
	d.Adjustments[0].Amount = amount.RUB(1)
	require.Equal(t, before, stands(t, s.o))
}

func TestTheEventsThatDoReturnsAreTheCallersOwn(t *testing.T) {
	s := tell(t, marketplace())
	evs, err := s.o.Do(order.Take{}, s.by(order.RoleOperator))
	require.NoError(t, err)
	before := stands(t, s.o)
	evs[0].Key, evs[0].N = "changed", 99
	require.Equal(t, before, stands(t, s.o))
}

func TestWhatIsAcceptedCanBeStored(t *testing.T) {
	for name, act := range map[string]func(s *story) ([]order.Event, error){
		"an authority that names nobody": func(s *story) ([]order.Event, error) {
			d := marketplace()
			d.Authority = 1 << 31
			_, evs, err := order.New(d, s.by(order.RoleOperator))
			return evs, err
		},
		"a party that does not exist": func(s *story) ([]order.Event, error) {
			return s.o.Do(order.Cancel{Reason: status.ReasonOther, Party: 99}, s.by(order.RoleOperator))
		},
		"a vendor's time before the year 0": func(s *story) ([]order.Event, error) {
			by := s.by(order.RoleOperator)
			by.Occurred = time.Date(-4, 1, 1, 0, 0, 0, 0, time.UTC)
			return s.o.Do(order.Take{}, by)
		},
		"a window beyond the year 9999": func(s *story) ([]order.Event, error) {
			return s.o.Observe(order.DateReport{Window: order.Window{From: opened, To: opened.AddDate(9000, 0, 0)}}, s.by(order.RoleChannel))
		},
		"an order placed after the year 9999": func(s *story) ([]order.Event, error) {
			d := marketplace()
			d.Placed = opened.AddDate(9000, 0, 0)
			_, evs, err := order.New(d, s.by(order.RoleOperator))
			return evs, err
		},
		"a shipment state that does not exist": func(s *story) ([]order.Event, error) {
			_, evs, err := order.Import(order.Snapshot{Draft: marketplace(), Shipments: []order.Shipment{{N: 1, State: 200}}}, s.by(order.RoleChannel))
			return evs, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, marketplace())
			evs, err := act(s)
			if err != nil {
				require.ErrorAs(t, err, new(*order.Refused))
				return
			}
			_, err = json.Marshal(evs)
			require.NoError(t, err, "it was accepted, so it must be storable")
		})
	}
}

func TestTextInAnotherEncodingIsRefusedOrSurvives(t *testing.T) {
	d := marketplace()
	d.Lines[0].ID, d.Lines[1].ID = "\xcb1", "\xcb2" // Л1 and Л2 in Windows-1251
	o, _, err := order.New(d, order.By{At: opened})
	if err != nil {
		require.ErrorIs(t, err, order.ErrInvalid)
		return
	}
	again := stored(t, o)
	require.Equal(t, o.View().Lines[0].ID, again.View().Lines[0].ID)
}

func TestAnImportedStateThatDoesNotExistIsRefused(t *testing.T) {
	require.NotPanics(t, func() {
		_, _, err := order.Import(order.Snapshot{Draft: marketplace(), State: 200}, order.By{At: opened})
		require.ErrorAs(t, err, new(*order.Refused))
	})
}

func TestAConfirmationThatDoesNotExistIsRefused(t *testing.T) {
	d := marketplace()
	d.Confirmations = []status.Confirmation{9}
	_, _, err := order.New(d, order.By{At: opened})
	require.ErrorAs(t, err, new(*order.Refused), "it must not be left out silently")
}

func TestALogWhoseBlockNamesAnUnknownPaymentIsDamaged(t *testing.T) {
	s := tell(t, ownShop())
	s.do(receipt("p1", 500), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect})
	s.do(order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	s.do(order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	log := s.log()
	for i, e := range log {
		if b, ok := e.Body.(order.Returned); ok {
			b.Block.From = []order.PaymentShare{{Payment: "nobody", Amount: amount.RUB(1)}}
			log[i].Body = b
		}
	}
	settled := log[len(log)-1]
	settled.N--
	log = append(log[:len(log)-2], settled) // without the order to refund
	require.NotPanics(t, func() {
		_, err := order.Replay(log)
		require.ErrorAs(t, err, new(*order.LogError))
	})
}

func TestALogWithATimeThatCannotBeStoredIsDamaged(t *testing.T) {
	text := strings.Replace(written(t, tell(t, marketplace()).log()), `"2026-03-02T09:10:00Z"`, `"9999-12-31T23:59:59-23:00"`, 1)
	log, err := order.ReadLog(strings.NewReader(text))
	if err == nil {
		_, err = order.Replay(log)
	}
	require.ErrorAs(t, err, new(*order.LogError), "in UTC it is the year 10000, which JSON cannot hold")
}
