package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// RequestTransfer asks for units that are at another place: what is not reserved yet, first of all, and what is
// reserved at From. Units of several sources or for several targets are several transfers. The goods stay where they
// are until the people there give SendTransfer; with DropTransfer everything is as before.
type RequestTransfer struct {
	Picks   Picks
	From    string // codes of places, as in Assemble.Warehouse
	To      string
	Central bool   // To is the central warehouse: what is posted is on the way there, and not there yet
	How     string // how the buyer is to get the goods: a shop, a carrier's point, a courier, as the host names it
}

// Kind implements Command.
func (RequestTransfer) Kind() Kind { return KindRequestTransfer }

func (c RequestTransfer) decide(o *Order, _ By) ([]Body, error) {
	t := Transfer{N: len(o.transfers) + 1, State: status.TransferRequested, From: c.From, To: c.To, Central: c.Central, How: c.How}
	switch {
	case c.From == "":
		return nil, refuse(ErrInvalid, "transfer", "the place that it comes from is not set")
	case c.To == "":
		return nil, refuse(ErrInvalid, "transfer", "the place that it goes to is not set")
	case c.From == c.To:
		return nil, refuse(ErrInvalid, "transfer", "it would go from %s to the same place", c.From)
	}
	ms, st, err := o.stepMoves(KindRequestTransfer, c.Picks, "requested", func(l *line, p Portion) bool {
		return l.goods() && (p.Warehouse == "" || p.Warehouse == c.From) && !o.hasLeft(p.Shipment)
	})
	if err != nil {
		return nil, err
	}
	t.Units = joinUnits(rangesOf(ms))
	ms = moveTo(st.To, ms)
	for i := range ms {
		ms[i].Warehouse, ms[i].Transfer = c.From, t.N
	}
	return []Body{TransferRequested{t, ms}}, nil
}

// hasLeft reports whether a shipment is with the seller no more.
func (o *Order) hasLeft(shipment int) bool {
	if shipment == 0 {
		return false
	}
	s := o.shipments[shipment-1].State
	return s != status.ShipmentAssembling && s != status.ShipmentRequested && s != status.ShipmentCancelled
}

// SendTransfer records that the people at the source have sent the goods. What Picks leave out is dropped from the
// transfer: it needs another one, from where it is to be had.
type SendTransfer struct {
	Transfer int
	Picks    Picks // all of its units without
}

// Kind implements Command.
func (SendTransfer) Kind() Kind { return KindSendTransfer }

func (c SendTransfer) decide(o *Order, _ By) ([]Body, error) {
	t, err := o.openTransfer(c.Transfer, status.TransferRequested)
	if err != nil {
		return nil, o.soFar(err, t, status.TransferSent)
	}
	all := o.inTransfer(t.N)
	ms, err := o.pickOf(c.Picks, all, "sent")
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		if m.State == status.ItemRemarking {
			return nil, refuse(ErrMarking, Textf("line %s", m.Line), "%s of it need a new marking code before they are sent", minus(m.To, m.From))
		}
	}
	if err := o.checkMarked(KindSendTransfer, ms); err != nil {
		return nil, err
	}
	var bodies []Body
	if rest := without(all, ms); len(rest) > 0 {
		bodies = append(bodies, TransferDropped{N: t.N, State: t.State, Units: rangesOf(rest), Moves: o.backFrom(t, rest)})
	}
	return append(bodies, TransferSent{t.N, ms}), nil
}

// PostTransfer records that the document of a transfer is posted. One to the central warehouse is on the way then; the
// goods of any other are at their target.
type PostTransfer struct {
	Transfer int
}

// Kind implements Command.
func (PostTransfer) Kind() Kind { return KindPostTransfer }

func (c PostTransfer) decide(o *Order, _ By) ([]Body, error) {
	t, err := o.openTransfer(c.Transfer, status.TransferSent)
	if err != nil {
		return nil, o.soFar(err, t, status.TransferPosted)
	}
	ms := o.inTransfer(t.N)
	if !t.Central {
		return []Body{
			TransferPosted{N: t.N},
			TransferReceived{N: t.N, State: status.TransferReceived, Moves: t.at(ms), Units: t.underWay()},
		}, nil
	}
	for i := range ms {
		if ms[i].State != status.ItemRemarking {
			ms[i].State = status.ItemSentToCentral
		}
	}
	return []Body{TransferPosted{t.N, ms}}, nil
}

