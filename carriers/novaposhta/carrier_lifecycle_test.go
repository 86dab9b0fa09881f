package novaposhta_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// in runs a test with a carrier of a fake, in a bubble.
func in(t *testing.T, st novaposhtatest.Settings, test func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier), opts ...novaposhta.CarrierOption) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		srv := novaposhtatest.New(st)
		defer srv.Close()
		test(t, srv, client(srv, novaposhtatest.DefaultKey).Carrier(append([]novaposhta.CarrierOption{novaposhta.FromWarehouse(novaposhtatest.BranchKyiv)}, opts...)...))
	})
}

// consignment is the kettle of the examples, with another delivery.
func consignment(t *testing.T, change func(v *order.View)) carriers.Consignment {
	t.Helper()
	o, err := unpaid()
	require.NoError(t, err)
	v := o.View()
	if change != nil {
		change(&v)
	}
	return carriers.Consignment{Order: v, Shipment: 1, Weights: map[string]int{"kettle": 1200}}
}

// filled returns the values of a form.
func filled(t *testing.T, k *novaposhta.Carrier, change func(v *order.View)) carriers.Values {
	t.Helper()
	f, err := k.Form(t.Context(), consignment(t, change))
	require.NoError(t, err)
	return f.Values
}

// notes lists the fields and the codes of the notes of a form.
func notes(f carriers.Form) (out []string) {
	for _, n := range f.Notes {
		out = append(out, n.Field+" "+n.Code)
	}
	return out
}

func create(t *testing.T, k *novaposhta.Carrier, key string) carriers.Parcel {
	t.Helper()
	p, err := k.Create(t.Context(), carriers.Request{Key: key, Values: filled(t, k, nil)})
	require.NoError(t, err)
	require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
	return p
}

// A waybill that was made in the cabinet is followed by its number: arrival, receipt, and the money that was collected.
func TestAWaybillThatWasMadeElsewhereIsFollowed(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		number := srv.MakeWaybill(map[string]any{
			"InfoRegClientBarcodes": "cabinet-7", "BackwardDeliveryData": []any{map[string]any{"PayerType": "Recipient", "CargoType": "Money", "RedeliveryString": "1400"}},
		})
		read := func() carriers.Parcel { return one(t, k, carriers.ByNumber("novaposhta", number)) }
		p := read()
		require.Equal(t, status.ShipmentRequested, p.Shipment)
		require.Equal(t, number, p.Number)
		require.Equal(t, number, p.Ref.ID)
		require.Equal(t, "cabinet-7", p.Key)
		srv.HandOver(number)
		time.Sleep(time.Hour)
		srv.Arrive(number)
		p = read()
		require.Equal(t, status.ShipmentArrived, p.Shipment)
		require.Equal(t, novaposhtatest.BranchLviv, p.Point)
		arrived := p.Occurred
		time.Sleep(time.Hour)
		srv.HandOut(number)
		p = read()
		require.Equal(t, status.ShipmentHandedOut, p.Shipment)
		require.Equal(t, "1400.00 UAH", p.Collected.String())
		require.True(t, p.Occurred.After(arrived))
		srv.PayOut(number)
		require.Equal(t, "11", read().Code)
	})
}

// The goods of a refused parcel travel back with a waybill of their own, whose receipt is the seller's.
func TestGoodsThatGoBack(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		srv.Ship(p.Number)
		srv.Refuse(p.Number, "Не відповідає опису")
		got := one(t, k, p.Ref)
		require.Equal(t, status.ShipmentComingBack, got.Shipment)
		require.Equal(t, status.ReasonBuyerRefused, got.Reason)
		require.Contains(t, got.Text, "Не відповідає опису")
		require.Empty(t, got.Returns, "its waybill is not made yet")

		back := srv.Return(p.Number)
		got = one(t, k, p.Ref)
		require.Equal(t, "102", got.Code)
		require.Len(t, got.Returns, 1)
		require.Equal(t, back, got.Returns[0].ID)
		way := one(t, k, got.Returns[0])
		require.Equal(t, carriers.DirectionBack, way.Direction)
		require.Equal(t, p.Number, way.ReturnOf.ID)
		require.Equal(t, status.ShipmentComingBack, way.Shipment)
		srv.HandOut(back)
		way = one(t, k, got.Returns[0])
		require.Equal(t, status.ShipmentCameBack, way.Shipment, "the seller has the goods, and no buyer")
		require.True(t, way.Collected.IsUnset())
		require.Equal(t, status.CustodyReceived, way.Custody())
	})
}

