package cdek_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
)

// fault: C18
func TestWhatWasReadCanBeSentAgain(t *testing.T) {
	door := &cdek.Location{Code: 44, Address: "Tverskaya 1"}
	for name, change := range map[string]func(d *cdek.Draft){
		"office to office": func(*cdek.Draft) {},
		"door to door": func(d *cdek.Draft) {
			d.Tariff, d.ShipmentPoint, d.DeliveryPoint, d.From, d.To = 139, "", "", door, &cdek.Location{Code: 137, Address: "Nevsky 1"}
		},
		"door to office": func(d *cdek.Draft) { d.Tariff, d.ShipmentPoint, d.From = 138, "", door },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
				d := draft("SHP-1")
				change(&d)
				o := place(t, c, d)
				require.NotNil(t, o.From)
				require.NotNil(t, o.To)
				require.NotEmpty(t, o.Packages[0].Barcode)
				o.Draft.Comment = "ring twice"
				_, err := c.UpdateOrder(t.Context(), o.UUID, o.Draft)
				require.NoError(t, err)
				after, err := c.WaitOrder(t.Context(), o.UUID)
				require.NoError(t, err)
				require.Equal(t, "ring twice", after.Comment)
				after.Draft.Comment = d.Comment
				o.Draft.Comment = d.Comment
				require.Equal(t, o.Draft, after.Draft, "nothing else has changed")
			})
		})
	}
}

// A request has no field that only answers have. Fields of answers are those that the vendor's document marks as
// such, or has in answers only.
//
// fault: C18
func TestRequestsHaveNoFieldsOfAnswers(t *testing.T) {
	answers := strings.Fields("cdek_number barcode weight_volume weight_calc delivery_amount excise return_item_detail sum total_sum " +
		"discount_percent discount_sum passport_requirements_satisfied uuid intake_number statuses source url is_return is_reverse delivery_mode")
	allowed := map[string]string{"Item": "url", "IntakeRequest": "cdek_number", "AgreementRequest": "cdek_number", "OrderRef": "cdek_number", "Threshold": "sum"}
	seen := map[reflect.Type]bool{}
	var walk func(r reflect.Type)
	walk = func(r reflect.Type) {
		for r.Kind() == reflect.Pointer || r.Kind() == reflect.Slice {
			r = r.Elem()
		}
		if r.Kind() != reflect.Struct || seen[r] || r.PkgPath() != reflect.TypeFor[cdek.Draft]().PkgPath() {
			return
		}
		seen[r] = true
		for _, f := range reflect.VisibleFields(r) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			require.False(t, f.Name == "Extra" && r.Implements(reflect.TypeFor[json.Marshaler]()), "%s: what nobody knows is not sent", r)
			if name != allowed[r.Name()] {
				require.NotContains(t, answers, name, "%s.%s", r, f.Name)
			}
			walk(f.Type)
		}
	}
	for _, request := range []any{cdek.Draft{}, cdek.IntakeRequest{}, cdek.AgreementRequest{}, cdek.FormRequest{}, cdek.Quote{}, cdek.Estimate{}} {
		walk(reflect.TypeOf(request))
	}
	require.Greater(t, len(seen), 12)
}

func TestAChangeIsNotAskedForWhatOnlyCreationTakes(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		o.Draft.Print = "WAYBILL"
		_, err := c.UpdateOrder(t.Context(), o.UUID, o.Draft)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.Zero(t, srv.Calls("PATCH /v2/orders"))
	})
}

