package bridge_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// shop is the merchant's own shop on the Internet: YooKassa takes the money, ATOL Online registers the receipts.
type shop struct {
	*market
	site    *site
	yk      *yookassatest.Server
	ykSet   yookassatest.Settings
	kassa   *atoltest.Server
	atSet   atoltest.Settings
	way     bridge.Route
	cdek    *cdektest.Server // nil: no carrier
	cdSet   *cdektest.Settings
	payOpts []yookassa.GatewayOption
	plain   bool // the gateway's client cannot end holds
	opts    []bridge.Option
	books   *erptest.Books // nil: people and books are in one system, or nowhere
}

const receiptHook = "/hooks/atol/7f3a9c51"

// sells runs a test on a market where the merchant has a shop of his own besides.
func sells(t *testing.T, f func(s *shop), set ...func(s *shop)) {
	t.Helper()
	trade(t, func(m *market) { f(m.shop) }, ownShop(set...))
}

// ownShop opens a shop of the merchant's own beside the market.
func ownShop(set ...func(s *shop)) func(m *market) {
	return func(m *market) {
		s := &shop{
			market: m, site: &site{},
			way: bridge.Route{
				Channel: "shop-1", Gateway: "pay-1", Receipts: "atol-1",
				Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2, AtHandOver: []string{"cash"}},
			},
		}
		s.ykSet = yookassatest.Settings{Now: time.Now, Receiver: fake.Receiver{URL: "https://merchant.example/pay-1/", Transport: fake.Direct(s.called("pay-1"))}}
		s.atSet = atoltest.Settings{Version: 5, Now: time.Now, Receiver: fake.Receiver{Transport: fake.Direct(s.called("atol-1"))}}
		for _, f := range set {
			f(s)
		}
		s.yk, s.kassa = yookassatest.New(s.ykSet), atoltest.New(s.atSet)
		m.Cleanup(func() { s.yk.Close(); s.kassa.Close() })
		if s.cdSet != nil {
			s.cdSet.Now, s.cdSet.Receiver.Transport = time.Now, fake.Direct(s.called("cdek-1"))
			s.cdek = cdektest.New(*s.cdSet)
			m.Cleanup(s.cdek.Close)
		}
		m.shop = s
	}
}

// called is the merchant's server for one of the accounts of money.
func (s *shop) called(account string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.deaf {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		s.life.answering(s.b.Webhook(account)).ServeHTTP(w, r)
	})
}

// accounts connects the shop with a bridge.
func (s *shop) accounts() []bridge.Option {
	company := atol.Company{Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru"}
	register := atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, append([]ordo.Option{
		ordo.WithHTTPClient(s.transport(s.kassa.Transport())), ordo.WithAccount("atol-1"),
	}, s.calls...)...).WithVersion(atol.V5).Registrar(company, atol.WithCallback("https://merchant.example"+receiptHook))
	g := s.gateway(s.payOpts...)
	var pay any = g
	if s.plain {
		pay = plainGateway{g, g}
	}
	opts := []bridge.Option{
		bridge.Account("shop-1", s.site), bridge.Account("pay-1", pay), bridge.Account("atol-1", register), s.way,
	}
	opts = append(opts, s.opts...)
	if s.books != nil {
		opts = append(opts, bridge.Account("books-1", mortalSystem{s.books, s.life}))
	}
	if s.cdek != nil {
		opts = append(opts, bridge.Account("cdek-1", s.carrier()), bridge.WithWeights(func(l order.LineView) int {
			return map[string]int{"shoes": 800, "socks": 50}[l.ID]
		}))
	}
	return opts
}

// carrier is the contract with CDEK.
func (s *shop) carrier() *cdek.Carrier {
	return cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, append([]ordo.Option{
		ordo.WithHTTPClient(s.transport(s.cdek.Transport())), ordo.WithAccount("cdek-1"),
	}, s.calls...)...).Carrier(
		cdek.FromOffice("MSK5"), cdek.WithWebhook("https://merchant.example/hooks/cdek/5f3e9a"), cdek.WithServices(cdek.PartialDelivery),
		cdek.WithSender(cdek.Contact{Company: "Vesna LLC", Name: "Orlova Anna", Phones: []cdek.Phone{{Number: "+79010000001"}}}),
	)
}

// withCDEK is a shop that sends by CDEK.
func withCDEK(s *shop) { s.cdSet = &cdektest.Settings{} }

func (s *shop) gateway(opts ...yookassa.GatewayOption) *yookassa.Gateway {
	return yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, append([]ordo.Option{
		ordo.WithHTTPClient(s.transport(s.yk.Transport())), ordo.WithAccount("pay-1"),
	}, s.calls...)...).Gateway(opts...)
}

// rings lets everybody tell what they have to tell.
func (s *shop) rings() {
	if s != nil {
		s.yk.SendHooks(s.Context())
		s.kassa.SendHooks(s.Context())
		if s.cdek != nil {
			s.cdek.SendHooks(s.Context())
		}
	}
}

