package commerceml

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
)

// System is the name of 1C in order.Ref and ordo.Error.
const System = "onec"

// SourceSettings are those of a Source. The zero SourceSettings read all files of a folder whose names end in ".xml".
type SourceSettings struct {
	Account string // the merchant's name for this 1C, in references and errors
	Files   string // the pattern of the names of files, as in files.Folder; "*.xml" if empty
	// PriceTypes are types of prices, such as exchange.Retail, by the id of the type in 1C. One that is not here has the
	// name that the files give it, else its id.
	PriceTypes map[string]string
	// Warehouses are codes of warehouses by their ids in 1C. One that is not here has its id.
	Warehouses map[string]string
	// ZeroLeftOut says that an offer without stock has none, at all warehouses that the files name, as in Totals. Set it
	// only where files have prices and stock together.
	ZeroLeftOut bool
	// Quiet is for how long a file must not have changed before it is read; 5 seconds if zero. If it is less than zero,
	// the next look is enough.
	Quiet  time.Duration
	Limits Limits
}

// Source is a folder of catalogues and offers: an exchange.Source of goods, prices, stock and warehouses. It leaves the
// files where they are, and is safe for concurrent use.
//
// Files are read in the order of their times, and the cursor is the file that was read last: whoever puts a file into
// the folder gives it the time at which it came. A file that is written anew is read anew. One that cannot be read is a
// record with a Problem, and the others are read. What comes in two files is yielded twice, as it was at each time.
//
// A good is gone when it is marked as deleted. One that a full catalogue leaves out is not, as catalogues come in
// several files.
type Source struct {
	folder files.Folder
	set    SourceSettings
	watch  *files.Watch

	mu    sync.Mutex
	names names
	known map[string]bool // the files from which names were learnt
}

// NewSource returns the source with a folder.
func NewSource(folder files.Folder, s SourceSettings) *Source {
	s.Files, s.Quiet = cmp.Or(s.Files, "*.xml"), cmp.Or(s.Quiet, 5*time.Second)
	return &Source{folder: folder, set: s, watch: files.NewWatch(folder, s.Files).Quiet(s.Quiet), names: newNames(), known: map[string]bool{}}
}

// System implements exchange.Source.
func (*Source) System() string { return System }

// Has reports whether a Source yields records of a kind.
func (*Source) Has(kind exchange.Kind) bool { return slices.Contains(kinds, kind) }

// Records implements exchange.Source.
func (s *Source) Records(ctx context.Context, kind exchange.Kind, cursor string) iter.Seq2[exchange.Record, error] {
	return func(yield func(exchange.Record, error) bool) {
		err := s.records(ctx, kind, cursor, func(r exchange.Record) bool { return yield(r, nil) })
		if err != nil && !errors.Is(err, errStopped) {
			yield(exchange.Record{}, err)
		}
	}
}

var kinds = []exchange.Kind{exchange.Goods, exchange.Prices, exchange.Stocks, exchange.Warehouses}

