package bridge

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/channels"
)

// atOnce is how many orders are claimed, and read in a channel, at once.
const atOnce = 50

// drain works on everything that is due, several orders at once, until nothing is or the context ends.
func (b *Bridge) drain(ctx context.Context) error {
	if err := b.setRight(ctx); err != nil {
		return err
	}
	p := &pool{b: b, done: make(chan error, b.workers)}
	err := p.run(ctx)
	p.wait(ctx)
	return errors.Join(append(p.errs, err)...)
}

// pool is the workers of one drain. The errors are those that end it: of the store.
type pool struct {
	b     *Bridge
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
		now := p.b.now()
		claims, err := p.b.store.Claim(ctx, now, now.Add(lease), atOnce)
		if err != nil {
			return err
		}
		if len(claims) > 0 {
			p.hand(ctx, claims, now)
		} else if p.busy == 0 {
			return nil
		} else {
			p.finished(ctx, <-p.done)
		}
		if len(p.errs) > 0 {
			return nil
		}
	}
}

// hand hands claimed orders to the workers. Those that wait too long for one are given back, and claimed again later.
func (p *pool) hand(ctx context.Context, claims []Claim, claimed time.Time) {
	readings := p.b.looks(ctx, claims)
	for _, c := range claims {
		for p.busy == p.b.workers {
			p.finished(ctx, <-p.done)
		}
		if ctx.Err() != nil || len(p.errs) > 0 || p.b.now().Sub(claimed) > lease/2 {
			if err := p.b.release(ctx, c); err != nil {
				p.errs = append(p.errs, err)
			}
			continue
		}
		if _, busy := p.b.busy.LoadOrStore(c.ID, true); busy {
			continue // the clock has leapt past the claim of who works on it: this one bars it until that is done
		}
		p.busy++
		go func() {
			err := p.b.workOn(ctx, c, readings[c.ID])
			p.b.busy.Delete(c.ID)
			p.done <- err
		}()
	}
}

func (p *pool) finished(ctx context.Context, err error) {
	p.busy--
	if p.count++; p.count%1000 == 0 {
		p.b.progress(ctx, "", "%d orders were worked on", p.count)
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

// workOn works on a claimed order. The error is that of the store or the context.
func (b *Bridge) workOn(ctx context.Context, c Claim, r *channels.Reading) error {
	err := b.workOnce(ctx, c, r)
	if releaseErr := b.release(ctx, c); err == nil {
		err = releaseErr
	}
	if errors.Is(err, ErrConflict) {
		return nil // somebody else was faster; the order is still due
	}
	if err != nil {
		return fmt.Errorf("order %s: %w", c.ID, err)
	}
	return nil
}

func (b *Bridge) workOnce(ctx context.Context, c Claim, r *channels.Reading) error {
	k, err := b.open(ctx, c.ID)
	var damaged *damagedError
	switch {
	case errors.As(err, &damaged):
		return b.unworkable(ctx, c, damaged)
	case err != nil:
		return err
	}
	k.token = c.Token
	return k.work(ctx, r)
}

// damagedAgainAfter is when an order that cannot be read is looked at again.
const damagedAgainAfter = time.Hour

// unworkable puts an order off whose log cannot be read, so that the others go on.
func (b *Bridge) unworkable(ctx context.Context, c Claim, err *damagedError) error {
	d := err.d
	b.write(ctx, Entry{Level: LevelError, Order: c.ID, What: "damaged", Text: err.Error(), Key: joined("damaged", c.ID, strconv.Itoa(d.Rev))})
	d.Summary.Stuck = true
	return b.store.Save(ctx, c.ID, d.Rev, Batch{Wake: b.now().Add(damagedAgainAfter), Summary: d.Summary, Seen: seen(d.Messages), Token: c.Token})
}

// release ends a claim, also when the context has ended.
func (b *Bridge) release(ctx context.Context, c Claim) error {
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.grace)
	defer cancel()
	return b.store.Release(sctx, c)
}

// work does everything that is due for one order, step by step. Each step is saved before the next begins, so that the
// program may be stopped anywhere.
func (k *desk) work(ctx context.Context, r *channels.Reading) error {
	worked := false
	for ctx.Err() == nil {
		did, err := k.step(ctx, r)
		if err != nil {
			return err
		}
		if did {
			worked, r = true, nil
			continue
		}
		if worked {
			return nil
		}
		// Due by the clock only: a deadline, which may lead to a note, or a wake-up for nothing.
		before := k.d.Rev
		if k.known() {
			before = k.o.Version()
		}
		k.idle = true
		if err := k.save(ctx); err != nil {
			return err
		}
		k.idle = false
		if worked = true; !k.known() || k.o.Version() == before {
			return nil
		}
	}
	return nil
}

// step does one thing that is due, if there is any.
func (k *desk) step(ctx context.Context, r *channels.Reading) (bool, error) {
	now := k.b.now()
	if ms := k.dueMessages(now); len(ms) > 0 {
		return true, k.receive(ctx, ms)
	}
	if !k.known() {
		return false, nil
	}
	if due := k.lookDue(now); !due.IsZero() && !due.After(now) {
		return true, k.lookAgain(ctx, r)
	}
	for _, w := range k.front() {
		if w.Due.After(now) {
			continue
		}
		if fresh, err := k.refresh(ctx); err != nil || !fresh {
			return true, err // something has come in or changed: that goes first
		}
		return true, k.carryOut(ctx, w)
	}
	return false, nil
}

// refresh looks whether the store has anything newer about the order, and takes it. It is true if it has not.
func (k *desk) refresh(ctx context.Context) (bool, error) {
	d, err := k.b.store.Load(ctx, k.d.ID)
	if err != nil {
		return false, err
	}
	if d.Rev != k.d.Rev {
		return false, k.reopen(ctx)
	}
	if seen(d.Messages) == seen(k.d.Messages) {
		return true, nil
	}
	k.b.sane(&d, k.b.now())
	k.d.Messages = d.Messages
	return len(k.dueMessages(k.b.now())) == 0, nil
}

// dueMessages returns the next message that is due, with those after it that can be taken together: the changes of one
// account mean one thing, how the order is there now.
func (k *desk) dueMessages(now time.Time) []Message {
	var out []Message
	for _, m := range k.ready() {
		if m.Due.After(now) {
			continue
		}
		if len(out) == 0 || m.Kind == kindChanges && out[0].Kind == kindChanges && m.Account == out[0].Account {
			out = append(out, m)
		}
	}
	return out
}

// seen is the greatest number among some messages.
func seen(ms []Message) int64 {
	var n int64
	for _, m := range ms {
		n = max(n, m.N)
	}
	return n
}
