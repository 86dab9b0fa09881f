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
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/internal/webhook"
	"github.com/ordo-sdk/ordo/wire"
)

// Webhook receives what Megamarket calls the merchant with: order/new and order/cancel.
type Webhook struct {
	user     string
	password ordo.Secret
}

// NewWebhook returns the receiver for the user and password of HTTP basic authentication that were agreed in the
// cabinet. Unless both are set, every call is refused.
func NewWebhook(user, password string) Webhook { return Webhook{user, ordo.NewSecret(password)} }

// Event is one call of Megamarket. Either New or Cancelled is set; most calls are about one shipment.
type Event struct {
	Op         string // "order/new" or "order/cancel"
	MerchantID int64
	New        []NewOrder
	Cancelled  []Cancellation
	Extra      wire.Extra // fields beside these that this package does not know
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
// In merchant delivery it is a request: answer it with [Client.AnswerCancel].
type Cancellation struct {
	MerchantID int64      `json:"-"`
	ShipmentID string     `json:"shipmentId"`
	Scheme     Scheme     `json:"fulfillmentMethod"` // Standard, or empty where Megamarket did not say: look at the shipment
	Lots       []Lot      `json:"items"`             // Index, GoodsID and OfferID only
	Extra      wire.Extra `json:"-"`

	// Problem says what could not be read. It is nothing without which the call would make no sense.
	Problem error `json:"-"`
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

// Answer returns the answer for what became of a call. For nil it is the one that ends the repeats: give it once the
// call is stored, before working on it. An *ordo.CallError has its own status; any other error is answered 500, so that
// a call that could not be stored comes again.
func (h Webhook) Answer(err error) ordo.Answer {
	if err == nil {
		return ordo.JSONAnswer(http.StatusOK, `{"data":{},"meta":{},"success":1}`)
	}
	a := ordo.JSONAnswer(webhook.Status(err), `{"data":{},"meta":{},"success":0}`)
	if a.Status == http.StatusUnauthorized {
		a.Header.Set("WWW-Authenticate", `Basic realm="megamarket"`)
	}
	return a
}

// Receive authenticates and reads a call. It writes no answer. Errors are *ordo.CallError.
func (h Webhook) Receive(r *http.Request) (*Event, error) {
	return webhook.Receive(h, system, r, ordo.MaxCall)
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

// parseNew reads order/new. Orders that cannot be worked on have their Problem; if no other is there the call is
// refused.
func parseNew(body []byte) (*Event, error) {
	c, raws, err := parse(opNew, body)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var why error
	for i, raw := range raws {
		var n NewOrder
		if err := decode(raw, &n); err != nil {
			n.Problem = err
		}
		n.read(raw, c.MerchantID)
		if seen[n.ShipmentID] && n.ShipmentID != "" {
			return nil, wrongShape(c.Op, fmt.Errorf("shipment %s occurs twice", rest.Clip(n.ShipmentID)))
		}
		seen[n.ShipmentID] = true
		if len(n.Lots) == 0 {
			why = both(fmt.Errorf("data.shipments[%d]: %w", i, n.Problem), why)
		}
		c.New = append(c.New, n)
	}
	if !slices.ContainsFunc(c.New, func(n NewOrder) bool { return len(n.Lots) > 0 }) {
		return nil, wrongShape(c.Op, why)
	}
	return c, nil
}

func parseCancel(body []byte) (*Event, error) {
	c, raws, err := parse(opCancel, body)
	if err != nil {
		return nil, err
	}
	for i, raw := range raws {
		var k Cancellation
		err := decode(raw, &k)
		k.MerchantID = c.MerchantID
		switch {
		case err != nil:
		case k.ShipmentID == "":
			err = errors.New("shipmentId is missing")
		case len(k.Lots) == 0:
			err = errors.New("items is empty")
		default:
			err = checkLots(k.Lots)
		}
		if err != nil {
			return nil, wrongShape(c.Op, fmt.Errorf("data.shipments[%d]: %w", i, both(err, k.Problem)))
		}
		c.Cancelled = append(c.Cancelled, k)
	}
	return c, nil
}

// parse reads the envelope of a call.
func parse(op string, body []byte) (*Event, []json.RawMessage, error) {
	var in struct {
		Data *struct {
			MerchantID int64             `json:"merchantId"`
			Shipments  []json.RawMessage `json:"shipments"`
			Extra      wire.Extra        `json:"-"`
		} `json:"data"`
	}
	err := decode(body, &in)
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
	return &Event{Op: op, MerchantID: in.Data.MerchantID, Extra: in.Data.Extra}, in.Data.Shipments, nil
}

func wrongShape(op string, err error) error {
	return refused(http.StatusBadRequest, op+" is not of the documented form", err)
}

func refused(status int, text string, err error) error {
	return &ordo.CallError{System: system, Status: status, Text: text, Err: err}
}
