package bench

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// log is the log of an order with many returns, as an ordinary shop never has it.
func log(b *testing.B) []order.Event {
	b.Helper()
	o := handedOut(b, 20)
	for range 5 {
		for i := range 20 {
			if _, err := o.Do(order.Return{Picks: order.Pick("L"+strconv.Itoa(i), amount.Pcs(1)), Reason: status.ReasonDefect}, by); err != nil {
				b.Fatal(err)
			}
		}
	}
	for n := range 100 {
		for _, c := range []order.Command{
			order.Receive{Block: n + 1, Custody: status.CustodyAccepted},
			order.Refund{Block: n + 1},
			order.SettleRefund{Block: n + 1, Outcome: order.Outcome{Kind: order.Applied}},
			order.AttachReceipt{Block: n + 1, Receipt: order.Document{Number: strconv.Itoa(n)}},
		} {
			if _, err := o.Do(c, by); err != nil {
				b.Fatal(err)
			}
		}
	}
	var events []order.Event
	for e := range o.Events(order.Filter{}) {
		events = append(events, e)
	}
	return events
}

// BenchmarkReplay rebuilds an order from its log: from events in memory, and from the stored JSON.
func BenchmarkReplay(b *testing.B) {
	events := log(b)
	stored, err := json.Marshal(events)
	if err != nil {
		b.Fatal(err)
	}
	rate := func(b *testing.B) {
		b.ReportMetric(float64(len(events))*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("memory", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := order.Replay(events); err != nil {
				b.Fatal(err)
			}
		}
		rate(b)
	})
	b.Run("json", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(stored)))
		for b.Loop() {
			read, err := order.ReadLog(bytes.NewReader(stored))
			if err != nil {
				b.Fatal(err)
			}
			if _, err := order.Replay(read); err != nil {
				b.Fatal(err)
			}
		}
		rate(b)
	})
}

// BenchmarkDecode reads events that a store keeps one by one: each alone, all as one log, and together.
func BenchmarkDecode(b *testing.B) {
	events := log(b)
	for _, n := range []int{9, 300} {
		texts := make([][]byte, n)
		for i := range texts {
			var err error
			if texts[i], err = json.Marshal(events[i]); err != nil {
				b.Fatal(err)
			}
		}
		for _, way := range []struct {
			name string
			read func() ([]order.Event, error)
		}{
			{"alone", func() ([]order.Event, error) {
				out := make([]order.Event, n)
				for i, t := range texts {
					if err := json.Unmarshal(t, &out[i]); err != nil {
						return nil, err
					}
				}
				return out, nil
			}},
			{"log", func() ([]order.Event, error) {
				return order.ReadLog(bytes.NewReader(slices.Concat([]byte("["), bytes.Join(texts, []byte(",")), []byte("]"))))
			}},
			{"together", func() ([]order.Event, error) { return order.ReadEvents(texts) }},
		} {
			b.Run(strconv.Itoa(n)+"/"+way.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := way.read(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
