package bridge_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

const ttn = "20450000000001"

// onROZETKA runs a test on a stall over a store in memory.
func onROZETKA(t *testing.T, f func(s *chaos.Stall), set ...func(s *chaos.Stall)) {
	t.Helper()
	chaos.TradeOnROZETKA(t, chaos.Memory, f, set...)
}

// today are ROZETKA's statuses of today.
func today(s *chaos.Stall) { s.Profile, s.RZSettings.Profile = rozetka.Today, rozetkatest.Today }

// covers: RZ-1b, RZ-1c, RZ-1e, RZ-1f
func TestTheDocumentsLeadAnOrderThroughROZETKA(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		d.Stands(26, status.OrderInWork)
		d.Invoices()
		d.Stands(2, status.OrderAssembling)
		d.Sends("sent", ttn)
		d.Stands(3, status.OrderHandedToCarrier)
		require.Equal(t, ttn, d.There().TTN)
		d.Sends("delivered", "")
		require.Equal(t, 3, d.There().Status, "with a number ROZETKA's tracking says so")
		d.Tracks(5)
		d.Settle()
		d.Stands(5, status.OrderArrived)
		d.Sends("received", "")
		d.Stands(6, status.OrderCompleted)
		require.Equal(t, 4, s.RZ.Commits("orders/update"), "26, 2, 3 and 6")
		s.Quiet()
	})
}

// covers: RZ-1a
func TestOnlyANewOrderIsTakenIntoWork(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		there := map[int]*chaos.Deal{}
		for _, code := range []int{1, 47, 2} {
			there[code] = s.Found(chaos.Kettles())
			if code != 1 {
				require.NoError(t, s.RZ.SetStatus(there[code].ID, code))
			}
		}
		s.Settle()
		there[1].Stands(26, status.OrderInWork)
		there[47].Stands(47, status.OrderInWork)
		there[2].Stands(2, status.OrderAssembling)
		require.Equal(t, 1, s.RZ.Commits("orders/update"))
		s.Quiet()
	})
}

// part of: RZ-1c
func TestTodayTheWaybillIsAnnouncedAndTrackingTellsTheRest(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		d.Invoices()
		d.Sends("sent", ttn)
		d.Stands(61, status.OrderHandedToCarrier)
		for _, step := range []struct {
			code int
			here status.OrderState
		}{{3, status.OrderHandedToCarrier}, {5, status.OrderArrived}, {6, status.OrderCompleted}} {
			d.Tracks(step.code)
			d.Settle()
			d.Stands(step.code, step.here)
		}
		require.Equal(t, 3, s.RZ.Commits("orders/update"), "26, 2 and 61")
		s.Quiet()
	}, today)
}

// covers: RZ-1d
func TestTheOwnCourierHasNoNumber(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		o := chaos.Kettles()
		o.Delivery = rozetkatest.Delivery{ServiceID: 10, MethodID: 2, City: "Київ", Street: "вул. Прикладна", House: "8"}
		d := s.Loads(o)
		d.Invoices()
		d.Sends("sent", "")
		d.Stands(4, status.OrderOutWithCourier)
		d.Sends("delivered", "")
		d.Stands(5, status.OrderArrived)
		d.Sends("received", "")
		d.Stands(6, status.OrderCompleted)
		s.Quiet()
	})
}

// covers: RZ-1g
func TestStepsMayBeLeftOut(t *testing.T) {
	for _, p := range []func(*chaos.Stall){func(*chaos.Stall) {}, today} {
		onROZETKA(t, func(s *chaos.Stall) {
			d := s.Loads(chaos.Kettles())
			d.Sends("received", "")
			d.Stands(6, status.OrderCompleted)
			var refused *order.Refused
			require.ErrorAs(t, d.Waybill("sent", ttn), &refused, "there is no way back")
			d.Settle()
			d.Stands(6, status.OrderCompleted)

			d = s.Loads(chaos.Kettles())
			d.Sends("received", ttn)
			d.Stands(6, status.OrderCompleted)

			d = s.Loads(chaos.Kettles())
			d.Invoices()
			d.Sends("delivered", "")
			d.Stands(5, status.OrderArrived)
			s.Quiet()
		}, p)
	}
}

