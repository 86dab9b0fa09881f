package bitrix24

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// What a change is about: Change.Field. Of an item Change.Item is its kind and id, of others the id.
const (
	changedDeal    = "deal"
	changedStage   = "stage" // of the deal, where somebody else moved it than changed it last
	changedItem    = "item"
	changedContact = "contact"
	changedTask    = "task"
	changedCall    = "call"
)

// firstLook is how far back the first pass looks.
const firstLook = 24 * time.Hour

// Changes implements erp.System. An application takes what happened from the portal's offline queue: the events are
// reserved, and the cursor has the numbers of what was reserved; they leave the queue when the next pass shows that the
// cursor, and so the changes, are stored. Nothing is lost or doubled where a process ends between.
//
// A webhook has no queue, and neither has an application on a plan without rest_offline_extended: there the deals, the
// items below them, contacts, tasks and calls are asked for that changed since the cursor, all in one request. That a
// deal was deleted is not seen so.
//
// Our own writes are told by what ordo wrote last (FieldVersion), not by whose user changed a deal last: people may
// work as the same user. By is that user; who moved a deal to its stage comes as a change of its own.
func (s *System) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		at, err := parseCursor(cursor)
		if err == nil {
			err = s.fit()
		}
		var queued bool
		if err == nil {
			queued, err = s.hasQueue(ctx)
		}
		switch {
		case err != nil:
			yield(erp.Change{}, s.outside("changes", err))
		case queued:
			s.fromQueue(ctx, at, cursor, yield)
		default:
			s.fromLists(ctx, at, cursor, yield)
		}
	}
}

// found are objects that changed, as they are now.
type found struct {
	deals    []Item
	items    map[int][]Item // by entityTypeId
	contacts []Party
	tasks    []Task
	calls    []PhoneCall
	by       map[string]int64 // who caused an event, by what it is about; only of events
	gone     []erp.Change
	problems []string
}

func (f *found) user(path string, other int64) string {
	if by, has := f.by[path]; has {
		other = by
	}
	if other == 0 {
		return ""
	}
	return strconv.FormatInt(other, 10)
}

// changes are the people's changes among what was found, the oldest first.
func (s *System) changes(ctx context.Context, f *found) ([]erp.Change, error) {
	if len(f.deals)+len(f.items)+len(f.contacts)+len(f.tasks)+len(f.calls) == 0 {
		return f.gone, nil
	}
	n, err := s.newsOf(ctx, f)
	if err != nil {
		return nil, err
	}
	all := append(slices.Clone(f.gone), n.all()...)
	slices.SortStableFunc(all, func(a, b erp.Change) int { return a.At.Compare(b.At) })
	for _, p := range f.problems {
		all = append(all, erp.Change{Problem: p})
	}
	return all, nil
}

// dealRef names a deal.
func dealRef(id int64) order.Ref {
	return order.Ref{System: Name, Kind: RefDeal, ID: strconv.FormatInt(id, 10)}
}

// news finds out what of what was found is people's.
type news struct {
	s     *System
	f     *found
	me    int64
	rows  map[int64][]ProductRow // of the deals that changed
	deals map[int64]Item         // above items, and of contacts
	ofs   map[int64][]int64      // ids of deals by contact
	out   []erp.Change
}

func (n *news) all() []erp.Change {
	for i := range n.f.deals {
		n.deal(&n.f.deals[i])
	}
	for typeID, items := range n.f.items {
		for i := range items {
			n.item(typeID, &items[i])
		}
	}
	for i := range n.f.contacts {
		c := &n.f.contacts[i]
		id := strconv.FormatInt(c.ID, 10)
		if n.s.isOwnContact(c) {
			continue
		}
		for _, deal := range n.ofs[c.ID] {
			n.add(deal, erp.Change{At: c.Updated.Time, Field: changedContact, Item: id, By: n.f.user(changedContact+id, c.ModifiedBy)})
		}
	}
	for i := range n.f.tasks {
		n.task(&n.f.tasks[i])
	}
	for i := range n.f.calls {
		n.call(&n.f.calls[i])
	}
	return n.out
}

