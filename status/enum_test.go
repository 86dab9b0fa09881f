package status_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

// coded is what every enumeration can do.
type coded[S any] interface {
	*S
	encoding.TextUnmarshaler
}

// codes checks that the values 1 to last travel through JSON and back, and that nothing else does.
func codes[S interface {
	status.Dense
	encoding.TextMarshaler
}, P coded[S]](t *testing.T, kind string, last S, parse func(string) (S, error),
) {
	t.Helper()
	t.Run(kind, func(t *testing.T) {
		seen := map[string]bool{}
		for s := S(0); s <= last; s++ {
			text := s.String()
			require.False(t, seen[text], "%q is the code of two values", text)
			require.Equal(t, s == 0, text == "", "only the zero value has no code")
			seen[text] = true

			stored, err := json.Marshal(map[string]S{"v": s})
			require.NoError(t, err)
			require.JSONEq(t, fmt.Sprintf(`{"v":%q}`, text), string(stored))
			var back map[string]S
			require.NoError(t, json.Unmarshal(stored, &back))
			require.Equal(t, s, back["v"])

			parsed, err := parse(text)
			require.NoError(t, err)
			require.Equal(t, s, parsed)
		}

		_, err := parse("no-such-code")
		var unknown *status.UnknownCodeError
		require.ErrorAs(t, err, &unknown)
		require.Equal(t, kind, unknown.Kind)
		require.Equal(t, "no-such-code", unknown.Code)
		require.Len(t, unknown.Known, int(last))
		var s S
		require.ErrorAs(t, P(&s).UnmarshalText([]byte("No-Such")), &unknown)

		beyond := last + 1
		require.Equal(t, fmt.Sprintf("unknown(%d)", uint8(beyond)), beyond.String())
		_, err = beyond.MarshalText()
		require.Error(t, err, "a number without a code is never stored")
	})
}

func TestTextCodesOfAllEnumerations(t *testing.T) {
	codes(t, "order state", status.OrderCancelled, status.ParseOrderState)
	codes(t, "item state", status.ItemCancelled, status.ParseItemState)
	codes(t, "shipment state", status.ShipmentCancelled, status.ParseShipmentState)
	codes(t, "transfer state", status.TransferDropped, status.ParseTransferState)
	codes(t, "return custody", status.CustodyWithdrawn, status.ParseReturnCustody)
	codes(t, "return money", status.MoneyRefused, status.ParseReturnMoney)
	codes(t, "payment state", status.PaymentCancelled, status.ParsePaymentState)
	codes(t, "confirmation", status.ConfirmShippingCostAccepted, status.ParseConfirmation)
	codes(t, "party", status.PartySystem, status.ParseParty)
	codes(t, "trigger", status.TriggerRefund, status.ParseTrigger)
	codes(t, "axis", status.AxisGroup, status.ParseAxis)
	codes(t, "direction", status.DirectionNone, status.ParseDirection)
}

func TestAWrongCodeSaysWhatWouldBeRight(t *testing.T) {
	_, err := status.ParseParty("boss")
	require.EqualError(t, err, `status: unknown party "boss" (known: [buyer merchant channel carrier system])`)
	require.Equal(t, "unspecified", status.Unspecified.String())
	require.Equal(t, "yes", status.Yes.String())
}

func TestASetOfConfirmations(t *testing.T) {
	s := status.Confirmations(status.ConfirmShippingCostAccepted, status.ConfirmBuyer)
	require.True(t, s.Has(status.ConfirmBuyer))
	require.False(t, s.Has(status.ConfirmShop))
	require.Equal(t, []status.Confirmation{status.ConfirmBuyer, status.ConfirmShippingCostAccepted}, s.List())
	require.Equal(t, status.Confirmations(status.ConfirmBuyer), s.Without(status.ConfirmShippingCostAccepted))
	require.Empty(t, status.Confirmations().List())
}

func TestAMeaningWithMore(t *testing.T) {
	lot := status.Meaning{Item: status.ItemCancelled, Party: status.PartyMerchant}
	sub := status.Meaning{Item: status.ItemCancelled, Reason: status.ReasonPackTimeout, Party: status.PartySystem}
	require.Equal(t, sub, lot.With(sub))
	require.Equal(t, lot, lot.With(status.Meaning{}))
	require.Equal(t, "item cancelled, reason pack-timeout, party system", sub.String())
	require.Equal(t, "order in-work, attempts 2", status.Meaning{Order: status.OrderInWork, Attempts: 2}.String())
	require.True(t, status.Meaning{}.IsZero())
	require.Empty(t, status.Meaning{}.String())
}

func TestEveryCanonicalStateIsOnItsAxis(t *testing.T) {
	for axis, n := range map[status.Axis]int{
		status.AxisOrder:    int(status.OrderCancelled),
		status.AxisItem:     int(status.ItemCancelled),
		status.AxisShipment: int(status.ShipmentCancelled),
		status.AxisReturn:   int(status.CustodyWithdrawn) + int(status.MoneyRefused),
		status.AxisPayment:  int(status.PaymentCancelled),
		status.AxisGroup:    0,
	} {
		all := status.StatesOf(axis)
		require.Len(t, all, n)
		seen := map[string]bool{}
		for _, s := range all {
			require.Equal(t, axis, s.Axis())
			require.False(t, seen[s.String()], "%s names two states of axis %s", s, axis)
			seen[s.String()] = true
		}
	}
}
