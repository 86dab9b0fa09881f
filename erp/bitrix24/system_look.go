package bitrix24

import (
	"context"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// sight is a deal as it is there, with its rows, and with its items where they were asked for.
type sight struct {
	id      int64
	deal    Item
	fields  object
	rows    []ProductRow
	kept    keptRows
	written version // what ordo wrote last, see FieldVersion
	items   [][]Item
	logged  int // number of the last event in the timeline
	tasks   []Task
	files   string // the texts of comments, where the contents of files are shown
}

// extent is how much of a deal is looked at.
type extent uint8

const (
	withRows extent = iota
	withAll         // items, the end of the timeline, tasks
)

// look reads the deal of a task in one request.
func (s *System) look(ctx context.Context, t order.Task, e extent) (*sight, error) {
	id := numeric(t.Target.ID)
	if t.Target.Kind != RefDeal || id == 0 {
		found, err := s.search(ctx, t.Order)
		if err != nil {
			return nil, err
		}
		if id = found; id == 0 {
			return nil, s.client.rest.Fail("crm.item.list", ordo.NotFound, "the order has no deal", nil)
		}
	}
	cmds := []bxrest.Command{
		{Method: "crm.item.get", Params: itemParams(TypeDeal, id, nil)},
		{Method: "crm.item.productrow.list", Params: rowsOf(TypeDeal, id)},
	}
	var p *places
	if e == withAll {
		var err error
		if p, err = s.place(ctx); err != nil {
			return nil, err
		}
		cmds = append(cmds, bxrest.Command{Method: "crm.timeline.logmessage.list", Params: map[string]any{
			"entityTypeId": TypeDeal, "entityId": id, "order": map[string]any{"id": "desc"},
		}})
		for i := range p.process {
			params := itemParams(p.process[i].typeID, 0, nil)
			params["filter"], params["order"] = map[string]any{"=parentId2": id}, map[string]any{"id": "ASC"}
			cmds = append(cmds, bxrest.Command{Method: "crm.item.list", Params: params})
		}
		if s.files != nil {
			cmds = append(cmds, commentsOf(id))
		}
		if len(t.Order.Notices) > 0 {
			cmds = append(cmds, s.tasksOf(id))
		}
	}
	rs, err := s.read(ctx, cmds...)
	if err != nil {
		return nil, err
	}
	see := &sight{id: id}
	if err := see.readDeal(rs[0], "item"); err != nil {
		return nil, err
	}
	if err := s.readRows(ctx, see, rs[1]); err != nil {
		return nil, err
	}
	if e == withAll {
		return see, s.lookBelow(ctx, see, p, rs[2:])
	}
	return see, nil
}

// readDeal takes the deal of an answer.
func (see *sight) readDeal(r bxrest.Reply, key string) error {
	var deal Item
	if err := r.Read(key, &deal); err != nil {
		return err
	}
	see.deal, see.fields = deal, objectOf(&deal)
	see.kept, see.written = parseRows(deal.Text(FieldRows)), parseVersion(deal.Text(FieldVersion))
	return nil
}

// lookBelow takes what is below the deal.
func (s *System) lookBelow(ctx context.Context, see *sight, p *places, rs []bxrest.Reply) error {
	var log []LogMessage
	if err := rs[0].Read("", &log); err != nil {
		return err
	}
	see.logged = int(numeric(see.deal.Text(FieldShown)))
	for i := range log {
		see.logged = max(see.logged, numberOf(log[i].Title))
	}
	for i := range p.process {
		var items []Item
		r := rs[1+i]
		if err := r.Read("items", &items); err != nil {
			return err
		}
		if r.Next != nil {
			items = nil
			for row, err := range s.client.ListItems(ctx, ItemQuery{Type: p.process[i].typeID, Filter: Fields{"=parentId2": see.id}}) {
				if err != nil {
					return err
				}
				items = append(items, row.Value)
			}
		}
		for j := range items {
			if items[j].ID == 0 {
				return s.client.rest.Fail("crm.item.list", ordo.Retry, "an item came without fields", nil)
			}
		}
		see.items = append(see.items, items)
	}
	rest := rs[1+len(p.process):]
	if s.files != nil {
		var comments []Comment
		if err := rest[0].Read("", &comments); err != nil {
			return err
		}
		for i := range comments {
			see.files += comments[i].Text + "\n"
		}
		rest = rest[1:]
	}
	if len(rest) > 0 {
		return rest[0].Read("tasks", &see.tasks)
	}
	return nil
}

// tasksOf lists the tasks of a deal.
func (s *System) tasksOf(deal int64) bxrest.Command {
	return bxrest.Command{Method: "tasks.task.list", Params: map[string]any{
		"filter": map[string]any{"UF_CRM_TASK": boundTo(deal)}, "select": taskFields, "order": map[string]any{"ID": "ASC"},
	}}
}

// boundTo is how tasks name the deal that they are about.
func boundTo(deal int64) string { return OwnerCode(TypeDeal) + "_" + strconv.FormatInt(deal, 10) }

// search returns the deal of an order by its number, the oldest if there are several; 0 if there is none.
func (s *System) search(ctx context.Context, o order.View) (int64, error) {
	rs, err := s.read(ctx, s.searchDeal(o))
	if err != nil {
		return 0, err
	}
	return s.foundDeal(rs[0], o)
}

func (s *System) searchDeal(o order.View) bxrest.Command {
	params := itemParams(TypeDeal, 0, nil)
	params["filter"] = map[string]any{"=originatorId": s.set.originator(), "=originId": s.set.origin(o)}
	params["order"] = map[string]any{"id": "ASC"}
	return bxrest.Command{Method: "crm.item.list", Params: params}
}

// foundDeal reads the answer of a search. A filter that was ignored finds too much: each deal is compared.
func (s *System) foundDeal(r bxrest.Reply, o order.View) (int64, error) {
	var deals []Item
	if err := r.Read("items", &deals); err != nil {
		return 0, err
	}
	for i := range deals {
		if deals[i].ID == 0 {
			return 0, s.client.rest.Fail("crm.item.list", ordo.Retry, "a deal came without fields", nil)
		}
		if deals[i].Originator == s.set.originator() && deals[i].Origin == s.set.origin(o) {
			return deals[i].ID, nil
		}
	}
	return 0, nil
}

// sumsIfRead is what a deal shows after an effect; nil while people's rows are still to be read, as nobody knows yet
// what they mean.
func (see *sight) sumsIfRead(t order.Task) *order.Sums {
	now := dealVersion(see.fields, see.rows)
	if slices.Contains(now.news(see.written, seen(t).deal()), aspectRows) {
		return nil
	}
	return see.sums(t.Order)
}

// sums is what a deal shows. Its total is that of the deal, its lines are the rows.
func (see *sight) sums(o order.View) *order.Sums {
	currency := o.Total.Currency()
	total, err := amount.ParseMoney(plainNumber(string(see.deal.Sum.Decimal)), currency)
	if err != nil {
		return nil
	}
	paid, err := bxrest.ParseMoney(see.deal.Text(FieldPaid))
	if err != nil || paid.Currency() != "" && paid.Currency() != currency {
		paid = amount.Money{}
	}
	sums := rowSums(see.rows, see.kept, o, total, paid)
	return &sums
}
