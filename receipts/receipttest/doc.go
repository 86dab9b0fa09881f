// Package receipttest has the conformance suites of [receipts.Registrar] and [receipts.Gateway]. They check that a
// receipt is registered and a refund paid once, whatever answer is lost, that nothing is sent that breaks a rule, and
// that documents and refunds are read as they are.
//
//	func TestConformance(t *testing.T) {
//		receipttest.RunRegistrar(t, func(t *testing.T) receipttest.Registrar {
//			cloud := newFakeCloud(t)
//			return receipttest.Registrar{Port: myregisters.New(cloud.URL()), Count: cloud.Receipts, Process: cloud.Print}
//		})
//	}
//
// Required fields of a fixture are marked. Every other field enables more checks; a check without its fields is skipped
// and names them. The suites need no dependency outside this module. Clients wait before they retry:
// RunRegistrarInBubble and RunGatewayInBubble make that instant.
package receipttest
