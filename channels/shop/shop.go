package shop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// Settings say how a shop is connected. All of them may be zero: then orders come by bridge.Bridge.Announce only, and
// the shop learns nothing.
type Settings struct {
	// System is the shop's name in references, such as "site"; "shop" if it is empty. It is part of what is stored.
	System string

	// Admit authenticates a call by its method, address and headers, before the body is read; see [Bearer]. Its error
	// refuses the call with 401, or with the status of an *ordo.CallError. Nil refuses every call.
	Admit func(r *http.Request) error
	// Decode makes news of a call that was admitted. What only the body proves, such as a signature, it checks first.
	// Its error refuses the call with 400 and the error's text, or with the status of an *ordo.CallError.
	Decode func(r *http.Request, body []byte) ([]channels.News, error)

	// Tell carries out an effect; see channels.Channel.Apply for what the kinds mean. It must be idempotent: Task.Key is
	// the same when it is called again. Without an error a zero Outcome counts as applied. An error without a class of an
	// *ordo.Error is tried again.
	Tell func(ctx context.Context, t order.Task) (order.Outcome, error)
	// Kinds are the effects that Tell carries out. Without any it is sent all but order.EffectLines, EffectDetails,
	// EffectPayment and EffectStatus, by which a shop whose orders are worked elsewhere is told what they are.
	Kinds []order.EffectKind

	// Quote prices an order that is to be edited; nil: the shop has no prices to ask for. An error without a class of an
	// *ordo.Error counts as one that passes.
	Quote func(ctx context.Context, q channels.PriceQuery) (channels.Quote, error)
}

// Channel is the shop as a channel. It keeps nothing, and is safe for concurrent use if the functions of its Settings
// are.
type Channel struct {
	set     Settings
	account string
}

var (
	_ channels.Pusher    = (*Channel)(nil)
	_ channels.Webhooker = (*Channel)(nil)
	_ channels.Checker   = (*Channel)(nil)
	_ channels.Pricer    = (*Channel)(nil)
)

// New returns the channel of a shop. It does not fail: what is wrong with the settings is an error of Check.
func New(s Settings) *Channel {
	s.System = cmp.Or(s.System, "shop")
	s.Kinds = slices.Clone(s.Kinds)
	return &Channel{set: s}
}

// NameAccount sets the account's name in errors; bridge.Account calls it.
func (c *Channel) NameAccount(name string) error {
	if c.account != "" && c.account != name {
		return fmt.Errorf("the shop is account %q already; make another one with New", c.account)
	}
	c.account = name
	return nil
}

// System implements channels.Channel.
func (c *Channel) System() string { return c.set.System }

// fail returns an error of the shop.
func (c *Channel) fail(op string, class ordo.Class, text string, cause error) error {
	return &ordo.Error{System: c.set.System, Account: c.account, Op: op, Class: class, Text: text, Err: cause}
}

// Check implements channels.Checker: it finds settings that have no effect.
func (c *Channel) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return c.fail("check", ordo.Retry, "the context has ended", err)
	}
	var errs []error
	wrong := func(text string) { errs = append(errs, errors.New(text)) }
	if c.set.Tell == nil && len(c.set.Kinds) > 0 {
		wrong("Kinds has no effect without Tell")
	}
	known := slices.Concat(kinds, told)
	for _, k := range c.set.Kinds {
		if !slices.Contains(known, k) {
			wrong(fmt.Sprintf("Kinds: a channel is never sent %q; it may be sent %v", k, known))
		}
	}
	if (c.set.Admit == nil) != (c.set.Decode == nil) {
		wrong("calls need both Admit and Decode: without Admit every call is refused, without Decode none can be read")
	}
	if len(errs) > 0 {
		return c.fail("check", ordo.Invalid, "the settings are wrong", errors.Join(errs...))
	}
	return nil
}

// kinds are the effects that a channel is sent unless it names others.
var kinds = []order.EffectKind{
	order.EffectTake, order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack, order.EffectShip, order.EffectArrive,
	order.EffectClose, order.EffectMoveDate, order.EffectContact, order.EffectComment, order.EffectAnswer,
}

// told are the effects that a channel is sent only if it names them.
var told = []order.EffectKind{order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectStatus}

// Can implements channels.Channel.
func (c *Channel) Can(kind order.EffectKind, _ order.SchemeCode) bool {
	wanted := c.set.Kinds
	if len(wanted) == 0 {
		wanted = kinds
	}
	return c.set.Tell != nil && slices.Contains(wanted, kind) && (slices.Contains(kinds, kind) || slices.Contains(told, kind))
}

// Apply implements channels.Channel by Tell.
func (c *Channel) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return order.Outcome{}, c.fail(string(t.Kind), ordo.Retry, "the context has ended", err)
	}
	if !c.Can(t.Kind, t.Order.Scheme) {
		return order.Outcome{Kind: order.Unsupported}, nil
	}
	out, err := c.set.Tell(ctx, t)
	switch {
	case err != nil:
		return order.Outcome{}, c.classed(string(t.Kind), err)
	case out.Kind == 0:
		out.Kind = order.Applied
	}
	return out, nil
}

// classed gives an error of the host a class: what is not known to be final is tried again.
func (c *Channel) classed(op string, err error) error {
	if ordo.ClassOf(err) != 0 {
		return err
	}
	return c.fail(op, ordo.Retry, err.Error(), err)
}

// Orders implements channels.Channel: a shop that sends its orders cannot be asked for them.
func (c *Channel) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	if len(ids) == 0 {
		return func(func(channels.Reading, error) bool) {}
	}
	return cannotBeAsked[channels.Reading](ctx, c, "orders")
}

// Changed implements channels.Channel: a shop that sends its orders cannot be asked for them.
func (c *Channel) Changed(ctx context.Context, _ channels.Window) iter.Seq2[channels.Found, error] {
	return cannotBeAsked[channels.Found](ctx, c, "changed")
}

func cannotBeAsked[T any](ctx context.Context, c *Channel, op string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := ctx.Err(); err != nil {
			yield(none, c.fail(op, ordo.Retry, "the context has ended", err))
			return
		}
		yield(none, c.fail(op, ordo.Unsupported, "the shop sends its orders and cannot be asked for them", nil))
	}
}

// Quote implements channels.Pricer.
func (c *Channel) Quote(ctx context.Context, q channels.PriceQuery) (channels.Quote, error) {
	if err := ctx.Err(); err != nil {
		return channels.Quote{}, c.fail("quote", ordo.Retry, "the context has ended", err)
	}
	if c.set.Quote == nil {
		return channels.Quote{}, c.fail("quote", ordo.Unsupported, "the shop has no prices to ask for: set Settings.Quote", nil)
	}
	quote, err := c.set.Quote(ctx, q)
	if err != nil {
		return channels.Quote{}, c.classed("quote", err)
	}
	return quote, nil
}
