package chaos

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

// WithBooks is a shop whose people work in RetailCRM, and whose books are elsewhere and get what is paid.
func WithBooks(s *Shop) {
	s.Way.ERP, s.Way.Books, s.Way.Export = "crm-1", "books-1", bridge.Export{When: bridge.ExportWhenPaid}
	s.Books = erptest.NewBooks()
}

// booksScripts are the scenarios of a shop whose books are not where its people work.
var booksScripts = []script{
	sold("books: unpaid, then paid, then on its way", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		s.CDEK.Deliver(x.ID + "-S1")
		x.Settle()
		x.Refunds(x.Returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}, WithCDEK, WithBooks),
	sold("books: never paid", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		return x
	}, WithBooks),
	sold("books: changed before and after they got it", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Does(order.Cancel{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonBuyerCancelled})
		x.Pays()
		x.Refunds(x.Returns(order.PickAll("socks")))
		return x
	}, WithBooks),
	sold("books: sold before they got it", func(s *Shop) *Sale {
		x := s.Sells(ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		time.Sleep(25 * time.Hour)
		x.Settle()
		return x
	}, WithCDEK, WithBooks, func(s *Shop) { s.Way.Export.After = 24 * time.Hour }),
}

// booked is what the books have of the order.
func (x *Sale) booked() []string {
	if x.Books == nil {
		return nil
	}
	var out []string
	for _, o := range x.Books.Orders() {
		out = append(out, fmt.Sprintf("%s of %s, paid %s of %s, cancelled since %v", o.ID, o.Order.Number, o.Order.Paid, o.Order.Total, o.Cancelled))
		shown, right := o.Sums(), erp.SumsOf(x.Order().View())
		require.ElementsMatch(x, right.Lines, shown.Lines, "lines in the books; journal: %v", x.Tail())
		require.Equal(x, []amount.Money{right.Total, right.Paid}, []amount.Money{shown.Total, shown.Paid}, "sums in the books; journal: %v", x.Tail())
		for _, d := range o.Documents {
			out = append(out, fmt.Sprintf("%s %s for S%d %s", d.Kind, d.Number, d.Shipment, d.State))
		}
		out = append(out, fmt.Sprint("reserved ", o.Reserved))
		require.ElementsMatch(x, erp.ReservedOf(x.Order().View()), o.Reserved, "reserved in the books; journal: %v", x.Tail())
	}
	out = append(out, x.shelves()...)
	for _, d := range x.Order().View().Documents {
		out = append(out, fmt.Sprintf("here %s %s at %s", d.Kind, d.Number, d.Ref.Account))
	}
	return append(out, fmt.Sprintf("%d writes", x.Books.Commits()))
}
