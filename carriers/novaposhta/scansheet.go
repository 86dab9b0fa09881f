package novaposhta

import (
	"context"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const modelSheet = "ScanSheet"

// ScanSheet is a registry of waybills that are handed over together.
type ScanSheet struct {
	Ref     string     `json:"Ref"`
	Number  string     `json:"Number,omitzero"`
	Created Time       `json:"DateTime,omitzero"`
	Count   int        `json:"Count,omitzero"`
	Printed string     `json:"Printed,omitzero"` // "1" or "0"; other values were seen
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// SheetResult is what became of waybills that were put into a registry. The vendor reports success even if it refused
// some of them, or all: see Errors.
type SheetResult struct {
	Ref      string      `json:"Ref"` // of the registry; empty if none was made
	Number   string      `json:"Number,omitzero"`
	Date     Date        `json:"Date,omitzero"`
	Errors   []SheetNote `json:"Errors,omitempty"`
	Warnings []SheetNote `json:"Warnings,omitempty"`
	Success  []SheetNote `json:"Success,omitempty"`
	Data     SheetNotes  `json:"Data,omitzero"` // the same in another place
	Extra    wire.Extra  `json:"-"`
	Problem  error       `json:"-"` // what could not be read
}

// SheetNotes are what became of waybills.
type SheetNotes struct {
	Errors   []SheetNote `json:"Errors,omitempty"`
	Warnings []SheetNote `json:"Warnings,omitempty"`
	Success  []SheetNote `json:"Success,omitempty"`
	Extra    wire.Extra  `json:"-"`
}

// SheetNote is about one waybill.
type SheetNote struct {
	Ref     string     `json:"Ref,omitzero"`
	Number  string     `json:"Number,omitzero"`
	Error   string     `json:"Error,omitzero"`
	Warning string     `json:"Warning,omitzero"`
	Extra   wire.Extra `json:"-"`
}

// Refused returns the notes about waybills that are not in the registry.
func (r *SheetResult) Refused() []SheetNote {
	return append(r.Errors[:len(r.Errors):len(r.Errors)], r.Data.Errors...)
}

// AddToScanSheet puts waybills into a registry, by their Refs; into a new one if sheet is empty. A waybill that is
// refused is no error of the call: see [SheetResult.Refused]. A waybill that is in a registry already is refused, so
// that a repeat makes at most an empty registry.
func (c *Client) AddToScanSheet(ctx context.Context, sheet string, waybills ...string) (*SheetResult, error) {
	p := properties{"DocumentRefs": waybills}
	p.set("Ref", sheet)
	out, _, err := write(ctx, c, modelSheet, "insertDocuments", p, rest.Never(), func(r *SheetResult) error {
		return lacking(r.Ref == "" && len(r.Refused()) == 0, "neither a registry nor a reason why there is none", r.Problem)
	})
	return out, err
}

// RemoveFromScanSheet takes waybills out of their registries, so that they can be changed or deleted.
func (c *Client) RemoveFromScanSheet(ctx context.Context, waybills ...string) (*SheetResult, error) {
	out, _, err := write(ctx, c, modelSheet, "removeDocuments", properties{"DocumentRefs": waybills}, rest.Idempotent(), func(*SheetResult) error { return nil })
	return out, err
}

// ListScanSheets returns the registries.
func (c *Client) ListScanSheets(ctx context.Context) ([]ScanSheet, error) {
	return read[ScanSheet](ctx, c, modelSheet, "getScanSheetList", nil)
}

// DeleteScanSheets deletes registries; their waybills stay. A registry that could not be deleted is a note with an
// Error.
func (c *Client) DeleteScanSheets(ctx context.Context, refs ...string) ([]SheetNote, error) {
	var in answer[SheetNote]
	_, err := c.rest.Do(ctx, c.request(modelSheet, "deleteScanSheet", properties{"ScanSheetRefs": refs}, rest.Idempotent()), &in)
	return in.Data, err
}
