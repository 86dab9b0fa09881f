package order

// Link says to which other order an order belongs.
type Link struct {
	Kind  string `json:"kind"`           // LinkPrevious, LinkRestored, LinkExchange, or a host's own
	Order string `json:"order,omitzero"` // its id here, if it is known here
	Ref   Ref    `json:"ref,omitzero"`   // its name in the outside system
}

// The kinds of links.
const (
	LinkPrevious = "previous"      // the same order of the channel, which was forgotten here
	LinkRestored = "restored-from" // the cancelled order that this one replaces in the channel
	LinkExchange = "exchange"      // the order whose returned goods are exchanged for, or replaced by, those of this one
)

// checkLinks returns an error if a link names no other order.
func checkLinks(ls []Link) error {
	for i, l := range ls {
		if l.Kind == "" || l.Order == "" && l.Ref.IsZero() {
			return refuse(ErrInvalid, Textf("Draft.Links[%d]", i), "a link needs a kind, and the id or the reference of the other order")
		}
	}
	return nil
}
