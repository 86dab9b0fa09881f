package cdek_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/carriertest"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

const hookAddress = "https://shop.example/hooks/cdek/5f3e9a"

// shop is how the tests' shop ships.
func shop(more ...cdek.CarrierOption) []cdek.CarrierOption {
	return append([]cdek.CarrierOption{
		cdek.FromOffice("MSK5"), cdek.WithWebhook(hookAddress),
		cdek.WithSender(cdek.Contact{Company: "Vesna LLC", Name: "Orlova Anna", Phones: []cdek.Phone{{Number: "+79010000001"}}}),
	}, more...)
}

// fixture is a contract with a CDEK of its own.
func fixture(t *testing.T, st cdektest.Settings, to order.Delivery) carriertest.Fixture {
	t.Helper()
	var last []byte // the webhook that CDEK sent last
	st.Receiver.Transport = fake.Direct(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { last, _ = io.ReadAll(r.Body) }))
	srv := cdektest.New(st)
	t.Cleanup(srv.Close)
	codes := map[status.ShipmentState]string{
		status.ShipmentSent: "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", status.ShipmentArrived: "ACCEPTED_AT_PICK_UP_POINT",
		status.ShipmentHandedOut: "DELIVERED", status.ShipmentComingBack: "NOT_DELIVERED", status.ShipmentLost: "NOT_DELIVERED",
	}
	call := func(path string) func(string) (*http.Request, []byte) {
		return func(key string) (*http.Request, []byte) {
			if last == nil {
				if _, err := client(srv).CreateSubscription(t.Context(), cdek.EventOrderStatus, hookAddress); err != nil {
					t.Fatal(err)
				}
				srv.Ship(key)
				srv.SendHooks(t.Context())
			}
			return httptest.NewRequest(http.MethodPost, path, http.NoBody), last
		}
	}
	stranger := cdek.New("nobody", "guess", ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()}))
	return carriertest.Fixture{
		Port:           client(srv).Carrier(shop()...),
		BadCredentials: stranger.Carrier(shop()...),
		Count: func() (n int) {
			for _, o := range srv.Orders() {
				if o.Valid() && o.Body["is_client_return"] != true && !o.IsReturn && o.Number != "" {
					n++
				}
			}
			return n
		},
		Delivery: to,
		Process:  srv.Settle,
		Refuses: func(key string) {
			srv.Fail(key, "ve_package_weight_too_large", "Вес места слишком велик")
		},
		LosesAnswer: func() { srv.Faults().Next("POST /v2/orders", fake.ResetAfter()) },
		FailsOnce:   func() { srv.Faults().Next("POST /v2/orders", fake.BadGateway()) },
		Moves: func(key string, to status.ShipmentState) {
			s := cdektest.Step{Code: codes[to], City: "Москва"}
			switch to {
			case status.ShipmentComingBack:
				s.Reason = "23"
			case status.ShipmentLost:
				s.Reason = "26"
			}
			srv.Advance(key, s)
		},
		HandsOut:      srv.DeliverPart,
		Call:          call("/hooks/cdek/5f3e9a"),
		Forged:        call("/hooks/cdek/guess"),
		Subscriptions: func() int { return len(srv.Subscriptions()) },
	}
}

func TestTheCarrierKeepsThePromisesOfThePort(t *testing.T) {
	office := order.Delivery{City: "Санкт-Петербург", Point: "SPB14"}
	for name, tt := range map[string]struct {
		st cdektest.Settings
		to order.Delivery
	}{
		"to an office":        {cdektest.Settings{CheckReads: 1000}, office},
		"to the door":         {cdektest.Settings{CheckReads: 1000}, order.Delivery{City: "Новосибирск", Address: "ул. Ленина, 1, кв. 5"}},
		"to a locker":         {cdektest.Settings{CheckReads: 1000}, order.Delivery{City: "Москва", Point: "MSK900"}},
		"checked at once":     {cdektest.Settings{CheckReads: -1}, office},
		"checked on reading":  {cdektest.Settings{}, office},
		"refusals by request": {cdektest.Settings{RefuseByRequest: true}, office},
	} {
		t.Run(name, func(t *testing.T) {
			carriertest.RunInBubble(t, func(t *testing.T) carriertest.Fixture { return fixture(t, tt.st, tt.to) })
		})
	}
}