// covers: RZ-2
func TestWhichOrdersOfROZETKAAreLoaded(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		s.Sync() // the first run: the window begins a day before
		const many = 300
		for range many {
			s.Found(chaos.Kettles())
		}
		failed := s.Found(chaos.Kettles())
		require.NoError(t, s.RZ.CancelByBuyer(failed.ID))
		done := s.Found(chaos.Kettles())
		require.NoError(t, s.RZ.SetStatus(done.ID, 6))
		began := time.Now()
		s.Settle()
		loaded := 0
		for o, err := range s.Store.Orders(s.Context(), bridge.OrderFilter{Account: "rz-1"}) {
			require.NoError(t, err)
			require.NotEqual(t, failed.Key(), o.ID, "one that ended without success is never loaded")
			loaded++
		}
		require.Equal(t, many+1, loaded)

		time.Sleep(48 * time.Hour)
		s.RZ.Faults().Next("GET /orders/search", fake.Status(503), fake.Status(503), fake.Status(503), fake.Status(503), fake.Status(503), fake.Status(503))
		last := s.Sync().Runs
		for _, r := range last {
			if r.Account == "rz-1" {
				require.Equal(t, bridge.ResultFailed, r.Result)
			}
		}
		time.Sleep(24 * time.Hour)
		s.RZ.Forget()
		s.Sync()
		var from string
		for _, e := range s.RZ.Exchanges() {
			if v, err := url.ParseQuery(e.Query); err == nil && from == "" {
				from = v.Get("changed_from")
			}
		}
		kyiv, err := time.LoadLocation("Europe/Kyiv")
		require.NoError(t, err)
		require.Contains(t, from, began.Add(-24*time.Hour).In(kyiv).Format("2006-01-02"), "the last pass that succeeded, less a day")
	})
}

// part of: RZ-2
func TestAnIntervalUnderTenMinutesIsReported(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		require.ErrorContains(t, s.Bridge.Check(s.Context()), "5m0s, which never runs")
	}, func(s *chaos.Stall) {
		s.Options = append(s.Options, bridge.Schedule{Account: "rz-1", Every: []time.Duration{5 * time.Minute, 15 * time.Minute, time.Hour}})
	})
}

// covers: RZ-3
func TestWhereALoadedOrderLands(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		type at struct {
			state     status.OrderState
			where     string
			documents string
		}
		want := map[int]at{
			1: {status.OrderNew, "remote order", ""}, 26: {status.OrderInWork, "remote order", ""},
			2:  {status.OrderAssembling, "invoice", "invoice issued"},
			3:  {status.OrderHandedToCarrier, "invoice and waybill", "invoice issued, waybill sent"},
			4:  {status.OrderOutWithCourier, "invoice and waybill", "invoice issued, waybill sent"},
			5:  {status.OrderArrived, "invoice and waybill", "invoice issued, waybill delivered"},
			6:  {status.OrderCompleted, "prepaid invoice and waybill", "invoice issued, waybill received"},
			54: {status.OrderInWork, "remote order", ""},                                                   // by its category
			65: {status.OrderHandedToCarrier, "invoice and waybill", "invoice issued, waybill sent"},       // by its category
			87: {status.OrderCompleted, "prepaid invoice and waybill", "invoice issued, waybill received"}, // by its category
		}
		deals := map[int]*chaos.Deal{}
		for code := range want {
			o := chaos.Kettles()
			if code == 3 {
				o.TTN = ttn
			}
			deals[code] = s.Found(o)
			if code != 1 {
				require.NoError(t, s.RZ.SetStatus(deals[code].ID, code))
			}
		}
		unknown, inPart := s.Found(chaos.Kettles()), s.Found(chaos.Kettles())
		require.NoError(t, s.RZ.SetStatus(unknown.ID, 4711))
		require.NoError(t, s.RZ.SetStatus(inPart.ID, 68))
		where := map[string]string{}
		for _, r := range s.Sync().Runs {
			for _, l := range r.Loaded {
				where[l.Order] = l.Where
			}
		}
		for code, w := range want {
			d := deals[code]
			v := d.Here().View()
			if code != 1 { // which is taken at once
				require.Equal(t, w.state, v.State, "%d", code)
			}
			require.Equal(t, w.where, where[d.Key()], "%d", code)
			var documents []string
			for _, x := range v.Documents {
				documents = append(documents, x.Kind+" "+x.State)
			}
			require.Equal(t, w.documents, strings.Join(documents, ", "), "%d", code)
			require.Equal(t, code == 6 || code == 87, v.Due.Sign() <= 0, "%d is paid", code)
			require.Equal(t, amount.UAH(1520_00), v.Total, "prices are ROZETKA's")
		}
		require.True(t, unknown.Here().Held())
		require.True(t, inPart.Here().Held(), "received in part: people say which goods were")
		require.Equal(t, "invoice and waybill", where[inPart.Key()])
		require.Equal(t, amount.UAH(0), inPart.Here().View().Paid)
		require.Contains(t, strings.Join(unknown.Says(""), "\n"), "4711")
	})
}

