package atol_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/atol"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
)

func TestARegistrarSaysInAdvanceWhetherItWillWork(t *testing.T) {
	for _, v := range []int{4, 5} {
		inBubble(t, atoltest.Settings{Version: v}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
			g := c.Registrar(company, atol.WithCallback(hook))
			require.NoError(t, g.Check(t.Context()))
			require.Empty(t, kassa.Receipts())
			require.Equal(t, 1, kassa.Commits("getToken"))
		})
	}
}

func TestWhatIsWrongWithARegistrarIsAPersonsMatter(t *testing.T) {
	good := atoltest.Settings{Version: 5}
	another := good
	another.Group = "another-shop_1"
	old := atoltest.Settings{Version: 4}
	for name, tc := range map[string]struct {
		kassa atoltest.Settings
		fault map[string]fake.Fault
		class ordo.Class
		text  string
	}{
		"a wrong password":          {good, map[string]fake.Fault{"getToken": atoltest.Refuse(401, 12, "Неверный логин или пароль")}, ordo.Auth, "Неверный логин"},
		"a blocked user":            {good, map[string]fake.Fault{"getToken": atoltest.Refuse(403, 14, "Пользователь заблокирован")}, ordo.Auth, "заблокирован"},
		"a login too long":          {good, map[string]fake.Fault{"getToken": atoltest.Refuse(400, 13, "StringTooLong: #/login")}, ordo.Auth, "StringTooLong"},
		"another group":             {another, nil, ordo.Auth, "the group code is shop-example-ru_7011"},
		"another version":           {old, nil, ordo.Auth, "WithVersion"},
		"out of order":              {good, map[string]fake.Fault{"getToken": atoltest.ServerError()}, ordo.Retry, "Ошибка сервера"},
		"too many":                  {good, map[string]fake.Fault{"getToken": fake.TooMany(0)}, ordo.RateLimited, ""},
		"a clone that finds no 404": {good, map[string]fake.Fault{"report": fake.Status(404)}, 0, ""},
		"a clone that stumbles":     {good, map[string]fake.Fault{"report": fake.Status(500)}, 0, ""},
	} {
		t.Run(name, bubble(tc.kassa, func(t *testing.T, kassa *atoltest.Server, _ *atol.Client) {
			for op, fault := range tc.fault {
				kassa.Faults().Always(op, fault)
			}
			err := client(kassa, atol.V5, ordo.WithAccount("till-1")).Registrar(company).Check(t.Context())
			if tc.class == 0 {
				require.NoError(t, err)
				return
			}
			require.Equal(t, tc.class, failure(t, err).Class, "%v", err)
			require.ErrorContains(t, err, tc.text)
			require.ErrorContains(t, err, "till-1")
		}))
	}
}

func TestATokenThatIsStillGoodHidesNoChangedPassword(t *testing.T) {
	inBubble(t, atoltest.Settings{Version: 5}, func(t *testing.T, kassa *atoltest.Server, c *atol.Client) {
		g := c.Registrar(company)
		must(g.Register(t.Context(), settlement()))(t)
		kassa.Faults().Always("getToken", atoltest.Refuse(401, 12, "Неверный логин или пароль"))
		require.ErrorIs(t, g.Check(t.Context()), ordo.ErrAuth)
	})
}

func TestAllThatIsWrongWithTheSettingsIsSaidAtOnce(t *testing.T) {
	g := atol.New("", "p", "g", ordo.WithBaseURL("https://kassa.example/possystem")).WithVersion(atol.V5).Registrar(atol.Company{Email: "k@example.ru"}, atol.WithCallback("4f0c9a"))
	err := g.Check(t.Context())
	require.Equal(t, ordo.Auth, failure(t, err).Class)
	for _, what := range []string{"login or password is empty", "company.inn", "company.payment_address", "callback address"} {
		require.ErrorContains(t, err, what)
	}
	require.NotContains(t, err.Error(), "4f0c9a", "the address holds a secret")
	require.ErrorContains(t, atol.New("l", "p", " ").Registrar(company).Check(t.Context()), "group code is empty")
	open := atol.New("l", "p", "g", ordo.WithBaseURL("http://kassa.example/possystem")).WithVersion(atol.V5).Registrar(company).Check(t.Context())
	require.Equal(t, ordo.Auth, failure(t, open).Class)
	require.ErrorContains(t, open, "not https")
}
