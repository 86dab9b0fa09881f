package amount_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Sums that went wrong elsewhere, with the numbers that people reported. The
// line below each name is the thread.

// refunds parts the line at the points given and returns the price of each
// part.
func refunds(t *testing.T, line amount.Spans, points ...string) []amount.Money {
	t.Helper()
	var (
		parts []amount.Money
		from  amount.Quantity
	)
	for _, p := range points {
		to, err := amount.ParseQuantity(p)
		require.NoError(t, err)
		part, err := line.Of(from, to)
		require.NoError(t, err)
		parts, from = append(parts, part), to
	}
	require.Equal(t, line[len(line)-1].To, from, "the parts end where the line ends")
	return parts
}

func TestLinesThatLostOrGainedACentElsewhere(t *testing.T) {
	for _, c := range []struct {
		name   string
		thread string
		price  amount.Money // as the shop showed it; unset if it showed none
		q      string
		total  amount.Money
		points []string
		want   []amount.Money
	}{
		{
			name:   "refunding all items gives what was paid, not one cent more",
			thread: "https://github.com/woocommerce/woocommerce/issues/26734",
			// That thread has its numbers in a screenshot; these are of the same
			// failure in issue 64668: 23.90 × 10 less 25 % is 179.25, refunded
			// as 179.26.
			q: "10", total: amount.EUR(17925),
			points: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"},
			want: []amount.Money{
				amount.EUR(1793), amount.EUR(1792), amount.EUR(1793), amount.EUR(1792), amount.EUR(1793),
				amount.EUR(1792), amount.EUR(1793), amount.EUR(1792), amount.EUR(1793), amount.EUR(1792),
			},
		},
		{
			name:   "returning the parts of an assembly one by one leaves no cent",
			thread: "https://github.com/solidusio-contrib/solidus_product_assembly/pull/43",
			// Rounded down, three parts of 10.00 give back 9.99.
			q: "3", total: amount.USD(1000),
			points: []string{"1", "2", "3"},
			want:   []amount.Money{amount.USD(333), amount.USD(334), amount.USD(333)},
		},
		{
			name:   "three refunds of a third leave nothing",
			thread: "https://github.com/akira-io/laravel-sisp/pull/303",
			// 33.333333 × 3 left 0.001 that could never be refunded.
			q: "3", total: amount.EUR(10000),
			points: []string{"1", "2", "3"},
			want:   []amount.Money{amount.EUR(3333), amount.EUR(3334), amount.EUR(3333)},
		},
		{
			name:   "a line price taken from sum and quantity does not drift",
			thread: "https://github.com/retailcrm/bitrix-module/pull/361",
			// 100.00 for 7: the rounded price 14.29 × 7 is 100.03.
			price: amount.RUB(1429), q: "7", total: amount.RUB(10000),
			points: []string{"2", "5", "7"},
			want:   []amount.Money{amount.RUB(2857), amount.RUB(4286), amount.RUB(2857)},
		},
		{
			name:   "27.04 × 3 is 81.12, and the order says 81.13",
			thread: "https://github.com/PrestaShop/PrestaShop/pull/42298",
			price:  amount.EUR(2704), q: "3", total: amount.EUR(8113),
			points: []string{"1", "2", "3"},
			want:   []amount.Money{amount.EUR(2704), amount.EUR(2705), amount.EUR(2704)},
		},
		{
			name:   "47.8 at 21.99 is 1051.12, sold for 1051.00",
			thread: "https://github.com/shtrih-m/fr_drv_ng/issues/243",
			price:  amount.RUB(2199), q: "47.8", total: amount.RUB(105100),
			points: []string{"20", "47", "47.8"},
			want:   []amount.Money{amount.RUB(43975), amount.RUB(59366), amount.RUB(1759)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := amount.ParseQuantity(c.q)
			require.NoError(t, err)
			line := pricedLine(t, q, c.total)
			if !c.price.IsUnset() {
				product, err := c.price.Times(q)
				require.NoError(t, err)
				require.NotEqual(t, c.total, product, "price × quantity is not the sum: %s", c.thread)
			}
			parts := refunds(t, line, c.points...)
			require.Equal(t, c.want, parts, c.thread)
			require.Equal(t, c.total, addedUp(t, parts), c.thread)
		})
	}
}

