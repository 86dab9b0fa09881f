package exchange1c

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// store is where uploads are kept: a folder of its own for each, with numbers for names, so that no name that 1C sends
// is ever one on the disk.
type store struct {
	dir   string
	limit int64
	used  atomic.Int64 // bytes
}

// errFull reports that the uploads together are too large.
var errFull = errors.New("uploads are at their limit")

// grow counts n more bytes, or fewer if n is negative.
func (s *store) grow(n int64) error {
	if s.used.Add(n) > s.limit && n > 0 {
		s.used.Add(-n)
		return errFull
	}
	return nil
}

// folder is what 1C has sent since init.
type folder struct {
	store *store
	dir   string
	ctx   context.Context // of its imports; ended when the upload is dropped
	end   context.CancelFunc

	mu    sync.Mutex
	files map[string]*stored // by their clean names
	made  int
	old   []*stored       // whose names have newer files; an import may still read them
	jobs  map[string]*job // by mode and name
	inUse int             // imports that read it
	gone  bool            // it is removed once nobody reads it
	zips  *archives       // what is in the archives; nil until an import asks
	past  []*archives     // before the last file came
}

// stored is an uploaded file.
type stored struct {
	path  string
	size  int64
	taken bool // 1C asked to import it: what comes next under its name is another file
}

// folderPrefix begins the names of folders.
const folderPrefix = "ordo-1c-"

// sweep removes what a process left that was killed: folders in which nothing was written for a day, and for longer
// than a session lives.
func (h *Handler) sweep() {
	old := time.Now().Add(-max(24*time.Hour, 2*h.settings.SessionLife)) // the disk has the machine's time
	all, err := filepath.Glob(filepath.Join(h.stock.dir, folderPrefix+"*"))
	if err != nil {
		return // the pattern of another folder's name: nothing is found there
	}
	for _, name := range all {
		if info, err := os.Lstat(name); err == nil && info.ModTime().Before(old) {
			_ = os.RemoveAll(name) // as far as that goes
		}
	}
}

// newFolder makes the folder of an upload.
func (h *Handler) newFolder() (*folder, error) {
	h.sweep()
	dir, err := os.MkdirTemp(h.stock.dir, folderPrefix)
	if err != nil {
		return nil, err
	}
	u := &folder{store: &h.stock, dir: dir, files: map[string]*stored{}, jobs: map[string]*job{}}
	u.ctx, u.end = context.WithCancel(h.ctx)
	return u, nil
}

// drop ends the imports of a folder, if there is one, and removes it once they have ended.
func (u *folder) drop() {
	if u == nil {
		return
	}
	u.end()
	u.mu.Lock()
	defer u.mu.Unlock()
	u.gone = true
	u.removeUnused()
}

// release ends the use of the folder by an import.
func (u *folder) release() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.inUse--
	u.removeUnused()
}

// removeUnused removes a folder that was dropped, unless an import reads it. The caller holds mu.
func (u *folder) removeUnused() {
	if !u.gone || u.inUse > 0 {
		return
	}
	for _, a := range append(u.past, u.zips) {
		a.close()
	}
	_ = os.RemoveAll(u.dir) //nolint:gosec // made by MkdirTemp; what cannot be removed is left to a person
	for _, f := range slices.AppendSeq(u.old, maps.Values(u.files)) {
		_ = u.store.grow(-f.size) // less is never too much
	}
	u.old, u.past, u.zips = nil, nil, nil
	clear(u.files)
}

// size returns how much of the folder is kept.
func (u *folder) size() (n int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, f := range slices.AppendSeq(slices.Clone(u.old), maps.Values(u.files)) {
		n += f.size
	}
	return n
}

// file takes one part of a file: its content is added to what came before under the name. A part of which only a piece
// came is not added at all.
func (h *Handler) file(w http.ResponseWriter, c *call, s *session) error {
	given, err := c.one("filename")
	if err != nil {
		return err
	}
	name, err := cleanName(given)
	if err != nil {
		return err
	}
	if strings.HasPrefix(c.Header.Get("Content-Type"), "multipart/") {
		return refuse("Файл ожидается телом запроса, без multipart")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.uploads[c.typ]
	if u == nil {
		if u, err = h.newFolder(); err != nil {
			return &Refusal{Text: "Ошибка инициализации временного каталога.", Err: err}
		}
		s.uploads[c.typ] = u
	}
	n, err := u.add(name, c.Body, h.settings.MaxFiles, func(n int64) error {
		for {
			err := u.store.grow(n)
			if err == nil || !h.room(s) {
				return err
			}
		}
	})
	switch {
	case errors.Is(err, errFull):
		return refuse("Выгрузка слишком велика: в магазине закончилось место для неё")
	case err != nil:
		return err
	case n == 0:
		return refuse("Ошибка чтения HTTP данных.") // what 1C-Bitrix says of an empty file
	}
	h.say(w, success)
	return nil
}

// room ends an idle session other than s that keeps files, and reports whether there was one.
func (h *Handler) room(s *session) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.endIdle(func(other *session) bool { return other != s && other.size() > 0 })
}

// add appends a part to a file and returns its length.
func (u *folder) add(name string, part io.Reader, most int, grow func(int64) error) (n int64, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	f := u.files[name]
	switch {
	case f != nil && !f.taken:
	case u.made >= most:
		return 0, refuse(fmt.Sprintf("В выгрузке больше %d файлов", most))
	default:
		if f != nil {
			u.old = append(u.old, f)
		}
		delete(u.jobs, name)
		u.made++
		f = &stored{path: filepath.Join(u.dir, strconv.Itoa(u.made))}
		u.files[name] = f
	}
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, &Refusal{Text: "Ошибка открытия файла " + quote(name) + " для записи.", Err: err}
	}
	defer func() {
		if e := file.Close(); err == nil && e != nil {
			n, err = 0, &Refusal{Text: "Ошибка записи в файл " + quote(name) + ".", Err: e}
		}
	}()
	m := &metered{w: io.NewOffsetWriter(file, f.size), grow: grow}
	if n, err = io.Copy(m, part); err != nil {
		_ = u.store.grow(-m.n)
		if e := file.Truncate(f.size); e != nil { // where it ends is not known any more
			u.old = append(u.old, f)
			delete(u.files, name)
		}
		if m.err != nil && !errors.Is(m.err, errFull) {
			return 0, &Refusal{Text: "Ошибка записи в файл " + quote(name) + ".", Err: err}
		}
		if m.err == nil {
			return 0, &Refusal{Text: "Ошибка чтения HTTP данных.", Err: err}
		}
		return 0, err
	}
	f.size += n
	if u.zips != nil {
		u.past, u.zips = append(u.past, u.zips), nil
	}
	return n, nil
}

// metered counts what is written against a limit.
type metered struct {
	w    io.Writer
	grow func(int64) error
	n    int64 // counted
	err  error // of writing, not of reading
}

func (m *metered) Write(p []byte) (int, error) {
	if m.err = m.grow(int64(len(p))); m.err != nil {
		return 0, m.err
	}
	m.n += int64(len(p))
	var n int
	n, m.err = m.w.Write(p)
	return n, m.err
}
