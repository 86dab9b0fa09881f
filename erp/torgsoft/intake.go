package torgsoft

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
)

// documentsKind begins the names of files of documents that were taken.
const documentsKind = "documents"

// Documents yields the documents of the files that are complete, in the order of the files' names and their rows.
//
// A file goes to the folder "done" once its last row was yielded and the reader went on; if the reader stops before, or
// the process ends, all of it comes again: give Document.Key with the command. A file that is refused goes to "refused"
// with the reason beside it, and is one Document with a Problem.
func (s *Sync) Documents(ctx context.Context) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		complete, err := s.docs.Complete(ctx)
		if err != nil {
			yield(Document{}, s.failed("list "+s.set.DocumentFiles, err))
			return
		}
		for _, e := range complete {
			documents, data, err := s.documents(ctx, e)
			if refused := s.about(e.Name, err); errors.Is(refused, ordo.ErrInvalid) {
				if err = s.aside(ctx, e, documentsKind, data, refused); err == nil {
					if !yield(Document{Account: s.set.Account, File: e.Name, Problem: refused}, nil) {
						return
					}
					continue
				}
			}
			if err != nil {
				yield(Document{}, err)
				return
			}
			if data == nil {
				continue // it is still being written
			}
			for _, d := range documents {
				if !yield(d, nil) {
					return
				}
			}
			if err := s.finish(ctx, e, data); err != nil {
				yield(Document{}, err)
				return
			}
		}
	}
}

// documents reads a file of documents, and returns its content too; none if it is still being written.
func (s *Sync) documents(ctx context.Context, e files.Entry) (documents []Document, data []byte, err error) {
	f, err := s.set.Orders.complete()
	if err != nil {
		return nil, nil, &ordo.Error{System: System, Account: s.set.Account, Op: "Settings.Orders", Class: ordo.Unsupported, Err: err}
	}
	data, err = s.read(ctx, e)
	if err != nil || data == nil {
		return nil, nil, err
	}
	documents, err = ReadDocuments(data, f.Zone)
	for i := range documents {
		documents[i].Account, documents[i].File = s.set.Account, e.Name
	}
	return documents, data, err
}

// finish puts a file away whose documents were all yielded.
func (s *Sync) finish(ctx context.Context, e files.Entry, data []byte) error {
	n, err := s.number(ctx, documentsKind)
	if err != nil {
		return err
	}
	return s.keep(ctx, e, path.Join(doneFolder, fmt.Sprintf("%s-%06d%s", documentsKind, n, path.Ext(e.Name))), data)
}
