package channeltest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/channeltest"
	"github.com/ordo-sdk/ordo/order"
)

// fakeShop is a fake of the system that the channel speaks to.
type fakeShop interface {
	Channel() channels.Channel
	Buy(scheme order.SchemeCode, pieces int) string
	Writes() int
	BreakBeforeNextWrite()
	BreakAfterNextWrite()
}

func newFakeShop() fakeShop { return nil }

// The test of an implementation is one line:
//
//	func TestConformance(t *testing.T) { channeltest.Run(t, setup) }
func ExampleRun() {
	setup := func(*testing.T) channeltest.Fixture {
		shop := newFakeShop()
		return channeltest.Fixture{
			Port:    shop.Channel(),
			Schemes: []order.SchemeCode{order.ByCarrier},
			Places:  func(s order.SchemeCode) string { return shop.Buy(s, 3) },
			Commits: shop.Writes,
			// Optional fields enable more checks.
			FailsOnce:   func(order.EffectKind) { shop.BreakBeforeNextWrite() },
			LosesAnswer: func(order.EffectKind) { shop.BreakAfterNextWrite() },
		}
	}
	_ = func(t *testing.T) { channeltest.Run(t, setup) }
}
