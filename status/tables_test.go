package status_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

func each(t *testing.T, do func(t *testing.T, table *status.Table)) {
	t.Helper()
	for _, table := range status.Tables() {
		t.Run(table.System(), func(t *testing.T) { do(t, table) })
	}
}

func TestEveryKnownCodeSaysSomethingOrSaysWhyNot(t *testing.T) {
	each(t, func(t *testing.T, table *status.Table) {
		require.NotEmpty(t, table.Version())
		n := 0
		for r := range table.Rows() {
			n++
			m, known := table.Read(r.Axis, r.Code)
			require.True(t, known)
			require.Equal(t, m.IsZero(), r.Silent != "", "%s %q", r.Axis, r.Code)
			require.NotEmpty(t, r.Names.EN, "%s %q has no gloss", r.Axis, r.Code)
			require.NotEmpty(t, r.Source, "%s %q has no source", r.Axis, r.Code)
			again, ok := table.Row(r.Axis, r.Code)
			require.True(t, ok)
			require.Equal(t, r, again)
		}
		byAxis := 0
		for _, axis := range table.Axes() {
			byAxis += len(table.Codes(axis))
		}
		require.Equal(t, n, byAxis)
	})
}

func TestUnknownCodesAreNeverGuessed(t *testing.T) {
	unknown := []string{
		"", " ", "NO_SUCH", "new ", "New", "CANCELLED", "ОТМЕНЕН", "0", "null", "SUSPENDED", "canceled", "PACKED\x00",
	}
	each(t, func(t *testing.T, table *status.Table) {
		for axis := status.AxisOrder; axis <= status.AxisGroup; axis++ {
			for _, code := range unknown {
				m, known := table.Read(axis, code)
				require.False(t, known, "%s %q", axis, code)
				require.True(t, m.IsZero())
				_, known = table.Row(axis, code)
				require.False(t, known)
			}
		}
	})
}

func TestEveryPreferredRowIsWrittenAndReadBack(t *testing.T) {
	each(t, func(t *testing.T, table *status.Table) {
		for r := range table.Rows() {
			if !r.Preferred {
				continue
			}
			h := status.Hints{
				Reason: r.Means.Reason, Party: r.Means.Party,
				Scheme: r.When.Scheme, HasWaybill: r.When.HasWaybill,
			}
			if len(status.StatesOf(r.Axis)) == 0 {
				code, err := table.WriteReason(r.Axis, r.Means.Reason, h)
				require.NoError(t, err)
				require.Equal(t, r.Code, code)
				continue
			}
			for _, s := range status.StatesOf(r.Axis) {
				if !says(r.Means, s) && !slices.Contains(r.AlsoStates, s) {
					continue
				}
				code, err := table.Write(s, h)
				require.NoError(t, err)
				require.Equal(t, r.Code, code)
				m, known := table.Read(r.Axis, code)
				require.True(t, known)
				require.Equal(t, r.Means, m)
				for _, reason := range r.AlsoReasons {
					also := h
					also.Reason = reason
					code, err := table.Write(s, also)
					require.NoError(t, err)
					require.Equal(t, r.Code, code, "%s for %s", s, reason)
				}
			}
		}
	})
}

func says(m status.Meaning, s status.State) bool {
	switch s := s.(type) {
	case status.OrderState:
		return m.Order == s
	case status.ItemState:
		return m.Item == s
	case status.ShipmentState:
		return m.Shipment == s
	case status.ReturnCustody:
		return m.Custody == s
	case status.ReturnMoney:
		return m.Money == s
	case status.PaymentState:
		return m.Payment == s
	}
	return false
}

