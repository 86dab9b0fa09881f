package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

// circulationHistory is a marked unit that leaves circulation when it is sent, comes back with it, and leaves once
// more.
func circulationHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Lines[0].MarkRequired = "shop-1011", true
	s := tell(t, d)
	s.do(order.SetMark{Line: "L1", Unit: 0, Code: "a"}, order.SetMark{Line: "L1", Unit: 1, Code: "b"})
	unit := []order.MarkedUnit{{Line: "L1", Unit: 0, Code: "a"}}
	doc := order.Ref{System: "chestnyznak", Account: "cz-1", Kind: "document", ID: "lp/e2a0"}
	s.as(order.RoleSystem, order.ReportMarks{Report: order.MarkWithdrawn, Units: unit, Number: "1011-S1", Ref: doc})
	s.as(order.RoleSystem, order.ReportMarks{Report: order.MarkReinstated, Units: unit, Ref: doc})
	s.as(order.RoleSystem, order.ReportMarks{Report: order.MarkWithdrawn, Units: unit, Number: "9960/12"})
	return s
}

// Each code leaves circulation and comes back in turn, and what is known of it goes with it to another unit.
//
// pain: MK-P4
func TestACodeLeavesCirculationOnceAndComesBack(t *testing.T) {
	s := circulationHistory(t)
	mark := func(unit int) order.Mark {
		for _, m := range s.o.View().Lines[0].Marks {
			if m.Unit == unit {
				return m
			}
		}
		return order.Mark{}
	}
	require.Equal(t, "9960/12", mark(0).Out)
	require.Empty(t, mark(1).Out, "the other is still in circulation")
	out := func(way order.MarkReport, us ...order.MarkedUnit) order.ReportMarks {
		return order.ReportMarks{Report: way, Units: us, Number: "13"}
	}
	a, b := order.MarkedUnit{Line: "L1", Unit: 0, Code: "a"}, order.MarkedUnit{Line: "L1", Unit: 1, Code: "b"}
	for _, c := range []struct {
		cmd  order.ReportMarks
		is   error
		says string
	}{
		{out(order.MarkWithdrawn, a), order.ErrAlready, "left circulation by 9960/12"},
		{out(order.MarkWithdrawn, b, a), order.ErrAlready, "unit 0"},
		{out(order.MarkReinstated, b), order.ErrAlready, "in circulation"},
		{out(order.MarkWithdrawn, b, b), order.ErrDuplicate, "twice"},
		{out(order.MarkWithdrawn, order.MarkedUnit{Line: "L1", Unit: 1, Code: "c"}), order.ErrMarking, "its code is not c"},
		{out(order.MarkWithdrawn, order.MarkedUnit{Line: "L1", Unit: 9, Code: "c"}), order.ErrUnknown, "L1"},
		{out(order.MarkWithdrawn), order.ErrInvalid, "no units"},
		{out("sold", a), order.ErrInvalid, "say withdrawn or reinstated"},
		{order.ReportMarks{Report: order.MarkWithdrawn, Units: []order.MarkedUnit{b}}, order.ErrInvalid, "number"},
	} {
		_, err := s.o.Clone().Do(c.cmd, s.by(order.RoleSystem))
		require.ErrorIs(t, err, c.is, "%+v", c.cmd)
		require.ErrorContains(t, err, c.says)
	}
	_, err := s.o.Clone().Do(out(order.MarkWithdrawn, b), s.by(order.RoleBuyer))
	require.ErrorIs(t, err, order.ErrRole)
	for _, c := range []order.Command{order.SetMark{Line: "L1", Unit: 0, Code: "z"}, order.RejectMark{Line: "L1", Unit: 0, Why: "torn"}} {
		_, err := s.o.Clone().Do(c, s.by(order.RoleOperator))
		require.ErrorIs(t, err, order.ErrMarking)
		require.ErrorContains(t, err, "it comes back first")
	}
	s.do(order.SetMark{Line: "L1", Unit: 2, Code: "a", Moved: true})
	require.Equal(t, "9960/12", mark(2).Out)
	require.Empty(t, mark(0))
}
