package retailcrm

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Receive implements erp.Webhooker: the calls that the CRM makes to a delivery module. A parcel that is saved or deleted
// is a change of its order, which is named by the CRM's own id; the parcel's id is that id too. That the module was
// switched on or off is answered, and is no change. Whatever else is asked is refused.
func (s *System) Receive(r *http.Request, body []byte) (erp.Post, error) {
	call, err := s.callbacks.Read(r, body)
	if err != nil {
		return erp.Post{Answer: refusalAnswer(err)}, err
	}
	parcel := func(id string) []erp.Change {
		if numeric(id) <= 0 {
			return nil // a parcel that this module never made
		}
		return []erp.Change{{Ref: order.Ref{System: Name, Kind: RefOrderID, ID: id}, Field: fieldParcel, Value: call.Action}}
	}
	post := erp.Post{Again: refusalAnswer(&CallbackError{StatusUnreachable, "The order cannot be taken up now. Please save it again in a minute."})}
	switch q := call.Request.(type) {
	case Save:
		id := q.DeliveryID
		if id == "" {
			id = q.Order
		}
		post.Changes = parcel(q.Order)
		post.Answer = acceptance(Saved{DeliveryID: id})
	case Activity:
		post.Answer = acceptance(nil)
	case string:
		if call.Action == ActionDelete {
			post.Changes, post.Answer = parcel(q), acceptance(nil)
		}
	}
	if post.Answer.Status == 0 {
		return erp.Post{Answer: refusalAnswer(errNoAction)}, errNoAction
	}
	return post, nil
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
func refusalAnswer(err error) ordo.Answer {
	own := &CallbackError{http.StatusBadRequest, "The request cannot be read."}
	errors.As(err, &own)
	b, _ := json.Marshal(struct {
		Success  bool   `json:"success"`
		ErrorMsg string `json:"errorMsg"`
	}{false, own.Text})
	return ordo.JSONAnswer(own.Status, string(b))
}
