package onec

import (
	"context"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Document is what every document has.
type Document struct {
	Object
	Number string `json:"Number"` // given by 1C if it is empty; unique in a year
	Date   Time   `json:"Date"`   // always to be sent
	Posted bool   `json:"Posted"` // by Post and Unpost only; it is never sent
}

// Documents is the entity set of a kind of document that is read as T.
type Documents[T any] struct{ Catalog[T] }

// NewDocuments returns the entity set of a document of the merchant's own, or one with a type of the merchant's own. T
// is a struct that embeds [Document] and has 1C's names in its json tags.
func NewDocuments[T any](c *Client, entity string) Documents[T] {
	return Documents[T]{NewCatalog[T](c, entity)}
}

// Post posts a document, as it was written last, and reads it back. One that is posted is posted again, so that the
// registers follow its changes; repeating it does no harm. What the configuration refuses is an error of class Conflict
// with its own words.
func (s Documents[T]) Post(ctx context.Context, id Guid) (*T, error) { return s.posting(ctx, id, true) }

// Unpost takes the posting back. Documents that were made on the basis of this one come first.
func (s Documents[T]) Unpost(ctx context.Context, id Guid) (*T, error) {
	return s.posting(ctx, id, false)
}

func (s Documents[T]) posting(ctx context.Context, id Guid, post bool) (*T, error) {
	verb, params := "Unpost", query()
	if post {
		verb = "Post"
		params.Set("PostingModeOperational", "false")
	}
	op := "POST " + s.entity + "/" + verb
	path, err := s.path(id, "/"+verb)
	if err != nil {
		return nil, s.c.invalid(op, "the document cannot be posted", err)
	}
	// It is POST whatever the metadata says, where the method is often missing.
	r := rest.Request{Op: op, Method: http.MethodPost, Path: address(path, params), Repeat: rest.Idempotent()}
	if err := s.c.do(ctx, r, nil); err != nil {
		return nil, err
	}
	o, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if o.Posted != post {
		return nil, s.c.rest.Fail(op, ordo.Conflict, "1C answered that it was done, and Posted is the same as before", nil)
	}
	return s.read(o)
}
