package clienttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
)

func recordChecks[C any]() []check[C] {
	return []check[C]{
		{name: "a wrong type in one field loses nothing silently", fits: func(op Op[C]) bool { return !op.list() }, each: wrongType[C]},
		{name: "an answer about another object is told", fits: func(op Op[C]) bool { return len(op.Asked) > 0 }, each: another[C]},
		{name: "unknown fields are kept", each: unknown[C]},
		{name: "read types have room for what they do not know", once: types[C]},
	}
}

// within reports whether a place is a record's or within one.
func (op Op[C]) within(p place) bool {
	return slices.ContainsFunc(op.records(), func(r place) bool { return len(p) >= len(r) && slices.Equal(p[:len(r)], r) })
}

func wrongType[C any](c Client[C], op Op[C]) error {
	whole, err := c.run(op, always(op.good()))
	if err := errors.Join(err, whole.err); err != nil {
		return err
	}
	before := tell(whole.rows)
	t := grow(op.Answer)
	var errs []error
	each(t, nil, func(p place, v tree) {
		if len(p) == 0 {
			return
		}
		for _, other := range oddities(v) {
			body := write(with(t, p, other))
			err := calm(func() error {
				o, err := c.run(op, always(op.saying(body)))
				if err != nil {
					return err
				}
				return op.saysOdd(o, before, p, c.Values)
			})
			if err != nil {
				errs = append(errs, fmt.Errorf("%s is %s: %w", p, write(other), err))
			}
		}
	})
	return first(errs)
}

// saysOdd returns what is wrong with what came of an answer with an odd value at p.
func (op Op[C]) saysOdd(o outcome, before string, p place, values []string) error {
	if o.err == nil {
		if after := tell(o.rows); after != before && !strings.Contains(after, oddDigits) {
			return fmt.Errorf("its value is lost, and nothing says so")
		}
		return nil
	}
	class, asked := ordo.ClassOf(o.err), slices.ContainsFunc(op.Asked, func(a string) bool { return slices.Equal(at(a), p) })
	switch {
	case op.Write && asked && class == ordo.Conflict:
		return nil
	case op.Write && class != ordo.InDoubt && class != ordo.Retry:
		return fmt.Errorf("class %v of a write that was taken: %w", class, o.err)
	case class != ordo.InDoubt && class != ordo.Retry && class != ordo.Invalid:
		return fmt.Errorf("class %v, as if the vendor had decided: %w", class, o.err)
	case op.within(p) && !asked && !strings.Contains(o.err.Error(), p.name(values)):
		return fmt.Errorf("the error does not name the field: %w", o.err)
	}
	return nil
}

// next is a value like v, but another.
func next(v tree) tree {
	if n, ok := v.(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			return json.Number(strconv.FormatInt(i+1, 10))
		}
		return json.Number("7" + n.String())
	}
	s, _ := v.(string)
	if s == "" {
		return "7"
	}
	last := s[len(s)-1]
	if last >= '0' && last < '9' {
		return s[:len(s)-1] + string(last+1)
	}
	return s[:len(s)-1] + "7"
}

func another[C any](c Client[C], op Op[C]) error {
	t := grow(op.Answer)
	for _, asked := range op.Asked {
		v, ok := get(t, at(asked))
		if !ok {
			return fmt.Errorf("the recorded answer has no %s", asked)
		}
		o, err := c.run(op, always(op.saying(write(with(t, at(asked), next(v))))))
		if err == nil {
			err = toldOther(op, o, fmt.Sprint(v), fmt.Sprint(next(v)))
		}
		if err != nil {
			return fmt.Errorf("%s is %v in place of %v: %w", asked, next(v), v, err)
		}
	}
	return nil
}

func toldOther[C any](op Op[C], o outcome, want, got string) error {
	class := ordo.ClassOf(o.err)
	switch {
	case o.err == nil:
		return errors.New("it is taken for what was asked for")
	case op.Write && class == ordo.Conflict: // a key that was used before, for something else
	case op.Write && class != ordo.InDoubt && class != ordo.Retry, class != ordo.InDoubt && class != ordo.Retry && class != ordo.Invalid:
		return fmt.Errorf("class %v: %w", class, o.err)
	case !strings.Contains(o.err.Error(), got) && !strings.Contains(o.err.Error(), want):
		return fmt.Errorf("the error says neither what was asked for nor what came: %w", o.err)
	}
	return nil
}

// keyed reports whether an object is a list by number, as PHP sends it: an unknown field makes no sense there.
func keyed(m map[string]any) bool {
	for name := range m {
		if strings.Trim(name, "0123456789") != "" {
			return false
		}
	}
	return len(m) > 0
}

func unknown[C any](c Client[C], op Op[C]) error {
	t := grow(op.Answer)
	var places []place
	full := t
	each(t, nil, func(p place, v tree) {
		if m, ok := v.(map[string]any); ok && op.within(p) && !keyed(m) && !slices.Contains(c.Values, p.name(nil)) {
			full = with(full, append(p[:len(p):len(p)], fmt.Sprintf("unknown%dField", len(places))), fmt.Sprintf("novelty-%d-kept", len(places)))
			places = append(places, p)
		}
	})
	o, err := c.run(op, always(op.saying(write(full))))
	if err := errors.Join(err, o.err); err != nil {
		return err
	}
	kept := tell(o.rows)
	var lost []string
	for i, p := range places {
		if !strings.Contains(kept, fmt.Sprintf("novelty-%d-kept", i)) {
			lost = append(lost, strconv.Quote(p.String()))
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("lost from %s", strings.Join(lost, ", "))
	}
	return nil
}

func types[C any](c Client[C]) error {
	if lost := WithoutExtra(c.Types...); len(lost) > 0 {
		return fmt.Errorf("without a field Extra: %s", strings.Join(lost, ", "))
	}
	return nil
}
