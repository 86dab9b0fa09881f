package novaposhtatest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
)

// names returns what rows have in a field.
func names(rows []object, field string) (all []any) {
	for _, r := range rows {
		all = append(all, r[field])
	}
	return all
}

// addresses are the rows within the row of a search.
func addresses(a answer) (rows []object) {
	for _, r := range a.Data[0]["Addresses"].([]any) {
		rows = append(rows, r.(object))
	}
	return rows
}

// pain: NP-P5
func TestASearchFindsWhatBeginsAlike(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	a := c.call("Address.getCities", `{"FindByString":"Покровськ"}`)
	require.Equal(t, []any{"Покровськ", "Покровське"}, names(a.Data, "Description"))
	require.Equal(t, object{"totalCount": 2.0}, a.Info)

	a = c.call("Address.getSettlements", `{"FindByString":"Кам'янське"}`)
	require.Equal(t, []any{"Кам'янське", "Кам'янське"}, names(a.Data, "Description"))
	require.Equal(t, []any{"Дніпропетровська область", "Дніпропетровська область"}, names(a.Data, "AreaDescription"))
	require.Equal(t, []any{"Кам'янський р-н", "Нікопольський р-н"}, names(a.Data, "RegionsDescription"))

	a = c.call("AddressGeneral.searchSettlements", `{"CityName":"київ","Limit":"5"}`)
	require.Equal(t, 2.0, a.Data[0]["TotalCount"])
	found := addresses(a)
	require.Equal(t, []any{"м. Київ, Київська обл.", "с. Київець, Стрийський р-н, Львівська обл."}, names(found, "Present"))
	require.Equal(t, novaposhtatest.CityKyiv, found[0]["DeliveryCity"])
	require.NotEqual(t, found[0]["Ref"], found[0]["DeliveryCity"])
	require.Equal(t, []any{}, a.Info)
	require.Equal(t, object{"TotalCount": 0.0, "Addresses": []any{}}, c.call("Address.searchSettlements", `{"CityName":"Ніде","Limit":5}`).Data[0])
}

// pain: NP-P7
func TestTheApostropheOfTheDirectoryIsFound(t *testing.T) {
	for name, want := range map[string][2]int{"Куп'янськ": {1, 1}, "Куп’янськ": {0, 1}, "Купʼянськ": {0, 1}, "Куп`янськ": {0, 1}, "Купянськ": {0, 0}} {
		for i, any := range []bool{false, true} {
			c := start(t, novaposhtatest.Settings{AnyApostrophe: any})
			require.Len(t, c.call("Address.getCities", `{"FindByString":"`+name+`"}`).Data, want[i], "%s %v", name, any)
		}
	}
}

func TestBranchesComeInPages(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	c.srv.AddBranches(novaposhtatest.CityKyiv, 1201)
	const kyiv = `"CityRef":"` + novaposhtatest.CityKyiv + `"`
	seen := map[any]bool{}
	for page, want := range []int{500, 500, 202, 0} {
		a := c.call("Address.getWarehouses", fmt.Sprintf(`{%s,"Page":%d}`, kyiv, page+1))
		require.Len(t, a.Data, want)
		require.Equal(t, object{"totalCount": 1202.0}, a.Info)
		for _, r := range a.Data {
			seen[r["Ref"]] = true
		}
	}
	require.Len(t, seen, 1202)
	a := c.call("Address.getWarehouses", `{`+kyiv+`,"Limit":5000}`)
	require.Len(t, a.Data, 1202)
	require.Equal(t, []any{"Limit can not be more 3000"}, a.Warnings)

	for filter, want := range map[string]int{
		`"CityName":"Львів"`: 2, `"CityName":"Льв"`: 0, `"WarehouseId":"5010"`: 1, `"Ref":"` + novaposhtatest.BranchLviv + `"`: 1,
		`"TypeOfWarehouseRef":"f9316480-5f2d-425d-bc2c-ac7cd29decf0"`: 1, `"CityName":"Львів","FindByString":"Прикладна, 12"`: 1, `"CityName":"Львів","PostFinance":"1"`: 1,
	} {
		require.Len(t, c.call("Address.getWarehouses", `{`+filter+`}`).Data, want, filter)
	}
	row := c.call("Address.getWarehouses", `{"Ref":"`+novaposhtatest.LockerLviv+`","Language":"RU"}`).Data[0]
	for k, want := range (object{
		"Description": `Почтомат "Новая Почта" №5010: вул. Прикладна, 12`, "CategoryOfWarehouse": "Postomat", "TotalMaxWeightAllowed": "20",
		"MaxDeclaredCost": "29000", "ReceivingLimitationsOnDimensions": object{"Width": 40.0, "Height": 30.0, "Length": 60.0}, "DenyToSelect": "0",
	}) {
		require.Equal(t, want, row[k], k)
	}
	require.NotContains(t, row, "_settlement")
	require.Len(t, c.call("Address.getWarehouseTypes", `{}`).Data, 5)
}