// Whatever the state and hints, Write gives a code of the table or says what would be right.
func TestEveryStateIsWrittenOrRefusedWithAWord(t *testing.T) {
	each(t, func(t *testing.T, table *status.Table) {
		for axis := status.AxisOrder; axis <= status.AxisPayment; axis++ {
			for _, s := range status.StatesOf(axis) {
				for _, scheme := range []string{"", status.SchemeStandard, status.SchemeMerchantDelivery} {
					for _, reason := range []status.Reason{"", status.ReasonOutOfStock, status.ReasonBuyerRefused, "the host's own"} {
						for party := status.Party(0); party <= status.PartySystem; party++ {
							h := status.Hints{Scheme: scheme, Reason: reason, Party: party}
							code, err := table.Write(s, h)
							if err == nil {
								r, known := table.Row(axis, code)
								require.True(t, known)
								require.True(t, r.Preferred)
								require.True(t, says(r.Means, s) || slices.Contains(r.AlsoStates, s))
								continue
							}
							var none *status.NoRowError
							require.ErrorAs(t, err, &none, "%s %v", s, h)
							require.Equal(t, s.String(), none.State)
							require.Equal(t, len(none.Right) == 0, !writable(table, axis), "%v", err)
						}
					}
				}
			}
		}
	})
}

func writable(table *status.Table, axis status.Axis) bool {
	for r := range table.Rows() {
		if r.Axis == axis && r.Preferred {
			return true
		}
	}
	return false
}

func TestEveryCodeThatLeadsOnCanBeWalked(t *testing.T) {
	each(t, func(t *testing.T, table *status.Table) {
		for r := range table.Rows() {
			for _, next := range slices.Concat(r.To, r.Cancels) {
				walk, err := table.Walk(r.Axis, r.Code, next)
				require.NoError(t, err)
				require.Equal(t, []string{next}, walk)
			}
			for scheme, codes := range r.ToIn {
				for _, next := range codes {
					walk, err := table.Under(scheme).Walk(r.Axis, r.Code, next)
					require.NoError(t, err)
					require.Equal(t, []string{next}, walk)
				}
			}
		}
	})
}

// What a vendor lets follow agrees with the machine of the axis: no table contradicts the states it translates to.
func TestWhatFollowsAgreesWithTheMachine(t *testing.T) {
	each(t, func(t *testing.T, table *status.Table) {
		for r := range table.Rows() {
			for _, next := range slices.Concat(r.To, r.Cancels) {
				after, _ := table.Read(r.Axis, next)
				if r.Axis == status.AxisItem && r.Means.Item != after.Item {
					require.True(t, status.Items().Can(r.Means.Item, after.Item), "%s -> %s", r.Code, next)
				}
				if r.Axis == status.AxisOrder && r.Means.Order != after.Order {
					require.True(t, status.Orders().Can(r.Means.Order, after.Order), "%s -> %s", r.Code, next)
				}
			}
			if r.Final && r.Axis == status.AxisItem {
				require.True(t, status.Items().Final(r.Means.Item), "%s is final, %s is not", r.Code, r.Means.Item)
			}
		}
	})
}

func TestMegaMarket(t *testing.T) {
	mm := status.MegaMarket()
	require.Equal(t, []status.Axis{status.AxisItem, status.AxisSubStatus, status.AxisRefuseReason, status.AxisCloseReason}, mm.Axes())
	require.Len(t, mm.Codes(status.AxisItem), 12)
	require.Len(t, mm.Codes(status.AxisSubStatus), 5)
	require.Len(t, mm.Codes(status.AxisRefuseReason), 8)

	for _, code := range []string{"PENDING_CONFIRMATION", "PENDING_PACKING", "PENDING_SHIPPING"} {
		r, _ := mm.Row(status.AxisItem, code)
		require.True(t, r.Transient, code)
		require.Equal(t, "in flight", r.Category)
	}
	for _, code := range []string{"DELIVERED", "MERCHANT_CANCELED", "CUSTOMER_CANCELED"} {
		r, _ := mm.Row(status.AxisItem, code)
		require.True(t, r.Final, code)
	}

	// The same text on two axes means two things.
	lot, _ := mm.Read(status.AxisItem, "PACKING_EXPIRED")
	sub, _ := mm.Read(status.AxisSubStatus, "PACKING_EXPIRED")
	require.Equal(t, status.ItemConfirmed, lot.Item, "overdue, not yet cancelled")
	require.Equal(t, status.ItemCancelled, sub.Item)

	cancelled, _ := mm.Read(status.AxisItem, "MERCHANT_CANCELED")
	late, _ := mm.Read(status.AxisSubStatus, "LATE_REJECT")
	require.Equal(t, "item cancelled, reason merchant-late, party merchant", cancelled.With(late).String())
}

