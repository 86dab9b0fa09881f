package cdek_test

import (
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/wire"
)

func TestFormsArePrinted(t *testing.T) {
	for _, kind := range []cdek.FormKind{cdek.WaybillForm, cdek.BarcodeForm} {
		inBubble(t, cdektest.Settings{CheckReads: 3}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			o, err := c.CreateOrder(t.Context(), draft("SHP-1"))
			require.NoError(t, err)
			ask := cdek.FormRequest{Orders: []cdek.OrderRef{{UUID: o.UUID}}}
			_, err = c.CreateForm(t.Context(), kind, ask)
			require.ErrorIs(t, err, ordo.ErrRetry, "it has no number yet")
			o, err = c.WaitOrder(t.Context(), o.UUID)
			require.NoError(t, err)

			ack, err := c.CreateForm(t.Context(), kind, cdek.FormRequest{Orders: []cdek.OrderRef{{CDEKNumber: wire.Decimal(o.CDEKNumber)}}})
			require.NoError(t, err)
			f, err := c.WaitForm(t.Context(), kind, ack.UUID)
			require.NoError(t, err)
			require.Equal(t, cdek.FormReady, f.State())
			require.NotEmpty(t, f.URL)
			pdf, err := c.GetPDF(t.Context(), kind, ack.UUID)
			require.NoError(t, err)
			b, err := io.ReadAll(pdf)
			require.NoError(t, err)
			require.NoError(t, pdf.Close())
			require.Equal(t, "%PDF-1.4 "+ack.UUID, string(b))

			time.Sleep(2 * time.Hour)
			_, err = c.WaitForm(t.Context(), kind, ack.UUID)
			require.ErrorIs(t, err, ordo.ErrNotFound)
			_, err = c.GetPDF(t.Context(), kind, ack.UUID)
			require.ErrorIs(t, err, ordo.ErrRetry)
			_, err = c.WaitForm(t.Context(), kind, "no-such-form")
			require.ErrorIs(t, err, ordo.ErrNotFound)
		})
	}
}

// fromDoor is an order that a courier must fetch.
func fromDoor(number string) cdek.Draft {
	d := draft(number)
	d.Tariff, d.ShipmentPoint, d.From = 138, "", &cdek.Location{Code: 44, Address: "Tverskaya 1"}
	return d
}

func TestACourierIsCalledOnce(t *testing.T) {
	despite(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault) {
		o := place(t, c, fromDoor("SHP-1"))
		days, err := c.GetIntakeDays(t.Context(), *o.Draft.From, "")
		require.NoError(t, err)
		require.Len(t, days.Days, 2)
		in := cdek.IntakeRequest{OrderUUID: o.UUID, Date: days.Days[0], TimeFrom: "10:00", TimeTo: "15:00", NeedsCall: true}
		srv.Faults().Next("POST /v2/intakes", f)
		ack, err := c.CreateIntake(t.Context(), in)
		require.NoError(t, err)
		again, err := c.CreateIntake(t.Context(), in)
		require.NoError(t, err)
		require.True(t, again.Already)
		require.Equal(t, ack.UUID, again.UUID)
		require.Equal(t, 1, srv.Commits("POST /v2/intakes"))

		_, err = c.RequireHandling(t.Context(), ack.UUID, "CALL_REQUIRED")
		require.ErrorIs(t, err, ordo.ErrConflict)
		srv.MoveIntake(ack.UUID, cdek.IntakeAppointed)
		i, err := c.GetIntake(t.Context(), ack.UUID)
		require.NoError(t, err)
		require.Equal(t, cdek.IntakeAppointed, i.State())
		require.True(t, i.NeedsCall)
		_, err = c.RequireHandling(t.Context(), ack.UUID, "CALL_REQUIRED")
		require.NoError(t, err)

		srv.Faults().Next("DELETE /v2/intakes/{uuid}", f)
		require.NoError(t, c.DeleteIntake(t.Context(), ack.UUID))
		require.NoError(t, c.DeleteIntake(t.Context(), ack.UUID))
		next, err := c.CreateIntake(t.Context(), in)
		require.NoError(t, err)
		require.NotEqual(t, ack.UUID, next.UUID)
		srv.MoveIntake(next.UUID, cdek.IntakeDone)
		require.ErrorIs(t, c.DeleteIntake(t.Context(), next.UUID), ordo.ErrConflict)

		in.Date = "1999-12-01"
		_, err = c.CreateIntake(t.Context(), in)
		require.Equal(t, "intake_date", refusal(t, err).Problems[0].Field())
	})
}

func TestADeliveryIsAgreedUpon(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		slots, err := c.ListIntervals(t.Context(), o.UUID)
		require.NoError(t, err)
		require.Len(t, slots, 2)
		same, err := c.ListEstimatedIntervals(t.Context(), cdek.Estimate{At: cdek.TimeOf(time.Now()), Tariff: 137, ShipmentPoint: "MSK5", To: cdek.Location{Code: 137}})
		require.NoError(t, err)
		require.Equal(t, slots, same)

		first, err := c.CreateAgreement(t.Context(), cdek.AgreementRequest{OrderUUID: o.UUID, Date: slots[0].Date, TimeFrom: slots[0].Start, TimeTo: slots[0].End})
		require.NoError(t, err)
		a, err := c.GetAgreement(t.Context(), first.UUID)
		require.NoError(t, err)
		require.Equal(t, cdek.AgreementRegistered, a.State())
		_, err = c.CreateAgreement(t.Context(), cdek.AgreementRequest{CDEKNumber: o.CDEKNumber, Date: slots[1].Date, TimeFrom: slots[1].Start, TimeTo: slots[1].End})
		require.NoError(t, err)
		a, err = c.GetAgreement(t.Context(), first.UUID)
		require.NoError(t, err)
		require.Equal(t, cdek.AgreementReplaced, a.State())
		o, err = c.GetOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.Equal(t, "14:00", o.RelatedOf(cdek.RelatedAgreement)[1].TimeFrom)
	})
}