// ---- the shop's own program
// --------------------------------------------------------------------------------------------

// site is the shop's page on the Internet. It has orders, and wants to be told nothing.
type site struct {
	drafts []order.Draft
	shows  []order.Observation // of every order that is read
}

func (*site) System() string { return "site" }

func (*site) Can(order.EffectKind, order.SchemeCode) bool { return false }

func (*site) Apply(context.Context, order.Task) (order.Outcome, error) {
	return order.Outcome{Kind: order.Unsupported}, nil
}

func (s *site) Orders(_ context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for _, d := range s.drafts {
			for _, id := range ids {
				if d.Ref.ID == id && !yield(channels.Reading{ID: id, Snapshot: order.Snapshot{Draft: d}, Reports: s.shows}, nil) {
					return
				}
			}
		}
	}
}

func (s *site) Changed(_ context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		for _, d := range s.drafts {
			if !d.Placed.Before(w.From) && d.Placed.Before(w.To) && !yield(channels.Found{ID: d.Ref.ID}, nil) {
				return
			}
		}
	}
}

// ---- the buyer and the merchant
// ----------------------------------------------------------------------------------------

// sale is one order of the shop.
type sale struct {
	*shop
	id    string
	steps int
}

// A-1042 of the shop: marked shoes, two pairs of socks and the delivery, 5 800 roubles.
func shoesAndSocks() order.Draft {
	return order.Draft{
		Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru", Phone: "+7 900 000-00-00"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "NORDA-42", Name: "Кроссовки Norda 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "socks", SKU: "SOCKS", Name: "Носки хлопок", Quantity: amount.Pcs(2), Price: amount.RUB(35000), VAT: amount.VAT22},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22},
		},
	}
}

const shoeCode = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// sells places an order in the shop.
func (s *shop) sells(d order.Draft) *sale {
	s.Helper()
	x := s.places(d)
	s.settle()
	return x
}

// places lets the shop have an order, of which nobody knows yet.
func (s *shop) places(d order.Draft) *sale {
	x := &sale{shop: s, id: fmt.Sprintf("A-%d", 1042+len(s.site.drafts))}
	d.Ref, d.Number, d.Placed = order.Ref{System: "site", Kind: "order", ID: x.id}, x.id, time.Now()
	s.site.drafts = append(s.site.drafts, d)
	return x
}

var clerk = order.Actor{ID: "petrova", Role: order.RoleOperator}

// does is the merchant's program, which repeats what it wants until it is done.
func (x *sale) does(cs ...order.Command) {
	x.Helper()
	for _, c := range cs {
		require.NoError(x, x.tries(c), "%s; journal: %v", c.Kind(), x.tail())
	}
}

// tries is what came of a command that may be refused.
func (x *sale) tries(c order.Command) error {
	x.Helper()
	x.steps++
	for {
		_, err := x.b.Do(x.Context(), "shop-1/"+x.id, c, order.By{Actor: clerk, Key: fmt.Sprintf("step %d", x.steps)})
		if !x.reborn() && !errors.Is(err, errDead) {
			return err
		}
	}
}

// bill makes a payment at the gateway and records it, before the buyer is sent to pay.
func (x *sale) bill(id string, sum amount.Money) string {
	x.Helper()
	p, err := x.ykClient().CreatePayment(x.Context(), yookassa.Key("test", x.id, id), yookassa.NewPayment{
		Amount: sum, Capture: true, Description: x.id, Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru"},
	})
	require.NoError(x, err)
	x.does(order.Pay{Payment: order.Payment{ID: id, State: status.PaymentPending, Amount: sum, Ref: order.Ref{System: "yookassa", ID: p.ID}}})
	return p.ID
}

// pays is the buyer who pays the whole order by card.
func (x *sale) pays() {
	x.Helper()
	require.NoError(x, x.yk.Pay(x.bill("p1", x.order().Total())))
	x.settle()
}

// sends lets everything leave, with the code of the shoes if there are some.
func (x *sale) sends() {
	x.Helper()
	if l, ok := x.order().Line("shoes"); ok && l.Marked && l.Living.Sign() > 0 {
		x.does(order.SetMark{Line: "shoes", Code: shoeCode})
	}
	x.does(order.HandOver{Waybill: "1105478203"})
	x.settle()
}

