// Package channeltest proves that an implementation of channels.Channel keeps the promises of the port: that what is
// applied twice is done once, that a lost answer loses nothing, that nothing is sent for units that the buyer has
// cancelled meanwhile, that an order reads the same however it came.
//
// An implementation is run against a fake of its system, in one line:
//
//	func TestConformance(t *testing.T) { channeltest.Run(t, setup) }
//
// where setup connects a channel with a fresh fake and says how the fake is played:
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
// These four fields are needed. Every other field makes more checks possible; a check that lacks something is skipped
// and says what it lacks. Each check is a subtest of its own, for each scheme, with a fixture of its own.
//
// The suite drives orders through package order as a host does: it takes them up as they are read, gives commands, and
// applies the effects that follow from the events. It needs no dependency besides this module. It does not wait, but
// clients do, before they repeat: RunInBubble makes that take no time.
package channeltest
