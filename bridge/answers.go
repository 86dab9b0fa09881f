package bridge

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// reply is something that was asked for, and what came back.
type reply struct{ what, want, got string }

// notOurs says what an outside system has told of another thing than the one that was asked for: it is never attached to
// the order. What it does not tell is not compared. The text is empty if all is as it should be.
func notOurs(replies ...reply) string {
	var parts []string
	for _, e := range replies {
		if e.want != "" && e.got != "" && e.want != e.got {
			parts = append(parts, fmt.Sprintf("%s is %q instead of %q", e.what, clip(e.got, longestReason/4), e.want))
		}
	}
	if parts == nil {
		return ""
	}
	return "the answer is about something else: its " + strings.Join(parts, ", its ")
}

// sameRef compares references of one kind.
func sameRef(what string, want, got order.Ref) reply {
	if want.Kind != "" && got.Kind != "" && want.Kind != got.Kind {
		return reply{}
	}
	return reply{what, want.ID, got.ID}
}

func sum(m amount.Money) string {
	if m.IsUnset() {
		return ""
	}
	return m.String()
}

// asked is the reference by which a thing was read; zero if it was just made.
func asked(w PendingEffect) order.Ref {
	if w.Phase == PhaseWaiting {
		return w.Outcome.Ref
	}
	return order.Ref{}
}

// checkDocument compares a receipt with the one that was asked for. by is the reference by which it was read, or zero.
func checkDocument(r receipts.Receipt, by order.Ref, d receipts.Document) string {
	key := reply{"key", r.Key, d.Key}
	if d.Key == d.Ref.ID || d.Key == by.ID {
		key = reply{} // the service knows no keys
	}
	return notOurs(key, sameRef("id", by, d.Ref), reply{"sum", sum(r.Total), sum(d.Total)})
}

// checkRefund compares money paid back with the order to pay it.
func checkRefund(o receipts.RefundOrder, by order.Ref, r receipts.Refund) string {
	return notOurs(reply{"key", o.Key, r.Key}, sameRef("id", by, r.Ref), sameRef("payment", o.Payment, r.Payment), reply{"sum", sum(o.Amount), sum(r.Amount)})
}

// checkParcel compares a parcel with the one that was asked for. One on its way back has a number of its own.
func checkParcel(want, got carriers.Parcel) string {
	if got.Direction != "" && got.Direction != carriers.DirectionToBuyer {
		want.Key, want.Number = "", ""
	}
	return notOurs(sameRef("id", want.Ref, got.Ref), reply{"number", want.Key, got.Key}, reply{"tracking number", want.Number, got.Number})
}

// wants is what is known here of the parcel that an effect is about.
func (k *desk) wants(w PendingEffect) carriers.Parcel {
	p := carriers.Parcel{}
	for e := range k.o.Events(order.Filter{}) {
		switch b := e.Body.(type) {
		case order.ParcelRequested:
			if b.Shipment.N == w.Shipment {
				p.Key, p.Number = b.Key, ""
			}
		case order.ParcelSettled:
			if b.Shipment.N == w.Shipment && w.Kind == order.EffectTrack {
				p.Number = b.Shipment.Waybill
			}
		}
	}
	return p
}
