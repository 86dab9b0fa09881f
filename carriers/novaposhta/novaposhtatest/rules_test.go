package novaposhtatest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/fake"
)

type object = map[string]any

// caller sends plain JSON, with the key of the cabinet. The clock of the server stands still until it is set.
type caller struct {
	t   *testing.T
	srv *novaposhtatest.Server
	key string
	now time.Time
}

// start begins on Monday, 2 March 2026, at noon in Kyiv.
func start(t *testing.T, st novaposhtatest.Settings) *caller {
	t.Helper()
	c := &caller{t: t, key: novaposhtatest.DefaultKey, now: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}
	st.Now = func() time.Time { return c.now }
	c.srv = novaposhtatest.New(st)
	t.Cleanup(c.srv.Close)
	return c
}

// answer is what every call is answered with.
type answer struct {
	Success                                   bool
	Data                                      []object
	Errors, Warnings, Info                    any
	MessageCodes, ErrorCodes, WarningCodes, _ any
}

// call calls a method such as "InternetDocument.save"; properties are JSON.
func (c *caller) call(method, properties string) answer {
	c.t.Helper()
	model, name, _ := strings.Cut(method, ".")
	status, body := c.send("POST", "/v2.0/json/", fmt.Sprintf(`{"apiKey":%q,"modelName":%q,"calledMethod":%q,"methodProperties":%s}`,
		c.key, model, name, properties))
	require.Equal(c.t, http.StatusOK, status)
	var a answer
	require.NoError(c.t, json.Unmarshal(body, &a), "%s", body)
	return a
}

func (c *caller) send(method, path, body string) (int, []byte) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, "https://api.novaposhta.ua"+path, bytes.NewReader([]byte(body)))
	require.NoError(c.t, err)
	resp, err := c.srv.Transport().RoundTrip(r)
	require.NoError(c.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(c.t, err)
	return resp.StatusCode, b
}

// properties are those of a good waybill, with others in place of them. A nil one is left out.
func properties(more object) string {
	all := object{
		"PayerType": "Recipient", "PaymentMethod": "Cash", "DateTime": "02.03.2026", "CargoType": "Parcel", "Weight": "1.2", "VolumeGeneral": "0.004",
		"ServiceType": "WarehouseWarehouse", "SeatsAmount": "1", "Description": "Чайник", "Cost": "1400",
		"CitySender": novaposhtatest.CityKyiv, "Sender": novaposhtatest.Sender, "SenderAddress": novaposhtatest.BranchKyiv,
		"ContactSender": novaposhtatest.SenderContact, "SendersPhone": novaposhtatest.SenderPhone, "CityRecipient": novaposhtatest.CityLviv,
		"RecipientAddress": novaposhtatest.BranchLviv, "RecipientsPhone": "380670000002", "InfoRegClientBarcodes": "910000123",
	}
	maps.Copy(all, more)
	for k, v := range all {
		if v == nil {
			delete(all, k)
		}
	}
	b, _ := json.Marshal(all)
	return string(b)
}

// recipient makes a private person, as a recipient of waybills.
func (c *caller) recipient() object {
	c.t.Helper()
	a := c.call("Counterparty.save", `{"CounterpartyType":"PrivatePerson","CounterpartyProperty":"Recipient","FirstName":"Олена","LastName":"Приклад","Phone":"0670000002"}`)
	require.True(c.t, a.Success, a.Errors)
	contact := a.Data[0]["ContactPerson"].(object)["data"].([]any)[0].(object)
	return object{"Recipient": a.Data[0]["Ref"], "ContactRecipient": contact["Ref"]}
}

// made makes a good waybill, with some other properties, and returns its row.
func (c *caller) made(more object) object {
	c.t.Helper()
	all := c.recipient()
	maps.Copy(all, more)
	a := c.call("InternetDocument.save", properties(all))
	require.True(c.t, a.Success, a.Errors)
	return a.Data[0]
}

