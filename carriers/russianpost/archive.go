package russianpost

import (
	"context"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opListArchive = "GET /1.0/archive"
	opArchive     = "PUT /1.0/archive"
	opUnarchive   = "POST /1.0/archive/revert"
	opLongArchive = "GET /1.0/long-term-archive/shipment/search"
)

// ListArchived lists the batches in the archive, all at once.
func (c *Client) ListArchived(ctx context.Context) ([]Batch, error) {
	var in []lax.Row[Batch]
	if _, err := c.rest.Do(ctx, rest.Request{Op: opListArchive, Path: "/1.0/archive", MaxBody: maxWhole}, &in); err != nil {
		return nil, err
	}
	return records(c, opListArchive, in, batchProblem), nil
}

// SearchLongArchive returns the orders of the long-term archive with a number of the shop, or with a barcode.
func (c *Client) SearchLongArchive(ctx context.Context, numberOrBarcode string) ([]Order, error) {
	return c.search(ctx, opLongArchive, "/1.0/long-term-archive/shipment/search", numberOrBarcode)
}

// Archive puts batches into the archive. It returns the names of those that were put there; those that were not are an
// *ordo.Error with a *RefusalError. It may be repeated.
func (c *Client) Archive(ctx context.Context, names ...string) ([]string, error) {
	return c.archive(ctx, opArchive, http.MethodPut, "/1.0/archive", names)
}

// Unarchive takes batches out of the archive; it returns as Archive does.
func (c *Client) Unarchive(ctx context.Context, names ...string) ([]string, error) {
	return c.archive(ctx, opUnarchive, http.MethodPost, "/1.0/archive/revert", names)
}

// archived is what became of a batch.
type archived struct {
	Name  string     `json:"batch-name" lax:"required"`
	Code  string     `json:"error-code,omitzero"`
	Extra wire.Extra `json:"-"`
}

func (c *Client) archive(ctx context.Context, op, method, path string, names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, c.invalid(op, "there are no names of batches")
	}
	var in []lax.Row[archived]
	check := func() error {
		if len(in) != len(names) {
			return errors.New("the answer is not about as many batches")
		}
		return nil
	}
	err := c.send(ctx, rest.Request{Op: op, Method: method, Path: path, Repeat: rest.Idempotent(), Check: check}, names, &in)
	if err != nil {
		return nil, err
	}
	var done []string
	var all []Problem
	for i, row := range in {
		switch {
		case row.Problem != nil:
			all = append(all, Problem{Position: i, Code: "UNDEFINED", Text: "the answer about a batch cannot be read: " + row.Problem.Error()})
		case row.Value.Code != "":
			all = append(all, Problem{Position: i, Code: row.Value.Code, Details: row.Value.Name})
		default:
			done = append(done, row.Value.Name)
		}
	}
	return done, c.refused(op, all)
}
