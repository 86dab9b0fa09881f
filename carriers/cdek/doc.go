// Package cdek is a client for CDEK (СДЭК), a Russian parcel carrier with its own offices and lockers: API v2.
//
//	parcels := cdek.New(account, securePassword)
//	o, err := parcels.CreateAndWait(ctx, cdek.Draft{Number: "SHP-20417", Tariff: 136, ShipmentPoint: "MSK5", DeliveryPoint: "SPB14", ...})
//	fmt.Println(o.CDEKNumber) // the tracking number
//
// The vendor's page is https://apidoc.cdek.ru, state of January 2026. Its test stand is [Test], with the public
// account wqGwiQx0gg8mLtiEKsUinjVSICCjtTEP and secure password RmAmgvSgSl1yirlz9QupbzOJVqhCxcP5. Tokens are renewed
// automatically. Package cdektest is an in-process fake of the service; the example of this package uses it.
//
// Typed are orders, tariffs, delivery points, cities, webhooks, prints, pick-ups and agreements about the delivery.
// Batches announced in advance, registers of payments, receipts and photographs have no method: use [Client.Call].
// Errors name the call by method and path, such as "POST /v2/orders": the same names are the patterns of the fake's
// faults.
//
// [Client.Carrier] is the contract as the port of package carriers: a form that is filled in from an order, a request,
// a parcel. It offers the tariffs of the shop ([WithTariffs]); [KnownTariffs] is the table of the documented ones.
//
// # Accepted is not done
//
// CDEK answers 202 to a write and processes it afterwards. So [Client.CreateOrder] returns an order that may still
// become INVALID. [Client.WaitOrder] polls until that is settled, and [Client.CreateAndWait] does both. A refusal, at
// once or later, is an *ordo.Error with a [RefusalError] that names each field and code. [Errors] is the table of
// codes. An order has all requests that were ever made on it, with their errors and warnings. CDEK replaces an office
// that does not fit without an error: compare Order.DeliveryPoint with the draft.
//
// # One order for one number
//
// There is no idempotence key, but CDEK does not accept a second order with the same Draft.Number. CreateOrder
// searches for the number before it sends anything, and again after a lost answer; a second CreateOrder with the same
// number returns the first order. Other writes may be repeated too: [Client.DeleteOrder], [Client.RefuseOrder],
// [Client.CreateClientReturn], [Client.CreateIntake] with an order, and [Client.CreateSubscription] check the state
// before they act. Only ordinary deliveries, which have no number of the shop, and pick-ups without an order can be in
// doubt.
//
// # Where a parcel is
//
// [Statuses] is the table of statuses in all their spellings; [StatusOf] returns the [Phase] and whether it is final.
// status.CDEK maps them to shipments. A code that is not documented is kept, with [PhaseUnknown]. DELIVERED with
// reason 20 is a partial delivery: see OrderItem.Handed. Returned goods travel under another order, linked as
// [ReturnOrder]; its DELIVERED means that the shop has them: [Order.IsOutward]. A final status can be withdrawn
// (Status.Deleted); [Order.Current] and [Order.History] leave those out.
//
// Webhooks ([Webhook], [Event]) are not signed, are repeated and arrive out of order. A receiver that answers anything
// but 200 loses the subscription: see [Webhook.Answer] and [Client.CreateSubscription]. So read open orders regularly
// as well.
//
// # Units and limits
//
// Weights are grams, sizes centimetres; those of offices and tariffs kilograms. Sums are exact (wire.Sum), in roubles
// unless [Client.WithCurrency] is used; VAT is always included. Times carry their zone. An order has at most 255
// packages, 126 lines and 999 pieces in a line. A print has at most 100 orders, an account 2 subscriptions.
// [Client.ListDeliveryPoints], [Client.ListCities] and [Client.ListRegions] are read row by row, in bounded memory.
// Rate limits are not documented, so none is set: use ordo.WithLimits.
//
// # Not documented
//
// Fields, codes and tables are the vendor's. These facts are guesses, each made in one place:
//
//   - how long a new order may not be found (visibleWithin, recheckPace);
//   - that a failed or deleted order frees its number (numberFree);
//   - the order of statuses in the same second ([Order.History]);
//   - the uuid in the answer to clientReturn ([Client.CreateClientReturn]);
//   - the shape of the list of an order's pick-ups ([Client.ListIntakes]);
//   - which codes pass without action (integrationErrors);
//   - that VAT "none" is null;
//   - the greatest length of an article (maxArticle);
//   - the tariff of a return (reverseTariff).
package cdek
