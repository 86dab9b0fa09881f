package chaos

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
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/messages/messagetest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/marking/markingtest"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Shop is the merchant's own shop on the Internet: YooKassa takes the money, ATOL Online registers the receipts.
type Shop struct {
	*Market
	Site           *Site
	YK             *yookassatest.Server
	YKSettings     yookassatest.Settings
	Kassa          *atoltest.Server
	ATOLSettings   atoltest.Settings
	Way            bridge.Route
	CDEK           *cdektest.Server // nil: no carrier
	CDEKSettings   *cdektest.Settings
	Post           *russianposttest.Server // nil: nothing goes by post
	PostSettings   *russianposttest.Settings
	PayOptions     []yookassa.GatewayOption
	Plain          bool             // the gateway's client cannot end holds
	Books          *erptest.Books   // nil: people and books are in one system, or nowhere
	Base           *onectest.Server // nil: no 1C
	BaseSettings   *onectest.Settings
	Bus            *bitrixtest.Server // the shop is on 1C-Bitrix; nil: it is Site
	BusSettings    *bitrixtest.Settings
	Portal         *bitrix24test.Server // where people work; nil: nowhere
	PortalSettings *bitrix24test.Settings
	InPortal       bool                // the program is an application of the portal
	TabURL, Page   string              // the address of the tab's frame, and what it showed last
	tokens         bxrest.TokenStore   // of the application
	Mail           *messagetest.Memory // who carries messages; nil: nobody
	Codes          *markingtest.Memory // the registry of marked goods; nil: none
	fiscal         int                 // how many receipts the operator of fiscal data has passed on to it
	Before1C       func(*http.Request) // what happens just before a call to 1C arrives; nil: nothing
	Scheme         order.Scheme        // of the shop's own; zero: those that ship
	// Meanwhile is what somebody else does in the books before ordo writes something there.
	Meanwhile func(order.EffectKind)
}

// ReceiptHook is where ATOL Online calls the merchant.
const ReceiptHook = "/hooks/atol/7f3a9c51"

// Sell runs a test on a market where the merchant has a shop of his own besides.
func Sell(t *testing.T, stores Stores, f func(s *Shop), set ...func(s *Shop)) {
	t.Helper()
	Trade(t, stores, func(m *Market) { f(m.Shop) }, ownShop(set...))
}

// ownShop opens a shop of the merchant's own beside the market.
func ownShop(set ...func(s *Shop)) func(m *Market) {
	return func(m *Market) {
		s := &Shop{
			Market: m, Site: &Site{},
			Way: bridge.Route{
				Channel: "shop-1", Gateway: "pay-1", Receipts: "atol-1",
				Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2, AtHandOver: []string{"cash"}},
			},
		}
		s.YKSettings = yookassatest.Settings{Now: time.Now, Receiver: fake.Receiver{URL: "https://merchant.example/pay-1/", Transport: fake.Direct(s.called("pay-1"))}}
		s.ATOLSettings = atoltest.Settings{Version: 5, Now: time.Now, Receiver: fake.Receiver{Transport: fake.Direct(s.called("atol-1"))}}
		for _, f := range set {
			f(s)
		}
		s.YK, s.Kassa = yookassatest.New(s.YKSettings), atoltest.New(s.ATOLSettings)
		m.Cleanup(func() { s.YK.Close(); s.Kassa.Close() })
		if s.CDEKSettings != nil {
			s.CDEKSettings.Now, s.CDEKSettings.Receiver.Transport = time.Now, fake.Direct(s.called("cdek-1"))
			s.CDEK = cdektest.New(*s.CDEKSettings)
			m.Cleanup(s.CDEK.Close)
		}
		if s.PostSettings != nil {
			s.PostSettings.Now = time.Now
			s.Post = russianposttest.New(*s.PostSettings)
			m.Cleanup(s.Post.Close)
		}
		if s.BaseSettings != nil {
			s.open1C()
		}
		if s.PortalSettings != nil {
			s.openPortal()
		}
		m.Shop = s
	}
}

