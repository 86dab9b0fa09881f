// Package carriertest is the conformance suite of [carriers.Carrier]. It checks that a parcel is created once, whatever
// answer is lost; that values that break a rule of the form are not sent, and the field is named; that a request
// refused later is reported; and that the state of a parcel is reported in our codes and the carrier's.
//
// An implementation is run against a fake of its carrier, in one line:
//
//	func TestConformance(t *testing.T) { carriertest.Run(t, setup) }
//
// where setup connects a carrier with a new fake, and the fixture says how to drive it:
//
//	func setup(t *testing.T) carriertest.Fixture {
//		post := posttest.New()
//		t.Cleanup(post.Close)
//		return carriertest.Fixture{
//			Port: postapi.New(post.URL(), "key").Carrier(), Count: post.Count,
//			Delivery: order.Delivery{City: "Oldtown", Point: "OT1"},
//		}
//	}
//
// Port and Count are required. Every other field enables more checks; a check without its fields is skipped and names
// them. The suite needs no dependency outside this module. Clients wait before they retry: RunInBubble makes that
// instant.
package carriertest
