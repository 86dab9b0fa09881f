package filestest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// Fixture is an empty folder.
type Fixture struct {
	// Port is the folder. Required.
	Port files.Folder
	// Put writes a file as another program does: over what is there. With it, what such a program does is checked.
	Put func(name string, content []byte) error
}

// Run runs every check as a subtest. setup makes an empty folder for each of them; it may use t.Cleanup to close what
// it opens.
func Run(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	folder().Run(t, setup)
}

// bench is a fixture in use.
type bench struct {
	Fixture
	ctx context.Context
}

func folder() suite.Suite[Fixture, bench] {
	return suite.Suite[Fixture, bench]{
		Needs: []string{"Port"},
		Open:  func(s suite.Env[Fixture]) bench { return bench{s.Fixture, s.Ctx} },
	}.
		Check("a file is read as it was written", readAsWritten).
		Check("the same file is written again without an error", writtenAgain).
		Check("other content is refused, and changes nothing", neverOverwritten).
		Check("a list has the files of a pattern, in order", listedByPattern).
		Check("a folder that is not there has no files", noFolderNoFiles).
		Check("a file is moved, with the folders that it needs", moved).
		Check("no file is moved over another", notMovedOver).
		Check("a file that is not there is an error", missingIsAnError).
		Check("no name leaves the folder", namesStay).
		Check("a bad pattern is an error", badPattern).
		Check("a list ends when its reader stops", listStops).
		Check("nothing happens in an ended context", keepsToContext).
		Check("what another program writes is listed and read anew", foreignFiles, "Put")
}

// write writes files, each with its name as content.
func (b bench) write(names ...string) error {
	for _, name := range names {
		if err := b.Port.Write(b.ctx, name, []byte(name)); err != nil {
			return fmt.Errorf("write %q: %w", name, err)
		}
	}
	return nil
}

// list returns the names of a list.
func (b bench) list(pattern string) (names []string, err error) {
	for e, err := range b.Port.List(b.ctx, pattern) {
		if err != nil {
			return nil, fmt.Errorf("list %q: %w", pattern, err)
		}
		if e.Time.IsZero() || e.Time.After(time.Now().Add(time.Hour)) {
			return nil, fmt.Errorf("list %q: %q has the time %s", pattern, e.Name, e.Time)
		}
		names = append(names, e.Name)
	}
	return names, nil
}

// lists checks a list.
func (b bench) lists(pattern string, want ...string) error {
	got, err := b.list(pattern)
	if err == nil && !slices.Equal(got, want) {
		err = fmt.Errorf("list %q: %q, want %q", pattern, got, want)
	}
	return err
}

// reads checks the content of a file.
func (b bench) reads(name, want string) error {
	got, err := files.ReadAll(b.ctx, b.Port, name, 1<<20)
	if err == nil && string(got) != want {
		err = fmt.Errorf("read %q: %q, want %q", name, got, want)
	}
	return err
}

