package yookassa

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/webhook"
	"github.com/ordo-sdk/ordo/wire"
)

// The events that are documented for payments and refunds. There is none for a refund that was refused.
const (
	EventPaymentWaiting   = "payment.waiting_for_capture"
	EventPaymentSucceeded = "payment.succeeded"
	EventPaymentCanceled  = "payment.canceled"
	EventRefundSucceeded  = "refund.succeeded"
)

// Sources returns the addresses that YooKassa sends notifications from. The list is the vendor's and may change: see
// Webhook.From.
func Sources() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("185.71.76.0/27"),
		netip.MustParsePrefix("185.71.77.0/27"),
		netip.MustParsePrefix("77.75.153.0/25"),
		netip.MustParsePrefix("77.75.154.128/25"),
		netip.MustParsePrefix("77.75.156.11/32"),
		netip.MustParsePrefix("77.75.156.35/32"),
		netip.MustParsePrefix("2a02:5180::/32"),
	}
}

// Webhook receives YooKassa's notifications. The zero Webhook admits those from [Sources] only. Notifications are not
// signed, so their content is only a hint: see [Client.Verify].
type Webhook struct {
	From []netip.Prefix // admitted senders; nil means Sources()
	// Peer returns the address of the sender. nil means the request's RemoteAddr, which is right unless there is a
	// proxy: see PeerFromHeader.
	Peer func(*http.Request) (netip.Addr, error)
}

// PeerFromHeader returns a Peer for a receiver behind one proxy: the last address in a header that the proxy sets or
// appends to, such as "X-Forwarded-For". Earlier addresses in it can be forged. Make sure that the receiver cannot be
// reached without the proxy.
func PeerFromHeader(header string) func(*http.Request) (netip.Addr, error) {
	return func(r *http.Request) (netip.Addr, error) {
		values := r.Header.Values(header)
		if len(values) == 0 {
			return netip.Addr{}, fmt.Errorf("the request has no header %s", header)
		}
		claims := strings.Split(values[len(values)-1], ",")
		return netip.ParseAddr(strings.TrimSpace(claims[len(claims)-1]))
	}
}

// remote is the default Peer.
func remote(r *http.Request) (netip.Addr, error) {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	return ap.Addr(), err
}

// Event is one notification.
type Event struct {
	Type    string   // such as EventPaymentSucceeded
	ID      string   // of the object
	Payment *Payment // events of payments
	Refund  *Refund  // events of refunds
	// Object is the object as it came. Objects of other products of YooKassa are not typed here.
	Object json.RawMessage
	Extra  wire.Extra
}

// Key is the same for every delivery of the same event. Deliveries are repeated and may arrive out of order, so a
// receiver stores the keys of processed events.
func (e *Event) Key() string { return e.Type + ":" + e.ID }

// Answer returns the answer for what became of a notification. Nil is 200, which ends the repeats: give it once the
// notification is stored, before working on it. So is an event that turned out not to be true (*[VerifyError]), as a
// repeat would not become true, unless it may still do so (NotYet). An *ordo.CallError has its own status. Any other
// error is 500, and YooKassa sends the notification again, for up to 24 hours.
func (h Webhook) Answer(err error) ordo.Answer {
	var untrue *VerifyError
	if errors.As(err, &untrue) && !untrue.NotYet && !errors.Is(err, ordo.ErrNotStored) {
		return ordo.Answer{Status: http.StatusOK}
	}
	return webhook.Answer(err)
}

// Receive checks the sender and reads the notification. It writes no answer. Errors are *ordo.CallError.
func (h Webhook) Receive(r *http.Request) (*Event, error) {
	return webhook.Receive(h, Name, r, ordo.MaxCall)
}

// Admit checks sender and method, without reading the body. Errors are *ordo.CallError.
func (h Webhook) Admit(r *http.Request) error {
	peer, from := h.Peer, h.From
	if peer == nil {
		peer = remote
	}
	if from == nil {
		from = Sources()
	}
	who, err := peer(r)
	if err != nil {
		return refused(http.StatusForbidden, "the sender's address is not known", err)
	}
	who = who.Unmap().WithZone("")
	if !slices.ContainsFunc(from, func(p netip.Prefix) bool { return p.Contains(who) }) {
		return refused(http.StatusForbidden, who.String()+" is not an address of YooKassa", nil)
	}
	if r.Method != http.MethodPost {
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", it must be POST", nil)
	}
	return nil
}

func refused(status int, text string, err error) error {
	return &ordo.CallError{System: Name, Status: status, Text: text, Err: err}
}

// maxEventKey is the greatest length of the key of an event.
const maxEventKey = 256

// Parse reads the body of an admitted notification. Errors are *ordo.CallError.
func (h Webhook) Parse(_ *http.Request, body []byte) (*Event, error) {
	bad := func(text string, err error) (*Event, error) { return nil, refused(http.StatusBadRequest, text, err) }
	var in struct {
		Type   string          `json:"type"`
		Event  string          `json:"event"`
		Object json.RawMessage `json:"object"`
		Extra  wire.Extra      `json:"-"`
	}
	if err := decode(body, &in); err != nil {
		return bad("the notification cannot be read", err)
	}
	kind, what, found := strings.Cut(in.Event, ".")
	if in.Type != "notification" || !found || kind == "" || what == "" {
		return bad(fmt.Sprintf("type %q and event %q are not a notification", in.Type, in.Event), nil)
	}
	n := &Event{Type: in.Event, Object: in.Object, Extra: in.Extra}
	var err error
	switch kind {
	case "payment":
		n.Payment = new(Payment)
		err = decode(in.Object, n.Payment)
		n.ID = n.Payment.ID
	case "refund":
		n.Refund = new(Refund)
		err = decode(in.Object, n.Refund)
		n.ID = n.Refund.ID
	default:
		var named struct {
			ID string `json:"id"`
		}
		err = decode(in.Object, &named)
		n.ID = named.ID
	}
	switch {
	case err != nil:
		return bad("the object of the notification cannot be read", err)
	case n.ID == "" || len(n.ID)+len(n.Type) > maxEventKey: // keys are stored
		return bad("the object of the notification has no id, or one that is too long", nil)
	}
	return n, nil
}
