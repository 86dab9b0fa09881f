package bridge_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// cashbox is a register and a gateway of a few lines: it answers what a test wants.
type cashbox struct {
	receipts, refunds int
	document          func(d *receipts.Document)
	refund            func(r *receipts.Refund)
	payment           func(p *order.Payment)
	waits             bool // what it takes it has not done yet
	fails             string
	refuses           func(n int) error // to pay back, at the nth time
}

func (*cashbox) System() string { return "till" }

func (x *cashbox) tell(r receipts.Receipt, ref order.Ref) receipts.Document {
	d := receipts.Document{Key: r.Key, Ref: ref, State: receipts.DocumentDone, Number: "17", Drive: "9960440301234567", Total: r.Total}
	if x.document != nil {
		x.document(&d)
	}
	return d
}

func (x *cashbox) Register(_ context.Context, r receipts.Receipt) (receipts.Document, error) {
	x.receipts++
	d := x.tell(r, order.Ref{Kind: "receipt", ID: "t-" + r.Key})
	if x.fails != "" {
		d = receipts.Document{Key: r.Key, Ref: d.Ref, State: receipts.DocumentFailed, Code: x.fails, Text: x.fails}
	}
	if x.waits {
		d = receipts.Document{Key: r.Key, Ref: d.Ref, State: receipts.DocumentWaiting}
	}
	return d, nil
}

func (x *cashbox) Read(_ context.Context, ref order.Ref) (receipts.Document, error) {
	return x.tell(receipts.Receipt{Key: ref.ID[2:]}, ref), nil
}

func (x *cashbox) Payment(_ context.Context, ref order.Ref) (order.Payment, error) {
	p := order.Payment{ID: ref.ID, Ref: ref, State: status.PaymentPaid, Amount: amount.RUB(30000)}
	if x.payment != nil {
		x.payment(&p)
	}
	return p, nil
}

func (x *cashbox) back(o receipts.RefundOrder) receipts.Refund {
	r := receipts.Refund{Key: o.Key, Ref: order.Ref{Kind: "refund", ID: "r1"}, Payment: o.Payment, State: receipts.RefundDone, Amount: o.Amount}
	if x.refund != nil {
		x.refund(&r)
	}
	return r
}

func (x *cashbox) Refund(_ context.Context, o receipts.RefundOrder) (receipts.Refund, error) {
	x.refunds++
	if x.refuses != nil {
		if err := x.refuses(x.refunds); err != nil {
			return receipts.Refund{}, err
		}
	}
	if x.waits {
		return receipts.Refund{Ref: order.Ref{Kind: "refund", ID: "r1"}, State: receipts.RefundWaiting}, nil
	}
	return x.back(o), nil
}

func (x *cashbox) ReadRefund(context.Context, order.Ref) (receipts.Refund, error) {
	return x.back(receipts.RefundOrder{}), nil
}

// lorry is a carrier of a few lines.
type lorry struct {
	asked  int
	parcel func(p *carriers.Parcel)
	waits  bool
}

func (*lorry) System() string { return "lorry" }

func (*lorry) Form(context.Context, carriers.Consignment) (carriers.Form, error) {
	return carriers.Form{}, nil
}

func (x *lorry) tell(key string) carriers.Parcel {
	p := carriers.Parcel{Key: key, Ref: order.Ref{Kind: carriers.KindParcel, ID: "u-1"}, State: carriers.ParcelAccepted, Number: "N1", Direction: carriers.DirectionToBuyer, Shipment: status.ShipmentRequested}
	if x.parcel != nil {
		x.parcel(&p)
	}
	return p
}

func (x *lorry) Create(_ context.Context, r carriers.Request) (carriers.Parcel, error) {
	x.asked++
	if x.waits {
		return carriers.Parcel{Key: r.Key, Ref: order.Ref{Kind: carriers.KindParcel, ID: "u-1"}, State: carriers.ParcelWaiting}, nil
	}
	return x.tell(r.Key), nil
}

func (x *lorry) Read(context.Context, ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return func(yield func(carriers.Parcel, error) bool) { yield(x.tell("1001-S1"), nil) }
}

func (x *lorry) Cancel(_ context.Context, ref order.Ref) (carriers.Parcel, error) {
	p := x.tell("1001-S1")
	p.Ref, p.State = ref, carriers.ParcelCancelled
	if x.parcel != nil {
		x.parcel(&p)
	}
	return p, nil
}

