package order_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// wide is an order of n lines of two units each.
type wide struct {
	t *testing.T
	n int
	o *order.Order
}

func wideDraft(n int, scheme order.SchemeCode) order.Draft {
	d := order.Draft{ID: "o", Scheme: scheme, Authority: order.Marketplace, Adjustments: discount(amount.RUB(333))}
	if scheme == order.OwnPickup {
		d.Authority = order.OwnShop
	}
	for i := range n {
		d.Lines = append(d.Lines, order.Line{ID: fmt.Sprintf("L%d", i), Quantity: amount.Pcs(2), Total: amount.RUB(9_99), VAT: amount.VAT20})
	}
	return d
}

func (w wide) by(r order.Role) order.By {
	return order.By{Actor: order.Actor{Role: r, System: "s"}, At: opened}
}

// do gives commands that must work.
func (w wide) do(cmds ...order.Command) {
	w.t.Helper()
	for _, c := range cmds {
		_, err := w.o.Do(c, w.by(order.RoleOperator))
		require.NoErrorf(w.t, err, "%.300v", err)
	}
}

// refused gives a command that must be refused.
func (w wide) refused(c order.Command) {
	w.t.Helper()
	_, err := w.o.Do(c, w.by(order.RoleOperator))
	require.ErrorAs(w.t, err, new(*order.Refused))
	require.Less(w.t, len(err.Error()), 1000, "an error is for people")
}

func (w wide) says(obs order.Observation) {
	w.t.Helper()
	_, err := w.o.Observe(obs, w.by(order.RoleChannel))
	require.NoErrorf(w.t, err, "%.300v", err)
}

func (w wide) allowed() { w.o.Allowed(w.by(order.RoleOperator)) }

// one picks one unit of each line.
func (w wide) one() (ps order.Picks) {
	for i := range w.n {
		ps = append(ps, order.Choice{Line: fmt.Sprintf("L%d", i), Quantity: amount.Pcs(1)})
	}
	return ps
}

// boxes puts each line into a box of its own.
func (w wide) boxes() (bs []order.Box) {
	for i := range w.n {
		bs = append(bs, order.Box{Picks: order.PickAll(fmt.Sprintf("L%d", i))})
	}
	return bs
}

func (w wide) lines(q int) (r order.LinesReport) {
	for i := range w.n {
		r.Lines = append(r.Lines, order.Line{ID: fmt.Sprintf("L%d", i), Quantity: amount.Pcs(q), Total: amount.RUB(int64(q) * 4_00)})
	}
	return r
}

func (w wide) paid() { w.do(order.Pay{Payment: order.Payment{ID: "p", Amount: w.o.Total()}}) }

func (w wide) delivered() {
	w.paid()
	w.do(order.HandOver{Waybill: "w"}, order.Deliver{})
}

