package megamarket

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
)

// Webhook receives what Megamarket calls the merchant with: order/new and order/cancel.
type Webhook struct {
	user     string
	password ordo.Secret
}

// NewWebhook returns the receiver for the user and password of HTTP basic authentication that were agreed in the cabinet.
// Unless both are set, every call is refused.
func NewWebhook(user, password string) Webhook { return Webhook{user, ordo.NewSecret(password)} }

// Event is one call of Megamarket. Either New or Cancelled is set; most calls are about one shipment.
type Event struct {
	Op         string // "order/new" or "order/cancel"
	MerchantID int64
	New        []NewOrder
	Cancelled  []Cancellation
}

// Key is the same for every delivery of the same call: the keys of its parts. Megamarket repeats a call that was not
// answered with 200, and calls may overtake each other, so a receiver keeps the keys and does nothing for a repeat but
// answer Webhook.Answer(nil).
func (c *Event) Key() string {
	var keys []string
	for i := range c.New {
		keys = append(keys, c.New[i].Key())
	}
	for _, k := range c.Cancelled {
		keys = append(keys, k.Key())
	}
	slices.Sort(keys)
	return strings.Join(keys, ";")
}

// Cancellation is the lots of a shipment that the buyer cancels. In the standard scheme they are cancelled already.
// In merchant delivery it is a wish: answer it with [Client.AnswerCancel].
type Cancellation struct {
	MerchantID int64
	ShipmentID string
	Scheme     Scheme // Standard, or empty where Megamarket did not say: look at the shipment
	Lots       []Lot  // Index, GoodsID and OfferID only
	Extra      map[string]json.RawMessage
}

// Key is the same for every delivery of the same callback about these lots. A buyer who, after a refusal, wants to
// cancel the same lots again has the same key: the callback carries nothing to tell the two apart.
func (c Cancellation) Key() string {
	indexes := make([]int, 0, len(c.Lots))
	for _, l := range c.Lots {
		indexes = append(indexes, l.Index)
	}
	slices.Sort(indexes)
	texts := make([]string, 0, len(indexes))
	for _, n := range indexes {
		texts = append(texts, strconv.Itoa(n))
	}
	return "order/cancel:" + c.ShipmentID + ":" + strings.Join(texts, ",")
}

// Answer returns the answer for what became of a call. For nil it is the one that ends the repeats: give it once the call
// is stored, before working on it. An *ordo.CallError has its own status; any other error is answered 500, so that a call
// that could not be stored comes again.
func (h Webhook) Answer(err error) ordo.Answer {
	var refused *ordo.CallError
	switch {
	case err == nil:
		return ordo.JSONAnswer(http.StatusOK, `{"data":{},"meta":{},"success":1}`)
	case !errors.As(err, &refused):
		refused = &ordo.CallError{Status: http.StatusInternalServerError}
	}
	a := ordo.JSONAnswer(refused.Status, `{"data":{},"meta":{},"success":0}`)
	if a.Status == http.StatusUnauthorized {
		a.Header.Set("WWW-Authenticate", `Basic realm="megamarket"`)
	}
	return a
}

// Receive authenticates and reads a call. It writes no answer. Errors are *ordo.CallError.
func (h Webhook) Receive(r *http.Request) (*Event, error) {
	if err := h.Admit(r); err != nil {
		return nil, err
	}
	body, err := ordo.ReadCall(system, r, ordo.MaxCall)
	if err != nil {
		return nil, err
	}
	return h.Parse(r, body)
}

// Admit authenticates a call, without reading its body. Errors are *ordo.CallError.
func (h Webhook) Admit(r *http.Request) error {
	user, password, ok := r.BasicAuth()
	same := ordo.NewSecret(h.user).Equal(user)
	same = h.password.Equal(password) && same
	switch {
	case h.user == "" || h.password.IsZero():
		return refused(http.StatusUnauthorized, "no user and password are set, so every call is refused", nil)
	case !ok:
		return refused(http.StatusUnauthorized, "the call has no basic authentication", nil)
	case !same:
		return refused(http.StatusUnauthorized, "wrong user or password", nil)
	case r.Method != http.MethodPost:
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", it must be POST", nil)
	case operation(r) == "":
		return refused(http.StatusNotFound, "the path must end with /order/new or /order/cancel", nil)
	}
	return nil
}

// operation is what a call is, by the end of its path.
func operation(r *http.Request) string {
	path := strings.TrimRight(r.URL.Path, "/")
	for _, op := range []string{opNew, opCancel} {
		if strings.HasSuffix(path, "/"+op) {
			return op
		}
	}
	return ""
}

const (
	opNew    = "order/new"
	opCancel = "order/cancel"
)

// Parse reads the body of a call that was admitted: order/new or order/cancel of either scheme, by the end of its path.
// Errors are *ordo.CallError.
func (h Webhook) Parse(r *http.Request, body []byte) (*Event, error) {
	if operation(r) == opCancel {
		return parseCancel(body)
	}
	return parseNew(body)
}

func parseNew(body []byte) (*Event, error) {
	c, parts, err := parse[wireNew](opNew, body)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, o := range parts {
		n, err := newOrder(o, c.MerchantID)
		if err != nil {
			return nil, wrongShape(c.Op, fmt.Errorf("data.shipments[%d]: %w", i, err))
		}
		if seen[n.ShipmentID] {
			return nil, wrongShape(c.Op, fmt.Errorf("shipment %s is there twice", n.ShipmentID))
		}
		seen[n.ShipmentID] = true
		c.New = append(c.New, n)
	}
	return c, nil
}

func parseCancel(body []byte) (*Event, error) {
	c, parts, err := parse[wireCancel](opCancel, body)
	if err != nil {
		return nil, err
	}
	for i, o := range parts {
		k := Cancellation{
			MerchantID: c.MerchantID, ShipmentID: string(o.is.ShipmentID), Scheme: Scheme(o.is.FulfillmentMethod),
			Lots: lots(o.is.Items), Extra: o.extra,
		}
		err := checkLots(k.Lots)
		switch {
		case k.ShipmentID == "":
			err = errors.New("shipmentId is missing")
		case len(k.Lots) == 0:
			err = errors.New("items is empty")
		}
		if err != nil {
			return nil, wrongShape(c.Op, fmt.Errorf("data.shipments[%d]: %w", i, err))
		}
		c.Cancelled = append(c.Cancelled, k)
	}
	return c, nil
}

type wireCancel struct {
	ShipmentID        lax.Text                  `json:"shipmentId"`
	FulfillmentMethod lax.Text                  `json:"fulfillmentMethod"`
	Items             lax.List[object[wireLot]] `json:"items"`
}

// parse reads the envelope of a call.
func parse[T any](op string, body []byte) (*Event, []object[T], error) {
	var in struct {
		Data *struct {
			MerchantID lax.Int             `json:"merchantId"`
			Shipments  lax.List[object[T]] `json:"shipments"`
		} `json:"data"`
	}
	err := json.Unmarshal(body, &in)
	switch {
	case err != nil:
	case in.Data == nil:
		err = errors.New("data is missing")
	case len(in.Data.Shipments) == 0:
		err = errors.New("data.shipments is empty")
	}
	if err != nil {
		return nil, nil, wrongShape(op, err)
	}
	return &Event{Op: op, MerchantID: int64(in.Data.MerchantID)}, in.Data.Shipments, nil
}

func wrongShape(op string, err error) error {
	return refused(http.StatusBadRequest, op+" is not of the documented form", err)
}

func refused(status int, text string, err error) error {
	return &ordo.CallError{System: system, Status: status, Text: text, Err: err}
}
