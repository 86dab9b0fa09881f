package order

// MoveDate moves the delivery window, by agreement with the buyer.
type MoveDate struct {
	Window Window
}

// Kind implements Command.
func (MoveDate) Kind() Kind { return KindMoveDate }

func (c MoveDate) decide(o *Order, _ By) ([]Body, error) {
	w := c.Window.normal()
	if err := w.check(); err != nil {
		return nil, err
	}
	if w == o.delivery.Window {
		return nil, refuse(ErrAlready, "window", "it is the one agreed")
	}
	allowed := o.rules.scheme.MoveDate
	if allowed == 0 {
		return nil, refuse(ErrScheme, "window", "the scheme %s does not let the date be moved", o.scheme)
	}
	if s, ok := o.outside(allowed); ok {
		return nil, refuse(ErrNotNow, "window", "some goods are %s; the date may be moved only while all are %s", s, allowed.List())
	}
	return []Body{DateMoved{w}}, nil
}

// DateMoved says that the delivery window moved.
type DateMoved struct {
	Window Window `json:"window"`
}

// Kind implements Body.
func (DateMoved) Kind() string { return "date-moved" }

func (b DateMoved) sound(*Order) error { return soundTimes(b.Window.From, b.Window.To) }

func (b DateMoved) apply(o *Order, e *Event) {
	o.delivery.Window = b.Window
	o.saw(e, factDates, "")
}
