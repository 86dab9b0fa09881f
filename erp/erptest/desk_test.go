package erptest_test

import (
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The desk in memory keeps the promises of every system.
func TestDeskInMemory(t *testing.T) {
	erptest.Run(t, func(*testing.T) erptest.Fixture {
		d := erptest.NewDesk()
		card := func(ref order.Ref) erptest.DeskCard {
			c, _ := d.Card(ref.ID)
			return c
		}
		return erptest.Fixture{
			Port: d, Count: func() int { return len(d.Cards()) }, Commits: d.Commits, User: "anna",
			Status:  func(ref order.Ref) string { return card(ref).Status },
			Notes:   func(ref order.Ref) []string { return card(ref).Notes },
			Window:  func(ref order.Ref) order.Window { return card(ref).Delivery.Window },
			Shows:   func(ref order.Ref) order.Sums { return card(ref).Sums() },
			Details: func(ref order.Ref) (order.Buyer, order.Delivery) { return card(ref).Buyer, card(ref).Delivery },
			Confirms: func(ref order.Ref) error {
				return d.SetStatus("anna", ref.ID, status.OrderConfirmed.String())
			},
			SetsRow: func(ref order.Ref, line string, q amount.Quantity) error { return d.SetRow("anna", ref.ID, line, q) },
			AddsRow: func(ref order.Ref, article string, q amount.Quantity) error {
				return d.AddRow("anna", ref.ID, article, q)
			},
			TypesPromo:  func(ref order.Ref, code string) error { return d.TypePromo("anna", ref.ID, code) },
			FailsOnce:   func() { d.FailNext(&ordo.Error{System: "desk", Class: ordo.Retry}) },
			LosesAnswer: func() { d.LoseNext(&ordo.Error{System: "desk", Class: ordo.InDoubt}) },
		}
	})
}