// called is the merchant's server for one of the accounts of money.
func (s *Shop) called(account string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Deaf {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		s.process.answering(s.Bridge.Webhook(account)).ServeHTTP(w, r)
	})
}

// accounts connects the shop with a bridge.
func (s *Shop) accounts() []bridge.Option {
	company := atol.Company{Email: "kassa@example.ru", TaxSystem: atol.TaxGeneral, INN: atoltest.DefaultINN, PaymentAddress: "https://shop.example.ru"}
	register := atol.New(atoltest.DefaultLogin, atoltest.DefaultPassword, atoltest.DefaultGroup, append([]ordo.Option{
		ordo.WithHTTPClient(s.transport(s.Kassa.Transport())), ordo.WithAccount("atol-1"),
	}, s.calls...)...).WithVersion(atol.V5).Registrar(company, atol.WithCallback("https://merchant.example"+ReceiptHook))
	g := s.Gateway(s.PayOptions...)
	var pay any = g
	if s.Plain {
		pay = plainGateway{g, g}
	}
	var site any = s.Site
	if s.Bus != nil {
		site = s.ChannelBus()
	}
	opts := []bridge.Option{
		bridge.Account("shop-1", site), bridge.Account("pay-1", pay), bridge.Account("atol-1", register), s.Way,
	}
	if s.Books != nil {
		opts = append(opts, bridge.Account("books-1", mortalSystem{s.Books, s.process, func(kind order.EffectKind) {
			if s.Meanwhile != nil {
				s.Meanwhile(kind)
			}
		}}))
	}
	if s.Mail != nil {
		opts = append(opts, bridge.Account("mail-1", mortalSender{s.Mail, s.process}))
	}
	if s.Codes != nil {
		opts = append(opts, bridge.Account("cz-1", mortalRegistry{s.Codes, s.process}))
	}
	if s.Base != nil {
		opts = append(opts, bridge.Account("1c-1", s.System1C()))
	}
	if s.Portal != nil {
		opts = append(opts, s.portalAccounts()...)
	}
	if s.Scheme.Code != "" {
		opts = append(opts, bridge.WithOrders(order.WithScheme(s.Scheme)))
	}
	if s.CDEK != nil {
		opts = append(opts, bridge.Account("cdek-1", s.Carrier()))
	}
	if s.Post != nil {
		opts = append(opts, bridge.Account("post-1", s.byPost()))
	}
	if s.CDEK != nil || s.Post != nil {
		opts = append(opts, bridge.WithWeights(func(l order.LineView) int {
			return map[string]int{"NORDA-42": 800, "SHOES-42": 800, "SOCKS": 50, "MUG": 300, "BOWL": 400}[l.SKU]
		}))
	}
	return opts
}

// byPost is the contract with Russian Post; its tracking has a login of its own.
func (s *Shop) byPost() *russianpost.Carrier {
	over := func(more ...ordo.Option) []ordo.Option {
		return append(append(more, ordo.WithHTTPClient(s.transport(s.Post.Transport())), ordo.WithAccount("post-1")), s.calls...)
	}
	k, err := russianpost.New(russianposttest.DefaultToken, russianposttest.DefaultLogin, russianposttest.DefaultPassword, over()...).Carrier(russianpost.Settings{
		Office:   russianposttest.OfficeMoscow,
		Tracking: russianpost.NewTracking(russianposttest.DefaultTrackingLogin, russianposttest.DefaultTrackingPassword, over()...),
	})
	require.NoError(s, err)
	return k
}

// WithPost is a shop that sends by Russian Post.
func WithPost(s *Shop) { s.PostSettings = &russianposttest.Settings{} }

// Carrier is the contract with CDEK.
func (s *Shop) Carrier() *cdek.Carrier {
	return cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, append([]ordo.Option{
		ordo.WithHTTPClient(s.transport(s.CDEK.Transport())), ordo.WithAccount("cdek-1"),
	}, s.calls...)...).Carrier(
		cdek.FromOffice("MSK5"), cdek.WithWebhook("https://merchant.example/hooks/cdek/5f3e9a"), cdek.WithServices(cdek.PartialDelivery),
		cdek.WithSender(cdek.Contact{Company: "Vesna LLC", Name: "Orlova Anna", Phones: []cdek.Phone{{Number: "+79010000001"}}}),
	)
}

