package status

// Party is the side that acts, or that a reason lies with.
// The zero value means unset.
type Party uint8

// The parties.
const (
	PartyBuyer    Party = iota + 1 // the buyer
	PartyMerchant                  // the seller
	PartyChannel                   // the marketplace or shop system
	PartyCarrier                   // the carrier
	PartySystem                    // a rule or a passed deadline
)

var partyCodes = []string{
	"",
	"buyer",
	"merchant",
	"channel",
	"carrier",
	"system",
}

// String returns the stable text code.
func (s Party) String() string { return text(partyCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s Party) MarshalText() ([]byte, error) { return marshal("party", partyCodes, s) }

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *Party) UnmarshalText(b []byte) (err error) {
	*s, err = ParseParty(string(b))
	return err
}

// ParseParty returns the party with the given code, or an *UnknownCodeError.
func ParseParty(code string) (Party, error) {
	return parse[Party]("party", partyCodes, code)
}
