package bridge_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// A hold is cleared while a parcel is ready to leave and the buyer's request is open.
func TestHoldClearedParcelReadyAndRequestOpen(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	l := &lorry{}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.Account("lorry-1", l),
		bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	w.books.wants(order.EffectDocument)
	docs := false
	w.books.fault = func(call string) error {
		if strings.HasPrefix(call, "document") && !docs {
			return &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "busy"}
		}
		return nil
	}
	id := w.buy()
	w.sync()
	w.does(id, order.Confirm{})
	w.does(id, order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "2", "3")}}})
	w.does(id, order.CreateShipment{Picks: order.PickAll("1", "2", "3")})
	_, err = w.b.RequestParcel(t.Context(), "stall-1/"+id, 1, "lorry-1", carriers.Values{}, anna)
	require.NoError(t, err)
	w.sync()
	require.NotEmpty(t, w.order(id).View().Shipments[0].Waybill)
	// a status that nobody knows: on hold
	w.stall.set(id, status.ItemCancelled+1, "1")
	w.clock.pass(time.Hour)
	w.sync()
	require.True(t, w.order(id).Held(), "%v", w.journal(bridge.JournalFilter{}))
	docs = true
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, status.ShipmentRequested, w.order(id).View().Shipments[0].State)
	require.NotEmpty(t, w.order(id).View().Documents)
	require.NoError(t, w.store.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{{
		Account: "stall-1", Order: "stall-1/" + id, Kind: "news", Data: []byte(fmt.Sprintf(`{"ID":%q,"Cancelled":{}}`, id)), At: w.clock.Now(),
	}}, Due: w.clock.Now()}))
	w.sync()
	require.Len(t, w.order(id).View().Requests, 1, "%v", w.journal(bridge.JournalFilter{}))
	require.False(t, w.order(id).View().Requests[0].Answered)
	w.stall.set(id, status.ItemPacked, "1")
	w.does(id, order.ClearHold{Hold: 1, Note: "looked"})
	v := w.order(id).View()
	require.Equal(t, status.ShipmentSent, v.Shipments[0].State, "old: it is handed over first, and the request is answered no")
}

// refundTown has a refund of two parts, of which the first is in doubt.
func refundTown(t *testing.T) (*town, *cashbox, string, bridge.PendingEffect) {
	w, x, _, id := stand(t)
	for _, p := range []string{"p1", "p2"} {
		sum := amount.RUB(15000)
		w.does(id, order.Pay{Payment: order.Payment{ID: p, State: status.PaymentPaid, Amount: sum, Ref: order.Ref{System: "till", Account: "till-1", Kind: "payment", ID: p}}})
	}
	x.refuses = func(int) error { return &ordo.Error{System: "till", Class: ordo.InDoubt, Text: "the answer was lost"} }
	w.does(id, order.Return{Reason: status.ReasonUnwanted})
	w.does(id, order.Refund{Block: 1})
	for range 30 {
		w.clock.pass(time.Hour)
		w.sync()
	}
	doubt := w.owed(bridge.EffectFilter{Kind: order.EffectRefund, Phases: []bridge.Phase{bridge.PhaseInDoubt}})
	require.Len(t, doubt, 1)
	return w, x, id, doubt[0]
}

// A person resolves the first part while the gateway's account is not connected in this process.
func TestResolveOfAPartWhileTheGatewayIsNotConnected(t *testing.T) {
	w, x, id, doubt := refundTown(t)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Authority: order.OwnShop}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	require.NoError(t, b.Resolve(t.Context(), doubt.Key, order.Outcome{Kind: order.Applied, Ref: order.Ref{ID: "r1"}}, anna.Actor))
	open := w.owed(bridge.EffectFilter{Kind: order.EffectRefund})
	require.Equal(t, bridge.PhasePending, open[0].Phase, "the second part is still to be refunded")
	x.refuses = nil
	w.clock.pass(time.Hour)
	w.sync()
	blk, _ := w.order(id).Block(1)
	require.Equal(t, status.MoneyRefunded, blk.Money)
}

