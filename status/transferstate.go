package status

// TransferState is the state of a transfer of goods between two places of the seller.
// The zero value means unset.
type TransferState uint8

// The transfer states, in the usual order.
const (
	TransferRequested TransferState = iota + 1 // asked for; the goods are where they were
	TransferSent                               // the people at the source have sent the goods
	TransferPosted                             // on the way to the central warehouse, by a posted document
	TransferReceived                           // what came is at the target
	TransferDropped                            // not wanted any more, or refused by the source
)

var transferStateCodes = []string{
	"",
	"requested",
	"sent",
	"posted",
	"received",
	"dropped",
}

// String returns the stable text code.
func (s TransferState) String() string { return text(transferStateCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s TransferState) MarshalText() ([]byte, error) {
	return marshal("transfer state", transferStateCodes, s)
}

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *TransferState) UnmarshalText(b []byte) (err error) {
	*s, err = ParseTransferState(string(b))
	return err
}

// ParseTransferState returns the transfer state with the given code, or an *UnknownCodeError.
func ParseTransferState(code string) (TransferState, error) {
	return parse[TransferState]("transfer state", transferStateCodes, code)
}
