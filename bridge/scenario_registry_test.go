package bridge_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
)

// atRegistry is a marked shop whose codes are at Честный знак, by its client and its fake.
func atRegistry(zn **chestnyznaktest.Server, by bridge.WithdrawBy) func(*chaos.Shop) {
	return func(s *chaos.Shop) {
		v := chestnyznaktest.New(chestnyznaktest.Settings{})
		s.Cleanup(v.Close)
		v.Add(chestnyznaktest.Code{Full: chaos.ShoeCode, Group: "shoes"})
		client := chestnyznak.New(v.Signer(), ordo.WithHTTPClient(&http.Client{Transport: v.Transport()}))
		s.Way.Registry, s.Way.WithdrawBy = "cz-1", by
		s.Options = append(s.Options, bridge.Account("cz-1", client.Registry(chestnyznak.Settings{INN: chestnyznaktest.DefaultINN})))
		*zn = v
	}
}

// The client of Честный знак behind the bridge: whatever answer is lost, one document withdraws the code, with the sale
// document of 1C, and one brings it back, with the receipt of the refund.
//
// part of: B24-10
func TestCodesAtChestnyZnakMoveOnceByDocument(t *testing.T) {
	for name, fault := range map[string]fake.Fault{
		"answered": {}, "the answer is lost": fake.ResetAfter(), "the connection is lost before": fake.ResetBefore(), "503": fake.Status(http.StatusServiceUnavailable),
	} {
		t.Run(name, func(t *testing.T) {
			var zn *chestnyznaktest.Server
			sells(t, func(s *chaos.Shop) {
				if name != "answered" {
					zn.Faults().Next("documents/create", fault)
				}
				x := issuesShoes(s)
				for range 12 {
					time.Sleep(5 * time.Minute)
					x.Settle()
				}
				require.Equal(t, 1, zn.Code(chaos.ShoeCode).Withdrawals, "%v", s.Tail())
				require.Equal(t, 0, zn.Code(chaos.ShoeCode).Repeats)
				require.Len(t, zn.Documents(), 1)
				require.NotEmpty(t, x.Order().View().Lines[0].Marks[0].Out)
				x.As(chaos.Seller1, order.Deliver{})
				comesBack(x)
				for range 3 {
					time.Sleep(5 * time.Minute)
					x.Settle()
				}
				c := zn.Code(chaos.ShoeCode)
				require.Equal(t, []int{1, 1, 0}, []int{c.Withdrawals, c.Returns, c.Repeats}, "%v", s.Tail())
				require.Equal(t, chestnyznaktest.Introduced, c.Status)
				require.Empty(t, x.Order().View().Lines[0].Marks[0].Out)
				require.Empty(t, x.Owes())
			}, chaos.With1C, atRegistry(&zn, bridge.WithdrawByDocument))
		})
	}
}

// By receipt the operator of fiscal data tells the registry; the client only asks.
//
// part of: B24-10
func TestCodesAtChestnyZnakMoveOnceByReceipt(t *testing.T) {
	var zn *chestnyznaktest.Server
	sells(t, func(s *chaos.Shop) {
		x := issuesShoes(s)
		go func() { // the operator of fiscal data passes the receipt on
			time.Sleep(10 * time.Minute)
			zn.Sell(chaos.ShoeCode)
		}()
		x.As(chaos.Seller1, order.Deliver{})
		require.Equal(t, []string{"sell"}, withCode(x))
		require.NotEmpty(t, x.Order().View().Lines[0].Marks[0].Out, "%v", s.Tail())
		require.Empty(t, x.Owes())
		c := zn.Code(chaos.ShoeCode)
		require.Equal(t, []int{1, 0, 0}, []int{c.Withdrawals, c.Returns, c.Repeats})
		require.Zero(t, zn.Calls("documents/create"))
	}, chaos.With1C, atRegistry(&zn, bridge.WithdrawByReceipt))
}
