package order

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Order is what is known of one order. It is made by New, Import or Replay, and changed only by Do and Observe. The
// persisted form of an order is its log. An Order is for one goroutine; Clone it for others.
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
	taken     bool // somebody works on it
	cut       bool // units were refused before confirmation
	partly    bool // units were refused at the door
	closed    bool // completed
	handedOut bool // something was with the buyer once
	courier   bool // what was handed over last went with an own courier
	buyer     Buyer
	delivery  Delivery
	deadlines []Deadline

	lines       []*line
	index       map[string]int
	codes       map[string][]int // marking code -> the lines that have it
	boxed       map[string][]int // line -> the packages that hold or held units of it
	tally       tally
	adjustments []Adjustment
	total       amount.Money // what the living units cost
	paid        amount.Money // what came in
	owed        amount.Money // what of it is owed back, ordered back or paid back
	payments    []Payment
	shipments   []Shipment
	packages    []Package
	blocks      []Block
	documents   []Document
	holds       []Hold
	requests    []CancelRequest
	notes       []Note
	contacts    []Contact
	comments    []Comment
	labels      map[string]string

	log  []Event
	keys map[string]string           // command key -> digest of its content
	seen map[string]time.Time        // system and fact -> the newest outside time applied
	said map[string]status.ItemState // system and line -> how far that system itself said it is

	observing *report // only while a report is taken up
}

// rules are what decides; they are not part of the log.
type rules struct {
	scheme *Scheme // nil when the order's scheme is not known here
	roles  map[Role][]Kind
}

// Option brings rules of the host.
type Option func(*config)

type config struct {
	schemes []Scheme
	roles   map[Role][]Kind
}

// WithScheme brings a scheme of the host's own; it is found by its code and goes before a built-in one.
func WithScheme(s Scheme) Option { return func(c *config) { c.schemes = append(c.schemes, s) } }

// WithRoles replaces the role matrix.
func WithRoles(r map[Role][]Kind) Option { return func(c *config) { c.roles = r } }

func configOf(opts []Option) config {
	var c config
	for _, o := range opts {
		if o != nil {
			o(&c)
		}
	}
	return c
}

func resolve(code SchemeCode, opts []Option) rules {
	r := rules{roles: configOf(opts).roles}
	if r.roles == nil {
		r.roles = DefaultRoles()
	}
	if s, ok := code.Rules(opts...); ok {
		r.scheme = &s
	}
	return r
}

// empty is the order before its first event.
func empty() *Order {
	return &Order{
		index: map[string]int{}, codes: map[string][]int{}, boxed: map[string][]int{}, labels: map[string]string{}, keys: map[string]string{},
		seen: map[string]time.Time{}, said: map[string]status.ItemState{},
	}
}

// New places an order. The error names what is wrong with the draft.
func New(d Draft, by By, opts ...Option) (*Order, []Event, error) {
	if err := storable(d); err != nil {
		return nil, nil, named("new", err)
	}
	o := empty()
	o.rules = resolve(d.Scheme, opts)
	body, err := place(d, &o.rules)
	if err != nil {
		return nil, nil, named("new", err)
	}
	by, err = o.admit(by)
	if err != nil {
		return nil, nil, named("new", err)
	}
	return o, o.commit([]Body{body}, by, digest(by, "new", d), ""), nil
}

// ID returns the order's id here.
func (o *Order) ID() string { return o.id }

// State returns where the order stands.
func (o *Order) State() status.OrderState { return o.state }

// Total returns what the units cost that are neither cancelled nor returned.
func (o *Order) Total() amount.Money { return o.total }

// Version is the number of the last event.
func (o *Order) Version() int { return len(o.log) }

// Held tells whether automatic effects must wait for a person.
func (o *Order) Held() bool {
	return slices.ContainsFunc(o.holds, func(h Hold) bool { return !h.Cleared })
}

// Clone returns an independent copy.
func (o *Order) Clone() *Order {
	c := *o
	c.lines = clones(o.lines)
	c.index, c.codes, c.boxed = maps.Clone(o.index), maps.Clone(o.codes), maps.Clone(o.boxed)
	c.labels, c.keys = maps.Clone(o.labels), maps.Clone(o.keys)
	c.seen, c.said = maps.Clone(o.seen), maps.Clone(o.said)
	c.deadlines, c.adjustments, c.payments = slices.Clone(o.deadlines), slices.Clone(o.adjustments), slices.Clone(o.payments)
	c.shipments, c.packages, c.blocks = slices.Clone(o.shipments), slices.Clone(o.packages), slices.Clone(o.blocks)
	c.documents, c.holds, c.requests = slices.Clone(o.documents), slices.Clone(o.holds), slices.Clone(o.requests)
	c.notes, c.contacts, c.comments = slices.Clone(o.notes), slices.Clone(o.contacts), slices.Clone(o.comments)
	c.log = slices.Clip(o.log) // events never change; the next one is appended elsewhere
	return &c
}

