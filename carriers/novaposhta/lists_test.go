package novaposhta_test

import (
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/order"
)

// all returns the rows of a list.
func all[T any](t *testing.T, rows iter.Seq2[T, error]) (out []T) {
	t.Helper()
	for row, err := range rows {
		require.NoError(t, err)
		out = append(out, row)
	}
	return out
}

func TestDirectories(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, _ *novaposhta.Carrier) {
		c := client(srv, novaposhtatest.DefaultKey)
		ctx := t.Context()
		areas, err := c.ListAreas(ctx)
		require.NoError(t, err)
		require.NotEmpty(t, areas)
		cities := all(t, c.ListCities(ctx, "Київ"))
		require.Len(t, cities, 2, "Київ and Київець: the search is by the beginning")
		city, err := c.GetCity(ctx, novaposhtatest.CityKyiv)
		require.NoError(t, err)
		require.Equal(t, "Київ", city.Description)
		_, err = c.GetCity(ctx, "0a1b2c3d-0001-11e4-8000-0000000fffff")
		require.ErrorIs(t, err, ordo.ErrNotFound)
		settlements := all(t, c.ListSettlements(ctx, novaposhta.SettlementFilter{Find: "Львів"}))
		require.Len(t, settlements, 1)
		require.NoError(t, settlements[0].Problem)
		streets := all(t, c.ListStreets(ctx, novaposhtatest.CityLviv, "Прикл"))
		require.Len(t, streets, 1)
		found := all(t, c.SearchStreets(ctx, settlements[0].Ref, "Прикл"))
		require.Len(t, found, 1)
		require.NotEmpty(t, found[0].Ref)
		require.NoError(t, found[0].Problem)

		for _, d := range []novaposhta.Dictionary{
			novaposhta.CargoTypes, novaposhta.ServiceTypes, novaposhta.PayerTypes, novaposhta.PaymentForms, novaposhta.CounterpartyTypes,
			novaposhta.BackwardCargoTypes, novaposhta.BackwardPayerTypes, novaposhta.Pallets, novaposhta.Tyres, novaposhta.OwnershipForms, novaposhta.WarehouseTypes,
		} {
			entries, err := c.ListDictionary(ctx, d)
			require.NoError(t, err, d)
			require.NotEmpty(t, entries, d)
			for _, e := range entries {
				require.NoError(t, e.Problem)
				require.NotEmpty(t, e.Ref, d)
				require.NotEmpty(t, e.Description, d)
			}
		}
		_, err = c.ListDictionary(ctx, "getSecrets")
		require.ErrorIs(t, err, ordo.ErrInvalid)
	})
}

// What this package says of kinds of cargo and services is what the directory has.
func TestTablesAreThoseOfTheDirectory(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, _ *novaposhta.Carrier) {
		c := client(srv, novaposhtatest.DefaultKey)
		kinds, err := c.ListDictionary(t.Context(), novaposhta.CargoTypes)
		require.NoError(t, err)
		require.Len(t, kinds, len(novaposhta.Cargoes()))
		for _, k := range kinds {
			require.NotEmpty(t, novaposhta.CargoOf(novaposhta.CargoType(k.Ref)).Name, k.Ref)
		}
		services, err := c.ListDictionary(t.Context(), novaposhta.ServiceTypes)
		require.NoError(t, err)
		f, err := c.Carrier(novaposhta.FromWarehouse(novaposhtatest.BranchKyiv)).Form(t.Context(), consignment(t, nil))
		require.NoError(t, err)
		field, _ := f.Field("ServiceType")
		require.Len(t, services, len(field.Choices))
		for _, s := range services {
			v := f.Values.Clone()
			v["ServiceType"] = s.Ref
			no, _ := f.Check(v).(*carriers.FormError) //nolint:errorlint // Check returns it
			if no != nil {
				for _, p := range no.Problems {
					require.NotEqual(t, "ServiceType", p.Field, s.Ref)
				}
			}
		}
	})
}

func TestCounterparties(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		c := client(srv, novaposhtatest.DefaultKey)
		ctx := t.Context()
		senders := all(t, c.ListCounterparties(ctx, novaposhta.Sender, ""))
		require.Len(t, senders, 1)
		require.Equal(t, novaposhtatest.SenderContact, all(t, c.ListContactPersons(ctx, senders[0].Ref))[0].Ref)
		options, err := c.GetCounterpartyOptions(ctx, senders[0].Ref)
		require.NoError(t, err)
		require.False(t, options.PaymentControl)

		who := novaposhta.CounterpartyDraft{Type: novaposhta.PrivatePerson, Property: novaposhta.Recipient, LastName: "Зразкова", FirstName: "Олена", Phone: "+380670000002"}
		first, err := c.CreateCounterparty(ctx, who)
		require.NoError(t, err)
		again, err := c.CreateCounterparty(ctx, who)
		require.NoError(t, err)
		require.Equal(t, first.Contacts.Persons[0].Ref, again.Contacts.Persons[0].Ref, "a person is made once")
		require.NotEmpty(t, again.Warnings, "and that is said")

		firm, err := c.CreateCounterparty(ctx, novaposhta.CounterpartyDraft{Type: novaposhta.Organization, Property: novaposhta.Recipient, EDRPOU: "12345678"})
		require.NoError(t, err)
		person, err := c.CreateContactPerson(ctx, firm.Ref, novaposhta.ContactPerson{LastName: "Прикладний", FirstName: "Іван", Phones: "+380670000003"})
		require.NoError(t, err)
		street := all(t, c.ListStreets(ctx, novaposhtatest.CityLviv, ""))[0]
		place, err := c.CreateAddress(ctx, firm.Ref, street.Ref, "7", "2", "склад")
		require.NoError(t, err)
		places, err := c.ListAddresses(ctx, firm.Ref, novaposhta.Recipient)
		require.NoError(t, err)
		require.Equal(t, place.Ref, places[0].Ref)

		// An organization receives through its own person.
		v := filled(t, k, nil)
		v["Recipient"], v["ContactRecipient"] = firm.Ref, person.Ref
		delete(v, "BackwardDeliveryData.RedeliveryString")
		p, err := k.Create(ctx, carriers.Request{Key: "A-1-S1", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
		w, _ := srv.Waybill(p.Number)
		require.Equal(t, firm.Ref, w.Properties["Recipient"])
	})
}

