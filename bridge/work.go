package bridge

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/channels"
)

// batch is how many orders are claimed, and read in a channel, at once.
const batch = 50

// drain works on everything that is due, until nothing is or the context ends.
func (b *Bridge) drain(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := b.now()
		ids, err := b.store.Claim(ctx, now, now.Add(lease), batch)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return nil
		}
		if err := b.workOn(ctx, ids); err != nil {
			return err
		}
	}
}

// workOn works on claimed orders, several at once.
func (b *Bridge) workOn(ctx context.Context, ids []string) error {
	desks := make([]*desk, 0, len(ids))
	var errs []error
	for _, id := range ids {
		k, err := b.open(ctx, id)
		if err != nil {
			errs = append(errs, b.unworkable(ctx, id, err))
			continue
		}
		k.claim = true
		desks = append(desks, k)
	}
	readings := b.looks(ctx, desks)

	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, b.workers)
	for _, k := range desks {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			err := k.work(ctx, readings[k.d.ID])
			if release := b.release(ctx, k.d.ID); err == nil {
				err = release
			}
			if err != nil && !errors.Is(err, ErrConflict) { // somebody else was faster; the order is still due
				mu.Lock()
				errs = append(errs, fmt.Errorf("order %s: %w", k.d.ID, err))
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// unworkable says that an order cannot even be opened. If it is the order that is damaged, it is put off and the others go
// on; if it is the store, the work ends.
func (b *Bridge) unworkable(ctx context.Context, id string, err error) error {
	d, loadErr := b.store.Load(ctx, id)
	if loadErr != nil {
		return loadErr
	}
	now := b.now()
	b.write(ctx, Entry{Level: LevelError, Order: id, What: "damaged", Text: err.Error(), Key: "damaged/" + id + "/" + fmt.Sprint(d.Rev)})
	return b.store.Save(ctx, id, d.Rev, Batch{Wake: now.Add(time.Hour)})
}

// release ends a claim, also when the context has ended.
func (b *Bridge) release(ctx context.Context, id string) error {
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.grace)
	defer cancel()
	return b.store.Release(sctx, id)
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
		if !did {
			break
		}
		worked, r = true, nil
	}
	if !worked && ctx.Err() == nil {
		k.idle = true
		return k.save(ctx) // due by the clock only: a deadline, or a wake-up for nothing
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
		if !w.Due.After(now) {
			return true, k.carryOut(ctx, w)
		}
	}
	return false, nil
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