func TestStreets(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	city := addresses(c.call("Address.searchSettlements", `{"CityName":"Київ","Limit":1}`))[0]
	found := addresses(c.call("Address.searchSettlementStreets", `{"StreetName":"зраз","SettlementRef":"`+city["Ref"].(string)+`","Limit":5}`))
	require.Equal(t, "вул. Зразкова", found[0]["Present"])
	require.Equal(t, []any{"20000500621"}, c.call("Address.searchSettlementStreets", `{"StreetName":"зраз","SettlementRef":"`+city["Ref"].(string)+`"}`).ErrorCodes)
	require.Equal(t, []any{"20000500626"}, c.call("Address.searchSettlementStreets", `{"StreetName":"зраз","SettlementRef":"x","Limit":5}`).ErrorCodes)
	require.Equal(t, []any{"20000900767"}, c.call("Address.getStreet", `{}`).ErrorCodes)

	to := `"CounterpartyRef":"` + novaposhtatest.Sender + `","StreetRef":"` + found[0]["SettlementStreetRef"].(string) + `"`
	a := c.call("Address.save", `{`+to+`,"BuildingNumber":"7","Flat":"2"}`)
	require.Equal(t, "Зразкова вул. 7 кв. 2", a.Data[0]["Description"])
	again := c.call("Address.save", `{`+to+`,"BuildingNumber":"7","Flat":"2"}`)
	require.Equal(t, a.Data, again.Data)
	require.Equal(t, []any{"30000500679"}, again.WarningCodes)
	require.Equal(t, []any{"20000500639"}, c.call("Address.save", `{"CounterpartyRef":"`+novaposhtatest.Sender+`","BuildingNumber":"7"}`).ErrorCodes)
	require.Equal(t, []any{"20000900752"}, c.call("Address.delete", `{}`).ErrorCodes)
	require.Len(t, c.call("Counterparty.getCounterpartyAddresses", `{"Ref":"`+novaposhtatest.Sender+`"}`).Data, 1)

	from := c.made(object{"SenderAddress": a.Data[0]["Ref"], "ServiceType": "DoorsWarehouse"})
	require.Equal(t, 130.0, from["CostOnSite"])
}

// As recorded: the answer for the contact person stands in that for the counterparty.
func TestRecipients(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	const who = `{"CounterpartyType":"PrivatePerson","CounterpartyProperty":"Recipient","FirstName":"Олена","MiddleName":"Петрівна","LastName":"Приклад","Phone":"0670000002"}`
	nested := func(a answer) object { return a.Data[0]["ContactPerson"].(object) }
	one := c.call("Counterparty.save", who)
	require.Equal(t, "Приватна особа", one.Data[0]["Description"])
	require.Equal(t, []any{}, nested(one)["warnings"])
	again := c.call("Counterparty.save", who)
	require.Equal(t, []any{"Person already exists!"}, nested(again)["warnings"])
	require.Equal(t, []any{}, nested(again)["warningCodes"])
	require.Equal(t, nested(one)["data"], nested(again)["data"])
	other := c.call("Counterparty.save", strings.Replace(who, "0002", "0003", 1))
	require.Equal(t, one.Data[0]["Ref"], other.Data[0]["Ref"], "private persons share a counterparty")
	require.NotEqual(t, nested(one)["data"], nested(other)["data"])

	for body, codes := range map[string][]any{
		strings.Replace(who, "Олена", "", 1):                        {"20000100527"},
		strings.Replace(who, "Олена", "Olena", 1):                   {"20000100526"},
		strings.Replace(who, "0670000002", "067", 1):                {"20000100552"},
		strings.Replace(who, "Олена", strings.Repeat("о", 26), 1):   {"20000100528"},
		strings.Replace(who, "Приклад", strings.Repeat("п", 50), 1): {"20000900757"},
	} {
		require.Equal(t, codes, c.call("Counterparty.save", body).ErrorCodes, body)
	}

	a := c.call("Counterparty.save", `{"CounterpartyType":"Organization","CounterpartyProperty":"Recipient","EDRPOU":""}`)
	require.Equal(t, []any{"EDRPOU can't be empty for Organization", "CompanyName is not specified"}, a.Errors)
	require.Equal(t, object{"1": "20000900759"}, a.ErrorCodes, "fewer codes than texts")
	const company = `{"CounterpartyType":"Organization","CounterpartyProperty":"ThirdPerson","EDRPOU":"12345678","CityRef":"` + novaposhtatest.CityKyiv + `"}`
	ref := c.call("Counterparty.save", company).Data[0]["Ref"]
	a = c.call("Counterparty.save", company)
	require.Equal(t, ref, a.Data[0]["Ref"])
	require.Equal(t, object{"DuplicateValidate": "Counterparty is not unique"}, a.Warnings)
	require.Equal(t, object{"DuplicateValidate": "30000900779"}, a.WarningCodes)

	private := one.Data[0]["Ref"].(string)
	a = c.call("Counterparty.update", `{"Ref":"`+private+`","CityRef":"`+novaposhtatest.CityKyiv+`"}`)
	require.Equal(t, []any{"30000902062"}, a.WarningCodes)
	for ref, code := range map[string]any{private: "20000901631", novaposhtatest.Sender: "20000901045", "x": "20000400480", "": "20000900752"} {
		require.Equal(t, []any{code}, c.call("Counterparty.delete", `{"Ref":"`+ref+`"}`).ErrorCodes)
	}
	require.True(t, c.call("Counterparty.delete", `{"Ref":"`+ref.(string)+`"}`).Success)
}

