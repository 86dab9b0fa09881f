package retailcrm

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// ending is how units came to be cancelled.
type ending struct {
	party  status.Party
	reason status.Reason
}

// endingOf finds it in the event that cancelled, or else in what the order shows of its lines.
func endingOf(o order.View, cause order.Event) ending {
	switch b := cause.Body.(type) {
	case order.Cancelled:
		return ending{b.Party, b.Reason}
	case order.CancelRequestAnswered:
		return ending{status.PartyBuyer, status.ReasonBuyerCancelled}
	case order.Delivered:
		if len(b.Reasons) > 0 {
			return ending{status.PartyBuyer, b.Reasons[0]}
		}
	}
	for _, l := range slices.Backward(o.Lines) {
		if e := endingOfLine(l); l.Kind == order.LineGoods && e != (ending{}) {
			return e
		}
	}
	for _, b := range slices.Backward(o.Blocks) {
		if b.Party != 0 {
			return ending{b.Party, b.Reason}
		}
	}
	return ending{}
}

// endingOfLine is how the last units of a line came to be cancelled.
func endingOfLine(l order.LineView) ending {
	for _, p := range slices.Backward(l.Portions) {
		if p.State == status.ItemCancelled && (p.Party != 0 || p.Reason != "") {
			return ending{p.Party, p.Reason}
		}
	}
	return ending{}
}

// late reports whether a deadline passed.
func (e ending) late() bool {
	return e.reason == status.ReasonConfirmTimeout || e.reason == status.ReasonPackTimeout || e.reason == status.ReasonShipTimeout
}

// names are what Shown may call it.
func (e ending) names() []string {
	switch {
	case e.late():
		return []string{CancelledByTimeout, CancelledByMerchant}
	case e.party == status.PartyBuyer:
		return []string{CancelledByBuyer}
	case e.party == status.PartyMerchant:
		return []string{CancelledByMerchant}
	}
	return nil
}