func TestAWaybillIsMade(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	a := c.call("InternetDocument.save", properties(c.recipient()))
	require.True(t, a.Success)
	require.Equal(t, []any{}, a.Warnings)
	row := a.Data[0]
	require.Regexp(t, `^\d{14}$`, row["IntDocNumber"])
	require.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, row["Ref"])
	require.Equal(t, "04.03.2026", row["EstimatedDeliveryDate"])
	require.Equal(t, 95.0, row["CostOnSite"])
	require.Equal(t, "InternetDocument", row["TypeDocument"])
	w, ok := c.srv.Waybill("910000123")
	require.True(t, ok)
	require.Equal(t, "1", w.Status)
	require.Equal(t, 1, c.srv.Commits("InternetDocument.save"))
}

// As recorded: everything that is missing is said at once, in this order.
func TestAllThatIsMissingIsSaidAtOnce(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	a := c.call("InternetDocumentGeneral.save", `{"PayerType":"Recipient","CitySender":"bad"}`)
	require.False(t, a.Success)
	require.Equal(t, []object{}, a.Data)
	require.Equal(t, []any{
		"CitySender is incorrect", "SenderAddress not selected", "CityRecipient not selected", "RecipientAddress not selected",
		"CargoType not selected", "SeatsAmount empty", "Sender not selected", "ContactSender not selected", "SendersPhone is empty",
		"Recipient not selected", "ContactRecipient not selected", "ServiceType is empty", "RecipientsPhone is empty",
		"Payment method not selected", "Description empty",
	}, a.Errors)
	require.Equal(t, []any{
		"20000200105", "20000200329", "20000200104", "20000200268", "20000200099", "20000200313", "20000300442", "20000300406", "20000300445",
		"20000300431", "20000300401", "20000200347", "20000300435", "20000200248", "20000200150",
	}, a.ErrorCodes)
	require.Equal(t, []any{"DateTime is set to current"}, a.Warnings)
	require.Equal(t, []any{"30000200880"}, a.WarningCodes)
}

