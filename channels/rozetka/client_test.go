package rozetka_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order/amount"
)

// inBubble runs a test with a fake and its client in a bubble, where waiting takes no time.
func inBubble(t *testing.T, st rozetkatest.Settings, test func(*testing.T, *rozetkatest.Server, *rozetka.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		rz := rozetkatest.New(st)
		defer rz.Close()
		test(t, rz, client(rz))
	})
}

// getMany reads an order many times at once.
func getMany(t *testing.T, c *rozetka.Client, id int64) {
	t.Helper()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := c.GetOrder(context.Background(), id); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestATokenIsFetchedOnceForCallsAtTheSameTime(t *testing.T) {
	const login = "POST /sites"
	for name, tt := range map[string]struct {
		st     rozetkatest.Settings
		end    func(*rozetkatest.Server)
		logins int
	}{
		"ended by ROZETKA":             {end: (*rozetkatest.Server).ExpireTokens, logins: 2},
		"ended by ROZETKA, with a 401": {st: rozetkatest.Settings{ExpiredAs401: true}, end: (*rozetkatest.Server).ExpireTokens, logins: 2},
		"a day old":                    {end: func(*rozetkatest.Server) { time.Sleep(25 * time.Hour) }, logins: 2},
		"20 hours old":                 {end: func(*rozetkatest.Server) { time.Sleep(20 * time.Hour) }, logins: 2},
		"still good":                   {end: func(*rozetkatest.Server) { time.Sleep(19 * time.Hour) }, logins: 1},
		"ended, and a login fails": {end: func(s *rozetkatest.Server) {
			s.ExpireTokens()
			s.Faults().Next(login, fake.BadGateway())
		}, logins: 3},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, tt.st, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
				id := rz.Place(teapots())
				rz.Faults().Next(login, fake.Slow(time.Second))
				getMany(t, c, id)
				require.Equal(t, 1, rz.Calls(login))
				tt.end(rz)
				getMany(t, c, id)
				require.Equal(t, tt.logins, rz.Calls(login))
			})
		})
	}
}

func TestWrongCredentialsAreNotTriedAgain(t *testing.T) {
	for name, st := range map[string]rozetkatest.Settings{"one error": {Password: "another"}, "an array": {Password: "another", Errors: rozetkatest.ErrorArray}} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, st, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
				_, err := c.GetOrder(t.Context(), 1)
				require.ErrorIs(t, err, ordo.ErrAuth)
				require.ErrorContains(t, err, "1004")
				require.Equal(t, 1, rz.Calls("*"))
			})
		})
	}
}

func TestASecondRefusalOfATokenIsFinal(t *testing.T) {
	for _, code := range []int{1018, 1020, 5401, 6001} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
				rz.Faults().Always("orders/get", rozetkatest.Refuse(code, "incorrect_access_token"))
				_, err := c.GetOrder(t.Context(), rz.Place(teapots()))
				require.ErrorIs(t, err, ordo.ErrAuth)
				require.Equal(t, 2, rz.Calls("orders/get"))
				require.Equal(t, 2, rz.Calls("POST /sites"))
			})
		})
	}
}

func TestATokenOfTheCabinetIsUsedAsItIs(t *testing.T) {
	inBubble(t, rozetkatest.Settings{Token: "t0ken-of-the-cabinet"}, func(t *testing.T, rz *rozetkatest.Server, _ *rozetka.Client) {
		c := rozetka.New(rozetka.Token(" t0ken-of-the-cabinet\n"), ordo.WithHTTPClient(&http.Client{Transport: rz.Transport()}))
		_, err := c.GetOrder(t.Context(), rz.Place(teapots()))
		require.NoError(t, err)
		time.Sleep(25 * time.Hour) // unused for a day, it is dead
		_, err = c.GetOrder(t.Context(), 1)
		require.ErrorIs(t, err, ordo.ErrAuth)
		require.Zero(t, rz.Calls("POST /sites"))
	})
}

