// Package yookassa is a client for the API of YooKassa (ЮKassa), version 3: payments, refunds and the fiscal receipts
// that belong to them.
//
//	kassa := yookassa.New(shopID, secretKey)
//	p, err := kassa.CreatePayment(ctx, yookassa.Key("A-1042", "pay", "1"), yookassa.NewPayment{
//		Amount: amount.RUB(580000), Capture: true, Description: "Заказ A-1042",
//		Confirmation: &yookassa.NewConfirmation{Type: yookassa.Redirect, ReturnURL: back},
//		Metadata:     map[string]string{"order_id": "A-1042"},
//	})
//	// send the buyer to p.Confirmation.URL; a notification reports the outcome
//
// The vendor's page is "Справочник API ЮKassa" (yookassa.ru/developers/api), version 1.0.0. Typed are /payments,
// /refunds, /receipts, /webhooks and /me; [Client.Call] reaches the rest. A test shop has an id and a key, at the same
// address. Package yookassatest is an in-process fake of the service; the example of this package uses it.
//
// Errors name the call by method and path, such as "POST /refunds": the same names are the patterns of the fake's
// faults.
//
// # Keys: the same key returns the same object
//
// Every call that creates or changes something takes an idempotence key. Derive it from the operation and the number
// of the attempt (see [Key]), and store it before the call: a call that is repeated with it, also after a crash,
// returns the object that the first call created. The client repeats a call whose answer was lost with the same key.
// An error of class Retry or RateLimited means: call again with the same key. A refusal, or an object with status
// canceled, is the final answer to its key: a new attempt needs a new key.
//
// YooKassa forgets a key after 24 hours ([KeyLife]), and would then create a second object. If the outcome is not
// known by then, search first: [Client.FindPayments] and [Client.FindRefunds] compare the sum and the metadata. So
// give payments and refunds metadata that names the order and the operation.
//
// With an empty key the client makes one for the call. If such a call fails without a final answer, the error is of
// class InDoubt, and its cause is a [KeyError] with the key to repeat it under.
//
// # Notifications
//
// YooKassa does not sign notifications. [Webhook] checks the address of the sender and reads the notification;
// [Client.Verify] reads the object again, and only its result can be trusted. There is no notification for a refused
// refund: use [Client.WaitRefund].
//
// # The port
//
// [Client.Gateway] returns the shop as a receipts.Gateway and receipts.Webhooker, and with [WithReceipts] as a
// receipts.Registrar. [Gateway.Check] reports whether it is set up. It keeps no state.
//
// [Gateway.Payment] returns a payment as an order records it, with ID, Ref, sum and state. Record it as soon as it is
// created: a bridge keeps it up to date from then on, and finds the order of a notification by Ref.
//
//	pending, err := kassa.Gateway().Payment(ctx, order.Ref{ID: p.ID})
//	_, err = b.Do(ctx, id, order.Pay{Payment: pending}, by) // without a bridge: o.Do(order.Pay{Payment: pending}, by)
//
// [Gateway.Refund] searches the refunds of the payment for the order's key, which it writes into their metadata,
// before it creates a refund and after every try without a known outcome. A refund without metadata (of an older
// edition, or made by hand) that is older than a day and has the same sum leaves the order in doubt. So does a refusal
// when there is such a refund of any age.
//
// With [WithReceipts] the receipt of a refund is sent with the refund. The register computes its VAT from price and
// rate, which may differ from the plan by some kopecks. A receipt is refused if it has agents, user data or user
// attributes, a cashier, a numeric country code, marking codes in FFD 1.05, or a payment that is not electronic.
//
// [Gateway.Capture] and [Gateway.Release] end a hold, which lasts until the payment expires: a week for cards, less for
// other methods; YooKassa then cancels the payment. The law asks for a receipt when the money is taken. YooKassa makes
// one when it is held if the payment was created with a receipt, and corrects it when a part is captured; create a
// payment of two stages without a receipt, where the shop's settings allow that, and the bridge registers it after the
// capture.
//
// # How receipts are recognised
//
// Receipts have no metadata, YooKassa forgets keys after a day, and two shipments of the same goods make equal
// receipts of one payment. So [Gateway.Register] searches before it registers, in this order:
//
//   - A receipt that has the key of this one written on it ([WithKeysOnReceipts]) is this receipt, at any age.
//   - Money has one receipt. A receipt of the whole sum of the payment or refund is this receipt, at any age, whether
//     YooKassa made it with the payment, or ordo, or a person. In doubt are a receipt of a part of money that has a
//     receipt, and one that shows the money as paid for the goods where the other shows it as paid before them.
//   - Receipts with the same content that were made within the life of a key are told apart by the key.
//   - Older receipts with the same content leave it in doubt: each may be this receipt or that of another shipment.
//     Nothing is registered, and a person must check.
//
// Content is compared by lines, payment modes, settlements and marking codes, as far as YooKassa returns them. The
// comparison is loose, because a receipt in doubt is better than one registered twice. A failed receipt is ignored, as
// it is no fiscal document. YooKassa does not return when a receipt was made; the client lists those of the last day.
//
// Corrections and cash are not supported. YooKassa does not report why a register refused a receipt, so no failed
// receipt is offered for an unchanged repeat.
//
// # Limits
//
// Sums are exact, in the currency of the payment; times are UTC. Rate limits are not documented, so none is set: use
// ordo.WithLimits. An answer takes up to 30 s. Lists have pages of 100, newest first, and reach back three years. A
// receipt has at most 80 lines on YooKassa's own registers and 100 on others. A payment or a refund has at most 30
// receipts.
//
// # Not documented
//
// These facts are guesses, each made in one place:
//
//   - which characters a key may have (keyChars);
//   - how price × quantity is rounded in the check of a receipt's sum ([Item.Sum]);
//   - whether the register wants marking codes as scanned or in Base64 ([MarkForm]);
//   - whether the register accepts the attribute of [WithKeysOnReceipts];
//   - that YooKassa reverses the receipt of a hold that is cancelled (subject.reversed);
//   - that a unit is sold or returned by its receipt (pieceSold, pieceReturned);
//   - that the Amount of a payment captured in part is what was captured ([Payment.Remaining]);
//   - that a known key with other data is refused, and the refusal names the key, as clients report. If YooKassa returns
//     the first object instead, the client returns a [KeyReusedError].
package yookassa
