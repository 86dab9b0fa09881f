package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// ParcelForm is the request by which a carrier takes a shipment: every field that it wants, filled in as far as the order
// and the catalogue (WithWeights) tell. The carrier is the name of its account. The error is ErrUnknown for an order,
// a *carriers.FormError for a shipment, a *ConfigError for an account that takes no parcels of this order's.
func (b *Bridge) ParcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, error) {
	f, _, err := b.parcelForm(ctx, id, shipment, carrier)
	return f, err
}

func (b *Bridge) parcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, carriers.Consignment, error) {
	k, err := b.open(ctx, id)
	if err != nil {
		return carriers.Form{}, carriers.Consignment{}, err
	}
	if !k.known() {
		return carriers.Form{}, carriers.Consignment{}, fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
	}
	a := b.accounts[carrier]
	if a == nil || a.carrier == nil || len(k.route.Carriers) > 0 && !slices.Contains(k.route.Carriers, carrier) {
		return carriers.Form{}, carriers.Consignment{}, &ConfigError{Err: fmt.Errorf("account %q takes no parcels of order %s; those that do: %s", carrier, id, strings.Join(k.carriers(), ", "))}
	}
	c := carriers.Consignment{Order: k.view(), Shipment: shipment, Weights: map[string]int{}}
	for _, l := range c.Order.Lines {
		if b.weigh != nil {
			c.Weights[l.ID] = b.weigh(l)
		}
	}
	f, err := a.carrier.Form(ctx, c)
	return f, c, err
}

// carriers are the accounts that the order's parcels may go with.
func (k *desk) carriers() []string {
	var out []string
	for _, name := range k.b.names {
		if k.b.accounts[name].carrier != nil && (len(k.route.Carriers) == 0 || slices.Contains(k.route.Carriers, name)) {
			out = append(out, name)
		}
	}
	return out
}

// RequestParcel asks a carrier to take a shipment, with its form filled in. What the form does not allow is
// a *carriers.FormError that names each field and rule; nothing is sent and the shipment keeps its state. What the carrier
// answers is seen on the shipment: the tracking number, or its reason.
//
// With an ERP that takes documents, the sale is owed to it when the carrier has accepted; the shipment leaves when both
// have. One that the ERP refuses keeps its number, and waits.
func (b *Bridge) RequestParcel(ctx context.Context, id string, shipment int, carrier string, v carriers.Values, by order.By) ([]order.Event, error) {
	f, c, err := b.parcelForm(ctx, id, shipment, carrier)
	if err != nil {
		return nil, err
	}
	if err := f.Check(v); err != nil {
		return nil, err
	}
	return b.Do(ctx, id, order.RequestParcel{
		Shipment: shipment, Carrier: order.Ref{System: b.accounts[carrier].vendor(), Account: carrier}, Key: c.Key(), Values: f.Counted(v),
	}, by)
}

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
func (b *Bridge) request(ctx context.Context, a *account, w Owed) answer {
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
	out := order.Outcome{Ref: p.Ref, Text: p.Text}
	switch p.State {
	case carriers.ParcelAccepted:
		out.Kind = order.Applied
		return answer{out: out, learn: func(k *desk, w Owed) { k.accepted(a, w, p) }}
	case carriers.ParcelWaiting:
		out.Kind = order.Waiting
		return answer{out: out}
	case carriers.ParcelRefused, carriers.ParcelCancelled:
		if p.Again {
			return answer{err: &ordo.Error{System: a.vendor(), Account: a.name, Op: "request", Class: ordo.Retry, Text: refusal(p)}, learn: askAnew}
		}
		out.Kind, out.Code, out.Text = order.Rejected, p.Code, refusal(p)
		return answer{out: out}
	}
	return answer{out: order.Outcome{Kind: order.InDoubt, Ref: p.Ref, Text: fmt.Sprintf("%s says that the parcel is %q", a.vendor(), p.State)}}
}