// WithCDEK is a shop that sends by CDEK.
func WithCDEK(s *Shop) { s.CDEKSettings = &cdektest.Settings{} }

// Gateway is the contract with YooKassa.
func (s *Shop) Gateway(opts ...yookassa.GatewayOption) *yookassa.Gateway {
	return yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, append([]ordo.Option{
		ordo.WithHTTPClient(s.transport(s.YK.Transport())), ordo.WithAccount("pay-1"),
	}, s.calls...)...).Gateway(opts...)
}

// Rings lets everybody tell what they have to tell.
func (s *Shop) Rings() {
	if s != nil {
		s.YK.SendHooks(s.Context())
		s.Kassa.SendHooks(s.Context())
		s.passOn()
		if s.CDEK != nil {
			s.CDEK.SendHooks(s.Context())
		}
	}
}

// ---- the shop's own program -----------------------------------------------------------------------------------------

// Site is the shop's page on the Internet. It has orders, and wants to be told nothing.
type Site struct {
	Drafts []order.Draft
	Shows  []order.Observation // of every order that is read
	At     status.ItemState    // where the goods of orders are that come in for the first time; zero: where a new order begins
}

// System implements channels.Channel.
func (*Site) System() string { return "site" }

// Can implements channels.Channel.
func (*Site) Can(order.EffectKind, order.SchemeCode) bool { return false }

// Apply implements channels.Channel.
func (*Site) Apply(context.Context, order.Task) (order.Outcome, error) {
	return order.Outcome{Kind: order.Unsupported}, nil
}

// Orders implements channels.Channel.
func (s *Site) Orders(_ context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for _, d := range s.Drafts {
			for _, id := range ids {
				if d.Ref.ID == id && !yield(channels.Reading{ID: id, Snapshot: order.Snapshot{Draft: d, State: s.At}, Reports: s.Shows}, nil) {
					return
				}
			}
		}
	}
}

// Changed implements channels.Channel.
func (s *Site) Changed(_ context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		for _, d := range s.Drafts {
			if !d.Placed.Before(w.From) && d.Placed.Before(w.To) && !yield(channels.Found{ID: d.Ref.ID}, nil) {
				return
			}
		}
	}
}

// ---- the buyer and the merchant -------------------------------------------------------------------------------------

// Sale is one order of the shop.
type Sale struct {
	*Shop
	ID    string
	steps int
}

// ShoesAndSocks is an order of the shop: marked shoes, two pairs of socks and the delivery, 5 800 roubles.
func ShoesAndSocks() order.Draft {
	return order.Draft{
		Scheme: order.ByCarrier, Buyer: order.Buyer{Name: "Иванова Анна", Email: "ivanova@example.ru", Phone: "+7 900 000-00-00"},
		Lines: []order.Line{
			{ID: "shoes", SKU: "NORDA-42", Name: "Кроссовки Norda 42", Quantity: amount.Pcs(1), Price: amount.RUB(480000), VAT: amount.VAT22, MarkRequired: true},
			{ID: "socks", SKU: "SOCKS", Name: "Носки хлопок", Quantity: amount.Pcs(2), Price: amount.RUB(35000), VAT: amount.VAT22},
			{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Price: amount.RUB(30000), VAT: amount.VAT22},
		},
	}
}

// ShoeCode is the marking code of the shoes.
const ShoeCode = "0104601234567893215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// Sells places an order in the shop.
func (s *Shop) Sells(d order.Draft) *Sale {
	s.Helper()
	x := s.places(d)
	s.Settle()
	return x
}

// places lets the shop have an order, of which nobody knows yet.
func (s *Shop) places(d order.Draft) *Sale {
	x := &Sale{Shop: s, ID: fmt.Sprintf("A-%d", 1042+len(s.Site.Drafts))}
	d.Ref, d.Number, d.Placed = order.Ref{System: "site", Kind: "order", ID: x.ID}, x.ID, time.Now()
	s.Site.Drafts = append(s.Site.Drafts, d)
	return x
}

