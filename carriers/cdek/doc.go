// Package cdek is a client of CDEK (СДЭК), a Russian parcel carrier with offices and lockers of its own: API v2.
//
//	parcels := cdek.New(account, securePassword)
//	o, err := parcels.Place(ctx, cdek.Draft{Number: "SHP-20417", Tariff: 136, ShipmentPoint: "MSK5", DeliveryPoint: "SPB14", ...})
//	fmt.Println(o.CDEKNumber) // the tracking number
//
// The vendor's page: https://apidoc.cdek.ru, state of January 2026. Its test stand is [Test], with the public account
// wqGwiQx0gg8mLtiEKsUinjVSICCjtTEP and secure password RmAmgvSgSl1yirlz9QupbzOJVqhCxcP5. Tokens are fetched and renewed by
// themselves.
//
// [Client.Carrier] is the same contract in the words of package carriers: a form that is filled in from an order, a
// request, a parcel. It offers the tariffs that the shop names ([WithTariffs]); [KnownTariffs] is the table of the
// documented ones.
//
// # Accepted is not done
//
// CDEK answers 202 to a write and works on it afterwards. [Client.CreateOrder] therefore returns an order that may still turn
// INVALID; [Client.WaitOrder] asks until that is settled, and [Client.CreateAndWait] does both. What is refused, at once or later,
// is an
// *ordo.Error with a [RefusalError] that names each field and code. [Errors] is the table of codes: what each is
// about, and what to do. An order carries all requests that were ever made on it, with their errors and warnings. An
// office that does not fit is replaced by CDEK without an error: compare Order.DeliveryPoint with the draft.
//
// # One order for one number
//
// There is no key for repeats, but CDEK does not take a second order with the same Draft.Number. Create looks for the
// number before it sends anything, and again after a lost answer; a second Create with the same number returns the first
// order. The other writes too may be repeated: [Client.DeleteOrder], [Client.RefuseOrder], [Client.CreateClientReturn],
// [Client.CreateIntake] with an order, [Client.CreateSubscription] look before they act. Only ordinary deliveries, which have no
// number of the shop, and pick-ups without an order can be in doubt.
//
// # Where a parcel is
//
// [Statuses] is the table of statuses in all their spellings; [StatusOf] tells the [Phase] and whether it is final. What
// they mean to a shipment stands in status.CDEK. A code that is not documented comes through as it is, with
// [PhaseUnknown]. DELIVERED with reason 20 is a partial delivery: Item.Handed tells what was taken. Goods that go back
// travel by another order, linked as [ReturnOrder]; its DELIVERED means that the shop has them: [Order.IsOutward]. A
// final status can be taken back (Status.Deleted); [Order.Current] and [Order.History] leave those out.
//
// Webhooks ([Webhook], [Event]) are not signed, come twice and out of order, and a receiver that answers anything but 200
// loses the subscription: see [Webhook.Answer] and [Client.CreateSubscription]. So ask for the orders under way as well.
//
// # Lists
//
// [Client.ListDeliveryPoints], [Client.ListCities] and [Client.ListRegions] are read page by page and row by row, in bounded memory.
//
// # Units and limits
//
// Weights are grams, sizes centimetres; those of offices and tariffs kilograms. Sums are exact ([Sum]); VAT is always
// included. 255 packages, 126 lines, 999 pieces a line; 100 orders a print; 2 subscriptions an account. Limits of rate are
// not documented, so there are none by default: ordo.WithLimits.
//
// # How sure it is
//
// Fields, codes and tables are the vendor's own. Guessed, each in one place: how long a fresh order may not be found
// (visible, lookAgain), that a failed or deleted order frees its number (freed), the order of statuses in the same
// second ([Order.History]), the uuid that clientReturn answers with ([Client.CreateClientReturn]), the shape of the list of
// an order's pick-ups ([Client.ListIntakes]), which codes pass by themselves (integrationErrors), that VAT "none" is null, how
// long an article may be (maxArticle), and by which tariff goods come back that went out by another (backwards).
// Batches announced in advance, registers of payments, receipts and photographs have no method yet: [Client.Call].
package cdek
