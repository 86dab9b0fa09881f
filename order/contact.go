package order

// ContactBuyer records an attempt to reach the buyer, or what was agreed with them. A failed attempt never cancels.
type ContactBuyer struct {
	Channel string // phone, chat ...
	Reached bool
	Agreed  bool // the buyer agrees to the order as it stands
	Text    string
}

// Kind implements Command.
func (ContactBuyer) Kind() Kind { return KindContact }

func (c ContactBuyer) decide(o *Order, _ By) ([]Body, error) {
	if c.Channel == "" || c.Agreed && !c.Reached {
		return nil, refuse(ErrInvalid, "contact", "a channel is needed, and only a buyer who was reached can agree")
	}
	if o.ended() {
		return nil, refuse(ErrNotNow, "order", "it has ended")
	}
	return []Body{Contacted{c.Channel, c.Reached, c.Agreed, c.Text}}, nil
}

// Contacted is an attempt to reach the buyer.
type Contacted struct {
	Channel string `json:"channel"`
	Reached bool   `json:"reached,omitzero"`
	Agreed  bool   `json:"agreed,omitzero"`
	Text    string `json:"text,omitzero"`
}

// Kind implements Body.
func (Contacted) Kind() string { return "contacted" }

func (Contacted) check(*Order) error { return nil }

func (b Contacted) apply(o *Order, e *Event) {
	o.taken = true
	o.contacts = append(o.contacts, Contact{b.Channel, b.Reached, b.Agreed, b.Text, e.By, e.At})
}
