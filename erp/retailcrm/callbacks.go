package retailcrm

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"

	"github.com/ordo-sdk/ordo"
)

// maxCallback is how long a call of the CRM may be unless Callbacks.MaxBody says otherwise.
const maxCallback = 1 << 20

// StatusUnreachable is the HTTP status by which a module says that the far service does not answer.
const StatusUnreachable = 521

// Callbacks answers the calls that the CRM makes to a delivery module. The last segment of the path is the action, so
// each path in [DeliveryModule].Actions must end in the action's name.
//
// The functions do the work; an action without one is answered 404. An error of class NotFound is answered 404, one of
// Auth 403, one of Retry, RateLimited or InDoubt 521, any other *ordo.Error 400 with its text, which the merchant sees;
// an error that is none of ours 500, and its text is kept here.
type Callbacks struct {
	ClientID string // the secret of Module.ClientID; empty: every call is refused
	MaxBody  int64  // bytes; 0 means 1 MiB

	Activity       func(context.Context, Activity) error
	Calculate      func(context.Context, Calculation) ([]Tariff, error)
	Save           func(context.Context, Save) (Saved, error)
	Get            func(ctx context.Context, deliveryID string) (Parcel, error)
	Delete         func(ctx context.Context, deliveryID string) error
	Print          func(context.Context, Print) (Document, error)
	ShipmentSave   func(context.Context, ShipmentSave) (ShipmentSaved, error)
	ShipmentDelete func(ctx context.Context, shipmentID string) error
	ShipmentPoints func(context.Context) ([]Address, error)
	Tariffs        func(context.Context) ([]Tariff, error)
}

// Callback is a call of the CRM that was authenticated and read.
type Callback struct {
	Action string
	// Request is what the action carries: [Activity], [Calculation], [Save], [Print], [ShipmentSave], the id as a string
	// for get, delete and shipmentDelete, nil for the lists.
	Request any
}

// CallbackError is why a call is refused, in the form in which the CRM is told.
type CallbackError struct {
	Status int
	Text   string
}

// Error implements error.
func (e *CallbackError) Error() string {
	return fmt.Sprintf("retailcrm callback: %d %s", e.Status, e.Text)
}

// ServeHTTP implements http.Handler.
func (cb *Callbacks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	limit := cb.MaxBody
	if limit <= 0 {
		limit = maxCallback
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		refuse(w, &CallbackError{http.StatusRequestEntityTooLarge, "The request is too long or broke off."})
		return
	}
	call, err := cb.Read(r, body)
	if err != nil {
		refuse(w, err)
		return
	}
	result, err := cb.do(r.Context(), call)
	if err != nil {
		refuse(w, err)
		return
	}
	if doc, ok := result.(Document); ok {
		w.Header().Set("Content-Type", doc.ContentType)
		_, _ = w.Write(doc.Body) // a CRM that went away is no matter
		return
	}
	reply(w, http.StatusOK, struct {
		Success bool `json:"success"`
		Result  any  `json:"result,omitempty"`
	}{true, result})
}

// Read authenticates a call and reads it; body is r's, read already. The error is a *[CallbackError].
func (cb *Callbacks) Read(r *http.Request, body []byte) (Callback, error) {
	values := r.URL.Query()
	if r.Method == http.MethodPost {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return Callback{}, &CallbackError{http.StatusBadRequest, "The form cannot be read."}
		}
		values = form
	}
	if !cb.known(values["clientId"]) {
		return Callback{}, &CallbackError{http.StatusForbidden, "Unknown client."}
	}
	action := path.Base(r.URL.Path)
	reads := slices.Contains([]string{ActionGet, ActionShipmentPoints, ActionTariffs}, action)
	want := http.MethodPost
	if reads {
		want = http.MethodGet
	}
	if r.Method != want {
		return Callback{}, &CallbackError{http.StatusMethodNotAllowed, action + " is called by " + want + "."}
	}
	return readAction(action, values)
}

// known compares the client's secret in constant time.
func (cb *Callbacks) known(given []string) bool {
	return cb.ClientID != "" && len(given) == 1 && subtle.ConstantTimeCompare([]byte(given[0]), []byte(cb.ClientID)) == 1
}

