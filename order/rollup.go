package order

import "github.com/ordo-sdk/ordo/status"

// tally counts units by state, in thousandths: goods, and everything else. It makes the roll-up independent of the
// number of lines.
type tally struct {
	goods, rest [status.ItemCancelled + 1]int64
	hasGoods    bool
}

func (t *tally) of(l *line) *[status.ItemCancelled + 1]int64 {
	if l.goods() {
		return &t.goods
	}
	return &t.rest
}

// move lets units stand as p says and keeps the count.
func (o *Order) move(m Move) {
	l := o.lines[o.index[m.Line]]
	n := o.tally.of(l)
	l.each(m.From, m.To, func(p Portion) { n[p.State] -= p.To.Milli() - p.From.Milli() })
	n[m.State] += m.To.Milli() - m.From.Milli()
	l.put(m.Portion)
}

func (o *Order) moveAll(ms []Move) {
	for _, m := range ms {
		o.move(m)
	}
}

// counted returns the counts that decide the order's state: goods, or in an order without goods everything else.
func (t *tally) counted() *[status.ItemCancelled + 1]int64 {
	if t.hasGoods {
		return &t.goods
	}
	return &t.rest
}

// rank orders item states by how far the goods have come.
func rank(s status.ItemState) int {
	switch s {
	case status.ItemConfirmed:
		return 1
	case status.ItemRequested, status.ItemAssembling, status.ItemSentToCentral, status.ItemRemarking:
		return 2
	case status.ItemPacked:
		return 3
	case status.ItemSent:
		return 4
	case status.ItemArrived:
		return 5
	case status.ItemHandedOut:
		return 6
	}
	return 0
}

// roll works out the order's state from its units, payments and marks.
func (o *Order) roll() status.OrderState {
	n := o.tally.counted()
	var living, handed int64
	lowest, highest := 7, 0
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if n[s] == 0 || finished.Has(s) {
			continue
		}
		living += n[s]
		lowest, highest = min(lowest, rank(s)), max(highest, rank(s))
	}
	handed = n[status.ItemHandedOut]
	switch {
	case living == 0 && o.partly && !o.handedOut:
		return status.OrderRefused // nothing was taken, wherever the goods are now
	case living == 0 && n[status.ItemReturned]+n[status.ItemReturning]+n[status.ItemLost] > 0:
		return status.OrderReturned
	case living == 0 && n[status.ItemRefused] > 0:
		return status.OrderRefused
	case living == 0:
		return status.OrderCancelled
	case o.open != 0:
		return status.OrderAwaitingConfirmation
	case handed == living && o.closed:
		return status.OrderCompleted
	case handed == living && o.partly:
		return status.OrderPartlyDelivered
	case handed == living:
		return status.OrderDelivered
	}
	return o.underway(lowest, highest)
}

// underway is the state of an order with units that are neither handed out nor gone.
func (o *Order) underway(lowest, highest int) status.OrderState {
	s := o.rules.scheme
	firstSent, onPayment, prepaid := false, false, false
	if s != nil {
		firstSent, onPayment, prepaid = s.FirstSent, s.AssemblingOnPayment, s.Prepaid
	}
	switch {
	case lowest >= 5:
		return status.OrderArrived
	case lowest >= 4 || highest >= 4 && firstSent:
		if o.courier {
			return status.OrderOutWithCourier
		}
		return status.OrderHandedToCarrier
	case lowest >= 3:
		return status.OrderPacked
	case lowest >= 1 && highest >= 2:
		return status.OrderAssembling
	case lowest >= 1 && prepaid && !o.isPaid():
		return status.OrderAwaitingPayment
	case lowest >= 1 && prepaid && onPayment:
		return status.OrderAssembling
	case lowest >= 1 && prepaid:
		return status.OrderPaid
	case lowest >= 1 && o.cut:
		return status.OrderPartlyConfirmed
	case lowest >= 1:
		return status.OrderConfirmed
	case o.taken:
		return status.OrderInWork
	}
	return status.OrderNew
}

// isPaid tells whether what came in covers what the order costs now.
func (o *Order) isPaid() bool {
	kept, err := o.paid.Sub(o.owed)
	if err != nil {
		return false
	}
	c, err := kept.Cmp(o.total)
	return err == nil && c >= 0
}
