// Package receipttest proves that an implementation of [receipts.Registrar] or [receipts.Gateway] keeps the port's
// promises: a receipt is registered and a refund paid once, whatever is lost on the way, nothing is sent that breaks a
// rule, and what is read is what is there.
//
//	func TestConformance(t *testing.T) {
//		receipttest.RunRegistrar(t, func(t *testing.T) receipttest.Registrar {
//			cloud := newFakeCloud(t)
//			return receipttest.Registrar{Port: myregisters.New(cloud.URL()), Documents: cloud.Count, Works: cloud.Print}
//		})
//	}
//
// It needs nothing but the standard library. What a fixture does not tell is not checked, and the test says so by a skip.
package receipttest
