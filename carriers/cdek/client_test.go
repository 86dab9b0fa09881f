package cdek_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

// lastBody is what was sent last by an operation.
func lastBody(srv *cdektest.Server, op string) (body []byte) {
	for _, e := range srv.Exchanges() {
		if e.Method+" "+e.Path == op {
			body = e.Body
		}
	}
	return body
}

// client returns a client of a server, without sockets.
func client(srv *cdektest.Server, opts ...ordo.Option) *cdek.Client {
	opts = append([]ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()})}, opts...)
	return cdek.New(cdektest.DefaultAccount, cdektest.DefaultPassword, opts...)
}

// inBubble runs a test against a fresh server, in a bubble in which time passes by itself.
func inBubble(t *testing.T, st cdektest.Settings, test func(t *testing.T, srv *cdektest.Server, c *cdek.Client), opts ...ordo.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		srv := cdektest.New(st)
		defer srv.Close()
		test(t, srv, client(srv, opts...))
	})
}

// despite runs a test once for every way in which a write may fail.
func despite(t *testing.T, st cdektest.Settings, test func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault)) {
	t.Helper()
	for name, f := range map[string]fake.Fault{
		"no fault": fake.Slow(0), "lost answer": fake.ResetAfter(), "gateway": fake.StatusAfter(502), "not sent": fake.ResetBefore(),
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, st, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) { test(t, srv, c, f) })
		})
	}
}

// pay is cash on delivery with 22 % VAT.
func pay(kopecks int64) cdek.Payment {
	p, err := cdek.Pay(amount.RUB(kopecks), amount.VAT22)
	if err != nil {
		panic(err)
	}
	return p
}

// draft is an order from office to office: a marked pair of shoes that is prepaid, two pairs of socks to be paid.
func draft(number string) cdek.Draft {
	delivery := pay(30000)
	return cdek.Draft{
		Number: number, Tariff: 136, ShipmentPoint: "MSK5", DeliveryPoint: "SPB14", Comment: "call first", DeliveryCost: &delivery,
		Sender:    &cdek.Contact{Company: "Vesna LLC", Name: "Orlova Anna", Phones: []cdek.Phone{{Number: "+79010000001"}}},
		Recipient: cdek.Contact{Name: "Petrov Ivan", Email: "p@example.org", Phones: []cdek.Phone{{Number: "+79010000002"}}},
		Services:  []cdek.Service{{Code: cdek.PartialDelivery}},
		Packages: []cdek.Package{{
			Number: number + "-1", Weight: 1200, Length: 30, Width: 20, Height: 15,
			Items: []cdek.Item{
				{
					Name: "Sneakers Altai, white, 42", WareKey: "ALT-42W#1", Marking: "010460000000000121ABCDEFGHIJKLM\x1d91EE06\x1d92c2lnbmF0dXJl",
					Payment: cdek.Prepaid(), Cost: wire.SumOf(amount.RUB(499000)), Weight: 800, Amount: 1,
				},
				{Name: "Socks Altai, grey", WareKey: "SOCK-G", Payment: pay(25000), Cost: wire.SumOf(amount.RUB(25000)), Weight: 50, Amount: 2},
			},
		}},
	}
}

// valid counts the orders that will be carried.
func valid(srv *cdektest.Server) (n int) {
	for _, o := range srv.Orders() {
		if o.Valid() {
			n++
		}
	}
	return n
}

// failure returns err as what it is.
func failure(t *testing.T, err error) *ordo.Error {
	t.Helper()
	var e *ordo.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "cdek", e.System)
	return e
}

// place makes a valid order.
func place(t *testing.T, c *cdek.Client, d cdek.Draft) *cdek.Order {
	t.Helper()
	o, err := c.CreateAndWait(t.Context(), d)
	require.NoError(t, err)
	return o
}

func TestAnOrderIsAcceptedThenCreated(t *testing.T) {
	inBubble(t, cdektest.Settings{CheckReads: 3}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o, err := c.CreateOrder(t.Context(), draft("SHP-1"))
		require.NoError(t, err)
		require.NotEmpty(t, o.UUID)
		require.Empty(t, o.CDEKNumber, "202 is no success")
		require.Equal(t, cdek.Accepted, o.Requests[0].State)
		require.False(t, o.Already)

		o, err = c.WaitOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.NotEmpty(t, o.CDEKNumber)
		require.Equal(t, cdek.Successful, o.Requests[0].State)
		require.Equal(t, "CREATED", o.Current().Code)
		require.Equal(t, "SHP-1", o.Number)
		require.Equal(t, 4, srv.Calls("GET /v2/orders/{uuid}"))

		sent := draft("SHP-1")
		require.Equal(t, sent.Packages[0].Items[0].Marking, o.Packages[0].Items[0].Marking)
		cod, err := o.Packages[0].Items[1].Payment.Value.Money()
		require.NoError(t, err)
		require.Equal(t, amount.RUB(25000), cod)
		vat, err := o.Packages[0].Items[1].Payment.VATSum.Money()
		require.NoError(t, err)
		require.Equal(t, amount.RUB(4508), vat)
		require.Equal(t, cdek.VAT("22"), o.Packages[0].Items[1].Payment.VAT)
	})
}

