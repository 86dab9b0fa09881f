package chestnyznaktest_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
)

func TestSigningInNeedsTheChallengeSignedOnceByTheParticipant(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	_, key := s.call("GET", main+"auth/key", "")
	data := []byte(key["data"].(string))
	require.Regexp(t, "^[A-Z]{30}$", key["data"])
	broken, err := chestnyznaktest.Signer{INN: chestnyznaktest.DefaultINN, Broken: true}.Sign(t.Context(), data, false)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		body   object
		status int
	}{
		"a detached signature":       {object{"uuid": key["uuid"], "data": s.signed(data, true)}, 401},
		"not Base64":                 {object{"uuid": key["uuid"], "data": "?"}, 401},
		"of another text":            {object{"uuid": key["uuid"], "data": s.signed([]byte("X"), false)}, 401},
		"not genuine":                {object{"uuid": key["uuid"], "data": base64.StdEncoding.EncodeToString(broken)}, 401},
		"an unknown challenge":       {object{"uuid": "x", "data": s.signed(data, false)}, 401},
		"an unknown field":           {object{"uuid": key["uuid"], "data": "", "user": 1}, 400},
		"the INN without the switch": {object{"data": s.signed([]byte(chestnyznaktest.DefaultINN), false)}, 401},
	} {
		status, v := s.call("POST", main+"auth/simpleSignIn", c.body)
		require.Equal(t, c.status, status, "%s: %v", name, v)
		require.NotEmpty(t, v["error_message"])
		_, key = s.call("GET", main+"auth/key", "") // a challenge is used up by a failure
		data = []byte(key["data"].(string))
	}
	sign := object{"uuid": key["uuid"], "data": s.signed(data, false)}
	status, v := s.call("POST", main+"auth/simpleSignIn", sign)
	require.Equal(t, 200, status)
	require.Len(t, strings.Split(v["token"].(string), "."), 3)
	status, _ = s.call("POST", main+"auth/simpleSignIn", sign)
	require.Equal(t, 401, status, "a challenge is used once")
	status, v = s.call("POST", main+"auth/simpleSignIn", object{"data": s.signed([]byte(chestnyznaktest.DefaultINN), false), "unitedToken": true})
	require.Equal(t, 200, status)
	require.NotEmpty(t, v["uuidToken"])

	_, key = s.call("GET", main+"auth/key", "")
	foreign, err := chestnyznaktest.Signer{INN: "7712345678"}.Sign(t.Context(), []byte(key["data"].(string)), false)
	require.NoError(t, err)
	status, _ = s.call("POST", main+"auth/simpleSignIn", object{"uuid": key["uuid"], "data": base64.StdEncoding.EncodeToString(foreign)})
	require.Equal(t, 403, status)
}

func TestATokenLivesTenHours(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	s.clock.Advance(10*time.Hour - time.Second)
	status, _ := s.rows("POST", main+"cises/info", []string{one1})
	require.Equal(t, 200, status)
	s.clock.Advance(time.Second)
	status, v := s.call("POST", main+"cises/info", []string{one1})
	require.Equal(t, 401, status)
	require.Equal(t, "Токен не действителен. Необходимо получить новый токен аутентификации", v["error_message"])
	s.signIn()
	s.ExpireTokens()
	status, _ = s.call("GET", v4+"auth/key", "")
	require.Equal(t, 401, status, "v4 has no challenge")
	s.signIn()
	status, _ = s.call("GET", v4+"auth/key", "")
	require.Equal(t, 404, status)
}

func TestCallsFromAbroadAreRefusedForLegalReasons(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{Abroad: true})
	status, header, text := s.raw("GET", main+"auth/key", "")
	require.Equal(t, 451, status)
	require.Contains(t, header.Get("Content-Type"), "text/plain")
	require.Contains(t, text, "<html>")
}