// stand is a town with a till and a lorry.
func stand(t *testing.T) (*town, *cashbox, *lorry, string) {
	t.Helper()
	w, x, l := newTown(t, order.Standard), &cashbox{}, &lorry{}
	w.stall.scheme = order.ByCarrier
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.Account("till-1", x), bridge.Account("lorry-1", l),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Gateway: "till-1", Receipts: "till-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral}},
		bridge.WithClock(w.clock), bridge.WithTrackEvery(time.Minute))
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	return w, x, l, id
}

func (w *town) does(id string, c order.Command) {
	w.t.Helper()
	_, err := w.b.Do(w.t.Context(), "stall-1/"+id, c, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(w.t, err)
	w.sync()
}

func (w *town) pays(id string) {
	w.t.Helper()
	w.does(id, order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(30000), Ref: order.Ref{System: "till", Account: "till-1", Kind: "payment", ID: "p1"}}})
}

// later lets what waits be asked for.
func (w *town) later() {
	w.t.Helper()
	for range 3 {
		w.clock.pass(10 * time.Minute)
		w.sync()
	}
}

func (w *town) inDoubt(kind order.EffectKind, why string) {
	w.t.Helper()
	ws := w.owed(bridge.EffectFilter{Kind: kind, Phases: []bridge.Phase{bridge.PhaseInDoubt}})
	require.Len(w.t, ws, 1, "%v", w.journal(bridge.JournalFilter{}))
	require.Contains(w.t, ws[0].Problem, why)
	require.NotEmpty(w.t, w.journal(bridge.JournalFilter{What: "in-doubt", Levels: []bridge.Level{bridge.LevelError}}), "it is told")
}

// fault: R7
func TestWhatIsToldOfAnotherThingIsNeverAttached(t *testing.T) {
	for _, waits := range []bool{false, true} {
		name := map[bool]string{false: "at once", true: "when it is read"}[waits]
		for what, d := range map[string]func(d *receipts.Document){
			"key": func(d *receipts.Document) { d.Key = "another" },
			"sum": func(d *receipts.Document) { d.Total = amount.RUB(29999) },
		} {
			t.Run("a receipt of another "+what+", "+name, func(t *testing.T) {
				w, x, _, id := stand(t)
				x.waits, x.document = waits, d
				w.pays(id)
				w.later()
				w.inDoubt(order.EffectReceipt, "its "+what)
				require.Nil(t, w.order(id).View().Payments[0].Receipt)
				require.Equal(t, 1, x.receipts)
				x.document = nil
				require.NoError(t, w.b.Retry(t.Context(), w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt}})[0].Key, order.Actor{ID: "anna"}))
				x.waits = false
				w.sync()
				require.NotNil(t, w.order(id).View().Payments[0].Receipt)
			})
		}
		for what, r := range map[string]func(r *receipts.Refund){
			"key":     func(r *receipts.Refund) { r.Key = "another" },
			"sum":     func(r *receipts.Refund) { r.Amount = amount.RUB(29999) },
			"payment": func(r *receipts.Refund) { r.Payment = order.Ref{Kind: "payment", ID: "p2"} },
		} {
			t.Run("a refund of another "+what+", "+name, func(t *testing.T) {
				w, x, _, id := stand(t)
				w.pays(id)
				x.waits, x.refund = waits, r
				w.does(id, order.Return{Reason: status.ReasonUnwanted})
				w.does(id, order.Refund{Block: 1})
				w.later()
				w.inDoubt(order.EffectRefund, "its "+what)
				b, _ := w.order(id).Block(1)
				require.Equal(t, status.MoneyInDoubt, b.Money)
				require.Equal(t, 1, x.refunds)
			})
		}
		for what, p := range map[string]func(p *carriers.Parcel){
			"number": func(p *carriers.Parcel) { p.Key = "9999-S1" },
			"id":     func(p *carriers.Parcel) { p.Ref.ID = "u-2" },
		} {
			if what == "id" && !waits {
				continue // the carrier gives it
			}
			t.Run("a parcel of another "+what+", "+name, func(t *testing.T) {
				w, _, l, id := stand(t)
				l.waits, l.parcel = waits, p
				w.parcels(id)
				w.later()
				w.inDoubt(order.EffectParcel, "its "+what)
				require.Empty(t, w.order(id).View().Shipments[0].Waybill)
				require.Equal(t, 1, l.asked)
			})
		}
	}
	for what, p := range map[string]func(p *carriers.Parcel){
		"number":          func(p *carriers.Parcel) { p.Key = "9999-S1" },
		"id":              func(p *carriers.Parcel) { p.Ref.ID = "u-2" },
		"tracking number": func(p *carriers.Parcel) { p.Number = "N2" },
	} {
		t.Run("a parcel under way of another "+what, func(t *testing.T) {
			w, _, l, id := stand(t)
			w.parcels(id)
			require.Equal(t, "N1", w.order(id).View().Shipments[0].Waybill)
			l.parcel = func(q *carriers.Parcel) { q.Shipment = status.ShipmentHandedOut; p(q) }
			w.later()
			require.NotEqual(t, status.ShipmentHandedOut, w.order(id).View().Shipments[0].State)
			require.Len(t, w.journal(bridge.JournalFilter{What: "parcel", Levels: []bridge.Level{bridge.LevelError}}), 1, "it is told once")
			l.parcel = func(q *carriers.Parcel) { q.Shipment = status.ShipmentSent }
			w.later()
			require.Equal(t, status.ShipmentSent, w.order(id).View().Shipments[0].State, "it goes on being followed")
		})
	}
	for what, p := range map[string]func(p *carriers.Parcel){
		"another parcel":             func(p *carriers.Parcel) { p.Ref.ID = "u-2" },
		"one that is not called off": func(p *carriers.Parcel) { p.State = carriers.ParcelAccepted },
	} {
		t.Run("the answer to a call-off is about "+what, func(t *testing.T) {
			w, _, l, id := stand(t)
			w.books.wants(order.EffectDocument) // without which it does not leave
			w.books.fault = func(call string) error {
				if strings.HasPrefix(call, "document") {
					return &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "busy"}
				}
				return nil
			}
			w.parcels(id)
			l.parcel = p
			w.does(id, order.Return{Reason: status.ReasonUnwanted})
			w.sync()
			require.Len(t, w.owed(bridge.EffectFilter{Kind: order.EffectDrop, Phases: []bridge.Phase{bridge.PhaseInDoubt}}), 1)
		})
	}
	t.Run("a payment of another id", func(t *testing.T) {
		w, x, _, id := stand(t)
		x.payment = func(p *order.Payment) { p.Ref.ID, p.State = "p2", status.PaymentPaid }
		w.does(id, order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPending, Amount: amount.RUB(30000), Ref: order.Ref{System: "till", Account: "till-1", Kind: "payment", ID: "p1"}}})
		w.clock.pass(time.Hour)
		w.sync()
		v := w.order(id).View()
		require.Len(t, v.Payments, 1)
		require.Equal(t, status.PaymentPending, v.Payments[0].State)
		require.Contains(t, w.journal(bridge.JournalFilter{What: "look"})[0].Text, `id is "p2"`)
	})
}

