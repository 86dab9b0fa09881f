package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// oweRequest owes the carrier a request.
func (k *desk) oweRequest(b order.ParcelRequested, e order.Event, now time.Time) {
	w := k.toCarrier(order.EffectParcel, b.Shipment, e)
	w.Text = fmt.Sprintf("for S%d", b.Shipment.N)
	if k.carry(&w, carriers.Request{Key: b.Key, Values: b.Values}) {
		k.add(w, "", now)
	}
}

// toCarrier is an effect for the carrier of a shipment.
func (k *desk) toCarrier(kind order.EffectKind, s order.Shipment, e order.Event) order.Effect {
	r := order.Ref{System: s.Carrier.System, Account: s.Carrier.Account, Kind: "shipment"}
	return order.Effect{Kind: kind, Target: r, N: e.N, Shipment: s.N}
}

// request asks the carrier for a parcel, or how the request stands.
func (b *Bridge) request(ctx context.Context, a *account, w PendingEffect, want carriers.Parcel) answer {
	var r carriers.Request
	if err := json.Unmarshal(w.Data, &r); err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: "what is kept of the request cannot be read: " + err.Error()}}
	}
	var p carriers.Parcel
	var err error
	if w.Phase == PhaseWaiting {
		p, err = b.readParcel(ctx, a, w.Outcome.Ref)
	} else {
		p, err = a.carrier.Create(ctx, r)
	}
	switch {
	case w.Phase == PhaseWaiting && ordo.ClassOf(err) == ordo.NotFound: // it has gone there: the same key finds or makes another
		return answer{err: &ordo.Error{System: a.vendor(), Account: a.name, Op: "request", Class: ordo.Retry, Text: "it was taken, and is not known any more", Err: err}, learn: askAnew}
	case err != nil:
		return answer{err: err}
	}
	want.Ref = asked(w)
	if text := checkParcel(want, p); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out := order.Outcome{Ref: p.Ref, Text: p.Text}
	switch p.State {
	case carriers.ParcelAccepted:
		out.Kind = order.Applied
		return answer{out: out, learn: func(k *desk, w PendingEffect) { k.accepted(a, w, p) }}
	case carriers.ParcelWaiting:
		out.Kind = order.Waiting
		return answer{out: out}
	case carriers.ParcelRefused, carriers.ParcelCancelled:
		if p.CanRetry {
			return answer{err: &ordo.Error{System: a.vendor(), Account: a.name, Op: "request", Class: ordo.Retry, Text: refusal(p)}, learn: askAnew}
		}
		out.Kind, out.Code, out.Text = order.Rejected, p.Code, refusal(p)
		return answer{out: out}
	}
	return answer{out: order.Outcome{Kind: order.InDoubt, Ref: p.Ref, Text: fmt.Sprintf("%s says that the parcel is %q", a.vendor(), p.State)}}
}

// askAnew lets a request be made again instead of being asked for: what became of it has nothing to do with the parcel.
func askAnew(k *desk, w PendingEffect) {
	for _, x := range k.reckon() {
		if x.Key == w.Key && x.Phase == PhaseWaiting {
			x.Phase, x.Polls, x.Outcome = PhasePending, 0, order.Outcome{}
			k.write(x)
		}
	}
}

// refusal says why a carrier does not take a parcel.
func refusal(p carriers.Parcel) string {
	var parts []string
	for _, x := range p.Problems {
		parts = append(parts, x.String())
	}
	if len(parts) == 0 {
		parts = append(parts, strings.TrimSpace(string(p.State)+" "+p.Text))
	}
	return strings.Join(parts, "; ")
}

// readParcel reads one parcel.
func (b *Bridge) readParcel(ctx context.Context, a *account, ref order.Ref) (carriers.Parcel, error) {
	for p, err := range a.carrier.Read(ctx, ref) {
		if err == nil {
			err = p.Problem
		}
		return p, err
	}
	return carriers.Parcel{}, &ordo.Error{System: a.vendor(), Account: a.name, Op: "read", Class: ordo.NotFound, Text: "parcel " + ref.ID + " is not there"}
}

// accepted takes up that the carrier will carry a parcel.
func (k *desk) accepted(a *account, w PendingEffect, p carriers.Parcel) {
	k.name(a, carriers.ByNumber(a.vendor(), p.Number))
	if p.Key != "" {
		k.name(a, carriers.ByKey(a.vendor(), p.Key))
	}
	k.settleParcel(w, order.Outcome{Kind: order.Applied, Ref: a.named(p.Ref)}, p.Number)
	k.tracked(a, w.Shipment, p)
}

// settleParcel says to the order what became of a request.
func (k *desk) settleParcel(w PendingEffect, out order.Outcome, number string) {
	if w.Kind != order.EffectParcel || out.Kind == order.InDoubt || out.Done() && number == "" {
		return
	}
	if _, err := k.o.Do(order.SettleParcel{Shipment: w.Shipment, Outcome: out, Waybill: number}, k.by()); err != nil {
		k.note(LevelError, w.Target.Account, "parcel", fmt.Sprintf("the carrier's answer about S%d is %s %s, which the order does not take: %v", w.Shipment, out.Kind, number, err))
	}
}