// covers: RZ-4
func TestEditsInTheCabinetAreReadAndReported(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		time.Sleep(time.Minute)
		edit := func(f func([]rozetkatest.Line) []rozetkatest.Line) { require.NoError(t, s.RZ.EditLines(d.ID, f)) }
		edit(func(ls []rozetkatest.Line) []rozetkatest.Line {
			ls[0].Quantity = 1
			return append(ls[:1], rozetkatest.Line{OfferID: "41209", Name: "Блюдце", Price: 60_00, Quantity: 3})
		})
		require.NoError(t, s.RZ.EditRecipient(d.ID, rozetkatest.Person{LastName: "Бойко", FirstName: "Марко", Phone: "380631112233"}))
		require.NoError(t, s.RZ.EditPayment(d.ID, 2))
		s.Sync()
		v := d.Here().View()
		require.Equal(t, amount.UAH(880_00), v.Total)
		require.Equal(t, "Бойко Марко", v.Delivery.Recipient)
		said := strings.Join(d.Says(""), "\n")
		for _, part := range []string{"Чайник", "Чашка", "Блюдце"} {
			require.Contains(t, said, part, "each change is reported")
		}

		time.Sleep(time.Minute)
		edit(func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity = 2; return ls })
		d.Invoices()
		require.Equal(t, amount.UAH(1580_00), d.Here().View().Total, "applied before the invoice is made")
		d.Stands(2, status.OrderAssembling)

		err := d.Does(order.Edit{Remove: order.Pick(v.Lines[0].ID, amount.Pcs(1))})
		require.ErrorContains(t, err, "change them there (rozetka/rz-1/order/"+strconv.FormatInt(d.ID, 10)+")", "it names the order in the cabinet")
		s.Quiet()
	})
}

// covers: RZ-5
func TestCancelledInROZETKA(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		d.Invoices()
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.CancelByAdmin(d.ID))
		d.Settle()
		d.Stands(13, status.OrderCancelled)
		v := d.Here().View()
		require.Equal(t, "void-upstream", v.Documents[0].State, "the invoice is kept, marked")
		said := strings.Join(d.Says(""), "\n")
		require.Contains(t, said, v.Documents[0].Number)
		require.Contains(t, said, "2026-03-02")
		require.Equal(t, status.PartyChannel, v.Lines[0].Portions[0].Party)

		d = s.Loads(chaos.Kettles())
		time.Sleep(time.Minute)
		require.NoError(t, s.RZ.SetInCabinet(d.ID, rozetkatest.Change{Status: 42}))
		var refused *order.Refused
		require.ErrorAs(t, d.Invoice(), &refused, "found while the invoice is issued")
		d.Settle()
		d.Stands(42, status.OrderCancelled)
		require.Empty(t, d.Here().View().Documents, "no invoice is made")
		s.Quiet()
	})
}

// part of: RZ-6
func TestTodayTheSecondAttemptToReachTheBuyerIsKeptHere(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		d.Must(order.ContactBuyer{Channel: "phone", Text: "не відповідає"})
		d.Stands(47, status.OrderInWork)
		d.Must(order.ContactBuyer{Channel: "phone", Text: "знову"})
		d.Stands(47, status.OrderInWork)
		require.Len(t, d.Here().View().Contacts, 2)
		require.Contains(t, strings.Join(d.Says(""), "\n"), "keeps the first attempt")

		time.Sleep(59 * time.Minute)
		choices, err := s.Bridge.CancelChoices(s.Context(), d.Key())
		require.NoError(t, err)
		require.Empty(t, choices)
		time.Sleep(time.Minute)
		choices, err = s.Bridge.CancelChoices(s.Context(), d.Key())
		require.NoError(t, err)
		require.Len(t, choices, 1)
		require.Equal(t, "18", choices[0].Code, "an hour after the attempt")
		d.Must(order.Cancel{Code: "18", Reason: status.ReasonNoContact, Told: "sms"})
		d.Stands(18, status.OrderCancelled)
	}, today)
}

// covers: RZ-6
func TestCancellingFromHere(t *testing.T) {
	onROZETKA(t, func(s *chaos.Stall) {
		d := s.Loads(chaos.Kettles())
		choices, err := s.Bridge.CancelChoices(s.Context(), d.Key())
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(choices), 18, "about twenty from in work: %v", choices)

		err = d.Does(order.Cancel{Code: "42", Reason: status.ReasonOutOfStock})
		require.ErrorContains(t, err, "told", "a cancel carries how the buyer was told")
		d.Must(order.ContactBuyer{Channel: "phone", Text: "не відповідає"})
		d.Stands(47, status.OrderInWork)
		d.Must(order.WriteComment{Text: "передзвонити о 18"})
		require.Equal(t, 47, d.There().Status, "a comment alone leaves the status")
		require.Equal(t, "передзвонити о 18", d.There().Comments[0].Text)
		d.Must(order.ContactBuyer{Channel: "phone", Text: "знову"})
		d.Stands(48, status.OrderInWork)

		d = s.Loads(chaos.Kettles())
		d.Invoices()
		d.Must(order.Cancel{Code: "42", Reason: status.ReasonOutOfStock, Told: "phone", Text: "немає на складі"})
		d.Stands(42, status.OrderCancelled)
		require.Contains(t, fmt.Sprint(d.There().Comments), "немає на складі")

		d = s.Loads(chaos.Kettles())
		require.NoError(t, s.RZ.SetStatus(d.ID, 5))
		time.Sleep(time.Hour)
		d.Settle()
		choices, err = s.Bridge.CancelChoices(s.Context(), d.Key())
		require.NoError(t, err)
		var codes []string
		for _, c := range choices {
			codes = append(codes, c.Code)
		}
		require.ElementsMatch(t, []string{"11", "12"}, codes, "exactly two")
	})
}
