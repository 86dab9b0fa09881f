package shop_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

func mug(price int64) order.Line {
	return order.Line{ID: "mug", Name: "Mug", Quantity: amount.Pcs(2), Price: amount.RUB(price)}
}

// fault: U7 U8
func TestNewsThatCannotBeMeantIsRefusedWithItsField(t *testing.T) {
	c := shop.New(shop.Settings{})
	place := func(d order.Draft) channels.News { return channels.News{ID: "A-1", Placed: &d} }
	change := func(x channels.Change) channels.News { return channels.News{ID: "A-1", Changed: &x} }
	for what, tc := range map[string]struct {
		news channels.News
		says string
	}{
		"an order of nothing":          {place(order.Draft{}), "an order has 1 to"},
		"a negative price":             {place(order.Draft{Lines: []order.Line{mug(-1)}}), "line mug"},
		"two lines of one id":          {place(order.Draft{Lines: []order.Line{mug(1), mug(2)}}), "line mug"},
		"a number of another order":    {place(order.Draft{Ref: order.Ref{ID: "A-2"}, Lines: []order.Line{mug(1)}}), "News.ID is A-1, but Placed.Ref.ID is A-2"},
		"no number":                    {channels.News{Placed: &order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{mug(1)}}}, "News.ID is empty"},
		"no scheme":                    {place(order.Draft{Lines: []order.Line{mug(1)}}), "News.Placed.Scheme is empty"},
		"nothing":                      {channels.News{ID: "A-1"}, "says nothing"},
		"a change of nothing":          {change(channels.Change{}), "News.Changed says nothing"},
		"a change at no time":          {change(channels.Change{Dates: &order.DateReport{}}), "News.Occurred is not set"},
		"a payment without an id":      {channels.News{ID: "A-1", Paid: []order.PaymentReport{{Payment: order.Payment{Amount: amount.RUB(1)}}}}, "News.Paid"},
		"a payment of nothing":         {channels.News{ID: "A-1", Paid: []order.PaymentReport{{Payment: order.Payment{ID: "p1"}}}}, "News.Paid"},
		"a negative price in a change": {channels.News{ID: "A-1", Occurred: noon, Changed: &channels.Change{Lines: &channels.Lines{Lines: []order.Line{mug(-1)}}}}, "line mug"},
		"a change to no lines":         {channels.News{ID: "A-1", Occurred: noon, Changed: &channels.Change{Lines: &channels.Lines{}}}, "set Cancelled"},
		"a window among the details": {channels.News{ID: "A-1", Occurred: noon, Changed: &channels.Change{Details: &order.DetailsReport{
			Delivery: order.Delivery{Window: order.Window{From: noon, To: noon.AddDate(0, 0, 1)}},
		}}}, "belongs into Dates"},
	} {
		_, err := c.Complete(tc.news)
		require.ErrorContains(t, err, tc.says, what)
		var refused *order.Refused
		require.True(t, errors.As(err, &refused) || errors.Is(err, ordo.ErrInvalid), what)
	}
}

// The same content has the same key, other content another one, and a key of the shop's own stays.
func TestNewsHasAKey(t *testing.T) {
	c := shop.New(shop.Settings{})
	key := func(n channels.News) string {
		n, err := c.Complete(n)
		require.NoError(t, err)
		return n.Key
	}
	place := func(price int64) channels.News {
		return channels.News{Occurred: noon, Placed: &order.Draft{Ref: order.Ref{ID: "A-1"}, Scheme: order.OwnPickup, Lines: []order.Line{mug(price)}}}
	}
	require.Equal(t, key(place(1)), key(place(1)))
	require.NotEqual(t, key(place(1)), key(place(2)))
	own := place(1)
	own.Key = "event-7"
	require.Equal(t, "event-7", key(own))
	local := place(1)
	local.Occurred = noon.In(moscow)
	require.Equal(t, key(place(1)), key(local), "the same moment")
}

func TestWhoMayCall(t *testing.T) {
	call := func(set shop.Settings, method, auth string) int {
		c := shop.New(set)
		r, err := http.NewRequestWithContext(t.Context(), method, "https://merchant.example/shop-1/", nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", auth)
		err = c.Admit(r)
		if err == nil {
			return http.StatusOK
		}
		return c.Answer(err).Status
	}
	good := shop.Settings{Admit: shop.Bearer(ordo.NewSecret("5ecret"))}
	require.Equal(t, http.StatusOK, call(good, http.MethodPost, "Bearer 5ecret"))
	require.Equal(t, http.StatusUnauthorized, call(good, http.MethodPost, "Bearer 5ecret2"))
	require.Equal(t, http.StatusUnauthorized, call(good, http.MethodPost, "5ecret"))
	require.Equal(t, http.StatusMethodNotAllowed, call(good, http.MethodGet, "Bearer 5ecret"))
	require.Equal(t, http.StatusUnauthorized, call(shop.Settings{}, http.MethodPost, "Bearer "))
	require.Equal(t, http.StatusUnauthorized, call(shop.Settings{Admit: shop.Bearer(ordo.Secret{})}, http.MethodPost, "Bearer "))
	own := shop.Settings{Admit: func(*http.Request) error { return &ordo.CallError{Status: http.StatusForbidden, Text: "not from here"} }}
	require.Equal(t, http.StatusForbidden, call(own, http.MethodPost, ""))
}

func TestSettingsWithoutEffectAreFound(t *testing.T) {
	admit := shop.Bearer(ordo.NewSecret("5ecret"))
	tell := func(context.Context, order.Task) (order.Outcome, error) { return order.Outcome{}, nil }
	for says, set := range map[string]shop.Settings{
		"Kinds has no effect without Tell": {Kinds: []order.EffectKind{order.EffectShip}},
		`a channel is never sent "refund"`: {Tell: tell, Kinds: []order.EffectKind{order.EffectRefund}},
		"calls need both Admit and Decode": {Admit: admit},
	} {
		require.ErrorContains(t, shop.New(set).Check(t.Context()), says)
	}
	require.NoError(t, shop.New(shop.Settings{}).Check(t.Context()))
	require.NoError(t, shop.New(shop.Settings{Admit: admit, Decode: decode, Tell: tell, Kinds: []order.EffectKind{order.EffectShip}}).Check(t.Context()))
	c := shop.New(shop.Settings{})
	require.NoError(t, c.NameAccount("shop-1"))
	require.Error(t, c.NameAccount("shop-2"))
}

// A host that names no class has not said that it is final.
func TestErrorsOfTheHostHaveAClass(t *testing.T) {
	c := shop.New(shop.Settings{
		Tell: func(context.Context, order.Task) (order.Outcome, error) { return order.Outcome{}, errors.New("locked") },
		Quote: func(context.Context, channels.PriceQuery) (channels.Quote, error) {
			return channels.Quote{}, errors.New("locked")
		},
	})
	_, err := c.Apply(t.Context(), order.Task{Effect: order.Effect{Kind: order.EffectShip}})
	require.ErrorIs(t, err, ordo.ErrRetry)
	_, err = c.Quote(t.Context(), channels.PriceQuery{})
	require.ErrorIs(t, err, ordo.ErrRetry)
	_, err = shop.New(shop.Settings{}).Quote(t.Context(), channels.PriceQuery{})
	require.ErrorIs(t, err, ordo.ErrUnsupported)
}
