// Package yookassatest is an in-process fake of YooKassa, for tests of a service. It keeps payments, refunds, receipts
// and idempotence keys, checks sums, and sends notifications. Calls fail as a test sets.
//
//	kassa := yookassatest.New(yookassatest.Settings{})
//	defer kassa.Close()
//	client := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(kassa.URL()))
//	kassa.Faults().Next("POST /refunds", fake.ResetAfter()) // it takes effect, but its answer is lost
//
// A test plays buyers, banks and registers with [Server.Pay], [Server.Decline], [Server.SettleRefund],
// [Server.RefuseRefund] and [Server.RegisterReceipt]. It reads the state with [Server.Payments], [Server.Refunds] and
// [Server.Receipts], and with Calls, Commits and Exchanges of package fake. Keys expire and holds are cancelled by the
// clock of [Settings]; without one, time is the machine's: give the client Transport() inside testing/synctest.
// Notifications are queued until SendHooks; [Server.Call] makes any notification for a handler under test.
//
// The fake follows the vendor's documents and shares no code with the client. Not documented, so guessed: the texts of
// refusals, the answer to a known key with other data (keyReused, and Settings.ReusedKeysAnswer for the other
// possibility), that the receipt of a cancelled hold is reversed, that a partial capture lowers the payment's amount,
// that a marking code needs a planned status, who declines a payment for a reason without a recorded answer, the
// titles of methods other than cards and wallets, that receipts of refunds are listed under their payments too, and
// that fractions of a kopeck round half up.
//
// What the fake does not implement is refused, not ignored: saved methods (payment_method_id), recipients, transfers,
// deals, airlines, payments by electronic certificate and between companies. A notification that is not answered with
// 200 is repeated without end, not for 24 hours.
package yookassatest