// Do carries out what a person or host wants, or refuses it with a *Refused that says what, in which state, why, and what
// is allowed; then the order is unchanged. It returns the events that happened: none when the command's key was seen.
func (o *Order) Do(cmd Command, by By) ([]Event, error) {
	cmd, err := commandOf(cmd)
	if err != nil {
		return nil, err
	}
	by, err = o.admit(by)
	if err == nil {
		err = storable(cmd)
	}
	if err != nil {
		return nil, named(cmd.Kind(), err)
	}
	sum := digest(by, string(cmd.Kind()), cmd)
	if again, err := o.repeated(by.Key, sum); again || err != nil {
		return nil, named(cmd.Kind(), err)
	}
	bodies, err := o.decide(cmd, by)
	if err != nil {
		return nil, o.explain(cmd.Kind(), by, err)
	}
	return o.commit(bodies, by, sum, ""), nil
}

// decide says what a command leads to. It changes nothing.
func (o *Order) decide(cmd Command, by By) ([]Body, error) {
	k := cmd.Kind()
	if o.rules.scheme == nil {
		return nil, refuse(ErrScheme, "order", "its scheme %q is not known here; pass it with WithScheme", o.scheme)
	}
	if !slices.Contains(o.rules.roles[by.Actor.Role], k) {
		return nil, refuse(ErrRole, Textf("role %s", by.Actor.Role), "this role may do %v", o.rules.roles[by.Actor.Role])
	}
	if o.open != 0 && !beforeConfirmation(k) {
		return nil, refuse(ErrNotNow, "order", "it waits for confirmations: %v", o.open.List())
	}
	return cmd.decide(o, by)
}

// beforeConfirmation lists what may be done while confirmations are open.
func beforeConfirmation(k Kind) bool {
	switch k {
	case KindGiveConfirmation, KindCancel, KindContact, KindComment, KindLabel, KindAttach, KindPay, KindAnswer, KindClearHold, KindEdit, KindReprice, KindAttachReceipt:
		return true
	}
	return false
}

// admit checks and normalises who and when.
func (o *Order) admit(by By) (By, error) {
	if by.At.IsZero() {
		return by, refuse(ErrTime, "By.At", "it is not set; this package reads no clock")
	}
	by.At, by.Occurred = instant(by.At), instant(by.Occurred)
	if by.Occurred.After(by.At.Add(maxAhead)) {
		return by, refuse(ErrTime, "By.Occurred", "%s is more than 24 hours after %s", by.Occurred.Format(time.RFC3339), by.At.Format(time.RFC3339))
	}
	if !holds(by.At) || !holds(by.Occurred) {
		return by, refuse(ErrTime, "By", "%d and %d; years must be between 1 and 9999", by.At.Year(), by.Occurred.Year())
	}
	if f := cmp.Or(walkID(by.Actor.ID), walkID(by.Actor.System), walkID(string(by.Actor.Role)), walkText(by.Key)); f != nil {
		return by, refuse(f.problem, "By", "%s", f.why)
	}
	if by.At.Year() < 1970 {
		return by, refuse(ErrTime, "By.At", "year %d", by.At.Year())
	}
	if n := len(o.log); n > 0 && by.At.Before(o.log[n-1].At) {
		by.At = o.log[n-1].At
	}
	return by, nil
}

// repeated tells whether a key was used before; with other content that is an error.
func (o *Order) repeated(key, sum string) (bool, error) {
	if key == "" {
		return false, nil
	}
	was, ok := o.keys[key]
	if ok && was != sum {
		return false, refuse(ErrKeyReused, Textf("key %s", key), "it was used for other content before; take a new key")
	}
	return ok, nil
}

// commit stamps bodies as the next events and applies them. It cannot fail.
func (o *Order) commit(bodies []Body, by By, sum, code string) []Event {
	first := len(o.log)
	for _, b := range bodies {
		e := Event{N: len(o.log) + 1, At: by.At, Occurred: by.Occurred, By: by.Actor, Code: code, Body: b}
		if len(o.log) == first {
			e.Key, e.Digest = by.Key, sum
		}
		b.apply(o, &e)
		if s := o.roll(); s != o.state {
			e.State = s
		}
		o.append(e)
	}
	return slices.Clone(o.log[first:])
}

// append keeps an event and what it says beside its body.
func (o *Order) append(e Event) {
	if e.State != 0 {
		o.state, o.changed = e.State, e.At
	}
	if e.Key != "" {
		o.keys[e.Key] = e.Digest
	}
	o.log = append(o.log, e)
}

// named puts the command's kind into a refusal that has none.
func named(k Kind, err error) error {
	var r *Refused
	if errors.As(err, &r) && r.Kind == "" {
		r.Kind = k
	}
	return err
}

// explain completes a refusal for a person: in which state the order is. What may be done instead is worked out when asked.
func (o *Order) explain(k Kind, by By, err error) error {
	var r *Refused
	if !errors.As(err, &r) {
		return err
	}
	if r.Kind == "" {
		r.Kind = k
	}
	if r.State.IsZero() {
		r.State = Textf("order is %s", o.state)
	}
	r.order, r.by = o, by
	return r
}

// line finds a line.
func (o *Order) line(id string) (*line, error) {
	i, ok := o.index[id]
	if !ok {
		return nil, refuse(ErrUnknown, Textf("line %s", id), "the order has no such line")
	}
	return o.lines[i], nil
}
