package erptest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// DirectoryFixture is an empty directory of parties. Phone numbers without a country are Ukrainian.
type DirectoryFixture struct {
	// Port is the directory. Required.
	Port erp.Directory
	// Count counts the parties that it holds. Required.
	Count func() int
	// Adds adds a party as people do, with its phones as they wrote them.
	Adds func(p erp.Party)
	// LosesAnswer makes the next creation succeed and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same directory with credentials that it refuses.
	BadCredentials erp.Directory
}

// RunDirectory runs every check of a directory as a subtest. setup makes a fresh, empty one for each of them.
func RunDirectory(t *testing.T, setup func(t *testing.T) DirectoryFixture) {
	t.Helper()
	directory().Run(t, setup)
}

// directoryBench is a directory that is being checked.
type directoryBench struct {
	DirectoryFixture
	ctx context.Context //nolint:containedctx // it lives for one check
}

func directory() suite.Suite[DirectoryFixture, *directoryBench] {
	return suite.Suite[DirectoryFixture, *directoryBench]{
		Needs: []string{"Port", "Count"},
		Open: func(s suite.Env[DirectoryFixture]) *directoryBench {
			return &directoryBench{s.Fixture, s.Ctx}
		},
	}.
		Check("a party that was created is found by each key", createdIsFound).
		Check("who is not there is not found", nobodyIsFound).
		Check("of several parties the first comes first", firstComesFirst).
		Check("a phone is found in whatever form people wrote it", anyPhoneIsFound, "Adds").
		Check("a lost answer is class InDoubt, and the party is found", lostIsFound, "LosesAnswer").
		Check("nothing happens in an ended context", directoryKeepsToContext).
		Check("wrong credentials are refused", directoryRefusesStrangers, "BadCredentials")
}

var (
	kateryna = erp.Party{Name: "Катерина Шевченко", Phones: []string{"+380671234567"}, Email: "kateryna@example.com"}
	namesake = erp.Party{Name: "Катерина Шевченко", Phones: []string{"+380671234567"}}
)

// values are by what a party is searched.
func values(p erp.Party) map[erp.PartyKey]string {
	return map[erp.PartyKey]string{erp.PartyPhone: p.Phones[0], erp.PartyName: p.Name, erp.PartyEmail: p.Email}
}

// find returns the ids of the parties that have a value, of those that a search returns.
func (b *directoryBench) find(key erp.PartyKey, value string) (ids []string, err error) {
	found, err := b.Port.Parties(b.ctx, key, value)
	if err != nil {
		return nil, fmt.Errorf("Parties(%q, %q): %w", key, value, err)
	}
	for _, p := range found {
		if p.Ref.ID == "" {
			return nil, fmt.Errorf("Parties(%q, %q): %q has no id", key, value, p.Name)
		}
		phone := func(text string) bool { return contact.Dialled(text, "UA") == value }
		if key == erp.PartyName && p.Name == value || key == erp.PartyEmail && p.Email == value || key == erp.PartyPhone && slices.ContainsFunc(p.Phones, phone) {
			ids = append(ids, p.Ref.ID)
		}
	}
	return ids, nil
}

// create creates a party and returns its id.
func (b *directoryBench) create(key string, p erp.Party) (string, error) {
	ref, err := b.Port.CreateParty(b.ctx, key, p)
	switch {
	case err != nil:
		return "", fmt.Errorf("CreateParty: %w", err)
	case ref.ID == "":
		return "", errors.New("CreateParty returned no id")
	}
	return ref.ID, nil
}

func createdIsFound(b *directoryBench) error {
	if b.Port.System() == "" {
		return errors.New("System() is empty")
	}
	id, err := b.create("1", kateryna)
	if err != nil {
		return err
	}
	for key, value := range values(kateryna) {
		if ids, err := b.find(key, value); err != nil || !slices.Equal(ids, []string{id}) {
			return fmt.Errorf("created as %q, found by %s: %q, %w", id, key, ids, suite.OrNone(err))
		}
	}
	if n := b.Count(); n != 1 {
		return fmt.Errorf("the directory holds %d parties, want 1", n)
	}
	return nil
}

func nobodyIsFound(b *directoryBench) error {
	for key, value := range values(kateryna) {
		if ids, err := b.find(key, value); err != nil || len(ids) > 0 {
			return fmt.Errorf("nobody is there, found by %s: %q, %w", key, ids, suite.OrNone(err))
		}
	}
	return nil
}

func firstComesFirst(b *directoryBench) error {
	first, err := b.create("1", kateryna)
	if err != nil {
		return err
	}
	second, err := b.create("2", namesake)
	if err != nil {
		return err
	}
	for _, key := range []erp.PartyKey{erp.PartyPhone, erp.PartyName} {
		if ids, err := b.find(key, values(kateryna)[key]); err != nil || !slices.Equal(ids, []string{first, second}) {
			return fmt.Errorf("found by %s: %q, %w; want %q and then %q", key, ids, suite.OrNone(err), first, second)
		}
	}
	return nil
}

func anyPhoneIsFound(b *directoryBench) error {
	for i, form := range []string{"067 123 45 67", "+38 (067) 123-45-67", "380671234567"} {
		b.Adds(erp.Party{Name: fmt.Sprint("Катерина ", i), Phones: []string{form}})
		if ids, err := b.find(erp.PartyPhone, "+380671234567"); err != nil || len(ids) != i+1 {
			return fmt.Errorf("a party with the phone %q is not found by +380671234567: %q, %w", form, ids, suite.OrNone(err))
		}
	}
	return nil
}

func lostIsFound(b *directoryBench) error {
	b.LosesAnswer()
	if _, err := b.Port.CreateParty(b.ctx, "1", kateryna); ordo.ClassOf(err) != ordo.InDoubt {
		return fmt.Errorf("a lost answer: %w, want class %s", suite.OrNone(err), ordo.InDoubt)
	}
	if ids, err := b.find(erp.PartyPhone, kateryna.Phones[0]); err != nil || len(ids) != 1 {
		return fmt.Errorf("after a lost answer %q are found, %w; want one", ids, suite.OrNone(err))
	}
	return nil
}

// directoryCalls are the calls of a directory.
func directoryCalls(d erp.Directory) suite.Calls {
	return suite.Calls{
		"Parties": func(ctx context.Context) error {
			_, err := d.Parties(ctx, erp.PartyPhone, kateryna.Phones[0])
			return err
		},
		"CreateParty": func(ctx context.Context) error {
			_, err := d.CreateParty(ctx, "1", kateryna)
			return err
		},
	}
}

func directoryKeepsToContext(b *directoryBench) error {
	if err := directoryCalls(b.Port).Ended(b.ctx); err != nil {
		return err
	}
	return suite.Unchanged(b.Count, 0, "a context that has ended")
}

func directoryRefusesStrangers(b *directoryBench) error {
	if err := directoryCalls(b.BadCredentials).Refused(b.ctx); err != nil {
		return err
	}
	return suite.Unchanged(b.Count, 0, "wrong credentials")
}
