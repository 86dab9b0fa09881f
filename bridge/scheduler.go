package bridge

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// scheduler decides when an order is worked on and when an account is asked. It knows no kind of port.
type scheduler struct {
	*outbox
	working sync.Map      // by id of the orders that are worked on in this process, a channel that is closed at the end
	left    sync.Map      // by token, the claims that could not be ended: the store was away
	slots   chan struct{} // one for each order that is worked on, by whatever drain
	clockOf clockWatch

	exchanges atomic.Int64 // how many were made
	tellings  sync.Map     // by kind of a flow, what was told
}

// drain works on everything that is due, or on some orders only, several at once, until nothing is or the context ends.
func (s *scheduler) drain(ctx context.Context, ids ...string) error {
	s.releaseLeft(ctx)
	if len(ids) == 0 {
		if err := s.wakeOverslept(ctx); err != nil {
			return err
		}
	}
	p := &pool{scheduler: s, ids: ids, done: make(chan error, s.workers)}
	err := p.run(ctx)
	p.wait(ctx)
	return errors.Join(append(p.errs, err)...)
}

// pool is the workers of one drain. The errors are those of the store, which end it.
type pool struct {
	*scheduler
	ids   []string   // of the orders to work on; none for all
	done  chan error // of each worker
	busy  int        // workers
	count int        // orders worked on
	errs  []error
}

func (p *pool) run(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := p.now()
		claims, err := p.store.Claim(ctx, now, now.Add(lease), batchSize, p.ids...)
		if err != nil {
			return err
		}
		if len(claims) == 0 && p.busy == 0 {
			return nil
		}
		p.hand(ctx, claims, now)
		if len(claims) < batchSize {
			p.await(ctx)
		}
		if len(p.errs) > 0 {
			return nil
		}
	}
}

// lookAgainAfter is how long a drain waits for its workers before it looks for what became due meanwhile.
const lookAgainAfter = 250 * time.Millisecond

// await waits for the workers when all that was due has been handed to them. A drain of all orders waits no longer than
// until others may be due.
func (p *pool) await(ctx context.Context) {
	var nudge <-chan struct{}
	var later <-chan time.Time
	if len(p.ids) == 0 {
		timer := time.NewTimer(lookAgainAfter)
		defer timer.Stop()
		nudge, later = p.nudge, timer.C
	}
	for p.busy > 0 && len(p.errs) == 0 {
		select {
		case err := <-p.done:
			p.finished(ctx, err)
		case <-nudge:
			return
		case <-later:
			return
		}
	}
}

// hand hands claimed orders to the workers. Those that wait too long for a worker are released, and claimed again
// later.
func (p *pool) hand(ctx context.Context, claims []Claim, claimed time.Time) {
	jobs := p.readAhead(ctx, claims)
	for _, c := range claims {
		slot := p.takeSlot(ctx)
		if !slot || len(p.errs) > 0 || p.now().Sub(claimed) > lease/2 {
			if slot {
				<-p.slots
			}
			if err := p.release(ctx, c); err != nil {
				p.errs = append(p.errs, err)
			}
			continue
		}
		p.busy++
		ended := make(chan struct{})
		before, busy := p.working.Swap(c.ID, ended)
		go func() {
			j := jobs[c.ID]
			if busy { // that worker is about to end, or the clock has leapt over its claim
				<-before.(chan struct{})
				j = nil
			}
			err := p.workOn(ctx, c, j)
			p.working.CompareAndDelete(c.ID, ended)
			close(ended)
			<-p.slots
			p.done <- err
		}()
	}
}

// takeSlot waits until fewer orders are worked on than the bridge works on at once, and reports whether the context
// still lasts.
func (p *pool) takeSlot(ctx context.Context) bool {
	for ctx.Err() == nil {
		select {
		case p.slots <- struct{}{}:
			return true
		case err := <-p.done:
			p.finished(ctx, err)
		case <-ctx.Done():
		}
	}
	return false
}

