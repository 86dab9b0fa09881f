package filestest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/internal/suite"
)

func TestDir(t *testing.T) {
	Run(t, func(t *testing.T) Fixture {
		in := t.TempDir()
		return Fixture{Port: files.Dir(in), Put: func(name string, content []byte) error {
			return os.WriteFile(filepath.Join(in, name), content, 0o600)
		}}
	})
}

func TestMemory(t *testing.T) {
	Run(t, func(*testing.T) Fixture { return fixture("") })
}

func fixture(flaw string) Fixture {
	m := files.Memory()
	return Fixture{Port: &broken{m, flaw, map[string][]byte{}}, Put: m.Put}
}

// broken is a folder with one flaw.
type broken struct {
	*files.MemoryFolder
	flaw string
	read map[string][]byte
}

func (b *broken) is(flaw string) bool { return b.flaw == flaw }

func (b *broken) List(ctx context.Context, pattern string) iter.Seq2[files.Entry, error] {
	return func(yield func(files.Entry, error) bool) {
		if b.is("lists without a context") {
			ctx = context.WithoutCancel(ctx)
		}
		if b.is("lists all") && pattern != "[" && !strings.HasPrefix(pattern, ".") {
			pattern = path.Dir(pattern) + "/*"
			pattern = strings.TrimPrefix(pattern, "./")
		}
		n := 0
		for e, err := range b.MemoryFolder.List(ctx, pattern) {
			if err != nil && b.is("a bad pattern is empty") {
				return
			}
			n++
			switch b.flaw {
			case "forgets the size":
				e.Size = 0
			case "forgets the folder":
				e.Name = path.Base(e.Name)
			}
			if !yield(e, err) && !b.is("goes on after a break") {
				return
			}
		}
		if n == 0 && b.is("a folder must be there") && strings.Contains(pattern, "/") {
			yield(files.Entry{}, fs.ErrNotExist)
		}
	}
}

func (b *broken) Read(ctx context.Context, name string) (io.ReadCloser, error) {
	r, err := b.MemoryFolder.Read(ctx, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && b.is("what is not there is empty"):
		return io.NopCloser(bytes.NewReader(nil)), nil
	case errors.Is(err, files.ErrName) && b.is("calls every error missing"):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, err
	}
	content, err := io.ReadAll(r)
	if b.is("reads text") {
		content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	}
	if was, seen := b.read[name]; seen && b.is("remembers what it read") {
		content = was
	}
	b.read[name] = content
	return io.NopCloser(bytes.NewReader(content)), err
}

func (b *broken) Write(ctx context.Context, name string, content []byte) error {
	if b.is("writes without a context") {
		ctx = context.WithoutCancel(ctx)
	}
	err := b.MemoryFolder.Write(ctx, name, content)
	switch {
	case errors.Is(err, files.ErrExists) && b.is("overwrites"):
		return b.Put(name, content)
	case errors.Is(err, files.ErrExists) && b.is("refuses without a name"):
		return files.ErrExists
	case err == nil && b.is("writes once"):
		if _, seen := b.read["w"+name]; seen {
			return &fs.PathError{Op: "write", Path: name, Err: files.ErrExists}
		}
		b.read["w"+name] = nil
	}
	return err
}

func (b *broken) Move(ctx context.Context, name, to string) error {
	if b.is("makes no folders") && strings.Contains(to, "/") && !strings.Contains(to, "..") {
		return &fs.PathError{Op: "move", Path: to, Err: fs.ErrNotExist}
	}
	err := b.MemoryFolder.Move(ctx, name, to)
	switch {
	case errors.Is(err, files.ErrExists) && b.is("moves over"):
		return b.Put(to, b.Take(name))
	case errors.Is(err, fs.ErrNotExist) && b.is("moves nothing gladly"):
		return nil
	case errors.Is(err, files.ErrName) && b.is("leaves the folder"):
		return nil
	case err == nil && b.is("copies"):
		return b.Put(name, []byte(name))
	}
	return err
}

func TestTheSuiteFindsBrokenFolders(t *testing.T) {
	folder().Prove(t, suite.Proof[Fixture]{
		Port: fixture,
		Flaws: map[string][]string{
			"a file is read as it was written":                    {"forgets the size", "reads text", "forgets the folder"},
			"the same file is written again without an error":     {"writes once"},
			"other content is refused, and changes nothing":       {"overwrites", "refuses without a name"},
			"a list has the files of a pattern, in order":         {"lists all", "forgets the folder"},
			"a folder that is not there has no files":             {"a folder must be there"},
			"a file is moved, with the folders that it needs":     {"makes no folders", "copies"},
			"no file is moved over another":                       {"moves over", "copies"},
			"a file that is not there is an error":                {"what is not there is empty", "moves nothing gladly"},
			"no name leaves the folder":                           {"leaves the folder", "calls every error missing"},
			"a bad pattern is an error":                           {"a bad pattern is empty"},
			"a list ends when its reader stops":                   {"goes on after a break"},
			"nothing happens in an ended context":                 {"writes without a context", "lists without a context"},
			"what another program writes is listed and read anew": {"remembers what it read"},
		},
	})
}
