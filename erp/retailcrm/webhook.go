package retailcrm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/webhook"
)

// StatusUnreachable is the HTTP status by which a module says that the far service does not answer.
const StatusUnreachable = 521

// Webhook answers the calls that the CRM makes to a delivery module.
//
// The functions do the work; an action without one is answered 404. An error of class NotFound is answered 404, one of
// Auth 403, one of Retry, RateLimited or InDoubt 521, any other *ordo.Error 400 with its text, which the merchant sees;
// an error that is none of ours 500, and its text is kept here.
type Webhook struct {
	ClientID ordo.Secret // of Module.ClientID; empty: every call is refused
	MaxBody  int64       // bytes; 0 means ordo.MaxCall

	// Actions are the paths of the actions, as the module sends them to the CRM: see [Module.Paths]. If it is nil, the
	// last segment of a path is the action's name.
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

// NewWebhook returns a Webhook that does nothing yet, for the module with this client id.
func NewWebhook(clientID string) *Webhook { return &Webhook{ClientID: ordo.NewSecret(clientID)} }

// Event is a call of the CRM that was authenticated and read.
type Event struct {
	Action string
	// Request is what the action carries: [Activity], [Calculation], [Save], [Print], [ShipmentSave], [ShipmentDelete],
	// [ParcelKey] of get and delete, [PointQuery], [TariffQuery].
	Request any
}

// ServeHTTP implements http.Handler.
func (w *Webhook) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	e, err := w.Receive(r)
	var result any
	if err == nil {
		result, err = w.do(r.Context(), e)
	}
	if err != nil {
		w.Answer(err).Write(to)
		return
	}
	accepted(result).Write(to)
}

// Admit refuses calls of strangers, as far as can be seen before the body is read: the CRM's secret is in the query of
// the calls that read, and in the form of all others, where Parse looks at it. The error is a *[ordo.CallError].
func (w *Webhook) Admit(r *http.Request) error {
	switch {
	case w.ClientID.IsZero(), r.Method != http.MethodPost && !w.known(r.URL.Query()["clientId"]):
		return refusalOfCall(http.StatusForbidden, "Unknown client.")
	case readers[w.action(r.URL.Path, nil)].method == "":
		return refusalOfCall(http.StatusNotFound, "The module has no such action.")
	}
	return nil
}

// Receive admits a call, reads it and parses it.
func (w *Webhook) Receive(r *http.Request) (Event, error) {
	return webhook.Receive(w, Name, r, cmp.Or(max(w.MaxBody, 0), ordo.MaxCall))
}

// Parse reads a call that was admitted, and looks whether its form has the CRM's secret; body is r's, read already. The
// error is a *[ordo.CallError].
func (w *Webhook) Parse(r *http.Request, body []byte) (Event, error) {
	values := r.URL.Query()
	if r.Method == http.MethodPost {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return Event{}, badCall("The form cannot be read.")
		}
		values = form
	}
	if !w.known(values["clientId"]) {
		return Event{}, refusalOfCall(http.StatusForbidden, "Unknown client.")
	}
	action := w.action(r.URL.Path, values)
	want, known := readers[action]
	switch {
	case !known:
		return Event{}, refusalOfCall(http.StatusNotFound, "The module has no such action.")
	case r.Method != want.method:
		return Event{}, refusalOfCall(http.StatusMethodNotAllowed, action+" is called by "+want.method+".")
	}
	return readAction(action, values)
}

// known reports whether the one value of clientId is the client's secret.
func (w *Webhook) known(given []string) bool { return len(given) == 1 && w.ClientID.Equal(given[0]) }