func (p *pool) finished(ctx context.Context, err error) {
	p.busy--
	if p.count++; p.count%1000 == 0 {
		p.progress(ctx, "", "%d {1:order was|orders were} worked on", p.count)
	}
	if err != nil {
		p.errs = append(p.errs, err)
	}
}

func (p *pool) wait(ctx context.Context) {
	for p.busy > 0 {
		p.finished(ctx, <-p.done)
	}
}

// workOn works on a claimed order; j is nil if it was not opened yet. The error is that of the store or the context.
func (s *scheduler) workOn(ctx context.Context, c Claim, j *job) error {
	released := false
	err := s.guard(ctx, func() (err error) {
		released, err = s.workOnce(ctx, c, j)
		return err
	})
	if p := (*panicError)(nil); errors.As(err, &p) {
		err = s.setAsidePanicked(ctx, c, p)
	}
	if !released {
		if releaseErr := s.release(ctx, c); err == nil {
			err = releaseErr
		}
	}
	if errors.Is(err, ErrConflict) {
		return nil // somebody else was faster; the order is still due
	}
	if err != nil {
		return fmt.Errorf("order %s: %w", c.ID, err)
	}
	return nil
}

// workOnce reports whether a save has ended the claim.
func (s *scheduler) workOnce(ctx context.Context, c Claim, j *job) (released bool, err error) {
	if j == nil {
		j, err = s.open(ctx, c.ID)
	}
	var damaged *damagedError
	switch {
	case errors.As(err, &damaged):
		return false, s.setAside(ctx, c, damaged)
	case err != nil:
		return false, err
	}
	j.token = c.Token
	if err = s.work(ctx, j); err == nil {
		err = s.takeBack(ctx, j)
	}
	return j.released, err
}

// damagedAgainAfter is when an order that cannot be read is tried again.
const damagedAgainAfter = time.Hour

// setAside puts off an order whose log cannot be read, so that the others go on.
func (s *scheduler) setAside(ctx context.Context, c Claim, err *damagedError) error {
	d := err.stored
	s.journal(ctx, Entry{
		Level: LevelError, Order: c.ID, What: "damaged", Text: s.say("", "the order's log cannot be read: %v", err), Key: joinKey("damaged", c.ID, strconv.Itoa(d.Rev)),
	})
	d.Summary.Flags = setFlag(d.Summary.Flags, FlagStuck, true)
	return s.store.Save(ctx, c.ID, d.Rev, Batch{Wake: s.now().Add(damagedAgainAfter), Summary: d.Summary, Seen: lastMessage(d.Messages), Token: c.Token})
}

// setAsidePanicked puts off an order on which the work has panicked, so that the others go on. What was being sent is
// found as after the end of the process.
func (s *scheduler) setAsidePanicked(ctx context.Context, c Claim, p *panicError) error {
	d, err := s.store.Load(ctx, c.ID)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	now := s.now()
	s.journal(ctx, Entry{
		Level: LevelError, Order: c.ID, What: "panic", Key: joinKey("panic", c.ID, now.Format(hourly)),
		Text: s.say("", "the work on the order broke off: %v; it is tried again in an hour", p),
	})
	d.Summary.Flags = setFlag(d.Summary.Flags, FlagStuck, true)
	return s.store.Save(ctx, c.ID, d.Rev, Batch{Wake: now.Add(damagedAgainAfter), Summary: d.Summary, Seen: lastMessage(d.Messages), Token: c.Token})
}

// release ends a claim, also when the context has ended.
func (s *scheduler) release(ctx context.Context, c Claim) error {
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.grace)
	defer cancel()
	err := s.store.Release(sctx, c)
	if err != nil {
		s.left.Store(c.Token, c)
	}
	return err
}

// releaseLeft ends the claims that could not be ended before, as long as the store takes it: nobody can work on their
// orders until then.
func (s *scheduler) releaseLeft(ctx context.Context) {
	s.left.Range(func(token, c any) bool {
		s.left.Delete(token)
		return s.release(ctx, c.(Claim)) == nil
	})
}

