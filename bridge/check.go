package bridge

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// checkLimit bounds one check of an account, which makes many calls in a row. Each call is bounded by its client.
const checkLimit = time.Hour

// checkAgainAfter is when an account whose check failed is checked again.
const checkAgainAfter = time.Minute

// ensureChecked checks an account until it passes once, at most once a minute.
func (c *core) ensureChecked(ctx context.Context, a *account) error {
	return c.checkAccount(ctx, a, func() bool {
		return !a.checked.IsZero() && (a.problem == nil || !elapsed(c.now(), a.checked, checkAgainAfter))
	})
}

// checkedWithin is ensureChecked for who cannot wait long: the check goes on when the limit is over. It reports whether
// the check has ended.
func (c *core) checkedWithin(ctx context.Context, limit time.Duration, a *account) (ended bool, err error) {
	if a.passed() {
		return true, nil
	}
	result := make(chan error, 1)
	go func() { result <- c.ensureChecked(ctx, a) }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-result:
		return true, err
	case <-timer.C:
		return false, nil
	}
}

// passed reports whether the account has passed its last check.
func (a *account) passed() bool { return a.sound.Load() }

// checkAccount checks an account unless the last result is good enough.
func (c *core) checkAccount(ctx context.Context, a *account, enough func() bool) error {
	select {
	case a.checking <- struct{}{}:
		defer func() { <-a.checking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if enough() {
		return a.problem
	}
	var err error
	// channels.Checker, erp.Checker, receipts.Checker, carriers.Checker
	if p, can := a.port.(interface {
		Check(ctx context.Context) error
	}); can {
		cctx, cancel := context.WithTimeout(ctx, checkLimit)
		defer cancel()
		err = c.guard(cctx, func() error { return p.Check(cctx) })
	}
	if err == nil {
		err = c.checkMethods(ctx, a)
	}
	if ctx.Err() == nil {
		a.checked, a.problem = c.now(), err
		a.sound.Store(err == nil)
	}
	return err
}

// methodsOf returns the methods of payment that a channel names; none for one that names none.
func (c *core) methodsOf(ctx context.Context, a *account) (ms []channels.PaymentMethod, err error) {
	port, can := a.channel.(channels.PaymentMethods)
	if !can {
		return nil, nil
	}
	cctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	err = c.guard(cctx, func() (err error) {
		ms, err = port.PaymentMethods(cctx)
		return err
	})
	return ms, err
}

// checkMethods returns an error if a route of a channel lacks the till of a method of payment, or has one of a method
// that the channel does not have.
func (c *core) checkMethods(ctx context.Context, a *account) error {
	ms, err := c.methodsOf(ctx, a)
	if err != nil || len(ms) == 0 {
		return err
	}
	var unbound, odd []string
	for _, r := range c.routes {
		if r.Channel != a.name {
			continue
		}
		for _, m := range ms {
			if name := m.Name + " (" + m.Code + ")"; r.Tills[m.Code] == "" && !slices.Contains(unbound, name) {
				unbound = append(unbound, name)
			}
		}
		for _, code := range slices.Sorted(maps.Keys(r.Tills)) {
			if !slices.ContainsFunc(ms, func(m channels.PaymentMethod) bool { return m.Code == code }) && !slices.Contains(odd, code) {
				odd = append(odd, code)
			}
		}
	}
	var wrong []string
	if len(unbound) > 0 {
		wrong = append(wrong, c.say(a.name, "methods of payment without a till: %s; add them to Route.Tills", unbound))
	}
	if len(odd) > 0 {
		wrong = append(wrong, c.say(a.name, "Route.Tills has methods of payment that the channel does not have: %s", odd))
	}
	if len(wrong) == 0 {
		return nil
	}
	return &ordo.Error{System: a.vendor(), Account: a.name, Op: "payment methods", Class: ordo.Invalid, Text: strings.Join(wrong, "; ")}
}

// namedGoods is how many unknown goods an error names.
const namedGoods = 5

// GoodsError says that a channel has goods on sale that the merchant does not have, see [WithGoods]. It keeps no order
// from coming in.
type GoodsError struct {
	Unknown, Listed int
	First           []string // the first unknown goods, by article and name
	Unreadable      int      // records that could not be read, besides
}

// Text returns the error as a text for people.
func (e *GoodsError) Text() order.Text {
	t := order.Textf("shop not compatible: %d of %d {2:good|goods} unknown: %s", e.Unknown, e.Listed, e.First)
	switch {
	case e.Unknown == 0:
		return order.Textf("%d {1:record|records} of the goods on sale cannot be read", e.Unreadable)
	case e.Unreadable > 0:
		return order.Textf("%s; %d {2:record|records} of the goods on sale cannot be read", t, e.Unreadable)
	}
	return t
}

// Error implements error.
func (e *GoodsError) Error() string { return e.Text().String() }

// checkGoods compares the goods that a channel has on sale with those that the merchant has.
func (c *core) checkGoods(ctx context.Context, a *account) error {
	shelf, can := a.channel.(channels.Shelf)
	if !can || c.goods == nil {
		return nil
	}
	cctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	e := &GoodsError{}
	err := c.guard(cctx, func() error {
		for l, err := range shelf.Listed(cctx) {
			switch {
			case err != nil:
				return err
			case l.Problem != nil:
				e.Unreadable++
				continue
			}
			e.Listed++
			line := order.LineView{Kind: order.LineGoods, SKU: l.Article, Name: l.Name, Ref: a.ref(order.Ref{Kind: "goods", ID: l.ID})}
			if c.goods(a.name, line) {
				continue
			}
			if e.Unknown++; len(e.First) < namedGoods {
				e.First = append(e.First, goodsName(line))
			}
		}
		return nil
	})
	if err == nil && e.Unknown+e.Unreadable > 0 {
		err = e
	}
	return err
}

// goodsName names the goods of a line for people: by article and name.
func goodsName(l order.LineView) string { return strings.TrimSpace(l.SKU + " " + l.Name) }