// readAction reads what an action carries.
func readAction(action string, values url.Values) (Callback, error) {
	call := Callback{Action: action}
	var err error
	switch action {
	case ActionActivity:
		var a Activity
		a, err = entity[Activity](action, values)
		a.SystemURL = values.Get("systemUrl")
		call.Request = a
	case ActionCalculate:
		var c Calculation
		c, err = entity[Calculation](action, values)
		stamp(&c, unzoned, c.Currency)
		call.Request = c
	case ActionSave:
		var s Save
		s, err = entity[Save](action, values)
		stamp(&s, unzoned, s.Currency)
		if err == nil && s.Order == "" {
			err = &CallbackError{http.StatusBadRequest, "The field save names no order."}
		}
		call.Request = s
	case ActionPrint:
		call.Request, err = entity[Print](action, values)
	case ActionShipmentSave:
		call.Request, err = entity[ShipmentSave](action, values)
	case ActionDelete:
		var d struct {
			ID string `json:"deliveryId"`
		}
		d, err = entity[struct {
			ID string `json:"deliveryId"`
		}](action, values)
		call.Request, err = named(d.ID, "deliveryId", err)
	case ActionShipmentDelete:
		var d struct {
			ID string `json:"shipmentId"`
		}
		d, err = entity[struct {
			ID string `json:"shipmentId"`
		}](action, values)
		call.Request, err = named(d.ID, "shipmentId", err)
	case ActionGet:
		call.Request, err = named(values.Get("deliveryId"), "deliveryId", nil)
	case ActionShipmentPoints, ActionTariffs:
	default:
		err = &CallbackError{http.StatusNotFound, "The module has no such action."}
	}
	if err != nil {
		return Callback{}, err
	}
	return call, nil
}

// entity reads the form field that is named like the action.
func entity[T any](action string, values url.Values) (T, error) {
	var zero T
	given := values[action]
	if len(given) != 1 {
		return zero, &CallbackError{http.StatusBadRequest, "The form must hold the field " + action + " once."}
	}
	if v := []byte(given[0]); !json.Valid(v) || len(v) == 0 || v[0] != '{' {
		return zero, &CallbackError{http.StatusBadRequest, "The field " + action + " must hold a JSON object."}
	}
	v, err := decode[T]([]byte(given[0]))
	if err != nil {
		return zero, &CallbackError{http.StatusBadRequest, "The field " + action + " is not of the documented form: " + err.Error()}
	}
	return v, nil
}

// named returns an id, which must be there.
func named(id, field string, err error) (string, error) {
	if err == nil && id == "" {
		err = &CallbackError{http.StatusBadRequest, "The request names no " + field + "."}
	}
	return id, err
}

// do calls the function for an action.
func (cb *Callbacks) do(ctx context.Context, call Callback) (any, error) {
	switch r := call.Request.(type) {
	case Activity:
		return nil, run(ctx, cb.Activity, r)
	case Calculation:
		if cb.Calculate != nil {
			return listed(cb.Calculate(ctx, r))
		}
		return nil, errNoAction
	case Save:
		return answer(ctx, cb.Save, r)
	case Print:
		return answer(ctx, cb.Print, r)
	case ShipmentSave:
		return answer(ctx, cb.ShipmentSave, r)
	case string:
		switch call.Action {
		case ActionGet:
			return answer(ctx, cb.Get, r)
		case ActionDelete:
			return nil, run(ctx, cb.Delete, r)
		}
		return nil, run(ctx, cb.ShipmentDelete, r)
	}
	if call.Action == ActionTariffs && cb.Tariffs != nil {
		return listed(cb.Tariffs(ctx))
	}
	if call.Action == ActionShipmentPoints && cb.ShipmentPoints != nil {
		return listed(cb.ShipmentPoints(ctx))
	}
	return nil, errNoAction
}

var errNoAction = &CallbackError{http.StatusNotFound, "The module does not do this."}

// listed makes no entries an empty list, not null.
func listed[T any](all []T, err error) (any, error) {
	if all == nil {
		all = []T{}
	}
	return all, err
}

// answer calls f, if there is one.
func answer[Q, A any](ctx context.Context, f func(context.Context, Q) (A, error), q Q) (any, error) {
	if f == nil {
		return nil, errNoAction
	}
	return f(ctx, q)
}

// run calls f, if there is one.
func run[Q any](ctx context.Context, f func(context.Context, Q) error, q Q) error {
	if f == nil {
		return errNoAction
	}
	return f(ctx, q)
}

// refuse tells the CRM why a call failed.
func refuse(w http.ResponseWriter, err error) {
	var own *CallbackError
	var e *ordo.Error
	switch {
	case errors.As(err, &own):
	case !errors.As(err, &e):
		own = &CallbackError{http.StatusInternalServerError, "Internal error of the module."}
	default:
		own = &CallbackError{http.StatusBadRequest, e.Text}
		switch e.Class { //nolint:exhaustive // the others are the data's fault
		case ordo.NotFound:
			own.Status = http.StatusNotFound
		case ordo.Auth:
			own.Status = http.StatusForbidden
		case ordo.Retry, ordo.RateLimited, ordo.InDoubt:
			own.Status = StatusUnreachable
		}
		if own.Text == "" {
			own.Text = "The module refuses: " + e.Class.String() + "."
		}
	}
	reply(w, own.Status, struct {
		Success  bool   `json:"success"`
		ErrorMsg string `json:"errorMsg"`
	}{false, own.Text})
}

// reply writes an answer.
func reply(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"success":false,"errorMsg":"Internal error of the module."}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(b) // a CRM that went away is no matter
}
