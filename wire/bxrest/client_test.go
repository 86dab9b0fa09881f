package bxrest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

func TestARenamedPortalIsFollowed(t *testing.T) {
	t.Parallel()
	p, c := serve(t, func(r request) (int, string) {
		if r.host == "portal.example" {
			return 302, "302 https://renamed.example"
		}
		return 200, `{"result":true}`
	})
	for range 2 {
		require.NoError(t, c.Call(t.Context(), "crm.item.update", map[string]any{"id": 7}, nil))
	}
	require.Equal(t, "https://renamed.example", c.Address())
	require.Len(t, p.asked, 3, "the old host is asked once")
	require.Equal(t, map[string]any{"id": 7.0}, p.asked[1].params, "the request is the same")

	_, c = serve(t, func(request) (int, string) { return 302, "302 http://open.example" })
	class(t, ordo.InDoubt, c.Call(t.Context(), "crm.item.update", nil, nil))
	require.Equal(t, "https://portal.example", c.Address())
}

const expired = `{"error":"expired_token","error_description":"The access token provided has expired."}`

// application is a client with tokens A1 and R1, on a portal that takes the token that the function says.
func application(t *testing.T, store bxrest.TokenStore, takes func() string, renew func(form string) (int, string)) (*portal, *bxrest.Client) {
	t.Helper()
	auth := bxrest.OAuth(bxrest.App{ID: "local.1", Secret: ordo.NewSecret("secret-1"), Member: "m1"}, store)
	return serveAs(t, auth, func(r request) (int, string) {
		switch {
		case r.method == "token/":
			return renew(r.form)
		case r.token != takes():
			return 401, expired
		}
		return 200, `{"result":true}`
	})
}

func tokens(access, refresh string) bxrest.Tokens {
	return bxrest.Tokens{
		Member: "m1", Access: ordo.NewSecret(access), Refresh: ordo.NewSecret(refresh), Server: "https://oauth.example/rest/", Application: ordo.NewSecret("apptoken"),
	}
}

const renewed = `{"access_token":"A2","refresh_token":"R2","member_id":"m1","client_endpoint":"https://portal.example/rest/",` +
	`"server_endpoint":"https://oauth.example/rest/","scope":"crm","status":"L","user_id":1,"expires_in":3600}`

func TestAnExpiredTokenIsRenewedOnce(t *testing.T) {
	t.Parallel()
	store, renewals := bxrest.MemoryTokens(tokens("A1", "R1")), 0
	p, c := application(t, store, func() string { return "A2" }, func(form string) (int, string) {
		renewals++
		require.Equal(t, "client_id=local.1&client_secret=secret-1&grant_type=refresh_token&refresh_token=R1", form)
		return 200, renewed
	})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := c.Call(t.Context(), "crm.item.update", nil, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, renewals)
	for _, r := range p.asked {
		require.True(t, r.method != "token/" || r.host == "oauth.example")
	}
	kept, err := store.Load(t.Context(), "m1")
	require.NoError(t, err)
	require.Equal(t, "R2", kept.Refresh.Reveal())
	require.Equal(t, "apptoken", kept.Application.Reveal(), "a renewal does not bring it")
}

// Another machine was faster: the refresh token that this one has is dead, and theirs is in the store.
func TestTokensThatSomebodyElseRenewedAreTaken(t *testing.T) {
	t.Parallel()
	store := bxrest.MemoryTokens(tokens("A1", "R1"))
	_, c := application(t, store, func() string { return "A2" }, func(string) (int, string) {
		saved, err := store.Save(t.Context(), "m1", tokens("A1", "R1"), tokens("A2", "R2"))
		require.NoError(t, err)
		require.True(t, saved)
		return 400, `{"error":"invalid_grant"}`
	})
	require.NoError(t, c.Call(t.Context(), "crm.item.update", nil, nil))
}

