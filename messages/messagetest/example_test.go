package messagetest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
)

// The test of an implementation is one line. The fixture connects it with a fake of the system.
func ExampleRun() {
	var port messages.Sender // the implementation
	var gate struct{ Messages func() []messagetest.Sent }

	_ = func(t *testing.T) {
		messagetest.Run(t, func(*testing.T) messagetest.Fixture {
			return messagetest.Fixture{Port: port, Kind: messages.KindSMS, To: messages.Address{Phone: "+79010000001"}, Sent: gate.Messages}
		})
	}
	// Output:
}

// A host's tests look at what was sent.
func ExampleMemory() {
	var mail messagetest.Memory
	out, err := mail.Send(context.Background(), messages.Message{
		Key: "A-1042/receipt", Kind: messages.KindEmail, To: messages.Address{Email: "anna@example.com"}, Subject: "Receipt",
	})
	fmt.Println(out.Kind, err, mail.Sent()[0].Subject)
	// Output: applied <nil> Receipt
}
