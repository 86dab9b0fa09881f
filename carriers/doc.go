// Package carriers defines the port to carriers. A [Carrier] describes its request as a [Form], accepts requests,
// tracks parcels and cancels them. Further abilities are small interfaces that a carrier may implement: [Quoter],
// [PointFinder], [CityFinder], [Labeler], [Changer], [Returner], [Webhooker], [Subscriber], [Checker].
//
//	f, err := parcels.Form(ctx, carriers.Consignment{Order: o.View(), Shipment: 1})
//	values := f.Values                 // filled in from the order; a person edits them
//	err = f.Check(values)              // a *FormError names each field and rule
//	p, err := parcels.Create(ctx, carriers.Request{Key: "A-1042-S1", Values: values})
//	_, err = o.Observe(report, by)     // report, _ := p.Report(shipment)
//
// # The form
//
// A form is a list of fields: name, type, limits, choices, when it is required. A host draws it, checks it and sends
// the values without knowing the carrier. The names are the carrier's own, so that its documentation applies. [Values]
// are plain texts by field name; they survive JSON, so that a request can be stored before it is sent.
//
// # Requested, accepted, on its way
//
// A carrier may accept a request and refuse it later. So a [Parcel] has a [ParcelState], the state of the request, and
// a status.ShipmentState, where the goods are, with the carrier's own code and text. An accepted parcel is not sent
// yet: the seller still has the goods.
//
// Each folder below is a typed client of one carrier that can be used alone; its Carrier method returns the port.
//
// # Implementing a carrier
//
// An implementation needs this package and package order only. It must
//
//   - refuse values that break a rule of the form with a *[FormError], before anything is sent;
//   - treat Request.Key as an idempotency key: a repeated Create finds the first parcel;
//   - return an *ordo.Error with the class that the method's comment names, above all InDoubt when the outcome is unknown;
//   - report an unknown or unreadable parcel as the Problem of its record, so that it does not end a list;
//   - be safe for concurrent use.
//
// carriertest.Run checks all of this against a fake of the carrier.
package carriers
