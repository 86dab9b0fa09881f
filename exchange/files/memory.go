package files

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"sync"
	"time"
)

// MemoryFolder is a folder in memory, for tests.
type MemoryFolder struct {
	mu    sync.Mutex
	files map[string]memoryFile
}

type memoryFile struct {
	content []byte
	at      time.Time
}

// Memory returns an empty folder in memory.
func Memory() *MemoryFolder { return &MemoryFolder{files: map[string]memoryFile{}} }

// Put writes a file as another program does: over what is there, and as far as it has come. The error is ErrName.
func (m *MemoryFolder) Put(name string, content []byte) error {
	if err := checkName("put", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = memoryFile{bytes.Clone(content), time.Now()}
	return nil
}

// Take removes a file as another program does, and returns its content; nil if it is not there.
func (m *MemoryFolder) Take(name string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	content := m.files[name].content
	delete(m.files, name)
	return content
}

// List implements Folder.
func (m *MemoryFolder) List(ctx context.Context, pattern string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		in, match, err := splitPattern(pattern)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(Entry{}, err)
			return
		}
		m.mu.Lock()
		files := maps.Clone(m.files)
		m.mu.Unlock()
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if path.Dir(name) != in || !matches(match, path.Base(name)) {
				continue
			}
			if f := files[name]; !yield(Entry{name, int64(len(f.content)), f.at}, nil) {
				return
			}
		}
	}
}

// Read implements Folder.
func (m *MemoryFolder) Read(ctx context.Context, name string) (io.ReadCloser, error) {
	content, err := m.read(ctx, "read", name)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

func (m *MemoryFolder) read(ctx context.Context, op, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := checkName(op, name); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	f, there := m.files[name]
	if !there {
		return nil, about(op, name, fs.ErrNotExist)
	}
	return f.content, nil
}

// Write implements Folder.
func (m *MemoryFolder) Write(ctx context.Context, name string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := checkName("write", name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if was, there := m.files[name]; there {
		if !bytes.Equal(was.content, content) {
			return about("write", name, ErrExists)
		}
		return nil
	}
	m.files[name] = memoryFile{bytes.Clone(content), time.Now()}
	return nil
}

// Move implements Folder.
func (m *MemoryFolder) Move(ctx context.Context, name, to string) error {
	if _, err := m.read(ctx, "move", name); err != nil {
		return err
	}
	if err := checkName("move", to); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	f, there := m.files[name]
	if !there {
		return about("move", name, fs.ErrNotExist)
	}
	if was, there := m.files[to]; there && !bytes.Equal(was.content, f.content) {
		return about("move", to, ErrExists)
	} else if there && name != to {
		delete(m.files, name)
		return nil
	}
	delete(m.files, name)
	m.files[to] = f
	return nil
}
