package ordo_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/stretchr/testify/require"
)

var classes = []struct {
	class ordo.Class
	code  string
	err   error
}{
	{ordo.Retry, "retry", ordo.ErrRetry},
	{ordo.RateLimited, "rate-limited", ordo.ErrRateLimited},
	{ordo.Auth, "auth", ordo.ErrAuth},
	{ordo.Invalid, "invalid", ordo.ErrInvalid},
	{ordo.NotFound, "not-found", ordo.ErrNotFound},
	{ordo.Conflict, "conflict", ordo.ErrConflict},
	{ordo.Unsupported, "unsupported", ordo.ErrUnsupported},
	{ordo.InDoubt, "in-doubt", ordo.ErrInDoubt},
}

func TestEveryClassHasItsCodeAndItsSentinel(t *testing.T) {
	for _, c := range classes {
		t.Run(c.code, func(t *testing.T) {
			require.Equal(t, c.code, c.class.String())

			text, err := c.class.MarshalText()
			require.NoError(t, err)
			var back ordo.Class
			require.NoError(t, back.UnmarshalText(text))
			require.Equal(t, c.class, back)

			wrapped := fmt.Errorf("pass 7: %w", &ordo.Error{Class: c.class})
			require.Equal(t, c.class, ordo.ClassOf(wrapped))
			require.Equal(t, c.class, ordo.ClassOf(fmt.Errorf("bare: %w", c.err)))
			for _, other := range classes {
				require.Equal(t, other.class == c.class, errors.Is(wrapped, other.err), other.code)
			}
		})
	}
}

func TestAClassThatIsNoneIsRefused(t *testing.T) {
	var c ordo.Class
	require.ErrorContains(t, c.UnmarshalText([]byte("maybe")), `unknown error class "maybe"`)
	require.Zero(t, c)
	_, err := ordo.Class(99).MarshalText()
	require.ErrorContains(t, err, "99")
	require.Equal(t, "unknown(99)", ordo.Class(99).String())
}

func TestErrorsThatSayNothingHaveNoClass(t *testing.T) {
	require.Zero(t, ordo.ClassOf(nil))
	require.Zero(t, ordo.ClassOf(context.Canceled))
	require.Zero(t, ordo.ClassOf(&ordo.Error{System: "cdek"}))
	require.False(t, errors.Is(&ordo.Error{}, nil))
}

func TestAnErrorKeepsItsCause(t *testing.T) {
	err := error(&ordo.Error{Class: ordo.InDoubt, Err: context.DeadlineExceeded})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorIs(t, err, ordo.ErrInDoubt)

	inner := &ordo.Error{Err: &ordo.Error{Class: ordo.Conflict}}
	require.ErrorIs(t, inner, ordo.ErrConflict)
	require.Equal(t, ordo.Conflict, ordo.ClassOf(inner), "an error without a class leaves the word to its cause")
}

func TestErrorText(t *testing.T) {
	tests := []struct {
		name string
		err  ordo.Error
		want string
	}{
		{
			"a refusal",
			ordo.Error{
				System: "megamarket", Account: "mm-1", Op: "order/confirm", HTTPStatus: 400, Code: "E17",
				Text: "lot is packed already", RequestID: "r-1", Class: ordo.Invalid,
			},
			"megamarket mm-1: order/confirm: 400 [E17]: lot is packed already (request r-1)",
		},
		{
			"a refusal inside an answer 200 of an unnamed account",
			ordo.Error{System: "rozetka", Op: "orders/search", Code: "1020", Text: "incorrect token"},
			"rozetka: orders/search: [1020]: incorrect token",
		},
		{
			"too many requests",
			ordo.Error{System: "cdek", Op: "orders", HTTPStatus: 429, Class: ordo.RateLimited, RetryAfter: 3 * time.Second},
			"cdek: orders: 429: too many requests, retry after 3s",
		},
		{
			"a lost answer",
			ordo.Error{System: "atol", Account: "till-1", Op: "sell", Class: ordo.InDoubt, Err: errors.New("connection reset")},
			"atol till-1: sell: connection reset, in doubt",
		},
		{
			"a lost answer without a cause",
			ordo.Error{System: "atol", Op: "sell", Class: ordo.InDoubt},
			"atol: sell: in doubt: it may have been done",
		},
		// fault: U19
		{
			"a cause that repeats the text",
			ordo.Error{System: "retailcrm", Op: "orders/edit", Text: "Order is not loaded", Err: errors.New("order: Order is not loaded")},
			"retailcrm: orders/edit: order: Order is not loaded",
		},
		{
			"a text that repeats the cause",
			ordo.Error{System: "retailcrm", Op: "orders/edit", Text: "not sent: no such line", Err: errors.New("no such line")},
			"retailcrm: orders/edit: not sent: no such line",
		},
		{"nothing known", ordo.Error{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, tt.err.Error()) })
	}
}

func TestTooLargeErrorNamesTheLimit(t *testing.T) {
	require.EqualError(t, &ordo.TooLargeError{Limit: 1024}, "the answer is longer than 1024 bytes")
}
