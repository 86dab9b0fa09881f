package bridge

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// LineStock is a line of an order with the stock of its article.
type LineStock = erp.LineStock

// Stock returns the goods of an order line by line, with what each warehouse has of them, as the books of its route say
// now. The error is of class Unsupported if they keep no stock, and ErrUnknown if there is no order with this id.
func (b *Bridge) Stock(ctx context.Context, id string) ([]LineStock, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return nil, err
	}
	x, err := b.stockFor(ctx, j, b.accounts[j.route.booksAt()])
	if err != nil {
		return nil, err
	}
	v := j.view()
	now, _ := stock.Of(v)
	var lines []LineStock
	for _, l := range v.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		s := LineStock{Line: l.ID, Article: articleOf(v, l.ID)}
		for _, r := range now.Reserve {
			if r.Line == l.ID {
				s.Reserved = append(s.Reserved, r)
			}
		}
		for _, d := range now.Short {
			if d.Line == l.ID {
				s.Short = d.Quantity
			}
		}
		for _, r := range x.records {
			switch {
			case r.Article != s.Article:
			case r.Problem != nil:
				s.Problem = r.Problem
			default:
				s.Stock = append(s.Stock, r)
			}
		}
		lines = append(lines, s)
	}
	return lines, nil
}

// Reserve chooses warehouses for what an order has reserved nowhere, by the policy of its route ([Route].Reserve) and
// the stock of the books now, with the least change. It returns where everything is reserved then, and what is short.
// The books reserve it next; if somebody else was faster, what is not there is released and planned once more. A key of
// by makes it happen once.
//
// A refusal of the order is a *order.Refused: then nothing is changed. The error is of class Unsupported if the books
// keep no stock, and ErrUnknown if there is no order with this id.
func (b *Bridge) Reserve(ctx context.Context, id string, by order.By) (stock.Plan, error) {
	return b.replan(ctx, id, by, func(x *acting, now stock.Plan, ds []stock.Demand) (stock.Plan, error) {
		return now.Replan(ds, x.levels, x.places, policyOf(x.job))
	})
}

// MoveReserve moves a quantity of a line from one warehouse to another by hand, within what the other has. From "" it
// reserves what is short; to "" it gives up what is reserved. See [Bridge.Reserve].
func (b *Bridge) MoveReserve(ctx context.Context, id, line, from, to string, q amount.Quantity, by order.By) (stock.Plan, error) {
	return b.replan(ctx, id, by, func(x *acting, now stock.Plan, ds []stock.Demand) (stock.Plan, error) {
		i := slices.IndexFunc(ds, func(d stock.Demand) bool { return d.Line == line })
		switch {
		case i < 0:
			return now, noneSuch(order.KindAssemble, order.Textf("line %s", line), order.Textf("it has no goods that could be reserved"))
		case to != "" && !x.has(to):
			return now, noneSuch(order.KindAssemble, order.Textf("place %s", to), order.Textf("the books have no warehouse with this code"))
		}
		return now.Move(ds[i], from, to, q, x.levels)
	})
}

// noneSuch is the refusal of something that is not there.
func noneSuch(kind order.Kind, what, why order.Text) error {
	return &order.Refused{Kind: kind, What: what, Problem: order.ErrUnknown, Why: why}
}

// replan reserves the goods of an order as a plan says.
func (b *Bridge) replan(
	ctx context.Context, id string, by order.By, choose func(x *acting, now stock.Plan, ds []stock.Demand) (stock.Plan, error),
) (next stock.Plan, err error) {
	err = b.acts(ctx, id, by, func(x *acting) error {
		now, ds := stock.Of(x.view())
		if next = now; x.given {
			return nil
		}
		if err := x.reads(ctx); err != nil {
			return err
		}
		if next, err = choose(x, now, ds); err != nil {
			return err
		}
		for _, c := range now.Changes(next) {
			if err := x.do(commandOf(x.view(), c)); err != nil {
				return err
			}
		}
		return nil
	})
	return next, err
}

// RequestTransfers asks other warehouses for what an order has reserved nowhere, to be sent to one of them: a request
// for each that has some of it, the nearest first. It returns what is asked for, and what nobody has. See
// [Bridge.Reserve].
func (b *Bridge) RequestTransfers(ctx context.Context, id, to string, by order.By) (asked []stock.Transfer, missing []stock.Demand, err error) {
	err = b.acts(ctx, id, by, func(x *acting) error {
		asked, missing = nil, nil
		if x.given {
			return nil
		}
		if err := x.reads(ctx); err != nil {
			return err
		}
		now, _ := stock.Of(x.view())
		ts, none, err := stock.Requests(now.Short, stock.Taken(x.levels, now.Reserve), x.places, to)
		if asked, missing = ts, none; err != nil {
			return err
		}
		for _, t := range ts {
			var ps order.Picks
			for _, l := range t.Lines {
				ps = ps.And(standingAt(x.view(), l.Line, "", l.Quantity))
			}
			if err := x.do(order.RequestTransfer{Picks: ps, From: t.From, To: t.To, Central: x.isCentral(t.To)}); err != nil {
				return err
			}
		}
		return nil
	})
	return asked, missing, err
}

// acting is a person who acts on an order with the stock of its books at hand.
type acting struct {
	*job
	stocks
	books *account
	by    order.By
	given bool // the key was used before: what it stands for was done
	n     int
}

// acts lets a person change an order by several commands: all or none.
func (b *Bridge) acts(ctx context.Context, id string, by order.By, f func(*acting) error) error {
	if ctx == nil {
		return errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	err := b.change(ctx, id, func(j *job) error {
		switch {
		case !j.known():
			return fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
		case !j.routed:
			return fmt.Errorf("bridge: order %q: %w", id, &noRouteError{j.view().Ref.Account, j.view().Scheme})
		}
		return f(&acting{job: j, books: b.accounts[j.route.booksAt()], by: by, given: by.Key != "" && wasGiven(j, by.Key+"/0")})
	})
	if err == nil {
		b.wake()
	}
	return err
}

// reads reads the stock.
func (x *acting) reads(ctx context.Context) (err error) {
	x.stocks, err = x.stockFor(ctx, x.job, x.books)
	return err
}

// do gives the order one of the commands.
func (x *acting) do(c order.Command) error {
	by := x.by
	if by.Key != "" {
		by.Key += "/" + strconv.Itoa(x.n)
	}
	x.n++
	_, err := x.order.Do(c, by)
	return err
}

// has reports whether the books have a warehouse.
func (x *acting) has(code string) bool {
	return slices.ContainsFunc(x.places, func(p stock.Place) bool { return p.Code == code })
}

func (x *acting) isCentral(code string) bool {
	return slices.ContainsFunc(x.places, func(p stock.Place) bool { return p.Code == code && p.Central })
}
