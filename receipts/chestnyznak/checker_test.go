package chestnyznak_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// answers answers every request with the same.
type answers struct{ body string }

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, ContentLength: -1, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

func (p participant) checker() *chestnyznak.Checker {
	return chestnyznak.NewChecker(chestnyznaktest.DefaultAPIKey, ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}))
}

func TestMayItBeSold(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		const old, unknown = "0104601234567893215Ox7&aB2kLm9Z", "0104601234567893215Ux7&aB2kLm9Z"
		p.Add(chestnyznaktest.Code{Full: old + tail, Group: "shoes", Expires: time.Now().Add(-time.Hour)})
		p.Sell(pair)
		c := p.client().Registry(chestnyznak.Settings{INN: inn, Checker: p.checker().For("9960440300112233", inn)})
		check, err := c.CheckSale(t.Context(), codeOf(t, shoe+tail), codeOf(t, pair+tail), codeOf(t, old+tail), codeOf(t, unknown+tail), codeOf(t, shoe))
		require.NoError(t, err)
		require.NotEmpty(t, check.ID)
		require.WithinDuration(t, time.Now(), check.Time, time.Second)
		require.Len(t, check.Codes, 5)
		require.NoError(t, check.Codes[0].Problem)
		require.ErrorContains(t, check.Codes[1].Problem, "sold already")
		require.ErrorIs(t, check.Codes[1].Problem, ordo.ErrConflict)
		require.ErrorContains(t, check.Codes[2].Problem, "past their date")
		require.ErrorIs(t, check.Codes[3].Problem, ordo.ErrNotFound)
		require.ErrorContains(t, check.Codes[4].Problem, "the signature of the code has a wrong form")
		require.Equal(t, "5", check.Codes[4].Vendor)
	})
}

func TestTheQuickestHostIsAskedAndThenTheNext(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		c, code := p.checker(), codeOf(t, shoe+tail)
		sell := func() (marking.SaleCheck, error) { return c.CheckSale(t.Context(), code) }
		_, err := sell()
		require.NoError(t, err)
		require.Equal(t, 1, p.Calls("cdn03/codes/check"), "it has the shortest time")
		p.Faults().Always("cdn03/codes/check", fake.Unreachable())
		p.Faults().Always("cdn02/codes/check", fake.Slow(3*time.Second))
		begin := time.Now()
		_, err = sell()
		require.NoError(t, err)
		require.Equal(t, 2*time.Second, time.Since(begin).Truncate(time.Second), "a slow host is not waited for while there is another")
		require.Equal(t, 1, p.Calls("cdn01/codes/check"))
		tried := p.Calls("cdn03/codes/check")
		_, err = sell()
		require.NoError(t, err)
		require.Equal(t, 2, p.Calls("cdn01/codes/check"), "those that failed rest")
		require.Equal(t, tried, p.Calls("cdn03/codes/check"))
		p.Faults().Always("cdn01/codes/check", fake.Unreachable())
		_, err = sell()
		require.ErrorIs(t, err, ordo.ErrRetry)
		p.Faults().Clear()
		lists := p.Calls("cdn/info")
		_, err = sell()
		require.NoError(t, err)
		require.Equal(t, lists+1, p.Calls("cdn/info"), "when all have failed the list is read anew")
		time.Sleep(7 * time.Hour)
		_, err = sell()
		require.NoError(t, err)
		require.Equal(t, lists+2, p.Calls("cdn/info"))
	})
}

func TestTheKeyOfTheCashDesks(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		c := chestnyznak.NewChecker("0d1e2f3a-wrong", ordo.WithHTTPClient(&http.Client{Transport: p.Transport()}))
		_, err := c.CheckSale(t.Context(), codeOf(t, shoe+tail))
		require.ErrorIs(t, err, ordo.ErrAuth)
		require.NotContains(t, err.Error(), "wrong")
		_, err = c.CheckCodes(t.Context())
		require.ErrorIs(t, err, ordo.ErrInvalid)
	})
}

func TestAHostThatCouldBeListenedToIsNotAsked(t *testing.T) {
	c := chestnyznak.NewChecker("0d1e2f3a-key", ordo.WithHTTPClient(&http.Client{Transport: answers{`{"code":0,"description":"ok","hosts":[{"host":"http://cdn01.crpt.ru"}]}`}}))
	_, err := c.CheckCodes(t.Context(), shoe+tail)
	require.ErrorIs(t, err, ordo.ErrRetry)
	require.ErrorContains(t, err, "not https")
}
