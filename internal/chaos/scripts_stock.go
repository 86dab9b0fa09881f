package chaos

import (
	"errors"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
	"github.com/ordo-sdk/ordo/status"
)

// WithStock is a shop with books that keep the stock of a central warehouse and two shops.
func WithStock(s *Shop) {
	WithBooks(s)
	s.Way.Reserve = bridge.ReservePolicy{Auto: true, Policy: stock.Policy{Split: true}}
	s.Books = erptest.NewBooks(
		erp.Warehouse{Code: "central", City: "Москва", Latitude: 55.75, Longitude: 37.62, Central: true},
		erp.Warehouse{Code: "kazan", City: "Казань", Latitude: 55.79, Longitude: 49.11, Issues: true},
		erp.Warehouse{Code: "ural", City: "Екатеринбург", Latitude: 56.84, Longitude: 60.61, Issues: true},
	)
	s.Books.SetStock("NORDA-42", "kazan", amount.Pcs(1))
	s.Books.SetStock("SOCKS", "kazan", amount.Pcs(1))
	s.Books.SetStock("SOCKS", "central", amount.Pcs(5))
}

// ToKazan is an order of somebody in Kazan.
func ToKazan() order.Draft {
	d := ShoesAndSocks()
	d.Delivery.City = "г. Казань"
	return d
}

// stockScripts are the operator's day: where goods are, how they come to the shop, how they leave it and come back.
var stockScripts = []script{
	sold("stock: the operator's day", func(s *Shop) *Sale {
		x := s.Sells(ToKazan())
		x.Pays() // shoes and one pair of socks are there, the other pair is at the central warehouse
		x.Does(order.Release{Picks: order.PickAll("socks").At("central")})
		x.Settle()
		x.Acts(func(by order.By) error {
			_, _, err := x.Bridge.RequestTransfers(x.Context(), "shop-1/"+x.ID, "kazan", by)
			return err
		})
		x.Settle()
		_, err := x.Books.ShopSends("41", "T-0001")
		require.NoError(x, err)
		x.Settle()
		x.Does(order.PostTransfer{Transfer: 1})
		x.Settle()
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes", "socks"), To: "kazan"},
			order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		x.Settle()
		for _, direction := range []string{"kazan", "ural"} {
			x.Acts(func(by order.By) error {
				_, err := x.Bridge.Batch(x.Context(), "books-1", direction, by)
				return err
			})
		}
		require.NoError(x, x.Books.Post("21", "S-0001"))
		x.Settle()
		x.Hands()
		x.Refunds(x.Returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}, WithStock, WithRegistryByReceipt),
	sold("stock: taken between plan and reservation", func(s *Shop) *Sale {
		s.takes("SOCKS", "kazan")
		x := s.Sells(ToKazan())
		x.Pays()
		x.Does(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonBuyerCancelled})
		x.Settle()
		return x
	}, WithStock),
	sold("stock: a transfer that is dropped, a sale that is deleted", func(s *Shop) *Sale {
		x := s.Sells(ToKazan())
		x.Pays()
		x.Does(order.Release{Picks: order.PickAll("socks").At("central")})
		x.Acts(func(by order.By) error {
			_, _, err := x.Bridge.RequestTransfers(x.Context(), "shop-1/"+x.ID, "ural", by)
			return err
		})
		x.Settle()
		x.Does(order.DropTransfer{Transfer: 1, Why: "the buyer waits for less"})
		x.Settle()
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode}, order.CreateShipment{Picks: order.PickAll("shoes"), To: "kazan"},
			order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentDraft})
		x.Settle()
		require.NoError(x, x.Books.Delete("21", "S-0001"))
		x.Settle()
		x.Does(order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: order.DocumentPosted})
		x.Settle()
		return x
	}, WithStock),
	sold("stock: what stood before the books had the order", func(s *Shop) *Sale {
		x := s.Sells(ToKazan())
		x.Pays()
		x.Does(order.Assemble{Picks: order.PickAll("shoes"), Warehouse: "kazan"}, order.RequestTransfer{Picks: order.PickAll("socks"), From: "central", To: "kazan"})
		x.Settle()
		time.Sleep(25 * time.Hour)
		x.Settle()
		return x
	}, WithStock, func(s *Shop) { s.Way.Export.After = 24 * time.Hour }),
}

// takes lets somebody take a piece of an article, once, just before ordo reserves it.
func (s *Shop) takes(article, warehouse string) {
	s.Meanwhile = func(kind order.EffectKind) {
		if kind != order.EffectReserve {
			return
		}
		s.Meanwhile = nil
		require.NoError(s, s.Books.TakeStock(article, warehouse, amount.Pcs(1)))
	}
}

// Acts is the merchant's program, which repeats what a person wants under the same key until there is an answer.
func (x *Sale) Acts(do func(order.By) error) {
	x.Helper()
	x.steps++
	for {
		err := do(order.By{Actor: Clerk, Key: fmt.Sprintf("step %d", x.steps)})
		if !x.reborn() && !errors.Is(err, errEnded) {
			require.NoError(x, err, "journal: %v", x.Tail())
			return
		}
	}
}

// shelves is what the warehouses have, and what is free of it.
func (s *Shop) shelves() (out []string) {
	for r, err := range s.Books.Stock(s.Context(), "NORDA-42", "SOCKS") {
		require.NoError(s, err)
		if r.Problem == nil {
			out = append(out, fmt.Sprintf("%s has %s of %s, %s free", r.Warehouse, r.OnHand, r.Article, r.Free))
		}
	}
	return out
}