func TestMegaMarketLotsAreWalkedByScheme(t *testing.T) {
	mm := status.MegaMarket()
	walk := func(table *status.Table, from, to string) []string {
		t.Helper()
		codes, err := table.Walk(status.AxisItem, from, to)
		require.NoError(t, err)
		return codes
	}
	require.Equal(t, []string{"PENDING_CONFIRMATION", "CONFIRMED", "PENDING_PACKING", "PACKED", "PENDING_SHIPPING", "SHIPPED"},
		walk(mm.Under(status.SchemeStandard), "NEW", "SHIPPED"))
	require.Equal(t, []string{"PENDING_PACKING", "PACKED", "DELIVERED"},
		walk(mm.Under(status.SchemeMerchantDelivery), "NEW", "DELIVERED"))
	require.Equal(t, []string{"MERCHANT_CANCELED"}, walk(mm, "PACKED", "MERCHANT_CANCELED"))
	require.Empty(t, walk(mm, "NEW", "NEW"))

	_, err := mm.Walk(status.AxisItem, "DELIVERED", "NEW")
	var no *status.NoWalkError
	require.ErrorAs(t, err, &no)
	require.Empty(t, no.Open)
	require.EqualError(t, err, `status: megamarket: no item code leads from "DELIVERED" to "NEW"; nothing may follow it`)
	_, err = mm.Walk(status.AxisItem, "PACKING_EXPIRED", "SHIPPED")
	require.EqualError(t, err, `status: megamarket: no item code leads from "PACKING_EXPIRED" to "SHIPPED"; right would be: "MERCHANT_CANCELED", "CUSTOMER_CANCELED"`)
	_, err = mm.Walk(status.AxisItem, "NEW", "CANCELLED")
	var unknown *status.UnknownCodeError
	require.ErrorAs(t, err, &unknown)
	require.Equal(t, "megamarket item code", unknown.Kind)
}

func TestMegaMarketReasonsDependOnTheScheme(t *testing.T) {
	mm := status.MegaMarket()
	std, md := mm.Under(status.SchemeStandard), mm.Under(status.SchemeMerchantDelivery)
	for _, c := range []struct {
		table  *status.Table
		axis   status.Axis
		reason status.Reason
		want   string
	}{
		{std, status.AxisRefuseReason, status.ReasonOutOfStock, "OUT_OF_STOCK"},
		{std, status.AxisRefuseReason, status.ReasonFraud, "FRAUD_ORDER"},
		{md, status.AxisRefuseReason, status.ReasonOutOfStock, "OUT_OF_STOCK"},
		{md, status.AxisRefuseReason, status.ReasonFraud, "NOT_ACCEPTABLE"},
		{md, status.AxisRefuseReason, "the host's own", "NOT_ACCEPTABLE"},
		{md, status.AxisCloseReason, status.ReasonBuyerRefused, "CANCEL_BY_CUSTOMER"},
		{md, status.AxisCloseReason, status.ReasonUnwanted, "CANCEL_BY_CUSTOMER"},
		{md, status.AxisCloseReason, status.ReasonDamaged, "HANDOVER_IMPOSSIBLE"},
		{std, status.AxisCloseReason, status.ReasonBuyerRefused, ""},
		{std, status.AxisRefuseReason, "the host's own", ""},
	} {
		t.Run(fmt.Sprintf("%s for %s", c.axis, c.reason), func(t *testing.T) {
			got, err := c.table.WriteReason(c.axis, c.reason, status.Hints{})
			require.Equal(t, c.want, got)
			if c.want == "" {
				var none *status.NoRowError
				require.ErrorAs(t, err, &none)
				require.NotEmpty(t, none.Right)
			}
		})
	}
	_, err := std.Write(status.ItemHandedOut, status.Hints{})
	require.EqualError(t, err, `status: megamarket has no code for item handed-out under scheme standard; right would be: "DELIVERED" under scheme merchant-delivery`)
	_, err = mm.Write(status.OrderNew, status.Hints{})
	require.EqualError(t, err, "status: megamarket has no code for order new; nothing is written on this axis")
}

