package novaposhta_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	list  = "InternetDocument.getDocumentList"
	save  = "InternetDocument.save"
	track = "TrackingDocument.getStatusDocuments"
	found = `{"Ref":"` + docID + `","IntDocNumber":"20450000000001","InfoRegClientBarcodes":"A-1042-S1","StateId":"1","CostOnSite":"85"}`
)

// pain: NP-P1
func TestNPP1AWaybillIsSearchedForAroundTheDayOfItsDispatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := at(t, map[string][]string{list: {rows(), rows(found)}, save: {""}})
		d := draft("A-1042-S1")
		d.DateTime = "2026-03-04" // the day after tomorrow
		w, err := c.CreateWaybill(t.Context(), d)
		require.NoError(t, err)
		require.Equal(t, "20450000000001", w.Number)
		require.False(t, w.Already, "it was made from this draft")
		require.Len(t, s.calls(save), 1, "the answer was lost, and nothing was made twice")
		for _, r := range s.calls(list) {
			require.Equal(t, "03.03.2026", r.Properties["DateTimeFrom"])
			require.Equal(t, "05.03.2026", r.Properties["DateTimeTo"])
		}
	})
}

func TestAWaybillThatIsNotThereIsMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := at(t, map[string][]string{list: {rows()}, save: {"", made}})
		w, err := c.CreateWaybill(t.Context(), draft("A-1042-S1"))
		require.NoError(t, err)
		require.Equal(t, "20450000000001", w.Number)
		require.Len(t, s.calls(save), 2)
		require.Greater(t, len(s.calls(list)), 3, "it was searched for again and again before it counted as not made")
	})
}

func TestAWaybillIsInDoubtIfItCannotBeSearchedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		odd := `{"Ref":"r-1","InfoRegClientBarcodes":{"which":"unknown"}}`
		c, s := at(t, map[string][]string{list: {rows(), rows(odd)}, save: {""}})
		_, err := c.CreateWaybill(t.Context(), draft("A-1042-S1"))
		require.ErrorIs(t, err, ordo.ErrInDoubt)
		require.Len(t, s.calls(save), 1)
	})
}

func TestAKeyThatAnotherWaybillHas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		used := refused("20000203778", "ClientBarcode A-1042-S1 is not unique")
		c, _ := at(t, map[string][]string{list: {rows(), rows(found)}, save: {used}})
		w, err := c.CreateWaybill(t.Context(), draft("A-1042-S1"))
		require.NoError(t, err)
		require.Equal(t, "20450000000001", w.Number, "it was made a moment ago")

		c, _ = at(t, map[string][]string{list: {rows()}, save: {used}})
		_, err = c.CreateWaybill(t.Context(), draft("A-1042-S1"))
		require.ErrorIs(t, err, ordo.ErrConflict)
	})
}

// pain: NP-P2
func TestNPP2ARangeAndADayOrPagesOfTheWholeListAreNeverSentTogether(t *testing.T) {
	c, s := at(t, map[string][]string{list: {testdata(t, "list.json")}})
	for _, f := range []novaposhta.WaybillFilter{
		{From: "2026-03-01", To: "2026-03-03", Day: "2026-03-02"}, {}, {Day: "2026-03-02", Uncollected: true}, {Day: "2026-03-02", WithMoney: true},
	} {
		for _, err := range c.ListWaybills(t.Context(), f) {
			require.ErrorIs(t, err, ordo.ErrInvalid)
		}
	}
	require.Empty(t, s.sent)
	n := 0
	for w, err := range c.ListWaybills(t.Context(), novaposhta.WaybillFilter{From: "2026-03-01", Whole: true}) {
		require.NoError(t, err)
		require.NoError(t, w.Problem)
		n++
	}
	require.Equal(t, 2, n)
	require.Len(t, s.sent, 1)
	require.Equal(t, map[string]any{"DateTimeFrom": "01.03.2026", "DateTimeTo": "01.03.2026", "GetFullList": "1"}, s.sent[0].Properties)
}

// pain: NP-P3
func TestNPP3DocumentsHaveNoVolumeNotEvenZero(t *testing.T) {
	c, s := at(t, map[string][]string{list: {rows()}, save: {made}})
	d := draft("A-1042-S1")
	d.CargoType, d.Weight, d.OptionsSeat = novaposhta.Documents, "0.5", nil
	for _, volume := range []wire.Decimal{"0", "0.004"} {
		d.VolumeGeneral = volume
		_, err := c.CreateWaybill(t.Context(), d)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, "VolumeGeneral")
	}
	require.Empty(t, s.sent)
	d.VolumeGeneral = ""
	_, err := c.CreateWaybill(t.Context(), d)
	require.NoError(t, err)
	sent := s.calls(save)[0].Properties
	require.NotContains(t, sent, "VolumeGeneral")
	require.NotContains(t, sent, "OptionsSeat")
	d.Weight = "0.7"
	_, err = c.CreateWaybill(t.Context(), d)
	require.ErrorContains(t, err, "0.1 0.5 1")
}

