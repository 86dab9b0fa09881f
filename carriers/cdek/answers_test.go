package cdek_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/wire"
)

// CDEK's errors come in several shapes, with any status.
func TestErrorsAreReadInAllTheirShapes(t *testing.T) {
	for body, want := range map[string]struct {
		status int
		code   string
		class  ordo.Class
	}{
		`{"errors":[{"code":"v2_entity_forbidden","message":"no"}]}`:                                                {400, "v2_entity_forbidden", ordo.NotFound},
		`{"errors":{"code":"v2_entity_not_found"}}`:                                                                 {200, "v2_entity_not_found", ordo.NotFound},
		`{"requests":[{"type":"GET","state":"INVALID","errors":[{"code":"v2_order_not_found"}]}]}`:                  {400, "v2_order_not_found", ordo.NotFound},
		`{"error":"unauthorized","error_description":"Full authentication is required"}`:                            {401, "unauthorized", ordo.Auth},
		`{"error":{"code":"something_new","message":"what"}}`:                                                       {422, "something_new", ordo.Invalid},
		`{"errors":[{"code":"error_calculator_calculate"},{"code":"v2_field_is_empty","message":"[x] is empty"}]}`:  {400, "error_calculator_calculate", ordo.Invalid},
		`{"errors":[{"code":"something_new","additional_code":"7","message":"what","severity":3}],"warnings":[{}]}`: {200, "something_new", ordo.Invalid},
		`{"requests":[{"state":"INVALID"}]}`:                                                                        {404, "", ordo.NotFound},
		`<html>gateway</html>`:                                                                                      {403, "", ordo.Auth},
	} {
		inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Always("GET /v2/orders/{uuid}", fake.Refuse(want.status, "application/json", body))
			_, err := c.GetOrder(t.Context(), "u")
			e := failure(t, err)
			require.Equal(t, want.code, e.Code, body)
			require.Equal(t, want.class, e.Class, body)
			require.Equal(t, want.status, e.HTTPStatus)
		})
	}
}

func TestTroubleOfTheVendorPasses(t *testing.T) {
	for _, code := range []string{"v2_internal_error", "v2_similar_request_still_processed", "v2_entity_not_ready"} {
		inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			o := place(t, c, draft("SHP-1"))
			srv.Faults().Next("GET /v2/orders/{uuid}", cdektest.Refuse(500, code, "later"), cdektest.Refuse(400, code, "later"))
			_, err := c.GetOrder(t.Context(), o.UUID)
			require.NoError(t, err, code)
		})
	}
}

func TestWhatIsNotWrappedIsCalled(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		var out []struct{ Code string }
		require.NoError(t, c.Call(t.Context(), http.MethodGet, "/deliverypoints?city_code=137", nil, &out))
		require.Equal(t, "SPB14", out[0].Code)
		srv.Faults().Next("POST /v2/webhooks", fake.ResetAfter())
		err := c.Call(t.Context(), http.MethodPost, "/webhooks", map[string]string{"type": "PRINT_FORM", "url": hook}, nil)
		require.Equal(t, ordo.InDoubt, failure(t, err).Class)
		require.Equal(t, 1, srv.Calls("POST /v2/webhooks"))
	})
}

func TestStatusesInAnyOrder(t *testing.T) {
	o, err := cdek.ReadOrder(`{"uuid":"u","statuses":[
		{"code":"ACCEPTED","date_time":"2026-02-03T10:15:00+0000"},{"code":"DELIVERED","date_time":"2026-02-05T10:15:00+0000","deleted":true},
		{"code":"TAKEN_BY_COURIER","date_time":"2026-02-04T10:15:00+0000"},{"code":"CREATED","date_time":"2026-02-03T10:15:00+0000"}]}`)
	require.NoError(t, err)
	require.Equal(t, "TAKEN_BY_COURIER", o.Current().Code)
	require.Equal(t, "CREATED", o.History()[0].Code, "of those in the same second the one listed last is the oldest")
	require.Equal(t, cdek.Status{}, new(cdek.Order).Current())
}

func TestATariffOfOnesOwn(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.AddTariff(cdektest.Tariff{Code: 2536, Name: "Один офис", Mode: 3, Base: "100.10", PerKg: "0", MaxGrams: 30000})
		srv.DropTariff(136)
		q := quote()
		q.Tariff = 2536
		p, err := c.GetTariff(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, wire.Decimal("100.10"), p.DeliverySum.Decimal)
		d := draft("SHP-1")
		d.Tariff, d.DeliveryPoint, d.To = 2536, "", &cdek.Location{Code: 137, Address: "Nevsky 1"}
		require.Equal(t, "3", place(t, c, d).DeliveryMode)
		srv.Arrive("SHP-1")
		o, err := c.GetOrderByNumber(t.Context(), "SHP-1")
		require.NoError(t, err)
		require.Equal(t, cdek.PhaseCourier, cdek.StatusOf(o.Current().Code).Phase)
		_, err = c.CreateAndWait(t.Context(), draft("SHP-2"))
		require.ErrorIs(t, err, ordo.ErrInvalid)
	})
}