func TestRozetkaHasTwoWaysToReportAHandOver(t *testing.T) {
	rz := status.Rozetka()
	require.Equal(t, []status.Axis{status.AxisOrder, status.AxisPayment, status.AxisGroup}, rz.Axes())
	require.Len(t, rz.Codes(status.AxisOrder), 85)

	then, today := rz.Under(status.RozetkaThen), rz.Under(status.RozetkaToday)
	waybill := status.Hints{HasWaybill: status.Yes}
	for _, c := range []struct {
		table *status.Table
		state status.State
		hints status.Hints
		want  string
	}{
		{then, status.OrderInWork, status.Hints{}, "26"},
		{then, status.OrderConfirmed, status.Hints{}, "2"},
		{then, status.OrderConfirmed, waybill, "2"},
		{then, status.OrderHandedToCarrier, waybill, "3"},
		{today, status.OrderConfirmed, status.Hints{}, "2"},
		{today, status.OrderHandedToCarrier, waybill, "61"},
		{today, status.OrderOutWithCourier, status.Hints{HasWaybill: status.No}, "4"},
		{today, status.OrderArrived, status.Hints{}, "5"},
		{today, status.OrderDelivered, status.Hints{}, "6"},
		{today, status.OrderCompleted, status.Hints{}, "6"},
	} {
		code, err := c.table.Write(c.state, c.hints)
		require.NoError(t, err)
		require.Equal(t, c.want, code, "%s %v", c.state, c.hints)
	}
	_, err := rz.Write(status.OrderHandedToCarrier, status.Hints{HasWaybill: status.No, Scheme: status.RozetkaToday})
	require.EqualError(t, err, `status: rozetka has no code for order handed-to-carrier under scheme today without a waybill; right would be: "3" under scheme then with a waybill, "61" under scheme today with a waybill`)
}

func TestRozetkaIsWalkedWithoutJumps(t *testing.T) {
	rz := status.Rozetka()
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"1", "26", []string{"26"}},
		{"1", "61", []string{"26", "61"}},
		{"1", "6", []string{"26", "2", "6"}},
		{"26", "3", []string{"2", "3"}},
		{"26", "5", []string{"2", "4", "5"}},
		{"3", "6", []string{"6"}},
		{"4", "6", []string{"6"}},
		{"1", "42", []string{"26", "42"}},
		{"26", "18", []string{"47", "18"}},
		{"2", "40", []string{"40"}},
		{"5", "12", []string{"12"}},
		{"61", "3", []string{"26", "2", "3"}}, // and loses the waybill: whoever writes waits for tracking
	} {
		walk, err := rz.Walk(status.AxisOrder, c.from, c.to)
		require.NoError(t, err, "%s to %s", c.from, c.to)
		require.Equal(t, c.want, walk, "%s to %s", c.from, c.to)
	}
	var no *status.NoWalkError
	for _, c := range [][2]string{{"6", "26"}, {"42", "26"}, {"87", "6"}, {"80", "26"}, {"1", "13"}, {"26", "45"}} {
		_, err := rz.Walk(status.AxisOrder, c[0], c[1])
		require.ErrorAs(t, err, &no, "%v", c)
	}
}