// A redirected parcel travels on with another number: it is followed, and people are told the number.
func TestANumberThatWasReplacedIsFollowedAndSaid(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		srv.Ship(p.Number)
		next := srv.Redirect(p.Number, novaposhtatest.BranchKyiv)
		srv.Arrive(next)
		got := one(t, k, p.Ref)
		require.Equal(t, p.Number, got.Number, "the order knows this one")
		require.Equal(t, status.ShipmentArrived, got.Shipment)
		require.Equal(t, novaposhtatest.BranchKyiv, got.Point)
		require.Contains(t, got.Text, next)
		require.Equal(t, "IntDocNumber", got.Problems[len(got.Problems)-1].Field)
		srv.HandOut(next)
		require.Equal(t, status.ShipmentHandedOut, one(t, k, p.Ref).Shipment)
		require.Equal(t, carriers.DirectionToBuyer, one(t, k, carriers.ByNumber("novaposhta", next)).Direction)
	})
}

func TestWhatIsNotClearHolds(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		for _, code := range []string{"106", "999"} {
			srv.Advance(p.Number, novaposhtatest.Step{Code: code, Text: "Щось нове"})
			got := one(t, k, p.Ref)
			require.Zero(t, got.Shipment, code)
			require.Equal(t, code, got.Code)
			require.Equal(t, "Щось нове", got.Text)
		}
	})
	// A document of a kind that nobody knows is neither taken for a return nor for a delivery.
	c, _ := at(t, map[string][]string{track: {rows(`{"Number":"20450000000002","StatusCode":"9","Redelivery":0,"OwnerDocumentType":"Novelty","OwnerDocumentNumber":"20450000000001"}`)}})
	p := one(t, c.Carrier(), carriers.ByNumber("novaposhta", "20450000000002"))
	require.Zero(t, p.Shipment)
	require.Equal(t, "OwnerDocumentType", p.Problems[0].Field)
}

func TestANewNumberMayNotBeKnownYet(t *testing.T) {
	in(t, novaposhtatest.Settings{HideFor: 10 * time.Second}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		for q, err := range k.Read(t.Context(), p.Ref, carriers.ByNumber("novaposhta", p.Number), carriers.ByKey("novaposhta", "A-1-S1")) {
			require.NoError(t, err)
			want := ordo.NotFound
			if q.Ref.Kind == carriers.KindParcel {
				want = ordo.Retry // it was made, so it will be there
			}
			require.Equal(t, want, ordo.ClassOf(q.Problem), q.Ref)
		}
		cancelled, err := k.Cancel(t.Context(), p.Ref) // waits until it is known
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelCancelled, cancelled.State)
		require.True(t, srv.Waybills()[0].Deleted)
		time.Sleep(time.Minute)
		require.Equal(t, carriers.ParcelCancelled, one(t, k, p.Ref).State)
	})
}

func TestAKeyIsFreeHoweverItsWaybillWasDeleted(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		w, _ := srv.Waybill(p.Number)
		require.NoError(t, client(srv, novaposhtatest.DefaultKey).DeleteWaybill(t.Context(), w.Ref)) // by another program
		p2, err := k.Cancel(t.Context(), p.Ref)
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelCancelled, p2.State)
		require.NotEqual(t, p.Number, create(t, k, "A-1-S1").Number)

		srv.Faults().Next("InternetDocument.delete", fake.ResetAfter()) // it is deleted, and the answer is lost
		p = create(t, k, "A-2-S1")
		_, err = k.Cancel(t.Context(), p.Ref)
		require.NoError(t, err)
		require.NotEqual(t, p.Number, create(t, k, "A-2-S1").Number)
	})
}