func TestTheSenderAndItsPeople(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	a := c.call("CounterpartyGeneral.getCounterparties", `{"CounterpartyProperty":"Sender","Page":"1"}`)
	require.Equal(t, []any{novaposhtatest.Sender}, names(a.Data, "Ref"))
	require.Equal(t, []any{"20000901046"}, c.call("Counterparty.getCounterparties", `{}`).ErrorCodes)
	a = c.call("Counterparty.getCounterpartyContactPersons", `{"Ref":"`+novaposhtatest.Sender+`","Page":"1"}`)
	require.Equal(t, novaposhtatest.SenderContact, a.Data[0]["Ref"])
	require.Equal(t, novaposhtatest.SenderPhone, a.Data[0]["Phones"])
	require.Equal(t, object{"totalCount": 1.0}, a.Info)
	for contract, c := range map[bool]*caller{false: c, true: start(t, novaposhtatest.Settings{Contract: true})} {
		a := c.call("Counterparty.getCounterpartyOptions", `{"Ref":"`+novaposhtatest.Sender+`"}`)
		require.Equal(t, contract, a.Data[0]["CanNonCashPayment"])
		require.Equal(t, contract, a.Data[0]["CanAfterpaymentOnGoodsCost"])
		all := c.recipient()
		all["PaymentMethod"], all["AfterpaymentOnGoodsCost"] = "NonCash", "1400"
		require.Equal(t, contract, c.call("InternetDocument.save", properties(all)).Success)
	}

	of := `"CounterpartyRef":"` + c.recipient()["Recipient"].(string) + `","FirstName":"Ганна","LastName":"Приклад","Phone":"0670000009"`
	one := c.call("ContactPerson.save", `{`+of+`}`)
	require.Nil(t, one.Data[0]["Email"])
	require.Equal(t, []any{"30000801043"}, c.call("ContactPerson.save", `{`+of+`}`).WarningCodes)
	ref := one.Data[0]["Ref"].(string)
	a = c.call("ContactPerson.update", `{"Ref":"`+ref+`",`+strings.Replace(of, "Ганна", "Анна", 1)+`}`)
	require.Equal(t, "Приклад Анна", a.Data[0]["Description"])
	require.True(t, c.call("ContactPerson.delete", `{"Ref":"`+ref+`"}`).Success)
	require.Equal(t, []any{"20000400480"}, c.call("ContactPerson.delete", `{"Ref":"`+ref+`"}`).ErrorCodes)
	require.Equal(t, []any{"20000801416"}, c.call("ContactPerson.update", `{"Ref":"`+novaposhtatest.SenderContact+`",`+of+`}`).ErrorCodes)
}

