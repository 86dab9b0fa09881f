package order_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// listed is an order of one line of two units in a marketplace that owns the lines, and that line as it lists it.
func listed(t *testing.T) (*story, order.Line) {
	l := order.Line{
		ID: "L1", SKU: "MUG-1", Name: "Mug", Quantity: amount.Pcs(2), Total: amount.RUB(2440_00), VAT: amount.VAT20,
		Ref: order.Ref{System: "mm", Account: "mm-1", Kind: "lot", ID: "17"},
	}
	d := ownShop()
	d.Authority, d.Lines = order.Marketplace, []order.Line{l}
	return tell(t, d), l
}

// fault: M9
func TestTheOwnersWordOnEachFactOfALine(t *testing.T) {
	missing := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[order.Line]()) {
		missing[f.Name] = true
	}
	for field, c := range map[string]struct {
		change func(*order.Line)
		shows  func(order.LineView) any // nil where the order is held
		want   any
		says   string
	}{
		"ID":           {}, // another id is another line
		"Quantity":     {func(l *order.Line) { l.Quantity, l.Total = amount.Pcs(1), amount.RUB(1220_00) }, func(v order.LineView) any { return v.Living }, amount.Pcs(1), ""},
		"Total":        {func(l *order.Line) { l.Total = amount.RUB(2000_00) }, func(v order.LineView) any { return v.Total }, amount.RUB(2000_00), ""},
		"Price":        {func(l *order.Line) { l.Total, l.Price = amount.Money{}, amount.RUB(1000_00) }, func(v order.LineView) any { return v.Total }, amount.RUB(2000_00), ""},
		"Name":         {func(l *order.Line) { l.Name = "Cup" }, func(v order.LineView) any { return v.Name }, "Cup", ""},
		"SKU":          {func(l *order.Line) { l.SKU = "MUG-2" }, func(v order.LineView) any { return v.SKU }, "MUG-2", ""},
		"GTIN":         {func(l *order.Line) { l.GTIN = "04601234567893" }, func(v order.LineView) any { return v.GTIN }, "04601234567893", ""},
		"VAT":          {func(l *order.Line) { l.VAT = amount.VAT22 }, func(v order.LineView) any { return v.VAT }, amount.RUB(440_00), ""},
		"MarkRequired": {func(l *order.Line) { l.MarkRequired = true }, func(v order.LineView) any { return v.Marked }, true, ""},
		"Kind":         {func(l *order.Line) { l.Kind = order.LineService }, nil, nil, "of the kind service there and goods here"},
		"Step":         {func(l *order.Line) { l.Step = amount.Pcs(2) }, nil, nil, "in steps of 2 there and 1 here"},
		"Ref":          {func(l *order.Line) { l.Ref.ID = "18" }, nil, nil, "the number 18 there and 17 here"},
	} {
		t.Run(field, func(t *testing.T) {
			if c.change == nil {
				return
			}
			s, l := listed(t)
			c.change(&l)
			s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{l}})
			v := s.o.View()
			if c.shows == nil {
				require.Len(t, v.Holds, 1)
				require.Contains(t, v.Holds[0].Text, c.says)
				return
			}
			require.Empty(t, v.Holds)
			require.Equal(t, c.want, c.shows(v.Lines[0]))
		})
		delete(missing, field)
	}
	require.Empty(t, missing, "a field of Line that LinesReport may not know")
}

// fault: M9
func TestWhatAMarketplaceLeavesOutIsNoChange(t *testing.T) {
	s, l := listed(t)
	require.Empty(t, s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{{ID: "L1", Quantity: l.Quantity, Total: l.Total}}}))
	must := true
	s2 := tell(t, ownShop())
	s2.do(order.ChangeLine{Line: "L1", MarkRequired: &must})
	require.True(t, s2.o.View().Lines[0].Marked)
}

// fault: M9
func TestAFactThatCannotChangeAnyMoreHoldsTheOrderWithBothValues(t *testing.T) {
	s, l := listed(t)
	s.says(order.RoleChannel, order.StatusReport{Code: "sent", Says: status.Meaning{Item: status.ItemSent}})
	l.SKU, l.Name, l.VAT = "MUG-2", "Cup", amount.VAT22
	s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{l}})
	v := s.o.View()
	require.Equal(t, "Cup", v.Lines[0].Name, "a name is a name wherever the goods are")
	require.Equal(t, "MUG-1", v.Lines[0].SKU)
	require.Equal(t, amount.VAT20, v.Lines[0].VATRate)
	require.Len(t, v.Holds, 2)
	require.Contains(t, v.Holds[0].Text, `its article stays "MUG-1" and does not become "MUG-2": there are units sent`)
	require.Contains(t, v.Holds[1].Text, `its VAT stays "20" and does not become "22": its units are sent`)
	require.Empty(t, s.says(order.RoleChannel, order.LinesReport{Lines: []order.Line{l}}), "said once")
}

