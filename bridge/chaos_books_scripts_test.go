package bridge_test

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// withBooks is a shop whose people work in RetailCRM, and whose books are elsewhere and get what is paid.
func withBooks(s *shop) {
	s.way.ERP, s.way.Books, s.way.Export = "crm-1", "books-1", bridge.Export{When: bridge.ExportWhenPaid}
	s.books = erptest.NewBooks()
}

// booksScripts are the scenarios of a shop whose books are not where its people work.
var booksScripts = []script{
	sold("books: unpaid, then paid, then on its way", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		s.cdek.Deliver(x.id + "-S1")
		x.settle()
		x.refunds(x.returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}, withCDEK, withBooks),
	sold("books: never paid", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		return x
	}, withBooks),
	sold("books: changed before and after they got it", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.does(order.Cancel{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonBuyerCancelled})
		x.pays()
		x.refunds(x.returns(order.PickAll("socks")))
		return x
	}, withBooks),
	sold("books: sold before they got it", func(s *shop) *sale {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		at(25 * time.Hour)
		x.settle()
		return x
	}, withCDEK, withBooks, func(s *shop) { s.way.Export.After = 24 * time.Hour }),
}

// booked is what the books have of the order.
func (x *sale) booked() []string {
	if x.books == nil {
		return nil
	}
	var out []string
	for _, o := range x.books.Orders() {
		out = append(out, fmt.Sprintf("%s of %s, paid %s of %s, cancelled since %v", o.ID, o.Order.Number, o.Order.Paid, o.Order.Total, o.Cancelled))
		shown, right := o.Sums(), erp.SumsOf(x.order().View())
		require.ElementsMatch(x, right.Lines, shown.Lines, "lines in the books; journal: %v", x.tail())
		require.Equal(x, []amount.Money{right.Total, right.Paid}, []amount.Money{shown.Total, shown.Paid}, "sums in the books; journal: %v", x.tail())
		for _, d := range o.Documents {
			out = append(out, fmt.Sprintf("%s %s for S%d", d.Kind, d.Number, d.Shipment))
		}
	}
	for _, d := range x.order().View().Documents {
		out = append(out, fmt.Sprintf("here %s %s at %s", d.Kind, d.Number, d.Ref.Account))
	}
	return append(out, fmt.Sprintf("%d writes", x.books.Commits()))
}
