package channeltest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// channel is the shop's channel.
type channel struct {
	suite.MemoryWebhook
	s      *shop
	secret string
}

var (
	_ channels.Webhooker = (*channel)(nil)
	_ channels.Labeler   = (*channel)(nil)
	_ channels.Reasoner  = (*channel)(nil)
	_ channels.Canceller = (*channel)(nil)
	_ channels.Checker   = (*channel)(nil)
	_ channels.Shelf     = (*channel)(nil)

	_ channels.PaymentMethods = (*channel)(nil)
)

func fail(c ordo.Class, text string) error {
	return &ordo.Error{System: "shop", Class: c, Text: text}
}

func (*channel) System() string { return "shop" }

// enter is what every call begins with.
func (c *channel) enter(ctx context.Context) error {
	switch {
	case ctx.Err() != nil && !c.s.is("ignores the context"):
		return fail(ordo.Retry, "the caller has gone")
	case c.secret != c.s.secret && c.s.is("mistakes a stranger for a mistake"):
		return fail(ordo.Invalid, "who are you")
	case c.secret != c.s.secret:
		return fail(ordo.Auth, "wrong secret")
	}
	return nil
}

func (c *channel) Check(ctx context.Context) error {
	if c.s.is("has bad settings") {
		return fail(ordo.Invalid, "no shop number")
	}
	return c.enter(ctx)
}

func (c *channel) Can(kind order.EffectKind, scheme order.SchemeCode) bool {
	switch kind {
	case order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack, order.EffectShip:
		return true
	case order.EffectClose, order.EffectMoveDate, order.EffectAnswer:
		return scheme == order.MerchantDelivery
	case order.EffectTake, order.EffectContact, order.EffectComment:
		return scheme == order.Standard
	}
	return false
}

// Choices implements channels.Canceller: one code as long as something lives.
func (c *channel) Choices(ctx context.Context, id string) ([]channels.Choice, error) {
	if err := c.enter(ctx); err != nil {
		return nil, err
	}
	lives := false
	c.s.sale(id).each(func(_ piece, st status.ItemState) { lives = lives || st != status.ItemCancelled })
	if !lives && !c.s.is("cancels for ever") {
		return nil, nil
	}
	ch := channels.Choice{Code: "18", Name: "Out of stock", Reason: status.ReasonOutOfStock}
	if c.s.is("has codes without a meaning") {
		ch.Reason = ""
	}
	return []channels.Choice{ch}, nil
}

// Listed implements channels.Shelf.
func (c *channel) Listed(ctx context.Context) iter.Seq2[channels.Listed, error] {
	return func(yield func(channels.Listed, error) bool) {
		if err := c.enter(ctx); err != nil {
			yield(channels.Listed{}, err)
			return
		}
		for i := range c.s.goods {
			l := channels.Listed{ID: strconv.Itoa(i + 1), Article: fmt.Sprint("SKU-", i), Name: "A thing"}
			switch {
			case c.s.is("lists its own ids as articles"):
				l.Article = l.ID
			case c.s.is("lists a page twice"):
				l.ID = "1"
			case c.s.is("lists one page") && i > 0:
				return
			}
			if !yield(l, nil) && !c.s.is("goes on listing") {
				return
			}
		}
	}
}

// PaymentMethods implements channels.PaymentMethods.
func (c *channel) PaymentMethods(ctx context.Context) ([]channels.PaymentMethod, error) {
	if err := c.enter(ctx); err != nil {
		return nil, err
	}
	ms := []channels.PaymentMethod{{Code: "cash", Name: "Cash"}, {Code: "cashless", Name: "Everything else"}}
	switch c.s.keys++; {
	case c.s.is("has methods without codes"):
		ms[0].Code = ""
	case c.s.is("pays in ways of its own"):
		ms = ms[1:]
	case c.s.is("shuffles its methods") && c.s.keys%2 == 0:
		ms[0], ms[1] = ms[1], ms[0]
	}
	return ms, nil
}

// targets are where an effect brings its pieces.
var targets = map[order.EffectKind]status.ItemState{
	order.EffectConfirm: status.ItemConfirmed, order.EffectPack: status.ItemPacked, order.EffectShip: status.ItemSent,
	order.EffectRefuse: status.ItemCancelled, order.EffectCancel: status.ItemCancelled,
}