// fault: M8
func TestUnitsThatLeftKeepTheirRate(t *testing.T) {
	d := ownShop()
	d.Scheme, d.Lines = order.ByCarrier, []order.Line{{ID: "L1", Name: "Mug", Quantity: amount.Pcs(3), Total: amount.RUB(3660_00), VAT: amount.VAT20}}
	s := tell(t, d)
	s.do(
		order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(3660_00)}}, order.Assemble{},
		order.CreateShipment{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1))}, order.HandOver{Shipment: 1},
		order.Return{Picks: order.PickUnits("L1", amount.Pcs(1), amount.Pcs(2)), Reason: status.ReasonUnwanted},
		order.ChangeLine{Line: "L1", VAT: amount.VAT22},
	)
	v := s.o.View()
	l := v.Lines[0]
	require.Equal(t, amount.VAT22, l.VATRate)
	require.Equal(t, []order.VATRange{{From: amount.Pcs(0), To: amount.Pcs(2), VAT: amount.VAT20}}, l.Rates)
	require.Equal(t, "423.33", l.VAT.Text(), "203.33 at 20 % and 220.00 at 22 %")
	require.Equal(t, "203.34", v.Blocks[0].Parts[0].VAT.Text())

	// What left at the old rate comes back at it; a new price keeps each rate.
	s.do(order.Return{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1)), Reason: status.ReasonUnwanted})
	require.Equal(t, "203.33", s.o.View().Blocks[1].Parts[0].VAT.Text())
	_, err := s.o.Do(order.ChangeLine{Line: "L1", VAT: amount.VAT22}, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrAlready)
}

// fault: M8
func TestAPriceReductionGoesByTheRateOfEachUnit(t *testing.T) {
	d := ownShop()
	d.Scheme, d.Lines = order.ByCarrier, []order.Line{{ID: "L1", Name: "Mug", Quantity: amount.Pcs(2), Total: amount.RUB(2440_00), VAT: amount.VAT20}}
	s := tell(t, d)
	s.do(
		order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(2440_00)}}, order.Assemble{},
		order.CreateShipment{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1))}, order.HandOver{Shipment: 1},
		order.ChangeLine{Line: "L1", VAT: amount.VAT22}, order.CreateShipment{}, order.HandOver{Shipment: 2},
		order.ReducePrice{Picks: order.PickAll("L1"), Amount: amount.RUB(244_00), Reason: status.ReasonDefect},
	)
	parts := s.o.View().Blocks[0].Parts
	require.Len(t, parts, 2)
	require.Equal(t, []string{"122.00", "20.33"}, []string{parts[0].Sum.Text(), parts[0].VAT.Text()})
	require.Equal(t, []string{"122.00", "22.00"}, []string{parts[1].Sum.Text(), parts[1].VAT.Text()})
}

// fault: M9
func TestPeopleChangeALineThatIsTheirs(t *testing.T) {
	yes, no := true, false
	s := tell(t, ownShop())
	s.do(order.ChangeLine{Line: "L1", Name: "Cup", SKU: "CUP", VAT: amount.VAT10, MarkRequired: &yes})
	l, _ := s.o.Line("L1")
	require.Equal(t, []any{"Cup", "CUP", amount.VAT10, true}, []any{l.Name, l.SKU, l.VATRate, l.Marked})
	s.do(order.SetMark{Line: "L1", Unit: 0, Code: "0104601234567890215aBcD3"})
	for name, c := range map[string]struct {
		cmd  order.ChangeLine
		err  error
		says string
	}{
		"nothing":            {order.ChangeLine{Line: "L1"}, order.ErrAlready, ""},
		"the same":           {order.ChangeLine{Line: "L1", Name: "Cup"}, order.ErrAlready, ""},
		"no line":            {order.ChangeLine{Line: "L9", Name: "Cup"}, order.ErrUnknown, ""},
		"no duty with codes": {order.ChangeLine{Line: "L1", MarkRequired: &no}, order.ErrMarking, `its marking stays "required" and does not become "not required": there are codes on its units`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.o.Do(c.cmd, s.by(order.RoleOperator))
			require.ErrorIs(t, err, c.err)
			require.ErrorContains(t, err, c.says)
		})
	}
	m, _ := listed(t)
	_, err := m.o.Do(order.ChangeLine{Line: "L1", Name: "Cup"}, m.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrNotNow)
	require.ErrorContains(t, err, "they belong to the channel")
}