func TestTwoWaybillsWithOneKeyAreSaid(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		other := srv.MakeWaybill(map[string]any{"InfoRegClientBarcodes": "A-1-S1"})
		again := create(t, k, "A-1-S1")
		require.Equal(t, p.Number, again.Number, "the first counts")
		require.Contains(t, fmt.Sprint(again.Problems), other)
	})
}

func TestARegisterKeepsItsWaybills(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		c := client(srv, novaposhtatest.DefaultKey)
		tr, err := c.GetTracking(t.Context(), p.Number, "")
		require.NoError(t, err)
		sheet, err := c.AddToScanSheet(t.Context(), "", tr.Ref)
		require.NoError(t, err)
		require.Empty(t, sheet.Refused())
		_, err = k.Cancel(t.Context(), p.Ref)
		require.ErrorIs(t, err, ordo.ErrConflict)
		again, err := c.AddToScanSheet(t.Context(), "", tr.Ref)
		require.NoError(t, err)
		require.NotEmpty(t, again.Refused(), "it is in a registry already")
		all, err := c.ListScanSheets(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, all)
		_, err = c.RemoveFromScanSheet(t.Context(), tr.Ref)
		require.NoError(t, err)
		_, err = k.Cancel(t.Context(), p.Ref)
		require.NoError(t, err)
	})
}

func TestAParcelIsSentBack(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		_, err := k.SendBack(t.Context(), p.Ref, "")
		require.ErrorIs(t, err, ordo.ErrConflict, "the seller has the goods")
		srv.Ship(p.Number)
		srv.Faults().Next("AdditionalService.save", fake.ResetAfter())
		for range 2 {
			p, err = k.SendBack(t.Context(), p.Ref, "Покупець не забирає")
			require.NoError(t, err)
		}
		require.Equal(t, 1, srv.Commits("AdditionalService.save"), "the answer was lost, and one return is ordered")
		require.Equal(t, status.ShipmentComingBack, one(t, k, p.Ref).Shipment)
	})
}

// pain: NP-P5
func TestNPP5ABranchBelongsToTheCityAndPlacesShareNames(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		v := filled(t, k, nil)
		v["CityRecipient"] = novaposhtatest.CityKyiv // the branch is in Lviv
		_, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
		var no *carriers.FormError
		require.ErrorAs(t, err, &no)
		require.Equal(t, "RecipientAddress", no.Problems[0].Field)
		require.Contains(t, no.Problems[0].Rule, "Львів")
		v["RecipientAddress"] = "0a1b2c3d-0003-11e4-8000-0000000fffff"
		_, err = k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
		require.ErrorAs(t, err, &no)
		require.Equal(t, carriers.CodeUnknown, no.Problems[0].Code)
		require.Empty(t, srv.Waybills())

		f, err := k.Form(t.Context(), consignment(t, func(v *order.View) { v.Delivery.City = "Київ" }))
		require.NoError(t, err)
		require.Contains(t, notes(f), "CityRecipient choice", "the order has a city, and its branch is in another one")

		town := srv.AddCity(novaposhtatest.City{Name: "Зразкове", Area: "Львівська"})
		srv.AddCity(novaposhtatest.City{Name: "Зразкове", Area: "Одеська"})
		srv.AddCity(novaposhtatest.City{Name: "Зразковець", Area: "Львівська"})
		to := func(region string) carriers.Form {
			f, err := k.Form(t.Context(), consignment(t, func(v *order.View) {
				v.Delivery = order.Delivery{City: "Зразкове", Region: region, Street: "вул. Прикладна", House: "1"}
			}))
			require.NoError(t, err)
			return f
		}
		f = to("")
		require.Empty(t, f.Values["CityRecipient"], "a person chooses, and never the first of them")
		require.Contains(t, notes(f), "CityRecipient choice")
		field, _ := f.Field("CityRecipient")
		require.Len(t, field.Choices, 2, "those of exactly this name")
		require.Equal(t, town, to("Львівська область").Values["CityRecipient"])

		// A town and a village of one region.
		for name, one := range map[string]bool{"Кам’янське": false, "м. Кам’янське": true} {
			f, err := k.Form(t.Context(), consignment(t, func(v *order.View) {
				v.Delivery = order.Delivery{City: name, Region: "Дніпропетровська"}
			}))
			require.NoError(t, err)
			require.Equal(t, one, f.Values["CityRecipient"] != "", name)
		}
	})
}