// Clerk works in the shop.
var Clerk = order.Actor{ID: "petrova", Role: order.RoleOperator}

// Does is the merchant's program, which repeats what it wants until it is done.
func (x *Sale) Does(cs ...order.Command) {
	x.Helper()
	for _, c := range cs {
		require.NoError(x, x.Tries(c), "%s; journal: %v", c.Kind(), x.Tail())
	}
}

// Tries is what came of a command that may be refused.
func (x *Sale) Tries(c order.Command) error {
	x.Helper()
	x.steps++
	for {
		_, err := x.Bridge.Do(x.Context(), "shop-1/"+x.ID, c, order.By{Actor: Clerk, Key: fmt.Sprintf("step %d", x.steps)})
		if !x.reborn() && !errors.Is(err, errEnded) {
			return err
		}
	}
}

// Bill makes a payment at the gateway and records it, before the buyer is sent to pay.
func (x *Sale) Bill(id string, sum amount.Money) string {
	x.Helper()
	var p *yookassa.Payment
	for err := errEnded; err != nil; { // the same key until there is an answer: so it is one payment
		p, err = x.YKClient().CreatePayment(x.Context(), yookassa.Key("test", x.ID, id), yookassa.NewPayment{
			Amount: sum, Capture: true, Description: x.ID, Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru"},
		})
		if c := ordo.ClassOf(err); c != ordo.Retry && c != ordo.RateLimited && c != ordo.InDoubt {
			require.NoError(x, err)
		}
	}
	x.Does(order.Pay{Payment: order.Payment{ID: id, State: status.PaymentPending, Amount: sum, Ref: order.Ref{System: "yookassa", ID: p.ID}}})
	return p.ID
}

// Pays is the buyer who pays the whole order by card.
func (x *Sale) Pays() {
	x.Helper()
	require.NoError(x, x.YK.Pay(x.Bill("p1", x.Order().Total())))
	x.Settle()
}

// Sends lets everything leave, with the code of the shoes if there are some.
func (x *Sale) Sends() {
	x.Helper()
	if l, ok := x.Order().Line("shoes"); ok && l.Marked && l.Living.Sign() > 0 {
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode})
	}
	x.Does(order.HandOver{Waybill: "1105478203"})
	x.Settle()
}

// Ships makes a shipment of everything, and asks CDEK for it, as its form is filled in.
func (x *Sale) Ships() int {
	x.Helper()
	if l, ok := x.Order().Line("shoes"); ok && l.Marked && l.Living.Sign() > 0 {
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode})
	}
	x.Does(order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
	n := len(x.Order().View().Shipments)
	require.NoError(x, x.Asks(n, nil))
	return n
}

// Asks is the manager who fills in the carrier's form and sends it.
func (x *Sale) Asks(shipment int, changes carriers.Values) error {
	x.Helper()
	x.steps++
	for {
		f, err := x.Bridge.ParcelForm(x.Context(), "shop-1/"+x.ID, shipment, "cdek-1")
		if err == nil {
			v := maps.Clone(f.Values)
			maps.Copy(v, carriers.Values{"packages.1.length": "31", "packages.1.width": "20", "packages.1.height": "15"})
			maps.Copy(v, changes)
			_, err = x.Bridge.RequestParcel(x.Context(), "shop-1/"+x.ID, shipment, "cdek-1", v, order.By{Actor: Clerk, Key: fmt.Sprintf("step %d", x.steps)})
		}
		if !x.reborn() && !errors.Is(err, errEnded) {
			return err
		}
	}
}

// Parcel is the shipment as ordo has it.
func (x *Sale) Parcel(n int) order.Shipment { x.Helper(); return x.Order().View().Shipments[n-1] }

// Parcels are the orders at CDEK that will be carried, or were.
func (x *Sale) Parcels() []cdektest.Order {
	var out []cdektest.Order
	for _, o := range x.CDEK.Orders() {
		if strings.HasPrefix(o.Number, x.ID+"-") && !o.IsReturn && o.Valid() {
			out = append(out, o)
		}
	}
	return out
}

