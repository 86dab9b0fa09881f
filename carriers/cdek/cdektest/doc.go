// Package cdektest is CDEK in a box: an in-process server that behaves like API v2 for one contract, to test a service
// with. It issues tokens, takes orders and checks them later, prices them from a small table of tariffs, has cities and
// any number of delivery points, and sends webhooks. Calls and webhooks fail as a test says.
//
//	srv := cdektest.New(cdektest.Settings{})
//	defer srv.Close()
//	srv.Faults().Next("POST /v2/orders", fake.ResetAfter()) // the order is accepted, but the answer is lost
//	srv.Arrive("SHP-20417")                                     // it waits at the office of delivery
//
// What a test wants to know: [Server.Orders], [Server.Order], Calls, Commits, Exchanges (of package fake). Webhooks wait
// until SendHooks; [Server.Call] makes any for a handler under test.
//
// Every parameter, filter and field of the vendor's document is applied, or refused: one that a method does not have is
// v2_bad_request, which the vendor passes over. Left out on purpose, and answered 404: pre-alerts, registers, payments,
// receipts, passports, photographs, restrictions of goods, the check for reverse orders. Refused with v2_invalid_format:
// any language but rus, any currency but roubles, additional types of orders in the calculator. Never told: the planned
// day, the day until which goods are kept free, problems, calls and delays. An order for which no sender was given
// tells the holder of the contract. Its delivery costs what the calculator says, without services.
//
// It follows what is known of the vendor, and shares no code with the client. Guessed, because nothing is known: that
// an order which failed or was deleted frees its number, that a request by number shows the order that holds it, that
// uuid in the answer to clientReturn is that of the new order, that a third subscription is refused
// with v2_bad_request, that a VAT sum may be off by one kopeck, and which telephone numbers are refused: all that are not
// "+" and ten to fifteen digits, ten after +7.
package cdektest
