package bitrix24

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// bring brings the deal of an order to what the order is, in what an effect is about: one request if nothing differs,
// two if fields do, three if rows do.
func (s *System) bring(ctx context.Context, t order.Task, of about) (order.Outcome, error) {
	see, err := s.look(ctx, t, withRows)
	if err != nil {
		return order.Outcome{}, err
	}
	p, err := s.place(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	var want []rowWant
	changed := false
	if of&aboutSums != 0 {
		if err := s.learn(ctx, t.Order); err != nil {
			return order.Outcome{}, err
		}
		want = rowsWanted(t.Order, s.known(t.Order))
		cmds, err := s.rowChanges(see, want, seen(t).deal())
		if err != nil {
			return order.Outcome{}, err
		}
		if changed = len(cmds) > 0; changed {
			rs, err := s.write(ctx, append(cmds, bxrest.Command{Method: "crm.item.productrow.list", Params: rowsOf(TypeDeal, see.id)})...)
			if err != nil {
				return order.Outcome{}, err
			}
			if err := s.readRows(ctx, see, rs[len(rs)-1]); err != nil {
				return order.Outcome{}, err
			}
		}
	}
	f := s.set.dealFields(t.Order, of, p.prefix())
	if of&aboutBuyer != 0 {
		contact, did, err := s.bringContact(ctx, see, t)
		if err != nil {
			return order.Outcome{}, err
		}
		if changed = changed || did; contact != 0 {
			f["contactIds"] = idsValue{contact}
		}
	}
	wrote, err := s.keep(ctx, see, t.Order, seen(t).deal(), want, s.unlessNews(see, t, f))
	if err != nil {
		return order.Outcome{}, err
	}
	out := order.Outcome{Kind: order.AlreadySo, Code: StageCode(see.deal.Stage), Sums: see.sumsIfRead(t)}
	if changed || wrote {
		out.Kind = order.Applied
	}
	return out, nil
}

// unlessNews leaves out what people set and nobody has read: it would be lost, and nobody told.
func (s *System) unlessNews(see *sight, t order.Task, f fields) fields {
	for _, aspect := range dealVersion(see.fields, see.rows).news(see.written, seen(t).deal()) {
		switch aspect {
		case aspectStage:
			f = f.without("stageId")
		case aspectPromo:
			f = f.without(FieldPromo)
		case aspectContact:
			f = f.without("contactIds")
		}
	}
	return f
}

// rowChanges are the commands that bring the rows to those of the order. Rows that people added stay until they were
// read; where people changed ours, that is to be read first. A row that is as it should be was written by a try whose
// answer was lost.
func (s *System) rowChanges(see *sight, want []rowWant, read version) ([]bxrest.Command, error) {
	marks := read.rowsRead(see.written)
	wasRead := func(r ProductRow) bool { return marks[strconv.FormatInt(r.ID, 10)] == rowMark(r) }
	wasMissing := func(row int64) bool { _, there := marks[strconv.FormatInt(row, 10)]; return marks != nil && !there }
	at := see.kept.found(see.rows, want)
	var cmds []bxrest.Command
	stays := map[int64]bool{}
	changed := false
	for _, w := range want {
		r, has := at[w.line]
		kept, known := see.kept[w.line]
		f := w.changed(r)
		switch {
		case !has:
			changed = changed || known && !wasMissing(kept.Row) // people deleted it
			cmds = append(cmds, addRow(see.id, w))
			continue
		case f != nil:
			changed = changed || known && !kept.isAsWritten(r) && !wasRead(r)
			cmds = append(cmds, bxrest.Command{Method: "crm.item.productrow.update", Params: map[string]any{"id": r.ID, "fields": f}})
		}
		stays[r.ID] = true
	}
	for _, r := range see.rows {
		line, ours := see.kept.lineOf(r.ID)
		if stays[r.ID] || !ours && !wasRead(r) {
			continue
		}
		changed = changed || ours && !see.kept[line].isAsWritten(r) && !wasRead(r)
		cmds = append(cmds, bxrest.Command{Method: "crm.item.productrow.delete", Params: map[string]any{"id": r.ID}})
	}
	if changed {
		return nil, s.client.rest.Fail("crm.item.productrow.list", ordo.Retry, "people changed the rows of the deal: that is read first", nil)
	}
	return cmds, nil
}

// ownRows are the rows that lines of the order have.
func ownRows(rows []ProductRow, kept keptRows) []ProductRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r ProductRow) bool { _, ours := kept.lineOf(r.ID); return !ours })
}

// addRow adds a row; owner is the id of the deal, or a reference to it.
func addRow(owner any, w rowWant) bxrest.Command {
	f := w.fields()
	f["ownerType"], f["ownerId"] = OwnerCode(TypeDeal), owner
	return bxrest.Command{Method: "crm.item.productrow.add", Params: map[string]any{"fields": f}}
}

