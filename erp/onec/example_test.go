package onec_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

// What the shops have, as it is now.
func ExampleClient_ListStock() {
	demo := onectest.New(onectest.Settings{})
	defer demo.Close()
	_ = demo.SetStock("MUG", "МАГ-1", 3) // people count the goods
	ctx := context.Background()
	base := onec.New(demo.URL()+onectest.Publication, onectest.User, onectest.Password)

	mug, err := base.Goods().Find(ctx, onec.Eq("Артикул", "MUG"))
	if err != nil {
		fmt.Println(err)
		return
	}
	levels, err := base.ListStock(ctx, mug.Ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range levels {
		place, err := base.Warehouses().Get(ctx, l.Warehouse)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(place.Name, l.Free)
	}
	// Output: МАГ-1 3
}

// A customer is known again by his name, so that he is created once, and an edit writes nothing but what it changed.
func Example() {
	demo := onectest.New(onectest.Settings{})
	defer demo.Close()
	ctx := context.Background()
	base := onec.New(demo.URL()+onectest.Publication, onectest.User, onectest.Password).WithZone(time.FixedZone("Екатеринбург", 5*60*60))

	customer := onec.Partner{Name: "Иванова Анна", FullName: "Иванова Анна Петровна", Kind: "ЧастноеЛицо", Customer: true}
	for range 2 {
		made, err := base.Partners().Create(ctx, customer, onec.Eq("Description", customer.Name))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(made.Value.FullName, made.Existed)
	}
	known, err := base.Partners().Find(ctx, onec.Eq("Description", "Иванова Анна"))
	if err != nil {
		fmt.Println(err)
		return
	}
	now, err := base.Partners().Change(ctx, known.Ref, func(p *onec.Partner) error {
		p.Contacts = append(p.Contacts, onec.Contact{Type: "Телефон", Text: "+7 912 000-00-00", Phone: "79120000000"})
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(now.Contacts), now.Contacts[0].Text)
	// Output:
	// Иванова Анна Петровна false
	// Иванова Анна Петровна true
	// 1 +7 912 000-00-00
}

// A register that this package does not type is read by a type of one's own.
func ExampleNewRegister() {
	demo := onectest.New(onectest.Settings{})
	defer demo.Close()
	_ = demo.SetStock("BOWL", "ЦС", 2)
	base := onec.New(demo.URL()+onectest.Publication, onectest.User, onectest.Password)

	type balance struct {
		OnHand onec.Quantity `json:"ВНаличииBalance"`
		onec.Record
	}
	for b, err := range onec.NewRegister[balance](base, "AccumulationRegister_ТоварыНаСкладах").Balance(context.Background(), onec.Filter{}, "Номенклатура") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(b.OnHand)
	}
	// Output: 2
}
