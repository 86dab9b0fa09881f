// Package carriers is the port to those who move parcels. A [Carrier] describes the request that it takes as a [Form],
// takes requests, tells where parcels are, and calls them off; what a carrier can do besides is said by small interfaces
// ([Quoter], [PointFinder], [CityFinder], [Labeler], [Changer], [Returner], [Webhooker], [Subscriber], [Checker]) that it
// implements or not.
//
//	f, err := parcels.Form(ctx, carriers.Consignment{Order: o.View(), Shipment: 1})
//	values := f.Values                 // filled in from the order; a person edits them
//	err = f.Check(values)              // a *FormError names each field and rule
//	p, err := parcels.Create(ctx, carriers.Request{Key: "A-1042-S1", Values: values})
//	_, err = o.Observe(report, by)     // report, _ := p.Report(shipment)
//
// # The form
//
// A form is a list of fields: name, type, limits, choices, when it is required. A host draws it, checks it and sends what
// was filled in, without knowing the carrier. Names are the carrier's own words, so that its page tells more. [Values] are
// plain texts by name; they survive JSON, so that a request can be stored before it is sent.
//
// # Asked, accepted, on its way
//
// A carrier may take a request and refuse it later. So a [Parcel] has a [State], how far the request has come, and beside
// it where the goods are, as a status.ShipmentState with the carrier's own code and text. Accepted does not mean sent: the
// goods are still with the seller.
//
// Each folder below is a typed client of one carrier that is usable alone; its Carrier method returns the port. An
// implementation of your own needs nothing but this package and package order, and proves itself with carriertest.Run.
package carriers
