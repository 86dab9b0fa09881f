package onec_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

// The port asks the base for the stock of this moment, at the warehouses of the merchant's settings.
func ExampleClient_System() {
	base := onectest.New(onectest.Settings{})
	defer base.Close()
	_ = base.SetStock("MUG", "ЦС", 12)
	_ = base.SetStock("MUG", "МАГ-1", 3)

	settings, err := onec.ParseSettings([]byte(`{
		"organisation": "ООО Ромашка", "agreement": "Розничные продажи",
		"warehouses": [
			{"code": "ЦС", "city": "Москва", "central": true},
			{"code": "МАГ-1", "city": "Екатеринбург", "issues": true}
		]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	client := onec.New("https://1c.example/ut", onectest.User, onectest.Password, ordo.WithHTTPClient(&http.Client{Transport: base.Transport()}))
	books := client.System(settings)
	fmt.Println("check:", books.Check(context.Background()))
	for s, err := range books.Stock(context.Background(), "MUG", "CUP") {
		switch {
		case err != nil:
			fmt.Println(err)
		case s.Problem != nil:
			fmt.Println(s.Problem)
		default:
			fmt.Println(s.Article, s.Warehouse, s.Free)
		}
	}
	// Unordered output:
	// check: <nil>
	// no goods have the article "CUP"
	// MUG ЦС 12
	// MUG МАГ-1 3
}
