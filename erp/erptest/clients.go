package erptest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Clients is a directory in memory, for tests of a program that has one. It keeps the key of a creation, so that the
// same one twice creates nothing. It is safe for concurrent use.
type Clients struct {
	mu    sync.Mutex
	all   []erp.Party
	keys  map[string]order.Ref
	loses error // of the next creation
}

// NewClients returns a directory without parties.
func NewClients() *Clients { return &Clients{keys: map[string]order.Ref{}} }

// System implements erp.Directory.
func (*Clients) System() string { return "clients" }

// Parties implements erp.Directory. Phones without a country are Ukrainian; names are compared without their case.
func (c *Clients) Parties(ctx context.Context, key erp.PartyKey, value string) (found []erp.Party, _ error) {
	if ctx.Err() != nil {
		return nil, &ordo.Error{System: c.System(), Op: "parties", Class: ordo.Retry, Text: ctx.Err().Error()}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.all {
		if key == erp.PartyName && strings.EqualFold(p.Name, value) || key == erp.PartyEmail && p.Email != "" && strings.EqualFold(p.Email, value) ||
			key == erp.PartyPhone && slices.ContainsFunc(p.Phones, func(x string) bool { return contact.Dialled(x, "UA") == value }) {
			found = append(found, p)
		}
	}
	return found, nil
}

// CreateParty implements erp.Directory.
func (c *Clients) CreateParty(ctx context.Context, key string, p erp.Party) (order.Ref, error) {
	if ctx.Err() != nil {
		return order.Ref{}, &ordo.Error{System: c.System(), Op: "create party", Class: ordo.Retry, Text: ctx.Err().Error()}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if ref, done := c.keys[key]; done {
		return ref, nil
	}
	c.keys[key] = c.add(p)
	if lost := c.loses; lost != nil {
		c.loses = nil
		return order.Ref{}, lost
	}
	return c.keys[key], nil
}

func (c *Clients) add(p erp.Party) order.Ref {
	p.Ref = order.Ref{System: c.System(), Kind: "party", ID: strconv.Itoa(len(c.all) + 1)}
	c.all = append(c.all, p)
	return p.Ref
}

// Add adds a party as people do, and returns its id.
func (c *Clients) Add(p erp.Party) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.add(p).ID
}

// All returns the parties, the oldest first.
func (c *Clients) All() []erp.Party {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.all)
}

// LoseNext makes the next creation succeed and return an error.
func (c *Clients) LoseNext(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loses = err
}