func TestAnApostropheOfAnyKindIsFoundInTheDirectory(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		ref := srv.AddCity(novaposhtatest.City{Name: "Зраз'янськ", Area: "Харківська"})
		for _, typed := range []string{"Зраз’янськ", "Зразʼянськ", "Зраз`янськ", "м. Зраз'янськ"} {
			v := filled(t, k, func(v *order.View) { v.Delivery = order.Delivery{City: typed} })
			require.Equal(t, ref, v["CityRecipient"], typed)
			found, err := k.Cities(t.Context(), typed)
			require.NoError(t, err)
			require.Len(t, found, 1)
		}
	})
}

func TestAFormIsFilledInForTheDoor(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		var streets []string
		for s, err := range client(srv, novaposhtatest.DefaultKey).ListStreets(t.Context(), novaposhtatest.CityLviv, "") {
			require.NoError(t, err)
			streets = append(streets, s.Type+" "+s.Description)
		}
		require.NotEmpty(t, streets)
		v := filled(t, k, func(v *order.View) {
			v.Delivery = order.Delivery{City: "Львів", Street: streets[0], House: "1", Flat: "5"}
		})
		require.Equal(t, "WarehouseDoors", v["ServiceType"])
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)

		v["RecipientAddressName"] = "вул. Неіснуюча"
		_, err = k.Create(t.Context(), carriers.Request{Key: "A-1-S2", Values: v})
		var no *carriers.FormError
		require.ErrorAs(t, err, &no)
		require.Equal(t, "RecipientAddressName", no.Problems[0].Field)

		f, err := k.Form(t.Context(), consignment(t, func(v *order.View) {
			v.Delivery = order.Delivery{City: "Львів", Address: "Прикладна 1, кв. 5"}
		}))
		require.NoError(t, err)
		require.Contains(t, notes(f), "RecipientAddressName required")
	})
}

func TestAFormSaysWhatTheOrderDoesNotHave(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		for name, tt := range map[string]struct {
			change func(v *order.View)
			want   string
		}{
			"unknown branch":  {func(v *order.View) { v.Delivery.Point = "0a1b2c3d-0003-11e4-8000-0000000fffff" }, "RecipientAddress unknown"},
			"unknown number":  {func(v *order.View) { v.Delivery.Point = "99" }, "RecipientAddress unknown"},
			"unknown city":    {func(v *order.View) { v.Delivery = order.Delivery{City: "Атлантида"} }, "CityRecipient unknown"},
			"latin letters":   {func(v *order.View) { v.Delivery = order.Delivery{City: "Kиїв"} }, "CityRecipient unknown"},
			"latin at branch": {func(v *order.View) { v.Delivery.City = "Львiв" }, "CityRecipient choice"},
		} {
			f, err := k.Form(t.Context(), consignment(t, tt.change))
			require.NoError(t, err, name)
			require.Contains(t, notes(f), tt.want, name)
		}
	})
}

