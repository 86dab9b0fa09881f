// Package channels defines the port to marketplaces and shops. A [Channel] reads orders and applies effects to them.
// Further abilities are small interfaces that a channel may implement: [Webhooker], [Labeler], [Reasoner],
// [Canceller], [Checker], [Pusher], [Pricer], [Shelf], [PaymentMethods].
//
// Each folder below is a typed client of one system that can be used alone; its Channel method returns the port.
//
// # Implementing a channel
//
// An implementation needs this package and package order only. It translates between the system and package order and
// decides nothing: routing, pending effects and retries belong to the bridge. It must
//
//   - make Apply idempotent: applied again, after a crash or a lost answer, an effect changes nothing twice;
//   - return an *ordo.Error with the class that the method's comment names, above all InDoubt when the outcome is unknown;
//   - report an unreadable order as a Problem of its record, so that it does not end a list;
//   - be safe for concurrent use.
//
// channeltest.Run checks all of this against a fake of the system.
package channels
