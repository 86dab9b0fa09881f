package onec

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Object is what every catalogue and every document has.
type Object struct {
	Ref          Guid   `json:"Ref_Key"`
	Version      string `json:"DataVersion"` // another one after each write
	DeletionMark bool   `json:"DeletionMark"`

	Extra   wire.Extra `json:"-"` // what the type does not know, the merchant's own properties among it
	Problem error      `json:"-"` // *lax.FieldErrors: properties that do not fit; they are in Extra
}

func (o *Object) problem() error { return o.Problem }

// Catalog is the entity set of a catalogue whose objects are read as T.
type Catalog[T any] struct {
	c      *Client
	entity string
}

// NewCatalog returns the entity set of a catalogue of the merchant's own, or one with a type of the merchant's own. T
// is a struct that embeds [Object] and has 1C's names in its json tags.
func NewCatalog[T any](c *Client, entity string) Catalog[T] { return Catalog[T]{c, entity} }

// Entity returns 1C's name of the entity, such as "Catalog_Партнеры".
func (s Catalog[T]) Entity() string { return s.entity }

// path is the address of one object.
func (s Catalog[T]) path(id Guid, more string) (string, error) {
	id, err := ParseGuid(string(id))
	if err == nil && id == "" {
		err = errors.New("the reference is empty: no object is named")
	}
	return s.entity + "(guid'" + string(id) + "')" + more, err
}

// Get reads one object. The error's class is NotFound if there is none.
func (s Catalog[T]) Get(ctx context.Context, id Guid) (*T, error) {
	o, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.read(o)
}

// get reads one object as it comes.
func (s Catalog[T]) get(ctx context.Context, id Guid) (*object, error) {
	op := "GET " + s.entity
	path, err := s.path(id, "")
	if err != nil {
		return nil, s.c.invalid(op, "the object cannot be read", err)
	}
	id, _ = ParseGuid(string(id)) // as path does
	var o object
	err = s.c.do(ctx, rest.Request{Op: op, Path: address(path, query()), Check: func() error {
		return rest.Same("object", id, o.Ref)
	}}, &o)
	return &o, err
}

// read makes a T of an object.
func (s Catalog[T]) read(o *object) (*T, error) {
	v, err := decode[T](s.c, o.raw)
	if err != nil {
		return nil, s.c.invalid("GET "+s.entity, "object "+string(o.Ref)+" is not of the documented form", err)
	}
	return &v, nil
}

// Query says what a list shall hold. The zero Query is everything.
type Query struct {
	Filter Filter
	// OrderBy are properties, such as "Date desc". Ref_Key is added, so that pages do not overlap. Empty means "Date" for
	// documents, and Ref_Key alone for catalogues.
	OrderBy string
	// Select are the properties to read; empty means all. Ref_Key is added. Objects that were read so are not for Change.
	Select []string
	// AllowedOnly leaves out what the user may not see; otherwise one such object makes the whole list fail.
	AllowedOnly bool
	// Page is how many objects one answer holds; 0 means 100.
	Page int
}

const pageSize = 100

