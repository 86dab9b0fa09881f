package exchange1c

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const (
	// maxPart is the longest part that is sent, whatever the shop allows: it is held in memory.
	maxPart = 8 << 20
	// maxWhole is the longest file for a shop that takes no parts.
	maxWhole = 64 << 20
)

// File is a file to send: CommerceML, or a picture that one names.
type File struct {
	Name string // such as "import.xml" or "import_files/ab/1.jpg"
	Open func() (io.ReadCloser, error)
}

// Bytes returns a file with this content.
func Bytes(name string, content []byte) File {
	return File{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// Written returns a file of records, which are written while it is sent. They are asked for again when it is sent
// again.
func Written(name string, head commerceml.File, records iter.Seq[commerceml.Record]) File {
	return File{name, func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() { w.CloseWithError(write(w, head, records)) }()
		return r, nil
	}}
}

func write(to io.Writer, head commerceml.File, records iter.Seq[commerceml.Record]) error {
	w := commerceml.NewWriter(to, head)
	for rec := range records {
		if err := w.Write(rec); err != nil {
			return err
		}
	}
	return w.Close()
}

// imported reports whether the shop is asked to import the file: pictures are found through the XML.
func (d File) imported() bool { return strings.EqualFold(path.Ext(d.Name), ".xml") }

// Imported is what the shop said of a file that it imported.
type Imported struct {
	Name string
	// Warnings are what the shop said beside "success": it may have left something out of the file.
	Warnings []string
}

// maxRestarts is how often Send begins again.
const maxRestarts = 3

// Send uploads files and has the shop import the XML ones, in their order: one whole cycle of the exchange. Where it is
// not known whether a part arrived, it begins again from the start, as a part that came twice would spoil the file. The
// shop may then have imported some files twice, which changes nothing: goods and orders have their ids.
func (c *Client) Send(ctx context.Context, typ string, files ...File) ([]Imported, error) {
	var err error
	for range maxRestarts {
		var done []Imported
		if done, err = c.send(ctx, typ, files); err == nil {
			return done, nil
		}
		var e *ordo.Error
		lost := errors.As(err, &e) && e.Class == ordo.InDoubt && e.Op == typ+"/file"
		if !lost || ctx.Err() != nil {
			return done, err
		}
	}
	return nil, err
}

func (c *Client) send(ctx context.Context, typ string, files []File) (done []Imported, err error) {
	s, err := c.Start(ctx, typ)
	if err != nil {
		return nil, err
	}
	if s.Zip {
		err = s.UploadZip(ctx, "v8_ordo.zip", files...)
	} else {
		for _, f := range files {
			if err = s.Upload(ctx, f); err != nil {
				break
			}
		}
	}
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !f.imported() {
			continue
		}
		i, err := s.Import(ctx, f.Name)
		if err != nil {
			return done, err
		}
		done = append(done, i)
	}
	return done, nil
}

// Upload sends a file, in parts if the shop has a limit. After an error of class InDoubt nobody knows whether the part
// arrived: begin a new session.
func (s *Session) Upload(ctx context.Context, f File) error {
	r, err := f.Open()
	if err != nil {
		return s.client.rest.Fail(s.Type+"/file", ordo.Invalid, "the file "+f.Name+" cannot be read", err)
	}
	defer r.Close()
	return s.parts(ctx, f.Name, r)
}

// UploadZip sends files as one archive, which is made while it is sent.
func (s *Session) UploadZip(ctx context.Context, name string, files ...File) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(pack(w, files)) }()
	err := s.parts(ctx, name, r)
	r.CloseWithError(io.ErrClosedPipe) // ends pack, if parts gave up
	return err
}

// pack writes an archive.
func pack(w io.Writer, files []File) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		if err := packOne(z, f); err != nil {
			return err
		}
	}
	return z.Close()
}

func packOne(z *zip.Writer, f File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	to, err := z.Create(f.Name)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, r)
	return err
}

// parts sends what r has.
func (s *Session) parts(ctx context.Context, name string, r io.Reader) error {
	op := s.Type + "/file"
	if _, err := cleanName(name); err != nil {
		return s.client.rest.Fail(op, ordo.Invalid, fmt.Sprintf("%q is no name within the upload", name), nil)
	}
	size := min(s.FileLimit, maxPart)
	if s.FileLimit <= 0 {
		size = maxWhole
	}
	part := bytes.NewBuffer(nil)
	for n := 0; ; n++ {
		part.Reset()
		_, err := io.CopyN(part, r, size)
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return s.client.rest.Fail(op, ordo.Invalid, "the file "+name+" cannot be read", err)
		}
		if part.Len() == 0 && n > 0 {
			return nil
		}
		if s.FileLimit <= 0 && !last {
			return s.client.rest.Fail(op, ordo.Unsupported,
				fmt.Sprintf("the shop takes no files in parts, and %s is longer than %d bytes", name, size), nil)
		}
		if err := s.part(ctx, name, part.Bytes()); err != nil || last {
			return err
		}
	}
}

// part sends one part. The shop appends it: it must not come twice.
func (s *Session) part(ctx context.Context, name string, b []byte) error {
	var a answer
	q := s.request("file", url.Values{"filename": {name}}, isDone(&a))
	q.Method, q.Repeat, q.Body = http.MethodPost, rest.Never(), rest.Raw("application/octet-stream", b)
	_, err := s.client.rest.Do(ctx, q, &a)
	return err
}

// Import has the shop import a file, and waits until it has. Repeating it changes nothing.
func (s *Session) Import(ctx context.Context, name string) (Imported, error) {
	lines, err := s.poll(ctx, "import", url.Values{"filename": {name}})
	return Imported{Name: name, Warnings: lines}, err
}

// pace is how often a shop is asked whether it has finished. Some do a step of the work with each question; 1C makes no
// pauses at all.
var pace = rest.Pace{First: 100 * time.Millisecond, Most: time.Second, AtOnce: true}

// poll asks as long as the shop answers "progress", and returns what it says beside "success". 1C-Bitrix appends
// warnings to that word, also without a line break. Where the answer begins with anything else, such as a warning of
// PHP, nobody knows what was done, and the error is of class InDoubt.
func (s *Session) poll(ctx context.Context, mode string, more url.Values) (rest []string, err error) {
	op := s.Type + "/" + mode
	c := s.client.rest
	err = c.Poll(ctx, op, more.Get("filename"), pace, func(ctx context.Context) error {
		var a answer
		if _, err := c.Do(ctx, s.request(mode, more, nil), &a); err != nil {
			return err
		}
		switch w := a.first(); {
		case w == progress:
			return &ordo.PendingError{
				System: Name, Account: c.Account(), Op: op, Ref: more.Get("filename"), State: strings.Join(a.lines[1:], " "),
			}
		case !strings.HasPrefix(w, success): // asking again would have it do all once more, and say the same
			return c.Fail(op, ordo.InDoubt, "its first line is unknown: "+strings.Join(a.lines, " "), nil)
		}
		if same := strings.TrimSpace(a.lines[0][len(success):]); same != "" {
			rest = append(rest, same)
		}
		rest = append(rest, a.lines[1:]...)
		return nil
	})
	return rest, err
}