func TestTheRulesOfAWaybill(t *testing.T) {
	seat := func(weight, width, length, height string) []object {
		return []object{{"weight": weight, "volumetricWidth": width, "volumetricLength": length, "volumetricHeight": height}}
	}
	money := func(payer, sum any) []object {
		return []object{{"PayerType": payer, "CargoType": "Money", "RedeliveryString": sum}}
	}
	locker := func(more object) object {
		all := object{"RecipientAddress": novaposhtatest.LockerLviv, "OptionsSeat": seat("1.2", "20", "30", "10"), "VolumeGeneral": nil}
		maps.Copy(all, more)
		return all
	}
	c := start(t, novaposhtatest.Settings{})
	bare := c.srv.AddBranch(novaposhtatest.Branch{City: novaposhtatest.CityLviv, Number: "77", PlaceKG: 10, NoMoney: true})
	closed := c.srv.AddBranch(novaposhtatest.Branch{City: novaposhtatest.CityLviv, Number: "78", Closed: true})
	for name, tt := range map[string]struct {
		with  object
		codes []any
	}{
		"good":                          {object{}, []any{}},
		"a day that is over":            {object{"DateTime": "01.03.2026"}, []any{"20000400455"}},
		"a day that is none":            {object{"DateTime": "2026-03-02"}, []any{"20000400456"}},
		"a day far away":                {object{"DateTime": "03.06.2026"}, []any{"20000201661"}},
		"an unknown city":               {object{"CityRecipient": novaposhtatest.Sender}, []any{"20000200103"}},
		"a branch of another city":      {object{"RecipientAddress": novaposhtatest.BranchKyiv}, []any{"20000200835"}},
		"an unknown branch":             {object{"RecipientAddress": novaposhtatest.Sender}, []any{"20000201384"}},
		"a closed branch":               {object{"RecipientAddress": closed}, []any{"20000203869"}},
		"an unknown kind of cargo":      {object{"CargoType": "Mail"}, []any{"20000200184"}},
		"an unknown service":            {object{"ServiceType": "Doors"}, []any{"20000200348"}},
		"no seats":                      {object{"SeatsAmount": "0"}, []any{"20000200314"}},
		"a short telephone number":      {object{"RecipientsPhone": "38067"}, []any{"20000300434"}},
		"a long description":            {object{"Description": strings.Repeat("ч", 121)}, []any{"20000200152"}},
		"the longest description":       {object{"Description": strings.Repeat("ч", 120)}, []any{}},
		"the weight of the seats":       {object{"Weight": nil, "OptionsSeat": seat("1", "10", "10", "10")}, []any{}},
		"no weight":                     {object{"Weight": nil}, []any{"20000200373"}},
		"no volume":                     {object{"VolumeGeneral": nil}, []any{"20000200365"}},
		"kopecks of declared value":     {object{"Cost": "1400.50"}, []any{"20000200118"}},
		"too dear":                      {object{"Cost": "400000"}, []any{"20000203744"}},
		"payment by transfer":           {object{"PaymentMethod": "NonCash"}, []any{"20000200249"}},
		"a third person in cash":        {object{"PayerType": "ThirdPerson"}, []any{"20000200350", "20000200352"}},
		"control of payment":            {object{"AfterpaymentOnGoodsCost": "1400"}, []any{"20000200035"}},
		"seats that do not add up":      {object{"SeatsAmount": "2", "OptionsSeat": seat("1", "10", "10", "10")}, []any{"20000201813"}},
		"a seat without sizes":          {object{"OptionsSeat": []object{{"weight": "1"}}}, []any{"20000201814"}},
		"too heavy for the branch":      {object{"Weight": "30.1"}, []any{"20000202865"}},
		"too bulky for the branch":      {object{"OptionsSeat": seat("5", "60", "60", "60")}, []any{"20000202866"}},
		"a seat too heavy":              {object{"RecipientAddress": bare, "OptionsSeat": seat("11", "10", "10", "10")}, []any{"20000201162"}},
		"a seat too bulky":              {object{"RecipientAddress": bare, "OptionsSeat": seat("5", "50", "50", "50")}, []any{"20000203734"}},
		"money where there is none":     {object{"RecipientAddress": bare, "BackwardDeliveryData": money("Recipient", "1400")}, []any{"20000200078"}},
		"money without a sum":           {object{"BackwardDeliveryData": money("Recipient", "")}, []any{"20000201120"}},
		"money of a third person":       {object{"BackwardDeliveryData": money("ThirdPerson", "1400")}, []any{"20000200085"}},
		"money":                         {object{"BackwardDeliveryData": money("Recipient", 1400)}, []any{}},
		"a locker":                      {locker(object{}), []any{}},
		"a locker without sizes":        {locker(object{"OptionsSeat": nil, "VolumeGeneral": "0.004"}), []any{"20000200226"}},
		"a locker with two seats":       {locker(object{"SeatsAmount": "2"}), []any{"20000203317"}},
		"too high for a locker":         {locker(object{"OptionsSeat": seat("1", "20", "30", "31")}), []any{"20000200181"}},
		"too dear for a locker":         {locker(object{"Cost": "29001"}), []any{"20000201965"}},
		"a locker without a mobile":     {locker(object{"RecipientsPhone": "380322000000"}), []any{"20000201660"}},
		"a locker and money":            {locker(object{"BackwardDeliveryData": money("Recipient", "1400")}), []any{"20000200841"}},
		"too heavy for a locker":        {locker(object{"Weight": "21", "OptionsSeat": seat("21", "20", "30", "10")}), []any{"20000200380"}},
		"several things":                {object{"CargoType": nil, "Description": nil}, []any{"20000200099", "20000200150"}},
		"what the vendor does not have": {object{"Colour": "red"}, []any{}},
	} {
		all := c.recipient()
		maps.Copy(all, tt.with)
		a := c.call("InternetDocument.save", properties(all))
		require.Equal(t, tt.codes, a.ErrorCodes, "%s: %v", name, a.Errors)
		require.Equal(t, len(tt.codes) == 0 && tt.with["Colour"] == nil, a.Success, name)
	}
}

