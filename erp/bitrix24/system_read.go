package bitrix24

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Read implements erp.System. Of the deal and of the items that the changes name it tells what people set there: rows
// and the promo code (Reading.Edit), the stage, who the buyer is; buttons of shipments and return blocks, marking
// codes; shipments and returns that people created; tasks that they closed, and calls. What has no command here is
// refused in words, so that the people see why it is put back. Without changes only the stage and the sums are read:
// what people did comes with its author.
func (s *System) Read(ctx context.Context, changes []erp.Change, o order.View) (erp.Reading, error) {
	if err := s.fit(); err != nil {
		return erp.Reading{}, err
	}
	p, err := s.place(ctx)
	if err != nil {
		return erp.Reading{}, err
	}
	t, account := order.Task{Order: o}, s.client.rest.Account()
	for _, c := range changes {
		if c.Ref.Kind == RefDeal {
			t.Target, account = c.Ref, cmp.Or(c.Ref.Account, account)
		}
	}
	see, err := s.look(ctx, t, withAll)
	if ordo.ClassOf(err) == ordo.NotFound && len(changes) > 0 {
		return erp.Reading{Warnings: []order.Text{order.Textf("the deal of the order was deleted in Bitrix24: the order is worked on here; nothing more is shown there")}}, nil
	}
	if err != nil {
		return erp.Reading{}, err
	}
	r := &reader{System: s, ctx: ctx, o: o, p: p, see: see, account: account, seen: parseVersion(o.Labels[erp.SeenLabel(account)]), shipments: len(o.Shipments), blocks: len(o.Blocks)}
	r.next = maps.Clone(r.seen)
	r.out.Occurred = see.deal.Updated.UTC()
	r.readStatus()
	r.out.Sums = see.sums(o)
	for _, c := range changes {
		if err := r.read(c); err != nil {
			return erp.Reading{}, err
		}
	}
	if next := r.next.String(); next != r.seen.String() {
		r.out.Seen = next
	}
	return r.out, nil
}

// reader reads one order.
type reader struct {
	*System
	ctx       context.Context //nolint:containedctx // of one call of Read
	o         order.View
	account   string
	p         *places
	see       *sight
	seen      version // what was read before
	next      version // and with this reading
	shipments int     // with those that are asked for here
	blocks    int
	out       erp.Reading
}

func (r *reader) warn(format string, args ...any) {
	r.out.Warnings = append(r.out.Warnings, order.Textf(format, args...))
}

// intend reports what a person wants.
func (r *reader) intend(code string, c order.Command, about ...order.Text) {
	i := order.Intent{Commands: []order.Command{c}, Code: code}
	if len(about) > 0 {
		i.About = about[:1]
	}
	r.out.Reports = append(r.out.Reports, i)
}

// refuse reports what a person wants and cannot have, with the reason and what to do instead.
func (r *reader) refuse(code string, c order.Command, why order.Text) {
	r.out.Reports = append(r.out.Reports, order.Intent{Commands: []order.Command{c}, Code: code, Refused: why})
}

// read reads what a change is about.
func (r *reader) read(c erp.Change) error {
	switch c.Field {
	case erp.FieldUnsent:
		return nil
	case changedStage, erp.FieldStatus:
		r.readStage()
		return nil
	case changedDeal:
		r.readStage()
		return r.readDeal(c)
	case changedItem:
		return r.readItem(c)
	case changedContact:
		return r.readContact(numeric(c.Item), true)
	case changedTask:
		return r.readTask(numeric(c.Item))
	case changedCall:
		return r.readCall(c.Item)
	}
	r.out.Ignored = append(r.out.Ignored, c)
	return nil
}

// saw keeps that aspects of the deal were read.
func (r *reader) saw(v version, aspects ...string) {
	for _, aspect := range aspects {
		r.next["deal/"+aspect] = v.asRead(aspect, r.see.written)
	}
}

// dealNews are the aspects of the deal that people set, and its version.
func (r *reader) dealNews() (version, []string) {
	v := dealVersion(r.see.fields, r.see.rows)
	return v, v.news(r.see.written, r.next.deal())
}

// readStatus reads the stage. One of another funnel, or one that a merchant added, keeps its name.
func (r *reader) readStatus() {
	stage := r.see.deal.Stage
	if code, ours := strings.CutPrefix(stage, r.p.prefix()); ours {
		stage = code
	}
	r.out.Status = stage
}

