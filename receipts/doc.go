// Package receipts plans the fiscal receipts of an order (54-ФЗ) and defines the ports to the services that register
// receipts and pay refunds.
//
// # The model
//
// A [Receipt] is what a cash register prints, in the words of the format of fiscal data (FFD) 1.05 and 1.2; the numbers
// in the comments are its tags. [Receipt.Check] checks the whole receipt before it is sent; its *[RuleError] lists
// every broken rule with its tag, field and position.
//
// # The plan
//
// [Plan] returns the receipts that an order requires so far: one for each payment, one for the goods when the buyer has
// them, one for each return block when its refund is paid. Held money has none until it is taken. It is a pure
// function: the same log gives the same receipts under the same keys. Later events add receipts and never change one
// that passes Check. Register the receipts in their order, under their keys; the plan may be made any number of times.
//
// # The ports
//
// A [Registrar] registers receipts. A [Gateway] reports payments and pays refunds. One service may be both. A gateway
// where payments are held before they are taken is a [Holder]. A service that calls back is a [Webhooker]; one that can
// check its own settings is a [Checker].
//
// An implementation needs this package and package order only. It must
//
//   - refuse what Check refuses, with its *[RuleError], before anything is sent;
//   - treat Receipt.Key and RefundOrder.Key as idempotency keys: a repeated call finds the first result;
//   - return an *ordo.Error with the class that the method's comment names, above all InDoubt when the outcome is unknown;
//   - be safe for concurrent use.
//
// receipttest.RunRegistrar and receipttest.RunGateway check all of this against a fake of the service.
package receipts
