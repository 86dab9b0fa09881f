package smtp_test

import (
	"bytes"
	"context"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/smtp"
	"github.com/ordo-sdk/ordo/messages/smtp/smtptest"
)

func Example() {
	server := smtptest.New(smtptest.Settings{User: "orders", Password: "secret"})
	defer server.Close()
	mail := smtp.New(smtp.Settings{
		Host: server.Host(), User: "orders", Password: ordo.NewSecret("secret"),
		From: messages.Address{Name: "The shop", Email: "orders@shop.example"},
		Dial: server.Dial, Config: server.TLS(), // only for the server of this example
	})

	out, err := mail.Send(context.Background(), messages.Message{
		Key: "shop-1/A-1042/shipped/1", Kind: messages.KindEmail, To: messages.Address{Name: "Anna", Email: "anna@example.com"},
		Subject: "Order A-1042 is on its way", Text: "Your parcel has the number 10018182.",
	})
	fmt.Println(out.Kind, err)

	// Later the mail comes back to orders@shop.example.
	report := smtptest.Bounce(server.Mails()[0], "5.1.1", "550 no such user")
	bounce, err := smtp.ParseBounce(bytes.NewReader(report))
	fmt.Println(bounce.Key, bounce.Failed(), bounce.Text, err) // for bridge.Bridge.MessageFailed
	// Output:
	// applied <nil>
	// shop-1/A-1042/shipped/1 true 550 no such user <nil>
}
