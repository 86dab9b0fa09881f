package bitrix24

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// queuedEvents are the events that the queue keeps.
func queuedEvents() []string {
	return []string{
		EventDealAdd, EventDealUpdate, EventDealDelete, EventItemAdd, EventItemUpdate, EventItemDelete, EventContact, EventTask, EventCallEnd,
	}
}

// queueState is what is known of the offline queue.
type queueState uint8

const (
	queueUnknown queueState = iota
	queueReady
	queueMissing
)

// hasQueue reports whether the offline queue is there, and has the portal keep our events in it. Both are done once.
func (s *System) hasQueue(ctx context.Context) (bool, error) {
	if !s.client.rest.IsApplication() {
		return false, nil
	}
	s.mu.Lock()
	known := s.queue
	s.mu.Unlock()
	if known != queueUnknown {
		return known == queueReady, nil
	}
	state := queueReady
	has, err := s.client.Has(ctx, "rest_offline_extended")
	switch {
	case err != nil:
		return false, err
	case !has:
		state = queueMissing
	default:
		if err := s.bindQueue(ctx); err != nil {
			return false, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = state
	return state == queueReady, nil
}

// bindQueue binds the events. One that is bound already is a success; one that the portal does not have, such as that
// of calls where there is no telephony, is left out.
func (s *System) bindQueue(ctx context.Context) error {
	var cmds []bxrest.Command
	for _, e := range queuedEvents() {
		cmds = append(cmds, bxrest.Command{Method: "event.bind", Params: map[string]any{"event": e, "event_type": "offline"}})
	}
	rs, err := s.client.rest.Batch(ctx, cmds, bxrest.BatchOptions{Repeat: bxrest.Fixed})
	if err != nil {
		return err
	}
	for i, r := range rs {
		switch e := queuedEvents()[i]; {
		case r.Err == nil, isBound(r.Err):
		case (e == EventTask || e == EventCallEnd) && ordo.ClassOf(r.Err) != ordo.Retry:
		default:
			return r.Err
		}
	}
	return nil
}

const (
	queuePage  = 50 // events that are reserved at once
	queuePages = 20 // in one pass
)

// fromQueue takes what is in the queue. The first pass also looks at the lists, for what happened before the events
// were bound.
func (s *System) fromQueue(ctx context.Context, at cursor, text string, yield func(erp.Change, error) bool) {
	if !at.queue {
		f, _, err := s.poll(ctx, at)
		if !s.pass(ctx, f, err, yield) {
			return
		}
	}
	for _, process := range at.processes { // what they hold is stored
		if err := s.client.ClearOffline(ctx, process); err != nil {
			yield(erp.Change{}, err)
			return
		}
	}
	next := cursor{queue: true}
	for range queuePages {
		got, err := s.reserve(ctx, next.processes)
		if err != nil || got.Process == "" && len(got.Events) == 0 {
			if err != nil {
				yield(erp.Change{}, err)
				return
			}
			break
		}
		f, err := s.fetch(ctx, got.Events)
		if !s.pass(ctx, f, err, yield) {
			return
		}
		next.processes = append(next.processes, got.Process)
		if !yield(erp.Change{Cursor: next.String()}, nil) {
			return
		}
		if len(got.Events) < queuePage {
			break
		}
	}
	if len(next.processes) == 0 && next.String() != text {
		yield(erp.Change{Cursor: next.String()}, nil)
	}
}

// pass yields the changes among what was found.
func (s *System) pass(ctx context.Context, f *found, err error, yield func(erp.Change, error) bool) bool {
	var all []erp.Change
	if err == nil {
		all, err = s.changes(ctx, f)
	}
	if err != nil {
		yield(erp.Change{}, err)
		return false
	}
	for _, c := range all {
		if !yield(c, nil) {
			return false
		}
	}
	return true
}

// reserve takes the next events. What a process holds that did not come to its cursor, as it ended or its answer was
// lost, comes first: nobody else reads this queue.
func (s *System) reserve(ctx context.Context, held []string) (Offline, error) {
	waiting, err := s.client.ListOffline(ctx)
	if err != nil {
		return Offline{}, err
	}
	process, free := "", false
	for _, e := range waiting {
		switch {
		case e.Error || slices.Contains(held, e.Process):
		case e.Process == "":
			free = true
		default:
			process = e.Process
		}
	}
	if process == "" && !free {
		return Offline{}, nil
	}
	got, err := s.client.ReserveOffline(ctx, process, queuePage)
	if err == nil && got.Process == "" && len(got.Events) > 0 {
		if got.Process = process; process == "" {
			err = s.client.rest.Fail("event.offline.get", ordo.Unsupported, "the portal gave events without keeping them: its plan lacks rest_offline_extended", nil)
		}
	}
	return got, err
}

// fetch reads what events are about.
func (s *System) fetch(ctx context.Context, events []OfflineEvent) (*found, error) {
	h := hits{}
	for i := range events {
		e := &events[i]
		id, typeID := e.Data.Fields.ID, e.Data.Fields.Type
		if id == 0 {
			id = e.Data.After.ID
		}
		h.add(strings.ToUpper(e.Name), id, typeID, e.Data.Call, e.More.User, e)
	}
	return s.fetchHits(ctx, h)
}

// hits are what events are about, by kind.
type hits struct {
	deals, contacts, tasks []int64
	items                  map[int][]int64
	calls                  []string
	gone                   []erp.Change
	by                     map[string]int64
}

// add notes what an event is about. An event of another kind means nothing to an order.
func (h *hits) add(name string, id int64, typeID int, call string, user int64, e *OfflineEvent) {
	if h.by == nil {
		h.by, h.items = map[string]int64{}, map[int][]int64{}
	}
	path := strconv.FormatInt(id, 10)
	switch name {
	case EventDealAdd, EventDealUpdate:
		h.deals, path = append(h.deals, id), changedDeal+path
	case EventDealDelete:
		c := erp.Change{Ref: dealRef(id), Field: changedDeal, Gone: true}
		if e != nil {
			c.At = e.At.UTC()
		}
		if user != 0 {
			c.By = strconv.FormatInt(user, 10)
		}
		h.gone = append(h.gone, c)
		return
	case EventItemAdd, EventItemUpdate:
		h.items[typeID], path = append(h.items[typeID], id), changedItem+itemPath(typeID, id)
	case EventContact:
		h.contacts, path = append(h.contacts, id), changedContact+path
	case EventTask:
		h.tasks, path = append(h.tasks, id), changedTask+path
	case EventCallEnd:
		if call != "" {
			h.calls = append(h.calls, call)
		}
		return
	default:
		return
	}
	if user != 0 {
		h.by[path] = user
	}
}

// fetchHits reads objects by their ids, in one request. What is not there any more, or in a process that is none of
// ours, is left out.
func (s *System) fetchHits(ctx context.Context, h hits) (*found, error) {
	p, err := s.place(ctx)
	if err != nil {
		return nil, err
	}
	f := &found{items: map[int][]Item{}, by: h.by, gone: h.gone}
	var cmds []bxrest.Command
	var into []func(bxrest.Reply) error
	items := func(typeID int, ids []int64, take func([]Item)) {
		for part := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(ids))), bxrest.PageSize) {
			cmds = append(cmds, first(s.client.items(ItemQuery{Type: typeID, Filter: Fields{"@id": part}})))
			into = append(into, func(r bxrest.Reply) error {
				var all []Item
				err := r.Read("items", &all)
				take(all)
				return err
			})
		}
	}
	items(TypeDeal, h.deals, func(all []Item) { f.deals = append(f.deals, all...) })
	for i := range p.process {
		typeID := p.process[i].typeID
		items(typeID, h.items[typeID], func(all []Item) { f.items[typeID] = append(f.items[typeID], all...) })
	}
	for _, id := range h.contacts {
		f.contacts = append(f.contacts, Party{ID: id})
	}
	for part := range slices.Chunk(h.tasks, bxrest.PageSize) {
		cmds = append(cmds, bxrest.Command{Method: "tasks.task.list", Params: map[string]any{"filter": map[string]any{"ID": part}, "select": taskFields}})
		into = append(into, func(r bxrest.Reply) error {
			var all []Task
			err := r.Read("tasks", &all)
			f.tasks = append(f.tasks, all...)
			return err
		})
	}
	for _, call := range h.calls {
		cmds = append(cmds, bxrest.Command{Method: "voximplant.statistic.get", Params: map[string]any{"FILTER": map[string]any{"CALL_ID": call}}})
		into = append(into, func(r bxrest.Reply) error {
			var all []PhoneCall
			err := r.Read("", &all)
			f.calls = append(f.calls, all...)
			return err
		})
	}
	rs, err := s.read(ctx, cmds...)
	if err != nil {
		return nil, err
	}
	for i, r := range rs {
		if err := into[i](r); err != nil {
			return nil, err
		}
	}
	return f, nil
}
