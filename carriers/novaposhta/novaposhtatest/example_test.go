package novaposhtatest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
)

// A waybill was made in the cabinet; the parcel arrives, and is tracked by plain HTTP.
func Example() {
	srv := novaposhtatest.New(novaposhtatest.Settings{})
	defer srv.Close()
	number := srv.MakeWaybill(map[string]any{"InfoRegClientBarcodes": "A-1042-S1"})
	srv.Arrive("A-1042-S1")

	resp, err := http.Post(srv.URL()+"/v2.0/json/", "application/json", strings.NewReader(`{"apiKey":"`+novaposhtatest.DefaultKey+`",
		"modelName":"TrackingDocument","calledMethod":"getStatusDocuments","methodProperties":{"Documents":[{"DocumentNumber":"`+number+`"}]}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	var answer struct {
		Data []struct{ StatusCode, Status, WarehouseRecipient string }
	}
	_ = json.NewDecoder(resp.Body).Decode(&answer)
	for _, p := range answer.Data {
		fmt.Println(p.StatusCode, p.Status)
		fmt.Println(p.WarehouseRecipient)
	}
	// Output:
	// 7 Прибув на відділення
	// Відділення №10 (до 30 кг): вул. Прикладна, 9
}