// ships makes a shipment of everything, and asks CDEK for it, as its form is filled in.
func (x *sale) ships() int {
	x.Helper()
	if l, ok := x.order().Line("shoes"); ok && l.Marked && l.Living.Sign() > 0 {
		x.does(order.SetMark{Line: "shoes", Code: shoeCode})
	}
	x.does(order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	n := len(x.order().View().Shipments)
	require.NoError(x, x.asks(n, nil))
	return n
}

// asks is the manager who fills in the carrier's form and sends it.
func (x *sale) asks(shipment int, changes carriers.Values) error {
	x.Helper()
	x.steps++
	for {
		f, err := x.b.ParcelForm(x.Context(), "shop-1/"+x.id, shipment, "cdek-1")
		if err == nil {
			v := maps.Clone(f.Values)
			maps.Copy(v, carriers.Values{"packages.1.length": "31", "packages.1.width": "20", "packages.1.height": "15"})
			maps.Copy(v, changes)
			_, err = x.b.RequestParcel(x.Context(), "shop-1/"+x.id, shipment, "cdek-1", v, order.By{Actor: clerk, Key: fmt.Sprintf("step %d", x.steps)})
		}
		if !x.reborn() && !errors.Is(err, errDead) {
			return err
		}
	}
}

// parcel is the shipment as ordo has it.
func (x *sale) parcel(n int) order.Shipment { x.Helper(); return x.order().View().Shipments[n-1] }

// parcels are the orders at CDEK that will be carried, or were.
func (x *sale) parcels() []cdektest.Order {
	var out []cdektest.Order
	for _, o := range x.cdek.Orders() {
		if strings.HasPrefix(o.Number, x.id+"-") && !o.IsReturn && o.Valid() {
			out = append(out, o)
		}
	}
	return out
}

// hands lets the buyer have everything.
func (x *sale) hands() { x.Helper(); x.does(order.Deliver{}); x.settle() }

// returns splits units off, and takes those back that had left.
func (x *sale) returns(picks order.Picks) int {
	x.Helper()
	x.does(order.Return{Picks: picks, Reason: status.ReasonUnwanted})
	n := len(x.order().View().Blocks)
	if b, _ := x.order().Block(n); len(b.Custody) > 0 && b.Custody[0] != status.CustodyNotNeeded {
		x.does(order.Receive{Block: n, Custody: status.CustodyAccepted})
	}
	return n
}

// refunds is the manager who presses «Вернуть деньги».
func (x *sale) refunds(block int) { x.Helper(); x.does(order.Refund{Block: block}); x.settle() }

// ---- what is seen
// ------------------------------------------------------------------------------------------------------

func (x *sale) order() *order.Order {
	x.Helper()
	o, err := x.b.Order(x.Context(), "shop-1/"+x.id)
	require.NoError(x, err, "journal: %v", x.tail())
	return o
}

func (x *sale) block(n int) order.BlockView {
	x.Helper()
	b, ok := x.order().Block(n)
	require.True(x, ok)
	return b
}

// registered are the receipts at the register: which, how it is paid, and whether it is a document.
func (x *sale) registered(want ...string) {
	x.Helper()
	require.Equal(x, want, x.receipts(), "journal: %v", x.tail())
}

func (x *sale) receipts() []string {
	var out []string
	for _, r := range x.kassa.Receipts() {
		if key, ours := strings.CutPrefix(r.ExternalID, "shop-1%2F"+x.id+"/"); ours {
			out = append(out, fmt.Sprintf("%s: %s %s %s", key, r.Operation, r.Total, r.Status))
		}
	}
	return out
}

// paidBack are the refunds at the gateway.
func (x *sale) paidBack(want ...string) {
	x.Helper()
	require.Equal(x, want, x.refunded(), "journal: %v", x.tail())
}

func (x *sale) refunded() []string {
	var out []string
	for _, r := range x.yk.Refunds() {
		if key := r.Metadata["refund_key"]; strings.HasPrefix(key, "shop-1%2F"+x.id+"/") {
			out = append(out, fmt.Sprintf("%s %s", r.Amount, r.Status))
		}
	}
	return out
}

// owes are the effects that are not settled, each with its problem.
func (x *sale) owes() []bridge.PendingEffect {
	x.Helper()
	var out []bridge.PendingEffect
	for w, err := range x.store.Effects(x.Context(), bridge.EffectFilter{Order: "shop-1/" + x.id}) {
		require.NoError(x, err)
		if w.Phase.Open() {
			out = append(out, w)
		}
	}
	return out
}

// strayPayment is a payment that no order has.
func (s *shop) strayPayment(sum amount.Money) string {
	s.Helper()
	p, err := s.ykClient().CreatePayment(s.Context(), yookassa.Key("test", "stray"), yookassa.NewPayment{Amount: sum, Capture: true})
	require.NoError(s, err)
	return p.ID
}

// cabinetRefund is somebody who pays back in the gateway's cabinet.
func (s *shop) cabinetRefund(payment string, sum amount.Money) {
	s.Helper()
	_, err := s.ykClient().CreateRefund(s.Context(), yookassa.Key("test", "cabinet"), yookassa.NewRefund{PaymentID: payment, Amount: sum})
	require.NoError(s, err)
}

// ykClient is the cabinet.
func (s *shop) ykClient() *yookassa.Client {
	return yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithHTTPClient(&http.Client{Transport: s.yk.Transport()}))
}
