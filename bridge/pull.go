package bridge

import (
	"context"
	"errors"
	"sync"
	"time"
)

// The streams of accounts whose cursors the store keeps.
const (
	streamOrders  = "orders"  // of a channel: the time of the newest order known, RFC 3339
	streamChanges = "changes" // of an ERP: its own cursor
)

// deepEvery is how often a channel is asked for all orders of the window, and not only for those that wait.
const deepEvery = time.Hour

// page is how many changes are stored in one write.
const page = 100

// pullLimit is how long one account may be read at once. What could not be read in that time is read by the next pass.
const pullLimit = 15 * time.Minute

// pull asks all accounts for what is new, side by side.
func (b *Bridge) pull(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, len(b.names))
	for i, name := range b.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs[i] = b.pullOne(ctx, b.accounts[name])
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// pullOne asks one account for what is new. The error is that of the store or the context; what is wrong with the account
// is told by the journal, once an hour.
func (b *Bridge) pullOne(ctx context.Context, a *account) error {
	b.tellRefusals(ctx, a)
	err := b.inOrder(ctx, a)
	lctx, cancel := context.WithTimeout(ctx, pullLimit)
	defer cancel()
	switch {
	case err != nil:
		err = &outsideError{err}
	case a.channel != nil:
		err = b.pullOrders(lctx, a)
	case a.system != nil:
		err = b.pullChanges(lctx, a)
	case a.carrier != nil:
		err = b.subscribe(lctx, a)
	}
	var outside *outsideError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &outside) || err != nil && lctx.Err() != nil:
		b.write(ctx, Entry{
			Level: LevelError, Account: a.name, What: "account", Text: "it cannot be read now, and is asked again: " + err.Error(),
			Key: joined("account", a.name, b.now().Format(hourly)),
		})
		return nil
	}
	return err
}

// outsideError is one of an outside system, not of ours.
type outsideError struct{ err error }

func (e *outsideError) Error() string { return e.err.Error() }