func TestAnApplicationThatIsNotInstalledIsAPersonsMatter(t *testing.T) {
	t.Parallel()
	never := func(string) (int, string) { return 200, `{"error":"wrong_client"}` }
	_, c := application(t, bxrest.MemoryTokens(), func() string { return "A2" }, never)
	class(t, ordo.Auth, c.Call(t.Context(), "crm.item.update", nil, nil))
	_, c = application(t, bxrest.MemoryTokens(tokens("A1", "R1")), func() string { return "A2" }, never)
	err := c.Call(t.Context(), "crm.item.update", nil, nil)
	class(t, ordo.Auth, err)
	require.Contains(t, err.Error(), "install the application again")
}

// failing is a store that takes nothing for a while.
type failing struct {
	bxrest.TokenStore
	down bool
}

func (f *failing) Save(ctx context.Context, member string, old, next bxrest.Tokens) (bool, error) {
	if f.down {
		return false, errors.New("the disk is full")
	}
	return f.TokenStore.Save(ctx, member, old, next)
}

func TestTokensAreNotUsedBeforeTheyAreStored(t *testing.T) {
	t.Parallel()
	store, renewals := &failing{bxrest.MemoryTokens(tokens("A1", "R1")), true}, 0
	_, c := application(t, store, func() string { return "A2" }, func(string) (int, string) { renewals++; return 200, renewed })
	class(t, ordo.Retry, c.Call(t.Context(), "crm.item.update", nil, nil))
	store.down = false
	require.NoError(t, c.Call(t.Context(), "crm.item.update", nil, nil))
	require.Equal(t, 1, renewals)
}

func TestClassesOfRefusals(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		status int
		body   string
		class  ordo.Class
	}{
		{401, `{"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"}`, ordo.Auth},
		{401, `{"error":"insufficient_scope"}`, ordo.Auth},
		{403, `{"error":"WRONG_AUTH_TYPE","error_description":"Current authorization type is denied for this method Application context required"}`, ordo.Unsupported},
		{503, `{"error":"OVERLOAD_LIMIT"}`, ordo.Auth},
		{404, `{"error":"ERROR_METHOD_NOT_FOUND","error_description":"Method not found!"}`, ordo.Unsupported},
		{400, `{"error":"NOT_FOUND","error_description":"Элемент не найден"}`, ordo.NotFound},
		{400, `{"error":"","error_description":"Not found"}`, ordo.NotFound},
		{400, `{"error":100,"error_description":"Could not find value for parameter {fields}"}`, ordo.Invalid},
		{400, `{"error":"0","error_description":"Required fields: lid"}`, ordo.Invalid},
		{400, `{"error":201140400001,"error_description":"shipment is not exists"}`, ordo.NotFound},
		{400, `{"error":"200040300020","error_description":"Access Denied"}`, ordo.Auth},
		{400, `{"error":"201250000001","error_description":"Duplicate entry for key [basketId, orderDeliveryId]"}`, ordo.Conflict},
		{400, `{"error":"SALE_ORDER_PAID_ORDER_CANCELED"}`, ordo.Conflict},
		{400, `{"error":"ERROR_ARGUMENT","error_description":"bad","argument":"ID"}`, ordo.Invalid},
		{400, `{"error":"ERROR_CORE","error_description":"Unable to set event handler: Handler already binded"}`, ordo.Conflict},
		{500, `{"error":"INTERNAL_SERVER_ERROR"}`, ordo.InDoubt},
		{500, `{"error":"ERROR_CORE","error_description":"SQL query error!"}`, ordo.InDoubt},
		{200, `{"error":"WRONG_ENCODING"}`, ordo.InDoubt},
		{400, `{"error":{"code":"BITRIX_REST_V3_EXCEPTION_X","message":"no"}}`, ordo.Invalid},
		{410, `{"error":"PORTAL_DELETED"}`, ordo.Auth},
		{502, `<html></html>`, ordo.InDoubt},
		{400, `{"error":"SOMETHING_NEW"}`, ordo.Invalid},
	} {
		_, c := serve(t, func(request) (int, string) { return r.status, r.body })
		err := c.Call(t.Context(), "crm.item.update", nil, nil)
		require.Equal(t, r.class, ordo.ClassOf(err), "%d %s: %v", r.status, r.body, err)
	}
}

func TestTooManyRequestsAreRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		_, c := serve(t, func(request) (int, string) {
			if n++; n < 3 {
				return 503, `{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}`
			}
			return 200, `{"result":true}`
		})
		require.NoError(t, c.Call(t.Context(), "crm.item.add", nil, nil), "also a write that must not be done twice")
	})
}

// A method that has worked too long is blocked, and no other: the account goes on.
func TestABlockedMethodWaitsAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		until := time.Now().Add(8 * time.Minute).Truncate(time.Second)
		p, c := serve(t, func(r request) (int, string) {
			if r.method == "crm.item.update" && time.Now().Before(until) {
				return 429, fmt.Sprintf(`{"error":"OPERATION_TIME_LIMIT","error_description":"Method is blocked","time":{"operating_reset_at":%d}}`, until.Unix())
			}
			return 200, `{"result":true}`
		})
		err := c.Call(t.Context(), "crm.item.update", nil, nil)
		class(t, ordo.RateLimited, err)
		var e *ordo.Error
		require.ErrorAs(t, err, &e)
		require.Greater(t, e.RetryAfter, 7*time.Minute)
		asked := len(p.asked)
		class(t, ordo.RateLimited, c.Call(t.Context(), "crm.item.update", nil, nil))
		require.Len(t, p.asked, asked, "it is not even sent")
		require.NoError(t, c.Call(t.Context(), "crm.item.add", nil, nil))
		time.Sleep(time.Until(until))
		require.NoError(t, c.Call(t.Context(), "crm.item.update", nil, nil))
	})
}

func TestCallsAreSpreadBeforeAMethodIsBlocked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		worked := 380.0
		_, c := serve(t, func(request) (int, string) {
			worked += 2
			return 200, fmt.Sprintf(`{"result":true,"time":{"duration":2,"operating":%v,"operating_reset_at":%d}}`, worked, time.Now().Add(5*time.Minute).Unix())
		})
		begin := time.Now()
		require.NoError(t, c.Call(t.Context(), "crm.item.update", nil, nil))
		require.NoError(t, c.Call(t.Context(), "crm.item.update", nil, nil))
		require.Less(t, time.Since(begin), time.Second, "below four fifths nothing waits")
		require.NoError(t, c.Call(t.Context(), "crm.item.update", nil, nil))
		require.Greater(t, time.Since(begin), 5*time.Second)
	})
}

func TestListsGoAlongTheIDs(t *testing.T) {
	t.Parallel()
	page := func(from, n int) string {
		rows := make([]string, n)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":"%d","title":"x"}`, from+i)
		}
		return `{"result":{"items":[` + strings.Join(rows, ",") + `]}}`
	}
	p, c := serve(t, func(r request) (int, string) {
		if f, _ := r.params["filter"].(map[string]any); f[">ID"] != nil {
			return 200, page(51, 2)
		}
		return 200, page(1, 50)
	})
	l := bxrest.Listing{Method: "crm.item.list", Params: map[string]any{"filter": map[string]any{"stageId": "NEW"}}, Key: "items", ID: "ID"}
	var ids []int64
	for r, err := range bxrest.List[deal](t.Context(), c, l) {
		require.NoError(t, err)
		require.NoError(t, r.Problem)
		ids = append(ids, r.Value.ID)
	}
	require.Len(t, ids, 52)
	require.Equal(t, map[string]any{
		"filter": map[string]any{"stageId": "NEW", ">ID": 50.0}, "order": map[string]any{"ID": "ASC"}, "start": -1.0,
	}, p.asked[1].params)
	require.Equal(t, map[string]any{"filter": map[string]any{"stageId": "NEW"}}, l.Params, "the caller's filter is as it was")
}