func pieces(us []order.Units, st status.ItemState) map[piece]status.ItemState {
	out := map[piece]status.ItemState{}
	for _, u := range us {
		for n := u.From.Milli() / 1000; n < u.To.Milli()/1000; n++ {
			out[piece{u.Line, int(n)}] = st
		}
	}
	return out
}

// wanted is what an effect wants of the pieces.
func (c *channel) wanted(o *sale, t order.Task) map[piece]status.ItemState {
	out := pieces(t.Units, targets[t.Kind])
	switch cause := t.Cause.Body.(type) {
	case order.Delivered:
		out = map[piece]status.ItemState{}
		for _, m := range cause.Moves {
			for p := range pieces([]order.Units{{Line: m.Line, From: m.From, To: m.To}}, 0) {
				out[p] = m.State
			}
		}
	case order.CancelRequestAnswered:
		if out = pieces(cause.Accepted, status.ItemCancelled); c.s.is("always says yes") {
			out = pieces(t.Units, status.ItemCancelled)
		}
	case order.Cancelled:
		if t.Kind == order.EffectCancel && len(t.Units) == 0 {
			o.each(func(p piece, _ status.ItemState) { out[p] = status.ItemCancelled })
			if c.s.is("cancels one line of two") {
				out = pieces([]order.Units{{Line: "L1", To: amount.Pcs(2)}}, status.ItemCancelled)
			}
		}
	}
	return out
}

func (c *channel) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	s := c.s
	if err := c.enter(ctx); err != nil {
		return order.Outcome{}, err
	}
	if !c.Can(t.Kind, t.Order.Scheme) {
		if s.is("pretends to do what it cannot") {
			return order.Outcome{Kind: order.Applied}, nil
		}
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	o := s.sale(t.Target.ID)
	if b, is := t.Cause.Body.(order.Cancelled); is && b.Code != "" && b.Code != "18" && !s.is("takes any code") {
		return order.Outcome{Kind: order.Rejected, Code: b.Code, Text: "not open"}, nil
	}
	wanted := c.wanted(o, t)
	for p := range wanted {
		if *o.at(p) == status.ItemCancelled && targets[t.Kind] < status.ItemCancelled && t.Kind != order.EffectAnswer && t.Kind != order.EffectClose && !s.is("sends for what is gone") {
			return order.Outcome{}, fail(ordo.Conflict, fmt.Sprint(p, " is cancelled"))
		}
	}
	write, needed := c.write(o, t, wanted)
	if again := s.is("does it again") || s.lost && s.is("repeats after a lost answer"); !needed && !again {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	fault := s.mishaps[t.Kind]
	delete(s.mishaps, t.Kind)
	s.lost = fault == "loses"
	switch {
	case fault == "fails" && !s.is("believes that nothing is lost"):
		return order.Outcome{}, fail(ordo.Retry, "connection refused")
	case fault == "fails", s.is("only says that it is done"):
		return order.Outcome{Kind: order.Applied}, nil
	}
	s.commits++
	write()
	if s.lost {
		return order.Outcome{}, fail(ordo.InDoubt, "connection reset")
	}
	return order.Outcome{Kind: order.Applied}, nil
}

// write is what an effect changes, and whether it is needed.
func (c *channel) write(o *sale, t order.Task, wanted map[piece]status.ItemState) (write func(), needed bool) {
	if moved, ok := t.Cause.Body.(order.DateMoved); ok {
		return func() { o.window = moved.Window }, o.window != moved.Window
	}
	switch t.Kind {
	case order.EffectTake, order.EffectContact, order.EffectComment:
		if c.s.is("takes a comment for a cancellation") && t.Kind == order.EffectComment {
			return func() { *o.at(piece{"L1", 0}), o.told[t.Key] = status.ItemCancelled, true }, !o.told[t.Key]
		}
		return func() { o.told[t.Key] = true }, !o.told[t.Key]
	}
	todo := o.changes(wanted)
	needed = len(todo) > 0
	if t.Kind == order.EffectAnswer {
		for _, u := range t.Units {
			needed = needed || o.asked[u.Line]
		}
	}
	return func() {
		for p, st := range todo {
			if !(t.Kind == order.EffectRefuse && c.s.is("forgets what was refused")) {
				*o.at(p) = st
			}
		}
		clear(o.asked)
	}, needed
}

func (c *channel) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		if err := c.enter(ctx); err != nil {
			yield(channels.Reading{}, err)
			return
		}
		for _, id := range ids {
			o := c.s.sale(id)
			if o == nil {
				if c.s.is("makes a problem of what is not there") && !yield(channels.Reading{ID: id, Problem: errors.New("?")}, nil) {
					return
				}
				continue
			}
			if !yield(c.reading(o), nil) && !c.s.is("goes on reading") {
				return
			}
		}
	}
}