// work does everything that is due for one order, step by step. Each step is saved before the next begins, so that the
// process may be stopped anywhere. It ends with the claim.
func (s *scheduler) work(ctx context.Context, j *job) error {
	worked := false
	for ctx.Err() == nil && j.token != "" {
		did, err := s.step(ctx, j)
		if err != nil {
			return err
		}
		if did {
			worked, j.reading = true, nil
			continue
		}
		if worked {
			return nil
		}
		// Due by the clock only: a deadline, which may lead to a note, or a wake-up for nothing.
		before := j.stored.Rev
		if j.known() {
			before = j.order.Version()
		}
		j.idle = true
		if err := s.commit(ctx, j); err != nil {
			return err
		}
		j.idle = false
		if worked = true; !j.known() || j.order.Version() == before {
			return nil
		}
	}
	return nil
}

// step does one thing that is due, if there is any: messages first, then a refresh, then effects.
func (s *scheduler) step(ctx context.Context, j *job) (bool, error) {
	now, compared := s.now(), j.compared
	j.compared = false
	if ms := s.dueMessages(j, now); len(ms) > 0 {
		return true, s.receive(ctx, j, ms)
	}
	if !j.known() || j.forgotten() {
		return false, nil
	}
	if due := s.refreshDue(j, now); !due.IsZero() && !due.After(now) {
		return true, s.refresh(ctx, j)
	}
	for _, w := range s.front(j) {
		if w.Due.After(now) {
			continue
		}
		if !compared || w.Key != j.begun {
			if current, err := s.takeNewMessages(ctx, j); err != nil || !current {
				return true, err // something has come in or changed: that goes first
			}
		}
		if news, err := s.asksFirst(ctx, j, w); err != nil || news {
			return true, err
		}
		return true, s.deliver(ctx, j, w)
	}
	return false, nil
}

// readAhead opens claimed orders, and reads those that are to be refreshed in their channels, many in one call. By order
// id; whatever is missing is opened and read alone later, and whoever does it says what is wrong.
func (s *scheduler) readAhead(ctx context.Context, claims []Claim) map[string]*job {
	if len(claims) == 1 {
		return nil
	}
	now := s.now()
	jobs := map[string]*job{}
	var due []*job
	for _, c := range claims {
		var j *job
		err := s.guard(ctx, func() (err error) {
			j, err = s.open(ctx, c.ID)
			return err
		})
		if err != nil {
			continue
		}
		jobs[c.ID] = j
		if !j.known() || len(s.dueMessages(j, now)) > 0 {
			continue
		}
		if at := s.refreshDue(j, now); !at.IsZero() && !at.After(now) {
			due = append(due, j)
		}
	}
	for _, h := range s.handlers {
		p, can := h.(prefetcher)
		if !can {
			continue
		}
		var readings map[string]any
		if s.guard(ctx, func() error { readings = p.prefetch(ctx, due); return nil }) == nil {
			for id, r := range readings {
				jobs[id].reading = r
			}
		}
	}
	return jobs
}

// refresh reads the order again in the systems of its route, to find changes that nobody reported.
func (s *scheduler) refresh(ctx context.Context, j *job) error {
	j.readNext = false
	j.batch.Refreshed = s.now()
	for _, h := range s.handlers {
		r, can := h.(refresher)
		if !can {
			continue
		}
		if failed := r.refresh(ctx, j); len(failed) > 0 {
			return s.refreshFailed(ctx, j, failed)
		}
	}
	j.beforeSave = func() { s.beginNext(ctx, j) }
	return s.commit(ctx, j)
}

// refreshFailed keeps what was learned, and refreshes again soon. The journal says so once an hour.
func (s *scheduler) refreshFailed(ctx context.Context, j *job, failed []*AccountError) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	now := s.now()
	j.batch.Refreshed = now.Add(min(tryAgainAfter-s.refreshEvery, 0))
	for _, f := range failed {
		j.note(LevelWarning, f.Account, "look", "the order cannot be read: %v", f.Err)
		j.once("look", j.stored.ID, f.Account, now.Format(hourly))
	}
	return s.commit(ctx, j)
}