// pain: NP-P3
func TestDocumentsHaveNoVolume(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	for volume, want := range map[any]any{nil: []any{}, 0: []any{"20000200367"}, "0.0004": []any{"20000200367"}} {
		all := c.recipient()
		maps.Copy(all, object{"CargoType": "Documents", "Weight": "0.5", "VolumeGeneral": volume})
		require.Equal(t, want, c.call("InternetDocument.save", properties(all)).ErrorCodes, "%v", volume)
	}
	for weight, want := range map[string]any{"0.1": []any{}, "1": []any{}, "0.7": []any{"20000200373"}, "1.1": []any{"20000200376"}, "0.05": []any{"20000200374"}} {
		all := c.recipient()
		maps.Copy(all, object{"CargoType": "Documents", "Weight": weight, "VolumeGeneral": nil})
		require.Equal(t, want, c.call("InternetDocument.save", properties(all)).ErrorCodes, weight)
	}
}

// As recorded: the vendor changes what it was sent, and only warns.
func TestTheVendorChangesAndWarns(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	who := c.recipient()
	save := func(more object) answer {
		all := maps.Clone(who)
		maps.Copy(all, more)
		return c.call("InternetDocument.save", properties(all))
	}
	a := save(object{"CargoType": "Cargo"})
	require.Equal(t, []any{"CargoType is changed to Parcel"}, a.Warnings)
	require.Equal(t, []any{"30000201469"}, a.WarningCodes)

	a = save(object{
		"RecipientAddress": novaposhtatest.LockerLviv, "VolumeGeneral": nil, "Weight": "1",
		"OptionsSeat": []object{{"weight": "1", "volumetricWidth": "20", "volumetricLength": "30", "volumetricHeight": "10"}},
	})
	require.Equal(t, []any{"RecipientType is set to PrivatePerson", "VolumeWeight is changed", "VolumeGeneral is changed", "Weight is changed"}, a.Warnings)
	w, _ := c.srv.Waybill(a.Data[0]["Ref"].(string))
	require.Equal(t, "1.5", w.Properties["Weight"])

	a = save(object{"Cost": nil})
	require.Equal(t, []any{"Cost is changed"}, a.Warnings)
	w, _ = c.srv.Waybill(a.Data[0]["Ref"].(string))
	require.Equal(t, "300", w.Properties["Cost"])
}

// pain: NP-P6
func TestARefusalMayHaveACodeThatNobodyKnows(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	c.srv.Fail("910000123", "20000203729", "Recipient Warehouse max allowed volumeweight: 30")
	a := c.call("InternetDocument.save", properties(c.recipient()))
	require.Equal(t, []any{"20000203729"}, a.ErrorCodes)
	require.Equal(t, []any{"Recipient Warehouse max allowed volumeweight: 30"}, a.Errors)
	require.Zero(t, c.srv.Commits("InternetDocument.save"))
	require.True(t, c.call("InternetDocument.save", properties(c.recipient())).Success)
}