func TestARightThatIsMissingIsNoOldToken(t *testing.T) {
	inBubble(t, rozetkatest.Settings{NoOrderRights: true}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		_, err := c.GetOrder(t.Context(), rz.Place(teapots()))
		require.ErrorIs(t, err, ordo.ErrAuth)
		require.ErrorContains(t, err, "1010")
		require.Equal(t, 1, rz.Calls("POST /sites"))
	})
}

func TestThousandsOfOrdersAreFoundEachOnce(t *testing.T) {
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		for range 2010 {
			rz.Place(rozetkatest.Order{})
		}
		seen := map[int64]bool{}
		for o, err := range c.ListOrders(t.Context(), rozetka.OrderFilter{Sort: "id"}) {
			require.NoError(t, err)
			require.False(t, seen[o.ID])
			seen[o.ID] = true
		}
		require.Len(t, seen, 2010)
		require.Equal(t, 101, rz.Calls("GET /orders/search"))
	})
}

func TestAPageThatIsAnsweredAgainEndsAListAndIsSaid(t *testing.T) {
	inBubble(t, rozetkatest.Settings{IgnorePage: true}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		for range 21 {
			rz.Place(rozetkatest.Order{})
		}
		n := 0
		var last error
		for _, err := range c.ListOrders(t.Context(), rozetka.OrderFilter{}) {
			if last = err; err == nil {
				n++
			}
		}
		require.Equal(t, 20, n)
		require.ErrorContains(t, last, "no progress")
		require.Equal(t, 2, rz.Calls("GET /orders/search"))
	})
}

func TestAListWithoutPagesEndsWhereItBeginsAnew(t *testing.T) {
	rows := `{"id":1},{"id":2}`
	calls := 0
	c := answering(t, func(*http.Request) string {
		calls++
		return `{"success":true,"content":{"orders":[` + rows + `]}}`
	})
	n := 0
	for _, err := range c.ListOrders(t.Context(), rozetka.OrderFilter{}) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, []int{2, 2}, []int{n, calls})
}

// fault: a list whose pages do not say how many there are ended with the first one
func TestAListThatDoesNotSayHowManyPagesThereAreIsReadOn(t *testing.T) {
	for _, meta := range []string{`{"totalCount":3,"currentPage":%s}`, `{"totalCount":3,"pageCount":null}`, `[]`} {
		c := answering(t, func(r *http.Request) string {
			number := r.URL.Query().Get("page")
			rows := map[string]string{"1": `{"id":1},{"id":2}`, "2": `{"id":3}`}[number]
			return `{"success":true,"content":{"orders":[` + rows + `],"_meta":` + strings.ReplaceAll(meta, "%s", number) + `}}`
		})
		var ids []int64
		for o, err := range c.ListOrders(t.Context(), rozetka.OrderFilter{}) {
			require.NoError(t, err)
			ids = append(ids, o.ID)
		}
		require.Equal(t, []int64{1, 2, 3}, ids, meta)
	}
}

// answering is a client with a token, whose requests are answered by a function.
func answering(t *testing.T, answer func(*http.Request) string) *rozetka.Client {
	t.Helper()
	return rozetka.New(rozetka.Token("t0ken-of-the-cabinet"), ordo.WithHTTPClient(&http.Client{
		Transport: fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(answer(r)))
		})),
	}))
}

// pain: RZ-P2
func TestARefusalIsNoSuccessWhateverTheStatusSays(t *testing.T) {
	for name, body := range map[string]string{
		"an object":       `{"success":false,"errors":{"message":"check_correctness_of_data","code":1005,"description":"Перевірте","details":{"status":["З 1 на 61."]}}}`,
		"an array":        `{"success":false,"errors":[{"message":"check_correctness_of_data","code":"1005","details":"З 1 на 61."}]}`,
		"texts":           `{"success":false,"content":{"id":910000123,"status":45},"errors":["forbidden: З 1 на 61."]}`,
		"success as text": `{"success":"0","errors":{"code":1005,"message":"x","details":["З 1 на 61."]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			c := answering(t, func(*http.Request) string { return body })
			_, err := c.SetStatus(t.Context(), 910000123, rozetka.StatusUpdate{Status: 45})
			require.ErrorIs(t, err, ordo.ErrInvalid)
			require.ErrorContains(t, err, "З 1 на 61.")
			require.NotEmpty(t, rozetka.ProblemsOf(err))
		})
	}
}

// A refusal without a reason, and an answer about another order, decide nothing: the order is read.
func TestWhatDecidesNothingIsLookedUp(t *testing.T) {
	for name, body := range map[string]string{
		"no reason": `{"success":false}`, "no content": `{"success":true,"content":null}`, "an empty error": `{"success":false,"errors":[]}`,
		"a server's error": `{"success":false,"errors":{"message":"server_error","code":0}}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				writes := 0
				c := answering(t, func(r *http.Request) string {
					if r.Method == http.MethodGet {
						return `{"success":true,"content":{"id":910000123,"status":26}}`
					}
					writes++
					return body
				})
				o, err := c.SetStatus(t.Context(), 910000123, rozetka.StatusUpdate{Status: 26})
				require.NoError(t, err, "the order has the status")
				require.Equal(t, []int{26, 1}, []int{o.Status, writes})
			})
		})
	}
}