func TestWhatIsSentIsWhatTheVendorsPageShows(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		_, err := c.CreateOrder(t.Context(), draft("SHP-20417"))
		require.NoError(t, err)
		require.JSONEq(t, string(testdata(t, "create.json")), string(lastBody(srv, "POST /v2/orders")))
	})
}

// Every way for a call to fail, on every call of CreateAndWait, ends in one order.
func TestOneOrderWhateverFails(t *testing.T) {
	faults := map[string]fake.Fault{
		"reset before": fake.ResetBefore(), "reset after": fake.ResetAfter(), "cut": fake.Cut(7), "502": fake.BadGateway(),
		"500": fake.Status(500), "503 after": fake.StatusAfter(503), "429": fake.TooMany(2 * time.Second),
		"slow": fake.Slow(5 * time.Second), "too slow": fake.Slow(90 * time.Second), "unreachable": fake.Unreachable(),
		"internal error": cdektest.Refuse(500, "v2_internal_error", "Internal error"), "202 that says nothing": fake.Refuse(202, "application/json", "{}"), "empty 202": fake.Refuse(202, "application/json", ""),
		"expired": cdektest.Refuse(401, "v2_token_expired", "Token expired"),
	}
	for name, f := range faults {
		for _, op := range []string{"POST /v2/oauth/token", "GET /v2/orders", "POST /v2/orders", "GET /v2/orders/{uuid}", "*"} {
			if name == "202 that says nothing" && op != "POST /v2/orders" {
				continue // for a reading that is no answer to come back for
			}
			for _, hidden := range []time.Duration{0, 5 * time.Second} {
				t.Run(name+" on "+op+" hidden "+hidden.String(), func(t *testing.T) {
					st := cdektest.Settings{CheckReads: 2, HideFor: hidden}
					inBubble(t, st, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
						if op == "*" {
							srv.Faults().Every("*", 3, f)
						} else {
							srv.Faults().Next(op, f, f)
						}
						var o *cdek.Order
						var err error
						for range 10 { // a caller who comes again after an error, as after a crash
							if o, err = c.CreateAndWait(t.Context(), draft("SHP-1")); err == nil {
								break
							}
							require.NotErrorIs(t, err, ordo.ErrInvalid)
							time.Sleep(10 * time.Second)
						}
						require.NoError(t, err)
						require.NotEmpty(t, o.CDEKNumber)
						require.Equal(t, 1, valid(srv), "%v", srv.Exchanges())
						held, ok := srv.Order("SHP-1")
						require.True(t, ok)
						require.Equal(t, held.UUID, o.UUID)
					})
				})
			}
		}
	}
}

func TestAnOrderSentTwiceBecauseItWasHiddenIsFoundAgain(t *testing.T) {
	st := cdektest.Settings{HideFor: 30 * time.Second, CheckAfter: 2 * time.Second}
	inBubble(t, st, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.Faults().Next("POST /v2/orders", fake.ResetAfter())
		go func() {
			time.Sleep(3 * time.Second)
			srv.Settle() // CDEK checks the first order while it shows it to nobody
		}()
		o := place(t, c, draft("SHP-1"))
		require.Len(t, srv.Orders(), 2, "CDEK did not show the first in time")
		require.Equal(t, 1, valid(srv))
		require.Equal(t, srv.Orders()[0].UUID, o.UUID)
		require.Equal(t, "INVALID", srv.Orders()[1].Status)
	})
}

func TestAnOrdinaryDeliveryThatMayBeSentIsInDoubt(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		d := draft("")
		d.Type, d.Tariff, d.Services = cdek.OrdinaryDelivery, 483, nil
		srv.Faults().Next("POST /v2/orders", fake.ResetAfter())
		_, err := c.CreateOrder(t.Context(), d)
		require.Equal(t, ordo.InDoubt, failure(t, err).Class)
		require.Equal(t, 1, srv.Calls("POST /v2/orders"))
		_, err = c.CreateAndWait(t.Context(), d)
		require.NoError(t, err)
	})
}

