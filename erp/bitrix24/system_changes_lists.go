package bitrix24

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// cursor is where to go on. A queue has the processes that hold what was stored, lists have a time and marks of what
// changed shortly before it.
type cursor struct {
	queue     bool
	processes []string
	since     time.Time
	marks     map[string]bool
}

const (
	cursorQueue = "q:"
	cursorLists = "p:"
	markBytes   = 6
	// overlap is how far before the last change the next pass looks: the portal's times are whole seconds, and what is
	// saved late may have an earlier one.
	overlap = 5 * time.Second
)

func parseCursor(text string) (c cursor, _ error) {
	switch {
	case text == "":
		return c, nil
	case strings.HasPrefix(text, cursorQueue):
		c.queue = true
		if rest := text[len(cursorQueue):]; rest != "" {
			c.processes = strings.Split(rest, ",")
		}
		return c, nil
	case strings.HasPrefix(text, cursorLists):
		at, marks, _ := strings.Cut(text[len(cursorLists):], ":")
		seconds, err := strconv.ParseInt(at, 10, 64)
		if err == nil {
			c.since, c.marks = time.Unix(seconds, 0), map[string]bool{}
			for m := range strings.SplitSeq(marks, ",") {
				c.marks[m] = true
			}
			return c, nil
		}
	}
	return c, fmt.Errorf("the cursor %.20q is none of this system's", text)
}

// String returns the cursor as it is stored.
func (c cursor) String() string {
	if c.queue {
		return cursorQueue + strings.Join(c.processes, ",")
	}
	return cursorLists + strconv.FormatInt(c.since.Unix(), 10) + ":" + strings.Join(slices.Sorted(maps.Keys(c.marks)), ",")
}

// fromLists asks for what changed since the cursor.
func (s *System) fromLists(ctx context.Context, at cursor, text string, yield func(erp.Change, error) bool) {
	f, next, err := s.poll(ctx, at)
	var all []erp.Change
	if err == nil {
		all, err = s.changes(ctx, f)
	}
	if err != nil {
		yield(erp.Change{}, err)
		return
	}
	for _, c := range all {
		if !yield(c, nil) {
			return
		}
	}
	if behind := next.String(); behind != text {
		yield(erp.Change{Cursor: behind}, nil)
	}
}

// polled is a row of a list, with what the cursor needs of it.
type polled struct {
	at   time.Time
	mark string
}

// poll reads what changed since the cursor, and returns the cursor behind it.
func (s *System) poll(ctx context.Context, at cursor) (*found, cursor, error) {
	p, err := s.place(ctx)
	if err != nil {
		return nil, at, err
	}
	if at.since.IsZero() {
		at.since = s.client.rest.Now().Add(-firstLook)
	}
	since := at.since.Add(-overlap)
	next := cursor{since: at.since, marks: map[string]bool{}}
	var seen []polled
	isNew := func(what string, id int64, when time.Time, v any) bool {
		if when.Before(since) { // a filter that was ignored
			return false
		}
		x := polled{when, markOfRow(what, id, v)}
		seen = append(seen, x)
		return !at.marks[x.mark]
	}
	f := &found{items: map[int][]Item{}}
	l := s.lists(p, since)
	rs, err := s.client.rest.Batch(ctx, l.commands(), bxrest.BatchOptions{Repeat: bxrest.Read})
	if err != nil {
		return nil, at, err
	}
	if f.deals, err = itemsOf(ctx, s.client, rs[0], l.deals); err != nil {
		return nil, at, err
	}
	f.deals = slices.DeleteFunc(f.deals, func(i Item) bool { return !isNew(changedDeal, i.ID, i.Updated.Time, i) })
	for k, q := range l.items {
		items, err := itemsOf(ctx, s.client, rs[1+k], q)
		if err != nil {
			return nil, at, err
		}
		f.items[q.Type] = slices.DeleteFunc(items, func(i Item) bool { return !isNew(changedItem, i.ID, i.Updated.Time, i) })
	}
	rest := rs[1+len(l.items):]
	err = firstError(
		s.optional(f, "contacts", rest[0], func() error {
			return rowsOfReply(ctx, s.client, rest[0], l.contacts, func(c Party) bool {
				if isNew(changedContact, c.ID, c.Updated.Time, c) {
					f.contacts = append(f.contacts, c)
				}
				return true
			})
		}),
		s.optional(f, "tasks", rest[1], func() error {
			return rowsOfReply(ctx, s.client, rest[1], l.tasks, func(t Task) bool {
				if isNew(changedTask, t.ID, t.Changed.Time, t) {
					f.tasks = append(f.tasks, t)
				}
				return true
			})
		}),
		s.optional(f, "calls", rest[2], func() error {
			return rowsOfReply(ctx, s.client, rest[2], l.calls, func(c PhoneCall) bool {
				if isNew(changedCall, c.ID, c.Started.Time, c) {
					f.calls = append(f.calls, c)
				}
				return true
			})
		}),
	)
	for _, x := range seen {
		if x.at.After(next.since) {
			next.since = x.at
		}
	}
	for _, x := range seen {
		if !x.at.Before(next.since.Add(-overlap)) {
			next.marks[x.mark] = true
		}
	}
	return f, next, err
}