func TestParcelsThatCouriersFetch(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, _ *novaposhta.Carrier) {
		c := client(srv, novaposhtatest.DefaultKey)
		street := all(t, c.ListStreets(t.Context(), novaposhtatest.CityKyiv, ""))[0]
		place, err := c.CreateAddress(t.Context(), novaposhtatest.Sender, street.Ref, "1", "", "")
		require.NoError(t, err)
		k := c.Carrier(novaposhta.FromAddress(novaposhtatest.CityKyiv, place.Ref), novaposhta.WithCargo(novaposhta.Parcel, "Посуд"),
			novaposhta.WithDraftHook(func(r carriers.Request, d *novaposhta.Draft) { d.AdditionalInformation = r.Key }))
		require.NoError(t, k.Check(t.Context()))
		v := filled(t, k, func(v *order.View) { v.Delivery.Comment = "" })
		require.Equal(t, "DoorsWarehouse", v["ServiceType"])
		require.Equal(t, "Посуд", v["Description"])
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
		w, _ := srv.Waybill(p.Number)
		require.Equal(t, "A-1-S1", w.Properties["AdditionalInformation"])
	})
}

func TestWhatPointsTake(t *testing.T) {
	row := func(ref, rest string) string {
		return `{"Ref":"` + ref + `","CityDescription":"Львів","Description":"№ 1",` + rest + `}`
	}
	body := strings.Replace(rows(
		row("branch", `"CategoryOfWarehouse":"Branch","PostFinance":"1","PaymentAccess":"0","POSTerminal":"1","TotalMaxWeightAllowed":"30","PlaceMaxWeightAllowed":"0"`),
		row("small", `"CategoryOfWarehouse":"Branch","PostFinance":"0","PaymentAccess":"0","POSTerminal":"1","TotalMaxWeightAllowed":"0","PlaceMaxWeightAllowed":"1100"`),
		row("locker", `"CategoryOfWarehouse":"Postomat","PostFinance":"0","PaymentAccess":"1","POSTerminal":"0","TotalMaxWeightAllowed":"20","PlaceMaxWeightAllowed":"0"`),
		row("closed", `"CategoryOfWarehouse":"Branch","PostFinance":"1","WarehouseStatus":"Closed","DenyToSelect":"1"`),
	), `"info":[]`, `"info":{"totalCount":4}`, 1)
	c, _ := at(t, map[string][]string{"Address.getWarehouses": {body}})
	yes := true
	for want, q := range map[string]carriers.PointQuery{
		"branch small locker closed ": {}, "branch small closed ": {AcceptsPayment: true}, "branch small locker ": {AcceptsParcels: true}, "locker ": {Locker: &yes},
		"branch small closed": {Weight: 25000}, "small closed": {Weight: 31000},
	} {
		got := ""
		for p, err := range c.Carrier().Points(t.Context(), q) {
			require.NoError(t, err)
			require.NotEmpty(t, p.Address)
			got += p.Code + " "
		}
		require.Equal(t, strings.TrimSpace(want), strings.TrimSpace(got))
	}
}

func TestAStreetIsFoundByItsExactName(t *testing.T) {
	const streets = "Address.getStreet"
	answer := rows(`{"Ref":"s-1","Description":"Зразкова","StreetsType":"вул."}`, `{"Ref":"s-2","Description":"Зразкова","StreetsType":"пров."}`, `{"Ref":"s-3","Description":"Зразкова-Нова","StreetsType":"вул."}`)
	in(t, novaposhtatest.Settings{}, func(t *testing.T, _ *novaposhtatest.Server, k *novaposhta.Carrier) {
		good := filled(t, k, func(v *order.View) { v.Delivery = order.Delivery{City: "Львів", Street: "x", House: "1"} })
		for typed, want := range map[string]string{
			"вул. Зразкова": "s-1", "вулиця зразкова": "s-1", "пров. Зразкова": "s-2", "Зразкова-Нова": "s-3",
			"Зразкова": carriers.CodeChoice, "Зразк": carriers.CodeUnknown,
		} {
			c, s := at(t, map[string][]string{
				list: {rows()}, streets: {answer}, "Counterparty.save": {rows(`{"Ref":"cp-1","ContactPerson":{"success":true,"data":[{"Ref":"p-1"}]}}`)},
				"Address.save": {rows(`{"Ref":"a-1"}`)}, save: {made},
			})
			v := good.Clone()
			v["RecipientAddressName"] = typed
			_, err := c.Carrier().Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
			if no, is := err.(*carriers.FormError); is { //nolint:errorlint // Create returns it
				require.Equal(t, want, no.Problems[0].Code, typed)
				require.Empty(t, s.calls(save))
				continue
			}
			require.NoError(t, err, typed)
			require.Equal(t, want, s.calls("Address.save")[0].Properties["StreetRef"], typed)
			require.Equal(t, "a-1", s.calls(save)[0].Properties["RecipientAddress"])
		}
	})
}
