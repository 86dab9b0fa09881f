package erptest

import (
	"context"
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// oddClients is a directory in memory that breaks one promise.
type oddClients struct {
	*Clients
	flaw string
}

func (c *oddClients) is(flaw string) bool { return c.flaw == flaw }

func (c *oddClients) Parties(ctx context.Context, key erp.PartyKey, value string) ([]erp.Party, error) {
	switch {
	case c.is("lets anybody in") || c.is("a stranger"):
	case c.is("ignores the context"):
		ctx = context.WithoutCancel(ctx)
	case c.is("finds no e-mail addresses") && key == erp.PartyEmail:
		return nil, nil
	}
	if c.is("a stranger") {
		return nil, &ordo.Error{System: "clients", Class: ordo.Auth, Text: "wrong password"}
	}
	found, err := c.Clients.Parties(ctx, key, value)
	switch {
	case c.is("makes up a party") && len(found) == 0 && err == nil && key == erp.PartyName:
		found = []erp.Party{{Ref: order.Ref{ID: "0"}, Name: value}}
	case c.is("finds the newest first"):
		slices.Reverse(found)
	case c.is("compares phones as texts") && key == erp.PartyPhone:
		found = slices.DeleteFunc(found, func(p erp.Party) bool { return !slices.Contains(p.Phones, value) })
	case c.is("forgets the ids"):
		for i := range found {
			found[i].Ref = order.Ref{}
		}
	}
	return found, err
}

func (c *oddClients) CreateParty(ctx context.Context, key string, p erp.Party) (order.Ref, error) {
	switch {
	case c.is("a stranger"):
		return order.Ref{}, &ordo.Error{System: "clients", Class: ordo.Auth, Text: "wrong password"}
	case c.is("ignores the context"):
		ctx = context.WithoutCancel(ctx)
	}
	ref, err := c.Clients.CreateParty(ctx, key, p)
	if c.is("calls a lost answer a refusal") && err != nil {
		err = &ordo.Error{System: "clients", Class: ordo.Invalid, Text: "no answer"}
	}
	return ref, err
}

func directoryFixture(flaw string) DirectoryFixture {
	c := &oddClients{NewClients(), flaw}
	f := DirectoryFixture{
		Port: c, Count: func() int { return len(c.All()) }, Adds: func(p erp.Party) { c.Add(p) },
		LosesAnswer:    func() { c.LoseNext(&ordo.Error{System: "clients", Class: ordo.InDoubt, Text: "no answer"}) },
		BadCredentials: &oddClients{c.Clients, "a stranger"},
	}
	if flaw == "lets anybody in" {
		f.BadCredentials = c
	}
	return f
}

func TestTheSuiteOfDirectoriesFindsWhatIsBroken(t *testing.T) {
	directory().Prove(t, suite.Proof[DirectoryFixture]{
		Port: directoryFixture,
		Flaws: map[string][]string{
			"a party that was created is found by each key":          {"finds no e-mail addresses", "forgets the ids"},
			"who is not there is not found":                          {"makes up a party"},
			"of several parties the first comes first":               {"finds the newest first"},
			"a phone is found in whatever form people wrote it":      {"compares phones as texts"},
			"a lost answer is class InDoubt, and the party is found": {"calls a lost answer a refusal"},
			"nothing happens in an ended context":                    {"ignores the context"},
			"wrong credentials are refused":                          {"lets anybody in"},
		},
	})
}