// From work about twenty cancellations are open, from the pick-up point exactly two.
func TestRozetkaOpensCancellationsByStatus(t *testing.T) {
	rz := status.Rozetka()
	cancels := func(code, scheme string) (open []string) {
		r, ok := rz.Row(status.AxisOrder, code)
		require.True(t, ok)
		for _, next := range slices.Concat(r.To, r.ToIn[scheme], r.Cancels) {
			if after, _ := rz.Row(status.AxisOrder, next); after.Category == "unsuccessful" {
				open = append(open, next)
			}
		}
		return open
	}
	require.Len(t, cancels("26", status.RozetkaToday), 11)
	require.Len(t, cancels("26", status.RozetkaThen), 20)
	require.Equal(t, []string{"11", "12"}, cancels("5", status.RozetkaThen))
	require.Empty(t, cancels("6", status.RozetkaThen))
	for _, c := range []struct {
		reason status.Reason
		scheme string
		want   string
	}{
		{status.ReasonOutOfStock, status.RozetkaToday, "42"},
		{status.ReasonBuyerRefused, status.RozetkaToday, "12"},
		{status.ReasonBoughtElsewhere, status.RozetkaToday, "40"},
		{status.ReasonBoughtElsewhere, status.RozetkaThen, "41"},
		{status.ReasonNoContact, status.RozetkaToday, "18"},
		{"", status.RozetkaToday, ""},
		{"the host's own", status.RozetkaToday, ""},
	} {
		code, err := rz.Under(c.scheme).Write(status.OrderCancelled, status.Hints{Reason: c.reason})
		require.Equal(t, c.want, code, "%s %s: %v", c.reason, c.scheme, err)
	}
}

func TestRozetkaSaysWhoCancelledAndWhatItDoesNotKnow(t *testing.T) {
	rz := status.Rozetka()
	for code, want := range map[string]string{
		"13": "order cancelled, party channel", "45": "order cancelled, reason buyer-cancelled, party buyer",
		"42": "order cancelled, reason out-of-stock", "87": "order completed, party system",
		"47": "order in-work, attempts 1", "61": "order confirmed, shipment requested", "83": "shipment coming-back", "46": "",
	} {
		m, known := rz.Read(status.AxisOrder, code)
		require.True(t, known)
		require.Equal(t, want, m.String(), code)
	}
	for _, code := range []string{"8", "9", "14", "21", "22", "23", "92"} {
		_, known := rz.Read(status.AxisOrder, code)
		require.False(t, known)
	}
	paid, _ := rz.Read(status.AxisPayment, "paid")
	require.Equal(t, status.PaymentPaid, paid.Payment)
	group, _ := rz.Read(status.AxisGroup, "3")
	require.Equal(t, status.OrderCancelled, group.Order)
}

func TestNovaPoshta(t *testing.T) {
	np := status.NovaPoshta()
	require.Equal(t, []status.Axis{status.AxisShipment}, np.Axes())
	require.Len(t, np.Codes(status.AxisShipment), 26)
	for state, codes := range map[status.ShipmentState][]string{
		status.ShipmentAssembling: {"2"},
		status.ShipmentRequested:  {"1"},
		status.ShipmentSent:       {"4", "41", "5", "6", "12", "15", "101", "104", "111", "112"},
		status.ShipmentArrived:    {"7", "8", "14", "107"},
		status.ShipmentHandedOut:  {"9", "10", "11"},
		status.ShipmentComingBack: {"102", "103", "105", "108"},
		status.ShipmentLost:       {"124"},
		0:                         {"3", "106"}, // known, and they hold
	} {
		for _, code := range codes {
			m, known := np.Read(status.AxisShipment, code)
			require.True(t, known, code)
			require.Equal(t, state, m.Shipment, code)
		}
	}
	both, _ := np.Row(status.AxisShipment, "106")
	require.False(t, both.Final, "a person decides")
	money, _ := np.Row(status.AxisShipment, "10")
	require.False(t, money.Final, "11 follows")
}