// fault: C20
func TestCodesAreTextsAndMeasuresMayHaveDecimals(t *testing.T) {
	for body, want := range map[string]struct{ told, sent string }{
		`{"items":[{"material":"COTTON"}]}`:                             {`"material":"COTTON"`, `"material":"COTTON"`},
		`{"items":[{"material":4}]}`:                                    {`"material":"4"`, `"material":"4"`},
		`{"items":[{"seller":{"ownership_form":"63"}}]}`:                {`"ownership_form":"63"`, `"ownership_form":"63"`},
		`{"items":[{"seller":{"ownership_form":63}}]}`:                  {`"ownership_form":"63"`, `"ownership_form":"63"`},
		`{"items":[{"weight":799.25,"weight_gross":850.5}]}`:            {`"weight_gross":850.5`, `"weight":800,"weight_gross":851`},
		`{"weight":1200.5,"weight_volume":1800.5,"weight_calc":1800.5}`: {`"weight_volume":1800.5,"weight_calc":1800.5`, `"weight":1201`},
		`{"length":30.5,"width":20.1,"height":15.0}`:                    {`"length":30.5,"width":20.1`, `"length":31,"width":21,"height":15`},
		`{"items":[{"payment":{"value":1.5,"vat_rate":"VAT22"}}]}`:      {`"vat_rate":"VAT22"`, `"vat_rate":"VAT22"`},
		`{"services":[{"vat_rate":22.0}]}`:                              {`"vat_rate":22}`, ``},
		`{"items":[{"amount":"2","delivery_amount":1.0}]}`:              {`"delivery_amount":1`, `"amount":2`},
	} {
		o, err := cdek.ReadOrder(`{"uuid":"u","tariff_code":"136","packages":[` + body + `]}`)
		require.NoError(t, err, body)
		require.NoError(t, o.Problem, body)
		require.Equal(t, 136, o.Tariff)
		told, err := json.Marshal(o.Packages)
		require.NoError(t, err, body)
		require.Contains(t, string(told), want.told)
		sent, err := json.Marshal(o.Draft)
		require.NoError(t, err, body)
		require.Contains(t, string(sent), want.sent)
	}
}

// CDEK took the order; what in its answer cannot be read does not undo that.
//
// fault: C19
func TestAnOrderThatWasTakenIsNeverInvalid(t *testing.T) {
	const taken = `{"entity":{"uuid":"u-1"},"requests":[{"type":"CREATE","date_time":"2026-02-03T10:15:00+0000","state":"ACCEPTED"%s}]%s}`
	for name, odd := range map[string][2]string{
		"texts for objects": {`,"warnings":["y"]`}, "a date that is none": {`,"date_time":"soon"`}, "an object for a code": {`,"warnings":[{"code":{}}]`},
		"a date of another entity": {"", `,"related_entities":[{"uuid":"u-2","type":"waybill","create_time":"soon"}]`},
	} {
		inBubble(t, cdektest.Settings{HideFor: time.Hour}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Next("POST /v2/orders", fake.Refuse(202, "application/json", fmt.Sprintf(taken, odd[0], odd[1])))
			p, err := asked(t, c.Carrier(shop()...), "A-231-S1", nil)
			require.NoError(t, err, name)
			require.Equal(t, "u-1", p.Ref.ID, name)
			require.NotEmpty(t, p.Problems, name)
			require.Equal(t, carriers.CodeType, p.Problems[len(p.Problems)-1].Code, name)
			require.Equal(t, 1, srv.Calls("POST /v2/orders"), name)
		})
	}
	for _, body := range []string{`{"entity":"y"}`, `{"entity":[]}`, `{"entity":{"uuid":{}}}`, `{}`, `[]`, `y`, ``, `<html>Maintenance</html>`} {
		inBubble(t, cdektest.Settings{HideFor: time.Hour}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Always("POST /v2/orders", fake.Refuse(202, "application/json", body))
			_, err := c.CreateOrder(t.Context(), draft("SHP-1"))
			require.ErrorIs(t, err, ordo.ErrRetry, body+": CDEK refuses a second order of the number, so a repeat is safe")
			ordinary := draft("")
			ordinary.Type = cdek.OrdinaryDelivery
			_, err = c.CreateOrder(t.Context(), ordinary)
			require.ErrorIs(t, err, ordo.ErrInDoubt, body+": nothing tells the second from the first")
		})
	}
}