// reading is an order as the shop has it.
func (c *channel) reading(o *sale) channels.Reading {
	r := channels.Reading{ID: o.id, Status: o.words(), Snapshot: order.Snapshot{Draft: o.draft()}}
	if c.s.is("names the account") {
		r.Snapshot.Ref.Account = "shop-1"
	}
	reports := map[status.ItemState]order.Picks{}
	o.each(func(p piece, st status.ItemState) {
		from, to := amount.Pcs(p.n), amount.Pcs(p.n+1)
		r.Snapshot.Standing = append(r.Snapshot.Standing, order.Move{Line: p.line, Portion: order.Portion{From: from, To: to, State: st}})
		if c.s.is("contradicts itself") {
			st = status.ItemConfirmed
		}
		reports[st] = reports[st].And(order.PickUnits(p.line, from, to))
	})
	for st, ps := range reports {
		says := status.Meaning{Item: st}
		if st == status.ItemCancelled {
			says.Reason, says.Party = status.ReasonBuyerCancelled, status.PartyBuyer
		}
		r.Reports = append(r.Reports, order.StatusReport{Code: st.String(), Says: says, Picks: ps})
	}
	r.Reports = append(r.Reports, order.DateReport{Window: o.window})
	return r
}

func (c *channel) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		if err := c.enter(ctx); err != nil {
			yield(channels.Found{}, err)
			return
		}
		for _, o := range c.s.sales {
			if c.s.is("finds what is an hour old") && time.Since(o.placed) < time.Hour || o.placed.Before(w.From) || !o.placed.Before(w.To) {
				continue
			}
			if !yield(channels.Found{ID: o.id}, nil) && !c.s.is("goes on searching") {
				return
			}
		}
	}
}

func (c *channel) Reason(_ order.EffectKind, _ order.SchemeCode, r status.Reason) (string, error) {
	if c.s.is("knows no reasons") {
		return "", fail(ordo.Invalid, "no reason would do")
	}
	return strings.ToUpper(string(r)), nil
}

func (c *channel) Labels(_ context.Context, v order.View) ([]channels.Label, error) {
	if len(v.Packages) == 0 && v.State < status.OrderPacked && !c.s.is("prints too early") {
		return nil, fail(ordo.Conflict, "pack first")
	}
	l := channels.Label{Name: "a.pdf", ContentType: "application/pdf", Data: []byte("%PDF")}
	if c.s.is("prints nothing") {
		l.Data = nil
	}
	return []channels.Label{l}, nil
}

func (c *channel) Receive(_ *http.Request, body []byte) (ordo.Call[channels.News], error) {
	s := c.s
	var in struct{ ID string }
	err := json.Unmarshal(body, &in)
	o := s.sale(in.ID)
	if err != nil || o == nil {
		if s.is("takes whatever comes") {
			return ordo.Call[channels.News]{}, nil
		}
		return ordo.Call[channels.News]{}, &ordo.CallError{System: c.System(), Status: http.StatusBadRequest, Text: "no such order"}
	}
	d := o.draft()
	n := channels.News{Key: "new:" + o.id, ID: o.id, Placed: &d}
	switch s.keys++; {
	case s.is("has a new key each time"):
		n.Key += fmt.Sprint(s.keys)
	case s.is("has one key for all"):
		n.Key = "new"
	case s.is("warns of an ordinary order"):
		n.Warning = "the field colour is unknown"
	case s.is("tells local times"):
		d.Placed = d.Placed.In(time.FixedZone("MSK", 3*60*60))
	case s.is("tells another price"):
		d.Lines = slices.Clone(d.Lines)
		d.Lines[0].Total = amount.RUB(1)
	}
	return ordo.Call[channels.News]{News: []channels.News{n}}, nil
}
