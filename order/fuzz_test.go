package order_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// FuzzReadLog reads foreign bytes as a log. Whatever they are, nothing panics; what can be replayed is stored again as
// the same order, and its portions cover each line exactly once, also after people went on with it.
func FuzzReadLog(f *testing.F) {
	for _, file := range goldenLogs(f) {
		var compact bytes.Buffer
		require.NoError(f, json.Compact(&compact, read(f, file)))
		f.Add(compact.Bytes())
	}
	for _, file := range goldenEvents(f) {
		f.Add(bytes.Join([][]byte{[]byte("["), read(f, file), []byte("]")}, nil))
	}
	small := tell(f, order.Draft{ID: "o", Scheme: order.OwnPickup, Lines: []order.Line{goods("a", 2)}})
	small.do(receipt("p", 200), order.Confirm{}, order.Deliver{}, order.Return{Picks: order.Pick("a", amount.Pcs(1)), Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyAccepted}, order.Refund{Block: 1})
	for n := range small.kept {
		b, err := json.Marshal(small.kept[:n+1])
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte("[]"))
	f.Add([]byte("[null]"))
	f.Add([]byte(`[{"kind":"placed","v":1,"n":1,"at":"2026-03-02T09:00:00Z","data":null}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		log, err := order.ReadLog(bytes.NewReader(b))
		var plain []order.Event
		plainly := json.Unmarshal(b, &plain)
		require.Equal(t, plainly == nil, err == nil, "read as a log: %v; read event by event: %v", err, plainly)
		if err != nil {
			require.ErrorAs(t, err, new(*order.LogError))
			return
		}
		require.Equal(t, len(plain), len(log))
		for i := range plain {
			require.Equal(t, plain[i], log[i])
		}
		o, err := order.Replay(log)
		if err != nil {
			require.ErrorAs(t, err, new(*order.LogError))
			return
		}
		covered(t, o)
		require.Equal(t, stands(t, o), stands(t, stored(t, o)), "the log is the order")

		by := order.By{Actor: order.Actor{Role: order.RoleOperator}, At: log[len(log)-1].At}
		if e, err := order.Erase(log, by); err == nil {
			_, err := order.Replay(e.Events)
			require.NoError(t, err)
		}
		for _, c := range []order.Command{
			order.Confirm{},
			order.Pack{},
			order.HandOver{Courier: true},
			order.Deliver{},
			order.Return{Reason: status.ReasonDefect},
			order.Receive{Block: 1, Custody: status.CustodyAccepted},
			order.Refund{Block: 1},
			order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected}},
			order.Capture{Payment: "p1"},
			order.ReleaseHold{Payment: "p1"},
			order.SettleHold{Payment: "p1", Outcome: order.Outcome{Kind: order.Applied}},
			order.Cancel{Reason: status.ReasonOther},
			order.AnswerCancelRequest{Request: 1},
			order.Forget{Why: "fuzz"},
		} {
			if _, err := o.Do(c, by); err != nil {
				require.ErrorAs(t, err, new(*order.Refused))
			}
			covered(t, o)
		}
	})
}

// covered checks that the portions of each line cover it exactly once.
func covered(t require.TestingT, o *order.Order) {
	for _, l := range o.View().Lines {
		at := amount.Quantity{}
		for _, p := range l.Portions {
			require.Equal(t, at, p.From, "line %s", l.ID)
			require.Positive(t, p.To.Cmp(p.From), "line %s", l.ID)
			at = p.To
		}
		require.Equal(t, l.Quantity, at, "line %s", l.ID)
	}
}

// FuzzEventJSON reads foreign bytes as one event: what is understood is written and read again as the same.
func FuzzEventJSON(f *testing.F) {
	for _, file := range goldenEvents(f) {
		f.Add(read(f, file))
	}
	f.Add([]byte("null"))
	f.Add([]byte(`{"kind":"placed"}`))
	f.Add([]byte(`{"kind":"commented","v":1,"n":1,"at":"2026-03-02T12:00:00.123456789+03:00","data":{"text":"\u0000"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e order.Event
		if err := json.Unmarshal(b, &e); err != nil {
			return
		}
		once, err := json.Marshal(e)
		require.NoError(t, err, "what can be read can be written")
		var again order.Event
		require.NoError(t, json.Unmarshal(once, &again))
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
		require.Equal(t, e.Body.Kind(), again.Body.Kind())
	})
}
