package order

import (
	"maps"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Order is one order. New, Import and Replay make it; only Do and Observe change it. What is stored of an order is
// its log. An Order must be used by one goroutine at a time; Clone it for others.
type Order struct {
	rules rules

	id        string
	ref       Ref
	number    string
	scheme    SchemeCode
	authority Authority
	currency  string
	placed    time.Time

	state     status.OrderState
	changed   time.Time // when the state changed last
	open      status.ConfirmationSet
	given     map[status.Confirmation]givenConfirmation
	askedBy   map[status.Confirmation]string // the system that asked for an open confirmation, "" for people here
	taken     bool                           // it is taken into work
	cut       bool                           // units were refused before confirmation
	partly    bool                           // units were refused at the door
	closed    bool                           // completed
	handedOut bool                           // something was with the buyer once
	courier   bool                           // what was handed over last went with an own courier
	buyer     Buyer
	delivery  Delivery
	method    string // of payment
	deadlines []Deadline

	lines       []*line
	index       map[string]int
	codes       map[string][]int // marking code -> the lines that have it
	boxed       map[string][]int // line -> the packages that hold or held units of it
	tally       tally
	adjustments []Adjustment
	total       amount.Money // price of the living units
	paid        amount.Money // received payments
	owed        amount.Money // of it, what pays for no living units: to be paid back, ordered back, paid back or withheld
	payments    []Payment
	transfers   []Transfer
	shipments   []Shipment
	packages    []Package
	blocks      []Block
	documents   []Document
	docsAsked   []DocumentRequested // documents that the books were asked for
	issuedIn    [][]string          // of each document, the states that it was issued in; none when it was only attached
	holds       []Hold
	requests    []CancelRequest
	notes       []Note
	contacts    []Contact
	comments    []Comment
	notices     []Notice
	messages    []Message
	expenses    []Expense
	labels      map[string]string
	links       []Link
	erased      time.Time // when personal data were erased; zero for never
	forgotten   *Comment  // who ended the log, why and when; nil while it goes on

	log            []Event
	keys           map[string]string           // command key -> digest of its content
	seen           map[string]time.Time        // system and fact -> time of the newest applied report
	reportedStates map[string]status.ItemState // system and line -> the state that the system itself reported

	observing *currentReport // only while a report is being applied
	own       *ownPlace      // only while a command of a right with own place is being decided
}

// currentReport is the state of a report while it is being applied.
type currentReport struct {
	sum  string
	code string
	used bool
}

// newOrder is an order before its first event.
func newOrder() *Order {
	return &Order{
		index: map[string]int{}, codes: map[string][]int{}, boxed: map[string][]int{}, labels: map[string]string{}, keys: map[string]string{},
		given: map[status.Confirmation]givenConfirmation{}, askedBy: map[status.Confirmation]string{}, seen: map[string]time.Time{}, reportedStates: map[string]status.ItemState{},
	}
}

// ID returns the order's id here.
func (o *Order) ID() string { return o.id }

// State returns the state of the order.
func (o *Order) State() status.OrderState { return o.state }

// Total returns the price of the living units.
func (o *Order) Total() amount.Money { return o.total }

// Version is the number of the last event.
func (o *Order) Version() int { return len(o.log) }

// Held reports whether automatic effects must wait for a person.
func (o *Order) Held() bool {
	return slices.ContainsFunc(o.holds, func(h Hold) bool { return !h.Cleared })
}

// Clone returns an independent copy.
func (o *Order) Clone() *Order {
	c := *o
	c.lines = clones(o.lines)
	c.index, c.codes, c.boxed = maps.Clone(o.index), maps.Clone(o.codes), maps.Clone(o.boxed)
	c.given, c.askedBy = maps.Clone(o.given), maps.Clone(o.askedBy)
	c.labels, c.keys = maps.Clone(o.labels), maps.Clone(o.keys)
	c.seen, c.reportedStates = maps.Clone(o.seen), maps.Clone(o.reportedStates)
	c.deadlines, c.adjustments, c.payments = slices.Clone(o.deadlines), slices.Clone(o.adjustments), slices.Clone(o.payments)
	c.shipments, c.packages, c.blocks = slices.Clone(o.shipments), slices.Clone(o.packages), slices.Clone(o.blocks)
	c.documents, c.issuedIn = slices.Clone(o.documents), slices.Clone(o.issuedIn)
	c.transfers, c.docsAsked = slices.Clone(o.transfers), slices.Clone(o.docsAsked) // units of a transfer are replaced as a whole
	c.holds, c.requests = slices.Clone(o.holds), slices.Clone(o.requests)
	c.notes, c.contacts, c.comments = slices.Clone(o.notes), slices.Clone(o.contacts), slices.Clone(o.comments)
	c.links = slices.Clone(o.links) // forgotten is set once and never changed
	c.notices, c.messages, c.expenses = slices.Clone(o.notices), slices.Clone(o.messages), slices.Clone(o.expenses)
	c.log = slices.Clip(o.log) // events never change; the next one is appended elsewhere
	return &c
}

// line finds a line.
func (o *Order) line(id string) (*line, error) {
	i, ok := o.index[id]
	if id == "" {
		return nil, refuse(ErrUnknown, "line", "it has no id")
	}
	if !ok {
		return nil, refuse(ErrUnknown, Textf("line %s", id), "the order has no such line")
	}
	return o.lines[i], nil
}

// zero is zero in the order's currency.
func (o *Order) zero() amount.Money {
	m, err := amount.NewMoney(0, o.currency)
	if err != nil {
		return amount.Money{}
	}
	return m
}

func (o *Order) hasLine(line string) bool { _, ok := o.index[line]; return ok }

// allMoves is every unit of a line, as moves.
func (o *Order) allMoves(l *line) []Move {
	ms := make([]Move, len(l.portions))
	for i, p := range l.portions {
		ms[i] = Move{l.id, p}
	}
	return ms
}

// allUnits names all units of all lines.
func (o *Order) allUnits() []Units {
	us := make([]Units, len(o.lines))
	for i, l := range o.lines {
		us[i] = Units{Line: l.id, To: l.quantity}
	}
	return us
}
