package suite

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo/order"
)

// Proof is a proof that a suite finds broken implementations.
type Proof[F any] struct {
	Port  func(flaw string) F // returns an implementation with one flaw; with "", without any
	Flaws map[string][]string // the flaws that each check must find
	Skips []string            // checks that are skipped with a complete fixture, as "check" or "check: scheme"
	Keep  []string            // fields other than the required ones that the implementation in memory needs
}

// Prove passes if an implementation without a flaw passes, each flaw is found by its check, each check finds a flaw,
// and the optional fields of a fixture may be left out.
func (s Suite[F, B]) Prove(t *testing.T, p Proof[F]) {
	whole := func(*testing.T) F { return p.Port("") }
	t.Run("without a flaw", func(t *testing.T) { s.Run(t, whole) })
	t.Run("in a bubble", func(t *testing.T) { s.RunInBubble(t, whole) })
	for i, c := range s.checks {
		if len(p.Flaws[c.name]) == 0 {
			t.Errorf("no flaw is listed for %q", c.name)
		}
		for _, flaw := range p.Flaws[c.name] {
			t.Run(flaw, func(t *testing.T) {
				failed, _ := s.outcomes(t.Context(), s.checks[i:i+1], func() F { return p.Port(flaw) })
				if len(failed) == 0 {
					t.Errorf("%q did not find it", c.name)
				}
			})
		}
	}
	for name := range p.Flaws {
		if !slices.ContainsFunc(s.checks, func(c check[B]) bool { return c.name == name }) {
			t.Errorf("there is no check %q", name)
		}
	}
	if _, skipped := s.outcomes(t.Context(), s.checks, func() F { return p.Port("") }); !slices.Equal(skipped, p.Skips) {
		t.Errorf("skipped with a complete fixture: %q, want %q", skipped, p.Skips)
	}
	for _, keep := range [][]string{s.Needs, slices.Concat(s.Needs, p.Keep)} {
		failed, skipped := s.outcomes(t.Context(), s.checks, func() F { return only(p.Port(""), keep) })
		if len(failed) > 0 || len(skipped) <= len(p.Skips) {
			t.Errorf("with only %q set, %d checks are skipped, and these fail: %q", keep, len(skipped), failed)
		}
	}
	for i, name := range s.Needs {
		if f := only(p.Port(""), slices.Delete(slices.Clone(s.Needs), i, i+1)); lack(f, s.Needs) == "" {
			t.Errorf("a fixture without the required field %s is accepted", name)
		}
	}
}

// outcomes returns the checks that fail and those that are skipped, over all schemes.
func (s Suite[F, B]) outcomes(ctx context.Context, checks []check[B], setup func() F) (failed, skipped []string) {
	schemes := []order.SchemeCode{""}
	if s.Schemes != nil {
		schemes = s.Schemes(setup())
	}
	for _, c := range checks {
		for _, scheme := range schemes {
			what := c.name
			if scheme != "" {
				what += ": " + string(scheme)
			}
			switch err := s.try(ctx, c, scheme, setup); {
			case skips(err):
				skipped = append(skipped, what)
			case err != nil:
				failed = append(failed, what+": "+err.Error())
			}
		}
	}
	return failed, skipped
}

// only returns a fixture with only some fields set.
func only[F any](f F, fields []string) F {
	var out F
	for _, name := range fields {
		reflect.ValueOf(&out).Elem().FieldByName(name).Set(reflect.ValueOf(f).FieldByName(name))
	}
	return out
}
