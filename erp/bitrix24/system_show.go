package bitrix24

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// show brings everything that people see of an order to what it is: the fields of the deal, its positions, shipments
// and return blocks, the log, and tasks that were answered elsewhere. It reads all of it in one request, and writes in
// as few as the commands fit into; if nothing differs, in none.
func (s *System) show(ctx context.Context, t order.Task) (order.Outcome, error) {
	see, err := s.look(ctx, t, withAll)
	if err != nil {
		return order.Outcome{}, err
	}
	p, err := s.place(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	f := s.set.dealFields(t.Order, aboutAll, p.prefix())
	f[FieldStock] = stockValue(s.set.stockText(t.Stock, "", s.client.rest.Zone()))
	f = s.unlessNews(see, t, f.without(FieldPromo, FieldSumBefore, FieldDeliveryCost, FieldTotal)) // those go with the rows
	cmds := s.itemChanges(see, t, p)
	cmds = append(cmds, s.closeTasks(see, t)...)
	log, last := s.logCommands(ctx, see, t)
	cmds = append(cmds, log...)
	f[FieldShown] = numberValue(strconv.Itoa(last))
	if changed := see.changes(t.Order, seen(t).deal(), nil, f); changed != nil {
		cmds = append(cmds, bxrest.Command{Name: dealName, Method: "crm.item.update", Params: itemParams(TypeDeal, see.id, Fields(changed))})
	}
	out := order.Outcome{Kind: order.AlreadySo, Code: StageCode(see.deal.Stage), Sums: see.sumsIfRead(t)}
	if len(cmds) == 0 {
		return out, nil
	}
	rs, err := s.write(ctx, cmds...)
	if err != nil {
		return order.Outcome{}, err
	}
	if last := len(cmds) - 1; cmds[last].Name == dealName {
		if err := see.readDeal(rs[last], "item"); err != nil {
			return order.Outcome{}, err
		}
	}
	out.Kind, out.Code = order.Applied, StageCode(see.deal.Stage)
	return out, nil
}

const dealName = "deal"

// itemChanges are the commands that bring the items below a deal to what they stand for.
func (s *System) itemChanges(see *sight, t order.Task, p *places) (cmds []bxrest.Command) {
	zone := s.client.rest.Zone()
	for i, want := range [][]itemWant{
		s.set.positions(t.Order, t.Stock, zone), s.set.shipments(t.Order, t.Forms), s.set.returns(t.Order, p.reasons),
	} {
		cmds = append(cmds, s.changesOf(see, &p.process[i], see.items[i], want, seen(t), "i"+strconv.Itoa(i))...)
	}
	return cmds
}

// changesOf are those of one process.
func (s *System) changesOf(see *sight, p *placed, there []Item, want []itemWant, read version, name string) (cmds []bxrest.Command) {
	byKey := map[string]*Item{}
	byID := map[string]*Item{}
	for i := range there {
		it := &there[i]
		byID[itemPath(p.typeID, it.ID)] = it
		if _, twice := byKey[it.Key]; it.Key != "" && !twice {
			byKey[it.Key] = it
		}
	}
	stays := map[int64]bool{}
	for n, w := range want {
		it := byKey[w.key.String()]
		if it == nil {
			if made := byID[read.madeOf(w.key.Kind, w.key.N)]; made != nil && made.Key == "" {
				it = made
			}
		}
		if it == nil {
			cmds = append(cmds, w.create(p, see, name+"x"+strconv.Itoa(n))...)
			continue
		}
		stays[it.ID] = true
		cmds = append(cmds, w.change(p, it, read.item(p.typeID, it.ID))...)
	}
	for i := range there {
		it := &there[i]
		key, ours := ParseItemKey(it.Key, see.deal.Originator, see.deal.Origin)
		if !ours || key.Kind != p.kind || stays[it.ID] || len(itemVersion(p.kind, p.id, objectOf(it)).news(parseVersion(it.Text(p.field(ItemVersion))), read.item(p.typeID, it.ID))) > 0 {
			continue
		}
		cmds = append(cmds, bxrest.Command{Method: "crm.item.delete", Params: map[string]any{"entityTypeId": p.typeID, "id": it.ID}})
	}
	return cmds
}

// fields are those of an item, under the names that they have in the portal.
func (w *itemWant) fields(p *placed) fields {
	f := fields{"title": textValue(w.title), "xmlId": textValue(w.key.String()), "stageId": textValue(p.prefix() + w.stage)}
	for name, v := range w.own {
		f[p.field(name)] = v
	}
	return f
}

// version is what of an item people may change, as it is to be.
func (w *itemWant) version(p *placed) version {
	o := object{}
	for name, v := range w.fields(p) {
		o.put(name, v)
	}
	return itemVersion(w.key.Kind, p.id, o)
}

// create are the commands that make an item below the deal, with its goods. That it has them is written last.
func (w *itemWant) create(p *placed, see *sight, name string) []bxrest.Command {
	f := w.fields(p).written()
	f["parentId"+strconv.Itoa(TypeDeal)] = see.id
	v := w.version(p)
	f[p.field(ItemVersion)] = v.String()
	cmds := []bxrest.Command{{Name: name, Method: "crm.item.add", Params: itemParams(p.typeID, 0, f)}}
	if len(w.rows) == 0 {
		return cmds
	}
	id := bxrest.Ref{Command: name, Path: []string{"item", "id"}}
	return append(cmds, w.setRows(p, id), bxrest.Command{Method: "crm.item.update", Params: map[string]any{
		"entityTypeId": p.typeID, "id": id, "useOriginalUfNames": "Y",
		"fields": map[string]any{p.field(ItemVersion): v.with(version{aspectRows: rowsText(w.rows)}).String()},
	}})
}

// setRows replaces the goods of an item; id may be a reference.
func (w *itemWant) setRows(p *placed, id any) bxrest.Command {
	return bxrest.Command{Method: "crm.item.productrow.set", Params: map[string]any{
		"ownerType": OwnerCode(p.typeID), "ownerId": id, "productRows": rowFields(w.rows),
	}}
}

// change are the commands that bring an item to what it is to be. What people set and nobody has read stays, and so
// does a form that they began to fill in.
func (w *itemWant) change(p *placed, it *Item, read version) (cmds []bxrest.Command) {
	there := objectOf(it)
	written, now := parseVersion(it.Text(p.field(ItemVersion))), itemVersion(p.kind, p.id, there)
	f, v := w.fields(p), w.version(p)
	leave := now.news(written, read)
	if was, known := written[aspectForm]; known && now[aspectForm] != was {
		leave = append(leave, aspectForm)
	}
	for _, aspect := range leave {
		delete(v, aspect)
		if aspect == aspectStage {
			f = f.without("stageId")
		} else {
			f = f.without(p.field(itemAspects[aspect]))
		}
	}
	if p.rows && written[aspectRows] != rowsText(w.rows) && len(w.rows) > 0 {
		cmds = append(cmds, w.setRows(p, it.ID))
		v[aspectRows] = rowsText(w.rows)
	}
	f[p.field(ItemVersion)] = textValue(v.kept(f, p).after(written, read).String())
	changed := f.changed(there)
	if changed == nil {
		return cmds
	}
	return append(cmds, bxrest.Command{Method: "crm.item.update", Params: itemParams(p.typeID, it.ID, changed)})
}

// kept leaves out aspects of fields that are not written.
func (v version) kept(f fields, p *placed) version {
	out := maps.Clone(v)
	for aspect, name := range itemAspects {
		if _, has := f[p.field(name)]; !has {
			delete(out, aspect)
		}
	}
	return out
}

// closeTasks are the commands that complete the tasks of notices that were answered elsewhere.
func (s *System) closeTasks(see *sight, t order.Task) (cmds []bxrest.Command) {
	for _, x := range see.tasks {
		n, ours := noticeOf(x.Key, s.set.originator(), s.set.origin(t.Order))
		if !ours || x.Status == TaskDone || n > len(t.Order.Notices) {
			continue
		}
		if t.Order.Notices[n-1].State == order.NoticeStateAnswered {
			cmds = append(cmds, bxrest.Command{Method: "tasks.task.complete", Params: map[string]any{"taskId": x.ID}})
		}
	}
	return cmds
}

// logCommands are those that write the events which are not in the timeline yet, each once: an entry has the number of
// its event, and the end of the timeline was read. last is the number of the last one then.
func (s *System) logCommands(ctx context.Context, see *sight, t order.Task) (cmds []bxrest.Command, last int) {
	last = see.logged
	for _, e := range t.Log {
		if e.N <= see.logged || strings.TrimSpace(e.Says) == "" {
			continue
		}
		last = max(last, e.N)
		cmds = append(cmds, s.contents(ctx, see, t.Order.ID, e)...)
		cmds = append(cmds, bxrest.Command{Method: "crm.timeline.logmessage.add", Params: map[string]any{"fields": map[string]any{
			"entityTypeId": TypeDeal, "entityId": see.id, "iconCode": iconOf(e.Kind), "title": s.logTitle(e), "text": describe(e.Says, e.Files),
		}}})
	}
	return cmds, last
}

// contents are the commands that show the contents of an entry's files, in a comment before it, once. A file that
// cannot be read stays a link in the entry.
func (s *System) contents(ctx context.Context, see *sight, id string, e order.LogEntry) []bxrest.Command {
	mark := markOf(id + "/files/" + strconv.Itoa(e.N))
	if s.files == nil || strings.Contains(see.files, mark) {
		return nil
	}
	var files []File
	for _, f := range e.Files {
		if content, err := s.files(ctx, f); err == nil && len(content) > 0 {
			files = append(files, File{Name: f.Name, Content: content})
		}
	}
	if len(files) == 0 {
		return nil
	}
	return []bxrest.Command{commentOn(see.id, s.logTitle(e)+" "+mark, files...)}
}

// logTitle is the head of an entry: its number, when, and who.
func (s *System) logTitle(e order.LogEntry) string {
	parts := []string{"#" + strconv.Itoa(e.N), e.At.In(s.client.rest.Zone()).Format("02.01.2006 15:04")}
	if e.Who != "" {
		parts = append(parts, e.Who)
	}
	return strings.Join(parts, " · ")
}

var logNumber = regexp.MustCompile(`^#(\d+) · `)

// numberOf reads the number of the event in the title of an entry; 0 if it is none of ours.
func numberOf(title string) int {
	m := logNumber.FindStringSubmatch(title)
	if m == nil {
		return 0
	}
	return int(numeric(m[1]))
}

// iconOf is the picture of an event in the timeline, one of those that every portal has.
func iconOf(kind string) string {
	switch {
	case strings.HasPrefix(kind, "payment"), strings.HasPrefix(kind, "refund"), strings.HasPrefix(kind, "hold-"), strings.HasPrefix(kind, "surplus"):
		return "bank-card"
	case strings.HasPrefix(kind, "receipt"), strings.HasPrefix(kind, "document"), strings.HasPrefix(kind, "statement"):
		return "document"
	case strings.HasPrefix(kind, "transfer"), slices.Contains([]string{"assembled", "released", "packed", "shipment-created", "handed-over", "arrived", "delivered"}, kind):
		return "store"
	case strings.HasPrefix(kind, "wish"), kind == "held", strings.HasPrefix(kind, "conflict"):
		return "attention"
	case kind == "contacted":
		return "call"
	case kind == "commented":
		return "comment"
	}
	return "info"
}