// parcels asks the lorry for the whole order.
func (w *town) parcels(id string) {
	w.t.Helper()
	w.pays(id)
	w.does(id, order.Confirm{})
	w.does(id, order.CreateShipment{Picks: order.PickAll("1", "2", "3")})
	_, err := w.b.RequestParcel(w.t.Context(), "stall-1/"+id, 1, "lorry-1", carriers.Values{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(w.t, err)
	w.sync()
}

// What was in doubt once stays in doubt, however its other tries end: if it were taken for refused, people would pay
// back twice.
func TestARefundThatWasInDoubtIsNeverTakenForRefused(t *testing.T) {
	w, x, _, id := stand(t)
	w.pays(id)
	down := true
	x.refuses = func(n int) error {
		switch {
		case n == 1:
			return &ordo.Error{System: "till", Class: ordo.InDoubt, Text: "the answer was lost"} // it was paid back
		case down:
			return &ordo.Error{System: "till", Class: ordo.Retry, Text: "not sent"}
		}
		return &ordo.Error{System: "till", Class: ordo.Invalid, Text: "more than is left of the payment"} // its key is forgotten
	}
	w.does(id, order.Return{Reason: status.ReasonUnwanted})
	w.does(id, order.Refund{Block: 1})
	stopped := bridge.EffectFilter{Kind: order.EffectRefund, Phases: []bridge.Phase{bridge.PhaseInDoubt, bridge.PhaseParked}}
	for range 40 {
		w.clock.pass(time.Hour)
		w.sync()
		if len(w.owed(stopped)) > 0 {
			break
		}
	}
	down = false
	require.NoError(t, w.b.Retry(t.Context(), w.owed(stopped)[0].Key, order.Actor{ID: "anna"}))
	for range 20 {
		w.clock.pass(time.Hour)
		w.sync()
	}
	b, _ := w.order(id).Block(1)
	require.Equal(t, status.MoneyInDoubt, b.Money)
	require.Equal(t, bridge.PhaseInDoubt, w.owed(stopped)[0].Phase)
}