// markOfRow stands for a row as it is.
func markOfRow(what string, id int64, v any) string {
	b, err := lax.Encode(v)
	if err != nil {
		return what + strconv.FormatInt(id, 10)
	}
	sum := sha256.Sum256(append([]byte(what+strconv.FormatInt(id, 10)+"/"), b...))
	return base64.RawURLEncoding.EncodeToString(sum[:markBytes])
}

// lists are what a pass asks for.
type lists struct {
	c                      *Client
	deals                  ItemQuery
	items                  []ItemQuery
	contacts, tasks, calls bxrest.Listing
}

func (s *System) lists(p *places, since time.Time) lists {
	local := s.client.rest.Local(since)
	l := lists{
		c:     s.client,
		deals: ItemQuery{Type: TypeDeal, Filter: Fields{"=originatorId": s.set.originator()}, UpdatedFrom: since},
		contacts: bxrest.Listing{Method: "crm.contact.list", ID: "ID", Params: map[string]any{
			"filter": map[string]any{">=DATE_MODIFY": local}, "select": append([]string{"DATE_MODIFY", "MODIFY_BY_ID"}, personSelect...),
		}},
		tasks: bxrest.Listing{Method: "tasks.task.list", Key: "tasks", Params: map[string]any{
			"filter": map[string]any{">=CHANGED_DATE": local, "STATUS": TaskDone}, "select": taskFields, "order": map[string]any{"ID": "ASC"},
		}},
		calls: bxrest.Listing{Method: "voximplant.statistic.get", Params: map[string]any{
			"FILTER": map[string]any{">=CALL_START_DATE": local}, "SORT": "ID", "ORDER": "ASC",
		}},
	}
	for i := range p.process {
		l.items = append(l.items, ItemQuery{Type: p.process[i].typeID, Filter: Fields{">parentId2": 0}, UpdatedFrom: since})
	}
	return l
}

// commands read the first page of each list, in one request.
func (l lists) commands() []bxrest.Command {
	cmds := []bxrest.Command{first(l.c.items(l.deals))}
	for _, q := range l.items {
		cmds = append(cmds, first(l.c.items(q)))
	}
	return append(cmds, first(l.contacts), first(l.tasks), first(l.calls))
}

// first reads the first page of a list, as List does.
func first(l bxrest.Listing) bxrest.Command {
	params := maps.Clone(l.Params)
	if l.ID != "" {
		params["order"], params["start"] = map[string]any{l.ID: "ASC"}, -1
	}
	return bxrest.Command{Method: l.Method, Params: params}
}

// itemsOf are the items of a list whose first page was read.
func itemsOf(ctx context.Context, c *Client, r bxrest.Reply, q ItemQuery) (all []Item, _ error) {
	err := rowsOfReply(ctx, c, r, c.items(q), func(i Item) bool {
		if i.ID == 0 {
			return false
		}
		if q.holds(&i) {
			all = append(all, i)
		}
		return true
	})
	return all, err
}

// rowsOfReply takes the rows of a list whose first page was read in a batch, and reads on if that page was full. A row
// that take does not accept is an error: the cursor would pass it.
func rowsOfReply[T any](ctx context.Context, c *Client, r bxrest.Reply, l bxrest.Listing, take func(T) bool) error {
	var page []json.RawMessage
	if err := r.Read(l.Key, &page); err != nil {
		return err
	}
	rows := func(yield func(Record[T], error) bool) {
		for _, raw := range page {
			if !yield(bxrest.Row[T](c.rest, l.Method, raw), nil) {
				return
			}
		}
	}
	if len(page) >= bxrest.PageSize {
		rows = bxrest.List[T](ctx, c.rest, l)
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if row.Problem != nil && row.ID == 0 || !take(row.Value) {
			return c.rest.Fail(l.Method, ordo.Retry, "a row came without its fields: nothing is passed over", row.Problem)
		}
	}
	return nil
}

