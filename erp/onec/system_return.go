package onec

import (
	"cmp"
	"context"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// takeBack makes the return of a block: a document on the basis of the sales of its units, for each warehouse that
// takes goods back. Units that no sale has never left by the books: their rows are cancelled instead.
func (s *System) takeBack(ctx context.Context, t order.Task) (order.Outcome, error) {
	at := slices.IndexFunc(t.Order.Blocks, func(b order.BlockView) bool { return b.N == t.Block })
	if at < 0 {
		return order.Outcome{}, refuse(order.Textf("the order has no block R%d", t.Block))
	}
	block := t.Order.Blocks[at]
	if block.Kind == order.BlockReduction {
		return order.Outcome{}, refuse(order.Textf("a price reduction after the sale is «Корректировка реализации» in 1C: make it there by hand"))
	}
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	sales, err := s.salesOf(ctx, there.Ref, false)
	if err != nil {
		return order.Outcome{}, err
	}
	c, err := s.newChange(ctx, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	c.sales = sales
	r := &returner{change: c, block: block, there: there}
	if r.made, err = s.returnsOf(ctx, sales); err != nil {
		return order.Outcome{}, err
	}
	if r.made == nil {
		r.made = []Return{}
	}
	out := order.Outcome{Kind: order.AlreadySo}
	unsold, wrote, err := r.bring(ctx)
	if err != nil {
		return out, err
	}
	if unsold {
		changed, err := s.bringRows(ctx, c, there)
		if err != nil {
			return out, err
		}
		wrote = wrote || changed != nil
		there = cmp.Or(changed, there)
	}
	if wrote {
		out.Kind = order.Applied
	}
	out.Documents = r.documents
	out.Sums, err = s.sumsOf(there, t.Order, r.made)
	return out, err
}

// returner makes the returns of one block.
type returner struct {
	*change
	block     order.BlockView
	there     *Order
	made      []Return // of the order, those of this block included
	documents []order.Document
}

// back is goods that a warehouse takes back.
type back struct {
	line     string
	sale     *Sale
	row      *SaleRow
	quantity Quantity
	damaged  bool
	coming   bool     // it is on the way to the warehouse
	codes    []string // of its units, if they are marked
}

// bring makes the returns that are missing. It reports whether the block has units that no sale has, and whether
// anything was written.
func (r *returner) bring(ctx context.Context) (unsold, wrote bool, err error) {
	places, goods, unsold := r.goods()
	for _, at := range places {
		made, did, err := r.one(ctx, at, goods[at])
		if err != nil {
			return unsold, wrote, err
		}
		wrote = wrote || did
		r.documents = append(r.documents, r.document(made, at, goods[at]))
	}
	return unsold, wrote, nil
}

// goods returns the goods of the block that are back, by the warehouse that takes them.
func (r *returner) goods() (places []string, by map[string][]back, unsold bool) {
	by = map[string][]back{}
	left := map[*SaleRow]Quantity{}
	for i := range r.sales {
		for j := range r.sales[i].Goods {
			left[&r.sales[i].Goods[j]] = r.sales[i].Goods[j].Quantity
		}
	}
	for _, l := range r.o.Lines {
		for _, p := range l.Portions {
			coming := r.isComing(l, p)
			if p.Block != r.block.N || !isBack(p.Custody) && !coming || !isGoods(l) {
				continue
			}
			need := QuantityOf(minus(p.To, p.From))
			for i := range r.sales {
				x := &r.sales[i]
				for j := range x.Goods {
					row := &x.Goods[j]
					at := slices.IndexFunc(r.there.Goods, func(o OrderRow) bool { return o.Code == row.Code && o.Good == row.Good })
					n := min(need, left[row])
					if n <= 0 || !x.Posted || at < 0 || r.lineOf(&r.there.Goods[at], r.o) != l.ID || p.Shipment != 0 && !r.isSaleOf(x, r.o, p.Shipment) && r.shipmentOf(x, r.o) != 0 {
						continue
					}
					need -= n
					left[row] -= n
					to := r.takes(l, p)
					if !slices.Contains(places, to) {
						places = append(places, to)
					}
					by[to] = append(by[to], back{l.ID, x, row, n, p.Custody == status.CustodyDamaged, coming, codesAt(l, p)})
				}
			}
			unsold = unsold || need > 0
		}
	}
	slices.Sort(places)
	return places, by, unsold
}

// isBack reports whether goods are with the seller again, in whatever state.
func isBack(c status.ReturnCustody) bool {
	return c == status.CustodyReceived || c == status.CustodyAccepted || c == status.CustodyDamaged
}

// isComing reports whether goods are on the way from a place where the buyer brought them to the warehouse that takes
// them: they travel with the note, which is posted when they are there.
func (r *returner) isComing(l order.LineView, p order.PortionView) bool {
	_, is := r.place(p.Warehouse)
	return is && p.Custody == status.CustodyInTransit && p.State == status.ItemReturning && l.Marked && p.Warehouse != r.takes(l, p)
}

// takes returns the code of the warehouse that takes goods back: marked goods go to the one of the settings, others
// stay where the buyer brought them, if that is a warehouse.
func (r *returner) takes(l order.LineView, p order.PortionView) string {
	if l.Marked {
		return cmp.Or(r.set.Returns.Marked, r.central())
	}
	if _, is := r.place(p.Warehouse); is {
		return p.Warehouse
	}
	return r.central()
}

// codesAt are the marking codes of the units of a portion.
func codesAt(l order.LineView, p order.PortionView) (codes []string) {
	for _, m := range l.Marks {
		if n := int64(m.Unit) * 1000; n >= p.From.Milli() && n < p.To.Milli() && m.Code != "" {
			codes = append(codes, m.Code)
		}
	}
	return codes
}

// one makes the return for one warehouse, posted once all of its goods are there.
func (r *returner) one(ctx context.Context, at string, goods []back) (*Return, bool, error) {
	key := r.returnKey(r.o, r.block.N, at)
	i := slices.IndexFunc(r.made, func(x Return) bool { return r.hasKey(x.Comment, x.Properties, key) })
	if i < 0 {
		i = slices.IndexFunc(r.made, func(x Return) bool {
			return !r.isKeyed(x.Comment, x.Properties) && x.Warehouse == r.places.keys[at] && x.content().equal(contentBack(goods))
		})
	}
	all := r.client.Returns()
	wrote := false
	if i < 0 {
		x, err := r.newReturn(ctx, at, goods, key)
		if err != nil {
			return nil, false, err
		}
		made, err := all.Create(ctx, x, And(Eq("ДокументРеализации", Reference{EntitySale, goods[0].sale.Ref}), r.keyFilter(key)))
		if err != nil {
			return nil, false, err
		}
		r.made = append(r.made, *made.Value)
		i, wrote = len(r.made)-1, true
	}
	if !r.made[i].Posted && !slices.ContainsFunc(goods, func(b back) bool { return b.coming }) {
		posted, err := all.Post(ctx, r.made[i].Ref)
		if err != nil {
			return nil, wrote, err
		}
		r.made[i], wrote = *posted, true
	}
	if wrote {
		r.wrote(r.made[i].Object)
	}
	return &r.made[i], wrote, nil
}

func contentBack(goods []back) content {
	c := content{}
	for _, b := range goods {
		row := b.row.Row
		row.Quantity = b.quantity
		c.add(row)
	}
	return c
}

func (x *Return) content() content {
	c := content{}
	for _, r := range x.Goods {
		c.add(r.Row)
	}
	return c
}

func (r *returner) newReturn(ctx context.Context, at string, goods []back, key string) (Return, error) {
	sale := goods[0].sale
	x := Return{
		Document: Document{Date: At(r.now())}, Terms: sale.Terms, Warehouse: r.places.keys[at], Acceptance: "НеРазделенаПоНакладным",
		Reason: clip(r.reasonOf(), 300), Compensation: cmp.Or(r.set.Returns.Compensation, CompensateByRefund),
	}
	x.Operation, x.Status, x.Total, x.Comment, x.Discounted = "ВозвратТоваровОтКлиента", "", 0, "", false
	x.Sale, x.SaleType = Reference{EntitySale, sale.Ref}.Split()
	for _, b := range goods {
		part := SaleRow{Row: b.row.Row, Price: b.row.Price}
		if b.quantity != b.row.Quantity {
			part.share(b.quantity, b.row.Quantity)
		}
		if money := r.sumBack(b); money != nil {
			part.Sum, part.SumWithVAT = *money, *money
		}
		row := ReturnRow{ // a return has no discounts: its sums are what they left
			Row: Row{
				Good: b.row.Good, Characteristic: b.row.Characteristic, Packaging: b.row.Packaging, Series: b.row.Series, Code: b.row.Code,
				Quantity: b.quantity, Packs: b.quantity,
			},
			Price:   Price{Price: part.Price.Price, Sum: part.Sum, SumWithVAT: part.SumWithVAT, VAT: part.VAT, VATRate: part.VATRate, VATName: part.VATName},
			Damaged: b.damaged,
		}
		row.Sale, row.SaleType = Reference{EntitySale, b.sale.Ref}.Split()
		x.Goods = append(x.Goods, row)
		marks, err := r.marksBack(ctx, b)
		if err != nil {
			return x, err
		}
		x.Marks = append(x.Marks, marks...)
	}
	r.keyed(&x.Comment, &x.Properties, key)
	return x, nil
}

// marksBack are the marking codes of goods that come back, among those of their sale.
func (r *returner) marksBack(ctx context.Context, b back) (out []MarkRow, _ error) {
	if len(b.codes) == 0 {
		return nil, nil
	}
	for _, m := range b.sale.Marks {
		x, err := r.client.Marks().Get(ctx, m.Code)
		if err != nil {
			return nil, err
		}
		if x.Good == b.row.Good && slices.ContainsFunc(b.codes, func(c string) bool { return isOfCode(x.Value, c) }) {
			out = append(out, MarkRow{Code: m.Code, Value: x.Value})
		}
	}
	return out, nil
}

// sumBack is what the units of the block cost, if all units of its line in the block are in one row.
func (r *returner) sumBack(b back) *Sum {
	var found []order.Part
	for _, p := range r.block.Parts {
		if p.Line == b.line {
			found = append(found, p)
		}
	}
	if len(found) != 1 || QuantityOf(minus(found[0].To, found[0].From)) != b.quantity {
		return nil
	}
	sum, err := SumOf(found[0].Sum)
	if err != nil {
		return nil
	}
	return &sum
}

// reasonOf is why the goods come back, in the merchant's words.
func (r *returner) reasonOf() string {
	words := cmp.Or(r.set.Returns.Reasons[r.block.Reason], string(r.block.Reason))
	if r.block.Text != "" {
		words += ": " + r.block.Text
	}
	return words
}

// document is the return as a document of the order.
func (r *returner) document(x *Return, at string, goods []back) order.Document {
	d := documentOf(RefReturn, x.Document, goods[0].sale.Number)
	d.Block, d.To = r.block.N, at
	return d
}

// returnsOf returns the returns on the basis of sales that are not marked for deletion.
func (s *System) returnsOf(ctx context.Context, sales []Sale) (all []Return, _ error) {
	var of []Filter
	for _, x := range sales {
		of = append(of, Eq("ДокументРеализации", Reference{EntitySale, x.Ref}))
	}
	for some := range slices.Chunk(of, goodsAtOnce) {
		for x, err := range s.client.Returns().List(ctx, Query{Filter: And(Or(some...), Eq("DeletionMark", false))}) {
			if err != nil {
				return nil, err
			}
			all = append(all, x)
		}
	}
	return all, nil
}

// isOfCode reports whether what the base keeps of a marking code identifies its unit.
func isOfCode(value, code string) bool { return value == code || value == identityOf(code) }
