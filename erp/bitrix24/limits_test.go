package bitrix24_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// reserved are the keys that places were taken for, and the limits.
type reserved map[string]ordo.Limits

func (r reserved) Reserve(_ context.Context, key string, l ordo.Limits) (time.Duration, error) {
	r[key] = l
	return 0, nil
}

func (reserved) Pause(context.Context, string, time.Duration) error    { return nil }
func (reserved) Paused(context.Context, string) (time.Duration, error) { return 0, nil }

// The vendor counts by portal and address, however many webhooks there are.
func TestALimitIsThatOfThePortal(t *testing.T) {
	t.Parallel()
	p := bitrix24test.New(bitrix24test.Settings{})
	t.Cleanup(p.Close)
	p.AddWebhook(bitrix24test.Operator, "another0hook0code", bitrix24test.Scopes...)
	keys := reserved{}
	for user, code := range map[int64]string{bitrix24test.WebhookUser: bitrix24test.WebhookCode, bitrix24test.Operator: "another0hook0code"} {
		c := bitrix24.New(bitrix24test.Portal, bxrest.Webhook(user, code), ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}), ordo.WithLimiter(keys))
		_, err := c.CurrentUser(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, reserved{"bitrix24/requests/" + bitrix24test.Portal: {PerSecond: 2, Burst: 50}}, keys)
}

// pain: B24-P7
func TestATelephoneNumberIsChangedAndDeletedByItsID(t *testing.T) {
	t.Parallel()
	p, c := open(t, bitrix24test.Settings{Box: true})
	id := int64(p.AddsContact(bitrix24test.Operator, "Анна", "Иванова", "+79990001122", "anna@shop.example"))
	phones := func() []bitrix24.Multi {
		x, err := c.Contacts().Get(t.Context(), id)
		require.NoError(t, err)
		return x.Phones
	}
	require.NoError(t, c.Contacts().AddValue(t.Context(), id, bitrix24.Phone, "+79990003344", "MOBILE"))
	require.NoError(t, c.Contacts().AddValue(t.Context(), id, bitrix24.Phone, "+79990003344", "MOBILE"))
	two := phones()
	require.Len(t, two, 2, "added once")
	require.NoError(t, c.Contacts().ChangeValue(t.Context(), id, bitrix24.Phone, two[0].ID, "+79990005566"))
	require.Equal(t, []string{"+79990005566", "+79990003344"}, []string{phones()[0].Value, phones()[1].Value})
	require.Len(t, phones(), 2, "no third number")
	require.NoError(t, c.Contacts().DeleteValue(t.Context(), id, bitrix24.Phone, two[0].ID))
	require.Len(t, phones(), 1)
	class(t, ordo.Invalid, c.Contacts().Update(t.Context(), id, bitrix24.Fields{"PHONE": []any{}}))
	class(t, ordo.Invalid, c.Contacts().ChangeValue(t.Context(), id, bitrix24.Phone, 0, "1"))
}

// pain: B24-P1
func TestRowsOfThePortalAreReplacedWhole(t *testing.T) {
	t.Parallel()
	_, c := open(t, bitrix24test.Settings{Box: true})
	deal, err := c.CreateItem(t.Context(), bitrix24.TypeDeal, bitrix24.Fields{"title": "x", "originId": "1", "currencyId": "RUB"})
	require.NoError(t, err)
	same := bitrix24.ProductRow{Name: "Кружка", Price: "890", Quantity: "1"}
	rows, err := c.SetRows(t.Context(), bitrix24.TypeDeal, deal.ID, []bitrix24.ProductRow{same, same})
	require.NoError(t, err, "two rows that say the same stay two")
	require.Len(t, rows, 2)
	require.NoError(t, c.ClearRows(t.Context(), bitrix24.TypeDeal, deal.ID))
	rows, err = c.ListRows(t.Context(), bitrix24.TypeDeal, deal.ID)
	require.NoError(t, err)
	require.Empty(t, rows)
}

// pain: B24-P2
func TestTimesAreAskedForWithoutAnOffset(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 31, 0, 0, 0, 0, bxrest.Moscow)
	_, c := open(t, bitrix24test.Settings{Box: true, OffsetsIgnored: true, Now: func() time.Time { return now }})
	for i, at := range []time.Time{now.Add(-time.Second), now, now.AddDate(0, 0, 1)} {
		now = at
		_, err := c.CreateItem(t.Context(), bitrix24.TypeDeal, bitrix24.Fields{"title": "x", "originId": string(rune('a' + i))})
		require.NoError(t, err)
	}
	from := time.Date(2026, 10, 31, 0, 0, 0, 0, bxrest.Moscow)
	n := 0
	for r, err := range c.ListItems(t.Context(), bitrix24.ItemQuery{Type: bitrix24.TypeDeal, UpdatedFrom: from, UpdatedTo: from.AddDate(0, 0, 1)}) {
		require.NoError(t, err)
		require.Equal(t, "b", r.Value.Origin)
		n++
	}
	require.Equal(t, 1, n)
}

// pain: B24-P4
func TestTheFakeKeepsWhatWasToBeEmptied(t *testing.T) {
	t.Parallel()
	_, c := open(t, bitrix24test.Settings{Box: true, EmptyKeeps: true})
	deal, err := c.CreateItem(t.Context(), bitrix24.TypeDeal, bitrix24.Fields{"title": "x", "originId": "1", "comments": "old"})
	require.NoError(t, err)
	changed, err := c.UpdateItem(t.Context(), bitrix24.TypeDeal, deal.ID, bitrix24.Fields{"comments": ""})
	require.NoError(t, err)
	require.Equal(t, "old", changed.Comments)
	require.NoError(t, c.ClearItem(t.Context(), bitrix24.TypeDeal, deal.ID, "comments", "COMMENTS"))
}