// scaled are operations that visit every line, or at every unit that they name. begin brings the order where run
// starts.
var scaled = []struct {
	name       string
	scheme     order.SchemeCode
	begin, run func(w wide)
}{
	{"what is allowed at first", order.MerchantDelivery, nil, wide.allowed},
	{"what is allowed with the buyer", order.ByCarrier, wide.delivered, wide.allowed},
	{
		"what is allowed of a return", order.ByCarrier,
		func(w wide) { w.delivered(); w.do(order.Return{Reason: status.ReasonOther}) }, wide.allowed,
	},
	{"what is allowed of boxes", order.MerchantDelivery, func(w wide) { w.do(order.Confirm{}, order.Pack{Boxes: w.boxes()}) }, wide.allowed},
	{"confirm some", order.MerchantDelivery, nil, func(w wide) { w.do(order.Confirm{Picks: w.one()}) }},
	{"cancel some", order.MerchantDelivery, nil, func(w wide) { w.do(order.Cancel{Picks: w.one(), Reason: status.ReasonOther}) }},
	{"cancel all", order.MerchantDelivery, nil, func(w wide) { w.do(order.Cancel{Reason: status.ReasonOther}) }},
	{
		"cancel some of what is packed", order.MerchantDelivery, func(w wide) { w.do(order.Confirm{}, order.Pack{Boxes: w.boxes()}) },
		func(w wide) { w.says(order.CancelReport{Picks: w.one()}) },
	},
	{"pack in boxes", order.Standard, func(w wide) { w.do(order.Confirm{}) }, func(w wide) { w.do(order.Pack{Boxes: w.boxes()}) }},
	{
		"pack in one box", order.Standard, func(w wide) { w.do(order.Confirm{}) },
		func(w wide) { w.do(order.Pack{Boxes: []order.Box{{Picks: w.one()}, {Picks: w.one()}}}) },
	},
	{"pack without a box", order.Standard, func(w wide) { w.do(order.Confirm{}) }, func(w wide) { w.refused(order.Pack{}) }},
	{
		"pack half where all must be", order.Standard, func(w wide) { w.do(order.Confirm{}) },
		func(w wide) { w.refused(order.Pack{Boxes: []order.Box{{Picks: w.one()}}}) },
	},
	{"hand over some", order.ByCarrier, wide.paid, func(w wide) { w.do(order.HandOver{Picks: w.one(), Waybill: "w"}) }},
	{
		"deliver and refuse some", order.ByCarrier, func(w wide) { w.paid(); w.do(order.HandOver{Waybill: "w"}) },
		func(w wide) {
			w.do(order.Deliver{Refused: []order.Refusal{{Picks: w.one(), Reason: status.ReasonDefect}}})
		},
	},
	{"return some", order.ByCarrier, wide.delivered, func(w wide) { w.do(order.Return{Picks: w.one(), Reason: status.ReasonOther}) }},
	{
		"give some back", order.ByCarrier, func(w wide) { w.delivered(); w.do(order.Return{Reason: status.ReasonOther}) },
		func(w wide) { w.do(order.Receive{Block: 1, Picks: w.one(), Custody: status.CustodyWithdrawn}) },
	},
	{"lines grow", order.ByCarrier, nil, func(w wide) { w.says(w.lines(3)) }},
	{"lines shrink", order.ByCarrier, nil, func(w wide) { w.says(w.lines(1)) }},
	{"lines cost other sums", order.ByCarrier, nil, func(w wide) { w.says(w.lines(2)) }},
	{"some are cancelled there", order.ByCarrier, nil, func(w wide) { w.says(order.CancelReport{Picks: w.one()}) }},
	{
		"some are cancelled too late", order.ByCarrier, func(w wide) { w.paid(); w.do(order.HandOver{Waybill: "w"}) },
		func(w wide) {
			w.says(order.CancelReport{Picks: w.one()})
			w.says(order.CancelReport{Picks: w.one()})
		},
	},
	{
		"a cancellation is asked for twice", order.MerchantDelivery, nil,
		func(w wide) {
			w.says(order.CancelReport{Picks: w.one()})
			w.says(order.CancelReport{Picks: w.one()})
		},
	},
	{
		"some come further", order.Standard, nil,
		func(w wide) {
			w.says(order.StatusReport{Code: "C", Says: status.Meaning{Item: status.ItemConfirmed}, Picks: w.one()})
		},
	},
	{"edit", order.OwnPickup, nil, func(w wide) { w.do(order.Edit{Remove: w.one()}) }},
	{"reprice", order.OwnPickup, nil, func(w wide) { w.do(order.Reprice{Adjustments: discount(amount.RUB(777))}) }},
	{"view", order.ByCarrier, wide.delivered, func(w wide) { w.o.View() }},
	{
		"replay", order.ByCarrier, func(w wide) { w.delivered(); w.do(order.Return{Picks: w.one(), Reason: status.ReasonOther}) },
		func(w wide) {
			var log []order.Event
			for e := range w.o.Events(order.Filter{}) {
				log = append(log, e)
			}
			stored, err := json.Marshal(log)
			require.NoError(w.t, err)
			log, err = order.ReadLog(bytes.NewReader(stored))
			require.NoError(w.t, err)
			_, err = order.Replay(log)
			require.NoError(w.t, err)
		},
	},
	{
		"import", order.ByCarrier, nil,
		func(w wide) {
			s := order.Snapshot{Draft: wideDraft(w.n, order.ByCarrier), State: status.ItemNew}
			for i := range w.n {
				s.Standing = append(s.Standing, order.Move{Line: fmt.Sprintf("L%d", i), Portion: order.Portion{From: amount.Pcs(1), State: status.ItemCancelled}})
			}
			_, _, err := order.Import(s, w.by(order.RoleChannel))
			require.NoError(w.t, err)
		},
	},
}

// work counts the bytes and the pieces of memory that something takes: how much it does, on any machine.
func work(f func()) (bytes, pieces float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc), float64(after.Mallocs - before.Mallocs)
}

// What visits all lines of ten times as many does about ten times as much, and not a hundred times. What lies
// between is for slices and maps that grow by doubling.
//
// fault: R14
// fault: U17
func TestWorkGrowsWithTheLinesAndNotWithTheirSquare(t *testing.T) {
	const few, many = 300, 3_000
	for _, s := range scaled {
		t.Run(s.name, func(t *testing.T) {
			measured := func(n int) (bytes, pieces float64) {
				o, _, err := order.New(wideDraft(n, s.scheme), wide{}.by(order.RoleChannel))
				require.NoError(t, err)
				w := wide{t, n, o}
				if s.begin != nil {
					s.begin(w)
				}
				return work(func() { s.run(w) })
			}
			bytes, pieces := measured(few)
			moreBytes, morePieces := measured(many)
			require.Less(t, moreBytes/bytes, 20.0, "bytes: %.0f, then %.0f", bytes, moreBytes)
			require.Less(t, morePieces/pieces, 20.0, "pieces: %.0f, then %.0f", pieces, morePieces)
		})
	}
}

// A refusal costs what the command costs: what may be done instead is worked out when it is asked for.
//
// fault: R14
func TestWhatARefusalCostsDoesNotDependOnTheLines(t *testing.T) {
	for _, cmd := range []order.Command{
		order.Return{Picks: order.Pick("L1", amount.Pcs(9)), Reason: status.ReasonOther},
		order.Confirm{Picks: order.PickAll("L1")},
		order.Take{},
		order.HandOver{Shipment: 7},
		order.Edit{Add: []order.Line{{ID: "new", Quantity: amount.Pcs(1), Total: amount.RUB(1)}}},
		order.Refund{Block: 9},
		order.SetMark{Line: "L1", Code: "c"},
		order.ClearHold{Hold: 3},
	} {
		t.Run(string(cmd.Kind()), func(t *testing.T) {
			measured := func(n int) float64 {
				o, _, err := order.New(wideDraft(n, order.ByCarrier), wide{}.by(order.RoleChannel))
				require.NoError(t, err)
				w := wide{t, n, o}
				w.delivered()
				by := w.by(order.RoleOperator)
				return testing.AllocsPerRun(10, func() {
					var r *order.Refused
					if _, err := o.Do(cmd, by); !errors.As(err, &r) {
						t.Errorf("it is not refused: %v", err)
					}
				})
			}
			require.InDelta(t, measured(100), measured(10_000), 2)
		})
	}
}