func TestRulesBeyondSingleFields(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		good := filled(t, k, nil)
		for name, tt := range map[string]struct {
			with  carriers.Values
			field string
		}{
			"one word":            {carriers.Values{"RecipientName": "Олена"}, "RecipientName"},
			"no sizes":            {carriers.Values{"OptionsSeat.1.volumetricWidth": ""}, "OptionsSeat"},
			"documents too heavy": {carriers.Values{"CargoType": "Documents"}, "OptionsSeat"},
			"both kinds of money": {carriers.Values{"AfterpaymentOnGoodsCost": "100"}, "BackwardDeliveryData.RedeliveryString"},
			"third person, cash":  {carriers.Values{"PayerType": "ThirdPerson", "ThirdPerson": novaposhtatest.Sender}, "PaymentMethod"},
			"two seats, locker":   {carriers.Values{"ServiceType": "WarehousePostomat", "OptionsSeat.2.weight": "1", "OptionsSeat.2.volumetricLength": "1", "OptionsSeat.2.volumetricWidth": "1", "OptionsSeat.2.volumetricHeight": "1"}, "OptionsSeat"},
			"a half of a person":  {carriers.Values{"Recipient": novaposhtatest.Sender}, "ContactRecipient"},
		} {
			v := good.Clone()
			for field, value := range tt.with {
				v[field] = value
			}
			_, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
			var no *carriers.FormError
			require.ErrorAs(t, err, &no, name)
			require.True(t, slices.ContainsFunc(no.Problems, func(p carriers.Problem) bool { return p.Field == tt.field }), "%s: %v", name, no)
		}
		require.Empty(t, srv.Waybills())

		v := good.Clone()
		v["VolumeGeneral"] = "0.004" // beside sizes: Nova Poshta decides
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S0", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
		v = good.Clone()
		v["CargoType"], v["ServiceType"], v["RecipientAddress"], v["OptionsSeat.1.weight"] = "Documents", "WarehousePostomat", novaposhtatest.LockerLviv, "0.5"
		delete(v, "BackwardDeliveryData.RedeliveryString")
		p, err = k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
		v = good.Clone()
		v["CargoType"], v["OptionsSeat.1.weight"] = "Documents", "0.5"
		p, err = k.Create(t.Context(), carriers.Request{Key: "A-1-S2", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
		v = good.Clone()
		for row, kg := range map[string]string{"OptionsSeat.1.": "10", "OptionsSeat.2.": "0.10005"} {
			v[row+"weight"], v[row+"volumetricLength"], v[row+"volumetricWidth"], v[row+"volumetricHeight"] = kg, "10.5", "10", "10"
		}
		p, err = k.Create(t.Context(), carriers.Request{Key: "A-1-S4", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
		w, _ := srv.Waybill(p.Number)
		require.Equal(t, "10.10005 2", fmt.Sprint(w.Properties["Weight"], " ", w.Properties["SeatsAmount"]))
		v = good.Clone()
		for _, size := range []string{"Length", "Width", "Height"} {
			delete(v, "OptionsSeat.1.volumetric"+size)
		}
		v["VolumeGeneral"] = "0.004"
		p, err = k.Create(t.Context(), carriers.Request{Key: "A-1-S3", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
	})
}

func TestARefusalNamesTheFieldAndWhatWouldBeRight(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		for code, tt := range map[string]struct{ text, field string }{
			"20000203729": {"Recipient Warehouse max allowed weight: 1", "RecipientAddress"},
			"20000300434": {"RecipientsPhone invalid format", "RecipientsPhone"},
			"20000400455": {"DateTime cannot be less then now", "DateTime"},
			"29999999999": {"Something new", ""},
		} {
			srv.Fail("A-1-S1", code, tt.text)
			p, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: filled(t, k, nil)})
			require.NoError(t, err)
			require.Equal(t, carriers.ParcelRefused, p.State)
			require.Equal(t, tt.field, p.Problems[0].Field, code)
			require.Equal(t, code, p.Problems[0].Code)
			require.Contains(t, p.Problems[0].Rule, tt.text)
		}
		require.Equal(t, carriers.ParcelAccepted, create(t, k, "A-1-S1").State, "the key is free")
	})
}

func TestAnotherParcelIsNotChanged(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		p := create(t, k, "A-1-S1")
		_, err := k.Change(t.Context(), p.Ref, carriers.Request{Key: "A-2-S1", Values: filled(t, k, nil)})
		require.ErrorIs(t, err, ordo.ErrInDoubt)
		v := filled(t, k, nil)
		v["Description"] = "Чайник та кришка"
		_, err = k.Change(t.Context(), p.Ref, carriers.Request{Key: "A-1-S1", Values: v})
		require.NoError(t, err)
		w, _ := srv.Waybill(p.Number)
		require.Equal(t, "Чайник та кришка", w.Properties["Description"])
		require.Equal(t, "A-1-S1", w.Properties["InfoRegClientBarcodes"])
	})
}

