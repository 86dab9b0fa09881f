package novaposhta

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const (
	methodList = "getDocumentList"
	opList     = modelDocument + "." + methodList
)

// WaybillFilter selects waybills of this sender by the day of their dispatch, which is not the day on which they were
// made. Give a range or a day, not both.
type WaybillFilter struct {
	From, To Date
	Day      Date
	// Whole asks for the whole list with one answer in place of pages.
	Whole bool
	// Uncollected are those that recipients have not collected, and that do not go back yet; WithMoney those with cash on
	// delivery. Both need a range.
	Uncollected, WithMoney bool
}

// ListWaybills lists waybills, deleted ones left out as far as the vendor does. An error comes once, last; a row that
// cannot be read has a Problem.
func (c *Client) ListWaybills(ctx context.Context, f WaybillFilter) iter.Seq2[Waybill, error] {
	p := properties{}
	ranged := f.From != "" || f.To != ""
	var wrong string
	switch {
	case ranged && f.Day != "":
		wrong = "the filter has a range and a day: the vendor would ignore the range"
	case !ranged && f.Day == "":
		wrong = "the filter has neither a range nor a day"
	case !ranged && (f.Uncollected || f.WithMoney):
		wrong = "the filter has no range: uncollected waybills and those with money need one"
	}
	if wrong != "" {
		return func(yield func(Waybill, error) bool) {
			yield(Waybill{}, c.rest.Fail(opList, ordo.Invalid, "not sent: "+wrong, nil))
		}
	}
	for name, day := range map[string]Date{"DateTimeFrom": cmp.Or(f.From, f.To), "DateTimeTo": cmp.Or(f.To, f.From), "DateTime": f.Day} {
		if day != "" && (name == "DateTime") != ranged {
			p[name] = day
		}
	}
	if f.Uncollected {
		p["UnassembledCargo"] = "1"
	}
	if f.WithMoney {
		p["RedeliveryMoney"] = "1"
	}
	problem := func(w *Waybill) *error { return &w.Problem }
	if !f.Whole {
		return list(ctx, c, modelDocument, methodList, p, documentPage, true, problem)
	}
	p["GetFullList"] = "1" // with it the vendor ignores pages: the same list would come for ever
	return func(yield func(Waybill, error) bool) {
		var in answer[lax.Row[Waybill]]
		r := c.request(modelDocument, methodList, p, rest.Read())
		r.MaxBody = maxWhole
		if _, err := c.rest.Do(ctx, r, &in); err != nil {
			yield(Waybill{}, err)
			return
		}
		for _, row := range in.Data {
			if !yield(record(c, opList, row, problem), nil) {
				return
			}
		}
	}
}

// FindWaybills returns the waybills with a key of ours that are not deleted, the oldest first; none if there are none.
// day is the day of dispatch. The list goes by that day, and the clocks of the service differ by hours, so that the day
// before and the day after are searched, too. A new waybill may not be found for some seconds.
func (c *Client) FindWaybills(ctx context.Context, key string, day Date) ([]Waybill, error) {
	if _, err := day.MarshalJSON(); err != nil || key == "" || day == "" {
		return nil, c.rest.Fail(opList, ordo.Invalid, "not sent: the key is empty, or the day is none", err)
	}
	found, err := c.findAll(ctx, map[string]bool{key: true}, day.Add(-1), day.Add(1))
	return found[key], err
}

// findStep is how many days are searched with one request. A whole list cannot lose a row between two pages, when
// another waybill is made meanwhile.
const findStep = 7

// findAll returns the waybills with one of the keys, the oldest first.
func (c *Client) findAll(ctx context.Context, keys map[string]bool, from, to Date) (map[string][]Waybill, error) {
	found := map[string][]Waybill{}
	for ; from <= to; from = from.Add(findStep) {
		f := WaybillFilter{From: from, To: min(to, from.Add(findStep-1)), Whole: true}
		err := c.findIn(ctx, keys, f, found)
		var large *ordo.TooLargeError
		if errors.As(err, &large) {
			f.Whole = false
			err = c.findIn(ctx, keys, f, found)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, all := range found {
		slices.SortStableFunc(all, func(a, b Waybill) int {
			return cmp.Or(a.CreateTime.Compare(b.CreateTime.Time), cmp.Compare(a.Number, b.Number))
		})
	}
	return found, nil
}

// findIn adds the waybills with one of the keys to those that were found.
func (c *Client) findIn(ctx context.Context, keys map[string]bool, f WaybillFilter, found map[string][]Waybill) error {
	for w, err := range c.ListWaybills(ctx, f) {
		if err != nil {
			return err
		}
		if _, odd := w.Extra["InfoRegClientBarcodes"]; w.Problem != nil && (odd || w.Ref == "") {
			// It may be the one: that it is not there cannot be said.
			return c.rest.Fail(opList, ordo.Retry, "a waybill could not be read, which may be the one that is looked for", w.Problem)
		}
		if keys[w.Key] && !w.Deleted && w.StateID != statusDeleted {
			found[w.Key] = append(found[w.Key], w)
		}
	}
	return nil
}
