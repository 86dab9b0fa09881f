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
						Events: news[i], Effects: []bridge.PendingEffect{effect("A", fmt.Sprint(rev, i), rev)}, Summary: summary(drafts[i], rev),
					})
				})
				t.oneWins(fmt.Sprintf("revision %d", rev), errs)
				o = drafts[slices.Index(errs, nil)]
			}
			d := t.load("A")
			t.same("revision", d.Rev, 21)
			t.same("effects", len(d.Effects), 20)
			again, err := order.Replay(d.Events)
			t.must("replay of what was saved", err)
			t.same("order", again.View(), o.View())
		}},
		{"of those who claim a name at once, one wins", func(t *trial) {
			for round := range 10 {
				r := name(strconv.Itoa(round))
				errs := atOnce(func(i int) error {
					id := fmt.Sprintf("%d-%d", round, i)
					return t.Save(t.ctx, id, 0, bridge.Batch{Refs: []order.Ref{r}, Summary: plainly(id)})
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
					return t.Receive(t.ctx, bridge.Incoming{
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
				return errors.Join(t.Receive(t.ctx, bridge.Incoming{Messages: []bridge.Message{message("A", "k")}, Due: at(0)}), t.Write(t.ctx, entry("a", "k", 0)))
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
			held := make([][]bridge.Claim, crowd)
			for _, err := range atOnce(func(i int) error {
				for len(held[i]) <= orders {
					cs, err := t.Claim(t.ctx, at(10), at(60), 3)
					if err != nil || len(cs) == 0 {
						return err
					}
					held[i] = append(held[i], cs...)
				}
				return nil
			}) {
				t.must("Claim", err)
			}
			all := slices.Concat(held...)
			ids, tokens := map[string]bool{}, map[string]bool{}
			for _, c := range all {
				ids[c.ID], tokens[c.Token] = true, true
			}
			if len(ids) != orders || len(all) != orders || len(tokens) != orders {
				t.failf("%d orders were claimed %d times with %d tokens, of %d", len(ids), len(all), len(tokens), orders)
			}
		}},
		{"those who come too late cannot end the claim of who took the order over", func(t *trial) {
			t.save("A", 0, bridge.Batch{Wake: at(0)})
			late := t.hold("A", at(0), at(1))
			for round := 1; round <= 20; round++ {
				rev := t.load("A").Rev
				now, until := at(round), at(round+1)
				taken := make([][]bridge.Claim, crowd)
				for i, err := range atOnce(func(i int) (err error) {
					switch i % 4 {
					case 0:
						return t.Release(t.ctx, late)
					case 1:
						return t.Save(t.ctx, "A", rev, bridge.Batch{Wake: at(0), Token: late.Token, Summary: plainly("A")})
					}
					taken[i], err = t.Claim(t.ctx, now, until, 1)
					return err
				}) {
					if i%4 == 1 && err != nil {
						t.conflict(err)
						continue
					}
					t.must("Release or Claim", err)
				}
				all := slices.Concat(taken...)
				if len(all) != 1 {
					t.failf("round %d: the order is held by %d: %+v", round, len(all), all)
				}
				t.release(late)
				rev = t.load("A").Rev
				t.conflict(t.Save(t.ctx, "A", rev, bridge.Batch{Wake: at(0), Token: late.Token, Summary: plainly("A")}))
				late = all[0]
				t.save("A", rev, bridge.Batch{Wake: at(0), Token: late.Token, Claim: until})
			}
		}},
		{"no message is slept through that comes while its order is saved", func(t *trial) {
			// What the batch has seen stays: only what came after the load may wake the order.
			for round := range 20 {
				id, key := strconv.Itoa(round), func(i int) string { return fmt.Sprintf("%d-%d", round, i) }
				t.receive(at(1), message(id, key(crowd)))
				d := t.load(id)
				for _, err := range atOnce(func(i int) error {
					if i == 0 {
						return t.Save(t.ctx, id, d.Rev, bridge.Batch{Seen: last(d.Messages), Wake: at(90), Summary: plainly(id)})
					}
					return t.Receive(t.ctx, bridge.Incoming{Messages: []bridge.Message{message(id, key(i))}, Due: at(1 + i)})
				}) {
					t.must("Save or Receive", err)
				}
				t.same("messages of "+id, len(t.load(id).Messages), crowd)
				t.same("wake of "+id, t.load(id).Wake, at(2))
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
						if err := t.Receive(t.ctx, bridge.Incoming{Messages: []bridge.Message{m}, Due: at(1)}); err != nil {
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
				claimed := t.claims(at(1), at(60), 1)
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
				b := bridge.Batch{Seen: last(d.Messages), Token: claimed[0].Token, Summary: plainly("A")}
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
							Events: es, Effects: []bridge.PendingEffect{effect(id, "e", n)}, Journal: []bridge.Entry{entry("saved", "", n)}, Summary: summary(o, n),
						}); err != nil {
							return err
						}
						if err := t.Ran(t.ctx, pass(id+"w", n)); err != nil {
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
