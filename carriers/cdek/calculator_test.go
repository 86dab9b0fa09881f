package cdek_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

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
		p, err := c.Tariff(t.Context(), q)
		require.NoError(t, err)
		sum, err := p.DeliverySum.Money()
		require.NoError(t, err)
		require.Equal(t, order.RUB(43500), sum)
		require.Equal(t, cdek.Decimal("1800"), p.Charged, "volume counts")
		total, err := p.TotalSum.Money()
		require.NoError(t, err)
		require.Equal(t, order.RUB(48523), total)
		require.Equal(t, []int{136, 2, 4}, []int{p.Tariff, p.PeriodMin, p.PeriodMax})
		require.Equal(t, cdek.VAT("22"), p.Services[0].VAT)

		all, err := c.Tariffs(t.Context(), q)
		require.NoError(t, err)
		require.Len(t, all.Tariffs, 9)
		require.Equal(t, cdek.WarehouseWarehouse, all.Tariffs[0].Mode)
		require.NotEmpty(t, all.Tariffs[0].Range.Min)

		with, err := c.TariffsWithServices(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, 136, with.Tariffs[0].Tariff)
		require.Equal(t, "OK", with.Tariffs[0].Status)

		contract, err := c.ContractTariffs(t.Context())
		require.NoError(t, err)
		require.Equal(t, cdek.ContractMode{Mode: 4, Name: "Посылка склад-склад", Tariff: 136}, contract[0].Modes[0])
	})
}

func TestWhereNothingIsDelivered(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		q := quote()
		q.To.Code = 99999
		_, err := c.Tariffs(t.Context(), q)
		require.Equal(t, "v2_recipient_location_not_recognized", failure(t, err).Code)
		q = quote()
		q.Packages[0].Weight = 100001
		_, err = c.Tariffs(t.Context(), q)
		require.Equal(t, "err_result_servicelist_empty", failure(t, err).Code, "with status 200")
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
		q.Tariff = 136
		_, err = c.Tariff(t.Context(), q)
		require.Equal(t, "err_result_service_empty", failure(t, err).Code)
		q.Packages = nil
		_, err = c.Tariff(t.Context(), q)
		require.Equal(t, "packages", refusal(t, err).Problems[0].Field())
		srv.Faults().Next("POST /v2/calculator/tarifflist", fake.Refuse(200, "application/json", `{"tariff_codes":[]}`))
		all, err := c.Tariffs(t.Context(), quote())
		require.NoError(t, err)
		require.Empty(t, all.Tariffs)
	})
}
