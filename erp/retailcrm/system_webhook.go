package retailcrm

import (
	"cmp"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Admit implements erp.Webhooker: see [Webhook.Admit].
func (s *System) Admit(r *http.Request) error { return s.webhook.Admit(r) }

// Answer implements erp.Webhooker: the merchant sees the text of an error.
func (s *System) Answer(err error) ordo.Answer { return s.webhook.Answer(err) }

// Receive implements erp.Webhooker: the calls that the CRM makes to a delivery module. A parcel that is saved or
// deleted is a change of its order, which is named by the CRM's own id; the parcel's id is that id too. That the module
// was switched on or off is answered, and is no change. Whatever else is asked is refused.
func (s *System) Receive(r *http.Request, body []byte) (ordo.Call[erp.Change], error) {
	var none ordo.Call[erp.Change]
	got, err := s.webhook.Parse(r, body)
	if err != nil {
		return none, err
	}
	parcel := func(id string) []erp.Change {
		if numeric(id) <= 0 {
			return nil // a parcel that this module never made
		}
		return []erp.Change{{Ref: order.Ref{System: Name, Kind: RefOrderID, ID: id}, Field: fieldParcel, Value: got.Action}}
	}
	switch q := got.Request.(type) {
	case Save:
		return ordo.Call[erp.Change]{News: parcel(q.Order), Answer: accepted(Saved{DeliveryID: cmp.Or(q.DeliveryID, q.Order)})}, nil
	case Activity:
		return none, nil
	case ParcelKey:
		if got.Action == ActionDelete {
			return ordo.Call[erp.Change]{News: parcel(q.DeliveryID)}, nil
		}
	}
	return none, errNoAction
}
