// Package novaposhta is a client for Nova Poshta (Нова Пошта), a Ukrainian carrier with branches and lockers: API 2.0.
//
//	parcels := novaposhta.New(apiKey)
//	w, err := parcels.CreateWaybill(ctx, novaposhta.Draft{Key: "A-1042-S1", DateTime: "2026-03-02", CargoType: novaposhta.Parcel, ...})
//	fmt.Println(w.Number) // ТТН, the tracking number
//	for t, err := range parcels.Track(ctx, novaposhta.Tracked{Number: w.Number}) { ... }
//
// The vendor's page is https://developers.novaposhta.ua. A key is made in the cabinet (Settings, Security) and belongs
// to one sender. There is no test stand: waybills of tests are real until they are deleted. Package novaposhtatest is
// an in-process fake of the service.
//
// Typed are waybills, tracking, prices, the directories of places and branches, counterparties, registries, orders for
// returns, and printed forms. Redirections, changes after the hand-over and reports have no method: use [Client.Call].
// Every method is a POST to one address; errors name it by model and method, such as "InternetDocument.save". The same
// two names are sent in the path, which the service ignores.
//
// [Client.Carrier] is the sender as the port of package carriers: a form that is filled in from an order, a request, a
// parcel. Waybills that were made elsewhere are tracked, too.
//
// # Answers
//
// A refusal comes with status 200: it is an *ordo.Error with a [RefusalError]. [Errors] is the table of the codes that
// matter; any other code is a refusal that is not repeated. Weight and size limits of branches have many codes, so that
// their texts count, too: [Problem.TooBig], [Problem.Limit]. Warnings of a success are kept ([Problems]), but for those
// of directories. Texts, codes and warnings come as lists or as objects, numbers as texts, and nothing as "": all of
// that is read. An empty sum was not told, which is not zero.
//
// # One waybill for one key
//
// There is no idempotence key. [Client.CreateWaybill] sends our number in the waybill (Draft.Key), and searches for it
// before it sends anything and after a lost answer. The list of waybills goes by the day of dispatch, not by the day of
// making, and the clocks of the service differ by hours: the whole list of the day of the draft is read, with one day
// on either side. If that cannot be done, the error is of class InDoubt. A waybill that was never handed over costs
// nothing; deletion ([Client.DeleteWaybill]) is refused for some seconds after the making.
//
// # Where a parcel is
//
// Nova Poshta calls nobody. [Client.Track] asks for a hundred waybills at once, with the owner's key: without it money
// that is collected is left out. status.NovaPoshta maps the codes to shipments; 106 may mean received or returned, and
// a person must look. 3 is an unknown number, and also one that is some seconds old. A parcel that is redirected or
// returned travels with another number, which the tracking of the first one names.
//
// # Places
//
// Names of places are searched for by their beginnings, so that one name finds others, and many places share a name.
// [SameName] compares names with any kind of apostrophe. Waybills need Refs: that of a branch fixes its city.
//
// # Units and limits
//
// Weights are kilograms, sizes centimetres, volumes cubic metres; sums are hryvnias, exact (wire.Sum). Times are those
// of Kyiv and carry the zone; days are written 2026-03-02 here. What each kind of cargo needs is in [Cargoes]. A
// waybill to a locker has one seat. Tracking has at most 100 waybills in a request, a list 100 waybills in a page.
// Directories change about once a day.
//
// # Not documented
//
// These facts are guesses or taken from programs of others, each in one place:
//
//   - the rate that the service bears (usualLimits);
//   - how long a new waybill may not be found (visiblePace), or not be deleted (deletePace);
//   - the words for the kinds of documents that are made from a waybill (kindReturn, kindRedirect);
//   - after which refusals something may have been done (errorTable);
//   - the addresses of printed forms (PrintForm.tail), and that a number prints like a Ref;
//   - how many places a search may return at once (searchPage);
//   - that a sum to be collected may have kopecks (Backward.Redelivery).
package novaposhta