// ReceiveTransfer records what came by a transfer, in as many parts as it comes. What came damaged or was lost on the
// way is short again, and the operator gets a notice. With no units at all, everything that is still under way came.
type ReceiveTransfer struct {
	Transfer int
	Picks    Picks // fit for the buyer
	Damaged  Picks
	Lost     Picks
}

// Kind implements Command.
func (ReceiveTransfer) Kind() Kind { return KindReceiveTransfer }

func (c ReceiveTransfer) decide(o *Order, _ By) ([]Body, error) {
	t, err := o.openTransfer(c.Transfer, status.TransferSent, status.TransferPosted)
	if err != nil {
		return nil, o.soFar(err, t, status.TransferReceived)
	}
	left, b := o.inTransfer(t.N), TransferReceived{N: t.N, State: t.State}
	take := func(ps Picks, verb string) (ms []Move, us []Units, err error) {
		if len(ps) == 0 {
			return nil, nil, nil
		}
		if ms, err = o.pickOf(ps, left, verb); err == nil {
			left = without(left, ms)
		}
		return ms, joinUnits(rangesOf(ms)), err
	}
	var came, damaged, lost []Move
	if len(c.Picks)+len(c.Damaged)+len(c.Lost) == 0 {
		came, left, b.Units = left, nil, t.underWay()
	} else {
		if damaged, b.Damaged, err = take(c.Damaged, "received"); err != nil {
			return nil, err
		}
		if lost, b.Lost, err = take(c.Lost, "lost"); err != nil {
			return nil, err
		}
		if came, b.Units, err = take(c.Picks, "received"); err != nil {
			return nil, err
		}
	}
	b.Moves = slices.Concat(t.at(came), shortOf(damaged), shortOf(lost))
	if len(left) == 0 {
		b.State = status.TransferReceived
	}
	bodies := []Body{b}
	if us := b.Damaged; len(us) > 0 {
		bodies = append(bodies, o.tellOperator(0, About{Transfer: t.N, Units: us},
			Textf("%s of transfer T%d from %s to %s came damaged: write them off and ask for others", UnitsText(us), t.N, t.From, t.To)))
	}
	if us := b.Lost; len(us) > 0 {
		bodies = append(bodies, o.tellOperator(len(bodies)-1, About{Transfer: t.N, Units: us},
			Textf("%s of transfer T%d from %s to %s did not come: write them off and ask for others", UnitsText(us), t.N, t.From, t.To)))
	}
	return bodies, nil
}

// DropTransfer records that a transfer is not wanted any more, or that the source has not got the goods. Its units are
// as they were before it was asked for. What was posted has left: it is received, damaged or lost.
type DropTransfer struct {
	Transfer int
	Why      string
}

// Kind implements Command.
func (DropTransfer) Kind() Kind { return KindDropTransfer }

func (c DropTransfer) decide(o *Order, _ By) ([]Body, error) {
	t, err := o.openTransfer(c.Transfer, status.TransferRequested, status.TransferSent)
	if err != nil {
		return nil, o.soFar(err, t, status.TransferDropped)
	}
	if c.Why == "" {
		return nil, refuse(ErrInvalid, t.what(), "say why it is dropped")
	}
	state := status.TransferDropped
	if len(t.Received)+len(t.Damaged)+len(t.Lost) > 0 {
		state = status.TransferReceived // what came has come
	}
	return []Body{TransferDropped{N: t.N, State: state, Units: t.underWay(), Moves: o.backFrom(t, o.inTransfer(t.N)), Why: c.Why}}, nil
}

// soFar turns the refusal of a step of a transfer that is so far, or further, into ErrAlready.
func (o *Order) soFar(err error, t Transfer, target status.TransferState) error {
	dropped := t.State == status.TransferDropped
	if !errors.Is(err, ErrNotNow) || dropped != (target == status.TransferDropped) || t.State < target {
		return err
	}
	return refuse(ErrAlready, t.what(), "it is %s", t.State)
}

