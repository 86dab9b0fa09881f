package onec

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// recorded is what a register that documents keep has behind its name where single records are meant.
const recorded = "_RecordType"

// Record is what every record of a register has.
type Record struct {
	Period  Time       `json:"Period"` // zero where the register has none
	Extra   wire.Extra `json:"-"`      // what the type does not know
	Problem error      `json:"-"`      // *lax.FieldErrors: properties that do not fit; they are in Extra
}

// Register is a register whose records are read as T.
type Register[T any] struct {
	c      *Client
	entity string
}

// NewRegister returns a register of the merchant's own, or one with a type of the merchant's own. T is a struct that
// embeds [Record] and has 1C's names in its json tags; balances end with Balance.
func NewRegister[T any](c *Client, entity string) Register[T] { return Register[T]{c, entity} }

// Entity returns 1C's name of the register.
func (r Register[T]) Entity() string { return r.entity }

// List lists the records of a register that is not kept by documents. They come in one answer: records have no key by
// which pages would not overlap, and a balance that is read in two parts is none. An answer of more than 16 MiB is an
// error: ask for less at once.
func (r Register[T]) List(ctx context.Context, f Filter) iter.Seq2[T, error] {
	return r.all(ctx, "", "$filter", f, nil)
}

// Records lists the records of a register that documents keep.
func (r Register[T]) Records(ctx context.Context, f Filter) iter.Seq2[T, error] {
	return r.all(ctx, recorded, "$filter", f, nil)
}

// Balance lists the balances now, by the dimensions, which are named without "_Key"; none means all.
func (r Register[T]) Balance(ctx context.Context, condition Filter, dimensions ...string) iter.Seq2[T, error] {
	params := url.Values{}
	if len(dimensions) > 0 {
		params.Set("Dimensions", quoted(strings.Join(dimensions, ",")))
	}
	return r.all(ctx, "/Balance()", "Condition", condition, params)
}

// SliceLast lists the last records at a moment, such as the prices that hold; the zero time is now. byDocuments says
// that documents keep the register.
func (r Register[T]) SliceLast(ctx context.Context, at time.Time, byDocuments bool, condition Filter) iter.Seq2[T, error] {
	params, table := url.Values{}, "/SliceLast()"
	if !at.IsZero() {
		params.Set("Period", "datetime'"+local(at, r.c.zone).Format(timeLayout)+"'")
	}
	if byDocuments {
		table = recorded + table
	}
	return r.all(ctx, table, "Condition", condition, params)
}

// all lists what one answer holds.
func (r Register[T]) all(ctx context.Context, table, option string, f Filter, more url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		op := "GET " + r.entity + strings.TrimSuffix(table, "()")
		text, err := f.text(r.c.zone)
		if err != nil {
			yield(none, r.c.invalid(op, "the records cannot be asked for", err))
			return
		}
		params := query()
		maps.Copy(params, more)
		if text != "" {
			params.Set(option, text)
		}
		var p page
		request := rest.Request{Op: op, Path: address(r.entity+table, params)}
		if option == "Condition" && text != "" {
			err = r.c.conditioned(ctx, request, r.entity+table, params, &p)
		} else {
			err = r.c.do(ctx, request, &p)
		}
		if err != nil {
			yield(none, err)
			return
		}
		for _, row := range p.Value {
			v, err := decode[T](r.c, row)
			if err != nil {
				yield(none, r.c.invalid(op, "a record is not of the documented form", err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// styles are the ways to write a Condition. In most places of the documentation it is a text in quotes, whose own
// quotes are then left as they are; in some it has no quotes of its own; careful clients double the inner ones, as in
// every other text. Each is known to work somewhere.
var styles = []func(condition string) string{
	quoted,
	func(condition string) string { return condition },
	func(condition string) string { return "'" + condition + "'" },
}

// conditioned sends a request whose query has a Condition, in the style that the base understood last. When it refuses
// the call, the other styles are tried, and the one that it understands is kept.
func (c *Client) conditioned(ctx context.Context, r rest.Request, path string, params url.Values, out any) error {
	condition := params.Get("Condition")
	send := func(style int32) error {
		params.Set("Condition", styles[style](condition))
		r.Path = address(path, params)
		return c.do(ctx, r, out)
	}
	first := c.probe.style.Load()
	err := send(first)
	var e *ordo.Error
	if !errors.As(err, &e) || e.Code == "" || e.Class == ordo.Auth || e.Class == ordo.Retry || e.Code == CodeNoEntity {
		return err
	}
	for style := range int32(len(styles)) {
		if style != first && send(style) == nil {
			c.probe.style.Store(style)
			return nil
		}
	}
	return err
}
