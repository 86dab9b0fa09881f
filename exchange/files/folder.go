package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Folder is a place where files are exchanged. Errors about a file are *fs.PathError; a file that is not there is
// fs.ErrNotExist. A Folder is safe for concurrent use.
type Folder interface {
	// List yields the files whose names match a pattern of path.Match, such as "*.trs" or "done/*.trs", in the order of
	// their names. Only the last part of the pattern may have wildcards. A folder within this one that is not there has
	// no files.
	List(ctx context.Context, pattern string) iter.Seq2[Entry, error]
	// Read opens a file. The caller closes it.
	Read(ctx context.Context, name string) (io.ReadCloser, error)
	// Write makes a file appear, whole, with its folders. It changes nothing if the file has this content already; other
	// content is ErrExists.
	Write(ctx context.Context, name string, content []byte) error
	// Move renames a file, and makes the folders that are missing. If the target has the same content, the file is
	// removed; other content is ErrExists. What others do to the target in the same moment is not guarded against: one
	// process moves.
	Move(ctx context.Context, name, to string) error
}

// Entry is a file in a list.
type Entry struct {
	Name string
	Size int64 // bytes
	Time time.Time
}

// What can be wrong with a name or a file.
var (
	ErrExists   = errors.New("there is a file of this name with other content")
	ErrName     = errors.New(`no name within the folder: write "a/b", without a dot before a name, ".." and a slash before all`)
	ErrTooLarge = errors.New("the file is too large")
)

// ReadAll reads a file of at most limit bytes. A larger one is ErrTooLarge.
func ReadAll(ctx context.Context, f Folder, name string, limit int64) ([]byte, error) {
	r, err := f.Read(ctx, name)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, about("read", name, err)
	}
	if int64(len(content)) > limit {
		return nil, about("read", name, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit))
	}
	return content, nil
}

func about(op, name string, err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }

// checkName refuses names that leave the folder, and those of temporary files.
func checkName(op, name string) error {
	bad := !fs.ValidPath(name) || name == "." || !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsRune(name, 0)
	for part := range strings.SplitSeq(name, "/") {
		bad = bad || strings.HasPrefix(part, ".")
	}
	if bad {
		return about(op, name, ErrName)
	}
	return nil
}

// splitPattern splits a pattern into a folder without wildcards and a pattern for the names in it.
func splitPattern(pattern string) (in, name string, err error) {
	in, name = path.Dir(pattern), path.Base(pattern)
	if _, err := path.Match(name, ""); err != nil {
		return "", "", about("list", pattern, err)
	}
	if in != "." {
		if err := checkName("list", in); err != nil {
			return "", "", err
		}
		if strings.ContainsAny(in, `*?[\`) {
			return "", "", about("list", pattern, path.ErrBadPattern)
		}
	}
	return in, name, nil
}

// matches reports whether a name belongs in a list. The pattern has been checked.
func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil && !strings.HasPrefix(name, ".")
}

// holds reports whether what was opened has the content. The reader is closed.
func holds(r io.ReadCloser, content []byte) (bool, error) {
	was, err := io.ReadAll(io.LimitReader(r, int64(len(content))+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return false, err
	}
	return bytes.Equal(was, content), nil
}
