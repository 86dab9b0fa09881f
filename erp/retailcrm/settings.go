package retailcrm

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire"
)

// Settings are the account's general settings.
type Settings struct {
	Currency string // the default one, ISO 4217
	Language string
	TimeZone string     // such as "Europe/Moscow"
	Extra    wire.Extra // the others, and what of these is not as expected
}

// GetSettings reads the account's general settings.
func (c *Client) GetSettings(ctx context.Context) (*Settings, error) {
	var answer struct {
		Settings *wire.Extra `json:"settings"`
	}
	err := c.get(ctx, "settings", "/settings", nil, &answer, func() error {
		return same("settings", true, answer.Settings, func(s *wire.Extra) bool { return *s != nil })
	})
	if err != nil {
		return nil, err
	}
	s := &Settings{Extra: *answer.Settings}
	for name, into := range map[string]*string{"default_currency": &s.Currency, "system_language": &s.Language, "timezone": &s.TimeZone} {
		if setting(s.Extra[name], into) {
			delete(s.Extra, name)
		}
	}
	return s, nil
}

// setting reads {"value": "RUB"}, or "RUB" itself: only the time zone is known for certain to come in the first form.
// It reports whether it could.
func setting(raw json.RawMessage, into *string) bool {
	var wrapped struct {
		Value *string `json:"value"`
	}
	if len(raw) > 0 && decode(raw, &wrapped) == nil && wrapped.Value != nil {
		*into = *wrapped.Value
		return true
	}
	return len(raw) > 0 && decode(raw, into) == nil
}

// account is what was learned of the account.
type account struct {
	asking   chan struct{} // held by who asks the CRM; not mu, so that the others may give up waiting
	mu       sync.Mutex
	zone     *time.Location // nil: not asked yet
	currency string
}

func newAccount() *account { return &account{asking: make(chan struct{}, 1)} }

// known returns the zone, or nil.
func (a *account) known() *time.Location {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.zone
}

// GetZone returns the account's time zone: the one given with WithZone, or the one in the settings, which are read
// once.
func (c *Client) GetZone(ctx context.Context) (*time.Location, error) {
	if c.zone != nil {
		return c.zone, nil
	}
	if zone := c.account.known(); zone != nil {
		return zone, nil
	}
	select {
	case c.account.asking <- struct{}{}:
		defer func() { <-c.account.asking }()
	case <-ctx.Done():
		return nil, c.rest.Fail("settings", ordo.Retry, "gave up waiting", ctx.Err())
	}
	if zone := c.account.known(); zone != nil {
		return zone, nil
	}
	s, err := c.GetSettings(ctx)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(s.TimeZone)
	if name == "" {
		return nil, c.invalid("settings", "the settings name no time zone: use WithZone", nil)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, c.invalid("settings", "this machine does not know the account's time zone: use WithZone", err)
	}
	c.account.mu.Lock()
	defer c.account.mu.Unlock()
	c.account.zone, c.account.currency = zone, s.Currency
	return zone, nil
}

// money returns the currency of sums that come without one; empty if it is not known.
func (c *Client) money() string {
	if c.currency != "" {
		return c.currency
	}
	c.account.mu.Lock()
	defer c.account.mu.Unlock()
	return c.account.currency
}

// local returns t in the account's zone, as it must be written. An unset t needs no zone.
func (c *Client) local(ctx context.Context, t DateTime) (DateTime, error) {
	if t.IsZero() {
		return t, nil
	}
	zone, err := c.GetZone(ctx)
	if err != nil {
		return t, err
	}
	return t.in(zone), nil
}