func TestAStatusIsSetOnceThoughItsAnswerIsLost(t *testing.T) {
	for name, fault := range map[string]fake.Fault{"before": fake.ResetBefore(), "after": fake.ResetAfter(), "502 after": fake.StatusAfter(502)} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
				id := rz.Place(rozetkatest.Order{Status: 26})
				rz.Faults().Next("orders/update", fault)
				o, err := c.SetStatus(t.Context(), id, rozetka.StatusUpdate{Status: 2, TTN: "20450000000001", Comment: "так"}, rozetka.ExpandAvailable)
				require.NoError(t, err)
				require.Equal(t, []any{61, "20450000000001"}, []any{o.Status, o.TTN}, "ROZETKA goes on to 61 itself")
				require.True(t, o.Has(rozetka.ExpandAvailable))
				require.Equal(t, 1, rz.Commits("orders/update"))
			})
		})
	}
}

func TestAStatusThatLacksSomethingIsNotSent(t *testing.T) {
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		for _, u := range []rozetka.StatusUpdate{{}, {Status: 3}, {Status: 61}, {Status: 49}} {
			_, err := c.SetStatus(t.Context(), 1, u)
			require.ErrorIs(t, err, ordo.ErrInvalid)
			require.ErrorContains(t, err, "not sent")
		}
		require.Zero(t, rz.Calls("*"))
	})
}

// pain: RZ-P3
func TestWhatWasNotAskedForIsNotEmpty(t *testing.T) {
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		id := rz.Place(teapots())
		bare, err := c.GetOrder(t.Context(), id)
		require.NoError(t, err)
		require.False(t, bare.Has(rozetka.ExpandPurchases))
		whole, err := c.GetOrder(t.Context(), id, rozetka.ExpandPurchases, rozetka.ExpandItems, rozetka.ExpandDelivery)
		require.NoError(t, err)
		require.True(t, whole.Has(rozetka.ExpandPurchases, rozetka.ExpandDelivery))
		require.False(t, whole.Has(rozetka.ExpandPayment))
		require.Len(t, whole.Purchases, 2)
	})
	for r, err := range answering(t, func(*http.Request) string {
		return `{"success":true,"content":{"id":5,"status":1,"changed":"2026-03-01 10:00:00"}}`
	}).Channel().Orders(t.Context(), "5") {
		require.NoError(t, err)
		require.ErrorContains(t, r.Problem, "not the whole order")
	}
}

