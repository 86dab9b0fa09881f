package chaos

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// onecScripts are the operator's day over a base of 1C: a write there is posted and read back, and the process may end
// between the two.
var onecScripts = []script{
	sold("1C: issued by a shop, returned through it", func(s *Shop) *Sale {
		s.Has("SHOES-42", Shop2, 1, "BOWL", Shop1, 1)
		x := s.Sells(Boots())
		x.Pays()
		x.As(Clerk, order.RequestTransfer{Picks: order.PickAll("shoes"), From: Shop2, To: Shop1})
		x.As(Clerk, order.SetMark{Line: "shoes", Code: ShoeCode})
		x.As(Seller2, order.SendTransfer{Transfer: 1})
		x.As(Clerk, order.PostTransfer{Transfer: 1})
		x.As(Clerk, order.CreateShipment{To: Shop1}, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		x.As(Storeman, order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.As(Seller1, order.Deliver{})
		x.As(Seller1, order.Return{Reason: status.ReasonWrongSize}, order.Receive{Block: 1, Custody: status.CustodyReceived})
		x.As(Storeman, order.Receive{Block: 1, Custody: status.CustodyAccepted})
		x.Refunds(1)
		return x
	}, With1C, WithMail, WithRegistry),
	sold("1C: taken between plan and reservation, split, dropped and cancelled", func(s *Shop) *Sale {
		s.Has("MUG", Shop1, 2, "MUG", Central, 2)
		s.Before1C = func(r *http.Request) {
			if r.Method == http.MethodPatch {
				s.Before1C = nil
				require.NoError(s, s.Base.SellAtTill("MUG", Shop1, 1))
			}
		}
		x := s.Sells(Mugs(3))
		x.Pays()
		x.As(Clerk, order.RequestTransfer{Picks: order.Pick("mugs", amount.Pcs(1)), From: Central, To: Shop1})
		x.As(Clerk, order.DropTransfer{Transfer: 1, Why: "the buyer takes two"})
		x.Refunds(x.Returns(order.Pick("mugs", amount.Pcs(1))))
		x.As(Clerk, order.CreateShipment{To: Shop1})
		return x
	}, With1C),
	sold("1C: by CDEK and back", func(s *Shop) *Sale {
		s.Has("MUG", Central, 3)
		d := Mugs(2)
		d.Delivery = ToAPoint().Delivery
		x := s.Sells(d)
		x.Pays()
		x.As(Clerk, order.CreateShipment{})
		require.NoError(x, x.Asks(1, carriers.Values{"services": ""}))
		x.Settle()
		x.Refunds(x.Returns(order.Pick("mugs", amount.Pcs(2))))
		return x
	}, With1CAndCDEK),
}

// in1C is what the base has: the documents, the stock of each place, and who was asked.
func (x *Sale) in1C() (out []string) {
	if x.Base == nil {
		return nil
	}
	for _, kind := range []string{
		"ЗаказКлиента", "ЗаказНаПеремещение", "ПеремещениеТоваров", "РеализацияТоваровУслуг", "ВозвратТоваровОтКлиента", "ОперацияПоПлатежнойКарте",
	} {
		papers := x.Papers(kind)
		slices.Sort(papers)
		out = append(out, fmt.Sprint(kind, " ", papers))
	}
	for _, place := range []string{Central, Shop1, Shop2, Remote} {
		for _, article := range []string{"SHOES-42", "MUG", "BOWL"} {
			out = append(out, fmt.Sprint(place, " ", article, " ", x.Base.Stock(article, place)))
		}
	}
	for n, err := range x.Bridge.Notices(x.Context(), bridge.NoticeFilter{}) {
		require.NoError(x, err)
		out = append(out, "asked of "+n.To.Text().String())
	}
	return out
}
