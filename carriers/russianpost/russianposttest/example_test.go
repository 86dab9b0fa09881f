package russianposttest_test

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
)

// A parcel was made in the cabinet; it arrives, and is found by plain HTTP.
func Example() {
	srv := russianposttest.New(russianposttest.Settings{})
	defer srv.Close()
	srv.MakeOrder(map[string]any{"order-num": "A-1042"})
	srv.Accept("A-1042")
	srv.Arrive("A-1042")

	req, err := http.NewRequest(http.MethodGet, srv.URL()+"/1.0/shipment/search?query=A-1042", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Authorization", "AccessToken "+russianposttest.DefaultToken)
	req.SetBasicAuth(russianposttest.DefaultLogin, russianposttest.DefaultPassword)
	basic := req.Header.Get("Authorization")
	req.Header.Set("Authorization", "AccessToken "+russianposttest.DefaultToken)
	req.Header.Set("X-User-Authorization", basic)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	var parcels []map[string]any
	_ = json.NewDecoder(resp.Body).Decode(&parcels)
	for _, p := range parcels {
		fmt.Println(p["order-num"], p["last-oper-type"], p["last-oper-attr"], p["human-operation-name"])
	}
	// Output:
	// A-1042 PROCESSING ARRIVED Прибыло в место вручения
}