// https://github.com/woocommerce/woocommerce-ios/pull/17630
// A line kept at six decimals and a tax rounded to two made 0.884956 + 0.12 =
// 1.004956 for an order of 1.00, above what could be refunded.
func TestOnePrecisionForPricesAndRefunds(t *testing.T) {
	_, err := amount.ParseMoney("0.884956", "USD")
	require.ErrorContains(t, err, "too many decimals")

	line := pricedLine(t, amount.Pcs(1), amount.USD(100))
	require.Equal(t, []amount.Money{amount.USD(100)}, refunds(t, line, "1"))
}

// https://github.com/woocommerce/woocommerce/issues/10162
// 7.50 and tax of 1.575 make 9.08 when sold and 9.07 when refunded: a net VAT
// of -0.01 is left.
func TestRefundedVATLeavesNoCent(t *testing.T) {
	sale := pricedLine(t, amount.Pcs(1), amount.EUR(908))
	vat := pricedLine(t, amount.Pcs(1), amount.EUR(158))
	require.Equal(t, []amount.Money{amount.EUR(908)}, refunds(t, sale, "1"))
	require.Equal(t, []amount.Money{amount.EUR(158)}, refunds(t, vat, "1"))

	// The same at a rate known here, in two refunds: 9.08 contain 1.51.
	sale = pricedLine(t, amount.Pcs(2), amount.RUB(908))
	first, err := sale.VATOf(amount.VAT20, amount.Pcs(0), amount.Pcs(1))
	require.NoError(t, err)
	second, err := sale.VATOf(amount.VAT20, amount.Pcs(1), amount.Pcs(2))
	require.NoError(t, err)
	require.Equal(t, []amount.Money{amount.RUB(76), amount.RUB(75)}, []amount.Money{first, second})
}

// https://github.com/getlago/lago-api/pull/2643
// Four charges net of 20 % tax come to 334.99 as one invoice. As four credit
// notes, each rounded on its own, they come to 335.00.
func TestCreditNotesAddUpToTheInvoice(t *testing.T) {
	charges := []int64{6833, 6833, 5750, 8500}
	var net, alone amount.Money
	for _, c := range charges {
		var err error
		net, err = net.Add(amount.EUR(c))
		require.NoError(t, err)
		one, err := amount.EUR(c).Times(amount.Milli(1200))
		require.NoError(t, err)
		alone, err = alone.Add(one)
		require.NoError(t, err)
	}
	invoice, err := net.Times(amount.Milli(1200))
	require.NoError(t, err)
	require.Equal(t, amount.EUR(33499), invoice)
	require.Equal(t, amount.EUR(33500), alone, "what went wrong there")

	notes, err := amount.Allocate(invoice, charges)
	require.NoError(t, err)
	require.Equal(t, []amount.Money{amount.EUR(8200), amount.EUR(8199), amount.EUR(6900), amount.EUR(10200)}, notes)
	require.Equal(t, invoice, addedUp(t, notes))
}

// https://github.com/solidusio-contrib/solidus_product_assembly/issues/61
// A kit of 159.99 with 6 % tax is 169.59. Its two components were reimbursed
// with 91.99 and 77.59.
func TestComponentsOfAKitAddUpToTheKit(t *testing.T) {
	parts, err := amount.Allocate(amount.USD(16959), []int64{8679, 7320})
	require.NoError(t, err)
	require.Equal(t, []amount.Money{amount.USD(9200), amount.USD(7759)}, parts)
}

