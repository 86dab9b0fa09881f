package bridge_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/status"
)

// edits is the operator, who changes rows of a deal; change may leave rows out and add some.
func edits(x *chaos.Sale, change func([]bitrix24test.Line) []bitrix24test.Line) {
	x.Helper()
	d := x.Deal().ID
	require.NoError(x, x.Portal.SetsRows(bitrix24test.Operator, d, change(x.Portal.Rows(d))...))
	x.Settle()
}

// enters is the operator, who types a promo code.
func enters(x *chaos.Sale, code string) {
	x.Helper()
	require.NoError(x, x.Portal.SetsField(bitrix24test.Operator, x.Deal().ID, bitrix24.FieldPromo, code))
	x.Settle()
}

// sameEverywhere checks that the order costs the same here, in the shop, and in Bitrix24.
func sameEverywhere(x *chaos.Sale, sum string) {
	x.Helper()
	require.Equal(x, sum, x.Order().Total().Text(), "told: %s", x.Told())
	require.Equal(x, sum, x.InBus().Price, "in the shop; journal: %v", x.Tail())
	require.Equal(x, sum, fmt.Sprintf("%.2f", x.Deal().Opportunity), "in Bitrix24")
}

// A new order of the shop appears in Bitrix24 with its goods and who buys them. The manager changes a quantity,
// replaces a product and removes one, and enters a promo code: the sum follows the current prices of the shop. Every
// action stands in the deal.
//
// covers: B24-2
func TestAManagerEditsANewOrderInBitrix24(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Bus.AddCoupon("MAY10", 10, "1000", time.Now().AddDate(1, 0, 0))
		s.Bus.AddGood("CUP", "500.00", "22")
		s.Base.AddGood("CUP", "Чашка", "", 500)
		s.Has("CUP", chaos.Shop1, 9)
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		x := s.Orders("", mugsAndBowl...)
		d := x.Deal()
		require.Equal(t, "Ожидает оплаты", d.Stage)
		for field, shows := range map[string]string{
			bitrix24.FieldStatus: "Подтвержден, ожидает оплаты", bitrix24.FieldLogin: "anna", bitrix24.FieldService: "Самовывоз", bitrix24.FieldTerm: "2-3 дня",
			bitrix24.FieldSumBefore: "2130.00|RUB", bitrix24.FieldTotal: "2130.00|RUB",
		} {
			require.Equal(t, shows, x.Shown(field), field)
		}
		require.Equal(t, []string{"Кружка [MUG] 2 × 890", "Миска детская [BOWL] 1 × 350"}, x.DealRows())
		buyer := s.Portal.Contacts()
		require.Len(t, buyer, 1)
		require.Equal(t, []string{"+79000000000"}, buyer[0].Phones)
		require.Equal(t, []string{"ivanova@example.ru"}, buyer[0].Mails)
		require.Empty(t, s.Base.Orders(), "it is not paid: 1C has nothing of it")

		s.Bus.SetPrice("MUG", "900.00")
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { rows[0].Quantity = 3; return rows })
		sameEverywhere(x, "3050.00")
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line {
			return append(rows[:1], bitrix24test.Line{Name: "[CUP]", Quantity: 2})
		})
		sameEverywhere(x, "3700.00")
		enters(x, "MAY10")
		sameEverywhere(x, "3330.00")
		require.Equal(t, "3700.00|RUB", x.Shown(bitrix24.FieldSumBefore))
		require.Equal(t, "MAY10", x.Shown(bitrix24.FieldPromo))
		for _, said := range []string{"more of line 812: 3 in all; the order costs 3030.00 RUB", "cancelled: line 813", "new prices; the order costs 3330.00 RUB", "petrova"} {
			require.Contains(t, x.Told(), said)
		}
		require.Equal(t, status.OrderAwaitingPayment, x.Order().State())
		s.Quiet()
	}, chaos.WithPortal)
}

// Each edit asks the shop anew. Promo codes hold or not, each with its reason; one whose conditions are lost goes, and
// people are told. While the shop cannot be asked nothing changes.
//
// covers: B24-14 whole
func TestEveryEditIsPricedByTheShop(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Bus.AddCoupon("MAY10", 10, "2500", time.Now().AddDate(1, 0, 0))
		s.Bus.AddCoupon("OLD", 50, "0", time.Now().Add(-time.Hour))
		s.Has("MUG", chaos.Shop1, 9, "BOWL", chaos.Shop1, 9)
		x := s.Orders("", mugsAndBowl...)
		for code, why := range map[string]string{"MAI10": "does not know it", "OLD": "expired", "MAY10": "does not meet its conditions"} {
			enters(x, code)
			sameEverywhere(x, "2130.00")
			require.Contains(t, x.Told(), why)
			require.NotEqual(t, code, x.Shown(bitrix24.FieldPromo), "the field shows what holds")
		}
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { rows[0].Quantity = 3; return rows })
		enters(x, "MAY10")
		sameEverywhere(x, "2718.00")

		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { rows[0].Quantity = 2; return rows })
		sameEverywhere(x, "2130.00")
		require.Contains(t, x.Told(), "does not meet its conditions any more")

		s.Bus.Down(true)
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { rows[0].Quantity = 5; return rows })
		require.Equal(t, "2130.00", x.Order().Total().Text())
		require.Contains(t, x.Told(), "cannot be asked for prices")
		require.Equal(t, []string{"Кружка [MUG] 2 × 890", "Миска детская [BOWL] 1 × 350"}, x.DealRows(), "the rows show the order again")
		s.Bus.Down(false)

		s.Bus.SetStock("MUG", 1, "3")
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { rows[0].Quantity = 5; return rows })
		sameEverywhere(x, "2130.00")
		require.Contains(t, x.Told(), "5 are wanted and 3 available")

		x.Pays()
		edits(x, func(rows []bitrix24test.Line) []bitrix24test.Line { return rows[:1] })
		require.Equal(t, "2130.00", x.Order().Total().Text(), "after payment edits go through returns")
		require.Len(t, x.DealRows(), 2)
		require.Contains(t, strings.ToLower(x.Told()), "return")
	}, chaos.WithPortal)
}
