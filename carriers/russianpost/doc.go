// Package russianpost is a client for Russian Post (Почта России): Otpravka, where senders with a contract make
// parcels, the public calculator of prices, and tracking.
//
//	post := russianpost.New(token, login, password)
//	o, err := post.CreateOrder(ctx, russianpost.Draft{Number: "A-1042-S1", MailType: russianpost.Parcel, ...})
//	fmt.Println(o.Barcode) // ШПИ, the tracking number
//
//	tracking := russianpost.NewTracking(trackingLogin, trackingPassword)
//	records, err := tracking.History(ctx, o.Barcode)
//
// The vendor's pages are https://otpravka.pochta.ru/specification and https://tracking.pochta.ru/specification. There
// are three accesses: the application token with the login of Otpravka, another login of tracking, and none for the
// calculator. An error names the access that was refused. There is no test stand, and nobody is called: state is read.
// Package russianposttest is an in-process fake of all three.
//
// Typed are orders, batches, papers, archive, returns, normalised addresses, names and phones, prices by contract,
// offices and points, and the account; of tracking the history of a parcel, tickets for many, and the money that was
// collected. Courier time slots and customs have no method: use [Client.Call]. Sums are kopecks, weights grams, sizes
// centimetres; times carry their zone, and those without one are read as Moscow's.
//
// # One parcel for one number
//
// The shop's number is no key for the Post: the same request makes a second parcel. [Client.CreateOrder] searches for
// the number in the backlog and in batches, before it sends anything and after a lost answer; if that cannot be done,
// the error is of class InDoubt. Two parcels of one number are an error with a [DuplicateError]. An order costs nothing
// until its batch is checked in: up to then it can be changed, taken back and deleted.
//
// # Answers
//
// A refusal is an *ordo.Error with a [RefusalError], with whatever status it comes and in whichever of the vendor's
// forms. Requests about several orders can be done in part: what was done is returned, and the error tells the rest by
// position. [ErrorOf] describes a code; one code may mean another thing in another call, as 1001 does for
// [Client.GetTariff]. Requests beyond those of the day are refused until midnight: [LimitError].
//
// # Where a parcel is
//
// Own parcels are best followed with [Client.SearchShipments], whose last operation ([Order.Last]) costs no request of
// tracking. The free access of tracking has a hundred requests a day ([Tracking.History]); with a contract
// [Tracking.CreateTicket] asks for many, and [Answer.Sort] accounts for each. An operation is a pair of numbers such as
// "8/2"; the list of them is to be read as a whole, as late ones are inserted. A parcel without operations is no news,
// also if it had some before.
//
// # The carrier
//
// [Client.Carrier] is the account as the port of package carriers:
//
//	parcels, err := post.Carrier(russianpost.Settings{Office: "101000", Tracking: tracking})
//
// A request becomes an order of the backlog and has its barcode at once; the batch and its check-in are made with the
// client, when parcels are handed over, and papers can be printed after that. [Carrier] says how parcels are followed
// within the hundred requests of a day, or with tickets. Goods in a parcel go without marking codes and without rates
// of VAT whose numbers are not known: the receipt has both.
//
// # Not documented
//
// These facts are guesses or taken from programs of others, each in one place:
//
//   - the rates that the services bear (usualLimits, trackingLimits), and when the day of a limit ends (untilMidnight);
//   - how long a new order may not be found (visiblePace), and whether its search is exact (Client.FindOrders);
//   - the numbers that the words of a last operation stand for (operationWords);
//   - the words by which tracking refuses requests beyond those of the day (isLimit);
//   - the largest page of batches (pageSize, leastPage);
//   - that a parcel tells its return by its linked barcode (Client.CreateReturn), and the address of
//     [Client.UpdateReturn];
//   - after which refusals something may have been done (errorTable);
//   - the rates of VAT other than 10 and 20 %, and the form of marking codes, in [Item];
//   - the unit of distances ([Office]) and weight limits ([PointOptions]);
//   - the further kinds of events of collected money ([CODEvent]);
//   - which types of offices are points and lockers (pointTypes, lockerTypes), and that all others hand out what waits
//     there until called for;
//   - that a whole row of goods is told to have come back, so that pieces of a partial redemption are rows of their own
//     (pieceMark), and that its rest comes back under the number of the parcel.
package russianpost
