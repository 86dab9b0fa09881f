// Package yookassa speaks the API of YooKassa (ЮKassa), version 3: payments, refunds and the fiscal receipts that go
// with them. It is a typed client, usable alone:
//
//	kassa := yookassa.New(shopID, secretKey)
//	p, err := kassa.CreatePayment(ctx, yookassa.Key("A-1042", "pay", "1"), yookassa.NewPayment{
//		Amount: amount.RUB(580000), Capture: true, Description: "Заказ A-1042",
//		Confirmation: &yookassa.NewConfirmation{Type: yookassa.Redirect, ReturnURL: back},
//		Metadata:     map[string]string{"order_id": "A-1042"},
//	})
//	// send the buyer to p.Confirmation.URL; a notification tells how it ended
//
// The vendor's page is "Справочник API ЮKassa" (yookassa.ru/developers/api), version 1.0.0. Wrapped are /payments,
// /refunds, /receipts, /webhooks and /me; the rest is reached with [Client.Call]. A test shop has an id and a key of
// its own, on the same address.
//
// # Keys: the same key gives the same object
//
// Every call that makes or changes something takes an idempotence key. Derive it from what is done and from the number
// of the attempt (see [Key]), and store it before the call: whoever repeats the call with it, also after a crash, gets
// the object that the first call made. The client itself repeats a call whose answer was lost, with the same key. An
// error of class Retry or RateLimited means: call again with the same key. A refusal, or an object that was canceled,
// is the definite answer to its key: a new attempt needs a new one.
//
// YooKassa forgets a key after 24 hours ([KeyLife]), and would then make a second object. Whoever does not know the
// outcome by then looks first: [Client.FindPayments] and [Client.FindRefunds] compare the sum and the metadata. So give
// payments and refunds metadata that names the order and the operation.
//
// With an empty key the client makes one that lives as long as the call. If such a call fails without a definite
// answer, its class is InDoubt, and its cause is a [KeyError] with the key to repeat it under.
//
// # Notifications
//
// YooKassa does not sign what it sends. [Webhook] checks where a call comes from and reads it; [Client.Verify]
// reads the object again, and only what that says is to be believed. No notification comes for a refund that was
// refused: use [Client.WaitRefund].
//
// # As a port
//
// [Client.Gateway] is the shop as a receipts.Gateway and receipts.Webhooker, and with [WithReceipts] as a
// receipts.Registrar; [Gateway.Check] tells whether it is set up. It keeps nothing.
//
// [Gateway.Refund] ensures: it looks among the refunds of the payment by the order's key, which they carry in their
// metadata, before it pays and after every try whose end is not known. Refunds of older editions, which do not tell
// metadata, and those made by hand cannot be told apart once they are a day old: one of the same sum leaves an order in
// doubt. So does a refusal beside one, whatever its age.
//
// The receipt of a refund goes along if [WithReceipts] says so; its VAT is then counted by the register, from price and
// rate, and may lie some kopecks beside that of the plan. What such a receipt cannot say is refused: agents, user's data
// and requisites, a cashier, the number of a country, marking codes in FFD 1.05, and other payment than electronic.
//
// # Which receipt is which
//
// Receipts have no metadata, YooKassa forgets keys after a day, and two shipments with the same goods make equal
// receipts of one payment. So [Gateway.Register] looks before it registers, in this order:
//
//   - a receipt that bears the key of this one ([WithKeysOnReceipts]) is it, for ever;
//   - money that comes or goes back has one receipt: one of all of the payment's or refund's sum, made along with it, by us
//     or by hand, is it, for ever. A receipt of a part of money that has one already is in doubt, and so is one that shows
//     it as paid for the goods where the other shows it as paid before them;
//   - of what says the same as this one, made within the day that keys are known, the key tells which is which;
//   - older ones leave it in doubt: they may be this one or another shipment's. Nothing is registered then, and a person looks.
//
// What says the same is found generously, by lines, modes, settlements and marking codes, as far as they are told: rather a
// receipt in doubt than one registered twice. One that failed counts for nothing, as it is no fiscal document. When a
// receipt was made is not told; the list is asked for those of the last day.
//
// There are no corrections and no cash, and YooKassa does not tell why a register refused a receipt, so none is told to be
// given again as it is.
//
// # Limits
//
// No numbers of a rate limit are known, so none is set; use ordo.WithLimits. Answers take up to 30 s. Lists come in
// pages of 100, newest first, and reach three years back. A receipt has at most 80 lines on YooKassa's own registers
// and 100 on others; a payment and a refund have at most 30 receipts each.
//
// # How sure it is
//
// Not known, and guessed in one place each: which characters a key may have (keyChars), how price × quantity is rounded
// in the check of a receipt's sum ([Item.Sum]), whether the register wants marking codes as scanned or in Base64
// ([MarkForm]), whether it takes the requisite of [WithKeysOnReceipts], that the receipt of a hold that is let go is
// reversed by YooKassa if it went along (subject.reversed), that a piece is planned to be sold or returned by a receipt
// (pieceSold, pieceReturned), and that a payment captured in part shows what was captured as its Amount
// ([Payment.Remaining]). What YooKassa answers to a known key with other data is known from clients only, as a refusal that
// names the key: if it hands out the first object, the client notices and returns a [KeyReusedError].
package yookassa