// https://github.com/spree/spree/pull/14467
// Two lines of 1.00 under a cap of 1.03 were credited with 0.52 each.
func TestCapOfARefundHolds(t *testing.T) {
	credits, err := amount.Allocate(amount.USD(103), []int64{100, 100})
	require.NoError(t, err)
	require.Equal(t, []amount.Money{amount.USD(52), amount.USD(51)}, credits)
}

// The inputs of other engines' own tests. Sum and fairness must agree; only
// the place of the remainder may differ, and then ours is said.
func TestSharesAgreeWithOtherEngines(t *testing.T) {
	const (
		vendure = "vendure packages/core/src/service/helpers/order-calculator/prorate.spec.ts"
		integer = "Sylius IntegerDistributorSpec.php"
		propor  = "Sylius ProportionalIntegerDistributorSpec.php"
		minimum = "Sylius MinimumPriceDistributorSpec.php, as it calls the proportional distributor"
	)
	many := []int64{10, 20, 10, 30, 50, 20, 10, 40}
	for _, c := range []struct {
		peer    string
		weights []int64
		total   int64
		theirs  []int64
		ours    []int64 // nil if the same
	}{
		{vendure, []int64{123}, 300, []int64{300}, nil},
		{vendure, []int64{4000, 2000, 2000}, 300, []int64{150, 75, 75}, nil},
		{vendure, []int64{4000, 2000, 2000}, -300, []int64{-150, -75, -75}, nil},
		{vendure, []int64{4300, 1400, 2300}, 299, []int64{161, 52, 86}, nil},
		{vendure, []int64{1000, 1000, 1000}, 299, []int64{100, 100, 99}, nil},
		{vendure, many, 95, []int64{5, 10, 5, 15, 25, 10, 5, 20}, nil},
		{vendure, many, 93, []int64{5, 10, 5, 15, 24, 10, 5, 19}, nil},
		{vendure, []int64{10, 0}, 40, []int64{40, 0}, nil},
		{vendure, []int64{0, 0}, 10, []int64{5, 5}, nil},
		{vendure, []int64{0, 0}, 0, []int64{0, 0}, nil},
		{vendure, []int64{100, 100}, -20, []int64{-10, -10}, nil},

		{integer, []int64{1, 1, 1, 1}, 0, []int64{0, 0, 0, 0}, nil},
		{integer, []int64{1, 1, 1, 1}, 1000, []int64{250, 250, 250, 250}, nil},
		{integer, []int64{1, 1, 1, 1}, -1000, []int64{-250, -250, -250, -250}, nil},
		{integer, []int64{1, 1, 1}, 1000, []int64{334, 333, 333}, nil},
		{integer, []int64{1, 1, 1}, -1000, []int64{-334, -333, -333}, nil},

		{propor, []int64{4000, 2000, 2000}, 300, []int64{150, 75, 75}, nil},
		{propor, []int64{4300, 1400, 2300}, 300, []int64{162, 52, 86}, []int64{161, 53, 86}},
		{propor, []int64{4300, 1400, 2300}, -300, []int64{-162, -52, -86}, []int64{-161, -53, -86}},
		{propor, []int64{4300, 1400, 2300}, -299, []int64{-161, -52, -86}, nil},

		{minimum, []int64{1000, 2000, 5000, 3000}, -1200, []int64{-110, -218, -545, -327}, []int64{-109, -218, -546, -327}},
		{minimum, []int64{1000, 3000}, -663, []int64{-166, -497}, nil},
		{minimum, []int64{5000, 6000}, -2500, []int64{-1136, -1364}, nil},
	} {
		shares, err := amount.Allocate(amount.EUR(c.total), c.weights)
		require.NoError(t, err)
		shared(t, amount.EUR(c.total), c.weights, shares)
		want := c.theirs
		if c.ours != nil {
			want = c.ours
		}
		for i, share := range shares {
			require.Equal(t, want[i], share.Minor(), "%s: %d over %d", c.peer, c.total, c.weights)
			require.Contains(t, []int64{-1, 0, +1}, share.Minor()-c.theirs[i], "only the remainder may lie elsewhere")
		}
	}
}