func (s *Source) records(ctx context.Context, kind exchange.Kind, cursor string, yield func(exchange.Record) bool) error {
	if !slices.Contains(kinds, kind) {
		return &ordo.Error{System: System, Account: s.set.Account, Op: string(kind), Class: ordo.Unsupported, Text: "CommerceML files have goods, prices, stocks and warehouses only"}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if at, _, _ := strings.Cut(cursor, " "); cursor != "" && !isPlace(at) {
		return &ordo.Error{System: System, Account: s.set.Account, Op: string(kind), Class: ordo.Invalid, Err: exchange.ErrCursor, Text: fmt.Sprintf("%.100q is no cursor of this source; an empty one reads everything", cursor)}
	}
	complete, err := s.watch.Complete(ctx)
	if err != nil {
		return s.failed("list "+s.set.Files, err)
	}
	slices.SortFunc(complete, func(a, b files.Entry) int { return strings.Compare(place(a), place(b)) })
	s.forget(complete)
	for _, e := range complete {
		if place(e) <= cursor {
			if err := s.learn(ctx, e); err != nil {
				return err
			}
			continue
		}
		if err := s.file(ctx, e, kind, cursor, yield); err != nil {
			return err
		}
		cursor = place(e)
	}
	return nil
}

// placeLayout is how a cursor begins. Cursors are ordered as texts.
const placeLayout = "2006-01-02T15:04:05.000000000Z"

// place is where a file stands among the others: a cursor.
func place(e files.Entry) string { return e.Time.UTC().Format(placeLayout) + " " + e.Name }

// identity tells a file from another one, and from one that was written anew.
func identity(e files.Entry) string { return fmt.Sprintf("%s %d", place(e), e.Size) }

func isPlace(at string) bool {
	_, err := time.Parse(placeLayout, at)
	return err == nil
}

// forget forgets that names were learnt from files that are not there any more.
func (s *Source) forget(there []files.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := map[string]bool{}
	for _, e := range there {
		known[identity(e)] = s.known[identity(e)]
	}
	s.known = known
}

// learn reads the names in a file that was read before, which the files after it use.
func (s *Source) learn(ctx context.Context, e files.Entry) error {
	s.mu.Lock()
	known := s.known[identity(e)]
	s.mu.Unlock()
	if known {
		return nil
	}
	return s.each(ctx, e, func(Record) error { return nil }, func(error) error { return nil }) // it was told when the file was read
}

// file yields the records of a file. The last one has the file's own cursor.
func (s *Source) file(ctx context.Context, e files.Entry, kind exchange.Kind, before string, yield func(exchange.Record) bool) error {
	var held *exchange.Record
	give := func(r exchange.Record) error {
		if held != nil {
			held.Cursor = before
			if !yield(*held) {
				return errStopped
			}
		}
		r.Kind, r.Changed = kind, e.Time
		held = &r
		return nil
	}
	n := 0
	err := s.each(ctx, e, func(rec Record) error {
		n++
		for _, r := range s.of(rec, kind, fmt.Sprintf("%s, record %d", e.Name, n)) {
			if err := give(r); err != nil {
				return err
			}
		}
		return nil
	}, func(refused error) error {
		return give(exchange.Record{Key: e.Name, Ref: s.ref("file", e.Name), Problem: refused})
	})
	if err != nil || held == nil {
		return err
	}
	if held.Cursor = place(e); !yield(*held) {
		return errStopped
	}
	return nil
}

// each runs do for each record of a file, after its names were learnt, or refused if the file cannot be read on.
func (s *Source) each(ctx context.Context, e files.Entry, do func(Record) error, refused func(error) error) error {
	f, err := s.folder.Read(ctx, e.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // taken away, or being written anew
	}
	if err != nil {
		return s.failed("read "+e.Name, err)
	}
	defer func() { _ = f.Close() }()
	r := NewReader(inContext{ctx, f})
	r.Limits = s.set.Limits
	for rec, err := range r.Records() {
		switch {
		case errors.Is(err, ordo.ErrInvalid):
			s.learnt(e)
			return refused(err)
		case err != nil:
			return s.failed("read "+e.Name, err)
		}
		s.mu.Lock()
		s.names.learn(rec)
		s.mu.Unlock()
		if err := do(rec); err != nil {
			return err
		}
	}
	s.learnt(e)
	return nil
}

func (s *Source) learnt(e files.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[identity(e)] = true
}

// inContext is a file that ends with a context.
type inContext struct {
	ctx context.Context // of one call
	io.Reader
}

func (r inContext) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// failed is the error of a folder that cannot be worked on: it may be there again later.
func (s *Source) failed(op string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	class := ordo.Retry
	switch {
	case errors.Is(err, files.ErrName), errors.Is(err, path.ErrBadPattern):
		class = ordo.Invalid
	case errors.Is(err, fs.ErrPermission):
		class = ordo.Auth
	}
	return &ordo.Error{System: System, Account: s.set.Account, Op: op, Class: class, Err: err}
}

// ref refers to a thing in 1C.
func (s *Source) ref(kind, id string) order.Ref {
	return order.Ref{System: System, Account: s.set.Account, Kind: kind, ID: id}
}
