package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// CancelReport says that units were cancelled outside. Where the scheme makes the channel ask (Scheme.CancelIsRequest)
// it is a request that stays open until it is answered, unless Done says that it has already happened.
type CancelReport struct {
	Picks  Picks // the whole order without
	Reason status.Reason
	Party  status.Party // on whose side the reason lies; the buyer's by default
	Text   string
	Code   string
	Done   bool

	ended bool // it is the units' last status, not a call to stop them
}

func (CancelReport) name() string { return "cancellation" }

func (r CancelReport) observe(o *Order, by By) error {
	o.observing.code = r.Code
	if r.Reason == "" {
		r.Reason = status.ReasonBuyerCancelled
	}
	if r.Party == 0 {
		r.Party = status.PartyBuyer
	}
	if !o.authority.owns(by.Actor.Role, factCancellation) {
		ps, err := o.exactly(r.Picks, status.ItemCancelled)
		if err != nil {
			return err
		}
		return Intent{Commands: []Command{Cancel{Picks: ps, Reason: r.Reason, Text: r.Text}}, Code: r.Code}.observe(o, by)
	}
	ms, err := o.reported(r.Picks, status.ItemCancelled)
	if err != nil {
		return err
	}
	if o.rules.scheme.CancelIsRequest && by.Actor.Role == RoleChannel && !r.Done {
		return o.request(r, by, ms)
	}
	var cancel, late, follow, left []Move
	for _, m := range ms {
		switch {
		case finished.Has(m.State):
		case o.tally.of(o.lines[o.index[m.Line]]) != o.tally.counted():
			follow = append(follow, m)
		case inHouse.Has(m.State):
			cancel = append(cancel, m)
		case r.ended && o.channelDelivers(by) && underWay.Has(m.State): // the buyer did not take what the channel brought
			left = append(left, m)
		case m.Door != "": // both sides agree; it takes effect when the order is closed
		default:
			late = append(late, m)
		}
	}
	// What only follows the goods is cancelled with them, but not while some of them are on their way.
	if len(late)+len(left) == 0 {
		for _, m := range follow {
			if m.State != status.ItemHandedOut {
				cancel = append(cancel, m)
			}
		}
	}
	if len(cancel) > 0 {
		bs, err := o.cancelled(cancel, Cancel{Reason: r.Reason, Party: r.Party, Text: r.Text}, o.isAll(cancel))
		if err != nil {
			return err
		}
		o.note(by, bs...)
	}
	if len(left) > 0 {
		if err := o.advance(by, left, status.ItemRefused); err != nil {
			return err
		}
	}
	if len(late) > 0 {
		o.conflict(by, factCancellation, r.Code, units(late), o.stop(by, late[0].State))
	}
	return nil
}

// channelDelivers tells whether it is the one who reports that brings the goods to the buyer.
func (o *Order) channelDelivers(by By) bool {
	return by.Actor.Role == RoleChannel && o.rules.scheme.ChannelRefunds && !o.rules.scheme.CancelIsRequest
}

// stop is the advice that can be followed in this scheme for units that are cancelled too late.
func (o *Order) stop(by By, s status.ItemState) Text {
	if o.rules.scheme.Returns.Has(s) {
		return Textf("%s cancelled units that are %s: stop them, or take them back with Return", by.Actor.System, s)
	}
	return Textf("%s cancelled units that are %s: stop them, or wait until the channel reports what became of them", by.Actor.System, s)
}
