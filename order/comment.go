package order

// WriteComment leaves a comment.
type WriteComment struct {
	Text string
}

// Kind implements Command.
func (WriteComment) Kind() Kind { return KindComment }

func (c WriteComment) decide(*Order, By) ([]Body, error) {
	if c.Text == "" {
		return nil, refuse(ErrInvalid, "comment", "it is empty")
	}
	return []Body{Commented{c.Text}}, nil
}

// Commented is a comment that was left.
type Commented struct {
	Text string `json:"text"`
}

// Kind implements Body.
func (Commented) Kind() string { return "commented" }

func (Commented) check(*Order) error { return nil }

func (b Commented) apply(o *Order, e *Event) {
	o.comments = append(o.comments, Comment{b.Text, e.By, e.At})
}
