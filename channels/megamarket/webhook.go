package megamarket

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// MaxCallback is the longest callback that is read, in bytes.
const MaxCallback = 1 << 20

// Callbacks receives what Megamarket calls the merchant with: order/new and order/cancel. User and Password are those
// of HTTP basic authentication that were agreed in the cabinet; unless both are set, every call is refused.
type Callbacks struct {
	User, Password string
}

// String hides the password.
func (cb Callbacks) String() string { return "callbacks for " + quote(cb.User) }

// GoString hides the password.
func (cb Callbacks) GoString() string { return cb.String() }

// Callback is one call of Megamarket. Either New or Cancelled is set; most calls are about one shipment.
type Callback struct {
	Op         string // "order/new" or "order/cancel"
	MerchantID int64
	New        []NewOrder
	Cancelled  []Cancellation
}

// Key is the same for every delivery of the same callback: the keys of its parts. Megamarket repeats a call that was not
// answered with 200, and callbacks may overtake each other, so a receiver keeps the keys and does nothing for
// a repeat but answer AnswerTo(nil).
func (c *Callback) Key() string {
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

// Answer is what Megamarket gets back for a callback.
type Answer struct {
	Status int
	Body   string
}

// Write writes the answer.
func (a Answer) Write(w http.ResponseWriter) {
	if a.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="megamarket"`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, a.Body) // a caller that went away will repeat
}

// CallbackError says why a callback was not taken.
type CallbackError struct {
	Status int // of the answer, such as 401
	Text   string
	Err    error // may be nil
}

// Error says what is wrong.
func (e *CallbackError) Error() string {
	s := "megamarket: callback: " + e.Text
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *CallbackError) Unwrap() error { return e.Err }

// Answer is what to answer. Its status is not 200, so that Megamarket sends the callback again.
func (e *CallbackError) Answer() Answer { return Answer{e.Status, `{"data":{},"meta":{},"success":0}`} }

// AnswerTo returns the answer for what became of a callback. For nil it is the one that ends the repeats: give it
// once the callback is stored, before working on it. A *CallbackError has its own. Any other error is answered 500,
// so that a callback that could not be stored comes again.
func AnswerTo(err error) Answer {
	var e *CallbackError
	switch {
	case err == nil:
		return Answer{http.StatusOK, `{"data":{},"meta":{},"success":1}`}
	case errors.As(err, &e):
		return e.Answer()
	}
	return (&CallbackError{Status: http.StatusInternalServerError}).Answer()
}

// Receive authenticates and reads a callback. The end of the path tells which it is: .../order/new or
// .../order/cancel. It writes no answer. Errors are *CallbackError.
func (cb Callbacks) Receive(r *http.Request) (*Callback, error) {
	parse, err := cb.route(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, MaxCallback))
	if err != nil {
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			return nil, tooLong()
		}
		return nil, &CallbackError{Status: http.StatusBadRequest, Text: "the body cannot be read", Err: err}
	}
	return parse(body)
}

// route authenticates a call and tells how its body is read. The body is not looked at.
func (cb Callbacks) route(r *http.Request) (func([]byte) (*Callback, error), error) {
	if err := cb.authorize(r); err != nil {
		return nil, err
	}
	if r.Method != http.MethodPost {
		return nil, &CallbackError{Status: http.StatusMethodNotAllowed, Text: "method is " + r.Method + ", it must be POST"}
	}
	path := strings.TrimRight(r.URL.Path, "/")
	switch {
	case strings.HasSuffix(path, "/order/new"):
		return ParseNew, nil
	case strings.HasSuffix(path, "/order/cancel"):
		return ParseCancel, nil
	}
	return nil, &CallbackError{Status: http.StatusNotFound, Text: "the path must end with /order/new or /order/cancel"}
}

// authorize checks the credentials in constant time.
func (cb Callbacks) authorize(r *http.Request) error {
	user, password, ok := r.BasicAuth()
	same := subtle.ConstantTimeCompare(digest(user), digest(cb.User)) & subtle.ConstantTimeCompare(digest(password), digest(cb.Password))
	switch {
	case cb.User == "" || cb.Password == "":
		return &CallbackError{Status: http.StatusUnauthorized, Text: "no user and password are set, so every call is refused"}
	case !ok:
		return &CallbackError{Status: http.StatusUnauthorized, Text: "the call has no basic authentication"}
	case same != 1:
		return &CallbackError{Status: http.StatusUnauthorized, Text: "wrong user or password"}
	}
	return nil
}

// digest makes texts of one length, so that comparing them tells nothing about it.
func digest(s string) []byte {
	d := sha256.Sum256([]byte(s))
	return d[:]
}

func tooLong() error {
	return &CallbackError{
		Status: http.StatusRequestEntityTooLarge, Text: fmt.Sprintf("the body is longer than %d bytes", MaxCallback),
	}
}

// ParseNew reads the body of order/new, of either scheme. Errors are *CallbackError.
func ParseNew(body []byte) (*Callback, error) {
	c, parts, err := parse[wireNew]("order/new", body)
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

// ParseCancel reads the body of order/cancel. Errors are *CallbackError.
func ParseCancel(body []byte) (*Callback, error) {
	c, parts, err := parse[wireCancel]("order/cancel", body)
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

// parse reads the envelope of a callback.
func parse[T any](op string, body []byte) (*Callback, []object[T], error) {
	if len(body) > MaxCallback {
		return nil, nil, tooLong()
	}
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
	return &Callback{Op: op, MerchantID: int64(in.Data.MerchantID)}, in.Data.Shipments, nil
}

func wrongShape(op string, err error) error {
	return &CallbackError{Status: http.StatusBadRequest, Text: op + " is not of the documented form", Err: err}
}
