package russianpost_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
)

const (
	token    = "app-t0ken+of/otpravka"
	password = "p4ss+of/otpravka"
	trackpwd = "p4ss&<of>'tracking'"
)

func testdata(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(b)
}

// vendor answers requests by method and path with answers in turn; the last one stays.
type vendor struct {
	mu      sync.Mutex
	answers map[string][]answer
	seen    []seen
}

type answer struct {
	status int // 0 means 200
	body   string
	lost   bool   // it is done, but no answer comes
	media  string // empty means JSON
}

type seen struct {
	op, body string
	query    url.Values
	header   http.Header
}

func (v *vendor) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	op := r.Method + " " + r.URL.Path
	v.seen = append(v.seen, seen{op, string(body), r.URL.Query(), r.Header.Clone()})
	all := v.answers[op]
	if len(all) == 0 {
		return nil, errors.New("the test has no answer for " + op)
	}
	a := all[0]
	if len(all) > 1 {
		v.answers[op] = all[1:]
	}
	if a.lost {
		return nil, io.ErrUnexpectedEOF
	}
	if a.media == "" {
		a.media = "application/json;charset=UTF-8"
	}
	if a.status == 0 {
		a.status = 200
	}
	return &http.Response{
		StatusCode: a.status, Status: http.StatusText(a.status), Header: http.Header{"Content-Type": {a.media}},
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

// count returns how often an operation was called.
func (v *vendor) count(op string) (n int) {
	for _, s := range v.seen {
		if s.op == op {
			n++
		}
	}
	return n
}

// last returns the last call of an operation.
func (v *vendor) last(op string) (out seen) {
	for _, s := range v.seen {
		if s.op == op {
			out = s
		}
	}
	return out
}

func with(answers map[string][]answer) (*vendor, ordo.Option) {
	v := &vendor{answers: answers}
	return v, ordo.WithHTTPClient(&http.Client{Transport: v})
}

func one(body string) []answer { return []answer{{body: body}} }

// client returns a client of a vendor who answers so.
func client(answers map[string][]answer, opts ...ordo.Option) (*vendor, *russianpost.Client) {
	v, via := with(answers)
	return v, russianpost.New(token, "shop@example.org", password, append(opts, via)...)
}

func tracking(answers map[string][]answer, opts ...ordo.Option) (*vendor, *russianpost.Tracking) {
	v, via := with(answers)
	return v, russianpost.NewTracking("shop-login", trackpwd, append(opts, via)...)
}

// bubble runs a test in a bubble in which time passes by itself.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

// failure returns err as what it is.
func failure(t *testing.T, err error) *ordo.Error {
	t.Helper()
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "russianpost", e.System)
	return e
}

func draft(number string) russianpost.Draft {
	return russianpost.Draft{
		Number: number, MailType: russianpost.Parcel, MailCategory: russianpost.DeclaredValue, MailDirect: 643, Office: "101000", Mass: 1200,
		Recipient: "Петров Иван Сергеевич", Surname: "Петров", GivenName: "Иван", MiddleName: "Сергеевич", Phone: "79010000002",
		AddressType: russianpost.AddressDefault, Index: "190000", Region: "г Санкт-Петербург", Place: "г Санкт-Петербург",
		Street: "ул Примерная", House: "1", Room: "5", DeclaredValue: 499000,
	}
}

const (
	backlogSearch  = "GET /1.0/backlog/search"
	shipmentSearch = "GET /1.0/shipment/search"
	create         = "PUT /2.0/user/backlog"
	madeOne        = `{"orders":[{"barcode":"10100026123459","order-num":"SHP-1","result-id":510000001}],"errors":[]}`
	foundOne       = `[{"id":510000001,"barcode":"10100026123459","order-num":"SHP-1"},{"id":510000002,"barcode":"10100026123466","order-num":"SHP-11"}]`
)

