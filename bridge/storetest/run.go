package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/bridge"
)

// Run checks stores that open returns. It is called once for each check, and many times for the last one, which
// compares the store with a model over random calls; what open needs to clean up it leaves to t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) bridge.Store) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			if err := c.try(open(t)); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("whatever is called, in whatever order, it answers as the model does", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			steps := rapid.IntRange(1, 30).Draw(rt, "steps")
			if err := walk(open(t), func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") }, steps); err != nil {
				rt.Fatal(err)
			}
		})
	})
}

// check is one thing that a store must do, in plain words.
type check struct {
	name string
	run  func(*trial)
}

func checks() []check {
	return slices.Concat(savings(), namings(), bucketings(), passings(), erasings(), owings(), receivings(), seeings(), cursorings(), claimings(), holdings(), journalings(), listings(), loggings(), loopings(), racings())
}

// trial is a check under way. What it finds wrong ends it.
type trial struct {
	bridge.Store
	ctx context.Context
}

// wrong is what a check found; it is panicked with and caught by try.
type wrong struct{ error }

// try runs a check and returns what is wrong with the store.
func (c check) try(s bridge.Store) (err error) {
	defer func() {
		if r := recover(); r != nil {
			w, ok := r.(wrong)
			if !ok {
				panic(r)
			}
			err = w.error
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c.run(&trial{Store: s, ctx: ctx})
	return nil
}

func (t *trial) failf(format string, args ...any) { panic(wrong{fmt.Errorf(format, args...)}) }

// must ends the check if a call failed.
func (t *trial) must(call string, err error) {
	if err != nil {
		t.failf("%s: %w", call, err)
	}
}

// same ends the check if two values differ in more than what the package comment allows.
func (t *trial) same(what string, got, want any) {
	if err := differ(what, got, want); err != nil {
		panic(wrong{err})
	}
}