// all returns the first error.
func all(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// refused checks that an error is one.
func refused(what string, err, want error) error {
	if !errors.Is(err, want) {
		return fmt.Errorf("%s: %w, want %q", what, suite.OrNone(err), want.Error())
	}
	return nil
}

func readAsWritten(b bench) error {
	content := "1;\"Кеди\"\r\n\x00\xff" + strings.Repeat("x", 100_000)
	if err := b.Port.Write(b.ctx, "orders/a 1.json", []byte(content)); err != nil {
		return err
	}
	for e, err := range b.Port.List(b.ctx, "orders/*") {
		if err != nil || e.Name != "orders/a 1.json" || e.Size != int64(len(content)) {
			return fmt.Errorf("a file of %d bytes is listed as %q of %d: %w", len(content), e.Name, e.Size, suite.OrNone(err))
		}
	}
	if err := b.Port.Write(b.ctx, "empty", nil); err != nil {
		return err
	}
	return all(
		func() error { return b.lists("*", "empty") },
		func() error { return b.reads("empty", "") },
		func() error { return b.reads("orders/a 1.json", content) },
	)
}

func writtenAgain(b bench) error {
	return all(func() error { return b.write("a", "a", "done/a", "done/a") }, func() error { return b.lists("*", "a") })
}

func neverOverwritten(b bench) error {
	if err := b.write("a"); err != nil {
		return err
	}
	for _, other := range []string{"", "b", "a and more"} {
		err := b.Port.Write(b.ctx, "a", []byte(other))
		if err := refused("other content", err, files.ErrExists); err != nil {
			return err
		}
		var named *fs.PathError
		if !errors.As(err, &named) || named.Path != "a" {
			return fmt.Errorf("the error does not name the file: %w", err)
		}
	}
	return all(func() error { return b.reads("a", "a") }, func() error { return b.lists("*", "a") })
}

func listedByPattern(b bench) error {
	return all(
		func() error { return b.write("b.trs", "a.trs", "a.csv", "done/a.trs", "Я.trs") },
		func() error { return b.lists("*.trs", "a.trs", "b.trs", "Я.trs") },
		func() error { return b.lists("a.trs", "a.trs") },
		func() error { return b.lists("done/*", "done/a.trs") },
	)
}

func noFolderNoFiles(b bench) error { return b.lists("refused/*") }

func moved(b bench) error {
	return all(
		func() error { return b.write("a") },
		func() error { return b.Port.Move(b.ctx, "a", "done/x/a") },
		func() error { return b.lists("*") },
		func() error { return b.reads("done/x/a", "a") },
	)
}

func notMovedOver(b bench) error {
	if err := b.write("a", "b"); err != nil {
		return err
	}
	if err := refused("move over another file", b.Port.Move(b.ctx, "a", "b"), files.ErrExists); err != nil {
		return err
	}
	return all(
		func() error { return b.reads("b", "b") },
		func() error { return b.reads("a", "a") },
		func() error { return b.Port.Write(b.ctx, "c", []byte("a")) },
		func() error { return b.Port.Move(b.ctx, "a", "c") }, // the same is there
		func() error { return b.lists("*", "b", "c") },
	)
}

func missingIsAnError(b bench) error {
	_, err := files.ReadAll(b.ctx, b.Port, "a", 1)
	return all(
		func() error { return refused("read", err, fs.ErrNotExist) },
		func() error { return refused("move", b.Port.Move(b.ctx, "a", "b"), fs.ErrNotExist) },
	)
}

func namesStay(b bench) error {
	if err := b.write("a"); err != nil {
		return err
	}
	for _, bad := range []string{"", ".", "..", "../a", "/a", "a/../../b", "b//c", "b/", ".a", "done/.a", "a\x00b", "\xff"} {
		_, err := files.ReadAll(b.ctx, b.Port, bad, 1)
		for what, err := range map[string]error{
			"write": b.Port.Write(b.ctx, bad, nil), "move": b.Port.Move(b.ctx, bad, "b"), "move to": b.Port.Move(b.ctx, "a", bad), "read": err,
		} {
			if err := refused(fmt.Sprintf("%s %q", what, bad), err, files.ErrName); err != nil {
				return err
			}
		}
	}
	return b.lists("*", "a")
}

func badPattern(b bench) error {
	for _, bad := range []string{"[", "*/a", "../*", ".hidden/*"} {
		if _, err := b.list(bad); err == nil {
			return fmt.Errorf("the pattern %q is no error", bad)
		}
	}
	return nil
}

func listStops(b bench) error {
	return all(func() error { return b.write("a", "b") }, func() error { return suite.StopsEarly("List", b.Port.List(b.ctx, "*")) })
}

func keepsToContext(b bench) error {
	if err := b.write("a"); err != nil {
		return err
	}
	calls := suite.Calls{
		"List":  func(ctx context.Context) error { return suite.List(b.Port.List(ctx, "*")) },
		"Write": func(ctx context.Context) error { return b.Port.Write(ctx, "b", nil) },
		"Move":  func(ctx context.Context) error { return b.Port.Move(ctx, "a", "b") },
		"Read": func(ctx context.Context) error {
			_, err := files.ReadAll(ctx, b.Port, "a", 1)
			return err
		},
	}
	if err := calls.Ended(b.ctx); err != nil {
		return err
	}
	return b.lists("*", "a")
}

func foreignFiles(b bench) error {
	w := files.NewWatch(b.Port, "*.trs")
	for _, content := range []string{"1", "12"} {
		if err := b.Put("a.trs", []byte(content)); err != nil {
			return err
		}
		if found, err := w.Complete(b.ctx); err != nil || len(found) > 0 {
			return fmt.Errorf("a file that has just come or grown is complete: %v, %w", found, suite.OrNone(err))
		}
		if err := b.reads("a.trs", content); err != nil {
			return err
		}
	}
	found, err := w.Complete(b.ctx)
	if err != nil || len(found) != 1 {
		return fmt.Errorf("a file that does not grow is not complete: %v, %w", found, suite.OrNone(err))
	}
	return nil
}
