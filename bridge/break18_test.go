package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/messages/messagetest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// The code of a unit on its way is corrected while the report of the other one is being checked: the code that the unit
// has in the end leaves circulation.
func TestACodeCorrectedWhileItsReportIsCheckedLeaves(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Codes.Put(otherShoeCode)
		s.Codes.Waits = true
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Waybill: "1105478203"})
		time.Sleep(time.Minute)
		s.Sync()
		require.Len(t, s.Codes.Reports(), 1)
		x.Does(order.SetMark{Line: "shoes", Code: otherShoeCode})
		for range 5 {
			s.Codes.Process()
			time.Sleep(time.Hour)
			s.Sync()
		}
		require.Equal(t, marking.Out, s.Codes.Unit(otherShoeCode).State, "the code that the unit has")
	}, chaos.WithRegistry)
}

// What cannot go by SMS, as the gateway is down, goes by e-mail once the buyer has given an address.
func TestAMessageWhoseWayChangesAfterATryGoesOut(t *testing.T) {
	p, sms := &messagetest.Memory{}, &messagetest.Memory{}
	for range 1000 {
		sms.FailsOnce()
	}
	sells(t, func(s *chaos.Shop) {
		d := chaos.ShoesAndSocks()
		d.Buyer = order.Buyer{Name: "Иванова Анна", Phone: "+79000000000"}
		go func() { // after some tries, and before they are given up
			time.Sleep(20 * time.Second)
			_, err := s.Bridge.Do(s.Context(), "shop-1/A-1042", order.ChangeDetails{Buyer: order.Buyer{Email: "anna@mail.example"}}, order.By{Actor: chaos.Clerk})
			assert.NoError(t, err)
		}()
		x := s.Sells(d)
		x.Settle()
		require.Empty(t, sms.Sent())
		for _, o := range x.Owes() {
			t.Log(o.Phase, o.Attempts, o.Outcome.Text, o.Problem)
		}
		require.Len(t, p.Sent(), 1)
	}, func(s *chaos.Shop) {
		s.Way.Messages = []bridge.MessageRule{{On: bridge.OnPlaced, Region: "RU", Via: []bridge.Via{
			{Account: "mail-1", Kind: messages.KindEmail}, {Account: "sms-1", Kind: messages.KindSMS},
		}}}
		s.Options = append(s.Options, bridge.Account("mail-1", p), bridge.Account("sms-1", sms))
	})
}

// A mail that came back is sent again whatever its key has: a # may be in the name of a rule or the number of an order.
func TestAMailThatCameBackIsSentAgainWhateverItsKeyHas(t *testing.T) {
	p := &messagetest.Memory{}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Settle()
		require.NoError(t, s.Bridge.MessageFailed(s.Context(), "mail-1", p.Sent()[0].Key, "5.1.1 no such user"))
		x.Does(order.ChangeDetails{Buyer: order.Buyer{Email: "anna@mail.example"}})
		x.Settle()
		require.Len(t, p.Sent(), 2, "%v", said(p))
	}, withMail(p, bridge.MessageRule{Name: "letter #1", Template: "placed", On: bridge.OnPlaced, Via: byEmail}))
}

// By receipt, a code that came late goes out with the receipt, and the order knows.
func TestByReceiptALateCodeIsAskedFor(t *testing.T) {
	late := func(s *chaos.Shop) {
		scheme, _ := order.ByCarrier.Rules()
		scheme.MarksBefore = ""
		s.Scheme = scheme
	}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		x.Pays()
		x.Does(order.HandOver{Waybill: "1105478203"})
		x.Hands()
		x.Settle()
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode})
		x.Settle()
		require.Equal(t, []string{"out: out 1 times, back 0 times, 0 repeats", "shoes 0 out true"}, x.InRegistry())
	}, chaos.WithRegistryByReceipt, late)
}
