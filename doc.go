// Package ordo holds what all clients of the SDK share: the options of their constructors ([Option]), the one type of
// error that they return ([Error]) with what to do about it ([Class]), and the calls that other systems make to us
// ([Webhooker]).
//
// # Folders
//
//   - order: what an order is and what may happen to it: lines, money, returns, events. No network, no clock.
//     order/amount holds money, quantities and VAT.
//
//   - status: the states that exist, and a table for each outside system that translates its codes.
//
//   - channels: where customers buy. The port, and the client megamarket.
//
//   - erp: where the merchant keeps the books. The port, the client retailcrm, and the files of torgsoft.
//
//   - exchange: goods, prices and stock between systems; exchange/files are folders of files.
//
//   - carriers: who delivers parcels. The port, and the clients cdek, novaposhta and russianpost.
//
//   - receipts: payments and fiscal receipts. The ports, and the clients atol, yookassa and chestnyznak.
//
//   - bridge: keeps all systems of an order in step; bridge/memory is its store in memory.
//
//   - fake: what the fake servers of the clients (megamarkettest, cdektest and so on) are made of.
//
//   - wire: the types of values that the clients share, such as a sum as another system wrote it.
//
// Every client can be used alone, and each has a fake server to test against.
//
// # Options
//
// A client is made from its credentials; [Option] values change how it works. Without options it calls the vendor's
// production service, within the vendor's documented limits.
//
//	crm := retailcrm.New("https://shop.retailcrm.example", key,
//		ordo.WithAccount("crm-1"),
//		ordo.WithLogger(slog.Default()),
//		ordo.WithLimits(ordo.Limits{PerSecond: 5, Burst: 10}))
//
// Where several machines work for one account, [WithLimiter] makes them keep to its limits together.
//
// # Errors and classes
//
// A client returns *[Error] for whatever goes wrong between it and the other system. [ClassOf] says what to do next:
//
//	switch ordo.ClassOf(err) {
//	case ordo.Retry, ordo.RateLimited: // nothing was done: repeat later
//	case ordo.InDoubt:                 // it may have been done: read before you repeat
//	case ordo.Auth:                    // a person must act
//	}
//
// The sentinels do the same for [errors.Is], for instance errors.Is(err, ordo.ErrInDoubt). A client repeats a failed
// call only where a repeat cannot do anything twice. What the other system has accepted and not done yet is a
// [PendingError]. Errors, logs and dumps hold no credentials.
//
// # Webhooks
//
// A port whose system calls us is a [Webhooker]: it authenticates a call before the body is read, reads it, and gives
// the answer that the system waits for. [TakeCall] does the first two steps. bridge.Bridge.Webhook is the http.Handler
// that does all of it and stores the call; without the bridge, use the type Webhook of the client's package. A body
// longer than the limit, [MaxCall] unless another is given, is answered 413.
package ordo
