package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
)

// Dir is the folder of a disk with this path, which must exist. Files of Write can be read by everybody, as another
// user's program takes them.
func Dir(path string) Folder { return dir{path} }

type dir struct{ path string }

const (
	fileMode = 0o644
	dirMode  = 0o755
)

// in opens the folder and does something in it. No name reaches out of it, whatever links there are.
func (d dir) in(ctx context.Context, op, name string, do func(*os.Root) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := checkName(op, name); err != nil {
		return err
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return err
	}
	return errors.Join(do(root), root.Close())
}

// List implements Folder.
func (d dir) List(ctx context.Context, pattern string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		entries, err := d.list(ctx, pattern)
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(Entry{}, err)
		}
	}
}

func (d dir) list(ctx context.Context, pattern string) (out []Entry, err error) {
	in, name, err := splitPattern(pattern)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	found, err := fs.ReadDir(root.FS(), in)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, f := range found {
		if !f.Type().IsRegular() || !matches(name, f.Name()) {
			continue
		}
		info, err := f.Info()
		if errors.Is(err, fs.ErrNotExist) { // it was taken meanwhile
			continue
		}
		if err != nil {
			return out, err
		}
		out = append(out, Entry{path.Join(in, f.Name()), info.Size(), info.ModTime()})
	}
	return out, nil
}

// Read implements Folder.
func (d dir) Read(ctx context.Context, name string) (r io.ReadCloser, err error) {
	err = d.in(ctx, "read", name, func(root *os.Root) error {
		r, err = root.Open(name)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Write implements Folder.
func (d dir) Write(ctx context.Context, name string, content []byte) error {
	return d.in(ctx, "write", name, func(root *os.Root) error {
		if there, err := has(root, "write", name, content); there || err != nil {
			return err
		}
		if err := root.MkdirAll(path.Dir(name), dirMode); err != nil {
			return err
		}
		temporary := path.Join(path.Dir(name), "."+rand.Text()+".part")
		err := writeNew(root, temporary, content)
		if err == nil {
			err = appear(root, temporary, name, content)
		}
		if gone := root.Remove(temporary); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return err
	})
}

// has reports whether a file is there with the content. Other content is ErrExists.
func has(root *os.Root, op, name string, content []byte) (bool, error) {
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	same, err := holds(f, content)
	if err == nil && !same {
		err = about(op, name, ErrExists)
	}
	return same, err
}

// writeNew writes a file and waits until the disk has it.
func writeNew(root *os.Root, name string, content []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(content))
	return errors.Join(err, f.Sync(), f.Close())
}

// appear gives a written file its name. A link is refused if the name was taken in the meantime, a renaming is not: it
// is for file systems without links.
func appear(root *os.Root, temporary, name string, content []byte) error {
	err := root.Link(temporary, name)
	switch {
	case errors.Is(err, fs.ErrExist):
		_, err = has(root, "write", name, content)
	case err != nil:
		err = root.Rename(temporary, name)
	}
	return err
}

// Move implements Folder.
func (d dir) Move(ctx context.Context, name, to string) error {
	if err := checkName("move", to); err != nil {
		return err
	}
	return d.in(ctx, "move", name, func(root *os.Root) error {
		if _, err := root.Lstat(to); err == nil {
			content, err := root.ReadFile(name)
			if err != nil {
				return err
			}
			if _, err := has(root, "move", to, content); err != nil || name == to {
				return err
			}
			return root.Remove(name)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := root.MkdirAll(path.Dir(to), dirMode); err != nil {
			return err
		}
		return root.Rename(name, to)
	})
}
