package exchangetest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// samples are two records of a kind; as changed, the first is another. Cards belong to the parties among them.
func samples(kind exchange.Kind, changed bool) []exchange.Record {
	var out []exchange.Record
	for i, sku := range []string{"41207", "41208"} {
		r := sample(kind, sku, i, changed && i == 0)
		r.Ref = order.Ref{System: "samples", Kind: string(kind), ID: sku}
		out = append(out, r)
	}
	return out
}

func sample(kind exchange.Kind, id string, i int, other bool) exchange.Record {
	switch kind {
	case exchange.Prices:
		return exchange.NewRecord(kind, id+"/"+exchange.Retail, exchange.Price{SKU: id, Type: exchange.Retail, Price: either(other, amount.UAH(224100), amount.UAH(249000))})
	case exchange.Stocks:
		return exchange.NewRecord(kind, id, exchange.Stock{SKU: id, Quantity: either(other, amount.Pcs(0), amount.Pcs(3))})
	case exchange.Warehouses:
		return exchange.NewRecord(kind, id, exchange.Warehouse{Code: id, City: either(other, "Львів", "Київ")})
	case exchange.Parties:
		return exchange.NewRecord(kind, id, exchange.Party{
			Name: either(other, "Ганна Коваль", "Ганна Мороз"), Phones: []string{"+38050123450" + strconv.Itoa(i)}, Email: "buyer" + id + "@example.com",
		})
	case exchange.Cards:
		return exchange.NewRecord(kind, id, exchange.Card{Number: "20000000" + id, Level: either(other, "Золота", "Срібна"), Party: id, Active: true, Bonus: "120"})
	case exchange.Discounts:
		return exchange.NewRecord(kind, id, exchange.Discount{Name: "Знижка " + id, Kind: "percent", Value: either[wire.Decimal](other, "7", "5")})
	case exchange.Promos:
		return exchange.NewRecord(kind, id, exchange.Promo{Code: "MAY" + id, Kind: "percent", Value: either[wire.Decimal](other, "7", "5"), Active: true})
	}
	return exchange.NewRecord(kind, id, exchange.Good{
		SKU: id, Name: "Кеди " + id + either(other, ", білі", ""), Article: "LN-204", GTIN: "2900000" + id, Brand: "LUNARO",
	})
}

func either[T any](other bool, changed, first T) T {
	if other {
		return changed
	}
	return first
}

// gone are the records as the system has them no more.
func gone(rs []exchange.Record) []exchange.Record {
	for i := range rs {
		rs[i].Gone, rs[i].Data = true, nil
	}
	return rs
}

// keep tells records, and checks that each is answered once, in order.
func (b into) keep(kind exchange.Kind, rs []exchange.Record) ([]exchange.Kept, error) {
	var out []exchange.Kept
	for k, err := range b.Port.Keep(b.ctx, kind, rs) {
		if err != nil {
			return nil, err
		}
		if len(out) >= len(rs) || k.Key != rs[len(out)].Key {
			return nil, fmt.Errorf("%s: answer %d is about %q", kind, len(out)+1, k.Key)
		}
		out = append(out, k)
	}
	if len(out) != len(rs) {
		return nil, fmt.Errorf("%d of %d %s are answered", len(out), len(rs), kind)
	}
	return out, nil
}

// retried is keep, repeated while the failure is temporary.
func (b into) retried(kind exchange.Kind, rs []exchange.Record) error {
	return suite.Retry(func() error {
		_, err := b.keep(kind, rs)
		return err
	})
}

// keeps tells two records, each of which must be new to the system or not.
func (b into) keeps(kind exchange.Kind, rs []exchange.Record, first, second bool) error {
	kept, err := b.keep(kind, rs)
	if err != nil {
		return err
	}
	want := first
	for _, k := range kept {
		if k.Problem != nil || k.Changed != want {
			return fmt.Errorf("%s %q: changed %t, problem %w; want changed %t and no problem", kind, k.Key, k.Changed, suite.OrNone(k.Problem), want)
		}
		want = second
	}
	return nil
}

// owners makes the sink have whose cards the samples are.
func (b into) owners(kind exchange.Kind) error {
	if kind != exchange.Cards || !b.Port.Can(exchange.Parties) {
		return nil
	}
	_, err := b.keep(exchange.Parties, samples(exchange.Parties, false))
	return err
}

// each does a check for all kinds, for cards last.
func (b into) each(check func(exchange.Kind) error) error {
	kinds := slices.Clone(b.Kinds)
	slices.SortStableFunc(kinds, func(x, y exchange.Kind) int {
		return cmp.Compare(either(x == exchange.Cards, 1, 0), either(y == exchange.Cards, 1, 0))
	})
	for _, kind := range kinds {
		if err := b.owners(kind); err != nil {
			return err
		}
		if err := check(kind); err != nil {
			return err
		}
	}
	return nil
}