func TestAnOrderIsMadeOnce(t *testing.T) {
	none, made, found, lost := answer{body: `[]`}, answer{body: madeOne}, answer{body: foundOne}, answer{lost: true}
	for name, c := range map[string]struct {
		backlog, shipments, create []answer
		created                    int
		already                    bool
		class                      ordo.Class
	}{
		"it is new":                            {[]answer{none}, []answer{none}, []answer{made}, 1, false, 0},
		"it is in the backlog":                 {[]answer{found}, []answer{none}, nil, 0, true, 0},
		"it is in a batch":                     {[]answer{none}, []answer{found}, nil, 0, true, 0},
		"the answer was lost, it was made":     {[]answer{none, found}, []answer{none}, []answer{lost}, 1, false, 0},
		"the answer was lost, it is seen late": {[]answer{none, none, none, found}, []answer{none}, []answer{lost}, 1, false, 0},
		"the answer was lost, it was not made": {[]answer{none}, []answer{none}, []answer{lost, made}, 2, false, 0},
		"lost, and the search fails":           {[]answer{none, {status: 401}}, []answer{none}, []answer{lost}, 1, false, ordo.InDoubt},
		"the first search fails":               {[]answer{{status: 500, body: "x"}}, nil, nil, 0, false, ordo.Retry},
		"an answer of a proxy":                 {[]answer{none, found}, []answer{none}, []answer{{status: 502, body: "<html>", media: "text/html"}}, 1, false, 0},
		"an error that nobody describes, it was made": {
			[]answer{none, found}, []answer{none}, []answer{{body: `{"errors":[{"position":0,"error-codes":[{"code":"UNDEFINED"}]}]}`}}, 1, false, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				v, post := client(map[string][]answer{backlogSearch: c.backlog, shipmentSearch: c.shipments, create: c.create})
				o, err := post.CreateOrder(t.Context(), draft("SHP-1"))
				require.Equal(t, c.created, v.count(create))
				if c.class != 0 {
					require.Equal(t, c.class, failure(t, err).Class, "%v", err)
					return
				}
				require.NoError(t, err)
				require.Equal(t, int64(510000001), o.ID)
				require.Equal(t, "10100026123459", o.Barcode)
				require.Equal(t, c.already, o.Already)
			})
		})
	}
}

func TestTwoParcelsOfOneNumberAreShownToAPerson(t *testing.T) {
	two := strings.Replace(foundOne, "SHP-11", "SHP-1", 1)
	v, post := client(map[string][]answer{backlogSearch: one(two), shipmentSearch: one(`[]`)})
	_, err := post.CreateOrder(t.Context(), draft("SHP-1"))
	require.Equal(t, ordo.Conflict, failure(t, err).Class)
	var dup *russianpost.DuplicateError
	require.ErrorAs(t, err, &dup)
	require.Len(t, dup.Orders, 2)
	require.ErrorContains(t, err, "10100026123466")
	require.Zero(t, v.count(create))

	// What cannot be read may be the order that is looked for.
	_, post = client(map[string][]answer{backlogSearch: one(`[{"id":7,"order-num":{"x":1}}]`), shipmentSearch: one(`[]`)}, ordo.WithMaxAttempts(1))
	_, err = post.CreateOrder(t.Context(), draft("SHP-1"))
	require.Equal(t, ordo.Retry, failure(t, err).Class)
	// A deleted one is none.
	gone := strings.Replace(two, `"id":510000002`, `"is-deleted":true,"id":510000002`, 1)
	_, post = client(map[string][]answer{backlogSearch: one(gone), shipmentSearch: one(`[]`)})
	o, err := post.CreateOrder(t.Context(), draft("SHP-1"))
	require.NoError(t, err)
	require.True(t, o.Already)
}

func TestARequestIsAsTheVendorWritesIt(t *testing.T) {
	v, post := client(map[string][]answer{backlogSearch: one(`[]`), shipmentSearch: one(`[]`), create: one(madeOne)})
	d := draft("SHP-1")
	d.Extra = map[string]jsonRaw{"tariff-full-rate": jsonRaw(`1`)}
	_, err := post.CreateOrder(t.Context(), d)
	require.NoError(t, err)
	sent := v.last(create)
	require.JSONEq(t, `[{"order-num":"SHP-1","mail-type":"POSTAL_PARCEL","mail-category":"WITH_DECLARED_VALUE","mail-direct":643,"mass":1200,
		"fragile":false,"postoffice-code":"101000","address-type-to":"DEFAULT","index-to":190000,"region-to":"г Санкт-Петербург",
		"place-to":"г Санкт-Петербург","street-to":"ул Примерная","house-to":"1","room-to":"5","recipient-name":"Петров Иван Сергеевич",
		"surname":"Петров","given-name":"Иван","middle-name":"Сергеевич","tel-address":79010000002,"insr-value":499000,"tariff-full-rate":1}]`, sent.body)
	require.Equal(t, "AccessToken "+token, sent.header.Get("Authorization"))
	require.Equal(t, "Basic c2hvcEBleGFtcGxlLm9yZzpwNHNzK29mL290cHJhdmth", sent.header.Get("X-User-Authorization"))
	require.Equal(t, "application/json;charset=UTF-8", sent.header.Get("Content-Type"))

	d.Phone = "+7 901"
	_, err = post.CreateOrder(t.Context(), d)
	require.Equal(t, ordo.Invalid, failure(t, err).Class)
	require.ErrorContains(t, err, "79010000002")
}

