package carriers_test

import (
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/carriers"
)

// A host draws a form without knowing the carrier, and shows what is wrong beside each field.
func ExampleForm_Check() {
	form := carriers.Form{Fields: []carriers.Field{
		{Name: "name", Label: "Получатель", Type: carriers.TypeText, Required: true},
		{Name: "phone", Label: "Телефон", Type: carriers.TypePhone, Required: true},
		{Name: "packages", Label: "Места", Type: carriers.TypeList, Required: true, Fields: []carriers.Field{
			{Name: "weight", Label: "Вес", Type: carriers.TypeInteger, Unit: "g", Min: "1", Required: true},
		}},
	}}
	values := carriers.Values{"name": "Иванова Анна", "phone": "8 901 000-00-02", "packages.1.weight": "0"}
	var no *carriers.FormError
	if errors.As(form.Check(values), &no) {
		for _, p := range no.Problems {
			fmt.Println(p)
		}
	}
	values["phone"], values["packages.1.weight"] = "+79010000002", "1200"
	fmt.Println(form.Check(values))
	// Output:
	// phone [type]: is "8 901 000-00-02": a telephone number is written like +79010000002
	// packages.1.weight [min]: is 0, at least 1 g is needed
	// <nil>
}