func TestRetailCRMWritesWhatTheModuleSuggests(t *testing.T) {
	crm := status.RetailCRM()
	for _, c := range []struct {
		state status.State
		hints status.Hints
		want  string
	}{
		{status.OrderNew, status.Hints{}, "new"},
		{status.OrderConfirmed, status.Hints{}, "availability-confirmed"},
		{status.OrderPartlyConfirmed, status.Hints{}, "availability-confirmed"},
		{status.OrderPacked, status.Hints{}, "assembling-complete"},
		{status.OrderHandedToCarrier, status.Hints{}, "delivering"},
		{status.OrderDelivered, status.Hints{}, "complete"},
		{status.OrderCancelled, status.Hints{Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer}, "cancel-other"},
		{status.OrderCancelled, status.Hints{Reason: status.ReasonMerchantLate, Party: status.PartyMerchant}, "no-product"},
		{status.OrderCancelled, status.Hints{Reason: status.ReasonPackTimeout, Party: status.PartySystem}, "no-product"},
		{status.OrderCancelled, status.Hints{Reason: status.ReasonNoContact}, "no-call"},
		{status.OrderCancelled, status.Hints{}, "cancel-other"},
		{status.OrderRefused, status.Hints{Reason: status.ReasonBuyerRefused}, "cancel-other"},
		{status.ItemCancelled, status.Hints{Reason: status.ReasonBuyerCancelled, Party: status.PartyBuyer}, "failure"},
		{status.ItemCancelled, status.Hints{Reason: "the host's own", Party: status.PartyBuyer}, "failure"},
		{status.ItemCancelled, status.Hints{Reason: status.ReasonMerchantRefused, Party: status.PartyMerchant}, "out-of-stock"},
		{status.ItemCancelled, status.Hints{}, "out-of-stock"},
		{status.ItemRefused, status.Hints{}, "failure"},
		{status.PaymentPaid, status.Hints{}, "paid"},
	} {
		got, err := crm.Write(c.state, c.hints)
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%s %v", c.state, c.hints)
	}
	_, err := crm.Write(status.PaymentRefunded, status.Hints{})
	require.EqualError(t, err, "status: retailcrm has no code for payment refunded; right would be: pending, paid, failed")
	_, err = crm.Write(nil, status.Hints{})
	require.Error(t, err)

	walk, err := crm.Walk(status.AxisOrder, "new", "complete")
	require.NoError(t, err)
	require.Equal(t, []string{"complete"}, walk, "any status may follow any other")
}

func TestARetailCRMAccountWithATransitionMatrix(t *testing.T) {
	crm := status.RetailCRM().WithEdges(status.AxisOrder, map[string][]string{
		"new":                    {"availability-confirmed", "their-own"},
		"availability-confirmed": {"assembling"},
		"their-own":              {"complete"},
		"assembling":             {"complete"},
	})
	walk, err := crm.Walk(status.AxisOrder, "new", "complete")
	require.NoError(t, err)
	require.Equal(t, []string{"their-own", "complete"}, walk, "through a code that only the vendor knows")
	_, known := crm.Read(status.AxisOrder, "their-own")
	require.False(t, known)
	_, err = crm.Walk(status.AxisOrder, "complete", "new")
	var no *status.NoWalkError
	require.ErrorAs(t, err, &no)
	_, err = crm.Walk(status.AxisOrder, "new", "nobody's")
	var unknown *status.UnknownCodeError
	require.ErrorAs(t, err, &unknown)

	nothing := crm.WithEdges(status.AxisOrder, nil)
	_, err = nothing.Walk(status.AxisOrder, "new", "complete")
	require.ErrorAs(t, err, &no, "a vendor who lets nothing follow")
	walk, err = crm.Walk(status.AxisItem, "new", "saled")
	require.NoError(t, err)
	require.Equal(t, []string{"saled"}, walk, "other axes stay as they were")
}
