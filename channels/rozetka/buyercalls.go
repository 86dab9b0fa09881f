package rozetka

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// BuyerCall is a buyer's request to the shop («звернення»).
type BuyerCall struct {
	ID        int64     `json:"id" lax:"required"`
	Type      int       `json:"request_type"` // 1 please contact, 2 delivery, 3 cancellation, 4 complaint, 5 return, 6 correct the site, 7 payment
	TypeName  string    `json:"request_type_name"`
	Message   string    `json:"message"`
	Comment   string    `json:"comment"` // the moderator's
	At        time.Time `json:"date_call"`
	OrderID   int64     `json:"order_id"` // 0 where it is about none
	ItemID    int64     `json:"code_id"`
	UserName  string    `json:"user_login"`
	UserPhone string    `json:"user_phone"`
	SentTo    int       `json:"sending_type"`
	// Status is 1 new, 2 in work, 3 not decided, 4 decided, 5 closed.
	Status        int        `json:"status_id"`
	StatusComment string     `json:"status_comment"`
	Extra         wire.Extra `json:"-"`
	Problem       error      `json:"-"`
}

// CallDecided and CallNotDecided are the values of Status that a seller sets.
const (
	CallNotDecided = 3
	CallDecided    = 4
)

// CallFilter is what requests to look for. What is zero does not filter.
type CallFilter struct {
	OrderID, ItemID        int64
	Type, Status           int
	CreatedFrom, CreatedTo time.Time
	Sort                   string
}

// ListCalls finds the buyers' requests.
func (c *Client) ListCalls(ctx context.Context, f CallFilter) iter.Seq2[BuyerCall, error] {
	q := url.Values{}
	number(q, "order_id", f.OrderID)
	number(q, "code_id", f.ItemID)
	number(q, "request_type", f.Type)
	number(q, "status_id", f.Status)
	windows(q, map[string]time.Time{"created": f.CreatedFrom}, map[string]time.Time{"created": f.CreatedTo})
	if f.Sort != "" {
		q.Set("sort", f.Sort)
	}
	return list[BuyerCall](ctx, c, "/calls/search", q, "calls")
}

func (b *BuyerCall) keep() (*wire.Extra, *error) { return &b.Extra, &b.Problem }

// GetCall reads one request.
func (c *Client) GetCall(ctx context.Context, id int64) (*BuyerCall, error) {
	var a callAnswer
	if err := c.get(ctx, "GET /calls/{id}", rest.Pathf("/calls/%d", id), nil, a.of(id), &a); err != nil {
		return nil, err
	}
	return &a.call, nil
}

// mostComment is how long a comment on a request may be, in characters.
const mostComment = 300

// SetCallStatus sets a request to CallDecided or CallNotDecided, with a comment of at most 300 characters. Doing it
// twice is the same as doing it once.
func (c *Client) SetCallStatus(ctx context.Context, id int64, status int, comment string) (*BuyerCall, error) {
	const op = "PUT /calls/change-status"
	words := map[int]string{CallDecided: "decided", CallNotDecided: "not_decided"}
	if words[status] == "" {
		return nil, c.invalid(op, fmt.Sprintf("the status is %d, it must be %d (decided) or %d (not decided)", status, CallDecided, CallNotDecided))
	}
	if n := utf8.RuneCountInString(comment); n > mostComment {
		return nil, c.invalid(op, fmt.Sprintf("the comment has %d characters, at most %d are allowed", n, mostComment))
	}
	body := struct {
		ID      int64  `json:"request_id"`
		Status  string `json:"status"`
		Comment string `json:"status_comment,omitempty"`
	}{id, words[status], comment}
	var a callAnswer
	if err := c.send(ctx, http.MethodPut, op, "/calls/change-status", nil, body, rest.Idempotent(), a.of(id), &a); err != nil {
		return nil, err
	}
	return &a.call, nil
}

// callAnswer is an answer that is a request.
type callAnswer struct{ call BuyerCall }

// UnmarshalJSON implements json.Unmarshaler.
func (a *callAnswer) UnmarshalJSON(b []byte) error {
	if a.call = read[BuyerCall](b); a.call.ID == 0 {
		return errors.Join(errors.New("the answer is not about a request"), a.call.Problem)
	}
	return nil
}

// of returns the check that the answer is about a request.
func (a *callAnswer) of(id int64) func() error {
	return func() error { return rest.Same("request", id, a.call.ID) }
}