// A person settles the refund in the order while the gateway is not connected.
func TestOvertakenRefundWhileTheGatewayIsNotConnected(t *testing.T) {
	w, _, id, doubt := refundTown(t)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Authority: order.OwnShop}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	_, err = b.Do(t.Context(), "stall-1/"+id, order.SettleRefund{Block: 1, Attempt: 1, Outcome: order.Outcome{Kind: order.Applied, Text: "seen"}}, anna)
	require.NoError(t, err)
	for _, o := range w.owed(bridge.EffectFilter{Key: doubt.Key}) {
		require.Equal(t, bridge.PhaseDone, o.Phase)
	}
}

// Retry of a refused receipt whose key is used up, while the registrar is not connected.
func TestRetryOfARefusedReceiptWhileTheRegistrarIsNotConnected(t *testing.T) {
	w, x, _, id := stand(t)
	x.fails = "the tax system is wrong"
	w.pays(id)
	r := w.owed(bridge.EffectFilter{Kind: order.EffectReceipt})[0]
	require.Equal(t, bridge.PhaseParked, r.Phase)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Authority: order.OwnShop}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	require.NoError(t, b.Retry(t.Context(), r.Key, anna.Actor))
	r = w.owed(bridge.EffectFilter{Kind: order.EffectReceipt})[0]
	require.Contains(t, string(r.Data), `"attempt":2`, "its first key is used up")
}

// both is a shop's system that is channel and ERP in one.
type both struct {
	*ledger
	shop *stall
}

func (b *both) Can(k order.EffectKind, s order.SchemeCode) bool { return b.ledger.Can(k, s) }
func (b *both) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	return b.ledger.Apply(ctx, t)
}

func (b *both) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return b.shop.Orders(ctx, ids...)
}

func (b *both) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	return b.shop.Changed(ctx, w)
}

var _ erp.System = (*both)(nil)

func bothTown(t *testing.T, scheme order.SchemeCode) (*town, *both) {
	w := newTown(t, scheme)
	x := &both{ledger: w.books, shop: newStall(scheme)}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("both-1", x),
		bridge.Route{Channel: "stall-1", ERP: "both-1"}, bridge.Route{Channel: "both-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	return w, x
}

// While an order is on hold, what the channel cancelled goes to the ERP.
func TestAnERPThatIsAChannelTooLearnsACancellationOnHold(t *testing.T) {
	w, _ := bothTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.stall.set(id, status.ItemCancelled+1, "1")
	w.clock.pass(time.Hour)
	w.sync()
	require.True(t, w.order(id).Held())
	w.stall.set(id, status.ItemCancelled, "2")
	w.clock.pass(time.Hour)
	w.sync()
	require.Contains(t, w.books.done(), "cancel L"+id)
}

// A date that the ERP refuses waits for a person.
func TestAnERPThatIsAChannelTooRefusesADate(t *testing.T) {
	w, _ := bothTown(t, order.MerchantDelivery)
	id := w.buy()
	w.sync()
	w.does(id, order.Confirm{})
	w.books.fault = func(call string) error {
		if strings.HasPrefix(call, "move-date") {
			return &ordo.Error{System: "ledger", Class: ordo.Invalid, Text: "not that date"}
		}
		return nil
	}
	w.does(id, order.MoveDate{Window: order.Window{From: monday.Add(72 * time.Hour), To: monday.Add(76 * time.Hour)}})
	var phases []bridge.Phase
	for _, o := range w.owed(bridge.EffectFilter{Account: "both-1", Kind: order.EffectMoveDate}) {
		phases = append(phases, o.Phase)
	}
	require.Equal(t, []bridge.Phase{bridge.PhaseParked}, phases)
}

// What the ERP shows after a cancellation is kept.
func TestAnERPThatIsAChannelTooSaysItsStatus(t *testing.T) {
	w, _ := bothTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.stall.set(id, status.ItemCancelled, "1", "2", "3")
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, "cancelled", w.books.status("L"+id))
	require.Equal(t, "cancelled", w.order(id).View().Labels["both-1"])
}

// van is a channel that carries, too, and wants to be subscribed to.
type van struct {
	*stall
	*lorry
	subscribed int
}

func (v *van) System() string                  { return "van" }
func (v *van) Subscribe(context.Context) error { v.subscribed++; return nil }
func (v *van) Read(ctx context.Context, rs ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return v.lorry.Read(ctx, rs...)
}

