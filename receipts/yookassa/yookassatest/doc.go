// Package yookassatest is YooKassa in a box: an in-process server that behaves like its API, to test a service with. It
// keeps payments, refunds, receipts and idempotence keys, checks sums, sends notifications, and fails on demand.
//
//	kassa := yookassatest.New(yookassatest.Settings{})
//	defer kassa.Close()
//	client := yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithBaseURL(kassa.URL()))
//	kassa.Faults().Next("POST /refunds", fake.ResetAfter()) // it is done, but its answer is lost
//
// The deeds of buyers, banks and registers are methods: [Server.Pay], [Server.Decline], [Server.SettleRefund],
// [Server.RefuseRefund], [Server.RegisterReceipt]; so is what a test wants to know: [Server.Payments], [Server.Refunds],
// [Server.Receipts], Commits (of package fake). Keys are forgotten and held money is let go by the clock of [Settings].
// Notifications wait until SendHooks; [Server.Call] makes any for a handler under test.
//
// It follows what is known of the vendor, and shares no code with the client. Guessed, because nothing is known: the
// words of refusals, what is answered to a known key with other data (keyReused, and Settings.ReusedKeysAnswer for the
// other possibility), that a cancelled hold has its receipt reversed, that a partial capture lowers the payment's amount,
// that a marking code needs a planned status, who declines for reasons of which no answer is recorded, the titles of
// methods but cards and wallets, that receipts of refunds are listed under their payments too, and that
// fractions of a kopeck round half up. What this server does not do is refused, not passed over: saved methods
// (payment_method_id), recipients, transfers, deals, airlines, payments by electronic certificate and between companies.
// Notifications that are not taken wait without end, not 24 hours.
package yookassatest