func TestTheStateOfCodesIsToldByTheirIdentity(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	s.Change(two, func(c *chestnyznaktest.Code) {
		c.Owner, c.StatusEx, c.Blocked = "7712345678", "WAIT_SHIPMENT", []string{"FTS"}
	})
	status, rows := s.rows("POST", main+"cises/info?pg=shoes", []string{one1, two1, one, "010460123456789321NOTTHERE00001"})
	require.Equal(t, 200, status)
	info := rows[0]["cisInfo"].(object)
	require.Equal(t, []any{"INTRODUCED", "EMPTY", "shoes", chestnyznaktest.DefaultINN}, []any{info["status"], info["statusEx"], info["productGroup"], info["ownerInn"]})
	info = rows[1]["cisInfo"].(object)
	require.Equal(t, []any{"WAIT_SHIPMENT", nil, []any{"FTS"}}, []any{info["statusEx"], info["ownerInn"], info["ogvs"]}, "the owner is told to the owner")
	require.Equal(t, "404", rows[2]["errorCode"], "a full code is not found")
	require.Equal(t, "404", rows[3]["errorCode"])

	status, rows = s.rows("POST", main+"cises/info?pg=lp", []string{one1})
	require.Equal(t, 404, status, "none was found, and the rows come all the same")
	require.Equal(t, one1, rows[0]["cisInfo"].(object)["requestedCis"])
	for url, body := range map[string]any{
		"cises/info?pg=boots": []string{one1}, "cises/info?page=1": []string{one1}, "cises/info": object{"cises": []string{one1}},
		"cises/info?": make([]string, 1001),
	} {
		status, _ := s.call("POST", main+url, body)
		require.Contains(t, []int{400, 404}, status, url)
	}
	status, v := s.call("GET", main+"product/info?gtins=04601234567893,04600000000015", "")
	require.Equal(t, 200, status)
	require.Equal(t, "shoes", v["results"].([]any)[0].(object)["productGroup"])
	require.EqualValues(t, 1, v["total"])
	_, v = s.call("POST", v4+"product/info", object{"gtins": []string{"04601234567893"}})
	require.EqualValues(t, 1, v["total"])
	status, _ = s.call("POST", v4+"product/info", object{"gtins": []string{}})
	require.Equal(t, 400, status)
}

func TestACashRegisterAsksTheCDNWithItsKey(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	_, v := s.call("GET", "https://cdn.crpt.ru/api/v4/true-api/cdn/info", "")
	require.Len(t, v["hosts"], 3)
	_, v = s.call("GET", cdn+"cdn/health/check", "")
	require.EqualValues(t, 90, v["avgTimeMs"])
	s.Faults().Always("cdn01/codes/check", fake.Unreachable())
	status, _, _ := s.raw("POST", cdn+"codes/check", object{"codes": []string{one}})
	require.Zero(t, status)
	status, v = s.call("POST", "https://cdn02.crpt.ru/api/v4/true-api/codes/check", object{"codes": []string{one}, "fiscalDriveNumber": "9960440300112233"})
	require.Equal(t, 200, status)
	require.NotEmpty(t, v["reqId"])
	require.EqualValues(t, s.clock.Now().UnixMilli(), v["reqTimestamp"])

	r, err := http.NewRequestWithContext(t.Context(), "POST", v4+"codes/check", strings.NewReader(`{"codes":["x"]}`))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+s.token)
	a, err := s.Transport().RoundTrip(r)
	require.NoError(t, err)
	require.NoError(t, a.Body.Close())
	require.Equal(t, 401, a.StatusCode, "a token is no key")
	status, _ = s.call("POST", cdn+"cises/info", []string{one1})
	require.Equal(t, 404, status, "a host of the CDN has nothing else")
}

func TestACheckBeforeTheSaleSaysWhatIsWrongWithACode(t *testing.T) {
	s := open(t, chestnyznaktest.Settings{})
	check := func(code string) object {
		_, v := s.call("POST", "https://cdn03.crpt.ru/api/v4/true-api/codes/check", object{"codes": []string{code}})
		return v["codes"].([]any)[0].(object)
	}
	for code, number := range map[string]int{
		one: 0, one1: 5, strings.ReplaceAll(one, "\x1d", ""): 5, strings.Replace(one, "EE07", "EE08", 1): 6, "\x1d" + one: 1,
		"0104601234567893215йx7&aB2kLm9Z": 4, "4601234567893": 2, "010460123456789321": 3, "01046012345678933155": 3,
		"010460123456789321NOTTHERE00001\x1d93AAAA": 10,
	} {
		got := check(code)
		require.EqualValues(t, number, got["errorCode"], "%q", code)
		require.Equal(t, number == 0, got["realizable"].(bool) && got["verified"].(bool), "%q", code)
	}
	s.Sell(one)
	require.Equal(t, []any{true, false}, []any{check(one)["sold"], check(one)["realizable"]})
	s.Change(two, func(c *chestnyznaktest.Code) { c.Blocked, c.Expires = []string{"RPN"}, s.clock.Now() })
	require.Equal(t, []any{true, "2026-01-16T09:00:00.000Z"}, []any{check(two)["isBlocked"], check(two)["expireDate"]})
}