func rowFields(rows []rowWant) []map[string]any {
	all := make([]map[string]any, len(rows))
	for i, w := range rows {
		all[i] = w.fields()
	}
	return all
}

// rowsOfRef lists the rows of a deal that is created in the same batch.
func rowsOfRef(deal bxrest.Ref) map[string]any {
	return map[string]any{
		"filter": map[string]any{"=ownerType": OwnerCode(TypeDeal), "=ownerId": deal}, "order": map[string]any{"id": "ASC"},
	}
}

// readRows takes the rows of an answer, all pages of them.
func (s *System) readRows(ctx context.Context, see *sight, r bxrest.Reply) error {
	var rows []ProductRow
	if err := r.Read("productRows", &rows); err != nil {
		return err
	}
	if r.Next != nil {
		var err error
		if rows, err = s.client.ListRows(ctx, TypeDeal, see.id); err != nil {
			return err
		}
	}
	see.rows = append([]ProductRow{}, rows...) // none are not the same as not read
	return nil
}

// keep writes the fields of the deal that differ, together with what ordo keeps there for itself: which row is which
// line's, and what it wrote last of what people may change. want is nil where the rows are not what it is about. A deal
// that has all of it is not written.
func (s *System) keep(ctx context.Context, see *sight, o order.View, read version, want []rowWant, f fields) (wrote bool, _ error) {
	changed := see.changes(o, read, want, f)
	if changed == nil {
		return false, nil
	}
	return true, s.update(ctx, see, changed)
}

// changes are the fields of the deal that keep writes; nil if it has all of them.
func (see *sight) changes(o order.View, read version, want []rowWant, f fields) map[string]any {
	v := version{}
	if stage, is := f["stageId"].(textValue); is {
		v[aspectStage] = StageCode(string(stage))
	}
	if promo, is := f[FieldPromo].(textValue); is {
		v[aspectPromo] = string(promo)
	}
	if people, is := f["contactIds"].(idsValue); is {
		v[aspectContact] = strconv.FormatInt(people[0], 10)
	}
	if want != nil {
		at := see.kept.found(see.rows, want)
		see.kept = rowsKept(at)
		own := ownRows(see.rows, see.kept)
		v[aspectRows] = rowsDigest(own)
		f = f.with(fields{FieldRows: textValue(see.kept.String())}).with(sumFields(see.rows, see.kept, erp.SumsOf(o).Total))
	}
	see.written = v.after(see.written, read)
	f = f.with(fields{FieldVersion: textValue(see.written.String())})
	return f.changed(see.fields)
}

// sumFields make the deal's sum exact where the rounded prices of rows make another. Rows that people added count with
// what they cost.
func sumFields(rows []ProductRow, kept keptRows, total amount.Money) fields {
	sum, want := amount.Money{}, total
	for _, r := range rows {
		cost, err := costOf(r, total.Currency())
		if err != nil {
			return nil
		}
		if sum.IsUnset() {
			sum = cost
		} else {
			sum = plus(sum, cost)
		}
		if _, ours := kept.lineOf(r.ID); !ours {
			want = plus(want, cost)
		}
	}
	if c, err := sum.Cmp(want); err == nil && c == 0 || sum.IsUnset() && want.IsZero() {
		return fields{"isManualOpportunity": flagValue(false)}
	}
	return fields{"isManualOpportunity": flagValue(true), "opportunity": numberValue(want.Text())}
}

// costOf is what a row costs.
func costOf(r ProductRow, currency string) (amount.Money, error) {
	price, err := amount.ParseMoney(plainNumber(string(r.Price)), currency)
	if err != nil {
		return amount.Money{}, err
	}
	q, err := amount.ParseQuantity(plainNumber(string(r.Quantity)))
	if err != nil {
		return amount.Money{}, err
	}
	return price.Times(q)
}

// update writes fields of the deal, and takes what it has then. An empty value may have been left as it was: it is
// cleared in another way then.
func (s *System) update(ctx context.Context, see *sight, changed map[string]any) error {
	var deal Item
	err := s.client.set(ctx, "crm.item.update", itemParams(TypeDeal, see.id, Fields(changed)), "item", &deal)
	if err != nil {
		return err
	}
	see.deal, see.fields = deal, objectOf(&deal)
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		if changed[name] == "" && (see.fields.text(name) != "" || len(see.fields.texts(name)) > 0) {
			if err := s.client.ClearItem(ctx, TypeDeal, see.id, name, name); err != nil {
				return err
			}
			delete(see.fields, name)
		}
	}
	return nil
}
