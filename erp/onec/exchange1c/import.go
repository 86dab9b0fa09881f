package exchange1c

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

// Upload is a complete file that 1C asks to import.
type Upload struct {
	Type string // "catalog", "sale" or "reference"
	Name string // as 1C names it, such as "import0_1.xml"
	Size int64  // in bytes, unpacked

	ctx     context.Context // of the import
	open    func() (io.ReadCloser, error)
	sibling func(name string) (io.ReadCloser, error)
	read    atomic.Int64
	checked atomic.Bool
	state   atomic.Pointer[string]
}

// Records yields what is in the file, record by record; see [commerceml.Reader.Records]. The file is whole: it was read
// to its end before. A record may have a Problem all the same, which only the host can judge. It may be called several
// times.
func (f *Upload) Records() iter.Seq2[commerceml.Record, error] {
	return func(yield func(commerceml.Record, error) bool) {
		in, err := f.Open()
		if err != nil {
			yield(nil, err)
			return
		}
		defer in.Close()
		for rec, err := range commerceml.NewReader(&untilDone{f.ctx, in}).Records() {
			if !yield(rec, err) {
				return
			}
		}
	}
}

// whole reports what is wrong with a file that cannot be read to its end: one of which a part is missing, above all.
func (f *Upload) whole() error {
	for _, err := range f.Records() {
		if err != nil {
			if f.ctx.Err() != nil {
				return f.ctx.Err()
			}
			return &Refusal{Text: "Файл " + quote(f.Name) + " повреждён или получен не полностью: " + told(err), Err: err}
		}
	}
	f.read.Store(0)
	f.checked.Store(true)
	return nil
}

// untilDone reads until the context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// Open opens the content as it was sent, for what Records does not serve. It may be called several times; the caller
// closes each.
func (f *Upload) Open() (io.ReadCloser, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	f.read.Store(0)
	return &counted{r, &f.read}, nil
}

// Sibling opens another file of the same upload by its name, such as the picture "import_files/ab/1.jpg". One that was
// not sent is fs.ErrNotExist.
func (f *Upload) Sibling(name string) (io.ReadCloser, error) { return f.sibling(name) }

// Progress sets what 1C shows while the import goes on, such as "Обработано 40 из 100". Without it 1C is told how much
// of the file was read.
func (f *Upload) Progress(text string) { f.state.Store(&text) }

// now returns what 1C shows.
func (f *Upload) now() string {
	if text := f.state.Load(); text != nil {
		return *text
	}
	percent := int64(0)
	if f.Size > 0 {
		percent = min(100, f.read.Load()*100/f.Size)
	}
	what := "проверено"
	if f.checked.Load() {
		what = "загружено"
	}
	return f.Name + ": " + what + " " + strconv.FormatInt(percent, 10) + " %"
}

