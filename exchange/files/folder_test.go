package files_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/exchange/files"
)

// folders runs a test with a folder of each kind.
func folders(t *testing.T, test func(*testing.T, files.Folder)) {
	t.Run("dir", func(t *testing.T) { test(t, files.Dir(t.TempDir())) })
	t.Run("memory", func(t *testing.T) { test(t, files.Memory()) })
}

func list(t *testing.T, f files.Folder, pattern string) (out []string) {
	t.Helper()
	for e, err := range f.List(t.Context(), pattern) {
		require.NoError(t, err)
		require.WithinDuration(t, time.Now(), e.Time, time.Hour)
		out = append(out, fmt.Sprintf("%s %d", e.Name, e.Size))
	}
	return out
}

func TestALinkOutOfTheFolderIsNotFollowed(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600))
	if err := os.Symlink(outside, filepath.Join(inside, "out")); err != nil {
		t.Skip(err)
	}
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret"), filepath.Join(inside, "link")))
	f := files.Dir(inside)
	_, err := f.Read(t.Context(), "out/secret")
	require.Error(t, err)
	_, err = f.Read(t.Context(), "link")
	require.Error(t, err)
	require.Error(t, f.Write(t.Context(), "out/new", []byte("x")))
	require.Error(t, f.Move(t.Context(), "out/secret", "mine"))
	require.Empty(t, list(t, f, "*"))
}

func TestAFileIsReadWithALimit(t *testing.T) {
	folders(t, func(t *testing.T, f files.Folder) {
		require.NoError(t, f.Write(t.Context(), "a", bytes.Repeat([]byte("x"), 10)))
		b, err := files.ReadAll(t.Context(), f, "a", 10)
		require.NoError(t, err)
		require.Len(t, b, 10)
		_, err = files.ReadAll(t.Context(), f, "a", 9)
		require.ErrorIs(t, err, files.ErrTooLarge)
		_, err = files.ReadAll(t.Context(), f, "b", 9)
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
}

// A folder that is not there is an error, not an empty list: the share may not be mounted.
func TestAMissingDirIsAnError(t *testing.T) {
	f := files.Dir(filepath.Join(t.TempDir(), "none"))
	n := 0
	for _, err := range f.List(t.Context(), "*") {
		require.ErrorIs(t, err, fs.ErrNotExist)
		n++
	}
	require.Equal(t, 1, n)
	require.ErrorIs(t, f.Write(t.Context(), "a", nil), fs.ErrNotExist)
}

// Whoever lists the folder meanwhile sees a file whole or not at all, and of two who write, one wins.
func TestAFileAppearsWhole(t *testing.T) {
	folders(t, func(t *testing.T, f files.Folder) {
		const size = 1 << 16
		var wg sync.WaitGroup
		var mu sync.Mutex
		written := 0
		for _, c := range []string{"a", "b", "a", "b"} {
			wg.Go(func() {
				err := f.Write(t.Context(), "big", []byte(strings.Repeat(c, size)))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					written++
				} else if !errors.Is(err, files.ErrExists) {
					t.Error(err)
				}
			})
		}
		for range 50 {
			for e, err := range f.List(t.Context(), "*") {
				if err != nil || e.Size != size {
					t.Error(e, err)
				}
			}
		}
		wg.Wait()
		require.Equal(t, 2, written)
		b, err := files.ReadAll(t.Context(), f, "big", size)
		require.NoError(t, err)
		require.Equal(t, strings.Repeat(string(b[:1]), size), string(b))
	})
}

func TestNothingIsLeftOfAWrite(t *testing.T) {
	in := t.TempDir()
	f := files.Dir(in)
	require.NoError(t, f.Write(t.Context(), "a/b", []byte("x")))
	require.ErrorIs(t, f.Write(t.Context(), "a/b", []byte("y")), files.ErrExists)
	found, err := os.ReadDir(filepath.Join(in, "a"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	info, err := found[0].Info()
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&0o004, "another user's program reads it")
}

func TestAFileIsCompleteWhenItDoesNotGrow(t *testing.T) {
	m := files.Memory()
	w := files.NewWatch(m, "*.trs")
	complete := func() (out []string) {
		es, err := w.Complete(t.Context())
		require.NoError(t, err)
		for _, e := range es {
			out = append(out, e.Name)
		}
		return out
	}
	require.NoError(t, m.Put("a.trs", []byte("1")))
	require.NoError(t, m.Put("b.csv", []byte("1")))
	require.Empty(t, complete(), "seen for the first time")
	require.NoError(t, m.Put("a.trs", []byte("12")))
	require.NoError(t, m.Put("c.trs", []byte("1")))
	require.Empty(t, complete(), "one grew, the other is new")
	require.Equal(t, []string{"a.trs", "c.trs"}, complete())
	require.Equal(t, "12", string(m.Take("a.trs")))
	require.Equal(t, []string{"c.trs"}, complete())
	require.NoError(t, m.Put("a.trs", []byte("12")))
	require.Equal(t, []string{"c.trs"}, complete(), "it is another file")
	require.ErrorIs(t, m.Put("../a", nil), files.ErrName)
	_, err := files.NewWatch(m, "[").Complete(t.Context())
	require.ErrorIs(t, err, path.ErrBadPattern)
}

func TestAFileIsCompleteWhenItWasQuietForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := files.Memory()
		w := files.NewWatch(m, "*.trs").Quiet(time.Minute)
		require.NoError(t, m.Put("a.trs", []byte("1")))
		for _, want := range []int{0, 0, 1, 1} {
			found, err := w.Complete(t.Context())
			require.NoError(t, err)
			require.Len(t, found, want)
			time.Sleep(31 * time.Second)
		}
		require.NoError(t, m.Put("a.trs", []byte("12")))
		found, err := w.Complete(t.Context())
		require.NoError(t, err)
		require.Empty(t, found)
	})
}

func FuzzNames(f *testing.F) {
	f.Add("done/a.trs")
	f.Add("../../a")
	f.Add(`..\a`)
	f.Add("a/./b")
	f.Fuzz(func(t *testing.T, name string) {
		root := t.TempDir()
		in := filepath.Join(root, "in")
		require.NoError(t, os.Mkdir(in, 0o700))
		d := files.Dir(in)
		if d.Write(t.Context(), name, []byte("x")) == nil {
			r, err := d.Read(t.Context(), name)
			require.NoError(t, err)
			b, err := io.ReadAll(r)
			require.NoError(t, errors.Join(err, r.Close()))
			require.Equal(t, "x", string(b))
		}
		there, err := os.ReadDir(root)
		require.NoError(t, err)
		require.Len(t, there, 1, "it left the folder")
	})
}
