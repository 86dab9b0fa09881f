// Package receipttest proves that an implementation of [receipts.Registrar] or [receipts.Gateway] keeps the port's
// promises: a receipt is registered and a refund paid once, whatever is lost on the way, nothing is sent that breaks a
// rule, and what is read is what is there.
//
//	func TestConformance(t *testing.T) {
//		receipttest.RunRegistrar(t, func(t *testing.T) receipttest.Registrar {
//			cloud := newFakeCloud(t)
//			return receipttest.Registrar{Port: myregisters.New(cloud.URL()), Count: cloud.Receipts, Works: cloud.Print}
//		})
//	}
//
// What a fixture needs is said at its fields. Every other field makes more checks possible; a check that lacks something is
// skipped and says so. It needs no dependency besides this module. It does not wait, but clients do: RunRegistrarInBubble
// and RunGatewayInBubble make that take no time.
package receipttest
