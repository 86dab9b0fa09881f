package onectest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

// People count the goods of a shop; a program reads over plain HTTP what may be sold there.
func Example() {
	base := onectest.New(onectest.Settings{})
	defer base.Close()
	if err := base.SetStock("MUG", "МАГ-1", 3); err != nil {
		fmt.Println(err)
		return
	}

	address := base.URL() + onectest.Publication + "/odata/standard.odata/" +
		url.PathEscape("InformationRegister_РаспределениеЗапасов") + "?$format=json&$select=" + url.PathEscape("ВНаличии,Резерв,Свободно") +
		"&$filter=" + url.PathEscape("Состояние eq 'ОстатокНаСкладе' and Склад eq cast(guid'"+base.Key("Catalog_Склады", "МАГ-1")+"','Catalog_Склады')")
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	req.SetBasicAuth(onectest.User, onectest.Password)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	var answer struct {
		Value []struct{ ВНаличии, Резерв, Свободно float64 }
	}
	_ = json.NewDecoder(resp.Body).Decode(&answer)
	for _, v := range answer.Value {
		fmt.Println(v.ВНаличии, v.Резерв, v.Свободно)
	}
	// Output: 3 0 3
}