// Hands lets the buyer have everything.
func (x *Sale) Hands() { x.Helper(); x.Does(order.Deliver{}); x.Settle() }

// Returns splits units off, and takes those back that had left.
func (x *Sale) Returns(picks order.Picks) int {
	x.Helper()
	x.Does(order.Return{Picks: picks, Reason: status.ReasonUnwanted})
	n := len(x.Order().View().Blocks)
	if b, _ := x.Order().Block(n); len(b.Custody) > 0 && b.Custody[0] != status.CustodyNotNeeded {
		x.Does(order.Receive{Block: n, Custody: status.CustodyAccepted})
	}
	return n
}

// Refunds is the manager who presses «Вернуть деньги».
func (x *Sale) Refunds(block int) { x.Helper(); x.Does(order.Refund{Block: block}); x.Settle() }

// ---- what is seen ---------------------------------------------------------------------------------------------------

// Order is the order as it is here.
func (x *Sale) Order() *order.Order {
	x.Helper()
	o, err := x.Bridge.Order(x.Context(), "shop-1/"+x.ID)
	require.NoError(x, err, "journal: %v", x.Tail())
	return o
}

// Block is one block of the order.
func (x *Sale) Block(n int) order.BlockView {
	x.Helper()
	b, ok := x.Order().Block(n)
	require.True(x, ok)
	return b
}

// Registered are the receipts at the register: which, how it is paid, and whether it is a document.
func (x *Sale) Registered(want ...string) {
	x.Helper()
	require.Equal(x, want, x.receipts(), "journal: %v", x.Tail())
}

func (x *Sale) receipts() []string {
	var out []string
	for _, r := range x.Kassa.Receipts() {
		if key, ours := strings.CutPrefix(r.ExternalID, "shop-1%2F"+x.ID+"/"); ours {
			out = append(out, fmt.Sprintf("%s: %s %s %s", key, r.Operation, r.Total, r.Status))
		}
	}
	return out
}

// PaidBack are the refunds at the gateway.
func (x *Sale) PaidBack(want ...string) {
	x.Helper()
	require.Equal(x, want, x.refunded(), "journal: %v", x.Tail())
}

func (x *Sale) refunded() []string {
	var out []string
	for _, r := range x.YK.Refunds() {
		if key := r.Metadata["refund_key"]; strings.HasPrefix(key, "shop-1%2F"+x.ID+"/") {
			out = append(out, fmt.Sprintf("%s %s", r.Amount, r.Status))
		}
	}
	return out
}

// Owes are the effects that are not settled, each with its problem.
func (x *Sale) Owes() []bridge.PendingEffect {
	x.Helper()
	var out []bridge.PendingEffect
	for w, err := range x.Store.Effects(x.Context(), bridge.EffectFilter{Order: "shop-1/" + x.ID}) {
		require.NoError(x, err)
		if w.Phase.Open() {
			out = append(out, w)
		}
	}
	return out
}

// StrayPayment is a payment that no order has.
func (s *Shop) StrayPayment(sum amount.Money) string {
	s.Helper()
	p, err := s.YKClient().CreatePayment(s.Context(), yookassa.Key("test", "stray"), yookassa.NewPayment{Amount: sum, Capture: true})
	require.NoError(s, err)
	return p.ID
}

// CabinetRefund is somebody who pays back in the gateway's cabinet.
func (s *Shop) CabinetRefund(payment string, sum amount.Money) {
	s.Helper()
	_, err := s.YKClient().CreateRefund(s.Context(), yookassa.Key("test", "cabinet"), yookassa.NewRefund{PaymentID: payment, Amount: sum})
	require.NoError(s, err)
}

// YKClient is the cabinet.
func (s *Shop) YKClient() *yookassa.Client {
	return yookassa.New(yookassatest.DefaultShopID, yookassatest.DefaultSecretKey, ordo.WithHTTPClient(&http.Client{Transport: s.YK.Transport()}))
}

// plainGateway is a gateway that cannot capture.
type plainGateway struct {
	receipts.Gateway
	receipts.Webhooker
}
