package exchangetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// unknown is a kind that no system has.
const unknown = exchange.Kind("no such kind")

// list reads the records behind a cursor.
func (b from) list(kind exchange.Kind, cursor string) ([]exchange.Record, error) {
	var out []exchange.Record
	for r, err := range b.Port.Records(b.ctx, kind, cursor) {
		if err != nil {
			return nil, fmt.Errorf("%s behind %q: %w", kind, cursor, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// all reads all records of a kind. There must be two.
func (b from) all(kind exchange.Kind) ([]exchange.Record, error) {
	rs, err := b.list(kind, "")
	if err == nil && len(rs) < 2 {
		err = fmt.Errorf("%d %s, want at least two", len(rs), kind)
	}
	return rs, err
}

// last returns the cursor behind a list.
func last(rs []exchange.Record) string { return rs[len(rs)-1].Cursor }

// find returns the record with a key, or nil.
func find(rs []exchange.Record, key string) *exchange.Record {
	if i := slices.IndexFunc(rs, func(r exchange.Record) bool { return r.Key == key }); i >= 0 {
		return &rs[i]
	}
	return nil
}

// each does a check for all kinds.
func (b from) each(check func(exchange.Kind) error) error {
	for _, kind := range b.Kinds {
		if err := check(kind); err != nil {
			return err
		}
	}
	return nil
}

func recordsAreWhole(b from) error {
	if b.Port.System() == "" {
		return errors.New("System() is empty")
	}
	return b.each(func(kind exchange.Kind) error {
		rs, err := b.all(kind)
		if err != nil {
			return err
		}
		keys := map[string]bool{}
		for _, r := range rs {
			switch {
			case r.Kind != kind:
				return fmt.Errorf("%s %q has the kind %q", kind, r.Key, r.Kind)
			case r.Key == "" || keys[r.Key]:
				return fmt.Errorf("%s: the key %q is empty or comes twice", kind, r.Key)
			case r.Cursor == "" && r.Key == rs[len(rs)-1].Key:
				return fmt.Errorf("%s: the last record has no cursor", kind)
			case r.Ref.System != b.Port.System() || r.Ref.ID == "":
				return fmt.Errorf("%s %q has the reference %q", kind, r.Key, r.Ref)
			case r.Gone:
				return fmt.Errorf("%s %q is gone, though nobody was told of it", kind, r.Key)
			}
			if err := readable(r); err != nil {
				return fmt.Errorf("%s %q: %w", kind, r.Key, err)
			}
			keys[r.Key] = true
		}
		return nil
	})
}

// readable checks the data of a record that has no problem.
func readable(r exchange.Record) error {
	name, err := named(r)
	if err == nil && name == "" {
		err = errors.New("its data do not say which it is: an SKU, a code, a number or a name is missing")
	}
	return err
}

// named returns what the data of a record name it by.
func named(r exchange.Record) (string, error) {
	switch r.Kind {
	case exchange.Goods:
		g, err := exchange.Decode[exchange.Good](r)
		return g.SKU, err
	case exchange.Prices:
		p, err := exchange.Decode[exchange.Price](r)
		if err == nil && (p.Type == "" || p.Price.IsUnset()) {
			err = fmt.Errorf("the price %s is of type %q", p.Price, p.Type)
		}
		return p.SKU, err
	case exchange.Stocks:
		s, err := exchange.Decode[exchange.Stock](r)
		return s.SKU, err
	case exchange.Warehouses:
		w, err := exchange.Decode[exchange.Warehouse](r)
		return w.Code, err
	case exchange.Parties:
		p, err := exchange.Decode[exchange.Party](r)
		return p.Name, err
	case exchange.Cards:
		c, err := exchange.Decode[exchange.Card](r)
		return c.Number, err
	case exchange.Discounts:
		d, err := exchange.Decode[exchange.Discount](r)
		return d.Name, err
	case exchange.Promos:
		p, err := exchange.Decode[exchange.Promo](r)
		return p.Code, err
	}
	if r.Problem == nil && !json.Valid(r.Data) {
		return r.Key, errors.New("its data are no JSON")
	}
	return r.Key, r.Problem
}

func everythingEachTime(b from) error {
	return b.each(func(kind exchange.Kind) error {
		first, err := b.all(kind)
		if err != nil {
			return err
		}
		again, err := b.all(kind)
		if err != nil {
			return err
		}
		return sameRecords(kind, first, again)
	})
}

// sameRecords checks that two lists tell the same.
func sameRecords(kind exchange.Kind, want, got []exchange.Record) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d %s, then %d", len(want), kind, len(got))
	}
	for _, r := range want {
		if again := find(got, r.Key); again == nil || !bytes.Equal(again.Data, r.Data) {
			return fmt.Errorf("%s %q is not the same when it is read again", kind, r.Key)
		}
	}
	return nil
}

func nothingBehind(b from) error {
	return b.each(func(kind exchange.Kind) error {
		rs, err := b.all(kind)
		if err != nil {
			return err
		}
		more, err := b.list(kind, last(rs))
		if err == nil && len(more) > 0 {
			err = fmt.Errorf("%d %s behind the last cursor, though nothing changed: %q first", len(more), kind, more[0].Key)
		}
		return err
	})
}

func readOn(b from) error {
	return b.each(func(kind exchange.Kind) error {
		rs, err := b.all(kind)
		if err != nil {
			return err
		}
		for i := range rs {
			rest, err := b.list(kind, rs[i].Cursor)
			if err != nil {
				return err
			}
			for _, r := range rs[i+1:] {
				if find(rest, r.Key) == nil {
					return fmt.Errorf("%s %q is missed when %q was the last that was kept", kind, r.Key, rs[i].Key)
				}
			}
		}
		return nil
	})
}

func changedComes(b from) error {
	return b.each(func(kind exchange.Kind) error {
		before, err := b.all(kind)
		if err != nil {
			return err
		}
		key := b.Changes(kind)
		after, err := b.list(kind, last(before))
		if err != nil {
			return err
		}
		was, now := find(before, key), find(after, key)
		if was == nil || now == nil || now.Problem != nil || now.Gone || bytes.Equal(was.Data, now.Data) {
			return fmt.Errorf("%s %q changed, and it is not told", kind, key)
		}
		return readable(*now)
	})
}

func removedIsGone(b from) error {
	return b.each(func(kind exchange.Kind) error {
		before, err := b.all(kind)
		if err != nil {
			return err
		}
		key := b.Removes(kind)
		after, err := b.list(kind, last(before))
		if err != nil {
			return err
		}
		if r := find(after, key); r == nil || !r.Gone || len(r.Data) > 0 {
			return fmt.Errorf("%s %q was removed, and it is not told to be gone, without data", kind, key)
		}
		return nil
	})
}

func unreadableIsAProblem(b from) error {
	return b.each(func(kind exchange.Kind) error {
		before, err := b.all(kind)
		if err != nil {
			return err
		}
		key := b.Breaks(kind)
		for _, cursor := range []string{"", last(before)} {
			after, err := b.list(kind, cursor)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(after, func(r exchange.Record) bool { return r.Problem != nil })
			if i < 0 || len(after[i].Data) > 0 {
				return fmt.Errorf("one of the %s cannot be read, and no record behind %q is a problem without data", kind, cursor)
			}
			for _, was := range before {
				now := find(after, was.Key)
				switch {
				case now != nil && now.Gone:
					return fmt.Errorf("%s %q is told to be gone, though one record cannot be read", kind, was.Key)
				case now == nil && cursor == "" && was.Key != key:
					return fmt.Errorf("%s %q is missing, though another record cannot be read", kind, was.Key)
				}
			}
		}
		return nil
	})
}

func unknownKindOfSource(b from) error {
	err := suite.List(b.Port.Records(b.ctx, unknown, ""))
	if ordo.ClassOf(err) != ordo.Unsupported {
		return fmt.Errorf("records of an unknown kind: %w, want class %s", suite.OrNone(err), ordo.Unsupported)
	}
	return nil
}

func readingStops(b from) error {
	return suite.StopsEarly("Records", b.Port.Records(b.ctx, b.Kinds[0], ""))
}

// reads are the calls of a source.
func (b from) reads(port exchange.Source) suite.Calls {
	return suite.Calls{"Records": func(ctx context.Context) error { return suite.List(port.Records(ctx, b.Kinds[0], "")) }}
}

func sourceKeepsToContext(b from) error { return b.reads(b.Port).Ended(b.ctx) }

func strangerReads(b from) error { return b.reads(b.BadCredentials).Refused(b.ctx) }
