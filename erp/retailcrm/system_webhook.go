package retailcrm

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Admit implements erp.Webhooker. The CRM's secret is in the query of the calls that read, and in the form of all others:
// there Receive looks at it.
func (s *System) Admit(r *http.Request) error {
	switch {
	case s.callbacks.ClientID == "":
		return refused(&CallbackError{http.StatusForbidden, "Unknown client."})
	case r.Method != http.MethodPost && !s.callbacks.known(r.URL.Query()["clientId"]):
		return refused(&CallbackError{http.StatusForbidden, "Unknown client."})
	}
	return nil
}

// Answer implements erp.Webhooker: an error is told to the merchant by its text.
func (s *System) Answer(err error) ordo.Answer {
	var e *ordo.CallError
	switch {
	case err == nil:
		return acceptance(nil)
	case errors.As(err, &e):
		return refusalAnswer(&CallbackError{e.Status, e.Text})
	}
	return refusalAnswer(&CallbackError{StatusUnreachable, "The order cannot be taken up now. Please save it again in a minute."})
}

// refused is a refusal in the words of package ordo.
func refused(err error) error {
	own := &CallbackError{http.StatusBadRequest, "The request cannot be read."}
	errors.As(err, &own)
	return &ordo.CallError{System: Name, Status: own.Status, Text: own.Text}
}

// Receive implements erp.Webhooker: the calls that the CRM makes to a delivery module. A parcel that is saved or deleted
// is a change of its order, which is named by the CRM's own id; the parcel's id is that id too. That the module was
// switched on or off is answered, and is no change. Whatever else is asked is refused.
func (s *System) Receive(r *http.Request, body []byte) (ordo.Call[erp.Change], error) {
	var none ordo.Call[erp.Change]
	got, err := s.callbacks.Read(r, body)
	if err != nil {
		return none, refused(err)
	}
	parcel := func(id string) []erp.Change {
		if numeric(id) <= 0 {
			return nil // a parcel that this module never made
		}
		return []erp.Change{{Ref: order.Ref{System: Name, Kind: RefOrderID, ID: id}, Field: fieldParcel, Value: got.Action}}
	}
	switch q := got.Request.(type) {
	case Save:
		id := q.DeliveryID
		if id == "" {
			id = q.Order
		}
		return ordo.Call[erp.Change]{News: parcel(q.Order), Answer: acceptance(Saved{DeliveryID: id})}, nil
	case Activity:
		return none, nil
	case ParcelKey:
		if got.Action == ActionDelete {
			return ordo.Call[erp.Change]{News: parcel(q.DeliveryID)}, nil
		}
	}
	return none, refused(errNoAction)
}

// acceptance is the answer to a call that was taken.
func acceptance(result any) ordo.Answer {
	b, _ := json.Marshal(struct { // what is written here can always be
		Success bool `json:"success"`
		Result  any  `json:"result,omitempty"`
	}{true, result})
	return ordo.JSONAnswer(http.StatusOK, string(b))
}

// refusalAnswer is the answer to a call that was not.
func refusalAnswer(own *CallbackError) ordo.Answer {
	b, _ := json.Marshal(struct {
		Success  bool   `json:"success"`
		ErrorMsg string `json:"errorMsg"`
	}{false, own.Text})
	return ordo.JSONAnswer(own.Status, string(b))
}