// pain: NP-P1
func TestTheListGoesByTheDayOfDispatch(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	row := c.made(object{"DateTime": "04.03.2026"})
	list := func(properties string) []object { return c.call("InternetDocument.getDocumentList", properties).Data }
	require.Empty(t, list(`{"DateTimeFrom":"02.03.2026","DateTimeTo":"02.03.2026"}`))
	found := list(`{"DateTimeFrom":"03.03.2026","DateTimeTo":"05.03.2026"}`)
	require.Len(t, found, 1)
	for k, want := range (object{
		"Ref": row["Ref"], "IntDocNumber": row["IntDocNumber"], "InfoRegClientBarcodes": "910000123", "DateTime": "2026-03-04 00:00:00",
		"CreateTime": "2026-03-02 12:00:00", "StateId": "1", "DeletionMark": false, "RecipientDateTime": "0001-01-01 00:00:00",
		"BackwardDeliveryMoney": "0", "CitySender": novaposhtatest.CityKyiv,
	}) {
		require.Equal(t, want, found[0][k], k)
	}
	require.Len(t, list(`{"IntDocNumber":"`+row["IntDocNumber"].(string)+`"}`), 1)
	for properties, code := range map[string]any{
		`{"DateTimeFrom":"2026-03-03"}`:                               "20000203439",
		`{"DateTimeFrom":"05.03.2026","DateTimeTo":"03.03.2026"}`:     "20000203441",
		`{"RedeliveryMoney":1}`:                                       "20000201440",
		`{"UnassembledCargo":1,"DateTimeFrom":"02.03.2026"}`:          "20000201438",
		`{"DateTimeFrom":"02.03.2026","DateTimeTo":"","Limit":"few"}`: "20000500620",
	} {
		require.Equal(t, []any{code}, c.call("InternetDocument.getDocumentList", properties).ErrorCodes, properties)
	}
}

// pain: NP-P2
func TestOneDayGoesBeforeARangeAndTheFullListHasNoPages(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	for range 3 {
		c.made(nil)
	}
	c.made(object{"DateTime": "04.03.2026"})
	const both = `"DateTimeFrom":"01.03.2026","DateTimeTo":"05.03.2026"`
	a := c.call("InternetDocument.getDocumentList", `{`+both+`,"Limit":3,"Page":2}`)
	require.Len(t, a.Data, 1)
	require.Equal(t, object{"totalCount": 4.0}, a.Info)
	require.Len(t, c.call("InternetDocument.getDocumentList", `{`+both+`,"DateTime":"04.03.2026"}`).Data, 1)
	for _, page := range []string{"1", "2"} {
		require.Len(t, c.call("InternetDocument.getDocumentList", `{`+both+`,"GetFullList":1,"Limit":3,"Page":`+page+`}`).Data, 4)
	}
}

// As recorded, but for several waybills at once and what is on its way.
func TestAWaybillIsDeletedUntilItIsHandedOver(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	ref, other := c.made(nil)["Ref"].(string), c.made(nil)["Ref"].(string)
	remove := func(refs string) answer { return c.call("InternetDocument.delete", `{"DocumentRefs":`+refs+`}`) }

	a := remove(`"nonsense"`)
	require.Equal(t, []any{"There are only invalid DocumentBarcodes and/or DocumentRefs"}, a.Errors)
	a = remove(`"` + novaposhtatest.Sender + `"`)
	require.Equal(t, []any{"No document changed DeletionMark"}, a.Errors)
	a = remove(`"` + ref + `"`)
	require.True(t, a.Success)
	require.Equal(t, []object{{"Ref": ref}}, a.Data)
	w, _ := c.srv.Waybill(ref)
	require.True(t, w.Deleted)

	a = remove(`"` + ref + `"`)
	require.False(t, a.Success)
	require.Equal(t, object{"0": "No document changed DeletionMark", ref: "Document already deleted " + w.Number}, a.Errors)
	require.Equal(t, []any{"20000201173"}, a.ErrorCodes)

	a = remove(`["` + ref + `","` + other + `"]`)
	require.True(t, a.Success, "one of the two was deleted")
	require.Equal(t, []object{{"Ref": other}}, a.Data)
	require.Contains(t, a.Errors, ref)

	third := c.made(nil)["Ref"].(string)
	c.srv.HandOver(third)
	require.Equal(t, []any{"20000201173"}, remove(`"`+third+`"`).ErrorCodes)
	require.Equal(t, []any{"20000300577"}, c.call("InternetDocument.update", properties(object{"Ref": third})).ErrorCodes)
}

