package bridge

import (
	"context"
	"time"
)

// checkLimit bounds one check of an account, which makes many calls in a row. Each call is bounded by its client.
const checkLimit = time.Hour

// checkAgainAfter is when an account whose check failed is checked again.
const checkAgainAfter = time.Minute

// ensureChecked checks an account until it passes once, at most once a minute.
func (c *core) ensureChecked(ctx context.Context, a *account) error {
	return c.checkAccount(ctx, a, func() bool {
		return !a.checked.IsZero() && (a.problem == nil || !elapsed(c.now(), a.checked, checkAgainAfter))
	})
}

// checkedWithin is ensureChecked for who cannot wait long: the check goes on when the limit is over. It reports whether
// the check has ended.
func (c *core) checkedWithin(ctx context.Context, limit time.Duration, a *account) (ended bool, err error) {
	if a.passed() {
		return true, nil
	}
	result := make(chan error, 1)
	go func() { result <- c.ensureChecked(ctx, a) }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-result:
		return true, err
	case <-timer.C:
		return false, nil
	}
}

// passed reports whether the account has passed its last check.
func (a *account) passed() bool { return a.sound.Load() }

// checkAccount checks an account unless the last result is good enough.
func (c *core) checkAccount(ctx context.Context, a *account, enough func() bool) error {
	select {
	case a.checking <- struct{}{}:
		defer func() { <-a.checking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if enough() {
		return a.problem
	}
	var err error
	// channels.Checker, erp.Checker, receipts.Checker, carriers.Checker
	if p, can := a.port.(interface {
		Check(ctx context.Context) error
	}); can {
		cctx, cancel := context.WithTimeout(ctx, checkLimit)
		defer cancel()
		err = c.guard(cctx, func() error { return p.Check(cctx) })
	}
	if ctx.Err() == nil {
		a.checked, a.problem = c.now(), err
		a.sound.Store(err == nil)
	}
	return err
}
