package bitrix24

import (
	"context"
	"iter"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Sink returns the records that the portal takes from other systems: parties become contacts and companies, what a
// party's card has stands on its contact, discounts and promo codes are items of a smart process of their own. They go
// one way: the portal's REST has no objects for bonuses, cards and discounts, so that nothing of them is computed
// there. Stock it writes none, and the prices of rows come with orders.
func (s *System) Sink() exchange.Sink { return sink{s} }

type sink struct{ s *System }

// System implements exchange.Sink.
func (sink) System() string { return Name }

// Can implements exchange.Sink.
func (sink) Can(kind exchange.Kind) bool {
	switch kind { //nolint:exhaustive // see Sink
	case exchange.Parties, exchange.Cards, exchange.Discounts, exchange.Promos:
		return true
	}
	return false
}

// recordsAtOnce is how many records are looked for in one request.
const recordsAtOnce = 40

// Keep implements exchange.Sink: for each forty records a request or two that read, and one that writes.
func (k sink) Keep(ctx context.Context, kind exchange.Kind, records []exchange.Record) iter.Seq2[exchange.Kept, error] {
	return func(yield func(exchange.Kept, error) bool) {
		keep, err := k.keeper(kind)
		for part := range slices.Chunk(records, recordsAtOnce) {
			if err != nil {
				break
			}
			var kept []exchange.Kept
			kept, err = keep(ctx, part)
			for _, x := range kept {
				if !yield(x, nil) {
					return
				}
			}
		}
		if err != nil {
			_, err = k.s.settled(noOutcome, err)
			yield(exchange.Kept{}, err)
		}
	}
}

// keeper returns what keeps records of a kind.
func (k sink) keeper(kind exchange.Kind) (func(context.Context, []exchange.Record) ([]exchange.Kept, error), error) {
	if err := k.s.fit(); err != nil {
		return nil, err
	}
	switch kind { //nolint:exhaustive // see Can
	case exchange.Parties:
		return k.parties, nil
	case exchange.Cards:
		return k.cards, nil
	case exchange.Discounts, exchange.Promos:
		return func(ctx context.Context, rs []exchange.Record) ([]exchange.Kept, error) {
			return k.discounts(ctx, kind, rs)
		}, nil
	}
	return nil, k.s.client.rest.Fail("keep", ordo.Unsupported, "Bitrix24 keeps no "+string(kind), nil)
}

// change is what is written for a record: none if it is so already.
type change struct {
	cmds    []bxrest.Command
	problem error
}

// write does the changes of records, and answers each. What the portal refuses is the problem of that record alone.
func (k sink) write(ctx context.Context, records []exchange.Record, changes []change) ([]exchange.Kept, error) {
	var cmds []bxrest.Command
	for _, c := range changes {
		cmds = append(cmds, c.cmds...)
	}
	var rs []bxrest.Reply
	if len(cmds) > 0 {
		var err error
		if rs, err = k.s.client.rest.Batch(ctx, cmds, bxrest.BatchOptions{}); err != nil {
			return nil, err
		}
	}
	kept := make([]exchange.Kept, len(records))
	at := 0
	for i, c := range changes {
		kept[i] = exchange.Kept{Key: records[i].Key, Changed: len(c.cmds) > 0, Problem: c.problem}
		for range c.cmds {
			if err := rs[at].Err; err != nil {
				if class := ordo.ClassOf(err); class != ordo.Invalid && class != ordo.Conflict && class != ordo.NotFound && class != ordo.Unsupported {
					return nil, err
				}
				kept[i].Changed, kept[i].Problem = false, err
			}
			at++
		}
	}
	return kept, nil
}