// Channel and carrier in one.
func TestAChannelThatCarriesIsSubscribedTo(t *testing.T) {
	w := newTown(t, order.Standard)
	v := &van{stall: w.stall, lorry: &lorry{}}
	b, err := bridge.New(w.store, bridge.Account("van-1", v), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "van-1", ERP: "books-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	for range 5 {
		_, err = b.Sync(t.Context())
		require.NoError(t, err)
		w.clock.pass(2 * time.Hour)
	}
	require.NotZero(t, v.subscribed)
}

// An effect that was stored before the order had its name in the ERP.
type nameless struct {
	*ledger
	targets []string
}

func (n *nameless) Ref(order.View) order.Ref { return order.Ref{} }
func (n *nameless) Apply(_ context.Context, t order.Task) (order.Outcome, error) {
	n.targets = append(n.targets, string(t.Kind)+" "+t.Target.ID)
	if t.Kind == order.EffectUpsert {
		return order.Outcome{Kind: order.Applied, Ref: order.Ref{Kind: "order", ID: "77"}}, nil
	}
	return order.Outcome{Kind: order.Applied}, nil
}

func (n *nameless) Read(context.Context, []erp.Change, order.View) (erp.Reading, error) {
	return erp.Reading{}, nil
}

func TestAnEffectStoredWithoutItsTarget(t *testing.T) {
	w := newTown(t, order.Standard)
	n := &nameless{ledger: w.books}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", n),
		bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	x := bridge.PendingEffect{
		Effect: order.Effect{Key: "k-1", Order: d.ID, Kind: order.EffectStatus, Target: order.Ref{System: "ledger", Account: "books-1"}, N: 1},
		Phase:  bridge.PhasePending, Since: w.clock.Now(), Due: w.clock.Now(),
	}
	require.NoError(t, w.store.Save(t.Context(), d.ID, d.Rev, bridge.Batch{Effects: []bridge.PendingEffect{x}, Wake: w.clock.Now(), Summary: d.Summary}))
	w.sync()
	require.Equal(t, []string{"upsert ", "status 77"}, n.targets)
}

// The last receipt of an order on hold, while another process without the registrar works on the store.
func TestAReceiptOnHoldWhileTheRegistrarIsElsewhere(t *testing.T) {
	w, x, l, id := stand(t)
	w.parcels(id)
	require.Equal(t, status.ShipmentSent, w.order(id).View().Shipments[0].State)
	w.stall.set(id, status.ItemCancelled+1, "1")
	w.clock.pass(time.Hour)
	w.sync()
	require.True(t, w.order(id).Held())
	busy := &busyBox{cashbox: x, down: true}
	with := func(p any, route bridge.Route) *bridge.Bridge {
		opts := []bridge.Option{bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.Account("lorry-1", l), route, bridge.WithClock(w.clock)}
		if p != nil {
			opts = append(opts, bridge.Account("till-1", p))
		}
		b, err := bridge.New(w.store, opts...)
		require.NoError(t, err)
		return b
	}
	full := bridge.Route{Channel: "stall-1", ERP: "books-1", Gateway: "till-1", Receipts: "till-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral}}
	w.b = with(busy, full)
	l.parcel = func(p *carriers.Parcel) { p.Shipment = status.ShipmentHandedOut }
	w.clock.pass(13 * time.Hour)
	w.sync()
	require.Equal(t, status.OrderDelivered, w.order(id).State())
	require.Len(t, w.owed(bridge.EffectFilter{Kind: order.EffectReceipt, Phases: []bridge.Phase{bridge.PhasePending}}), 1)
	w.b = with(nil, bridge.Route{Channel: "stall-1", ERP: "books-1", Authority: order.OwnShop})
	for range 3 {
		w.clock.pass(10 * time.Minute)
		w.sync()
	}
	busy.down = false
	w.b = with(busy, full)
	for range 100 {
		w.clock.pass(time.Hour)
		w.sync()
	}
	require.Empty(t, w.owed(bridge.EffectFilter{Kind: order.EffectReceipt, Phases: []bridge.Phase{bridge.PhasePending}}), "a receipt waits for no hold")
}

type busyBox struct {
	*cashbox
	down bool
}

func (b *busyBox) Register(ctx context.Context, r receipts.Receipt) (receipts.Document, error) {
	if b.down {
		return receipts.Document{}, &ordo.Error{System: "till", Class: ordo.Retry, Text: "busy"}
	}
	return b.cashbox.Register(ctx, r)
}