// pickOf picks among some units; all of them without picks.
func (o *Order) pickOf(ps Picks, among []Move, verb string) ([]Move, error) {
	if len(ps) == 0 {
		return among, nil
	}
	open, before := groupByLine(among), movesByLine{}
	var out []Move
	for _, c := range ps {
		l, err := o.line(c.Line)
		if err != nil {
			return nil, err
		}
		others := append(without(o.allMoves(l), open[l.id]), before[l.id]...)
		ms, err := o.choose(nil, others, l, c, verb, fitFirst, func(*line, Portion) bool { return true })
		if err != nil {
			return nil, err
		}
		before.add(ms)
		out = append(out, ms...)
	}
	return out, nil
}

// fitFirst prefers units that do not wait for a new marking code.
func fitFirst(p Portion) int {
	if p.State == status.ItemRemarking {
		return 1
	}
	return 0
}

// isOfTransfer lists the commands about a transfer that a document may stand for.
func isOfTransfer(k Kind) bool {
	switch k {
	case KindSendTransfer, KindPostTransfer, KindReceiveTransfer, KindDropTransfer:
		return true
	}
	return false
}

// transferStep builds a command about the transfer that a document is of.
func (o *Order) transferStep(k Kind, d Document, picks Picks) (Command, error) {
	n, err := o.transferOf(d)
	if err != nil {
		return nil, err
	}
	if picks == nil && (k == KindSendTransfer || k == KindReceiveTransfer) {
		if picks, err = o.picksByLines(d, n); err != nil {
			return nil, err
		}
	}
	switch k {
	case KindSendTransfer:
		return SendTransfer{Transfer: n, Picks: picks}, nil
	case KindPostTransfer:
		return PostTransfer{n}, nil
	case KindReceiveTransfer:
		return ReceiveTransfer{Transfer: n, Picks: picks}, nil
	}
	return DropTransfer{n, d.Voided}, nil
}

// picksByLines chooses the units of a transfer that its document lists by article. It may be of several orders, and
// list what is in none of this one; without articles it is of all units.
func (o *Order) picksByLines(d Document, n int) (ps Picks, err error) {
	among := o.inTransfer(n)
	if len(among) == 0 || len(d.Lines) == 0 || slices.ContainsFunc(d.Lines, func(l DocumentLine) bool { return l.SKU == "" }) {
		return nil, nil
	}
	listed := map[string]int64{}
	for _, l := range d.Lines {
		listed[l.SKU] += l.Quantity.Milli()
	}
	slices.SortStableFunc(among, func(a, b Move) int { return fitFirst(a.Portion) - fitFirst(b.Portion) })
	for _, m := range among {
		l := o.lines[o.index[m.Line]]
		some := min(listed[l.sku], m.To.Milli()-m.From.Milli())
		if some -= some % l.step.Milli(); some > 0 {
			listed[l.sku] -= some
			ps = append(ps, PickUnits(l.id, m.From, plus(m.From, amount.Milli(some)))...)
		}
	}
	if ps == nil {
		return nil, refuse(ErrUnknown, d.what(), "none of the goods that it lists is in transfer T%d", n)
	}
	return ps, nil
}

// transferOf returns the transfer that a document is of: the one that it names, or the only open one between its
// places.
func (o *Order) transferOf(d Document) (int, error) {
	if d.Transfer != 0 {
		return d.Transfer, nil
	}
	var open, closed []int
	for _, t := range o.transfers {
		if d.From != "" && d.From != t.From || d.To != "" && d.To != t.To || t.State == status.TransferDropped {
			continue
		}
		if t.open() {
			open = append(open, t.N)
		} else {
			closed = append(closed, t.N)
		}
	}
	switch {
	case len(open) == 1:
		return open[0], nil
	case len(open) > 1:
		return 0, refuse(ErrNotNow, d.what(), "the order has %d such transfers; name the one that it is of", len(open))
	case len(closed) > 0:
		return closed[len(closed)-1], nil
	}
	return 0, refuse(ErrUnknown, d.what(), "no transfer of the order was asked for that it could be of")
}
