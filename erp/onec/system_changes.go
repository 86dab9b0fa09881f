package onec

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"iter"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// defaultDays is how far back orders are looked at for changes.
const defaultDays = 60

// pollPage is how many documents one answer holds when only their versions are read.
const pollPage = 1000

// Changes implements erp.System. 1C tells nobody of changes: the versions of the merchant's orders and of their
// documents are read, five lists in all, and compared with those that the cursor has. It grows with the number of these
// documents, 8 characters for each. A change names the kind of the document and its key; what it means is for Read. An
// empty cursor yields every document that this System did not write itself: the state of each is looked at once.
func (s *System) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		seen, err := parseCursor(cursor)
		if err != nil {
			yield(erp.Change{}, s.client.invalid("changes", "the cursor is none of this system's", err))
			return
		}
		now, err := s.poll(ctx)
		if err != nil {
			yield(erp.Change{}, err)
			return
		}
		next := make([]string, 0, len(now))
		for _, p := range now {
			next = append(next, p.mark())
		}
		behind := formatCursor(next)
		for _, p := range now {
			if seen[p.mark()] || s.isOwn(p.object) {
				continue
			}
			c := erp.Change{Ref: order.Ref{System: Name, Kind: RefOrder, ID: string(p.order)}, Field: p.kind, Value: p.object.Version, Item: string(p.object.Ref)}
			c.Gone = p.kind == RefOrder && p.object.DeletionMark
			if !yield(c, nil) {
				return
			}
		}
		if behind != cursor {
			yield(erp.Change{Cursor: behind}, nil)
		}
	}
}

// polled is a document of an order, and its version.
type polled struct {
	order  Guid
	kind   string
	object Object
}

// mark stands for a document in one version.
func (p polled) mark() string {
	sum := sha256.Sum256([]byte(string(p.object.Ref) + "/" + p.object.Version))
	return base64.RawURLEncoding.EncodeToString(sum[:markBytes])
}

const (
	markBytes = 6
	markText  = 8
	cursorV1  = "1:"
)

func formatCursor(marks []string) string {
	slices.Sort(marks)
	return cursorV1 + strings.Join(marks, "")
}

// parseCursor returns the marks of a cursor.
func parseCursor(cursor string) (map[string]bool, error) {
	seen := map[string]bool{}
	if cursor == "" {
		return seen, nil
	}
	marks, is := strings.CutPrefix(cursor, cursorV1)
	if !is || len(marks)%markText != 0 {
		return nil, &cursorError{cursor}
	}
	for at := 0; at < len(marks); at += markText {
		seen[marks[at:at+markText]] = true
	}
	return seen, nil
}

// cursorError is a cursor that cannot be read.
type cursorError struct{ cursor string }

// Error implements error.
func (e *cursorError) Error() string {
	return "it begins with " + clip(e.cursor, 20) + ", not with " + cursorV1 + " and marks of 8 characters"
}

func (s *System) isOwn(o Object) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.own[o.Ref] == o.Version
}

// poll reads the versions of the merchant's orders and of their documents.
func (s *System) poll(ctx context.Context) (all []polled, _ error) {
	if err := s.fit(); err != nil {
		return nil, err
	}
	days := s.set.Days
	if days == 0 {
		days = defaultDays
	}
	since := Ge("Date", day(s.now().AddDate(0, 0, -days)))
	list := func(f Filter, names ...string) Query {
		return Query{Filter: And(since, f), Select: append([]string{"DataVersion", "DeletionMark"}, names...), Page: pollPage}
	}
	ours := map[Guid]bool{}
	for o, err := range s.client.Orders().List(ctx, list(Ne("НомерПоДаннымКлиента", ""), "НомерПоДаннымКлиента")) {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(o.ClientNumber, s.set.Prefix) {
			ours[o.Ref] = true
			all = append(all, polled{o.Ref, RefOrder, o.Object})
		}
	}
	if len(ours) == 0 {
		return nil, nil
	}
	sales := map[Guid]Guid{}
	for x, err := range s.client.Sales().List(ctx, list(Eq("РеализацияПоЗаказам", true), "ЗаказКлиента", "ЗаказКлиента_Type")) {
		if err != nil {
			return nil, err
		}
		if of := Guid(x.Order); ours[of] {
			sales[x.Ref] = of
			all = append(all, polled{of, RefSale, x.Object})
		}
	}
	asked := map[Guid]Guid{}
	for x, err := range s.client.TransferOrders().List(ctx, list(IsOf("ДокументОснование", EntityOrder), "ДокументОснование", "ДокументОснование_Type")) {
		if err != nil {
			return nil, err
		}
		if of := Guid(x.Basis); ours[of] {
			asked[x.Ref] = of
			all = append(all, polled{of, RefTransferOrder, x.Object})
		}
	}
	if len(asked) > 0 {
		for x, err := range s.client.Transfers().List(ctx, list(Eq("ПеремещениеПоЗаказам", true), "ЗаказНаПеремещение_Key")) {
			if err != nil {
				return nil, err
			}
			if of, is := asked[x.Order]; is {
				all = append(all, polled{of, RefTransfer, x.Object})
			}
		}
	}
	if len(sales) > 0 {
		for x, err := range s.client.Returns().List(ctx, list(IsOf("ДокументРеализации", EntitySale), "ДокументРеализации", "ДокументРеализации_Type")) {
			if err != nil {
				return nil, err
			}
			if of, is := sales[Guid(x.Sale)]; is {
				all = append(all, polled{of, RefReturn, x.Object})
			}
		}
	}
	return all, nil
}