// readStage reads that people moved the deal.
func (r *reader) readStage() {
	v, fresh := r.dealNews()
	if !slices.Contains(fresh, aspectStage) {
		return
	}
	r.saw(v, aspectStage)
	code := r.out.Status
	is := r.StatusFor(r.o)
	if code == is {
		return
	}
	name := r.set.stageName(status.AxisOrder, code)
	m, known := status.Bitrix24().Read(status.AxisOrder, code)
	switch {
	case !known:
		r.out.Reports = append(r.out.Reports, order.StatusReport{Code: code, Text: code})
	case code == StageLost:
		r.intend(code, order.Cancel{Reason: status.ReasonOther})
	case code == StagePaid && !isPaid(r.o):
		r.refuse(code, order.Pay{}, order.Textf("the deal was moved to %q, and the order is not paid: the stage follows the payment, record the payment instead", name))
	case slices.Index(stageOrder(), code) < slices.Index(stageOrder(), is):
		r.refuse(code, order.Release{}, order.Textf("the deal was moved back to %q, and the order is %s: what was done is taken back by its own command, such as a return", name, r.o.State))
	default:
		r.out.Reports = append(r.out.Reports, order.StatusReport{Code: code, Text: name, Says: m})
	}
}

// stageOrder are the stages of a deal in their order.
func stageOrder() []string {
	return []string{StageNew, StagePaid, StageAssembling, StageDelivering, StageWon, StageLost}
}

// readDeal reads what else people set in the deal.
func (r *reader) readDeal(c erp.Change) error {
	v, fresh := r.dealNews()
	rows, promo := slices.Contains(fresh, aspectRows), slices.Contains(fresh, aspectPromo)
	if rows || promo {
		edit, err := r.edit(rows)
		if err != nil {
			return err
		}
		if edit == nil && promo {
			edit = &erp.RowEdit{}
		}
		if promo {
			typed := v[aspectPromo]
			edit.Promo, edit.Code = &typed, FieldPromo
			edit.About = append(edit.About, order.Textf("the promo code there is %q, here it is %q", typed, promoOf(r.o)))
		}
		r.out.Edit = edit
		r.saw(v, aspectRows, aspectPromo)
	}
	if slices.Contains(fresh, aspectContact) {
		r.saw(v, aspectContact)
		if err := r.readContact(numeric(v[aspectContact]), false); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		r.readShown(c)
	}
	return nil
}

// readShown looks at the fields that only show the order. What people write there does not come here, and is written
// over: they are told where it belongs.
func (r *reader) readShown(c erp.Change) {
	f := r.set.dealFields(r.o, aboutBuyer|aboutDate, r.p.prefix())
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if strings.HasPrefix(name, "UF_") && !f[name].isIn(r.see.fields, name) && c.By != "" {
			r.out.Ignored = append(r.out.Ignored, erp.Change{Ref: c.Ref, At: c.At, Field: name, Value: r.see.deal.Text(name), By: c.By})
		}
	}
}

// edit reads the rows. Each is compared with what was written for its line, not with what the line is now: what changed
// here since, and was not written yet, is no change of theirs. It is nil if they changed nothing.
func (r *reader) edit(rows bool) (*erp.RowEdit, error) {
	if !rows {
		return nil, nil
	}
	e := &erp.RowEdit{Code: "productRows"}
	articles, err := r.articles()
	if err != nil {
		return nil, err
	}
	want := rowsWanted(r.o, r.known(r.o))
	if len(r.see.rows) == 0 && len(want) > 0 { // a program that writes rows wrongly wipes them all, too
		e.About = append(e.About, order.Textf("all rows of the deal were deleted, which cancels nothing: to cancel the order, move the deal to %q", r.set.stageName(status.AxisOrder, StageLost)))
		return e, nil
	}
	there := r.see.kept.found(r.see.rows, want)
	for _, l := range r.o.Lines {
		kept, has := r.see.kept[l.ID]
		if !has || l.Living.IsZero() {
			continue
		}
		was, _ := amount.ParseQuantity(plainNumber(kept.Quantity)) // ours
		row, is := there[l.ID]
		now, qerr := amount.ParseQuantity(plainNumber(string(row.Quantity)))
		article := articleOfRow(row, articles)
		switch name := rowName(l.Name, l.SKU); {
		case !is:
			e.Edit.Remove = e.Edit.Remove.And(order.PickAll(l.ID))
			e.About = append(e.About, order.Textf("%s: the row was deleted there, here %s are ordered", name, l.Living))
		case l.SKU != "" && article != l.SKU && article != articleOf(rowName(l.Name, l.SKU)) && article != l.Name:
			e.Edit.Remove = e.Edit.Remove.And(order.PickAll(l.ID))
			e.About = append(e.About, order.Textf("%s: there the row is %q now", name, row.Name))
			r.addLine(e, row, article, now, qerr)
		case qerr != nil:
			e.About = append(e.About, order.Textf("the quantity %q of row %q is no number of goods", string(row.Quantity), row.Name))
		case now.Cmp(was) > 0:
			by := amount.Milli(now.Milli() - was.Milli())
			e.Edit.Extend = append(e.Edit.Extend, order.Extension{Line: l.ID, By: by})
			e.About = append(e.About, order.Textf("%s: %s there, %s here", name, now, l.Living))
		case now.Cmp(was) < 0:
			e.Edit.Remove = e.Edit.Remove.And(order.Pick(l.ID, amount.Milli(was.Milli()-now.Milli())))
			e.About = append(e.About, order.Textf("%s: %s there, %s here", name, now, l.Living))
		}
	}
	for _, row := range r.see.rows {
		if slices.ContainsFunc(slices.Collect(maps.Values(there)), func(x ProductRow) bool { return x.ID == row.ID }) {
			continue
		}
		q, err := amount.ParseQuantity(plainNumber(string(row.Quantity)))
		r.addLine(e, row, articleOfRow(row, articles), q, err)
	}
	if !changesNothing(e) || len(e.About) > 0 {
		return e, nil
	}
	for _, w := range want { // what is as it is to be was written by a try whose answer was lost
		if row, is := there[w.line]; is && !r.see.kept[w.line].isAsWritten(row) && w.changed(row) != nil {
			e.About = append(e.About, order.Textf("prices were changed there"))
			return e, nil
		}
	}
	return nil, nil
}