func TestARegisterIsFilledInPart(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	row := c.made(nil)
	ref := row["Ref"].(string)
	a := c.call("ScanSheet.insertDocuments", `{"DocumentRefs":["`+ref+`","`+novaposhtatest.Sender+`"]}`)
	require.True(t, a.Success, "although one was refused")
	sheet := a.Data[0]
	require.Regexp(t, `^105-\d{8}$`, sheet["Number"])
	require.Equal(t, "Document not found", sheet["Errors"].([]any)[0].(object)["Error"])
	require.Equal(t, []any{object{"Ref": ref, "Number": row["IntDocNumber"]}}, sheet["Success"])
	require.Equal(t, []any{"20000200153"}, c.call("InternetDocument.delete", `{"DocumentRefs":"`+ref+`"}`).ErrorCodes)
	list := c.call("ScanSheet.getScanSheetList", `{}`).Data
	require.Equal(t, 1.0, list[0]["Count"])
	one := c.call("ScanSheet.getScanSheet", `{"Ref":"`+sheet["Ref"].(string)+`"}`).Data[0]
	require.Equal(t, 1400.0, one["TotalCost"])
	require.Equal(t, []any{"20001300961"}, c.call("ScanSheet.getScanSheet", `{"Ref":"x"}`).ErrorCodes)
	a = c.call("ScanSheet.insertDocuments", `{"DocumentRefs":["`+ref+`"],"Ref":"`+novaposhtatest.Sender+`"}`)
	require.Equal(t, []any{"ERR_0001"}, a.ErrorCodes)
	require.Len(t, a.Data, 1, "a stub beside the error")
	a = c.call("ScanSheet.removeDocuments", `{"DocumentRefs":["`+ref+`","x"]}`)
	require.Equal(t, []any{"", "Document is invalid"}, names(a.Data, "Error"))
	a = c.call("ScanSheet.deleteScanSheet", `{"ScanSheetRefs":["`+sheet["Ref"].(string)+`","x"]}`)
	require.Equal(t, []any{"", "ScanSheet is invalid"}, names(a.Data, "Error"))
	require.True(t, c.call("InternetDocument.delete", `{"DocumentRefs":"`+ref+`"}`).Success)
}

func TestAParcelIsReturnedAndRedirectedByRequest(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	number := c.made(nil)["IntDocNumber"].(string)
	may := func() answer {
		return c.call("AdditionalService.CheckPossibilityCreateReturn", `{"Number":"`+number+`"}`)
	}
	require.Equal(t, []any{"20000301249"}, may().ErrorCodes, "it is not handed over")
	c.srv.Arrive(number)
	require.Equal(t, novaposhtatest.BranchKyiv, may().Data[0]["Ref"])
	reason := c.call("AdditionalService.getReturnReasons", `{}`).Data[0]["Ref"].(string)
	subtype := c.call("AdditionalService.getReturnReasonsSubtypes", `{"ReasonRef":"`+reason+`"}`).Data[0]["Ref"].(string)
	ask := `{"OrderType":"orderCargoReturn","IntDocNumber":"` + number + `","PaymentMethod":"Cash","Reason":"` + reason + `","SubtypeReason":"` + subtype + `"`
	require.Contains(t, c.call("AdditionalService.save", ask+`}`).Errors.([]any)[0], "ReturnAddressRef")
	a := c.call("AdditionalService.save", ask+`,"ReturnAddressRef":"`+novaposhtatest.BranchKyiv+`"}`)
	require.Regexp(t, `^102-\d{8}$`, a.Data[0]["Number"])
	require.Equal(t, "102", c.status(number))
	list := c.call("AdditionalService.getReturnOrdersList", `{"BeginDate":"01/03/2026 00:00","EndDate":"03/03/2026 00:00"}`).Data
	require.Equal(t, []any{number}, names(list, "DocumentNumber"))
	require.Equal(t, "5", c.status(list[0]["ExpressWaybillNumber"].(string)))
	require.Empty(t, c.call("AdditionalService.getRedirectionOrdersList", `{}`).Data)
	require.Equal(t, []any{"20000301249"}, c.call("AdditionalService.save", ask+`,"ReturnAddressRef":"x"}`).ErrorCodes, "it is on its way back")

	number = c.made(nil)["IntDocNumber"].(string)
	c.srv.Ship(number)
	require.Equal(t, number, c.call("AdditionalService.checkPossibilityForRedirecting", `{"Number":"`+number+`"}`).Data[0]["Number"])
	require.Equal(t, true, c.call("AdditionalService.CheckPossibilityChangeEW", `{"IntDocNumber":"`+number+`"}`).Data[0]["CanChangeRecipient"])
	a = c.call("AdditionalService.save", `{"OrderType":"orderChangeEW","IntDocNumber":"`+number+`","RecipientContactName":"Приклад Ганна","RecipientPhone":"380670000009"}`)
	require.True(t, a.Success, a.Errors)
	rows, _ := c.track(number)
	require.Equal(t, "Приклад Ганна", rows[number]["RecipientFullName"])
	a = c.call("AdditionalService.save", `{"OrderType":"orderRedirecting","IntDocNumber":"`+number+`","RecipientWarehouse":"`+novaposhtatest.LockerLviv+`"}`)
	require.True(t, a.Success, a.Errors)
	require.Equal(t, "104", c.status(number))
	require.True(t, c.call("AdditionalService.delete", `{"Ref":"`+a.Data[0]["Ref"].(string)+`"}`).Success)
	require.Equal(t, []any{"Ref not found"}, c.call("AdditionalService.delete", `{"Ref":"x"}`).Errors)
	require.Equal(t, []any{"20000301271"}, c.call("AdditionalService.save", `{"OrderType":"orderChangeEW","IntDocNumber":"20450000009999"}`).ErrorCodes)
}

