package torgsoft

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// System is the name of Torgsoft in order.Ref and ordo.Error.
const System = "torgsoft"

// The folders that a Sync makes within its own.
const (
	doneFolder    = "done"    // files that were read
	refusedFolder = "refused" // files that were not, with the reason beside each
	outbox        = "outbox"  // orders that are about to be written
	writtenFolder = "written" // a copy of each order that was
	numbersFolder = "numbers" // the order of each number
)

// Settings are those of a synchronisation object. The zero Settings are right for Torgsoft as it is installed, if its
// goods file has a header.
type Settings struct {
	Account string // the merchant's name for this Torgsoft, in references and errors
	// GoodsFile is the name of the goods file, or a pattern as in files.Folder for a name that changes; "TSGoods.trs" if
	// empty. All files of that name are of one synchronisation object: each replaces the one before.
	GoodsFile string
	// DocumentFiles is the pattern of files of documents, see [ReadDocuments]; "documents*.csv" if empty.
	DocumentFiles string
	Goods         Format
	Orders        OrderFormat
	// Language of the reasons that are written beside refused files; English if empty.
	Language texts.Language
	// Quiet is for how long a file must not have changed before it is taken, so that one that is still being written is
	// not; 5 seconds if zero. If it is less than zero, the next look is enough.
	Quiet time.Duration
	// MaxSize is the most bytes of a file that comes; 64 MiB if zero.
	MaxSize int64
}

// Sync is a synchronisation object of Torgsoft («объект синхронизации»): a folder in which Torgsoft leaves its goods
// and finds orders. It is an exchange.Source of goods, prices and stock. It is safe for concurrent use; of the
// processes of a host, one works on the folder.
type Sync struct {
	folder files.Folder
	set    Settings
	goods  *files.Watch
	docs   *files.Watch

	mu     sync.Mutex
	loaded map[string]snapshot // the newest that were read, by name
}

// snapshot is a goods file that was taken.
type snapshot struct {
	Catalog
	name string
	at   time.Time
}

// New returns the synchronisation object with a folder.
func New(folder files.Folder, s Settings) *Sync {
	s.GoodsFile = cmp.Or(s.GoodsFile, "TSGoods.trs")
	s.DocumentFiles = cmp.Or(s.DocumentFiles, "documents*.csv")
	s.MaxSize, s.Quiet = cmp.Or(s.MaxSize, 64<<20), cmp.Or(s.Quiet, 5*time.Second)
	return &Sync{
		folder: folder, set: s, loaded: map[string]snapshot{},
		goods: files.NewWatch(folder, s.GoodsFile).Quiet(s.Quiet), docs: files.NewWatch(folder, s.DocumentFiles).Quiet(s.Quiet),
	}
}

// System implements exchange.Source.
func (*Sync) System() string { return System }

// Check checks that the folder can be listed and the settings make sense.
func (s *Sync) Check(ctx context.Context) error {
	for _, pattern := range []string{s.set.GoodsFile, s.set.DocumentFiles} {
		for _, err := range s.folder.List(ctx, pattern) {
			if err != nil {
				return s.failed("list "+pattern, err)
			}
		}
	}
	if len(s.set.Goods.Columns) > 0 {
		if _, err := headings(s.set.Goods.Columns); err != nil {
			return s.about("Settings.Goods", err)
		}
	}
	_, err := s.set.Orders.complete()
	return s.about("Settings.Orders", err)
}

// about returns an error with the account and what it is about.
func (s *Sync) about(op string, err error) error {
	var e *ordo.Error
	if errors.As(err, &e) && e.Op == "" {
		own := *e
		own.Account, own.Op = s.set.Account, op
		return &own
	}
	return err
}

// failed is the error of a folder that cannot be worked on: it may be there again later. The end of a context stays
// what it is.
func (s *Sync) failed(op string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	class := ordo.Retry
	switch {
	case errors.Is(err, files.ErrName), errors.Is(err, path.ErrBadPattern), errors.Is(err, files.ErrTooLarge):
		class = ordo.Invalid
	case errors.Is(err, files.ErrExists):
		class = ordo.Conflict
	case errors.Is(err, fs.ErrPermission):
		class = ordo.Auth
	}
	return &ordo.Error{System: System, Account: s.set.Account, Op: op, Class: class, Err: err}
}

// ref refers to a thing in Torgsoft.
func (s *Sync) ref(kind, id string) order.Ref {
	return order.Ref{System: System, Account: s.set.Account, Kind: kind, ID: id}
}

// names lists the files that match a pattern.
func (s *Sync) names(ctx context.Context, pattern string) (out []files.Entry, err error) {
	for e, err := range s.folder.List(ctx, pattern) {
		if err != nil {
			return nil, s.failed("list "+pattern, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// read reads a file that is complete. A file that has changed since it was listed is nil: it is looked at again later.
func (s *Sync) read(ctx context.Context, e files.Entry) ([]byte, error) {
	if e.Size > s.set.MaxSize {
		return nil, refuse("the file has %d bytes, more than Settings.MaxSize %d", e.Size, s.set.MaxSize)
	}
	data, err := files.ReadAll(ctx, s.folder, e.Name, s.set.MaxSize)
	if err != nil {
		return nil, s.failed("read "+e.Name, err)
	}
	if int64(len(data)) != e.Size {
		return nil, nil
	}
	return data, nil
}

// keep puts what was read of a file into another folder. The file goes, unless it has changed since it was read: then
// it is another one, which comes next.
func (s *Sync) keep(ctx context.Context, e files.Entry, to string, data []byte) error {
	if data != nil {
		if err := s.folder.Write(ctx, to, data); err != nil {
			return s.failed("write "+to, err)
		}
	}
	err := s.folder.Move(ctx, e.Name, to)
	if err != nil && !errors.Is(err, files.ErrExists) && !errors.Is(err, fs.ErrNotExist) {
		return s.failed("move "+e.Name, err)
	}
	return nil
}

// aside keeps a file that was refused in its folder, with the reason beside it. Every file has a number of its own
// there. data is nil if it could not be read.
func (s *Sync) aside(ctx context.Context, e files.Entry, kind string, data []byte, reason error) error {
	n, err := s.number(ctx, kind)
	if err != nil {
		return err
	}
	to := path.Join(refusedFolder, fmt.Sprintf("%s-%06d%s", kind, n, path.Ext(e.Name)))
	if err := s.folder.Write(ctx, to+".reason.txt", []byte(e.Name+": "+s.set.Language.Error(reason)+"\n")); err != nil {
		return s.failed("write "+to, err)
	}
	return s.keep(ctx, e, to, data)
}

// number returns a number that no file of a kind has had. A reason without its file is of a try that was cut off: its
// number is not given again either.
func (s *Sync) number(ctx context.Context, kind string) (int, error) {
	highest := 0
	for _, in := range []string{doneFolder, refusedFolder} {
		found, err := s.names(ctx, in+"/"+kind+"-*")
		if err != nil {
			return 0, err
		}
		for _, e := range found {
			digits, _, _ := strings.Cut(strings.TrimPrefix(path.Base(e.Name), kind+"-"), ".")
			if n, err := strconv.Atoi(digits); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return highest + 1, nil
}
