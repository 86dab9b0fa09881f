package bitrix24_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/texts"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// settings are those of the tests.
func settings() bitrix24.Settings {
	return bitrix24.Settings{Responsible: bitrix24test.Operator, People: []bitrix24.Person{
		{Role: "shop", Place: "МАГ-1", User: bitrix24test.Seller1},
		{Role: "shop", Place: "МАГ-2", User: bitrix24test.Seller2},
		{Role: "warehouse", User: bitrix24test.Storeman},
		{Role: "remote-warehouse", User: bitrix24test.Remote},
	}}
}

// counted counts requests: those of a batch are one.
type counted struct{ http.RoundTripper }

var requests atomic.Int64

func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	requests.Add(1)
	return c.RoundTripper.RoundTrip(r)
}

// open starts a portal and a client of it.
func open(t *testing.T, st bitrix24test.Settings, opts ...ordo.Option) (*bitrix24test.Server, *bitrix24.Client) {
	t.Helper()
	p := bitrix24test.New(st)
	t.Cleanup(p.Close)
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: counted{p.Transport()}}), ordo.WithMaxAttempts(1), bxrest.Box()}, opts...)
	return p, bitrix24.New(bitrix24test.Portal, bxrest.Webhook(bitrix24test.WebhookUser, bitrix24test.WebhookCode), opts...)
}

// desk is a portal that is set up.
func desk(t *testing.T, st bitrix24test.Settings, opts ...ordo.Option) (*bitrix24test.Server, *bitrix24.System) {
	t.Helper()
	st.Box = true
	p, c := open(t, st, opts...)
	s := c.System(settings(), bitrix24.WithCalls(bitrix24test.MemberID, bitrix24test.ApplicationToken))
	s.SetLanguage(texts.Russian)
	_, err := s.Setup(t.Context())
	require.NoError(t, err)
	return p, s
}

func TestSetupMakesWhatOrdersNeedOnce(t *testing.T) {
	p, c := open(t, bitrix24test.Settings{Box: true})
	s := c.System(settings())
	err := s.Check(t.Context())
	require.ErrorIs(t, err, ordo.ErrInvalid)
	for _, lack := range []string{"funnel: \"Заказы\"", "smart process: \"Отгрузка\"", "field UF_CRM_ORDO_PROMO", "a contact has no such field"} {
		require.ErrorContains(t, err, lack)
	}

	made, err := s.Setup(t.Context())
	require.NoError(t, err)
	require.Contains(t, made, "funnel Заказы")
	require.Contains(t, made, "smart process Возврат")
	require.NoError(t, s.Check(t.Context()))
	require.Equal(t, []string{
		"NEW Ожидает оплаты", "PAID Заказ оплачен", "ASSEMBLING Собирается", "DELIVERING Доставляется", "WON Выдан", "LOSE Отменён",
	}, p.Stages(bitrix24.TypeDeal, "Заказы"))
	require.Empty(t, p.IgnoredFields())

	commits := p.Commits("*")
	made, err = s.Setup(t.Context())
	require.NoError(t, err)
	require.Empty(t, made)
	require.Equal(t, commits, p.Commits("*"), "what is there is left alone")
}