func answersEach(b into) error {
	return b.each(func(kind exchange.Kind) error {
		if !b.Port.Can(kind) {
			return fmt.Errorf("Can(%s) is false", kind)
		}
		if _, err := b.keep(kind, nil); err != nil {
			return err
		}
		return b.keeps(kind, samples(kind, false), true, true)
	})
}

func keptOnce(b into) error {
	return b.each(func(kind exchange.Kind) error {
		if err := b.keeps(kind, samples(kind, false), true, true); err != nil {
			return err
		}
		was := b.Commits()
		if err := b.keeps(kind, samples(kind, false), false, false); err != nil {
			return err
		}
		if err := suite.Unchanged(b.Commits, was, "the same records"); err != nil {
			return err
		}
		if err := b.keeps(kind, samples(kind, true), true, false); err != nil {
			return err
		}
		if b.Commits() == was {
			return fmt.Errorf("%s: a changed record changed nothing", kind)
		}
		return nil
	})
}

func shownAsTold(b into) error {
	return b.each(func(kind exchange.Kind) error {
		for _, changed := range []bool{false, true} {
			rs := samples(kind, changed)
			if _, err := b.keep(kind, rs); err != nil {
				return err
			}
			for _, r := range rs {
				if data, there := b.Shown(kind, r.Key); !there || !bytes.Equal(data, r.Data) {
					return fmt.Errorf("%s %q is shown as %q (%t), want %q", kind, r.Key, data, there, r.Data)
				}
			}
		}
		return nil
	})
}

func goneIsRemoved(b into) error {
	return b.each(func(kind exchange.Kind) error {
		if err := b.keeps(kind, samples(kind, false), true, true); err != nil {
			return err
		}
		if err := b.keeps(kind, gone(samples(kind, false)), true, true); err != nil {
			return err
		}
		was := b.Commits()
		if err := b.keeps(kind, gone(samples(kind, false)), false, false); err != nil {
			return err
		}
		return suite.Unchanged(b.Commits, was, "records that are gone already")
	})
}

func refusedAlone(b into) error {
	return b.each(func(kind exchange.Kind) error {
		rs := samples(kind, false)
		b.Refuses(rs[0].Key)
		kept, err := b.keep(kind, rs)
		if err != nil {
			return err
		}
		if kept[0].Problem == nil || kept[0].Changed || kept[1].Problem != nil || !kept[1].Changed {
			return fmt.Errorf("%s: the first was refused, the second not; answered: %+v", kind, kept)
		}
		return nil
	})
}

func keptWhenRefused(b into) error { return b.keptAfter(b.FailsOnce) }

func keptWhenLost(b into) error { return b.keptAfter(b.LosesAnswer) }

// keptAfter tells a record while something happens, and checks that it is kept once.
func (b into) keptAfter(happens func()) error {
	kind := b.Kinds[0]
	if err := b.owners(kind); err != nil {
		return err
	}
	happens()
	was := b.Commits()
	if err := b.retried(kind, samples(kind, false)[:1]); err != nil {
		return err
	}
	if n := b.Commits() - was; n != 1 {
		return fmt.Errorf("one record, and %d writes took effect", n)
	}
	return b.keeps(kind, samples(kind, false)[:1], false, false)
}

func unknownKindOfSink(b into) error {
	if b.Port.Can(unknown) {
		return fmt.Errorf("Can(%q) is true", unknown)
	}
	err := suite.List(b.Port.Keep(b.ctx, unknown, samples(unknown, false)))
	if ordo.ClassOf(err) != ordo.Unsupported {
		return fmt.Errorf("records of an unknown kind: %w, want class %s", suite.OrNone(err), ordo.Unsupported)
	}
	return nil
}

func keepingStops(b into) error {
	return suite.StopsEarly("Keep", b.Port.Keep(b.ctx, b.Kinds[0], samples(b.Kinds[0], false)))
}

// writes are the calls of a sink.
func (b into) writes(port exchange.Sink) suite.Calls {
	return suite.Calls{"Keep": func(ctx context.Context) error {
		return suite.List(port.Keep(ctx, b.Kinds[0], samples(b.Kinds[0], false)))
	}}
}

func sinkKeepsToContext(b into) error {
	was := b.Commits()
	if err := b.writes(b.Port).Ended(b.ctx); err != nil {
		return err
	}
	return suite.Unchanged(b.Commits, was, "an ended context")
}

func strangerWrites(b into) error { return b.writes(b.BadCredentials).Refused(b.ctx) }