// askAnew lets a request be made again instead of being asked for: what became of it has nothing to do with the parcel.
func askAnew(k *desk, w Owed) {
	for _, x := range k.reckon() {
		if x.Key == w.Key && x.Phase == PhaseWaiting {
			x.Phase, x.Asked, x.Outcome = PhaseOwed, 0, order.Outcome{}
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
func (k *desk) accepted(a *account, w Owed, p carriers.Parcel) {
	k.name(a, carriers.ByNumber(a.vendor(), p.Number))
	if p.Key != "" {
		k.name(a, carriers.ByKey(a.vendor(), p.Key))
	}
	k.settleParcel(w, order.Outcome{Kind: order.Applied, Ref: a.named(p.Ref)}, p.Number)
	k.tracked(a, w.Shipment, p)
}

// settleParcel says to the order what became of a request.
func (k *desk) settleParcel(w Owed, out order.Outcome, number string) {
	if w.Kind != order.EffectParcel || out.Kind == order.InDoubt || out.Done() && number == "" {
		return
	}
	if _, err := k.o.Do(order.SettleParcel{Shipment: w.Shipment, Outcome: out, Waybill: number}, k.by()); err != nil {
		k.note(LevelError, w.Target.Account, "parcel", fmt.Sprintf("the carrier's answer about S%d is %s %s, which the order does not take: %v", w.Shipment, out.Kind, number, err))
	}
}

// oweSale owes the ERP the sale of a parcel that the carrier accepted, and follows the parcel from now on.
func (k *desk) oweSale(b order.ParcelSettled, e order.Event, now time.Time) {
	if !b.Accepted {
		return
	}
	w := k.toCarrier(order.EffectTrack, b.Shipment, e)
	w.Order, w.Text = k.o.ID(), "parcel "+b.Shipment.Waybill
	w.Key = key(w.Target, w.Order, w.Kind, w.N, "")
	k.write(Owed{
		Effect: w, Phase: PhaseWaiting, Since: now, Due: now.Add(soonAfter), Outcome: order.Outcome{Kind: order.Waiting, Ref: b.Shipment.Parcel},
	})
	if a := k.erp(); a != nil && a.system.Can(order.EffectDocument, k.view().Scheme) {
		k.add(order.Effect{
			Kind: order.EffectDocument, Target: k.inERP(), N: e.N, Shipment: b.Shipment.N, Text: "for parcel " + b.Shipment.Waybill,
		}, "", now)
	}
}

// soonAfter is when a parcel is read for the first time after it was accepted: a carrier may still think better of it.
const soonAfter = 15 * time.Minute

// filed attaches the document that the ERP has made of a parcel.
func (k *desk) filed(a *account, w Owed, out order.Outcome) {
	d := order.Document{Kind: documentOfSale, Number: out.Ref.ID, Ref: out.Ref, Shipment: w.Shipment, Posted: true}
	if d.Number == "" {
		d.Number = k.view().Shipments[w.Shipment-1].Waybill // the system keeps no document of its own
	}
	if !d.Ref.IsZero() {
		d.Ref = a.named(d.Ref)
	}
	if _, err := k.o.Do(order.Attach{Document: d}, k.by()); err != nil {
		k.note(LevelWarning, a.name, "document", fmt.Sprintf("document %s cannot be attached: %v", d.Number, err))
	}
}

// documentOfSale is the document that a shipment with a carrier needs in the ERP.
const documentOfSale = "sale"

// sendAccepted lets the shipments go that the carrier has accepted and the ERP has taken up, and calls those requests off that
// have nothing left to carry.
func (k *desk) sendAccepted() {
	if !k.routed {
		return
	}
	v := k.view()
	for _, s := range v.Shipments {
		if s.State != status.ShipmentRequested || s.Waybill == "" || s.Parcel.IsZero() {
			continue
		}
		var c order.Command = order.HandOver{Shipment: s.N}
		switch {
		case isEmpty(v, s.N):
			c = order.DropParcel{Shipment: s.N}
		case k.o.Held() || !k.isFiled(v, s.N):
			continue
		}
		if _, err := k.o.Do(c, k.by()); err != nil {
			k.note(LevelWarning, s.Carrier.Account, "parcel", fmt.Sprintf("S%d was accepted as %s, but %v", s.N, s.Waybill, err))
			k.once("parcel/" + k.d.ID + "/" + s.Waybill + "/" + err.Error())
		}
	}
}

// isFiled tells whether the ERP has all that it wants of a shipment.
func (k *desk) isFiled(v order.View, shipment int) bool {
	a := k.erp()
	return a == nil || !a.system.Can(order.EffectDocument, v.Scheme) || slices.ContainsFunc(v.Documents, func(d order.Document) bool {
		return d.Kind == documentOfSale && d.Shipment == shipment && d.Posted
	})
}

// isEmpty tells whether nothing is left to be carried in a shipment.
func isEmpty(v order.View, shipment int) bool {
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			if p.Shipment == shipment && p.State != status.ItemCancelled && p.State != status.ItemRefused {
				return false
			}
		}
	}
	return true
}

// oweDrop owes the carrier the word that a parcel is not to be carried, and follows it no more.
func (k *desk) oweDrop(b order.ParcelDropped, e order.Event, now time.Time) {
	for _, w := range k.reckon() {
		if w.Kind == order.EffectTrack && w.Shipment == b.Shipment.N {
			k.end(w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "the request was called off"})
		}
	}
	w := k.toCarrier(order.EffectDrop, b.Shipment, e)
	w.Text = "parcel " + b.Waybill
	if k.carry(&w, b.Parcel) {
		k.add(w, "", now)
	}
}

// drop calls a request off.
func (b *Bridge) drop(ctx context.Context, a *account, w Owed) answer {
	var ref order.Ref
	if err := json.Unmarshal(w.Data, &ref); err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: "what is kept of the parcel cannot be read: " + err.Error()}}
	}
	p, err := a.carrier.Cancel(ctx, ref)
	switch {
	case ordo.ClassOf(err) == ordo.Conflict: // it is on its way, and a person has to see to it
		return answer{out: order.Outcome{Kind: order.Rejected, Text: err.Error()}}
	case err != nil:
		return answer{err: err}
	}
	return answer{out: order.Outcome{Kind: order.Applied, Text: p.Text}}
}
