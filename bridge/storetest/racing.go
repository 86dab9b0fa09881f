package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// crowd is how many do something at once.
const crowd = 8

// atOnce lets a crowd do something and returns the error of each.
func atOnce(do func(i int) error) []error {
	errs := make([]error, crowd)
	var ready, done sync.WaitGroup
	ready.Add(crowd)
	for i := range crowd {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = do(i)
		})
	}
	done.Wait()
	return errs
}

// oneWins ends the check unless one of a crowd got through and the others met a conflict.
func (t *trial) oneWins(what string, errs []error) {
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		t.conflict(err)
	}
	if won != 1 {
		t.failf("%s: %d of %d got through", what, won, len(errs))
	}
}

func racings() []check {
	return []check{
		{"of those who save the same revision at once, one wins", func(t *trial) {
			o := t.keep("A", 0)
			for rev := 1; rev <= 20; rev++ {
				drafts := make([]*order.Order, crowd)
				news := make([][]order.Event, crowd)
				for i := range crowd {
					drafts[i] = o.Clone()
					news[i] = t.does(drafts[i], order.WriteComment{Text: strconv.Itoa(i)}, by(strconv.Itoa(i), rev))
				}
				errs := atOnce(func(i int) error {
					return t.Save(t.ctx, "A", rev, bridge.Batch{
						Events: news[i], Owed: []bridge.Owed{effect("A", fmt.Sprint(rev, i), rev)}, Summary: summary(drafts[i], rev),
					})
				})
				t.oneWins(fmt.Sprintf("revision %d", rev), errs)
				o = drafts[slices.Index(errs, nil)]
			}
			d := t.load("A")
			t.same("revision", d.Rev, 21)
			t.same("effects", len(d.Owed), 20)
			again, err := order.Replay(d.Events)
			t.must("replay of what was saved", err)
			t.same("order", again.View(), o.View())
		}},
		{"of those who claim a name at once, one wins", func(t *trial) {
			for round := range 10 {
				r := name(strconv.Itoa(round))
				errs := atOnce(func(i int) error {
					id := fmt.Sprintf("%d-%d", round, i)
					return t.Save(t.ctx, id, 0, bridge.Batch{Refs: []order.Ref{r}, Summary: bridge.Summary{ID: id, State: status.OrderNew, Total: order.RUB(0)}})
				})
				t.oneWins("name "+r.String(), errs)
				found, err := t.Find(t.ctx, r)
				t.must("Find", err)
				t.same("found", found[r], fmt.Sprintf("%d-%d", round, slices.Index(errs, nil)))
			}
		}},
		{"of those who move a cursor at once, one wins", func(t *trial) {
			from := ""
			for round := range 10 {
				errs := atOnce(func(i int) error {
					to := fmt.Sprintf("%d-%d", round, i)
					return t.Receive(t.ctx, bridge.Mail{
						Messages: []bridge.Message{message("A", to)}, Due: at(0), Account: "shop-1", Stream: "orders", From: from, To: to,
					})
				})
				t.oneWins("cursor at "+from, errs)
				from = fmt.Sprintf("%d-%d", round, slices.Index(errs, nil))
			}
			t.same("messages", len(t.load("A").Messages), 10)
		}},
		{"what has a key is written once, however many write it at once", func(t *trial) {
			for _, err := range atOnce(func(int) error {
				return errors.Join(t.Receive(t.ctx, bridge.Mail{Messages: []bridge.Message{message("A", "k")}, Due: at(0)}), t.Write(t.ctx, entry("a", "k", 0)))
			}) {
				t.must("Receive and Write", err)
			}
			t.same("messages", len(t.load("A").Messages), 1)
			t.same("journal", len(t.journal(bridge.JournalFilter{})), 1)
		}},
		{"no order is held by two", func(t *trial) {
			const orders = 60
			for i := range orders {
				t.save(strconv.Itoa(i), 0, bridge.Batch{Wake: at(i % 7)})
			}
			held := make([][]string, crowd)
			for _, err := range atOnce(func(i int) error {
				for len(held[i]) <= orders {
					ids, err := t.Claim(t.ctx, at(10), at(60), 3)
					if err != nil || len(ids) == 0 {
						return err
					}
					held[i] = append(held[i], ids...)
				}
				return nil
			}) {
				t.must("Claim", err)
			}
			all := slices.Concat(held...)
			slices.Sort(all)
			if n := len(slices.Compact(slices.Clone(all))); n != orders || len(all) != orders {
				t.failf("%d orders were claimed %d times, of %d", n, len(all), orders)
			}
		}},
		{"no message is lost that comes while its order is being worked on", func(t *trial) {
			const messages = 60
			var senders sync.WaitGroup
			var sent atomic.Int32
			failures := make(chan error, 3)
			for part := range 3 {
				senders.Go(func() {
					defer sent.Add(1)
					for i := range messages / 3 {
						m := message("A", fmt.Sprintf("%d-%d", part, i))
						m.Kind = m.Key
						if err := t.Receive(t.ctx, bridge.Mail{Messages: []bridge.Message{m}, Due: at(1)}); err != nil {
							failures <- err
							return
						}
					}
				})
			}
			var got []string
			idle := 0
			for {
				over := sent.Load() == 3 // asked before the claim: what was sent before it must be found
				claimed := t.claim(at(1), at(60), 1)
				if len(claimed) == 0 {
					if over {
						break
					}
					continue
				}
				d := t.load("A")
				if idle += len(claimed) - min(len(d.Messages), 1); idle > messages {
					t.failf("the order is due again and again without a message")
				}
				b := bridge.Batch{Summary: bridge.Summary{ID: "A", State: status.OrderNew, Total: order.RUB(0)}}
				for _, m := range d.Messages {
					b.Done = append(b.Done, m.N)
				}
				t.must("Save", t.Save(t.ctx, "A", d.Rev, b))
				got = append(got, kinds(d.Messages)...)
			}
			senders.Wait()
			select {
			case err := <-failures:
				t.must("Receive", err)
			default:
			}
			slices.Sort(got)
			if n := len(slices.Compact(slices.Clone(got))); n != messages || len(got) != messages {
				t.failf("%d messages were worked on %d times, of %d", n, len(got), messages)
			}
		}},
		{"lists may be read while others write", func(t *trial) {
			t.fill()
			for _, err := range atOnce(func(i int) error {
				for n := range 10 {
					if i%2 == 0 {
						id := fmt.Sprintf("%d-%d", i, n)
						o, es, err := order.New(tea(id), by("anna", n))
						if err != nil {
							return err
						}
						if err := t.Save(t.ctx, id, 0, bridge.Batch{
							Events: es, Owed: []bridge.Owed{effect(id, "e", n)}, Journal: []bridge.Entry{entry("saved", "", n)}, Summary: summary(o, n),
						}); err != nil {
							return err
						}
						continue
					}
					for what, seq := range lists(t.ctx, t) {
						rows := 0
						for _, err := range seq {
							if err != nil {
								return err
							}
							rows++
						}
						if rows < 5 {
							return fmt.Errorf("%s has %d rows of at least 5", what, rows)
						}
					}
				}
				return nil
			}) {
				t.must("read or write", err)
			}
			for what, seq := range lists(t.ctx, t) {
				t.same(what, len(all(t, what, seq)), 5+crowd/2*10)
			}
		}},
	}
}
