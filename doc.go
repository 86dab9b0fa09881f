// Package ordo is the front door of an SDK for services that process orders: they sell on marketplaces and shops, keep
// their books in an ERP or a CRM, ship through carriers and must issue fiscal receipts.
//
// This package holds the words that every client of the SDK shares: the options of their constructors ([Option]), the
// one type of error they return ([Error]) and what to do about it ([Class]). The work is done elsewhere:
//
//   - order: what an order is and what may happen to it: lines, portions, money, returns, events. Pure: no network, no clock.
//
//   - status: what states exist, and the table that translates the codes of each outside system.
//
//   - channels/...: where customers buy, erp/...: where the merchant keeps the books, carriers/...: who moves parcels,
//     receipts/...: money and the law. One typed client a system, usable alone, with a fake server for tests.
//
//   - bridge: keeps all sides of an order in step. fake: what the fake servers are made of.
//
// A client is made from its credentials, and tuned by the options here:
//
//	crm := retailcrm.New("https://shop.retailcrm.example", key,
//		ordo.WithAccount("crm-1"),
//		ordo.WithLogger(slog.Default()),
//		ordo.WithLimits(ordo.Limits{PerSecond: 5, Burst: 10}))
//
// # Errors
//
// A client returns *[Error] for whatever goes wrong between it and the other system. Its Class says what to do next:
//
//	switch ordo.ClassOf(err) {
//	case ordo.Retry, ordo.RateLimited: // nothing was done: repeat later
//	case ordo.InDoubt:                 // it may have been done: look before repeating
//	case ordo.Auth:                    // a person must renew the credentials
//	}
//
// The same is asked with [errors.Is] and the sentinels, for instance errors.Is(err, ordo.ErrInDoubt).
// Clients repeat a failed call on their own only where repeating cannot do anything twice.
package ordo