func TestOffersOfEachService(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		v := filled(t, k, nil)
		delete(v, "ServiceType")
		offers, err := k.Quote(t.Context(), v)
		require.NoError(t, err)
		require.Len(t, offers, 3, "those from a branch")
		require.Empty(t, offers[0].Problems)
		require.Positive(t, offers[0].DaysMin)
		require.Equal(t, "UAH", offers[0].Price.Currency())
	})
}

func TestSettingsAreChecked(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, _ *novaposhta.Carrier) {
		c := client(srv, novaposhtatest.DefaultKey)
		for name, opts := range map[string][]novaposhta.CarrierOption{
			"unknown origin":   {novaposhta.FromWarehouse("0a1b2c3d-0003-11e4-8000-0000000fffff")},
			"payment control":  {novaposhta.FromWarehouse(novaposhtatest.BranchKyiv), novaposhta.WithPaymentControl()},
			"without contract": {novaposhta.FromWarehouse(novaposhtatest.BranchKyiv), novaposhta.WithPayer(novaposhta.Sender, novaposhta.NonCash)},
			"another person":   {novaposhta.FromWarehouse(novaposhtatest.BranchKyiv), novaposhta.WithSender("", "0a1b2c3d-0005-11e4-8000-0000000fffff", "")},
		} {
			require.Error(t, c.Carrier(opts...).Check(t.Context()), name)
		}
		require.NoError(t, c.Carrier(novaposhta.FromWarehouse(novaposhtatest.BranchKyiv)).Check(t.Context()))
		require.NoError(t, c.Carrier().Check(t.Context()), "it tracks what was made elsewhere")
	})
	in(t, novaposhtatest.Settings{Contract: true}, func(t *testing.T, _ *novaposhtatest.Server, k *novaposhta.Carrier) {
		require.NoError(t, k.Check(t.Context()))
		v := filled(t, k, nil)
		require.Equal(t, "1400.00", v["AfterpaymentOnGoodsCost"])
		require.Empty(t, v["BackwardDeliveryData.RedeliveryString"])
		p, err := k.Create(t.Context(), carriers.Request{Key: "A-1-S1", Values: v})
		require.NoError(t, err)
		require.Equal(t, carriers.ParcelAccepted, p.State, p.Problems)
	}, novaposhta.WithPaymentControl(), novaposhta.WithPayer(novaposhta.Sender, novaposhta.NonCash))
}

func TestBranchesComeInPages(t *testing.T) {
	in(t, novaposhtatest.Settings{}, func(t *testing.T, srv *novaposhtatest.Server, k *novaposhta.Carrier) {
		srv.AddBranches(novaposhtatest.CityLviv, 1200)
		srv.AddRawBranch(map[string]any{"Ref": "0a1b2c3d-0003-11e4-8000-0000000fffff", "Number": map[string]any{"odd": true}, "CityRef": novaposhtatest.CityLviv})
		good, bad := 0, 0
		for p, err := range k.Points(t.Context(), carriers.PointQuery{City: novaposhtatest.CityLviv}) {
			require.NoError(t, err)
			if p.Problem != nil {
				bad++
				require.NotEmpty(t, p.Code)
				continue
			}
			good++
		}
		require.Equal(t, 1202, good)
		require.Equal(t, 1, bad)
	})
}

func TestAReferenceOfAnotherSystem(t *testing.T) {
	c, s := at(t, nil)
	k := c.Carrier()
	_, err := k.Cancel(t.Context(), order.Ref{System: "cdek", Kind: carriers.KindParcel, ID: "20450000000001"})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	_, err = k.Cancel(t.Context(), order.Ref{Kind: "order", ID: "20450000000001"})
	require.ErrorIs(t, err, ordo.ErrInvalid)
	for p, err := range k.Read(t.Context(), order.Ref{System: "cdek", ID: "20450000000001"}) {
		require.NoError(t, err)
		require.ErrorIs(t, p.Problem, ordo.ErrInvalid)
	}
	require.Empty(t, s.sent)
	var e *ordo.Error
	require.True(t, errors.As(err, &e))
}
