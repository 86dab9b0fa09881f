package status_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/status"
)

// simple is a sound row for tests to spoil.
func simple(code string, s status.OrderState) status.Row {
	return status.Row{
		Axis: status.AxisOrder, Code: code, Direction: status.DirectionBoth, Means: status.Meaning{Order: s},
	}
}

func TestATableBuiltWrongIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*status.Row)
		want  string
	}{
		"axis":          {func(r *status.Row) { r.Axis = 77 }, `unknown axis "unknown(77)"`},
		"no axis":       {func(r *status.Row) { r.Axis = 0 }, `unknown axis ""`},
		"direction":     {func(r *status.Row) { r.Direction = 0 }, `direction: unspecified; right would be: both, read, write, none`},
		"silent":        {func(r *status.Row) { r.Means = status.Meaning{} }, `means: has no meaning`},
		"not silent":    {func(r *status.Row) { r.Silent = "why" }, `silent: set although the row has a meaning`},
		"passing, last": {func(r *status.Row) { r.Transient, r.Final = true, true }, `transient: set on a final row`},
		"read only":     {func(r *status.Row) { r.Preferred, r.Direction = true, status.DirectionRead }, `preferred: set on a row that is not written`},
		"passing":       {func(r *status.Row) { r.Preferred, r.Transient = true, true }, `preferred: set on a transient row`},
		"no state": {func(r *status.Row) {
			r.Preferred, r.Means = true, status.Meaning{Item: status.ItemNew}
		}, `means: preferred, but has no state of axis order`},
		"no reason": {func(r *status.Row) { r.Preferred, r.Axis = true, status.AxisCloseReason }, `means: preferred, but has no reason`},
		"state of another axis": {func(r *status.Row) {
			r.Preferred, r.AlsoStates = true, []status.State{status.ItemNew}
		}, `alsoStates: "new" is not a state of axis order`},
		"states, not preferred":  {func(r *status.Row) { r.AlsoStates = []status.State{status.OrderPaid} }, `alsoStates: set on a row that is not preferred`},
		"reasons, not preferred": {func(r *status.Row) { r.AlsoReasons = []status.Reason{"x"} }, `alsoReasons: set on a row that is not preferred`},
		"follower":               {func(r *status.Row) { r.To = []string{"B", "C"} }, `rows[0] (order "A") to: "C" is no order code of theirs; right would be: "A", "B"`},
		"follower by scheme":     {func(r *status.Row) { r.ToIn = map[string][]string{"x": {"C"}} }, `toIn.x: "C" is no order code`},
		"cancel":                 {func(r *status.Row) { r.Cancels = []string{"C"} }, `cancels: "C" is no order code`},
		"twice":                  {func(r *status.Row) { r.Code = "B" }, `rows[1] (order "B") code: mapped twice, first in rows[0]`},
	} {
		t.Run(name, func(t *testing.T) {
			rows := []status.Row{simple("A", status.OrderNew), simple("B", status.OrderPaid)}
			c.spoil(&rows[0])
			_, err := status.NewTable("theirs", "1", rows)
			var wrong *status.TableError
			require.ErrorAs(t, err, &wrong)
			var row *status.RowError
			require.ErrorAs(t, err, &row)
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := status.NewTable("", "", nil)
	require.ErrorContains(t, err, "needs the name of its system and a version")
}

func TestTwoRowsPreferredForTheSameAreAnError(t *testing.T) {
	a, b := simple("A", status.OrderCancelled), simple("B", status.OrderCancelled)
	a.Preferred, b.Preferred = true, true
	_, err := status.NewTable("theirs", "1", []status.Row{a, b})
	var ambiguous *status.AmbiguousError
	require.ErrorAs(t, err, &ambiguous)
	require.Equal(t, []string{"A", "B"}, ambiguous.Codes)
	require.Equal(t, "cancelled", ambiguous.State)

	t.Run("told apart by a condition", func(t *testing.T) {
		a.When, b.When = status.When{HasWaybill: status.Yes}, status.When{HasWaybill: status.No}
		table, err := status.NewTable("theirs", "1", []status.Row{a, b})
		require.NoError(t, err)
		code, err := table.Write(status.OrderCancelled, status.Hints{HasWaybill: status.No})
		require.NoError(t, err)
		require.Equal(t, "B", code)
		_, err = table.Write(status.OrderCancelled, status.Hints{})
		require.EqualError(t, err, `status: theirs has no code for order cancelled; right would be: "A" with a waybill, "B" without a waybill`)
	})
	t.Run("told apart by a reason", func(t *testing.T) {
		a.When, b.When = status.When{}, status.When{}
		a.Means.Reason, b.AlsoReasons = status.ReasonFraud, []status.Reason{status.ReasonFraud}
		_, err := status.NewTable("theirs", "1", []status.Row{a, b})
		require.ErrorAs(t, err, &ambiguous, "also counts like the rest")
		b.AlsoReasons = nil
		table, err := status.NewTable("theirs", "1", []status.Row{a, b})
		require.NoError(t, err)
		code, err := table.Write(status.OrderCancelled, status.Hints{Reason: status.ReasonFraud})
		require.NoError(t, err)
		require.Equal(t, "A", code)
	})
	t.Run("told apart by the party only", func(t *testing.T) {
		a.Means, b.Means = status.Meaning{Order: status.OrderCancelled, Party: status.PartyBuyer}, status.Meaning{Order: status.OrderCancelled, Party: status.PartyMerchant}
		table, err := status.NewTable("theirs", "1", []status.Row{a, b})
		require.NoError(t, err)
		code, err := table.Write(status.OrderCancelled, status.Hints{Party: status.PartyMerchant})
		require.NoError(t, err)
		require.Equal(t, "B", code)
		_, err = table.Write(status.OrderCancelled, status.Hints{})
		require.ErrorAs(t, err, &ambiguous)
		require.Equal(t, []string{"A", "B"}, ambiguous.Codes)
		require.ErrorContains(t, err, `to write order cancelled the codes "A", "B" are equally good`)
	})
}

func TestACodeMayBeEmpty(t *testing.T) {
	r := simple("", status.OrderNew)
	r.Preferred = true
	table, err := status.NewTable("theirs", "1", []status.Row{r})
	require.NoError(t, err)
	m, known := table.Read(status.AxisOrder, "")
	require.True(t, known)
	require.Equal(t, status.OrderNew, m.Order)
	code, err := table.Write(status.OrderNew, status.Hints{})
	require.NoError(t, err)
	require.Empty(t, code)
}

func TestASilentCodeIsKnown(t *testing.T) {
	r := simple("archived", 0)
	r.Silent = "says where the vendor keeps the order, nothing about it"
	table, err := status.NewTable("theirs", "1", []status.Row{r})
	require.NoError(t, err)
	m, known := table.Read(status.AxisOrder, "archived")
	require.True(t, known)
	require.True(t, m.IsZero())
}

func TestACodeOfReturnsIsWrittenForCustodyAndForMoney(t *testing.T) {
	r := status.Row{
		Axis: status.AxisReturn, Code: "done", Direction: status.DirectionBoth, Preferred: true,
		Means: status.Meaning{Custody: status.CustodyAccepted, Money: status.MoneyRefunded},
	}
	table, err := status.NewTable("theirs", "1", []status.Row{r})
	require.NoError(t, err)
	for _, s := range []status.State{status.CustodyAccepted, status.MoneyRefunded} {
		code, err := table.Write(s, status.Hints{})
		require.NoError(t, err)
		require.Equal(t, "done", code)
	}
	_, err = table.Write(status.MoneyOwed, status.Hints{})
	require.EqualError(t, err, "status: theirs has no code for return owed; right would be: accepted, refunded")
}

func TestACodeOfShipmentsIsWritten(t *testing.T) {
	table, err := status.NewTable("theirs", "1", []status.Row{{
		Axis: status.AxisShipment, Code: "7", Direction: status.DirectionWrite, Preferred: true,
		Means: status.Meaning{Shipment: status.ShipmentSent}, AlsoStates: []status.State{status.ShipmentArrived},
	}})
	require.NoError(t, err)
	for _, s := range []status.State{status.ShipmentSent, status.ShipmentArrived} {
		code, err := table.Write(s, status.Hints{})
		require.NoError(t, err)
		require.Equal(t, "7", code)
	}
	_, err = table.Write(status.ShipmentState(0), status.Hints{})
	var none *status.NoRowError
	require.ErrorAs(t, err, &none, "not said is no state")
}

func BenchmarkTableRead(b *testing.B) {
	mm := status.MegaMarket()
	b.ReportAllocs()
	for b.Loop() {
		if _, known := mm.Read(status.AxisItem, "PACKED"); !known {
			b.Fatal("PACKED is known")
		}
	}
}

func BenchmarkTableWrite(b *testing.B) {
	crm := status.RetailCRM()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := crm.Write(status.OrderCancelled, status.Hints{Reason: status.ReasonOutOfStock}); err != nil {
			b.Fatal(err)
		}
	}
}
