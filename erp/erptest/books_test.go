package erptest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
)

// The books in memory keep the promises of every system.
func TestBooksInMemory(t *testing.T) {
	erptest.Run(t, func(*testing.T) erptest.Fixture {
		b := erptest.NewBooks()
		booked := func(ref order.Ref) erptest.BookedOrder {
			for _, o := range b.Orders() {
				if o.ID == ref.ID {
					return o
				}
			}
			return erptest.BookedOrder{}
		}
		return erptest.Fixture{
			Port: b, Count: func() int { return len(b.Orders()) }, Commits: b.Commits,
			Cancelled:   func(ref order.Ref) []string { return booked(ref).Cancelled },
			Window:      func(ref order.Ref) order.Window { return booked(ref).Window },
			FailsOnce:   func() { b.FailNext(&ordo.Error{System: "books", Class: ordo.Retry}) },
			LosesAnswer: func() { b.LoseNext(&ordo.Error{System: "books", Class: ordo.InDoubt}) },
		}
	})
}