func TestANewWaybillIsHiddenForSomeSeconds(t *testing.T) {
	c := start(t, novaposhtatest.Settings{HideFor: 10 * time.Second})
	row := c.made(nil)
	ref := `{"DocumentRefs":"` + row["Ref"].(string) + `"}`
	tracked := `{"Documents":[{"DocumentNumber":"` + row["IntDocNumber"].(string) + `"}]}`
	require.Equal(t, []any{"20000201173"}, c.call("InternetDocument.delete", ref).ErrorCodes)
	require.Empty(t, c.call("InternetDocument.getDocumentList", `{}`).Data)
	require.Equal(t, "3", c.call("TrackingDocument.getStatusDocuments", tracked).Data[0]["StatusCode"])
	c.now = c.now.Add(10 * time.Second)
	require.Equal(t, "1", c.call("TrackingDocument.getStatusDocuments", tracked).Data[0]["StatusCode"])
	require.True(t, c.call("InternetDocument.delete", ref).Success)
}

func TestAWaybillIsChanged(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	who := c.recipient()
	row := c.made(nil)
	all := object{"Ref": row["Ref"], "Weight": "5"}
	maps.Copy(all, who)
	a := c.call("InternetDocument.update", properties(all))
	require.True(t, a.Success, a.Errors)
	require.Equal(t, row["IntDocNumber"], a.Data[0]["IntDocNumber"])
	require.Greater(t, a.Data[0]["CostOnSite"], row["CostOnSite"])
	require.Len(t, c.srv.Waybills(), 1)
	all["Ref"] = novaposhtatest.Sender
	require.Equal(t, []any{"20000201069"}, c.call("InternetDocument.update", properties(all)).ErrorCodes)
}

func TestARecipientIsGivenByNames(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	named := func(more object) string {
		all := object{
			"CityRecipient": nil, "RecipientAddress": nil, "NewAddress": "1", "RecipientCityName": "Львів", "RecipientArea": "Львівська",
			"RecipientAddressName": "10", "RecipientName": "Приклад Олена Петрівна", "RecipientType": "PrivatePerson",
		}
		maps.Copy(all, more)
		return properties(all)
	}
	a := c.call("InternetDocument.save", named(nil))
	require.True(t, a.Success, a.Errors)
	w, _ := c.srv.Waybill(a.Data[0]["Ref"].(string))
	require.Equal(t, novaposhtatest.BranchLviv, w.Properties["RecipientAddress"])
	for code, with := range map[string]object{
		"20000200279": {"RecipientCityName": "Лвів"}, "20000200281": {"RecipientCityName": ""}, "20000200273": {"RecipientAddressName": "11"},
		"20000201598": {"RecipientName": "Олена"}, "20000201758": {"RecipientName": "Олена Олена"},
		"20000201101": {"RecipientCityName": "Кам'янське", "RecipientArea": "Дніпропетровська"},
	} {
		require.Equal(t, []any{code}, c.call("InternetDocument.save", named(with)).ErrorCodes, with)
	}
}

func TestPrices(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	c.key = ""
	ask := func(more string) answer {
		return c.call("InternetDocument.getDocumentPrice", `{"CitySender":"`+novaposhtatest.CityKyiv+`","CityRecipient":"`+novaposhtatest.CityLviv+
			`","Weight":"1","ServiceType":"WarehouseWarehouse","Cost":"500","CargoType":"Cargo","SeatsAmount":"1"`+more+`}`)
	}
	a := ask("")
	require.Equal(t, []object{{"Cost": 90.0, "AssessedCost": 500.0}}, a.Data, "parts that are zero are left out")
	require.Equal(t, []any{"DateTime is set to current", "CargoType is changed to Parcel"}, a.Warnings)
	require.Equal(t, 28.0, ask(`,"RedeliveryCalculate":{"CargoType":"Money","Amount":"400"}`).Data[0]["CostRedelivery"])
	a = c.call("InternetDocument.getDocumentDeliveryDate", `{"ServiceType":"WarehouseWarehouse","CitySender":"`+novaposhtatest.CityKyiv+
		`","CityRecipient":"`+novaposhtatest.CityLviv+`","DateTime":"03.03.2026"}`)
	require.Equal(t, object{"date": "2026-03-05 00:00:00.000000", "timezone_type": 3.0, "timezone": "Europe/Kiev"}, a.Data[0]["DeliveryDate"])
}

