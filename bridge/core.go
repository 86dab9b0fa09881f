package bridge

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/texts"
)

// core is what all parts of the bridge share: settings, store, clock and journal.
type core struct {
	config
	store   Store
	process string        // another one for each bridge, for keys
	nudge   chan struct{} // something may be due
	urgent  sync.Map      // keys of effects that a person wants to be tried now
}

func (c *core) now() time.Time { return c.clock.Now().UTC() }

// wake makes Run look at once for what is due.
func (c *core) wake() {
	select {
	case c.nudge <- struct{}{}:
	default:
	}
}

// languageOf returns the language of an account's texts.
func (c *core) languageOf(account string) texts.Language {
	if a := c.accounts[account]; a != nil && a.language != "" {
		return a.language
	}
	return c.language
}

// say returns a text for people in the language of an account.
func (c *core) say(account, format string, args ...any) string {
	return c.languageOf(account).Sprintf(format, args...)
}

// translate returns a fixed text of the bridge in the language of an account; a foreign text stays as it is.
func (c *core) translate(account, text string) string { return c.languageOf(account).Fixed(text) }

// journal writes entries that belong to no order's batch.
func (c *core) journal(ctx context.Context, es ...Entry) {
	for i := range es {
		es[i].At, es[i].Text, es[i].Run = c.now(), clip(es[i].Text, maxText), recordOf(ctx).key()
	}
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.grace)
	defer cancel()
	if err := c.store.Write(sctx, es...); err != nil {
		c.log.ErrorContext(ctx, "the journal cannot be written", "err", err)
	}
	c.publish(ctx, es)
}

// progress reports how far a long pass has come. It is not stored.
func (c *core) progress(ctx context.Context, account, format string, args ...any) {
	c.publish(ctx, []Entry{{At: c.now(), Level: LevelInfo, Account: account, What: "progress", Text: c.say(account, format, args...)}})
}

// publish passes entries that were written to the log, the observer and the pass.
func (c *core) publish(ctx context.Context, es []Entry) {
	for _, e := range es {
		c.log.Log(ctx, e.Level.slog(), e.Text, "what", e.What, "account", e.Account, "order", e.Order)
		if c.observe != nil {
			c.observe(e)
		}
		if p := collectorOf(ctx); p != nil && e.What != "progress" {
			p.add(e)
		}
	}
	recordOf(ctx).add(es)
}

func (l Level) slog() slog.Level {
	switch l {
	case LevelError:
		return slog.LevelError
	case LevelWarning:
		return slog.LevelWarn
	case LevelInfo:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// collector collects the entries of a pass.
type collector struct {
	mu sync.Mutex
	es []Entry
}

func (c *collector) add(e Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.es = append(c.es, e)
}

type collectorKey struct{}

// collectorOf returns the collector of the pass that a context belongs to, or nil.
func collectorOf(ctx context.Context) *collector {
	c, _ := ctx.Value(collectorKey{}).(*collector)
	return c
}

// outsideError is an error of an outside system, not of the store or the context.
type outsideError struct{ err error }

func (e *outsideError) Error() string { return e.err.Error() }
func (e *outsideError) Unwrap() error { return e.err }
