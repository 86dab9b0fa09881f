package order

// The labels that say where the buyer of an order came from.
const (
	LabelSource   = "source"   // such as the utm_source of the visit
	LabelMedium   = "medium"   // utm_medium
	LabelCampaign = "campaign" // utm_campaign
)

// Label sets a host's own label, such as the stage of a deal; an empty Text removes it. Labels never change the
// state.
type Label struct {
	Key  string
	Text string
}

// Kind implements Command.
func (Label) Kind() Kind { return KindLabel }

func (c Label) decide(o *Order, _ By) ([]Body, error) {
	if c.Key == "" {
		return nil, refuse(ErrInvalid, "label", "it has no key")
	}
	if o.labels[c.Key] == c.Text {
		return nil, refuse(ErrAlready, Textf("label %s", c.Key), "it is %q", c.Text)
	}
	return []Body{Labelled{c.Key, c.Text}}, nil
}

// Labelled records that a label changed.
type Labelled struct {
	Key  string `json:"key"`
	Text string `json:"text,omitzero"`
}

// Kind implements Body.
func (Labelled) Kind() string { return "labelled" }

func (Labelled) check(*Order) error { return nil }

func (b Labelled) apply(o *Order, _ *Event) {
	if b.Text == "" {
		delete(o.labels, b.Key)
		return
	}
	o.labels[b.Key] = b.Text
}
