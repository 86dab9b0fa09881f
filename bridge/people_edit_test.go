package bridge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
)

// cardOf is the sale in the CRM.
func cardOf(x *chaos.Sale) retailcrmtest.Order {
	x.Helper()
	c, ok := x.CRM.Order(x.ID)
	require.True(x, ok)
	return c
}

// The four changes of a manager on the card of an order of 5800.00, before and after it is paid: they are done, and
// both sides cost the same, or a note says what is on the card and what the order has.
//
// fault: M4
func TestWhatTheManagerEditsOnTheCardIsDoneOrTold(t *testing.T) {
	edits := []struct {
		name, costs string
		says        []string
		save        func(x *chaos.Sale)
	}{
		{
			"two pairs of socks become one", "5450.00",
			[]string{"quantity 1 here", "2 in the order"},
			func(x *chaos.Sale) { x.CRM.SetQuantity(cardOf(x).ID, cardOf(x).Items[1].ID, "1") },
		},
		{
			"a new product for 1000.00", "6800.00",
			[]string{"MUG-RED", "1000.00"},
			func(x *chaos.Sale) { x.CRM.AddProduct(cardOf(x).ID, "MUG-RED", "1", "1000.00") },
		},
		{
			"a discount of 300.00", "5500.00",
			[]string{"4800.00", "costs"},
			func(x *chaos.Sale) { x.CRM.SetDiscount(cardOf(x).ID, "300", "") },
		},
		{
			"delivery for 500.00 instead of 300.00", "6000.00",
			[]string{"500.00", "300.00"},
			func(x *chaos.Sale) { x.CRM.SetDeliveryCost(cardOf(x).ID, "500") },
		},
	}
	for _, e := range edits {
		t.Run(e.name, func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				x := s.Sells(chaos.ShoesAndSocks())
				e.save(x)
				x.Settle()
				require.Equal(x, e.costs, x.Order().Total().Text(), "notes: %v", x.Order().View().Notes)
				sameAsOnTheCard(x, e.costs)
				require.NotContains(x, cardOf(x).Field("managerComment"), "refused")
			}, chaos.InCRM)
		})
		t.Run(e.name+", after payment", func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				x := s.Sells(chaos.ShoesAndSocks())
				x.Pays()
				e.save(x)
				x.Settle()
				if x.Order().Total().Text() == e.costs {
					sameAsOnTheCard(x, e.costs)
					return
				}
				require.Equal(x, "5800.00", x.Order().Total().Text())
				notes := cardOf(x).Field("managerComment")
				require.Contains(x, notes, "is refused")
				for _, said := range e.says {
					require.Contains(x, notes, said)
				}
				require.Equal(x, 1, strings.Count(notes, "is refused"), notes)
			}, chaos.InCRM)
		})
	}
}

// sameAsOnTheCard says that the card costs the same, line by line.
func sameAsOnTheCard(x *chaos.Sale, costs string) {
	x.Helper()
	v := x.Order().View()
	r, err := x.System(x.CRMClient()).Read(x.Context(), nil, v)
	require.NoError(x, err)
	require.Equal(x, costs, r.Sums.Total.Text())
	here := map[string]order.LineSum{}
	for _, l := range erp.SumsOf(v).Lines {
		here[l.Line] = l
	}
	require.Len(x, r.Sums.Lines, len(here))
	for _, l := range r.Sums.Lines {
		require.Equal(x, here[l.Line].Quantity, l.Quantity, l.Name)
		if !l.Total.IsUnset() {
			require.Equal(x, here[l.Line].Total, l.Total, l.Name)
		}
	}
}
