// Package receipts is money and the law: the fiscal receipts of 54-ФЗ, which of them an order owes, and the ports to the
// services that register receipts and pay money back.
//
// # The model
//
// A [Receipt] is what a cash register prints, in the words of the format of fiscal data (FFD) 1.05 and 1.2; the numbers
// in the comments are its tags. [Receipt.Check] looks at all of it before anything is sent, and its *[RuleError] names
// each tag, position and rule that is broken.
//
// # The plan
//
// [Plan] tells which receipts an order owes up to now: one for each payment, one for the goods when they are with the
// buyer, one for each return block when its money is back. It is pure: the same log gives the same receipts under the
// same keys, and what happens later adds receipts and never changes one that passes Check. Register them by their keys, in
// their order, however often the plan is made.
//
// # The ports
//
// A [Registrar] registers receipts, a [Gateway] pays money back and knows how payments stand; a service may be both. What
// calls us is a [Webhooker]. An implementation of your own needs nothing but this package and package order, and proves
// itself with receipttest.RunRegistrar and receipttest.RunGateway.
package receipts