// List lists objects, page by page. 1C has no cursors: an object that is created meanwhile may be missed, and one that
// is deleted for good may hide another. One that comes twice is yielded once.
func (s Catalog[T]) List(ctx context.Context, q Query) iter.Seq2[T, error] {
	if q.OrderBy == "" && strings.HasPrefix(s.entity, "Document_") {
		q.OrderBy = "Date"
	}
	return func(yield func(T, error) bool) {
		var none T
		op := "GET " + s.entity
		params, err := s.params(q)
		if err != nil {
			yield(none, s.c.invalid(op, "the list cannot be asked for", err))
			return
		}
		size := q.Page
		if size <= 0 {
			size = pageSize
		}
		params.Set("$top", strconv.Itoa(size))
		skip := 0
		pages := rest.List[json.RawMessage]{Op: op, Page: func(_ string, yield func(string, json.RawMessage) bool) (string, error) {
			params.Set("$skip", strconv.Itoa(skip))
			var p page
			if err := s.c.do(ctx, rest.Request{Op: op, Path: address(s.entity, params)}, &p); err != nil {
				return "", err
			}
			for _, row := range p.Value {
				if !yield(string(row), row) {
					return "", nil
				}
			}
			if skip += len(p.Value); len(p.Value) < size {
				return "", nil
			}
			return strconv.Itoa(skip), nil
		}}
		seen := map[Guid]bool{}
		for row, err := range pages.All(s.c.rest) {
			if err != nil {
				yield(none, err)
				return
			}
			var h head
			_ = lax.Decode(row, &h, lax.Options{}) // what is odd is its Problem
			if h.Ref != "" && seen[h.Ref] {
				continue
			}
			seen[h.Ref] = true
			v, err := decode[T](s.c, row)
			if err != nil {
				yield(none, s.c.invalid(op, "a row is not of the documented form", err))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

// params writes a query.
func (s Catalog[T]) params(q Query) (url.Values, error) {
	params := query()
	filter, err := q.Filter.text(s.c.zone)
	if filter != "" {
		params.Set("$filter", filter)
	}
	order := "Ref_Key"
	if q.OrderBy != "" {
		order = q.OrderBy + "," + order
	}
	params.Set("$orderby", order)
	if len(q.Select) > 0 {
		params.Set("$select", strings.Join(append([]string{"Ref_Key"}, q.Select...), ","))
	}
	if q.AllowedOnly {
		params.Set("allowedOnly", "true")
	}
	return params, err
}

// Count returns how many objects pass a filter.
func (s Catalog[T]) Count(ctx context.Context, f Filter) (int, error) {
	op := "GET " + s.entity + "/$count"
	text, err := f.text(s.c.zone)
	if err != nil {
		return 0, s.c.invalid(op, "the objects cannot be counted", err)
	}
	params := url.Values{}
	if text != "" {
		params.Set("$filter", text)
	}
	var n int
	r := rest.Request{Op: op, Path: address(s.entity+"/$count", params), Decode: func(r *rest.Reply, _ any) (err error) {
		n, err = strconv.Atoi(strings.TrimSpace(string(clean(r.Body))))
		return err
	}}
	err = s.c.do(ctx, r, &n)
	return n, err
}

// Find returns the one object that passes a filter and is not marked for deletion. The error's class is NotFound if
// there is none, and Conflict if there are several. Texts that Eq and Contains ask for count to the letter here, though
// 1C compares them without regard to case: two marking codes may differ in that only.
func (s Catalog[T]) Find(ctx context.Context, f Filter) (*T, error) {
	o, err := s.find(ctx, f)
	switch {
	case err != nil:
		return nil, err
	case o == nil:
		text := "nothing passes the filter"
		if len(f.exact) > 0 {
			text += " to the letter, upper and lower case included"
		}
		return nil, s.c.rest.Fail("GET "+s.entity, ordo.NotFound, text, nil)
	}
	return s.read(o)
}

// alike is how many objects are looked at for the one that is meant: others may differ in the case of letters only.
const alike = 50

// find returns the object that passes the filter, with its texts to the letter; nil if there is none.
func (s Catalog[T]) find(ctx context.Context, f Filter) (*object, error) {
	op := "GET " + s.entity
	params, err := s.params(Query{Filter: And(f, Eq("DeletionMark", false))})
	if err != nil {
		return nil, s.c.invalid(op, "the object cannot be looked for", err)
	}
	params.Set("$top", strconv.Itoa(alike))
	var p page
	if err := s.c.do(ctx, rest.Request{Op: op, Path: address(s.entity, params)}, &p); err != nil {
		return nil, err
	}
	var found []object
	for _, row := range p.Value {
		var o object
		err := json.Unmarshal(row, &o)
		if err == nil {
			err = o.Complete()
		}
		if err != nil {
			return nil, s.c.rest.Fail(op, ordo.Retry, "what was found is not of the documented form", err)
		}
		if f.isExactly(row) {
			found = append(found, o)
		}
	}
	if len(found) == 0 && len(p.Value) == alike {
		return nil, s.c.rest.Fail(op, ordo.Conflict, "very many objects pass the filter, and differ from it in the case of letters", nil)
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return &found[0], nil
	}
	return nil, s.c.rest.Fail(op, ordo.Conflict, "several objects pass the filter where one is expected, such as "+
		string(found[0].Ref)+" and "+string(found[1].Ref)+": mark all but one for deletion", nil)
}

// Creation is what came of Create.
type Creation[T any] struct {
	Value *T
	// Existed reports that an object passed the filter already, from an earlier call or another program. Nothing was
	// written then.
	Existed bool
}

// Create creates an object, and reads it back. Properties that are empty are not sent: 1C fills them in. found is how
// the object is known again, such as Eq("НомерПоДаннымКлиента", "50417"): if one passes already that is not marked for
// deletion, it is returned as it is, and after a lost answer it is looked up before anything is sent again. With a zero
// Filter a lost answer is an error of class InDoubt. A Ref that v has is sent; not every base takes it.
//
// If 1C did not keep what was sent, the error is of class Conflict, its cause is a [*Mismatch], and the Creation holds
// the object all the same: it exists.
func (s Catalog[T]) Create(ctx context.Context, v T, found Filter) (*Creation[T], error) {
	op := "POST " + s.entity
	all, err := encode(s.c, v)
	if err != nil {
		return nil, s.c.invalid(op, "the object cannot be written", err)
	}
	meant := all.set(nil)
	if _, posted := meant["Posted"]; posted {
		return nil, s.c.invalid(op, "a document is posted by Post, not by its property Posted", nil)
	}
	delete(meant, "DataVersion")
	var there *object
	look := func(ctx context.Context) (bool, error) {
		there, err = s.find(ctx, found)
		return there != nil, err
	}
	repeat := rest.Never()
	if !found.IsZero() {
		if _, err := look(ctx); err != nil {
			return nil, err
		}
		if there != nil {
			old, err := s.read(there)
			return &Creation[T]{Value: old, Existed: true}, err
		}
		repeat = rest.ReadBack(look)
	}
	var o object
	err = s.c.do(ctx, rest.Request{Op: op, Method: http.MethodPost, Path: address(s.entity, query()), Body: meant.body(), Repeat: repeat}, &o)
	switch {
	case hasCode(err, CodeExists):
		var id Guid
		if json.Unmarshal(all["Ref_Key"], &id) != nil || id == "" {
			return nil, err
		}
		old, err := s.Get(ctx, id)
		return &Creation[T]{Value: old, Existed: true}, err
	case err != nil:
		return nil, err
	case there == nil:
		if there, err = s.get(ctx, o.Ref); err != nil && found.IsZero() {
			return nil, s.c.rest.Fail(op, ordo.InDoubt, "object "+string(o.Ref)+" was created and could not be read back", err)
		} else if err != nil {
			return nil, err
		}
	}
	delete(meant, "Ref_Key") // 1C's own counts
	made, err := s.read(there)
	if err != nil {
		return nil, err
	}
	return &Creation[T]{Value: made}, s.compare(op, meant, there)
}

// changes is how often an edit is tried when others change the object meanwhile.
const changes = 4

// Change reads an object, lets edit change it, writes what differs, and reads it back. If somebody else wrote it
// meanwhile, all of that is done again, so edit may be called several times. A section is written whole: rows that edit
// takes away are gone. An error of edit is returned as it is, and nothing is written. Nothing is written either if
// nothing differs.
//
// If 1C did not keep what was sent, the error is of class Conflict, its cause is a [*Mismatch], and the object is
// returned all the same.
func (s Catalog[T]) Change(ctx context.Context, id Guid, edit func(*T) error) (*T, error) {
	for try := 1; ; try++ {
		v, err := s.change(ctx, id, edit)
		if !isStale(err) || try == changes {
			return v, err
		}
	}
}

func (s Catalog[T]) change(ctx context.Context, id Guid, edit func(*T) error) (*T, error) {
	op := "PATCH " + s.entity
	before, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	v, err := s.read(before)
	if err != nil {
		return nil, err
	}
	odd, _ := any(v).(interface{ problem() error })
	old, err := encode(s.c, *v)
	if err == nil {
		if refused := edit(v); refused != nil {
			return nil, refused
		}
	}
	now, err2 := encode(s.c, *v)
	if err = errors.Join(err, err2); err != nil {
		return nil, s.c.invalid(op, "the object cannot be written", err)
	}
	diff := fields{}
	for name, raw := range now {
		if _, was := section(old[name]); was && string(raw) == "null" { // 1C refuses null for a section
			raw = json.RawMessage("[]")
		}
		_, rows := section(raw)
		switch {
		case string(raw) == string(old[name]):
		case name == "Ref_Key" || name == "DataVersion" || name == "Posted":
			return nil, s.c.invalid(op, name+" is not changed so: an object keeps its name, and is posted by Post and Unpost", nil)
		case rows && odd != nil && odd.problem() != nil:
			return nil, s.c.invalid(op, name+" was not read whole, so that writing it would lose something", odd.problem())
		case rows:
			diff[name] = fields{name: raw}.rows(name, before.raw)
		default:
			diff[name] = raw
		}
	}
	if len(diff) == 0 {
		return v, nil
	}
	for name := range diff { // both halves of a value with a type
		other, is := strings.CutSuffix(name, "_Type")
		if !is {
			other += "_Type"
		}
		if raw, has := now[other]; has {
			diff[other] = raw
		}
	}
	after, err := s.patch(ctx, before, diff)
	if after == nil {
		return nil, err
	}
	v, err2 = s.read(after)
	if err == nil {
		err = err2
	}
	return v, err
}

// rows returns a section without the empty properties that none of its rows had when they were read.
func (f fields) rows(name string, read json.RawMessage) json.RawMessage {
	had := map[string]map[string]bool{name: {"LineNumber": true}}
	var whole fields
	if json.Unmarshal(read, &whole) == nil {
		rows, _ := section(whole[name])
		for _, row := range rows {
			for field := range row {
				had[name][field] = true
			}
		}
	}
	delete(had[name], "КодСтроки") // 1C gives one to a row that has none
	if raw, has := f.set(had)[name]; has {
		return raw
	}
	return json.RawMessage("[]")
}

// patch writes properties of an object that was read, and reads it back. An object beside an error was written.
func (s Catalog[T]) patch(ctx context.Context, before *object, diff fields) (*object, error) {
	op := "PATCH " + s.entity
	path, err := s.path(before.Ref, "")
	if err != nil {
		return nil, s.c.invalid(op, "the object cannot be written", err)
	}
	done := func(ctx context.Context) (bool, error) {
		now, err := s.get(ctx, before.Ref)
		return err == nil && now.Version != before.Version && len(mismatches(diff, now.raw)) == 0, err
	}
	r := rest.Request{
		Op: op, Method: http.MethodPatch, Path: address(path, query()), Header: http.Header{"If-Match": {before.Version}},
		Body: diff.body(), Repeat: rest.ReadBack(done),
	}
	if before.Version == "" {
		r.Header = nil
	}
	if err := s.c.do(ctx, r, nil); err != nil {
		return nil, err
	}
	after, err := s.get(ctx, before.Ref)
	if err != nil {
		return nil, err
	}
	return after, s.compare(op, diff, after)
}

// MarkDeleted marks an object for deletion, which is how 1C's users delete. Nothing here deletes an object for good.
// One that is marked already stays as it is.
func (s Catalog[T]) MarkDeleted(ctx context.Context, id Guid) (*T, error) {
	before, err := s.get(ctx, id)
	if err == nil && !before.Deleted {
		before, err = s.patch(ctx, before, fields{"DeletionMark": json.RawMessage("true")})
	}
	if before == nil || err != nil {
		return nil, err
	}
	return s.read(before)
}