func TestRowsAreEditedAndTheEditIsFoundAfterALostAnswer(t *testing.T) {
	for name, fault := range map[string]fake.Fault{"answered": {}, "lost before": fake.ResetBefore(), "lost after": fake.ResetAfter()} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
				o := teapots()
				o.Status = 26
				id := rz.Place(o)
				rz.List(rozetkatest.Good{ItemID: 55777, OfferID: "L-3", Name: "Ложка", Price: 10_00})
				o, _ = rz.Order(id)
				rz.Faults().Next("orders/update", fault)
				got, err := c.EditPurchases(t.Context(), id, []rozetka.PurchaseEdit{
					{ID: o.Lines[0].ID, Quantity: 3},
					{ItemID: 55777, Quantity: 5},
					{ItemID: 45116, Quantity: 1, Additional: true, Price: amount.UAH(120_00)},
				})
				require.NoError(t, err)
				require.Equal(t, 1, rz.Commits("orders/update"))
				require.Equal(t, amount.UAH(2100_00+50_00+120_00), got.AmountWithDiscount)
			})
		})
	}
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		for _, rows := range [][]rozetka.PurchaseEdit{nil, {{Quantity: 1}}, {{ID: 1}}, {{ID: 1, Quantity: 1, Price: amount.UAH(1)}}, {{ItemID: 1, Quantity: 1, Additional: true, Price: amount.EUR(1)}}} {
			_, err := c.EditPurchases(t.Context(), 1, rows)
			require.ErrorIs(t, err, ordo.ErrInvalid)
		}
		require.Zero(t, rz.Calls("*"))
	})
}

func TestAnOrderIsRestoredOnce(t *testing.T) {
	for name, fault := range map[string]fake.Fault{"answered": {}, "lost before": fake.ResetBefore(), "lost after": fake.ResetAfter()} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
				id := rz.Place(teapots())
				require.NoError(t, rz.CancelByBuyer(id))
				rz.Faults().Next("POST /orders/restore", fault)
				again, err := c.RestoreOrder(t.Context(), id)
				require.NoError(t, err)
				o, found := rz.Order(again)
				require.True(t, found)
				require.Equal(t, 26, o.Status)
				twice, err := c.RestoreOrder(t.Context(), id)
				require.NoError(t, err)
				require.Equal(t, again, twice)
				require.Len(t, rz.Orders(), 2)
			})
		})
	}
}

func TestRecipientAndPaymentAreChangedInWorkOnly(t *testing.T) {
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		id := rz.Place(rozetkatest.Order{Status: 26})
		rz.Faults().Next("POST /orders/update-receiver", fake.ResetAfter())
		d, err := c.UpdateReceiver(t.Context(), id, rozetka.Receiver{Name: "Зразок Петро", Phone: "380670000003"})
		require.NoError(t, err)
		require.Equal(t, "Зразок Петро", d.Recipient)
		methods, err := c.ListPaymentOptions(t.Context(), id)
		require.NoError(t, err)
		require.NotEmpty(t, methods)
		o, err := c.UpdatePayment(t.Context(), id, methods[0].ID, rozetka.ExpandPayment)
		require.NoError(t, err)
		require.Equal(t, methods[0].ID, o.Payment.MethodID)
		require.NoError(t, rz.SetStatus(id, 3))
		_, err = c.UpdateReceiver(t.Context(), id, rozetka.Receiver{Name: "Інший"})
		require.ErrorIs(t, err, ordo.ErrInvalid)
		_, err = c.UpdateReceiver(t.Context(), id, rozetka.Receiver{})
		require.ErrorContains(t, err, "not sent")
	})
}

func TestDictionariesAndCounts(t *testing.T) {
	for _, st := range []rozetkatest.Settings{{}, {DocumentedNames: true}} {
		inBubble(t, st, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
			id := rz.Place(rozetkatest.Order{Payment: rozetkatest.Payment{MethodID: 4524, Status: "unpaid"}})
			names := map[int]string{}
			for s, err := range c.ListStatuses(t.Context(), rozetka.StatusFilter{Available: true}) {
				require.NoError(t, err)
				require.NoError(t, s.Problem)
				names[s.ID] = s.NameUK + s.NameUA
			}
			require.Greater(t, len(names), 80)
			require.Equal(t, "Обробляється менеджером", names[26])
			var to []int
			for tr, err := range c.ListTransitions(t.Context(), rozetka.TransitionFilter{From: 1}) {
				require.NoError(t, err)
				to = append(to, tr.To)
			}
			require.Contains(t, to, 26)
			counts, err := c.CountOrders(t.Context())
			require.NoError(t, err)
			require.Equal(t, []int{1, 1}, []int{counts.All, counts.New})
			paid, err := c.GetPaymentStatus(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, "unpaid", paid.Name)
			all, err := c.ListPaymentStatuses(t.Context())
			require.NoError(t, err)
			require.Len(t, all, 10)
			services := map[int64]string{}
			for s, err := range c.ListDeliveryServices(t.Context()) {
				require.NoError(t, err)
				services[s.ID] = s.Name
			}
			require.Equal(t, "Нова Пошта", services[rozetka.ServiceNovaPoshta])
		})
	}
}

