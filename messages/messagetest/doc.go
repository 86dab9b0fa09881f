// Package messagetest has the conformance suite of [messages.Sender], and [Memory], a sender in memory for tests of
// hosts. The suite checks that a message arrives as it was written, that it is sent once whatever answer is lost, that
// an addressee who cannot be reached is named, and that foreign text adds no recipients.
//
//	func TestConformance(t *testing.T) {
//		messagetest.Run(t, func(t *testing.T) messagetest.Fixture {
//			gate := newFakeGate(t)
//			return messagetest.Fixture{Port: mysms.New(gate.URL()), Kind: messages.KindSMS, To: messages.Address{Phone: "+79010000001"}, Sent: gate.Messages}
//		})
//	}
//
// Required fields of a fixture are marked. Every other field enables more checks; a check without its fields is skipped
// and names them.
package messagetest
