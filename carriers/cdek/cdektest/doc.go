// Package cdektest is an in-process fake of CDEK's API v2 for one contract, for tests of a service. It issues tokens,
// accepts orders and checks them later, prices them from a small table of tariffs, has cities and any number of
// delivery points, and sends webhooks. Calls and webhooks fail as a test sets.
//
//	srv := cdektest.New(cdektest.Settings{})
//	defer srv.Close()
//	srv.Faults().Next("POST /v2/orders", fake.ResetAfter()) // the order is accepted, but the answer is lost
//	srv.Arrive("SHP-20417")                                     // it waits at the office of delivery
//
// A test reads the state with [Server.Orders] and [Server.Order], and with Calls, Commits and Exchanges of package
// fake. Webhooks are queued until SendHooks; [Server.Call] makes any webhook for a handler under test.
//
// # Time
//
// CDEK checks an order after it has answered, so the client waits between questions, and in a test this is real time:
// seconds for each order. There are two ways to avoid it. Run the test in testing/synctest, where waiting takes no
// time, and give the client the in-memory transport, because a bubble does not wait for sockets:
//
//	synctest.Test(t, func(t *testing.T) {
//		srv := cdektest.New(cdektest.Settings{})
//		defer srv.Close()
//		c := cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()}))
//		...
//	})
//
// Or set Settings.CheckReads to -1, so that orders are checked when they are created; WaitOrder still begins with a
// pause of a second.
//
// # What it checks
//
// Every parameter, filter and field of the vendor's document is applied or refused: one that a method does not have is
// v2_bad_request, where the vendor ignores it. Not implemented, and answered 404: pre-alerts, registers, payments,
// receipts, passports, photographs, restrictions of goods, the check for reverse orders. Refused with
// v2_invalid_format: any language but rus, any currency but roubles, additional types of orders in the calculator.
// Never returned: the planned day, the day until which goods are kept free, problems, calls and delays. An order
// without a sender returns the holder of the contract. Its delivery costs what the calculator returns, without
// services.
//
// The fake follows the vendor's documents and shares no code with the client. Not documented, so guessed: that an
// order which failed or was deleted frees its number, that a request by number returns the order that holds it, that
// the uuid in the answer to clientReturn is that of the new order, that a third subscription is refused with
// v2_bad_request, that a VAT sum may differ by one kopeck, and which telephone numbers are refused: all that are not
// "+" and ten to fifteen digits, ten after +7.
package cdektest