func TestDraftsThatCannotBeSent(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		for want, spoil := range map[string]func(*cdek.Draft){
			"number is empty": func(d *cdek.Draft) { d.Number = "" },
			"must be ASCII":   func(d *cdek.Draft) { d.Number = "ЗАК-1" },
			"marking code":    func(d *cdek.Draft) { d.Packages[0].Items[0].Amount = 2 },
			"contract is in":  func(d *cdek.Draft) { d.Packages[0].Items[0].Cost = wire.SumOf(amount.EUR(100)) },
		} {
			d := draft("SHP-1")
			spoil(&d)
			_, err := c.CreateOrder(t.Context(), d)
			require.Equal(t, ordo.Invalid, failure(t, err).Class)
			require.ErrorContains(t, err, want)
		}
		_, err := c.GetOrder(t.Context(), "")
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.Zero(t, srv.Calls("*"))
		d := draft("SHP-1")
		for i := range d.Packages[0].Items {
			d.Packages[0].Items[i].Cost = wire.SumOf(amount.KZT(100))
		}
		_, err = c.WithCurrency("KZT").CreateOrder(t.Context(), d)
		require.ErrorContains(t, err, "RUB: the contract is in KZT")
	})
}

func TestWaitOrderEndsWithItsContext(t *testing.T) {
	inBubble(t, cdektest.Settings{CheckReads: 1000}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o, err := c.CreateOrder(t.Context(), draft("SHP-1"))
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		begin := time.Now()
		_, err = c.WaitOrder(ctx, o.UUID)
		require.Equal(t, ordo.Retry, failure(t, err).Class)
		require.Equal(t, 15*time.Second, failure(t, err).RetryAfter)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		var pending *ordo.PendingError
		require.ErrorAs(t, err, &pending)
		require.Equal(t, o.UUID, pending.Ref)
		require.Equal(t, 15*time.Second, time.Since(begin), "the next question would come too late")
		srv.Settle()
		_, err = c.WaitOrder(t.Context(), o.UUID)
		require.NoError(t, err)
	})
}

func TestAFreshOrderMayBeUnknownForAMinute(t *testing.T) {
	inBubble(t, cdektest.Settings{HideFor: 40 * time.Second}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		require.NotEmpty(t, place(t, c, draft("SHP-1")).CDEKNumber)
		begin := time.Now()
		_, err := c.WaitOrder(t.Context(), "00000000-0000-4000-8000-000000000000")
		require.ErrorIs(t, err, ordo.ErrNotFound)
		require.GreaterOrEqual(t, time.Since(begin), time.Minute)
	})
}

// fault: U19
func TestARefusalIsToldOnce(t *testing.T) {
	srv := cdektest.New(cdektest.Settings{})
	defer srv.Close()
	c := cdek.New(cdektest.DefaultAccount, "guess", ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()}))
	_, err := c.GetOrder(t.Context(), "u-1")
	require.EqualError(t, err, "cdek: GET /v2/orders/{uuid}: not sent: no access token: cdek: POST /v2/oauth/token: 401 [invalid_client]: Bad client credentials")
	var no *cdek.RefusalError
	require.ErrorAs(t, err, &no)
	require.EqualError(t, no, "Bad client credentials")

	one := &cdek.RefusalError{Problems: []cdek.Problem{{Code: "v2_outdated_tariff", Message: "Tariff is outdated"}}}
	require.EqualError(t, one, "tariff_code: Tariff is outdated")
	one.Problems = append(one.Problems, cdek.Problem{Code: "new", Message: "[packages] is empty"})
	require.EqualError(t, one, "tariff_code: v2_outdated_tariff: Tariff is outdated; packages: new: [packages] is empty")
}

func TestTheOpOfAnErrorIsTheNameOfTheCallInTheFake(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		for op, call := range map[string]func() error{
			"GET /v2/orders/{uuid}":   func() error { _, err := c.GetOrder(t.Context(), "u-1"); return err },
			"PATCH /v2/orders":        func() error { _, err := c.UpdateOrder(t.Context(), "u-1", cdek.Draft{}); return err },
			"DELETE /v2/intakes/{id}": func() error { return c.DeleteIntake(t.Context(), "u-1") },
			"GET /v2/registries":      func() error { return c.Call(t.Context(), "GET", "/registries?date=2026-02-03", nil, nil) },
		} {
			srv.Faults().Next(op, cdektest.Refuse(400, "v2_bad_request", "as the test says"))
			err := call()
			require.ErrorContains(t, err, "as the test says", op)
			var e *ordo.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, strings.Replace(op, "{id}", "{uuid}", 1), e.Op)
		}
	})
}
