package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// oweSale owes the ERP the sale of a parcel that the carrier accepted, and follows the parcel from now on.
func (k *desk) oweSale(b order.ParcelSettled, e order.Event, now time.Time) {
	if !b.Accepted {
		return
	}
	w := k.toCarrier(order.EffectTrack, b.Shipment, e)
	w.Order, w.Text = k.o.ID(), "parcel "+b.Shipment.Waybill
	w.Key = key(w.Target, w.Order, w.Kind, w.N, "")
	k.write(PendingEffect{
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
func (k *desk) filed(a *account, w PendingEffect, out order.Outcome) {
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

// sendAccepted lets the shipments go that the carrier has accepted and the ERP has taken up, and calls those requests
// off that have nothing left to carry.
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
			k.once("parcel", k.d.ID, s.Waybill, err.Error())
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
func (b *Bridge) drop(ctx context.Context, a *account, w PendingEffect) answer {
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
	if text := checkParcel(carriers.Parcel{Ref: ref}, p); text != "" || p.State != carriers.ParcelCancelled {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: cmp.Or(text, fmt.Sprintf("%s says that the parcel is %q", a.vendor(), p.State))}}
	}
	return answer{out: order.Outcome{Kind: order.Applied, Text: p.Text}}
}