func TestForms(t *testing.T) {
	c := start(t, novaposhtatest.Settings{PrintedStay: true})
	row := c.made(nil)
	number, ref := row["IntDocNumber"].(string), row["Ref"].(string)
	key := "/apiKey/" + novaposhtatest.DefaultKey
	for path, want := range map[string]string{
		"/orders/printMarking100x100/orders[]/" + number + "/type/pdf/zebra/zebra" + key: "%PDF",
		"/orders/printMarking85x85/orders[]/" + number + "/type/pdf8" + key:              "%PDF",
		"/orders/printDocument/orders[]/" + ref + "/type/html" + key:                     "<!DOCTYPE html><html><body>" + number,
		"/orders/printDocument/orders[]/" + ref + "/type/pdf/apiKey/wrong":               "<!DOCTYPE html><html><head>",
		"/orders/printDocument/orders[]/20450000009999/type/pdf" + key:                   "<!DOCTYPE html><html><head>",
		"/orders/printDocument/orders[]/" + ref + "/size/pdf" + key:                      "404",
		"/orders/printPoster/orders[]/" + ref + "/type/pdf" + key:                        "404",
	} {
		_, body := c.send("GET", path, "")
		require.True(t, strings.HasPrefix(string(body), want), "%s: %s", path, body)
	}
	require.Equal(t, []any{"20000200154"}, c.call("InternetDocument.delete", `{"DocumentRefs":"`+ref+`"}`).ErrorCodes)
	require.Equal(t, true, c.call("InternetDocument.getDocument", `{"Ref":"`+ref+`"}`).Data[0]["Printed"])
}

func TestDictionaries(t *testing.T) {
	c := start(t, novaposhtatest.Settings{})
	c.key = ""
	for method, want := range map[string][]any{
		"Common.getServiceTypes":               {"DoorsDoors", "DoorsWarehouse", "WarehouseWarehouse", "WarehouseDoors", "DoorsPostomat", "WarehousePostomat"},
		"Common.getCargoTypes":                 {"Parcel", "Cargo", "Documents", "TiresWheels", "Pallet"},
		"Common.getBackwardDeliveryCargoTypes": {"Documents", "Money"},
		"Common.getPaymentForms":               {"NonCash", "Cash"},
	} {
		require.Equal(t, want, names(c.call(method, `{}`).Data, "Ref"), method)
	}
	require.Equal(t, []any{"20000400449"}, c.call("Common.getTimeIntervals", `{"RecipientCityRef":"`+novaposhtatest.CityKyiv+`"}`).ErrorCodes)
	settlement := addresses(c.call("Address.searchSettlements", `{"CityName":"Київ","Limit":1}`))[0]["Ref"].(string)
	require.Len(t, c.call("Common.getTimeIntervals", `{"RecipientCityRef":"`+settlement+`"}`).Data, 3)
	require.Len(t, c.call("Common.getPackList", `{"Length":"240","Width":"170.0"}`).Data, 1)
	require.Empty(t, c.call("Common.getPackList", `{"Length":"241"}`).Data)
	for _, r := range c.call("CommonGeneral.getMessageCodeText", `{}`).Data {
		require.Regexp(t, `^[23]\d{10}$`, r["MessageCode"])
		require.NotEmpty(t, r["MessageText"])
	}
}