// pain: RP-P6
func TestAnECOMOrderNamesItsPoint(t *testing.T) {
	v, post := client(map[string][]answer{backlogSearch: one(`[]`), shipmentSearch: one(`[]`), create: one(madeOne)})
	d := draft("SHP-1")
	d.MailType = russianpost.ECOM
	for _, ecom := range []*russianpost.ECOMData{nil, {}} {
		d.ECOM = ecom
		_, err := post.CreateOrder(t.Context(), d)
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
		require.ErrorContains(t, err, "ecom-data.delivery-point-index")
		require.Equal(t, ordo.Invalid, failure(t, post.UpdateOrder(t.Context(), 7, d)).Class)
	}
	require.Empty(t, v.seen)
	d.ECOM = &russianpost.ECOMData{Point: "904190", Services: []string{"PARTIAL_REDEMPTION"}}
	_, err := post.CreateOrder(t.Context(), d)
	require.NoError(t, err)
	require.Contains(t, v.last(create).body, `"ecom-data":{"delivery-point-index":"904190","services":["PARTIAL_REDEMPTION"]}`)
}

func TestARefusalNamesTheField(t *testing.T) {
	_, post := client(map[string][]answer{backlogSearch: one(`[]`), shipmentSearch: one(`[]`), create: one(
		`{"errors":[{"position":0,"error-codes":[{"code":"EMPTY_INDEX_TO","description":"Почтовый индекс не указан"},` +
			`{"code":"EMPTY_POSTOFFICE_CODE","description":"Индекс приемного почтового отделения не задан","details":"101000 115162"},{"code":"ILLEGAL_NEW_THING"}]}]}`)})
	_, err := post.CreateOrder(t.Context(), draft("SHP-1"))
	e := failure(t, err)
	require.Equal(t, ordo.Invalid, e.Class)
	require.Equal(t, "EMPTY_INDEX_TO", e.Code)
	var no *russianpost.RefusalError
	require.ErrorAs(t, err, &no)
	require.True(t, no.Has("EMPTY_POSTOFFICE_CODE"))
	require.Equal(t, []string{"index-to", "postoffice-code", "new-thing"}, []string{no.Problems[0].Field(), no.Problems[1].Field(), no.Problems[2].Field()})
	require.ErrorContains(t, err, "101000 115162")
}

func TestTheDayIsUsedUpUntilMidnightInMoscow(t *testing.T) {
	bubble(t, func(t *testing.T) {
		v, post := client(map[string][]answer{backlogSearch: {{status: 509, body: "Bandwidth Limit Exceeded", media: "text/plain"}}})
		_, err := post.SearchBacklog(t.Context(), "SHP-1")
		e := failure(t, err)
		require.Equal(t, ordo.RateLimited, e.Class)
		var limit *russianpost.LimitError
		require.ErrorAs(t, err, &limit)
		require.Equal(t, time.Date(2000, 1, 2, 0, 0, 0, 0, time.FixedZone("MSK", 3*60*60)).UTC(), limit.Until.UTC())
		require.Equal(t, 1, v.count(backlogSearch), "a repeat would cost another request")
	})
}

// shared is a limiter that several processes would share.
type shared struct{ paused map[string]time.Duration }

func (s *shared) Reserve(context.Context, string, ordo.Limits) (time.Duration, error) { return 0, nil }

func (s *shared) Pause(_ context.Context, key string, d time.Duration) error {
	s.paused[key] = d
	return nil
}

func (s *shared) Paused(_ context.Context, key string) (time.Duration, error) {
	return s.paused[key], nil
}

