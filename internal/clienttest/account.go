package clienttest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
)

func accountChecks[C any]() []check[C] {
	return []check[C]{
		{name: "the account has one name", once: ports[C]},
		{name: "an error names the account", each: accountNamed[C]},
	}
}

// named is what can be given a name.
type named interface{ NameAccount(name string) error }

// nameable returns the client and its ports, as far as they can be given a name.
func (c Client[C]) nameable(client C) (all []named) {
	values := []any{client}
	if c.Holds != nil {
		values = append(values, c.Holds(client)...)
	}
	for _, v := range values {
		if n, ok := v.(named); ok {
			all = append(all, n)
		}
	}
	return all
}

func ports[C any](c Client[C]) error {
	op := c.Ops[0]
	for _, opts := range [][]ordo.Option{nil, {ordo.WithAccount("first-1")}} {
		all := c.nameable(c.bench(op, always(op.good()), opts...).client)
		if len(all) == 0 {
			return errors.New("the client has no method NameAccount")
		}
		slices.Reverse(all) // a port names it first
		for _, n := range all {
			if err := n.NameAccount("first-1"); err != nil {
				return fmt.Errorf("%T: %w", n, err)
			}
		}
		for _, n := range all {
			err := n.NameAccount("second-2")
			if err == nil || !strings.Contains(err.Error(), "first-1") || !strings.Contains(err.Error(), "second-2") {
				return fmt.Errorf("%T: a second name is taken, or the error does not state both: %w", n, err)
			}
		}
	}
	return nil
}

func accountNamed[C any](c Client[C], op Op[C]) error {
	empty := slices.Clone(c.Secrets)
	empty[0] = ""
	for _, secrets := range [][]string{c.Secrets, empty} {
		b := c.benchAt(Base, secrets, op, always(answer{Reply: c.Refusal}))
		for _, n := range c.nameable(b.client) {
			if err := n.NameAccount("first-1"); err != nil {
				return err
			}
		}
		o, err := b.do(op)
		if err != nil {
			return err
		}
		var e *ordo.Error
		if !errors.As(o.err, &e) || e.Account != "first-1" {
			return fmt.Errorf("the error does not name the account: %w", o.err)
		}
	}
	return nil
}
