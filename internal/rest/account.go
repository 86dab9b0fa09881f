package rest

import (
	"fmt"
	"sync"

	"github.com/ordo-sdk/ordo"
)

// accountName is the name of a client's account. It may be set once.
type accountName struct {
	mu   sync.Mutex
	name string
}

// get returns the name.
func (a *accountName) get() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.name
}

// set sets the name if there is none, and returns the one that counts.
func (a *accountName) set(name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.name == "" {
		a.name = name
	}
	return a.name
}

// Account returns the name of the account in errors and logs; empty if it has none.
func (c *Client) Account() string { return c.account.get() }

// NameAccount names the account in errors and logs, if ordo.WithAccount did not. The same name again is fine; another
// one is an *ordo.Error of class Invalid that states both.
func (c *Client) NameAccount(name string) error {
	if has := c.account.set(name); has != name {
		return c.Fail("settings", ordo.Invalid, fmt.Sprintf("the account is named %q already and cannot be named %q: "+
			"give both the same name, or leave out ordo.WithAccount", has, name), nil)
	}
	return nil
}

// Copy returns a client that shares everything with c but the name of its account: two shops of one vendor's account
// can have a name each. It begins with the name that c has now.
func (c *Client) Copy() *Client {
	return &Client{transport: c.transport, account: &accountName{name: c.Account()}}
}
