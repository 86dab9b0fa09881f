package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// program runs the program and returns all that it says.
func program(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return out.String(), errs.String(), code
}

// final returns an order as the program leaves it, rebuilt from the log that -json prints.
func final(t *testing.T, name string) order.View {
	t.Helper()
	stdout, stderr, code := program(t, "-json", "-order", name)
	require.Zero(t, code, stderr)
	var logs map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(stdout), &logs))
	require.Len(t, logs, 1)
	for id, log := range logs {
		events, err := order.ReadLog(bytes.NewReader(log))
		require.NoError(t, err)
		o, err := order.Replay(events)
		require.NoError(t, err)
		require.Equal(t, id, o.ID())
		return o.View()
	}
	return order.View{}
}

// states are the states of all units of each line, in the order of the units.
func states(v order.View) map[string][]status.ItemState {
	m := map[string][]status.ItemState{}
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			m[l.ID] = append(m[l.ID], p.State)
		}
	}
	return m
}

func TestAnOrderThatMegaMarketDelivers(t *testing.T) {
	v := final(t, "standard")
	require.Equal(t, status.OrderDelivered, v.State)
	require.Equal(t, order.RUB(4225_00), v.Total)
	require.Equal(t, map[string][]status.ItemState{
		"1": {status.ItemHandedOut}, "2": {status.ItemHandedOut}, "3": {status.ItemCancelled}, "4": {status.ItemHandedOut},
	}, states(v))
	require.Len(t, v.Packages, 2)
	require.Empty(t, v.Notes)
	require.Empty(t, v.Holds)
}

func TestAnOrderThatTheMerchantDelivers(t *testing.T) {
	v := final(t, "delivery")
	require.Equal(t, status.OrderPartlyDelivered, v.State)
	require.Equal(t, order.RUB(4780_00), v.Total)
	require.Equal(t, []status.ItemState{status.ItemRefused}, states(v)["3"])
	require.Equal(t, []status.ItemState{status.ItemHandedOut}, states(v)["4"], "the refused cancellation changed nothing")
	require.Equal(t, order.Window{From: on(7, 12, 0), To: on(7, 16, 0)}, v.Delivery.Window)
	require.Len(t, v.Contacts, 2)
	require.True(t, v.Contacts[1].Agreed)
	require.Len(t, v.Notes, 1)
	require.Equal(t, "crm-1", v.Notes[0].System)
	require.Equal(t, order.KindCancel, v.Notes[0].Kind)
	require.Empty(t, v.Holds)
}

func TestAnOrderOfTheOwnShop(t *testing.T) {
	v := final(t, "shop")
	require.Equal(t, status.OrderCompleted, v.State)
	require.Equal(t, order.RUB(7512_00), v.Paid)
	require.Len(t, v.Blocks, 3)
	kept := v.Paid
	for i, sum := range []order.Money{order.RUB(338_11), order.RUB(540_62), order.RUB(2209_00)} {
		b := v.Blocks[i]
		require.Equal(t, sum, b.Sum)
		require.Equal(t, sum, b.Owed)
		require.Equal(t, status.MoneyRefunded, b.Money)
		require.True(t, b.Returned, "R%d is settled", b.N)
		require.NotNil(t, b.Receipt)
		var err error
		kept, err = kept.Sub(b.Owed)
		require.NoError(t, err)
	}
	require.Equal(t, order.RUB(4424_27), v.Total)
	require.Equal(t, v.Total, kept, "what is kept of the payment is what the sold units cost")
	require.True(t, v.Due.IsZero())
	require.Equal(t, 2, v.Blocks[2].Attempts, "the gateway was asked twice for R3, and paid once")
	require.Equal(t, v.Owed, v.Payments[0].Refunded)
	require.Equal(t, "1106207236", v.Shipments[0].Waybill)
	require.Equal(t, "DELIVERED", v.Shipments[0].CarrierCode)
	warehouses := map[string]bool{}
	for _, p := range v.Lines[0].Portions {
		warehouses[p.Warehouse] = true
	}
	require.Equal(t, map[string]bool{"centre": true, "north": true}, warehouses, "the tea came from two warehouses")
}

func TestEverybodySeesTheOrder(t *testing.T) {
	tests := map[string][]string{
		"standard": {"4 NEW", "1 MERCHANT_CANCELED", "partly-confirmed   3 CONFIRMED", "3 SHIPPED", "3 DELIVERED", "order/reject: OUT_OF_STOCK", "no event"},
		"delivery": {"in-talks", "4 PACKED", "1 CUSTOMER_CANCELED", "order/close: true", "order/close: false, CANCEL_BY_CUSTOMER", "only while they are new"},
		"shop":     {"wait-payment", "part-returned", "promo code SPRING", "1106207236", "the money goes back", "once more", "F-105"},
	}
	for name, wants := range tests {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := program(t, "-order", name)
			require.Zero(t, code, stderr)
			for _, want := range wants {
				require.Contains(t, stdout, want)
			}
			require.Equal(t, 1, strings.Count(stdout, "Replayed: the order is identical."))
		})
	}
	t.Run("MegaMarket is not told of the merchant's courier", func(t *testing.T) {
		stdout, _, _ := program(t, "-order", "delivery")
		require.NotContains(t, stdout, "SHIPPED")
	})
}

func TestWithoutFlagsAllOrdersAreTold(t *testing.T) {
	all, stderr, code := program(t)
	require.Zero(t, code, stderr)
	var one string
	for _, p := range plots() {
		stdout, _, _ := program(t, "-order", p.name)
		one += stdout
	}
	require.Equal(t, one, all)
	again, _, _ := program(t, "-order", "all")
	require.Equal(t, all, again, "the output is always the same")
	for line := range strings.SplitSeq(all, "\n") {
		require.LessOrEqual(t, utf8.RuneCountInString(line), pageWidth, line)
		require.Equal(t, strings.TrimRight(line, " "), line)
	}
}

func TestAllLogsAsJSON(t *testing.T) {
	stdout, _, code := program(t, "-json")
	require.Zero(t, code)
	var logs map[string][]order.Event
	require.NoError(t, json.Unmarshal([]byte(stdout), &logs))
	require.Len(t, logs, 3)
}

func TestAWrongCommandLineIsExplained(t *testing.T) {
	tests := map[string]struct {
		args []string
		says string
	}{
		"an unknown order":   {[]string{"-order", "rush"}, `there is no order "rush"; choose standard, delivery, shop or all`},
		"an extra argument":  {[]string{"shop"}, `what is "shop"?`},
		"an unknown flag":    {[]string{"-xml"}, "-xml"},
		"a flag without arg": {[]string{"-order"}, "-order"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := program(t, tt.args...)
			require.Equal(t, 2, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, tt.says)
			require.Contains(t, stderr, usage)
		})
	}
	t.Run("help is no mistake", func(t *testing.T) {
		stdout, stderr, code := program(t, "-h")
		require.Zero(t, code)
		require.Empty(t, stderr)
		require.Equal(t, usage, stdout)
	})
}
