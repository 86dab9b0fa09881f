// Package channeltest is the conformance suite of [channels.Channel]. It checks that effects are idempotent, that a
// lost answer loses nothing, that nothing is sent for units that the buyer has cancelled in the meantime, and that an
// order in a webhook is the same as the order read.
//
// An implementation is run against a fake of its system, in one line:
//
//	func TestConformance(t *testing.T) { channeltest.Run(t, setup) }
//
// where setup connects a channel with a new fake, and the fixture says how to drive it:
//
//	func setup(t *testing.T) channeltest.Fixture {
//		shop := shoptest.New()
//		t.Cleanup(shop.Close)
//		return channeltest.Fixture{
//			Port:    shopapi.New(shop.URL(), "key").Channel(),
//			Schemes: []order.SchemeCode{order.ByCarrier},
//			Places:  func(order.SchemeCode) string { return shop.Buy("MUG", 3) },
//			Commits: shop.Writes,
//		}
//	}
//
// These four fields are required. Every other field enables more checks; a check without its fields is skipped and
// names them. Each check is a subtest for each scheme, with a new fixture.
//
// A channels.Pusher, which sends its orders and cannot be asked for them, is recognized by its port. It needs Call in
// place of Places, and other checks are made: that it says so, that its orders come whole, that its changes can be told
// from older ones.
//
// The suite drives orders through package order as a host does: it imports them, gives commands, and applies the
// effects of the events. It needs no dependency outside this module. Clients wait before they retry: RunInBubble makes
// that instant.
package channeltest
