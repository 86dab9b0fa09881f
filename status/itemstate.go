package status

// ItemState is the state of some units of a line.
// The zero value means unset.
type ItemState uint8

// The item states, in the usual order.
const (
	ItemNew           ItemState = iota + 1 // ordered, not confirmed
	ItemConfirmed                          // the seller will deliver them
	ItemRequested                          // a transfer from another warehouse is asked for
	ItemAssembling                         // reserved, or in a shipment that is being put together
	ItemSentToCentral                      // on the way to the central warehouse
	ItemRemarking                          // the marking code is bad and must be replaced before they may go on
	ItemPacked                             // in a package
	ItemSent                               // sent to the pick-up point or handed to the courier or carrier
	ItemArrived                            // at the pick-up point
	ItemHandedOut                          // with the buyer
	ItemRefused                            // offered to the buyer, who did not take them
	ItemReturning                          // split off into a return block, not yet received back
	ItemReturned                           // received back, or never left and released
	ItemLost                               // lost on the way
	ItemCancelled                          // no longer wanted or available
)

var itemStateCodes = []string{
	"",
	"new",
	"confirmed",
	"requested",
	"assembling",
	"sent-to-central",
	"re-marking",
	"packed",
	"sent",
	"arrived",
	"handed-out",
	"refused",
	"returning",
	"returned",
	"lost",
	"cancelled",
}

// String returns the stable text code.
func (s ItemState) String() string { return text(itemStateCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s ItemState) MarshalText() ([]byte, error) { return marshal("item state", itemStateCodes, s) }

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *ItemState) UnmarshalText(b []byte) (err error) {
	*s, err = ParseItemState(string(b))
	return err
}

// ParseItemState returns the item state with the given code, or an *UnknownCodeError.
func ParseItemState(code string) (ItemState, error) {
	return parse[ItemState]("item state", itemStateCodes, code)
}
