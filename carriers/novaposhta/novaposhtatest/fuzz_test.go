package novaposhtatest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
)

// methods are all that the fake answers.
var methods = strings.Fields(`Address.getAreas Address.getCities Address.getSettlements Address.searchSettlements Address.searchSettlementStreets
	Address.getStreet Address.getWarehouses Address.getWarehouseTypes Address.save Address.update Address.delete Counterparty.getCounterparties
	Counterparty.getCounterpartyContactPersons Counterparty.getCounterpartyAddresses Counterparty.getCounterpartyOptions Counterparty.save
	Counterparty.update Counterparty.delete ContactPerson.save ContactPerson.update ContactPerson.delete InternetDocument.save
	InternetDocument.update InternetDocument.delete InternetDocument.getDocument InternetDocument.getDocumentList
	InternetDocument.getDocumentPrice InternetDocument.getDocumentDeliveryDate TrackingDocument.getStatusDocuments Common.getTimeIntervals
	Common.getPackList Common.getCargoDescriptionList ScanSheet.insertDocuments ScanSheet.getScanSheet ScanSheet.removeDocuments
	ScanSheet.deleteScanSheet AdditionalService.CheckPossibilityCreateReturn AdditionalService.checkPossibilityForRedirecting
	AdditionalService.CheckPossibilityChangeEW AdditionalService.getReturnReasonsSubtypes AdditionalService.save AdditionalService.delete
	AdditionalService.getReturnOrdersList AdditionalService.getRedirectionOrdersList AdditionalService.getChangeEWOrdersList`)

// Whatever a method is sent, it is answered in the vendor's form, and what is refused changes nothing.
func FuzzCalls(f *testing.F) {
	srv := novaposhtatest.New(novaposhtatest.Settings{}) // the numbers of every server are alike
	defer srv.Close()
	n := srv.MakeWaybill(nil)
	w, _ := srv.Waybill(n)
	for _, s := range []string{
		`{}`, `[]`, `null`, `7`, properties(nil), properties(object{"Ref": w.Ref, "NewAddress": "1", "RecipientCityName": "Львів", "RecipientAddressName": 10}),
		properties(object{"OptionsSeat": []any{1, nil, object{"weight": []any{}}}, "BackwardDeliveryData": []object{{}}, "Cost": object{}}),
		`{"Ref":"` + w.Ref + `"}`, `{"DocumentRefs":["` + w.Ref + `",1,null,{}]}`, `{"Documents":[{"DocumentNumber":"` + n + `"},{}]}`,
		`{"DateTimeFrom":"01.03.2026","DateTimeTo":3,"Page":-1,"Limit":1e9}`, `{"OrderType":"orderChangeEW","IntDocNumber":"` + n + `"}`,
	} {
		for i, method := range methods {
			if s == `{}` || strings.HasSuffix(method, ".save") || strings.HasPrefix(method, "InternetDocument") || strings.HasPrefix(method, "Tracking") {
				f.Add(uint8(i), s)
			}
		}
	}
	f.Fuzz(func(t *testing.T, method uint8, properties string) {
		if !json.Valid([]byte(properties)) {
			return
		}
		c := start(t, novaposhtatest.Settings{Contract: true})
		c.srv.MakeWaybill(nil)
		model, name, _ := strings.Cut(methods[int(method)%len(methods)], ".")
		status, body := c.send("POST", "/v2.0/json/", `{"apiKey":"`+c.key+`","modelName":"`+model+`","calledMethod":"`+name+`","methodProperties":`+properties+`}`)
		require.Equal(t, http.StatusOK, status)
		var a answer
		require.NoError(t, json.Unmarshal(body, &a), "%s", body)
		if !a.Success {
			require.NotEmpty(t, a.Errors)
			require.Zero(t, c.srv.Commits("*"))
		}
	})
}