func TestABuyersRequestIsDecided(t *testing.T) {
	inBubble(t, rozetkatest.Settings{}, func(t *testing.T, rz *rozetkatest.Server, c *rozetka.Client) {
		id, err := rz.Ask(rz.Place(teapots()), 1, "передзвоніть")
		require.NoError(t, err)
		for call, err := range c.ListCalls(t.Context(), rozetka.CallFilter{Type: 1, CreatedFrom: time.Now().Add(-time.Hour)}) {
			require.NoError(t, err)
			require.Equal(t, id, call.ID)
			require.Equal(t, "передзвоніть", call.Message)
		}
		rz.Faults().Next("PUT /calls/change-status", fake.ResetAfter())
		call, err := c.SetCallStatus(t.Context(), id, rozetka.CallDecided, "подзвонили")
		require.NoError(t, err)
		require.Equal(t, rozetka.CallDecided, call.Status)
		_, err = c.SetCallStatus(t.Context(), id, 5, "")
		require.ErrorContains(t, err, "not sent")
		_, err = c.SetCallStatus(t.Context(), id, rozetka.CallDecided, string(make([]rune, 301)))
		require.ErrorContains(t, err, "at most 300")
	})
}

func TestAReceiptIsNeverMadeTwice(t *testing.T) {
	for name, made := range map[string]string{"made": "1", "not yet": "0"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				writes := 0
				c := answering(t, func(r *http.Request) string {
					if r.Method == http.MethodGet {
						return `{"success":true,"content":{"status":` + made + `}}`
					}
					writes++
					return `<html>`
				})
				err := c.CreateReceipt(t.Context(), rozetka.Receipt{OrderID: 910000123})
				if made == "1" {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, ordo.ErrInDoubt)
				}
				require.Equal(t, 1, writes)
			})
		})
	}
}

func TestADeliveryIsChangedToAnotherThatMayBeChosen(t *testing.T) {
	var sent string
	c := answering(t, func(r *http.Request) string {
		if r.Method == http.MethodGet {
			require.Equal(t, "payment_method_id=1&sla_rz_id=11", r.URL.RawQuery)
			return `{"success":true,"content":{"delivery_methods":[{"id":1,"name":"Самовивіз"}],"delivery_service_couriers":[],
				"delivery_service_pickups":[{"id":5,"mdm_id":"bdbb","name":"Нова Пошта"},{"id":{"odd":1},"name":"?"}],"delivery_service_virtual":null}}`
		}
		b, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		sent = string(b)
		return `{"success":true,"content":{"delivery_service_id":5,"delivery_method_id":1,"place_id":21033,"place_number":"320","cost":null,"city":{"id":1}}}`
	})
	open, err := c.GetDeliveryOptions(t.Context(), 11, 1)
	require.NoError(t, err)
	require.Equal(t, "Нова Пошта", open.Pickups[0].Name)
	require.Error(t, open.Pickups[1].Problem, "an odd row is its own problem")
	d, err := c.UpdateDelivery(t.Context(), 910000123, rozetka.DeliveryUpdate{MethodID: rozetka.MethodPickup, ServiceID: 5, CityID: 1, PlaceID: 21033})
	require.NoError(t, err)
	require.Equal(t, "320", d.Number)
	require.JSONEq(t, `{"order_id":910000123,"delivery":{"delivery_method_id":1,"delivery_service_id":5,"city":{"id":1},"place_id":21033}}`, sent)
	for _, u := range []rozetka.DeliveryUpdate{
		{}, {MethodID: 1, ServiceID: 5, CityID: 1}, {MethodID: 2, ServiceID: 5, CityID: 1, StreetID: 7}, {MethodID: 3, ServiceID: 5, CityID: 1, PlaceID: 1},
	} {
		_, err := c.UpdateDelivery(t.Context(), 910000123, u)
		require.ErrorContains(t, err, "not sent")
	}
}
