package erptest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// The books in memory keep the promises of every system.
func TestBooksInMemory(t *testing.T) {
	erptest.Run(t, func(*testing.T) erptest.Fixture {
		b := erptest.NewBooks(erp.Warehouse{Code: "central", Central: true}, erp.Warehouse{Code: "shop", Issues: true})
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
			Cancelled: func(ref order.Ref) []string { return booked(ref).Cancelled },
			Window:    func(ref order.Ref) order.Window { return booked(ref).Window },
			Shows: func(ref order.Ref) order.Sums {
				o := booked(ref)
				return o.Sums()
			},
			Details: func(ref order.Ref) (order.Buyer, order.Delivery) { return booked(ref).Buyer, booked(ref).Delivery },
			Adds: func(ref order.Ref, article string, total amount.Money) error {
				return b.AddLine(ref.ID, article, amount.Pcs(1), total)
			},
			Warehouses: []string{"central", "shop"}, SetsStock: b.SetStock,
			Reserved:  func(ref order.Ref) []order.Reserved { return booked(ref).Reserved },
			Documents: func(ref order.Ref) []order.Document { return counting(booked(ref)) },
			Posts:     func(_ order.Ref, number string) error { return b.Post("petrov", number) },
			Sends: func(_ order.Ref, number string) error {
				_, err := b.ShopSends("petrov", number)
				return err
			},
			FailsOnce:   func() { b.FailNext(&ordo.Error{System: "books", Class: ordo.Retry}) },
			LosesAnswer: func() { b.LoseNext(&ordo.Error{System: "books", Class: ordo.InDoubt}) },
		}
	})
}

// counting are the documents that count.
func counting(o erptest.BookedOrder) (ds []order.Document) {
	for _, d := range o.Documents {
		if d.State != order.DocumentVoid {
			ds = append(ds, d)
		}
	}
	return ds
}
