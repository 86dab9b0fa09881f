package cdek_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

func TestThousandsOfPointsAreStreamed(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddPoints(5000)
		seen := map[string]bool{}
		for p, err := range c.ListDeliveryPoints(t.Context(), cdek.PointFilter{}) {
			require.NoError(t, err)
			require.NoError(t, p.Problem)
			seen[p.Code] = true
		}
		require.Len(t, seen, 5004)
		require.Equal(t, 6, srv.Calls("GET /v2/deliverypoints"))
	})
}

func TestPointsAreFiltered(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		yes := true
		var codes []string
		for p, err := range c.ListDeliveryPoints(t.Context(), cdek.PointFilter{CityCode: 44, Cash: &yes}) {
			require.NoError(t, err)
			codes = append(codes, p.Code)
		}
		require.Equal(t, []string{"MSK5", "MSK900"}, codes)
		p, err := c.GetDeliveryPoint(t.Context(), "MSK900")
		require.NoError(t, err)
		require.Equal(t, cdek.ParcelLocker, p.Type)
		require.Equal(t, wire.Decimal("30"), p.WeightMax)
		require.Equal(t, wire.Decimal("37.62"), p.Location.Longitude)
		require.Equal(t, []cdek.Cell{{Width: "40", Height: "20", Depth: "60"}}, p.Cells)
		require.Len(t, p.WorkTimes, 5)
		_, err = c.GetDeliveryPoint(t.Context(), "NOPE1")
		require.ErrorIs(t, err, ordo.ErrNotFound)
	})
}

func TestAListThatFailsSaysWhy(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		said := fake.Refuse(200, "application/json", `{"errors":[{"code":"v2_invalid_format","message":"Invalid value [x] in [city_code] parameter"}]}`)
		srv.Faults().Next("GET /v2/deliverypoints", said, said)
		_, err := c.GetDeliveryPoint(t.Context(), "MSK5")
		require.Equal(t, "v2_invalid_format", failure(t, err).Code)
		require.Equal(t, "city_code", refusal(t, err).Problems[0].Field())
	})
}

func TestPlaces(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		for i := range 2000 {
			srv.AddCity(1000+i, "Село", "KZ", 900)
		}
		n := 0
		for city, err := range c.ListCities(t.Context(), cdek.CityFilter{Countries: []string{"RU", "KZ"}}) {
			require.NoError(t, err)
			require.Equal(t, wire.Decimal("-1"), city.PaymentLimit.Decimal)
			n++
		}
		require.Equal(t, 2003, n)
		for city, err := range c.ListCities(t.Context(), cdek.CityFilter{Name: "Новосибирск"}) {
			require.NoError(t, err)
			require.Equal(t, 270, city.Code)
		}
		var regions []string
		for r, err := range c.ListRegions(t.Context(), "RU") {
			require.NoError(t, err)
			regions = append(regions, r.Name)
		}
		require.Equal(t, []string{"Москва", "Санкт-Петербург", "Новосибирск"}, regions)
		codes, err := c.ListPostalCodes(t.Context(), 137)
		require.NoError(t, err)
		require.Equal(t, []string{"190000", "190005"}, codes)
		found, err := c.SuggestCities(t.Context(), "Санкт", "RU")
		require.NoError(t, err)
		require.Equal(t, 137, found[0].Code)
		city, err := c.GetCityAt(t.Context(), "55.75", "37.62")
		require.NoError(t, err)
		require.Equal(t, 44, city.Code)
		_, err = c.ListPostalCodes(t.Context(), 5)
		require.ErrorIs(t, err, ordo.ErrInvalid)
	})
}

func quote() cdek.Quote {
	return cdek.Quote{
		From: cdek.Location{Code: 44}, To: cdek.Location{Code: 137}, Packages: []cdek.Parcel{{Weight: 1200, Length: 30, Width: 20, Height: 15}},
	}
}

func TestWhatADeliveryCosts(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		q := quote()
		q.Tariff = 136
		q.Services = []cdek.Service{{Code: cdek.Insurance, Parameter: "5490"}}
		srv.Faults().Next("POST /v2/calculator/tariff", fake.Status(500)) // as the test stand does at times
		p, err := c.GetTariff(t.Context(), q)
		require.NoError(t, err)
		sum, err := p.DeliverySum.Money()
		require.NoError(t, err)
		require.Equal(t, amount.RUB(43500), sum)
		require.Equal(t, wire.Decimal("1800"), p.Charged, "volume counts")
		total, err := p.TotalSum.Money()
		require.NoError(t, err)
		require.Equal(t, amount.RUB(48523), total)
		require.Equal(t, []int{136, 2, 4}, []int{p.Tariff, p.PeriodMin, p.PeriodMax})
		require.Equal(t, cdek.VAT("22"), p.Services[0].VAT)

		all, err := c.ListTariffs(t.Context(), q)
		require.NoError(t, err)
		require.Len(t, all.Tariffs, 9)
		require.Equal(t, cdek.WarehouseWarehouse, all.Tariffs[0].Mode)
		require.NotEmpty(t, all.Tariffs[0].Range.Min)

		with, err := c.ListTariffsWithServices(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, 136, with.Tariffs[0].Tariff)
		require.Equal(t, "OK", with.Tariffs[0].Status)

		contract, err := c.ListContractTariffs(t.Context())
		require.NoError(t, err)
		require.Equal(t, cdek.ContractMode{Mode: 4, Name: "Посылка склад-склад", Tariff: 136}, contract[0].Modes[0])
	})
}

func TestWhereNothingIsDelivered(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		q := quote()
		q.To.Code = 99999
		_, err := c.ListTariffs(t.Context(), q)
		require.Equal(t, "v2_recipient_location_not_recognized", failure(t, err).Code)
		q = quote()
		q.Packages[0].Weight = 100001
		_, err = c.ListTariffs(t.Context(), q)
		require.Equal(t, "err_result_servicelist_empty", failure(t, err).Code, "with status 200")
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
		q.Tariff = 136
		_, err = c.GetTariff(t.Context(), q)
		require.Equal(t, "err_result_service_empty", failure(t, err).Code)
		q.Packages = nil
		_, err = c.GetTariff(t.Context(), q)
		require.Equal(t, "packages", refusal(t, err).Problems[0].Field())
		srv.Faults().Next("POST /v2/calculator/tarifflist", fake.Refuse(200, "application/json", `{"tariff_codes":[]}`))
		all, err := c.ListTariffs(t.Context(), quote())
		require.NoError(t, err)
		require.Empty(t, all.Tariffs)
	})
}