func TestAPauseOfTrackingDoesNotStopOtpravka(t *testing.T) {
	bubble(t, func(t *testing.T) {
		limiter := ordo.WithLimiter(&shared{map[string]time.Duration{}})
		limit := strings.Replace(testdata(t, "fault-auth.xml"), "Wrong", "Превышен лимит количества запросов", 1)
		_, track := tracking(map[string][]answer{"POST /rtm34": {{status: 500, body: limit, media: "application/soap+xml"}}}, ordo.WithAccount("post-1"), limiter)
		_, err := track.History(t.Context(), barcode)
		require.Equal(t, ordo.RateLimited, failure(t, err).Class)
		_, err = track.History(t.Context(), barcode)
		require.ErrorContains(t, err, "not sent")
		_, post := client(map[string][]answer{shipmentSearch: one(`[]`)}, ordo.WithAccount("post-1"), limiter)
		_, err = post.SearchShipments(t.Context(), barcode)
		require.NoError(t, err)
	})
}

// pain: RP-P4
func TestARefusedLoginNamesTheService(t *testing.T) {
	_, post := client(map[string][]answer{backlogSearch: {{status: 401, body: `{"code":"ILLEGAL_CREDENTIALS","desc":"Ошибка авторизации пользователя: invalid_grant"}`}}})
	_, err := post.SearchBacklog(t.Context(), "SHP-1")
	require.Equal(t, ordo.Auth, failure(t, err).Class)
	require.ErrorContains(t, err, "Otpravka refused")
	require.ErrorContains(t, err, "not those of tracking")
	require.ErrorContains(t, err, "invalid_grant")

	_, track := tracking(map[string][]answer{"POST /rtm34": {{status: 500, media: "application/soap+xml", body: testdata(t, "fault-auth.xml")}}})
	_, err = track.History(t.Context(), "10100026123459")
	require.Equal(t, ordo.Auth, failure(t, err).Class)
	require.ErrorContains(t, err, "tracking refused")
	require.ErrorContains(t, err, "not those of Otpravka")

	for name, post := range map[string]*russianpost.Client{
		"token": russianpost.New(" ", "a", "b"), "login": russianpost.New("a", "", "b"), "password": russianpost.New("a", "b", ""),
	} {
		_, err := post.SearchBacklog(t.Context(), "SHP-1")
		require.Equal(t, ordo.Auth, failure(t, err).Class, name)
	}
	_, err = russianpost.NewTracking("a", "").History(t.Context(), "10100026123459")
	require.Equal(t, ordo.Auth, failure(t, err).Class)
	require.ErrorContains(t, err, "tracking.pochta.ru")
}

// pain: RP-P3
func TestNoLogTellsASecret(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var log, dump bytes.Buffer
		echo := func(body string) string {
			return strings.Replace(testdata(t, "fault-auth.xml"), "Wrong", strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(body), 1)
		}
		login := "<data:login>shop-login</data:login><data:password>" + trackpwd + "</data:password>"
		for _, body := range []string{testdata(t, "history.xml"), echo(login), login, "<" + trackpwd, "p4ss&amp;&lt;of&gt;&#39;tracking&#39;"} {
			for _, media := range []string{"application/soap+xml", "text/html"} {
				v, track := tracking(
					map[string][]answer{"POST /rtm34": {{status: 500, body: body, media: media}}, "POST /fc": {{status: 500, body: body, media: media}}},
					ordo.WithLogger(debugLogger(&log)), ordo.WithDump(&dump),
				)
				_, err1 := track.History(t.Context(), "10100026123459")
				_, err2 := track.CreateTicket(t.Context(), "10100026123459")
				require.Contains(t, v.last("POST /rtm34").body, "<data:login>shop-login</data:login>", "it was sent")
				for _, err := range []error{err1, err2} {
					for ; err != nil; err = errors.Unwrap(err) {
						log.WriteString(err.Error())
					}
				}
			}
		}
		for _, all := range []string{log.String(), dump.String()} {
			require.NotEmpty(t, all)
			for _, secret := range []string{trackpwd, "p4ss&", ">shop-login<"} {
				if at := strings.Index(all, secret); at >= 0 {
					t.Errorf("%q is shown: %.200q", secret, all[max(0, at-100):])
				}
			}
		}
	})
}
