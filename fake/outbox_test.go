package fake_test

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/stretchr/testify/require"
)

// receiver takes hooks down and refuses those that it was told to.
type receiver struct {
	got    []string
	refuse map[string]bool
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	b, _ := io.ReadAll(req.Body)
	r.got = append(r.got, string(b))
	if r.refuse[string(b)] {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(w, "ok "+req.Header.Get("X-Sign"))
}

func hook(name string) fake.Hook {
	return fake.Hook{Name: name, URL: "http://shop.example/mm", Header: http.Header{"x-sign": {"s"}}, Body: []byte(name)}
}

func TestHooksArriveInOrderUnlessTheScriptSaysOtherwise(t *testing.T) {
	tests := []struct {
		name   string
		script func(*fake.Faults)
		want   []string
	}{
		{"in order", func(*fake.Faults) {}, []string{"new", "paid", "cancelled"}},
		{"twice", func(f *fake.Faults) { f.Next("paid", fake.Twice()) }, []string{"new", "paid", "paid", "cancelled"}},
		{"out of order", func(f *fake.Faults) { f.Next("new", fake.Late()) }, []string{"paid", "cancelled", "new"}},
		{"lost", func(f *fake.Faults) { f.Next("cancelled", fake.Lose()) }, []string{"new", "paid"}},
		{"slow", func(f *fake.Faults) { f.Next("paid", fake.Slow(time.Microsecond)) }, []string{"new", "paid", "cancelled"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &receiver{}
			o := fake.Outbox{Receiver: fake.Receiver{Transport: fake.Direct(r)}}
			tt.script(o.Faults())
			for _, n := range []string{"new", "paid", "cancelled"} {
				o.Put(hook(n))
			}
			done := o.Deliver(t.Context())
			require.Equal(t, tt.want, r.got)
			require.Len(t, done, len(tt.want))
			for i, d := range done {
				require.NoError(t, d.Err)
				require.Equal(t, 200, d.Status)
				require.Equal(t, "ok s", string(d.Answer))
				require.Equal(t, tt.want[i], d.Name)
			}
			require.Empty(t, o.Waiting())
			require.Empty(t, o.Deliver(t.Context()))
		})
	}
}

func TestAHookThatIsNotTakenWaits(t *testing.T) {
	r := &receiver{refuse: map[string]bool{"paid": true}}
	o := fake.Outbox{Receiver: fake.Receiver{Transport: fake.Direct(r)}}
	o.Faults().Next("paid", fake.Twice())
	o.Put(hook("new"))
	o.Put(hook("paid"))
	o.Deliver(t.Context())
	require.Equal(t, []fake.Hook{hook("paid")}, o.Waiting())

	r.refuse = nil
	require.Len(t, o.Deliver(t.Context()), 1)
	require.Equal(t, []string{"new", "paid", "paid", "paid"}, r.got)
}

func TestAReceiverMayAnswerInItsOwnWay(t *testing.T) {
	o := fake.Outbox{
		Receiver: fake.Receiver{Transport: fake.Direct(&receiver{})},
		Good:     func(d fake.Delivery) bool { return string(d.Answer) == "ok" },
	}
	o.Put(hook("new"))
	o.Deliver(t.Context())
	require.Len(t, o.Waiting(), 1)
}

func TestHooksThatCannotBeSentWait(t *testing.T) {
	s := fake.NewServer(&receiver{})
	s.Close()
	o := fake.Outbox{Receiver: fake.Receiver{Transport: s.Transport()}}
	o.Put(hook("new"))
	o.Put(fake.Hook{Name: "nowhere", URL: "http://[::1"})
	done := o.Deliver(t.Context())
	require.Len(t, done, 2)
	require.Error(t, done[0].Err)
	require.Error(t, done[1].Err)
	require.Len(t, o.Waiting(), 2)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Empty(t, o.Deliver(ctx), "nothing is sent when the context has ended")
	require.Len(t, o.Waiting(), 2)
}