// action returns the name of the action that a path calls.
func (w *Webhook) action(called string, values url.Values) string {
	if w.Actions == nil {
		return path.Base(called)
	}
	called = strings.TrimRight(called, "/")
	found, length := "", -1
	for _, name := range slices.Sorted(maps.Keys(w.Actions)) {
		at := strings.TrimRight("/"+strings.Trim(w.Actions[name], "/"), "/")
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

// readAction reads what an action carries: the object in the form field that is named like it, together with what
// stands beside it; a call by GET carries its query.
func readAction(action string, values url.Values) (Event, error) {
	r := readers[action]
	fields := map[string]json.RawMessage{}
	if r.method == http.MethodPost {
		given := values[action]
		if len(given) != 1 {
			return Event{}, badCall("The form must hold the field " + action + " once.")
		}
		if json.Unmarshal([]byte(given[0]), &fields) != nil || fields == nil {
			return Event{}, badCall("The field " + action + " must hold a JSON object.")
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
			return Event{}, badCall("The field " + name + " cannot be read.")
		}
		fields[name] = b
	}
	for _, name := range r.required {
		if b := fields[name]; name != "packages" && empty(b) || len(b) == 0 || string(b) == "null" {
			return Event{}, badCall("The request " + action + " lacks " + name + ".")
		}
	}
	b, err := json.Marshal(fields)
	if err != nil {
		return Event{}, badCall("The request cannot be read.")
	}
	read, err := r.read(b)
	if err != nil {
		return Event{}, badCall("The request " + action + " is not of the documented form: " + err.Error())
	}
	return Event{action, read}, nil
}

func badCall(text string) error { return refusalOfCall(http.StatusBadRequest, text) }

func refusalOfCall(status int, text string) error {
	return &ordo.CallError{System: Name, Status: status, Text: text}
}

// do calls the function for an action.
func (w *Webhook) do(ctx context.Context, call Event) (any, error) {
	switch r := call.Request.(type) {
	case Activity:
		return nil, run(ctx, w.Activity, r)
	case Calculation:
		return listed(ctx, w.Calculate, r)
	case Save:
		return answer(ctx, w.Save, r)
	case Print:
		return answer(ctx, w.Print, r)
	case ShipmentSave:
		return answer(ctx, w.ShipmentSave, r)
	case ShipmentDelete:
		return nil, run(ctx, w.ShipmentDelete, r)
	case ParcelKey:
		if call.Action == ActionGet {
			return answer(ctx, w.Get, r)
		}
		return nil, run(ctx, w.Delete, r)
	case PointQuery:
		return listed(ctx, w.ShipmentPoints, r)
	case TariffQuery:
		return listed(ctx, w.Tariffs, r)
	}
	return nil, errNoAction
}

var errNoAction = refusalOfCall(http.StatusNotFound, "The module does not do this.")

// listed calls f, if there is one. No entries are an empty list, not null.
func listed[Q, A any](ctx context.Context, f func(context.Context, Q) ([]A, error), q Q) (any, error) {
	if f == nil {
		return nil, errNoAction
	}
	all, err := f(ctx, q)
	return append([]A{}, all...), err
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

// Answer returns the answer to the CRM: for nil that the call was taken, else the refusal that the error stands for.
func (w *Webhook) Answer(err error) ordo.Answer {
	var call *ordo.CallError
	var e *ordo.Error
	switch {
	case err == nil:
		return accepted(nil)
	case errors.Is(err, ordo.ErrNotStored):
		return refused(StatusUnreachable, "The order cannot be saved now. Please save it again in a minute.")
	case errors.As(err, &call):
		return refused(webhook.Status(call), call.Text)
	case !errors.As(err, &e):
		return refused(http.StatusInternalServerError, "Internal error of the module.")
	}
	status := http.StatusBadRequest
	switch e.Class { //nolint:exhaustive // the others are the data's fault
	case ordo.NotFound:
		status = http.StatusNotFound
	case ordo.Auth:
		status = http.StatusForbidden
	case ordo.Retry, ordo.RateLimited, ordo.InDoubt:
		status = StatusUnreachable
	}
	return refused(status, cmp.Or(e.Text, "The module refuses: "+e.Class.String()+"."))
}

// accepted is the answer to a call that was taken.
func accepted(result any) ordo.Answer {
	if doc, is := result.(Document); is {
		return ordo.Answer{Header: http.Header{"Content-Type": {doc.ContentType}}, Body: doc.Body}
	}
	return answered(http.StatusOK, struct {
		Success bool `json:"success"`
		Result  any  `json:"result,omitempty"`
	}{true, result})
}

// refused is the answer to a call that was not.
func refused(status int, text string) ordo.Answer {
	return answered(status, struct {
		Success  bool   `json:"success"`
		ErrorMsg string `json:"errorMsg"`
	}{false, text})
}

func answered(status int, v any) ordo.Answer {
	b, err := lax.Encode(v)
	if err != nil {
		return refused(http.StatusInternalServerError, "Internal error of the module.")
	}
	return ordo.JSONAnswer(status, string(b))
}
