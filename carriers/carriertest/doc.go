// Package carriertest proves that an implementation of [carriers.Carrier] keeps the port's promises: a parcel is asked for
// once, whatever is lost on the way; nothing is sent that breaks a rule of the form, and the field is named; what is
// accepted and refused later says so; where a parcel is, is told in our words and in the carrier's.
//
// An implementation is run against a fake of its carrier, in one line:
//
//	func TestConformance(t *testing.T) { carriertest.Run(t, setup) }
//
// where setup connects a carrier with a fresh fake and says how the fake is played:
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
// Port and Count are needed. Every other field makes more checks possible; a check that lacks something is skipped and
// says so. It needs no dependency besides this module. It does not wait, but clients do: RunInBubble makes that take no
// time.
package carriertest
