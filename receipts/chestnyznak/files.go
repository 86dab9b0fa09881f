package chestnyznak

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"net/url"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// FileRegistry writes documents as files, which a person uploads in the registry's cabinet.
type FileRegistry struct {
	folder   files.Folder
	settings Settings
	codes    *Registry
}

var _ marking.Registry = (*FileRegistry)(nil)

// The folders, within that of the files, into which a person moves a file that was uploaded.
const (
	FolderDone    = "done"    // the registry accepted the document
	FolderRefused = "refused" // it did not
)

// Files returns a registry for participants without a signature on the server. A withdrawal is written as
// withdraw-KEY.csv, a return as reinstate-KEY.xml; the key is escaped as in URLs. The person who has uploaded a file
// moves it to the folder done or refused, and that ends the report. The forms are those that another program uses: see
// the package's page.
func Files(folder files.Folder, s Settings) *FileRegistry {
	return &FileRegistry{folder: folder, settings: s}
}

// WithCodes returns a copy that asks another registry, which has a signature to sign in with, about codes: Codes then
// answers, and a report is done only when each of its codes is where it belongs, whether a person has moved the file or
// not. Without it Codes is of class Unsupported.
func (g *FileRegistry) WithCodes(r *Registry) *FileRegistry {
	own := *g
	own.codes = r
	return &own
}

// System returns [Name].
func (g *FileRegistry) System() string { return Name }

func (g *FileRegistry) fail(op string, class ordo.Class, text string, cause error) error {
	return &ordo.Error{System: Name, Op: op, Class: class, Text: text, Err: cause}
}

// Codes implements [marking.Registry]; see [FileRegistry.WithCodes].
func (g *FileRegistry) Codes(ctx context.Context, codes ...marking.Code) iter.Seq2[marking.Status, error] {
	if g.codes == nil {
		return func(yield func(marking.Status, error) bool) {
			yield(marking.Status{}, g.fail("codes", ordo.Unsupported, "without a signature nothing can be asked: look at the code in the registry's cabinet", nil))
		}
	}
	return g.codes.Codes(ctx, codes...)
}

// mostFile is how long a file may be, in bytes: as long as a document.
const mostFile = maxDocument

// Report implements [marking.Registry]. A file of the same key with other content is an error of class Invalid.
func (g *FileRegistry) Report(ctx context.Context, r marking.Report) (marking.Report, error) {
	const op = "write the file"
	if why := g.settings.problem(); why != "" {
		return r, g.fail("settings", ordo.Auth, "not written: "+why, nil)
	}
	why := (&Registry{settings: g.settings}).wrong(r)
	if r.Date.IsZero() && why == "" {
		why = "the document has no date"
	}
	if why != "" {
		return r, g.fail(op, ordo.Invalid, "not written: "+why, nil)
	}
	content, name, err := g.write(r)
	if err != nil {
		return r, g.fail(op, ordo.Invalid, "not written", err)
	}
	r.Ref = order.Ref{System: Name, Kind: "file", ID: name}
	there, in, err := g.look(ctx, name)
	switch {
	case err != nil:
		return r, g.fail(op, ordo.Retry, "", err)
	case there != nil && string(there) != string(content):
		return r, g.fail(op, ordo.Invalid, "not written: "+name+" is there with other content", nil)
	case there == nil:
		if err := g.folder.Write(ctx, name, content); err != nil {
			return r, g.fail(op, ordo.Retry, "", err)
		}
	}
	return g.answer(ctx, r, in)
}

// Read implements [marking.Registry]. The report has the codes of the file.
func (g *FileRegistry) Read(ctx context.Context, ref order.Ref) (marking.Report, error) {
	const op = "read the file"
	content, in, err := g.look(ctx, ref.ID)
	switch {
	case errors.Is(err, files.ErrName):
		return marking.Report{}, g.fail(op, ordo.Invalid, ref.String()+" is no file of reports", err)
	case err != nil:
		return marking.Report{}, g.fail(op, ordo.Retry, "", err)
	case content == nil:
		return marking.Report{}, g.fail(op, ordo.NotFound, "there is no file "+ref.ID, nil)
	}
	r, err := readFile(ref.ID, content)
	if err != nil {
		return r, g.fail(op, ordo.Invalid, "the file "+ref.ID+" was changed", err)
	}
	r.Ref = ref
	return g.answer(ctx, r, in)
}

// look finds a file, and the folder where it is. content is nil if it is nowhere.
func (g *FileRegistry) look(ctx context.Context, name string) (content []byte, in string, err error) {
	for _, in := range []string{FolderDone, FolderRefused, ""} {
		at := name
		if in != "" {
			at = in + "/" + name
		}
		content, err := files.ReadAll(ctx, g.folder, at, mostFile)
		if !errors.Is(err, fs.ErrNotExist) {
			return content, in, err
		}
	}
	return nil, "", nil
}

// answer says how far a report is whose file is in a folder.
func (g *FileRegistry) answer(ctx context.Context, r marking.Report, in string) (marking.Report, error) {
	r.State, r.Problems = marking.ReportWaiting, nil
	if in == FolderRefused {
		r.State = marking.ReportRefused
		r.Problems = []marking.ReportProblem{{Text: "the file is in the folder " + FolderRefused + ": the registry did not accept it"}}
		return r, nil
	}
	if g.codes == nil {
		if in == FolderDone {
			r.State = marking.ReportDone
		}
		return r, nil
	}
	now, err := g.codes.statuses(ctx, r.Units)
	if err == nil && g.codes.arrived(r, now) {
		r.State = marking.ReportDone
	}
	return r, err
}

// fileName is the name of a report's file.
func fileName(r marking.Report) string {
	ends := map[marking.Direction]string{marking.Withdraw: ".csv", marking.Reinstate: ".xml"}
	return string(r.Direction) + "-" + cmp.Or(url.PathEscape(r.Key), "_") + ends[r.Direction]
}