func changesNothing(e *erp.RowEdit) bool {
	return len(e.Edit.Add)+len(e.Edit.Extend)+len(e.Edit.Remove) == 0
}

// addLine adds a row of people as a line. Its id is made of the row's, so that it is one line however often it is read.
func (r *reader) addLine(e *erp.RowEdit, row ProductRow, article string, q amount.Quantity, bad error) {
	if bad != nil || q.Sign() <= 0 || article == "" {
		r.warn("row %q in Bitrix24 has no article or no quantity: give it a product, or a name with the article in brackets", row.Name)
		e.About = append(e.About, order.Textf("row %q has no article or no quantity", row.Name))
		return
	}
	id := addedLine(row.ID)
	if slices.ContainsFunc(r.o.Lines, func(l order.LineView) bool { return l.ID == id }) {
		id += "-" + digest(article)
	}
	name := strings.TrimSpace(strings.TrimSuffix(row.Name, "["+article+"]"))
	e.Edit.Add = append(e.Edit.Add, order.Line{ID: id, SKU: article, Name: name, Quantity: q})
	for i := range r.see.rows { // the sums are in the order of the rows
		if r.see.rows[i].ID == row.ID && r.out.Sums != nil {
			r.out.Sums.Lines[i].Line = id
		}
	}
	e.About = append(e.About, order.Textf("%s of %q were added there", q, row.Name))
}

// articleOfRow is the article of a row: that of its product, or the one in its name.
func articleOfRow(row ProductRow, articles map[int64]string) string {
	if a := articles[row.Product]; row.Product != 0 && a != "" {
		return a
	}
	return articleOf(row.Name)
}

// articles are those of the products in the rows.
func (r *reader) articles() (map[int64]string, error) {
	out := map[int64]string{}
	if err := r.learn(r.ctx, r.o); err != nil {
		return nil, err
	}
	for article, id := range r.known(r.o) {
		out[id] = article
	}
	var cmds []bxrest.Command
	var ids []int64
	for _, row := range r.see.rows {
		if row.Product != 0 && out[row.Product] == "" && r.set.Goods.By != byNothing {
			cmds = append(cmds, bxrest.Command{Method: "catalog.product.get", Params: map[string]any{"id": row.Product}})
			ids = append(ids, row.Product)
		}
	}
	rs, err := r.client.rest.Batch(r.ctx, cmds, bxrest.BatchOptions{Repeat: bxrest.Read})
	if err != nil {
		return nil, err
	}
	for i, reply := range rs {
		var x catalogProduct
		if err := reply.Read("product", &x); err != nil {
			if ordo.ClassOf(err) == ordo.NotFound {
				continue
			}
			return nil, err
		}
		if out[ids[i]] = x.XMLID; r.set.Goods.By == byCode {
			out[ids[i]] = x.Code
		}
	}
	return out, nil
}
