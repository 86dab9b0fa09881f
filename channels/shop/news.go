package shop

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// Complete implements channels.Pusher. The number of an order is News.ID or Placed.Ref.ID; one of them is enough.
func (c *Channel) Complete(n channels.News) (channels.News, error) {
	n.Occurred = inUTC(n.Occurred)
	if n.Placed != nil {
		d := *n.Placed
		if n.ID == "" {
			n.ID = d.Ref.ID
		}
		if d.Ref.ID == "" {
			d.Ref.ID = n.ID
		}
		if d.Ref.ID != n.ID {
			return n, c.wrong("News.ID is " + n.ID + ", but Placed.Ref.ID is " + d.Ref.ID)
		}
		d.ID, d.Authority = "", 0
		d.Ref = order.Ref{System: c.set.System, Kind: "order", ID: d.Ref.ID}
		if d.Number == "" {
			d.Number = d.Ref.ID
		}
		draftInUTC(&d)
		if err := d.Check(); err != nil {
			return n, err
		}
		if d.Scheme == "" {
			return n, c.wrong("News.Placed.Scheme is empty: it is the way of the order, such as order.OwnPickup or order.Standard")
		}
		n.Placed = &d
	}
	switch {
	case n.ID == "":
		return n, c.wrong("News.ID is empty: it is the order's number in the shop")
	case n.Placed == nil && n.Changed == nil && n.Cancelled == nil && len(n.Paid) == 0:
		return n, c.wrong("the news says nothing: set Placed, Changed, Paid or Cancelled")
	}
	if err := c.completeChange(&n); err != nil {
		return n, err
	}
	for _, p := range n.Paid {
		if p.Payment.ID == "" || p.Payment.Amount.Sign() <= 0 {
			return n, c.wrong("News.Paid: a payment needs an ID and an Amount of more than 0")
		}
	}
	if n.Key != "" {
		return n, nil
	}
	data, err := json.Marshal(n)
	if err != nil {
		return n, c.wrong("the news cannot be stored: " + err.Error())
	}
	sum := sha256.Sum256(data)
	n.Key = n.ID + "/" + hex.EncodeToString(sum[:16])
	return n, nil
}

// completeChange checks a change and brings its times into UTC.
func (c *Channel) completeChange(n *channels.News) error {
	if n.Changed == nil {
		return nil
	}
	x := *n.Changed
	switch {
	case x.Lines == nil && x.Details == nil && x.Dates == nil:
		return c.wrong("News.Changed says nothing: set Lines, Details or Dates")
	case n.Occurred.IsZero():
		return c.wrong("News.Occurred is not set: a change needs the time at which it was made, to be told from an older one")
	}
	if x.Lines != nil {
		if len(x.Lines.Lines) == 0 {
			return c.wrong("News.Changed.Lines has no line: to cancel the order, set Cancelled")
		}
		err := order.Draft{Lines: x.Lines.Lines, Adjustments: x.Lines.Adjustments}.Check()
		if err != nil {
			return err
		}
	}
	if x.Details != nil {
		d := *x.Details
		if !d.Delivery.Window.IsZero() {
			return c.wrong("News.Changed.Details has a delivery window: it belongs into Dates")
		}
		x.Details = &d
	}
	if x.Dates != nil {
		d := *x.Dates
		windowInUTC(&d.Window)
		d.Deadlines = deadlinesInUTC(d.Deadlines)
		x.Dates = &d
	}
	n.Changed = &x
	return nil
}

func (c *Channel) wrong(text string) error { return c.fail("news", ordo.Invalid, text, nil) }

// draftInUTC brings the times of a draft into the form in which they are stored.
func draftInUTC(d *order.Draft) {
	d.Placed = inUTC(d.Placed)
	windowInUTC(&d.Delivery.Window)
	d.Deadlines = deadlinesInUTC(d.Deadlines)
}

func windowInUTC(w *order.Window) { w.From, w.To = inUTC(w.From), inUTC(w.To) }

func deadlinesInUTC(ds []order.Deadline) []order.Deadline {
	var out []order.Deadline
	for _, d := range ds {
		d.At = inUTC(d.At)
		out = append(out, d)
	}
	return out
}

func inUTC(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Round(0) // without the reading of the process's own clock
}