// fault: C21
func TestWhatIsSaidBesideTheAnswerIsTold(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		const warned = `"warnings":[{"code":"late","message":"Поздно"}]`
		answer := func(op, body string) { srv.Faults().Next(op, fake.Refuse(200, "application/json", body)) }
		answer("POST /v2/intakes/availableDays", `{"date":[],"all_days":true,`+warned+`}`)
		days, err := c.GetIntakeDays(t.Context(), cdek.Location{Code: 44}, "")
		require.NoError(t, err)
		require.Empty(t, days.Days)
		require.True(t, days.Every)
		require.Equal(t, "late", days.Warnings[0].Code)

		answer("POST /v2/calculator/tarifflist", `{"tariff_codes":[{"tariff_code":136}],`+warned+`}`)
		prices, err := c.ListTariffs(t.Context(), quote())
		require.NoError(t, err)
		require.Equal(t, "late", prices.Warnings[0].Code)
		answer("POST /v2/calculator/tariffAndService", `{"tariff_codes":[],`+warned+`}`)
		prices, err = c.ListTariffsWithServices(t.Context(), quote())
		require.NoError(t, err)
		require.Equal(t, "Поздно", prices.Warnings[0].Message)
		answer("POST /v2/calculator/tariff", `{"delivery_sum":1,`+warned+`}`)
		price, err := c.GetTariff(t.Context(), quote())
		require.NoError(t, err)
		require.Equal(t, "late", price.Warnings[0].Code)

		answer("POST /v2/calculator/tariffAndService", `{"tariff_codes":[{"tariff_code":"136","result":{"total_sum":1}}],`+warned+`}`)
		form := filled(t, c.Carrier(shop()...), toOffice)
		require.Contains(t, form.Notes, carriers.Problem{Code: "late", Rule: "Поздно"})
	})
}

// fault: R7
func TestAnotherOrderIsNeverOurs(t *testing.T) {
	const strange = `{"entity":{"uuid":"u-2","number":"SHP-9","cdek_number":"9","statuses":[{"code":"CREATED"}]},"requests":[]}`
	for op, read := range map[string]func(t *testing.T, c *cdek.Client) error{
		"GET /v2/orders ": func(t *testing.T, c *cdek.Client) error {
			_, err := c.GetOrderByCDEKNumber(t.Context(), "1")
			return err
		},
		"GET /v2/orders  ": func(t *testing.T, c *cdek.Client) error {
			_, err := c.CreateOrder(t.Context(), draft("SHP-1"))
			return err
		},
	} {
		inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Always(strings.TrimSpace(op), fake.Refuse(200, "application/json", strange))
			err := read(t, c)
			require.ErrorIs(t, err, ordo.ErrRetry, op)
			require.ErrorAs(t, err, new(*rest.OtherError), op)
			require.Empty(t, srv.Orders())
		})
	}
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, r carriers.Request) {
		ours := strings.Replace(strange, "u-2", p.Ref.ID, 1)
		srv.Faults().Next("GET /v2/orders/{uuid}", fake.Refuse(200, "application/json", ours))
		_, err := k.Change(t.Context(), p.Ref, r)
		require.ErrorIs(t, err, ordo.ErrInDoubt, "the number of another under our uuid")
		require.Zero(t, srv.Calls("PATCH /v2/orders"))
		srv.Faults().Next("GET /v2/orders/{uuid}", slices.Repeat([]fake.Fault{fake.Refuse(200, "application/json", strange)}, 4)...)
		var all []carriers.Parcel
		for one, err := range k.Read(t.Context(), p.Ref, p.Ref) {
			require.NoError(t, err, "one row does not end the list")
			all = append(all, one)
		}
		require.ErrorAs(t, all[0].Problem, new(*rest.OtherError))
		require.Equal(t, order.Ref{}, all[0].ReturnOf)
		require.NoError(t, all[1].Problem)
		require.Equal(t, r.Key, all[1].Key, "who knows the key can compare it")
	})
}

// A print that lacks a parcel is no print of the parcels: CDEK only warns of that.
//
// fault: C21
func TestAPrintThatLacksAParcelIsNotTakenForWhole(t *testing.T) {
	carried(t, func(t *testing.T, srv *cdektest.Server, k *cdek.Carrier, p carriers.Parcel, _ carriers.Request) {
		gone := p.Ref
		gone.ID = "0a1b2c3d-0000-4000-8000-000000000001"
		_, err := k.Labels(t.Context(), p.Ref, gone)
		require.ErrorIs(t, err, ordo.ErrNotFound)
		require.ErrorContains(t, err, gone.ID)
		require.Equal(t, 1, srv.Commits("POST /v2/print/{kind}"))
		_, err = k.Labels(t.Context(), p.Ref)
		require.NoError(t, err)
	})
}