func (n *news) add(deal int64, c erp.Change) {
	c.Ref, c.At = dealRef(deal), c.At.UTC()
	n.out = append(n.out, c)
}

// ours reports whether a deal is one of ours. Whether an order of its number is known here the caller knows.
func (n *news) ours(deal *Item) bool {
	return deal.Originator == n.s.set.originator() && deal.Origin != ""
}

// deal yields a deal that people changed.
func (n *news) deal(deal *Item) {
	if !n.ours(deal) {
		return
	}
	v := dealVersion(objectOf(deal), n.rows[deal.ID])
	fresh := v.news(parseVersion(deal.Text(FieldVersion)), version{})
	byUser := n.f.user(changedDeal+strconv.FormatInt(deal.ID, 10), deal.UpdatedBy)
	others := byUser != "" && byUser != strconv.FormatInt(n.me, 10)
	if len(fresh) == 0 && !others {
		return
	}
	mover := strconv.FormatInt(deal.MovedBy, 10)
	if slices.Contains(fresh, aspectStage) && deal.MovedBy != 0 {
		if mover == byUser || len(fresh) == 1 {
			byUser = mover
		} else {
			n.add(deal.ID, erp.Change{At: deal.Moved.Time, Field: changedStage, Value: StageCode(deal.Stage), By: mover})
		}
	}
	n.add(deal.ID, erp.Change{At: deal.Updated.Time, Field: changedDeal, Value: StageCode(deal.Stage), By: byUser})
}

// item yields an item of a smart process that people changed or created.
func (n *news) item(typeID int, i *Item) {
	deal, has := n.deals[i.Deal]
	if !has || !n.ours(&deal) {
		return
	}
	path := itemPath(typeID, i.ID)
	key, ours := ParseItemKey(i.Key, deal.Originator, deal.Origin)
	byUser := n.f.user(changedItem+path, cmp.Or(i.UpdatedBy, i.CreatedBy))
	if ours {
		p := n.s.process(typeID)
		fresh := itemVersion(key.Kind, p.id, objectOf(i)).news(parseVersion(i.Text(p.field(ItemVersion))), version{})
		if len(fresh) == 0 && (byUser == "" || byUser == strconv.FormatInt(n.me, 10)) {
			return
		}
		if slices.Contains(fresh, aspectStage) && i.MovedBy != 0 { // a button is pressed by whoever moved it
			byUser = strconv.FormatInt(i.MovedBy, 10)
		}
	}
	n.add(i.Deal, erp.Change{At: i.Updated.Time, Field: changedItem, Item: path, Value: StageCode(i.Stage), By: byUser})
}

// process is the process whose items have an entityTypeId. It is called for those alone.
func (s *System) process(typeID int) *placed {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.places.process {
		if s.places.process[i].typeID == typeID {
			return &s.places.process[i]
		}
	}
	return &placed{}
}

// task yields a task of a notice that was closed.
func (n *news) task(t *Task) {
	if t.Status != TaskDone || !isNoticeKey(t.Key, n.s.set.originator()) {
		return
	}
	for _, about := range t.About {
		if deal := numeric(cutPrefix(about, OwnerCode(TypeDeal)+"_")); deal != 0 {
			id := strconv.FormatInt(t.ID, 10)
			n.add(deal, erp.Change{At: cmp.Or(t.Closed, t.Changed).Time, Field: changedTask, Item: id, By: n.f.user(changedTask+id, t.ClosedBy)})
		}
	}
}

// call yields a call with a buyer who has open deals.
func (n *news) call(c *PhoneCall) {
	var deals []int64
	switch c.EntityKind {
	case "DEAL":
		deals = []int64{c.Entity}
	case "CONTACT":
		deals = n.ofs[c.Entity]
	}
	for _, deal := range deals {
		n.add(deal, erp.Change{At: c.Started.Time, Field: changedCall, Item: c.Call, By: n.f.user("", c.User)})
	}
}

// reads is what the reading side learned once.
type reads struct {
	me     int64           // whom the client acts for
	queue  queueState      // whether there is an offline queue
	untold map[string]bool // what cannot be read, and a person was told so
}