// counted counts what is read.
type counted struct {
	io.ReadCloser
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// job is work that outlives the request that began it.
type job struct {
	done  chan struct{}
	err   error // once done is closed
	state func() string
}

// start begins a job that reads the folder, whose mu the caller holds. The session stays busy until it has ended.
func (h *Handler) start(s *session, u *folder, state func() string, work func(context.Context) error) *job {
	j := &job{done: make(chan struct{}), state: state}
	h.hold(s)
	u.inUse++
	h.jobs.Add(1)
	go func() {
		defer h.jobs.Done()
		defer u.release()
		defer h.leave(s)
		defer close(j.done)
		select {
		case h.turn <- struct{}{}:
			defer func() { <-h.turn }()
			j.err = guarded(u.ctx, work)
		case <-u.ctx.Done():
			j.err = u.ctx.Err()
		}
	}()
	return j
}

// guarded runs work, and makes an error of a panic: it would end the process otherwise.
func guarded(ctx context.Context, work func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return work(ctx)
}

// wait answers for a job: as it ended, or "progress" if it goes on after one step.
func (h *Handler) wait(w http.ResponseWriter, c *call, j *job, done string) error {
	step := time.NewTimer(h.settings.Step)
	defer step.Stop()
	select {
	case <-j.done:
	case <-c.Context().Done():
		return nil // nobody reads the answer
	case <-step.C:
		h.say(w, progress, j.state())
		return nil
	}
	switch {
	case errors.Is(j.err, context.Canceled):
		return refuse("Загрузка прервана: начата новая выгрузка, или магазин завершает работу")
	case j.err != nil:
		return j.err
	}
	h.say(w, success, done)
	return nil
}

// job returns the job of a name: the one that runs or has succeeded, so that 1C may ask again after an answer that it
// did not get, or a new one.
func (u *folder) job(name string, start func() *job) *job {
	u.mu.Lock()
	defer u.mu.Unlock()
	if j := u.jobs[name]; j != nil {
		select {
		case <-j.done:
			if j.err == nil {
				return j
			}
		default:
			return j
		}
	}
	j := start()
	u.jobs[name] = j
	return j
}

// importFile answers import.
func (h *Handler) importFile(w http.ResponseWriter, c *call, s *session) error {
	if h.settings.Import == nil {
		return refuse("Магазин не принимает данные из 1С")
	}
	given, err := c.one("filename")
	if err != nil {
		return err
	}
	name, err := cleanName(given)
	if err != nil {
		return err
	}
	s.mu.Lock()
	u := s.uploads[c.typ]
	s.mu.Unlock()
	if u == nil {
		return refuse("Файл " + quote(name) + " не выгружен в этом сеансе (mode=file)")
	}
	f, err := h.take(u, c.typ, name)
	if err != nil {
		return err
	}
	j := u.job(name, func() *job {
		return h.start(s, u, f.now, func(ctx context.Context) error {
			f.ctx = ctx
			if err := f.whole(); err != nil {
				return err
			}
			return h.settings.Import(ctx, f)
		})
	})
	return h.wait(w, c, j, "Файл "+name+" загружен")
}

// take returns the file for an import. From now on a part that comes under its name begins a new file.
func (h *Handler) take(u *folder, typ, name string) (*Upload, error) {
	find := func(name string) (func() (io.ReadCloser, error), int64, error) {
		return u.find(name, h.settings.MaxFiles, h.settings.MaxUnpacked)
	}
	open, size, err := find(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("Файл " + quote(name) + " не выгружен в этом сеансе (mode=file)")
	case err != nil:
		return nil, err
	}
	u.mu.Lock()
	if f := u.files[name]; f != nil {
		f.taken = true
	}
	u.mu.Unlock()
	return &Upload{
		Type: typ, Name: name, Size: size, open: open,
		sibling: func(name string) (io.ReadCloser, error) {
			clean, err := cleanName(name)
			if err != nil {
				return nil, err
			}
			open, _, err := find(clean)
			if err != nil {
				return nil, err
			}
			return open()
		},
	}, nil
}

// finish answers deactivate and complete, with which a full exchange ends.
func (h *Handler) finish(w http.ResponseWriter, c *call, s *session) error {
	work := h.settings.Complete
	if c.mode == "deactivate" {
		given, err := c.one("timestamp")
		if err != nil {
			return err
		}
		seconds, err := strconv.ParseInt(given, 10, 64)
		switch {
		case h.settings.Deactivate == nil:
			return refuse("Магазин не отключает товары, которых нет в выгрузке: выгружайте только изменения")
		case err != nil || seconds <= 0:
			return refuse("Параметр timestamp: ожидается время из ответа checkauth, в секундах")
		}
		work = func(ctx context.Context) error { return h.settings.Deactivate(ctx, time.Unix(seconds, 0).UTC()) }
	}
	if work == nil {
		h.say(w, success)
		return nil
	}
	s.mu.Lock()
	u := s.uploads[c.typ]
	var err error
	if u == nil {
		if u, err = h.newFolder(); err == nil {
			s.uploads[c.typ] = u
		}
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	j := u.job("\x00"+c.mode, func() *job { return h.start(s, u, func() string { return c.mode }, work) })
	return h.wait(w, c, j, c.mode)
}
