package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// adjusted is an own shop's order of goods, a delivery and a service, with adjustments. A price of nothing leaves the
// line out.
func adjusted(t *testing.T, currency string, goods, delivery, service int64, as ...order.Adjustment) (*order.Order, error) {
	d := ownShop()
	d.Currency, d.Lines, d.Adjustments = currency, nil, as
	for _, l := range []struct {
		id    string
		kind  order.LineKind
		minor int64
	}{{"goods", order.LineGoods, goods}, {"delivery", order.LineDelivery, delivery}, {"service", order.LineService, service}} {
		if l.minor != 0 {
			d.Lines = append(d.Lines, order.Line{ID: l.id, Kind: l.kind, Name: l.id, Quantity: amount.Pcs(1), Total: money(t, l.minor, currency), VAT: amount.VAT20})
		}
	}
	o, _, err := order.New(d, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "shop-1"}, At: opened})
	return o, err
}

func money(t require.TestingT, minor int64, currency string) amount.Money {
	m, err := amount.NewMoney(minor, currency)
	require.NoError(t, err)
	return m
}

func totals(o *order.Order) map[string]string {
	all := map[string]string{"order": o.Total().Text()}
	for _, l := range o.View().Lines {
		all[l.ID] = l.Total.Text()
	}
	return all
}

// fault: M13
func TestAVoucherForTheOrderPaysTheDeliveryToo(t *testing.T) {
	o, err := adjusted(t, "EUR", 25_00, 10_00, 0, order.Adjustment{Kind: order.AdjustDiscount, Code: "GIFT30", On: order.OnAll, Amount: money(t, 30_00, "EUR")})
	require.NoError(t, err)
	require.Equal(t, "5.00", o.Total().Text())
	require.Equal(t, map[string]string{"order": "5.00", "goods": "3.57", "delivery": "1.43"}, totals(o), "in proportion to what the lines cost")
}

// fault: M14
func TestACouponForFreeDeliveryLeavesTheGoodsTheirPrice(t *testing.T) {
	o, err := adjusted(t, "RUB", 5000_00, 300_00, 0, order.Adjustment{Kind: order.AdjustPromo, Code: "FREE", On: order.OnDelivery, Amount: amount.RUB(300_00)})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"order": "5000.00", "goods": "5000.00", "delivery": "0.00"}, totals(o))
	v := o.View()
	require.Equal(t, []order.Share{{Adjustment: 0, Amount: amount.RUB(-300_00)}}, v.Lines[1].Shares)
	require.Equal(t, "833.33", v.Lines[0].VAT.Text())

	// A return goes by the goods' own price.
	s := &story{t: t, o: o, at: opened}
	s.do(order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}}, order.Return{Picks: order.PickAll("goods"), Reason: status.ReasonUnwanted})
	require.Equal(t, amount.RUB(5000_00), o.View().Blocks[0].Owed)
}