// pain: B24-P3
func TestARowWithoutFieldsIsNoRecord(t *testing.T) {
	t.Parallel()
	_, c := serve(t, ok(`{"result":{"items":[[],{"id":3,"title":"x"},[]]},"total":3}`))
	problems := 0
	for r, err := range bxrest.List[deal](t.Context(), c, bxrest.Listing{Method: "crm.item.list", Key: "items", ID: "id"}) {
		require.NoError(t, err)
		if r.Problem != nil {
			problems++
			require.Zero(t, r.ID)
		}
	}
	require.Equal(t, 2, problems)

	empty := `{"result":{"items":[` + strings.TrimSuffix(strings.Repeat("[],", 50), ",") + `]}}`
	_, c = serve(t, ok(empty))
	var last error
	for _, err := range bxrest.List[deal](t.Context(), c, bxrest.Listing{Method: "crm.item.list", Key: "items", ID: "id"}) {
		last = err
	}
	class(t, ordo.Unsupported, last)
}

// pain: B24-P5
func TestAFullPageWithoutACursorIsAnError(t *testing.T) {
	t.Parallel()
	for name, field := range map[string]string{"another spelling": "Id", "another name": "uid"} {
		n := 0
		_, c := serve(t, func(request) (int, string) {
			if n++; n > 1 {
				return 200, `{"result":[]}`
			}
			return 200, `{"result":[` + strings.TrimSuffix(strings.Repeat(`{"`+field+`":7},`, 50), ",") + `]}`
		})
		var last error
		for _, err := range bxrest.List[map[string]any](t.Context(), c, bxrest.Listing{Method: "x.list", ID: "ID"}) {
			last = err
		}
		require.Equal(t, field == "uid", last != nil, name)
	}
}

// pain: B24-P6
func TestANestedFilterThatWouldBeIgnoredIsRefused(t *testing.T) {
	t.Parallel()
	p, c := serve(t, ok(`{"result":[]}`))
	filter := map[string]any{"0": map[string]any{"logic": "OR", "0": map[string]any{"=NAME": "A"}}}
	l := bxrest.Listing{Method: "crm.contact.list", Params: map[string]any{"filter": filter}}
	for _, err := range bxrest.List[deal](t.Context(), c, l) {
		class(t, ordo.Unsupported, err)
	}
	require.Empty(t, p.asked)
	l.Nested = true
	for _, err := range bxrest.List[deal](t.Context(), c, l) {
		require.NoError(t, err)
	}
	require.Len(t, p.asked, 1)
}

func TestListsByOffset(t *testing.T) {
	t.Parallel()
	p, c := serve(t, func(r request) (int, string) {
		if r.params["start"] == nil {
			return 200, `{"result":[{"ID":"1"}],"next":50,"total":2}`
		}
		return 200, `{"result":[{"ID":"2"}],"total":2}`
	})
	n := int64(0)
	for r, err := range bxrest.List[deal](t.Context(), c, bxrest.Listing{Method: "crm.status.list"}) {
		require.NoError(t, err)
		n += r.ID
	}
	require.EqualValues(t, 3, n)
	require.Len(t, p.asked, 2)
}

func TestValues(t *testing.T) {
	t.Parallel()
	m, err := bxrest.ParseMoney("1500|RUB")
	require.NoError(t, err)
	require.Equal(t, amount.RUB(150000), m)
	require.Equal(t, "1500.00|RUB", bxrest.FormatMoney(m))
	_, err = bxrest.ParseMoney("1500")
	require.Error(t, err)
	_, c := serve(t, ok(`{"result":{"id":"12","movedTime":"2026-05-14 10:26:32","won":"Y","opportunity":""}}`))
	var d deal
	require.NoError(t, c.Call(t.Context(), "x", nil, &d))
	require.EqualValues(t, 12, d.ID)
	require.True(t, bool(d.Won))
	require.True(t, d.Moved.Equal(time.Date(2026, 5, 14, 7, 26, 32, 0, time.UTC)))
	require.Equal(t, "2026-05-14 10:26:32", c.Local(d.Moved.UTC()))
}
