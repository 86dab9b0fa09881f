package novaposhta_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/carriers/carriertest"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// client returns a client of a fake, without sockets.
func client(srv *novaposhtatest.Server, key string) *novaposhta.Client {
	return novaposhta.New(key, ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()}), ordo.WithBaseURL("https://np.example"), ordo.WithLimits(ordo.Limits{}))
}

// fill sets what the sample order of the suite does not have: it is in roubles, and its phone is Russian.
func fill(v carriers.Values) {
	if v["ServiceType"] == "WarehousePostomat" {
		defer delete(v, "BackwardDeliveryData.RedeliveryString") // lockers collect no money
	}
	v["RecipientsPhone"] = "+380670000002"
	v["RecipientName"] = "Зразкова Олена"
	v["Cost"] = "4800"
	v["BackwardDeliveryData.RedeliveryString"], v["BackwardDeliveryData.PayerType"] = "5100.00", "Recipient"
}

func fixture(t *testing.T, st novaposhtatest.Settings, to order.Delivery, opts ...novaposhta.CarrierOption) carriertest.Fixture {
	t.Helper()
	srv := novaposhtatest.New(st)
	t.Cleanup(srv.Close)
	opts = append([]novaposhta.CarrierOption{novaposhta.FromWarehouse(novaposhtatest.BranchKyiv)}, opts...)
	return carriertest.Fixture{
		Port:           client(srv, novaposhtatest.DefaultKey).Carrier(opts...),
		BadCredentials: client(srv, "ffffffffffffffffffffffffffffffff").Carrier(opts...),
		Count: func() (n int) {
			for _, w := range srv.Waybills() {
				if !w.Deleted {
					n++
				}
			}
			return n
		},
		Delivery:    to,
		Fill:        fill,
		Process:     func() { time.Sleep(2 * st.HideFor) },
		Refuses:     func(key string) { srv.Fail(key, "20000203729", "Recipient Warehouse max allowed weight: 1") },
		FailsOnce:   func() { srv.Faults().Next("InternetDocument.save", fake.BadGateway()) },
		LosesAnswer: func() { srv.Faults().Next("InternetDocument.save", fake.ResetAfter()) },
		Moves: func(key string, to status.ShipmentState) {
			switch to {
			case status.ShipmentSent:
				srv.HandOver(key)
			case status.ShipmentArrived:
				srv.Advance(key, novaposhtatest.Step{Code: "7"})
			case status.ShipmentHandedOut:
				srv.HandOut(key)
			case status.ShipmentComingBack:
				srv.Refuse(key, "Відмова")
			case status.ShipmentLost:
				srv.Destroy(key)
			}
		},
	}
}

func TestTheCarrierKeepsThePromisesOfThePort(t *testing.T) {
	branch := order.Delivery{City: "Львів", Point: novaposhtatest.BranchLviv}
	for name, tt := range map[string]struct {
		st   novaposhtatest.Settings
		to   order.Delivery
		opts []novaposhta.CarrierOption
	}{
		"to a branch":          {novaposhtatest.Settings{}, branch, nil},
		"to a locker":          {novaposhtatest.Settings{}, order.Delivery{City: "Львів", Point: novaposhtatest.LockerLviv}, nil},
		"shown after a while":  {novaposhtatest.Settings{HideFor: 8 * time.Second}, branch, nil},
		"to a numbered branch": {novaposhtatest.Settings{}, order.Delivery{City: "м. Львів", Point: "10"}, nil},
		"the sender is stated": {novaposhtatest.Settings{}, branch, []novaposhta.CarrierOption{novaposhta.WithSender(novaposhtatest.Sender, novaposhtatest.SenderContact, "+"+novaposhtatest.SenderPhone)}},
	} {
		t.Run(name, func(t *testing.T) {
			carriertest.RunInBubble(t, func(t *testing.T) carriertest.Fixture { return fixture(t, tt.st, tt.to, tt.opts...) })
		})
	}
}
