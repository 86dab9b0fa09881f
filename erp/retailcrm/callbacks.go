package retailcrm

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
)

// maxCallback is how long a call of the CRM may be unless Callbacks.MaxBody says otherwise.
const maxCallback = 1 << 20

// StatusUnreachable is the HTTP status by which a module says that the far service does not answer.
const StatusUnreachable = 521

// Callbacks answers the calls that the CRM makes to a delivery module.
//
// The functions do the work; an action without one is answered 404. An error of class NotFound is answered 404, one of
// Auth 403, one of Retry, RateLimited or InDoubt 521, any other *ordo.Error 400 with its text, which the merchant sees;
// an error that is none of ours 500, and its text is kept here.
type Callbacks struct {
	ClientID string // the secret of Module.ClientID; empty: every call is refused
	MaxBody  int64  // bytes; 0 means 1 MiB

	// Actions are the paths of the actions, as the module sends them to the CRM: see [Module.Paths]. If it is nil, the last
	// segment of a path is the action's name.
	Actions map[string]string

	Activity       func(context.Context, Activity) error
	Calculate      func(context.Context, Calculation) ([]Tariff, error)
	Save           func(context.Context, Save) (Saved, error)
	Get            func(context.Context, ParcelKey) (Parcel, error)
	Delete         func(context.Context, ParcelKey) error
	Print          func(context.Context, Print) (Document, error)
	ShipmentSave   func(context.Context, ShipmentSave) (ShipmentSaved, error)
	ShipmentDelete func(context.Context, ShipmentDelete) error
	ShipmentPoints func(context.Context, PointQuery) ([]Terminal, error)
	Tariffs        func(context.Context, TariffQuery) ([]Tariff, error)
}

// Callback is a call of the CRM that was authenticated and read.
type Callback struct {
	Action string
	// Request is what the action carries: [Activity], [Calculation], [Save], [Print], [ShipmentSave], [ShipmentDelete],
	// [ParcelKey] of get and delete, [PointQuery], [TariffQuery].
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
	action := cb.action(r.URL.Path, values)
	want, known := readers[action]
	switch {
	case !known:
		return Callback{}, &CallbackError{http.StatusNotFound, "The module has no such action."}
	case r.Method != want.method:
		return Callback{}, &CallbackError{http.StatusMethodNotAllowed, action + " is called by " + want.method + "."}
	}
	return readAction(action, values)
}

// known compares the client's secret in constant time.
func (cb *Callbacks) known(given []string) bool {
	return cb.ClientID != "" && len(given) == 1 && subtle.ConstantTimeCompare([]byte(given[0]), []byte(cb.ClientID)) == 1
}

// action returns the name of the action that a path calls.
func (cb *Callbacks) action(called string, values url.Values) string {
	if cb.Actions == nil {
		return path.Base(called)
	}
	called = strings.TrimRight(called, "/")
	found, length := "", -1
	for _, name := range slices.Sorted(maps.Keys(cb.Actions)) {
		at := strings.TrimRight("/"+strings.Trim(cb.Actions[name], "/"), "/")
		if strings.HasSuffix(called, at) && (len(at) > length || len(at) == length && values.Has(name)) {
			found, length = name, len(at)
		}
	}
	return found
}

// reader reads what an action carries. An action without these fields cannot be done.
type reader struct {
	method   string
	required []string
	read     func([]byte) (any, error)
}

var readers = map[string]reader{
	ActionActivity:       {http.MethodPost, []string{"active"}, request[Activity]},
	ActionCalculate:      {http.MethodPost, []string{"packages"}, request[Calculation]},
	ActionSave:           {http.MethodPost, []string{"order", "delivery"}, request[Save]},
	ActionGet:            {http.MethodGet, []string{"deliveryId"}, request[ParcelKey]},
	ActionDelete:         {http.MethodPost, []string{"deliveryId"}, request[ParcelKey]},
	ActionPrint:          {http.MethodPost, []string{"type", "deliveryIds"}, request[Print]},
	ActionShipmentSave:   {http.MethodPost, []string{"orders"}, request[ShipmentSave]},
	ActionShipmentDelete: {http.MethodPost, []string{"shipmentId"}, request[ShipmentDelete]},
	ActionShipmentPoints: {http.MethodGet, nil, request[PointQuery]},
	ActionTariffs:        {http.MethodGet, nil, request[TariffQuery]},
}

func request[T any](b []byte) (any, error) {
	var v T
	err := decode(b, &v)
	return v, err
}

// readAction reads what an action carries: the object in the form field that is named like it, together with what stands
// beside it; a call by GET carries its query.
func readAction(action string, values url.Values) (Callback, error) {
	r := readers[action]
	fields := map[string]json.RawMessage{}
	if r.method == http.MethodPost {
		given := values[action]
		if len(given) != 1 {
			return Callback{}, badCallback("The form must hold the field " + action + " once.")
		}
		if json.Unmarshal([]byte(given[0]), &fields) != nil || fields == nil {
			return Callback{}, badCallback("The field " + action + " must hold a JSON object.")
		}
	}
	for name, beside := range values {
		if _, inside := fields[name]; inside || name == action || name == "clientId" {
			continue
		}
		var v any = beside
		if len(beside) == 1 {
			v = beside[0]
		}
		b, err := json.Marshal(v)
		if err != nil {
			return Callback{}, badCallback("The field " + name + " cannot be read.")
		}
		fields[name] = b
	}
	for _, name := range r.required {
		if b := fields[name]; name != "packages" && empty(b) || len(b) == 0 || string(b) == "null" {
			return Callback{}, badCallback("The request " + action + " lacks " + name + ".")
		}
	}
	b, err := json.Marshal(fields)
	if err != nil {
		return Callback{}, badCallback("The request cannot be read.")
	}
	read, err := r.read(b)
	if err != nil {
		return Callback{}, badCallback("The request " + action + " is not of the documented form: " + err.Error())
	}
	return Callback{action, read}, nil
}

func badCallback(text string) error { return &CallbackError{http.StatusBadRequest, text} }

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
	case ShipmentDelete:
		return nil, run(ctx, cb.ShipmentDelete, r)
	case ParcelKey:
		if call.Action == ActionGet {
			return answer(ctx, cb.Get, r)
		}
		return nil, run(ctx, cb.Delete, r)
	case PointQuery:
		if cb.ShipmentPoints != nil {
			return listed(cb.ShipmentPoints(ctx, r))
		}
	case TariffQuery:
		if cb.Tariffs != nil {
			return listed(cb.Tariffs(ctx, r))
		}
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