// fault: M13
func TestAdjustmentsOfDifferentBasesNeverTakeMoreThanTheirLinesCost(t *testing.T) {
	off := func(on order.AdjustmentBase, roubles int64) order.Adjustment {
		return order.Adjustment{Kind: order.AdjustDiscount, Code: "off", On: on, Amount: amount.RUB(roubles * 100)}
	}
	more := func(on order.AdjustmentBase, roubles int64) order.Adjustment {
		return order.Adjustment{Kind: order.AdjustCharge, On: on, Amount: amount.RUB(roubles * 100)}
	}
	for name, c := range map[string]struct {
		as   []order.Adjustment
		want map[string]string // the totals, or nil for a refusal
		says string
	}{
		"one of each":                       {[]order.Adjustment{off(order.OnGoods, 10), off(order.OnDelivery, 20), off(order.OnServices, 30)}, map[string]string{"order": "240.00", "goods": "90.00", "delivery": "80.00", "service": "70.00"}, ""},
		"the whole order first in the list": {[]order.Adjustment{off(order.OnAll, 150), off(order.OnDelivery, 100)}, map[string]string{"order": "50.00", "goods": "25.00", "delivery": "0.00", "service": "25.00"}, ""},
		"the whole order last in the list":  {[]order.Adjustment{off(order.OnDelivery, 100), off(order.OnAll, 150)}, map[string]string{"order": "50.00", "goods": "25.00", "delivery": "0.00", "service": "25.00"}, ""},
		"everything":                        {[]order.Adjustment{off(order.OnAll, 200), off(order.OnDelivery, 100)}, map[string]string{"order": "0.00", "goods": "0.00", "delivery": "0.00", "service": "0.00"}, ""},
		"a charge on the delivery":          {[]order.Adjustment{more(order.OnDelivery, 50), off(order.OnDelivery, 150)}, map[string]string{"order": "200.00", "goods": "100.00", "delivery": "0.00", "service": "100.00"}, ""},
		"too much on the goods":             {[]order.Adjustment{off(order.OnGoods, 101)}, nil, "with 101.00 RUB the adjustments on the goods take more than that costs, 100.00 RUB"},
		"too much on the delivery":          {[]order.Adjustment{off(order.OnDelivery, 60), off(order.OnDelivery, 60)}, nil, "the delivery"},
		"too much on the services":          {[]order.Adjustment{off(order.OnServices, 101)}, nil, "the services"},
		"too much on all":                   {[]order.Adjustment{off(order.OnDelivery, 100), off(order.OnAll, 201)}, nil, "the adjustments on the whole order take more than that costs, 200.00 RUB"},
		"an unknown base":                   {[]order.Adjustment{off("postage", 1)}, nil, `it is on "postage"`},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := adjusted(t, "RUB", 100_00, 100_00, 100_00, c.as...)
			if c.want == nil {
				var r *order.Refused
				require.ErrorAs(t, err, &r)
				require.ErrorContains(t, err, c.says)
				require.Equal(t, "adjustment discount off", r.What.String())
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, totals(o))
		})
	}
	_, err := adjusted(t, "RUB", 100_00, 0, 0, off(order.OnDelivery, 1))
	require.ErrorIs(t, err, order.ErrMoney)
	require.ErrorContains(t, err, "it is on the delivery, of which the order has none")
}

// fault: U12
func TestTheColumnsOfALineAddUpAfterACancellation(t *testing.T) {
	d := ownShop()
	d.Lines = []order.Line{{ID: "L1", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT20}}
	d.Adjustments = []order.Adjustment{{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(35_97)}}
	s := tell(t, d)
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock})
	l := s.o.View().Lines[0]
	require.Equal(t, "666.67", l.Gross.Text())
	require.Equal(t, []order.Share{{Adjustment: 0, Amount: amount.RUB(-23_98)}}, l.Shares)
	require.Equal(t, "642.69", l.Total.Text())
}

// fault: U12
func TestSeveralSharesOfALineAddUp(t *testing.T) {
	d := ownShop()
	d.Lines = []order.Line{{ID: "L1", Quantity: amount.Pcs(3), Total: amount.RUB(1000_00), VAT: amount.VAT20}}
	d.Adjustments = []order.Adjustment{
		{Kind: order.AdjustPromo, Code: "SPRING", Amount: amount.RUB(35_97)},
		{Kind: order.AdjustCharge, Amount: amount.RUB(10_01)},
		{Kind: order.AdjustDiscount, On: order.OnAll, Amount: amount.RUB(1)},
	}
	s := tell(t, d)
	s.do(order.Cancel{Picks: order.PickUnits("L1", amount.Pcs(1), amount.Pcs(2)), Reason: status.ReasonOutOfStock})
	l := s.o.View().Lines[0]
	all := l.Gross
	for _, x := range l.Shares {
		all = sum(t, all, x.Amount)
	}
	require.Equal(t, l.Total, all)
	require.Equal(t, 0, l.Shares[0].Adjustment)
	require.Equal(t, amount.RUB(6_67), l.Shares[1].Amount)
}