func TestKeys(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	const private, open = "InternetDocument.getDocumentList", "Address.getAreas"
	c.srv.AddKey("another")
	for key, want := range map[string][2]any{
		novaposhtatest.DefaultKey: {[]any{}, []any{}}, "": {[]any{"20000101582"}, []any{}},
		"wrong": {[]any{"20000200068"}, []any{"20000200068"}}, "another": {[]any{}, []any{}},
	} {
		c.key = key
		a := c.call(private, `{}`)
		require.Equal(t, want[0], a.ErrorCodes, key)
		require.Equal(t, key == novaposhtatest.DefaultKey, a.Success, key)
		require.Equal(t, want[1], c.call(open, `{}`).ErrorCodes, key)
	}
	c.key = novaposhtatest.DefaultKey
	c.srv.ExpireKey(c.key)
	require.Equal(t, []any{"20000201204"}, c.call(private, `{}`).ErrorCodes)
}

func TestNothingUnknownIsIgnored(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	for method, tt := range map[string]struct {
		properties string
		says       string
	}{
		"Parcel.save":                         {`{}`, "Wrong model value"},
		"InternetDocument.saveAll":            {`{}`, "Method is not exist"},
		"Address.getCities":                   {`{"Name":"Київ"}`, "Name is no property of Address.getCities"},
		"InternetDocument.save":               {`{"OptionsSeat":[{"Weight":1}]}`, "OptionsSeat[].Weight is no property"},
		"TrackingDocument.getStatusDocuments": {`{"documents":[]}`, "Documents must be array"},
		"Common.getServiceTypes":              {`[1]`, "is no object"},
	} {
		a := c.call(method, tt.properties)
		require.False(t, a.Success, method)
		require.Contains(t, a.Errors.([]any)[0], tt.says, method)
	}
	require.True(t, c.call("CommonGeneral.getServiceTypes", `[]`).Success, "an empty array of PHP")

	body := `{"modelName":"Address","calledMethod":"getAreas","methodProperties":{}}`
	for path, good := range map[string]bool{
		"/v2.0/json": true, "/v2.0/json/": true, "/v2.0/json/Address/getAreas": true, "/v2.0/json/Address/getAreas/": true, "/v2.0/json/Address/getCities": false,
	} {
		status, b := c.send("POST", path, body)
		require.Equal(t, 200, status)
		require.Equal(t, good, strings.Contains(string(b), `"success":true`), "%s: %s", path, b)
	}
	_, b := c.send("POST", "/v2.0/json/", `{"modelName":"Address","calledMethod":"getAreas","lang":"ua"}`)
	require.Contains(t, string(b), `unknown field`)
	status, _ := c.send("POST", "/v2.0/xml/", body)
	require.Equal(t, 404, status)
}

func TestFaults(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	c.srv.Faults().Next("InternetDocument.save", novaposhtatest.TooManyRequests(), fake.ResetAfter())
	who := c.recipient()
	require.Equal(t, []any{"20000401501"}, c.call("InternetDocument.save", properties(who)).ErrorCodes)
	r, err := http.NewRequestWithContext(t.Context(), "POST", "https://api.novaposhta.ua/v2.0/json/",
		strings.NewReader(`{"apiKey":"`+c.key+`","modelName":"InternetDocument","calledMethod":"save","methodProperties":`+properties(who)+`}`))
	require.NoError(t, err)
	resp, err := c.srv.Transport().RoundTrip(r)
	if err == nil {
		_ = resp.Body.Close()
	}
	require.Error(t, err)
	require.Len(t, c.srv.Waybills(), 1, "made, and the answer is lost")
	require.Equal(t, 2, c.srv.Calls("InternetDocument.save"))
}
