package order

// ContactBuyer records an attempt to reach the buyer, or what was agreed with them. A failed attempt never cancels.
type ContactBuyer struct {
	Channel string // phone, chat ...
	Reached bool
	Agreed  bool // the buyer agrees to the order as it stands
	Text    string
	Code    string // the channel's own code of what came of it, such as its status for an attempt that failed
	// Ref is the call or message in the system that it went through. It is recorded once, and, as it did take place, of an
	// order that has ended, too.
	Ref Ref
}

// Kind implements Command.
func (ContactBuyer) Kind() Kind { return KindContact }

func (c ContactBuyer) decide(o *Order, _ By) ([]Body, error) {
	if c.Channel == "" || c.Agreed && !c.Reached {
		return nil, refuse(ErrInvalid, "contact", "a channel is needed, and only a buyer who was reached can agree")
	}
	for _, x := range o.contacts {
		if !c.Ref.IsZero() && x.Ref == c.Ref {
			return nil, refuse(ErrAlready, "contact", "%s is recorded", c.Ref)
		}
	}
	if o.ended() && c.Ref.IsZero() {
		return nil, refuse(ErrNotNow, "order", "it has ended")
	}
	return []Body{Contacted{c.Channel, c.Reached, c.Agreed, c.Text, len(o.contacts) + 1, c.Code, c.Ref}}, nil
}

// Contacted is an attempt to reach the buyer.
type Contacted struct {
	Channel string `json:"channel"`
	Reached bool   `json:"reached,omitzero"`
	Agreed  bool   `json:"agreed,omitzero"`
	Text    string `json:"text,omitzero"`
	N       int    `json:"attempt,omitzero"` // from 1; zero in older logs
	Code    string `json:"code,omitzero"`
	Ref     Ref    `json:"ref,omitzero"`
}

// Kind implements Body.
func (Contacted) Kind() string { return "contacted" }

func (Contacted) check(*Order) error { return nil }

func (b Contacted) apply(o *Order, e *Event) {
	o.taken = true
	o.contacts = append(o.contacts, Contact{len(o.contacts) + 1, b.Channel, b.Reached, b.Agreed, b.Text, b.Code, b.Ref, e.By, e.At})
}
