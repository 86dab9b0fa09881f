package messages_test

import (
	"fmt"

	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// A host that has a template of its own uses it beside those of the package.
func ExampleTemplates() {
	t := messages.Templates{}.With("gift", texts.Polish, messages.Template{
		Subject: "Prezent do zamówienia {{.Number}}",
		Text:    "Dzień dobry, {{.Buyer}}! Do zamówienia dołożyliśmy prezent.",
	})
	m, err := t.Render("gift", texts.Polish, messages.KindEmail, messages.Data{
		Order: order.View{Number: "A-1042", Buyer: order.Buyer{Name: "Jan Nowak"}},
	})
	fmt.Println(m.Subject, err)
	fmt.Println(m.Text)
	// Output:
	// Prezent do zamówienia A-1042 <nil>
	// Dzień dobry, Jan Nowak! Do zamówienia dołożyliśmy prezent.
}