// pain: NP-P4
func TestNPP4MoneyThatIsNotToldIsUnknown(t *testing.T) {
	const number = "20450000000001"
	for name, tt := range map[string]struct {
		row       string
		collected string
		noted     string
	}{
		"told":                     {`"Redelivery":1,"RedeliverySum":"1400.50"`, "1400.50 UAH", ""},
		"payment control":          {`"Redelivery":0,"AfterpaymentOnGoodsCost":386`, "386.00 UAH", ""},
		"none":                     {`"Redelivery":0,"RedeliverySum":0,"AfterpaymentOnGoodsCost":0`, "", ""},
		"not told at all":          {`"AnnouncedPrice":""`, "", "Redelivery"},
		"told that, but not how":   {`"Redelivery":1,"RedeliverySum":""`, "", "RedeliverySum"},
		"told as it is sent on":    {`"Redelivery":1,"RedeliverySum":"","LastAmountTransferGM":"2000.000"`, "2000.00 UAH", ""},
		"of which nothing is told": {`"Redelivery":"","RedeliverySum":""`, "", "Redelivery"},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := at(t, map[string][]string{track: {rows(`{"Number":"` + number + `","StatusCode":"9","RecipientDateTime":"05.03.2026 16:08:16",` + tt.row + `}`)}})
			p := one(t, c.Carrier(novaposhta.WithSender("", "", "+380670000001")), carriers.ByNumber("novaposhta", number))
			require.Equal(t, tt.collected, p.Collected.String())
			var noted string
			for _, x := range p.Problems {
				noted = x.Field
			}
			require.Equal(t, tt.noted, noted)
			require.Equal(t, "0123456789abcdef0123456789abcdef", s.sent[0].Key, "the owner's key goes along")
			require.Equal(t, []any{map[string]any{"DocumentNumber": number, "Phone": "380670000001"}}, s.sent[0].Properties["Documents"])
		})
	}
}

// one reads one parcel.
func one(t *testing.T, k carriers.Carrier, ref order.Ref) carriers.Parcel {
	t.Helper()
	for p, err := range k.Read(t.Context(), ref) {
		require.NoError(t, err)
		require.NoError(t, p.Problem)
		return p
	}
	t.Fatal("no parcel")
	return carriers.Parcel{}
}

// pain: NP-P6
func TestNPP6LimitsOfBranchesAreToldByCodeOrByText(t *testing.T) {
	for name, tt := range map[string]struct {
		code, text string
		tooBig     bool
		limit      wire.Decimal
	}{
		"a known code":              {"20000201162", "Warehouse place max allowed weight: 30", true, "30"},
		"a newer code":              {"20000203729", "Recipient Warehouse max allowed volumeweight: 30", true, "30"},
		"a code that nobody knows":  {"20000299999", "Recipient Warehouse max allowed weight: 5.5", true, "5.5"},
		"without a number":          {"20000200380", "Weight is too high for this postomat", true, ""},
		"the value":                 {"20000203726", "Recipient Warehouse Max Cost exceeded: 10000", true, "10000"},
		"something else":            {"20000299998", "Description is not valid", false, ""},
		"without a code, as it was": {"", "Recipient Warehouse max allowed weight: 2", true, "2"},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := at(t, map[string][]string{list: {rows()}, save: {refused(tt.code, tt.text)}})
			_, err := c.CreateWaybill(t.Context(), draft("A-1042-S1"))
			require.ErrorIs(t, err, ordo.ErrInvalid)
			require.ErrorContains(t, err, tt.text)
			require.Len(t, s.calls(save), 1, "a refusal is not repeated")
			var no *novaposhta.RefusalError
			require.ErrorAs(t, err, &no)
			require.Equal(t, tt.code, no.Problems[0].Code)
			require.Equal(t, tt.tooBig, no.Problems[0].TooBig())
			require.Equal(t, tt.limit, no.Problems[0].Limit())
		})
	}
}

// pain: NP-P7
func TestNPP7ApostrophesOfAnyKindAreOne(t *testing.T) {
	for _, name := range []string{"Куп’янськ", "Куп'янськ", "Купʼянськ", "Куп`янськ", " куп‘ЯНСЬК "} {
		same, alike := novaposhta.SameName(name, "Куп'янськ")
		require.True(t, same, name)
		require.False(t, alike)
	}
	same, alike := novaposhta.SameName("Bишневe", "Вишневе") // with Latin letters
	require.False(t, same)
	require.True(t, alike, "a person should look")
	same, alike = novaposhta.SameName("Покровськ", "Покровське")
	require.False(t, same || alike)
}

func TestADraftIsSentAsDocumented(t *testing.T) {
	d := draft("A-1042-S1")
	d.Cost = wire.Sum{Decimal: "1400"}
	d.BackwardDeliveryData = []novaposhta.Backward{novaposhta.CashOnDelivery("1400", novaposhta.Recipient)}
	d.Extra = wire.Extra{"NewAddress": json.RawMessage(`"1"`), "Weight": json.RawMessage(`99`)}
	b, err := json.Marshal(d)
	require.NoError(t, err)
	require.JSONEq(t, `{"InfoRegClientBarcodes":"A-1042-S1","PayerType":"Recipient","PaymentMethod":"Cash","DateTime":"02.03.2026","CargoType":"Parcel",
		"ServiceType":"WarehouseWarehouse","Weight":1.2,"SeatsAmount":1,"Description":"Чайник","Cost":1400,"CitySender":"","Sender":"","SenderAddress":"",
		"ContactSender":"","SendersPhone":"","RecipientsPhone":"","NewAddress":"1",
		"OptionsSeat":[{"weight":1.2,"volumetricWidth":20,"volumetricLength":30,"volumetricHeight":10}],
		"BackwardDeliveryData":[{"PayerType":"Recipient","CargoType":"Money","RedeliveryString":"1400"}]}`, string(b))
}