// optional reads what a portal may not let us read, such as calls: then a person is told once, and the rest goes on.
func (s *System) optional(f *found, what string, r bxrest.Reply, read func() error) error {
	class := ordo.ClassOf(r.Err)
	if class != ordo.Auth && class != ordo.Unsupported {
		return read()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.untold[what] {
		if s.untold == nil {
			s.untold = map[string]bool{}
		}
		s.untold[what] = true
		f.problems = append(f.problems, what+" are not read: "+r.Err.Error())
	}
	return nil
}

// outside makes an *ordo.Error of an error.
func (s *System) outside(op string, err error) error {
	var e *ordo.Error
	if errors.As(err, &e) {
		return err
	}
	return s.client.rest.Fail(op, ordo.Invalid, "", err)
}

// newsOf reads what is needed to tell people's changes from ours: the rows of the deals, the deals above items, and
// those of contacts.
func (s *System) newsOf(ctx context.Context, f *found) (*news, error) {
	n := &news{s: s, f: f, rows: map[int64][]ProductRow{}, deals: map[int64]Item{}, ofs: map[int64][]int64{}}
	var cmds []bxrest.Command
	for i := range f.deals {
		n.deals[f.deals[i].ID] = f.deals[i]
		if n.ours(&f.deals[i]) {
			cmds = append(cmds, bxrest.Command{Method: "crm.item.productrow.list", Params: rowsOf(TypeDeal, f.deals[i].ID)})
		}
	}
	ofRows := len(cmds)
	var parents, contacts []int64
	for _, items := range f.items {
		for i := range items {
			if _, has := n.deals[items[i].Deal]; !has && items[i].Deal != 0 {
				parents = append(parents, items[i].Deal)
			}
		}
	}
	for i := range f.contacts {
		contacts = append(contacts, f.contacts[i].ID)
	}
	for i := range f.calls {
		if f.calls[i].EntityKind == "CONTACT" {
			contacts = append(contacts, f.calls[i].Entity)
		}
	}
	chunks := func(ids []int64, filter func([]int64) Fields) {
		slices.Sort(ids)
		for part := range slices.Chunk(slices.Compact(ids), bxrest.PageSize) {
			cmds = append(cmds, first(s.client.items(ItemQuery{Type: TypeDeal, Filter: filter(part)})))
		}
	}
	chunks(parents, func(ids []int64) Fields { return Fields{"@id": ids} })
	ofParents := len(cmds)
	chunks(contacts, func(ids []int64) Fields {
		return Fields{"@contactId": ids, "=originatorId": s.set.originator(), "=closed": "N"}
	})
	rs, err := s.read(ctx, cmds...)
	if err != nil {
		return nil, err
	}
	at := 0
	for i := range f.deals {
		if !n.ours(&f.deals[i]) {
			continue
		}
		see := &sight{id: f.deals[i].ID}
		if err := s.readRows(ctx, see, rs[at]); err != nil {
			return nil, err
		}
		n.rows[see.id] = append([]ProductRow{}, see.rows...)
		at++
	}
	for k, r := range rs[ofRows:] {
		var deals []Item
		if err := r.Read("items", &deals); err != nil {
			return nil, err
		}
		for _, d := range deals {
			if ofRows+k < ofParents {
				n.deals[d.ID] = d
			} else if n.ours(&d) {
				for _, contact := range append(slices.Clone(d.Contacts), d.Contact) {
					if !slices.Contains(n.ofs[contact], d.ID) {
						n.ofs[contact] = append(n.ofs[contact], d.ID)
					}
				}
			}
		}
	}
	n.me, err = s.user(ctx)
	return n, err
}

// user is whom the client acts for; it is asked for once.
func (s *System) user(ctx context.Context) (int64, error) {
	s.mu.Lock()
	known := s.me
	s.mu.Unlock()
	if known != 0 {
		return known, nil
	}
	u, err := s.client.CurrentUser(ctx)
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.me = u.ID
	return u.ID, nil
}

// cutPrefix returns what stands behind a prefix; "" if it is not there.
func cutPrefix(text, prefix string) string {
	rest, has := strings.CutPrefix(text, prefix)
	if !has {
		return ""
	}
	return rest
}

// isNoticeKey reports whether a task is that of a notice of one of our orders.
func isNoticeKey(key, originator string) bool {
	i := strings.LastIndexByte(key, '/')
	return i > 0 && strings.HasPrefix(key, originator+"/") && strings.HasPrefix(key[i+1:], string(KindNotice)) && numeric(key[i+2:]) > 0
}
