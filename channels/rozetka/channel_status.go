package rozetka

import (
	"cmp"
	"strconv"

	"github.com/ordo-sdk/ordo/status"
)

// stage is how far an order is, coarsely. Statuses that the table does not know are on no stage.
type stage uint8

const (
	nowhere stage = iota
	fresh
	inWork
	confirmed
	packed // or with a waybill number, and still with the seller
	sent
	arrived
	received
	failed // it ended without success
)

// says is what the table makes of a status.
func (ch *Channel) says(code int) (status.Meaning, bool) {
	return ch.table.Read(status.AxisOrder, strconv.Itoa(code))
}

// stage returns how far an order with a status is.
func (ch *Channel) stage(code int) stage {
	m, _ := ch.says(code)
	switch m.Order {
	case status.OrderAwaitingConfirmation, status.OrderNew:
		return fresh
	case status.OrderInWork, status.OrderAwaitingConsent:
		return inWork
	case status.OrderAwaitingPayment, status.OrderPaid, status.OrderConfirmed, status.OrderPartlyConfirmed, status.OrderAssembling:
		if m.Shipment == status.ShipmentRequested {
			return packed
		}
		return confirmed
	case status.OrderPacked:
		return packed
	case status.OrderHandedToCarrier, status.OrderOutWithCourier:
		return sent
	case status.OrderArrived:
		return arrived
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		return received
	case status.OrderRefused, status.OrderReturned, status.OrderCancelled:
		return failed
	}
	switch {
	case comesBack(m):
		return sent
	case m.Custody != 0: // the buyer wants to return what they have
		return received
	}
	return nowhere
}

// comesBack reports whether a status is that of a parcel that the buyer did not get.
func comesBack(m status.Meaning) bool {
	return m.Shipment == status.ShipmentComingBack || m.Shipment == status.ShipmentCameBack || m.Shipment == status.ShipmentLost
}

// item is the state of the goods of an order with a status; 0 where the status does not say.
func (ch *Channel) item(code int) status.ItemState {
	m, _ := ch.says(code)
	switch m.Order { //nolint:exhaustive // the others follow from the stage
	case status.OrderAssembling:
		return status.ItemAssembling
	case status.OrderPacked:
		return status.ItemPacked
	case status.OrderRefused:
		return status.ItemRefused
	case status.OrderReturned:
		return status.ItemReturned
	}
	return map[stage]status.ItemState{
		confirmed: status.ItemConfirmed, packed: status.ItemConfirmed, sent: status.ItemSent, arrived: status.ItemArrived,
		received: status.ItemHandedOut, failed: status.ItemCancelled,
	}[ch.stage(code)]
}

// over reports whether an order ended without success, or is about to, as its parcel comes back. Of statuses that the
// table does not know ROZETKA's group counts.
func (ch *Channel) over(o *Order) bool {
	m, _ := ch.says(o.Status)
	at := ch.stage(o.Status)
	return at == failed || comesBack(m) || at == nowhere && o.StatusGroup == groupUnsuccessful
}

// The groups of statuses.
const (
	groupSuccessful   = 2
	groupUnsuccessful = 3
)

// title is the name of a status for people: ROZETKA's own, or that of the table.
func (ch *Channel) title(code int, own *Status) string {
	if own != nil && own.ID == code {
		if t := cmp.Or(own.Title, own.NameUK, own.NameUA, own.Name); t != "" {
			return t
		}
	}
	row, _ := ch.table.Row(status.AxisOrder, strconv.Itoa(code))
	if ch.client.language == Russian {
		return cmp.Or(row.Names.RU, row.Names.UK, row.Names.EN)
	}
	return cmp.Or(row.Names.UK, row.Names.RU, row.Names.EN)
}

// named is a status with its name, such as "26 (Обробляється менеджером)".
func (ch *Channel) named(code int) string {
	if t := ch.title(code, nil); t != "" {
		return strconv.Itoa(code) + " (" + t + ")"
	}
	return strconv.Itoa(code)
}
