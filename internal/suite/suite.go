package suite

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/ordo-sdk/ordo/order"
)

// Suite is the conformance suite of a port. F is its fixture, B what its checks work on.
type Suite[F, B any] struct {
	Needs []string // the required fields of F
	// Schemes returns the schemes under which every check runs; nil is for ports without schemes.
	Schemes func(F) []order.SchemeCode
	Open    func(Env[F]) B
	// Other returns the suite for a port of another kind, or nil where this one is right; it may be nil.
	Other  func(F) *Suite[F, B]
	checks []check[B]
}

// Env is the environment of a check: an unused fixture, and a function that makes another one.
type Env[F any] struct {
	Ctx     context.Context //nolint:containedctx // it lives for one check
	Scheme  order.SchemeCode
	Fixture F
	Setup   func() F
}

// check is one check of the suite.
type check[B any] struct {
	name  string
	look  func(B) error
	needs []string
}

// Check returns the suite with one more check. The check is skipped if the fixture lacks one of the fields that it
// needs.
func (s Suite[F, B]) Check(name string, look func(B) error, needs ...string) Suite[F, B] {
	s.checks = append(slices.Clip(s.checks), check[B]{name, look, needs})
	return s
}

// Skip is the reason why a check is skipped.
type Skip string

// Error implements error.
func (s Skip) Error() string { return string(s) }

// As returns a port as one of its optional interfaces. The error is a Skip.
func As[A any](port any) (A, error) {
	a, can := port.(A)
	if !can {
		return a, Skip(fmt.Sprintf("%T does not implement %s", port, reflect.TypeFor[A]()))
	}
	return a, nil
}

// Run runs every check as a subtest, under each scheme, with new fixtures.
func (s Suite[F, B]) Run(t *testing.T, setup func(*testing.T) F) {
	t.Helper()
	s.run(t, setup, func(t *testing.T, look func(*testing.T)) { look(t) })
}

// RunInBubble is Run with every check in a bubble of testing/synctest.
func (s Suite[F, B]) RunInBubble(t *testing.T, setup func(*testing.T) F) {
	t.Helper()
	s.run(t, setup, synctest.Test)
}

func (s Suite[F, B]) run(t *testing.T, setup func(*testing.T) F, in func(*testing.T, func(*testing.T))) {
	t.Helper()
	schemes := []order.SchemeCode{""}
	in(t, func(t *testing.T) {
		f := setup(t)
		if s.Other != nil {
			if other := s.Other(f); other != nil {
				s = *other
			}
		}
		if what := lack(f, s.Needs); what != "" {
			t.Fatal(what)
		}
		if s.Schemes != nil {
			schemes = s.Schemes(f)
		}
	})
	for _, c := range s.checks {
		t.Run(c.name, func(t *testing.T) {
			for _, scheme := range schemes {
				one := func(t *testing.T) {
					var err error
					in(t, func(t *testing.T) { err = s.try(t.Context(), c, scheme, func() F { return setup(t) }) })
					switch {
					case skips(err):
						t.Skip(err)
					case err != nil:
						t.Error(err)
					}
				}
				if scheme == "" {
					one(t)
				} else {
					t.Run(string(scheme), one)
				}
			}
		})
	}
}

// try runs one check.
func (s Suite[F, B]) try(ctx context.Context, c check[B], scheme order.SchemeCode, setup func() F) error {
	f := setup()
	if what := lack(f, c.needs); what != "" {
		return Skip(what)
	}
	return c.look(s.Open(Env[F]{ctx, scheme, f, setup}))
}

// lack names a field of a fixture that is not set, or returns "".
func lack(f any, fields []string) string {
	v := reflect.ValueOf(f)
	for _, name := range fields {
		if v.FieldByName(name).IsZero() {
			return v.Type().String() + "." + name + " is not set"
		}
	}
	return ""
}

// skips reports whether an error is a Skip.
func skips(err error) bool {
	var s Skip
	return errors.As(err, &s)
}
